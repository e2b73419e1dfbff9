import { groupOf, type Readiness, readinessOf, type Problem } from '../core';
import { type Answer, Failure, failureOf, firstWords, isPassing, killed, timeLeft, unreachable } from './apply-kubectl';
import { pause } from './apply-pause';
import { type ApplyRun, type Manifest, type Member, shellQuoted } from './apply-settings';
import { CliError } from './cli-error';
import { ExitCode } from './exit-codes';

/** Groups of Kubernetes whose objects have no state of their own, but for namespaces. */
const STATELESS: readonly string[] = [
  '', 'rbac.authorization.k8s.io', 'policy', 'autoscaling', 'networking.k8s.io', 'scheduling.k8s.io', 'storage.k8s.io',
];
/** Objects that a line of progress names. */
const MOST_NAMED = 3;

interface Open {
  readonly member: Member;
  readonly readiness: Readiness;
}

/** Waits until all objects are ready; ends the command with those that are not when the time is over. */
export async function waitUntilReady(
  run: ApplyRun, members: readonly Member[], report: (text: string) => void, until: number,
): Promise<void> {
  const unseen: Readiness = { ready: false, reason: 'not looked at yet' };
  let open: readonly Open[] = members.filter(hasState).map((member) => ({ member, readiness: unseen }));
  while (open.length > 0) {
    const answer = await look(run, open.map(({ member }) => member), until);
    if (answer.failure === undefined) open = stillOpen(open, answer.live);
    else if (!mayPass(answer.failure)) throw failed(answer.words, answer.failure);
    const broken = open.filter(({ readiness }) => readiness.failed === true);
    if (broken.length > 0) throw new CliError(broken.map(brokenProblem), ExitCode.TIMEOUT);
    if (open.length === 0) return;
    if (Date.now() > until) throw outOfTime(run, open, answer);
    const { failure, words } = answer;
    report(failure === undefined ? waitingFor(open) : `${isPassing(failure) ? 'no answer from the server' : 'not served yet'}, trying again: ${words}`);
    await pause(failure === undefined ? run.timing.poll : run.timing.retry, run.signal);
  }
}

/** A kind whose definition was just applied may not be served yet. */
function mayPass(failure: Failure): boolean {
  return isPassing(failure) || failure === Failure.NO_KIND;
}

function hasState({ indexed: { apiVersion, kind } }: Member): boolean {
  return kind === 'Namespace' || !STATELESS.includes(groupOf(apiVersion));
}

interface Look {
  readonly live: ReadonlyMap<string, Manifest>;
  readonly failure?: Failure;
  readonly words: string;
}

async function look({ kubectl }: ApplyRun, members: readonly Member[], until: number): Promise<Look> {
  const items = members.map(({ manifest: { apiVersion, kind, metadata: { name, namespace } } }) => (
    { apiVersion, kind, metadata: { name, namespace } }));
  const answer = await kubectl.run(['get', '-f', '-', '-o', 'json', '--ignore-not-found', '--request-timeout=30s'],
    { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), timeout: timeLeft(until) });
  if (answer.code !== 0) return { live: new Map(), failure: failureOf(answer), words: firstWords(answer.stderr) };
  return { live: new Map(objectsOf(answer).flatMap((each) => keysOf(each).map((key) => [key, each]))), words: '' };
}

/** One object comes as it is, several as a list, none as nothing. */
function objectsOf({ stdout }: Answer): readonly Manifest[] {
  if (stdout.trim() === '') return [];
  const read = JSON.parse(stdout) as Manifest & { readonly items?: readonly Manifest[] };
  return read.kind === 'List' ? read.items ?? [] : [read];
}

/** A manifest may leave its namespace to the context. */
function keysOf({ apiVersion, kind, metadata: { name, namespace } }: Manifest): string[] {
  return [namespace ?? '', ''].map((each) => [groupOf(apiVersion), kind, each, name].join('/'));
}

function stillOpen(open: readonly Open[], live: ReadonlyMap<string, Manifest>): Open[] {
  return open.flatMap(({ member }) => {
    const found = live.get(keysOf(member.manifest)[0] ?? '') ?? live.get(keysOf({ ...member.manifest, metadata: { name: member.indexed.name } })[0] ?? '');
    const readiness = found === undefined ? { ready: false, reason: 'it is not there any more' } : readinessOf(found);
    return readiness.ready ? [] : [{ member, readiness }];
  });
}

function waitingFor(open: readonly Open[]): string {
  const named = open.slice(0, MOST_NAMED).map(({ member, readiness }) => `${member.title} (${readiness.reason ?? ''})`);
  const more = open.length > MOST_NAMED ? ` and ${open.length - MOST_NAMED} more` : '';
  return `waiting for ${named.join(', ')}${more}`;
}

function brokenProblem({ member, readiness }: Open): Problem {
  return {
    code: 'KN-CLI-039',
    message: `${member.title} will not become ready: ${readiness.reason ?? ''}`,
    received: member.title,
    allowed: 'an object that becomes ready',
    fix: 'look at the logs of its pods, delete it, and run the command again, which goes on here',
  };
}

function outOfTime(run: ApplyRun, open: readonly Open[], { failure, words }: Look): CliError {
  const { timeout } = run.settings;
  if (failure !== undefined && isPassing(failure)) {
    return new CliError([unreachable(`${words} (tried for ${timeout})`)], ExitCode.UNREACHABLE);
  }
  return new CliError(open.map(({ member, readiness }): Problem => ({
    code: 'KN-CLI-039',
    message: `${member.title} is not ready after ${timeout}: ${failure === undefined ? readiness.reason ?? '' : words}`,
    received: member.title,
    allowed: 'an object that is ready before `--timeout` is over',
    fix: `look at it with \`${describeCommand(run, member)}\`, and run the command again, which goes on here`,
  })), ExitCode.TIMEOUT);
}

/** Kinds of several groups have the same name: a Service is one of Kubernetes, and one of Knative. */
function describeCommand({ kubectl, settings }: ApplyRun, { indexed }: Member): string {
  const { apiVersion, kind, name, namespace } = indexed;
  const group = groupOf(apiVersion);
  return [
    shellQuoted(settings.kubectl), 'describe', `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`, name,
    ...namespace === undefined ? [] : ['-n', namespace],
    ...kubectl.context === undefined ? [] : ['--context', shellQuoted(kubectl.context)],
  ].join(' ');
}

function failed(words: string, failure: Failure): CliError {
  if (failure === Failure.KILLED) return new CliError([killed(words)]);
  return new CliError([{
    code: failure === Failure.FORBIDDEN ? 'KN-CLI-035' : 'KN-CLI-037',
    message: `what was applied cannot be looked at: ${words}`,
    received: words,
    allowed: 'a user who may read what is applied',
    fix: 'have the rights granted, and run the command again, which goes on here',
  }], failure === Failure.FORBIDDEN ? ExitCode.FORBIDDEN : ExitCode.REFUSED);
}
