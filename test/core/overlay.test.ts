import { onlySaid, overlay } from '../../lib/core';

interface Pair {
  readonly a?: string;
  readonly b?: string;
}

test('what is undefined or null says nothing', () => {
  expect(onlySaid<object>({ a: 'x', b: undefined, c: null, d: false })).toEqual({ a: 'x', d: false });
  expect(Object.keys(onlySaid({ b: undefined }))).toEqual([]);
});

test('properties lie on top of others only where they say something', () => {
  expect(overlay<Pair>({ a: 'below', b: 'below' }, { a: undefined, b: 'over' })).toEqual({ a: 'below', b: 'over' });
  expect(overlay<Pair>({ a: 'below' }, undefined)).toEqual({ a: 'below' });
});
