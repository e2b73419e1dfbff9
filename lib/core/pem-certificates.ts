import type { ErrorCode } from './codes';
import { hasLateValue } from './late-values';
import type { Problem } from './problem';

const BLOCK = /^-----BEGIN CERTIFICATE-----[ \t]*\r?\n[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----[ \t]*$/gm;
/** Bundles of systems name each certificate in a comment. */
const BETWEEN = /^\s*(#(?!.*-----).*)?$/;

/**
 * The blocks of a text that holds certificates in PEM and, save comments, nothing else; undefined for any other text.
 * Lines may end as those of Windows do.
 */
export function certificatesIn(text: unknown): readonly string[] | undefined {
  if (typeof text !== 'string') return undefined;
  const blocks = text.match(BLOCK) ?? [];
  const others = text.replace(BLOCK, '').split(/\r\n|\r|\n/);
  return blocks.length > 0 && others.every((line) => BETWEEN.test(line)) ? blocks : undefined;
}

/**
 * Checks certificates that are written out. The text is not shown: who takes the wrong file takes a private key, and
 * one may stand next to the certificate in the same file.
 */
export function checkCertificates(code: ErrorCode, field: string, text: string | undefined): Problem | undefined {
  if (text === undefined || hasLateValue(text) || certificatesIn(text) !== undefined) return undefined;
  return {
    code,
    message: `${field} is no certificate in PEM, or holds something else as well`,
    allowed: 'one or more PEM blocks of type CERTIFICATE, and no others',
    fix: 'read the file of the CA with `fs.readFileSync`: it holds blocks that begin with `-----BEGIN CERTIFICATE-----`, '
      + 'and no key',
  };
}
