import * as path from 'node:path';
import { expectGolden } from '../../test/golden';
import { type EksExample, synthesizeEksExample } from '../judge/eks-example';
import { report } from '../judge/report';
import { sizesTable, type StackRows, stackRows } from '../judge/stack-tables';
import { UPDATE } from '../judge/update';

/** CloudFormation takes 1,000,000 bytes; what the next release adds has to fit. */
const LARGEST = 800_000;
/** The operator with its definitions, which are the most of it. */
const LARGEST_OPERATOR = 400_000;
const GOLDEN = path.resolve(__dirname, '..', '..', 'examples', 'eks', 'main.sizes.md');

let example: EksExample;
let rows: readonly StackRows[];

beforeAll(() => {
  example = synthesizeEksExample({ releases: true });
  rows = stackRows(example.stacks, example.manifests);
});
afterAll(() => {
  example.remove();
  const largest = Math.max(...rows.map(({ bytes }) => bytes));
  report('17 sizes', [{
    what: 'templates of the example on EKS, with all release files', judged: rows.length, accepted: rows.length, refused: 0,
    differing: rows.filter(({ bytes }) => bytes >= LARGEST).length, notJudged: 0, note: `the largest has ${largest} bytes`,
  }]);
});

test('every template is far below what CloudFormation takes', () => {
  expect(rows.map(({ name }) => name)).toEqual(['knative-cluster', 'knative-platform']);
  expect(rows.filter(({ bytes }) => bytes >= LARGEST).map(({ name, bytes }) => `${name}: ${bytes}`)).toEqual([]);
});

test('the operator alone is less than half of a template', () => {
  const operator = rows.flatMap(({ resources }) => resources).filter(({ part }) => part.endsWith('knative-operator'));

  expect(operator.length).toBeGreaterThan(10);
  expect(operator.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(LARGEST_OPERATOR);
});

test('sizes are those of the table', () => {
  const text = [
    '# Sizes with all release files', '',
    'Written by `npm run conformance -- --suite sizes --update`; what Helm brings stands in no template.', '', sizesTable(rows),
  ].join('\n');
  if (process.env[UPDATE] === '1') process.env.UPDATE_GOLDENS = '1';
  expectGolden(GOLDEN, text);
});
