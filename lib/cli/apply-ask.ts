import type { Problem } from '../core';
import { failureOf, isPassing, isSilence, timeLeft, unreachable } from './apply-kubectl';
import { Definitions } from './apply-schema';
import { inputOf, problemOf, type Refusal, sendAll, type Sending, verbOf, wordsFor } from './apply-send';
import { Lifted, partition, type Unchecked } from './apply-served';
import { type ApplyRun, count, type Member } from './apply-settings';
import { refused } from './apply-waves';
import { CliError, fail } from './cli-error';
import { ExitCode } from './exit-codes';

/** Refusals that last, and those that the index lifts when it is applied. */
interface Judged {
  readonly lasting: Refusal[];
  readonly later: readonly Unchecked[];
}

/**
 * Asks the server what it would say to every object, and stores nothing. What lacks its kind or its namespace, and gets
 * it by the index, is checked against its definition there. Gives what the command ends with.
 */
export async function dryRun(run: ApplyRun, members: readonly Member[], all: readonly Member[]): Promise<ExitCode> {
  const definitions = new Definitions(all);
  const { checkable, unchecked } = await partition(run, members, all, definitions);
  let refusals: readonly Refusal[] = [];
  await run.display.run([{
    title: `dry run of ${count(checkable.length)}`,
    run: async (report) => {
      let asked = 0;
      refusals = await askAll(run, checkable, () => {
        asked += 1;
        report(`${asked} accepted`);
      });
      return `${checkable.length - refusals.length} accepted, ${refusals.length} refused`;
    },
  }]);
  const judged = await judge(refusals, new Lifted(run.kubectl, all, definitions));
  const later = [...unchecked, ...judged.later];
  const { lasting } = judged;
  const wrong = later.flatMap(({ member }) => wrongOf(definitions, member));
  for (const { member, why } of later) run.io.stdout.write(`not checkable yet: ${member.title} (${why})${definitions.defines(member.manifest) ? ', checked against its definition' : ''}\n`);
  run.io.stdout.write(`${checkable.length - refusals.length} accepted, ${later.length} not checkable yet, ${lasting.length + wrong.length} refused\n`);
  if (lasting.length + wrong.length > 0) throw endOf(lasting, wrong);
  return later.length > 0 ? ExitCode.UNCHECKED : ExitCode.OK;
}

/** What the server refuses; ends the command where it does not answer, as that says nothing of the objects. */
async function askAll(
  run: ApplyRun, members: readonly Member[], onAccepted: () => void, onTaken?: (member: Member) => void,
): Promise<Refusal[]> {
  const sending: Sending = {
    verb: verbOf(run.settings, '--dry-run=server'), until: Date.now() + run.settings.timeoutMs, onTaken,
  };
  const refusals = await sendAll(run, members, sending, onAccepted);
  const silent = refusals.find(({ failure }) => isSilence(failure));
  if (silent !== undefined) fail(unreachable(silent.words), ExitCode.UNREACHABLE);
  return refusals;
}

async function judge(refusals: readonly Refusal[], lifted: Lifted): Promise<Judged> {
  const lasting: Refusal[] = [];
  const later: Unchecked[] = [];
  for (const refusal of refusals) {
    const why = await lifted.whyNot(refusal);
    if (why === undefined) lasting.push(refusal);
    else later.push({ member: refusal.member, why });
  }
  return { lasting, later };
}

function endOf(lasting: readonly Refusal[], wrong: readonly Problem[]): CliError {
  if (wrong.length === 0) return refused(lasting);
  return new CliError([...lasting.map(problemOf), ...wrong], ExitCode.REFUSED);
}

function wrongOf(definitions: Definitions, { manifest, title }: Member): Problem[] {
  const words = definitions.check(manifest);
  if (words.length === 0) return [];
  return [{
    code: 'KN-CLI-041',
    message: `${title} is not as its definition in the index says: ${words.slice(0, 5).join(', ')}`,
    received: title,
    allowed: 'fields and values of the definition',
    fix: 'change the object in the app, and run the app again',
  }];
}

/** Shows what would change; gives whether something would. */
export async function showDifferences(run: ApplyRun, members: readonly Member[]): Promise<ExitCode> {
  const definitions = new Definitions(members);
  const { checkable, unchecked } = await partition(run, members, members, definitions);
  for (const { member, why } of unchecked) run.io.stdout.write(`would be created: ${member.title} (${why})\n`);
  const differs = await showEach(run, checkable, new Lifted(run.kubectl, members, definitions));
  return differs || unchecked.length > 0 ? ExitCode.DIFFERENT : ExitCode.OK;
}

/** Shows what would change of objects whose kinds the server has; gives whether something would. */
async function showEach(
  run: ApplyRun, members: readonly Member[], lifted: Lifted, forceConflicts = run.settings.forceConflicts,
): Promise<boolean> {
  if (members.length === 0) return false;
  const { fieldManager, timeoutMs } = run.settings;
  const verb = ['diff', '--server-side', `--field-manager=${fieldManager}`, ...forceConflicts ? ['--force-conflicts'] : [], '-f', '-'];
  const answer = await run.kubectl.run(verb, { input: inputOf(members), timeout: timeLeft(Date.now() + timeoutMs) });
  if (answer.code === 0 || (answer.code === 1 && answer.stdout !== '')) {
    run.io.stdout.write(answer.stdout);
    return answer.code === 1;
  }
  const words = wordsFor(members, answer);
  if (isSilence(failureOf(answer))) fail(unreachable(words), ExitCode.UNREACHABLE);
  // Its words do not name the object: the dry run finds it.
  const taken = new Set<Member>();
  const refusals = await askAll(run, members, () => undefined, (member) => taken.add(member));
  const { lasting, later } = await judge(refusals.filter((each) => !isPassing(each.failure)), lifted);
  lasting.push(...refusals.filter((each) => isPassing(each.failure)));
  if (lasting.length > 0) throw new CliError(lasting.map(problemOf), ExitCode.ERROR);
  if (later.length === 0 && taken.size === 0) throw new CliError([unexplained(words)], ExitCode.ERROR);
  for (const { member, why } of later) run.io.stdout.write(`cannot be compared yet: ${member.title} (${why})\n`);
  const apart = new Set([...later.map(({ member }) => member), ...taken]);
  const others = await showEach(run, members.filter((member) => !apart.has(member)), lifted);
  const differs = await showEach(run, [...taken], lifted, true);
  return others || differs || later.length > 0;
}

function unexplained(words: string): Problem {
  return {
    code: 'KN-CLI-037',
    message: `the differences cannot be shown: ${words}`,
    received: undefined,
    allowed: 'a `kubectl diff` that works, with the program `diff` on the `PATH`',
    fix: 'run the command again when what it names is mended',
  };
}
