import { Testing } from 'cdk8s';
import fc from 'fast-check';
import {
  AcmeEnvironment, AcmeSolver, AwsIdentity, ClusterAutoscaler, ClusterChart, ClusterSpec, CnameStrategy, ExternalDns,
  ExternalDnsPolicy, type IdentityPlace, LetsEncryptIssuer, Route53, WellKnownPolicy, WorkloadIdentity,
  type WorkloadIdentityProps,
} from '../../lib';
import { thrownBy } from './refusals';

const PLACE: IdentityPlace = { clusterName: 'my-knative-cluster', region: 'us-east-1', partition: 'aws' };
const ZONE = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const OWN: WorkloadIdentityProps = { name: 'orders', namespace: 'shop', serviceAccount: 'orders', managedPolicies: ['AmazonS3ReadOnlyAccess'] };
const own = (props: Partial<WorkloadIdentityProps>) => () => WorkloadIdentity.of({ ...OWN, ...props });
const statement = { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['*'] };

function chart(): ClusterChart {
  return new ClusterChart(Testing.app(), 'chart');
}

describe('rights of workload identities', () => {
  test('are those of the Cluster Autoscaler that the program describes', () => {
    const spec = new ClusterSpec({ name: PLACE.clusterName, region: PLACE.region, zones: ['us-east-1d', 'us-east-1f'] });
    const autoscaler = new ClusterAutoscaler(chart(), 'autoscaler', { ...spec.facts });

    expect(WorkloadIdentity.clusterAutoscaler().policy(PLACE)).toEqual(autoscaler.policy);
    expect(WorkloadIdentity.clusterAutoscaler()).toMatchObject(autoscalerAccount(autoscaler));
  });

  test('are those of ExternalDNS that the program describes', () => {
    const dns = new ExternalDns(chart(), 'dns', {
      ownerId: 'mine', policy: ExternalDnsPolicy.SYNC, hostedZoneIds: [ZONE.hostedZoneId], domainFilters: ['example.com'],
      identity: AwsIdentity.ambient(),
    });

    expect(WorkloadIdentity.externalDns({ hostedZones: [ZONE] }).policy(PLACE)).toEqual(dns.policy);
  });

  test.each([
    [{}, {}], [{ cnameStrategy: CnameStrategy.FOLLOW }, { followsCname: true }],
  ])('are those of an issuer that names its zone: %j', (dns01, reach) => {
    const issuer = new LetsEncryptIssuer(chart(), 'issuer', {
      email: 'jane@example.org',
      environment: AcmeEnvironment.STAGING,
      solvers: [AcmeSolver.dns01(Route53.ambient({ hostedZoneId: ZONE.hostedZoneId, region: 'us-east-1' }), dns01)],
    });
    const [grant] = issuer.iamGrants;

    expect(WorkloadIdentity.certManager({ hostedZones: [ZONE], ...reach }).policy(PLACE)).toEqual(grant?.policy);
  });

  test('let cert-manager look zones up where an issuer names none', () => {
    const policy = WorkloadIdentity.certManager({ hostedZones: [ZONE], findsZones: true }).policy(PLACE);

    expect(policy?.Statement.flatMap(({ Action }) => Action)).toEqual(['route53:GetChange', 'route53:ChangeResourceRecordSets', 'route53:ListHostedZonesByName']);
  });

  test('never reach beyond the zones that are named', () => {
    const id = fc.stringMatching(/^Z[A-Z0-9]{5,20}$/);
    fc.assert(fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 4 }), fc.constantFrom('aws', 'aws-cn'), (ids, partition) => {
      const hostedZones = ids.map((hostedZoneId) => ({ hostedZoneId, zoneName: 'example.com' }));
      const policies = [WorkloadIdentity.externalDns({ hostedZones }), WorkloadIdentity.certManager({ hostedZones })];
      for (const { Statement = [] } of policies.flatMap((identity) => identity.policy({ ...PLACE, partition }) ?? [])) {
        const changes = Statement.filter(({ Action }) => Action.includes('route53:ChangeResourceRecordSets'));
        expect(changes.flatMap(({ Resource }) => Resource)).toEqual(ids.map((each) => `arn:${partition}:route53:::hostedzone/${each}`));
      }
    }));
  });

  test('are managed policies of AWS where those are the least there is', () => {
    const cn = { ...PLACE, partition: 'aws-cn' };

    expect(WorkloadIdentity.ebsCsiDriver().managedPolicyArns(PLACE)).toEqual(['arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy']);
    expect(WorkloadIdentity.vpcCni().managedPolicyArns(cn)).toEqual(['arn:aws-cn:iam::aws:policy/AmazonEKS_CNI_Policy']);
    expect(WorkloadIdentity.cloudWatch().managedPolicyArns(cn)).toEqual(['arn:aws-cn:iam::aws:policy/CloudWatchAgentServerPolicy']);
    expect(own({ managedPolicies: ['arn:aws:iam::123456789012:policy/mine'] })().managedPolicyArns(PLACE))
      .toEqual(['arn:aws:iam::123456789012:policy/mine']);
    expect(WorkloadIdentity.awsLoadBalancerController())
      .toMatchObject({ managedPolicies: [], wellKnown: WellKnownPolicy.AWS_LOAD_BALANCER_CONTROLLER });
    expect(WorkloadIdentity.awsLoadBalancerController().policy(PLACE)).toBeUndefined();
  });
});

describe('workload identities', () => {
  test('have the form of older manifests where the program asks for it', () => {
    expect(WorkloadIdentity.clusterAutoscaler({
      roleName: 'eksctl-knative-cluster-autoscaler-role', labels: { 'aws-usage': 'cluster-ops' }, wellKnownPolicy: true,
    })).toMatchObject({
      namespace: 'kube-system', serviceAccount: 'cluster-autoscaler', roleOnly: true, prefersWellKnown: true,
      roleName: 'eksctl-knative-cluster-autoscaler-role', labels: { 'aws-usage': 'cluster-ops' }, wellKnown: 'autoScaler',
    });
  });

  test('can be for another account than the usual one', () => {
    expect(WorkloadIdentity.externalDns({ hostedZones: [ZONE], namespace: 'dns', serviceAccount: 'writer' }))
      .toMatchObject({ name: 'external-dns', namespace: 'dns', serviceAccount: 'writer' });
  });

  test('keep their policy when the program changes it', () => {
    const Action = ['sqs:SendMessage'];
    const identity = own({ policy: { Version: '2012-10-17', Statement: [{ ...statement, Action }] } })();
    Action.push('sqs:*');

    expect(identity.policy(PLACE)?.Statement[0]?.Action).toEqual(['sqs:SendMessage']);
  });

  test.each<[string, () => unknown, string]>([
    ['a name', own({ name: 'Orders' }), 'KN-CLU-030 `Orders` is no name for a workload identity'],
    ['a namespace', own({ namespace: 'a.b' }), 'KN-CLU-030 `a.b` is no name for a Namespace'],
    ['an account', own({ serviceAccount: 'A' }), 'KN-CLU-030 `A` is no name for a ServiceAccount'],
    ['a role', own({ roleName: 'my role' }), 'KN-CLU-031 `my role` is no name of a role'],
    ['a long role', own({ roleName: 'r'.repeat(65) }), `KN-CLU-031 \`${'r'.repeat(65)}\` is no name of a role`],
    ['a boundary', own({ permissionsBoundary: 'boundary' }), 'KN-CLU-032 `boundary` is no ARN of a policy'],
    ['a policy', own({ managedPolicies: ['arn:aws:iam::1:policy/x'] }), 'KN-CLU-032 `arn:aws:iam::1:policy/x` is no policy'],
    ['a policy by name', own({ managedPolicies: ['two words'] }), 'KN-CLU-032 `two words` is no policy'],
    ['no list', own({ managedPolicies: 'AmazonS3ReadOnlyAccess' as unknown as string[] }),
      'KN-TYP-001 `managedPolicies` is no list: `AmazonS3ReadOnlyAccess`'],
    ['many policies', own({ managedPolicies: Array.from({ length: 21 }, (_, index) => `P${index}`) }),
      'KN-CLU-034 the workload identity `orders` has 21 managed policies'],
    ['tags', own({ tags: { 'aws:x': 'y' } }), 'KN-CLU-015 `aws:x` is a tag that AWS or eksctl sets'],
    ['labels', own({ labels: { a: 'b c' } }), 'KN-NAM-004 `b c` is no value for the label `a`'],
    ['no rights', own({ managedPolicies: undefined }), 'KN-CLU-034 the workload identity `orders` has no rights'],
    ['an empty list', own({ managedPolicies: [] }), 'KN-CLU-034 the workload identity `orders` has no rights'],
    ['no statements', own({ policy: { Version: '2012-10-17', Statement: [] } }), 'KN-CLU-034 the workload identity `orders` has a policy without statements'],
    ['another version', own({ policy: { Version: '2008-10-17', Statement: [statement] } }),
      'KN-CLU-034 the workload identity `orders` has a policy of the version `2008-10-17`'],
    ['no action', own({ policy: { Version: '2012-10-17', Statement: [{ ...statement, Action: [] }] } }),
      'KN-CLU-034 the workload identity `orders` has a policy in which `Statement[0].Action` is `[]`'],
    ['no statement', own({ policy: { Version: '2012-10-17', Statement: [undefined as unknown as typeof statement] } }),
      'KN-CLU-034 the workload identity `orders` has a policy in which `Statement[0].Effect` is `undefined`'],
    ['an effect in small letters', own({ policy: { Version: '2012-10-17', Statement: [statement, { ...statement, Effect: 'allow' }] } }),
      'KN-CLU-034 the workload identity `orders` has a policy in which `Statement[1].Effect` is `allow`'],
    ['a call without its service', own({ policy: { Version: '2012-10-17', Statement: [{ ...statement, Action: ['s3GetObject'] }] } }),
      'KN-CLU-034 the workload identity `orders` has a policy in which `Statement[0].Action[0]` is `s3GetObject`'],
    ['a resource that is no ARN', own({ policy: { Version: '2012-10-17', Statement: [{ ...statement, Resource: ['orders/*'] }] } }),
      'KN-CLU-034 the workload identity `orders` has a policy in which `Statement[0].Resource[0]` is `orders/*`'],
    ['no id of a zone', () => WorkloadIdentity.externalDns({ hostedZones: [{ zoneName: 'example.com' } as typeof ZONE] }),
      'KN-CLU-033 `` is no id of a hosted zone'],
    ['a long policy', own({ policy: { Version: '2012-10-17', Statement: [{ ...statement, Resource: [`arn:aws:s3:::${'r'.repeat(10_300)}`] }] } }),
      'KN-CLU-034 the workload identity `orders` has a policy of 10415 characters'],
    ['no policy of eksctl', () => WorkloadIdentity.cloudWatch({ wellKnownPolicy: true }),
      'KN-CLU-034 the workload identity `cloudwatch` has no policy that eksctl knows by a name'],
    ['no zone', () => WorkloadIdentity.externalDns({ hostedZones: [] }),
      'KN-CLU-033 no hosted zone is named, so that records of all zones of the account could be written'],
    ['no zones at all', () => WorkloadIdentity.certManager({} as { hostedZones: [] }),
      'KN-CLU-033 no hosted zone is named, so that records of all zones of the account could be written'],
    ['a path for a zone', () => WorkloadIdentity.certManager({ hostedZones: [{ ...ZONE, hostedZoneId: '/hostedzone/Z1' }] }),
      'KN-CLU-033 `/hostedzone/Z1` is no id of a hosted zone'],
    ['a domain', () => WorkloadIdentity.certManager({ hostedZones: [{ ...ZONE, zoneName: '*.example.com' }] }),
      'KN-CLU-033 `*.example.com` is no domain of a hosted zone'],
    ['a zone twice', () => WorkloadIdentity.externalDns({ hostedZones: [ZONE, ZONE] }),
      'KN-CLU-033 the hosted zone `Z0123456789ABCDEFGHIJ` is there twice'],
    ['a switch', () => WorkloadIdentity.certManager({ hostedZones: [ZONE], findsZones: 'yes' as unknown as boolean }),
      'KN-TYP-001 `findsZones` `yes` is neither true nor false'],
  ])('fails for %s that there cannot be', (_what, make, problem) => {
    expect(thrownBy(make)).toBe(problem);
  });

  test('take what only the deployment knows for a zone and a policy', () => {
    const zone = { hostedZoneId: '${Token[TOKEN.12]}', zoneName: '${Token[TOKEN.13]}' };

    expect(WorkloadIdentity.externalDns({ hostedZones: [zone] }).policy(PLACE)?.Statement[0]?.Resource)
      .toEqual(['arn:aws:route53:::hostedzone/${Token[TOKEN.12]}']);
    expect(thrownBy(own({ managedPolicies: ['${Token[TOKEN.14]}'], permissionsBoundary: '${Token[TOKEN.15]}' }))).toBe('');
    expect(thrownBy(own({ serviceAccount: '${Token[TOKEN.16]}' }))).toBe('KN-CLU-009 `serviceAccount` is known to the deployment only');
  });
});

/** The account of a construct, as an identity names it. */
function autoscalerAccount({ serviceAccount }: ClusterAutoscaler): { namespace?: string; serviceAccount: string } {
  const { namespace, name } = serviceAccount.apiObject.metadata;
  return { namespace, serviceAccount: name ?? '' };
}
