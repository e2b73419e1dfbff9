import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { checkWhole, groupOf, isQualifiedKey, KINDS, type Problem, show } from '../core';
import { checkQuantity } from '../pod';
import { checkAmounts, textOfCpu, textOfSize } from './amounts';

/**
 * The most that a namespace may have; something at least (`KN-NSP-005`).
 *
 * With a quota of processor time or memory every container has to say what it asks for, or is refused. Limits of the
 * namespace (`limits`) say so for those that do not, and so they do for Knative's own container in each pod (warning
 * `quota-without-default`).
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export interface NamespaceQuota {
  /**
   * Processor time that pods ask for, taken together.
   * @default - any
   */
  readonly cpuRequests?: Cpu;
  /**
   * Processor time that pods may use, taken together.
   * @default - any
   */
  readonly cpuLimits?: Cpu;
  /**
   * Memory that pods ask for, taken together.
   * @default - any
   */
  readonly memoryRequests?: Size;
  /**
   * Memory that pods may use, taken together.
   * @default - any
   */
  readonly memoryLimits?: Size;
  /**
   * Disk of nodes that pods ask for, taken together.
   * @default - any
   */
  readonly ephemeralStorageRequests?: Size;
  /**
   * Disk of nodes that pods may use, taken together.
   * @default - any
   */
  readonly ephemeralStorageLimits?: Size;
  /**
   * Storage that PersistentVolumeClaims ask for, taken together.
   * @default - any
   */
  readonly storageRequests?: Size;
  /**
   * Pods, those that Knative adds under load among them; a whole number from 0 on.
   * @default - any
   */
  readonly pods?: number;
  /**
   * Services of type LoadBalancer. Knative needs none in the namespace.
   * @default - any
   */
  readonly loadBalancers?: number;
  /**
   * Ports of nodes that Services have.
   * @default - any
   */
  readonly nodePorts?: number;
  /**
   * Objects of a kind, by its plural and group: `services.serving.knative.dev`, `secrets`. A singular counts nothing.
   * @default - any
   */
  readonly objects?: { readonly [resource: string]: number };
  /**
   * Resources of vendors that pods ask for, such as `nvidia.com/gpu`.
   * @default - any
   */
  readonly extended?: { readonly [resource: string]: number };
}

/** What the quota of a namespace says, as Kubernetes names it. */
export function renderQuota(quota: NamespaceQuota): Record<string, string> {
  const counted = (prefix: string, amounts: Readonly<Record<string, number>> = {}) =>
    Object.entries(amounts).map(([name, amount]): [string, string] => [`${prefix}${name}`, String(amount)]);
  return Object.fromEntries([
    ...amountsOf(quota), ...countsOf(quota).map(([name, count]): [string, string] => [name, String(count)]),
    ...counted('count/', quota.objects), ...counted('requests.', quota.extended),
  ]);
}

/** What is wrong with a quota; follows ValidateResourceQuotaSpec of Kubernetes. */
export function checkQuota(quota: NamespaceQuota): (Problem | undefined)[] {
  const { objects = {}, extended = {}, cpuRequests, cpuLimits } = quota;
  const { memoryRequests, memoryLimits, ephemeralStorageRequests, ephemeralStorageLimits, storageRequests } = quota;
  const wrong = checkAmounts('KN-NSP-005', { cpuRequests, cpuLimits }, {
    memoryRequests, memoryLimits, ephemeralStorageRequests, ephemeralStorageLimits, storageRequests,
  });
  if (wrong.length > 0) return wrong;
  const whole = ([name, count]: [string, number]) => checkWhole('KN-NSP-005', name, count, { min: 0 });
  return [
    Object.keys(renderQuota(quota)).length > 0 ? undefined : emptyQuota(),
    ...amountsOf(quota).map(([name, amount]) => checkQuantity(name, amount)),
    ...countsOf(quota).map(whole), ...Object.entries(objects).map(whole), ...Object.entries(extended).map(whole),
    ...Object.keys(objects).map((name) => checkName(name, /^[a-z]+(\.[a-z0-9.-]+)?$/.test(name) && isQualifiedKey(`count/${name}`),
      'the plural of a kind, and its group after a dot', 'services.serving.knative.dev')),
    ...Object.keys(objects).map(checkPlural),
    ...Object.keys(extended).map((name) => checkName(name, /^[a-z0-9.-]+\/[^/]+$/.test(name) && isQualifiedKey(`requests.${name}`),
      'a name with the domain of its vendor', 'nvidia.com/gpu')),
  ];
}

function amountsOf(quota: NamespaceQuota): [string, string][] {
  const amounts: [string, string | undefined][] = [
    ['requests.cpu', textOfCpu(quota.cpuRequests)],
    ['limits.cpu', textOfCpu(quota.cpuLimits)],
    ['requests.memory', textOfSize(quota.memoryRequests)],
    ['limits.memory', textOfSize(quota.memoryLimits)],
    ['requests.ephemeral-storage', textOfSize(quota.ephemeralStorageRequests)],
    ['limits.ephemeral-storage', textOfSize(quota.ephemeralStorageLimits)],
    ['requests.storage', textOfSize(quota.storageRequests)],
  ];
  return amounts.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

function countsOf(quota: NamespaceQuota): [string, number][] {
  const counts: [string, number | undefined][] = [
    ['pods', quota.pods],
    ['services.loadbalancers', quota.loadBalancers],
    ['services.nodeports', quota.nodePorts],
  ];
  return counts.filter((entry): entry is [string, number] => entry[1] !== undefined);
}

/** Kinds of Kubernetes that a quota is for most. */
const OF_KUBERNETES = [
  '/Pod', '/Service', '/Secret', '/PersistentVolumeClaim', '/ReplicationController', 'apps/ReplicaSet', 'apps/StatefulSet',
  'batch/Job', 'batch/CronJob',
];
/** Each kind that the library knows, as a program may take it for its plural. */
const SINGULARS: ReadonlySet<string> = new Set([
  ...Object.values(KINDS).map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`), ...OF_KUBERNETES,
].map((place) => {
  const [group = '', kind = ''] = place.split('/');
  return (group === '' ? kind : `${kind}.${group}`).toLowerCase();
}));

/** Kubernetes counts objects by the plural in addresses, and takes any other word. */
function checkPlural(name: string): Problem | undefined {
  if (!SINGULARS.has(name)) return undefined;
  const [kind = '', ...group] = name.split('.');
  const plural = [kind.endsWith('y') ? kind.replace(/y$/, 'ies') : `${kind}s`, ...group].join('.');
  return checkName(name, false, 'the plural of a kind, and its group after a dot', plural);
}

function checkName(name: string, right: boolean, allowed: string, example: string): Problem | undefined {
  if (right) return undefined;
  return {
    code: 'KN-NSP-005',
    message: `${show(name)} is nothing that a quota counts`,
    received: name,
    allowed,
    fix: `write ${show(example)}, for example`,
  };
}

function emptyQuota(): Problem {
  return {
    code: 'KN-NSP-005',
    message: 'the quota limits nothing',
    received: {},
    allowed: 'one limit or more',
    fix: 'write `quota: { pods: 50 }`, for example, or leave it out',
  };
}
