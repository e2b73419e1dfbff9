import { readinessOf } from '../../lib/core';

const at = (kind: string, apiVersion: string, fields: object = {}, metadata: object = {}): object => (
  { apiVersion, kind, metadata: { name: 'a', generation: 2, ...metadata }, ...fields });
const workload = (kind: string, spec: object, status: object): object => (
  at(kind, 'apps/v1', { spec, status: { observedGeneration: 2, ...status } }));
const conditioned = (apiVersion: string, kind: string, ...conditions: readonly object[]): object => (
  at(kind, apiVersion, { status: { observedGeneration: 2, conditions } }));
const hooks = (...bundles: readonly (string | undefined)[]): object => at('ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/v1', {
  webhooks: bundles.map((caBundle, index) => ({ name: `hook-${index}`, clientConfig: { service: { name: 'hooks' }, caBundle } })),
});

const READY: readonly (readonly [string, object])[] = [
  ['a ConfigMap', at('ConfigMap', 'v1')],
  ['an active namespace', at('Namespace', 'v1', { status: { phase: 'Active' } })],
  ['a Service of Kubernetes', at('Service', 'v1')],
  ['an established definition', conditioned('apiextensions.k8s.io/v1', 'CustomResourceDefinition', { type: 'Established', status: 'True' })],
  ['an available API', conditioned('apiregistration.k8s.io/v1', 'APIService', { type: 'Available', status: 'True' })],
  ['a Deployment', workload('Deployment', { replicas: 2 }, { updatedReplicas: 2, availableReplicas: 2 })],
  ['a Deployment without pods', workload('Deployment', { replicas: 0 }, {})],
  ['a Deployment that does not say how many', workload('Deployment', {}, { updatedReplicas: 1, availableReplicas: 1 })],
  ['a Deployment that has more pods than are asked for, all of them new', workload('Deployment', { replicas: 1 },
    { replicas: 2, updatedReplicas: 2, availableReplicas: 2 })],
  ['a StatefulSet', workload('StatefulSet', { replicas: 2 }, { updatedReplicas: 2, readyReplicas: 2 })],
  ['a StatefulSet that is partitioned', workload('StatefulSet', { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } },
    { updatedReplicas: 1, readyReplicas: 3 })],
  ['a StatefulSet that is updated by hand', workload('StatefulSet', { updateStrategy: { type: 'OnDelete' } }, { readyReplicas: 1 })],
  ['a DaemonSet without nodes', workload('DaemonSet', {}, { desiredNumberScheduled: 0 })],
  ['a DaemonSet', workload('DaemonSet', {}, { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 })],
  ['a DaemonSet that is updated by hand', workload('DaemonSet', { updateStrategy: { type: 'OnDelete' } },
    { desiredNumberScheduled: 2, updatedNumberScheduled: 0, numberAvailable: 2 })],
  ['a Job', conditioned('batch/v1', 'Job', { type: 'Complete', status: 'True' })],
  ['webhooks with certificates', hooks('a', 'b')],
  ['a configuration without webhooks', at('MutatingWebhookConfiguration', 'admissionregistration.k8s.io/v1')],
  ['a webhook outside of the cluster, which needs no certificate', at('ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/v1', {
    webhooks: [{ name: 'policy', clientConfig: { url: 'https://example.com' } }],
  })],
  ['a service', conditioned('serving.knative.dev/v1', 'Service', { type: 'Ready', status: 'True' })],
  ['the certificate of Serving for itself, which it may have no issuer for', conditioned('networking.internal.knative.dev/v1alpha1', 'Certificate',
    { type: 'Ready', status: 'Unknown' })],
  ['a Secret of Vault that was written', at('VaultStaticSecret', 'secrets.hashicorp.com/v1beta1', { status: { lastGeneration: 2 } })],
  ['a connection to Vault', at('VaultConnection', 'secrets.hashicorp.com/v1beta1', { status: { valid: true } })],
  ['a certificate', conditioned('cert-manager.io/v1', 'Certificate', { type: 'Ready', status: 'True', observedGeneration: 2 })],
  ['a kind that nobody knows, without a status', at('Widget', 'example.com/v1')],
  ['a kind that nobody knows, which says so', conditioned('example.com/v1', 'Widget', { type: 'Ready', status: 'True' })],
];

test.each(READY)('%s is ready', (_, live) => {
  expect(readinessOf(live)).toEqual({ ready: true });
});

const WAITING: readonly (readonly [string, object, string])[] = [
  ['a namespace that goes away', at('Namespace', 'v1', { status: { phase: 'Terminating' } }), 'phase Terminating'],
  ['what is being deleted', at('ConfigMap', 'v1', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }), 'it is being deleted'],
  ['a new definition', at('CustomResourceDefinition', 'apiextensions.k8s.io/v1'), 'no condition Established yet'],
  ['a definition of a name that is taken', conditioned('apiextensions.k8s.io/v1', 'CustomResourceDefinition',
    { type: 'NamesAccepted', status: 'False', reason: 'PluralConflict', message: '"widgets" is already in use' }),
  'NamesAccepted is False: PluralConflict, "widgets" is already in use'],
  ['a new Deployment', at('Deployment', 'apps/v1', { spec: { replicas: 1 } }), 'its controller has not seen it yet'],
  ['a Deployment that was changed', at('Deployment', 'apps/v1', { status: { observedGeneration: 1, updatedReplicas: 1, availableReplicas: 1 } }),
    'its controller has not seen the last change yet'],
  ['a Deployment with old pods', workload('Deployment', { replicas: 2 }, { updatedReplicas: 1, availableReplicas: 2 }), '1 of 2 replicas are up to date'],
  ['a Deployment with pods that start', workload('Deployment', { replicas: 2 }, { updatedReplicas: 2 }), '0 of 2 replicas are available'],
  ['a Deployment whose old pod alone is available', workload('Deployment', { replicas: 1 },
    { replicas: 2, updatedReplicas: 1, availableReplicas: 1 }), '1 old replicas are still there'],
  ['a Deployment with new pods that are not available', workload('Deployment', { replicas: 1 },
    { replicas: 2, updatedReplicas: 2, availableReplicas: 1 }), '1 of 2 updated replicas are available'],
  ['a Deployment that is stuck', workload('Deployment', {}, {
    updatedReplicas: 1, conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
  }), '0 of 1 replicas are available, and Progressing is False: ProgressDeadlineExceeded'],
  ['a new DaemonSet', at('DaemonSet', 'apps/v1'), 'its controller has not seen it yet'],
  ['a Job that runs', at('Job', 'batch/v1', { spec: { completions: 2 }, status: { succeeded: 1 } }), '1 of 2 completions'],
  ['a Job that is suspended', at('Job', 'batch/v1', { spec: { suspend: true } }), 'it is suspended'],
  ['a webhook without a certificate', hooks('a', ''), 'no caBundle in hook-1 yet'],
  ['a new service', at('Service', 'serving.knative.dev/v1'), 'no condition Ready yet'],
  ['a service that fails', conditioned('serving.knative.dev/v1', 'Service', { type: 'Ready', status: 'False', reason: 'RevisionFailed', message: 'no image' }),
    'Ready is False: RevisionFailed, no image'],
  ['a binding of Knative without a status', at('KafkaBinding', 'bindings.knative.dev/v1'), 'no condition Ready yet'],
  ['a certificate whose condition is that of an older generation',
    at('Certificate', 'cert-manager.io/v1', { status: { conditions: [{ type: 'Ready', status: 'True', observedGeneration: 1 }] } }),
    'its controller has not seen the last change yet'],
  ['a Secret of Vault that was written before the last change', at('VaultStaticSecret', 'secrets.hashicorp.com/v1beta1', { status: { lastGeneration: 1 } }),
    'its controller has not seen the last change yet'],
  ['a Secret of Vault that cannot be written', at('VaultDynamicSecret', 'secrets.hashicorp.com/v1beta1', {
    status: { lastGeneration: 2, conditions: [{ type: 'Ready', status: 'False', reason: 'VaultClientError' }] },
  }), 'Ready is False: VaultClientError'],
  ['a new way to log in to Vault', at('VaultAuth', 'secrets.hashicorp.com/v1beta1'), 'its controller has not seen the last change yet'],
  ['a way to log in that Vault refuses', at('VaultAuth', 'secrets.hashicorp.com/v1beta1', { status: { valid: false, error: 'no role' } }),
    'it is not valid: no role'],
  ['a certificate that is made', conditioned('cert-manager.io/v1', 'Certificate', { type: 'Ready', status: 'Unknown' }), 'Ready is Unknown'],
];

test.each(WAITING)('%s is waited for', (_, live, reason) => {
  expect(readinessOf(live)).toEqual({ ready: false, reason });
});

test('a Job that used up its attempts is not waited for', () => {
  expect(readinessOf(conditioned('batch/v1', 'Job', { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' })))
    .toEqual({ ready: false, failed: true, reason: 'Failed is True: BackoffLimitExceeded' });
});
