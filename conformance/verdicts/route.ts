import { type ApiObjectMetadata, type Chart, Duration } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { Configuration, KnativeService, Route, type RouteProps, Traffic } from '../../lib';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'Route';
const IMAGE = 'ghcr.io/example/orders:1.0';
const PINNED: Fields = { revisionName: 'orders-00001', latestRevision: false, percent: 100 };
const LATEST: Fields = { configurationName: 'orders', latestRevision: true, percent: 100 };
const route = byHand('serving.knative.dev/v1', kind, 'orders', { traffic: [PINNED] });

function make(chart: Chart, props: Partial<RouteProps>): void {
  new Route(chart, 'orders', { traffic: [Traffic.revision('orders-00001', 100)], ...props });
}

const traffic = (...targets: Fields[]) => route({ traffic: targets });
const revision = (percent: number, tag?: string) => Traffic.revision('orders-00001', percent, { tag });

interface Mistake extends Pick<VerdictRow, 'mistake' | 'refused' | 'words' | 'stricter' | 'manifest'> {
  readonly shares: (chart: Chart) => readonly Traffic[];
}

const SHARES: readonly Mistake[] = [
  {
    mistake: 'no traffic', refused: 'KN-TRF-002', shares: () => [],
    manifest: traffic(), words: 'Traffic targets sum to 0, want 100',
  },
  {
    mistake: 'shares below 100', refused: 'KN-TRF-002', shares: () => [revision(90)],
    manifest: traffic({ ...PINNED, percent: 90 }), words: 'Traffic targets sum to 90, want 100',
  },
  {
    mistake: 'shares above 100', refused: 'KN-TRF-002', shares: () => [revision(100), revision(1, 'old')],
    manifest: traffic(PINNED, { ...PINNED, percent: 1, tag: 'old' }), words: 'Traffic targets sum to 101, want 100',
  },
  {
    mistake: 'a share below zero', refused: 'KN-TRF-001', shares: () => [revision(-1)],
    manifest: traffic({ ...PINNED, percent: -1 }), words: 'expected 0 <= -1 <= 100',
  },
  {
    mistake: 'half a percent', refused: 'KN-TRF-001', shares: () => [revision(99.5), revision(0.5)],
    manifest: traffic({ ...PINNED, percent: 99.5 }), words: 'cannot unmarshal number 99.5',
  },
  {
    mistake: 'the newest revision of no configuration', refused: 'KN-TRF-007', shares: () => [Traffic.latest(100)],
    manifest: traffic({ latestRevision: true, percent: 100 }),
    words: 'expected exactly one, got neither: spec.traffic[0].configurationName, spec.traffic[0].revisionName',
  },
  {
    mistake: 'a revision that cannot exist', refused: 'KN-TRF-005', shares: () => [Traffic.revision('orders 1', 100)],
    manifest: traffic({ ...PINNED, revisionName: 'orders 1' }), words: 'invalid key name "orders 1"',
  },
  {
    mistake: 'a revision in capitals', refused: 'KN-TRF-005', shares: () => [Traffic.revision('Orders-00001', 100)],
    manifest: traffic({ ...PINNED, revisionName: 'Orders-00001' }), stricter: 'no revision has such a name: the Route never gets ready',
  },
  {
    mistake: 'a configuration that cannot exist', refused: 'KN-NAM-001',
    shares: (chart) => [Traffic.configuration(Configuration.fromConfigurationName(chart, 'x', 'orders 1'), 100)],
    manifest: traffic({ ...LATEST, configurationName: 'orders 1' }), words: 'invalid key name "orders 1"',
  },
  {
    mistake: 'a configuration of another namespace', refused: 'KN-TRF-008',
    shares: (chart) =>
      [Traffic.configuration(Configuration.fromConfigurationName(chart, 'x', 'orders', { namespace: 'other' }), 100)],
    manifest: traffic(LATEST), stricter: 'the route looks for the name in its own namespace, and never gets ready',
  },
  {
    mistake: 'a tag with a digit first', refused: 'KN-TRF-003', shares: () => [revision(100, '2next')],
    manifest: traffic({ ...PINNED, tag: '2next' }), words: 'not a DNS 1035 label',
  },
  {
    mistake: 'one tag for two shares', refused: 'KN-TRF-004', shares: () => [revision(50, 'a'), revision(50, 'a')],
    manifest: traffic({ ...PINNED, percent: 50, tag: 'a' }, { ...PINNED, percent: 50, tag: 'a' }),
    words: 'Multiple definitions for "a"',
  },
  {
    mistake: 'a tag that is too long together with the name', refused: 'KN-TRF-006', shares: () => [revision(100, 'a'.repeat(57))],
    manifest: traffic({ ...PINNED, tag: 'a'.repeat(57) }),
    stricter: 'the Kubernetes Service `<tag>-<route>` cannot be made: the Route never gets ready',
  },
];

/** What the types of a share do not let anybody write. */
const UNTYPED: readonly VerdictRow[] = [
  {
    kind, mistake: 'a configuration and a revision in one share', refused: 'compiler',
    // @ts-expect-error a share is a value of a class: of a configuration, or of a revision
    program: (chart) => { make(chart, { traffic: [{ configurationName: 'orders', revisionName: 'orders-1', percent: 100 }] }); },
    manifest: traffic({ configurationName: 'orders', revisionName: 'orders-1', percent: 100 }),
    words: 'expected exactly one, got both',
  },
  {
    kind, mistake: 'a configuration whose newest revision it is not', refused: 'compiler',
    // @ts-expect-error a share is a value of a class: of the newest revision of a configuration
    program: (chart) => { make(chart, { traffic: [{ configurationName: 'orders', latestRevision: false, percent: 100 }] }); },
    manifest: traffic({ ...LATEST, latestRevision: false }), words: 'may not set revisionName "" when latestRevision is false',
  },
  {
    kind, mistake: 'a configuration by its name', refused: 'compiler',
    // @ts-expect-error a construct; `Configuration.fromConfigurationName` makes one of a name
    program: (chart) => { make(chart, { traffic: [Traffic.configuration('Orders 1', 100)] }); },
    manifest: traffic({ ...LATEST, configurationName: 'Orders 1' }), words: 'invalid key name "Orders 1"',
  },
  {
    kind, mistake: 'the address of a share', refused: 'compiler',
    // @ts-expect-error the server writes it
    program: (chart) => { make(chart, { traffic: [{ revisionName: 'orders-00001', percent: 100, url: 'http://a.example.com' }] }); },
    manifest: traffic({ ...PINNED, url: 'http://a.example.com' }), words: 'must not set the field(s): spec.traffic[0].url',
  },
];

interface Annotation {
  readonly mistake: string;
  readonly refused: VerdictRow['refused'];
  readonly metadata: ApiObjectMetadata;
  readonly words?: string;
  readonly stricter?: string;
}

const ROLLOUT = 'serving.knative.dev/rollout-duration';
const METADATA: readonly Annotation[] = [
  {
    mistake: 'an annotation of the autoscaler', refused: 'KN-SCL-008',
    metadata: { annotations: { 'autoscaling.knative.dev/min-scale': '1' } },
    words: 'autoscaling annotations must be put under "spec.template.metadata.annotations" to work',
  },
  {
    mistake: 'a rollout duration without a unit', refused: 'KN-SVC-008', metadata: { annotations: { [ROLLOUT]: '10' } },
    words: 'invalid value: 10',
  },
  {
    mistake: 'a rollout duration below zero', refused: 'KN-SVC-008', metadata: { annotations: { [ROLLOUT]: '-10s' } },
    words: 'rollout-duration=-10s must be positive',
  },
  {
    mistake: 'a rollout duration of half a second', refused: 'KN-SVC-008', metadata: { annotations: { [ROLLOUT]: '500ms' } },
    words: 'rollout-duration=500ms is not at second precision',
  },
  {
    mistake: 'no rollout duration to speak of', refused: 'KN-SVC-008', metadata: { annotations: { [ROLLOUT]: '0s' } },
    stricter: 'it does not override the duration that the cluster is set to',
  },
  {
    mistake: 'the label of the service that would own it', refused: 'KN-SVC-015',
    metadata: { labels: { 'serving.knative.dev/service': 'orders' } },
    words: 'missing field(s): metadata.labels.serving.knative.dev/service',
  },
  {
    mistake: 'a protocol that does not exist', refused: 'KN-SVC-008',
    metadata: { annotations: { 'networking.knative.dev/http-protocol': 'disabled' } }, stricter: 'the route cannot be reconciled',
  },
  {
    mistake: 'TLS that is neither on nor off', refused: 'KN-SVC-008',
    metadata: { annotations: { 'networking.knative.dev/disable-external-domain-tls': 'no' } }, stricter: 'Knative reads `true` or `false`',
  },
  {
    mistake: 'a visibility that does not exist', refused: 'KN-SVC-006',
    metadata: { labels: { 'networking.knative.dev/visibility': 'private' } }, stricter: 'the route is public',
  },
  {
    mistake: 'the visibility as an annotation', refused: 'KN-SVC-006',
    metadata: { annotations: { 'networking.knative.dev/visibility': 'cluster-local' } }, stricter: 'the route is public',
  },
  {
    mistake: 'a progress deadline', refused: 'KN-SVC-004',
    metadata: { annotations: { 'serving.knative.dev/progress-deadline': '60s' } }, stricter: 'Knative does not look at it there',
  },
];

/** Mistakes that take two objects. */
const NAMES: readonly VerdictRow[] = [
  {
    kind, mistake: 'the name of a service', refused: 'KN-NAM-010',
    program: (chart) => {
      new KnativeService(chart, 'service', { image: IMAGE, metadata: { name: 'orders' } });
      make(chart, {});
    },
    manifest: route(), stricter: 'a service makes a Route of its own name, and says RouteNotOwned for good',
  },
  {
    kind, mistake: 'the name of a Kubernetes Service', refused: 'KN-NAM-010',
    program: (chart) => {
      make(chart, {});
      new Service(chart, 'k8s', { metadata: { name: 'orders' }, ports: [{ port: 80 }] });
    },
    manifest: (chart) => {
      new Service(chart, 'k8s', { metadata: { name: 'orders' }, ports: [{ port: 80 }] });
      route()(chart);
    },
    stricter: 'a route makes a Service of its own name, and says ServiceNotOwned for good',
  },
  {
    kind: 'Service', mistake: 'traffic of a service to a configuration', refused: 'KN-TRF-007',
    program: (chart) => {
      const configuration = new Configuration(chart, 'other', { image: IMAGE });
      new KnativeService(chart, 'orders', { image: IMAGE, traffic: [Traffic.configuration(configuration, 100)] });
    },
    manifest: byHand('serving.knative.dev/v1', 'Service', 'orders', {
      template: { spec: { containers: [{ image: IMAGE }] } }, traffic: [{ ...LATEST, configurationName: 'other' }],
    })(),
    words: 'must not set the field(s): spec.traffic[0].configurationName',
  },
];

export const rows: readonly VerdictRow[] = [
  ...SHARES.map(({ shares, ...rest }): VerdictRow =>
    ({ ...rest, kind, program: (chart) => { make(chart, { traffic: shares(chart) }); } })),
  ...UNTYPED,
  ...METADATA.map(({ metadata, ...rest }): VerdictRow =>
    ({ ...rest, kind, program: (chart) => { make(chart, { metadata }); }, manifest: route({}, metadata) })),
  {
    kind, mistake: 'a rollout of half a second', refused: 'KN-DUR-002',
    program: (chart) => { make(chart, { rolloutDuration: Duration.millis(500) }); },
    manifest: route({}, { annotations: { [ROLLOUT]: '500ms' } }), words: 'is not at second precision',
  },
  ...NAMES,
  ...metadataRows({
    kind, program: (chart, metadata) => { make(chart, { metadata }); }, manifest: (metadata) => route({}, metadata),
  }),
];
