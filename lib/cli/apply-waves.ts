import type { ApplyIndex, Problem } from '../core';
import { showAll } from '../core';
import { Failure, isPassing, isSilence, unreachable } from './apply-kubectl';
import { inWords } from './apply-duration';
import { pause } from './apply-pause';
import { problemOf, type Refusal, sendAll, verbOf } from './apply-send';
import { type ApplyRun, count, type Member } from './apply-settings';
import { waitUntilReady } from './apply-wait';
import { CliError, fail } from './cli-error';
import type { Task } from './display';
import { ExitCode } from './exit-codes';

/** What was done, for the words at an end that came too early. */
export interface Progress {
  /** Steps that are through, waiting included. */
  readonly done: string[];
  /** The step at which it ended. */
  current: string | undefined;
  /** Objects that the server took in that step. */
  applied: number;
}

/** A step of an index, with its objects. */
interface Step {
  readonly name: string;
  readonly members: readonly Member[];
  /** What is waited for at its end. */
  readonly awaited: readonly Member[];
}

/** Applies step after step, each after what the one before waits for is ready. */
export async function applyWaves(
  run: ApplyRun, index: ApplyIndex, members: readonly Member[], progress: Progress,
): Promise<void> {
  const { wave } = run.settings;
  const steps = stepsOf(index, members).filter(({ name }) => wave === undefined || name === wave);
  await run.display.run(steps.map((step): Task => ({
    title: `wave ${step.name}`,
    run: (report) => applyStep(run, step, progress, report),
  })));
}

/** The steps that have objects. What is not awaited by itself is awaited together, after the last step of its kind. */
export function stepsOf(index: ApplyIndex, members: readonly Member[]): Step[] {
  const filled = index.waves
    .map((wave) => ({ ...wave, members: members.filter(({ indexed }) => indexed.wave === wave.name) }))
    .filter((wave) => wave.members.length > 0);
  const last = filled.filter(({ awaited }) => !awaited).at(-1)?.name;
  const together = filled.filter(({ awaited }) => !awaited).flatMap((wave) => wave.members);
  return filled.map(({ name, awaited, members: own }) => {
    if (awaited) return { name, members: own, awaited: own };
    return { name, members: own, awaited: name === last ? together : [] };
  });
}

/** Refuses a step that the index does not have. */
export function checkWave(index: ApplyIndex, wave: string | undefined): void {
  if (wave === undefined || index.waves.some(({ name }) => name === wave)) return;
  fail({
    code: 'KN-CLI-031',
    message: `the index has no wave \`${wave}\``,
    received: wave,
    allowed: showAll(index.waves.map(({ name }) => name)),
    fix: 'write one of them after `--wave`, or leave it out',
  });
}

async function applyStep(
  run: ApplyRun, step: Step, progress: Progress, report: (text: string) => void,
): Promise<string> {
  const started = Date.now();
  const until = started + run.settings.timeoutMs;
  Object.assign(progress, { current: step.name, applied: 0 });
  await applyAll(run, step, progress, report, until);
  const applied = `${count(step.members.length)} applied`;
  // Some wait for those of later waves, and are awaited with them; but for a wave alone there is no later one.
  const awaited = run.settings.wave === undefined ? step.awaited : step.members;
  if (awaited.length > 0) await waitUntilReady(run, awaited, report, until);
  progress.done.push(step.name);
  progress.current = undefined;
  return `${applied}${awaited.length > 0 ? ', ready' : ''} after ${inWords(Date.now() - started)}`;
}

/** Applies what is left until nothing is, as long as what stands in the way may pass. */
async function applyAll(
  run: ApplyRun, { members }: Step, progress: Progress, report: (text: string) => void, until: number,
): Promise<void> {
  let left = members;
  for (;;) {
    const refusals = await sendAll(run, left, { verb: verbOf(run.settings), until }, () => {
      progress.applied += 1;
      report(`${Math.min(progress.applied, members.length)} of ${members.length} applied`);
    });
    if (refusals.length === 0) return;
    const lasting = refusals.filter((refusal) => !mayPass(refusal));
    if (lasting.length > 0) throw refused(lasting);
    left = refusals.map(({ member }) => member);
    progress.applied = members.length - left.length;
    const [first] = refusals;
    if (Date.now() > until && first !== undefined) {
      throw outOfTime(refusals, first, run.settings.timeout, progress.applied);
    }
    report(`${progress.applied} of ${members.length} applied, trying again: ${first?.words ?? ''}`);
    await pause(run.timing.retry, run.signal);
  }
}

/** A kind that the index defines is served soon after its definition is established. */
function mayPass({ failure, member }: Refusal): boolean {
  if (isPassing(failure)) return true;
  return failure === Failure.NO_KIND && member.indexed.needs.some((id) => id.startsWith('apiextensions.k8s.io/'));
}

/** Ends the command with all refusals of a step; what all of them have in common has an exit code of its own. */
export function refused(refusals: readonly Refusal[]): CliError {
  const codes: readonly (readonly [Failure, ExitCode])[] = [
    [Failure.FORBIDDEN, ExitCode.FORBIDDEN], [Failure.CONFLICT, ExitCode.CONFLICT], [Failure.KILLED, ExitCode.ERROR],
  ];
  const only = codes.find(([failure]) => refusals.every((refusal) => refusal.failure === failure));
  return new CliError(refusals.map(problemOf), only?.[1] ?? ExitCode.REFUSED);
}

function outOfTime(refusals: readonly Refusal[], first: Refusal, timeout: string, applied: number): CliError {
  // A server that took some of them answers, but for too many objects, or too slowly.
  if (first.failure === Failure.TOO_LONG && applied > 0) {
    return new CliError([tooMany(refusals, first, timeout)], ExitCode.TIMEOUT);
  }
  if (refusals.every(({ failure }) => isSilence(failure))) {
    return new CliError([unreachable(`${first.words} (tried for ${timeout})`)], ExitCode.UNREACHABLE);
  }
  return new CliError(refusals.map((refusal): Problem => ({
    ...problemOf(refusal),
    code: 'KN-CLI-039',
    message: `${refusal.member.title} could not be applied within ${timeout}: ${refusal.words}`,
    allowed: 'a server, and webhooks, that answer before `--timeout` is over',
    fix: 'look at what should answer, and run the command again, which goes on here',
  })), ExitCode.TIMEOUT);
}

function tooMany(refusals: readonly Refusal[], { member: { title } }: Refusal, timeout: string): Problem {
  return {
    code: 'KN-CLI-039',
    message: `${title}${refusals.length === 1 ? '' : ` and ${refusals.length - 1} more`} could not be applied within ${timeout}`,
    received: title,
    allowed: 'a server that takes the objects of a wave before `--timeout` is over',
    fix: 'run the command again, which goes on here, with a longer `--timeout`',
  };
}
