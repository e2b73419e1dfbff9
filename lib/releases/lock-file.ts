import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { isFields, type Problem, show } from '../core';
import { fileAtPath, type ReleaseFile, vendoredPath } from './release-table';
import { VENDOR_COMMAND } from './release-objects';

/** Name of the lock file in the folder of the vendored files. */
export const LOCK_FILE = 'releases.lock.json';

/** What the lock file says of one file. */
export interface LockedFile {
  /** Where upstream has it, whichever mirror it was downloaded from. */
  readonly url: string;
  /** Digest of its bytes, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** Number of its bytes. */
  readonly size: number;
}

/** What `releases.lock.json` holds. */
export interface LockFile {
  readonly version: 1;
  /** By path below the folder: `knative-serving/1.23.0/serving-core.yaml`. */
  readonly files: Readonly<Record<string, LockedFile>>;
}

/** What came of reading a lock file. */
export interface LockReading {
  /** Without files where there is none, or where it cannot be read. */
  readonly lock: LockFile;
  /** Whether there is a lock file. */
  readonly exists: boolean;
  /** What is wrong with it: `KN-REL-004`. */
  readonly problem?: Problem;
}

/** A lock file that names no file. */
export const EMPTY_LOCK: LockFile = Object.freeze({ version: 1, files: Object.freeze({}) });

const VERSION = 1;
const SHA256 = /^[0-9a-f]{64}$/;
/** A path below the folder: none of its parts is `.` or `..`. */
const LOCKED_PATH = /^[a-z0-9][a-z0-9-]*\/[0-9][0-9a-zA-Z.+-]*\/[a-zA-Z0-9][a-zA-Z0-9._-]*$/;

/** Reads the lock file of a folder. One that does not exist is no problem here: no file was downloaded yet. */
export function readLock(folder: string): LockReading {
  const file = path.join(folder, LOCK_FILE);
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (isNotThere(error)) return { lock: EMPTY_LOCK, exists: false };
    return { lock: EMPTY_LOCK, exists: true, problem: edited(file, `cannot be read: ${reasonOf(error)}`, undefined) };
  }
  const problem = checkLock(text, file);
  if (problem !== undefined) return { lock: EMPTY_LOCK, exists: true, problem };
  return { lock: JSON.parse(text) as LockFile, exists: true };
}

/**
 * Checks the text of a lock file: its form, and that every address is the one that the table of releases has. It is
 * refused with `KN-REL-004`.
 * @param file how messages call it
 */
export function checkLock(text: string, file: string): Problem | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const conflict = /^(<{7}|={7}|>{7})/m.test(text);
    return edited(file, conflict ? 'has marks of a merge that was not finished' : 'is no JSON', undefined);
  }
  if (!isFields(value)) return edited(file, 'is no object', value);
  if (value.version !== VERSION) {
    return edited(file, `has the version ${show(value.version)}, and this library writes ${show(VERSION)}`, value.version);
  }
  if (!isFields(value.files)) return edited(file, 'has no `files`', value.files);
  const further = Object.keys(value).find((key) => key !== 'version' && key !== 'files');
  if (further !== undefined) return edited(file, `has the field ${show(further)}, which none has`, further);
  for (const [name, entry] of Object.entries(value.files)) {
    const fault = faultOf(name, entry);
    if (fault !== undefined) return edited(file, fault.what, fault.received);
  }
  return undefined;
}

function faultOf(name: string, entry: unknown): { what: string; received: unknown } | undefined {
  const known = fileAtPath(name);
  // A newer version of this library knows other releases; what it locked is not read here.
  if (known === undefined && !LOCKED_PATH.test(name)) {
    return { what: `names ${show(name)}, which is no path \`<component>/<version>/<file>\``, received: name };
  }
  if (!isFields(entry)) return { what: `says of ${show(name)} nothing that can be checked`, received: entry };
  const { url, sha256, size } = entry;
  if (typeof sha256 !== 'string' || !SHA256.test(sha256)) {
    return { what: `has a digest of ${show(name)} that is no SHA-256: ${show(sha256)}`, received: sha256 };
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return { what: `has a size of ${show(name)} that is none: ${show(size)}`, received: size };
  }
  if (typeof url !== 'string' || (known !== undefined && url !== known.url)) {
    return { what: `has an address of ${show(name)} that is not that of the release: ${show(url)}`, received: url };
  }
  const further = Object.keys(entry).find((key) => !['url', 'sha256', 'size'].includes(key));
  return further === undefined ? undefined : { what: `has the field ${show(further)} of ${show(name)}, which none has`, received: further };
}

function edited(file: string, what: string, received: unknown): Problem {
  return {
    code: 'KN-REL-004',
    message: `the lock file ${show(file)} ${what}`,
    received,
    allowed: `what \`${VENDOR_COMMAND}\` writes`,
    fix: `take it from version control, or delete it and run \`${VENDOR_COMMAND}\`, which then trusts what it downloads anew`,
  };
}

/** The text of a lock file, in the order of the paths, with a line break at its end. */
export function renderLock(lock: LockFile): string {
  const files = Object.entries(lock.files).sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { url, sha256, size }]) => [name, { url, sha256, size }] as const);
  return `${JSON.stringify({ version: VERSION, files: Object.fromEntries(files) }, undefined, 2)}\n`;
}

/** What the lock file says of a file with these bytes. */
export function lockEntry(file: ReleaseFile, bytes: Uint8Array): LockedFile {
  return { url: file.url, sha256: sha256Of(bytes), size: bytes.length };
}

/** The digest of bytes, as 64 hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Checks the bytes of a vendored file against the lock file: `KN-REL-003` where they differ, `KN-REL-005` where it
 * names no such file.
 * @param folder folder of the vendored files, as messages call it
 */
export function checkLocked(lock: LockFile, folder: string, file: ReleaseFile, bytes: Uint8Array): Problem | undefined {
  const name = vendoredPath(file);
  const place = path.join(folder, name);
  if (!Object.hasOwn(lock.files, name)) return notLocked(folder, place, bytes);
  const entry = lock.files[name];
  const digest = sha256Of(bytes);
  if (entry === undefined || entry.sha256 === digest) return undefined;
  return {
    code: 'KN-REL-003',
    message: `${show(place)} is not the file that was vendored: ${differenceOf(entry, bytes, digest)}`,
    received: digest,
    allowed: `the bytes with the digest that ${show(path.join(folder, LOCK_FILE))} says: ${show(entry.sha256)}`,
    fix: mendOf(folder, entry, bytes),
  };
}

function notLocked(folder: string, place: string, bytes: Uint8Array): Problem {
  return {
    code: 'KN-REL-005',
    message: `${show(place)} is not in the lock file, so that nobody can tell whether it is as upstream made it`,
    received: sha256Of(bytes),
    allowed: `files that ${show(path.join(folder, LOCK_FILE))} names with their digests`,
    fix: `run \`${VENDOR_COMMAND}\`, which takes it into the lock file where it is as upstream has it; where it is not, `
      + `\`${VENDOR_COMMAND} --replace\` puts the file of upstream in its place`,
  };
}

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

function differenceOf({ size }: LockedFile, bytes: Uint8Array, digest: string): string {
  if (isLfsPointer(bytes)) return 'it is a pointer of Git LFS';
  if (size !== bytes.length) return `it has ${bytes.length} bytes in place of ${size}`;
  return `its digest is ${show(digest)}`;
}

function mendOf(folder: string, { sha256 }: LockedFile, bytes: Uint8Array): string {
  if (isLfsPointer(bytes)) return 'run `git lfs pull`';
  const text = Buffer.from(bytes).toString('latin1');
  if (text.includes('\r\n') && sha256Of(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1')) === sha256) {
    return `its line breaks were changed: write \`${folder}/** -text\` into \`.gitattributes\`, and check the files out again`;
  }
  return `take it from version control, or run \`${VENDOR_COMMAND} --replace\`; what is to be other than upstream has it, `
    + 'the program says with `platform.patchReleased(...)`';
}

function isLfsPointer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, LFS_POINTER.length)).toString('latin1') === LFS_POINTER;
}

/**
 * Whether reading failed because there is nothing.
 * @internal
 */
export function isNotThere(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(reasonOf(error));
}

/**
 * Why reading failed, in few words without paths.
 * @internal
 */
export function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
