import type { ErrorCode } from './codes';
import { withoutTraces } from './late-sources';
import { type Problem, show } from './problem';

/** A user, and perhaps a password, before a host: also in the middle of a text, where several addresses were joined. */
const USER = /[\\/]{2}[^\\/?#]+@/;
/** Paths may hold an `@`. */
const PATH = /^(\/(?![\\/])|[?#])/;
/** Without a scheme, or with a password that would have to be escaped: what stands before the `@` may be one. */
const USER_LIKE = /^[^\\/?#]*@|:.*@/s;
const MAIL = /^mailto:/i;
/** Parameters that carry a credential by their name: `token`, `client_secret`, `accessToken`, `X-Amz-Signature`. */
const PARAMETER = new RegExp('[?&;#]([\\w.-]*[_.-])?(access|api|auth|bearer|client|private|session|security|shared)?'
  + '(password|passwd|passphrase|pwd|secret|token|api[_-]?key|(access|private|secret)[_-]?key|credential|sig|signature)=[^&;#]', 'i');

/**
 * Whether the text of an address holds a user, a password or a token, which everybody could read who reads the
 * manifest. It need not be a well-formed address: asked before the text is shown.
 */
export function holdsCredential(address: unknown): boolean {
  if (typeof address !== 'string') return false;
  const text = withoutTraces(address).trim();
  return USER.test(text) || PARAMETER.test(text) || holdsUser(text);
}

/**
 * Checks an address for credentials. Comes before every other check of an address, since those show it.
 * @param what where the address stands, for the message
 * @param code the refusal of addresses there
 * @param fix what to write instead
 */
export function checkCredentials(
  what: string, address: unknown, code: ErrorCode, fix: string,
): Problem | undefined {
  if (!holdsCredential(address)) return undefined;
  return {
    code,
    message: `${what} holds a user, a password or a token`,
    received: undefined,
    allowed: 'an address without credentials: everybody who reads the manifest reads it',
    fix,
  };
}

/** An address as it reads in a message of another mistake; without its text where that holds a credential. */
export function showAddress(address: unknown): string {
  return holdsCredential(address) ? '(not shown, since it holds a credential)' : show(address);
}

function holdsUser(text: string): boolean {
  if (!text.includes('@') || PATH.test(text) || MAIL.test(text)) return false;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Of an address that is read, the `@` after the host belongs to a path; `user:password@host` reads as a scheme.
  if (url !== undefined && url.host !== '') return url.username !== '' || url.password !== '';
  return USER_LIKE.test(text);
}
