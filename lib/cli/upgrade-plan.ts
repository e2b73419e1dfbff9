import { type ComponentName, KNATIVE_EVENTING, KNATIVE_SERVING, KnativeVersion, type ReleaseComponent, show } from '../core';
import type { InstalledObject } from '../operator';
import { OLDEST_KUBERNETES_OF_OPERATOR, releaseOf } from '../platform';
import type { Manifest, NeededReleases } from '../releases';
import { fail } from './cli-error';
import { ExitCode } from './exit-codes';
import { compareDefinitions, type DefinitionChange } from './upgrade-definitions';
import { installedIn, type ReadRelease } from './upgrade-installed';
import { byIdentity, byName, compareObjects, nameOf, type ObjectChanges, type ObjectName } from './upgrade-objects';
import { compareSettings, type SettingChanges } from './upgrade-settings';
import { stepsOf } from './upgrade-steps';
import { componentsForPlan, knativeVersionOf, POST_INSTALL } from './vendor-plan';

const DEFINITION = 'CustomResourceDefinition';

/** A release before and after the step; one that only one of the two versions has lacks the other. */
export interface ReleaseChange {
  readonly component: ComponentName;
  readonly from?: string;
  readonly to?: string;
}

/** What an upgrade by one minor version changes for one platform; as JSON, `--json` prints it so. */
export interface UpgradePlan {
  readonly version: 1;
  /** Cluster of the platform, where the program gives it a name. */
  readonly cluster?: string;
  readonly installedBy: string;
  readonly from: KnativeVersion;
  readonly to: KnativeVersion;
  readonly releases: readonly ReleaseChange[];
  /** Versions of Kubernetes: the oldest that starts it, what that is now, and the newest that upstream tests. */
  readonly kubernetes: { readonly oldest: string; readonly oldestNow: string; readonly newestTested: string };
  readonly objects: ObjectChanges & {
    /** Objects that come for the Jobs that move what is stored, with these; they go when the upgrade is over. */
    readonly forUpgrade: readonly ObjectName[];
  };
  readonly definitions: readonly DefinitionChange[];
  readonly settings: SettingChanges;
  /** Workloads that start anew. */
  readonly restarts: readonly ObjectName[];
  /** Jobs that move what is stored, in the end. */
  readonly migrations: readonly ObjectName[];
  readonly steps: readonly string[];
}

/** A step from one version to the next one. */
export interface UpgradeStep {
  readonly needs: NeededReleases;
  readonly from: KnativeVersion;
  readonly to: KnativeVersion;
}

const OPERATOR = 'operator';
const WITH_PODS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/**
 * The step of a platform to a version. A program that says both versions already is taken at its word. More than one
 * minor version, and one backwards, are refused with `KN-CLI-061`.
 * @returns nothing where the platform has the version already
 */
export function stepTo(needs: NeededReleases, to: KnativeVersion): UpgradeStep | undefined {
  const runs = needs.knative === to ? needs.upgradingFrom ?? to : needs.knative;
  const from = knativeVersionOf(runs);
  const all = Object.values(KnativeVersion);
  const minors = all.indexOf(to) - all.indexOf(from);
  if (minors === 0) return undefined;
  if (minors === 1) return { needs, from, to };
  const next = all[all.indexOf(from) + 1];
  return fail({
    code: 'KN-CLI-061',
    message: minors < 0 ? `Knative ${from} does not go back to ${to}` : `Knative ${from} cannot become ${to} in one step`,
    received: to,
    allowed: next === undefined ? 'none: there is no newer version that this library knows' : `the next minor version, ${show(next)}`,
    fix: next === undefined || minors < 0
      ? 'restore the cluster from a backup of before the upgrade: stored objects may be in a version that the older one does not read'
      : `run \`npx cdk8s-knative upgrade --to ${next} --plan\` first, and go on from there`,
  }, ExitCode.ERROR);
}

/** The releases of a platform in one version: those that it needs, and those that an operator installs for it. */
export function releasesIn(needs: NeededReleases, version: KnativeVersion, withJobs: boolean): ReleaseComponent[] {
  return componentsForPlan(needs, version).map((component) => ({
    ...component, files: component.files.filter((file) => withJobs || !POST_INSTALL.test(file)),
  }));
}

/** What a step changes. */
export function planStep({ needs, from, to }: UpgradeStep, read: ReadRelease): UpgradePlan {
  const [old, next] = [releasesIn(needs, from, false), releasesIn(needs, to, true)];
  const byOperator = needs.installedBy === OPERATOR;
  const [was, is] = [installedIn(old, from, read, byOperator), installedIn(next, to, read, byOperator)];
  const [before, after] = [manifestsIn(was.objects), manifestsIn(is.objects.filter((object) => !isOfUpgrade(object)))];
  const migrating = manifestsIn(is.objects.filter(isOfUpgrade));
  const migrations = migrating.filter(({ kind }) => kind === 'Job').map(nameOf).sort(byName);
  const [oldest, oldestNow] = [oldestFor(to, byOperator), oldestFor(from, byOperator)];
  const objects = compareObjects(before, after);
  const forUpgrade = compareObjects([...before, ...after], migrating).added;
  const definitions = compareDefinitions(before, after);
  const set = { [KNATIVE_SERVING]: needs.config.serving, [KNATIVE_EVENTING]: needs.config.eventing };
  const settings = compareSettings(was.configMaps, is.configMaps, set, to);
  return {
    version: 1,
    ...needs.cluster === undefined ? {} : { cluster: needs.cluster },
    installedBy: needs.installedBy,
    from,
    to,
    releases: releaseChanges(old, next),
    kubernetes: { oldest, oldestNow, newestTested: releaseOf(to).newestTestedKubernetes },
    objects: { ...withoutDefinitions(objects), forUpgrade },
    definitions,
    settings,
    restarts: restartsOf(before, after),
    migrations,
    steps: stepsOf({
      needs, from, to, removed: objects.removed.length, lost: settings.lost.length, migrations: migrations.length,
      removedDefinitions: objects.removed.filter(({ kind }) => kind === DEFINITION).length,
      ...oldest === oldestNow ? {} : { kubernetes: oldest },
    }),
  };
}

/** The version of Kubernetes that all parts start on. */
function oldestFor(version: KnativeVersion, byOperator: boolean): string {
  const { oldestKubernetes } = releaseOf(version);
  const minor = (text: string): number => Number(text.slice(2));
  const operatorNeedsMore = byOperator && minor(oldestKubernetes) < minor(OLDEST_KUBERNETES_OF_OPERATOR);
  return operatorNeedsMore ? OLDEST_KUBERNETES_OF_OPERATOR : oldestKubernetes;
}

function releaseChanges(old: readonly ReleaseComponent[], next: readonly ReleaseComponent[]): ReleaseChange[] {
  const names = [...new Set([...old, ...next].map(({ name }) => name))];
  const versionIn = (all: readonly ReleaseComponent[], name: ComponentName): string | undefined =>
    all.find((component) => component.name === name)?.version;
  return names.map((component) => ({ component, from: versionIn(old, component), to: versionIn(next, component) }));
}

/** What changes in a definition is told apart from other objects. */
function withoutDefinitions(changes: ObjectChanges): ObjectChanges {
  return { ...changes, changed: changes.changed.filter(({ kind }) => kind !== DEFINITION) };
}

function restartsOf(before: readonly Manifest[], after: readonly Manifest[]): ObjectName[] {
  const old = byIdentity(before);
  return [...byIdentity(after)].flatMap(([identity, is]) => {
    const was = old.get(identity);
    if (was === undefined || !WITH_PODS.includes(is.kind)) return [];
    return JSON.stringify(podOf(was)) === JSON.stringify(podOf(is)) ? [] : [nameOf(is)];
  });
}

function podOf({ spec }: Manifest): unknown {
  return (spec as { readonly template?: unknown } | undefined)?.template;
}

function isOfUpgrade({ file }: InstalledObject): boolean {
  return POST_INSTALL.test(file);
}

function manifestsIn(objects: readonly InstalledObject[]): readonly Manifest[] {
  return objects.map(({ manifest }) => manifest);
}
