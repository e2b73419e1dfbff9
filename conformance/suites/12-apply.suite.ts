import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { isAwaited, Wave, WAVES } from '../../lib/core';
import { Door, kubeconfigAs } from '../apply/door';
import { HeldKubectl } from '../apply/held-kubectl';
import { installation, lastOf, object, outside, type Placed, smallInstallation, write } from '../apply/installation';
import { type Ended, runApply, type RunOptions, type Terminal } from '../apply/run-apply';
import { StatusWriter } from '../apply/status-writer';
import type { KubernetesObject } from '../control-plane/api-server';
import { readRelease } from '../control-plane/release';
import { accessTo, closePlanes, planeNamed } from '../judge/planes';
import { programPath } from '../judge/programs';
import { report } from '../judge/report';

const plane = accessTo('apply');
const api = planeNamed('apply');
const kubectl = programPath('kubectl');
const writer = new StatusWriter(plane);
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-apply-'));
const judged = new Map<string, number>();
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/default/leases';

/** A terminal for manifests of their own. */
function terminal(name: string, placed: readonly Placed[], options: Parameters<typeof write>[2] = {}): Terminal {
  return { plane, kubectl, folder: write(path.join(root, name), placed, options) };
}

async function run(at: Terminal, args: readonly string[] = [], options: RunOptions = {}): Promise<Ended> {
  const ended = await runApply(at, args, options);
  const { currentTestName = '' } = expect.getState();
  judged.set(currentTestName, (judged.get(currentTestName) ?? 0) + 1);
  return ended;
}

/** Applies, and throws what it said where that fails. */
async function runWell(at: Terminal, args: readonly string[] = [], options: RunOptions = {}): Promise<Ended> {
  const ended = await run(at, args, options);
  if (ended.code !== 0) throw new Error(`ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
  return ended;
}

async function stored(placed: readonly Placed[]): Promise<readonly (KubernetesObject | undefined)[]> {
  api.forgetKinds();
  return Promise.all(placed.map((each) => api.get(each.object)));
}

async function isThere(each: KubernetesObject): Promise<boolean> {
  return await api.get(each) !== undefined;
}

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!await holds()) {
    if (Date.now() > end) throw new Error(`waited 60 s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function versions(objects: readonly (KubernetesObject | undefined)[]): unknown[] {
  return objects.map((each) => each?.metadata.resourceVersion);
}

const settings = (namespace: string): KubernetesObject => object('v1', 'ConfigMap', 'settings', {}, namespace);
const broker = (namespace: string): KubernetesObject => object('eventing.knative.dev/v1', 'Broker', 'default', {}, namespace);

const whole = installation();
const wholeTerminal = terminal('whole', whole, { knative: { version: '1.23', installedBy: 'operator' } });

beforeAll(() => writer.start());
afterAll(async () => {
  report('12 apply', [...judged].map(([what, runs]) => (
    { what, judged: runs, accepted: runs, refused: 0, differing: 0, notJudged: 0 })));
  await writer.stop();
  closePlanes();
  fs.rmSync(root, { recursive: true });
});

describe('a whole installation', () => {
  test('is not checkable on an empty cluster, and nothing of it is stored', async () => {
    const { code, stdout } = await run(wholeTerminal, ['--dry-run', 'server']);

    expect(code).toBe(4);
    expect(stdout).toContain('not checkable yet: Deployment shop/controller (its namespace shop is made in an earlier wave)');
    expect(stdout).toContain('not checkable yet: Broker shop/default (its kind is defined in an earlier wave), checked against its definition');
    expect(stdout).toContain('10 accepted, 14 not checkable yet, 0 refused');
    expect((await stored(whole)).filter((each) => each !== undefined)).toEqual([]);
  });

  test('differs from an empty cluster', async () => {
    const { code, stdout } = await run(wholeTerminal, ['--diff']);

    expect(code).toBe(1);
    expect(stdout).toContain('would be created: Broker shop/default');
    expect(stdout).toContain('+  name: brokers.eventing.knative.dev');
  });

  test('is interrupted in each wave, run again, and goes on', async () => {
    const reached: string[] = [];
    for (const wave of WAVES) {
      const held = new HeldKubectl(path.join(root, `held-${wave}`), kubectl);
      // In the middle of what the wave does: while it waits, or as it has applied and does not know it yet.
      const { program, isHeld } = held.holdAt(isAwaited(wave) ? 'get -f -' : 'apply --server-side', lastOf(whole, wave));
      const stop = new AbortController();
      const ended = run({ ...wholeTerminal, kubectl: program }, [], { signal: stop.signal });
      await until(`the run to be in ${wave}`, isHeld);
      stop.abort();
      const { code, stderr } = await ended;
      if (code !== 130) throw new Error(`the run that was to end in ${wave} ended with ${code}: ${stderr}`);
      expect(stderr).toMatch(/to go on: npx cdk8s-knative apply whole --kubectl \S+\ncdk8s-knative: interrupted/);
      reached.push(/ended in wave (\S+),/.exec(stderr)?.[1] ?? 'none');
    }
    expect(reached).toEqual(WAVES);

    const { stderr } = await runWell(wholeTerminal);

    expect(stderr).toContain('24 objects applied');
    expect((await stored(whole)).filter((each) => each === undefined)).toEqual([]);
  });

  test('became ready in the order of the waves', () => {
    const order = ['Deployment controller', 'ValidatingWebhookConfiguration issuers', 'Issuer own', 'ExternalSecret registry',
      'KnativeServing knative-serving', 'ValidatingWebhookConfiguration services', 'Service orders', 'Job migrate-1.23.0'];
    const done = writer.done.filter((each) => order.includes(each));

    expect(done).toEqual(order);
    expect(writer.calls.some((each) => each.startsWith('webhook.shop.svc:443/issuers'))).toBe(true);
  });

  test('is applied again without a change, checks out, and has no differences', async () => {
    const before = versions(await stored(whole));
    const { stderr } = await runWell(wholeTerminal);

    expect(stderr).toMatch(/^context judge, server https:\/\/127\.0\.0\.1:\d+, Kubernetes v1\.\d+/);
    expect(versions(await stored(whole))).toEqual(before);
    expect(await run(wholeTerminal, ['--dry-run', 'server'])).toMatchObject({ code: 0, stdout: '24 accepted, 0 not checkable yet, 0 refused\n' });
    expect(await run(wholeTerminal, ['--diff'])).toMatchObject({ code: 0, stdout: '' });
  });

  test('is applied by one wave alone', async () => {
    const { stderr } = await runWell(wholeTerminal, ['--wave', 'brokers']);

    expect(stderr).toContain('wave brokers: 1 object applied');
    expect(stderr).not.toContain('wave services');
  });
});

describe('what stands in the way', () => {
  test('a refused object in the middle is named, and the run goes on when it is mended', async () => {
    const wrong = object('eventing.knative.dev/v1', 'Broker', 'wrong', { spec: { size: 0 } }, 'refused');
    const later: Placed = { wave: Wave.WIRING, object: object('eventing.knative.dev/v1', 'Trigger', 'later', { spec: { size: 1 } }, 'refused') };
    const at = terminal('refused', smallInstallation('refused', { wave: Wave.BROKERS, object: wrong }, later));
    const { code, stderr } = await run(at);

    expect(code).toBe(3);
    expect(stderr).toMatch(/KN-CLI-037 the cluster refuses Broker refused\/wrong: .*spec\.size.*greater than or equal to 1/);
    expect(stderr).toMatch(/through: foundation, configuration, controllers\nended in wave brokers, with 1 object of it applied\nto go on: /);
    expect(await isThere(broker('refused'))).toBe(true);
    expect(await isThere(later.object)).toBe(false);

    await runWell(terminal('refused', smallInstallation('refused', { wave: Wave.BROKERS, object: { ...wrong, spec: { size: 1 } } }, later)));
    expect(await isThere(later.object)).toBe(true);
  });

  test('an unknown field is refused, and not dropped', async () => {
    const at = terminal('unknown', smallInstallation('unknown', {
      wave: Wave.BROKERS, object: object('eventing.knative.dev/v1', 'Broker', 'odd', { spec: { sise: 1 } }, 'unknown'),
    }));

    expect(await run(at)).toMatchObject({ code: 3, stderr: expect.stringMatching(/Broker unknown\/odd: .*sise/) as string });
  });

  test('a conflict names object, field and manager, and is taken over on purpose', async () => {
    const at = terminal('conflict', smallInstallation('conflict'));
    await api.applyOrThrow(outside('v1', 'Namespace', 'conflict'), { fieldManager: 'somebody' });
    await api.applyOrThrow({ ...settings('conflict'), data: { colour: 'red', size: 'small' } }, { fieldManager: 'somebody' });
    const { code, stderr } = await run(at);

    expect(code).toBe(5);
    expect(stderr).toContain('KN-CLI-038 ConfigMap conflict/settings has fields that others manage: '
      + '`.data.colour` is managed by `somebody`, `.data.size` is managed by `somebody`');
    expect(await isThere(broker('conflict'))).toBe(false);
    const words = 'KN-CLI-038 ConfigMap conflict/settings has fields that others manage: `.data.colour` is managed by `somebody`';
    expect(await run(at, ['--dry-run', 'server'])).toMatchObject({ code: 5, stderr: expect.stringContaining(words) as string });
    expect(await run(at, ['--diff'])).toMatchObject({ code: 2, stderr: expect.stringContaining(words) as string });

    await runWell(at, ['--force-conflicts']);
    expect(await api.get(settings('conflict'))).toMatchObject({ data: { colour: 'blue', size: 'large' } });
  });

  test('a field that somebody else changed is a conflict with the subresource or the version in its words', async () => {
    const at = terminal('scaled', smallInstallation('scaled'));
    await runWell(at);
    const refused = await api.patch('/api/v1/namespaces/scaled/configmaps/settings?fieldManager=editor', { data: { colour: 'green' } });
    expect(refused).toBeUndefined();

    expect(await run(at)).toMatchObject({ code: 5, stderr: expect.stringContaining('`.data.colour` is managed by `editor`') as string });
  });

  test('a workload that does not become ready is named with what it waits for', async () => {
    writer.withhold('Deployment', 'withheld-controller');
    const at = terminal('withheld', smallInstallation('withheld'));
    const { code, stderr } = await run(at, ['--timeout', '3s']);

    expect(code).toBe(6);
    expect(stderr).toMatch(/KN-CLI-039 Deployment withheld\/withheld-controller is not ready after 3s: its controller has not seen it yet/);
    expect(await isThere(broker('withheld'))).toBe(false);

    writer.release('Deployment', 'withheld-controller');
    await runWell(at);
    expect(await isThere(broker('withheld'))).toBe(true);
  });

  test('a resource whose condition is false is named with the words of its controller', async () => {
    writer.withhold('Broker', 'default');
    const at = terminal('unready', smallInstallation('unready'));
    const ended = run(at, ['--timeout', '6s']);
    await until('the broker', () => isThere(broker('unready')));
    await api.patch('/apis/eventing.knative.dev/v1/namespaces/unready/brokers/default/status', {
      status: { conditions: [{ type: 'Ready', status: 'False', reason: 'NoTopic', message: 'the topic is not there' }] },
    });
    const { code, stderr } = await ended;
    writer.release('Broker', 'default');

    expect(code).toBe(6);
    expect(stderr).toContain('Broker unready/default is not ready after 6s: Ready is False: NoTopic, the topic is not there');
  });

  test('a Job that failed ends the run at once', async () => {
    writer.withhold('Job', 'failing');
    const job = object('batch/v1', 'Job', 'failing', {
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'ghcr.io/example/shop:1.0' }] } } },
    }, 'failed');
    const ended = run(terminal('failed', smallInstallation('failed', { wave: Wave.MIGRATIONS, object: job })));
    await until('the Job', () => isThere(job));
    const now = new Date().toISOString().replace(/\.\d+/, '');
    const condition = (type: string) => ({ type, status: 'True', reason: 'BackoffLimitExceeded', message: 'it failed', lastTransitionTime: now });
    expect(await api.patch('/apis/batch/v1/namespaces/failed/jobs/failing/status', {
      status: { startTime: now, failed: 1, conditions: [condition('FailureTarget'), condition('Failed')] },
    })).toBeUndefined();

    expect(await ended).toMatchObject({ code: 6, stderr: expect.stringContaining('Job failed/failing will not become ready: Failed is True: BackoffLimitExceeded, it failed') as string });
  });
});

describe('the server', () => {
  test('is gone for a while, and nothing is lost', async () => {
    const door = new Door(plane.access.port);
    await door.open();
    const at = { ...terminal('gone', smallInstallation('gone')), plane: { kubeconfig: door.kubeconfig(plane) } };
    let shut: Promise<void> | undefined;
    const { stderr } = await runWell(at, [], {
      watch: (said) => {
        if (said.includes('wave configuration: ')) shut ??= door.shut().then(() => new Promise((resolve) => setTimeout(resolve, 3000))).then(() => door.open());
      },
    });
    await shut;
    await door.shut();

    expect(shut).toBeDefined();
    expect(stderr).toContain('4 objects applied');
    expect(await isThere(broker('gone'))).toBe(true);
  });

  test('is gone for good, in the middle and from the start', async () => {
    const door = new Door(plane.access.port);
    await door.open();
    const at = { ...terminal('lost', smallInstallation('lost')), plane: { kubeconfig: door.kubeconfig(plane) } };
    let shut: Promise<void> | undefined;
    const { code, stderr } = await run(at, ['--timeout', '4s', '--field-manager', 'lost'], {
      watch: (said) => {
        if (said.includes('wave configuration: ')) shut ??= door.shut();
      },
    });

    expect(code).toBe(7);
    expect(stderr).toMatch(/through: foundation, configuration\n/);
    expect(stderr).toMatch(/KN-CLI-034 the API server does not answer: .*\(tried for 4s\)/);
    expect(await run(at)).toMatchObject({ code: 7, stderr: expect.stringMatching(/^cdk8s-knative: KN-CLI-034 [^\n]*\n$/) as string });
  });
});

describe('two runs at once', () => {
  test('wait for each other, and both are done', async () => {
    writer.withhold('Deployment', 'both-controller');
    const at = terminal('both', smallInstallation('both'));
    const first = runWell(at);
    await until('the Deployment', () => isThere(object('apps/v1', 'Deployment', 'both-controller', {}, 'both')));
    let waits = false;
    const second = runWell(at, [], {
      watch: (said) => {
        waits ||= said.includes('another run is at work');
      },
    });
    await until('the second run to wait', () => waits);
    expect(await run(at, ['--timeout', '1s'])).toMatchObject({
      code: 8, stderr: expect.stringMatching(/KN-CLI-040 another run is at work on this cluster: /) as string,
    });
    writer.release('Deployment', 'both-controller');

    expect((await first).stderr).toContain('4 objects applied');
    expect((await second).stderr).toContain('4 objects applied');
  });

  test('a lock that was left behind runs out', async () => {
    const at = terminal('behind', smallInstallation('behind'));
    await api.applyOrThrow({
      apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'behind-apply', namespace: 'default' },
      spec: { holderIdentity: 'gone', leaseDurationSeconds: 2 },
    }, { fieldManager: 'gone' });

    expect((await runWell(at, ['--field-manager', 'behind'])).stderr).toContain('took over the lock of gone, which did not renew it');
  });

  test('a run whose lock is taken over ends', async () => {
    writer.withhold('Deployment', 'taken-controller');
    const at = terminal('taken', smallInstallation('taken'));
    const ended = run(at, ['--field-manager', 'taken']);
    await until('the Deployment', () => isThere(object('apps/v1', 'Deployment', 'taken-controller', {}, 'taken')));
    expect(await api.patch(`${LEASES}/taken-apply`, { spec: { holderIdentity: 'thief' } })).toBeUndefined();

    expect(await ended).toMatchObject({ code: 8, stderr: expect.stringContaining('the lock of this run was taken over by thief') as string });
    writer.release('Deployment', 'taken-controller');
  });
});

describe('what is no longer in the index', () => {
  const extra: readonly Placed[] = [
    { wave: Wave.CONFIGURATION, object: object('v1', 'Secret', 'old-secret', { stringData: { a: 'b' } }, 'pruned') },
    { wave: Wave.CONFIGURATION, object: object('v1', 'ConfigMap', 'old-shared', { data: { a: 'b' } }, 'pruned') },
    { wave: Wave.FOUNDATION, object: outside('v1', 'Namespace', 'pruned-old') },
    { wave: Wave.BROKERS, object: object('eventing.knative.dev/v1', 'Broker', 'old', { spec: { size: 1 } }, 'pruned') },
    { wave: Wave.CONTROLLERS, object: object('v1', 'Service', 'old-service', { spec: { ports: [{ port: 80 }] } }, 'pruned') },
  ];
  const [secret, shared, namespace, old, service] = extra.map((each) => each.object) as
    [KubernetesObject, KubernetesObject, KubernetesObject, KubernetesObject, KubernetesObject];
  const asked = ['--field-manager', 'pruning'];

  test('is listed, and stays', async () => {
    await runWell(terminal('pruned', smallInstallation('pruned', ...extra)), asked);
    await api.applyOrThrow({ ...shared, data: { mine: 'too' } }, { fieldManager: 'somebody' });
    const { stderr } = await runWell(terminal('pruned', smallInstallation('pruned')), asked);

    expect(stderr).toContain('5 objects of the field manager pruning are no longer in the index:');
    expect(stderr).toContain('  Broker pruned/old: kept; `--prune` asks whether to remove it');
    expect(stderr).toContain('  ConfigMap pruned/old-shared: kept, as somebody applied it too');
    expect((await stored(extra)).filter((each) => each === undefined)).toEqual([]);
  });

  test('is not removed where nobody can be asked', async () => {
    const at = terminal('pruned', smallInstallation('pruned'));

    expect(await run(at, [...asked, '--prune'])).toMatchObject({ code: 2, stderr: expect.stringContaining('KN-CLI-031') as string });
  });

  test('is removed where that is confirmed, last applied first', async () => {
    const questions: string[] = [];
    const at = terminal('pruned', smallInstallation('pruned'));
    await runWell(at, [...asked, '--prune'], {
      ask: (question) => {
        questions.push(question);
        return Promise.resolve(question.includes('Service') ? 'n' : 'y');
      },
    });

    expect(questions).toEqual(['remove Broker pruned/old? [y/N] ', 'remove Service pruned/old-service? [y/N] ']);
    expect(await isThere(old)).toBe(false);
    expect(await isThere(service)).toBe(true);
    expect(await isThere(secret)).toBe(true);
    expect(await isThere(namespace)).toBe(true);
  });

  test('is removed without a question by --yes, Secrets and namespaces by flags of their own', async () => {
    const at = terminal('pruned', smallInstallation('pruned'));
    const { stderr } = await runWell(at, [...asked, '--prune', '--yes']);

    expect(stderr).toContain('  Service pruned/old-service: removed');
    expect(stderr).toContain('  Secret pruned/old-secret: kept without `--prune-secrets`');
    expect(stderr).toContain('  Namespace pruned-old: kept, with all that is in it, without `--prune-namespaces`');
    await runWell(at, [...asked, '--prune', '--yes', '--prune-secrets', '--prune-namespaces']);
    expect(await isThere(secret)).toBe(false);
    expect(await isThere(namespace)).toBe(false);
    expect(await isThere(shared)).toBe(true);
  });
});

describe('who applies', () => {
  const at = terminal('who', smallInstallation('who'));

  test('needs a kubectl', async () => {
    expect(await runApply({ ...at, kubectl: '/nowhere/kubectl' })).toMatchObject({
      code: 9, stderr: expect.stringMatching(/^cdk8s-knative: KN-CLI-032 there is no program `\/nowhere\/kubectl`[^\n]*\n$/) as string,
    });
  });

  test('names the context in CI', async () => {
    expect(await run(at, [], { env: { CI: 'true' } })).toMatchObject({
      code: 10, stderr: expect.stringMatching(/^cdk8s-knative: KN-CLI-033 no context is named[^\n]*\n$/) as string,
    });
    expect(await run(at, ['--context', 'judge', '--dry-run', 'server'], { env: { CI: 'true' } })).toMatchObject({ code: 4 });
  });

  test('names a context that there is', async () => {
    expect(await run(at, ['--context', 'elsewhere'])).toMatchObject({
      code: 10, stderr: expect.stringMatching(/^cdk8s-knative: KN-CLI-033 there is no such context: [^\n]*elsewhere[^\n]*\n$/) as string,
    });
    expect(await run(at, [], { env: { KUBECONFIG: '/nowhere/config' } })).toMatchObject({ code: 10 });
  });

  test('is known to the cluster', async () => {
    const unknown = kubeconfigAs(plane, 'unknown', { token: 'wrong' });

    expect(await run({ ...at, plane: { kubeconfig: unknown } })).toMatchObject({
      code: 11, stderr: expect.stringMatching(/^cdk8s-knative: KN-CLI-035 [^\n]*\n$/) as string,
    });
  });

  test('has the rights', async () => {
    const bob = kubeconfigAs(plane, 'bob', { as: 'bob' });
    const { code, stderr } = await run({ ...at, plane: { kubeconfig: bob } });

    expect(code).toBe(11);
    expect(stderr).toContain('warning: no lock against a second run');
    expect(stderr).toMatch(/KN-CLI-035 the cluster does not let you apply Namespace who: .*cannot (get|patch) resource/);
  });

  test('goes on where it may do all but lock', async () => {
    await api.applyOrThrow({
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'all-but-leases' },
      rules: ['', 'apps', 'eventing.knative.dev', 'rbac.authorization.k8s.io'].map((group) => ({ apiGroups: [group], resources: ['*'], verbs: ['*'] })),
    });
    await api.applyOrThrow({
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'carol' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'all-but-leases' },
      subjects: [{ kind: 'User', name: 'carol', apiGroup: 'rbac.authorization.k8s.io' }],
    });
    const { stderr } = await runWell({ ...at, plane: { kubeconfig: kubeconfigAs(plane, 'carol', { as: 'carol' }) } });

    expect(stderr).toContain('warning: no lock against a second run');
    expect(stderr).toContain('warning: what is no longer in the index may not be complete');
  });
});

describe('the step from the Knative that runs', () => {
  const serving = (version: string): Placed => ({
    wave: Wave.FOUNDATION, object: { ...outside('v1', 'Namespace', 'knative-serving'), metadata: { name: 'knative-serving', labels: { 'app.kubernetes.io/version': version } } },
  });
  const asked = ['--field-manager', 'steps'];
  const step = (version: string): Terminal => terminal('steps', [serving(`${version}.0`)], { knative: { version, installedBy: 'release-manifests' } });
  // The installation above runs one by its operator.
  const running = object('operator.knative.dev/v1beta1', 'KnativeServing', 'knative-serving');

  test('is one minor version, and never back', async () => {
    await api.deleteWhole(running);
    await runWell(step('1.20'), asked);
    expect(await run(step('1.22'), asked)).toMatchObject({
      code: 3, stderr: expect.stringContaining('KN-CLI-036 Namespace knative-serving runs Knative 1.20.0, and the index installs 1.22, which is 2 minor versions later') as string,
    });
    await runWell(step('1.21'), asked);
    expect(await run(step('1.20'), asked)).toMatchObject({ code: 3, stderr: expect.stringContaining('which is older') as string });
  });
});

describe('what the server cannot be asked about yet', () => {
  const namespace = 'schema';
  const mutants: readonly (readonly [string, object])[] = [
    ['taken', { spec: { size: 1, version: 'a' } }], ['without a spec', {}], ['with a status', { status: { any: { thing: [1] } } }],
    ['an unknown field', { spec: { sise: 1 } }], ['an unknown field at the top', { specs: {} }], ['a number for a text', { spec: { version: 1 } }],
    ['a text for a number', { spec: { size: '1' } }], ['below the minimum', { spec: { size: 0 } }], ['a fraction', { spec: { size: 1.5 } }],
    ['a list for an object', { spec: [] }],
  ];

  test.each(mutants)('is judged as the server would, once it can be: %s', async (_, fields) => {
    const widget = object('judged.example.com/v1', 'Widget', 'widget', fields, namespace);
    const kind = definitionOf('judged.example.com', 'Widget', 'widgets');
    const now = terminal('schema', [...smallInstallation(namespace), { wave: Wave.DEFINITIONS, object: kind }, { wave: Wave.BROKERS, object: widget }]);
    const ours = await run(now, ['--dry-run', 'server']);
    // The same schema under a kind that the server serves.
    const { accepted } = await api.apply({ ...broker('who'), ...fields }, { dryRun: true, force: true });

    expect([ours.code, ours.stderr.includes('KN-CLI-041')]).toEqual(accepted ? [4, false] : [3, true]);
  });
});

describe('a service whose containers a binding writes into', () => {
  const namespace = 'bound';
  const path = `/apis/serving.knative.dev/v1/namespaces/${namespace}/services/web`;
  const service = (image: string): Placed => ({
    wave: Wave.SERVICES,
    object: object('serving.knative.dev/v1', 'Service', 'web', { spec: { template: { spec: { timeoutSeconds: 30, containers: [{ image }] } } } }, namespace),
  });
  const bound: Placed = {
    wave: Wave.SOURCES,
    object: object('sources.knative.dev/v1', 'SinkBinding', 'web', {
      spec: {
        subject: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'web' },
        sink: { uri: 'http://events.example.com' },
      },
    }, namespace),
  };
  const at = (image: string, ...more: readonly Placed[]): Terminal => (
    terminal(namespace, [...smallInstallation(namespace), service(image), ...more]));
  /** As the controller of the binding does, under a name of its own. */
  const bind = (): Promise<string | undefined> => api.patch(`${path}?fieldManager=eventing-webhook`,
    [{ op: 'add', path: '/spec/template/spec/containers/0/env', value: [{ name: 'K_SINK', value: 'http://events.example.com' }] }],
    'application/json-patch+json');
  const asked = ['--field-manager', namespace];

  beforeAll(async () => {
    const kinds = readRelease({}).definitions.filter(({ metadata: { name } }) => (
      ['services.serving.knative.dev', 'sinkbindings.sources.knative.dev'].includes(name)));
    expect(kinds).toHaveLength(2);
    for (const each of kinds) await api.applyOrThrow(each, { fieldManager: 'somebody', force: true });
    await api.applyOrThrow(outside('v1', 'Namespace', namespace), { fieldManager: namespace });
    const probes = [service('ghcr.io/example/shop:1.0'), bound];
    await until('the kinds', async () => {
      api.forgetKinds();
      const verdicts = await Promise.all(probes.map((each) => api.apply(each.object, { dryRun: true })));
      return verdicts.every(({ accepted }) => accepted);
    });
  });

  test('is applied again over what the binding wrote, and so is its next image', async () => {
    await runWell(at('ghcr.io/example/shop:1.0', bound), asked);
    expect(await bind()).toBeUndefined();

    expect(await run(at('ghcr.io/example/shop:1.0', bound), [...asked, '--dry-run', 'server'])).toMatchObject({ code: 0 });
    // Without the webhook, which would write it again.
    expect(await run(at('ghcr.io/example/shop:1.0', bound), [...asked, '--diff'])).toMatchObject({ code: 1, stdout: expect.stringMatching(/^-.* name: K_SINK$/m) as string });
    await runWell(at('ghcr.io/example/shop:1.0', bound), asked);
    expect(await bind()).toBeUndefined();
    await runWell(at('ghcr.io/example/shop:1.1', bound), asked);
    expect(await api.read(path)).toMatchObject({ spec: { template: { spec: { containers: [{ image: 'ghcr.io/example/shop:1.1' }] } } } });
  });

  test('is not taken over by force where no binding of the app writes into it', async () => {
    expect(await bind()).toBeUndefined();

    expect(await run(at('ghcr.io/example/shop:1.1'), asked)).toMatchObject({
      code: 5, stderr: expect.stringContaining('KN-CLI-038 Service bound/web has fields that others manage: `.spec.template.spec.containers` is managed by `eventing-webhook`') as string,
    });
  });

  test('is not taken over by force where somebody else changed other fields of it', async () => {
    expect(await api.patch(`${path}?fieldManager=editor`, { spec: { template: { spec: { timeoutSeconds: 60 } } } })).toBeUndefined();

    expect(await run(at('ghcr.io/example/shop:1.1', bound), asked)).toMatchObject({
      code: 5, stderr: expect.stringContaining('`.spec.template.spec.timeoutSeconds` is managed by `editor`') as string,
    });
  });
});

function definitionOf(group: string, kind: string, plural: string): KubernetesObject {
  const known = whole.find((each) => each.object.metadata.name === 'brokers.eventing.knative.dev')?.object;
  const { names, ...spec } = known?.spec as { names: object };
  void names;
  return { ...outside('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${plural}.${group}`), spec: { ...spec, group, names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` } } };
}
