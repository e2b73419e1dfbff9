import { ApiObject, Chart, Testing } from 'cdk8s';
import * as fs from 'fs';
import * as path from 'path';
import { type Fields, isAwaited, Wave, waveOf, waveOfController, waveOfInstalled } from '../../lib/core';
import { waitFor } from '../../lib/eks/readiness-waits';

const SERVICE = { clientConfig: { service: { name: 'webhook', namespace: 'knative-serving' } } };

/** What kubectl is asked about an object of a step. */
function pathOf(wave: Wave, id: string, fields: Fields = {}): string | undefined {
  const [group = '', kind = ''] = id.split('/');
  const apiVersion = group === '' ? 'v1' : `${group}/v1`;
  const object = new ApiObject(new Chart(Testing.app(), 'chart'), 'object', { apiVersion, kind });
  const manifest = { apiVersion, kind, metadata: { name: 'a' }, ...fields };
  return waitFor({ object, identity: { apiVersion, kind, name: 'a' }, id, wave }, manifest)?.jsonPath;
}

/** How it is known that an object of an awaited step is ready, or why nothing asks. */
const DECIDED: readonly (readonly [Wave, string, 'waits' | `no: ${string}`, Fields?])[] = [
  [Wave.FOUNDATION, '/Namespace', 'no: the API server takes it as active'],
  [Wave.FOUNDATION, 'scheduling.k8s.io/PriorityClass', 'no: it has no state'],
  [Wave.DEFINITIONS, 'apiextensions.k8s.io/CustomResourceDefinition', 'waits'],
  [Wave.CONTROLLERS, '/Service', 'no: no later step asks for the address of a load balancer'],
  [Wave.CONTROLLERS, 'policy/PodDisruptionBudget', 'no: nothing needs it to be ready'],
  [Wave.CONTROLLERS, 'autoscaling/HorizontalPodAutoscaler', 'no: nothing needs it to be ready'],
  ...[Wave.CONTROLLERS, Wave.KNATIVE].flatMap((wave) => [
    [wave, 'apps/Deployment', 'waits'], [wave, 'apps/DaemonSet', 'waits'], [wave, 'apps/StatefulSet', 'waits'],
    [wave, 'apiregistration.k8s.io/APIService', 'waits'], [wave, 'batch/Job', 'waits'],
  ] as const),
  ...[Wave.ADMISSION, Wave.KNATIVE_ADMISSION].flatMap((wave) => [
    [wave, 'admissionregistration.k8s.io/MutatingWebhookConfiguration', 'waits', { webhooks: [SERVICE] }],
    [wave, 'admissionregistration.k8s.io/ValidatingWebhookConfiguration', 'waits', { webhooks: [SERVICE] }],
  ] as const),
  [Wave.ISSUERS, 'cert-manager.io/ClusterIssuer', 'waits'],
  [Wave.ISSUERS, 'cert-manager.io/Issuer', 'waits'],
  [Wave.ISSUERS, 'cert-manager.io/Certificate', 'no: it may need records of the domain, which a stack writes after all of it'],
  [Wave.ISSUERS, 'projectcontour.io/TLSCertificateDelegation', 'no: it has no state'],
  [Wave.ISSUERS, 'external-secrets.io/SecretStore', 'waits'],
  [Wave.ISSUERS, 'external-secrets.io/ClusterSecretStore', 'waits'],
  [Wave.ISSUERS, 'external-secrets.io/PushSecret', 'no: nothing of the cluster needs it to be ready'],
  [Wave.ISSUERS, 'secrets.hashicorp.com/VaultConnection', 'waits'],
  [Wave.ISSUERS, 'secrets.hashicorp.com/VaultAuth', 'waits'],
  [Wave.ISSUERS, 'secrets.hashicorp.com/VaultAuthGlobal', 'waits'],
  [Wave.ISSUERS, 'secrets.hashicorp.com/HCPAuth', 'waits'],
  [Wave.ISSUERS, 'secrets.hashicorp.com/SecretTransformation', 'waits'],
  [Wave.ISSUERS, 'secrets.hashicorp.com/HCPVaultSecretsApp', 'waits'],
  [Wave.CREDENTIALS, 'external-secrets.io/ExternalSecret', 'waits'],
  [Wave.CREDENTIALS, 'external-secrets.io/ClusterExternalSecret', 'waits'],
  [Wave.CREDENTIALS, 'secrets.hashicorp.com/VaultStaticSecret', 'waits'],
  [Wave.CREDENTIALS, 'secrets.hashicorp.com/VaultDynamicSecret', 'waits'],
  [Wave.CREDENTIALS, 'secrets.hashicorp.com/VaultPKISecret', 'waits'],
  [Wave.KNATIVE, 'operator.knative.dev/KnativeServing', 'waits'],
  [Wave.KNATIVE, 'operator.knative.dev/KnativeEventing', 'waits'],
  [Wave.MIGRATIONS, 'batch/Job', 'waits'],
];

test.each(DECIDED.map(([wave, id, decision, fields = {}]) => [wave, id, decision, fields] as const))(
  'of the step %s, %s: %s', (wave, id, decision, fields) => {
    expect(pathOf(wave, id, fields) !== undefined).toBe(decision === 'waits');
  });

/** Kinds of which the steps or the rules of readiness of `core` say something. */
function kindsIn(file: string): string[] {
  const text = fs.readFileSync(path.join(__dirname, '..', '..', 'lib', 'core', file), 'utf8');
  return [...text.matchAll(/'([a-z0-9.]*\/[A-Z][A-Za-z]+)':/g)].map(([, id = '']) => id);
}

test('about each kind of an awaited step there is a decision', () => {
  const kinds = [...new Set([...kindsIn('waves.ts'), ...kindsIn('readiness.ts')])];
  const places = kinds.flatMap((id) => {
    const [group = '', kind = ''] = id.split('/');
    const object = { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind };
    // No controller comes with what Knative is there for.
    const waves = group.endsWith('.knative.dev') ? [waveOf(object)] : [waveOf(object), waveOfInstalled(object), waveOfController(object)];
    return waves.filter(isAwaited).map((wave) => `${wave} ${id}`);
  });
  const decided = DECIDED.map(([wave, id]) => `${wave} ${id}`);
  expect(kinds.length).toBeGreaterThan(40);
  expect([...new Set(places)].filter((place) => !decided.includes(place))).toEqual([]);
});

describe('what is asked', () => {
  it.each<[string, Wave, string, Fields, string | undefined]>([
    ['a Deployment that is to have no pods', Wave.CONTROLLERS, 'apps/Deployment', { spec: { replicas: 0 } }, undefined],
    ['a Job that is removed when it is done', Wave.CONTROLLERS, 'batch/Job', { spec: { ttlSecondsAfterFinished: 0 } }, undefined],
    ['a Job that stays for a while', Wave.MIGRATIONS, 'batch/Job', { spec: { ttlSecondsAfterFinished: 600 } },
      '.items[*].status.conditions[?(@.type=="Complete")].type'],
    ['a Job that is not to begin', Wave.MIGRATIONS, 'batch/Job', { spec: { suspend: true } }, undefined],
    ['a webhook outside of the cluster', Wave.ADMISSION, 'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
      { webhooks: [{ clientConfig: { url: 'https://example.com' } }] }, undefined],
    ['a webhook with its certificate', Wave.ADMISSION, 'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
      { webhooks: [{ clientConfig: { service: {}, caBundle: 'Zm9v' } }] }, undefined],
    ['a DaemonSet that is updated by hand', Wave.CONTROLLERS, 'apps/DaemonSet', { spec: { updateStrategy: { type: 'OnDelete' } } },
      expect.not.stringContaining('updatedNumberScheduled')],
    ['a StatefulSet that is updated in part', Wave.KNATIVE, 'apps/StatefulSet', { spec: { updateStrategy: { rollingUpdate: { partition: 1 } } } },
      expect.not.stringContaining('updatedReplicas')],
    ['Knative of any version', Wave.KNATIVE, 'operator.knative.dev/KnativeServing', { spec: { version: '1.23' } },
      expect.not.stringContaining('version!=')],
  ])('suits %s', (_, wave, id, fields, expected) => {
    expect(pathOf(wave, id, fields)).toEqual(expected);
  });

  it.each(['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp'])(
    'does not take a %s for written that Vault refused', (kind) => {
      const wave = kind.startsWith('HCP') ? Wave.ISSUERS : Wave.CREDENTIALS;
      expect(pathOf(wave, `secrets.hashicorp.com/${kind}`)?.split('}{').slice(-2)).toEqual([
        '.items[*].status.conditions[?(@.reason=="Unhealthy")].type[?(@.none)]',
        '.items[?(@.status.lastGeneration==@.metadata.generation)].metadata.name',
      ]);
    });

  it('has Knative see what was changed last, and each of its conditions true', () => {
    expect(pathOf(Wave.KNATIVE, 'operator.knative.dev/KnativeEventing', { spec: { version: '1.23.0' } })?.split('}{')).toEqual([
      '.items[*].status.conditions[?(@.status!="True")].type[?(@.none)]',
      '.items[?(@.status.version!="1.23.0")].metadata.name[?(@.none)]',
      '.items[?(@.status.observedGeneration==@.metadata.generation)].status.version',
    ]);
  });
});
