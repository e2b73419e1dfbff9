import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../control-plane/api-server';

/** What an object of the operator asks for, as far as the suite looks for it. */
export interface Asked {
  readonly 'config'?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly 'registry'?: {
    readonly default?: string;
    readonly override?: Readonly<Record<string, string>>;
    readonly imagePullSecrets?: readonly { readonly name: string }[];
  };
  readonly 'high-availability'?: { readonly replicas: number };
  readonly 'workloads'?: readonly Override[];
  readonly 'services'?: readonly Named[];
  readonly 'podDisruptionBudgets'?: readonly Named[];
}

interface Named {
  readonly name: string;
  readonly [field: string]: unknown;
}

interface Override extends Named {
  readonly replicas?: number;
  readonly resources?: readonly { readonly container: string; readonly [field: string]: unknown }[];
  readonly env?: readonly { readonly container: string; readonly envVars: readonly Named[] }[];
}

interface Container extends Named {
  readonly image: string;
  readonly resources?: object;
  readonly env?: readonly Named[];
}

interface Workload extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly spec: Readonly<Record<string, unknown>> & { readonly containers: readonly Container[] };
    };
  };
}

/** Fields of an override that are fields of the pods, as they stand. */
const OF_PODS = ['nodeSelector', 'tolerations', 'affinity', 'topologySpreadConstraints', 'hostNetwork'] as const;
const NAME = '${NAME}';
/** What pkg/reconciler/common/ha.go of the operator leaves as it is: its controller scales it. */
const SCALED_ITSELF = 'pingsource-mt-adapter';

/** What the operator installed, by kind and name. */
export class Installed {
  private readonly objects: ReadonlyMap<string, KubernetesObject>;

  constructor(objects: readonly KubernetesObject[]) {
    this.objects = new Map(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
  }

  public get(kind: string, name: string): KubernetesObject | undefined {
    return this.objects.get(`${kind} ${name}`);
  }

  public all(kind: string): KubernetesObject[] {
    return [...this.objects.values()].filter((object) => object.kind === kind);
  }

  /** A workload by its name, a Job by the beginning of its name. */
  public workloadNamed(name: string): Workload | undefined {
    return this.workloads.find(({ metadata }) => metadata.name === name)
      ?? (this.all('Job') as Workload[]).find(({ metadata }) => name.endsWith('-') && metadata.name.startsWith(name));
  }

  public get workloads(): Workload[] {
    return [...this.all('Deployment'), ...this.all('StatefulSet')] as Workload[];
  }
}

/** How much was asked for, and what of it is not there. */
export interface Compared {
  readonly asked: number;
  readonly missing: readonly string[];
}

/** Looks for every key of every ConfigMap that was asked for. */
export function compareConfig({ config = {} }: Asked, installed: Installed): Compared {
  const entries = Object.entries(config)
    .flatMap(([map, data]) => Object.entries(data).map(([key, value]) => ({ map, key, value })));
  return comparedOf(entries.map(({ map, key, value }) => {
    const object = installed.get('ConfigMap', map) ?? installed.get('ConfigMap', `config-${map}`);
    const found = (object?.data as Readonly<Record<string, string>> | undefined)?.[key];
    return found === value ? undefined : `${map} ${key}: ${JSON.stringify(found)} instead of ${JSON.stringify(value)}`;
  }));
}

/** Looks for everything that was asked of workloads, Services and PodDisruptionBudgets. */
export function compareWorkloads(asked: Asked, installed: Installed): Compared {
  const { workloads = [], services = [], podDisruptionBudgets = [], registry } = asked;
  return comparedOf([
    ...workloads.flatMap((override) => compareOverride(override, installed)),
    ...podDisruptionBudgets.flatMap(({ name, ...fields }) => compareFields(installed, 'PodDisruptionBudget', name, fields)),
    ...services.flatMap(({ name, labels, annotations, selector }) => [
      ...within(`Service ${name} metadata`, { labels, annotations }, installed.get('Service', name)?.metadata),
      ...within(`Service ${name} spec`, { selector }, installed.get('Service', name)?.spec),
    ]),
    ...compareReplicas(asked, installed),
    ...registry === undefined ? [] : installed.workloads.flatMap((workload) => compareImages(registry, workload)),
  ]);
}

function comparedOf(results: readonly (string | undefined)[]): Compared {
  return { asked: results.length, missing: results.filter((result) => result !== undefined) };
}

function compareOverride(override: Override, installed: Installed): (string | undefined)[] {
  const { name, replicas, resources = [], env = [] } = override;
  const workload = installed.workloadNamed(name);
  if (workload === undefined) return [`there is no workload ${name}`];
  const { spec } = workload.spec.template;
  const container = (wanted: string) => spec.containers.find((each) => each.name === wanted);
  const pods = Object.fromEntries(OF_PODS.map((field) => [field, override[field]]));
  return [
    ...replicas === undefined ? [] : [same(`${name} replicas`, replicas, leastReplicas(workload, installed))],
    ...within(name, pods, spec),
    ...resources.flatMap(({ container: at, ...wanted }) => within(`${name} ${at} resources`, wanted, container(at)?.resources)),
    ...env.flatMap(({ container: at, envVars }) => envVars.map((wanted) => same(
      `${name} ${at} ${wanted.name}`, wanted, container(at)?.env?.find((each) => each.name === wanted.name)))),
  ];
}

/** What is scaled has its number in who scales it. */
function leastReplicas({ metadata: { name }, spec }: Workload, installed: Installed): unknown {
  const scaler = installed.all('HorizontalPodAutoscaler')
    .find((each) => (each.spec as { readonly scaleTargetRef: Named }).scaleTargetRef.name === name);
  return scaler === undefined ? spec.replicas : (scaler.spec as { readonly minReplicas?: number }).minReplicas;
}

/** The operator leaves those alone that another owner scales, or that have a number of their own. */
function compareReplicas({ 'high-availability': all, workloads = [] }: Asked, installed: Installed): (string | undefined)[] {
  if (all === undefined) return [];
  const scaled = new Set(installed.all('HorizontalPodAutoscaler')
    .map(({ spec }) => (spec as { readonly scaleTargetRef: Named }).scaleTargetRef.name));
  const numbered = workloads.filter(({ replicas }) => replicas !== undefined).map(({ name }) => name);
  const own = new Set([SCALED_ITSELF, ...numbered]);
  return installed.all('Deployment').filter(({ metadata: { name } }) => !scaled.has(name) && !own.has(name))
    .map((deployment) => same(`${deployment.metadata.name} replicas`, all.replicas, (deployment as Workload).spec.replicas));
}

function compareImages(registry: NonNullable<Asked['registry']>, workload: Workload): (string | undefined)[] {
  const { default: template, override = {}, imagePullSecrets } = registry;
  const { name } = workload.metadata;
  const { containers, ...spec } = workload.spec.template.spec;
  const [before = '', after = ''] = template?.split(NAME) ?? [];
  // The name is that of the image in the release, and not that of the container.
  const fits = ({ name: own, image }: Container) => image === (override[`${name}/${own}`] ?? override[own] ?? image)
    && (own in override || `${name}/${own}` in override || (image.startsWith(before) && image.endsWith(after)));
  return [
    ...containers.map((container) => (fits(container) ? undefined : `${name} ${container.name} image: ${container.image}`)),
    ...imagePullSecrets === undefined ? [] : [same(`${name} imagePullSecrets`, imagePullSecrets, spec.imagePullSecrets)],
  ];
}

function compareFields(installed: Installed, kind: string, name: string, fields: object): (string | undefined)[] {
  return within(`${kind} ${name}`, fields, installed.get(kind, name)?.spec);
}

function within(what: string, wanted: object, found: unknown): (string | undefined)[] {
  return Object.entries(wanted).filter(([, value]) => value !== undefined)
    .map(([field, value]) => contained(`${what} ${field}`, value, (found as Readonly<Record<string, unknown>> | undefined)?.[field]));
}

/** Releases have labels of their own next to those that were asked for. */
function contained(what: string, wanted: unknown, found: unknown): string | undefined {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return same(what, wanted, found);
  return within(what, wanted, found).find((each) => each !== undefined);
}

function same(what: string, wanted: unknown, found: unknown): string | undefined {
  return isDeepStrictEqual(plain(wanted), plain(found)) ? undefined
    : `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`;
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
