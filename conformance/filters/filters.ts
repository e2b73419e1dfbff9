import { KnativeError } from '../../lib/core';
import { AttributesFilter, Filter } from '../../lib/filters';
import { anExpression } from '../cesql/expressions';
import { EXTENSIONS, NAMES, TEXTS } from './events';
import type { SentEvent } from './go';
import type { Random } from './random';

const DEEPEST = 4;
const EXPRESSIONS_TRIED = 20;

/** A filter for an event: what it compares with is often what the event has, or a part of it. */
export function aFilter(random: Random, { event }: SentEvent, depth = 0): Filter {
  const inner = () => aFilter(random, event === undefined ? { event: {} } : { event }, depth + 1);
  const nested = depth < DEEPEST ? 1 : 0;
  return random.oneOf<Filter>([
    [3, () => Filter.exact(attributes(random, event, (text) => text))],
    [2, () => Filter.prefix(attributes(random, event, (text) => part(random, text, 'start')))],
    [2, () => Filter.suffix(attributes(random, event, (text) => part(random, text, 'end')))],
    [1.5, () => anExpressionFilter(random)],
    [1.2 * nested, () => Filter.all(...random.times(1 + random.below(3), inner))],
    [1.2 * nested, () => Filter.any(...random.times(1 + random.below(3), inner))],
    [1.6 * nested, () => Filter.not(inner())],
  ]);
}

/**
 * An expression that is taken, most often one that the generator of expressions made. Where one may panic, the answer
 * of the filters around it depends on the order that the broker has given them by then.
 */
function anExpressionFilter(random: Random): Filter {
  for (let left = EXPRESSIONS_TRIED; left > 0; left -= 1) {
    try {
      const filter = Filter.cesql(anExpression(random));
      if (filter._warnings().every(({ id }) => id !== 'cesql-substring-length')) return filter;
    } catch (error) {
      if (!(error instanceof KnativeError)) throw error;
    }
  }
  return Filter.cesql("type LIKE 'order%'");
}

/** The older form, where an empty value asks for any. */
export function anAttributesFilter(random: Random, { event }: SentEvent): AttributesFilter {
  return AttributesFilter.of(attributes(random, event, (text) => (random.chance(0.25) ? '' : text), true));
}

function attributes(
  random: Random, event: Readonly<Record<string, unknown>>, change: (text: string) => string, empty = false,
): Record<string, string> {
  const wanted: Record<string, string> = {};
  for (let left = random.chance(0.75) ? 1 : 2; left > 0; left -= 1) {
    const there = Object.keys(event).filter((name) => event[name] !== null && event[name] !== '');
    const name = random.chance(0.8) ? there[random.below(there.length)] ?? 'type' : random.pick([...NAMES, ...EXTENSIONS, 'absent']);
    const own = event[name];
    const text = change(random.chance(0.75) && own !== undefined ? written(own) : random.pick(TEXTS));
    wanted[name] = text === '' && !empty ? 'a' : text;
  }
  return wanted;
}

function written(value: unknown): string {
  return typeof value === 'number' ? String(Math.trunc(value)) : String(value);
}

/** A part of a text, at its start or its end, in whole characters. */
function part(random: Random, text: string, at: 'start' | 'end'): string {
  const characters = [...text];
  const length = random.below(characters.length + 1);
  return (at === 'start' ? characters.slice(0, length) : characters.slice(characters.length - length)).join('');
}
