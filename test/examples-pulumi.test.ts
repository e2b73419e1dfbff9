import * as fs from 'fs';
import * as path from 'path';
import type * as pulumi from '@pulumi/pulumi';
import { expectGolden } from './golden';
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

describe.each(PROGRAMS)('the program of Pulumi %s', (program) => {
  let first: Outcome;

  beforeAll(async () => {
    first = await run(program);
  }, 120_000);

  test('registers what its golden shows', () => {
    expectGolden(path.join(FOLDER, program, 'index.resources.md'), [
      '# What the program registers', '',
      'Written by `npm run goldens` from a run with mocks, without release files; a test compares it.',
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

  test('has a project that says where its program is', () => {
    const project = fs.readFileSync(path.join(FOLDER, program, 'Pulumi.yaml'), 'utf8');

    expect(project).toContain(`name: ${program}\n`);
    expect(project).toContain('main: index.ts\n');
    expect(project).toContain('tsconfig: ../../tsconfig.json\n');
  });

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
