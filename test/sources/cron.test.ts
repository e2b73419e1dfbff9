import * as fc from 'fast-check';
import { checkSchedule, scheduleWarnings } from '../../lib/sources/cron';

/** What robfig/cron v3.0.1 answered, set up as Knative does. */
const ACCEPTED: readonly (readonly [schedule: string, why: string])[] = [
  ['0 10 * * *', 'five fields'],
  ['30 0 10 * * *', 'six fields, seconds first'],
  ['  0\t10 *  * * ', 'any white space between fields, and around them'],
  ['? ? ? ? ?', 'a question mark is a star'],
  ['0-59 0-23 1-31 1-12 0-6', 'ranges to both ends'],
  ['0 10 * jan-MAR Mon,wed,FRI', 'names in any letter case'],
  ['0 0 1 jan-3 mon-5', 'a name and a number in one range'],
  ['*/5 * * * *', 'steps'],
  ['*/70 * * * *', 'a step beyond the field: its first value'],
  ['5/15 * * * *', 'a step from a value to the end'],
  ['10-50/20 * * * *', 'a step in a range'],
  ['05 +7 * * *', 'leading zeros and a plus sign'],
  ['1,2,,3, * * * *', 'empty items are skipped'],
  [', * * * *', 'also where nothing is left'],
  ['*-5 * * * *', 'what follows a star and a dash is not read'],
  ['*/9223372036854775807 * * * *', 'the largest step that Go reads'],
  ['0 0 30 2 *', 'a day that never comes'],
  ['@yearly', 'a descriptor'], ['@annually', 'a descriptor'], ['@monthly', 'a descriptor'], ['@weekly', 'a descriptor'],
  ['@daily', 'a descriptor'], ['@midnight', 'a descriptor'], ['@hourly', 'a descriptor'],
];

const REFUSED: readonly (readonly [schedule: string, why: RegExp])[] = [
  ['', /there is no schedule/],
  [' ', /it has 0 fields/],
  ['10 * * *', /it has 4 fields/],
  ['0 0 10 * * * 2026', /it has 7 fields/],
  ['60 * * * *', /minute `60` is outside of 0 to 59/],
  ['0 24 * * *', /hour `24` is outside of 0 to 23/],
  ['0 0 0 * *', /day of month `0` is outside of 1 to 31/],
  ['0 0 32 * *', /day of month `32`/],
  ['0 0 1 13 *', /month `13` is outside of 1 to 12/],
  ['0 0 1 0 *', /month `0`/],
  ['0 0 * * 7', /day of week `7` is outside of 0 to 6/],
  ['0 0 * * 0-7', /day of week `0-7`/],
  ['60 0 0 * * *', /second `60`/],
  ['0-70/40 * * * *', /minute `0-70\/40` is outside/],
  ['50-10 * * * *', /minute `50-10` ends before it begins/],
  ['0 0 * * fri-mon', /day of week `fri-mon` ends before it begins/],
  ['0 0 * * fri-sun', /ends before it begins/],
  ['*/0 * * * *', /minute `\*\/0` has no step/],
  ['*/9223372036854775808 * * * *', /too large a step/],
  ['*/-5 * * * *', /no value, range or step/],
  ['*/5/2 * * * *', /no value, range or step/],
  ['1-2-3 * * * *', /no value, range or step/],
  ['5- * * * *', /no value, range or step/],
  ['-5 * * * *', /no value, range or step/],
  ['5* * * * *', /no value, range or step/],
  ['1.5 * * * *', /no value, range or step/],
  ['mon * * * *', /minute `mon` is no value of that field/],
  ['0 0 * * jan', /day of week `jan` is no value of that field/],
  ['0 0 1 mon *', /month `mon` is no value of that field/],
  ['0 0 * * monday', /no value, range or step/],
  ['0 0 L * *', /no value, range or step/],
  ['0 0 15W * *', /no value, range or step/],
  ['0 0 * * 5#2', /no value, range or step/],
  ['0 0 * * 5L', /no value, range or step/],
  ['H * * * *', /no value, range or step/],
  ['@reboot', /`@reboot` is no descriptor/],
  ['@Daily', /`@Daily` is no descriptor/],
  ['@constructor', /is no descriptor/],
  ['@every 5m', /`@every` is not supported, write `\*\/5 \* \* \* \*`/],
  ['0 10 * * * @every', /`@every` is not supported/],
];

describe('a schedule', () => {
  test.each(ACCEPTED)('may be `%s`: %s', (schedule) => {
    expect(checkSchedule(schedule, false)).toBeUndefined();
    expect(checkSchedule(schedule, true)).toBeUndefined();
  });

  test.each(REFUSED)('fails on `%s`', (schedule, why) => {
    for (const zoned of [false, true]) {
      expect(checkSchedule(schedule, zoned)).toMatchObject({ code: 'KN-SRC-001', message: expect.stringMatching(why) });
    }
  });

  test('may have blanks around a descriptor only where the source names a zone, for which Knative trims it', () => {
    expect(checkSchedule(' @daily ', true)).toBeUndefined();
    expect(checkSchedule(' @daily ', false)).toMatchObject({ code: 'KN-SRC-001' });
  });

  test.each(['CRON_TZ=Europe/Berlin 0 10 * * *', 'TZ=Europe/Berlin 0 10 * * *'])('fails on a zone in `%s`', (schedule) => {
    expect(checkSchedule(schedule, false)).toMatchObject({
      code: 'KN-SRC-002', fix: "write `schedule: '0 10 * * *', timezone: 'Europe/Berlin'`",
    });
  });

  test('splits at the white space that Go splits at', () => {
    expect(checkSchedule('0\u00a010\u3000*\u0085* *', false)).toBeUndefined();
    expect(checkSchedule('0\ufeff10 * * * *', false)).toMatchObject({ code: 'KN-SRC-001' });
  });

  test.each([
    ['0 0 30 2 *'], ['0 0 31 4,6,9,11 *'], ['0 0 31 feb ?'],
  ])('is warned of where no event ever comes: `%s`', (schedule) => {
    expect(scheduleWarnings(schedule, false).map(({ id }) => id)).toEqual(['schedule-never-comes']);
  });

  test.each([
    ['0 0 29 2 *', 'in leap years'],
    ['0 0 30 2 1', 'on the weekday, since one of two restricted day fields is enough'],
    ['0 0 30 2 */2', 'a star with a step restricts'],
    ['0 0 31 2/1 *', 'a step from a value reaches to the end'],
    ['0 0 29-31 2 *', 'one of the days is enough'],
    ['@daily', 'every day'],
  ])('is not warned of where events come: `%s`, %s', (schedule) => {
    expect(scheduleWarnings(schedule, false)).toEqual([]);
  });

  test('is warned of where both day fields have to hold and never do', () => {
    expect(scheduleWarnings('0 0 30 2 */1', false).map(({ id }) => id)).toEqual(['schedule-never-comes']);
  });

  test.each([', * * * *', '* * * , *', '0 0 , * 1'])('is warned of where a field is empty: `%s`', (schedule) => {
    expect(scheduleWarnings(schedule, false).map(({ id }) => id)).toEqual(['schedule-empty-field']);
  });

  test('is warned of where a part of it is not read', () => {
    expect(scheduleWarnings('*-5/2 * ?-x * *', false)).toEqual([
      { id: 'schedule-part-ignored', message: expect.stringMatching(/^Knative reads `\*-5\/2`, `\?-x` as `\*`/) },
    ]);
  });

  const value = (min: number, max: number) => {
    const number = fc.integer({ min, max });
    const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    const item = fc.tuple(fc.oneof(fc.constantFrom('*', '?'), number.map(String), range), fc.option(fc.integer({ min: 1, max: 99 })))
      .map(([text, step]) => (step === null ? text : `${text}/${step}`));
    return fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
  };
  const fields = fc.tuple(value(0, 59), value(0, 59), value(0, 23), value(1, 31), value(1, 12), value(0, 6));

  test('is accepted whatever values, ranges and steps its fields have', () => {
    fc.assert(fc.property(fields, fc.boolean(), (given, seconds) => {
      expect(checkSchedule((seconds ? given : given.slice(1)).join(' '), false)).toBeUndefined();
    }));
  });

  test('fails on a value outside of any field, wherever it stands', () => {
    fc.assert(fc.property(fields, fc.nat({ max: 5 }), fc.integer({ min: 60, max: 999 }), (given, at, outside) => {
      const schedule = given.map((field, index) => (index === at ? `${field},${outside}` : field)).join(' ');

      expect(checkSchedule(schedule, false)).toMatchObject({ code: 'KN-SRC-001' });
    }));
  });

  test('never makes the check throw', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789*?/-,@ LWHjanmon#=TZ') }), (schedule) => {
      expect(() => [checkSchedule(schedule, false), scheduleWarnings(schedule, false)]).not.toThrow();
    }));
  });
});
