import * as fc from 'fast-check';
import { AttributesFilter, Filter, type FilterEvent } from '../../lib/filters';

const NAMES = ['id', 'type', 'source', 'subject', 'time', 'datacontenttype', 'region', 'n'];
const text = fc.constantFrom('a', 'ab', 'b', 'ba', '5', 'true');
const attributes = fc.dictionary(fc.constantFrom(...NAMES), text, { minKeys: 1, maxKeys: 3 });
const event: fc.Arbitrary<FilterEvent> = fc.dictionary(
  fc.constantFrom(...NAMES), fc.oneof(text, fc.constantFrom(5, true, null, '')), { maxKeys: 8 },
);
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    attributes.map((given) => Filter.exact(given)),
    attributes.map((given) => Filter.prefix(given)),
    attributes.map((given) => Filter.suffix(given)),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((given) => Filter.all(...given)),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((given) => Filter.any(...given)),
    tie('filter').map((given) => Filter.not(given)),
  ),
}));

const DIALECTS = ['exact', 'prefix', 'suffix', 'all', 'any', 'not', 'cesql'];

function entriesOf(rendered: Record<string, unknown>): Record<string, unknown>[] {
  const nested = [rendered.all, rendered.any, rendered.not].flat()
    .filter((entry) => entry !== undefined) as Record<string, unknown>[];
  return [rendered, ...nested.flatMap(entriesOf)];
}

describe('every filter', () => {
  test('has exactly one dialect an entry, none of them empty', () => {
    fc.assert(fc.property(filter, (given) => {
      for (const entry of entriesOf(given._render())) {
        expect(Object.keys(entry)).toHaveLength(1);
        expect(DIALECTS).toEqual(expect.arrayContaining(Object.keys(entry)));
        for (const value of Object.values(entry)) expect(Object.keys(value as object)).not.toHaveLength(0);
      }
    }));
  });

  test('keeps its answer when its attributes come in another order', () => {
    fc.assert(fc.property(attributes, event, (given, e) => {
      const reversed = Object.fromEntries(Object.entries(given).reverse());

      expect(Filter.exact(reversed).equals(Filter.exact(given))).toBe(true);
      expect(Filter.exact(reversed).matches(e)).toBe(Filter.exact(given).matches(e));
    }));
  });

  test('is the sum of its attributes', () => {
    fc.assert(fc.property(attributes, event, (given, e) => {
      for (const make of [Filter.exact, Filter.prefix, Filter.suffix]) {
        const each = Object.entries(given).map(([name, value]) => make({ [name]: value }));
        expect(make(given).matches(e)).toBe(each.every((one) => one.matches(e)));
      }
    }));
  });

  test('passes by its beginning and by its end what it passes by its whole value', () => {
    fc.assert(fc.property(attributes, event, (given, e) => {
      fc.pre(Filter.exact(given).matches(e));

      expect(Filter.prefix(given).matches(e)).toBe(true);
      expect(Filter.suffix(given).matches(e)).toBe(true);
    }));
  });

  test('passes what the legacy form passes, which takes no numbers and booleans', () => {
    fc.assert(fc.property(attributes, event, (given, e) => {
      fc.pre(AttributesFilter.of(given).matches(e));

      expect(Filter.exact(given).matches(e)).toBe(true);
    }));
  });
});

describe('filters of filters', () => {
  test('obey De Morgan, since each decides', () => {
    fc.assert(fc.property(fc.array(filter, { minLength: 1, maxLength: 4 }), event, (given, e) => {
      const negated = given.map((one) => Filter.not(one));

      expect(Filter.not(Filter.any(...given)).matches(e)).toBe(Filter.all(...negated).matches(e));
      expect(Filter.not(Filter.all(...given)).matches(e)).toBe(Filter.any(...negated).matches(e));
    }));
  });

  test('are all or any of their parts, in any order', () => {
    fc.assert(fc.property(fc.array(filter, { minLength: 1, maxLength: 4 }), event, (given, e) => {
      const answers = given.map((one) => one.matches(e));
      const reversed = [...given].reverse();

      expect(Filter.all(...given).matches(e)).toBe(!answers.includes(false));
      expect(Filter.any(...given).matches(e)).toBe(answers.includes(true));
      expect(Filter.all(...reversed).matches(e)).toBe(Filter.all(...given).matches(e));
      expect(Filter.any(...reversed).matches(e)).toBe(Filter.any(...given).matches(e));
    }));
  });

  test('come back from not twice', () => {
    fc.assert(fc.property(filter, event, (given, e) => {
      expect(Filter.not(Filter.not(given)).matches(e)).toBe(given.matches(e));
    }));
  });
});
