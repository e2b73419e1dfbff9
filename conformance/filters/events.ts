import type { SentEvent } from './go';
import type { Random } from './random';

/** Texts that filters compare with, and that events have; some begin or end as others do. */
export const TEXTS = [
  'order', 'order.paid', 'order.paid.v2', 'Order', 'paid', 'v2', 'a', '5', '05', '+5', '-5', '0', 'true', 'TRUE', 'false',
  '1.0', '0.3', 'caf\u00e9', '\u65e5\u672c', '\u{1f600}', 'a%b', 'a_b', 'a\\b', 'with space', ' ', "it's", '"', '2147483647',
  '2147483648', '9007199254740993', 'null', '0001-01-01T00:00:00Z', '2026-01-31T10:00:00Z',
] as const;
const TYPES = ['order.paid', 'order.created', 'com.example.order', 'Order', 'x', '5', 'caf\u00e9'] as const;
const SOURCES = [
  '/shop', '/shop/eu', 'https://shop.example.com/orders?page=1#top', 'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66',
  'mailto:orders@example.com', 'x', '/caf%C3%A9', 'sensors/tn-1234567/alerts',
] as const;
const SCHEMAS = ['https://schemas.example.com/order.json', 'urn:schema:order', 'https://schemas.example.com/v2#x'] as const;
const CONTENT_TYPES = ['application/json', 'text/plain; charset=utf-8', 'application/xml;v=1', 'TEXT/HTML', 'x/y ;z'] as const;
const TIMES = [
  '2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z', '2026-01-31T10:00:00.5Z', '2026-01-31T10:00:00.120Z',
  '2026-01-31T10:00:00.123456789Z', '2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00-00:30', '2026-01-31T10:00:00+00:00',
  '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2024-02-29T00:00:00Z',
] as const;
/** Names of extensions; the last are attributes of one version and extensions of another, or none that filters know. */
export const EXTENSIONS = [
  'tenant', 'region', 'amount', 'flag', 'sequence', 'a1', 'x', 'blob', 'dataschema', 'schemaurl', 'datacontentencoding',
  'datamediatype', 'partitionkey',
] as const;
/** Every name that a filter may ask for. */
export const NAMES = [
  'type', 'source', 'id', 'specversion', 'subject', 'time', 'dataschema', 'datacontenttype', 'schemaurl', 'datamediatype',
  'datacontentencoding', ...EXTENSIONS,
] as const;
const NUMBERS = [0, 1, 5, -5, 10, 2147483647, -2147483648, 5.9, -5.9, 1e3] as const;

/** An event: structured, or as headers, in which every attribute is a text. */
export function anEvent(random: Random): SentEvent {
  const binary = random.chance(0.3);
  const event: Record<string, unknown> = {
    specversion: random.chance(0.85) ? '1.0' : '0.3',
    id: random.pick(TEXTS),
    type: random.chance(0.7) ? random.pick(TYPES) : random.pick(TEXTS),
    source: random.pick(SOURCES),
  };
  optional(random, event);
  for (let left = random.below(5); left > 0; left -= 1) extension(random, event, binary);
  if (!binary) return { event: shuffled(random, event) };
  // HTTP leaves blanks around a value out, so that a blank text is none.
  for (const [name, value] of Object.entries(event)) if (value === ' ') event[name] = 'blank';
  return { event, headers: headersOf(event) };
}

function optional(random: Random, event: Record<string, unknown>): void {
  const first = event.specversion === '1.0';
  if (random.chance(0.5)) event.subject = random.pick(TEXTS);
  if (random.chance(0.4)) event.time = random.pick(TIMES);
  if (random.chance(0.4)) event.datacontenttype = random.pick(CONTENT_TYPES);
  if (random.chance(0.3)) event[first ? 'dataschema' : 'schemaurl'] = random.pick(SCHEMAS);
  if (!first && random.chance(0.2)) event.datacontentencoding = 'base64';
}

function extension(random: Random, event: Record<string, unknown>, binary: boolean): void {
  const name = random.pick(EXTENSIONS);
  // Names of the own version are attributes, of which there is one.
  if (name in event || (event.specversion === '1.0' ? name === 'dataschema' : /^schemaurl|encoding$/.test(name))) return;
  event[name] = random.oneOf<unknown>([
    [5, () => random.pick(TEXTS)],
    [binary ? 0 : 2, () => random.pick(NUMBERS)],
    [binary ? 0 : 2, () => random.chance(0.5)],
    [1, () => ''],
    [1, () => random.pick(TIMES)],
    // Bytes are in base64, in both forms of an event.
    [1, () => Buffer.from(random.pick(TEXTS)).toString('base64')],
    [1, () => random.pick(SOURCES)],
    [binary ? 0 : 0.3, () => null],
  ]);
}

function headersOf(event: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [
    name === 'datacontenttype' ? 'content-type' : `ce-${name}`, String(value),
  ]));
}

/** Go's reader goes through an event once, so that the order of its members could matter. */
function shuffled(random: Random, event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).map((entry) => [random.next(), entry] as const)
    .sort(([a], [b]) => a - b).map(([, entry]) => entry));
}
