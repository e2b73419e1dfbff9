import { type ApiObjectMetadata, type Chart, Duration } from 'cdk8s';
import { Configuration, type ConfigurationProps, Env, Scaling, Traffic } from '../../lib';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'Configuration';
const IMAGE = 'ghcr.io/example/orders:1.0';
const CONTAINER = { image: IMAGE };
const OWNED = { 'serving.knative.dev/service': 'orders' };
const configuration = byHand('serving.knative.dev/v1', kind, 'orders', { template: { spec: { containers: [CONTAINER] } } });

function make(chart: Chart, props: Partial<ConfigurationProps>): void {
  new Configuration(chart, 'orders', { image: IMAGE, ...props });
}

/** The template by hand, with these fields in its spec. */
function template(spec: Fields, metadata?: Fields) {
  return configuration({ template: { metadata, spec: { containers: [CONTAINER], ...spec } } });
}

interface Mistake extends Pick<VerdictRow, 'mistake' | 'refused' | 'words' | 'stricter' | 'manifest' | 'plane'> {
  readonly props: Partial<ConfigurationProps>;
}

function row({ props, ...mistake }: Mistake): VerdictRow {
  return { ...mistake, kind, program: (chart) => { make(chart, props); } };
}

/** Mistakes in the template, by which a revision is made. */
const TEMPLATES: readonly VerdictRow[] = [
  row({
    mistake: 'no container', refused: 'KN-POD-003', props: { image: undefined },
    manifest: template({ containers: [] }), words: 'missing field(s): spec.template.spec.containers',
  }),
  row({
    mistake: 'a container without an image', refused: 'KN-SVC-001', props: { image: undefined, port: 8080 },
    manifest: template({ containers: [{ ports: [{ containerPort: 8080 }] }] }),
    words: 'missing field(s): spec.template.spec.containers[0].image',
  }),
  row({
    mistake: 'an image in capitals', refused: 'KN-POD-001', props: { image: 'Orders' },
    manifest: template({ containers: [{ image: 'Orders' }] }), words: 'Failed to parse image reference',
  }),
  row({
    mistake: 'a variable that Knative sets', refused: 'KN-POD-005', props: { env: { K_CONFIGURATION: Env.value('orders') } },
    manifest: template({ containers: [{ ...CONTAINER, env: [{ name: 'K_CONFIGURATION', value: 'orders' }] }] }),
    words: '"K_CONFIGURATION" is a reserved environment variable',
  }),
  row({
    mistake: 'a concurrency of more than 1000', refused: 'KN-SVC-002', props: { containerConcurrency: 1001 },
    manifest: template({ containerConcurrency: 1001 }), words: 'expected 0 <= 1001 <= 1000',
  }),
  row({
    mistake: 'a timeout of more than ten minutes', refused: 'KN-DUR-002', props: { timeout: Duration.minutes(11) },
    manifest: template({ timeoutSeconds: 660 }), words: 'expected 0 <= 660 <= 600',
  }),
  row({
    mistake: 'an answer that may begin after the request has ended', refused: 'KN-SVC-003',
    props: { timeout: Duration.seconds(10), responseStartTimeout: Duration.seconds(20) },
    manifest: template({ timeoutSeconds: 10, responseStartTimeoutSeconds: 20 }),
    stricter: 'the shorter timeout ends the request before the longer one is reached',
  }),
  row({
    mistake: 'a node selector without its flag', refused: 'KN-FTR-001', plane: 'defaults',
    props: { nodeSelector: { disk: 'ssd' } }, manifest: template({ nodeSelector: { disk: 'ssd' } }),
    words: 'must not set the field(s): spec.template.spec.nodeSelector',
  }),
  row({
    mistake: 'a scale that is below zero', refused: 'KN-SCL-001',
    props: { templateAnnotations: { 'autoscaling.knative.dev/min-scale': '-1' } },
    manifest: template({}, { annotations: { 'autoscaling.knative.dev/min-scale': '-1' } }),
    words: 'expected 0 <= -1 <= 2147483647',
  }),
  {
    kind, mistake: 'bounds of a scale the wrong way round', refused: 'KN-SCL-002',
    program: (chart) => { make(chart, { scaling: Scaling.between(5, 1) }); },
    manifest: template({}, {
      annotations: { 'autoscaling.knative.dev/min-scale': '5', 'autoscaling.knative.dev/max-scale': '1' },
    }),
    words: 'max-scale=1 is less than min-scale=5',
  },
  row({
    mistake: 'the visibility as an annotation of the template', refused: 'KN-SVC-006',
    props: { templateAnnotations: { 'networking.knative.dev/visibility': 'cluster-local' } },
    manifest: template({}, { annotations: { 'networking.knative.dev/visibility': 'cluster-local' } }),
    words: 'invalid key name "networking.knative.dev/visibility"',
  }),
  row({
    mistake: 'a template label that Kubernetes does not take', refused: 'KN-NAM-004', props: { templateLabels: { 'a b': 'c' } },
    manifest: template({}, { labels: { 'a b': 'c' } }), stricter: 'the Revision cannot be made',
  }),
];

/** Mistakes in the name of a revision. */
const REVISIONS: readonly VerdictRow[] = [
  row({
    mistake: 'a revision named after something else', refused: 'KN-SVC-011', props: { revisionName: 'payments-v1' },
    manifest: template({}, { name: 'payments-v1' }), words: '"payments-v1" must have prefix "orders-"',
  }),
  row({
    mistake: 'a revision name with a dot', refused: 'KN-SVC-011', props: { revisionName: 'orders-1.0' },
    manifest: template({}, { name: 'orders-1.0' }), words: 'not a DNS 1035 label',
  }),
  row({
    mistake: 'a revision name of 64 characters', refused: 'KN-SVC-011', props: { revisionName: `orders-${'a'.repeat(57)}` },
    manifest: template({}, { name: `orders-${'a'.repeat(57)}` }), words: 'not a DNS 1035 label',
  }),
];

interface Annotation {
  readonly mistake: string;
  readonly refused: VerdictRow['refused'];
  readonly metadata: ApiObjectMetadata;
  readonly words?: string;
  readonly stricter?: string;
}

const NO_EFFECT = 'Knative does not look at it there';
const METADATA: readonly Annotation[] = [
  {
    mistake: 'an annotation of the autoscaler on the configuration', refused: 'KN-SCL-008',
    metadata: { annotations: { 'autoscaling.knative.dev/min-scale': '1' } },
    words: 'autoscaling annotations must be put under "spec.template.metadata.annotations" to work',
  },
  {
    mistake: 'the label of the service that would own it', refused: 'KN-SVC-015', metadata: { labels: OWNED },
    words: 'missing field(s): metadata.labels.serving.knative.dev/service',
  },
  {
    mistake: 'another label of Knative', refused: 'KN-SVC-015', metadata: { labels: { 'serving.knative.dev/route': 'orders' } },
    stricter: 'its controllers find their own objects by these labels',
  },
  {
    mistake: 'a progress deadline on the configuration', refused: 'KN-SVC-004',
    metadata: { annotations: { 'serving.knative.dev/progress-deadline': '60s' } }, stricter: NO_EFFECT,
  },
  {
    mistake: 'resources of the queue proxy on the configuration', refused: 'KN-SVC-004',
    metadata: { annotations: { 'queue.sidecar.serving.knative.dev/cpu-resource-request': '1' } }, stricter: NO_EFFECT,
  },
  {
    mistake: 'a rollout duration on the configuration', refused: 'KN-SVC-005',
    metadata: { annotations: { 'serving.knative.dev/rollout-duration': '60s' } }, stricter: NO_EFFECT,
  },
  {
    mistake: 'an ingress class on the configuration', refused: 'KN-SVC-005',
    metadata: { annotations: { 'networking.knative.dev/ingress.class': 'x' } }, stricter: NO_EFFECT,
  },
  {
    mistake: 'the visibility on the configuration', refused: 'KN-SVC-006',
    metadata: { labels: { 'networking.knative.dev/visibility': 'cluster-local' } }, stricter: NO_EFFECT,
  },
  {
    mistake: 'the annotation that says who made it', refused: 'KN-SVC-007',
    metadata: { annotations: { 'serving.knative.dev/creator': 'ann' } },
    stricter: 'the webhook writes over it, and refuses the manifest when it is applied again',
  },
];

export const rows: readonly VerdictRow[] = [
  ...TEMPLATES,
  ...REVISIONS,
  ...METADATA.map(({ metadata, ...rest }): VerdictRow =>
    ({ ...rest, kind, program: (chart) => { make(chart, { metadata }); }, manifest: configuration({}, metadata) })),
  {
    kind, mistake: 'traffic of a configuration', refused: 'compiler',
    // @ts-expect-error a configuration has no address
    program: (chart) => { make(chart, { traffic: [Traffic.latest(100)] }); },
    manifest: configuration({ traffic: [{ latestRevision: true, percent: 100 }] }),
    words: '.spec.traffic: field not declared in schema',
  },
  ...metadataRows({
    kind,
    program: (chart, metadata) => { make(chart, { metadata }); },
    manifest: (metadata) => configuration({}, metadata),
  }),
];
