import type { IConstruct } from 'constructs';
import { isUndecided } from './late-values';
import { formatProblem, type Problem } from './problem';
import { captureTrace, sourceLine, type SourceTrace } from './source-line';

interface Recorded {
  readonly problem: Problem;
  readonly trace: SourceTrace;
  readonly atSynth: boolean;
}

const RECORDED = new WeakMap<IConstruct, Recorded[]>();
const WITH_PROBLEMS_AT_SYNTH = new WeakMap<IConstruct, Set<IConstruct>>();

/**
 * Records what is wrong with a construct. Nothing is thrown: the construct goes on with the value that it was given,
 * and synth refuses the whole program with all of its problems, each once, in the order of the tree. What is said of a
 * value that only the deployment knows is no problem yet.
 */
export function refuse(construct: IConstruct, ...problems: (Problem | undefined)[]): void {
  // Most calls have no problem, and a trace costs more than all checks of a construct.
  if (problems.some((problem) => problem !== undefined)) refuseFrom(construct, captureTrace(), ...problems);
}

/**
 * Records what is wrong with a value that a construct was given, where the program made that value.
 * @internal
 */
export function refuseFrom(construct: IConstruct, trace: SourceTrace, ...problems: (Problem | undefined)[]): void {
  for (const problem of problems) {
    if (problem !== undefined && !isUndecided(problem)) record(construct, { problem, trace, atSynth: false });
  }
}

/**
 * Records a problem that only the finished tree shows; it is found anew at every synth, so it can go away.
 * @internal
 */
export function refuseAtSynth(construct: IConstruct, problem: Problem, trace: SourceTrace): void {
  if (isUndecided(problem)) return;
  const { root } = construct.node;
  const constructs = WITH_PROBLEMS_AT_SYNTH.get(root) ?? new Set<IConstruct>();
  WITH_PROBLEMS_AT_SYNTH.set(root, constructs.add(construct));
  record(construct, { problem, trace, atSynth: true });
}

/**
 * Whether something is wrong with a construct, as far as it was looked at.
 * @internal
 */
export function hasProblems(construct: IConstruct): boolean {
  const recorded = RECORDED.get(construct);
  return recorded !== undefined && recorded.length > 0;
}

/** @internal */
export function forgetProblemsAtSynth(root: IConstruct): void {
  for (const construct of WITH_PROBLEMS_AT_SYNTH.get(root) ?? []) {
    const all = RECORDED.get(construct) ?? [];
    all.splice(0, all.length, ...all.filter((entry) => !entry.atSynth));
  }
  WITH_PROBLEMS_AT_SYNTH.delete(root);
}

/**
 * Lets a construct report problems that are found while it is being validated itself: by then it is too late to add the
 * validation that reports them.
 * @internal
 */
export function expectProblems(construct: IConstruct): void {
  problemsOn(construct);
}

function record(construct: IConstruct, entry: Recorded): void {
  const all = problemsOn(construct);
  const { code, message } = entry.problem;
  const known = all.some(({ problem }) => problem.code === code && problem.message === message);
  if (!known) all.push(entry);
}

function problemsOn(construct: IConstruct): Recorded[] {
  const known = RECORDED.get(construct);
  if (known !== undefined) return known;
  const list: Recorded[] = [];
  RECORDED.set(construct, list);
  // Only a construct with a problem pays for a validation; a correct program has none, but for the root's.
  construct.node.addValidation({ validate: () => list.map(format) });
  return list;
}

function format({ problem, trace }: Recorded): string {
  return formatProblem(problem, sourceLine(trace));
}
