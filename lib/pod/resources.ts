import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { type Problem, isQualifiedKey, show } from '../core';
import { checkQuantity, parseQuantity } from './quantity';

/** How much processor time a container asks for and may use. */
export interface CpuResources {
  /**
   * What the node keeps for the container.
   * @default - the limit, where there is one
   */
  readonly request?: Cpu;
  /**
   * What the container may use; below the request it is refused with `KN-POD-036`.
   * @default - no limit
   */
  readonly limit?: Cpu;
}

/** How much memory or disk a container asks for and may use. */
export interface SizeResources {
  /**
   * What the node keeps for the container.
   * @default - the limit, where there is one
   */
  readonly request?: Size;
  /**
   * What the container may use; below the request it is refused with `KN-POD-036`.
   * @default - no limit
   */
  readonly limit?: Size;
}

/**
 * What a container asks of its node.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface Resources {
  /**
   * Processor time.
   * @default - nothing asked, no limit
   */
  readonly cpu?: CpuResources;
  /**
   * Memory.
   * @default - nothing asked, no limit
   */
  readonly memory?: SizeResources;
  /**
   * Disk of the node, for logs, empty folders and what the container writes.
   * @default - nothing asked, no limit
   */
  readonly ephemeralStorage?: SizeResources;
  /**
   * Other resources, such as `nvidia.com/gpu` or `hugepages-2Mi`, as quantities. Kubernetes gives a container exactly
   * that much of them.
   * @default - none
   */
  readonly extended?: { readonly [resource: string]: string };
}

interface Amounts {
  readonly resource: string;
  readonly request?: string;
  readonly limit?: string;
}

/**
 * Checks what a container asks for; follows `ValidateContainerResourceRequirements` of Kubernetes.
 * @internal
 */
export function checkResources(resources: Resources): (Problem | undefined)[] {
  return amountsOf(resources).flatMap(({ resource, request, limit }) => [
    checkQuantity(`${resource} request`, request),
    checkQuantity(`${resource} limit`, limit),
    resource === 'cpu' ? checkCpuStep(request) ?? checkCpuStep(limit) : undefined,
    checkOrder(resource, request, limit),
  ]).concat(Object.entries(resources.extended ?? {}).flatMap(([name, amount]) =>
    [checkResourceName(name), checkQuantity(name, amount), checkWhole(name, amount), checkPages(name, amount)]),
  checkHugePages(resources));
}

/** @internal */
export function renderResources(resources: Resources): Record<string, unknown> {
  const amounts = amountsOf(resources);
  const requests = pick(amounts.map(({ resource, request }) => [resource, request]));
  const limits = pick([
    ...amounts.map(({ resource, limit }): [string, string | undefined] => [resource, limit]),
    ...Object.entries(resources.extended ?? {}),
  ]);
  return { requests, limits };
}

function amountsOf({ cpu, memory, ephemeralStorage }: Resources): Amounts[] {
  return [
    { resource: 'cpu', request: cpu?.request?.amount, limit: cpu?.limit?.amount },
    { resource: 'memory', request: memory?.request?.asString(), limit: memory?.limit?.asString() },
    {
      resource: 'ephemeral-storage',
      request: ephemeralStorage?.request?.asString(),
      limit: ephemeralStorage?.limit?.asString(),
    },
  ];
}

function pick(entries: [string, string | undefined][]): Record<string, string> | undefined {
  const given = entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function checkOrder(resource: string, request = '0', limit?: string): Problem | undefined {
  const [low, high] = [parseQuantity(request), limit === undefined ? undefined : parseQuantity(limit)];
  if (low === undefined || high === undefined || low <= high) return undefined;
  return {
    code: 'KN-POD-036',
    message: `the ${resource} request ${show(request)} is above the limit ${show(limit)}`,
    received: request,
    allowed: `at most ${show(limit)}`,
    fix: 'raise the limit or lower the request',
  };
}

/** Kubernetes counts thousandths of a core. */
function checkCpuStep(amount: string | undefined): Problem | undefined {
  const value = amount === undefined ? undefined : parseQuantity(amount);
  if (value === undefined || Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6) return undefined;
  return {
    code: 'KN-POD-035',
    message: `cpu ${show(amount)} is finer than Kubernetes counts`,
    received: amount,
    allowed: 'whole thousandths of a core',
    fix: `write \`Cpu.millis(${Math.ceil(value * 1000)})\``,
  };
}

/** Follows `validateContainerResourceName` of Kubernetes, for names that have no prop of their own. */
function checkResourceName(name: string): Problem | undefined {
  const domain = name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
  const foreign = domain !== '' && !/(^|\.)kubernetes\.io$/.test(domain) && !name.startsWith('requests.');
  if (/^hugepages-[0-9]+[KMGTPE]i$/.test(name) || (foreign && isQualifiedKey(`requests.${name}`))) return undefined;
  return {
    code: 'KN-POD-037',
    message: `${show(name)} is no resource that a container can ask for by name`,
    received: name,
    allowed: 'a name with the domain of its vendor, or `hugepages-` and a size; others have a prop of their own',
    fix: 'write `nvidia.com/gpu`, for example, or use `cpu`, `memory`, `ephemeralStorage`',
  };
}

/** Follows `validateContainerResourceRequirements` of Kubernetes. */
function checkHugePages({ cpu, memory, extended = {} }: Resources): Problem | undefined {
  const pages = Object.keys(extended).find((name) => name.startsWith('hugepages-'));
  if (pages === undefined || [cpu?.request, cpu?.limit, memory?.request, memory?.limit].some(Boolean)) return undefined;
  return {
    code: 'KN-POD-037',
    message: `a container asks for ${show(pages)} but neither for processor time nor for memory`,
    received: pages,
    allowed: 'huge pages together with `cpu` or `memory`',
    fix: 'write `memory: { limit: Size.mebibytes(256) }`, for example',
  };
}

/** Follows `validateContainerResourceRequirements` of Kubernetes: huge pages are whole, and one at least. */
function checkPages(name: string, amount: string): Problem | undefined {
  const [, size = ''] = /^hugepages-([0-9]+[KMGTPE]i)$/.exec(name) ?? [];
  const [page, value] = [parseQuantity(size), typeof amount === 'string' ? parseQuantity(amount) : undefined];
  if (page === undefined || size === '' || value === undefined || value < 0) return undefined;
  if (page > 0 && value > 0 && value % page === 0) return undefined;
  return {
    code: 'KN-POD-035',
    message: `${show(amount)} of ${show(name)} is no whole number of pages`,
    received: amount,
    allowed: `${size}, or a multiple of it`,
    fix: `write ${show(size)}, for example`,
  };
}

/** Extended resources are counted in whole numbers. */
function checkWhole(name: string, amount: string): Problem | undefined {
  const value = typeof amount === 'string' ? parseQuantity(amount) : undefined;
  if (value === undefined || (Number.isInteger(value) && value <= 2 ** 63)) return undefined;
  return {
    code: 'KN-POD-035',
    message: `${show(amount)} of ${show(name)} is no whole number`,
    received: amount,
    allowed: 'a whole number that fits into 64 bits',
    fix: value > 2 ** 63 ? 'write a smaller number' : `write ${show(String(Math.ceil(value)))}`,
  };
}
