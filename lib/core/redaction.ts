/** What is written where a secret stood. */
const HIDDEN = '***';
/** A user and a password before a host; the digest of an image has an `@` before it too. */
const USER = /[^\s/@:"'`,[\]{}()]+:[^\s/@"'`]+@(?!sha\d+:)/g;
const BEARER = /\b(bearer|basic) +[\w.~+/=-]+/gi;
/** A name that says what its value is, and the value: in an address, in JSON, or in an expression. */
const NAMED = new RegExp('\\b([\\w-]*'
  + '(?:passwd|password|passphrase|secret|token|api[_-]?key|(?:access|secret|private)[_-]?key|credential)s?)'
  + '(["\']?\\s*[=:]\\s*)("[^"]*"?|\'[^\']*\'?|[^\\s"\'&,;}]+)', 'gi');
/** Names of Kubernetes that hold `secret` or `token`, and name an object or a setting. */
const HARMLESS = /(name|ref|keyref|namespace|path|automount\w*|serviceaccount\w*|expiration\w*)$/i;

/**
 * A text as it may stand in a message: what looks like a credential is hidden. Rules that know a value refuse it
 * before they show it; this is for the rest, such as a password in the place of a name.
 */
export function withoutSecrets(text: string): string {
  return text
    .replace(USER, `${HIDDEN}@`)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(NAMED, (all, name: string, between: string) => (HARMLESS.test(name) ? all : `${name}${between}${HIDDEN}`));
}
