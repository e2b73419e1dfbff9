import type { IConstruct } from 'constructs';
import { formatProblem, type Problem } from './problem';
import { captureTrace, sourceLine, type SourceTrace } from './source-line';

interface Recorded {
  readonly problem: Problem;
  readonly trace: SourceTrace;
  readonly deferred: boolean;
}

const RECORDED = new WeakMap<IConstruct, Recorded[]>();

/**
 * Records what is wrong with a construct. Nothing is thrown: the construct goes on with the value that it was given,
 * and synth refuses the whole program with all of its problems, each once, in the order of the tree.
 */
export function refuse(construct: IConstruct, ...problems: (Problem | undefined)[]): void {
  for (const problem of problems) {
    if (problem !== undefined) record(construct, problem, captureTrace(), false);
  }
}

/**
 * Records a problem that only the finished tree shows; it is found anew at every synth, so it can go away.
 * @internal
 */
export function refuseAtSynth(construct: IConstruct, problem: Problem, trace: SourceTrace): void {
  record(construct, problem, trace, true);
}

/** @internal */
export function forgetDeferred(construct: IConstruct): void {
  const all = RECORDED.get(construct);
  if (all === undefined) return;
  const kept = all.filter((entry) => !entry.deferred);
  all.splice(0, all.length, ...kept);
}

function record(construct: IConstruct, problem: Problem, trace: SourceTrace, deferred: boolean): void {
  let all = RECORDED.get(construct);
  if (all === undefined) {
    const list: Recorded[] = [];
    all = list;
    RECORDED.set(construct, list);
    // Only a construct with a problem pays for a validation; a correct program has none.
    construct.node.addValidation({ validate: () => list.map(format) });
  }
  const known = all.some((entry) => entry.problem.code === problem.code && entry.problem.message === problem.message);
  if (!known) all.push({ problem, trace, deferred });
}

function format(entry: Recorded): string {
  return formatProblem(entry.problem, sourceLine(entry.trace));
}
