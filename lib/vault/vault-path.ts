import { type Problem, show } from '../core';

/**
 * What a path segment is made of. A quote, a backslash, a backtick or a brace would end the string of a template or a
 * policy, `?`, `#` and `%` begin another part of an address, `*` is a pattern in a policy.
 */
const SEGMENT = /^[\p{L}\p{M}\p{N}_.@=,~:-](?:[\p{L}\p{M}\p{N}_.@+=,~: -]*[\p{L}\p{M}\p{N}_.@+=,~:-])?$/u;

/** Checks a path or mount: one that templates, policies and addresses all read as it is written. */
export function checkVaultPath(what: string, path: string): Problem | undefined {
  if (typeof path === 'string' && path.split('/').every(isSegment) && !/^[^/]*:/.test(path)) return undefined;
  return {
    code: 'KN-VLT-001',
    message: `${show(path)} is no Vault ${what} that templates and policies can name`,
    received: path,
    allowed: 'segments of letters, digits, `_ . @ = , ~ : - +` and inner spaces, a slash between them, none at the ends; '
      + 'no segment is `.` or `..` or begins with `+`, and the first has no colon',
    fix: `write ${show(proposal(path))}, for example`,
  };
}

function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && !/^\.{1,2}$/.test(segment);
}

function proposal(path: string): string {
  const segments = String(path).split('/')
    .map((segment) => segment.replace(/[^\p{L}\p{M}\p{N}_.@=,~-]+/gu, '-').replace(/^-+|-+$/g, ''))
    .filter((segment) => segment !== '' && !/^\.{1,2}$/.test(segment));
  return segments.length > 0 ? segments.join('/') : 'secret/orders';
}
