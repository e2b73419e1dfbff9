import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { APPLIED, resourcesTable, sizesTable, type StackRows, stackRows } from '../conformance/judge/stack-tables';
import { NEEDS_FILE, readNeeds } from '../lib/releases';
import { expectGolden } from './golden';

const FOLDER = path.join(__dirname, '..', 'examples', 'eks');
/** Largest template of the example: 1 MB is where CloudFormation ends. */
const LARGEST = 800_000;

interface Outcome {
  readonly rows: readonly StackRows[];
  readonly files: Readonly<Record<string, string>>;
  readonly warnings: string;
}

/** Runs the program as `npm run synth:eks` does, into a folder of its own; what it uploads is not copied. */
function run(): Outcome {
  return inFolder((folder) => ({
    rows: stackRows(path.join(folder, 'cdk.out'), path.join(folder, 'dist')), files: textsIn(folder),
  }));
}

/** Runs the program as `npx cdk8s-knative vendor` does, before there are any files, and gives what it asks for. */
function components(): string[] {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'example-eks-needs-'));
  const before = process.cwd();
  const needs = path.join(home, 'needs.jsonl');
  fs.mkdirSync(path.join(home, 'releases'));
  process.chdir(home);
  try {
    inFolder(() => ({}), { [NEEDS_FILE]: needs });
    return readNeeds(needs).flatMap((each) => each.components.map(({ name }) => name)).sort();
  } finally {
    process.chdir(before);
    fs.rmSync(home, { recursive: true, force: true });
  }
}

function inFolder<T>(
  read: (folder: string) => T, env: Readonly<Record<string, string>> = {},
): T & { readonly warnings: string } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'example-eks-'));
  const environment = process.env;
  process.env = {
    ...environment,
    CDK8S_OUTDIR: path.join(folder, 'dist'), CDK_OUTDIR: path.join(folder, 'cdk.out'), CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:disable-asset-staging': true }),
    ...env,
  };
  let warnings = '';
  const warn = (text: unknown) => {
    warnings += String(text);
    return true;
  };
  const printed = [
    jest.spyOn(process.stderr, 'write').mockImplementation(warn), jest.spyOn(console, 'warn').mockImplementation(warn),
  ];
  try {
    jest.isolateModules(() => jest.requireActual(path.join(FOLDER, 'main.ts')));
    return { ...read(folder), warnings };
  } finally {
    for (const spy of printed) spy.mockRestore();
    process.env = environment;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function textsIn(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^dist|template\.json$/.test(file) && fs.statSync(path.join(folder, file)).isFile()).sort();
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

describe('the example of a cluster on EKS', () => {
  let first: Outcome;

  beforeAll(() => {
    first = run();
  }, 60_000);

  test('makes the resources that its golden shows', () => {
    const { rows } = first;

    expectGolden(path.join(FOLDER, 'main.resources.md'), [
      '# What the program makes', '',
      'Written by `npm run goldens` from the templates, without release files; a test compares it.', '',
      '## Sizes', '', sizesTable(rows),
      ...rows.flatMap((stack) => [`## ${stack.name}`, '', resourcesTable(stack)]),
    ].join('\n'));
  });

  test('applies every object of the files, and no other', () => {
    const objects = Object.entries(first.files).filter(([file]) => file.startsWith('dist/'))
      .flatMap(([, text]) => text.match(/^kind: /gm) ?? []);
    const applied = first.rows.flatMap(({ resources }) => resources).filter(({ type }) => type === APPLIED);

    expect(objects.length).toBeGreaterThan(25);
    expect(applied).toHaveLength(objects.length);
  });

  test('stays far below what CloudFormation takes', () => {
    expect(first.rows.filter(({ bytes }) => bytes >= LARGEST)).toEqual([]);
  });

  test('has names in its files where only AWS knows the value, and outputs for them', () => {
    const placeholders = JSON.parse(first.files['dist-documents/placeholders.json'] ?? '{}') as unknown;

    expectGolden(path.join(FOLDER, 'main.placeholders.json'), `${JSON.stringify(placeholders, undefined, 2)}\n`);
    expect(Object.entries(first.files).filter(([file, text]) => file.startsWith('dist') && text.includes('Token['))).toEqual([]);
  });

  test('leaves no warning without a word about it', () => {
    expect(first.warnings).toBe('');
  });

  test('asks for the files of releases before they are there, but for cert-manager, which is an add-on', () => {
    expect(components()).toEqual(['eventing-kafka-broker', 'knative-operator', 'net-contour']);
  }, 60_000);

  test('makes the same bytes every time', () => {
    expect(run().files).toEqual(first.files);
  }, 60_000);
});
