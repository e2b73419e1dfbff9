const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000,
};

/** Go counts nanoseconds in 64 bits. */
const LONGEST = 9_223_372_036_854;

/** Milliseconds of a duration as Go's `time.ParseDuration` reads it: `90s`, `1m30s`, `0`; nothing where it refuses. */
export function parseGoDuration(text: string): number | undefined {
  const match = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (match === null) return undefined;
  let millis = 0;
  for (const [, number, unit] of (match[2] ?? '').matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    millis += Number(number) * (UNITS[unit ?? ''] ?? 0);
  }
  if (millis > LONGEST) return undefined;
  return match[1] === '-' ? -millis : millis;
}
