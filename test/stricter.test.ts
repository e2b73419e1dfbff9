import * as path from 'path';
import { filesOf } from '../conformance/judge/program';
import type { VerdictRow } from '../conformance/verdicts/row';
import { expectGolden } from './golden';

const CONFORMANCE = path.join(__dirname, '..', 'conformance');
const HEAD = `# Where we are stricter than the cluster

Mistakes that admission takes and this library refuses, with the reason: they do nothing, do something else, or break when the system
runs. \`npm run goldens\` writes this page from the rows in \`verdicts/\`; that the cluster takes them is asked in each
\`npm run conformance\`.
`;

test('the page of rules that the cluster does not have is that of the rows', () => {
  const rows = filesOf(path.join(CONFORMANCE, 'verdicts'), '.ts').filter((file) => path.basename(file) !== 'row.ts')
    .flatMap((file) => jest.requireActual<{ rows: readonly VerdictRow[] }>(file).rows)
    .filter(({ stricter }) => stricter !== undefined);
  const kinds = [...new Set(rows.map(({ kind }) => kind))].sort();
  const page = kinds.map((kind) => {
    const lines = rows.filter((row) => row.kind === kind)
      .map(({ mistake, refused, stricter }) => `* ${mistake} (${refused}): ${stricter?.replace(/\s+/g, ' ') ?? ''}`);
    return `\n## ${kind}\n\n${lines.join('\n')}\n`;
  }).join('');

  expectGolden(path.join(CONFORMANCE, 'stricter.golden.md'), `${HEAD}${page}`);
});
