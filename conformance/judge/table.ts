import Table from 'cli-table3';
import type { ReportRow } from './report';

const COUNTS = ['judged', 'accepted', 'refused', 'differing', 'notJudged'] as const;
const NOTE_WIDTH = 70;

/** What all suites found, a row for each kind or configuration, and a sum for each suite. */
export function table(rows: readonly ReportRow[]): string {
  const drawn = new Table({
    head: ['suite', 'what', 'judged', 'accepted', 'refused', 'differing', 'not judged', 'note'],
    colAligns: ['left', 'left', ...COUNTS.map(() => 'right' as const), 'left'],
    colWidths: [null, null, null, null, null, null, null, NOTE_WIDTH],
    wordWrap: true,
    // Plain text: it is copied into notes.
    style: { head: [], border: [], compact: true },
  });
  for (const suite of [...new Set(rows.map((row) => row.suite))].sort()) {
    const own = rows.filter((row) => row.suite === suite);
    for (const row of own) drawn.push([suite, row.what, ...COUNTS.map((count) => row[count]), row.note ?? '']);
    if (own.length === 1) continue;
    drawn.push([suite, 'all', ...COUNTS.map((count) => own.reduce((sum, row) => sum + row[count], 0)), '']);
  }
  return drawn.toString();
}
