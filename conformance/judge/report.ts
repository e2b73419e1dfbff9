import * as fs from 'node:fs';
import * as path from 'node:path';

/** The folder that suites leave their rows of the table in. */
export const RESULTS_FOLDER = 'CONFORMANCE_RESULTS';

/** A row of the table that a run ends with. */
export interface ReportRow {
  readonly suite: string;
  /** How long the whole suite took. */
  readonly seconds: number;
  readonly what: string;
  readonly judged: number;
  readonly accepted: number;
  readonly refused: number;
  /** Where the server and the library say different things, and no reason is written down. */
  readonly differing: number;
  readonly notJudged: number;
  /** Reasons, seeds and figures that belong to the row. */
  readonly note?: string;
}

const loaded = Date.now();

/** Keeps the rows of a suite for the table at the end. */
export function report(suite: string, rows: readonly Omit<ReportRow, 'suite' | 'seconds'>[]): void {
  const folder = process.env[RESULTS_FOLDER];
  if (folder === undefined) return;
  const seconds = Math.round((Date.now() - loaded) / 1000);
  fs.writeFileSync(path.join(folder, `${suite}.json`), JSON.stringify(rows.map((row) => ({ suite, seconds, ...row }))));
}

/** The rows that suites left in a folder. */
export function readReport(folder: string): ReportRow[] {
  return fs.readdirSync(folder).filter((file) => file.endsWith('.json')).sort()
    .flatMap((file) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as ReportRow[]);
}
