import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { type ApplyIndex, boundInOneValue, INDEX_FILE, objectId, type Problem, readIndex, show, showAll } from '../core';
import { checkPlaceholders } from './apply-placeholders';
import { type Manifest, type Member, titleOf } from './apply-settings';
import { CliError, fail } from './cli-error';

/** What `kubectl apply -R` would take out of a folder. */
const MANIFEST_FILE = /\.(ya?ml|json)$/;
const MOST_SHOWN = 10;
/** What cdk8s itself writes next to the manifests, of constructs and not of objects. */
const METADATA_FILE = 'construct-metadata.json';

/** An index, with the manifests of its objects, in the order in which they are applied. */
export interface ReadFolder {
  readonly index: ApplyIndex;
  readonly members: readonly Member[];
}

/**
 * Reads the index and the manifests of a cluster, and ends the command unless they agree: what nobody indexed has no
 * place in the order, and what is missing would be taken for removed.
 */
export function readFolder(cwd: string, folder: string, cluster: string | undefined): ReadFolder {
  const manifests = path.resolve(cwd, folder);
  const indexes = readIndexes(`${manifests}-documents`, folder);
  const index = indexOf(indexes, folder, cluster);
  const problems = [...foreignFiles(manifests, [...indexes.values()], folder)];
  const found = new Map<string, Manifest>();
  for (const file of new Set(index.objects.map((object) => object.file))) {
    problems.push(...readManifests(manifests, file, folder, found, indexes));
  }
  const members = index.objects.flatMap((indexed): Member[] => {
    const manifest = found.get(`${indexed.file} ${objectId(indexed)}`);
    const title = titleOf(indexed);
    if (manifest !== undefined) return [{ indexed, title, manifest: owned(manifest) }];
    problems.push(disagree(`${title} is in the index, and not in the file ${show(indexed.file)}`, indexed.file, folder));
    return [];
  });
  if (problems.length > 0) throw new CliError(atMost(problems, folder));
  const open = checkPlaceholders(`${manifests}-documents`, members);
  if (open.length > 0) throw new CliError(open);
  return { index, members: withBound(members) };
}

/** Bindings are looked for in the whole index: that of a service may come in another wave. */
function withBound(members: readonly Member[]): readonly Member[] {
  const bound = boundInOneValue(members.map(({ indexed, manifest }) => (
    { id: objectId(indexed), identity: indexed, manifest })));
  return members.map((member) => bound.has(objectId(member.indexed)) ? { ...member, isBound: true } : member);
}

/** Every index of an app, by cluster: the files of all of them lie in one folder. */
function readIndexes(documents: string, folder: string): ReadonlyMap<string, ApplyIndex> {
  const entries = fs.existsSync(documents) ? fs.readdirSync(documents, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const indexes = new Map<string, ApplyIndex>();
  for (const each of ['', ...folders]) {
    const file = path.join(documents, each, INDEX_FILE);
    if (fs.existsSync(file)) indexes.set(each, readIndex(fs.readFileSync(file, 'utf8')));
  }
  if (indexes.size > 0) return indexes;
  return fail({
    code: 'KN-CLI-030',
    message: `there is no index of the manifests of ${show(folder)}`,
    received: folder,
    allowed: `the output folder of an app, with ${show(path.join(`${folder}-documents`, INDEX_FILE))} next to it`,
    fix: 'write `SideDocuments.of(app).write()` after `app.synth()`, and run the app',
  });
}

function indexOf(indexes: ReadonlyMap<string, ApplyIndex>, folder: string, cluster: string | undefined): ApplyIndex {
  const index = indexes.get(cluster ?? '');
  if (index !== undefined) return index;
  const names = [...indexes.keys()].filter((name) => name !== '');
  return fail({
    code: 'KN-CLI-031',
    message: cluster === undefined
      ? `${show(folder)} has manifests for several clusters, and none is named`
      : `${show(folder)} has no manifests for a cluster ${show(cluster)}`,
    received: cluster,
    allowed: names.length === 0 ? 'no `--cluster`: the app names none' : showAll(names),
    fix: names.length === 0 ? 'leave `--cluster` out' : `write \`--cluster ${names[0] ?? ''}\``,
  });
}

function foreignFiles(manifests: string, indexes: readonly ApplyIndex[], folder: string): Problem[] {
  if (!fs.existsSync(manifests)) return [];
  const known = new Set(indexes.flatMap(({ objects }) => objects.map(({ file }) => file)));
  return (fs.readdirSync(manifests, { recursive: true }) as string[]).map((file) => file.split(path.sep).join('/')).sort()
    .filter((file) => MANIFEST_FILE.test(file) && !known.has(file) && file !== METADATA_FILE)
    .filter((file) => !isFolder(path.join(manifests, file)))
    .map((file) => ({
      ...disagree(`${objectsIn(manifests, file)} in the file ${show(file)} are of nobody's index`, file, folder),
      fix: `move ${show(file)} to another folder, or write its objects in the app, and run the app again`,
    }));
}

/** A link that leads nowhere, or to itself, is no folder: `kubectl apply` would end on it. */
function isFolder(file: string): boolean {
  try {
    return fs.statSync(file).isDirectory();
  } catch {
    return false;
  }
}

function atMost(problems: readonly Problem[], folder: string): Problem[] {
  const more = problems.length - MOST_SHOWN;
  if (more <= 0) return [...problems];
  const who = more === 1 ? 'file or object does' : 'files or objects do';
  return [...problems.slice(0, MOST_SHOWN), disagree(`${more} more ${who} not agree with the index`, folder, folder)];
}

/** The objects of a file, for a message. */
function objectsIn(manifests: string, file: string): string {
  const objects = documentsOf(path.join(manifests, file)).filter(isManifest)
    .map(({ kind, metadata }) => titleOf({ kind, ...metadata }));
  return objects.length === 0 ? 'the contents' : showAll(objects.slice(0, 3));
}

function readManifests(
  manifests: string, file: string, folder: string, found: Map<string, Manifest>,
  indexes: ReadonlyMap<string, ApplyIndex>,
): Problem[] {
  const to = path.join(manifests, file);
  const wrong = (message: string): Problem[] => [disagree(message, file, folder)];
  // Paths of an index that somebody edited may lead anywhere.
  if (path.relative(manifests, to).startsWith('..')) {
    return wrong(`the index names the file ${show(file)}, which is outside of the folder`);
  }
  if (!fs.existsSync(to)) return [];
  const known = new Set([...indexes.values()].flatMap(({ objects }) => objects)
    .filter((object) => object.file === file).map(objectId));
  return documentsOf(to).flatMap((document): Problem[] => {
    if (document === null || document === undefined) return [];
    if (!isManifest(document)) return wrong(`the file ${show(file)} has something that is no Kubernetes object`);
    const { apiVersion, kind, metadata } = document;
    // The index leaves out the namespace of what lives outside of namespaces.
    const ids = [metadata.namespace, undefined]
      .map((namespace) => objectId({ apiVersion, kind, namespace, name: metadata.name }));
    const id = ids.find((each) => known.has(each));
    const title = titleOf({ kind, ...metadata });
    if (id === undefined) return wrong(`${title} is in the file ${show(file)}, and not in the index`);
    if (found.has(`${file} ${id}`)) return wrong(`${title} is twice in the file ${show(file)}`);
    found.set(`${file} ${id}`, document);
    return [];
  });
}

/** YAML 1.1, which is what kubectl reads and cdk8s writes. */
function documentsOf(file: string): unknown[] {
  try {
    const documents = parseAllDocuments(fs.readFileSync(file, 'utf8'), { version: '1.1', logLevel: 'silent' });
    return 'empty' in documents ? [] : documents.map((document) => {
      if (document.errors.length > 0) throw document.errors[0];
      return document.toJS({ maxAliasCount: -1 }) as unknown;
    });
  } catch {
    // What does not parse is nothing that could be applied.
    return ['unreadable'];
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<Manifest>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}

/**
 * The server records who applies which fields: of an object that has none but its name, such as a bare Namespace, it
 * would keep no record, and nobody could tell later that it was ours. So that one gets a label.
 */
function owned(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  const says = (value: object, ...identity: readonly string[]): boolean => Object.entries(value)
    .some(([field, content]) => !identity.includes(field) && !isEmpty(content));
  if (says(manifest, 'apiVersion', 'kind', 'metadata') || says(metadata, 'name', 'namespace')) return manifest;
  return { ...manifest, metadata: { ...metadata, labels: { 'app.kubernetes.io/managed-by': 'cdk8s-knative' } } };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function disagree(message: string, received: string, folder: string): Problem {
  return {
    code: 'KN-CLI-030',
    message,
    received,
    allowed: `in ${show(folder)} exactly what its index names`,
    fix: 'run the app again, which writes both, and change objects in the app only',
  };
}
