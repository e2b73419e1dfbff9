import { JsonPatch } from 'cdk8s';
import { fieldsOf, nearest } from '../core';

/** What a patch does, as RFC 6902 has it. */
interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
}

/** Operations that take what is there; `copy` and `move` take it from another path. */
const TAKING: readonly string[] = ['replace', 'remove', 'test'];
const INDEX = /^(0|[1-9]\d*)$/;

/**
 * A document of its own with patches, which may be changed. A path that it does not have is an error, as RFC 6902 wants
 * it: cdk8s writes a misspelt field next to the one that was meant, and removes nothing without a word.
 * @param name how the message calls the document
 * @throws with a sentence that names the path, and what is there in its place
 * @see https://datatracker.ietf.org/doc/html/rfc6902#section-4
 */
export function patched(document: unknown, patches: readonly JsonPatch[], name: string): unknown {
  return patches.reduce<unknown>((before, patch) => {
    const fault = faultOf(before, patch);
    if (fault !== undefined) throw new Error(`${name}: ${fault}`);
    return JsonPatch.apply(before, patch);
  }, document);
}

function faultOf(document: unknown, patch: JsonPatch): string | undefined {
  const operation = operationOf(patch);
  if (operation === undefined) return undefined;
  const { op, path, from } = operation;
  if (TAKING.includes(op)) return absence(document, op, path);
  const taken = from === undefined ? undefined : absence(document, op, from);
  return taken ?? homelessness(document, op, path);
}

/** cdk8s keeps it to itself; a version that keeps it elsewhere costs this check and nothing else. */
function operationOf(patch: JsonPatch): Operation | undefined {
  const { op, path, from } = fieldsOf(Reflect.get(patch, 'operation'));
  if (typeof op !== 'string' || typeof path !== 'string') return undefined;
  return { op, path, ...typeof from === 'string' ? { from } : {} };
}

/** Why there is nothing at a path. */
function absence(document: unknown, op: string, path: string): string | undefined {
  if (path !== '' && !path.startsWith('/')) return `the path ${path} of ${op} does not begin with /`;
  let value = document;
  let home = '';
  for (const part of partsOf(path)) {
    const next = hasParts(value, part) ? Object.getOwnPropertyDescriptor(value, part) : undefined;
    if (next === undefined) return `there is no ${path} for ${op}: ${whatIsAt(value, home, part)}`;
    value = next.value;
    home = `${home}/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return undefined;
}

/** Why nothing can be put at a path: what it is to lie in is not there, or is a list that does not go so far. */
function homelessness(document: unknown, op: string, path: string): string | undefined {
  const end = path.lastIndexOf('/');
  if (end < 0) return path === '' ? undefined : absence(document, op, path);
  const home = path.slice(0, end);
  const absent = absence(document, op, home);
  if (absent !== undefined) return absent;
  const value = valueAt(document, home);
  const part = path.slice(end + 1);
  if (Array.isArray(value)) {
    return part === '-' || (INDEX.test(part) && Number(part) <= value.length) ? undefined
      : `there is no place ${path} for ${op}: ${whatIsAt(value, home, part)}`;
  }
  return typeof value === 'object' && value !== null ? undefined : `there is no place ${path} for ${op}: ${whatIsAt(value, home, part)}`;
}

/** A text has no elements, and a list none but those with a number. */
function hasParts(value: unknown, part: string): value is object {
  return typeof value === 'object' && value !== null && (!Array.isArray(value) || INDEX.test(part));
}

function valueAt(document: unknown, path: string): unknown {
  return partsOf(path).reduce<unknown>((value, part) => Reflect.get(Object(value), part), document);
}

function partsOf(path: string): string[] {
  return path.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function whatIsAt(value: unknown, home: string, part: string): string {
  const place = home === '' ? 'the manifest' : home;
  if (Array.isArray(value)) return `${place} is a list with ${value.length} element${value.length === 1 ? '' : 's'}`;
  const fields = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (fields.length === 0) return `${place} has no fields`;
  return `${place} has ${nearest(part, fields)}`;
}
