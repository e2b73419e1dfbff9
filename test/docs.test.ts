import * as fs from 'fs';
import * as path from 'path';
import { ERROR_CODES, type ErrorCodeEntry } from '../lib/core';

type ErrorsPage = (codes: Readonly<Record<string, ErrorCodeEntry>>) => string;

const ROOT = path.dirname(__dirname);
const { errorsPage } = jest.requireActual<{ errorsPage: ErrorsPage }>('../scripts/errors-page.js');

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
