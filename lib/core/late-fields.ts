import { isFields } from './fields';
import { lateSourceName } from './late-sources';
import { hasLateValue, hintOf, isLateText, isSpoilt, type LatePart, latePartsOf, tokenOf } from './late-values';
import { type Problem, show } from './problem';

/** A text of a manifest or document, keys included, that holds a value which only the deployment knows. */
export interface LateField {
  /** Where it stands: `spec.template.metadata.annotations["example.com/arn"]`. */
  readonly field: string;
  /** The text. */
  readonly text: string;
  /** Whether it stands for a whole list, but beside other elements, in a text or as a key. */
  readonly isPartOfList: boolean;
  /** Whether the program changed it, so that nobody finds its value again. */
  readonly isSpoilt: boolean;
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** How what stands for a whole list begins. */
const LIST = '#';

/** The fields of plain data that hold values which only the deployment knows, in their order. */
export function lateFields(value: unknown, field = ''): LateField[] {
  const found: LateField[] = [];
  if (holds(value)) search(value, [field], found);
  return found;
}

/** Nearly all manifests hold none, and need no names of fields. */
function holds(value: unknown): boolean {
  if (typeof value === 'string') return isLateText(value) || isSpoilt(value);
  if (typeof value === 'number') return hasLateValue(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holds);
  for (const key in value) if (holds(key) || holds(Reflect.get(value, key))) return true;
  return false;
}

/** @param path parts of the field's name, put together where something is found */
function search(value: unknown, path: readonly string[], found: LateField[], isWholeList = false): void {
  if (typeof value === 'string' || typeof value === 'number') {
    if (typeof value === 'number' && value > 0) return;
    note(String(value), path, found, isWholeList);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    value.forEach((each, index) => { search(each, [...path, `[${index}]`], found, value.length === 1 && isWholeToken(each)); });
    return;
  }
  for (const [key, each] of Object.entries(value)) {
    const inner = [...path, PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`];
    note(key, inner, found);
    search(each, inner, found);
  }
}

function note(text: string, path: readonly string[], found: LateField[], isWholeList = false): void {
  const spoilt = isSpoilt(text);
  if (!spoilt && !isLateText(text)) return;
  const isPartOfList = !isWholeList && latePartsOf(text).some(isList);
  found.push({ field: nameOf(path), text, isPartOfList, isSpoilt: spoilt });
}

function isWholeToken(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [first, ...more] = latePartsOf(value);
  return first !== undefined && isList(first) && more.length === 0;
}

function isList({ key, text }: LatePart): boolean {
  return key !== undefined && text.startsWith(LIST);
}

function nameOf(path: readonly string[]): string {
  return path.join('').replace(/^\./, '');
}

/**
 * Values that only the deployment knows, as a message names them: by the resource and its attribute, or by the hints
 * that AWS CDK gives them, without the numbers, which differ from run to run.
 */
export function lateNames(text: string): string {
  const hints = latePartsOf(text)
    .map((part) => part.key === undefined ? '' : lateSourceName(part.key) ?? attributeOf(part.key) ?? hintOf(part))
    .filter((hint) => hint !== '' && hint !== 'TOKEN');
  return hints.length === 0 ? 'a token' : [...new Set(hints)].map((hint) => `\`${hint}\``).join(', ');
}

/** What AWS CDK knows of a token that stands for an attribute of a resource; follows core/lib/reference.ts. */
interface Reference {
  readonly target: { readonly node: { readonly path: string } };
  readonly displayName: string;
}

function attributeOf(key: string): string | undefined {
  const token = tokenOf(key);
  return isReference(token) ? `${token.target.node.path} ${token.displayName}` : undefined;
}

function isReference(token: unknown): token is Reference {
  if (!isFields(token) || !isFields(token.target) || !isFields(token.target.node)) return false;
  return typeof token.target.node.path === 'string' && typeof token.displayName === 'string';
}

/**
 * Checks what has to be known when the program runs: it decides over other fields, or is written in another form, in
 * which nobody would find a late value again.
 */
export function checkNotLate(field: string, value: unknown): Problem | undefined {
  if (!hasLateValue(value)) return undefined;
  return {
    code: 'KN-LAT-005',
    message: `${show(field)} is known to the deployment only: ${lateNames(String(value))}`,
    received: value,
    allowed: 'a value that the program knows: it decides over other fields, or is written in another form',
    fix: `write the value itself for ${show(field)}`,
  };
}
