import { type Problem, show } from '../core';
import type { CommandWords } from '../pod';

/** Name under which the shell reports what goes wrong before the program starts. */
const ARGV0 = 'start';

/**
 * The words that read the env files and then become the program. The program's own words come after the script, where
 * the shell hands them on as they are; `set -e` keeps the program from starting when a file is missing or broken.
 */
export function startCommand(shell: string, files: readonly string[], words: CommandWords): CommandWords {
  const script = ['set -e', ...files.map((file) => `. ${file}`), 'exec "$@"'].join('; ');
  return { command: [shell, '-c', script, ARGV0], args: [...words.command ?? [], ...words.args ?? []] };
}

/** Checks the shell, which the image has to have. */
export function checkShell(shell: string | undefined): Problem | undefined {
  if (shell === undefined || /^(\/?[A-Za-z0-9_.-]+)(\/[A-Za-z0-9_.-]+)*$/.test(shell)) return undefined;
  return {
    code: 'KN-VLT-011',
    message: `${show(shell)} is no shell`,
    received: shell,
    allowed: 'the name or path of a POSIX shell in the image, as one word',
    fix: "write `shell: '/bin/sh'`, for example",
  };
}

/** Without words of the program's own, the shell would take the place of the image's entry point and end at once. */
export function checkWordsToStart(name: string, words: CommandWords): Problem | undefined {
  if ((words.command ?? []).length > 0) return undefined;
  return {
    code: 'KN-VLT-011',
    message: `the container ${show(name)} reads an env file when it starts, and what it starts then is not known: the `
      + 'entry point of an image is not seen here',
    received: words.command,
    allowed: 'a `command` with the program that the image starts',
    fix: "write `command: ['gunicorn', '--bind', ':$(PORT)', 'service:app']`, for example, or use `VaultSecret.raw`",
  };
}
