import { Wave } from '../../lib/core';
import type { KubernetesObject } from '../control-plane/api-server';

/** An object as it is in a cluster at some time. */
export interface LiveObject {
  readonly what: string;
  readonly wave: Wave;
  readonly live: KubernetesObject;
}

const GENERATION = 2;
const NOW = { observedGeneration: GENERATION };
const BEFORE = { observedGeneration: GENERATION - 1 };

function row(wave: Wave, what: string, id: string, fields: object): LiveObject {
  const [group = '', kind = ''] = id.split('/');
  const metadata = { name: 'a', namespace: 'default', generation: GENERATION };
  return { what: `${kind}: ${what}`, wave, live: { apiVersion: `${group}/v1`, kind, metadata, ...fields } };
}

/** Statuses of one kind, by what they are. */
function rows(
  wave: Wave, id: string, spec: object, statuses: Readonly<Record<string, object | undefined>>,
): LiveObject[] {
  return Object.entries(statuses).map(([what, status]) => (
    row(wave, what, id, status === undefined ? { spec } : { spec, status })));
}

const condition = (type: string, status = 'True', fields: object = {}) => ({ type, status, ...fields });
const PROGRESSING = condition('Progressing', 'True', { reason: 'NewReplicaSetAvailable' });
const OPERATOR = ['DependenciesInstalled', 'DeploymentsAvailable', 'InstallSucceeded', 'Ready', 'VersionMigrationEligible'];

/** What the operator has written, where some conditions are not true. */
function installed(not: Readonly<Record<string, string>>, fields: object = NOW) {
  return { version: '1.23.0', conditions: OPERATOR.map((type) => condition(type, not[type])), ...fields };
}

const KNATIVE = {
  'nothing yet': undefined,
  'the operator has begun': installed({ Ready: 'Unknown', DeploymentsAvailable: 'Unknown', InstallSucceeded: 'Unknown' }, { ...NOW, version: undefined }),
  'not seen since it was changed': installed({}, BEFORE),
  'applied, but its pods do not run': installed({ Ready: 'False', DeploymentsAvailable: 'False' }),
  'refused by the server': installed({ Ready: 'False', InstallSucceeded: 'False' }),
  'ready': installed({}),
};

const NODES = { currentNumberScheduled: 2, desiredNumberScheduled: 2, numberMisscheduled: 0, numberReady: 2 };
const DAEMON_SET = {
  'not seen': { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  'not seen since it was changed': { ...NODES, ...BEFORE, updatedNumberScheduled: 2, numberAvailable: 2 },
  'seen, and no pod is new': { ...NODES, ...NOW, numberAvailable: 2 },
  'one pod is new': { ...NODES, ...NOW, updatedNumberScheduled: 1, numberAvailable: 1, numberUnavailable: 1 },
  'all are new, and one starts': { ...NODES, ...NOW, updatedNumberScheduled: 2, numberAvailable: 1, numberUnavailable: 1 },
  'ready': { ...NODES, ...NOW, updatedNumberScheduled: 2, numberAvailable: 2 },
  'no node is for it': { ...NOW, currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
};

const STATEFUL_SET = {
  'not seen': { replicas: 0, availableReplicas: 0 },
  'not seen since it was changed': { ...BEFORE, replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2 },
  'seen, and no pod is new': { ...NOW, replicas: 2, readyReplicas: 2, availableReplicas: 2 },
  'one starts': { ...NOW, replicas: 2, readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1 },
  'ready': { ...NOW, replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2 },
};

const VALID = { 'nothing yet': undefined, 'refused by Vault': { valid: false }, 'ready': { valid: true } };
/** The conditions that the operator has since 1.3; the one about restarts says nothing of the Secret. */
const synced = (healthy: boolean) => [
  condition('SecretSynced', healthy ? 'True' : 'False', { reason: 'Synced' }),
  condition('Healthy', healthy ? 'True' : 'False', { reason: healthy ? 'Healthy' : 'Unhealthy' }),
  condition('Ready', healthy ? 'True' : 'False', { reason: 'Ready' }),
];
const RESTARTS = condition('RolloutRestart', 'False', { reason: 'RolloutRestartTriggeredFailed' });
const WRITTEN = {
  'nothing yet': undefined,
  'not written since it was changed': { lastGeneration: 1 },
  'not written since it was changed, with conditions': { lastGeneration: 1, conditions: synced(true) },
  'refused by Vault, with conditions': { lastGeneration: 2, conditions: synced(false) },
  'ready': { lastGeneration: 2 },
  'ready, with conditions': { lastGeneration: 2, conditions: [...synced(true), RESTARTS] },
};
const ISSUER = {
  'nothing yet': undefined,
  'an empty list': { conditions: [] },
  'of before the change': { conditions: [condition('Ready', 'True', BEFORE)] },
  'refused': { conditions: [condition('Ready', 'False', NOW)] },
  'ready': { conditions: [condition('Ready', 'True', NOW)] },
};
const WEBHOOK = { name: 'a.example.com', clientConfig: { service: { name: 'a', namespace: 'default' } } };
const VAULT = 'secrets.hashicorp.com';

/** Objects of awaited steps, each as it is on its way to be ready. */
export const LIVE_OBJECTS: readonly LiveObject[] = [
  ...rows(Wave.DEFINITIONS, 'apiextensions.k8s.io/CustomResourceDefinition', {}, {
    'nothing yet': undefined,
    'names are taken': { conditions: [condition('NamesAccepted', 'False'), condition('Established', 'False', { reason: 'NotAccepted' })] },
    'names are accepted': { conditions: [condition('NamesAccepted'), condition('Established', 'False', { reason: 'Installing' })] },
    'ready': { conditions: [condition('NamesAccepted'), condition('Established', 'True', { reason: 'InitialNamesAccepted' })] },
  }),
  ...rows(Wave.CONTROLLERS, 'apps/Deployment', { replicas: 2 }, {
    'not seen since it was changed': { ...BEFORE, replicas: 2, updatedReplicas: 2, availableReplicas: 2, conditions: [PROGRESSING] },
    'on its way': { ...NOW, replicas: 2, updatedReplicas: 1, availableReplicas: 2, conditions: [condition('Progressing', 'True', { reason: 'ReplicaSetUpdated' })] },
    'ready': { ...NOW, replicas: 2, updatedReplicas: 2, availableReplicas: 2, conditions: [condition('Available'), PROGRESSING] },
  }),
  ...rows(Wave.CONTROLLERS, 'apps/DaemonSet', {}, DAEMON_SET),
  ...rows(Wave.CONTROLLERS, 'apps/DaemonSet', { updateStrategy: { type: 'OnDelete' } }, {
    'updated by hand, one starts': { ...NODES, ...NOW, numberAvailable: 1, numberUnavailable: 1 },
    'updated by hand': { ...NODES, ...NOW, numberAvailable: 2 },
  }),
  ...rows(Wave.KNATIVE, 'apps/StatefulSet', { replicas: 2 }, STATEFUL_SET),
  ...rows(Wave.KNATIVE, 'apps/StatefulSet', { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } }, {
    'updated in part': { ...NOW, replicas: 2, readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2 },
  }),
  ...rows(Wave.CONTROLLERS, 'apiregistration.k8s.io/APIService', {}, {
    'nothing yet': undefined,
    'nobody answers': { conditions: [condition('Available', 'False')] },
    'ready': { conditions: [condition('Available')] },
  }),
  ...rows(Wave.MIGRATIONS, 'batch/Job', { completions: 1 }, {
    'nothing yet': undefined,
    'failed': { failed: 7, conditions: [condition('FailureTarget'), condition('Failed')] },
    'nearly done': { succeeded: 1, conditions: [condition('SuccessCriteriaMet')] },
    'ready': { succeeded: 1, conditions: [condition('SuccessCriteriaMet'), condition('Complete')] },
  }),
  row(Wave.ADMISSION, 'no certificate', 'admissionregistration.k8s.io/ValidatingWebhookConfiguration', { webhooks: [WEBHOOK] }),
  ...rows(Wave.ISSUERS, 'cert-manager.io/ClusterIssuer', {}, ISSUER),
  ...rows(Wave.ISSUERS, 'external-secrets.io/SecretStore', {}, {
    'nothing yet': undefined,
    'refused': { conditions: [condition('Ready', 'False')] },
    'ready': { conditions: [condition('Ready')] },
  }),
  ...rows(Wave.CREDENTIALS, 'external-secrets.io/ExternalSecret', {}, {
    'nothing yet': undefined,
    'refused': { conditions: [condition('Ready', 'False', { reason: 'SecretSyncedError' })] },
    'ready': { conditions: [condition('Ready', 'True', { reason: 'SecretSynced' })] },
  }),
  ...['VaultConnection', 'VaultAuth', 'SecretTransformation'].flatMap((kind) => rows(Wave.ISSUERS, `${VAULT}/${kind}`, {}, VALID)),
  ...['VaultStaticSecret', 'VaultDynamicSecret'].flatMap((kind) => rows(Wave.CREDENTIALS, `${VAULT}/${kind}`, {}, WRITTEN)),
  ...rows(Wave.CREDENTIALS, `${VAULT}/VaultPKISecret`, {}, {
    'nothing yet': undefined,
    'refused by Vault': { valid: false, lastGeneration: 2 },
    'refused by Vault, with conditions': { valid: true, lastGeneration: 2, conditions: synced(false) },
    'ready': { valid: true, lastGeneration: 2 },
    'ready, with conditions': { valid: true, lastGeneration: 2, conditions: synced(true) },
  }),
  ...rows(Wave.KNATIVE, 'operator.knative.dev/KnativeServing', { version: '1.23.0' }, {
    ...KNATIVE,
    'of the version before': installed({ Ready: 'Unknown' }, { ...NOW, version: '1.22.0' }),
  }),
  ...rows(Wave.KNATIVE, 'operator.knative.dev/KnativeEventing', {}, KNATIVE),
];
