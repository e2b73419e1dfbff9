import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'cdk8s';
import { expectGolden } from './golden';

const FOLDER = path.join(__dirname, 'refused');
const PROGRAMS = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.ts'));

/** Synthesizes a program over the output of an earlier one, and gives the refusal and what then lies in the folder. */
function synthesize(program: string): { readonly message: string; readonly left: string[] } {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'refused-'));
  fs.writeFileSync(path.join(outdir, 'earlier.k8s.yaml'), 'kind: Earlier\n');
  process.env.CDK8S_OUTDIR = outdir;
  try {
    const { app } = jest.requireActual<{ app: App }>(path.join(FOLDER, program));
    app.synth();
  } catch (error) {
    return { message: (error as Error).message, left: fs.readdirSync(outdir) };
  } finally {
    delete process.env.CDK8S_OUTDIR;
    fs.rmSync(outdir, { recursive: true, force: true });
  }
  throw new Error(`${program} was not refused`);
}

describe.each(PROGRAMS)('the program %s', (program) => {
  beforeEach(() => {
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  });
  afterEach(() => jest.restoreAllMocks());

  test('fails with the messages of its golden, and leaves the earlier output alone', () => {
    const { message, left } = synthesize(program);

    expectGolden(path.join(FOLDER, program.replace(/\.ts$/, '.golden.txt')), `${message}\n`);
    expect(left).toEqual(['earlier.k8s.yaml']);
  });
});

test('twelve mistakes in twelve constructs are twelve errors, each with its own line', () => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const { app } = jest.requireActual<{ app: App }>(path.join(FOLDER, 'twelve-mistakes.ts'));

  const lines = app.node.findAll()
    .flatMap(({ node }) => node.validate().map((message) => ({ path: node.path, message })));

  expect(lines).toHaveLength(12);
  expect(new Set(lines.map((line) => line.path)).size).toBe(12);
  const places = lines.map(({ message }) => /\(test\/refused\/twelve-mistakes\.ts:(\d+):\d+\)$/.exec(message)?.[1]);
  expect(places).not.toContain(undefined);
  expect(new Set(places).size).toBe(12);
  jest.restoreAllMocks();
});
