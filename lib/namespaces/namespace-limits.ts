import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { type Problem, show } from '../core';
import { checkQuantity, parseQuantity } from '../pod';
import { checkAmounts, textOfCpu, textOfSize } from './amounts';

/** Processor time that containers of a namespace ask for and may use (`KN-NSP-006`). */
export interface CpuRange {
  /**
   * The least that a container asks for.
   * @default - none
   */
  readonly min?: Cpu;
  /**
   * The most that a container may use.
   * @default - any
   */
  readonly max?: Cpu;
  /**
   * What a container asks for that does not say.
   * @default - its limit
   */
  readonly defaultRequest?: Cpu;
  /**
   * What a container may use that does not say.
   * @default - the maximum, where there is one
   */
  readonly defaultLimit?: Cpu;
  /**
   * How many times what a container asks for it may use, from 1 on.
   * @default - any
   */
  readonly maxLimitRequestRatio?: number;
}

/** Memory or disk that containers of a namespace ask for and may use (`KN-NSP-006`). */
export interface SizeRange {
  /**
   * The least that a container asks for.
   * @default - none
   */
  readonly min?: Size;
  /**
   * The most that a container may use.
   * @default - any
   */
  readonly max?: Size;
  /**
   * What a container asks for that does not say.
   * @default - its limit
   */
  readonly defaultRequest?: Size;
  /**
   * What a container may use that does not say.
   * @default - the maximum, where there is one
   */
  readonly defaultLimit?: Size;
  /**
   * How many times what a container asks for it may use, from 1 on.
   * @default - any
   */
  readonly maxLimitRequestRatio?: number;
}

/** Storage that a PersistentVolumeClaim asks for (`KN-NSP-006`). */
export interface StorageRange {
  /**
   * The least.
   * @default - any
   */
  readonly min?: Size;
  /**
   * The most.
   * @default - any
   */
  readonly max?: Size;
}

/**
 * What single containers and claims of a namespace may ask for, and what those get that do not say.
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export interface NamespaceLimits {
  /**
   * Processor time of a container.
   * @default - none
   */
  readonly cpu?: CpuRange;
  /**
   * Memory of a container.
   * @default - none
   */
  readonly memory?: SizeRange;
  /**
   * Disk of the node for a container.
   * @default - none
   */
  readonly ephemeralStorage?: SizeRange;
  /**
   * Storage of a claim.
   * @default - none
   */
  readonly storage?: StorageRange;
}

/** The bounds of a resource, as quantities. */
export interface Bounds {
  readonly resource: string;
  readonly min?: string;
  readonly defaultRequest?: string;
  readonly default?: string;
  readonly max?: string;
  readonly maxLimitRequestRatio?: string;
}

const FIELDS = ['min', 'defaultRequest', 'default', 'max', 'maxLimitRequestRatio'] as const;
const ORDERED = ['min', 'defaultRequest', 'default', 'max'] as const;

/** The list of a LimitRange. */
export function renderLimits(limits: NamespaceLimits): Record<string, unknown>[] {
  const bounds = boundsOf(limits);
  return [itemOf('Container', bounds.container), itemOf('PersistentVolumeClaim', bounds.claim)]
    .filter((item) => item !== undefined);
}

/** The bounds of each resource of containers. */
export function boundsOfContainers(limits: NamespaceLimits): Bounds[] {
  return boundsOf(limits).container;
}

/** What is wrong with limits; follows ValidateLimitRange of Kubernetes. */
export function checkLimits(limits: NamespaceLimits): (Problem | undefined)[] {
  const wrong = checkRanges(limits);
  if (wrong.length > 0) return wrong;
  const { container, claim } = boundsOf(limits);
  const nothing = renderLimits(limits).length === 0;
  return [
    nothing ? outOfOrder('the limits of the namespace say nothing', {}, 'a bound or a default', 'leave `limits` out') : undefined,
    ...[...container, ...claim].flatMap((bounds) => [
      ...ORDERED.map((field) => checkQuantity(`${bounds.resource} ${field}`, bounds[field])),
      checkOrder(bounds), checkRatio(bounds),
    ]),
  ];
}

/** Whether containers that do not say so get a limit of a resource. */
export function hasDefault(
  limits: NamespaceLimits | undefined, resource: 'cpu' | 'memory', kind: 'limit' | 'request',
): boolean {
  const range = limits?.[resource];
  const limit = range?.defaultLimit ?? range?.max;
  return (kind === 'limit' ? limit : range?.defaultRequest ?? limit ?? range?.min) !== undefined;
}

function boundsOf(limits: NamespaceLimits): { container: Bounds[]; claim: Bounds[] } {
  const { cpu, memory, ephemeralStorage, storage } = limits;
  const ofSize = (resource: string, range: SizeRange | undefined): Bounds => ({
    resource,
    min: textOfSize(range?.min),
    defaultRequest: textOfSize(range?.defaultRequest),
    default: textOfSize(range?.defaultLimit),
    max: textOfSize(range?.max),
    maxLimitRequestRatio: ratioOf(range?.maxLimitRequestRatio),
  });
  const ofCpu: Bounds = {
    resource: 'cpu', min: textOfCpu(cpu?.min), defaultRequest: textOfCpu(cpu?.defaultRequest),
    default: textOfCpu(cpu?.defaultLimit), max: textOfCpu(cpu?.max),
    maxLimitRequestRatio: ratioOf(cpu?.maxLimitRequestRatio),
  };
  const all = [ofCpu, ofSize('memory', memory), ofSize('ephemeral-storage', ephemeralStorage)];
  return { container: all.filter(isSaid), claim: [ofSize('storage', storage)].filter(isSaid) };
}

interface Range<T> {
  readonly min?: T;
  readonly max?: T;
  readonly defaultRequest?: T;
  readonly defaultLimit?: T;
}

function amountsOf<T>({ min, max, defaultRequest, defaultLimit }: Range<T>): Readonly<Record<string, T | undefined>> {
  return { min, max, defaultRequest, defaultLimit };
}

function checkRanges({ cpu, ...sizes }: NamespaceLimits): Problem[] {
  return [
    ...checkAmounts('KN-NSP-006', amountsOf(cpu ?? {}), {}),
    ...Object.values(sizes).flatMap((range: SizeRange = {}) => checkAmounts('KN-NSP-006', {}, amountsOf(range))),
  ];
}

function ratioOf(ratio: number | undefined): string | undefined {
  return ratio === undefined ? undefined : String(ratio);
}

function isSaid(bounds: Bounds): boolean {
  return FIELDS.some((field) => bounds[field] !== undefined);
}

function itemOf(type: string, all: readonly Bounds[]): Record<string, unknown> | undefined {
  if (all.length === 0) return undefined;
  const fields = FIELDS.map((field) => {
    const said = all.filter((bounds) => bounds[field] !== undefined).map((bounds) => [bounds.resource, bounds[field]]);
    return [field, said.length === 0 ? undefined : Object.fromEntries(said)];
  });
  return { type, ...Object.fromEntries(fields) as Record<string, unknown> };
}

function checkOrder(bounds: Bounds): Problem | undefined {
  const said = ORDERED.filter((field) => bounds[field] !== undefined && parseQuantity(bounds[field]) !== undefined);
  const wrong = said.find((field, index) => {
    const next = said[index + 1];
    return next !== undefined && (parseQuantity(bounds[field] ?? '') ?? 0) > (parseQuantity(bounds[next] ?? '') ?? 0);
  });
  if (wrong === undefined) return undefined;
  const next = said[said.indexOf(wrong) + 1] ?? wrong;
  return outOfOrder(`${bounds.resource}: ${wrong} ${show(bounds[wrong])} is above ${next} ${show(bounds[next])}`, bounds[wrong],
    'minimum, default request, default limit, maximum, each not above the next', `write at most ${show(bounds[next])}`);
}

function checkRatio({ resource, min, max, maxLimitRequestRatio }: Bounds): Problem | undefined {
  if (maxLimitRequestRatio === undefined) return undefined;
  const ratio = Number(maxLimitRequestRatio);
  const [low, high] = [parseQuantity(min ?? '') ?? 0, parseQuantity(max ?? '') ?? 0];
  const beyond = low > 0 && high > 0 && ratio > high / low;
  if (ratio >= 1 && Number.isFinite(ratio) && !beyond) return undefined;
  return outOfOrder(`${resource}: the ratio ${show(maxLimitRequestRatio)} of limit and request is out of range`, maxLimitRequestRatio,
    beyond ? `1 to ${show(String(high / low))}, which minimum and maximum leave` : '1 or more', 'write `maxLimitRequestRatio: 2`, for example');
}

function outOfOrder(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-NSP-006', message, received, allowed, fix };
}
