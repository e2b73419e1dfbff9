import { ANYTHING, type Possible, textual } from './possible';
import { LENGTHS } from './ranges';
import { formed, type TextRule, textsOf } from './texts';

/** As Go prints a time: RFC 3339 with nanoseconds, without zeros at their end. */
const TIME = new RegExp([
  '^\\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])',
  'T(?:[01]\\d|2[0-3])(?::[0-5]\\d){2}(?:\\.\\d{0,8}[1-9])?(?:Z|[+-]\\d\\d:\\d\\d)$',
].join(''));
const NO_TIME = '0001-01-01T00:00:00Z';

const NOT_EMPTY = formed({ bytes: { min: 1, max: LENGTHS.max }, description: 'a text that is not empty' });
const time: TextRule = (part, first, last) => (first && last
  ? TIME.test(part) && !/[+-]00:00$/.test(part) && part !== NO_TIME
  : /^[-0-9T:.+Z]*$/.test(part));
const TIMES = {
  ...formed({ bytes: { min: NO_TIME.length, max: LENGTHS.max }, rules: [time] }),
  description: 'a time such as `2026-01-31T10:00:00Z`',
  integers: undefined,
};

/** Attributes of CloudEvents itself, absent where they are empty. Follows Go: sdk-go v2, binding/spec/attributes.go */
const STANDARD: ReadonlyMap<string, Possible> = new Map([
  ['specversion', textual(textsOf(['1.0', '0.3']), false)],
  ...['id', 'source', 'type'].map((name) => [name, textual(NOT_EMPTY, false)] as const),
  ...['subject', 'datacontenttype', 'dataschema'].map((name) => [name, textual(NOT_EMPTY, true)] as const),
  ['time', textual(TIMES, true)],
]);

/**
 * Whether an attribute is one of CloudEvents itself, and so a text.
 * @internal
 */
export function isStandard(name: string): boolean {
  return STANDARD.has(name);
}

/**
 * What an attribute may be on the events that a broker takes; it fails where they may lack it.
 * @internal
 */
export function attributeOf(name: string): Possible {
  return STANDARD.get(name) ?? ANYTHING;
}
