import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'cdk8s';
import { SideDocuments } from '../../lib';
import { type ApplyIndex, type IndexedObject, INDEX_FILE, objectId } from '../../lib/core';
import { refusalsOf } from '../../lib/testing';
import type { KubernetesObject } from '../control-plane/api-server';
import { objectsIn } from '../control-plane/release';

/** What a program writes: a folder of manifests, the index beside them, and what is in them. */
export interface Synthesized {
  /** Folder of the manifests; the documents are beside it. */
  readonly folder: string;
  readonly index: ApplyIndex;
  /** Objects by the ids of the index. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
}

const MANIFEST = /\.k8s\.yaml$/;

const WRITTEN: string[] = [];

/** Removes all folders that programs were written into. */
export function removeSynthesized(): void {
  for (const folder of WRITTEN.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

/** Runs a program and writes all that it makes into a folder of its own. */
export function synthesize(describe: (app: App) => void): Synthesized {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-synth-'));
  WRITTEN.push(home);
  const folder = path.join(home, 'dist');
  const app = new App({ outdir: folder });
  describe(app);
  const refusals = refusalsOf(app);
  if (refusals.length > 0) throw new Error(`we refuse a valid program: ${refusals.join('\n')}`);
  app.synth();
  SideDocuments.of(app).write();
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const objects = objectsIn(files.filter((file) => MANIFEST.test(file)).map((file) => path.join(folder, file)));
  return {
    folder,
    index: JSON.parse(fs.readFileSync(path.join(`${folder}-documents`, INDEX_FILE), 'utf8')) as ApplyIndex,
    objects: new Map(objects.map((object) => [idOf(object), object])),
  };
}

/** The refusals of a program. */
export function refusedBy(describe: (app: App) => void): readonly string[] {
  const app = new App({ outdir: path.join(os.tmpdir(), 'never-written') });
  describe(app);
  return refusalsOf(app);
}

/** The id of an object, as the index has it. */
export function idOf({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): string {
  return objectId({ apiVersion, kind, namespace, name });
}

/** The id of an entry of the index. */
export function entryId({ apiVersion, kind, namespace, name }: IndexedObject): string {
  return objectId({ apiVersion, kind, namespace, name });
}
