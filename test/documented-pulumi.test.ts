import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import type * as pulumi from '@pulumi/pulumi';
import { readNeeds } from '../lib/releases';
import { smallFolder } from './platform/vendored-program';
import type * as Support from './pulumi/support';

const ROOT = path.join(__dirname, '..');
const PAGE = path.join(ROOT, 'docs', 'put-charts-on-a-cluster-with-pulumi.md');
const SECRET_VALUE = 'not-for-everybody';

/** Programs of the page, in a folder inside of the project, so that the package is found by its name. */
let folder: string;
let recording: Support.Recording;
let url: unknown;
/** What the first program of the page makes, which needs no AWS. */
let small: Outcome;
/** What it asks for when there are no vendored files yet. */
let needed: readonly string[];

/** What the shorter programs of the page take as given, next to what the first one makes. */
const GIVEN = `
import type { IConstruct } from 'constructs';
import { AwsIdentity, KafkaCredentials, KafkaSink, Namespace } from 'cdk8s-knative';
declare const image: { readonly repoDigest: pulumi.Output<string> };
declare const role: aws.iam.Role;
declare const entry: IConstruct;
declare const sink: KafkaSink;
declare const europe: k8s.Provider;
declare const america: k8s.Provider;
`;

/** What the compiler says of the programs in the folder; in a process of its own, which is several times faster. */
function typeErrors(): string {
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({
    extends: '../examples/tsconfig.json', compilerOptions: { skipLibCheck: true, noUnusedLocals: false }, include: ['smallest.ts', 'index.ts', 'others.ts'],
  }));
  return spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' }).stdout;
}

/** What `pulumi up` would make of `@pulumi/aws` and `@pulumi/eks`, as far as the program reads it. */
function stateOf({ type, name }: pulumi.runtime.MockResourceArgs): Record<string, unknown> | undefined {
  if (type === 'eks:index:Cluster') return { kubeconfigJson: '{}' };
  if (type === 'kubernetes:serving.knative.dev/v1:Service') return { status: { url: `http://${name}.example` } };
  return undefined;
}

interface Outcome {
  readonly recording: Support.Recording;
  readonly url: unknown;
}

/** Runs a program as `pulumi up` does, from its folder. */
async function run(file: string): Promise<Outcome> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    const { recordMocks } = jest.requireActual<typeof Support>('./pulumi/support');
    const sdk = jest.requireActual<typeof pulumi>('@pulumi/pulumi');
    sdk.runtime.setAllConfig({ 'shop:databasePassword': SECRET_VALUE }, ['shop:databasePassword']);
    const recording = recordMocks({ project: 'shop', state: stateOf });
    const outputs = jest.requireActual<{ readonly url: pulumi.Output<string> }>(path.join(folder, file));
    await recording.settled();
    return { recording, url: await new Promise((resolve) => { outputs.url.apply(resolve); }) };
  } finally {
    process.chdir(before);
  }
}

/** What `npx cdk8s-knative vendor --app 'pulumi preview'` reads of it. */
async function needs(): Promise<readonly string[]> {
  const file = path.join(folder, 'needs.jsonl');
  process.env.CDK8S_KNATIVE_NEEDS = file;
  try {
    await run('asked.ts');
    return readNeeds(file).flatMap(({ components }) => components.map(({ name }) => name));
  } finally {
    delete process.env.CDK8S_KNATIVE_NEEDS;
  }
}

beforeAll(async () => {
  const blocks = [...fs.readFileSync(PAGE, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
  const [smallest = '', program = '', ...others] = blocks;
  folder = fs.mkdtempSync(path.join(ROOT, '.synth-documented-'));
  fs.writeFileSync(path.join(folder, 'smallest.ts'), smallest);
  for (const file of ['index.ts', 'asked.ts']) fs.writeFileSync(path.join(folder, file), program);
  const inBlocks = others.map((text) => `{\n${text.replace(/^export /gm, '')}}\n`);
  fs.writeFileSync(path.join(folder, 'others.ts'), [program, GIVEN, ...inBlocks].join('\n'));
  needed = await needs();
  fs.cpSync(smallFolder(), path.join(folder, 'releases'), { recursive: true });
  small = await run('smallest.ts');
  ({ recording, url } = await run('index.ts'));
}, 120_000);

afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });

describe('the smallest program in the documentation of Pulumi', () => {
  test('registers a provider and three objects, and has the address of its service', () => {
    expect(small.recording.resources.map(({ name }) => name)).toEqual([
      'cluster', 'shop', 'shop/shop', 'shop/shop/orders',
    ]);
    expect(small.url).toBe('http://shop/shop/orders.example');
  });
});

describe('the program in the documentation of Pulumi', () => {
  test('is one that TypeScript takes, and so are the shorter ones', () => {
    expect(typeErrors()).toBe('');
  }, 120_000);

  test('registers the cluster, the operator of the vendored files and the services', () => {
    const names = recording.resources.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining([
      'shop', 'invoices', 'shop/knative-operator/knative-operator', 'shop/knative-serving/knative-serving', 'shop/shop/database',
      'shop/shop/orders', 'shop/shop/events', 'shop/shop/paid',
    ]));
  });

  test('gives the id of the bucket to the service, and the password to the Secret alone', () => {
    const sent = JSON.stringify(recording.named('shop/shop/orders').inputs);
    const withPassword = recording.resources.filter((each) => JSON.stringify(each.sent).includes(SECRET_VALUE));

    expect(sent).toContain('"value":"invoices-id"');
    expect(withPassword.map(({ name }) => name)).toEqual(['shop/shop/database']);
  });

  test('puts all objects on the cluster that it made', () => {
    const provider = recording.resources.find(({ type }) => type === 'pulumi:providers:kubernetes');
    const others = recording.objects().filter(({ type }) => type.startsWith('kubernetes:'))
      .filter((each) => !each.provider.startsWith(`${provider?.urn ?? 'none'}::`));

    expect(others.map(({ name }) => name)).toEqual([]);
  });

  test('says what is to be vendored, before it is', () => {
    expect(needed).toEqual(['knative-operator']);
  });

  test('warns of nothing', () => {
    expect(recording.logs.filter(({ severity }) => severity !== 'debug' && severity !== 'info')).toEqual([]);
    expect(recording.rejections).toEqual([]);
  });

  test('has the address of the service as an output', () => {
    expect(url).toBe('http://shop/shop/orders.example');
  });
});
