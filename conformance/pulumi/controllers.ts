import type { ApiServer, KubernetesObject } from '../control-plane/api-server';

const CONTROLLER = 'fieldManager=eventing-controller';
const DEPLOYMENTS = '/apis/apps/v1/namespaces';

/** What a binding writes into a container that sends. */
export const BOUND = [{ name: 'K_SINK', value: 'http://broker.example.com' }, { name: 'K_CE_OVERRIDES', value: '{}' }];

/** What the controller of PingSources tells their adapter. Follows MakeReceiveAdapterEnvVar of Eventing. */
export const SAID: readonly object[] = [
  { name: 'SYSTEM_NAMESPACE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } } },
  { name: 'NAMESPACE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } } },
  ...['K_METRICS_CONFIG', 'K_LOGGING_CONFIG', 'K_LEADER_ELECTION_CONFIG', 'K_OBSERVABILITY_CONFIG']
    .map((name) => ({ name, value: '{"said":"by the controller"}' })),
  { name: 'K_NO_SHUTDOWN_AFTER', value: '0s' }, { name: 'K_SINK_TIMEOUT', value: '-1' },
];

/** Plays a SinkBinding: it writes into the containers of what it binds, which are one value in a service of Knative. */
export async function bind(api: ApiServer, ...subjects: readonly KubernetesObject[]): Promise<void> {
  for (const { apiVersion, kind, metadata: { name, namespace = 'default' } } of subjects) {
    const path = `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s/${name}?${CONTROLLER}`;
    await changed(api, path, [{ op: 'add', path: '/spec/template/spec/containers/0/env', value: BOUND }]);
  }
}

/** Plays the controller of PingSources when there is a first one: it starts the adapter, with its settings. */
export async function startAdapter(api: ApiServer, { metadata: { name, namespace = '' } }: KubernetesObject): Promise<void> {
  await changed(api, `${DEPLOYMENTS}/${namespace}/deployments/${name}?${CONTROLLER}`, [
    { op: 'add', path: '/spec/template/spec/containers/0/env', value: SAID },
    { op: 'replace', path: '/spec/replicas', value: 1 },
  ]);
}

async function changed(api: ApiServer, path: string, change: readonly object[]): Promise<void> {
  const refused = await api.patch(path, change, 'application/json-patch+json');
  if (refused !== undefined) throw new Error(`PATCH ${path}: ${refused}`);
}
