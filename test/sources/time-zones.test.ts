import { checkTimezone } from '../../lib/sources/time-zones';

describe('a time zone', () => {
  test.each([
    'UTC', 'GMT', 'Etc/UTC', 'Etc/GMT-14', 'America/New_York', 'America/Argentina/Buenos_Aires', 'Europe/Kyiv',
    'Europe/Kiev', 'Asia/Kolkata', 'Asia/Calcutta', 'Africa/Porto-Novo', 'America/Port-au-Prince', 'Africa/Dar_es_Salaam',
    'Antarctica/DumontDUrville', 'US/Eastern', 'GB', 'NZ-CHAT', 'W-SU', 'EST5EDT', 'CET',
  ])('may be %s', (name) => {
    expect(checkTimezone(name)).toBeUndefined();
  });

  test('is not needed', () => {
    expect(checkTimezone(undefined)).toBeUndefined();
  });

  test('may be any that the runtime lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => checkTimezone(name) !== undefined)).toEqual([]);
  });

  test.each([
    ['america/new_york', 'America/New_York'], ['AMERICA/NEW_YORK', 'America/New_York'], ['us/eastern', 'US/Eastern'],
    ['utc', 'UTC'], [' Europe/Berlin', 'Europe/Berlin'], ['Gb', 'GB'],
  ])('fails on %j and proposes %s', (name, proposal) => {
    expect(checkTimezone(name)).toMatchObject({ code: 'KN-SRC-003', fix: `write \`timezone: '${proposal}'\`` });
  });

  test.each([
    '', ' ', 'Local', 'local', 'Factory', 'America', 'America/', '/UTC', '../UTC', 'posix/UTC', 'Europe//Berlin', 'PST',
    'UTC+2', '+02:00', 'Etc/GMT+15', 'Mars/Olympus', 'constructor', 'New York',
  ])('fails on %j', (name) => {
    expect(checkTimezone(name)).toMatchObject({ code: 'KN-SRC-003', received: name });
  });
});
