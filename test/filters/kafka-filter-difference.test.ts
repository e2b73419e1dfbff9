import * as fc from 'fast-check';
import { Filter } from '../../lib';

const EVENT = { specversion: '1.0', id: '1', source: '/shop', type: 'order' };
const NOWHERE = 'compare an extension that the source sets';

/** What a filter of a part of a text is offered instead, for a Kafka broker. */
function offered(filter: Filter): string | undefined {
  const [difference, ...more] = filter._kafkaDifferences();

  expect(more).toEqual([]);
  expect(difference).toMatchObject({ id: 'kafka-filter-absent-attribute', refused: true });
  const written = /write `Filter\.cesql\((".*")\)`$/s.exec(difference?.message ?? '')?.[1];
  if (written === undefined) expect(difference?.message).toContain(NOWHERE);
  return written === undefined ? undefined : JSON.parse(written) as string;
}

test.each([
  ['prefix', 'gr\u00fcn_50%', 'EXISTS subject AND subject LIKE \'gr\u00fcn\\_50\\%%\''],
  ['suffix', '_gr\u00fcn', 'EXISTS subject AND subject LIKE \'%\\_gr\u00fcn\''],
  ['prefix', 'it\'s', 'EXISTS subject AND LEFT(subject, 4) = "it\'s"'],
  ['suffix', '50%', 'EXISTS subject AND RIGHT(subject, 3) = \'50%\''],
  ['prefix', 'a\\', 'EXISTS subject AND LEFT(subject, 2) = LEFT(\'a\\\\\', 2)'],
  ['suffix', '\u00fc\\', undefined],
  ['prefix', '\u00fc\\', undefined],
  ['suffix', '%\u00fc', undefined],
] as const)('%s of %s is offered %s', (dialect, value, instead) => {
  expect(offered(Filter[dialect]({ subject: value }))).toBe(instead);
});

test('what is offered parses, and means the same where the attribute is there', () => {
  const part = fc.oneof(fc.constantFrom('%', '_', '\\', '\'', '"', '\u00fc', '\u{1f600}', '\n', ' '), fc.string({ unit: 'binary', maxLength: 3 }));
  const value = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')).filter((text) => text !== '');
  // A backslash or a `%` of the text, beside what is looked for, is itself in a pattern and nothing else.
  const beside = fc.string({ unit: 'binary', maxLength: 3 }).map((text) => text.replace(/[%\\]/g, ''));
  fc.assert(fc.property(fc.constantFrom('prefix', 'suffix'), fc.constantFrom('subject', 'datacontenttype'), value, beside,
    (dialect, attribute, wanted, more) => {
      const filter = Filter[dialect]({ [attribute]: wanted });
      const instead = offered(filter);
      if (instead === undefined) return;
      const expression = Filter.cesql(instead);
      const ids = expression._kafkaDifferences().map(({ id }) => id);
      expect(ids.filter((id) => id !== 'kafka-cesql-pattern')).toEqual([]);
      for (const text of [wanted, more, `${wanted}${more}`, `${more}${wanted}`]) {
        if (text === '') continue;
        const event = { ...EVENT, [attribute]: text };
        expect([text, expression.matches(event)]).toEqual([text, filter.matches(event)]);
      }
      expect(expression.matches(EVENT)).toBe(false);
    }), { numRuns: 1000 });
});
