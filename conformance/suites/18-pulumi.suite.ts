import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { KnativeVersion } from '../../lib';
import type { KubernetesObject } from '../control-plane/api-server';
import { build, run } from '../generated/interpreter';
import { PREREQUISITES } from '../generated/prerequisites';
import type { Program } from '../generated/program';
import { programs } from '../generated/programs';
import { nameOf } from '../handler/inventory';
import { makeNamespaces } from '../judge/namespaces';
import { closePlanes, planeNamed } from '../judge/planes';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';
import { Mirror } from '../mirror/mirror';
import { bind, BOUND, SAID, startAdapter } from '../pulumi/controllers';
import { JudgedCluster, planOf, type Up, type UpOptions } from '../pulumi/judged-cluster';
import { plainProgram } from '../pulumi/plain-programs';
import { fieldManagerOf, Next } from '../pulumi/played-provider';
import { example, exampleIn, generatedProgram, releasedProgram, shopProgram } from '../pulumi/programs';
import { keyOf, type StackProgram, type Update } from '../pulumi/stack';
import { withoutProvider } from '../pulumi/waits';
import { vendorAll } from '../releases/vendored';

type Row = { -readonly [P in keyof Omit<ReportRow, 'suite' | 'seconds'>]: ReportRow[P] };

/** Of these, those that no other one stands in the way of. */
const PROGRAMS = 30;

/** Milliseconds: a program of Pulumi that waits for what never comes ends the suite, and not the day. */
jest.setTimeout(180_000);

const cluster = new JudgedCluster();
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-pulumi-'));
const rows: Row[] = [];

beforeAll(async () => {
  vendorAll(new Mirror(), path.join(home, 'releases'));
  await cluster.start();
  await cluster.remember();
});
afterAll(async () => {
  report('18 pulumi', rows);
  await cluster.stop();
  closePlanes();
  fs.rmSync(home, { recursive: true });
});

function titleOf({ kind, metadata: { name } }: KubernetesObject): string {
  return `${kind} ${name}`;
}

const READY = 'condition=Ready';

/**
 * What is waited for of each object of the shop. A server takes what comes later without it: a wait that is missing
 * shows here.
 */
const WAITS_OF_SHOP = {
  'Namespace shop': undefined,
  'CustomResourceDefinition widgets.shop.example.com': 'condition=Established',
  'Widget one': undefined,
  'Service web': READY,
  'Broker default': READY,
  'Trigger paid': READY,
  'Sequence again': READY,
  'SinkBinding from-till': READY,
  'SinkBinding from-printer': READY,
  // Their pods get the address of the broker later.
  'Service till': 'jsonpath={.status.url}',
  'Deployment printer': 'jsonpath={.metadata.name}',
};

/** Jobs of releases have the version in their names, as the operator gives it to them: their pods have no dots. */
const DOTS = 'a DNS label is recommended: [must not contain dots]';

/** What went wrong in an update. */
function wrongOf(up: Up): object {
  return {
    errors: up.errors,
    refused: up.put.flatMap(({ object, refused }) => (refused === undefined ? [] : [`${titleOf(object)}: ${refused}`])),
    waited: up.put.flatMap(({ object, asked, inVain }) => (inVain === undefined ? [] : [`${titleOf(object)}: ${asked ?? ''}: ${inVain}`])),
    warned: up.put.flatMap(({ object, warnings }) => warnings.filter((each) => !each.includes(DOTS))
      .map((each) => `${titleOf(object)}: ${each}`)),
    notAdmitted: up.notAdmitted,
  };
}

const NOTHING = { errors: [], refused: [], waited: [], warned: [], notAdmitted: [] };

/** Everything that a program registers, whatever the order in which it does. */
function registrationsOf({ registered, objects }: Update): object {
  return Object.fromEntries(registered.map((each) => [keyOf(each), {
    object: objects.get(keyOf(each)), dependencies: [...each.dependencies].sort(), retained: each.retainOnDelete,
  }]).sort());
}

function secondsSince(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}

/** Puts a program on the cluster, and says so in the table. */
async function put(what: string, program: StackProgram, options: UpOptions = {}): Promise<{ up: Up; row: Row }> {
  const row: Row = { what, judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0 };
  rows.push(row);
  const started = Date.now();
  const up = await cluster.up(program, options);
  row.judged = up.put.length;
  row.accepted = up.put.filter(({ refused }) => refused === undefined).length;
  row.differing = row.judged - row.accepted;
  row.note = `${up.put.filter(({ asked }) => asked !== undefined).length} awaited, put in ${secondsSince(started)}`;
  expect(wrongOf(up)).toEqual(NOTHING);
  expect(up.gone.failures).toEqual([]);
  return { up, row };
}

/** Removes what a program put, and adds that to its row. */
async function takeAway(up: Up, row: Row): Promise<void> {
  const started = Date.now();
  const { gone, retained, failures, left } = await cluster.down(up.deployed);
  row.note = `${row.note ?? ''}; ${gone.length} deleted, ${retained.length} retained, in ${secondsSince(started)}`;
  expect({ failures, left }).toEqual({ failures: [], left: [] });
}

/** Puts a program on the cluster and removes it again, and says so in the table. */
async function putAndRemove(what: string, program: StackProgram, plan: Update, next: Next): Promise<Up> {
  const { up, row } = await put(`${what}, ${next} first`, program, { plan, next });
  expect(up.put).toHaveLength(plan.objects.size);
  await takeAway(up, row);
  return up;
}

describe('what Pulumi alone does, by which this player is known to see it', () => {
  test('objects that nobody put in order are refused', async () => {
    const up = await cluster.up(plainProgram(false), { next: Next.LAST });
    const refused = up.put.filter((each) => each.refused !== undefined).map(({ object }) => titleOf(object)).sort();

    expect(refused).toEqual(['ConfigMap settings', 'Widget one']);
    await cluster.remove(up.deployed.map(({ object }) => object));
  });

  test('objects in order are taken', async () => {
    const up = await cluster.up(plainProgram(true), { next: Next.LAST });

    expect(wrongOf(up)).toEqual(NOTHING);
    await cluster.remove(up.deployed.map(({ object }) => object));
  });
});

describe('examples/pulumi/knative-microservices, with the releases that it needs', () => {
  const program = exampleIn(home, example('knative-microservices', {
    config: { kafkaApiKey: 'judge', vaultCa: 'none' },
    secrets: { kafkaApiSecret: 'of no use', dockerConfig: '{"auths":{}}' },
  }));
  let plan: Update;

  beforeAll(async () => {
    plan = await planOf(program);
  });

  // Nothing of Knative is there but what its operator brings, once the program has told it to.
  test('is put and removed', async () => {
    await cluster.bringCertManager();
    const up = await putAndRemove('knative-microservices', program, plan, Next.LAST);

    // As index.resources.md of the example says.
    expect(plan.objects.size).toBe(110);
    expect(up.outputs).toEqual({ url: 'http://simple-service.my-knative-services.example.com' });
    await removeRetained(up);
    await cluster.takeAwayKnative();
  });

  test('registers the same again', async () => {
    expect(registrationsOf(await planOf(program))).toEqual(registrationsOf(plan));
  });
});

describe('Knative from the files of its releases', () => {
  const folder = path.join(home, 'releases');
  const [older, newer] = [
    releasedProgram(folder, KnativeVersion.V1_22), releasedProgram(folder, KnativeVersion.V1_23, KnativeVersion.V1_22),
  ];
  let first: Up;
  let second: Up | undefined;
  const adapter = () => [...first.objects].find(([, object]) => titleOf(object) === 'Deployment pingsource-mt-adapter');

  beforeAll(async () => {
    ({ up: first } = await put('Knative 1.22 from manifests', older));
  });
  afterAll(async () => {
    // All of it, since a webhook that stayed would answer for those that come later.
    await cluster.remove([...first.deployed, ...second?.deployed ?? []].map(({ object }) => object));
    await cluster.takeAwayKnative();
  });

  test('is what it was where nothing changed, however often it is sent', async () => {
    const again = await cluster.up(older, { before: first, plan: first });
    const { up } = await put('the same again, all of it sent', older, { before: first, plan: first, sendsAll: true });
    const rewritten = up.put.filter(({ versions }) => versions === undefined || versions[0] !== versions[1]);

    expect(again.put).toEqual([]);
    expect(up.put).toHaveLength(first.objects.size);
    // A definition is put whole, and Knative writes its certificate into it again.
    expect(rewritten.map(({ object }) => titleOf(object)).filter((title) => !title.startsWith('CustomResourceDefinition ')))
      .toEqual([]);
  });

  test('comes to the next release, and what its controllers said stays', async () => {
    const [key, object] = adapter() ?? [];
    if (key === undefined || object === undefined) throw new Error('there is no adapter');
    await startAdapter(cluster.api, object);
    const plan = await planOf(newer);
    const next = plan.objects.get(key);
    const { up, row } = await put('an upgrade to Knative 1.23', newer, { plan, before: first });
    second = up;
    // What only the release says comes with it.
    const env = expect.arrayContaining([...SAID]) as unknown;
    const ignoring = up.registered.filter(({ ignoreChanges }) => ignoreChanges.length > 0).map(keyOf);

    expect(containersOf(next)).not.toEqual(containersOf(object));
    expect(await cluster.api.get(object)).toMatchObject({
      spec: {
        replicas: 1,
        template: { spec: { containers: [{ image: containersOf(next)[0]?.image, env }] } },
      },
    });
    expect(ignoring).toEqual([key]);
    expect(await cluster.api.apply(next ?? object, { fieldManager: fieldManagerOf(key), dryRun: true }))
      .toMatchObject({ accepted: false, status: 409 });
    expect(up.put.filter(({ object: { kind } }) => kind === 'Job')).not.toEqual([]);
    row.note = `${row.note ?? ''}; ${up.gone.gone.length} no longer there`;
    await takeAway(up, row);
  });
});

describe('examples/pulumi/web-process, whose operator is a file', () => {
  const program = example('web-process');
  let plan: Update;

  beforeAll(async () => {
    plan = await planOf(program);
  });
  test('is refused where nothing waits: Knative is not there at once', async () => {
    const { put, deployed } = await cluster.up(program, { plan, waits: false });
    await cluster.remove(deployed.map(({ object }) => object));

    expect(put.filter(({ refused }) => refused?.startsWith('no matches for kind')).map(({ object }) => titleOf(object)))
      .toContain('Service web');
  });

  test('is put and removed', async () => {
    const up = await putAndRemove('web-process', program, plan, Next.FIRST);

    expect(up.outputs).toEqual({ url: 'http://web.microservices.example.com' });
    await removeRetained(up);
  });
});

describe('a shop, whose broker and services need each other', () => {
  let plan: Update;

  beforeAll(async () => {
    await cluster.bringAll();
    plan = await planOf(shopProgram());
  });

  test('registers the same where its chart has another name, and its constructs are elsewhere', async () => {
    expect(registrationsOf(await planOf(shopProgram({}, { chart: 'store', moved: true })))).toEqual(registrationsOf(plan));
  });

  test('is put and removed, but for its namespace and its kind', async () => {
    const up = await putAndRemove('shop', shopProgram(), plan, Next.FIRST);

    expect(await cluster.added()).toEqual(['CustomResourceDefinition.apiextensions.k8s.io widgets.shop.example.com', 'Namespace shop']);
    expect(Object.fromEntries(up.put.map(({ object, asked }) => [titleOf(object), asked]))).toEqual(WAITS_OF_SHOP);
    expect(up.outputs).toEqual({ url: 'http://web.shop.example.com' });
  });

  test('is changed after bindings wrote into what they bind', async () => {
    const { up: before } = await put('shop, before an update', shopProgram(), { plan });
    const all = [...before.objects.values()];
    const [till, printer] = ['till', 'printer'].map((name) => all.find(({ metadata }) => metadata.name === name));
    if (till === undefined || printer === undefined) throw new Error('nothing is bound');
    await bind(cluster.api, till, printer);
    const program = shopProgram({}, { image: 'ghcr.io/example/shop:2.0' });
    const changed = (await planOf(program)).objects;
    const key = [...before.objects].find(([, object]) => object === till)?.[0] ?? '';
    const options = { fieldManager: fieldManagerOf(key), dryRun: true };
    const alone = await cluster.api.apply(changed.get(key) ?? till, options);
    const { up, row } = await put('shop, another image in what is bound', program, { before });

    expect(alone).toMatchObject({ accepted: false, status: 409 });
    expect(up.put.map(({ object }) => titleOf(object)).sort()).toEqual(['Deployment printer', 'Service till', 'Service web']);
    expect(containersOf(await cluster.api.get(till))).toMatchObject([{ image: 'ghcr.io/example/shop:2.0' }]);
    expect(containersOf(await cluster.api.get(printer))).toMatchObject([{ image: 'ghcr.io/example/shop:2.0', env: BOUND }]);
    await takeAway(up, row);
  });

  test('takes over what was retained, and leaves nothing where nothing is', async () => {
    const program = shopProgram({ retainOnDelete: false });
    await putAndRemove('shop, nothing retained', program, await planOf(program), Next.LAST);

    expect(await cluster.added()).toEqual([]);
  });

  test.each<readonly [string, (objects: readonly KubernetesObject[]) => readonly KubernetesObject[]]>([
    ['the other way round', (objects) => [...objects].reverse()],
    ['by name', (objects) => [...objects].sort((one, other) => titleOf(one).localeCompare(titleOf(other)))],
  ])('is refused %s', async (_, shuffle) => {
    const objects = [...plan.objects.values()];

    expect(await cluster.refusedOf(shuffle(objects))).not.toEqual([]);
    await cluster.remove(objects);
  });
});

describe('generated programs', () => {
  const chosen = disjoint(programs({ seed: SEED, flags: false }, PROGRAMS));
  const program = generatedProgram(chosen.map((each) => each.program));
  const known = new Set<string>();
  let plan: Update;

  beforeAll(async () => {
    await cluster.bringAll();
    for (const each of PREREQUISITES) {
      for (const plane of ['pulumi', 'defaults', 'flags'] as const) await planeNamed(plane).applyOrThrow(each, { force: true });
    }
    // Each alone: what one program makes, another one may need before.
    for (const { manifests } of chosen) await makeNamespaces(cluster.api, manifests, known);
    await cluster.remember();
    plan = await planOf(program);
  });

  test('arrive as they stand in files', () => {
    const sent = new Map([...plan.objects.values()].map((object) => [nameOf(object), withoutProvider(object)]));

    expect(plan.errors).toEqual([]);
    expect(sent.size).toBe(plan.objects.size);
    for (const manifest of chosen.flatMap(({ manifests }) => manifests)) {
      expect(sent.get(nameOf(manifest))).toEqual(manifest);
    }
  });

  test('are put and removed', async () => {
    await removeRetained(await putAndRemove(`${chosen.length} generated programs`, program, plan, Next.LAST));
  });
});

/** The containers of what makes pods. */
function containersOf(object: KubernetesObject | undefined): readonly { readonly image?: string }[] {
  return (object?.spec as Pods | undefined)?.template.spec.containers ?? [];
}

interface Pods {
  readonly template: { readonly spec: { readonly containers: readonly { readonly image?: string }[] } };
}

interface Chosen {
  readonly program: Program;
  readonly manifests: readonly KubernetesObject[];
}

/** Programs that may be on one cluster: no two have the same object. */
function disjoint(all: readonly Program[]): readonly Chosen[] {
  const taken = new Set<string>();
  return all.flatMap((program) => {
    const { manifests } = run(program);
    const names = manifests.map(nameOf);
    if (names.length === 0 || names.some((name) => taken.has(name)) || hasEmptyChart(program)) return [];
    for (const name of names) taken.add(name);
    return [{ program, manifests }];
  });
}

/** A chart that says nothing is refused with `KN-PUL-004`. */
function hasEmptyChart(program: Program): boolean {
  return build(program).charts.some((chart) => chart.node.children.length === 0);
}

/** Namespaces and kinds, so that the next one finds an empty cluster. */
async function removeRetained({ deployed }: Up): Promise<void> {
  await cluster.remove(deployed.filter(({ registered }) => registered.retainOnDelete).map(({ object }) => object));
}
