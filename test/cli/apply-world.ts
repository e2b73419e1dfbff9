import * as fs from 'fs';
import * as path from 'path';
import { INDEX_VERSION, isAwaited, renderIndex, waveOf, WAVES } from '../../lib/core';
import { type FakeAnswer, FakeKubectl } from './fake-kubectl';
import { type CliRun, runCli, temporaryFolder } from './run-cli';

/** An object of a manifest. */
export interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export const NAMESPACE: Written = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
export const SETTINGS: Written = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' }, ...{ data: { a: 'b' } } };
export const WORKLOAD: Written = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'main', namespace: 'shop' }, ...{ spec: {} } };
export const ALL: readonly Written[] = [NAMESPACE, SETTINGS, WORKLOAD];

/** Writes manifests and their index, as a synth does. */
export function write(cwd: string, objects: readonly Written[], cluster = ''): void {
  const documents = path.join(cwd, 'dist-documents', cluster);
  fs.mkdirSync(path.join(cwd, 'dist'), { recursive: true });
  fs.mkdirSync(documents, { recursive: true });
  const file = `${cluster}app.k8s.yaml`;
  fs.writeFileSync(path.join(cwd, 'dist', file), objects.map((each) => JSON.stringify(each)).join('\n---\n'));
  fs.writeFileSync(path.join(documents, 'index.json'), renderIndex({
    version: INDEX_VERSION,
    ...cluster === '' ? {} : { cluster },
    waves: WAVES.map((name) => ({ name, awaited: isAwaited(name) })),
    objects: objects.map(({ apiVersion, kind, metadata }) => (
      { apiVersion, kind, ...metadata, file, wave: waveOf({ apiVersion, kind }), needs: [] })),
  }));
}

/** Where the command is run. */
export interface World {
  readonly cwd: string;
  readonly kubectl: FakeKubectl;
  readonly run: (...args: readonly string[]) => Promise<CliRun>;
}

/** Manifests in a folder, and a cluster that takes them, but for some answers. */
export function world(
  answers: readonly FakeAnswer[] = [], ask?: (question: string) => Promise<string>, objects = ALL,
): World {
  const cwd = temporaryFolder();
  write(cwd, objects);
  const kubectl = new FakeKubectl(cwd, answers);
  return { cwd, kubectl, run: (...args) => runCli(['apply', '--kubectl', kubectl.file, ...args], { cwd, ask }) };
}
