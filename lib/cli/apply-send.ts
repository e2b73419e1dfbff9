import { groupOf, type Problem } from '../core';
import { type Answer, Failure, failureOf, firstWords, forbidden, isSilence, killed, timeLeft } from './apply-kubectl';
import { type ApplyRun, type ApplySettings, type Manifest, type Member } from './apply-settings';

/** An object that the server did not take, and why. */
export interface Refusal {
  readonly member: Member;
  readonly failure: Failure;
  readonly words: string;
}

/** How objects are sent. */
export interface Sending {
  readonly verb: readonly string[];
  /** When the time for it is over, as `Date.now()` counts. */
  readonly until: number;
  /** Gets what was taken over from a binding. */
  readonly onTaken?: (member: Member) => void;
}

const HIDDEN = '(hidden)';
/** Shorter values of Secrets are parts of too many words. */
const SHORTEST = 4;
const FORCE = '--force-conflicts';
/** What a binding writes of an object. Follows `Do` of sinkbinding_lifecycle.go of knative.dev/eventing/pkg/apis. */
const BOUND_FIELDS: ReadonlySet<string> = new Set(
  ['containers', 'initContainers', 'volumes'].map((each) => `.spec.template.spec.${each}`));

/** The arguments of an apply under our field manager. */
export function verbOf({ fieldManager, forceConflicts }: ApplySettings, ...more: readonly string[]): string[] {
  return [
    'apply', '--server-side', `--field-manager=${fieldManager}`, ...forceConflicts ? [FORCE] : [], ...more,
    '--request-timeout=60s', '-f', '-',
  ];
}

/** Objects as one input of kubectl. */
export function inputOf(members: readonly Member[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: members.map(({ manifest }) => manifest) });
}

/**
 * Applies objects, and gives those that were not taken. One call for all of them; its words do not name the object that
 * a conflict or a webhook is about, so that what it did not report as applied is tried again one by one.
 */
export async function sendAll(
  { kubectl }: ApplyRun, members: readonly Member[], sending: Sending, onApplied: () => void,
): Promise<Refusal[]> {
  const reported = new Map<string, number>();
  const answer = await kubectl.run(sending.verb, {
    input: inputOf(members),
    timeout: timeLeft(sending.until),
    onLine: (line) => {
      const name = /^(\S+) serverside-applied/.exec(line)?.[1];
      if (name === undefined) return;
      reported.set(name, (reported.get(name) ?? 0) + 1);
      onApplied();
    },
  });
  if (answer.code === 0) return [];
  const failure = failureOf(answer);
  const left = members.filter((member) => !isReported(member, members, reported));
  // Nothing goes through: asking for each of them would only take longer.
  if (isSilence(failure)) {
    const words = wordsFor(members, answer);
    return left.map((member) => ({ member, failure, words }));
  }
  return sendEach(kubectl, left, sending, onApplied);
}

async function sendEach(
  kubectl: ApplyRun['kubectl'], members: readonly Member[], sending: Sending, onApplied: () => void,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const [index, member] of members.entries()) {
    const answer = await sendOne(kubectl, member, sending);
    if (answer.code === 0) {
      onApplied();
      continue;
    }
    const failure = failureOf(answer);
    const words = wordsFor([member], answer);
    refusals.push({ member, failure, words });
    if (!isSilence(failure)) continue;
    return [...refusals, ...members.slice(index + 1).map((other) => ({ member: other, failure, words }))];
  }
  return refusals;
}

/**
 * Sends one object, and a second time by force where all that stands in the way is what a binding wrote: its webhook
 * writes that again in the same request.
 */
async function sendOne(
  kubectl: ApplyRun['kubectl'], member: Member, { verb, until, onTaken }: Sending,
): Promise<Answer> {
  const input = JSON.stringify(member.manifest);
  const answer = await kubectl.run(verb, { input, timeout: timeLeft(until) });
  if (answer.code === 0 || member.isBound !== true || !isOfBinding(answer)) return answer;
  onTaken?.(member);
  return kubectl.run([...verb, FORCE], { input, timeout: timeLeft(until) });
}

function isOfBinding({ stderr }: Answer): boolean {
  const conflicts = conflictsIn(stderr.replace(/\s*\n\s*/g, '; '));
  return conflicts.length > 0 && conflicts.every(({ field }) => BOUND_FIELDS.has(field));
}

/** `deployment.apps/webhook` says no namespace: it counts where as many were reported as there are. */
function isReported(member: Member, members: readonly Member[], reported: ReadonlyMap<string, number>): boolean {
  const name = reportedName(member);
  return (reported.get(name) ?? 0) >= members.filter((each) => reportedName(each) === name).length;
}

function reportedName({ indexed: { apiVersion, kind, name } }: Member): string {
  const group = groupOf(apiVersion);
  return `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${name}`;
}

/** What kubectl said about objects. Words about a Secret may quote what is in it. */
export function wordsFor(members: readonly Member[], { stderr }: Pick<Answer, 'stderr'>): string {
  const secrets = members.filter(({ indexed: { apiVersion, kind } }) => kind === 'Secret' && groupOf(apiVersion) === '');
  if (secrets.length === 0) return firstWords(stderr);
  // Before anything is cut off: a part of a value is told as little as the whole of it.
  const values = secrets.flatMap(({ manifest }) => valuesOf(manifest)).sort((one, other) => other.length - one.length);
  const words = firstWords(values.reduce((text, value) => text.replaceAll(value, HIDDEN), stderr));
  return words.replace(/got .*$/s, 'got something else').replace(/(Invalid value: |Unsupported value: )("(?:[^"\\]|\\.)*"|[^:]*)/g, `$1${HIDDEN}`);
}

/** The values of a Secret, as they are written, as they are sent, and as they read in words that quote them. */
function valuesOf({ data, stringData }: Manifest): string[] {
  const written = [data, stringData].flatMap((each) => Object.values((each ?? {}) as object) as unknown[])
    .filter((each) => typeof each !== 'object').map(String);
  const decoded = Object.values((data ?? {}) as object).filter((each) => typeof each === 'string')
    .map((each) => Buffer.from(each as string, 'base64').toString('utf8'));
  const encoded = written.map((each) => Buffer.from(each).toString('base64'));
  const all = [...written, ...decoded, ...encoded].filter((each) => each.length >= SHORTEST);
  return [...new Set(all.flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]))];
}

/** What a refusal of the server means, and what to do. */
export function problemOf({ member: { title, indexed }, failure, words }: Refusal): Problem {
  switch (failure) {
    case Failure.CONFLICT: return conflict(title, words);
    case Failure.FORBIDDEN: return { ...forbidden(words), message: `the cluster does not let you apply ${title}: ${words}` };
    case Failure.KILLED: return killed(`${words}, at ${title}`);
    case Failure.NO_KIND: return {
      ...refusedBy(title, words),
      allowed: 'kinds that the cluster serves, or that the index defines',
      fix: `install what defines ${indexed.kind} of ${indexed.apiVersion}, and run the command again`,
    };
    case Failure.NO_NAMESPACE: return {
      ...refusedBy(title, words),
      allowed: 'namespaces that are there, or that the index makes',
      fix: 'make the namespace in the app, or by `kubectl create namespace`, and run the command again',
    };
    default: return refusedBy(title, words);
  }
}

function refusedBy(title: string, words: string): Problem {
  return {
    code: 'KN-CLI-037',
    message: `the cluster refuses ${title}: ${words}`,
    received: title,
    allowed: 'what the server and its webhooks take',
    fix: 'change the object in the app, and run the command again, which goes on here',
  };
}

function conflict(title: string, words: string): Problem {
  const owners = conflictsIn(words).map(({ field, manager }) => `\`${field}\` is managed by \`${manager}\``);
  return {
    code: 'KN-CLI-038',
    message: `${title} has fields that others manage: ${owners.length === 0 ? words : owners.join(', ')}`,
    received: title,
    allowed: 'fields that nobody else applied or changed',
    fix: 'leave what another manager decides out of the app, or take all of them over by `--force-conflicts`',
  };
}

/** A field that somebody else manages. */
export interface Conflict {
  readonly field: string;
  readonly manager: string;
}

/**
 * Reads `Apply failed with 2 conflicts: conflicts with "a" using v1:; - .data.x; - .data.y`, as apimachinery
 * (pkg/util/managedfields/internal/conflict.go) writes it, with its lines joined.
 */
export function conflictsIn(words: string): Conflict[] {
  return words.split(/conflicts? with (?=")/).slice(1).flatMap((part) => {
    const [, manager = '', rest = ''] = /^"((?:[^"\\]|\\.)*)"(?: with subresource "[^"]*")?(?: using \S+?)?(?: at [^:]*(?::\d\d){2}\S*)?:(.*)$/s.exec(part) ?? [];
    return rest.split(/; - |; /).map((field) => field.trim().replace(/^- /, '')).filter((field) => field.startsWith('.'))
      .map((field) => ({ field, manager }));
  });
}
