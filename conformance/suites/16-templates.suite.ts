import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App as CdkApp, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { App, Chart } from 'cdk8s';
import {
  AmiFamily, ClusterAddon, ClusterCapacity, ClusterEndpoints, ClusterNetwork, ClusterSpec, type ClusterSpecProps,
  Ingress, KnativePlatform, NatGateways, ServicesNamespace, TaintEffect, WorkloadIdentity,
} from '../../lib';
import { ChartDelivery, EksKnativeCluster, WildcardRecords } from '../../lib/eks';
import { type EksExample, synthesizeEksExample } from '../judge/eks-example';
import { missingPython, pythonPrograms } from '../judge/python';
import { report, type ReportRow } from '../judge/report';

// The validator that aws-cdk-lib brings is not the judge here.
process.env.CDK_VALIDATION = 'false';

const REGION = 'us-east-1';
const ENV = { env: { region: REGION } };
/** What `cfn-lint` calls what CloudFormation would refuse; the rest is advice. */
const REFUSED = 'Error';

interface Finding {
  readonly Level: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path: readonly (number | string)[] | null };
}

/** A specification, for clusters that the example does not show. */
function specOf(props: Partial<ClusterSpecProps> = {}): ClusterSpec {
  return new ClusterSpec({ name: 'judged', region: REGION, zones: ['us-east-1d', 'us-east-1f'], ...props });
}

function layer(stack: Stack) {
  return LayerVersion.fromLayerVersionArn(stack, 'kubectl', `arn:aws:lambda:${REGION}:111122223333:layer:kubectl:1`);
}

const group = { instanceTypes: ['m5.large'], minSize: 1, maxSize: 2, desiredSize: 1 };

/** Programs that have between them every sort of resource that the library makes. */
const PROGRAMS: Readonly<Record<string, (app: CdkApp) => void>> = {
  'a cluster with everything': (app) => {
    const stack = new Stack(app, 'everything', ENV);
    const zone = new PublicHostedZone(stack, 'zone', { zoneName: 'example.com' });
    new EksKnativeCluster(stack, 'cluster', {
      kubectlLayer: layer(stack),
      admins: [new Role(stack, 'admin', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') })],
      spec: specOf({
        endpoints: ClusterEndpoints.publicAndPrivate({ allowedCidrs: ['198.51.100.0/24'] }),
        network: ClusterNetwork.own({ cidr: '10.20.0.0/16', nat: NatGateways.ONE_PER_ZONE }),
        logRetentionDays: 30, tags: { team: 'platform' },
        encryptionKeyArn: `arn:aws:kms:${REGION}:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555`,
        capacity: ClusterCapacity.nodeGroups(
          { ...group, name: 'spot', spot: true, tags: { pool: 'spot' }, labels: { role: 'spot' } },
          {
            ...group, name: 'arm', instanceTypes: ['m7g.large'],
            taints: [{ key: 'arm', value: 'yes', effect: TaintEffect.NO_SCHEDULE }],
          },
          { ...group, name: 'bottlerocket', amiFamily: AmiFamily.BOTTLEROCKET, privateSubnets: false },
        ),
        addons: [
          ClusterAddon.ebsCsiDriver(), ClusterAddon.cloudWatchObservability(), ClusterAddon.certManager(),
          ClusterAddon.externalDns(), ClusterAddon.metricsServer({ configuration: { replicas: 2 } }),
        ],
        identities: [
          WorkloadIdentity.clusterAutoscaler(), WorkloadIdentity.ebsCsiDriver(), WorkloadIdentity.cloudWatch(),
          WorkloadIdentity.vpcCni(), WorkloadIdentity.certManager({ hostedZones: [zone] }),
          WorkloadIdentity.externalDns({ hostedZones: [zone] }), WorkloadIdentity.awsLoadBalancerController(),
          WorkloadIdentity.knativeController(),
        ],
      }),
    });
  },
  'Auto Mode without kubectl': (app) => {
    new EksKnativeCluster(new Stack(app, 'auto', ENV), 'cluster', { spec: specOf({ capacity: ClusterCapacity.autoMode() }) });
  },
  'a private cluster, and none of its own network': (app) => {
    new EksKnativeCluster(new Stack(app, 'private', ENV), 'cluster', {
      spec: specOf({ endpoints: ClusterEndpoints.privateOnly() }), flowLogs: false,
    });
  },
  // What depends on what is a circle here as soon as the VPC, or the rights of workloads, wait for what waits for them.
  'a cluster in a VPC of the program, with rights that it adds, and an app': (app) => {
    const stack = new Stack(app, 'in-vpc', ENV);
    const vpc = new Vpc(stack, 'vpc', { availabilityZones: ['us-east-1d', 'us-east-1f'] });
    const autoscaler = WorkloadIdentity.clusterAutoscaler();
    const cluster = new EksKnativeCluster(stack, 'cluster', {
      vpc, kubectlLayer: layer(stack),
      spec: specOf({
        identities: [autoscaler, WorkloadIdentity.knativeController()],
        // With a private endpoint, the control plane of aws-cdk-lib itself waits for all that is in the VPC.
        endpoints: ClusterEndpoints.publicOnly(),
      }),
    });
    vpc.addInterfaceEndpoint('ecr', {
      service: InterfaceVpcEndpointAwsService.ECR,
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'group', cluster.cluster.clusterSecurityGroupId)],
    });
    cluster.roleOf(autoscaler).addToPolicy(new PolicyStatement({
      actions: ['eks:DescribeCluster'], resources: [cluster.cluster.clusterArn],
    }));
    const objects = new App();
    new ServicesNamespace(new Chart(objects, 'shop', { namespace: 'shop' }), 'shop');
    cluster.apply(objects);
  },
  'a cluster that was there, with an app from an asset and records': (app) => {
    const stack = new Stack(app, 'existing', ENV);
    const cluster = EksKnativeCluster.fromExisting(stack, 'cluster', {
      clusterName: 'there', version: '1.35', region: REGION, kubectlLayer: layer(stack),
    });
    const objects = new App();
    const platform = new KnativePlatform(new Chart(objects, 'platform'), 'platform', {
      ingress: Ingress.contour(), domain: 'knative.example.com',
    });
    const scope = new Stack(app, 'objects', ENV);
    const applied = cluster.apply(objects, { scope, delivery: ChartDelivery.HELM_ASSET, helmRelease: 'objects' });
    const zone = new PublicHostedZone(stack, 'zone', { zoneName: 'example.com' });
    new WildcardRecords(scope, 'records', { zone, applied, platform });
  },
};

/** The example with and without release files, and the programs. */
const COUNT = 2 + Object.keys(PROGRAMS).length;

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-templates-'));
const missing = missingPython();
const judged = missing === undefined ? describe : describe.skip;
const rows: Omit<ReportRow, 'suite' | 'seconds'>[] = [];
const examples: EksExample[] = [];
let lint: string;

beforeAll(() => {
  if (missing === undefined) lint = path.join(pythonPrograms('cfn-lint'), 'cfn-lint');
});
afterAll(() => {
  if (missing !== undefined) {
    rows.push({ what: 'templates', judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: COUNT, note: missing });
  }
  report('16 templates', rows);
  for (const example of examples) example.remove();
  fs.rmSync(home, { recursive: true, force: true });
});

function synthesized(name: string): string {
  const outdir = path.join(home, name.replace(/\W+/g, '-'));
  const app = new CdkApp({ outdir, context: { 'aws:cdk:disable-asset-staging': true } });
  PROGRAMS[name]?.(app);
  app.synth();
  return outdir;
}

function exampleWith(releases: boolean): string {
  const example = synthesizeEksExample({ releases });
  examples.push(example);
  return example.stacks;
}

/** What `cfn-lint` finds in each template of a folder; it has to find something in a wrong one, or it reads none. */
function findingsIn(template: string): Finding[] {
  const { stdout, stderr, error } = spawnSync(lint, ['--format', 'json', '--regions', REGION, '--template', template], {
    encoding: 'utf8', maxBuffer: 1 << 26,
  });
  if (error !== undefined || !stdout.startsWith('[')) throw new Error(`cfn-lint failed: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as Finding[];
}

function templatesIn(folder: string): string[] {
  return fs.readdirSync(folder).filter((file) => file.endsWith('.template.json')).sort().map((file) => path.join(folder, file));
}

judged('cfn-lint finds no error in', () => {
  test.each<[string, () => string]>([
    ['examples/eks without release files', () => exampleWith(false)],
    ['examples/eks with all release files', () => exampleWith(true)],
    ...Object.keys(PROGRAMS).map((name): [string, () => string] => [name, () => synthesized(name)]),
  ])('%s', (name, make) => {
    const templates = templatesIn(make());
    const found = templates.flatMap((template) => findingsIn(template).map((finding) => ({ template, ...finding })));
    const errors = found.filter(({ Level }) => Level === REFUSED)
      .map(({ template, Rule, Message, Location }) => `${path.basename(template)} ${Rule.Id} ${Message} at ${Location.Path?.join('/') ?? ''}`);
    const advice = [...new Set(found.filter(({ Level }) => Level !== REFUSED).map(({ Rule }) => Rule.Id))].sort();
    rows.push({
      what: name, judged: templates.length, accepted: templates.length - new Set(errors.map((line) => line.split(' ')[0])).size,
      refused: 0, differing: errors.length, notJudged: 0, note: `advice: ${advice.join(', ')}`,
    });

    expect(templates.length).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  });
});

judged('cfn-lint', () => {
  test('finds what is wrong', () => {
    const wrong = path.join(home, 'wrong.template.json');
    const Cluster = { Type: 'AWS::EKS::Cluster', Properties: { Nothing: 1 } };
    fs.writeFileSync(wrong, JSON.stringify({ Resources: { Cluster } }));

    expect(findingsIn(wrong).filter(({ Level }) => Level === REFUSED).length).toBeGreaterThan(1);
  });
});
