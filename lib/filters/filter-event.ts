import { attributeText, goTime, MAX_INT32 } from '../core';

/**
 * An event as a filter sees it: a `CloudEvent` or `CloudEventV1` of the package `cloudevents`, or an object that has
 * the context attributes under their lower-case names, such as a structured CloudEvent. Values are texts, numbers of 32
 * bits, booleans, dates and bytes; anything else counts as absent. Of a number that is not whole the fraction is cut
 * off, as Knative does when it reads an event. Filters ignore the data of an event.
 *
 * A part of an event will do, `{ region: 'eu' }`. What is no event at all is refused with `KN-FLT-013`.
 *
 * A broker passes every extension on as text, whatever type it had at the sender.
 *
 * `source` and `dataschema` are compared as written. On a cluster, filters get a URI in Go's normal form, which may
 * differ: a scheme in capitals, a blank, an empty fragment.
 */
export interface FilterEvent {
  readonly [attribute: string]: unknown;
}

/**
 * An attribute as Knative's lookup returns it.
 * @internal
 */
export interface AttributeValue {
  /** The value in the string form of CloudEvents. */
  readonly text: string;
  /** Whether the event holds it as a number, a boolean or a time, and not as a text. */
  readonly typed: boolean;
}

/** Go's zero time: what an event without a time answers. */
const NO_TIME = '0001-01-01T00:00:00Z';

/**
 * The attribute that a filter asks for. Attributes of the specification are always there, empty where the event has
 * none; an extension that the event lacks is absent. Follows Go: pkg/eventfilter/attributes/filter.go
 * @internal
 */
export function lookUp(event: FilterEvent, name: string): AttributeValue | undefined {
  const before1 = attributeText(event.specversion) === '0.3';
  switch (name) {
    case 'specversion':
      return standard(before1 ? '0.3' : '1.0');
    case 'id':
    case 'type':
    case 'source':
    case 'subject':
    case 'datacontenttype':
      return standard(attributeText(event[name]));
    case 'time':
      return standard(timeOf(event.time));
    case 'dataschema':
    case 'schemaurl':
      return standard(attributeText(before1 ? event.schemaurl : event.dataschema));
    case 'datamediatype':
      return standard(mediaTypeOf(attributeText(event.datacontenttype) ?? ''));
    case 'datacontentencoding':
      // Version 1.0 has no such attribute, and Knative does not look for an extension of that name either.
      return standard(before1 ? attributeText(event.datacontentencoding) : '');
    default:
      return extension(event[name]);
  }
}

function standard(text: string | undefined): AttributeValue {
  return { text: text ?? '', typed: false };
}

function extension(value: unknown): AttributeValue | undefined {
  if ((typeof value === 'number' || typeof value === 'bigint') && (value > MAX_INT32 || value < -MAX_INT32 - 1)) {
    // No number of CloudEvents, so that no event arrives with it.
    return undefined;
  }
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('base64') : attributeText(value);
  return text === undefined ? undefined : { text, typed: typeof value !== 'string' };
}

function timeOf(value: unknown): string {
  const text = attributeText(value) ?? '';
  return text === '' ? NO_TIME : goTime(text);
}

function mediaTypeOf(contentType: string): string {
  const semicolon = contentType.indexOf(';');
  return semicolon === -1 ? contentType : contentType.slice(0, semicolon).trim();
}
