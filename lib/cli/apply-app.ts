import * as fs from 'fs';
import * as path from 'path';
import { fieldsOf, showAll } from '../core';
import { type Answer, endWith, Failure, failureOf, firstWords } from './apply-kubectl';
import type { ApplyRun, Member } from './apply-settings';
import { fail } from './cli-error';
import { byText } from './texts';

/** What tells an app from others that are applied to the same cluster. */
export interface AppIdentity {
  /** Name of its `package.json`; absent where it has none, as in an image that has nothing but manifests. */
  readonly package?: string;
  /** Names of its charts, in the cluster that is applied to. */
  readonly charts: readonly string[];
}

/** The apps that were applied under a field manager, as a ConfigMap of the cluster says it. */
interface Recorded {
  readonly apps: readonly AppIdentity[];
  /** Absent where there is no ConfigMap. */
  readonly resourceVersion?: string;
}

/** The one namespace that every cluster has. */
const NAMESPACE = 'default';
const KEY = 'apps.json';
/** What cdk8s puts in front of the names of charts that depend on each other, and behind all of them. */
const AROUND_NAMES = /^\d{4}-|(\.k8s)?\.ya?ml$/g;

/**
 * Keeps in the cluster which apps were applied under the field manager of the run. The server knows objects by their
 * managers only: of two apps with one manager, each would remove what the other one applied. Pruning ends the run here,
 * before anything is done, where another app is known; without pruning there is a warning.
 */
export async function recordApp(run: ApplyRun, members: readonly Member[]): Promise<void> {
  const { settings: { prune, fieldManager }, display } = run;
  const own = identityOf(members, run.io.cwd);
  const recorded = await read(run);
  if (recorded === undefined) return;
  const others = recorded.apps.filter((app) => !isSameApp(app, own));
  const names = showAll(others.map(nameOf));
  if (others.length > 0 && prune.enabled && !prune.adopt) {
    fail({
      code: 'KN-CLI-043',
      message: `the field manager ${fieldManager} has applied another app too: ${names}; \`--prune\` would remove what that one applied`,
      received: names,
      allowed: 'a field manager for each app of a cluster',
      fix: 'apply each app with a `--field-manager` of its own; only where the other app is this one under an earlier name, or is to be removed, write `--prune --adopt`',
    });
  }
  if (others.length > 0 && !prune.adopt) {
    display.note(`warning: the field manager ${fieldManager} has applied another app too: ${names}; what is no longer in the index `
      + 'can be of either: give each app a `--field-manager` of its own');
  }
  const kept = prune.enabled && prune.adopt ? [] : others;
  await write(run, recorded, [...kept, own]);
}

/** The identity of what is applied. */
export function identityOf(members: readonly Member[], cwd: string): AppIdentity {
  const charts = [...new Set(members.map(({ indexed }) => indexed.file.replaceAll(AROUND_NAMES, '')))].sort(byText);
  const name = packageName(cwd);
  return { ...name === undefined ? {} : { package: name }, charts };
}

/** Whether two identities are of one app: charts come and go, but not all of them at once. */
export function isSameApp(one: AppIdentity, other: AppIdentity): boolean {
  const named = one.package !== undefined && other.package !== undefined;
  if (named && one.package !== other.package) return false;
  return one.charts.some((chart) => other.charts.includes(chart));
}

function nameOf({ package: name, charts }: AppIdentity): string {
  return name === undefined ? charts.join(' and ') : `${name} (${charts.join(' and ')})`;
}

function packageName(cwd: string): string | undefined {
  try {
    const { name } = fieldsOf(JSON.parse(fs.readFileSync(path.join(cwd, 'package.json'), 'utf8')));
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** `undefined` where the user may not read it. */
async function read(run: ApplyRun): Promise<Recorded | undefined> {
  const answer = await run.kubectl.run(
    ['get', 'configmaps', recordName(run), '-n', NAMESPACE, '-o', 'json', '--ignore-not-found', '--request-timeout=30s']);
  if (answer.code !== 0) return notAllowed(run, answer);
  if (answer.stdout.trim() === '') return { apps: [] };
  const { metadata, data } = fieldsOf(JSON.parse(answer.stdout));
  return { apps: appsIn(fieldsOf(data)[KEY]), resourceVersion: String(fieldsOf(metadata).resourceVersion) };
}

async function write(run: ApplyRun, recorded: Recorded, apps: readonly AppIdentity[]): Promise<void> {
  const { resourceVersion } = recorded;
  const text = JSON.stringify(apps);
  if (text === JSON.stringify(recorded.apps)) return;
  const answer = await run.kubectl.run([resourceVersion === undefined ? 'create' : 'replace', '-f', '-', '--request-timeout=30s'], {
    input: JSON.stringify({
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: recordName(run), namespace: NAMESPACE, resourceVersion }, data: { [KEY]: text },
    }),
  });
  if (answer.code !== 0) notAllowed(run, answer);
}

/** What somebody wrote who is not this command is nobody's. */
function appsIn(text: unknown): AppIdentity[] {
  try {
    const apps: unknown = JSON.parse(String(text));
    if (!Array.isArray(apps)) return [];
    return apps.map(fieldsOf).map(({ package: name, charts }) => ({
      ...typeof name === 'string' ? { package: name } : {},
      charts: Array.isArray(charts) ? charts.map(String) : [],
    }));
  } catch {
    return [];
  }
}

/** Who may apply and not keep a record goes on, but may remove nothing that could be of somebody else. */
function notAllowed({ display, settings: { prune } }: ApplyRun, answer: Answer): undefined {
  if (failureOf(answer) !== Failure.FORBIDDEN || (prune.enabled && !prune.adopt)) endWith(answer);
  display.note(`warning: no record of the apps of this field manager: ${firstWords(answer.stderr)}`);
  return undefined;
}

function recordName({ settings: { fieldManager } }: ApplyRun): string {
  return `${fieldManager.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '')}-apps`;
}
