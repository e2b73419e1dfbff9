import fc from 'fast-check';
import {
  bool, calling, choice, type Configuration, construct, draft, type Drafts, type Gen, just, listOf, mapOf, maybe,
  type MaybeGen, memberOf, oneOf, setOf, some, statement, struct, whole,
} from './arbitraries';
import { call, type Draft, type Expr, member } from './expression';
import { membersOf } from './vocabulary';
import { plainCluster } from './kafka';
import { dnsDocument, ingress } from './networking';
import { controllerCerts, sharedRegistry, workloadSettings } from './platform';
import { affinity, resources, toleration } from './pod';
import { eventingSettings, everyPlane, kafkaBrokers, kafkaChannels, kafkaSettings } from './settings-eventing';
import { friendlySettings, istioSettings, kourierSettings, servingSettings } from './settings-serving';
import { nodeLabels, secret } from './values';

/** Of a cluster, and so of a program. */
const ONCE = 'platform';

const labels: Gen = mapOf(['tier', 'example.com/team'], oneOf('internal', 'shop'), 1, 2);
const domain: Gen = oneOf('knative.example.com', 'apps.example.org');
const domains: Gen = listOf(struct({ domain: oneOf('internal.example.com'), selector: labels }, { wildcardCertificates: bool }), 1, 1);

const dns01: Gen = calling('AcmeSolver', 'dns01', calling('Route53', 'ambient', struct({ region: oneOf('eu-central-1') })));
const letsEncrypt: Drafts = draft('wildcards', ['issuer', 'issuer:wildcards'], construct('LetsEncryptIssuer',
  fc.constant<Expr>({ is: 'fresh', word: 'letsencrypt' }), struct({ environment: memberOf('AcmeEnvironment'), solvers: listOf(dns01, 1, 1) })), 0);
const able: Gen = choice(some('issuer:wildcards', letsEncrypt),
  calling('ClusterIssuer', 'fromName', oneOf('corporate'), struct({ wildcards: memberOf('WildcardAbility', 'YES') })));
const internal: Gen = choice(calling('ClusterIssuer', 'knativeSelfSigned'), calling('ClusterIssuer', 'fromName', oneOf('internal-ca')));

const none: Gen = calling('WildcardCertificates', 'none');
const labelled: Gen = choice(none, calling('WildcardCertificates', 'forLabel'),
  calling('WildcardCertificates', 'forLabel', oneOf('example.com/certificate'), maybe(oneOf('one'))));
const anyWildcards: Gen = choice(labelled, calling('WildcardCertificates', 'forNamespaces', oneOf('shop'), maybe(oneOf('audit'))),
  calling('WildcardCertificates', 'forAllNamespaces'));
const inside: Record<string, MaybeGen> = { clusterLocal: internal, systemInternal: internal };

/** Domains and encryption, with certificates for whole namespaces or without. */
function encrypted(wildcardCertificates: Gen): Record<string, Gen>[] {
  const tls = { ...inside, httpProtocol: memberOf('HttpProtocol') };
  return [
    { domain, issuer: able, tls: struct({}, { ...tls, wildcardCertificates }, 0.6) },
    { domain, issuer: internal, tls: struct({ wildcardCertificates: none }, tls) },
    { domain }, { tls: struct({}, { ...inside, httpProtocol: memberOf('HttpProtocol', 'ENABLED') }) }, {},
  ];
}

const feature = memberOf('Feature', 'PODSPEC_NODESELECTOR', 'MULTI_CONTAINER_PROBING', 'DELIVERY_RETRYAFTER');
const released: Gen = calling('Features', 'asReleased');
const asNeeded: Gen = choice(calling('Features', 'asNeeded'), calling(calling('Features', 'asNeeded'), 'enable', feature, maybe(feature)));
/** Of a platform that is there already nothing is switched on. */
const everyFeature: Gen = fc.constant(call(call('Features', 'asReleased'), 'enable', ...membersOf('Feature').map((each) => member('Feature', each))));
const anyFeatures: Gen = choice(released, asNeeded, calling(released, 'enable', feature),
  calling(calling('Features', 'asNeeded'), 'disable', memberOf('Feature', 'MULTI_CONTAINER')));

const workloads: Gen = mapOf(['activator', 'controller', 'eventing-webhook', 'mt-broker-filter'], struct({}, workloadSettings), 1, 2);
const percent = (min: number, max: number): Gen => calling('PodCount', 'percent', whole(min, max));
const budget: Gen = choice(
  struct({ minAvailable: percent(0, 99) }),
  struct({ maxUnavailable: choice(percent(1, 100), calling('PodCount', 'pods', whole(1, 9))) }),
);
const places: Record<string, MaybeGen> = {
  replicas: whole(1, 9), resources, nodeSelector: nodeLabels, tolerations: listOf(toleration, 0, 2), affinity,
  spreadOver: setOf(oneOf('topology.kubernetes.io/zone', 'kubernetes.io/hostname'), 1, 2), disruptionBudget: budget, controllerCerts, workloads,
};
const mirror: Gen = struct({ address: oneOf('registry.example.com/knative', 'localhost:5000') }, { pullSecret: secret });
const production: Gen = struct({}, { ...places, registry: sharedRegistry }, 0.4);
const mirrored: Gen = struct({ mirror }, places);

const controllers: Gen = setOf(memberOf('ClusterController'), 1, 4);
const plane = memberOf('KafkaDataPlane');
const planes: Gen = setOf(plane, 0, 4);
const manifestsFrom: Gen = oneOf('https://mirror.example.com/kafka/v${VERSION}', 'http://mirror.example.com');
const kubernetesVersion: Gen = oneOf('1.34', 'v1.35.2', '1.36.0+eks');
const channels: Gen = kafkaChannels(some('channelCluster', plainCluster.map((made) => ({ ...made, sorts: ['channelCluster', 'kafkaCluster'] })), { anywhere: true }));

/** What goes with any networking layer, in a program without services. */
const rest: Record<string, MaybeGen> = {
  kubernetesVersion, features: anyFeatures, production, adopt: controllers, missingPrerequisites: memberOf('PrerequisitePolicy', 'WARN'),
};
/** Channels of Kafka need its data plane and a Kafka cluster, defaults of channels too. */
const events: Record<string, Gen> = {
  eventing: eventingSettings(), kafka: kafkaSettings({ manifestsFrom }, { channels }),
};
const withDomains = { ...rest, domains };

/** An installation of the newest version mostly: others refuse what they do not know. */
function platformOf(props: Gen): Drafts {
  return draft('platform', ['platform'], construct('KnativePlatform', just('platform'), props), 0).map((made) => ({ ...made, once: ONCE }));
}

function existingOf(props: Gen): Drafts {
  const chart: Gen = fc.constant<Expr>({ is: 'here', what: 'chart' });
  return draft('existing', ['platform'], calling('KnativePlatform', 'existing', chart, just('platform'), props), 0)
    .map((made) => ({ ...made, once: ONCE }));
}

/** Flags that the program needs are those of the platform. */
function withFlags(drafts: readonly Drafts[]): Drafts {
  return fc.oneof(...drafts).map((made) => ({ ...made, ownFlags: true }));
}

const settled: Gen = struct({}, { ...servingSettings });
const steady: Gen = struct({}, { ...friendlySettings });
const layered = (layer: string, settings: Gen): Gen => struct({ [layer]: settings }, { ...servingSettings }, 0.1);

const installed: Gen[] = [
  ...encrypted(anyWildcards).map((tls) => struct({ ingress, serving: steady, ...tls }, withDomains)),
  struct({ ingress, ...events }, rest),
  struct({ ingress, serving: settled, domain }, { ...withDomains, dns: dnsDocument }, 0.4),
  struct({ ingress: calling('Ingress', 'kourier'), serving: layered('kourier', kourierSettings) }, rest),
  struct({ ingress: calling('Ingress', 'istio'), serving: layered('istio', istioSettings) }, rest),
  struct({ ingress, production: mirrored }, { kafka: struct({}, { dataPlanes: planes, manifestsFrom }, 0.7) }),
  struct({ version: memberOf('KnativeVersion'), ingress: calling('Ingress', 'kourier') }, { kubernetesVersion, domain, features: asNeeded }),
  struct({
    ingress: calling('Ingress', 'kourier'), missingPrerequisites: memberOf('PrerequisitePolicy', 'ERROR'),
    adopt: fc.constant<Expr>({ is: 'list', items: [{ is: 'member', of: { is: 'name', name: 'ClusterController' }, name: 'KNATIVE_OPERATOR' }] }),
  }, { domain }),
  struct({ ingress, defaultBrokerClass: memberOf('BrokerClass', 'KAFKA'), kafka: kafkaSettings({}, { brokers: kafkaBrokers }) }),
  struct({ ingress, defaultBrokerClass: memberOf('BrokerClass', 'MT_CHANNEL_BASED') }),
];

const records: Gen = calling('DnsRecords', 'externalDns');
const balanced: Gen = struct({
  ingress: calling('Ingress', 'contour', struct({ loadBalancer: calling('LoadBalancer', 'awsLoadBalancerController', struct({
    scheme: memberOf('LoadBalancerScheme', 'INTERNET_FACING'),
  })) })), domain, dns: records,
});
const declared: Drafts = statement(calling(calling('ClusterControllers', 'of', fc.constant<Expr>({ is: 'here', what: 'chart' })), 'declareExternal',
  memberOf('ClusterController', 'AWS_LOAD_BALANCER_CONTROLLER'), memberOf('ClusterController', 'EXTERNAL_DNS')));

/** Services with an agent need the injector on a platform. */
export const declaredInjector: Drafts = statement(calling(calling('ClusterControllers', 'of', fc.constant<Expr>({ is: 'here', what: 'chart' })),
  'declareExternal', memberOf('ClusterController', 'VAULT_INJECTOR')));

const there: Gen[] = [
  ...encrypted(anyWildcards).map((tls) => struct(tls, {
    ingress, serving: steady, domains, features: anyFeatures, kubernetesVersion,
    kafka: struct({}, { dataPlanes: planes }, 0.7),
  })),
  struct({ version: memberOf('KnativeVersion') }),
  struct({ eventing: eventingSettings('brokers', 'channels', 'brokerChannel'), kafka: kafkaSettings({}, { dataPlanes: everyPlane }) }),
];

/** A platform of a program that says nothing else. */
export const wholePlatform: fc.Arbitrary<readonly Draft[]> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(withFlags(installed.map(platformOf))) },
  { weight: 1, arbitrary: fc.tuple(declared, platformOf(balanced)) },
  { weight: 2, arbitrary: fc.tuple(withFlags(there.map(existingOf))) },
);

/** What a platform has that serves whatever the program holds besides; the services name Contour. */
const serving = (tls: Record<string, Gen>): Record<string, Gen> => ({
  ingress: calling('Ingress', 'contour'), kafka: kafkaSettings({ brokers: kafkaBrokers }, { channels }), ...tls,
});
/** Brokers and channels are made with what the program says, not with defaults of the platform. */
const more: Record<string, MaybeGen> = {
  serving: steady, eventing: eventingSettings('brokers', 'channels', 'brokerChannel'), domains, kubernetesVersion,
};
const ofInstalled: Record<string, MaybeGen> = { ...more, production, adopt: controllers };

/**
 * A platform for a program with anything else: installed, or there already. Flags follow from the program where the
 * cluster has all of them and are known to be on; where it has a release, a field that needs one has to be refused.
 */
export function platformOfAll({ flags }: Configuration): Drafts {
  const features = flags ? asNeeded : released;
  const known: Record<string, Gen> = flags ? { features: everyFeature } : {};
  return fc.oneof(...encrypted(labelled).flatMap((tls) => [
    withFlags([platformOf(struct({ ...serving(tls), features }, {
      ...ofInstalled, ...tls.domain === undefined ? {} : { dns: dnsDocument },
    }))]),
    withFlags([existingOf(struct({
      ...serving(tls), ...known, kafka: kafkaSettings({}, { dataPlanes: everyPlane }),
    }, more))]),
  ]));
}
