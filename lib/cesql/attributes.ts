import { attributeText, goTime, REQUIRED_ATTRIBUTES } from '../core';
import { bytesOf } from './bytes';
import { MAX_INT32, MIN_INT32 } from './int32';

/** What an expression computes with: texts as bytes, whole numbers of 32 bits, booleans. */
export type CesqlValue = string | number | boolean;
/** Attributes of an event by name, in lower case. */
export type CesqlEvent = Readonly<Record<string, unknown>>;
/** Reads one attribute of events; nothing where an event lacks it. */
export type AttributeReader = (event: CesqlEvent) => CesqlValue | undefined;

/**
 * A cheap question before `Date.parse`: Go's zero time is `0001-01-01T00:00:00Z`, and in a zone west of Greenwich
 * the last day of December of the year before, `0000-12-31T19:00:00-05:00`.
 */
const NEAR_ZERO_TIME = /^000[01]-(?:01|12)-[^.]*$/;
const ZERO_TIME_MS = Date.parse('0001-01-01T00:00:00Z');

/**
 * How an attribute is read. Those of the specification are absent where they are empty, `dataschema` is what version
 * 0.3 calls `schemaurl`, and every other name is an extension. Follows Go: `GetAttribute` in sdk-go sql/v2,
 * utils/event.go
 * @internal
 */
export function attributeReader(name: string): AttributeReader {
  switch (name) {
    case 'specversion':
      return (event) => (isBefore1(event) ? '0.3' : '1.0');
    case 'id':
    case 'source':
    case 'type':
    case 'subject':
    case 'datacontenttype':
      return (event) => standard(event[name]);
    case 'dataschema':
      return (event) => standard(isBefore1(event) ? event.schemaurl : event.dataschema);
    case 'time':
      return (event) => timeOf(event.time);
    case 'schemaurl':
    case 'datacontentencoding':
      // Attributes of version 0.3, and names that extensions of 1.0 may have.
      return (event) => (isBefore1(event) ? undefined : extension(event[name]));
    case 'data':
      return () => undefined;
    default:
      return (event) => extension(event[name]);
  }
}

/**
 * Whether events have an attribute, whose reader is `read`; the required ones count as there. Follows Go:
 * `ContainsAttribute` in sdk-go sql/v2, utils/event.go
 * @internal
 */
export function existenceReader(name: string, read: AttributeReader): (event: CesqlEvent) => boolean {
  if (REQUIRED_ATTRIBUTES.has(name)) return () => true;
  switch (name) {
    case 'subject':
    case 'datacontenttype':
      return (event) => isThere(event[name]);
    case 'dataschema':
      return (event) => isThere(isBefore1(event) ? event.schemaurl : event.dataschema);
    case 'time':
      return (event) => read(event) !== undefined;
    case 'schemaurl':
    case 'datacontentencoding':
      return (event) => !isBefore1(event) && isExtension(event[name]);
    case 'data':
      return () => false;
    default:
      return (event) => isExtension(event[name]);
  }
}

/** `standard(value) !== undefined`, without a look at every byte. */
function isThere(value: unknown): boolean {
  const text = attributeText(value);
  return text !== undefined && text !== '';
}

/** `extension(value) !== undefined`, without a look at every byte. */
function isExtension(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array || extension(value) !== undefined;
}

function isBefore1({ specversion }: CesqlEvent): boolean {
  return specversion !== '1.0' && attributeText(specversion) === '0.3';
}

function standard(value: unknown): string | undefined {
  const text = attributeText(value);
  return text === undefined || text === '' ? undefined : bytesOf(text);
}

function timeOf(value: unknown): string | undefined {
  const text = attributeText(value);
  if (text === undefined || text === '') return undefined;
  const time = goTime(text);
  // Go cannot tell its zero time, in whichever zone, from none.
  return NEAR_ZERO_TIME.test(time) && Date.parse(time) === ZERO_TIME_MS ? undefined : bytesOf(time);
}

/** The value with its type; a number beyond 32 bits is none of CloudEvents, and no event arrives with it. */
function extension(value: unknown): CesqlValue | undefined {
  switch (typeof value) {
    case 'string':
      return bytesOf(value);
    case 'boolean':
      return value;
    case 'number':
    case 'bigint': {
      const number = Number(value);
      return number >= MIN_INT32 && number <= MAX_INT32 ? number | 0 : undefined;
    }
    default:
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : attributeText(value);
  }
}
