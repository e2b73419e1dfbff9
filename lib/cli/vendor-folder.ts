import * as fs from 'fs';
import * as path from 'path';
import { type Problem, show, showAll } from '../core';
import {
  checkLocked, LOCK_FILE, type LockedFile, lockEntry, type LockFile, readLock, type ReleaseFile, renderLock, sha256Of,
} from '../releases';
import { CliError, fail } from './cli-error';
import { onDisk } from './disk';
import { byText } from './texts';
import type { FolderPlan } from './vendor-plan';

/** How a file lies in the folder. */
export enum FileState {
  /** There, with the digest of the lock file. */
  KEPT = 'there',
  /** Not there. */
  MISSING = 'missing',
  /** There, with other bytes than the lock file says. */
  ALTERED = 'altered',
  /** There, but the lock file does not name it: nobody knows what it is. */
  UNKNOWN = 'not in the lock file',
}

/** What a download that broke leaves behind the name of its file. */
const PART_OF_DOWNLOAD = /\.part(\.json)?$/;

/** The vendored files of a repository, and the lock file that says which they are. */
export class VendorFolder {
  /** Whether there was a lock file. */
  public readonly hasLock: boolean;
  private entries: Readonly<Record<string, LockedFile>>;

  /** Reads the lock file; one that cannot be relied on is refused. */
  constructor(private readonly plan: FolderPlan) {
    const { lock, exists, problem } = readLock(plan.path);
    if (problem !== undefined) throw new CliError([problem]);
    this.entries = lock.files;
    this.hasLock = exists;
  }

  /** Files that the lock file names and nobody needs, by path. */
  public get unneeded(): string[] {
    return Object.keys(this.entries).filter((file) => !this.plan.files.has(file)).sort(byText);
  }

  /** Files in the folder that the lock file does not name and nobody needs: what they hold is checked by nobody. */
  public get foreign(): string[] {
    const { path: folder, files } = this.plan;
    if (!fs.existsSync(folder)) return [];
    return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
      .filter((file) => file !== LOCK_FILE && !files.has(file.replace(PART_OF_DOWNLOAD, '')) && !this.names(file))
      .sort(byText);
  }

  public stateOf(file: string, release: ReleaseFile): FileState {
    const bytes = this.read(file);
    if (bytes === undefined) return FileState.MISSING;
    if (!this.names(file)) return FileState.UNKNOWN;
    return checkLocked(this.lock, this.plan.folder, release, bytes) === undefined ? FileState.KEPT : FileState.ALTERED;
  }

  /** Whether the lock file names a file. */
  public names(file: string): boolean {
    return Object.hasOwn(this.entries, file);
  }

  /** Absolute path of a file. */
  public target(file: string): string {
    return path.join(this.plan.path, file);
  }

  /** Checks bytes that came for a file against the lock file, where that names it. */
  public checkArrived(file: string, bytes: Uint8Array): Problem | undefined {
    const entry = this.entries[file];
    if (entry === undefined) return undefined;
    const digest = sha256Of(bytes);
    if (digest === entry.sha256) return undefined;
    return {
      code: 'KN-CLI-017',
      message: `what came for ${show(file)} is not the file of the lock file: its SHA-256 is ${digest}, and ${entry.sha256} is locked; nothing was replaced`,
      received: digest,
      allowed: 'the bytes that the lock file was written for',
      fix: `find out who changed the file, upstream or the mirror; only where you trust the new one, take the entry of ${show(file)} out of ${show(LOCK_FILE)} and run the command again`,
    };
  }

  /** Takes a file that is in place now into the lock file; returns the digest. */
  public add(file: string, release: ReleaseFile, bytes: Uint8Array): string {
    const entry = lockEntry(release, bytes);
    this.entries = { ...this.entries, [file]: entry };
    return entry.sha256;
  }

  /** Removes a file, what is left of a download of it, its entry, and the folders that are empty then. */
  public async remove(file: string): Promise<void> {
    const target = this.target(file);
    await onDisk(target, () => {
      for (const name of [target, `${target}.part`, `${target}.part.json`]) fs.rmSync(name, { force: true });
      for (let folder = path.dirname(target); folder !== this.plan.path; folder = path.dirname(folder)) {
        if (!fs.existsSync(folder)) continue;
        if (fs.readdirSync(folder).length > 0) break;
        fs.rmdirSync(folder);
      }
    });
    this.entries = Object.fromEntries(Object.entries(this.entries).filter(([name]) => name !== file));
  }

  /** Writes the lock file, at once or not at all, where it says something new. */
  public async writeLock(): Promise<void> {
    const file = path.join(this.plan.path, LOCK_FILE);
    const text = renderLock(this.lock);
    await onDisk(file, () => {
      if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
      const written = `${file}.new`;
      fs.writeFileSync(written, text, { flush: true });
      fs.renameSync(written, file);
    });
  }

  /** Refuses to go on where the lock file has not got what a frozen folder must have. */
  public checkFrozen(): void {
    const added = [...this.plan.files.keys()].filter((file) => !this.names(file));
    if (added.length > 0) {
      fail({
        code: 'KN-CLI-021',
        message: `${show(path.join(this.plan.folder, LOCK_FILE))} does not name ${showAll(added)}, and with \`--frozen\` nothing is added to it`,
        received: added,
        allowed: 'a lock file with all files that the app needs',
        fix: 'run `npx cdk8s-knative vendor` without `--frozen`, and commit what it writes',
      });
    }
  }

  /** Refuses to go on where a file was changed: somebody meant it, and there may be no other copy. */
  public checkUntouched(states: ReadonlyMap<string, FileState>): void {
    const altered = [...states].filter(([, state]) => state === FileState.ALTERED).map(([file]) => file);
    throwAll(altered.map((file) => this.problemOf(file)));
  }

  /** Checks the bytes that came for a file that the lock file does not name against those that lie there. */
  public checkSame(file: string, bytes: Uint8Array): Problem | undefined {
    return this.read(file)?.equals(bytes) === true ? undefined : this.problemOf(file);
  }

  private problemOf(file: string): Problem | undefined {
    const release = this.plan.files.get(file);
    const bytes = this.read(file);
    return release && bytes && checkLocked(this.lock, this.plan.folder, release, bytes);
  }

  private get lock(): LockFile {
    return { version: 1, files: this.entries };
  }

  private read(file: string): Buffer | undefined {
    const target = this.target(file);
    try {
      return fs.readFileSync(target);
    } catch {
      return undefined;
    }
  }
}

function throwAll(problems: readonly (Problem | undefined)[]): void {
  const all = problems.filter((problem) => problem !== undefined);
  if (all.length > 0) throw new CliError(all);
}
