import { Duration, Stack } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { App, Chart } from 'cdk8s';
import {
  ClusterController, ClusterControllers, ClusterIssuer, DnsRecords, Ingress, IssuerType, KnativePlatform,
  type KnativePlatformProps, ServicesNamespace,
} from '../../lib';
import { type EksKnativeClusterProps, WildcardRecords, type WildcardRecordsProps } from '../../lib/eks';
import { anyCluster, cdkStack, refusalsOf, REGION, type CfnResourceJson, resourcesOf } from './support';

beforeEach(() => { jest.spyOn(process.stderr, 'write').mockReturnValue(true); });
afterEach(() => { jest.restoreAllMocks(); });

const ISSUER = ClusterIssuer.fromName('dns', { type: IssuerType.ACME_DNS01 });

interface Program {
  readonly stack: Stack;
  readonly chart: Chart;
  readonly records: WildcardRecords;
}

type Options = Partial<WildcardRecordsProps> & {
  readonly id?: string;
  readonly cluster?: Partial<EksKnativeClusterProps>;
  readonly platformProps?: Partial<KnativePlatformProps>;
};

/** A cluster with a platform on it, and its records. */
function program({ id = 'Records', cluster, platformProps, ...props }: Options = {}): Program {
  const stack = cdkStack();
  const zone = new HostedZone(stack, 'Zone', { zoneName: 'example.com' });
  const app = new App();
  const chart = new Chart(app, 'platform');
  const platform = new KnativePlatform(chart, 'platform', {
    ingress: Ingress.contour(), domain: 'knative.example.com', ...platformProps,
  });
  const applied = anyCluster(cluster, stack).apply(app);
  return { stack, chart, records: new WildcardRecords(stack, id, { zone, applied, platform, ...props }) };
}

function recordsIn(stack: Stack): Record<string, CfnResourceJson> {
  return resourcesOf(stack, 'AWS::Route53::RecordSet');
}

describe('records for the domains of a platform', () => {
  test('lead to the load balancer of its layer, whose name is asked of the cluster', () => {
    const { stack } = program();
    const [[id, record] = ['', undefined], ...others] = Object.entries(recordsIn(stack));
    const values = Object.entries(resourcesOf(stack, 'Custom::AWSCDK-EKS-KubernetesObjectValue'));
    const [name, value] = values.find(([, { Properties }]) => Properties.ObjectName === 'envoy') ?? [];

    expect(others).toEqual([]);
    expect(id).toMatch(/^RecordKnativeExampleCom[0-9a-f]{10}$/);
    expect(record?.Properties).toEqual({
      HostedZoneId: { Ref: expect.stringMatching(/^Zone/) as string },
      Name: '*.knative.example.com.',
      Type: 'CNAME',
      TTL: '300',
      ResourceRecords: [{ 'Fn::GetAtt': [name, 'Value'] }],
      Comment: 'services of Knative on knative',
    });
    expect(value?.Properties).toMatchObject({
      ObjectNamespace: 'contour-external', JsonPath: '.status.loadBalancer.ingress[0].hostname',
    });
    expect(String(value?.Properties.ObjectType)).toMatch(/^service/);
  });

  test('are there for each domain, with namespaces that are made after them', () => {
    const { chart, records, stack } = program({ ttl: Duration.minutes(1), platformProps: { issuer: ISSUER } });
    new ServicesNamespace(chart, 'shop', { metadata: { name: 'shop' }, wildcardCertificate: true });
    const { hosts } = records;

    expect(hosts).toEqual(['*.knative.example.com', '*.shop.knative.example.com']);
    expect(Object.values(recordsIn(stack)).map(({ Properties }) => Properties.Name)).toEqual(hosts.map((host) => `${host}.`));
    expect(Object.values(recordsIn(stack)).map(({ Properties }) => Properties.TTL)).toEqual(hosts.map(() => '60'));
  });

  test('keep their ids wherever they stand in the program', () => {
    expect(Object.keys(recordsIn(program({ id: 'Moved' }).stack))).toEqual(Object.keys(recordsIn(program().stack)));
  });

  test('are for a Service of a layer that somebody else installed', () => {
    const stack = cdkStack();
    const app = new App();
    const platform = KnativePlatform.existing(new Chart(app, 'platform'), 'platform', { domain: 'knative.example.com' });
    new ServicesNamespace(new Chart(app, 'shop'), 'shop', { metadata: { name: 'shop' } });
    new WildcardRecords(stack, 'Records', {
      zone: HostedZone.fromHostedZoneId(stack, 'Zone', 'Z0123456789ABCDEFGHIJ'), platform,
      applied: anyCluster({}, stack).apply(app), service: { namespace: 'ingress', name: 'gateway' },
    });

    const values = Object.values(resourcesOf(stack, 'Custom::AWSCDK-EKS-KubernetesObjectValue'));
    expect(values.map(({ Properties }) => Properties.ObjectName)).toContain('gateway');
    expect(Object.values(recordsIn(stack)).map(({ Properties }) => Properties.HostedZoneId)).toEqual(['Z0123456789ABCDEFGHIJ']);
  });
});

describe('records that cannot be', () => {
  test.each<[string, string, Options]>([
    ['a cluster without kubectl', 'KN-EKS-003', { cluster: { kubectlLayer: undefined } }],
    ['a platform without a domain', 'KN-EKS-060', { platformProps: { domain: undefined } }],
    ['a domain of another zone', 'KN-EKS-060', { platformProps: { domain: 'knative.example.org' } }],
    ['a domain whose end only looks like the zone', 'KN-EKS-060', { platformProps: { domain: 'knative-example.com' } }],
  ])('fail for %s', (_, code, options) => {
    expect(refusalsOf(() => program(options).stack).filter((line) => line.includes('/Records]'))).toEqual([expect.stringContaining(code)]);
  });

  test('fail where ExternalDNS makes them', () => {
    const refusals = refusalsOf(() => {
      const { stack, chart } = program({ platformProps: { dns: DnsRecords.externalDns() } });
      ClusterControllers.of(chart).declareExternal(ClusterController.EXTERNAL_DNS);
      return stack;
    });

    expect(refusals).toEqual([expect.stringMatching(/KN-EKS-062 ExternalDNS and the stack would both write `\*.knative.example.com`/)]);
  });

  test('fail for a platform of another app', () => {
    const platform = new KnativePlatform(new Chart(new App(), 'chart'), 'other', { ingress: Ingress.kourier(), domain: 'a.example.com' });

    expect(refusalsOf(() => program({ platform }).stack)).toEqual([expect.stringContaining('KN-EKS-060')]);
  });

  test('fail in the stack of the cluster where the app is applied in another one', () => {
    const refusals = refusalsOf(() => {
      const stack = cdkStack();
      const app = new App();
      const platform = new KnativePlatform(new Chart(app, 'platform'), 'platform', {
        ingress: Ingress.contour(), domain: 'knative.example.com',
      });
      const scope = new Stack(stack.node.root, 'objects', { env: { region: REGION } });
      const applied = anyCluster({}, stack).apply(app, { scope });
      const zone = new HostedZone(stack, 'Zone', { zoneName: 'example.com' });
      new WildcardRecords(stack, 'Records', { zone, applied, platform });
      new WildcardRecords(scope, 'Right', { zone, applied, platform });
      return stack;
    });

    expect(refusals).toEqual([expect.stringMatching(/\[cluster\/Records\] KN-EKS-063/)]);
  });

  test('fail in a stack of another region, and once for a cluster without kubectl', () => {
    const refusals = refusalsOf(() => {
      const { records, stack } = program({ cluster: { kubectlLayer: undefined } });
      const { applied, platform, zone } = records['props'];
      new WildcardRecords(new Stack(stack.node.root, 'elsewhere'), 'Far', { applied, platform, zone, service: { namespace: 'a', name: 'b' } });
      return stack;
    });

    expect(refusals).toEqual([
      expect.stringMatching(/\[cluster\/AppliedApp\] KN-EKS-003 .* to apply the objects/),
      expect.stringMatching(/\[cluster\/Records\] KN-EKS-003 .* to ask for the name/),
      expect.stringMatching(/\[elsewhere\/Far\] KN-EKS-001 the stack `elsewhere` says no region/),
    ]);
  });

  test('fail for a layer that nobody named', () => {
    const refusals = refusalsOf(() => {
      const stack = cdkStack();
      const app = new App();
      const platform = KnativePlatform.existing(new Chart(app, 'platform'), 'platform', { domain: 'knative.example.com' });
      new ServicesNamespace(new Chart(app, 'shop'), 'shop', { metadata: { name: 'shop' } });
      const applied = anyCluster({}, stack).apply(app);
      new WildcardRecords(stack, 'Records', { zone: new HostedZone(stack, 'Zone', { zoneName: 'example.com' }), applied, platform });
      return stack;
    });

    expect(refusals.filter((line) => line.includes('KN-EKS-061'))).toHaveLength(1);
  });
});
