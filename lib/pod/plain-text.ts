import { type Problem, show } from '../core';

/** Variables whose value is a credential by their name: `DB_PASSWORD`, `API_KEY`, `apiToken`. */
const CREDENTIAL_NAME = /(^|[_.-])(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;
const CAMEL_NAME = /[a-z](Password|Passphrase|Secret|Token|ApiKey|AccessKey|PrivateKey|Credentials?)$/;
/** What such a variable may say without giving anything away: a switch, a number, a path, another variable. */
const HARMLESS = /^(true|false|\d+|\/.*|\$\([^)]*\))?$/i;
/** Values that hold a credential, whatever the variable is called. */
const CREDENTIAL_VALUES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /(^|[;&?\s])(AccountKey|SharedAccessKey|password|pwd)=(?!\$\()[^;&\s]+/i,
  /:\/\/[^/\s:@]*:(?!\$\()[^/\s@]+@/,
];

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
