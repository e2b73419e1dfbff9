import { ApiObject, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AwsIdentity, ClusterAutoscaler, type ClusterAutoscalerProps, DnsRecords, ExternalDns,
  ExternalDnsPolicy, type ExternalDnsProps, ExternalTrafficPolicy, Ingress, KnativePlatform, LoadBalancer,
  LoadBalancerScheme, TlsCertificateDelegation, Toleration,
} from '../../lib';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

const LABELS = { app: 'external-dns' };
const CONTAINER = { name: 'external-dns', image: 'registry.k8s.io/external-dns/external-dns:v0.22.0' };
const deployment = byHand('apps/v1', 'Deployment', 'external-dns', {});
const serving = byHand('operator.knative.dev/v1beta1', 'KnativeServing', 'knative-serving', {});
const delegation = byHand('projectcontour.io/v1', 'TLSCertificateDelegation', 'wildcard', {
  delegations: [{ secretName: 'wildcard', targetNamespaces: ['*'] }],
});

function dnsRow(mistake: string, refused: VerdictRow['refused'], props: object, pod: Fields, verdict: Verdict): VerdictRow {
  return {
    kind: 'Deployment', mistake: `ExternalDNS with ${mistake}`, refused, ...verdict,
    program: (chart) => {
      const right: ExternalDnsProps = { ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY };
      new ExternalDns(chart, 'dns', { ...right, ...props });
    },
    manifest: deployment({
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: { containers: [CONTAINER], ...pod } },
    }),
  };
}

/** What stands in the arguments of a program is up to the program. */
function argsRow(mistake: string, refused: VerdictRow['refused'], props: object, arg: string, stricter: string): VerdictRow {
  return dnsRow(mistake, refused, props, { containers: [{ ...CONTAINER, args: [arg] }] }, { stricter });
}

function autoscalerRow(mistake: string, refused: VerdictRow['refused'], props: object, command: string, stricter: string): VerdictRow {
  const right: ClusterAutoscalerProps = { clusterName: 'knative', region: 'eu-central-1', kubernetesVersion: '1.35' };
  return {
    kind: 'Deployment', mistake: `the Cluster Autoscaler with ${mistake}`, refused, stricter,
    program: (chart) => { new ClusterAutoscaler(chart, 'autoscaler', { ...right, ...props }); },
    manifest: deployment({
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: { containers: [{ ...CONTAINER, command: ['./cluster-autoscaler', command] }] } },
    }),
  };
}

/** Annotations and settings of a layer, which the API server does not read. */
function layerRow(mistake: string, refused: VerdictRow['refused'], ingress: () => Ingress, spec: Fields, stricter: string): VerdictRow {
  return {
    kind: 'KnativeServing', mistake, refused, stricter, manifest: serving(spec),
    program: (chart) => { new KnativePlatform(chart, 'platform', { domain: 'knative.example.com', ingress: ingress() }); },
  };
}

function kourier(annotations: Fields): Fields {
  return { ingress: { kourier: { enabled: true } }, services: [{ name: 'kourier', annotations }] };
}

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const { INTERNET_FACING } = LoadBalancerScheme;

export const rows: readonly VerdictRow[] = [
  dnsRow('a label of nodes that has a space', 'KN-NAM-004', { nodeSelector: { role: 'the system' } },
    { nodeSelector: { role: 'the system' } }, { words: 'nodeSelector' }),
  dnsRow('a PriorityClass whose name has capitals', 'KN-POD-039', { priorityClassName: 'High' }, { priorityClassName: 'High' },
    { words: 'priorityClassName' }),
  dnsRow('more memory asked for than allowed', 'KN-POD-036',
    { resources: { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(32) } } },
    { containers: [{ ...CONTAINER, resources: { requests: { memory: '64Mi' }, limits: { memory: '32Mi' } } }] },
    { words: 'must be less than or equal to memory limit' }),
  dnsRow('processors below zero', 'KN-POD-035', { resources: { cpu: { request: Cpu.millis(-1) } } },
    { containers: [{ ...CONTAINER, resources: { requests: { cpu: '-1m' } } }] }, { words: 'must be greater than or equal to 0' }),
  dnsRow('a resource that there is not', 'KN-POD-037', { resources: { extended: { gpu: '1' } } },
    { containers: [{ ...CONTAINER, resources: { limits: { gpu: '1' } } }] }, { words: 'must be a standard resource' }),
  dnsRow('no image', 'KN-POD-001', { image: '' }, { containers: [{ name: 'external-dns', image: '' }] }, { words: 'image: Required value' }),
  {
    ...dnsRow('a toleration for a key with a space', 'KN-NAM-004', {}, { tolerations: [{ key: 'the system', operator: 'Exists' }] },
      { words: 'tolerations' }),
    program: () => { Toleration.exists('the system'); },
  },
  argsRow('the owner id of everybody', 'KN-NET-006', { ownerId: 'default' }, '--txt-owner-id=default',
    'two clusters that share a zone delete each other\'s records'),
  argsRow('no policy', 'KN-NET-006', { policy: undefined }, '--registry=txt', 'the program of 0.22 ends at once'),
  argsRow('a domain with an asterisk', 'KN-NET-007', { domainFilters: ['*.example.com'] }, '--domain-filter=*.example.com',
    'no zone and no name ends so, and nothing is done'),
  argsRow('a zone with its path', 'KN-NET-009', { hostedZoneIds: ['/hostedzone/Z1'] }, '--zone-id-filter=/hostedzone/Z1',
    'the policy for its role would name a zone that there is not'),
  argsRow('no time between two looks', 'KN-DUR-002', { interval: Duration.millis(0) }, '--interval=0s',
    'it asks the API of AWS without end, which answers less and less'),
  autoscalerRow('a version that is none of its own', 'KN-NET-010', { kubernetesVersion: '1.20' }, '--cloud-provider=aws',
    'it reckons with another scheduler than the one of the cluster'),
  autoscalerRow('a name that no cluster has', 'KN-NET-009', { clusterName: 'my cluster' },
    '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/my cluster', 'no group has such a tag, and none grows'),
  {
    kind: 'ServiceAccount', mistake: 'a role by its name', refused: 'KN-NET-008', stricter: 'pods of the account get no credentials',
    program: (chart) => {
      new ExternalDns(chart, 'dns', {
        ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY, identity: AwsIdentity.role('load-balancers'),
      });
    },
    manifest: (chart) => {
      new ApiObject(chart, 'by-hand', {
        apiVersion: 'v1', kind: 'ServiceAccount',
        metadata: { name: 'load-balancers', annotations: { 'eks.amazonaws.com/role-arn': 'load-balancers' } },
      });
    },
  },

  layerRow('annotations that no controller reads', 'KN-NET-001',
    () => Ingress.kourier({ loadBalancer: LoadBalancer.awsLoadBalancerController({ scheme: INTERNET_FACING }) }),
    kourier({ [`${AWS}type`]: 'external', [`${AWS}nlb-target-type`]: 'ip', [`${AWS}scheme`]: 'internet-facing' }),
    'no load balancer is ever made: the controller of Kubernetes itself leaves such a Service alone'),
  layerRow('networks that do not count', 'KN-NET-002',
    () => Ingress.kourier({ loadBalancer: LoadBalancer.awsLoadBalancerController({
      scheme: INTERNET_FACING, sourceRanges: ['203.0.113.0/24'],
    }) }),
    kourier({
      [`${AWS}type`]: 'external', [`${AWS}nlb-target-type`]: 'ip',
      'service.beta.kubernetes.io/load-balancer-source-ranges': '203.0.113.0/24',
    }),
    'requests come from everywhere'),
  layerRow('a policy for traffic that the operator cannot set', 'KN-NET-003',
    () => Ingress.kourier({
      loadBalancer: LoadBalancer.classic({ externalTrafficPolicy: ExternalTrafficPolicy.LOCAL }),
    }),
    kourier({ 'example.com/external-traffic-policy': 'Local' }), 'no field of the operator has it, and nobody reads an annotation'),
  layerRow('a CORS policy of Contour without methods', 'KN-NET-004',
    () => Ingress.contour({ corsPolicy: { allowOrigin: ['*'], allowMethods: [] } }),
    { ingress: { contour: { enabled: true } }, config: { contour: { 'cors-policy': 'allowOrigin: ["*"]\nallowMethods: []\n' } } },
    'net-contour gives the whole ConfigMap up'),
  {
    ...layerRow('records without a domain', 'KN-NET-005', () => Ingress.kourier(), kourier({ 'external-dns.kubernetes.io/hostname': '' }),
      'no record is made'),
    program: (chart) => { new KnativePlatform(chart, 'platform', { ingress: Ingress.kourier(), dns: DnsRecords.document() }); },
  },

  ...metadataRows({
    kind: 'TLSCertificateDelegation', manifest: (metadata) => delegation({}, metadata),
    program: (chart, metadata) => {
      new TlsCertificateDelegation(chart, 'wildcard', { metadata, delegations: [{ secretName: 'wildcard', targetNamespaces: ['*'] }] });
    },
  }),
  {
    kind: 'TLSCertificateDelegation', mistake: 'nobody who may use the Secret', refused: 'KN-NET-004',
    stricter: 'Contour leaves such a delegation out',
    program: (chart) => {
      new TlsCertificateDelegation(chart, 'wildcard', { delegations: [{ secretName: 'wildcard', targetNamespaces: [] }] });
    },
    manifest: delegation({ delegations: [{ secretName: 'wildcard', targetNamespaces: [] }] }),
  },
];
