import { checkIsList, type ErrorCode, listOf, type Problem, show } from '../core';

/** Checks arguments that a program adds to those which the options of a controller write. */
export function checkExtraArgs(
  code: ErrorCode, extra: readonly string[] | undefined, own: readonly string[],
): (Problem | undefined)[] {
  const written = new Set(own.map(flagOf));
  return [checkIsList('extraArgs', extra), ...listOf(extra).map((arg) => {
    const right = typeof arg === 'string' && /^--[a-z][a-z0-9-]*(=.*)?$/.test(arg);
    if (right && !written.has(flagOf(arg))) return undefined;
    return {
      code,
      message: right ? `the flag ${show(flagOf(arg))} is written by the options` : `${show(arg)} is no flag`,
      received: arg,
      allowed: 'flags that no option writes, each with its value behind an equals sign',
      fix: right ? 'say it in the option' : 'write `--log-format=json`, for example',
    };
  })];
}

function flagOf(arg: string): string {
  return arg.split('=')[0] ?? '';
}
