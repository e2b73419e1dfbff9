import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { appChecks, rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';
import { ownerOf, traceOf } from './identity';
import { describeInstallation, type Installation, type InstalledConfig, installationsFor, settingOf } from './installation';
import { type Problem, show, showAll } from './problem';
import { refuseAtSynth } from './problems';
import { wrongPatch } from './rendering';
import type { Resource } from './resource';
import { sourceLine } from './source-line';
import { Warnings } from './warnings';

const FEEDERS = new WeakMap<IConstruct, Resource[]>();
const OBJECT = 'Resource';

/**
 * Says that the object of a construct is a ConfigMap which a Knative release ships. Where the program describes the
 * installation that writes it, before or after, the object is no part of the manifests: the operator would set it back
 * to what the release has. Its data, patches included, goes into the installation then.
 * @internal
 */
export function feedInstallation(resource: Resource): void {
  const root = rootOf(resource);
  FEEDERS.set(root, [...FEEDERS.get(root) ?? [], resource]);
  detach(resource);
}

/**
 * Describes an installation that writes ConfigMaps of its release, and takes over what constructs have for them.
 * @internal
 */
export function describeOwner(installation: Installation): void {
  describeInstallation(installation);
  appChecks(installation.construct).ensure('config-owners', { order: 5, run: refuseOtherOwners });
  takeOver(installation);
}

/**
 * Takes over what constructs have for an installation that owns more ConfigMaps than when it was described.
 * @internal
 */
export function takeOver(installation: Installation): void {
  for (const resource of FEEDERS.get(rootOf(installation.construct)) ?? []) detach(resource);
}

/**
 * Whether an installation of the program writes the ConfigMap of a construct that feeds it.
 * @internal
 */
export function isFed(resource: Resource): boolean {
  return ownerFor(resource, resource.namespace, resource.name) !== undefined;
}

/**
 * The data of ConfigMaps that constructs feed an installation with, by the name of the ConfigMap.
 * @internal
 */
export function fedConfig(installation: Installation): InstalledConfig {
  return Object.fromEntries(feedersOf(installation).map((resource) => [resource.name, dataOf(resource)]));
}

/** What is wrong with data of a ConfigMap that an installation has to take. */
export type CheckData = (configMap: string, data: unknown) => (Problem | undefined)[];

/**
 * What is wrong with what an installation is fed with: keys that it sets itself, or that two constructs set. What is
 * wrong with one construct alone, patches of its object among it, is reported there.
 * @param own what the installation sets itself
 * @internal
 */
export function checkFed(installation: Installation, own: InstalledConfig, checkData: CheckData): Problem[] {
  const seen = new Map<string, string>();
  const feeders = feedersOf(installation);
  for (const resource of feeders) checkFeeder(resource, installation, checkData);
  return feeders.flatMap((resource) => Object.keys(dataOf(resource)).flatMap((key) => {
    const place = `${resource.name} ${key}`;
    const first = settingOf(own, resource.name, key) === undefined ? seen.get(place) : installation.construct.node.path;
    seen.set(place, resource.node.path);
    return first === undefined ? [] : [twoOwners(resource, key, first)];
  }));
}

function feedersOf(installation: Installation): Resource[] {
  const cluster = clusterOf(installation.construct);
  return (FEEDERS.get(rootOf(installation.construct)) ?? []).filter((resource) =>
    resource.namespace === installation.namespace && installation.owns?.(resource.name) === true
    && clusterOf(resource) === cluster && isPartOfTree(resource));
}

/** What a construct made on demand goes when the program writes it itself. */
function isPartOfTree({ node: { id, scope } }: IConstruct): boolean {
  return scope === undefined || (scope.node.tryFindChild(id) !== undefined && isPartOfTree(scope));
}

function detach(resource: Resource): void {
  if (ownerFor(resource, resource.namespace, resource.name) === undefined) return;
  resource.node.tryRemoveChild(OBJECT);
  appChecks(resource).changed();
}

function ownerFor(construct: IConstruct, namespace: string | undefined, configMap: string): Installation | undefined {
  return installationsFor(construct).find((installation) =>
    installation.namespace === namespace && installation.owns?.(configMap) === true);
}

function dataOf(resource: Resource): Readonly<Record<string, string>> {
  const { manifest } = manifestOf(resource);
  const data: unknown = manifest?.data;
  // Of anything else, which a patch may put there, the check of the feeder speaks.
  return typeof data === 'object' && data !== null ? data as Readonly<Record<string, string>> : {};
}

interface Rendered {
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

/** The object with its patches, of which one may not apply. */
function manifestOf({ apiObject }: Resource): Rendered {
  try {
    return { manifest: apiObject.toJson() as Readonly<Record<string, unknown>> };
  } catch (error) {
    return { error };
  }
}

function checkFeeder(resource: Resource, { kind }: Installation, checkData: CheckData): void {
  const { manifest, error } = manifestOf(resource);
  if (manifest === undefined) {
    refuseAtSynth(resource, wrongPatch(error), traceOf(resource));
    return;
  }
  const { data = {} } = manifest;
  for (const problem of checkData(resource.name, data)) {
    if (problem !== undefined) refuseAtSynth(resource, problem, traceOf(resource));
  }
  const lost = lostOf(manifest, Chart.of(resource).labels);
  if (lost.length === 0) return;
  Warnings.of(resource)._addFrom('fed-fields-lost', `${showAll(lost)} of the ConfigMap ${show(resource.name)} reach nothing: its data `
    + `goes into the ${kind}, which writes the rest of the ConfigMap as the release has it; leave them out`, traceOf(resource));
}

const TAKEN = ['apiVersion', 'kind', 'metadata', 'data'];
const NAMES = ['name', 'namespace', 'labels'];

/** What an object says besides its data and its name, but for the labels that its chart gives to all. */
function lostOf(manifest: Readonly<Record<string, unknown>>, ofChart: Readonly<Record<string, string>>): string[] {
  const metadata = manifest.metadata as Readonly<Record<string, unknown>>;
  const others = Object.keys(metadata).filter((field) => !NAMES.includes(field));
  const own = Object.entries(metadata.labels ?? {}).filter(([label, value]) => ofChart[label] !== value).map(([label]) => `labels.${label}`);
  return [
    ...Object.keys(manifest).filter((field) => !TAKEN.includes(field)),
    ...[...own, ...others].map((field) => `metadata.${field}`),
  ];
}

/** What is still an object of the program is a second owner: each of the two would undo what the other one did. */
function refuseOtherOwners(constructs: readonly IConstruct[]): void {
  for (const object of constructs) {
    if (!ApiObject.isApiObject(object) || object.kind !== 'ConfigMap') continue;
    const owner = ownerFor(object, object.metadata.namespace, object.name);
    if (owner === undefined) continue;
    const writer = ownerOf(object);
    // Nobody knows the line of an object of cdk8s itself; that of the platform is where the setting belongs.
    const line = sourceLine(traceOf(owner.construct));
    refuseAtSynth(writer, {
      code: 'KN-PLT-016',
      message: `the ConfigMap ${show(object.name)} in ${show(owner.namespace)} belongs to the ${owner.kind} `
        + `${show(owner.construct.node.path)}, which sets it back`,
      received: object.name,
      allowed: 'one owner for each ConfigMap of a release',
      fix: `say it in the settings of the ${owner.kind}${line === undefined ? '' : ` (${line})`}, and leave the ConfigMap out`,
    }, traceOf(writer));
  }
}

function twoOwners(resource: Resource, key: string, first: string): Problem {
  return {
    code: 'KN-PLT-016',
    message: `${show(key)} of the ConfigMap ${show(resource.name)} comes from ${show(first)} and from ${show(resource.node.path)}`,
    received: key,
    allowed: 'one place for each key',
    fix: 'say it in one of the two',
  };
}
