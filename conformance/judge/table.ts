import Table from 'cli-table3';
import type { ReportRow } from './report';

const COUNTS = ['judged', 'accepted', 'refused', 'differing', 'notJudged'] as const;
const NOTE_WIDTH = 70;

/** What all suites found, a row for each kind or configuration, and a sum for each suite. */
export function table(rows: readonly ReportRow[]): string {
  const drawn = new Table({
    head: ['suite', 'what', 'judged', 'accepted', 'refused', 'differing', 'not judged', 'seconds', 'note'],
    colAligns: ['left', 'left', ...COUNTS.map(() => 'right' as const), 'right', 'left'],
    colWidths: [...Array<null>(COUNTS.length + 3).fill(null), NOTE_WIDTH],
    wordWrap: true,
    // Plain text: it is copied into notes.
    style: { head: [], border: [], compact: true },
  });
  for (const suite of [...new Set(rows.map((row) => row.suite))].sort(byNumber)) {
    const own = rows.filter((row) => row.suite === suite);
    for (const row of own) drawn.push([suite, row.what, ...COUNTS.map((count) => row[count]), '', row.note ?? '']);
    drawn.push([suite, 'all', ...COUNTS.map((count) => sum(own, count)), own[0]?.seconds ?? 0, '']);
  }
  return drawn.toString();
}

/** Suites begin with their number. */
function byNumber(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

function sum(rows: readonly ReportRow[], count: (typeof COUNTS)[number]): number {
  return rows.reduce((total, row) => total + row[count], 0);
}
