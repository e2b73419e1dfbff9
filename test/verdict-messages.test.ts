import * as path from 'path';
import { filesOf, runProgram } from '../conformance/judge/program';
import type { VerdictRow } from '../conformance/verdicts/row';
import { ERROR_CODES } from '../lib/core';

const FOLDER = path.join(__dirname, '..', 'conformance', 'verdicts');
/** How rows spell a secret. */
const SECRET = 'hunter2';
const MOST_LINES = 3;
const MOST_CHARACTERS = 1000;

const FILES = filesOf(FOLDER, '.ts').filter((file) => path.basename(file) !== 'row.ts')
  .map((file) => ({ file: path.basename(file, '.ts'), rows: jest.requireActual<{ rows: readonly VerdictRow[] }>(file).rows }));

beforeAll(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterAll(() => jest.restoreAllMocks());

describe.each(FILES)('the mistakes of $file', ({ rows }) => {
  const run = rows.filter(({ refused }) => refused !== 'compiler');

  test.each(run.map((row) => [row.kind, row.mistake, row] as const))(
    'fails in few words that hold no secret: %s, %s', (_kind, _mistake, { refused, program, plane = 'flags' }) => {
      const { refusals } = runProgram(program, 'mistakes', plane);

      expect(refusals.join('\n')).toContain(`${refused} `);
      for (const refusal of refusals) {
        expect(refusal.split('\n').length).toBeLessThanOrEqual(MOST_LINES);
        expect(refusal.length).toBeLessThanOrEqual(MOST_CHARACTERS);
        expect(refusal).not.toContain(SECRET);
      }
    });

  test('are told once, with the words of the server or the reason why it says none', () => {
    for (const { words, stricter } of rows) expect((words === undefined) !== (stricter === undefined)).toBe(true);
    const names = rows.map(({ kind, mistake }) => `${kind}: ${mistake}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

/** Refusals of what stands in no manifest, or passes no compiler: no server can be asked about them. */
const IN_NO_MANIFEST = [
  'KN-WRN-001', 'KN-WRN-002', 'KN-WRN-003', 'KN-DOC-001', 'KN-FLT-013', 'KN-FLT-023',
  'KN-KFK-029', 'KN-KFK-030', 'KN-KFK-031', 'KN-KFK-032', 'KN-VLT-023', 'KN-VLT-024', 'KN-VLT-025',
  'KN-PLT-018', 'KN-PLT-023',
  'KN-ADR-004', 'KN-ADR-005', 'KN-ADR-006', 'KN-ADR-007', 'KN-ADR-010',
  'KN-ENV-001', 'KN-ENV-002', 'KN-ENV-003', 'KN-ENV-004',
];

test('every code of the table has a mistake that shows it, save those of what stands in no manifest', () => {
  const shown = new Set<string>(FILES.flatMap(({ rows }) => rows.map(({ refused }) => refused)));

  expect(Object.keys(ERROR_CODES).filter((code) => !shown.has(code))).toEqual(IN_NO_MANIFEST);
});
