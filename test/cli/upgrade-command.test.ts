import * as fs from 'fs';
import * as path from 'path';
import { ExitCode } from '../../lib/cli';
import { ComponentName, KnativeVersion } from '../../lib/core';
import type { NeededReleases } from '../../lib/releases';
import { runCli, temporaryFolder } from './run-cli';
import { NEEDS, writeApp, writeReleases } from './upgrade-releases';

const SERVING = { namespace: 'knative-serving' };
const controller = (version: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...SERVING, name: 'controller', labels: { 'app.kubernetes.io/version': version } },
  spec: { template: { spec: { containers: [{ name: 'controller', image: `example.com/controller:${version}` }] } } },
});
const features = (example: string): object =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...SERVING, name: 'config-features' }, data: { _example: example } });
const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'migrates' }, rules: [] };
const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { ...SERVING, generateName: 'migrate-' }, spec: {} };

/** A folder with an app and both releases. */
function world(...needs: readonly NeededReleases[]): string {
  const folder = temporaryFolder();
  writeApp(folder, ...needs.length === 0 ? [NEEDS] : needs);
  writeReleases(path.join(folder, 'releases'), KnativeVersion.V1_22, { [ComponentName.KNATIVE_SERVING]: {
    'serving-core.yaml': [controller('1.22.1'), features('old-flag: "enabled"\nmoved: "disabled"'),
      { apiVersion: 'v1', kind: 'Service', metadata: { ...SERVING, name: 'gone' } }],
  } });
  writeReleases(path.join(folder, 'releases'), KnativeVersion.V1_23, { [ComponentName.KNATIVE_SERVING]: {
    'serving-core.yaml': [controller('1.23.0'), features('new-flag: "enabled"\nmoved: "enabled"')],
    'serving-post-install-jobs.yaml': [role, job],
  } });
  return folder;
}

const plan = (cwd: string, ...more: readonly string[]) => runCli(['upgrade', '--to', '1.23', '--plan', ...more], { cwd });

describe('upgrade --plan', () => {
  test('prints what changes, and the steps in their order', async () => {
    const config = { serving: { features: { 'old-flag': 'disabled' } }, eventing: {} };
    const { code, stdout, stderr } = await plan(world({ ...NEEDS, config }));

    expect(stderr).toBe('');
    expect(code).toBe(ExitCode.OK);
    expect(stdout).toBe([
      'Knative 1.22 to 1.23, installed by the operator',
      '',
      'Releases',
      '  knative-serving   1.22.1  1.23.0',
      '  knative-eventing  1.22.2  1.23.0',
      '',
      'Kubernetes',
      '  oldest        1.34  as now',
      '  tested up to  1.35',
      '',
      'Objects: 3 added, 1 removed, 0 changed; 1 get no more than a new version label or image, 8 nothing',
      '  removed  Service      knative-serving/gone',
      '  added    ClusterRole  migrates                                   for the upgrade',
      '  added    ConfigMap    knative-eventing/of-eventing-post-install  for the upgrade',
      '  added    Job          knative-serving/migrate-serving-1.23.0     for the upgrade',
      '',
      'Keys of the program that the new version does not know',
      '  knative-serving  config-features  old-flag  "disabled"',
      '',
      'Keys of shipped ConfigMaps',
      '  knative-serving/config-features  gone  old-flag',
      '  knative-serving/config-features  new   new-flag',
      '',
      'Defaults that move',
      '  knative-serving/config-features  flag  moved  "disabled" to "enabled"',
      '',
      'Workloads that start anew: 1',
      '  Deployment  knative-serving/controller',
      '',
      'Jobs that move what is stored, last',
      '  Job  knative-serving/migrate-serving-1.23.0',
      '',
      'Steps',
      '  1. take out of the program what Knative 1.23 does not know: 1 key',
      '  2. write `version: KnativeVersion.V1_23, upgradingFrom: KnativeVersion.V1_22` in the platform',
      '  3. run `npx cdk8s-knative vendor`, and commit the files and the lock file',
      '  4. run `npx cdk8s synth`, and read the difference of the manifests',
      '  5. run `npx cdk8s-knative apply --diff`, which changes nothing',
      '  6. run `npx cdk8s-knative apply`: the operator replaces the parts, removes what is gone, and runs the Jobs in the end',
      '  7. look that the services are as before, with `kubectl get ksvc --all-namespaces`; no new revisions are made',
      '  8. take `upgradingFrom` out once all clusters of the program are there',
      '',
    ].join('\n'));
  });

  test('says where release manifests are applied by ourselves that we remove what is gone', async () => {
    const components = [{ name: ComponentName.KNATIVE_SERVING, version: '1.22.1', files: ['serving-core.yaml'] }];
    const { stdout } = await plan(world({ ...NEEDS, installedBy: 'release-manifests', components, cluster: 'production' }));

    expect(stdout).toContain('Knative 1.22 to 1.23, installed from its release manifests, cluster production\n');
    expect(stdout).toContain('wave by wave, 1 Job for what is stored last');
    expect(stdout).toContain('run `npx cdk8s-knative apply --prune`, which names what the new version has no more (1 object)');
  });

  test('says which flag removes definitions that the next version has no more', async () => {
    const components = [{ name: ComponentName.KNATIVE_SERVING, version: '1.22.1', files: ['serving-core.yaml'] }];
    const folder = world({ ...NEEDS, installedBy: 'release-manifests', components });
    const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'realms.example.com' }, spec: {
      group: 'example.com', names: { kind: 'Realm' }, scope: 'Cluster', versions: [],
    } };
    writeReleases(path.join(folder, 'releases'), KnativeVersion.V1_22, { [ComponentName.KNATIVE_SERVING]: { 'serving-core.yaml': [definition] } });

    expect((await plan(folder)).stdout).toContain('run `npx cdk8s-knative apply --prune --prune-crds`, which names what the new version has no more '
      + '(1 object, 1 definition of kinds among them, with all objects of those)');
  });

  test('prints the same as JSON, for each platform', async () => {
    const { stdout } = await plan(world(NEEDS, { ...NEEDS, cluster: 'second' }), '--json');

    expect(JSON.parse(stdout)).toMatchObject([
      { version: 1, from: '1.22', to: '1.23', installedBy: 'operator', objects: { removed: [{ name: 'gone' }] } },
      { cluster: 'second' },
    ]);
  });

  test('takes a program at its word that names both versions', async () => {
    const both = { ...NEEDS, knative: KnativeVersion.V1_23, upgradingFrom: KnativeVersion.V1_22 };
    const { code, stdout } = await plan(world(both));

    expect(code).toBe(ExitCode.OK);
    expect(stdout).toContain('Knative 1.22 to 1.23');
  });

  test('names the version of Kubernetes that the next one starts on, and what does not change at all', async () => {
    const folder = temporaryFolder();
    writeApp(folder, { ...NEEDS, knative: KnativeVersion.V1_20, installedBy: 'release-manifests' });
    for (const version of [KnativeVersion.V1_20, KnativeVersion.V1_21]) writeReleases(path.join(folder, 'releases'), version, {});
    const { stdout } = await runCli(['upgrade', '--to', '1.21', '--plan'], { cwd: folder });

    expect(stdout).toContain('  oldest        1.33  1.32 now: upgrade the cluster first where it is older\n');
    expect(stdout).toContain('Objects: 2 added, 0 removed, 0 changed; 0 get no more than a new version label or image, 8 nothing\n');
    expect(stdout).toContain('  1. upgrade the cluster to Kubernetes 1.33 where it is older\n');
  });

  test('has nothing to say of a platform that is there already', async () => {
    const { code, stdout, stderr } = await plan(world({ ...NEEDS, knative: KnativeVersion.V1_23 }));

    expect([code, stdout, stderr]).toEqual([ExitCode.OK, '', 'the platform has Knative 1.23 already\n']);
  });

  test.each([
    [['--to', '1.22', '--plan'], KnativeVersion.V1_20, 'KN-CLI-061', 'upgrade --to 1.21 --plan'],
    [['--to', '1.20', '--plan'], KnativeVersion.V1_21, 'KN-CLI-061', 'backup'],
    [['--to', '1.22', '--plan'], KnativeVersion.V1_23, 'KN-CLI-061', 'there is no newer version'],
    [['--to', '1.19', '--plan'], KnativeVersion.V1_22, 'KN-PLT-014', '1.23'],
    [['--to', '1.23'], KnativeVersion.V1_22, 'KN-CLI-060', 'npx cdk8s-knative upgrade --to 1.23 --plan'],
    [['--plan'], KnativeVersion.V1_22, 'KN-CLI-002', '--to'],
  ])('fails for %j of Knative %s with %s', async (args, knative, refused, words) => {
    const folder = temporaryFolder();
    writeApp(folder, { ...NEEDS, knative });
    const { code, stdout, stderr } = await runCli(['upgrade', ...args], { cwd: folder });

    expect([code, stdout]).toEqual([ExitCode.ERROR, '']);
    expect(stderr).toContain(`cdk8s-knative: ${refused} `);
    expect(stderr).toContain(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('fails where files of one version are not vendored, with the command that brings them', async () => {
    const folder = temporaryFolder();
    writeApp(folder, NEEDS);
    writeReleases(path.join(folder, 'releases'), KnativeVersion.V1_22, {});
    const { code, stderr } = await plan(folder);

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-CLI-062 ');
    expect(stderr).toContain('of which 10 files are not vendored: knative-serving/1.23.0/serving-crds.yaml, ');
    expect(stderr).toContain('run `npx cdk8s-knative vendor --to 1.23`');
  });

  test('compares the layer and the Kafka parts that the operator brings, in the namespaces where they end up', async () => {
    const kourier = { name: ComponentName.NET_KOURIER, version: '1.22.1', files: ['kourier.yaml'] };
    const kafka = { name: ComponentName.EVENTING_KAFKA_BROKER, version: '1.22.3', files: ['eventing-kafka-controller.yaml'] };
    const planes = { ...kafka, files: ['eventing-kafka-broker.yaml'] };
    const folder = world({ ...NEEDS, components: [planes], installs: [...NEEDS.installs ?? [], kourier, kafka] });
    const missing = await plan(folder);
    const gateway = (value: string): object => ({
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'kourier-system', name: 'kourier-bootstrap' }, data: { [value]: value },
    });
    writeReleases(path.join(folder, 'releases'), KnativeVersion.V1_22, {
      [ComponentName.NET_KOURIER]: { 'kourier.yaml': [gateway('a')] }, [ComponentName.EVENTING_KAFKA_BROKER]: {},
    });
    writeReleases(path.join(folder, 'releases'), KnativeVersion.V1_23, {
      [ComponentName.NET_KOURIER]: { 'kourier.yaml': [gateway('b')] },
      [ComponentName.EVENTING_KAFKA_BROKER]: { 'eventing-kafka-post-install.yaml': [{ ...role, metadata: { name: 'of-kafka' } }] },
    });
    const { stdout } = await plan(folder);

    expect(missing.stderr).toContain('of which 7 files are not vendored: ');
    expect(stdout).toContain('  net-kourier            1.22.1  1.23.0\n');
    expect(stdout).toContain('  eventing-kafka-broker  1.22.3  1.23.0\n');
    expect(stdout).toMatch(/changed +ConfigMap +knative-serving\/kourier-bootstrap +data\.a, data\.b\n/);
    expect(stdout).toMatch(/added +ClusterRole +of-kafka +for the upgrade\n/);
    expect(stdout).toContain('  knative-serving/kourier-bootstrap  gone  a\n');
    expect(stdout).not.toContain('kourier-system');
  });

  test('fails for a vendored file that was edited', async () => {
    const folder = world();
    fs.appendFileSync(path.join(folder, 'releases/knative-serving/1.22.1/serving-core.yaml'), '\n');
    const { code, stderr } = await plan(folder);

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-REL-003 ');
  });
});
