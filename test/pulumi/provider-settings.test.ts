import * as fs from 'fs';
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { Warnings } from '../../lib';
import { Charts } from '../../lib/pulumi';
import * as packages from '../../lib/pulumi/peers';
import { SETTINGS } from '../../lib/pulumi/provider-settings';
import { recordMocks } from './support';

const ID = 'pulumi-provider-settings';
const ALL = ['ConfigMap', 'Secret', 'Namespace', 'CustomResourceDefinition'];

beforeEach(() => { jest.spyOn(packages, 'kubernetesVersion').mockReturnValue('4.30.0'); });

function appWith(...kinds: readonly string[]): App {
  const app = new App();
  const chart = new Chart(app, 'chart');
  for (const kind of kinds) {
    const apiVersion = kind === 'CustomResourceDefinition' ? 'apiextensions.k8s.io/v1' : 'v1';
    const spec = kind === 'CustomResourceDefinition' ? { group: 'a.b', scope: 'Namespaced', names: { kind: 'A', plural: 'as' }, versions: [] } : undefined;
    new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: 'x' }, spec });
  }
  return app;
}

/** An app with a ConfigMap of another name. */
function another(): App {
  const app = new App();
  new ApiObject(new Chart(app, 'chart'), 'y', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'y' } });
  return app;
}

/** What the program is told of its provider. */
async function told(app: App, provider?: () => k8s.Provider): Promise<string[]> {
  const recording = recordMocks();
  new Charts('shop', app, provider === undefined ? {} : { provider: provider() });
  await recording.settled();
  return recording.logs.filter(({ severity }) => severity !== 'debug').map(({ severity, text }) => `${severity} ${text}`);
}

/** The settings that a warning names. */
function named(lines: readonly string[]): string[] {
  return lines.flatMap((line) => [...line.matchAll(/`(enable\w+)` is/g)].map(([, name = '']) => name));
}

describe('a provider of the program', () => {
  test('that has the settings of this library is right', async () => {
    jest.restoreAllMocks();
    const isOld = packages.kubernetesVersion() === '4.1.1';
    expect(await told(appWith(...ALL), () => new k8s.Provider('right', { ...Charts.PROVIDER_SETTINGS }))).toEqual(isOld
      ? [expect.stringContaining('pulumi-waits-ignored'), expect.stringMatching(/`enableSecretMutable` is not on: .*; update `@pulumi\/kubernetes` to 4\.18 or later, and add/)]
      : []);
  });

  test.each([
    ['ConfigMap', ['enableConfigMapMutable']],
    ['Secret', ['enableSecretMutable']],
    ['Namespace', []],
    ['CustomResourceDefinition', []],
    ['Service', []],
  ])('without settings is warned of where the app has a %s', async (kind, expected) => {
    expect(named(await told(appWith(kind), () => new k8s.Provider('bare', {})))).toEqual(expected);
  });

  test('that merges no fields is warned of', async () => {
    const lines = await told(appWith('Service'), () => new k8s.Provider('old', { enableServerSideApply: false }));
    expect(lines).toEqual([expect.stringMatching(/^warn warning pulumi-provider-settings: `enableServerSideApply` is off: .*Charts\.PROVIDER_SETTINGS/)]);
  });

  test('is right where the warning is acknowledged, and fails where warnings are errors', async () => {
    const acknowledged = appWith('ConfigMap');
    Warnings.of(acknowledged).acknowledge(ID, 'nobody reads it');
    expect(await told(acknowledged)).toEqual([]);
    const strict = appWith('ConfigMap');
    Warnings.of(strict).treatAsErrors();
    expect(await told(strict)).toEqual([expect.stringMatching(/^error KN-WRN-002 warning pulumi-provider-settings: /)]);
  });

  test('is asked for its own objects only, where single objects have one of their own', async () => {
    const recording = recordMocks();
    const [right, bare] = [new k8s.Provider('right', { ...Charts.PROVIDER_SETTINGS }), new k8s.Provider('bare', {})];
    new Charts('shop', appWith('ConfigMap', 'Secret'), {
      provider: right, objectOptions: ({ kind }) => kind === 'Secret' ? { provider: bare } : undefined,
    });
    await recording.settled();
    expect(named(recording.logs.map(({ text }) => text))).toEqual(['enableSecretMutable']);
  });

  test('is warned of once, whatever number of `Charts` it serves', async () => {
    const recording = recordMocks();
    const provider = new k8s.Provider('bare', {});
    new Charts('one', appWith('ConfigMap'), { provider });
    new Charts('other', another(), { provider });
    await recording.settled();
    expect(named(recording.logs.map(({ text }) => text))).toEqual(['enableConfigMapMutable']);
  });
});

describe('the default provider', () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
    delete process.env.PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE;
  });

  test('is warned of where neither the stack nor the environment says anything', async () => {
    const lines = await told(appWith(...ALL));
    expect(named(lines)).toEqual(['enableConfigMapMutable', 'enableSecretMutable']);
    // To a provider of the program, versions of Pulumi below 3.151 would move objects by making them anew.
    expect(lines.join()).toContain('; run `pulumi config set kubernetes:enableConfigMapMutable true` and '
      + '`pulumi config set kubernetes:enableSecretMutable true`');
    expect(lines.join()).not.toContain('Charts');
  });

  test('is right by the configuration of the stack, and by the environment', async () => {
    pulumi.runtime.setAllConfig({ 'kubernetes:enableSecretMutable': 'true' });
    process.env.PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE = 'true';
    expect(await told(appWith(...ALL))).toEqual([]);
  });

  test('reads the variables that the package of Pulumi reads', () => {
    const text = fs.readFileSync(require.resolve('@pulumi/kubernetes/provider'), 'utf8');
    const known = new Map([...text.matchAll(/"(\w+)".*getEnv\w*\("(PULUMI_K8S_\w+)"\)/g)]
      .map(([, name = '', variable]) => [name, variable]));
    // Older packages lack some.
    const own = SETTINGS.filter(({ name }) => known.has(name));
    expect(own.length).toBeGreaterThanOrEqual(2);
    expect(own.map(({ environment }) => environment)).toEqual(own.map(({ name }) => known.get(name)));
  });
});

describe('a version that waits for no kind of Knative', () => {
  const OLD = 'warning pulumi-waits-ignored: `@pulumi/kubernetes` 4.17.2 does not wait until objects of these kinds are '
    + 'ready: Broker, CustomResourceDefinition; update it to 4.18 or later';

  async function lines(app: App, version: string): Promise<string[]> {
    jest.spyOn(packages, 'kubernetesVersion').mockReturnValue(version);
    return (await told(app)).filter((line) => line.includes('pulumi-waits-ignored'));
  }

  const broker = (app: App): App => {
    const chart = new Chart(app, 'brokers');
    for (const name of ['a', 'b']) {
      new ApiObject(chart, name, { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', metadata: { name } });
    }
    return app;
  };

  test('is warned of where the app has such kinds', async () => {
    expect(await lines(broker(appWith('CustomResourceDefinition')), '4.17.2')).toEqual([`warn ${OLD}`]);
    expect(await lines(broker(appWith('CustomResourceDefinition')), '4.18.0')).toEqual([]);
    expect(await lines(appWith('ConfigMap'), '4.17.2')).toEqual([]);
  });

  test('is right where the program says so', async () => {
    const app = broker(new App());
    Warnings.of(app).acknowledge('pulumi-waits-ignored', 'nothing sends events yet');
    expect(await lines(app, '4.17.2')).toEqual([]);
  });
});
