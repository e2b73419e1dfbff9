import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'cdk8s';
import { Manifests } from 'cdk8s-knative/testing';
import { expectGolden } from './golden';

const EXAMPLES = path.join(__dirname, '..', 'examples');

/** Every program below examples/ that makes an app, found so that none is forgotten. */
const PROGRAMS = fs.readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => fs.readdirSync(path.join(EXAMPLES, name)).map((file) => path.join(name, file)))
  .filter((file) => file.endsWith('.ts') && /= new App\(/.test(fs.readFileSync(path.join(EXAMPLES, file), 'utf8')));

interface Outcome {
  readonly app: App;
  readonly manifests: Readonly<Record<string, string>>;
  readonly documents: Readonly<Record<string, string>>;
}

/** Runs a program as `npm run synth` does, into a folder of its own. */
function run(program: string): Outcome {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'example-'));
  process.env.CDK8S_OUTDIR = path.join(folder, 'dist');
  try {
    let app: App | undefined;
    jest.isolateModules(() => {
      app = jest.requireActual<{ app: App }>(path.join(EXAMPLES, program)).app;
    });
    if (app === undefined) throw new Error(`${program} exports no app`);
    return { app, manifests: textsIn(path.join(folder, 'dist')), documents: textsIn(path.join(folder, 'dist-documents')) };
  } finally {
    delete process.env.CDK8S_OUTDIR;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function textsIn(folder: string): Record<string, string> {
  if (!fs.existsSync(folder)) return {};
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => fs.statSync(path.join(folder, file)).isFile()).sort();
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

describe.each(PROGRAMS)('the example %s', (program) => {
  let warnings: string;

  beforeEach(() => {
    warnings = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      warnings += String(text);
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  test('makes what its golden shows', () => {
    const { app, documents } = run(program);

    const golden = path.join(EXAMPLES, program.replace(/\.ts$/, ''));
    expectGolden(`${golden}.golden.yaml`, Manifests.of(app).toYaml());
    for (const [file, text] of Object.entries(documents)) {
      expectGolden(path.join(`${golden}.documents`, file), text);
    }
  });

  test('makes the same bytes every time', () => {
    expect(run(program).manifests).toEqual(run(program).manifests);
  });

  test('leaves no warning without a word about it', () => {
    run(program);

    expect(warnings).toBe('');
  });
});

test('there are programs for every system of the examples', () => {
  expect(PROGRAMS.map((program) => path.dirname(program))).toEqual(expect.arrayContaining([
    'knative-microservices', 'trade-integration', 'web-process', 'vm-events', 'durable-source',
  ]));
});
