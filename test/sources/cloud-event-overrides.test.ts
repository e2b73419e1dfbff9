import { CloudEventOverrides } from '../../lib/sources';

describe('overrides of events', () => {
  test('set extensions', () => {
    expect(CloudEventOverrides.extensions({ region: 'eu', 1: '', a1: 'x' })._render())
      .toEqual({ extensions: { region: 'eu', 1: '', a1: 'x' } });
  });

  test('are not changed by what becomes of the values they were made of', () => {
    const extensions: Record<string, string> = { region: 'eu' };
    const overrides = CloudEventOverrides.extensions(extensions);

    extensions.region = 'us';

    expect(overrides.extensions).toEqual({ region: 'eu' });
  });

  test('are compared by value', () => {
    const overrides = CloudEventOverrides.extensions({ a: '1', b: '2' });

    expect(overrides.equals(CloudEventOverrides.extensions({ b: '2', a: '1' }))).toBe(true);
    expect(overrides.equals(CloudEventOverrides.extensions({ a: '1' }))).toBe(false);
    expect(overrides.equals(CloudEventOverrides.extensions({ a: '1', b: '3' }))).toBe(false);
  });

  test.each([
    ['', 'my'], ['orderId', 'orderid'], ['order-id', 'orderid'], ['order_id', 'orderid'], ['größe', 'gre'],
    ['type', 'mytype'], ['Source', 'mysource'], ['id', 'myid'], ['specversion', 'myspecversion'], ['time', 'mytime'],
    ['subject', 'mysubject'], ['dataschema', 'mydataschema'], ['datacontenttype', 'mydatacontenttype'], ['data', 'mydata'],
  ])('fail on the name %j and propose %s', (name, proposal) => {
    expect(() => CloudEventOverrides.extensions({ [name]: 'x' }))
      .toThrow(expect.objectContaining({ code: 'KN-SRC-010', received: name, fix: `write \`${proposal}\`, for example` }));
  });

  test('fail without extensions', () => {
    expect(() => CloudEventOverrides.extensions({})).toThrow(expect.objectContaining({ code: 'KN-SRC-011' }));
  });

  test('fail on a value that is no text', () => {
    expect(() => CloudEventOverrides.extensions({ n: 5 as unknown as string }))
      .toThrow(expect.objectContaining({ code: 'KN-SRC-011', received: 5 }));
  });
});
