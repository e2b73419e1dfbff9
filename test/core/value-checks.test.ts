import { checkChoice, checkWhole, formatProblem, MAX_INT32 } from '../../lib/core';

enum Colour {
  RED = 'red',
  BLUE = 'dark-blue',
}

describe('a value of an enum', () => {
  test.each([undefined, 'red', 'dark-blue'])('may be %s', (value) => {
    expect(checkChoice('KN-POD-048', 'colour', value, Colour)).toBeUndefined();
  });

  test.each(['RED', '', 'green'])('fails as %j', (value) => {
    expect(checkChoice('KN-JOB-003', 'colour', value, Colour)).toEqual({
      code: 'KN-JOB-003',
      message: `colour \`${value}\` is none of its values`,
      received: value,
      allowed: '`red`, `dark-blue`',
      fix: 'write a member of the enum for `colour`, or leave it out where it has a default',
    });
  });
});

describe('a whole number', () => {
  test.each([undefined, 0, 5, MAX_INT32])('may be %s', (value) => {
    expect(checkWhole('KN-JOB-001', 'retries', value, { min: 0 })).toBeUndefined();
  });

  test.each([
    [-1, { min: 0 }, 'retries `-1` is out of range; allowed: a whole number from 0 to 2147483647; write `1`, for example'],
    [0.5, { min: 2 }, 'retries `0.5` is out of range; allowed: a whole number from 2 to 2147483647; write `2`, for example'],
    [Number.NaN, { min: 0, proposal: 7 }, 'retries `NaN` is out of range; allowed: a whole number from 0 to 2147483647; write `7`, for example'],
    [101, { min: 0, max: 100 }, 'retries `101` is out of range; allowed: a whole number from 0 to 100; write `100`, for example'],
    [-1, { min: 1, max: Number.MAX_SAFE_INTEGER }, 'retries `-1` is out of range; allowed: a whole number from 1; write `1`, for example'],
  ])('fails as %s with the bounds %j', (value, range, text) => {
    const problem = checkWhole('KN-JOB-001', 'retries', value, range);

    expect(problem && formatProblem(problem)).toBe(`KN-JOB-001 ${text}`);
  });

  test('fails as a text', () => {
    expect(checkWhole('KN-JOB-001', 'retries', '5' as unknown as number, { min: 0 })).toMatchObject({ received: '5' });
  });
});
