import { type Problem, show } from '../core';

/** Variables whose value is a credential by their name: `DB_PASSWORD`, `API_KEY`, `rootPassword`. */
const CREDENTIAL_NAME = /(^|[_.-])(PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)$/i;
const CAMEL_NAME = /[a-z](Password|Passphrase|ApiKey|AccessKey|PrivateKey)$/;
/** Variables that may hold a credential, or its name: `CSRF_TOKEN`, `TLS_SECRET`. */
const DOUBTFUL_NAME = /(^|[_.-])(SECRET|TOKEN|CREDENTIALS?)$|[a-z](Secret|Token|Credentials?)$/i;
/** What such a variable may say without giving anything away: a switch, a number, a path, another variable. */
const HARMLESS = /^(true|false|\d+|\/.*|\$\([^)]*\))?$/i;
/** Values that hold a credential, whatever the variable is called. */
const CREDENTIAL_VALUES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /(^|[;&?\s])(AccountKey|SharedAccessKey|password|pwd)=(?!\$\()[^;&\s]+/i,
  /:\/\/[^/\s:@]*:(?!\$\()[^/\s@]+@/,
  /(^|[^A-Za-z0-9])(AKIA[0-9A-Z]{16}|gh[opsur]_[A-Za-z0-9]{36})($|[^A-Za-z0-9])/,
];
/** Options of programs whose value is a credential: `--password=...`. */
const CREDENTIAL_OPTION = /^--?[a-z-]*(password|passwd|passphrase|secret|token|api-?key|access-?key|private-?key)=(?!\$\(|\/|$)/i;

/**
 * Whether an environment variable holds a credential in plain text, where everybody who reads the manifest or
 * the pod can read it. The message never shows the value.
 * @internal
 */
export function checkPlainText(name: string, value: unknown): Problem | undefined {
  if (typeof value !== 'string') return undefined;
  const byName = (CREDENTIAL_NAME.test(name) || CAMEL_NAME.test(name)) && !HARMLESS.test(value);
  if (!byName && !CREDENTIAL_VALUES.some((pattern) => pattern.test(value))) return undefined;
  return {
    code: 'KN-POD-049',
    message: `the environment variable ${show(name)} holds a credential in plain text`,
    received: undefined,
    allowed: 'credentials by reference; another variable may stand in a value, as in `postgres://user:$(DB_PASSWORD)@db`',
    fix: `write \`${name}: Env.fromSecret(SecretReference.fromName('my-secret'), 'my-key')\`, or a JSON patch where the value `
      + 'is no credential',
  };
}

/**
 * What to say of a variable whose name speaks of a credential and whose value may be one.
 * @internal
 */
export function plainTextWarning(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || !DOUBTFUL_NAME.test(name) || HARMLESS.test(value)) return undefined;
  return `the environment variable ${show(name)} may hold a credential in plain text: write `
    + '`Env.fromSecret(SecretReference.fromName(\'my-secret\'), \'my-key\')` if it does';
}

/**
 * Whether a word of a command holds a credential in plain text.
 * @internal
 */
export function checkPlainWords(words: readonly string[]): Problem | undefined {
  const found = words.find((word) => typeof word === 'string'
    && (CREDENTIAL_OPTION.test(word) || CREDENTIAL_VALUES.some((pattern) => pattern.test(word))));
  if (found === undefined) return undefined;
  const [option = ''] = found.split('=');
  return {
    code: 'KN-POD-049',
    message: `the word of the command that begins with ${show(option.slice(0, 20))} holds a credential in plain text`,
    received: undefined,
    allowed: 'credentials by reference, through a variable',
    fix: "write `'--password=$(DB_PASSWORD)'`, and `DB_PASSWORD: Env.fromSecret(...)` in `env`",
  };
}
