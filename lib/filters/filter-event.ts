import { attributeText, goTime } from '../core';

/**
 * An event as a filter sees it: a `CloudEvent` or `CloudEventV1` of the package `cloudevents`, or an object with the
 * context attributes by name, in lower case, such as a structured CloudEvent has them. Texts, whole numbers, booleans
 * and dates are CloudEvents values; anything else counts as absent. Data may be there and is not looked at.
 *
 * A broker hands events on with their extensions as texts, whatever their sender held them as.
 *
 * `source` and `dataschema` are compared as they are written; a URI that Go would write differently (a scheme in
 * capitals, a blank, an empty fragment) reaches a filter of the cluster in Go's form.
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
  const text = attributeText(value);
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
