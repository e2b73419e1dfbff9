import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
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
import { JudgedCluster, planOf, type Up } from '../pulumi/judged-cluster';
import { plainProgram } from '../pulumi/plain-programs';
import { Next } from '../pulumi/played-provider';
import { example, exampleIn, generatedProgram, shopProgram } from '../pulumi/programs';
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

/** What went wrong in an update. */
function wrongOf(up: Up): object {
  return {
    errors: up.errors,
    refused: up.put.flatMap(({ object, refused }) => (refused === undefined ? [] : [`${titleOf(object)}: ${refused}`])),
    waited: up.put.flatMap(({ object, asked, inVain }) => (inVain === undefined ? [] : [`${titleOf(object)}: ${asked ?? ''}: ${inVain}`])),
    warned: up.put.flatMap(({ object, warnings }) => warnings.map((each) => `${titleOf(object)}: ${each}`)),
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

/** Puts a program on the cluster and removes it again, and says so in the table. */
async function putAndRemove(what: string, program: StackProgram, plan: Update, next: Next): Promise<Up> {
  const row: Row = { what: `${what}, ${next} first`, judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0 };
  rows.push(row);
  const started = Date.now();
  const up = await cluster.up(program, { plan, next });
  row.judged = up.put.length;
  row.accepted = up.put.filter(({ refused }) => refused === undefined).length;
  row.differing = row.judged - row.accepted;
  const applied = Date.now();
  expect(wrongOf(up)).toEqual(NOTHING);
  expect(up.put).toHaveLength(plan.objects.size);
  const { gone, retained, failures, left } = await cluster.down(up.deployed);
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`;
  row.note = `${up.put.filter(({ asked }) => asked !== undefined).length} awaited, put in ${seconds(started, applied)}; `
    + `${gone.length} deleted, ${retained.length} retained, in ${seconds(applied, Date.now())}`;
  expect({ failures, left }).toEqual({ failures: [], left: [] });
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
    vendorAll(new Mirror(), path.join(home, 'releases'));
    plan = await planOf(program);
  });

  // Nothing of Knative is there but what its operator brings, once the program has told it to.
  test('is put and removed', async () => {
    await cluster.bringCertManager();
    const up = await putAndRemove('knative-microservices', program, plan, Next.LAST);

    expect(up.outputs).toEqual({ url: 'http://simple-service.my-knative-services.example.com' });
    await removeRetained(up);
    await cluster.takeAwayKnative();
  });

  test('registers the same again', async () => {
    expect(registrationsOf(await planOf(program))).toEqual(registrationsOf(plan));
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
    expect(up.outputs).toEqual({ url: 'http://web.shop.example.com' });
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
