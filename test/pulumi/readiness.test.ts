import fc from 'fast-check';
import * as fs from 'fs';
import * as path from 'path';
import { waitOf } from '../../conformance/pulumi/waits';
import {
  type Fields, isAwaited, readinessOf, Wave, waveOf, waveOfController, waveOfInstalled,
} from '../../lib/core';
import { isWaitedFor } from '../../lib/pulumi/readiness';
import { annotated, binding, broker, knative, NEWEST, type Piece, read, readFor, ref, trigger } from './read-objects';

const ACROSS = { clientConfig: { service: { name: 'webhook', namespace: 'knative-serving' } } };
const TOKEN = { type: 'kubernetes.io/service-account-token' };

function pieceOf(id: string, fields: Fields = {}, wave?: Wave): Piece {
  const [group = '', kind = ''] = id.split('/');
  return { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, name: 'a', fields, wave };
}

const CACHED = new Map<string, string>();

/** What is asked of an object that nothing else is needed for. */
function askedOf(id: string): string {
  const asked = CACHED.get(id) ?? annotationsFor(id)['pulumi.com/waitFor'] ?? '';
  CACHED.set(id, asked);
  return asked;
}

/** Whether a live object is what an annotation asks for, as the judge of conformance decides it. */
function isSatisfied(annotation: string, live: Fields & { readonly metadata: Fields }): boolean {
  const metadata = { name: 'a', ...live.metadata, annotations: { 'pulumi.com/waitFor': annotation } };
  const object = { apiVersion: 'v1', kind: 'Kind', ...live, metadata };
  const wait = waitOf(object);
  if (wait === undefined) throw new Error(`nothing is asked by ${annotation}`);
  return wait.isOver(object);
}

/** The annotations of an object that nothing else is needed for. */
function annotationsFor(
  id: string, fields: Fields = {}, wave?: Wave, version = NEWEST,
): Readonly<Record<string, string>> {
  const piece = pieceOf(id, fields, wave);
  const { order, of } = readFor(version, piece);
  return annotated(of(piece), order, version);
}

type Decision = `waits: ${string}` | 'by itself' | `passed: ${string}` | `no: ${string}`;

const READY = 'waits: condition=Ready';
const BALANCED = "waits: jsonpath={.status.loadBalancer.ingress[*]['hostname','ip']}";
const CERTIFIED = 'waits: jsonpath={.webhooks[0].clientConfig.caBundle}';
const VALID = 'waits: jsonpath={.status.valid}=true';
const WRITTEN = `waits: jsonpath={$[?@.lastGeneration==$.metadata.generation&&!(@.valid==false)${
  "&&!@.conditions[?@.type=='Ready'&&!(@.status=='True')]]}"}` as const;
const INSTALLED = 'waits: ["condition=Ready","jsonpath={.status.version}"]';

/** How Pulumi waits for each kind; what it would wait for by itself is passed where that asks for too much. */
const DECIDED: readonly (readonly [id: string, decision: Decision, fields?: Fields, wave?: Wave])[] = [
  ['/Namespace', 'no: the API server takes it as active'],
  ['/ConfigMap', 'no: it has no state'],
  ['/Secret', 'no: it has no state'],
  ['/Secret', 'by itself', TOKEN],
  ['/ServiceAccount', 'no: it has no state, in any version of Kubernetes that Knative runs on'],
  ['/LimitRange', 'no: it has no state'],
  ['/ResourceQuota', 'passed: it holds before it has been counted'],
  ['/PersistentVolume', 'by itself'],
  ['/PersistentVolumeClaim', 'passed: it may wait for the first pod that uses it'],
  ['/Pod', 'by itself'],
  ['/ReplicationController', 'by itself'],
  ['/Service', 'passed: its pods may come later, or wait for what comes later'],
  ['/Service', 'passed: its pods may come later, or wait for what comes later', { spec: { type: 'NodePort' } }],
  ['/Service', BALANCED, { spec: { type: 'LoadBalancer' } }],
  ['/Service', BALANCED, { spec: { type: 'LoadBalancer' } }, Wave.CONTROLLERS],
  ['scheduling.k8s.io/PriorityClass', 'no: it has no state'],
  ['networking.k8s.io/NetworkPolicy', 'no: it has no state'],
  ['networking.k8s.io/Ingress', 'passed: not every controller writes an address'],
  ['policy/PodDisruptionBudget', 'no: nothing needs it to be ready'],
  ['autoscaling/HorizontalPodAutoscaler', 'no: nothing needs it to be ready'],
  ['rbac.authorization.k8s.io/Role', 'no: it has no state'],
  ['rbac.authorization.k8s.io/RoleBinding', 'no: it has no state'],
  ['rbac.authorization.k8s.io/ClusterRole', 'no: it has no state'],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', 'no: it has no state'],
  ['apiextensions.k8s.io/CustomResourceDefinition', 'waits: condition=Established'],
  ['apiregistration.k8s.io/APIService', 'no: of a program, nothing in a later step asks it'],
  ['apiregistration.k8s.io/APIService', 'waits: condition=Available', {}, Wave.CONTROLLERS],
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].flatMap((kind) => [
    [`admissionregistration.k8s.io/${kind}`, 'no: of a program, nobody may write a certificate in', { webhooks: [ACROSS] }],
    [`admissionregistration.k8s.io/${kind}`, CERTIFIED, { webhooks: [ACROSS] }, Wave.ADMISSION],
    [`admissionregistration.k8s.io/${kind}`, CERTIFIED, { webhooks: [ACROSS] }, Wave.KNATIVE_ADMISSION],
    [`admissionregistration.k8s.io/${kind}`, 'no: it is answered outside of the cluster',
      { webhooks: [{ clientConfig: { url: 'https://example.com' } }] }, Wave.ADMISSION],
    [`admissionregistration.k8s.io/${kind}`, 'no: it has its certificate',
      { webhooks: [{ clientConfig: { service: {}, caBundle: 'Zm9v' } }] }, Wave.ADMISSION],
  ] as const),
  ['apps/Deployment', 'by itself'],
  ['apps/Deployment', 'by itself', {}, Wave.CONTROLLERS],
  ['apps/Deployment', 'passed: it is to have no pods', { spec: { replicas: 0 } }],
  ['apps/Deployment', 'passed: nothing rolls it out', { spec: { paused: true } }],
  ['apps/StatefulSet', 'by itself'],
  ['apps/StatefulSet', 'passed: it is to have no pods', { spec: { replicas: 0 } }],
  ['apps/StatefulSet', 'waits: jsonpath={.status.readyReplicas}=3', { spec: { replicas: 3, updateStrategy: { type: 'OnDelete' } } }],
  ['apps/StatefulSet', 'waits: jsonpath={.status.readyReplicas}=3', { spec: { replicas: 3, updateStrategy: { rollingUpdate: { partition: 1 } } } }],
  ['apps/DaemonSet', 'by itself'],
  ['apps/DaemonSet', 'passed: its pods are replaced by hand', { spec: { updateStrategy: { type: 'OnDelete' } } }],
  ['batch/Job', 'passed: of a program, it may end when something happens that comes later'],
  ...[Wave.CONTROLLERS, Wave.KNATIVE, Wave.MIGRATIONS].map((wave) => ['batch/Job', 'by itself', {}, wave] as const),
  ['batch/Job', 'passed: it is not to begin', { spec: { suspend: true } }, Wave.MIGRATIONS],
  ['batch/Job', 'passed: it may be gone before it is seen', { spec: { ttlSecondsAfterFinished: 0 } }, Wave.MIGRATIONS],
  ['batch/Job', 'by itself', { spec: { ttlSecondsAfterFinished: 600 } }, Wave.MIGRATIONS],
  ['batch/CronJob', 'no: it runs when it is time'],
  ['cert-manager.io/ClusterIssuer', READY],
  ['cert-manager.io/Issuer', READY],
  ['cert-manager.io/Certificate', 'no: it may need records of the domain, which a program writes after all of it'],
  ['projectcontour.io/TLSCertificateDelegation', 'no: it has no state'],
  ...['SecretStore', 'ClusterSecretStore', 'ExternalSecret', 'ClusterExternalSecret']
    .map((kind) => [`external-secrets.io/${kind}`, READY] as const),
  ['external-secrets.io/PushSecret', 'no: nothing of the cluster needs it to be ready'],
  ...['VaultConnection', 'VaultAuth', 'VaultAuthGlobal', 'HCPAuth', 'SecretTransformation']
    .map((kind) => [`secrets.hashicorp.com/${kind}`, VALID] as const),
  ...['HCPVaultSecretsApp', 'VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret']
    .map((kind) => [`secrets.hashicorp.com/${kind}`, WRITTEN] as const),
  ['operator.knative.dev/KnativeServing', INSTALLED],
  ['operator.knative.dev/KnativeEventing', INSTALLED],
  ['networking.internal.knative.dev/ClusterDomainClaim', 'no: it has no state'],
  ['networking.internal.knative.dev/Certificate', 'no: Knative tries for it with those of services'],
  ...['Service', 'Configuration', 'Route', 'DomainMapping'].map((kind) => [`serving.knative.dev/${kind}`, READY] as const),
  ...['Broker', 'Trigger', 'EventType', 'EventPolicy', 'RequestReply', 'EventTransform', 'KafkaSink']
    .map((kind) => [`eventing.knative.dev/${kind}`, READY] as const),
  ['eventing.knative.dev/RabbitmqBrokerConfig', 'no: it has no status'],
  ...['Channel', 'InMemoryChannel', 'KafkaChannel', 'Subscription'].map((kind) => [`messaging.knative.dev/${kind}`, READY] as const),
  ...['Sequence', 'Parallel'].map((kind) => [`flows.knative.dev/${kind}`, READY] as const),
  ...['PingSource', 'SinkBinding', 'ContainerSource', 'KafkaSource', 'ApiServerSource', 'IntegrationSource']
    .map((kind) => [`sources.knative.dev/${kind}`, READY] as const),
  ...['JobSink', 'IntegrationSink'].map((kind) => [`sinks.knative.dev/${kind}`, READY] as const),
  ['example.com/Anything', 'no: nobody knows how it says that it is ready'],
];

test.each(DECIDED.map(([id, decision, fields = {}, wave]) => [id, wave ?? 'its own', decision, fields, wave] as const))(
  '%s in the step %s: %s', (id, _, decision, fields, wave) => {
    const piece = pieceOf(id, fields, wave);
    const { order, of } = read(piece);
    const annotations = annotated(of(piece), order, NEWEST);
    const asked = annotations['pulumi.com/waitFor'];
    const [word] = decision.split(':');
    expect(isWaitedFor(order.awaiting.get(of(piece).id) ?? {})).toBe(word === 'waits' || word === 'by itself');
    if (word === 'waits') expect(`waits: ${asked}`).toBe(decision);
    else if (word === 'passed') expect(asked ?? annotations['pulumi.com/skipAwait']).toMatch(/^(true|jsonpath=\{\.metadata\.name\})$/);
    else expect(annotations).toEqual({});
  });

/** Kinds of which the steps, the rules of readiness or the constructs of `core` say something. */
function kindsIn(file: string): string[] {
  const text = fs.readFileSync(path.join(__dirname, '..', '..', 'lib', 'core', file), 'utf8');
  const pairs = [...text.matchAll(/namespaced\('([^']+)\/[^'/]+', '([A-Za-z]+)'/g)].map(([, group, kind]) => `${group}/${kind}`);
  return [...[...text.matchAll(/'([a-z0-9.]*\/[A-Z][A-Za-z]+)':/g)].map(([, id = '']) => id), ...pairs];
}

test('about each kind that the library knows there is a decision, in each step that it may be in', () => {
  const kinds = [...new Set([...kindsIn('waves.ts'), ...kindsIn('readiness.ts'), ...kindsIn('kinds.ts')])];
  expect(kinds.length).toBeGreaterThan(55);
  expect(kinds.filter((id) => !DECIDED.some(([decided]) => decided === id))).toEqual([]);
  const inSteps = kinds.flatMap((id) => {
    const piece = pieceOf(id);
    const object = { apiVersion: piece.apiVersion ?? '', kind: piece.kind };
    const waves = id.includes('.knative.dev/') ? [waveOf(object)] : [waveOf(object), waveOfInstalled(object), waveOfController(object)];
    return [...new Set(waves)].filter((wave) => isAwaited(wave)).map((wave) => ({ id, wave }));
  });
  // What `apply` waits for, Pulumi waits for, but where a reason says why not.
  const reasons = DECIDED.filter(([, decision]) => decision.startsWith('no') || decision.startsWith('passed')).map(([id]) => id);
  const open = inSteps.filter(({ id, wave }) => {
    const fields = id.startsWith('admissionregistration') ? { webhooks: [ACROSS] } : {};
    const piece = pieceOf(id, fields, wave);
    const { order, of } = read(piece);
    return !isWaitedFor(order.awaiting.get(of(piece).id) ?? {}) && !reasons.includes(id);
  });
  expect(open).toEqual([]);
});

describe('what is asked', () => {
  it.each<[string, string, Fields, Wave | undefined, Readonly<Record<string, string>>]>([
    ['a service', 'serving.knative.dev/Service', {}, undefined, { 'pulumi.com/waitFor': 'condition=Ready' }],
    ['Knative of an exact version', 'operator.knative.dev/KnativeServing', { spec: { version: '1.23.0' } }, undefined, {
      'pulumi.com/waitFor': '["condition=Ready","jsonpath={.status.version}=1.23.0"]', 'pulumi.com/timeoutSeconds': '1200',
    }],
    ['Knative of any version', 'operator.knative.dev/KnativeEventing', { spec: { version: '1.23' } }, undefined, {
      'pulumi.com/waitFor': '["condition=Ready","jsonpath={.status.version}"]', 'pulumi.com/timeoutSeconds': '1200',
    }],
    ['webhooks without their certificates', 'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
      { webhooks: [ACROSS, { clientConfig: { service: {}, caBundle: 'Zm9v' } }, ACROSS] }, Wave.ADMISSION, {
        'pulumi.com/waitFor': '["jsonpath={.webhooks[0].clientConfig.caBundle}","jsonpath={.webhooks[2].clientConfig.caBundle}"]',
      }],
    ['a StatefulSet that is updated in part', 'apps/StatefulSet', { spec: { replicas: 3, updateStrategy: { rollingUpdate: { partition: 1 } } } },
      undefined, { 'pulumi.com/waitFor': 'jsonpath={.status.readyReplicas}=3' }],
    ['a load balancer', '/Service', { spec: { type: 'LoadBalancer' } }, undefined,
      { 'pulumi.com/waitFor': "jsonpath={.status.loadBalancer.ingress[*]['hostname','ip']}" }],
    ['a Service', '/Service', {}, undefined, { 'pulumi.com/skipAwait': 'true' }],
    ['a Job that nobody waits for, whose removal is', 'batch/Job', {}, undefined, { 'pulumi.com/waitFor': 'jsonpath={.metadata.name}' }],
  ])('of %s', (_, id, fields, wave, expected) => {
    expect(annotationsFor(id, fields, wave)).toEqual(expected);
  });

  it('is what the program wrote itself, where it did', () => {
    const own = { ...knative('own'), annotations: { 'pulumi.com/waitFor': 'condition=RoutesReady' } };
    const none = { ...knative('none'), annotations: { 'pulumi.com/skipAwait': 'true' } };
    const later = { ...knative('later'), annotations: { 'pulumi.com/timeoutSeconds': '60' } };
    const { order, of } = read(own, none, later);
    expect([own, none, later].map((piece) => annotated(of(piece), order, NEWEST)))
      .toEqual([{}, {}, { 'pulumi.com/waitFor': 'condition=Ready' }]);
    expect([own, none].map((piece) => order.awaited.has(of(piece).id))).toEqual([true, false]);
  });

  it('leaves the time to the program that says one', () => {
    const serving = {
      ...pieceOf('operator.knative.dev/KnativeServing'), annotations: { 'pulumi.com/timeoutSeconds': '3000' },
    };
    const { order, of } = read(serving);
    expect(annotated(of(serving), order, NEWEST)).not.toHaveProperty(['pulumi.com/timeoutSeconds']);
  });

  it.each([
    ['4.1.1', 'batch/Job', { 'pulumi.com/skipAwait': 'true' }],
    ['v4.17.1', 'batch/Job', { 'pulumi.com/skipAwait': 'true' }],
    ['4.18.0', 'batch/Job', { 'pulumi.com/waitFor': 'jsonpath={.metadata.name}' }],
    ['4.18.0', 'secrets.hashicorp.com/VaultStaticSecret', { 'pulumi.com/waitFor': 'jsonpath={.status.lastGeneration}' }],
    ['4.24.0', 'secrets.hashicorp.com/VaultStaticSecret', { 'pulumi.com/waitFor': expect.stringContaining('@.lastGeneration==') as string }],
    ['5.0.0', 'secrets.hashicorp.com/VaultStaticSecret', { 'pulumi.com/waitFor': expect.stringContaining('@.lastGeneration==') as string }],
  ])('suits version %s: %s', (version, id, expected) => {
    expect(annotationsFor(id, {}, undefined, version)).toEqual(expected);
  });

  it('is what Pulumi asks of a load balancer by itself, pods and address, where it cannot be asked for the address alone', () => {
    const pods = { metadata: { labels: { app: 'entry' } }, spec: { volumes: [{ secret: { secretName: 'tls' } }] } };
    const entry: Piece = { kind: 'Service', namespace: 'system', name: 'entry', fields: { spec: { type: 'LoadBalancer', selector: { app: 'entry' } } } };
    const proxy: Piece = { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'system', name: 'proxy', fields: { spec: { template: pods } } };
    const later: Piece = {
      apiVersion: 'cert-manager.io/v1', kind: 'Certificate', namespace: 'system', name: 'tls', wave: Wave.WIRING, fields: { spec: { secretName: 'tls' } },
    };
    const address = { 'pulumi.com/waitFor': "jsonpath={.status.loadBalancer.ingress[*]['hostname','ip']}" };
    const annotationsWith = (version: string, ...pieces: readonly Piece[]) => {
      const { order, of } = readFor(version, entry, proxy, ...pieces);
      return annotated(of(entry), order, version);
    };
    expect(annotationsWith('4.17.0')).toEqual({});
    expect(annotationsWith('4.18.0')).toEqual(address);
    // Its pods would need what comes after it.
    expect(annotationsWith('4.17.0', later)).toEqual({ 'pulumi.com/skipAwait': 'true' });
    expect(annotationsWith('4.18.0', later)).toEqual(address);
  });
});

describe('what cannot be waited for', () => {
  const sink = broker('orders');

  it('is a service whose address of a receiver a later binding brings: only until it has an address of its own', () => {
    const web = knative('web');
    const { order, of } = read(web, sink, binding('web', { subject: ref(web), sink: { ref: ref(sink) } }));
    expect(annotated(of(web), order, NEWEST)).toEqual({ 'pulumi.com/waitFor': 'jsonpath={.status.url}' });
  });

  it('is a Deployment that a later binding chooses by its labels', () => {
    const shop: Piece = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', labels: { app: 'web' } };
    const other = { ...shop, name: 'other', labels: { app: 'other' } };
    const subject = { apiVersion: 'apps/v1', kind: 'Deployment', selector: { matchLabels: { app: 'web' } } };
    const { order, of } = read(shop, other, binding('web', { subject, sink: { ref: ref(sink) } }));
    expect(annotated(of(shop), order, NEWEST)).toEqual({ 'pulumi.com/waitFor': 'jsonpath={.metadata.name}' });
    expect(annotated(of(shop), order, '4.1.1')).toEqual({ 'pulumi.com/skipAwait': 'true' });
    expect(annotated(of(other), order, NEWEST)).toEqual({});
  });

  it('is a trigger of a service that waits for a binding, and not one of another service', () => {
    const [web, process] = [knative('web'), knative('process')];
    const [first, second] = [web, process].map((service) => trigger(service.name, { broker: 'orders', subscriber: { ref: ref(service) } }));
    const { order, of } = read(web, process, sink, ...[first, second].filter((each) => each !== undefined),
      binding('web', { subject: ref(web), sink: { ref: ref(sink) } }));
    expect([web, process, first, second, sink].map((piece) => piece !== undefined && order.awaited.has(of(piece).id)))
      .toEqual([false, true, false, true, true]);
  });

  it('is a broker whose dead letters go to a sequence that replies to the broker', () => {
    const sequence: Piece = {
      apiVersion: 'flows.knative.dev/v1', kind: 'Sequence', namespace: 'shop', name: 'dead',
      fields: { spec: { reply: { ref: ref(broker('orders')) } } },
    };
    const orders = broker('orders', { delivery: { deadLetterSink: { ref: ref(sequence) } } });
    const { order, of } = read(orders, sequence, trigger('all', { broker: 'orders' }));
    expect(annotated(of(orders), order, NEWEST)).toEqual({ 'pulumi.com/skipAwait': 'true' });
    expect(annotated(of(sequence), order, NEWEST)).toEqual({ 'pulumi.com/skipAwait': 'true' });
  });

  it('is a broker whose dead letters go to a later sequence, and not the sequence', () => {
    const sequence: Piece = { apiVersion: 'flows.knative.dev/v1', kind: 'Sequence', namespace: 'shop', name: 'dead' };
    const orders = broker('orders', { delivery: { deadLetterSink: { ref: ref(sequence) } } });
    const { order, of } = read(orders, sequence, binding('x', { sink: { ref: ref(orders) } }));
    expect([orders, sequence].map((piece) => order.awaited.has(of(piece).id))).toEqual([false, true]);
  });

  it('is a trigger that depends on a source, and a policy for one', () => {
    const source: Piece = { apiVersion: 'sources.knative.dev/v1', kind: 'PingSource', namespace: 'shop', name: 'tick' };
    const depending = trigger('all', { broker: 'orders' }, {
      'knative.dev/dependency': JSON.stringify({ kind: 'PingSource', apiVersion: 'sources.knative.dev/v1', name: 'tick' }),
    });
    const broken = trigger('broken', { broker: 'orders' }, { 'knative.dev/dependency': '{' });
    const policy: Piece = {
      apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'EventPolicy', namespace: 'shop', name: 'only',
      fields: { spec: { from: [{ ref: ref(source) }] } },
    };
    const { order, of } = read(sink, depending, broken, policy, source);
    expect([sink, depending, broken, policy, source].map((piece) => order.awaited.has(of(piece).id)))
      .toEqual([true, false, true, false, true]);
  });

  it('is a controller whose pods mount a Secret that a later step makes, with all that asks it', () => {
    const certificate: Piece = {
      apiVersion: 'cert-manager.io/v1', kind: 'Certificate', namespace: 'system', name: 'serving', fields: { spec: { secretName: 'tls' } },
    };
    const pods = { metadata: { labels: { app: 'hook' } }, spec: { volumes: [{ name: 'tls', secret: { secretName: 'tls' } }] } };
    const controller: Piece = {
      apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'system', name: 'hook', wave: Wave.CONTROLLERS, fields: { spec: { template: pods } },
    };
    const service: Piece = { kind: 'Service', namespace: 'system', name: 'hook', wave: Wave.CONTROLLERS, fields: { spec: { selector: { app: 'hook' } } } };
    const balancer: Piece = { ...service, name: 'public', fields: { spec: { type: 'LoadBalancer' } } };
    const webhook: Piece = {
      apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', name: 'hook', wave: Wave.ADMISSION,
      fields: { webhooks: [{ clientConfig: { service: { name: 'hook', namespace: 'system' } } }] },
    };
    const issuer: Piece = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', namespace: 'system', name: 'self', after: [certificate] };
    const { order, of } = read(controller, service, balancer, webhook, certificate, issuer);
    // Nobody waits for the certificate, so that it is there soon; the pods need it, and it comes after all of these.
    const pieces = [controller, balancer, webhook];
    expect(pieces.map((piece) => order.awaited.has(of(piece).id))).toEqual([false, false, false]);
    expect(annotated(of(webhook), order, NEWEST)).toEqual({ 'pulumi.com/skipAwait': 'true' });
    const injected = { ...webhook, name: 'injected', annotations: { 'cert-manager.io/inject-ca-from': 'system/serving' }, fields: { webhooks: [ACROSS] } };
    const again = read(injected, certificate);
    expect(again.order.awaited.has(again.of(injected).id)).toBe(false);
  });

  it('is one of a step that needs what the program has come after it, and not what stands between', () => {
    const flow = (name: string, more: Partial<Piece> = {}): Piece =>
      ({ apiVersion: 'flows.knative.dev/v1', kind: 'Sequence', namespace: 'shop', name, ...more });
    const first = trigger('first', { subscriber: { ref: ref(flow('last')) } });
    const middle = flow('middle', { after: [first] });
    const last = flow('last', { after: [middle] });
    const { order, of } = read(first, middle, last);
    expect([first, middle, last].map((piece) => order.awaited.has(of(piece).id))).toEqual([false, true, true]);
  });

  it('are two of a step, of which each needs what comes after the other one', () => {
    const flow = (name: string, more: Partial<Piece> = {}): Piece =>
      ({ apiVersion: 'flows.knative.dev/v1', kind: 'Sequence', namespace: 'shop', name, ...more });
    const left = trigger('left', { subscriber: { ref: ref(flow('after-right')) } });
    const right = trigger('right', { subscriber: { ref: ref(flow('after-left')) } });
    const [afterLeft, afterRight] = [flow('after-left', { after: [left] }), flow('after-right', { after: [right] })];
    const { order, of } = read(left, right, afterLeft, afterRight);
    expect([left, right, afterLeft, afterRight].map((piece) => order.awaited.has(of(piece).id)))
      .toEqual([false, false, true, true]);
  });

  it('is no Job that something comes after', () => {
    const job: Piece = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'schema' };
    const { order, of } = read(job, knative('web', {}, { after: [job] }));
    expect(order.awaited.has(of(job).id)).toBe(true);
    expect(annotated(of(job), order, NEWEST)).toEqual({});
  });

  it('is no service whose Secret may be absent, or comes before it', () => {
    const external: Piece = {
      apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', namespace: 'shop', name: 'db', fields: { spec: { target: { name: 'database' } } },
    };
    const from = (more: Fields): Fields =>
      ({ spec: { template: { spec: { containers: [{ envFrom: [{ secretRef: { name: 'database', ...more } }] }] } } } });
    const awaitedOf = (...pieces: readonly Piece[]): boolean[] => {
      const { order, of } = read(...pieces);
      return pieces.map((piece) => order.awaited.has(of(piece).id));
    };
    const last = { ...external, wave: Wave.SOURCES };
    expect(awaitedOf(external, knative('web', from({})))).toEqual([true, true]);
    expect(awaitedOf(last, knative('web', from({ optional: true })))).toEqual([true, true]);
    expect(awaitedOf(last, knative('web', from({})))).toEqual([true, false]);
  });
});

/** Kinds whose conditions say what `readinessOf` goes by. */
const JUDGED = [
  'serving.knative.dev/Service', 'eventing.knative.dev/Broker', 'sources.knative.dev/SinkBinding', 'cert-manager.io/ClusterIssuer',
  'external-secrets.io/ExternalSecret', 'apiextensions.k8s.io/CustomResourceDefinition', 'secrets.hashicorp.com/VaultAuth',
  'secrets.hashicorp.com/VaultStaticSecret', 'secrets.hashicorp.com/VaultPKISecret', 'operator.knative.dev/KnativeServing',
];

const generation = fc.integer({ min: 1, max: 3 });
const statusArbitrary = fc.record({
  observedGeneration: generation,
  conditions: fc.uniqueArray(fc.record({
    type: fc.constantFrom('Ready', 'Established', 'SinkProvided'), status: fc.constantFrom('True', 'False', 'Unknown'), observedGeneration: generation,
  }, { requiredKeys: ['type', 'status'] }), { selector: ({ type }) => type }),
  valid: fc.boolean(), lastGeneration: generation, version: fc.constant('1.23.0'),
}, { requiredKeys: [] });

type Status = typeof statusArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** What a controller may write: that of Vault has no generation but that of its Secret, and its conditions agree. */
function possible(id: string, generationNow: number, { lastGeneration = 0, ...status }: Status): Status {
  if (!id.includes('hashicorp')) return status;
  const { conditions = [], ...others } = status;
  const own = conditions.map(({ type, status: value }) => ({ type, status: value }));
  return {
    valid: others.valid, lastGeneration: Math.min(generationNow, lastGeneration), conditions: id.endsWith('Auth') ? [] : own,
  };
}

test('what is asked is true of ready objects, and of no other', () => {
  fc.assert(fc.property(fc.constantFrom(...JUDGED), generation, statusArbitrary, (id, number, status) => {
    const { apiVersion, kind } = pieceOf(id);
    const live = { apiVersion, kind, metadata: { name: 'a', generation: number }, status: possible(id, number, status) };
    const asked = askedOf(id);
    const { ready } = readinessOf(live);
    if (!isSatisfied(asked, live)) {
      // The operator's version is asked for as well, and a condition of its own says what generation it is of.
      const isStricter = kind === 'KnativeServing' && status.version === undefined;
      expect(ready && !isStricter).toBe(false);
    } else if (!ready) {
      // The provider looks at the generation of the condition alone, where there is one.
      const [type] = id.startsWith('apiext') ? ['Established'] : ['Ready'];
      const condition = status.conditions?.find((each) => each.type === type);
      expect(condition?.observedGeneration).toBeDefined();
    }
  }), { numRuns: 2_000 });
});

test('a webhook has its certificates when the provider says so', () => {
  const bundle = fc.constantFrom(undefined, 'Zm9v');
  fc.assert(fc.property(fc.array(bundle, { minLength: 1, maxLength: 4 }), (bundles) => {
    const id = 'admissionregistration.k8s.io/MutatingWebhookConfiguration';
    const { apiVersion, kind } = pieceOf(id);
    const webhooks = bundles.map((caBundle) => ({ name: 'a', clientConfig: { ...ACROSS.clientConfig, ...caBundle === undefined ? {} : { caBundle } } }));
    const asked = annotationsFor(id, { webhooks: bundles.map(() => ACROSS) }, Wave.ADMISSION)['pulumi.com/waitFor'] ?? '';
    const live = { apiVersion, kind, metadata: { name: 'a' }, webhooks };
    expect(isSatisfied(asked, live)).toBe(readinessOf(live).ready);
  }));
});
