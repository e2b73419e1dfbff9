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
  'KN-WRN-001', 'KN-WRN-002', 'KN-WRN-003', 'KN-DOC-001', 'KN-DOC-002', 'KN-LAT-001', 'KN-LAT-002', 'KN-LAT-003', 'KN-LAT-004',
  'KN-LAT-005', 'KN-LAT-006', 'KN-FLT-013', 'KN-FLT-023',
  'KN-KFK-029', 'KN-KFK-030', 'KN-KFK-031', 'KN-KFK-032', 'KN-VLT-023', 'KN-VLT-024', 'KN-VLT-025',
  'KN-PLT-018', 'KN-PLT-023', 'KN-PLT-028', 'KN-PLT-029', 'KN-PLT-030',
  'KN-ADR-004', 'KN-ADR-005', 'KN-ADR-006', 'KN-ADR-007', 'KN-ADR-010',
  'KN-ENV-001', 'KN-ENV-002', 'KN-ENV-003', 'KN-ENV-004',
  'KN-REL-001', 'KN-REL-002', 'KN-REL-003', 'KN-REL-004', 'KN-REL-005', 'KN-REL-006', 'KN-REL-007', 'KN-REL-008', 'KN-REL-009', 'KN-REL-010',
  'KN-OPR-001', 'KN-OPR-002',
  'KN-CLI-001', 'KN-CLI-002', 'KN-CLI-003', 'KN-CLI-004', 'KN-CLI-005', 'KN-CLI-006', 'KN-CLI-010', 'KN-CLI-011', 'KN-CLI-012', 'KN-CLI-013',
  'KN-CLI-014', 'KN-CLI-015', 'KN-CLI-016', 'KN-CLI-017', 'KN-CLI-018', 'KN-CLI-019', 'KN-CLI-020', 'KN-CLI-021', 'KN-CLI-030', 'KN-CLI-031',
  'KN-CLI-032', 'KN-CLI-033', 'KN-CLI-034', 'KN-CLI-035', 'KN-CLI-036', 'KN-CLI-037', 'KN-CLI-038', 'KN-CLI-039', 'KN-CLI-040', 'KN-CLI-041',
  'KN-CLI-042', 'KN-CLI-043', 'KN-CLI-060', 'KN-CLI-061', 'KN-CLI-062',
  'KN-IDX-001', 'KN-IDX-002', 'KN-IDX-003', 'KN-IDX-004', 'KN-IDX-005', 'KN-IDX-006', 'KN-IDX-007',
  'KN-GIT-001', 'KN-GIT-002', 'KN-GIT-003', 'KN-GIT-004', 'KN-GIT-005',
  'KN-CLU-001', 'KN-CLU-002', 'KN-CLU-003', 'KN-CLU-004', 'KN-CLU-005', 'KN-CLU-006', 'KN-CLU-007', 'KN-CLU-008',
  'KN-CLU-009', 'KN-CLU-010', 'KN-CLU-011', 'KN-CLU-012', 'KN-CLU-013', 'KN-CLU-014', 'KN-CLU-015', 'KN-CLU-016',
  'KN-CLU-017', 'KN-CLU-018', 'KN-CLU-019', 'KN-CLU-020', 'KN-CLU-021', 'KN-CLU-022', 'KN-CLU-023', 'KN-CLU-030',
  'KN-CLU-031', 'KN-CLU-032', 'KN-CLU-033', 'KN-CLU-034', 'KN-CLU-035', 'KN-CLU-036', 'KN-CLU-060', 'KN-CLU-061',
  'KN-CLU-062', 'KN-CLU-063', 'KN-CTL-001', 'KN-CTL-002', 'KN-CTL-003', 'KN-CTL-004', 'KN-CTL-005', 'KN-CTL-006',
  'KN-CTL-007', 'KN-CTL-008', 'KN-CTL-009', 'KN-CTL-010', 'KN-EKS-001', 'KN-EKS-002', 'KN-EKS-003', 'KN-EKS-004',
  'KN-EKS-005', 'KN-EKS-006', 'KN-EKS-007', 'KN-EKS-008', 'KN-EKS-009', 'KN-EKS-010', 'KN-EKS-012', 'KN-EKS-013',
  'KN-EKS-014', 'KN-EKS-015', 'KN-EKS-016', 'KN-EKS-020', 'KN-EKS-021', 'KN-EKS-022', 'KN-EKS-023', 'KN-EKS-024',
  'KN-EKS-025', 'KN-EKS-026', 'KN-EKS-027', 'KN-EKS-028', 'KN-EKS-029', 'KN-EKS-030', 'KN-EKS-031', 'KN-EKS-032',
  'KN-EKS-033', 'KN-EKS-034', 'KN-EKS-035', 'KN-EKS-060', 'KN-EKS-061', 'KN-EKS-062', 'KN-EKS-063',
  'KN-PUL-001', 'KN-PUL-002', 'KN-PUL-003', 'KN-PUL-004', 'KN-PUL-005', 'KN-PUL-006', 'KN-PUL-007', 'KN-PUL-008',
  'KN-PUL-009', 'KN-PUL-010', 'KN-PUL-011', 'KN-PUL-012', 'KN-PUL-013', 'KN-PUL-014', 'KN-PUL-020', 'KN-PUL-021', 'KN-PUL-030',
  'KN-PUL-040', 'KN-PUL-041', 'KN-PUL-042', 'KN-PUL-043', 'KN-PUL-044', 'KN-PUL-045', 'KN-PUL-046', 'KN-PUL-047',
  'KN-PUL-048',
];

test('every code of the table has a mistake that shows it, save those of what stands in no manifest', () => {
  const shown = new Set<string>(FILES.flatMap(({ rows }) => rows.map(({ refused }) => refused)));

  expect(Object.keys(ERROR_CODES).filter((code) => !shown.has(code))).toEqual(IN_NO_MANIFEST);
});
