import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'cdk8s';
import type { EnvironmentProgram, Environments } from 'cdk8s-knative';
import { Manifests } from 'cdk8s-knative/testing';
import { expectGolden } from './golden';

const EXAMPLES = path.join(__dirname, '..', 'examples');

/**
 * Every program below examples/ that makes an app, found so that none is forgotten. Those with stacks of AWS CDK have a
 * test of their own.
 */
const PROGRAMS = fs.readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => fs.readdirSync(path.join(EXAMPLES, name)).map((file) => path.join(name, file)))
  .filter((file) => file.endsWith('.ts') && isProgram(fs.readFileSync(path.join(EXAMPLES, file), 'utf8')));

function isProgram(text: string): boolean {
  return text.includes('= new App(') && !text.includes("from 'aws-cdk-lib'");
}

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

describe('the example of environments', () => {
  interface Example {
    readonly environments: Environments<Readonly<Record<string, unknown>>>;
    readonly shop: EnvironmentProgram<Readonly<Record<string, unknown>>>;
  }
  const FOLDER = path.join(EXAMPLES, 'environments');
  let folder: string;
  let example: Example;

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'environments-'));
    process.env.CDK8S_OUTDIR = path.join(folder, 'dist');
    const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    example = jest.requireActual<Example>(path.join(FOLDER, 'main.ts'));
    expect(printed).not.toHaveBeenCalled();
  });
  afterAll(() => {
    delete process.env.CDK8S_OUTDIR;
    fs.rmSync(folder, { recursive: true, force: true });
    jest.restoreAllMocks();
  });

  test('makes what its goldens show, a folder for each', () => {
    const apps = example.environments.apps(example.shop);

    expect([...apps.keys()]).toEqual(['dev', 'stage', 'prod']);
    for (const [name, app] of apps) {
      expectGolden(path.join(FOLDER, `${name}.golden.yaml`), Manifests.of(app).toYaml());
      const documents = textsIn(path.join(folder, 'dist-documents', name));
      for (const [file, text] of Object.entries(documents)) expectGolden(path.join(FOLDER, `${name}.documents`, file), text);
      expect(Object.keys(textsIn(path.join(folder, 'dist', name)))).toEqual(['platform.k8s.yaml', 'shop.k8s.yaml']);
    }
  });

  test('makes the same of all of them, but for the lines with their values', () => {
    const linesOf = (name: string) => fs.readFileSync(path.join(FOLDER, `${name}.golden.yaml`), 'utf8').split('\n');
    const [dev = [], ...others] = ['dev', 'stage', 'prod'].map(linesOf);
    const expected = [
      'brokers-topic-template', 'channels-topic-template', 'triggers-consumergroup-template', 'external-dns', 'domain-filter',
      'txt-owner-id', 'example.com', 'hostedZoneID', 'server:', 'letsencrypt-', 'replicas:', '-scale:',
    ];

    for (const other of others) {
      expect(other).toHaveLength(dev.length);
      const differing = other.filter((line, at) => line !== dev[at]);
      expect(differing.length).toBeGreaterThan(5);
      expect(differing.filter((line) => !expected.some((part) => line.includes(part)))).toEqual([]);
    }
  });
});

test('there are programs for every system of the examples', () => {
  expect(PROGRAMS.map((program) => path.dirname(program))).toEqual(expect.arrayContaining([
    'knative-microservices', 'trade-integration', 'web-process', 'vm-events', 'durable-source',
  ]));
});
