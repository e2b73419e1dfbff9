import type { ApiObjectMetadata } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  Broker, ClusterDomainClaim, DomainMapping, type DomainMappingOptions, DomainMappingTarget, HttpProtocol,
  KnativeService,
} from '../../lib';
import { byHand, type Fields, REFERENCE } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'DomainMapping';
const DOMAIN = 'shop.example.com';
const mapping = byHand('serving.knative.dev/v1beta1', kind, DOMAIN, { ref: REFERENCE });
const claim = byHand('networking.internal.knative.dev/v1alpha1', 'ClusterDomainClaim', 'claimed.example.com', {});

function make(chart: Construct, options: Partial<DomainMappingOptions>): void {
  KnativeService.fromServiceName(chart, 'orders', 'orders')
    .mapDomain('www', { domain: DOMAIN, createClaim: false, ...options });
}

interface Name extends Pick<VerdictRow, 'mistake' | 'refused' | 'words' | 'stricter'> {
  readonly domain: string;
}

const NO_DOMAIN = 'a lowercase RFC 1123 subdomain must consist of';
const NAMES: readonly Name[] = [
  {
    mistake: 'a domain of one label', refused: 'KN-DOM-001', domain: 'localhost',
    words: 'should be a domain with at least two segments separated by dots',
  },
  { mistake: 'a domain in capitals', refused: 'KN-DOM-001', domain: 'Shop.example.com', words: NO_DOMAIN },
  { mistake: 'a domain with a dot at its end', refused: 'KN-DOM-001', domain: 'shop.example.com.', words: NO_DOMAIN },
  { mistake: 'a star', refused: 'KN-DOM-001', domain: '*.example.com', words: NO_DOMAIN },
  { mistake: 'a domain with an underscore', refused: 'KN-DOM-001', domain: 'shop_1.example.com', words: NO_DOMAIN },
  {
    mistake: 'a label of 64 characters', refused: 'KN-DOM-001', domain: `${'a'.repeat(64)}.example.com`,
    words: 'must be no more than 63',
  },
  {
    mistake: 'a domain of the cluster', refused: 'KN-DOM-002', domain: 'orders.shop.svc.cluster.local',
    words: 'must not be a subdomain of cluster local domain "cluster.local"',
  },
  {
    mistake: 'a domain right below that of the cluster', refused: 'KN-DOM-002', domain: 'shop.cluster.local',
    words: 'must not be a subdomain of cluster local domain "cluster.local"',
  },
];

interface Spec extends Pick<VerdictRow, 'mistake' | 'refused' | 'words' | 'stricter'> {
  readonly options: Partial<DomainMappingOptions>;
  readonly spec?: Fields;
  readonly metadata?: ApiObjectMetadata;
}

const NO_EFFECT = 'Knative does not look at it there';
const annotated = (key: string, value: string) => ({ metadata: { annotations: { [key]: value } } });
const SPECS: readonly Spec[] = [
  {
    mistake: 'another name than the domain', refused: 'KN-DOM-006', options: { metadata: { name: 'other.example.com' } },
    metadata: { name: 'other.example.com' }, stricter: 'the name is the domain, and one of the two is never served',
  },
  {
    mistake: 'a Secret without a name', refused: 'KN-POD-039', options: { tlsSecret: { name: '' } },
    spec: { tls: { secretName: '' } }, stricter: 'the domain is served with a certificate that does not fit',
  },
  {
    mistake: 'a Secret that cannot exist', refused: 'KN-POD-039', options: { tlsSecret: { name: 'Shop Cert' } },
    spec: { tls: { secretName: 'Shop Cert' } }, stricter: 'the domain is served with a certificate that does not fit',
  },
  {
    mistake: 'a Secret of another namespace', refused: 'KN-DOM-007', options: { tlsSecret: { name: 'cert', namespace: 'other' } },
    spec: { tls: { secretName: 'cert' } }, stricter: 'Knative looks for it in the namespace of the mapping',
  },
  {
    mistake: 'a certificate, and a word about that of the cluster', refused: 'KN-DOM-008',
    options: { tlsSecret: { name: 'cert' }, disableExternalDomainTls: true }, spec: { tls: { secretName: 'cert' } },
    ...annotated('networking.knative.dev/disable-external-domain-tls', 'true'),
    stricter: 'Knative takes the certificate and does not read the annotation',
  },
  {
    mistake: 'a protocol that does not exist', refused: 'KN-SVC-008',
    options: annotated('networking.knative.dev/http-protocol', 'off'),
    ...annotated('networking.knative.dev/http-protocol', 'off'), stricter: 'the mapping cannot be reconciled',
  },
  {
    mistake: 'an older spelling next to the property', refused: 'KN-SVC-010',
    options: { httpProtocol: HttpProtocol.REDIRECTED, ...annotated('networking.knative.dev/httpOption', 'enabled') },
    metadata: {
      annotations: { 'networking.knative.dev/httpOption': 'enabled', 'networking.knative.dev/http-protocol': 'redirected' },
    },
    stricter: 'Knative looks for the older spelling first',
  },
  {
    mistake: 'a certificate class', refused: 'KN-SVC-005', options: annotated('networking.knative.dev/certificate.class', 'x'),
    ...annotated('networking.knative.dev/certificate.class', 'x'), stricter: 'a mapping has the class of the cluster',
  },
  {
    mistake: 'a rollout duration', refused: 'KN-SVC-005', options: annotated('serving.knative.dev/rollout-duration', '10'),
    ...annotated('serving.knative.dev/rollout-duration', '10'), stricter: NO_EFFECT,
  },
  {
    mistake: 'an annotation of the autoscaler', refused: 'KN-SCL-008', options: annotated('autoscaling.knative.dev/min-scale', '1'),
    ...annotated('autoscaling.knative.dev/min-scale', '1'), stricter: NO_EFFECT,
  },
  {
    mistake: 'a visibility', refused: 'KN-SVC-006',
    options: { metadata: { labels: { 'networking.knative.dev/visibility': 'cluster-local' } } },
    metadata: { labels: { 'networking.knative.dev/visibility': 'cluster-local' } }, stricter: 'the domain is public',
  },
];

/** Mistakes in what the domain is mapped to. */
const TARGETS: readonly VerdictRow[] = [
  {
    kind, mistake: 'a service of another namespace', refused: 'KN-DOM-003',
    program: (chart) => {
      const ref = KnativeService.fromServiceName(chart, 'orders', 'orders', { namespace: 'other' });
      new DomainMapping(chart, 'www', { domain: DOMAIN, ref, createClaim: false });
    },
    manifest: mapping({ ref: { ...REFERENCE, namespace: 'other' } }), words: 'mismatched namespaces',
  },
  {
    kind, mistake: 'no target', refused: 'compiler',
    // @ts-expect-error the target is no option
    program: (chart) => { new DomainMapping(chart, 'www', { domain: DOMAIN }); },
    manifest: mapping({ ref: {} }), words: 'missing field(s)',
  },
  {
    kind, mistake: 'a target without a kind', refused: 'compiler',
    // @ts-expect-error a construct has its kind
    program: (chart) => { new DomainMapping(chart, 'www', { domain: DOMAIN, ref: { apiVersion: 'v1', name: 'orders' } }); },
    manifest: mapping({ ref: { apiVersion: 'v1', name: 'orders' } }), words: 'missing field(s): spec.ref.kind',
  },
  {
    kind, mistake: 'a target with a group in place of a version', refused: 'compiler',
    // @ts-expect-error a construct has its version
    program: (chart) => { new DomainMapping(chart, 'www', { domain: DOMAIN, ref: { group: 'serving.knative.dev' } }); },
    manifest: mapping({ ref: { group: 'serving.knative.dev', kind: 'Service', name: 'orders' } }), words: 'spec.ref',
  },
  {
    kind, mistake: 'a broker', refused: 'compiler',
    // @ts-expect-error the address of a broker has a path
    program: (chart) => { new DomainMapping(chart, 'www', { domain: DOMAIN, ref: new Broker(chart, 'events') }); },
    manifest: mapping({ ref: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' } }),
    stricter: 'the address of a broker has a path, which a mapping does not support',
  },
  {
    kind, mistake: 'a Kubernetes Service without port 80', refused: 'KN-DOM-003',
    program: (chart) => {
      const ref = DomainMappingTarget.service(new Service(chart, 'k8s', { ports: [{ port: 8080 }] }));
      new DomainMapping(chart, 'www', { domain: DOMAIN, ref, createClaim: false });
    },
    manifest: (chart) => {
      new Service(chart, 'k8s', { metadata: { name: 'legacy' }, ports: [{ port: 8080 }] });
      mapping({ ref: { apiVersion: 'v1', kind: 'Service', name: 'legacy' } })(chart);
    },
    stricter: 'Knative sends the requests to port 80',
  },
  {
    kind, mistake: 'a Kubernetes Service that cannot exist', refused: 'KN-NAM-001',
    program: (chart) => {
      new DomainMapping(chart, 'www', { domain: DOMAIN, ref: DomainMappingTarget.kubernetesService('a.b') });
    },
    manifest: mapping({ ref: { apiVersion: 'v1', kind: 'Service', name: 'a.b' } }),
    stricter: 'no Service has such a name: the reference is never resolved',
  },
];

/** Mistakes that take two objects. */
const PAIRS: readonly VerdictRow[] = [
  {
    kind, mistake: 'a domain that is claimed for another namespace', refused: 'KN-DOM-005',
    program: (chart) => {
      make(chart, { domain: 'claimed.example.com' });
      new ClusterDomainClaim(chart, 'claim', { domain: 'claimed.example.com', namespace: 'other' });
    },
    manifest: (chart) => {
      claim({ namespace: 'other' })(chart);
      mapping({}, { name: 'claimed.example.com' })(new Construct(chart, 'mapping'));
    },
    stricter: 'the mapping says DomainNotOwned for good',
  },
  {
    kind, mistake: 'one domain in two namespaces', refused: 'KN-DOM-004',
    program: (chart) => {
      make(chart, {});
      make(new Construct(chart, 'second'), { metadata: { namespace: 'default' } });
    },
    manifest: (chart) => {
      mapping()(chart);
      mapping({}, { namespace: 'default' })(new Construct(chart, 'second'));
    },
    stricter: 'a domain is claimed for one namespace, and the other mapping is never served',
  },
];

export const rows: readonly VerdictRow[] = [
  ...NAMES.map(({ domain, ...rest }): VerdictRow =>
    ({ ...rest, kind, program: (chart) => { make(chart, { domain }); }, manifest: mapping({}, { name: domain }) })),
  ...SPECS.map(({ options, spec, metadata, ...rest }): VerdictRow =>
    ({ ...rest, kind, program: (chart) => { make(chart, options); }, manifest: mapping(spec, metadata) })),
  ...TARGETS,
  ...PAIRS,
  {
    kind, mistake: 'a generated name', refused: 'KN-NAM-009',
    program: (chart) => { make(chart, { metadata: { generateName: 'shop-' } }); },
    manifest: mapping({}, { generateName: 'shop-' }), words: 'must not set the field(s): metadata.generateName',
  },
  ...metadataRows({
    kind,
    program: (chart, { name: domain = DOMAIN, ...metadata }) => { make(chart, { metadata, domain }); },
    manifest: (metadata) => mapping({}, metadata),
  }).map((row) => row.refused === 'KN-NAM-001' ? { ...row, refused: 'KN-DOM-001' as const } : row),
];
