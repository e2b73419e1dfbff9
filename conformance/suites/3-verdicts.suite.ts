import * as path from 'node:path';
import { KINDS } from '../../lib/core';
import type { ApplyOptions } from '../control-plane/api-server';
import { makeNamespaces } from '../judge/namespaces';
import { closePlanes, planeNamed } from '../judge/planes';
import { filesOf, runProgram } from '../judge/program';
import { report } from '../judge/report';
import type { VerdictRow } from '../verdicts/row';

const FOLDER = path.join(__dirname, '..', 'verdicts');
/** `CONFORMANCE_ONLY=broker,trigger` judges these files of rows only. */
const ONLY = process.env.CONFORMANCE_ONLY?.split(',');
const LEAST_ROWS = 300;
const LEAST_REFUSED = 5;

const FILES = filesOf(FOLDER, '.ts').filter((file) => path.basename(file) !== 'row.ts')
  .filter((file) => ONLY?.includes(path.basename(file, '.ts')) ?? true)
  .map((file) => ({ file: path.basename(file, '.ts'), rows: jest.requireActual<{ rows: readonly VerdictRow[] }>(file).rows }));

/** What `ApiServerSource` brings with it: there is no program of their own that could be wrong. */
const WITHOUT_ROWS = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];

interface Count {
  judged: number;
  bothRefuse: number;
  stricter: number;
  dryRun: number;
  differing: number;
}
const counts = new Map<string, Count>();
/** Namespaces that a plane has by now. */
const known = { defaults: new Set<string>(), flags: new Set<string>() };
let number = 0;

function countOf(kind: string): Count {
  const count = counts.get(kind) ?? { judged: 0, bothRefuse: 0, stricter: 0, dryRun: 0, differing: 0 };
  counts.set(kind, count);
  return count;
}

afterAll(() => {
  report('3 verdicts', [...counts].map(([what, { judged, bothRefuse, stricter, dryRun, differing }]) => ({
    what, judged, accepted: stricter, refused: bothRefuse, differing, notJudged: 0,
    note: stricter > 0 ? `stricter in ${stricter}${dryRun > 0 ? `, ${dryRun} of them shown by a dry run` : ''}` : undefined,
  })));
  closePlanes();
});

describe.each(FILES)('mistakes of $file', ({ rows }) => {
  test.each(rows.map((row) => [row.kind, row.mistake, row] as const))('%s: %s', async (_kind, _mistake, row) => {
    const count = countOf(row.kind);
    count.judged += 1;
    count.differing += 1;

    expectRefusedByUs(row);
    const words = await askServer(row);

    if (row.stricter === undefined) {
      expect(words).not.toBe('');
      expect(words).toContain(row.words);
      count.bothRefuse += 1;
    } else {
      expect(words).toBe('');
      if (row.dryRun !== undefined) {
        expect(await askServer(row, { dryRun: true })).toContain(row.dryRun);
        count.dryRun += 1;
      }
      count.stricter += 1;
    }
    count.differing -= 1;
  });
});

if (ONLY === undefined) {
  test('there are enough mistakes, of every kind', () => {
    const judged = [...counts.values()].reduce((sum, count) => sum + count.judged, 0);
    const few = Object.values(KINDS).map(({ kind }) => kind)
      .filter((kind) => !WITHOUT_ROWS.includes(kind) && countOf(kind).bothRefuse < LEAST_REFUSED);

    expect(judged).toBeGreaterThanOrEqual(LEAST_ROWS);
    expect(few).toEqual([]);
  });
}

/** What the compiler refuses is compiled with everything else, by `npm run lint`. */
function expectRefusedByUs({ refused, program, plane = 'flags' }: VerdictRow): void {
  if (refused === 'compiler') return;
  const { refusals } = runProgram(program, 'mistakes', plane);
  expect(refusals.join('\n')).toContain(`${refused} `);
}

/** What the server says against the manifest; empty where it takes all of it. */
async function askServer(
  { kind, manifest, plane = 'flags' }: VerdictRow, options: ApplyOptions = {},
): Promise<string> {
  const api = planeNamed(plane);
  number += 1;
  const { refusals, objects } = runProgram(manifest, `mistake-${process.pid}-${number}`, plane);
  expect(refusals).toEqual([]);
  await makeNamespaces(api, objects, known[plane]);
  for (const object of objects) {
    const { accepted, words, status } = await api.apply(object, { force: true, ...options });
    if (accepted) continue;
    // The mistake is of one kind; whatever stands around it must be right.
    expect({ kind: object.kind, status, words }).toMatchObject({ kind });
    return words;
  }
  return '';
}
