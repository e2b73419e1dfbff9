import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { checkDuration, goDuration, isoDuration, isoRange, millisOf, secondsOf } from '../../lib/core';

describe('durations', () => {
  test.each([
    [Duration.millis(200), 'PT0.2S', '200ms', 0.2],
    [Duration.seconds(2), 'PT2S', '2s', 2],
    [Duration.minutes(1.5), 'PT90S', '90s', 90],
    [Duration.hours(168), 'PT168H', '604800s', 604800],
    [Duration.seconds(5025.5), 'PT1H23M45.5S', '5025500ms', 5025.5],
    [Duration.hours(8765), 'P365DT5H', '31554000s', 31554000],
    [Duration.days(365), 'P365D', '31536000s', 31536000],
    [Duration.seconds(0), 'PT0S', '0s', 0],
  ])('%# are written in the three forms that Knative reads', (duration, iso, go, seconds) => {
    expect(isoDuration(duration)).toBe(iso);
    expect(goDuration(duration)).toBe(go);
    expect(secondsOf(duration)).toBe(seconds);
  });

  test('of any whole number of tenths of a second keep their value in ISO-8601', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (tenths) => {
      const text = isoDuration(Duration.millis(tenths * 100));

      const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text)?.slice(1).map(Number) ?? [];
      const [days, hours, minutes, seconds] = parts.map((part) => (Number.isNaN(part) ? 0 : part));
      expect(Math.round((((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 10)).toBe(tenths);
      expect(Math.max(days!, hours!, minutes!, seconds!)).toBeLessThanOrEqual(3276);
    }));
  });

  test('that cdk8s itself cannot convert do not throw', () => {
    expect(millisOf(Duration.seconds(0.0005))).toBe(0.5);
  });

  test('fails on one that Knative would round', () => {
    const problem = checkDuration(Duration.millis(250), isoRange('the back-off delay'));

    expect(problem).toMatchObject({ code: 'KN-DUR-001', received: '250ms', fix: 'write `Duration.millis(300)`' });
  });

  test('fails on one that counts as zero', () => {
    const problem = checkDuration(Duration.millis(50), isoRange('the timeout'));

    expect(problem).toMatchObject({ code: 'KN-DUR-002', allowed: '100ms to 283046400s, in steps of 100ms' });
  });

  test('fails on one above the range of its field', () => {
    const range = { field: 'window', min: Duration.seconds(6), max: Duration.hours(1), step: Duration.seconds(1) };

    expect(checkDuration(Duration.hours(2), range)).toMatchObject({
      code: 'KN-DUR-002', message: 'window `7200000ms` is out of range', allowed: '6s to 3600s, in steps of 1s',
    });
  });

  test('fails on one that overflows where Knative parses it', () => {
    expect(checkDuration(Duration.days(3276), isoRange('the timeout'))).toBeUndefined();
    expect(checkDuration(Duration.days(3277), isoRange('the timeout'))).toMatchObject({ code: 'KN-DUR-002' });
  });

  test.each([300, '300s', {}])('fails on %j, which has no unit', (value) => {
    const problem = checkDuration(value as unknown as Duration, isoRange('the timeout'));

    expect(problem).toMatchObject({ code: 'KN-DUR-002', allowed: 'a `Duration` of cdk8s, which has a unit' });
  });

  test('are fine when absent', () => {
    expect(checkDuration(undefined, isoRange('the timeout'))).toBeUndefined();
  });
});
