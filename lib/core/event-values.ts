/** Attributes of an event, whichever type their author gave them: what every condition of a trigger is asked about. */

/** The attributes that every event has. Follows Go: sdk-go v2, binding/spec/attributes.go */
export const REQUIRED_ATTRIBUTES: ReadonlySet<string> = new Set(['specversion', 'id', 'source', 'type']);

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/**
 * The value of an attribute in the string form of CloudEvents; nothing for what is no value of one.
 * @internal
 */
export function attributeText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      // Numbers of CloudEvents are whole; the SDK that Knative reads events with cuts a fraction off.
      return Number.isFinite(value) ? String(Math.trunc(value)) : undefined;
    default:
      return value instanceof Date && !Number.isNaN(value.getTime()) ? goTime(value.toISOString()) : undefined;
  }
}

/**
 * A time as Go writes it: no zeros at the end of the fraction, and `Z` for UTC. A text that is no time stays.
 * @internal
 */
export function goTime(text: string): string {
  const match = TIME.exec(text);
  if (match === null) return text;
  const [, seconds = '', fraction = '', zone = ''] = match;
  const digits = fraction.slice(0, 9).replace(/0+$/, '');
  return seconds + (digits === '' ? '' : `.${digits}`) + (/^[+-]00:00$/.test(zone) ? 'Z' : zone);
}
