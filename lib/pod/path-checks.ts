import * as path from 'path';
import { type Problem, show } from '../core';

/**
 * Checks a path below a volume; follows `validateLocalDescendingPath` of Kubernetes.
 * @internal
 */
export function checkSubPath(what: string, subPath: string): Problem | undefined {
  const leaves = path.posix.isAbsolute(subPath) || subPath.split('/').includes('..');
  if (subPath !== '' && !leaves) return undefined;
  return {
    code: 'KN-POD-028',
    message: `the ${what} ${show(subPath)} is no path below its folder`,
    received: subPath,
    allowed: 'a relative path without `..`',
    fix: 'write a path such as `config/app.yaml`',
  };
}

/**
 * Checks the place of one file in a volume; follows `validateLocalNonReservedPath`, as the kubelet owns `..data`.
 * @internal
 */
export function checkFilePath(what: string, file: string): Problem | undefined {
  const problem = checkSubPath(what, file);
  if (problem !== undefined || !file.startsWith('..')) return problem;
  return {
    code: 'KN-POD-028',
    message: `the ${what} ${show(file)} begins with two dots, which Kubernetes keeps to itself`,
    received: file,
    allowed: 'a relative path that does not begin with `..`',
    fix: 'write a path such as `config/app.yaml`',
  };
}

/**
 * Checks a file mode.
 * @internal
 */
export function checkMode(field: string, mode: number | undefined): Problem | undefined {
  if (mode === undefined || (Number.isInteger(mode) && mode >= 0 && mode <= 0o777)) return undefined;
  return {
    code: 'KN-POD-029',
    message: `${field} ${show(mode)} is no file mode`,
    received: mode,
    allowed: 'a number from 0 to 0o777',
    fix: 'write it in octal: `0o640`',
  };
}
