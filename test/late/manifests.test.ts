import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Fn } from 'aws-cdk-lib';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { ApiObject, type App, Chart, JsonPatch, Testing } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { AcmeEnvironment, AcmeSolver, LetsEncryptIssuer, Route53 } from '../../lib/certificates';
import { ClusterChart, Namespace, renderForEngine } from '../../lib/core';
import { AwsIdentity, ClusterAutoscaler, ExternalDns, ExternalDnsPolicy, Ingress } from '../../lib/networking';
import { KnativePlatform } from '../../lib/platform';
import { Env, ServiceAccount } from '../../lib/pod';
import { ReleasedObject } from '../../lib/releases';
import { KnativeService } from '../../lib/serving';
import { codes, deployed, type Deployed, refusals } from './support';

const dns = { ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY };
const solver = (route53: Route53) => AcmeSolver.dns01(route53);

type Program = readonly [string, (chart: Chart, late: Deployed) => unknown, (late: Deployed) => string];

/** Programs in which tokens stand where a cluster of AWS CDK puts them, and what an engine is given of them. */
const PROGRAMS: readonly Program[] = [
  ['the image of an asset', (chart, { stack }) => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'image-'));
    fs.writeFileSync(path.join(directory, 'Dockerfile'), 'FROM scratch');
    const { imageUri } = new DockerImageAsset(stack, 'Image', { directory });
    return new KnativeService(chart, 'orders', { image: imageUri });
  }, ({ stack }) => (stack.node.findChild('Image') as DockerImageAsset).imageUri],
  ['the role of a controller', (chart, { roleArn }) =>
    new ExternalDns(chart, 'dns', { ...dns, identity: AwsIdentity.role(roleArn) }), ({ roleArn }) => roleArn],
  ['the role of an issuer', (chart, { roleArn }) => new LetsEncryptIssuer(chart, 'issuer', {
    environment: AcmeEnvironment.STAGING, solvers: [solver(Route53.assumeRole(roleArn))],
  }), ({ roleArn }) => roleArn],
  ['the zone of an issuer', (chart, { zone }) => new LetsEncryptIssuer(chart, 'issuer', {
    environment: AcmeEnvironment.STAGING, solvers: [solver(Route53.ambient({ hostedZone: zone }))],
  }), ({ zone }) => zone.hostedZoneId],
  ['an annotation of a service account', (chart, { roleArn }) => new ServiceAccount(chart, 'till', {
    metadata: { annotations: { 'eks.amazonaws.com/role-arn': roleArn } },
  }), ({ roleArn }) => roleArn],
  ['the name of the cluster', (chart, { text }) =>
    new ClusterAutoscaler(chart, 'autoscaler', { clusterName: text, region: text, kubernetesVersion: '1.34' }), ({ text }) => text],
  ['the zones of ExternalDNS', (chart, { zone }) => new ExternalDns(chart, 'dns', { ...dns, hostedZones: [zone] }),
    ({ zone }) => `--zone-id-filter=${zone.hostedZoneId}`],
  ['names of zones', (chart, { text }) => new ExternalDns(chart, 'dns', { ...dns, domainFilters: [text] }), ({ text }) => `--domain-filter=${text}`],
  ['the domain of a platform', (chart, { text }) =>
    new KnativePlatform(chart, 'platform', { domain: `apps.${text}`, ingress: Ingress.kourier() }), ({ text }) => `apps.${text}`],
  ['the environment of a service', (chart, { text }) => new KnativeService(chart, 'orders', {
    image: 'ghcr.io/example/orders:1.4.2', env: { TABLE: Env.value(text), QUEUE: Env.value(`https://${text}/orders`) },
  }), ({ text }) => `https://${text}/orders`],
  ['an object of no library', (chart, { text }) =>
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', data: { key: text } }), ({ text }) => text],
  ['an object of another library', (chart, { text }) => new plus.ConfigMap(chart, 'map', { data: { key: text } }), ({ text }) => text],
  ['a patch', (chart, { text }) => new Namespace(chart, 'till').apiObject
    .addJsonPatch(JsonPatch.add('/metadata/annotations', { 'example.com/table': text })), ({ text }) => text],
  ['an object of a release', (chart, { text }) => new ReleasedObject(chart, 'object', {
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: { key: `a ${text}` },
  }), ({ text }) => `a ${text}`],
  ['a token that was not encoded', (chart) =>
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', data: { key: Fn.getAtt('Table', 'Arn') } }), () => '${Token['],
  ['a key', (chart, { text }) =>
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', data: { [text]: 'x' } }), ({ text }) => `{"${text}":"x"}`],
  ['a number', (chart, { number }) =>
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: number }] } }), ({ number }) => String(number)],
  ['a list', (chart, { list }) =>
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'Service', spec: { loadBalancerSourceRanges: list } }), ({ list }) => list[0] ?? ''],
];

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

function program(write: (chart: Chart, late: Deployed) => unknown): { app: App; chart: Chart; late: Deployed } {
  const app = Testing.app();
  const chart = new Chart(app, 'chart');
  // Something of this library, which brings its checks along.
  new Namespace(chart, 'first');
  const late = deployed();
  write(chart, late);
  return { app, chart, late };
}

describe('what only the deployment knows', () => {
  test.each(PROGRAMS)('is kept for an engine: %s', (_, write, expected) => {
    const { app, late } = program(write);

    const texts = renderForEngine(app, () => {
      expect(app.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
      return app.node.findAll().filter((construct) => ApiObject.isApiObject(construct))
        .map((object) => JSON.stringify(object.toJson()));
    });

    expect(texts.join('\n')).toContain(expected(late));
  });

  test.each(PROGRAMS)('fails in a file: %s', (_, write) => {
    const { app, chart } = program(write);

    expect(new Set(codes(app))).toEqual(new Set(['KN-LAT-001']));
    expect(fs.readdirSync(app.outdir)).toEqual([]);
    expect(() => Testing.synth(chart)).toThrow(/KN-LAT-001/);
    expect(() => app.synthYaml()).toThrow(/KN-LAT-001/);
  });

  test('is refused by object and field, with all other problems', () => {
    const { app } = program((chart, { roleArn, text }) => {
      new ServiceAccount(chart, 'till', { metadata: { namespace: 'shop', annotations: { 'eks.amazonaws.com/role-arn': roleArn } } });
      new KnativeService(chart, 'orders', { image: text, env: { TABLE: Env.value(text) }, scaling: undefined });
      new KnativeService(chart, 'Wrong', { image: 'ghcr.io/example/orders:1.4.2' });
    });

    expect(refusals(app).map((line) => line.replace(/; allowed.*\((.*)\)$/, ' ($1)').replace(/:\d+:\d+/, '')))
      .toEqual([
        '[chart/till] KN-LAT-001 ServiceAccount `shop/till` would be written with what only the deployment knows, at '
        + '`metadata.annotations["eks.amazonaws.com/role-arn"]` (`stack/ExternalDnsRole/Resource Arn`) (test/late/manifests.test.ts)',
        '[chart/orders] KN-LAT-001 Service `orders` would be written with what only the deployment knows, at '
        + '`spec.template.spec.containers[0].env[0].value` (a token), `spec.template.spec.containers[0].image` (a token) '
        + '(test/late/manifests.test.ts)',
        expect.stringContaining('[chart/Wrong] KN-NAM-001'),
      ]);
  });

  test('names five fields of an object, and how many more there are', () => {
    const { app } = program((chart, { text }) =>
      new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', data: Object.fromEntries([...'abcdefg'].map((key) => [key, text])) }));

    expect(refusals(app)[0]).toContain('`data.e` (a token) and 2 more; allowed');
  });

  test.each<[string, (chart: Chart, late: Deployed) => unknown, string]>([
    ['a name', (chart, { text }) => new KnativeService(chart, text, { image: 'ghcr.io/example/orders:1.4.2' }), '`metadata.name`'],
    ['a namespace', (chart, { text }) =>
      new ServiceAccount(chart, 'till', { metadata: { namespace: `team-${text}` } }), '`metadata.namespace`'],
    ['the namespace of a chart', (chart, { text }) => new ServiceAccount(new Chart(chart, 'inner', { namespace: text }), 'till'), '`metadata.namespace`'],
    ['a name of an object of no library', (chart, { text }) =>
      new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: text } }), '`metadata.name`'],
    ['a kind', (chart, { text }) => new ApiObject(chart, 'object', { apiVersion: 'v1', kind: text }), '`kind`'],
    ['the name of a cluster', (chart, { text }) => new ClusterChart(chart, 'eu', { cluster: text }), 'the name of the cluster of `chart/eu`'],
  ])('fails as %s, for an engine too', (_, write, text) => {
    const { app } = program(write);

    const [line = '', ...more] = refusals(app);
    expect(line).toMatch(/\] KN-LAT-002 /);
    expect(line).toContain(text);
    expect(more).toEqual([]);
    renderForEngine(app, () => {
      expect(app.node.findAll().flatMap(({ node }) => node.validate())).toHaveLength(1);
    });
  });

  test('fails as a list among other texts, which AWS CDK refuses without a word of the object', () => {
    const { app } = program((chart, { list }) =>
      new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'Service', spec: { loadBalancerSourceRanges: ['10.0.0.0/8', ...list] } }));

    expect(codes(app)).toEqual(['KN-LAT-004']);
    renderForEngine(app, () => {
      expect(app.node.findAll().flatMap(({ node }) => node.validate())).toHaveLength(1);
    });
  });

  test('is refused again after an engine has rendered it, and the other way round', () => {
    const { app } = program((chart, { text }) => new ServiceAccount(chart, 'till', { metadata: { annotations: { 'example.com/a': text } } }));
    const problems = () => app.node.findAll().flatMap(({ node }) => node.validate());

    expect(problems()).toHaveLength(1);
    expect(renderForEngine(app, problems)).toEqual([]);
    expect(problems()).toHaveLength(1);
    expect(() => renderForEngine(app, () => { throw new Error('stop'); })).toThrow('stop');
    expect(problems()).toHaveLength(1);
  });

  test('does not hide what is wrong beside it', () => {
    const { app } = program((chart, { text }) => {
      new ExternalDns(chart, 'dns', { ...dns, domainFilters: [text, '*.example.com'], hostedZoneIds: [text, 'zone'] });
    });

    const problems = renderForEngine(app, () => app.node.findAll().flatMap(({ node }) => node.validate()));

    expect(problems.map((line) => line.slice(0, 10))).toEqual(['KN-NET-007', 'KN-NET-009']);
  });
});
