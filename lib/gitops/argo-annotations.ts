import type { ApiObject } from 'cdk8s';
import {
  checkClientSideSize, groupOf, type Problem, renderedOrNothing, type SizedManifest, waveOfObject,
} from '../core';
import { annotate, annotationsOf } from './annotate';
import { KEPT_STAGES, stageOf } from './stages';

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';
/** Groups that every API server has. */
const BUILT_IN: ReadonlySet<string> = new Set([
  '', 'apps', 'batch', 'autoscaling', 'policy', 'admissionregistration.k8s.io', 'apiextensions.k8s.io',
  'apiregistration.k8s.io', 'certificates.k8s.io', 'coordination.k8s.io', 'discovery.k8s.io', 'events.k8s.io',
  'flowcontrol.apiserver.k8s.io', 'networking.k8s.io', 'node.k8s.io', 'rbac.authorization.k8s.io', 'resource.k8s.io',
  'scheduling.k8s.io', 'storage.k8s.io',
]);

/** Tells Argo CD when and how to apply an object; what the program itself says of that stays. */
export function annotateForArgo(object: ApiObject, serverSideApply: boolean): void {
  const own = annotationsOf(object);
  const wave = waveOfObject(object);
  const stage = stageOf(object, wave);
  if (own[SYNC_WAVE] === undefined) annotate(object, SYNC_WAVE, String(stage.syncWave));
  const said = own[SYNC_OPTIONS];
  const options = new Map((typeof said === 'string' ? said : '').split(',').map((option) => option.trim()).filter((option) => option !== '')
    .map((option) => [option.split('=')[0], option]));
  const add = (name: string, value: string) => {
    if (!options.has(name)) options.set(name, `${name}=${value}`);
  };
  // The operator, or a chart, may bring the definition.
  if (!BUILT_IN.has(groupOf(object.apiVersion))) add('SkipDryRunOnMissingResource', 'true');
  if (serverSideApply) add('ServerSideApply', 'true');
  if (KEPT_STAGES.includes(stage.name)) add('Prune', 'false');
  const text = [...options.values()].join(',');
  if (text !== '' && text !== said) annotate(object, SYNC_OPTIONS, text);
}

/** Only a tool that applies on the server takes an object of any size. */
export function checkForArgo(object: ApiObject): Problem | undefined {
  const manifest = renderedOrNothing(object);
  // What cannot be rendered is refused where it is.
  if (manifest === undefined) return undefined;
  return checkClientSideSize(manifest as unknown as SizedManifest, 'leave `serverSideApply: false` of `GitOps` out');
}
