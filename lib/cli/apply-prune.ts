import { groupOf, inRemovalOrder, objectId, type Problem } from '../core';
import { type Answer, endWith, Failure, failureOf, firstWords, type Kubectl } from './apply-kubectl';
import { type ApplyRun, count, type Member, type PruneSettings, titleOf } from './apply-settings';
import { CliError } from './cli-error';
import { ExitCode } from './exit-codes';

/** An object of the cluster that a field manager applied. */
interface Applied {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Others who applied fields of it. */
  readonly others: readonly string[];
}

/**
 * What nobody applies: it is made, by the thousand, of what is applied. Names are those of `kubectl api-resources`,
 * group and all: others may have kinds of the same names, such as the nodes of a storage system.
 */
const NEVER_APPLIED: ReadonlySet<string> = new Set([
  'events', 'events.events.k8s.io', 'pods', 'nodes', 'endpoints', 'componentstatuses', 'replicasets.apps', 'controllerrevisions.apps',
  'endpointslices.discovery.k8s.io', 'leases.coordination.k8s.io', 'revisions.serving.knative.dev',
]);
const MEASURED = '.metrics.k8s.io';

/** What only goes with a flag of its own, by group and kind: why it is kept, and what the question adds. */
const WITH_OWN_FLAG: Readonly<Record<string, readonly [keyof PruneSettings, kept: string, asked: string]>> = {
  'apiextensions.k8s.io/CustomResourceDefinition':
    ['definitions', 'kept, with all objects of its kind, without `--prune-crds`', ', with all objects of its kind'],
  '/Namespace': ['namespaces', 'kept, with all that is in it, without `--prune-namespaces`', ', with all that is in it'],
  '/Secret': ['secrets', 'kept without `--prune-secrets`', ''],
  '/PersistentVolumeClaim': ['data', 'kept, with its data, without `--prune-data`', ', with its data'],
  '/PersistentVolume': ['data', 'kept, with its data, without `--prune-data`', ', with its data'],
  'operator.knative.dev/KnativeServing':
    ['knative', 'kept, with all that the operator installed for it, without `--prune-knative`', ', with all that the operator installed for it'],
  'operator.knative.dev/KnativeEventing':
    ['knative', 'kept, with all that the operator installed for it, without `--prune-knative`', ', with all that the operator installed for it'],
};

/**
 * One line for each object and each manager that applied it. Managers that apply the status do not own the object, and
 * what is being deleted is gone.
 */
const TEMPLATE = '{{range .items}}{{$o := .}}{{if not .metadata.deletionTimestamp}}{{range .metadata.managedFields}}'
  + '{{if eq .operation "Apply"}}{{if not .subresource}}{{$o.apiVersion}}|{{$o.kind}}|{{if $o.metadata.namespace}}{{$o.metadata.namespace}}{{end}}'
  + '|{{$o.metadata.name}}|{{.manager}}{{"\\n"}}{{end}}{{end}}{{end}}{{end}}{{end}}';

/**
 * Lists what our field manager applied and the index no longer has, and removes it where that was asked for, in the
 * reverse of the order in which it was applied.
 */
export async function prune(run: ApplyRun, members: readonly Member[]): Promise<void> {
  const leftovers = inRemovalOrder(await leftoversOf(run, members));
  if (leftovers.length === 0) return;
  const { prune: settings } = run.settings;
  const { note } = run.display;
  const say = (text: string): void => note.call(run.display, text);
  say(`${count(leftovers.length)} of the field manager ${run.settings.fieldManager} ${leftovers.length === 1 ? 'is' : 'are'} no longer in the index:`);
  const problems: Problem[] = [];
  for (const leftover of leftovers) {
    const kept = whyKept(leftover, settings);
    const title = titleOf(leftover);
    if (kept !== undefined) {
      say(`  ${title}: ${kept}`);
      continue;
    }
    if (!await isConfirmed(run, leftover)) {
      say(`  ${title}: kept`);
      continue;
    }
    const failed = await remove(run.kubectl, leftover, run.settings.timeoutMs);
    say(`  ${title}: ${failed === undefined ? 'removed' : 'not removed'}`);
    if (failed !== undefined) problems.push(failed);
  }
  if (problems.length > 0) throw new CliError(problems, ExitCode.REFUSED);
}

async function leftoversOf(run: ApplyRun, members: readonly Member[]): Promise<Applied[]> {
  const { kubectl, settings } = run;
  const kinds = said(run, await kubectl.run(['api-resources', '--verbs=list,delete', '-o', 'name', '--request-timeout=30s']))
    .split('\n').map((line) => line.trim())
    .filter((name) => name !== '' && !NEVER_APPLIED.has(name) && !name.endsWith(MEASURED));
  if (kinds.length === 0) return [];
  const lines = said(run, await kubectl.run(
    ['get', kinds.join(','), '--all-namespaces', '--show-managed-fields', '--request-timeout=60s', '-o', `go-template=${TEMPLATE}`]));
  const identities = members.map(({ indexed }) => indexed);
  const indexed = new Set(identities.map(objectId));
  // Which kinds live outside of namespaces the index does not always know: their charts may have one.
  const outside = new Set(identities.map((each) => objectId({ ...each, namespace: undefined })));
  return appliedBy(settings.fieldManager, lines).filter((each) => each.namespace === undefined
    ? !outside.has(objectId(each))
    : !indexed.has(objectId(each)) && !indexed.has(objectId({ ...each, namespace: undefined })));
}

/**
 * What a call printed. One that failed in part, as it does while the service behind an API is down, has printed the
 * rest; one that printed nothing ends a run that was asked to remove something, and no other one.
 */
function said({ display, settings }: ApplyRun, answer: Answer): string {
  if (answer.code === 0) return answer.stdout;
  if (settings.prune.enabled && answer.stdout.trim() === '') endWith(answer);
  display.note(`warning: what is no longer in the index may not be complete: ${firstWords(answer.stderr)}`);
  return answer.stdout;
}

/** Reads what the template printed. */
export function appliedBy(manager: string, lines: string): Applied[] {
  const found = new Map<string, { object: Omit<Applied, 'others'>; managers: Set<string> }>();
  for (const line of lines.split('\n')) {
    const [apiVersion, kind, namespace, name, by] = line.split('|');
    if (apiVersion === undefined || kind === undefined || name === undefined || by === undefined) continue;
    const object = { apiVersion, kind, ...namespace === '' ? {} : { namespace }, name };
    const known = found.get(objectId(object)) ?? { object, managers: new Set() };
    known.managers.add(by);
    found.set(objectId(object), known);
  }
  return [...found.values()].filter(({ managers }) => managers.has(manager))
    .map(({ object, managers }) => ({ ...object, others: [...managers].filter((each) => each !== manager) }));
}

/** Why an object stays; `undefined` where it may be removed. */
function whyKept({ apiVersion, kind, others }: Applied, settings: PruneSettings): string | undefined {
  if (others.length > 0) return `kept, as ${others.join(' and ')} applied it too`;
  if (!settings.enabled) return 'kept; `--prune` asks whether to remove it';
  const [flag, kept] = WITH_OWN_FLAG[`${groupOf(apiVersion)}/${kind}`] ?? [];
  return flag === undefined || settings[flag] ? undefined : kept;
}

async function isConfirmed({ io, settings }: ApplyRun, leftover: Applied): Promise<boolean> {
  if (settings.prune.yes) return true;
  if (io.ask === undefined) return false;
  const [, , more = ''] = WITH_OWN_FLAG[`${groupOf(leftover.apiVersion)}/${leftover.kind}`] ?? [];
  const answer = await io.ask(`remove ${titleOf(leftover)}${more}? [y/N] `);
  return /^(y|yes)$/i.test(answer.trim());
}

async function remove(
  kubectl: Kubectl, { apiVersion, kind, namespace, name }: Applied, timeoutMs: number,
): Promise<Problem | undefined> {
  const answer = await kubectl.run(
    ['delete', '-f', '-', '--ignore-not-found', '--wait=true', `--timeout=${Math.round(timeoutMs / 1000)}s`],
    { input: JSON.stringify({ apiVersion, kind, metadata: { name, namespace } }) });
  if (answer.code === 0 || failureOf(answer) === Failure.NO_KIND) return undefined;
  const words = firstWords(answer.stderr);
  return {
    code: 'KN-CLI-042',
    message: `${titleOf({ kind, namespace, name })} could not be removed: ${words}`,
    received: name,
    allowed: 'objects that the cluster lets you delete, and whose finalizers end',
    fix: 'look at its finalizers and events, and run the command again',
  };
}
