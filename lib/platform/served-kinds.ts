import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  appChecks, groupOf, isOlder, KnativeVersion, ownerOf, platformFor, type Problem, refuseAtSynth, renderedOrNothing,
  show, showAll, traceOf,
} from '../core';

/**
 * The versions of the kinds of Knative that are served, by `group/Kind`. Follows the CustomResourceDefinitions in
 * cmd/operator/kodata of the operator, where all releases from 1.20 to 1.23 serve the same.
 */
const SERVED: Readonly<Record<string, readonly string[]>> = {
  'eventing.knative.dev/Broker': ['v1'],
  'eventing.knative.dev/EventPolicy': ['v1alpha1'],
  'eventing.knative.dev/EventTransform': ['v1alpha1'],
  'eventing.knative.dev/EventType': ['v1beta1', 'v1beta2', 'v1beta3'],
  'eventing.knative.dev/KafkaSink': ['v1alpha1'],
  'eventing.knative.dev/RequestReply': ['v1alpha1'],
  'eventing.knative.dev/Trigger': ['v1'],
  'flows.knative.dev/Parallel': ['v1'],
  'flows.knative.dev/Sequence': ['v1'],
  'messaging.knative.dev/Channel': ['v1'],
  'messaging.knative.dev/InMemoryChannel': ['v1'],
  'messaging.knative.dev/KafkaChannel': ['v1', 'v1beta1'],
  'messaging.knative.dev/Subscription': ['v1'],
  'networking.internal.knative.dev/ClusterDomainClaim': ['v1alpha1'],
  'serving.knative.dev/Configuration': ['v1'],
  'serving.knative.dev/DomainMapping': ['v1beta1'],
  'serving.knative.dev/Revision': ['v1'],
  'serving.knative.dev/Route': ['v1'],
  'serving.knative.dev/Service': ['v1'],
  'sinks.knative.dev/IntegrationSink': ['v1alpha1'],
  'sinks.knative.dev/JobSink': ['v1alpha1'],
  'sources.knative.dev/ApiServerSource': ['v1'],
  'sources.knative.dev/ContainerSource': ['v1'],
  'sources.knative.dev/IntegrationSource': ['v1alpha1'],
  'sources.knative.dev/KafkaSource': ['v1', 'v1beta1'],
  'sources.knative.dev/PingSource': ['v1', 'v1beta2'],
  'sources.knative.dev/SinkBinding': ['v1'],
};

/** A field that not every version has. */
interface NewField {
  readonly kind: string;
  /** Where it is; `*` stands for each item of a list. */
  readonly path: readonly string[];
  readonly since: KnativeVersion;
}

const VOLUME = ['spec', 'template', 'spec', 'volumes', '*', 'ephemeral'];

/** Follows the same definitions, compared field by field; what has changed in `status` only is left out. */
const NEW_FIELDS: readonly NewField[] = [
  { kind: 'sources.knative.dev/KafkaSource', path: ['spec', 'net', 'sasl', 'tokenProvider'], since: KnativeVersion.V1_21 },
  { kind: 'sources.knative.dev/KafkaSource', path: ['spec', 'net', 'sasl', 'roleARN'], since: KnativeVersion.V1_21 },
  { kind: 'serving.knative.dev/Service', path: VOLUME, since: KnativeVersion.V1_23 },
  { kind: 'serving.knative.dev/Configuration', path: VOLUME, since: KnativeVersion.V1_23 },
];

/** Looks at every object of Knative once, ours or not: the platform of its cluster has to know it. */
export function checkServedKinds(construct: IConstruct): void {
  appChecks(construct).ensure('served-kinds', { order: 30, run: (constructs) => {
    for (const object of constructs) {
      if (!ApiObject.isApiObject(object)) continue;
      const group = groupOf(object.apiVersion);
      if (group.endsWith('.knative.dev')) checkObject(object, `${group}/${object.kind}`);
    }
  } });
}

function checkObject(object: ApiObject, kind: string): void {
  const platform = platformFor(object);
  if (platform === undefined) return;
  const owner = ownerOf(object);
  for (const problem of [unserved(object, kind, platform.version), ...newFields(object, kind, platform.version)]) {
    if (problem !== undefined) refuseAtSynth(owner, problem, traceOf(owner));
  }
}

function unserved({ apiVersion, name }: ApiObject, kind: string, version: KnativeVersion): Problem | undefined {
  const served = Object.hasOwn(SERVED, kind) ? SERVED[kind] ?? [] : undefined;
  const [group = '', own = ''] = apiVersion.split('/');
  if (served === undefined || served.includes(own)) return undefined;
  return {
    code: 'KN-PLT-019',
    message: `Knative ${version} does not serve ${show(apiVersion)} of ${show(kind.slice(group.length + 1))}, which ${show(name)} is of`,
    received: apiVersion,
    allowed: showAll(served.map((each) => `${group}/${each}`)),
    fix: `write ${show(`${group}/${served[0] ?? ''}`)}`,
  };
}

function newFields(object: ApiObject, kind: string, version: KnativeVersion): Problem[] {
  const unknown = NEW_FIELDS.filter((field) => field.kind === kind && isOlder(version, field.since));
  if (unknown.length === 0) return [];
  const manifest = renderedOrNothing(object);
  return unknown.filter(({ path }) => has(manifest, path)).map(({ path, since }) => {
    const field = path.join('.').replaceAll('.*', '[]');
    return newerThan(version, since, `${show(field)} of ${show(object.name)}`, field);
  });
}

/** What is not known to a version of Knative that the platform has. */
export function newerThan(version: KnativeVersion, since: KnativeVersion, what: string, received: string): Problem {
  return {
    code: 'KN-PLT-019',
    message: `Knative ${version} does not know ${what}`,
    received,
    allowed: `Knative ${show(since)} and newer`,
    fix: `write \`version: KnativeVersion.V${since.replace('.', '_')}\` or a newer one in the platform, or leave it out`,
  };
}

function has(value: unknown, path: readonly string[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  if (step === '*') return Array.isArray(value) && value.some((item) => has(item, rest));
  return Object.hasOwn(value, step) && has(Reflect.get(value, step), rest);
}
