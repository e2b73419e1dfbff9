import { App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  AcmeEnvironment, AcmeSolver, AwsIdentity, AwsLoadBalancerController, ClusterAddon, ClusterAutoscaler,
  ClusterCapacity, ClusterChart,
  ClusterController, ClusterControllers, ClusterSpec, type ClusterSpecProps, EksctlCluster, ExternalDns,
  ExternalDnsPolicy, IdentityStyle, Ingress, KnativePlatform, LetsEncryptIssuer, Route53, Warnings, WorkloadIdentity,
} from '../../lib';
import { describeClusterOfApp } from '../../lib/cluster';

beforeEach(() => { jest.spyOn(process.stderr, 'write').mockReturnValue(true); });
afterEach(() => { jest.restoreAllMocks(); });

const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const other = { hostedZoneId: 'ZABCDEFGHIJ0123456789', zoneName: 'example.org' };
const role = AwsIdentity.role('arn:aws:iam::123456789012:role/own');
const dns = { ownerId: 'knative', policy: ExternalDnsPolicy.UPSERT_ONLY };

function specOf(props: Partial<ClusterSpecProps> = {}): ClusterSpec {
  return new ClusterSpec({
    name: 'knative', region: 'us-east-1', zones: ['us-east-1d', 'us-east-1f'],
    capacity: ClusterCapacity.nodeGroups({ name: 'fixed', instanceTypes: ['m5.large'], minSize: 3, maxSize: 3, desiredSize: 3 }),
    ...props,
  });
}

/** The chart of an app that is for a cluster. */
function chartFor(spec: ClusterSpec, identityStyle = IdentityStyle.POD_IDENTITY): Chart {
  const app = Testing.app();
  new EksctlCluster(app, 'cluster', { spec, identityStyle });
  return new Chart(app, 'chart', { disableResourceNameHashes: true });
}

/** Problems of the two areas that an app and its cluster have together, without the line that made them. */
function problemsOf({ node: { root } }: Construct): string[] {
  return root.node.findAll().flatMap((one) => one.node.validate()).filter((line) => line.startsWith('KN-CLU-06'));
}

function codesOf(construct: Construct): string[] {
  return problemsOf(construct).map((line) => line.slice(0, 10));
}

function warningsOf(construct: Construct): string[] {
  const { root } = construct.node;
  root.node.findAll().forEach((one) => one.node.validate());
  return Warnings.of(root).list().map(({ id }) => id).filter((id) => /autoscaler-missing|identity-unused|without-vpc/.test(id));
}

const issuer = (chart: Chart, solver: Route53) => new LetsEncryptIssuer(chart, 'issuer', {
  environment: AcmeEnvironment.STAGING, email: 'ops@example.com', solvers: [AcmeSolver.dns01(solver)],
});
const platform = (chart: Chart, kubernetesVersion: string) => new KnativePlatform(chart, 'platform', {
  ingress: Ingress.kourier(), domain: 'knative.example.com', kubernetesVersion,
});

describe('an app and the cluster that it is for', () => {
  test('go together where every controller has its identity, and says of the cluster what the cluster is', () => {
    const spec = specOf({
      identities: [
        WorkloadIdentity.clusterAutoscaler(), WorkloadIdentity.externalDns({ hostedZones: [zone] }),
        WorkloadIdentity.certManager({ hostedZones: [zone] }), WorkloadIdentity.awsLoadBalancerController(),
      ],
      capacity: undefined,
    });
    const chart = chartFor(spec);
    new ClusterAutoscaler(chart, 'autoscaler', spec.facts);
    new ExternalDns(chart, 'dns', { ...dns, region: spec.region, hostedZoneIds: [zone.hostedZoneId] });
    new AwsLoadBalancerController(chart, 'balancer', { ...spec.facts, vpcId: 'vpc-0a1b2c3d4e5f67890' });
    issuer(chart, Route53.ambient({ hostedZoneId: zone.hostedZoneId }));
    platform(chart, '1.35.2');

    expect(problemsOf(chart)).toEqual([]);
    expect(warningsOf(chart)).toEqual([]);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['a role of its own', (chart) => new ExternalDns(chart, 'dns', { ...dns, identity: role })],
    ['a role that cert-manager takes on by a token', (chart) => issuer(chart, Route53.serviceAccount('dns', {
      role: 'arn:aws:iam::123456789012:role/dns', region: 'us-east-1', hostedZoneId: zone.hostedZoneId,
    }))],
  ])('need no identity in the specification for %s', (_, make) => {
    const chart = chartFor(specOf());
    make(chart);

    expect(problemsOf(chart)).toEqual([]);
  });

  test('take rights of nodes, as older manifests of eksctl have them', () => {
    const spec = specOf({ capacity: ClusterCapacity.nodeGroups({
      name: 'old', instanceTypes: ['m5.large'], minSize: 2, maxSize: 5, desiredSize: 3,
      addonPolicies: { autoScaler: true, externalDns: true, certManager: true, albIngress: true },
    }) });
    const chart = chartFor(spec);
    new ClusterAutoscaler(chart, 'autoscaler', spec.facts);
    new ExternalDns(chart, 'dns', dns);
    new AwsLoadBalancerController(chart, 'balancer', spec.facts);
    issuer(chart, Route53.ambient());

    expect(problemsOf(chart)).toEqual([]);
  });

  test('have the controllers of add-ons, which are no prerequisites then', () => {
    const chart = chartFor(specOf({
      addons: [ClusterAddon.certManager(), ClusterAddon.externalDns()],
      identities: [WorkloadIdentity.externalDns({ hostedZones: [zone] })],
    }));

    const controllers = ClusterControllers.of(chart);
    expect(controllers.has(ClusterController.CERT_MANAGER)).toBe(true);
    expect(controllers.has(ClusterController.EXTERNAL_DNS)).toBe(true);
    expect(controllers.has(ClusterController.CLUSTER_AUTOSCALER)).toBe(false);
    expect(problemsOf(chart)).toEqual([]);
    expect(warningsOf(chart)).toEqual([]);
  });

  test('are compared cluster by cluster where an app has several', () => {
    const app = new App();
    const [one, two] = ['one', 'two'].map((name) => {
      const chart = new ClusterChart(app, name, { cluster: name });
      const spec = specOf({ name, identities: [WorkloadIdentity.clusterAutoscaler()] });
      new EksctlCluster(chart, 'cluster', { spec });
      new ClusterAutoscaler(chart, 'autoscaler', { ...spec.facts, clusterName: 'one' });
      return chart;
    });

    expect(one && codesOf(one)).toEqual(['KN-CLU-062', 'KN-CLU-063']);
    expect(two && problemsOf(two).filter((line) => line.includes('`two/autoscaler`'))).toHaveLength(2);
    expect(one && problemsOf(one).filter((line) => line.includes('`one/autoscaler`'))).toHaveLength(0);
  });

  test('know nothing of a cluster that eksctl finds there, but its name and region', () => {
    const app = Testing.app();
    const spec = specOf({
      addons: [ClusterAddon.certManager()],
      identities: [WorkloadIdentity.vpcCni(), WorkloadIdentity.certManager({ hostedZones: [zone] })],
    });
    new EksctlCluster(app, 'cluster', { spec, existing: true });
    const chart = new Chart(app, 'chart', { disableResourceNameHashes: true });
    new ExternalDns(chart, 'dns', dns);
    platform(chart, '1.36');

    expect(problemsOf(chart)).toEqual([]);
    expect(ClusterControllers.of(chart).has(ClusterController.CERT_MANAGER)).toBe(false);
    new ClusterAutoscaler(chart, 'autoscaler', { ...spec.facts, clusterName: 'other' });
    expect(codesOf(chart)).toEqual(['KN-CLU-062']);
  });

  test('find cert-manager where its add-on is', () => {
    const chart = chartFor(specOf({
      addons: [ClusterAddon.certManager({ namespace: 'pki' })],
      identities: [WorkloadIdentity.certManager({ namespace: 'pki', hostedZones: [zone] })],
    }));
    issuer(chart, Route53.ambient({ hostedZoneId: zone.hostedZoneId }));

    expect(problemsOf(chart)).toEqual([]);
  });

  test('know of a cluster that was there before only its name, its region and its version', () => {
    const app = new App();
    describeClusterOfApp(app, { clusterName: 'there', region: '${Token[AWS.Region.4]}', kubernetesVersion: '1.35' });
    const chart = new Chart(app, 'chart');
    new ClusterAutoscaler(chart, 'autoscaler', { clusterName: 'there', region: 'us-east-1', kubernetesVersion: '1.34' });

    expect(codesOf(chart)).toEqual(['KN-CLU-062']);
    expect(warningsOf(chart)).toEqual([]);
  });
});

describe('an app that does not go with its cluster', () => {
  const autoscaler = { clusterName: 'knative', region: 'us-east-1', kubernetesVersion: '1.35' };

  test.each<[string, string, Partial<ClusterSpecProps>, (chart: Chart) => void]>([
    ['an autoscaler without an identity', 'KN-CLU-060', {}, (chart) => new ClusterAutoscaler(chart, 'c', autoscaler)],
    ['ExternalDNS without an identity', 'KN-CLU-060', {}, (chart) => new ExternalDns(chart, 'c', dns)],
    ['ExternalDNS of another name', 'KN-CLU-060', { identities: [WorkloadIdentity.externalDns({ hostedZones: [zone] })] },
      (chart) => new ExternalDns(chart, 'c', { ...dns, name: 'internal' })],
    ['a load balancer controller without an identity', 'KN-CLU-060', {},
      (chart) => new AwsLoadBalancerController(chart, 'c', { clusterName: 'knative' })],
    ['cert-manager without an identity', 'KN-CLU-060', {}, (chart) => issuer(chart, Route53.ambient())],
    ['an autoscaler in Auto Mode', 'KN-CLU-061', { capacity: ClusterCapacity.autoMode() },
      (chart) => new ClusterAutoscaler(chart, 'c', { ...autoscaler, identity: role })],
    ['ExternalDNS beside its add-on', 'KN-CLU-061', {
      addons: [ClusterAddon.externalDns()], identities: [WorkloadIdentity.externalDns({ hostedZones: [zone] })],
    }, (chart) => new ExternalDns(chart, 'c', dns)],
    ['another name of the cluster', 'KN-CLU-062', {},
      (chart) => new ClusterAutoscaler(chart, 'c', { ...autoscaler, clusterName: 'other', identity: role })],
    ['another region', 'KN-CLU-062', {}, (chart) => new ExternalDns(chart, 'c', { ...dns, region: 'eu-central-1', identity: role })],
    ['another version', 'KN-CLU-062', {},
      (chart) => new ClusterAutoscaler(chart, 'c', { ...autoscaler, kubernetesVersion: '1.34', identity: role })],
    ['another version of the platform', 'KN-CLU-062', {}, (chart) => platform(chart, '1.34')],
    ['zones that the identity has no rights in', 'KN-CLU-063', { identities: [WorkloadIdentity.externalDns({ hostedZones: [other] })] },
      (chart) => new ExternalDns(chart, 'c', { ...dns, hostedZoneIds: [zone.hostedZoneId] })],
    ['ExternalDNS that may write nowhere', 'KN-CLU-063', { identities: [WorkloadIdentity.of({
      name: 'dns', namespace: 'external-dns', serviceAccount: 'external-dns',
      policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['route53:ListHostedZones'], Resource: ['*'] }] },
    })] }, (chart) => new ExternalDns(chart, 'c', dns)],
    ['rights of some of the nodes alone', 'KN-CLU-060', { capacity: ClusterCapacity.nodeGroups(
      { name: 'one', instanceTypes: ['m5.large'], minSize: 1, maxSize: 1, desiredSize: 1, addonPolicies: { externalDns: true } },
      { name: 'two', instanceTypes: ['m5.large'], minSize: 1, maxSize: 1, desiredSize: 1 },
    ) }, (chart) => new ExternalDns(chart, 'c', dns)],
    ['an issuer that looks for its zone', 'KN-CLU-063', { identities: [WorkloadIdentity.certManager({ hostedZones: [zone] })] },
      (chart) => issuer(chart, Route53.ambient())],
  ])('fails for %s', (_, code, props, make) => {
    const chart = chartFor(specOf(props));
    make(chart);

    expect(codesOf(chart)).toEqual([code]);
  });

  test('fails for a role that nothing annotates the service account with', () => {
    const spec = specOf({ identities: [WorkloadIdentity.clusterAutoscaler({ roleName: 'autoscaler' })] });
    const chart = chartFor(spec, IdentityStyle.SERVICE_ACCOUNT);
    new ClusterAutoscaler(chart, 'c', autoscaler);

    expect(problemsOf(chart)).toEqual([expect.stringContaining('role/autoscaler')]);
  });

  test('fails with what to write', () => {
    const chart = chartFor(specOf());
    new ClusterAutoscaler(chart, 'c', autoscaler);

    expect(problemsOf(chart)[0]).toMatch(
      /^KN-CLU-060 `chart\/c` has no rights in AWS: no identity of the cluster is for the service account `kube-system\/cluster-autoscaler`; allowed: an identity for that account; write `WorkloadIdentity.clusterAutoscaler\(\)` among `identities` of the specification, or `identity: AwsIdentity.role\('arn:...'\)` for the construct \(test\/cluster\/controllers-of-app/,
    );
  });
});

describe('what an app does not bring', () => {
  const growing = { capacity: undefined };

  test.each<[string, Partial<ClusterSpecProps>, (chart: Chart) => void, string[]]>([
    ['node groups that nothing makes larger', growing, () => undefined, ['cluster-autoscaler-missing']],
    ['a role of the autoscaler, and no autoscaler', { ...growing, identities: [WorkloadIdentity.clusterAutoscaler()] },
      () => undefined, ['cluster-autoscaler-missing']],
    ['an autoscaler that somebody else installs', growing,
      (chart) => { ClusterControllers.of(chart).declareExternal(ClusterController.CLUSTER_AUTOSCALER); }, []],
    ['groups of one size', {}, () => undefined, []],
    ['a load balancer controller that does not know its VPC', { identities: [WorkloadIdentity.awsLoadBalancerController()] },
      (chart) => { new AwsLoadBalancerController(chart, 'c', { clusterName: 'knative' }); }, ['load-balancer-controller-without-vpc']],
    ['a load balancer controller that does', { identities: [WorkloadIdentity.awsLoadBalancerController()] },
      (chart) => { new AwsLoadBalancerController(chart, 'c', { clusterName: 'knative', vpcId: 'vpc-0a1b2c3d4e5f67890' }); }, []],
    ['Auto Mode', { capacity: ClusterCapacity.autoMode() }, () => undefined, []],
    ['an identity that nothing has', { identities: [WorkloadIdentity.awsLoadBalancerController()] }, () => undefined,
      ['workload-identity-unused']],
    ['an identity of an add-on', {
      addons: [ClusterAddon.externalDns()], identities: [WorkloadIdentity.externalDns({ hostedZones: [zone] })],
    }, () => undefined, []],
  ])('is told apart: %s', (_, props, make, expected) => {
    const chart = chartFor(specOf(props));
    make(chart);

    expect(warningsOf(chart)).toEqual(expected);
  });
});
