import type { SentEvent } from '../filters/go';
import type { Random } from '../filters/random';

const TEXTS = [
  'order.paid', 'order', 'Order', '5', '-5', '+5', '05', '0', '1', '10', '20', 'abc', 'true', 'FALSE', 'TrUe', 'false', '/shop', 'x y',
  'a%b', 'a_b', 'a\\b', 'a\\xb', 'caf\u00e9', '\u65e5\u672c', '\u{1f600}', '2147483647', '-2147483648', '2147483648', 'not a number', 'o',
] as const;
/** Characters that no header carries, or that Go and Java look at in their own ways. */
const RARE = ['', ' ', '\t', 'a\nb', '\u00a0x', '\u0130\u00df\u017f', '\ufb01', '\u0665', '\u2028', 'trailing ', '\u0000'] as const;
const EXTENSIONS = ['tenant', 'region', 'amount', 'flag', 'a1', '1a', 'blob', 'schemaurl', 'datacontentencoding'] as const;
const TIMES = [
  '2026-01-31T10:00:00Z', '2026-01-31T10:00:05.5Z', '2026-01-31T12:00:00.120+02:00', '2026-01-31T10:00:00.123456789Z',
  '0001-01-01T00:00:00Z',
] as const;

/** An event for expressions, structured, so that numbers and booleans keep their type. */
export function anEvent(random: Random): SentEvent {
  const text = () => (random.chance(0.1) ? random.pick(RARE) : random.pick(TEXTS));
  const event: Record<string, unknown> = {
    specversion: random.chance(0.9) ? '1.0' : '0.3', id: text() || '1', type: text() || 'order', source: '/shop',
  };
  if (random.chance(0.6)) event.subject = text();
  if (random.chance(0.3)) event.time = random.pick(TIMES);
  if (random.chance(0.3)) event.datacontenttype = 'application/json';
  if (random.chance(0.3)) event[event.specversion === '1.0' ? 'dataschema' : 'schemaurl'] = 'https://example.com/schema';
  for (const name of EXTENSIONS) {
    if (name in event || random.chance(0.5) || (event.specversion === '0.3' && name.startsWith('datacontent'))) continue;
    if (name === 'schemaurl' && event.specversion === '0.3') continue;
    event[name] = random.oneOf<unknown>([
      [4, text],
      [2, () => random.pick([0, 1, 5, -5, 10, 20, 2147483647, -2147483648])],
      [1, () => random.chance(0.5)],
    ]);
  }
  return { event };
}

/** An event as both data planes get it from headers: each attribute is a text, of characters that headers carry. */
export function aSentEvent(random: Random): SentEvent & { readonly headers: Readonly<Record<string, string>> } {
  // Go takes a `%` for itself where a pattern has one.
  const [first, ...others] = TEXTS.filter((text) => !text.includes('%'));
  const text = () => random.pick([first ?? 'order', ...others]);
  const event: Record<string, string> = {
    specversion: '1.0', id: text(), type: text(), source: random.pick(['/shop', 'https://example.com/x']),
  };
  if (random.chance(0.6)) event.subject = text();
  // Go cannot tell its zero time from none.
  if (random.chance(0.3)) event.time = random.pick(['2026-01-31T10:00:00Z', '2026-01-31T10:00:05.5Z', '2026-01-31T12:00:00+02:00']);
  if (random.chance(0.3)) event.datacontenttype = 'application/json';
  if (random.chance(0.3)) event.dataschema = 'https://example.com/schema';
  for (const name of ['tenant', 'region', 'amount', 'flag', 'a1', 'blob'] as const) {
    if (random.chance(0.55)) event[name] = text();
  }
  const headers = Object.fromEntries(Object.entries(event).map(([name, value]) => [
    name === 'datacontenttype' ? 'content-type' : `ce-${name}`, value,
  ]));
  return { event, headers };
}
