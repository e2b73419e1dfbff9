import type { KubernetesObject } from '../control-plane/api-server';

/** Who applies here, as the API server knows it: the webhook of Serving writes this name into what it admits. */
const CALLER = 'judge';
const CREATOR = { annotations: { 'serving.knative.dev/creator': CALLER } };
const TEMPLATE = { spec: { containers: [{ image: 'ghcr.io/example/orders:1.0' }] } };
const DATA = Buffer.from('value').toString('base64');
const SUBSCRIBERS = [{ uid: 'u', subscriberUri: 'http://orders.example.com' }];

/** Objects with fields that no program of the library writes, but that its table of immutable fields speaks of. */
export function objectsByHand(namespace: string): readonly KubernetesObject[] {
  const object = (apiVersion: string, kind: string, name: string, fields: object, metadata: object = {}) => (
    { apiVersion, kind, metadata: { name, namespace, ...metadata }, ...fields });
  return [
    object('v1', 'ConfigMap', 'frozen', { data: { a: 'b' }, binaryData: { c: DATA }, immutable: true }),
    object('v1', 'Secret', 'frozen', { data: { a: DATA }, immutable: true }),
    object('v1', 'ResourceQuota', 'scoped', { spec: { hard: { pods: '5' }, scopes: ['NotTerminating'] } }),
    object('v1', 'Secret', 'typed', { data: { a: DATA }, type: 'example.com/token' }),
    object('serving.knative.dev/v1', 'Service', 'created', { spec: { template: TEMPLATE } }, CREATOR),
    object('serving.knative.dev/v1', 'Configuration', 'configured', { spec: { template: TEMPLATE } }, CREATOR),
    object('serving.knative.dev/v1', 'Revision', 'revised', TEMPLATE),
    object('serving.knative.dev/v1', 'Route', 'routed', { spec: { traffic: [{ configurationName: 'configured', percent: 100 }] } }, CREATOR),
    object('serving.knative.dev/v1beta1', 'DomainMapping', 'orders.shop.example.com', {
      spec: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'created' } },
    }, CREATOR),
    object('apps/v1', 'Deployment', 'selected', {
      spec: {
        selector: { matchLabels: { app: 'orders' } },
        template: { metadata: { labels: { app: 'orders' } }, spec: { containers: [{ name: 'orders', image: 'ghcr.io/example/orders:1.0' }] } },
      },
    }),
    object('messaging.knative.dev/v1', 'InMemoryChannel', 'subscribed', { spec: { subscribers: SUBSCRIBERS } }),
    object('messaging.knative.dev/v1', 'KafkaChannel', 'read', { spec: { subscribers: SUBSCRIBERS } }),
  ];
}
