import { parseGoDuration } from '../../lib/serving/go-duration';

describe('a Go duration', () => {
  test.each([
    ['0', 0], ['0s', 0], ['90s', 90_000], ['1m30s', 90_000], ['1.5h', 5_400_000], ['.5s', 500], ['250ms', 250],
    ['1us', 0.001], ['1µs', 0.001], ['1ns', 0.000001], ['-5s', -5000], ['+5s', 5000], ['1.s', 1000],
  ])('%s is read', (text, millis) => {
    expect(parseGoDuration(text)).toBeCloseTo(millis, 9);
  });

  test.each(['', '10', '5 s', 'PT5S', '1d', 's', '.s', '1m 30s', '--5s', '1e3s', '9223372037s'])('fails on %j', (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });
});
