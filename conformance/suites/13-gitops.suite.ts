import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { GitOps, InstalledBy, KnativeVersion } from '../../lib';
import { HEALTH_OF_KINDS } from '../../lib/gitops/health-rules';
import { luaOf } from '../../lib/gitops/argo-health';
import { celOf } from '../../lib/gitops/flux-documents';
import { VendoredReleases } from '../../lib/releases';
import type { EmptyPlaneName } from '../control-plane/plane';
import { moduleFolders } from '../control-plane/tools';
import type { KubernetesObject } from '../control-plane/api-server';
import { objectsIn } from '../control-plane/release';
import { type Health, HealthJudge } from '../gitops/health';
import {
  argoBatches, argoIgnored, argoSettings, type Batch, fluxBatches, isTriedInVain, type Kustomization, kustomizations,
} from '../gitops/layouts';
import { BARE, CASES } from '../gitops/live';
import { inTurns } from '../judge/in-turns';
import { closePlanes } from '../judge/planes';
import { report, type ReportRow } from '../judge/report';
import { Mirror } from '../mirror/mirror';
import { Cluster } from '../releases/cluster';
import { ARTICLE, describeServices } from '../releases/programs';
import { synthesize, type Synthesized } from '../releases/synthesized';
import { vendorAll } from '../releases/vendored';

const PATIENCE_MS = 90_000;
const PATIENCE_SECONDS = 300;
const FLUX = 'github.com/fluxcd/kustomize-controller';
const NOTHING = { judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0 };
type Counts = { -readonly [P in keyof Omit<ReportRow, 'suite' | 'seconds'>]: ReportRow[P] };

const rows: Counts[] = [];
const mirror = new Mirror();
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-gitops-'));
const judge = new HealthJudge();
let program: Synthesized;

function rowOf(what: string): Counts {
  const row: Counts = { what, ...NOTHING };
  rows.push(row);
  return row;
}

beforeAll(async () => {
  await mirror.start();
  vendorAll(mirror, home);
  program = synthesize((app) => {
    new GitOps(app, 'gitops', { syncWaves: true, flux: true });
    // With the Jobs of an upgrade, so that every stage has something but those for what other operators fill in.
    const upgradingFrom = KnativeVersion.V1_22;
    ARTICLE.describe(app, {
      installedBy: InstalledBy.RELEASE_MANIFESTS, releases: VendoredReleases.fromFolder(home), upgradingFrom,
    });
    describeServices(app);
  });
});
afterAll(async () => {
  report('13 gitops', rows);
  judge.end();
  await mirror.stop();
  closePlanes();
  fs.rmSync(home, { recursive: true, force: true });
});

describe('the health of live objects', () => {
  const lua = rowOf('checks in Lua, in the engine of Argo CD');
  const cel = rowOf('checks in CEL, in the engine of Flux');
  const kinds = HEALTH_OF_KINDS.map((rule) => [`${rule.group} ${rule.kind}`, rule] as const);

  test.each(kinds)('of %s is told rightly in each of its states', async (_name, rule) => {
    const cases = CASES[rule.rule](rule);
    const settings = { [`resource.customizations.health.${rule.group}_${rule.kind}`]: luaOf(rule, PATIENCE_SECONDS) };
    const checks = [{ apiVersion: `${rule.group}/v1`, kind: rule.kind, current: celOf(rule, [BARE]) }];
    const said = await Promise.all(cases.map(async ({ what, object }) => ({
      what,
      argo: (await judge.argo(object, settings)).status,
      flux: (await judge.flux(object, checks)).status,
    })));
    for (const [row, tool] of [[lua, 'argo'], [cel, 'flux']] as const) {
      const agreeing = cases.filter((each, number) => said[number]?.[tool] === each[tool]).length;
      row.judged += cases.length;
      row.accepted += agreeing;
      row.differing += cases.length - agreeing;
    }

    expect(said).toEqual(cases.map(({ what, argo, flux }) => ({ what, argo, flux })));
  });
});

function documents(): string {
  return `${program.folder}-documents`;
}

describe('what Flux is given', () => {
  const cluster = new Cluster('flux');
  const row = rowOf('Kustomizations, by the definition of Flux');

  test('is what its definition allows, without a warning or a loss', async () => {
    const definition = path.join(moduleFolders([FLUX])[FLUX] ?? '', 'config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml');
    for (const object of objectsIn([definition])) await cluster.api.applyOrThrow(object);
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } };
    await cluster.api.applyOrThrow(namespace);
    await until('the definition of Flux', async () => {
      cluster.api.forgetKinds();
      return (await cluster.api.apply(kustomizations(documents())[0] as Kustomization)).accepted;
    });
    for (const each of kustomizations(documents())) {
      const { accepted, warnings, words } = await cluster.api.apply(each);
      row.judged += 1;
      expect({ name: each.metadata.name, accepted, warnings, words }).toMatchObject({ accepted: true, warnings: [] });
      row.accepted += 1;
      expect(await cluster.api.get(each)).toMatchObject({ spec: each.spec });
    }
    const wrong = { ...kustomizations(documents())[0], spec: { sourceRef: { kind: 'GitRepository', name: 'a' } } };
    expect(await cluster.api.apply(wrong as unknown as KubernetesObject)).toMatchObject({ accepted: false });
  });
});

test('what controllers of the release change is there, and is left to them by both tools', () => {
  const adapter = [...program.objects.values()].find(({ kind, metadata: { name } }) => kind === 'Deployment' && name === 'pingsource-mt-adapter');
  const pointers = argoIgnored(documents()).find(({ name }) => name === 'pingsource-mt-adapter')?.jsonPointers ?? [];
  const values = pointers.map((pointer) => pointer.split('/').slice(1)
    .reduce((value: unknown, field) => (value as Readonly<Record<string, unknown>> | undefined)?.[field], adapter));

  expect(pointers).toHaveLength(2);
  expect(values).toEqual([0, expect.arrayContaining([expect.objectContaining({ name: 'K_SINK_TIMEOUT' })])]);
  expect(kustomizations(documents()).flatMap(({ spec }) => spec.ignore ?? [])).toMatchObject([
    { paths: pointers, target: { kind: 'Deployment', namespace: 'knative-eventing', name: 'pingsource-mt-adapter' } },
  ]);
});

describe('both layouts, applied in their order to an empty server', () => {
  test('Argo CD, by sync waves, waiting by its checks', async () => {
    const settings = argoSettings(documents());
    const objects = [...program.objects.values()];
    const jobs = objects.filter(({ kind }) => kind === 'Job');
    expect(jobs.some(({ metadata: { name } }) => name.includes('certgen'))).toBe(true);
    expect(jobs.some(({ metadata: { name } }) => name.includes('migrat'))).toBe(true);
    expect(jobs.filter(({ spec }) => spec !== undefined && 'ttlSecondsAfterFinished' in (spec as object))).toEqual([]);
    const defined = new Set([...builtIn(objects), ...definedBy(objects)]);

    expect(objects.filter((object) => isTriedInVain(object, defined)).map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual([]);
    await applyAll('gitops', rowOf('layout of Argo CD'), argoBatches(objects), (_batch, object) => judge.argo(object, settings), 'Healthy');
  });

  test('Argo CD, with the kinds that the operator brings, tries nothing that it cannot know yet', () => {
    const { objects } = synthesize((app) => {
      new GitOps(app, 'gitops', { syncWaves: true });
      ARTICLE.describe(app, { releases: VendoredReleases.fromFolder(home) });
      describeServices(app);
    });
    const all = [...objects.values()];
    const defined = new Set([...builtIn(all), ...definedBy(all)]);

    expect(all.some(({ kind }) => kind === 'KnativeServing')).toBe(true);
    expect(all.filter((object) => isTriedInVain(object, defined))).toEqual([]);
  });

  test('Flux, by dependencies, waiting by its checks', async () => {
    const batches = fluxBatches(documents());
    const checks = new Map<Batch, (typeof batches)[number]>(batches.map((batch) => [batch, batch]));

    expect(batches.flatMap(({ objects }) => objects)).toHaveLength(program.objects.size);
    await applyAll('flux', rowOf('layout of Flux'), batches, (batch, object) => judge.flux(object, checks.get(batch)?.checks ?? []), 'Current');
  });
});

interface Definition {
  readonly spec: { readonly group: string; readonly names: { readonly kind: string } };
}

/** Kinds that an API server has by itself, of those that are written. */
function builtIn(objects: readonly KubernetesObject[]): string[] {
  const isBuiltIn = /^(v1|[a-z]+\/v\d+|(?!gateway\.)[a-z.]+\.k8s\.io\/v\d+)$/;
  return objects
    .filter(({ apiVersion }) => isBuiltIn.test(apiVersion))
    .map(({ apiVersion, kind }) => `${apiVersion.split('/')[0] ?? ''}/${kind}`);
}

function definedBy(objects: readonly KubernetesObject[]): string[] {
  return objects.filter(({ kind }) => kind === 'CustomResourceDefinition').map((object) => {
    const { spec: { group, names } } = object as unknown as Definition;
    return `${group}/${names.kind}`;
  });
}

type Ask = (batch: Batch, object: KubernetesObject) => Promise<Health>;

async function applyAll(
  plane: EmptyPlaneName, row: Counts, batches: readonly Batch[], ask: Ask, wanted: string,
): Promise<void> {
  const cluster = new Cluster(plane);
  await cluster.start();
  try {
    for (const batch of batches) {
      const { objects } = batch;
      const refused: string[] = [];
      await inTurns(objects, async (object) => {
        const { accepted, words } = await cluster.api.apply(object);
        if (!accepted) refused.push(`${object.kind} ${object.metadata.name} in ${batch.name}: ${words}`);
      });
      row.judged += objects.length;
      row.accepted += objects.length - refused.length;
      row.differing += refused.length;
      expect(refused).toEqual([]);
      await playBalancers(cluster, objects);
      await waitForAll(cluster, batch, ask, wanted);
      cluster.api.forgetKinds();
    }
    row.note = batches.map(({ name, objects }) => `${name}: ${objects.length}`).join(', ');
  } finally {
    await cluster.stop();
  }
}

async function waitForAll(cluster: Cluster, batch: Batch, ask: Ask, wanted: string): Promise<void> {
  let waiting = '';
  await until(() => `${batch.name}: ${waiting}`, async () => {
    const states = await inTurns(batch.objects, async (object) => {
      const live = await cluster.api.get(object);
      const health = live === undefined ? { error: 'it is not there' } : await ask(batch, live);
      return health.status === wanted ? [] : [`${object.kind} ${object.metadata.name}: ${health.status ?? health.error ?? ''} ${health.message ?? ''}`];
    });
    waiting = states.flat().join('; ');
    return waiting === '' && states.length > 0;
  });
}

/** There is nobody here who would give addresses to balancers. */
async function playBalancers(cluster: Cluster, objects: readonly KubernetesObject[]): Promise<void> {
  const isBalancer = (object: KubernetesObject) => object.kind === 'Service' && object.apiVersion === 'v1'
    && (object as unknown as { readonly spec?: { readonly type?: string } }).spec?.type === 'LoadBalancer';
  for (const { metadata: { namespace = 'default', name } } of objects.filter(isBalancer)) {
    await cluster.api.patch(`/api/v1/namespaces/${namespace}/services/${name}/status`, { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } });
  }
}

async function until(what: string | (() => string), holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
