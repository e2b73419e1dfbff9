import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Stack, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { App, Chart } from 'cdk8s';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import {
  ClusterAddon, ClusterCapacity, ClusterEndpoints, ClusterSpec, type ClusterSpecProps, Ingress, KnativePlatform,
  WorkloadIdentity,
} from '../../lib';
import { ChartDelivery, EksKnativeCluster, type EksKnativeClusterProps, WildcardRecords } from '../../lib/eks';
import { anyLayer, cdkApp, REGION } from './support';

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(() => { jest.restoreAllMocks(); });

const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };

/** Everything that the library makes roles for. */
const OF_NODES = [
  WorkloadIdentity.clusterAutoscaler(), WorkloadIdentity.ebsCsiDriver(), WorkloadIdentity.awsLoadBalancerController(),
  WorkloadIdentity.vpcCni(),
];
const IDENTITIES = [
  WorkloadIdentity.knativeController(),
  WorkloadIdentity.certManager({ hostedZones: [zone], findsZones: true, followsCname: true }),
  WorkloadIdentity.externalDns({ hostedZones: [zone] }), WorkloadIdentity.cloudWatch(),
];
const ADDONS = [ClusterAddon.metricsServer(), ClusterAddon.certManager(), ClusterAddon.cloudWatchObservability()];

interface Finding {
  readonly rule: string;
  readonly at: string;
  /** Why it does not count; absent where it does. */
  readonly reason?: string;
}

interface Reported {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
  readonly acknowledgedAt?: string;
  readonly reason?: string;
}

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly Reported[];
    readonly suppressedViolations?: readonly Reported[];
  }[];
}

/** What cdk-nag says of a program. */
function findingsIn(make: (app: ReturnType<typeof cdkApp>) => void): Finding[] {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-nag-'));
  try {
    const app = cdkApp({ outdir });
    make(app);
    return takesNames() ? asPlugin(app, outdir) : byHand(app);
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

/** Whether acknowledgements name the pack: in an older aws-cdk-lib they do not, and plugins learn too little. */
function takesNames(): boolean {
  try {
    Validations.of(new Stack()).acknowledge({ id: 'A::A-B[C::d]', reason: 'as it is' });
    return true;
  } catch {
    return false;
  }
}

function asPlugin(app: ReturnType<typeof cdkApp>, outdir: string): Finding[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
  } catch (error) {
    if (!fs.existsSync(path.join(outdir, 'validation-report.json'))) throw error;
  }
  const { pluginReports } = JSON.parse(fs.readFileSync(path.join(outdir, 'validation-report.json'), 'utf8')) as Report;
  return pluginReports
    .flatMap(({ violations, suppressedViolations = [] }) => [...violations, ...suppressedViolations])
    .flatMap(({ ruleName, violatingConstructs, reason }) => violatingConstructs.map(({ constructPath }) =>
      ({ rule: ruleName, at: constructPath, ...reason === undefined ? {} : { reason } })));
}

function byHand(app: ReturnType<typeof cdkApp>): Finding[] {
  app.synth();
  const acknowledged = acknowledgedIn(app);
  return [...foundIn(app), ...acknowledged];
}

/** What is noted on the constructs of a program. */
function acknowledgedIn(app: IConstruct): Finding[] {
  return app.node.findAll().flatMap((one) => one.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .map(([id, reason]) => ({ rule: id.replace(/^AwsSolutions::/, ''), at: one.node.path, reason })));
}

function foundIn(app: IConstruct): Finding[] {
  return new AwsSolutionsChecks().validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName, at: constructPath })));
}

/** The stacks of the example, made in a folder of its own. */
function exampleOnEks(): IConstruct {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-nag-'));
  const environment = process.env;
  process.env = {
    ...environment, CDK8S_OUTDIR: path.join(folder, 'dist'), CDK_OUTDIR: path.join(folder, 'cdk.out'),
    CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:disable-asset-staging': true }),
  };
  try {
    return jest.requireActual<{ readonly stacks: IConstruct }>('../../examples/eks/main').stacks;
  } finally {
    process.env = environment;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function open(findings: readonly Finding[]): string[] {
  return findings.filter(({ reason }) => reason === undefined).map(({ rule, at }) => `${at} ${rule}`);
}

type Options = Partial<EksKnativeClusterProps> & { readonly of?: Partial<ClusterSpecProps> };

/** A cluster that nothing is found on but what is acknowledged. */
function clusterIn(scope: IConstruct, name: string, { of, ...props }: Options = {}): EksKnativeCluster {
  const stack = new Stack(scope as Stack, `stack-of-${name}`, { env: { region: REGION } });
  const spec = new ClusterSpec({
    name, region: REGION, zones: ['us-east-1d', 'us-east-1f'], logRetentionDays: 30,
    addons: [...ADDONS, ...of?.capacity === undefined ? [ClusterAddon.ebsCsiDriver()] : []],
    identities: [...IDENTITIES, ...of?.capacity === undefined ? OF_NODES : []],
    endpoints: ClusterEndpoints.publicAndPrivate({ allowedCidrs: ['198.51.100.0/24'] }), ...of,
  });
  return new EksKnativeCluster(stack, 'Cluster', { spec, kubectlLayer: anyLayer(stack), ...props });
}

describe('cdk-nag', () => {
  let found: Finding[] | undefined;
  const findings = () => found ??= findingsIn((app) => {
    clusterIn(app, 'production');
    const cluster = clusterIn(app, 'test');
    const charts = new App();
    const platform = new KnativePlatform(new Chart(charts, 'platform'), 'platform', {
      ingress: Ingress.contour(), domain: 'knative.example.com',
    });
    const scope = new Stack(app, 'platform', { env: { region: REGION } });
    const applied = cluster.apply(charts, { scope, delivery: ChartDelivery.HELM_ASSET, helmRelease: 'platform' });
    new WildcardRecords(scope, 'Records', {
      zone: HostedZone.fromHostedZoneAttributes(scope, 'Zone', zone), applied, platform,
    });
  });

  test('finds nothing on two clusters of one program, and on an app on one of them, that is not acknowledged', () => {
    expect(open(findings())).toEqual([]);
  });

  test('finds nothing on the example of the article that is not acknowledged', () => {
    const stacks = exampleOnEks();
    const acknowledged = new Set(acknowledgedIn(stacks).map(({ rule, at }) => `${at} ${rule}`));
    const found = open(foundIn(stacks));

    expect(found.length).toBeGreaterThan(takesNames() ? 15 : 0);
    // As in the article the world reaches its endpoint, which the program acknowledges with `Warnings`.
    expect(found.filter((line) => !acknowledged.has(line)).map((line) => line.replace(/^.* /, '')))
      .toEqual(takesNames() ? [] : ['AwsSolutions-EKS1']);
  }, 60_000);

  test('is answered finding by finding, each on its own resource, with a reason', () => {
    const all = findings().filter(({ at, rule }) => at.startsWith('stack-of-test/') && !/-(L1|EKS1)$/.test(rule));
    const reasons = new Set(all.map(({ reason = '' }) => reason));

    expect(all.length).toBeGreaterThan(20);
    expect(all.every(({ rule, at }) => /^AwsSolutions-IAM[45]\[.+\]$/.test(rule) && at.endsWith('/Resource'))).toBe(true);
    expect([...reasons].every((reason) => reason.split(' ').length > 6)).toBe(true);
  });

  test('names resources as the template of each cluster does', () => {
    const handlers = findings().filter(({ rule }) => rule.includes('.Arn>:*')).map(({ rule, at }) => [at.split('/')[0], rule] as const);
    const groups = findings().filter(({ rule }) => rule.includes('nodegroup/')).map(({ rule }) => rule);

    expect(handlers.map(([stack]) => stack)).toEqual(expect.arrayContaining(['stack-of-production', 'stack-of-test']));
    expect(groups).toEqual(expect.arrayContaining([expect.stringContaining('nodegroup/production/*'), expect.stringContaining('nodegroup/test/*')]));
  });

  test.each<[string, (app: ReturnType<typeof cdkApp>) => void]>([
    ['Auto Mode', (app) => clusterIn(app, 'auto', { of: { capacity: ClusterCapacity.autoMode() } })],
    ['without kubectl', (app) => clusterIn(app, 'plain', { kubectlLayer: undefined })],
    ['the CNI on the role of nodes', (app) => clusterIn(app, 'plain', { of: { identities: [], addons: [] } })],
    ['that was there before', (app) => {
      const stack = new Stack(app, 'stack', { env: { region: REGION } });
      EksKnativeCluster.fromExisting(stack, 'Cluster', {
        clusterName: 'there', version: '1.35', region: REGION, kubectlLayer: anyLayer(stack), identities: IDENTITIES,
      });
    }],
  ])('finds nothing on a cluster %s', (_, make) => {
    expect(open(findingsIn(make))).toEqual([]);
  });

  test.each<[string, (app: ReturnType<typeof cdkApp>) => void, string[]]>([
    ['rights that the program wrote', (app) => clusterIn(app, 'own', { of: {
      addons: [],
      identities: [WorkloadIdentity.of({ name: 'external-dns', namespace: 'shop', serviceAccount: 'orders', policy: {
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:Get*'], Resource: ['*'] }],
      } })],
    } }), ['IAM5[Action::s3:Get*]', 'IAM5[Resource::*]']],
    ['a policy of AWS that the program chose', (app) => clusterIn(app, 'own', { of: {
      addons: [],
      identities: [WorkloadIdentity.of({
        name: 'orders', namespace: 'shop', serviceAccount: 'orders', managedPolicies: ['AmazonS3ReadOnlyAccess'],
      })],
    } }), ['IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonS3ReadOnlyAccess]']],
    ['rights that the program gave to an identity of the library', (app) => {
      const autoscaler = WorkloadIdentity.clusterAutoscaler();
      const cluster = clusterIn(app, 'own', { of: { addons: [], identities: [autoscaler] } });
      cluster.roleOf(autoscaler).addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
      cluster.roleOf(autoscaler).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('CloudWatchAgentServerPolicy'));
    }, [
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/CloudWatchAgentServerPolicy]', 'IAM5[Action::s3:*]', 'IAM5[Resource::*]',
    ]],
    ['a policy of AWS that the library has for a workload, on one of the program', (app) => clusterIn(app, 'own', { of: {
      addons: [],
      identities: [WorkloadIdentity.of({
        name: 'cloudwatch', namespace: 'shop', serviceAccount: 'orders', managedPolicies: ['CloudWatchAgentServerPolicy'],
      })],
    } }), ['IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/CloudWatchAgentServerPolicy]']],
    ['rights that the program gave to what runs kubectl', (app) => {
      const statements = [
        new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }),
        new PolicyStatement({ actions: ['s3:GetObject*'], resources: ['arn:aws:s3:::orders/*'] }),
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: ['arn:aws:lambda:us-east-1:111122223333:function:*'] }),
      ];
      const role = clusterIn(app, 'own').cluster.kubectlProvider?.role;
      for (const statement of statements) role?.addToPrincipalPolicy(statement);
    }, [
      'IAM5[Action::dynamodb:*]', 'IAM5[Resource::*]', 'IAM5[Action::s3:GetObject*]', 'IAM5[Resource::arn:aws:s3:::orders/*]',
      'IAM5[Resource::arn:aws:lambda:us-east-1:111122223333:function:*]',
    ]],
    ['what was added to the role of nodes', (app) => {
      clusterIn(app, 'own').nodeRole.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore'));
    }, ['IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]']],
    ['a network without flow logs', (app) => clusterIn(app, 'own', { flowLogs: false }), ['VPC7']],
    ['an endpoint that everybody reaches, where it sees one at all', (app) => {
      clusterIn(app, 'own', { of: { endpoints: ClusterEndpoints.publicAndPrivate() } });
    }, takesNames() ? [] : ['EKS1']],
  ])('leaves to the program %s', (_, make, expected) => {
    expect(open(findingsIn(make)).map((line) => line.replace(/^.* AwsSolutions-/, '')).sort()).toEqual([...expected].sort());
  });
});
