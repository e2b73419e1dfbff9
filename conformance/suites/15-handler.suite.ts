import * as fs from 'node:fs';
import * as path from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { ApiObject, App, Chart } from 'cdk8s';
import { objectId, readinessOf } from '../../lib/core';
import { type ApplyOptions, ChartDelivery } from '../../lib/eks';
import { waitFor } from '../../lib/eks/readiness-waits';
import type { KubernetesObject } from '../control-plane/api-server';
import { readOperator } from '../control-plane/release';
import { missingPython } from '../judge/python';
import { type Article, article } from '../handler/article';
import { OneObject } from '../handler/asked';
import { removeAssemblies } from '../handler/assembly';
import { changedBetween, Cloud, countOf, type Step } from '../handler/cloud';
import { Plain, plain } from '../handler/control';
import { LIVE_OBJECTS } from '../handler/live-objects';
import { PlayedOperator } from '../handler/played-operator';
import { controller, shop, type ShopOptions, VALVES } from '../handler/shop';
import { rowsOf, transcript } from '../handler/transcript';
import { closePlanes } from '../judge/planes';
import { report } from '../judge/report';

const CDK = path.dirname(require.resolve('aws-cdk-lib/package.json'));
const LOWEST = path.dirname(require.resolve('aws-cdk-lib-lowest/package.json'));
const HANDLER = path.join('custom-resource-handlers', 'dist', 'aws-eks-v2', 'kubectl-handler');
const DEFINITION: KubernetesObject = {
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.shop.example.com' },
};
const KEPT = 'CustomResourceDefinition.apiextensions.k8s.io widgets.shop.example.com';
const MANY = 60;
const BY_HELM: ApplyOptions = { delivery: ChartDelivery.HELM_ASSET, helmRelease: 'shop' };

const missing = missingPython();
const judged = missing === undefined ? describe : describe.skip;
const validation = process.env.CDK_VALIDATION;
let operator: PlayedOperator;
let cloud: Cloud;

beforeAll(async () => {
  if (missing !== undefined) return;
  // What the validators of AWS CDK say is judged by tests.
  process.env.CDK_VALIDATION = 'false';
  operator = new PlayedOperator('handler');
  cloud = new Cloud(CDK, operator.brought);
  await cloud.start();
  await operator.start();
});
afterAll(async () => {
  report('15 handler', missing === undefined ? rowsOf(cloud.steps)
    : [{ what: 'all of it', judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 1, note: missing }]);
  if (missing !== undefined) return;
  process.stdout.write(`\n${transcript(cloud.steps)}\n`);
  cloud.end();
  await operator.stop();
  removeAssemblies();
  closePlanes();
  if (validation === undefined) delete process.env.CDK_VALIDATION;
  else process.env.CDK_VALIDATION = validation;
});

/** The step, where nothing in it failed. */
async function well(step: Promise<Step>): Promise<Step> {
  const done = await step;
  expect(done.events.filter(({ succeeded }) => !succeeded).map(({ logicalId, reason }) => `${logicalId}: ${reason}`)).toEqual([]);
  return done;
}

/** What a step did: creates, updates, deletes. */
function countsOf(step: Step): readonly number[] {
  return [countOf(step, 'Create'), countOf(step, 'Update'), countOf(step, 'Delete')];
}

/** What is wrong with a step: objects that are lost, left behind, or made anew. */
function wrongOf({ lost, left, remade }: Step): Pick<Step, 'lost' | 'left' | 'remade'> {
  return { lost, left, remade };
}

const NOTHING = { lost: [], left: [], remade: [] };

/** What is different on the server since a step, but for the records of Helm. */
function changedSince(before: Step | undefined, now: Step): string[] {
  return changedBetween(before?.there ?? new Map(), now.there).filter((name) => !name.includes('/sh.helm.release.'));
}

test('the handler of the lowest aws-cdk-lib is the same, byte for byte', () => {
  const files = (from: string) => fs.readdirSync(path.join(from, HANDLER), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py')).sort()
    .map((file) => [file, fs.readFileSync(path.join(from, HANDLER, file), 'utf8')]);

  expect(files(LOWEST)).toEqual(files(CDK));
});

describe('what is asked of kubectl about an object that others need', () => {
  const server = new OneObject();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  test.each(LIVE_OBJECTS.map(({ what, wave, live }) => [what, wave, live] as const))(
    'is answered when `readinessOf` has it as ready: %s', async (_, wave, live) => {
      const { apiVersion, kind, metadata: { name } } = live;
      const identity = { apiVersion, kind, name };
      const manifest = { ...live, status: undefined };
      const object = new ApiObject(new Chart(new App(), 'chart'), 'object', { apiVersion, kind });
      const wait = waitFor({ object, identity, id: objectId(identity), wave }, manifest);

      expect(wait === undefined ? undefined : await server.ask(live, wait) !== '').toBe(readinessOf(live).ready);
    });
});

judged('what AWS CDK alone does, by which this player is known to see it', () => {
  test('the rename of a chart fails where manifests are created', async () => {
    await well(cloud.deploy('addCdk8sChart: create', plain(Plain.CHART, 'one')));
    const { status, events } = await cloud.deploy('addCdk8sChart: the chart is renamed', plain(Plain.CHART, 'other'));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(events.find(({ succeeded }) => !succeeded)?.reason).toContain('already exists');
    await well(cloud.destroy('addCdk8sChart: delete'));
  });

  test('the rename of a chart deletes all that is in it where manifests are applied', async () => {
    await well(cloud.deploy('manifest per chart: create', plain(Plain.OVERWRITE, 'one')));
    const { lost } = await well(cloud.deploy('manifest per chart: the chart is renamed', plain(Plain.OVERWRITE, 'other')));

    expect(lost).toEqual(['ConfigMap default/plain-one', 'ConfigMap default/plain-other']);
    await well(cloud.destroy('manifest per chart: delete'));
  });
});

judged('examples/eks, from an empty cluster to nothing', () => {
  let example: Article;

  beforeAll(async () => {
    example = article();
    await operator.bring(example.kinds);
  });
  afterAll(() => example.remove());

  test('is created in the order in which its objects need each other', async () => {
    const step = await well(cloud.deploy('examples/eks: create', example.assembly));

    expect(step.status).toBe('CREATE_COMPLETE');
    expect(wrongOf(step)).toEqual(NOTHING);
    const at = positions(step, 'Create');
    expect(at('DeploymentKnativeOperator')).toBeLessThan(at('KnativeServing'));
    expect(at('KnativeServing')).toBeLessThan(at('ServiceSimpleService'));
    expect(at('ServiceEventHandler')).toBeLessThan(at('Trigger'));
  });

  test('is deployed again, and nothing runs', async () => {
    const { events } = await well(cloud.deploy('examples/eks: again', example.assembly));

    expect(events).toEqual([]);
  });

  test('is deleted in reverse while its controllers still run, and definitions stay', async () => {
    const step = await well(cloud.destroy('examples/eks: delete'));
    const at = positions(step, 'Delete');

    expect(step.status).toBe('DELETE_COMPLETE');
    expect(step.left.filter((name) => !name.startsWith('CustomResourceDefinition.'))).toEqual([]);
    expect(at('Trigger')).toBeLessThan(at('ServiceEventHandler'));
    expect(at('ServiceSimpleService')).toBeLessThan(at('KnativeServing'));
    expect(at('KnativeServing')).toBeLessThan(at('DeploymentKnativeOperator'));
  });
});

/** Where something happened to the one object among all of a step, by the beginning of its id. */
function positions({ events }: Step, action: string): (id: string) => number {
  return (id) => {
    const found = events.findIndex((event) => event.action === action && event.logicalId.startsWith(id)
      && event.type === 'Custom::AWSCDK-EKS-KubernetesResource');
    if (found < 0) throw new Error(`${id} is not among the events`);
    return found;
  };
}

judged('a shop whose program changes', () => {
  const deploy = (what: string, options: ShopOptions = {}) => cloud.deploy(`shop: ${what}`, shop({ controller: true, ...options }));

  beforeAll(async () => {
    await operator.bring();
    await cloud.start();
  });

  test('fails at first, and comes with the next try, which takes over what the first left', async () => {
    await cloud.api.applyOrThrow({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const first = await deploy('a first create that the server refuses', { size: 0 });
    expect(first.status).toBe('ROLLBACK_COMPLETE');
    const { status, lost, left } = await well(deploy('create'));

    expect([status, lost, left]).toEqual(['CREATE_COMPLETE', [], []]);
  });

  test('is deployed again without a change, and nothing runs', async () => {
    expect((await well(deploy('again'))).events).toEqual([]);
  });

  test.each<readonly [string, ShopOptions]>([
    ['a chart is renamed', { chart: 'renamed' }],
    ['settings move below other constructs', { chart: 'renamed', below: ['a', 'b'] }],
    ['settings move to another chart', { chart: 'renamed', moved: true }],
    ['all of it back', {}],
  ])('%s, and nothing runs', async (what, options) => {
    const step = await well(deploy(what, options));

    expect(step.events).toEqual([]);
    expect(wrongOf(step)).toEqual(NOTHING);
  });

  test('is changed in two objects, and nothing else is touched', async () => {
    const step = await well(deploy('two objects change', { image: '2.0', colour: 'red' }));

    expect(countsOf(step)).toEqual([0, 2, 0]);
    expect(wrongOf(step)).toEqual(NOTHING);
    expect(step.there.get('ConfigMap shop/settings')).toMatchObject({ data: { colour: 'red' } });
  });

  test('is changed in an object that moves at the same time', async () => {
    const step = await well(deploy('settings change and move', { image: '2.0', chart: 'renamed', moved: true }));

    expect(countsOf(step)).toEqual([0, 1, 0]);
    expect(wrongOf(step)).toEqual(NOTHING);
    expect(step.there.get('ConfigMap shop/settings')).toMatchObject({ data: { colour: 'blue' } });
  });

  test('gets many objects more, and loses them again', async () => {
    const more = await well(deploy(`${MANY} objects more`, { image: '2.0', many: MANY }));
    expect([countsOf(more), wrongOf(more)]).toEqual([[MANY, 0, 0], NOTHING]);
    const fewer = await well(deploy(`${MANY} objects fewer`, { image: '2.0' }));

    expect([countsOf(fewer), wrongOf(fewer)]).toEqual([[0, 0, MANY], NOTHING]);
  });

  test('is changed everywhere at once, is refused in one place, and is rolled back', async () => {
    const before = cloud.steps.at(-1);
    const step = await deploy('an update that the server refuses',
      { chart: 'renamed', image: '3.0', colour: 'green', many: 5, without: ['trigger'], size: 0 });

    expect(step.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(step.events.find(({ succeeded }) => !succeeded)?.reason).toContain('spec.size');
    expect(wrongOf(step)).toEqual(NOTHING);
    expect(changedSince(before, step)).toEqual([]);
  });

  test('reads a value of a live object, and again when its manifest changes', async () => {
    const first = await well(deploy('a value is read', { image: '2.0', read: 'colour' }));
    expect(first.events.map(({ data }) => data.Value)).toEqual(['blue']);
    const second = await well(deploy('a value is read anew', { image: '2.0', read: 'colour', colour: 'red' }));

    expect(second.events.map(({ data }) => data.Value)).toEqual([undefined, 'red']);
  });

  test('is rolled back where a value never comes', async () => {
    const before = cloud.steps.at(-1);
    const step = await deploy('a value never comes', { image: '3.0', read: 'size', colour: 'green' });

    expect(step.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(step.events.find(({ succeeded }) => !succeeded)?.reason).toContain('Timeout waiting for output');
    expect([wrongOf(step), changedSince(before, step)]).toEqual([NOTHING, []]);
  });

  test('loses what the program no longer has, and the definition stays', async () => {
    const step = await well(deploy('settings, trigger and definition are gone', { without: ['settings', 'trigger', 'definition'] }));

    expect(wrongOf(step)).toEqual({ ...NOTHING, left: [KEPT] });
  });

  test('moves to another namespace', async () => {
    const step = await well(deploy('another namespace', { namespace: 'store' }));

    expect(wrongOf(step)).toEqual(NOTHING);
  });

  test('is deleted, and the definition stays', async () => {
    const { status, left } = await well(cloud.destroy('shop: delete'));

    expect([status, left]).toEqual(['DELETE_COMPLETE', [KEPT]]);
  });
});

judged('a shop that switches on what it needs', () => {
  const deploy = (what: string, options: ShopOptions) => (
    cloud.deploy(`switch: ${what}`, shop({ stack: 'switch', namespace: 'mill', without: ['definition'], ...options })));

  beforeAll(async () => {
    operator.offer(VALVES);
    await operator.bring();
    // The example left them.
    const there = await cloud.api.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    const names = new Set(there.map(({ metadata: { name } }) => name));
    await operator.bring(readOperator().definitions
      .filter(({ metadata: { name } }) => name.endsWith('.operator.knative.dev') && !names.has(name)));
    await cloud.api.applyOrThrow(controller('default', 'knative-operator'));
    await cloud.start();
  });
  afterAll(() => cloud.api.deleteWhole(controller('default', 'knative-operator')));

  test('has the kind of Kafka in one update with the object that is of it', async () => {
    await well(deploy('without Kafka', { eventing: 'plain' }));
    const step = await well(deploy('Kafka and a valve', { eventing: 'kafka' }));

    expect(wrongOf(step)).toEqual(NOTHING);
    expect(step.there.has('Valve.valves.example.com mill/main')).toBe(true);
    await well(cloud.destroy('switch: delete', ['switch']));
  });
});

judged('a shop that comes by Helm', () => {
  const later: ShopOptions = { wider: true, image: '2.0', many: 2, without: ['trigger'] };
  const deploy = (what: string, options: ShopOptions = {}) => (
    cloud.deploy(`by Helm: ${what}`, shop({ controller: true, apply: BY_HELM, ...options })));

  beforeAll(async () => {
    await operator.bring();
    // What stayed of the shop above; Helm takes nothing over that it did not bring.
    await cloud.api.deleteWhole(DEFINITION);
    await cloud.start();
  });

  test('is installed, and all of it is there', async () => {
    const step = await well(deploy('install'));

    expect(step.status).toBe('CREATE_COMPLETE');
    expect(wrongOf(step)).toEqual(NOTHING);
  });

  test('is deployed again with a chart renamed and an object moved, and nothing runs', async () => {
    const step = await well(deploy('a chart is renamed, settings move', { chart: 'renamed', moved: true }));

    expect(step.events).toEqual([]);
    expect(wrongOf(step)).toEqual(NOTHING);
  });

  test('is upgraded, its definition as well', async () => {
    const step = await well(deploy('upgrade, the definition too', later));

    expect(wrongOf(step)).toEqual(NOTHING);
    expect(step.there.get('Widget.shop.example.com shop/press')).toMatchObject({ spec: { colour: 'red' } });
  });

  test.each<readonly [string, ShopOptions, readonly string[]]>([
    ['an upgrade that the server refuses', {}, []],
    // Helm removes what is no longer in a chart when it upgrades, and not in a clean-up at the end.
    ['a refused upgrade that leaves something out', { many: 1 }, ['ConfigMap shop/more-1']],
  ])('is as it was after %s', async (what, fewer, remade) => {
    const before = cloud.steps.at(-1);
    const step = await deploy(what, { ...later, image: '3.0', colour: 'red', size: 0, ...fewer });

    expect(step.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(wrongOf(step)).toEqual({ ...NOTHING, remade });
    expect(changedSince(before, step)).toEqual(remade);
  });

  test('is uninstalled, and the definition stays', async () => {
    const { status, left } = await well(cloud.destroy('by Helm: uninstall'));

    expect([status, left]).toEqual(['DELETE_COMPLETE', [KEPT]]);
  });

  test('fails at first, and comes with the next try', async () => {
    expect((await deploy('an install that the server refuses', { size: 0 })).status).toBe('ROLLBACK_COMPLETE');
    const { lost, left } = await well(deploy('the next try'));

    expect([lost, left]).toEqual([[], []]);
    await well(cloud.destroy('by Helm: uninstall again', ['shop']));
  });
});

judged('two programs that bring something by Helm', () => {
  const team = (name: string, helmRelease = name) => shop({
    stack: name, namespace: name, without: ['definition'], apply: { ...BY_HELM, helmRelease },
  });

  beforeAll(async () => {
    await operator.bring();
    await cloud.start();
  });

  test('leave each other alone on one cluster, as releases of different names', async () => {
    await well(cloud.deploy('two programs by Helm: the first', team('red')));
    const both = await well(cloud.deploy('two programs by Helm: the second', team('green')));
    const one = await well(cloud.destroy('two programs by Helm: without the first', ['red']));

    expect([wrongOf(both), one.lost, one.left]).toEqual([NOTHING, [], []]);
    await well(cloud.destroy('two programs by Helm: none', ['green']));
  });

  test('take each other what they brought, where they have the same name: there is none that all programs have', async () => {
    await well(cloud.deploy('one name: the first', team('red', 'app')));
    const { lost } = await well(cloud.deploy('one name: the second', team('green', 'app')));

    expect(lost).toContain('ConfigMap red/settings');
    await well(cloud.destroy('one name: none', ['green', 'red']));
  });
});

judged('a shop whose delivery changes', () => {
  const byHelm: ShopOptions = { apply: BY_HELM };
  const deploy = (what: string, options: ShopOptions = {}) => (
    cloud.deploy(`delivery: ${what}`, shop({ stack: 'delivery', namespace: 'desk', without: ['definition'], ...options })));

  beforeAll(async () => {
    await operator.bring();
    await cloud.start();
  });

  test('from manifests to Helm is refused by Helm, and all is as it was', async () => {
    await well(deploy('by manifests'));
    const before = cloud.steps.at(-1);
    const step = await deploy('from manifests to Helm', byHelm);

    expect(step.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(step.events.find(({ succeeded }) => !succeeded)?.reason).toContain('cannot be imported into the current release');
    expect([wrongOf(step), changedSince(before, step)]).toEqual([NOTHING, []]);
    await well(cloud.destroy('delivery: delete', ['delivery']));
  });

  test('from Helm to manifests in one step deletes what Helm had brought', async () => {
    await well(deploy('by Helm', byHelm));
    const { lost } = await well(deploy('from Helm to manifests at once'));

    expect(lost).toContain('Service.serving.knative.dev desk/orders');
    await well(cloud.destroy('delivery: delete', ['delivery']));
  });

  test('from Helm to manifests loses nothing where objects were kept in the step before', async () => {
    await well(deploy('by Helm again', byHelm));
    await well(deploy('objects are kept', { ...byHelm, keep: true }));
    const step = await well(deploy('from Helm, kept, to manifests'));

    expect(wrongOf(step)).toEqual(NOTHING);
    const { left } = await well(cloud.destroy('delivery: delete', ['delivery']));
    expect(left).toEqual([]);
  });
});

judged('a shop that moves to another stack', () => {
  const elsewhere = 'moved';
  const deploy = (what: string, options: ShopOptions = {}) => (
    cloud.deploy(`moves: ${what}`, shop({ stack: 'left', namespace: 'van', without: ['definition'], ...options })));
  const destroy = async () => (await well(cloud.destroy('moves: delete', [elsewhere, 'left']))).left;

  beforeAll(async () => {
    await operator.bring();
    await cloud.start();
  });

  test('is deleted by the stack that it leaves', async () => {
    await well(deploy('create'));
    const { remade } = await well(deploy('another stack at once', { elsewhere }));

    expect(remade).toContain('Service.serving.knative.dev van/orders');
    expect(await destroy()).toEqual([]);
  });

  test('loses nothing where it was retained in the deployment before', async () => {
    const apply = { removalPolicy: RemovalPolicy.RETAIN };
    await well(deploy('create again'));
    expect((await well(deploy('objects are retained', { apply }))).events).toEqual([]);
    const step = await well(deploy('another stack', { apply, elsewhere }));

    expect(wrongOf(step)).toEqual(NOTHING);
    expect((await well(deploy('retained no longer', { elsewhere }))).events).toEqual([]);
    expect(await destroy()).toEqual([]);
  });
});
