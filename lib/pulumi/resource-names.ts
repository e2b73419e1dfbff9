import type * as pulumi from '@pulumi/pulumi';
import { groupOf, type ObjectIdentity } from '../core';

/** What an object was called before, or which `Charts` it was in. */
export interface FormerPlace {
  /** @default the name that it has */
  readonly name?: string;
  /** The empty text says that it named no namespace. @default the namespace that it has */
  readonly namespace?: string;
  /**
   * Name of the `Charts`. Of one that stands below another parent than this one, the alias is a whole URN, for which
   * there is `objectOptions`. @default the one that it is in
   */
  readonly charts?: string;
}

/** Versions that a kind may have been written in, where nothing better is known of it. */
const USUAL: readonly string[] = ['v1alpha1', 'v1alpha2', 'v1beta1', 'v1beta2', 'v1', 'v2'];

/** Kinds of which every release of Knative 1.0 or later has one version: programs have many of these. */
const SETTLED: readonly string[] = ['v1'];

/**
 * Versions of kinds that Pulumi has no class for, in the releases of Knative 1.0 or later and of what such a release
 * stands on. What is in a state has one of these.
 */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'serving.knative.dev/Configuration': SETTLED,
  'serving.knative.dev/Route': SETTLED,
  'serving.knative.dev/Service': SETTLED,
  'eventing.knative.dev/Broker': SETTLED,
  'eventing.knative.dev/Trigger': SETTLED,
  'flows.knative.dev/Parallel': SETTLED,
  'flows.knative.dev/Sequence': SETTLED,
  'messaging.knative.dev/Channel': SETTLED,
  'messaging.knative.dev/InMemoryChannel': SETTLED,
  'messaging.knative.dev/Subscription': SETTLED,
  'sources.knative.dev/ApiServerSource': SETTLED,
  'sources.knative.dev/ContainerSource': SETTLED,
  'sources.knative.dev/SinkBinding': SETTLED,
  'serving.knative.dev/DomainMapping': ['v1alpha1', 'v1beta1'],
  'eventing.knative.dev/EventType': ['v1beta1', 'v1beta2', 'v1beta3'],
  'messaging.knative.dev/KafkaChannel': ['v1beta1', 'v1'],
  'sources.knative.dev/KafkaSource': ['v1beta1', 'v1'],
  'sources.knative.dev/PingSource': ['v1beta2', 'v1'],
  'operator.knative.dev/KnativeServing': ['v1alpha1', 'v1beta1'],
  'operator.knative.dev/KnativeEventing': ['v1alpha1', 'v1beta1'],
  'cert-manager.io/Certificate': ['v1alpha2', 'v1alpha3', 'v1beta1', 'v1'],
  'cert-manager.io/ClusterIssuer': ['v1alpha2', 'v1alpha3', 'v1beta1', 'v1'],
  'cert-manager.io/Issuer': ['v1alpha2', 'v1alpha3', 'v1beta1', 'v1'],
  'external-secrets.io/ClusterExternalSecret': ['v1beta1', 'v1'],
  'external-secrets.io/ClusterSecretStore': ['v1alpha1', 'v1beta1', 'v1'],
  'external-secrets.io/ExternalSecret': ['v1alpha1', 'v1beta1', 'v1'],
  'external-secrets.io/SecretStore': ['v1alpha1', 'v1beta1', 'v1'],
  'gateway.networking.k8s.io/BackendTLSPolicy': ['v1alpha2', 'v1alpha3', 'v1'],
  'gateway.networking.k8s.io/Gateway': ['v1alpha2', 'v1beta1', 'v1'],
  'gateway.networking.k8s.io/GatewayClass': ['v1alpha2', 'v1beta1', 'v1'],
  'gateway.networking.k8s.io/GRPCRoute': ['v1alpha2', 'v1'],
  'gateway.networking.k8s.io/HTTPRoute': ['v1alpha2', 'v1beta1', 'v1'],
  'gateway.networking.k8s.io/ReferenceGrant': ['v1alpha2', 'v1beta1', 'v1'],
  'kafka.strimzi.io/Kafka': ['v1beta2', 'v1'],
  'kafka.strimzi.io/KafkaConnect': ['v1beta2', 'v1'],
  'kafka.strimzi.io/KafkaConnector': ['v1beta2', 'v1'],
  'kafka.strimzi.io/KafkaNodePool': ['v1beta2', 'v1'],
  'kafka.strimzi.io/KafkaTopic': ['v1beta1', 'v1beta2', 'v1'],
  'kafka.strimzi.io/KafkaUser': ['v1beta1', 'v1beta2', 'v1'],
};

/**
 * What Pulumi knows an object by, next to its type: `shop/orders/web`, or `shop/web` where it names no namespace. That
 * is all from its identity, so that it stays the same wherever the program makes it. It begins with the name of the
 * `Charts`, so that with an alias of that all of its objects follow. Follows inheritedChildAlias of
 * pkg/resource/deploy/step_generator.go of pulumi.
 */
export function resourceName(charts: string, { namespace = '', name }: ObjectIdentity): string {
  return namespace === '' ? `${charts}/${name}` : `${charts}/${namespace}/${name}`;
}

/** The type of a resource whose kind has a class in `@pulumi/kubernetes`: `kubernetes:core/v1:Namespace`. */
export function typedToken(apiVersion: string, kind: string): string {
  return `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/**
 * The same object in other versions of its kind. Pulumi takes each for another resource: it would make the new one, and
 * delete the old one afterwards, which is the same object. Classes of `@pulumi/kubernetes` say theirs themselves.
 */
export function versionAliases(identity: ObjectIdentity): pulumi.Alias[] {
  return otherTypes(identity).map((type) => ({ type }));
}

function otherTypes({ apiVersion, kind }: ObjectIdentity): string[] {
  const group = groupOf(apiVersion);
  return versionsOf(group, kind).map((version) => `${group}/${version}`)
    .filter((other) => other !== apiVersion).map((other) => `kubernetes:${other}:${kind}`);
}

/** Groups without a dot are those of Kubernetes, whose kinds have classes. */
function versionsOf(group: string, kind: string): readonly string[] {
  const key = `${group}/${kind}`;
  if (Object.hasOwn(VERSIONS, key)) return VERSIONS[key] ?? [];
  return group.includes('.') ? USUAL : [];
}

/** What an object was called, in whichever version of its kind. */
export function renameAliases(charts: string, identity: ObjectIdentity, former: FormerPlace): pulumi.Alias[] {
  const before = { ...identity, name: former.name ?? identity.name, namespace: former.namespace ?? identity.namespace };
  const name = resourceName(former.charts ?? charts, before);
  if (name === resourceName(charts, identity)) return [];
  return [{ name }, ...otherTypes(identity).map((type) => ({ name, type }))];
}
