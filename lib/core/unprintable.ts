import { type Problem, show } from './problem';

/**
 * Characters that cdk8s prints as they are, and that the YAML parser of kubectl refuses (control characters beyond
 * ASCII, separators of lines and paragraphs, halves of surrogate pairs) or takes for a space (U+0085).
 */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufffe\uffff\ud800-\udfff]/u;

/** Nearly all texts; told apart much faster. */
const PLAIN = /^[\x20-\x7e\n\t]*$/;

/** cdk8s takes an object with such a key for one of a class, and ends in the middle of its files. */
const UNWRITABLE_KEY = 'constructor';

/** Where a text stands that is not written, and the character that YAML does not keep; none where it is the key. */
interface Found {
  readonly at: string;
  readonly code?: number;
}

/**
 * Looks in the fields of a manifest for a text that no YAML file holds, and for a key that cdk8s does not write. What
 * is neither a text nor made of plain objects and lists is left to cdk8s.
 * @param field name of the field, for the message; the text itself may be a secret
 * @internal
 */
export function findUnprintable(value: unknown, field: string): Problem | undefined {
  const found = find(value);
  if (found === undefined) return undefined;
  if (found.code === undefined) return unwritable(field + found.at);
  const name = `U+${found.code.toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    code: 'KN-TYP-003',
    message: `the text of ${show(field + found.at)} holds the character ${name}, which a YAML file does not keep`,
    received: name,
    allowed: 'texts without control characters beyond ASCII, separators of lines, and halves of characters',
    fix: 'take the character out; JSON can hold it as an escape, such as `\\u2028`, bytes as base64',
  };
}

function unwritable(at: string): Problem {
  return {
    code: 'KN-TYP-003',
    message: `${show(at)} has the key ${show(UNWRITABLE_KEY)}, which cdk8s does not write`,
    received: UNWRITABLE_KEY,
    allowed: 'every other key',
    fix: 'write another key, or one with a prefix, such as `example.com/constructor`',
  };
}

/** The path is put together on the way back: nearly all manifests have nothing to find. */
function find(value: unknown): Found | undefined {
  if (typeof value === 'string') {
    if (PLAIN.test(value)) return undefined;
    const code = UNPRINTABLE.exec(value)?.[0].codePointAt(0);
    return code === undefined ? undefined : { at: '', code };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const list = Array.isArray(value);
  if (!list && Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  if (Object.hasOwn(value, UNWRITABLE_KEY)) return { at: '' };
  for (const key of Object.keys(value)) {
    const found = find((value as Readonly<Record<string, unknown>>)[key]);
    if (found !== undefined) return { at: `${list ? `[${key}]` : `.${key}`}${found.at}`, code: found.code };
  }
  return undefined;
}
