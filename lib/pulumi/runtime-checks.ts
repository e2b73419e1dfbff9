import * as pulumi from '@pulumi/pulumi';
import {
  checkIsList, checkSwitch, type Engine, formatProblem, type Problem, show, sourceLine, type SourceTrace,
} from '../core';
import type { ChartsOptions } from './charts-options';
import { peers } from './peers';

/** How core's refusals name this engine. */
export const PULUMI: Engine = {
  entry: 'new Charts',
  nothing: 'KN-PUL-003',
  emptyChart: 'KN-PUL-004',
  noApp: 'KN-PUL-005',
  clusters: 'KN-PUL-006',
};

/**
 * Whether an engine listens. Pulumi's own classes say nothing without one: the program would end well, having done
 * nothing. Follows registerResource of sdk/nodejs/runtime/resource.ts of pulumi, which makes up an answer then.
 */
export function checkRuntime(): Problem | undefined {
  if (pulumi.runtime.getMonitor() !== undefined) return undefined;
  return {
    code: 'KN-PUL-001',
    message: 'no engine of Pulumi runs this program, or it talks to another copy of `@pulumi/pulumi`',
    received: undefined,
    allowed: 'a program that Pulumi runs, or a test that called `pulumi.runtime.setMocks`',
    fix: 'run it with `pulumi preview` or `pulumi up`; `npm ls @pulumi/pulumi` shows whether there are two copies',
  };
}

/** Whether the packages of Pulumi are of versions that are supported; this one does not load without them. */
export function checkPeers(): Problem[] {
  return peers().filter(({ supported }) => !supported).map(({ name, range, installed }) => ({
    code: 'KN-PUL-002',
    message: `the version ${show(installed)} of ${show(name)} is not supported`,
    received: installed,
    allowed: `${name} ${range}`,
    fix: `write \`npm install '${name}@${range}'\``,
  }));
}

/** Names of resources begin with that of the `Charts`; `::` stands between the parts of a URN. */
export function checkChartsName(name: unknown): Problem | undefined {
  if (typeof name === 'string' && name.trim() !== '' && !name.includes('::')) return undefined;
  return {
    code: 'KN-PUL-012',
    message: `${show(name)} is no name of a \`Charts\``,
    received: name,
    allowed: 'a text that is not empty, without `::`',
    fix: "write a short name that stays: `new Charts('shop', app)`",
  };
}

/** What the types of options say: programs in JavaScript pass anything, and a text would count as true. */
export function checkOptions(options: ChartsOptions): (Problem | undefined)[] {
  const { renamed, unguarded, retainOnDelete, chartsOf, objectOptions } = options;
  return [
    checkIsList('renamed', renamed), checkIsList('unguarded', unguarded), checkSwitch('retainOnDelete', retainOnDelete),
    checkIsA('chartsOf', chartsOf, 'string', 'text', "chartsOf: 'east'"),
    checkIsA('objectOptions', objectOptions, 'function', 'function', 'objectOptions: (object) => ({ protect: true })'),
  ];
}

function checkIsA(field: string, value: unknown, type: string, title: string, example: string): Problem | undefined {
  if (value === undefined || typeof value === type) return undefined;
  return {
    code: 'KN-TYP-001',
    message: `${show(field)} of a \`Charts\` is no ${title}: ${show(value)}`,
    received: value,
    allowed: `a ${title}`,
    fix: `write ${show(example)}`,
  };
}

/**
 * Throws all problems as one error that Pulumi prints without a stack, in the form that cdk8s has for them.
 * @param reported what the app says of itself, as it says it
 */
export function refuseProgram(
  problems: readonly (Problem | undefined)[], trace: SourceTrace, reported: readonly string[] = [],
): void {
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length + reported.length > 0) throw programError(found, trace, reported);
}

/** What `refuseProgram` throws. */
export function programError(
  problems: readonly Problem[], trace: SourceTrace, reported: readonly string[] = [],
): pulumi.RunError {
  const at = sourceLine(trace);
  const all = [...reported, ...problems.map((problem) => formatProblem(problem, at))];
  return new pulumi.RunError(`Validation failed with the following errors:\n  ${all.join('\n  ')}`);
}
