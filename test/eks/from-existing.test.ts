import type { Stack } from 'aws-cdk-lib';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { KubectlProvider, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { App } from 'cdk8s';
import { WorkloadIdentity } from '../../lib';
import { EksKnativeCluster, type ExistingEksCluster, type ExistingEksClusterProps } from '../../lib/eks';
import { anyLayer, cdkStack, propertiesOf, refusalsOf, REGION, resourcesOf } from './support';

function existing(props: Partial<ExistingEksClusterProps> = {}, stack = cdkStack()): ExistingEksCluster {
  return EksKnativeCluster.fromExisting(stack, 'Cluster', {
    clusterName: 'orders', version: '1.35', kubectlLayer: anyLayer(stack), ...props,
  });
}

function manifest(stack: Stack, on: ExistingEksCluster): string {
  const made = new KubernetesManifest(stack, 'Manifest', { cluster: on.cluster, manifest: [{ kind: 'Namespace' }] });
  made.node.addDependency(...on._beforeManifests());
  return Object.keys(resourcesOf(stack, 'Custom::AWSCDK-EKS-KubernetesResource'))[0] as string;
}

describe('a cluster that is there', () => {
  test('makes what runs kubectl, and lets it in, before an object is applied', () => {
    const stack = cdkStack();
    const cluster = existing({}, stack);
    const id = manifest(stack, cluster);
    const [[entry, access] = []] = Object.entries(resourcesOf(stack, 'AWS::EKS::AccessEntry'));

    expect(access?.Properties).toMatchObject({
      ClusterName: 'orders', PrincipalArn: { 'Fn::GetAtt': [expect.stringContaining('HandlerServiceRole'), 'Arn'] },
    });
    expect(JSON.stringify(access)).toContain('cluster-access-policy/AmazonEKSClusterAdminPolicy');
    expect(resourcesOf(stack)[id]?.DependsOn).toEqual([entry]);
    expect(Object.keys(resourcesOf(stack, 'AWS::EKS::Cluster'))).toEqual([]);
  });

  test('takes ten resources beside the objects', () => {
    const stack = cdkStack();
    existing({}, stack);

    expect(Object.keys(resourcesOf(stack)).length).toBeLessThanOrEqual(10);
  });

  test('may have something that runs kubectl already', () => {
    const stack = cdkStack();
    const kubectlProvider = KubectlProvider.fromKubectlProviderAttributes(stack, 'provider', {
      serviceToken: `arn:aws:lambda:${REGION}:111122223333:function:kubectl`,
    });
    const cluster = existing({ kubectlLayer: undefined, kubectlProvider }, stack);
    manifest(stack, cluster);

    expect(Object.values(resourcesOf(stack)).map(({ Type }) => Type)).toEqual(['Custom::AWSCDK-EKS-KubernetesResource']);
  });

  test('is reached inside of its VPC where it has a private endpoint', () => {
    const stack = cdkStack();
    const vpc = new Vpc(stack, 'vpc', { availabilityZones: ['us-east-1d', 'us-east-1f'] });
    const group = SecurityGroup.fromSecurityGroupId(stack, 'group', 'sg-0a1b2c3d4e5f67890');
    const id = manifest(stack, existing({ vpc, securityGroups: [group] }, stack));
    const [handler] = propertiesOf(stack, 'AWS::Lambda::Function').filter(({ Description }) => String(Description).includes('kubectl'));
    const routes = Object.keys(resourcesOf(stack, 'AWS::EC2::Route'));

    expect(handler?.VpcConfig).toMatchObject({ SecurityGroupIds: ['sg-0a1b2c3d4e5f67890'], SubnetIds: [{}, {}] });
    expect(routes).toHaveLength(4);
    expect(resourcesOf(stack)[id]?.DependsOn).toEqual(expect.arrayContaining(routes));
  });

  test('gives roles to workloads', () => {
    const stack = cdkStack();
    const cluster = existing({ identities: [WorkloadIdentity.clusterAutoscaler()] }, stack);
    const [association] = propertiesOf(stack, 'AWS::EKS::PodIdentityAssociation');

    expect(association).toMatchObject({ ClusterName: 'orders', Namespace: 'kube-system', ServiceAccount: 'cluster-autoscaler' });
    expect(JSON.stringify(propertiesOf(stack, 'AWS::IAM::Role'))).toContain('k8s.io/cluster-autoscaler/orders');
    expect(cluster._beforeManifests()).toHaveLength(2);
  });

  test('may be one of several in a stack', () => {
    const stack = cdkStack();
    const other = EksKnativeCluster.fromExisting(stack, 'Other', { clusterName: 'other', version: '1.34', kubectlLayer: anyLayer(stack, 'v34') });
    existing({}, stack);

    expect(other.spec).toBeUndefined();
    expect(propertiesOf(stack, 'AWS::EKS::AccessEntry').map(({ ClusterName }) => ClusterName)).toEqual(['other', 'orders']);
  });
});

describe('refusals', () => {
  const refused = (props: Partial<ExistingEksClusterProps>, stack = cdkStack()) => refusalsOf(() => {
    existing(props, stack);
    return stack;
  });

  test('fails with a region that is not the one of the stack', () => {
    expect(refused({ region: 'eu-west-1' })).toEqual([expect.stringContaining('KN-EKS-001')]);
    expect(refused({ region: 'Frankfurt' })).toEqual([expect.stringContaining('KN-EKS-001')]);
    expect(refused({ region: REGION })).toEqual([]);
  });

  test('fails with a version that nobody knows', () => {
    expect(refused({ version: '1.9' })).toEqual([expect.stringContaining('KN-CLU-003')]);
  });

  test('fails with a name that is known only when the program is deployed', () => {
    const stack = cdkStack();

    expect(refused({ clusterName: stack.stackId }, stack)).toEqual([expect.stringContaining('KN-EKS-014')]);
  });

  test('fails with a name that no cluster has', () => {
    expect(refused({ clusterName: 'sh op' })).toEqual([expect.stringContaining('KN-CLU-001 `sh op` is no name for a cluster')]);
    expect(refused({ clusterName: '' })).toEqual([expect.stringContaining('KN-CLU-001')]);
  });

  test('fails with two things that run kubectl, and with half a VPC', () => {
    const stack = cdkStack();
    const kubectlProvider = KubectlProvider.fromKubectlProviderAttributes(stack, 'provider', { serviceToken: 'arn:aws:lambda' });
    const half = cdkStack();

    expect(refused({ kubectlProvider }, stack)).toEqual([expect.stringContaining('KN-EKS-012')]);
    expect(refused({ vpc: new Vpc(half, 'vpc', { availabilityZones: ['us-east-1d'] }) }, half)).toEqual([expect.stringContaining('KN-EKS-012')]);
  });

  test('fails with a VPC without private subnets for what runs kubectl', () => {
    const inVpc = (subnetType: SubnetType) => {
      const stack = cdkStack();
      const vpc = new Vpc(stack, 'vpc', {
        availabilityZones: ['us-east-1d'], natGateways: 0, subnetConfiguration: [{ name: 'only', subnetType }],
      });
      return refused({ vpc, securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'group', 'sg-0a1b2c3d4e5f67890')] }, stack);
    };

    expect(inVpc(SubnetType.PUBLIC)).toEqual([expect.stringMatching(/KN-EKS-012.*without private subnets/)]);
    expect(inVpc(SubnetType.PRIVATE_ISOLATED)).toEqual([]);
  });

  test('fails with what needs kubectl where nothing runs it', () => {
    const stack = cdkStack();
    const cluster = existing({ kubectlLayer: undefined }, stack);

    expect(refusalsOf(() => {
      cluster._hasKubectl(cluster, 'to apply objects');
      return stack;
    })).toEqual([expect.stringMatching(/KN-EKS-003.*lambda-layer-kubectl-v35/)]);
  });

  test('fails with a cluster in no stack', () => {
    expect(() => EksKnativeCluster.fromExisting(new App(), 'cluster', { clusterName: 'orders', version: '1.35' })).toThrow(/KN-EKS-013/);
  });
});
