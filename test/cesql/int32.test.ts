import { isInt32, isMath, mathOf, MAX_INT32, MIN_INT32 } from '../../lib/cesql/int32';

test.each([
  ['+', MAX_INT32, 1, MIN_INT32], ['-', MIN_INT32, 1, MAX_INT32], ['*', MAX_INT32, MAX_INT32, 1], ['*', 65_536, 65_536, 0],
  ['/', 7, -2, -3], ['/', MIN_INT32, -1, MIN_INT32], ['%', -7, 2, -1], ['%', MIN_INT32, -1, 0],
  ['/', 1, 0, undefined], ['%', 1, 0, undefined],
] as const)('numbers wrap around at 32 bits, and nothing is divided by zero: %s of %d and %d is %p', (operator, x, y, value) => {
  expect(mathOf(operator)(x, y)).toBe(value);
});

test.each([
  [0, true], [MAX_INT32, true], [MIN_INT32, true], [MAX_INT32 + 1, false], [MIN_INT32 - 1, false], [1.5, false],
  [Number.NaN, false],
])('%d is a whole number of 32 bits: %p', (value, is) => {
  expect(isInt32(value)).toBe(is);
});

test.each([
  ['+', true], ['%', true], ['=', false], ['AND', false], ['constructor', false],
])('%s calculates: %p', (operator, is) => {
  expect(isMath(operator)).toBe(is);
});
