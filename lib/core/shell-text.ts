/** What no shell reads anything into. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A text as one word of a POSIX shell, whatever is in it. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", () => String.raw`'\''`)}'`;
}

/** A text as a word that a command does not take for one of its options; options come before it. */
export function shellArgument(text: string): string {
  return text.startsWith('-') ? `-- ${shellWord(text)}` : shellWord(text);
}

/**
 * Lines that a command reads from its standard input, as they stand. No line of the text may be the mark that ends it
 * (`EOF`), which none of JSON and of policies is.
 */
export function shellInput(command: string, text: string): string {
  return `${command} <<'EOF'\n${text}${text.endsWith('\n') ? '' : '\n'}EOF`;
}

/** A comment, line by line; a text cannot end it. */
export function shellComment(text: string): string {
  return text.split(/[\n\r]/).map((line) => `# ${line}`.trimEnd()).join('\n');
}
