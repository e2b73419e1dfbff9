import * as path from 'path';
import { type Problem, show } from '../core';

/**
 * The words that start a container.
 * @internal
 */
export interface CommandWords {
  /** @default - the entry point of the image */
  readonly command?: readonly string[];
  /** @default - the command of the image, where there is no `command` either */
  readonly args?: readonly string[];
}

/** Operators of shells that no program takes as a word; `;` and `>` are words of `find` and `expr`. */
const OPERATORS = new Set(['&&', '||', '>>']);
const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh']);

/**
 * Checks that the words are texts, which JavaScript may have got wrong, and that a command names a program.
 * @internal
 */
export function checkWords({ command, args }: CommandWords, workingDir: string | undefined): Problem | undefined {
  const lists: unknown[] = [command ?? [], args ?? []];
  const words: unknown[] = [...lists.flatMap((list) => Array.isArray(list) ? list : [undefined]), workingDir ?? ''];
  const wrong = lists.find((list) => !Array.isArray(list)) ?? words.find((word) => typeof word !== 'string');
  if (wrong === undefined && command?.[0] !== '') return checkWordsApart({ command, args });
  return {
    code: 'KN-POD-016',
    message: wrong === undefined ? 'the command begins with an empty word' : `${show(wrong)} is no word of a command`,
    received: wrong ?? '',
    allowed: 'texts, the first of `command` being a program',
    fix: "write each word as a text of its own: `['gunicorn', '--bind', ':$(PORT)']`",
  };
}

/** What a shell would take apart: Kubernetes starts the first word as it is, and hands on the others as they are. */
function checkWordsApart(words: CommandWords): Problem | undefined {
  const [program = ''] = words.command ?? [];
  const line = /\s/.test(program.trim()) && !program.startsWith('/') ? program : undefined;
  const operator = unreadByShell(words).find((word) => OPERATORS.has(word));
  const found = line ?? operator;
  if (found === undefined) return undefined;
  return {
    code: 'KN-POD-016',
    message: line === undefined ? `no shell reads the word ${show(found)}, so the program gets it as it is`
      : `the command begins with the word ${show(found)}, and there is no program of this name`,
    received: found,
    allowed: 'one text for each word of the command, or a script after `sh -c`',
    fix: line === undefined ? "write `command: ['sh', '-c', 'first && exec second']`"
      : `write \`command: ${JSON.stringify(found.trim().split(/\s+/)).replaceAll('"', "'")}\``,
  };
}

/**
 * Checks that no word has a variable in the form of a shell, where no shell reads it.
 * @param names variables that the platform sets
 * @internal
 */
export function checkShellVariables(words: CommandWords, names: readonly string[]): Problem | undefined {
  for (const word of unreadByShell(words)) {
    const name = names.find((one) => hasShellVariable(word, one, true));
    if (name === undefined) continue;
    return {
      code: 'KN-POD-013',
      message: `no shell reads the word ${show(word)}, so \`$${name}\` in it stays as it is`,
      received: word,
      allowed: `\`$(${name})\`, which Kubernetes replaces, or \`$${name}\` in a script after \`sh -c\``,
      fix: `write \`$(${name})\``,
    };
  }
  return undefined;
}

/**
 * What may surprise with a variable of the program's own in the form of a shell.
 * @internal
 */
export function shellVariableWarning(words: CommandWords, names: readonly string[]): string | undefined {
  for (const word of unreadByShell(words)) {
    const name = names.find((one) => hasShellVariable(word, one, false));
    if (name !== undefined) {
      return `no shell reads the word ${show(word)}, so \`$${name}\` in it stays as it is: write \`$(${name})\`, which `
        + 'Kubernetes replaces';
    }
  }
  return undefined;
}

/**
 * Checks that a `$(PORT)` stands where there is such a variable: elsewhere Kubernetes leaves it as it is.
 * @internal
 */
export function checkPortReference({ command = [], args = [] }: CommandWords): Problem | undefined {
  const word = [...command, ...args].find((one) => referencesIn(one).includes('PORT'));
  if (word === undefined) return undefined;
  return {
    code: 'KN-POD-014',
    message: `the word ${show(word)} refers to \`PORT\`, which Knative sets only in the container that gets the requests`,
    received: word,
    allowed: 'variables that the container has',
    fix: "write the number, or add `PORT: Env.value('8081')` to the container's `env`",
  };
}

/**
 * Checks that an environment value refers to nothing that comes after it: Kubernetes replaces `$(NAME)` from top to
 * bottom, and what the platform sets stands at the end.
 * @internal
 */
export function checkReferencesBack(name: string, value: string, later: ReadonlySet<string>): Problem | undefined {
  if (!value.includes('$(')) return undefined;
  const reference = referencesIn(value).find((one) => later.has(one));
  if (reference === undefined) return undefined;
  return {
    code: 'KN-POD-015',
    message: `the environment variable ${show(name)} refers to \`$(${reference})\`, which stands after it`,
    received: value,
    allowed: 'variables that stand before it; what Knative sets, such as `PORT`, stands after all others',
    fix: `put ${show(reference)} in front where it is yours; otherwise refer to it in \`command\` or \`args\``,
  };
}

/** Names in `$(NAME)`; `$$` is how a dollar is written. */
function referencesIn(text: string): string[] {
  if (!text.includes('$(')) return [];
  return [...text.replace(/\$\$/g, '').matchAll(/\$\(([^()]+)\)/g)].map((match) => match[1] ?? '');
}

function hasShellVariable(word: string, name: string, braces: boolean): boolean {
  if (!word.includes('$')) return false;
  const form = braces ? `\\$(?:${name}(?![A-Za-z0-9_])|\\{${name}[^A-Za-z0-9_])` : `\\$${name}(?![A-Za-z0-9_])`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && new RegExp(form).test(word.replace(/\$\$/g, ''));
}

/** All words, but for those that a shell gets after `-c`. */
function unreadByShell({ command = [], args = [] }: CommandWords): string[] {
  const words = [...command, ...args].filter((word) => typeof word === 'string');
  const shell = words.findIndex((word) => SHELLS.has(path.posix.basename(word)));
  const script = shell < 0 ? -1 : words.findIndex((word, index) => index > shell && /^-[a-z]*c[a-z]*$/.test(word));
  return script < 0 ? words : words.slice(0, script);
}
