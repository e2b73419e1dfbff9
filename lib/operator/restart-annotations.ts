import { createHash } from 'node:crypto';
import { type Fields, fieldsOf, type InstalledConfig, isFields, settingOf, withoutRun } from '../core';
import type { Manifest } from '../releases';
import { type NeededRestart, restartsAfter } from '../settings';
import { edited, isWorkload, joining, PODS } from './edits';
import { fieldsAt, textsOf } from './reading';

/**
 * Annotation of the pods of a workload that reads settings when it starts and never again: a digest of those that are
 * different from what the release has, and of the files that it reads so. Where one of them changes the digest does,
 * and the workload starts anew.
 */
export const RESTART_ANNOTATION = 'cdk8s-knative/settings-read-at-start';

const ANNOTATIONS = ['spec', 'template', 'metadata', 'annotations'];
const SHOWN = 16;

/**
 * ConfigMaps whose files a program reads when it starts, and never again: of Envoy in front of Kourier. A release may
 * change one of them and leave the pods as they were.
 */
const READ_AT_START: readonly string[] = ['kourier-bootstrap'];

/**
 * Workloads with the annotation, where they need it.
 * @param shipped the objects of the release
 * @param installed the same with the settings of the program in them
 */
export function withRestarts(
  namespace: string, shipped: readonly Manifest[], installed: readonly Manifest[],
): readonly Manifest[] {
  const after = configOf(installed);
  const needed = restartsAfter(namespace, configOf(shipped), after);
  const restarts = new Map(needed.map((restart) => [placeOf(restart), restart]));
  return installed.map((manifest) => {
    const { kind, metadata: { name, namespace: home = '' } } = manifest;
    const restart = restarts.get(`${kind} ${home}/${name}`);
    const read = [...restart === undefined ? [] : settingsOf(restart, after), ...filesOf(manifest, installed)];
    return read.length === 0 ? manifest
      : edited(manifest, ANNOTATIONS, joining({ [RESTART_ANNOTATION]: digestOf(read) }));
  });
}

function placeOf({ namespace, deployment, statefulSet }: NeededRestart): string {
  return `${statefulSet === true ? 'StatefulSet' : 'Deployment'} ${namespace}/${deployment}`;
}

function configOf(manifests: readonly Manifest[]): InstalledConfig {
  return Object.fromEntries(manifests.filter(({ kind }) => kind === 'ConfigMap')
    .map(({ metadata, data }) => [metadata.name, textsOf(data)]));
}

/** Settings with their values. */
type Read = readonly (readonly [string, unknown])[];

function settingsOf({ keys }: NeededRestart, config: InstalledConfig): Read {
  return [...keys].sort().map((place) => {
    const [configMap = '', ...key] = place.split(' ');
    return [place, settingOf(config, configMap, key.join(' '))];
  });
}

/** What a workload reads at its start of the files that it mounts. */
function filesOf(workload: Manifest, installed: readonly Manifest[]): Read {
  if (!isWorkload(workload)) return [];
  const names = volumesOf(workload).map(({ configMap }) => fieldsOf(configMap).name);
  return READ_AT_START.filter((name) => names.includes(name)).flatMap((name) => {
    const mounted = installed.find(({ kind, metadata }) =>
      kind === 'ConfigMap' && metadata.name === name && metadata.namespace === workload.metadata.namespace);
    return Object.entries(textsOf(mounted?.data)).sort(([one], [other]) => one < other ? -1 : 1)
      .map(([file, text]) => [`${name} ${file}`, text] as const);
  });
}

function volumesOf(workload: Manifest): readonly Fields[] {
  const { volumes } = fieldsAt(workload, ...PODS);
  return Array.isArray(volumes) ? volumes.filter(isFields) : [];
}

/** What only the deployment knows is told apart by its kind alone: its text is another one in each run. */
function digestOf(read: Read): string {
  return createHash('sha256').update(withoutRun(JSON.stringify(read))).digest('hex').slice(0, SHOWN);
}
