import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type * as pulumi from '@pulumi/pulumi';
import { Yaml } from 'cdk8s';
import { expectGolden } from './golden';
import { bundleFor, runHosted } from './pulumi/language-host';
import { registrationTable } from './pulumi/registration-table';
import type * as Support from './pulumi/support';

const FOLDER = path.join(__dirname, '..', 'examples', 'pulumi');
/** A value that must not be seen anywhere but in a secret. */
const SECRET_VALUE = 'not-for-everybody';

const CONFIG: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'web-process': {},
  'knative-microservices': {
    kafkaApiKey: 'KEY', kafkaApiSecret: SECRET_VALUE, dockerConfig: `{"auths":"${SECRET_VALUE}"}`, vaultCa: 'a certificate',
  },
};
/** What the table of a program does not show. */
const ABOUT: Readonly<Record<string, readonly string[]>> = {
  'web-process': ['What the operator consists of is in its release, which Pulumi reads itself.'],
  'knative-microservices': [
    'It is the way without the folder `releases`. With it, the operator and Contour are there too: 110 objects instead of 34.',
    'The suite 18 of the [conformance](../../../conformance/README.md) registers, applies and removes all of these.',
  ],
};
const SECRETS: readonly string[] = ['kafkaApiSecret', 'dockerConfig'];

interface Outcome {
  readonly recording: Support.Recording;
  readonly url: unknown;
  readonly printed: string;
}

/** Runs a program as `pulumi up` does, from its folder, with a platform of its own of Pulumi and of this library. */
async function run(program: string, preview = false): Promise<Outcome> {
  const before = process.cwd();
  let printed = '';
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  process.chdir(path.join(FOLDER, program));
  try {
    const { recording, outputs } = load(program, preview);
    await recording.settled();
    return { recording, url: preview ? undefined : await valueOf(outputs.url), printed };
  } finally {
    process.chdir(before);
    spy.mockRestore();
  }
}

interface Loaded {
  readonly recording: Support.Recording;
  readonly outputs: Readonly<Record<string, pulumi.Output<unknown>>>;
}

function load(program: string, preview: boolean): Loaded {
  let loaded: Loaded | undefined;
  jest.isolateModules(() => {
    const sdk = jest.requireActual<typeof pulumi>('@pulumi/pulumi');
    const { recordMocks } = jest.requireActual<typeof Support>('./pulumi/support');
    const config = Object.entries(CONFIG[program] ?? {}).map(([key, value]) => [`${program}:${key}`, value]);
    sdk.runtime.setAllConfig(Object.fromEntries(config) as Record<string, string>, SECRETS.map((key) => `${program}:${key}`));
    const recording = recordMocks({
      project: program, preview, state: ({ type, name }) => type.endsWith(':Service') && type.includes('knative')
        ? { status: { url: `http://${name.split('/').at(-1) ?? ''}.example.com` } } : undefined,
    });
    loaded = { recording, outputs: jest.requireActual(path.join(FOLDER, program, 'index.ts')) };
  });
  if (loaded === undefined) throw new Error(`${program} was not loaded`);
  return loaded;
}

function valueOf(output: pulumi.Output<unknown> | undefined): Promise<unknown> {
  if (output === undefined) throw new Error('the program has no such output');
  return new Promise((resolve) => { output.apply(resolve); });
}

/** What is sent to the engine, by what it is sent for. */
function sentOf({ resources }: Support.Recording): object {
  return Object.fromEntries(resources.map(({ urn, sent }) => [urn, sent]));
}

const PROGRAMS = fs.readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** What is read of a `Pulumi.yaml`. */
interface Project {
  readonly name: string;
  readonly main: string;
  readonly runtime: { readonly options: { readonly tsconfig: string } };
}

/** The examples beside a copy of this library, as one who installed it has them. */
const installed = fs.mkdtempSync(path.join(os.tmpdir(), 'installed-'));

beforeAll(async () => {
  const library = path.join(installed, 'node_modules', 'cdk8s-knative');
  fs.cpSync(path.join(FOLDER, '..'), path.join(installed, 'examples'), { recursive: true });
  fs.writeFileSync(path.join(installed, 'package.json'), '{}');
  await bundleFor("export * from './lib';\nexport * from './lib/pulumi';", path.join(library, 'index.js'));
  fs.writeFileSync(path.join(library, 'pulumi.js'), "module.exports = require('./index.js');");
}, 120_000);

afterAll(() => { fs.rmSync(installed, { recursive: true }); });

describe.each(PROGRAMS)('the program of Pulumi %s', (program) => {
  let first: Outcome;

  beforeAll(async () => {
    first = await run(program);
  }, 120_000);

  test('registers what its golden shows', () => {
    expectGolden(path.join(FOLDER, program, 'index.resources.md'), [
      '# What the program registers', '',
      'Written by `npm run goldens` from a run with mocks; a test compares it.', ...ABOUT[program] ?? [],
      'The numbers of "After" are those of the rows.', '', registrationTable(first.recording.resources),
    ].join('\n'));
  });

  test('registers an object after all that it waits for', () => {
    const urns = first.recording.resources.map(({ urn }) => urn);
    const late = first.recording.resources.filter(({ urn, dependencyUrns }) =>
      dependencyUrns.some((each) => urns.indexOf(each) >= urns.indexOf(urn)));

    expect(late.map(({ name }) => name)).toEqual([]);
  });

  test('has the address of its service as an output', () => {
    expect(first.url).toMatch(/^http:\/\/(web|simple-service)\.example\.com$/);
  });

  test('leaves no warning without a word about it, and no error', () => {
    const { logs, rejections } = first.recording;

    expect(logs.filter(({ severity }) => severity === 'warn' || severity === 'error')).toEqual([]);
    expect(rejections).toEqual([]);
    expect(first.printed).toBe('');
  });

  test('previews the same resources, run by run', async () => {
    const { recording } = await run(program, true);

    expect(registrationTable(recording.resources)).toBe(registrationTable(first.recording.resources));
    expect(sentOf(recording)).toEqual(sentOf(first.recording));
  }, 120_000);

  test('runs as its project says, by the language host of Pulumi', async () => {
    const folder = path.join(installed, 'examples', 'pulumi', program);
    const [{ name, main, runtime }] = Yaml.load(path.join(folder, 'Pulumi.yaml')) as [Project];
    const { options: { tsconfig } } = runtime;
    const { played, code, output } = await runHosted(
      { project: name, folder, main, tsconfig, config: CONFIG[program] ?? {}, secrets: SECRETS },
      { live: ({ type }) => type.includes('serving.knative.dev') ? { status: { url: 'http://example.com' } } : undefined },
    );

    expect({ code, output }).toEqual({ code: 0, output: '' });
    expect(played).toMatchObject({ failures: [], error: undefined });
    expect(played.logs.filter(({ severity }) => severity === 'warn' || severity === 'error')).toEqual([]);
    expect(name).toBe(program);
    expect(played.objects.map((each) => each.urn.replace('::test::', '::stack::')).sort())
      .toEqual(first.recording.objects().map(({ urn }) => urn).sort());
  }, 120_000);

  test('has what is secret in Secrets alone', () => {
    const { resources } = first.recording;
    const withValue = resources.filter(({ sent }) => JSON.stringify(sent).includes(SECRET_VALUE));

    expect(withValue.filter(({ type }) => type !== 'kubernetes:core/v1:Secret')).toEqual([]);
    expect(withValue.map(({ name }) => name).sort()).toEqual(program === 'web-process' ? [] : [
      'microservices/knative-eventing/ccloud', 'microservices/my-knative-services/ccloud',
      'microservices/my-knative-services/docker-json',
    ]);
  });
});
