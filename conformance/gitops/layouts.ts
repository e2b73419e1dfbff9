import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../control-plane/api-server';
import { objectsIn, yamlFiles } from '../control-plane/release';
import type { HealthCheckExpr } from './health';

/** What a tool applies at once, and what it waits for then. */
export interface Batch {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

function annotationOf(object: KubernetesObject, key: string): string | undefined {
  const { annotations = {} } = object.metadata as { readonly annotations?: Readonly<Record<string, string>> };
  return annotations[key];
}

/** Objects by their sync waves, as Argo CD sorts them; what says nothing is of wave 0. */
export function argoBatches(objects: Iterable<KubernetesObject>): Batch[] {
  const byWave = new Map<number, KubernetesObject[]>();
  for (const object of objects) {
    const wave = Number(annotationOf(object, SYNC_WAVE) ?? '0');
    byWave.set(wave, [...byWave.get(wave) ?? [], object]);
  }
  return [...byWave].sort(([a], [b]) => a - b).map(([wave, inWave]) => ({ name: String(wave), objects: inWave }));
}

/** Whether Argo CD tries an object before it applies anything, and knows no such kind then. */
export function isTriedInVain(object: KubernetesObject, defined: ReadonlySet<string>): boolean {
  const kind = `${object.apiVersion.split('/')[0] ?? ''}/${object.kind}`;
  const options = (annotationOf(object, 'argocd.argoproj.io/sync-options') ?? '').split(',');
  return !defined.has(kind) && !options.includes('SkipDryRunOnMissingResource=true');
}

/** The settings that Argo CD is to merge into its own. */
export function argoSettings(documents: string): Readonly<Record<string, string>> {
  const text = fs.readFileSync(path.join(documents, 'argocd', 'argocd-cm.yaml'), 'utf8');
  return (parse(text) as { readonly data: Readonly<Record<string, string>> }).data;
}

interface IgnoredDifference {
  readonly name: string;
  readonly jsonPointers?: readonly string[];
}

/** What an Application is to leave as it is in the cluster. */
export function argoIgnored(documents: string): readonly IgnoredDifference[] {
  const text = fs.readFileSync(path.join(documents, 'argocd', 'application.yaml'), 'utf8');
  const { spec } = parse(text) as { readonly spec: { readonly ignoreDifferences: readonly IgnoredDifference[] } };
  return spec.ignoreDifferences;
}

/** A Kustomization of Flux, as far as it is followed here. */
export type Kustomization = KubernetesObject & {
  readonly spec: {
    readonly dependsOn?: readonly { readonly name: string }[];
    readonly path: string;
    readonly healthCheckExprs?: readonly HealthCheckExpr[];
    readonly ignore?: readonly { readonly paths: readonly string[]; readonly target: object }[];
  };
};

/** The Kustomizations that Flux is given. */
export function kustomizations(documents: string): Kustomization[] {
  const text = fs.readFileSync(path.join(documents, 'flux', 'kustomizations.yaml'), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Kustomization);
}

/** The order of Kustomizations that wait for each other, with what is in their folders. */
export function fluxBatches(documents: string): (Batch & { readonly checks: readonly HealthCheckExpr[] })[] {
  const open = kustomizations(documents);
  const done = new Set<string>();
  const batches = [];
  while (open.length > 0) {
    const next = open.findIndex(({ spec }) => (spec.dependsOn ?? []).every(({ name }) => done.has(name)));
    const [first] = open.splice(next < 0 ? open.length : next, 1);
    if (first === undefined) throw new Error(`${open.length} Kustomizations wait for each other`);
    const { metadata: { name }, spec } = first;
    done.add(name);
    // Paths begin where the repository does: at the folder that the documents lie in.
    const folder = path.join(path.dirname(documents), spec.path);
    batches.push({ name, objects: objectsIn(yamlFiles(folder)), checks: spec.healthCheckExprs ?? [] });
  }
  return batches;
}
