import * as fs from 'fs';
import * as path from 'path';
import { type Problem, raise, type ReleaseComponent, show, showAll } from '../core';
import { checkLocked, isNotThere, LOCK_FILE, type LockReading, readLock, reasonOf, sha256Of } from './lock-file';
import type { Manifest } from './manifest';
import { needsFile } from './needed-releases';
import { readObjects, type ReleaseObjects, VENDOR_COMMAND } from './release-objects';
import { checkReleaseFile, releaseFile, type ReleaseFile, vendoredPath } from './release-table';

/** Missing files that a message names; further ones are counted. */
const MOST_NAMED = 3;

/** What came of reading vendored files. */
export interface ReadResult {
  /** Objects in the order of the files, and in each as it has them. */
  readonly objects: readonly Manifest[];
  readonly problems: readonly Problem[];
  /**
   * Whether every file was read. Where the command line asks for needs, files that are missing or altered are left out
   * without a problem, and this says so.
   */
  readonly complete: boolean;
  /**
   * The path of the file, where there is none; `problems` says so too.
   * @default - there is one
   */
  readonly missing?: string;
}

/** Objects by the digest of the file: files are the same for all apps and clusters of a process. */
const READ = new Map<string, ReleaseObjects>();

/**
 * Release files of upstream in the user's repository, in which `npx cdk8s-knative vendor` keeps them together with a
 * lock file. Synth reads these and no network.
 *
 * A file that is missing is refused with `KN-REL-002`, one whose digest is another than the lock file says with
 * `KN-REL-003`, one that the lock file does not name with `KN-REL-005`, and an edited lock file with `KN-REL-004`.
 *
 * @see https://knative.dev/docs/install/yaml-install/
 */
export class VendoredReleases {
  /**
   * Files in a folder.
   * @param folder relative to the working directory of synth: `releases`. Nothing is read yet. What is no folder is
   *   refused with `KN-REL-010`
   */
  public static fromFolder(folder: string): VendoredReleases {
    raise(checkFolder(folder));
    return new VendoredReleases(folder);
  }

  private constructor(
    /** The folder, as the program says it. */
    public readonly folder: string,
  ) {}

  /**
   * What is wrong with the folder as a whole, so that each of its files would be refused for it: it is not there
   * (`KN-REL-002`), or its lock file is not (`KN-REL-005`) or cannot be read (`KN-REL-004`).
   * @internal
   */
  public _checkFolder(): Problem | undefined {
    if (!fs.existsSync(this.folder)) return noFolder(this.folder);
    const { exists, problem } = readLock(this.folder);
    return exists ? problem : noLock(this.folder);
  }

  /**
   * The objects of a component, by its files.
   * @internal
   */
  public _readFiles({ name, version, files }: ReleaseComponent): Readonly<Record<string, ReadResult>> {
    const lock = readLock(this.folder);
    return Object.fromEntries(files.map((file) => {
      const unknown = checkReleaseFile({ component: name, version, file });
      return [file, unknown === undefined ? this.readOne(releaseFile(name, version, file), lock) : refused(unknown)];
    }));
  }

  private readOne(file: ReleaseFile, { lock, problem }: LockReading): ReadResult {
    const place = path.join(this.folder, vendoredPath(file));
    const bytes = bytesOf(place);
    const isThere = Buffer.isBuffer(bytes);
    const fault = problem ?? (isThere ? checkLocked(lock, this.folder, file, bytes) : missing(place, bytes.reason));
    if (fault !== undefined || !isThere) {
      const isMissing = !isThere && bytes.reason === undefined && problem === undefined;
      return { ...refused(needsFile() === undefined ? fault : undefined), ...isMissing ? { missing: place } : {} };
    }
    const { objects, faults } = objectsOf(bytes);
    return { objects, problems: faults.map((each) => each(place)), complete: true };
  }
}

function refused(problem?: Problem): ReadResult {
  return { objects: [], problems: problem === undefined ? [] : [problem], complete: false };
}

/**
 * Checks that bytes are a file of a release: a page of a proxy that wants a password is none. It is refused with
 * `KN-REL-006` to `KN-REL-009`.
 * @param place how messages call the file
 */
export function checkObjects(place: string, bytes: Uint8Array): Problem[] {
  return objectsOf(bytes).faults.map((fault) => fault(place));
}

function objectsOf(bytes: Uint8Array): ReleaseObjects {
  const digest = sha256Of(bytes);
  let objects = READ.get(digest);
  if (objects === undefined) {
    objects = readObjects(Buffer.from(bytes).toString('utf8'));
    READ.set(digest, objects);
  }
  return objects;
}

function bytesOf(place: string): Buffer | { readonly reason?: string } {
  try {
    return fs.readFileSync(place);
  } catch (error) {
    return isNotThere(error) ? {} : { reason: reasonOf(error) };
  }
}

function missing(place: string, reason?: string): Problem {
  return absent(reason === undefined ? `there is no file ${show(place)}` : `${show(place)} cannot be read: ${reason}`);
}

/**
 * The problem of files that are not there: one for all, as one run of the command brings them.
 * @internal
 */
export function missingFiles(places: readonly string[]): Problem[] {
  const [place] = places;
  if (place === undefined) return [];
  if (places.length === 1) return [missing(place)];
  const more = places.length - MOST_NAMED;
  const named = showAll(places.slice(0, MOST_NAMED));
  return [absent(`there are no files ${named}${more > 0 ? ` and ${more} more` : ''}`)];
}

function absent(message: string): Problem {
  return {
    code: 'KN-REL-002',
    message,
    received: undefined,
    allowed: 'the files of all releases that the program needs',
    fix: `run \`${VENDOR_COMMAND}\` in the folder that the program runs in, and keep what it brings in version control`,
  };
}

function noFolder(folder: string): Problem {
  return {
    code: 'KN-REL-002',
    message: `there is no folder ${show(folder)} with files of releases, seen from where the program runs`,
    received: path.resolve(folder),
    allowed: 'the folder that vendored files lie in',
    fix: `run \`${VENDOR_COMMAND}\`, which makes it, or correct the folder in \`VendoredReleases.fromFolder(...)\``,
  };
}

function noLock(folder: string): Problem {
  const file = path.join(folder, LOCK_FILE);
  return {
    code: 'KN-REL-005',
    message: `there is no lock file ${show(file)}, so that nobody can tell whether the files of ${show(folder)} are as upstream made them`,
    received: undefined,
    allowed: 'the lock file that was committed with the files',
    fix: `take it from version control; where there never was one, run \`${VENDOR_COMMAND}\`, which trusts what it downloads anew`,
  };
}

function checkFolder(folder: string): Problem | undefined {
  if (typeof folder === 'string' && folder.trim() !== '' && !/^[a-z]+:\/\//i.test(folder)) return undefined;
  return {
    code: 'KN-REL-010',
    message: `${show(folder)} is no folder`,
    received: folder,
    allowed: 'the path of a folder, from the folder that the program runs in',
    fix: 'write `releases`, for example; files are downloaded by the command line, not by the program',
  };
}
