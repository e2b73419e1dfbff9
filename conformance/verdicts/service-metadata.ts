import { Duration } from 'cdk8s';
import { KnativeService } from '../../lib';
import { metadataRows } from '../verdict-parts/metadata';
import { both, IMAGE, ours, props, serviceManifest, untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

type Texts = Readonly<Record<string, string>>;
const QUEUE = 'queue.sidecar.serving.knative.dev';
const NET = 'networking.knative.dev';
const SERVING = 'serving.knative.dev';

const onService = (annotations: Texts) => ({ metadata: { annotations } });
const onTemplate = (annotations: Texts) => ({ template: { annotations } });
/** An annotation on the service, by hand. */
const bothOnService = (refused: VerdictRow['refused'], mistake: string, words: string, annotations: Texts) =>
  both(refused, mistake, words, () => ({ metadata: { annotations } }), onService(annotations));
const oursOnService = (refused: VerdictRow['refused'], mistake: string, stricter: string, annotations: Texts) =>
  ours(refused, mistake, stricter, () => ({ metadata: { annotations } }), onService(annotations));
/** An annotation on the template, by hand. */
const bothOnTemplate = (refused: VerdictRow['refused'], mistake: string, words: string, annotations: Texts) =>
  both(refused, mistake, words, () => ({ templateAnnotations: annotations }), onTemplate(annotations));
const oursOnTemplate = (refused: VerdictRow['refused'], mistake: string, stricter: string, annotations: Texts) =>
  ours(refused, mistake, stricter, () => ({ templateAnnotations: annotations }), onTemplate(annotations));

const names: readonly VerdictRow[] = [
  ...[['with a dot', 'orders.v1'], ['with a digit first', '1orders'], ['with an underscore', 'order_api'],
    ['of 64 characters', 'a'.repeat(64)]].map(([what = '', name = '']): VerdictRow => ({
    kind: 'Service', mistake: `a name ${what}`, refused: 'KN-NAM-001',
    program: (chart) => { new KnativeService(chart, name, { image: IMAGE }); },
    manifest: (chart) => { serviceManifest(chart, { metadata: { name } }); },
    words: what === 'with an underscore' ? 'metadata.name: Invalid value: "order_api"'
      : what === 'of 64 characters' ? 'must be no more than 63' : 'metadata.name',
  })),
  ...metadataRows({
    kind: 'Service',
    program: (chart, metadata) => { new KnativeService(chart, 'orders', { image: IMAGE, metadata }); },
    manifest: (metadata) => (scope) => { serviceManifest(scope, { metadata }); },
  }),
];

const misplaced: readonly VerdictRow[] = [
  oursOnService('KN-SVC-004', 'a deadline on the service', 'Knative reads it on the template only', { [`${SERVING}/progress-deadline`]: '60s' }),
  oursOnService('KN-SVC-004', 'full duplex on the service', 'Knative reads it on the template only', { 'features.knative.dev/http-full-duplex': 'enabled' }),
  oursOnService('KN-SVC-004', 'resources of the queue proxy on the service', 'Knative reads them on the template only', { [`${QUEUE}/cpu-resource-limit`]: '1' }),
  oursOnTemplate('KN-SVC-005', 'a networking layer on the template', 'Knative reads it on the service only', { [`${NET}/ingress.class`]: 'x' }),
  oursOnTemplate('KN-SVC-005', 'a rollout on the template', 'Knative reads it on the service only', { [`${SERVING}/rollout-duration`]: '5s' }),
  bothOnTemplate('KN-SVC-005', 'a key of networking that there is not, on the template', `invalid key name "${NET}/whatever"`, { [`${NET}/whatever`]: 'x' }),
  bothOnTemplate('KN-SVC-006', 'visibility as an annotation of the template', `invalid key name "${NET}/visibility"`, { [`${NET}/visibility`]: 'cluster-local' }),
  oursOnService('KN-SVC-006', 'visibility as an annotation', 'Knative reads the label only: the service is public', { [`${NET}/visibility`]: 'cluster-local' }),
  ours('KN-SVC-006', 'a visibility that there is not', 'it has no effect: the service is public',
    () => ({ metadata: { labels: { [`${NET}/visibility`]: 'private' } } }), { metadata: { labels: { [`${NET}/visibility`]: 'private' } } }),
  ours('KN-SVC-006', 'visibility as a label of the template', 'Knative reads the label of the service: it is public',
    () => ({ templateLabels: { [`${NET}/visibility`]: 'cluster-local' } }), { template: { labels: { [`${NET}/visibility`]: 'cluster-local' } } }),
  ours('KN-SVC-015', 'a label that Knative writes', 'Knative writes over it in what it makes of the service',
    () => ({ templateLabels: { [`${SERVING}/revision`]: 'v1' } }), { template: { labels: { [`${SERVING}/revision`]: 'v1' } } }),
  oursOnService('KN-SVC-009', 'a key of serving that there is not', 'Knative takes it and does nothing', { [`${SERVING}/rollout_duration`]: '10s' }),
  oursOnService('KN-SVC-009', 'a key of networking that there is not', 'Knative takes it and does nothing', { [`${NET}/http_protocol`]: 'redirected' }),
  oursOnTemplate('KN-SVC-009', 'a key of serving that there is not, on the template', 'Knative takes it and does nothing', { [`${SERVING}/progressDeadline`]: '60s' }),
  oursOnTemplate('KN-SVC-009', 'a feature that there is not', 'Knative takes it and does nothing', { 'features.knative.dev/httpFullDuplex': 'enabled' }),
  oursOnTemplate('KN-SVC-009', 'a resource of the queue proxy that there is not', 'Knative takes it and does nothing', { [`${QUEUE}/cpu-request`]: '1' }),
];

const values: readonly VerdictRow[] = [
  ...[['a rollout without a unit', '10'], ['a rollout in words', 'soon'], ['a rollout as ISO-8601', 'PT10S']].map(([mistake = '', value = '']) =>
    bothOnService('KN-SVC-008', mistake, `invalid value: ${value}`, { [`${SERVING}/rollout-duration`]: value })),
  bothOnService('KN-SVC-008', 'a rollout of parts of a second, by hand', 'is not at second precision', { [`${SERVING}/rollout-duration`]: '1500ms' }),
  bothOnService('KN-SVC-008', 'a rollout backwards', 'must be positive', { [`${SERVING}/rolloutDuration`]: '-5s' }),
  bothOnService('KN-SVC-008', 'a rollout longer than Go counts, by hand', 'invalid value: 10000000000s', { [`${SERVING}/rollout-duration`]: '10000000000s' }),
  oursOnService('KN-SVC-008', 'an empty rollout', 'it has no effect', { [`${SERVING}/rollout-duration`]: '' }),
  oursOnService('KN-SVC-008', 'plain HTTP switched off', 'the Route fails on it: "invalid value", and the service never gets ready', { [`${NET}/http-protocol`]: 'disabled' }),
  oursOnService('KN-SVC-008', 'TLS switched off with `yes`', 'Knative cannot read it, and gives the service TLS all the same', { [`${NET}/disable-external-domain-tls`]: 'yes' }),
  bothOnTemplate('KN-SVC-008', 'a deadline without a unit', 'invalid value: 600', { [`${SERVING}/progress-deadline`]: '600' }),
  bothOnTemplate('KN-SVC-008', 'a deadline of parts of a second, by hand', 'is not at second precision', { [`${SERVING}/progress-deadline`]: '1500ms' }),
  bothOnTemplate('KN-SVC-008', 'a deadline in the past', 'must be positive', { [`${SERVING}/progress-deadline`]: '-1s' }),
  oursOnTemplate('KN-SVC-008', 'a deadline of nothing, by hand', 'Kubernetes refuses the Deployment: "must be greater than minReadySeconds"', { [`${SERVING}/progress-deadline`]: '0s' }),
  oursOnTemplate('KN-SVC-008', 'a feature switched on with `true`', 'Knative takes `enabled` only: the feature is off', { 'features.knative.dev/http-full-duplex': 'true' }),
  bothOnTemplate('KN-SVC-008', 'a share of the queue proxy that is no number', 'invalid value: half', { [`${QUEUE}/resource-percentage`]: 'half' }),
  bothOnTemplate('KN-SVC-008', 'a share of the queue proxy above 100', 'expected 0.1 <= 101 <= 100', { [`${QUEUE}/resourcePercentage`]: '101' }),
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) => ['request', 'limit'].map((what) =>
    bothOnTemplate('KN-POD-035', `a ${what} of ${resource} for the queue proxy that is no quantity`, 'invalid value: much',
      { [`${QUEUE}/${resource}-resource-${what}`]: 'much' }))),
  oursOnTemplate('KN-POD-035', 'a request of the queue proxy below zero', 'Kubernetes refuses the Deployment: "must be greater than or equal to 0"', { [`${QUEUE}/cpu-resource-request`]: '-1' }),
];

const owners: readonly VerdictRow[] = [
  ...['creator', 'lastModifier'].map((key) =>
    oursOnService('KN-SVC-007', `the annotation ${key} of the webhook`, 'it is written over; applied again as another user, Knative refuses it',
      { [`${SERVING}/${key}`]: 'ann' })),
  ours('KN-SVC-010', 'a property and the annotation that it writes', 'one of the two is lost',
    () => ({ rolloutDuration: Duration.seconds(5), metadata: { annotations: { [`${SERVING}/rolloutDuration`]: '9s' } } }),
    onService({ [`${SERVING}/rollout-duration`]: '5s', [`${SERVING}/rolloutDuration`]: '9s' })),
  ours('KN-NAM-004', 'a label key of the template with a space', 'Knative takes it, and no revision can be made of it',
    () => ({ templateLabels: { 'my team': 'shop' } }), { template: { labels: { 'my team': 'shop' } } }),
  ours('KN-NAM-004', 'a label value of the template of 64 characters', 'Knative takes it, and no revision can be made of it',
    () => ({ templateLabels: { team: 'a'.repeat(64) } }), { template: { labels: { team: 'a'.repeat(64) } } }),
  ours('KN-NAM-005', 'an annotation key of the template with a space', 'Knative takes it, and no revision can be made of it',
    () => ({ templateAnnotations: { 'my team': 'shop' } }), { template: { annotations: { 'my team': 'shop' } } }),
  both('KN-NAM-005', 'an annotation of the template that is no text', 'expected string',
    () => ({ templateAnnotations: { 'example.com/a': untyped(1) } }), { template: { annotations: { 'example.com/a': 1 } } }),
  both('KN-NAM-004', 'a label of the template that is no text', 'expected string',
    () => ({ templateLabels: { sidecar: untyped(true) } }), { template: { labels: { sidecar: true } } }),
  both('compiler', 'annotations as a list', 'expected map',
    // @ts-expect-error this is a map
    () => props({ templateAnnotations: ['a=b'] }), { template: { annotations: ['a=b'] } }),
  ours('KN-NAM-009', 'annotations of the template of more than 256 KiB', 'Knative takes them, and no revision can be made of them',
    () => ({ templateAnnotations: { 'example.com/text': 'a'.repeat(262144) } }),
    { template: { annotations: { 'example.com/text': 'a'.repeat(262144) } } }),
];

export const rows: readonly VerdictRow[] = [...names, ...misplaced, ...values, ...owners];
