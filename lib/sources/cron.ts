import { Cron } from 'croner';
import { type Problem, show, showAll } from '../core';

/** A field of a cron expression: its values, and the names that some have. */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

/** What a field, or one item of it, stands for. */
interface Values {
  readonly numbers: readonly number[];
  /** Whether it stands for every value, which matters where both day fields are given. */
  readonly all: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Field[] = [
  { name: 'second', min: 0, max: 59, names: [] },
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

/** White space as Go's `strings.Fields` splits at it; JavaScript's own class differs in two characters. */
const BLANK = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const BLANKS = new RegExp(`${BLANK}+`);
const OUTER_BLANKS = new RegExp(`^${BLANK}+|${BLANK}+$`, 'g');

/** One item: a star, a value or a range, and perhaps a step. What stands between `*-` and the step is not read. */
const ITEM = /^(?:([*?])(-[^/]*)?|([a-z]{3}|\+?\d+)(?:-([a-z]{3}|\+?\d+))?)(?:\/(\+?\d+))?$/i;
const ZONE_PREFIX = /^(?:CRON_)?TZ=(\S*)\s*(.*)$/s;
const GO_MAX_INT = 2n ** 63n - 1n;
/** Where the search for the next event starts: any day does, it only has to be the same one every time. */
const ANY_DAY = new Date(Date.UTC(2024, 0, 1));

/**
 * Checks a schedule as Knative's admission and its adapter parse it: robfig/cron v3 with an optional field of seconds
 * and descriptors. Follows Go: pkg/apis/sources/v1/ping_validation.go
 * @param zoned whether the source names a time zone; Knative then trims the schedule before it looks for a descriptor
 */
export function checkSchedule(schedule: string, zoned: boolean): Problem | undefined {
  if (typeof schedule !== 'string' || schedule === '') {
    return problem(schedule, 'there is no schedule, and Knative would send an event every minute');
  }
  const zone = ZONE_PREFIX.exec(schedule.replace(OUTER_BLANKS, ''));
  if (zone !== null) {
    return {
      code: 'KN-SRC-002',
      message: `the schedule ${show(schedule)} names a time zone`,
      received: schedule,
      allowed: 'a time zone in `timezone` only',
      fix: `write \`schedule: '${zone[2]}', timezone: '${zone[1]}'\``,
    };
  }
  const parsed = parse(schedule, zoned);
  return typeof parsed === 'string' ? problem(schedule, parsed) : undefined;
}

/** A warning about a schedule. */
interface ScheduleWarning {
  readonly id: string;
  readonly message: string;
}

/** What a cluster takes of a schedule though it hardly is what was meant. */
export function scheduleWarnings(schedule: string, zoned: boolean): ScheduleWarning[] {
  const parsed = parse(schedule, zoned);
  if (typeof parsed === 'string') return [];
  const warnings: ScheduleWarning[] = [];
  const unread = schedule.split(BLANKS).flatMap((field) => field.split(','))
    .filter((item) => ITEM.exec(item)?.[2] !== undefined);
  if (unread.length > 0) {
    warnings.push({
      id: 'schedule-part-ignored',
      message: `Knative reads ${showAll(unread)} as \`*\` and skips what follows the dash: write a number instead of the star`,
    });
  }
  if (parsed.some((field) => field.numbers.length === 0)) {
    warnings.push({
      id: 'schedule-empty-field',
      message: `a field of the schedule ${show(schedule)} has no value that could come: write a number or \`*\``,
    });
  } else if (neverComes(parsed)) {
    warnings.push({
      id: 'schedule-never-comes',
      message: `no date meets the schedule ${show(schedule)}, so that no event is ever sent: change day or month`,
    });
  }
  return warnings;
}

function problem(schedule: unknown, why: string): Problem {
  return {
    code: 'KN-SRC-001',
    message: `${show(schedule)} is no schedule that Knative takes: ${why}`,
    received: schedule,
    allowed: 'minute, hour, day of month, month, day of week (0-6), perhaps seconds before them; or one of '
      + `${showAll(Object.keys(DESCRIPTORS))}`,
    fix: 'write `0 10 * * *` for ten o\'clock every day, for example',
  };
}

/** The six fields of a schedule, or what is wrong with it. */
function parse(schedule: string, zoned: boolean): Values[] | string {
  const text = zoned ? schedule.replace(OUTER_BLANKS, '') : schedule;
  if (schedule.includes('@every')) return '`@every` is not supported, write `*/5 * * * *` for every five minutes';
  const written = text.startsWith('@') ? DESCRIPTORS[text] : text;
  if (written === undefined) return `${show(text)} is no descriptor`;

  const parts = written.split(BLANKS).filter((part) => part !== '');
  if (parts.length < 5 || parts.length > 6) return `it has ${parts.length} fields`;
  if (parts.length === 5) parts.unshift('0');
  const fields: Values[] = [];
  for (const [index, field] of FIELDS.entries()) {
    const values = parseField(parts[index] ?? '', field);
    if (typeof values === 'string') return `${field.name} ${values}`;
    fields.push(values);
  }
  return fields;
}

function parseField(text: string, field: Field): Values | string {
  const numbers = new Set<number>();
  let all = false;
  // Go skips empty items, so that `1,,2` is `1,2`.
  for (const item of text.split(',').filter((part) => part !== '')) {
    const values = parseItem(item, field);
    if (typeof values === 'string') return values;
    values.numbers.forEach((number) => numbers.add(number));
    all ||= values.all;
  }
  return { numbers: [...numbers].sort((a, b) => a - b), all };
}

function parseItem(item: string, field: Field): Values | string {
  const match = ITEM.exec(item);
  if (match === null) return `${show(item)} is no value, range or step`;
  const [, star, , low, high, step] = match;
  const first = star === undefined ? valueOf(low, field) : field.min;
  // A step turns a single value into the range from there to the end.
  const openEnd = star !== undefined || (high === undefined && step !== undefined);
  const last = openEnd ? field.max : valueOf(high ?? low, field);
  if (Number.isNaN(first) || Number.isNaN(last)) return `${show(item)} is no value of that field`;
  if (first < field.min || last > field.max) return `${show(item)} is outside of ${field.min} to ${field.max}`;
  if (first > last) return `${show(item)} ends before it begins`;
  if (step !== undefined && BigInt(step.replace('+', '')) > GO_MAX_INT) return `${show(item)} has too large a step`;
  const by = Number(step ?? 1);
  if (by === 0) return `${show(item)} has no step`;
  const numbers: number[] = [];
  for (let number = first; number <= last; number += by) numbers.push(number);
  return { numbers, all: star !== undefined && by === 1 };
}

function valueOf(text: string | undefined, field: Field): number {
  const named = field.names.indexOf((text ?? '').toLowerCase());
  return named === -1 ? Number(text) : field.min + named;
}

/** Whether no day of the calendar meets the schedule, such as the 30th of February. */
function neverComes(fields: readonly Values[]): boolean {
  const days = fields[3];
  // Every month has the first 28 days; for the others the calendar is asked, which takes longer.
  if (days === undefined || days.all || (days.numbers[0] ?? 0) <= 28) return false;
  const pattern = fields.map((field) => (field.all ? '*' : field.numbers.join(','))).join(' ');
  return new Cron(pattern, { paused: true, timezone: 'UTC' }).nextRun(ANY_DAY) === null;
}
