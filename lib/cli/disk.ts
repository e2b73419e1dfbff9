import { show } from '../core';
import { CliError, fail } from './cli-error';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  EISDIR: 'a folder has this name',
  ENOTDIR: 'a file has the name of a folder of its path',
  EEXIST: 'something else has this name',
  ENOTEMPTY: 'a folder with files has this name',
  EMFILE: 'too many files are open',
  EIO: 'the disk has an error',
};

/** Does something with a file; where the disk refuses, the command ends with the name of the file and the reason. */
export async function onDisk<T>(file: string, act: () => T): Promise<Awaited<T>> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = errorCode(error);
    return fail({
      code: 'KN-CLI-019',
      message: `cannot write ${show(file)}: ${REASONS[code] ?? show(code)}`,
      received: code,
      allowed: 'a folder that files can be written to',
      fix: 'make room or give the user the right to write, then run the command again: nothing was written half',
    });
  }
}

/** What Node calls an error: `ENOENT`; its text where it has no such name. */
export function errorCode(error: unknown): string {
  // Not every error of Node is an `Error` of the realm that this code runs in.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
