import { AttributesFilter, type FilterEvent } from '../../lib/filters';

const EVENT: FilterEvent = { specversion: '1.0', id: '1', source: '/shop', type: 'order.paid', n: 5, b: true, region: '' };

describe('a legacy filter', () => {
  test('writes its attributes, empty values too', () => {
    expect(AttributesFilter.of({ type: 'order.paid', source: '' })._render())
      .toEqual({ attributes: { type: 'order.paid', source: '' } });
  });

  test('is compared by value', () => {
    const filter = AttributesFilter.of({ type: 'a', source: '' });

    expect(filter.equals(AttributesFilter.of({ source: '', type: 'a' }))).toBe(true);
    expect(filter.equals(AttributesFilter.of({ type: 'a' }))).toBe(false);
    expect(filter.equals(AttributesFilter.of({ type: 'a', subject: '' }))).toBe(false);
    expect(filter.equals(AttributesFilter.of({ type: 'b', source: '' }))).toBe(false);
  });

  test('is not changed by what becomes of the values it was made of', () => {
    const attributes: Record<string, string> = { type: 'a' };
    const filter = AttributesFilter.of(attributes);

    attributes.type = 'b';

    expect(filter.attributes).toEqual({ type: 'a' });
  });

  test.each<[string, () => AttributesFilter, string]>([
    ['no attributes', () => AttributesFilter.of({}), 'KN-FLT-001'],
    ['a number', () => AttributesFilter.of({ n: 5 as unknown as string }), 'KN-FLT-002'],
    ['a name that is none', () => AttributesFilter.of({ 'order-id': '' }), 'KN-FLT-003'],
    ['the data', () => AttributesFilter.of({ data: '' }), 'KN-FLT-003'],
  ])('fails on %s', (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['the value is the same', { type: 'order.paid' }, true],
    ['the value is another', { type: 'order.lost' }, false],
    ['every attribute has to match', { type: 'order.paid', source: '/other' }, false],
    ['an absent extension does not match', { nothing: 'a' }, false],
    ['any value of an attribute that is there', { type: '' }, true],
    ['no value of an extension that is absent', { nothing: '' }, false],
    ['no value of an extension that is empty', { region: '' }, false],
    ['no value of a subject that is absent', { subject: '' }, false],
    ['an absent time reads as a value', { time: '' }, true],
    ['a number never has the same value', { n: '5' }, false],
    ['a boolean never has the same value', { b: 'true' }, false],
    ['a number is some value', { n: '' }, true],
    ['the empty value is the only wildcard', { type: 'order.*' }, false],
  ])('%s', (_, attributes, matches) => {
    expect(AttributesFilter.of(attributes).matches(EVENT)).toBe(matches);
  });

  test.each([
    [{ type: 'a', subject: 'b' }, []],
    [{ subject: '' }, [['kafka-filter-empty-value', false]]],
    [{ datamediatype: 'a' }, [['kafka-filter-attribute', true]]],
    [{ datamediatype: '', time: 'x' }, [['kafka-filter-empty-value', false], ['kafka-filter-time', false]]],
  ])('says where a Kafka broker differs: %j', (attributes, differences) => {
    const found = AttributesFilter.of(attributes as Record<string, string>)._kafkaDifferences();

    expect(found.map(({ id, refused }) => [id, refused])).toEqual(differences);
  });
});
