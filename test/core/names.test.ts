import * as fc from 'fast-check';
import {
  DNS_1035_LABEL, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, checkAnnotations, checkLabels, checkName, follows, propose,
} from '../../lib/core';

describe('names', () => {
  test.each([
    ['orders', true, true, true],
    ['orders-2', true, true, true],
    ['2-orders', false, true, true],
    ['orders.eu', false, false, true],
    ['a'.repeat(63), true, true, true],
    ['a'.repeat(64), false, false, true],
    ['Orders', false, false, false],
    ['-orders', false, false, false],
    ['orders-', false, false, false],
    ['orders..eu', false, false, false],
    ['', false, false, false],
  ])('%s follows the rules as Kubernetes has them', (name, label1035, label1123, subdomain) => {
    expect(follows(DNS_1035_LABEL, name)).toBe(label1035);
    expect(follows(DNS_1123_LABEL, name)).toBe(label1123);
    expect(follows(DNS_1123_SUBDOMAIN, name)).toBe(subdomain);
  });

  test('that are proposed follow the rule, whatever was written', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => {
      for (const rule of [DNS_1035_LABEL, DNS_1123_LABEL, DNS_1123_SUBDOMAIN]) {
        expect(follows(rule, propose(rule, text))).toBe(true);
      }
    }));
  });

  test('fails with a proposal close to what was written', () => {
    expect(checkName('volume name', 'My_Volume', DNS_1123_LABEL, 'KN-NAM-001')).toMatchObject({
      message: '`My_Volume` is no volume name', fix: 'write `my-volume`, for example',
    });
  });
});

describe('labels', () => {
  test.each([
    [{ app: 'orders' }],
    [{ 'app.kubernetes.io/name': 'Orders_2.0' }],
    [{ empty: '' }],
  ])('%j are accepted', (labels) => {
    expect(checkLabels(labels)).toEqual([]);
  });

  test.each([
    [{ 'a b': 'x' }, '`a b` is no label key'],
    [{ 'a/b/c': 'x' }, '`a/b/c` is no label key'],
    [{ 'UPPER.example/x': 'x' }, '`UPPER.example/x` is no label key'],
    [{ app: 'x'.repeat(64) }, `\`${'x'.repeat(64)}\` is no value for the label \`app\``],
    [{ app: '-x' }, '`-x` is no value for the label `app`'],
    [{ app: 5 as unknown as string }, '`5` is no value for the label `app`'],
  ])('fails on %j', (labels, message) => {
    expect(checkLabels(labels as Record<string, string>)).toMatchObject([{ code: 'KN-NAM-004', message }]);
  });
});

describe('annotations', () => {
  test('take any text as value', () => {
    expect(checkAnnotations({ 'example.com/note': 'any\ntext {}' })).toEqual([]);
  });

  test('fails on a value that is no string, and quotes it', () => {
    expect(checkAnnotations({ 'example.com/n': 5 as unknown as string })).toMatchObject([
      { code: 'KN-NAM-005', fix: 'write `"5"`' },
    ]);
  });

  test('fails on a key with white space', () => {
    expect(checkAnnotations({ 'example.com/a b': 'x' })).toMatchObject([{ code: 'KN-NAM-005' }]);
  });
});
