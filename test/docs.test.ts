import * as fs from 'fs';
import * as path from 'path';
import { ERROR_CODES, type ErrorCodeEntry, type Replacement, REPLACEMENTS, WARNING_IDS } from '../lib/core';

interface Pages {
  errorsPage(codes: Readonly<Record<string, ErrorCodeEntry>>): string;
  warningsPage(warnings: Readonly<Record<string, string>>): string;
  withChanges(page: string, replacements: Readonly<Record<string, readonly Replacement[]>>): string;
}

const ROOT = path.dirname(__dirname);
const { errorsPage, warningsPage, withChanges } = jest.requireActual<Pages>('../scripts/pages.js');

/** Every source of the library, as one text. */
function library(): string {
  const lib = path.join(ROOT, 'lib');
  return fs.readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    .filter((file) => !/core\/(codes|warning-ids)\.ts$/.test(file))
    .map((file) => fs.readFileSync(path.join(lib, file), 'utf8')).join('\n');
}

describe('docs/errors.md', () => {
  test('is what `npm run docs` writes', () => {
    const committed = fs.readFileSync(path.join(ROOT, 'docs', 'errors.md'), 'utf8');

    expect(committed).toBe(errorsPage(ERROR_CODES));
  });

  test('lists every code once, below its area', () => {
    const rows = errorsPage(ERROR_CODES).match(/^\| <a id=.*$/gm) ?? [];

    expect(rows.map((row) => /<\/a>(\S+)/.exec(row)?.[1]).sort()).toEqual(Object.keys(ERROR_CODES).sort());
  });

  test('fails for a code of an area without a title', () => {
    expect(() => errorsPage({ 'KN-XYZ-001': { rule: 'a rule', docs: 'https://example.com' } })).toThrow('XYZ');
  });
});

describe('docs/warnings.md', () => {
  test('is what `npm run docs` writes', () => {
    const committed = fs.readFileSync(path.join(ROOT, 'docs', 'warnings.md'), 'utf8');

    expect(committed).toBe(warningsPage(WARNING_IDS));
  });
});

describe('docs/put-charts-on-a-cluster-with-pulumi.md', () => {
  const page = fs.readFileSync(path.join(ROOT, 'docs', 'put-charts-on-a-cluster-with-pulumi.md'), 'utf8');

  test('has the table that `npm run docs` writes', () => {
    expect(page).toBe(withChanges(page, REPLACEMENTS));
  });

  test('names codes that there are', () => {
    const codes = page.match(/KN-[A-Z]{3}-\d{3}/g) ?? [];

    expect(codes.filter((code) => !(code in ERROR_CODES))).toEqual([]);
  });

  test('fails for a page without a place for it', () => {
    expect(() => withChanges('# A page', REPLACEMENTS)).toThrow('no place');
  });
});

describe('the tables', () => {
  test('have no code that nothing raises', () => {
    const source = library();

    expect(Object.keys(ERROR_CODES).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  });

  test('have exactly the warnings that the library gives', () => {
    // Prerequisites have ids too, and a wave next to them.
    const given = /(?:\.add\(|_addFrom\(|[wW]arnAtSynth\((?:\w+, )?|warn\(|\bid: |\b(?:id|ID|const WARNING) = |\.push\(\[|return \[\[(?=.*, `)|=> \[(?='[a-z]+-.*, `))'([a-z]+(?:-[a-z]+)*)'(?!,\s+wave)/g;
    const ids = [...library().matchAll(given)].map(([, id]) => id);
    const refusedOnly = ['kafka-cesql-capitals', 'kafka-filter-absent-attribute', 'kafka-filter-attribute'];

    expect([...new Set(ids)].filter((id) => !refusedOnly.includes(id ?? '')).sort()).toEqual(Object.keys(WARNING_IDS).sort());
  });
});
