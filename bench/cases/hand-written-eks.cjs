// The stacks of examples/eks as a careful person would write them with `aws-eks-v2` alone: the same cluster, roles,
// add-ons and objects, one manifest for each, and the same handles between the waves. The objects are given.
const eks = require('aws-cdk-lib/aws-eks-v2');
const l1 = require('aws-cdk-lib/aws-eks');
const ec2 = require('aws-cdk-lib/aws-ec2');
const iam = require('aws-cdk-lib/aws-iam');
const logs = require('aws-cdk-lib/aws-logs');
const route53 = require('aws-cdk-lib/aws-route53');
const { App: CdkApp, CfnOutput, CfnWaitConditionHandle, Stack, Tags } = require('aws-cdk-lib');
const { KubectlV35Layer } = require('@aws-cdk/lambda-layer-kubectl-v35');
const { ApiObject, App, Chart } = require('cdk8s');

const NAME = 'my-knative-cluster';
const ZONES = ['us-east-1d', 'us-east-1f'];
const managed = (...names) => names.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name));
const allow = (actions, resources, conditions) => new iam.PolicyStatement({ actions, resources, conditions });

/** What tells an object from all others. */
exports.idOf = ({ apiVersion, kind }, { namespace = '', name }) => [apiVersion, kind, namespace, name].join('|');

/** Everything that can be loaded before the time counts. */
exports.load = () => {
  for (const parts of [eks, ec2, iam, logs, route53]) Object.values(parts);
  return [
    l1.CfnAddon, l1.CfnNodegroup, l1.CfnPodIdentityAssociation, CdkApp, CfnOutput, CfnWaitConditionHandle, Stack, Tags,
  ];
};

/**
 * @param waves objects by wave and chart, in order: `[{ wave, objects: [{ chart, object }] }]`
 * @param values fields of objects that something waits for: `[{ of, type, name, namespace, jsonPath }]`
 */
exports.synthesize = (waves, values, outdir) => {
  const stacks = new CdkApp({ outdir: `${outdir}/cdk.out` });
  const env = { region: 'us-east-1' };
  const stack = new Stack(stacks, 'knative-cluster', { env });
  const zone = new route53.PublicHostedZone(stack, 'zone', { zoneName: 'example.com' });
  const { cluster, ready } = clusterIn(stack, zone);
  const applied = new Stack(stacks, 'knative-platform', { env });
  apply(applied, cluster, ready, waves, values);
  stacks.synth();
  const app = new App({ outdir: `${outdir}/dist` });
  writeObjects(app, waves);
  app.synth();
};

function clusterIn(stack, zone) {
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('192.168.0.0/16'), availabilityZones: ZONES, natGateways: 1,
    subnetConfiguration: [
      { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 19 },
      { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 19 },
    ],
  });
  vpc.addFlowLog('FlowLog', { destination: ec2.FlowLogDestination.toCloudWatchLogs(new logs.LogGroup(stack, 'FlowLogs')) });
  const cluster = new eks.Cluster(stack, 'Cluster', {
    clusterName: NAME, version: eks.KubernetesVersion.of('1.35'), vpc,
    vpcSubnets: [{ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }],
    endpointAccess: eks.EndpointAccess.PUBLIC_AND_PRIVATE,
    defaultCapacityType: eks.DefaultCapacityType.NODEGROUP, defaultCapacity: 0,
    bootstrapClusterCreatorAdminPermissions: false, bootstrapSelfManagedAddons: false,
    clusterLogging: Object.values(eks.ClusterLoggingTypes),
    kubectlProviderOptions: { kubectlLayer: new KubectlV35Layer(stack, 'kubectl') },
  });
  const nodes = nodeGroup(stack, cluster, vpc);
  const roles = identities(stack, cluster, zone);
  const addon = (name, account, role) => new l1.CfnAddon(stack, `Addon-${name}`, {
    clusterName: cluster.clusterName, addonName: name, resolveConflicts: 'OVERWRITE', preserveOnDelete: false,
    podIdentityAssociations: role && [{ serviceAccount: account, roleArn: role.roleArn }],
  });
  const agent = addon('eks-pod-identity-agent');
  const network = addon('vpc-cni', 'aws-node', roles['vpc-cni']);
  const proxy = addon('kube-proxy');
  network.node.addDependency(agent);
  nodes.node.addDependency(network, proxy);
  const late = [
    addon('coredns'), addon('metrics-server'), addon('aws-ebs-csi-driver', 'ebs-csi-controller-sa', roles['ebs-csi-driver']),
    addon('amazon-cloudwatch-observability', 'cloudwatch-agent', roles.cloudwatch), addon('cert-manager'),
  ];
  for (const each of late) each.node.addDependency(nodes);
  return { cluster, ready: [nodes, ...late] };
}

function nodeGroup(stack, cluster, vpc) {
  const role = new iam.Role(stack, 'NodeRole', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    managedPolicies: managed('AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'),
  });
  const template = new ec2.LaunchTemplate(stack, 'LaunchTemplate', {
    requireImdsv2: true, httpPutResponseHopLimit: 1,
    blockDevices: [{ deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(150, { volumeType: ec2.EbsDeviceVolumeType.GP3, encrypted: true }) }],
  });
  const group = new l1.CfnNodegroup(stack, 'Workers', {
    clusterName: cluster.clusterName, nodegroupName: 'knative-private-ng', nodeRole: role.roleArn,
    subnets: vpc.privateSubnets.map(({ subnetId }) => subnetId),
    amiType: 'AL2023_x86_64_STANDARD', instanceTypes: ['m5.large'], labels: { role: 'worker', subnetType: 'private' },
    launchTemplate: { id: template.launchTemplateId, version: template.latestVersionNumber },
    scalingConfig: { minSize: 2, maxSize: 5, desiredSize: 3 },
  });
  for (const part of [template, group]) {
    for (const [key, value] of Object.entries({ 'nodegroup-role': 'worker', 'subnetType': 'private', 'environment': 'dev' })) Tags.of(part).add(key, value);
  }
  return group;
}

function identities(stack, cluster, zone) {
  const own = `aws:ResourceTag/k8s.io/cluster-autoscaler/${NAME}`;
  const changes = zone.hostedZoneArn;
  const wanted = {
    'vpc-cni': { managedPolicies: managed('AmazonEKS_CNI_Policy') },
    'ebs-csi-driver': { managedPolicies: managed('service-role/AmazonEBSCSIDriverPolicy') },
    'cloudwatch': { managedPolicies: managed('CloudWatchAgentServerPolicy') },
    'cluster-autoscaler': { namespace: 'kube-system', statements: [
      allow(['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeTags', 'ec2:DescribeInstanceTypes'], ['*']),
      allow(['eks:DescribeNodegroup'], [`arn:aws:eks:us-east-1:*:nodegroup/${NAME}/*`]),
      allow(['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'], ['*'], { StringEquals: { [own]: 'owned' } }),
    ] },
    'cert-manager': { namespace: 'cert-manager', statements: [
      allow(['route53:GetChange'], ['arn:aws:route53:::change/*']),
      allow(['route53:ChangeResourceRecordSets'], [changes], { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } }),
    ] },
    'external-dns': { namespace: 'external-dns', statements: [
      allow(['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets', 'route53:ListTagsForResources'], [changes]),
      allow(['route53:ListHostedZones'], ['*']),
    ] },
  };
  return Object.fromEntries(Object.entries(wanted).map(([name, { namespace, statements, managedPolicies }]) => {
    const role = new iam.Role(stack, `Role-${name}`, {
      assumedBy: new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com')),
      managedPolicies,
      inlinePolicies: statements && { [name]: new iam.PolicyDocument({ statements }) },
    });
    if (namespace !== undefined) {
      new l1.CfnPodIdentityAssociation(stack, `Association-${name}`, {
        clusterName: cluster.clusterName, namespace, serviceAccount: name, roleArn: role.roleArn,
      });
    }
    return [name, role];
  }));
}

function apply(stack, cluster, ready, waves, values) {
  const begin = new CfnWaitConditionHandle(stack, 'Begin');
  begin.node.addDependency(...ready);
  let before = [begin];
  for (const { wave, objects } of waves) {
    const barrier = new CfnWaitConditionHandle(stack, `After-${wave}`);
    const waits = [];
    for (const { object } of objects) {
      const { kind, metadata: { name, namespace = '' } } = object;
      const manifest = new eks.KubernetesManifest(stack, `${kind}-${namespace}-${name}`, {
        cluster, manifest: [object], overwrite: true, prune: false,
      });
      manifest.node.addDependency(...before);
      waits.push(manifest);
      const wanted = values.find((value) => value.of === exports.idOf(object, object.metadata));
      if (wanted === undefined) continue;
      const value = new eks.KubernetesObjectValue(stack, `Ready-${kind}-${namespace}-${name}`, {
        cluster,
        objectType: wanted.type, objectName: wanted.name, objectNamespace: wanted.namespace, jsonPath: wanted.jsonPath,
      });
      value.node.addDependency(manifest);
      waits.push(value);
    }
    barrier.node.addDependency(...waits);
    before = [barrier];
  }
  new CfnOutput(stack, 'Endpoint', { value: cluster.clusterEndpoint });
}

function writeObjects(app, waves) {
  const charts = new Map();
  for (const { chart, object } of waves.flatMap(({ objects }) => objects)) {
    if (!charts.has(chart)) charts.set(chart, new Chart(app, chart));
    const { kind, metadata: { name, namespace = '' } } = object;
    new ApiObject(charts.get(chart), `${kind}-${namespace}-${name}`, object);
  }
}
