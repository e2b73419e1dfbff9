import { groupOf, isFields, type Problem, show } from '../core';
import type { Manifest } from './manifest';
import { lineAt, readYaml, type YamlDocument } from './yaml-documents';

/** What is wrong with a file, before it is said of which one. */
export type FileFault = (file: string) => Problem;

/** The objects of a text, or everything that is wrong with it. */
export interface ReleaseObjects {
  readonly objects: readonly Manifest[];
  readonly faults: readonly FileFault[];
}

/** Command that brings vendored files. */
export const VENDOR_COMMAND = 'npx cdk8s-knative vendor';
const NOT_UPSTREAM = `that is no file of a release: look at what the address of the file gives, delete it and run \`${VENDOR_COMMAND}\``;
const VERSION = /^([^/]+\/)?[^/]+$/;
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** Reads the objects of a release file, as kubectl sees them: lists are taken apart, empty documents left out. */
export function readObjects(text: string): ReleaseObjects {
  const { documents, fault } = readYaml(text);
  if (fault !== undefined) return { objects: [], faults: [unreadable(fault.line, fault.message)] };
  const objects: Manifest[] = [];
  const faults: FileFault[] = [];
  const known = new Map<string, number>();
  for (const document of documents) {
    for (const item of itemsOf(document.value)) {
      const line = (): number => lineAt(text, document.at);
      const found = faultOf(item, line) ?? duplicateOf(item as Manifest, known, document, text);
      if (found !== undefined) faults.push(found);
      else objects.push(named(item as Manifest));
    }
  }
  if (objects.length === 0 && faults.length === 0) faults.push(empty);
  return { objects: Object.freeze(objects), faults };
}

/** Follows EachListItem of k8s.io/apimachinery, by which kubectl takes lists apart. */
function itemsOf(value: unknown): readonly unknown[] {
  if (!isFields(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List') || !Array.isArray(value.items)) return [value];
  return value.items.flatMap(itemsOf);
}

function faultOf(item: unknown, line: () => number): FileFault | undefined {
  if (!isFields(item)) return noObject(line(), 'is no map', item);
  const { apiVersion, kind, metadata } = item;
  if (!isText(apiVersion)) return noObject(line(), 'has no `apiVersion`', apiVersion);
  if (!VERSION.test(apiVersion)) return noObject(line(), `has the \`apiVersion\` ${show(apiVersion)}, which is none`, apiVersion);
  if (!isText(kind)) return noObject(line(), 'has no `kind`', kind);
  if (!isFields(metadata)) return noObject(line(), `of the kind ${show(kind)} has no \`metadata\``, metadata);
  const { name, generateName, namespace } = metadata;
  if (!isTextOrNothing(namespace)) return noObject(line(), `of the kind ${show(kind)} has a namespace that is no text`, namespace);
  if (isText(name)) return undefined;
  if (name === undefined && isText(generateName)) return unnameable(item as Manifest, generateName, line());
  return noObject(line(), `of the kind ${show(kind)} has no name`, name);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

/** The API server would give such an object a name of its own each time, and so make one more at each apply. */
function unnameable({ apiVersion, kind }: Manifest, generateName: string, line: number): FileFault | undefined {
  if (apiVersion === 'batch/v1' && kind === 'Job' && NAME.test(baseOf(generateName))) return undefined;
  return (file) => ({
    code: 'KN-REL-007',
    message: `the ${kind} on line ${line} of ${show(file)} has no name, only \`generateName\` ${show(generateName)}`,
    received: generateName,
    allowed: 'a name; of Jobs of `batch/v1`, which get the version of the release in their name, a beginning that a name can have',
    fix: NOT_UPSTREAM,
  });
}

function baseOf(generateName: string): string {
  return generateName.replace(/-+$/, '');
}

/** A Job that is to be given a name goes by the beginning of it. */
function named(object: Manifest): Manifest {
  const { metadata } = object;
  if (metadata.generateName === undefined || isText(metadata.name)) return object;
  return Object.freeze({ ...object, metadata: Object.freeze({ ...metadata, name: baseOf(metadata.generateName) }) });
}

function duplicateOf(
  { apiVersion, kind, metadata }: Manifest, known: Map<string, number>, { at }: YamlDocument, text: string,
): FileFault | undefined {
  const { name, generateName, namespace } = metadata;
  const identity = `${groupOf(apiVersion)}/${kind}/${namespace ?? ''}/${name ?? baseOf(generateName ?? '')}`;
  const first = known.get(identity);
  known.set(identity, first ?? at);
  if (first === undefined) return undefined;
  const where = namespace === undefined ? '' : ` of the namespace ${show(namespace)}`;
  const [before, again] = [lineAt(text, first), lineAt(text, at)];
  return (file) => ({
    code: 'KN-REL-006',
    message: `the ${kind} ${show(name)}${where} is in ${show(file)} twice, on lines ${before} and ${again}`,
    received: name,
    allowed: 'every object once in a file; which of two would stand depends on the order in which they are applied',
    fix: NOT_UPSTREAM,
  });
}

function empty(file: string): Problem {
  return {
    code: 'KN-REL-008',
    message: `there is no object in ${show(file)}`,
    received: undefined,
    allowed: 'files with at least one Kubernetes object',
    fix: NOT_UPSTREAM,
  };
}

function noObject(line: number, what: string, received: unknown): FileFault {
  return (file) => ({
    code: 'KN-REL-008',
    message: `the document on line ${line} of ${show(file)} ${what}`,
    received,
    allowed: 'Kubernetes objects with `apiVersion`, `kind` and `metadata.name`, and lists of them',
    fix: NOT_UPSTREAM,
  });
}

function unreadable(line: number, message: string): FileFault {
  return (file) => ({
    code: 'KN-REL-009',
    message: `${show(file)} cannot be read, line ${line}: ${message}`,
    received: undefined,
    allowed: 'YAML as kubectl reads it, in which no map has a key twice, with values that JSON has',
    fix: NOT_UPSTREAM,
  });
}
