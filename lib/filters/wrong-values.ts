import { quote } from '../cesql';
import { REQUIRED_ATTRIBUTES, show } from '../core';

/** What programs in JavaScript pass where a filter belongs, and what they should write. */

/** The ways to compare attributes. */
export type Comparing = 'exact' | 'prefix' | 'suffix' | 'attributes';
const ATTRIBUTES = 'com.example.order';
/** Values of a list that a proposal repeats. */
const MOST_VALUES = 3;

export function isFilter(value: unknown): boolean {
  return isObject(value) && '_test' in value && typeof value._test === 'function';
}

/** Whether a value is an expression that was built with `Cesql`. */
export function isBuilt(value: unknown): value is { readonly text: string } {
  return isObject(value) && '_operand' in value && 'text' in value && typeof value.text === 'string';
}

/** A value in a message: what the classes of this library hold within is of no use there. */
export function named(value: unknown): string {
  if (isFilter(value)) return 'a filter';
  if (isLegacy(value)) return 'an `AttributesFilter`';
  if (isBuilt(value)) return `the condition ${show(value.text)}`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'function' ? 'a function' : show(value);
}

/** What is no object with attributes, in words. */
export function otherThanAttributes(attributes: unknown): string | undefined {
  const isOther = !isObject(attributes) || Array.isArray(attributes) || isFilter(attributes) || isLegacy(attributes)
    || isBuilt(attributes);
  return isOther ? named(attributes) : undefined;
}

/** How a call that compares attributes is written. */
export function written(what: Comparing): string {
  return what === 'attributes' ? 'AttributesFilter.of' : `Filter.${what}`;
}

/** What to write instead of a part that is no filter. */
export function filterInstead(what: 'all' | 'any' | 'not', part: unknown): string {
  if (Array.isArray(part)) {
    return what === 'not' ? 'write `Filter.not(Filter.any(...filters))`' : `write \`Filter.${what}(...filters)\``;
  }
  if (isBuilt(part)) return `write \`Filter.${what}(Filter.where(condition))\``;
  if (typeof part === 'string') return `write \`Filter.${what}(Filter.cesql(text))\``;
  if (isLegacy(part)) return 'write `Filter.exact({ ... })` instead of `AttributesFilter.of({ ... })`';
  return `write \`Filter.${what}(Filter.exact({ type: '${ATTRIBUTES}' }))\`, for example`;
}

/** What to write instead of an expression that is no text. */
export function textInstead(value: unknown): string {
  if (isBuilt(value)) return 'write `Filter.where(condition)` for what was built with `Cesql`';
  if (isFilter(value)) return 'use the filter as it is, without `Filter.cesql`';
  return 'write `Filter.cesql("type LIKE \'com.example.%\'")`, for example';
}

/** What to write instead of a value that is no text. */
export function valueInstead(what: Comparing, name: string, value: unknown): string {
  if (Array.isArray(value)) return oneOf(what, name, value);
  if (value instanceof RegExp) return `write a pattern of CESQL: \`Filter.cesql("${guarded(name)}${name} LIKE 'a%'")\``;
  const text = ['number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : 'a';
  return `write \`{ ${name}: '${text}' }\`${text === 'a' ? ', for example' : ''}`;
}

/** One of several values. */
function oneOf(what: Comparing, name: string, values: readonly unknown[]): string {
  const texts = values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value)).map(String).slice(0, MOST_VALUES);
  const wanted = texts.length === 0 ? ['a', 'b'] : texts;
  const more = texts.length < values.length ? ', ...' : '';
  const method = what === 'attributes' ? 'exact' : what;
  const each = wanted.map((text) => `Filter.${method}({ ${name}: ${literal(text)} })`).join(', ');
  const any = `write \`Filter.any(${each}${more})\``;
  if (method !== 'exact') return any;
  const condition = `${guarded(name)}${name} IN (${wanted.map(quote).join(', ')}${more})`;
  return `${any}, or \`Filter.cesql(${JSON.stringify(condition)})\``;
}

/** A text as programs write it. */
function literal(text: string): string {
  return /['\\\n\r]/.test(text) ? JSON.stringify(text) : `'${text}'`;
}

/** An expression that reads an attribute fails where an event lacks it. */
function guarded(name: string): string {
  return REQUIRED_ATTRIBUTES.has(name) ? '' : `EXISTS ${name} AND `;
}

function isLegacy(value: unknown): boolean {
  return isObject(value) && '_render' in value && 'attributes' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
