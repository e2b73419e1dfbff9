import { Duration } from 'cdk8s';
import { type Problem, show } from './problem';

/** Milliseconds of a duration; cdk8s itself throws where the number is not whole. */
export function millisOf(duration: Duration): number {
  return Math.round(duration.toMilliseconds({ integral: false }) * 1e6) / 1e6;
}

/**
 * The three forms in which Knative reads a duration. Each field takes one of them: ISO-8601 (`PT0.2S`) in delivery
 * specs and Kafka channels, Go (`90s`) in annotations, whole seconds in revisions.
 */
export function isoDuration(duration: Duration): string {
  const millis = millisOf(duration);
  if (millis / 1000 <= LARGEST_ISO_PART) return `PT${millis / 1000}S`;
  const hours = Math.floor(millis / 3_600_000);
  const days = hours > LARGEST_ISO_PART ? Math.floor(hours / 24) : 0;
  const time = [
    [hours - days * 24, 'H'], [Math.floor(millis / 60_000) % 60, 'M'], [(millis % 60_000) / 1000, 'S'],
  ] as const;
  const parts = time.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount}${unit}`).join('');
  return `P${days > 0 ? `${days}D` : ''}${parts === '' ? '' : `T${parts}`}`;
}

/** Kafka's controller keeps each part of a period as tenths in 16 bits, and does not carry over: `PT3600S` fails. */
const LARGEST_ISO_PART = 3276;

/** Go counts nanoseconds in 64 bits, and refuses to read a longer duration. */
export const LONGEST_GO_DURATION = Duration.seconds(9_223_372_036);

/** `90s`, `1m30s` is written `90s`: one unit reads best and parses the same. */
export function goDuration(duration: Duration): string {
  const millis = millisOf(duration);
  return millis % 1000 === 0 ? `${millis / 1000}s` : `${millis}ms`;
}

/** Whole seconds. */
export function secondsOf(duration: Duration): number {
  return millisOf(duration) / 1000;
}

/** Bounds of a duration field. */
export interface DurationRange {
  /** Name of the field, for messages. */
  readonly field: string;
  readonly min: Duration;
  /** @default - no upper bound */
  readonly max?: Duration;
  /** Smallest step that Knative keeps; a finer value would be rounded or refused. */
  readonly step: Duration;
}

const TENTH = Duration.millis(100);
/** Beyond, Knative parses a period as years and months, or refuses it because a part of it overflows. */
const LONGEST_ISO = Duration.days(LARGEST_ISO_PART);

/** Delivery specs keep tenths of a second and no less. */
export function isoRange(field: string, min: Duration = TENTH, max: Duration = LONGEST_ISO): DurationRange {
  return { field, min, max, step: TENTH };
}

/** Checks a duration against the range of its field. */
export function checkDuration(duration: Duration | undefined, range: DurationRange): Problem | undefined {
  if (duration === undefined) return undefined;
  if (typeof duration.toMilliseconds !== 'function') return noDuration(duration, range.field);
  const millis = millisOf(duration);
  const step = millisOf(range.step);
  const max = range.max === undefined ? Number.POSITIVE_INFINITY : millisOf(range.max);
  const allowed = `${goDuration(range.min)} to ${range.max === undefined ? 'any' : goDuration(range.max)}`
    + `, in steps of ${goDuration(range.step)}`;
  const received = `${millis}ms`;
  if (millis < millisOf(range.min) || millis > max) {
    return {
      code: 'KN-DUR-002',
      message: `${range.field} ${show(received)} is out of range`,
      received,
      allowed,
      fix: `write a \`Duration\` within it, such as \`${inCode(clamp(millis, range.min, max))}\``,
    };
  }
  if (millis % step === 0) return undefined;
  return {
    code: 'KN-DUR-001',
    message: `${range.field} ${show(received)} is finer than Knative keeps`,
    received,
    allowed,
    fix: `write \`${inCode(Math.max(step, Math.round(millis / step) * step))}\``,
  };
}

/** Programs in JavaScript pass numbers and texts, whose unit nobody knows. */
function noDuration(received: unknown, field: string): Problem {
  return {
    code: 'KN-DUR-002',
    message: `${field} ${show(received)} is no duration`,
    received,
    allowed: 'a `Duration` of cdk8s, which has a unit',
    fix: 'write `Duration.seconds(30)`, for example',
  };
}

/** How a program writes a duration. */
function inCode(millis: number): string {
  return millis > 0 && millis % 1000 === 0 ? `Duration.seconds(${millis / 1000})` : `Duration.millis(${millis})`;
}

function clamp(millis: number, min: Duration, max: number): number {
  return Math.min(Math.max(millis, millisOf(min)), max);
}
