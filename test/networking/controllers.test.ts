import { Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ClusterChart, ClusterController, ClusterControllers, isAwaited, prerequisitesFor, Wave, waveOfObject,
} from '../../lib/core';
import {
  AutoscalerExpander, AwsIdentity, AwsLoadBalancerController, type AwsLoadBalancerControllerProps,
  type CertificateDelegation, ClusterAutoscaler, type ClusterAutoscalerProps, ExternalDns, ExternalDnsPolicy,
  type ExternalDnsProps, ExternalDnsSource, HostedZoneType, TlsCertificateDelegation,
} from '../../lib/networking';
import { Toleration } from '../../lib/pod';
import { codesOf, documentsOf, manifestsOf, problemsOf, quietly, raisedBy } from './program';

quietly();

const role = AwsIdentity.role('arn:aws-cn:iam::123456789012:role/knative/dns');
const pod = {
  nodeSelector: { role: 'system' }, tolerations: [Toleration.exists('system')],
  resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(100) } },
};

function chartOf(): Chart {
  return new Chart(Testing.app(), 'chart', { namespace: 'elsewhere' });
}

type Container = Readonly<Record<string, unknown>>;

/** What a Deployment of a controller runs. */
function containerOf(chart: Chart): Container {
  const deployment = manifestsOf(chart).find(({ kind }) => kind === 'Deployment');
  const { spec } = deployment?.spec.template as { readonly spec: { readonly containers: readonly [Container] } };
  return spec.containers[0];
}

const SECURE = {
  runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534,
  allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' },
};

const RBAC = 'rbac.authorization.k8s.io/v1';
const VALUES = 'prerequisites/aws-load-balancer-controller/values.yaml';

describe('Deployments of controllers', () => {
  const dns: ExternalDnsProps = { ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY };
  const autoscaler: ClusterAutoscalerProps = { clusterName: 'production', region: 'eu-central-1', kubernetesVersion: '1.34' };
  const imagePullSecrets = [{ name: 'registry' }];

  test.each([
    ['ExternalDNS', (chart: Chart) => new ExternalDns(chart, 'dns', dns), Wave.CONTROLLERS],
    ['the Cluster Autoscaler', (chart: Chart) => new ClusterAutoscaler(chart, 'autoscaler', autoscaler), Wave.CONTROLLERS],
    ['one whose image needs a password', (chart: Chart) => new ExternalDns(chart, 'dns', { ...dns, imagePullSecrets }), Wave.KNATIVE],
  ])('run before what they are there for: %s', (_, make, wave) => {
    const { apiObject } = make(chartOf()).deployment;

    expect(waveOfObject(apiObject)).toBe(wave);
    expect(isAwaited(wave)).toBe(true);
  });
});

describe('ExternalDNS', () => {
  const least: ExternalDnsProps = { ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY };

  test('comes with its namespace, account, rights and Deployment', () => {
    const chart = chartOf();

    const dns = new ExternalDns(chart, 'dns', least);

    const metadata = { name: 'external-dns', namespace: 'external-dns' };
    const labels = { 'app.kubernetes.io/name': 'external-dns' };
    const verbs = ['get', 'list', 'watch'];
    const asked = { httpGet: { path: '/healthz', port: 7979 } };
    expect(manifestsOf(chart)).toEqual([
      {
        apiVersion: 'v1', kind: 'Namespace',
        metadata: { name: 'external-dns', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      {
        apiVersion: RBAC, kind: 'ClusterRole', metadata: { name: 'external-dns' },
        rules: [
          { apiGroups: [''], resources: ['nodes', 'pods', 'services'], verbs },
          { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs },
        ],
      },
      {
        apiVersion: RBAC, kind: 'ClusterRoleBinding', metadata: { name: 'external-dns' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'external-dns' },
        subjects: [{ kind: 'ServiceAccount', ...metadata }],
      },
      {
        apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...metadata, labels },
        spec: {
          replicas: 1, selector: { matchLabels: labels }, strategy: { type: 'Recreate' },
          template: {
            metadata: { labels },
            spec: {
              serviceAccountName: 'external-dns', securityContext: { fsGroup: 65534 },
              containers: [{
                name: 'external-dns', image: 'registry.k8s.io/external-dns/external-dns:v0.22.0',
                args: [
                  '--provider=aws', '--source=service', '--policy=upsert-only', '--registry=txt', '--txt-owner-id=knative-test',
                  '--txt-wildcard-replacement=any',
                ],
                ports: [{ containerPort: 7979 }], livenessProbe: asked, readinessProbe: asked,
                resources: { requests: { memory: '64Mi' }, limits: { memory: '256Mi' } }, securityContext: SECURE,
              }],
            },
          },
        },
      },
    ]);
    expect(problemsOf(chart)).toBe('');
    expect(ClusterControllers.of(chart).has(ClusterController.EXTERNAL_DNS)).toBe(true);
    expect(dns.policy.Statement[0]?.Resource).toEqual(['arn:aws:route53:::hostedzone/*']);
  });

  test('writes every option', () => {
    const chart = chartOf();

    const dns = new ExternalDns(chart, 'dns', {
      ...least, ...pod, domainFilters: ['example.com'], hostedZoneIds: ['Z0123456789'], zoneType: HostedZoneType.PUBLIC,
      sources: Object.values(ExternalDnsSource), txtPrefix: 'own-', wildcardReplacement: 'star',
      annotationPrefix: 'external-dns.alpha.kubernetes.io/', interval: Duration.minutes(5), events: true,
      image: 'registry.example.com/external-dns:v0.22.1', identity: role, namespace: 'dns', priorityClassName: 'high',
      imagePullSecrets: [{ name: 'registry' }],
    });

    expect(containerOf(chart).args).toEqual([
      '--provider=aws', '--source=service', '--source=ingress', '--source=contour-httpproxy', '--source=gateway-httproute',
      '--domain-filter=example.com', '--zone-id-filter=Z0123456789', '--aws-zone-type=public', '--policy=upsert-only',
      '--registry=txt', '--txt-owner-id=knative-test', '--txt-prefix=own-', '--txt-wildcard-replacement=star',
      '--annotation-prefix=external-dns.alpha.kubernetes.io/', '--interval=300s', '--events',
    ]);
    expect(manifestsOf(chart).map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
      ['ServiceAccount', 'dns'], ['ClusterRole', undefined], ['ClusterRoleBinding', undefined], ['Deployment', 'dns'],
    ]);
    expect(dns.policy).toEqual({
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow',
        Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets', 'route53:ListTagsForResources'],
        Resource: ['arn:aws-cn:route53:::hostedzone/Z0123456789'],
      }, { Effect: 'Allow', Action: ['route53:ListHostedZones'], Resource: ['*'] }],
    });
    expect(dns.serviceAccount.apiObject.metadata.toJson()).toMatchObject({
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws-cn:iam::123456789012:role/knative/dns' },
    });
    expect(problemsOf(chart)).toBe('');
  });

  test.each<[string, string, Partial<Record<keyof ExternalDnsProps, unknown>>]>([
    ['no owner id', 'KN-NET-006', { ownerId: undefined }],
    ['an empty owner id', 'KN-NET-006', { ownerId: '' }],
    ['the owner id of everybody', 'KN-NET-006', { ownerId: 'default' }],
    ['an owner id with quotation marks', 'KN-NET-006', { ownerId: '"a"' }],
    ['no policy', 'KN-NET-006', { policy: undefined }],
    ['a policy that there is not', 'KN-NET-006', { policy: 'delete' }],
    ['a domain with an asterisk', 'KN-NET-007', { domainFilters: ['*.example.com'] }],
    ['no sources', 'KN-NET-007', { sources: [] }],
    ['a source that there is not', 'KN-POD-048', { sources: ['nodes'] }],
    ['a sort of zones that there is not', 'KN-POD-048', { zoneType: 'secret' }],
    ['a zone with its path', 'KN-NET-009', { hostedZoneIds: ['/hostedzone/Z1'] }],
    ['a prefix of records with spaces', 'KN-NET-007', { txtPrefix: 'my own' }],
    ['an asterisk in place of the asterisk', 'KN-NET-007', { wildcardReplacement: '*' }],
    ['a prefix of annotations without a slash', 'KN-NET-007', { annotationPrefix: 'external-dns.kubernetes.io' }],
    ['no time between two looks', 'KN-DUR-002', { interval: Duration.seconds(0) }],
    ['a time without a unit of cdk8s', 'KN-DUR-002', { interval: '1m' }],
    ['an image that is none', 'KN-POD-001', { image: 'https://registry.example.com/dns' }],
    ['a domain in place of a list', 'KN-TYP-001', { domainFilters: 'example.com' }],
    ['a zone in place of a list', 'KN-TYP-001', { hostedZoneIds: 'Z1' }],
    ['a source in place of a list', 'KN-TYP-001', { sources: 'service' }],
    ['a flag in place of a list', 'KN-TYP-001', { extraArgs: '--log-format=json' }],
    ['a text that is neither true nor false', 'KN-TYP-001', { events: 'yes' }],
    ['a flag that an option writes', 'KN-NET-007', { extraArgs: ['--registry=dynamodb'] }],
    ['a flag without dashes', 'KN-NET-007', { extraArgs: ['log-format=json'] }],
    ['a region that is none', 'KN-NET-009', { region: 'Frankfurt' }],
  ])('fails with %s', (_what, code, options) => {
    const chart = chartOf();

    new ExternalDns(chart, 'dns', { ...least, ...options } as ExternalDnsProps);

    expect(codesOf(chart)).toEqual([code]);
  });
});

describe('several ExternalDNS', () => {
  const least: ExternalDnsProps = { ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY };
  const { PUBLIC, PRIVATE } = HostedZoneType;

  test('have names, namespaces, rights and policies of their own', () => {
    const chart = chartOf();

    new ExternalDns(chart, 'public', { ...least, domainFilters: ['example.com'] });
    const other = new ExternalDns(chart, 'private', {
      ...least, ownerId: 'knative-private', name: 'dns-private', domainFilters: ['example.com'],
    });

    expect(problemsOf(chart)).toBe('');
    const seconds = manifestsOf(chart).slice(5);
    expect(seconds.map(({ kind, metadata: { name, namespace } }) => [kind, name, namespace])).toEqual([
      ['Namespace', 'dns-private', undefined], ['ServiceAccount', 'dns-private', 'dns-private'],
      ['ClusterRole', 'dns-private', undefined], ['ClusterRoleBinding', 'dns-private', undefined],
      ['Deployment', 'dns-private', 'dns-private'],
    ]);
    expect(seconds[4]?.spec.selector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'dns-private' } });
    expect(other.deployment.name).toBe('dns-private');
    expect(Object.keys(documentsOf(chart))).toEqual(['iam/dns-private.json', 'iam/external-dns.json']);
  });

  test.each<[string, Partial<ExternalDnsProps>, Partial<ExternalDnsProps>]>([
    ['other domains', { domainFilters: ['shop.example.com'] }, { domainFilters: ['audit.example.com', 'notshop.example.com'] }],
    ['other zones', { hostedZoneIds: ['Z1'] }, { hostedZoneIds: ['Z2'] }],
    ['another sort of zones', { zoneType: PUBLIC }, { zoneType: PRIVATE }],
  ])('may have one owner id for %s', (_what, one, other) => {
    const chart = chartOf();

    new ExternalDns(chart, 'one', { ...least, ...one });
    new ExternalDns(chart, 'other', { ...least, ...other, name: 'other' });

    expect(problemsOf(chart)).toBe('');
  });

  test.each<[string, Partial<ExternalDnsProps>, Partial<ExternalDnsProps>]>([
    ['all zones', {}, { zoneType: PUBLIC }],
    ['a domain below the other', { domainFilters: ['.example.com'] }, { domainFilters: ['shop.example.com'] }],
    ['one zone', { hostedZoneIds: ['Z1', 'Z2'] }, { hostedZoneIds: ['Z2'] }],
  ])('fail with one owner id for %s', (_what, one, other) => {
    const chart = chartOf();

    new ExternalDns(chart, 'one', { ...least, ...one });
    new ExternalDns(chart, 'other', { ...least, ...other, name: 'other' });

    expect(codesOf(chart)).toEqual(['KN-NET-006']);
  });

  test('fail with one owner id in clusters of one app', () => {
    const app = Testing.app();
    const [eu, us] = ['eu', 'us'].map((cluster) => new ClusterChart(app, cluster, { cluster }));

    for (const chart of [eu, us]) new ExternalDns(chart as ClusterChart, 'dns', least);

    expect(problemsOf(us as ClusterChart)).toMatch(/^[^]*KN-NET-006 `eu\/dns` has the owner id `knative-test`, too[^]*$/);
    expect(Object.keys(documentsOf(us as ClusterChart))).toEqual(['eu/iam/external-dns.json', 'us/iam/external-dns.json']);
  });

  test('fail with one name, and the name is what the fix is about', () => {
    const chart = chartOf();

    new ExternalDns(chart, 'one', least);
    new ExternalDns(chart, 'other', { ...least, ownerId: 'other', namespace: 'dns' });

    expect(codesOf(chart)).toEqual(['KN-NET-006']);
    expect(problemsOf(chart)).toContain("write `name: 'external-dns-2'`");
  });
});

test('ExternalDNS of China has the policy of China, and asks its endpoints', () => {
  const chart = chartOf();

  const dns = new ExternalDns(chart, 'dns', {
    ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY, region: 'cn-north-1', extraArgs: ['--log-format=json'],
  });

  expect(problemsOf(chart)).toBe('');
  expect(dns.policy.Statement[0]?.Resource).toEqual(['arn:aws-cn:route53:::hostedzone/*']);
  expect(containerOf(chart).env).toEqual([{ name: 'AWS_REGION', value: 'cn-north-1' }]);
  expect(containerOf(chart).args).toContain('--log-format=json');
  expect(JSON.parse(documentsOf(chart)['iam/external-dns.json'] ?? '')).toEqual(dns.policy);
});

describe('the AWS Load Balancer Controller', () => {
  test('is values of a chart, which makes its account, and a command', () => {
    const chart = chartOf();

    const controller = new AwsLoadBalancerController(chart, 'controller', { clusterName: 'knative' });

    expect(manifestsOf(chart)).toEqual([]);
    expect(controller.serviceAccount).toEqual({ name: 'aws-load-balancer-controller', namespace: 'kube-system' });
    expect(documentsOf(chart)).toEqual({ [VALUES]: [
      'clusterName: knative',
      'replicaCount: 2',
      'serviceAccount:',
      '  create: true',
      '  name: aws-load-balancer-controller',
      'enableServiceMutatorWebhook: false',
      'securityContext:',
      '  allowPrivilegeEscalation: false',
      '  capabilities:',
      '    drop:',
      '      - ALL',
      '  readOnlyRootFilesystem: true',
      '  runAsNonRoot: true',
      '  seccompProfile:',
      '    type: RuntimeDefault',
      '',
    ].join('\n') });
    expect(prerequisitesFor(chart)).toEqual([expect.objectContaining({
      id: 'aws-load-balancer-controller', wave: 'controllers', version: '3.5.0',
      commands: [
        'helm upgrade --install aws-load-balancer-controller aws-load-balancer-controller --repo https://aws.github.io/eks-charts '
        + '--version 3.5.0 --namespace kube-system --values prerequisites/aws-load-balancer-controller/values.yaml --wait',
      ],
    })]);
    expect(controller.policyUrl).toContain('/v3.5.0/docs/install/iam_policy.json');
    expect(ClusterControllers.of(chart).has(ClusterController.AWS_LOAD_BALANCER_CONTROLLER)).toBe(true);
  });

  test('writes every option', () => {
    const chart = chartOf();

    new AwsLoadBalancerController(chart, 'controller', {
      ...pod, clusterName: 'knative', region: 'eu-central-1', vpcId: 'vpc-0a1b2c3d4e5f67890', identity: role, replicas: 3,
      defaultForServices: true, chartVersion: '3.4.1',
    });

    expect(documentsOf(chart)).toEqual({ [VALUES]: [
      'clusterName: knative',
      'region: eu-central-1',
      'vpcId: vpc-0a1b2c3d4e5f67890',
      'replicaCount: 3',
      'serviceAccount:',
      '  create: true',
      '  name: aws-load-balancer-controller',
      '  annotations:',
      '    eks.amazonaws.com/role-arn: arn:aws-cn:iam::123456789012:role/knative/dns',
      'enableServiceMutatorWebhook: true',
      'securityContext:',
      '  allowPrivilegeEscalation: false',
      '  capabilities:',
      '    drop:',
      '      - ALL',
      '  readOnlyRootFilesystem: true',
      '  runAsNonRoot: true',
      '  seccompProfile:',
      '    type: RuntimeDefault',
      'nodeSelector:',
      '  role: system',
      'tolerations:',
      '  - key: system',
      '    operator: Exists',
      'resources:',
      '  requests:',
      '    cpu: 50m',
      '    memory: 100Mi',
      '',
    ].join('\n') });
    expect(prerequisitesFor(chart)[0]?.version).toBe('3.4.1');
    expect(problemsOf(chart)).toBe('');
  });

  test.each<[string, Partial<Record<keyof AwsLoadBalancerControllerProps, unknown>>]>([
    ['no name of the cluster', { clusterName: '' }],
    ['a region that is none', { region: 'Frankfurt' }],
    ['a VPC that is none', { vpcId: 'default' }],
    ['a chart with a letter in front', { chartVersion: 'v3.5.0' }],
    ['no pods', { replicas: 0 }],
    ['a chart whose controller nobody knows', { chartVersion: '1.13.4' }],
    ['a controller with a letter in front', { controllerVersion: 'v3.5.0' }],
  ])('fails with %s', (_what, options) => {
    const chart = chartOf();

    new AwsLoadBalancerController(chart, 'controller', { clusterName: 'knative', ...options } as AwsLoadBalancerControllerProps);

    expect(codesOf(chart)).toEqual(['KN-NET-009']);
  });
});

describe('the pods of the AWS Load Balancer Controller', () => {
  const least = { clusterName: 'knative' };

  test.each<[string, string, Partial<Record<keyof AwsLoadBalancerControllerProps, unknown>>]>([
    ['a label with a space', 'KN-NAM-004', { nodeSelector: { 'the role': 'system' } }],
    ['more asked for than allowed', 'KN-POD-036', { resources: { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } } }],
    ['a toleration that is none', 'KN-TYP-001', { tolerations: [7] }],
    ['a PriorityClass with a space', 'KN-POD-039', { priorityClassName: 'x y' }],
    ['a text for a switch', 'KN-TYP-001', { defaultForServices: 'no' }],
  ])('fail with %s', (_what, code, options) => {
    const chart = chartOf();

    new AwsLoadBalancerController(chart, 'controller', { ...least, ...options } as AwsLoadBalancerControllerProps);

    expect(codesOf(chart)).toEqual([code]);
  });

  test('have the class and the Secrets of the program', () => {
    const chart = chartOf();

    new AwsLoadBalancerController(chart, 'controller', { ...least, priorityClassName: 'high', imagePullSecrets: [{ name: 'registry' }] });

    expect(documentsOf(chart)[VALUES]).toContain('priorityClassName: high\nimagePullSecrets:\n  - name: registry\n');
  });

  test.each<[Partial<AwsLoadBalancerControllerProps>, string]>([
    [{}, 'v3.5.0/docs/install/iam_policy.json'],
    [{ chartVersion: '1.4.9', controllerVersion: '2.4.7' }, 'v2.4.7/docs/install/iam_policy.json'],
    [{ region: 'cn-north-1' }, 'v3.5.0/docs/install/iam_policy_cn.json'],
    [{ identity: role }, 'v3.5.0/docs/install/iam_policy_cn.json'],
    [{ region: 'us-gov-west-1' }, 'v3.5.0/docs/install/iam_policy_us-gov.json'],
  ])('%j have the policy of their version and their part of AWS', (options, address) => {
    expect(new AwsLoadBalancerController(chartOf(), 'controller', { ...least, ...options }).policyUrl.endsWith(address)).toBe(true);
  });
});

describe('the Cluster Autoscaler', () => {
  const least: ClusterAutoscalerProps = { clusterName: 'knative', region: 'eu-central-1', kubernetesVersion: '1.35' };

  test('comes with its account, rights and Deployment', () => {
    const chart = chartOf();

    const autoscaler = new ClusterAutoscaler(chart, 'autoscaler', least);

    expect(containerOf(chart)).toEqual({
      name: 'cluster-autoscaler', image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.1',
      command: [
        './cluster-autoscaler', '--cloud-provider=aws',
        '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/knative',
        '--expander=least-waste', '--balance-similar-node-groups=true', '--skip-nodes-with-local-storage=false',
        '--skip-nodes-with-system-pods=true',
      ],
      env: [{ name: 'AWS_REGION', value: 'eu-central-1' }],
      ports: [{ containerPort: 8085 }],
      livenessProbe: { httpGet: { path: '/health-check', port: 8085 } },
      resources: { requests: { memory: '600Mi' }, limits: { memory: '600Mi' } },
      securityContext: SECURE,
    });
    expect(manifestsOf(chart).map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
      ['ServiceAccount', 'kube-system'], ['ClusterRole', undefined], ['ClusterRoleBinding', undefined],
      ['Role', 'kube-system'], ['RoleBinding', 'kube-system'], ['Deployment', 'kube-system'],
    ]);
    expect(autoscaler.policy.Statement.slice(1)).toEqual([
      { Effect: 'Allow', Action: ['eks:DescribeNodegroup'], Resource: ['arn:aws:eks:eu-central-1:*:nodegroup/knative/*'] },
      {
        Effect: 'Allow', Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        Resource: ['*'], Condition: { StringEquals: { 'aws:ResourceTag/k8s.io/cluster-autoscaler/knative': ['owned'] } },
      },
    ]);
    expect(problemsOf(chart)).toBe('');
  });

  test('writes every option', () => {
    const chart = chartOf();

    new ClusterAutoscaler(chart, 'autoscaler', {
      ...least, ...pod, image: 'registry.example.com/cluster-autoscaler:v1.37.0', kubernetesVersion: '1.37', identity: role,
      expander: AutoscalerExpander.PRIORITY, balanceSimilarNodeGroups: false, keepNodesWithLocalStorage: true,
      keepNodesWithSystemPods: false, scaleDownUtilization: 0.65, scaleDownUnneededTime: Duration.minutes(5),
      scaleDownDelayAfterAdd: Duration.minutes(15),
    });

    expect(containerOf(chart)).toMatchObject({ image: 'registry.example.com/cluster-autoscaler:v1.37.0' });
    expect(containerOf(chart).command).toEqual(expect.arrayContaining([
      '--expander=priority', '--balance-similar-node-groups=false', '--skip-nodes-with-local-storage=true',
      '--skip-nodes-with-system-pods=false', '--scale-down-utilization-threshold=0.65', '--scale-down-unneeded-time=300s',
      '--scale-down-delay-after-add=900s',
    ]));
    expect(problemsOf(chart)).toBe('');
  });

  test.each<[string, string, Partial<Record<keyof ClusterAutoscalerProps, unknown>>]>([
    ['a version that no image is known for', 'KN-NET-010', { kubernetesVersion: '1.20' }],
    ['no version', 'KN-NET-010', { kubernetesVersion: undefined }],
    ['more than all of a node', 'KN-NET-010', { scaleDownUtilization: 50 }],
    ['an expander that there is not', 'KN-POD-048', { expander: 'cheapest' }],
    ['a time that is a number', 'KN-DUR-002', { scaleDownUnneededTime: 5 }],
    ['no region', 'KN-NET-009', { region: undefined }],
    ['a name with spaces', 'KN-NET-009', { clusterName: 'my cluster' }],
    ['a toleration that is none', 'KN-TYP-001', { tolerations: [7] }],
    ['a text for a switch', 'KN-TYP-001', { balanceSimilarNodeGroups: 'yes' }],
    ['a flag that an option writes', 'KN-NET-010', { extraArgs: ['--expander=random'] }],
  ])('fails with %s', (_what, code, options) => {
    const chart = chartOf();

    new ClusterAutoscaler(chart, 'autoscaler', { ...least, ...options } as ClusterAutoscalerProps);

    expect(codesOf(chart)).toEqual([code]);
  });
});

test('the Cluster Autoscaler of China has the policy of China, further flags, and a Deployment to patch', () => {
  const chart = chartOf();

  const autoscaler = new ClusterAutoscaler(chart, 'autoscaler', {
    clusterName: 'knative', region: 'cn-north-1', kubernetesVersion: '1.35', extraArgs: ['--scan-interval=30s'],
  });
  autoscaler.deployment.apiObject.addJsonPatch(JsonPatch.add('/spec/replicas', 2));

  expect(problemsOf(chart)).toBe('');
  expect(autoscaler.policy.Statement[1]?.Resource).toEqual(['arn:aws-cn:eks:cn-north-1:*:nodegroup/knative/*']);
  expect(JSON.parse(documentsOf(chart)['iam/cluster-autoscaler.json'] ?? '')).toEqual(autoscaler.policy);
  expect(containerOf(chart).command).toContain('--scan-interval=30s');
  expect(manifestsOf(chart).find(({ kind }) => kind === 'Deployment')?.spec.replicas).toBe(2);
});

test('a second Cluster Autoscaler fails once', () => {
  const chart = chartOf();

  for (const id of ['one', 'two']) {
    new ClusterAutoscaler(chart, id, { clusterName: 'knative', region: 'eu-central-1', kubernetesVersion: '1.35' });
  }

  expect(codesOf(chart)).toEqual(['KN-NAM-002']);
});

test.each(['', 'external-dns', 'arn:aws:iam::1:role/a', 'arn:aws:iam::123456789012:user/a'])('fails with %j for a role', (arn) => {
  expect(raisedBy(() => AwsIdentity.role(arn))).toBe('KN-NET-008');
});

describe('a TLSCertificateDelegation', () => {
  test('lets all namespaces use a Secret', () => {
    const chart = chartOf();

    new TlsCertificateDelegation(chart, 'wildcard', { delegations: [{ secretName: 'wildcard', targetNamespaces: ['*', 'shop'] }] });

    expect(manifestsOf(chart)[0]?.spec).toEqual({ delegations: [{ secretName: 'wildcard', targetNamespaces: ['*', 'shop'] }] });
  });

  test.each([
    ['no Secret', 'KN-NET-004', []],
    ['nobody who may use it', 'KN-NET-004', [{ secretName: 'a', targetNamespaces: [] }]],
    ['nothing said of who may use it', 'KN-NET-004', [{ secretName: 'a' } as CertificateDelegation]],
    ['a Secret whose name is none', 'KN-POD-039', [{ secretName: 'A', targetNamespaces: ['*'] }]],
    ['a namespace whose name is none', 'KN-NAM-006', [{ secretName: 'a', targetNamespaces: ['a.b'] }]],
  ] as const)('fails with %s', (_what, code, delegations) => {
    const chart = chartOf();

    new TlsCertificateDelegation(chart, 'wildcard', { delegations });

    expect(codesOf(chart)).toEqual([code]);
  });
});
