import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { Warnings } from '../../lib';
import { Charts } from '../../lib/pulumi';
import * as packages from '../../lib/pulumi/peers';
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

/** What the program is told of its provider. */
async function told(app: App, provider?: () => k8s.Provider): Promise<string[]> {
  const recording = recordMocks();
  new Charts('shop', app, provider === undefined ? {} : { provider: provider() });
  await recording.settled();
  return recording.logs.filter(({ severity }) => severity !== 'debug').map(({ severity, text }) => `${severity} ${text}`);
}

/** The settings that a warning names. */
function named(lines: readonly string[]): string[] {
  return lines.flatMap((line) => [...line.matchAll(/`(enable\w+|upsert\w+)` is/g)].map(([, name = '']) => name));
}

describe('a provider of the program', () => {
  test('that has the settings of this library is right', async () => {
    jest.restoreAllMocks();
    const isOld = packages.kubernetesVersion() === '4.1.1';
    expect(await told(appWith(...ALL), () => new k8s.Provider('right', { ...Charts.PROVIDER_SETTINGS }))).toEqual(isOld
      ? [expect.stringMatching(/`enableSecretMutable` is not on: .*; update `@pulumi\/kubernetes` to 4\.18 or later, and add/)]
      : []);
  });

  test.each([
    ['ConfigMap', ['enableConfigMapMutable']],
    ['Secret', ['enableSecretMutable']],
    ['Namespace', ['upsertExistingObjects']],
    ['CustomResourceDefinition', ['upsertExistingObjects']],
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

  test('of a version that takes over what is there needs no setting for it', async () => {
    jest.spyOn(packages, 'kubernetesVersion').mockReturnValue('4.28.1');
    expect(await told(appWith('Namespace'), () => new k8s.Provider('older', {}))).toEqual([]);
  });
});

describe('the default provider', () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
    delete process.env.PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE;
  });

  test('is warned of where neither the stack nor the environment says anything', async () => {
    const lines = await told(appWith(...ALL));
    expect(named(lines)).toEqual(['enableConfigMapMutable', 'enableSecretMutable', 'upsertExistingObjects']);
    expect(lines.join()).toContain("write `new k8s.Provider('cluster', { ...Charts.PROVIDER_SETTINGS })`");
  });

  test('is right by the configuration of the stack, and by the environment', async () => {
    pulumi.runtime.setAllConfig({ 'kubernetes:enableSecretMutable': 'true', 'kubernetes:upsertExistingObjects': 'true' });
    process.env.PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE = 'true';
    expect(await told(appWith(...ALL))).toEqual([]);
  });
});
