import { type Chart, Duration } from 'cdk8s';
import {
  Env, KnativeService, type KnativeServiceProps, ServiceAccount, VaultAgent, VaultAgentMode, type VaultAgentOptions,
  VaultSecret, VaultSetup, VaultTls, Volume,
} from '../../lib';
import { IMAGE, programRow, type ServiceManifest } from '../verdict-parts/service';
import type { VerdictRow } from './row';

type Texts = Readonly<Record<string, string>>;
const COMMAND = ['serve'];
const ENV_FILE = () => VaultSecret.envFile('secret/orders', { kvVersion: 2 });
const INJECT = { 'agent-inject': 'true', 'role': 'orders', 'agent-inject-secret-db': 'database/creds/orders' };

/** Annotations of the injector, without its domain. */
const annotations = (texts: Texts): ServiceManifest => ({
  template: { annotations: Object.fromEntries(Object.entries({ ...INJECT, ...texts }).map(([key, value]) => [`vault.hashicorp.com/${key}`, value])) },
});

function inject(chart: Chart, vault: VaultAgentOptions, props: KnativeServiceProps = {}): VaultAgent {
  const service = new KnativeService(chart, 'orders', {
    image: IMAGE, command: COMMAND, serviceAccount: new ServiceAccount(chart, 'account'), ...props,
  });
  return VaultAgent.inject(service, { role: 'orders', secrets: [ENV_FILE()], ...vault });
}

interface Mistake {
  readonly vault?: () => VaultAgentOptions;
  readonly props?: KnativeServiceProps;
  readonly program?: (chart: Chart) => void;
  readonly wrong: ServiceManifest;
}

/** Knative does not look at the annotations of others; what comes of them shows when pods are made. */
function row(refused: VerdictRow['refused'], mistake: string, stricter: string, what: Mistake): VerdictRow {
  const { vault = () => ({}), props, wrong, program = (chart: Chart) => { inject(chart, vault(), props); } } = what;
  return programRow(refused, mistake, { stricter }, program, wrong);
}

const paths: readonly VerdictRow[] = [
  row('KN-VLT-001', 'a Vault path with a quote', 'it ends the string of the template: the agent fails to start',
    { vault: () => ({ secrets: [VaultSecret.envFile('secret/or"ders', { kvVersion: 2 })] }),
      wrong: annotations({ 'agent-inject-secret-db': 'secret/data/or"ders' }) }),
  row('KN-VLT-002', 'a KV version 2 path with `data/`', 'Vault knows no secret/data/data/orders: the agent waits for ever',
    { vault: () => ({ secrets: [VaultSecret.envFile('secret/data/orders', { kvVersion: 2 })] }),
      wrong: annotations({ 'agent-inject-secret-db': 'secret/data/data/orders' }) }),
  row('KN-VLT-003', 'a version of a secret on a mount that keeps none', 'the mount ignores it: the service gets another version',
    { vault: () => ({ secrets: [VaultSecret.envFile('kv/orders', { kvVersion: 1, version: 2 })] }),
      wrong: annotations({ 'agent-inject-secret-db': 'kv/orders?version=2' }) }),
  row('KN-VLT-004', 'a secret whose name is too long for its annotation', 'Knative takes the key, and no revision can be made of it',
    { vault: () => ({ secrets: [VaultSecret.raw('a/b', { name: 'a'.repeat(50) })] }),
      wrong: annotations({ [`agent-inject-secret-${'a'.repeat(50)}`]: 'a/b' }) }),
  row('KN-VLT-005', 'two secrets of one file', 'the agent writes one over the other',
    { vault: () => ({ secrets: [VaultSecret.raw('a/b', { name: 'DB' }), VaultSecret.raw('c/d', { name: 'db' })] }),
      wrong: annotations({ 'agent-inject-secret-DB': 'a/b', 'agent-inject-secret-db': 'c/d' }) }),
  row('KN-VLT-006', 'a variable from Vault that Knative sets', 'the env file writes over the port that Knative gives',
    { vault: () => ({ secrets: [VaultSecret.envFile('secret/orders', { kvVersion: 2, keys: { PORT: 'port' } })] }),
      wrong: annotations({ 'agent-inject-template-db': 'export PORT=1' }) }),
  row('KN-VLT-007', 'a key of a secret with a quote', 'it ends the string of the template: the agent fails to start',
    { vault: () => ({ secrets: [VaultSecret.envFile('secret/orders', { kvVersion: 2, keys: { A: 'a"b' } })] }),
      wrong: annotations({ 'agent-inject-template-db': '{{ index .Data.data "a"b" }}' }) }),
  row('KN-VLT-008', 'a file outside of the secrets volume', 'the agent writes it where no container sees it',
    { vault: () => ({ secrets: [VaultSecret.raw('a/b', { file: '../b' })] }), wrong: annotations({ 'agent-inject-file-db': '../b' }) }),
  row('KN-VLT-009', 'a template that is not closed', 'the agent fails to start: "unclosed action"',
    { vault: () => ({ secrets: [VaultSecret.template('db', '{{ with secret "a/b" }')] }),
      wrong: annotations({ 'agent-inject-template-db': '{{ with secret "a/b" }' }) }),
  row('KN-VLT-010', 'a mode of a file that is none', 'the injector refuses the pods',
    { vault: () => ({ secrets: [VaultSecret.raw('a/b', { permissions: 'rw-r--r--' })] }), wrong: annotations({ 'agent-inject-perms-db': 'rw-r--r--' }) }),
];

const pods: readonly VerdictRow[] = [
  row('KN-VLT-011', 'an env file for a program that nobody named', 'nothing reads the file: the variables are missing',
    { props: { command: undefined }, wrong: annotations({ 'agent-inject-template-db': 'export A=1' }) }),
  row('KN-VLT-012', 'an account whose token is not mounted', 'the injector refuses the pods: "could not find a service account volume mount"',
    { props: { automountServiceAccountToken: false },
      wrong: { ...annotations({}), pod: { automountServiceAccountToken: false } } }),
  row('KN-VLT-013', 'no Vault role', 'the injector refuses the pods: "no Vault role specified"',
    { vault: () => ({ role: undefined }), wrong: annotations({ role: '' }) }),
  row('KN-VLT-013', 'a credential of the login as plain text', 'everybody who reads the manifest or the pod reads it',
    { vault: () => ({ auth: { type: 'approle', parameters: { 'secret-id': 'hunter2' } } }),
      wrong: annotations({ 'auth-config-secret-id': 'hunter2' }) }),
  row('KN-VLT-014', 'waits for the login in the wrong order', 'the agent fails to start',
    { vault: () => ({ auth: { minBackoff: Duration.minutes(6) } }), wrong: annotations({ 'auth-min-backoff': '360s' }) }),
  row('KN-VLT-014', 'an address of Vault without a scheme', 'the agent fails to connect',
    { vault: () => ({ server: { address: 'vault:8200' } }), wrong: annotations({ service: 'vault:8200' }) }),
  row('KN-VLT-015', 'templates of more than 256 KiB', 'Knative takes them, and no revision can be made of them',
    { vault: () => ({ secrets: [VaultSecret.template('db', 'a'.repeat(262144))] }),
      wrong: annotations({ 'agent-inject-template-db': 'a'.repeat(262144) }) }),
  row('KN-VLT-016', 'an annotation by hand that the agent writes too', 'one of the two is lost',
    { props: { templateAnnotations: { 'vault.hashicorp.com/role': 'other' } }, wrong: annotations({ role: 'other' }) }),
  row('KN-VLT-017', 'an agent without a secret', 'it has nothing to do, and keeps every pod waiting for its login',
    { vault: () => ({ secrets: [] }), wrong: { template: { annotations: { 'vault.hashicorp.com/agent-inject': 'true', 'vault.hashicorp.com/role': 'orders' } } } }),
  row('KN-VLT-017', 'an env file from a sidecar alone', 'the service may start before the file is there',
    { vault: () => ({ mode: VaultAgentMode.SIDECAR_ONLY }), wrong: annotations({ 'agent-pre-populate': 'false' }) }),
  row('KN-VLT-018', 'a container with the name of the agent', 'Kubernetes refuses the pods: "Duplicate value"',
    { props: { containerName: 'vault-agent' }, wrong: { ...annotations({}), container: { name: 'vault-agent' } } }),
  row('KN-VLT-018', 'a volume where the secrets lie', 'Kubernetes refuses the pods: "must be unique"', {
    props: { volumeMounts: [{ path: '/vault/secrets', volume: Volume.emptyDir('mine') }] },
    wrong: {
      ...annotations({}), pod: { volumes: [{ name: 'mine', emptyDir: {} }] },
      container: { volumeMounts: [{ name: 'mine', mountPath: '/vault/secrets' }] },
    },
  }),
  row('KN-VLT-019', 'two agents of one service', 'their annotations are those of one, and one of them is lost', {
    program: (chart) => {
      inject(chart, {});
      const [service] = chart.node.children.filter((child) => child instanceof KnativeService);
      if (service !== undefined) VaultAgent.inject(service, { role: 'orders', secrets: [ENV_FILE()] });
    },
    wrong: annotations({}),
  }),
  row('KN-VLT-020', 'an agent in a namespace of the system', 'the injector refuses its pods',
    { props: { metadata: { namespace: 'kube-public' } }, wrong: { ...annotations({}), metadata: { namespace: 'kube-public' } } }),
  row('KN-VLT-021', 'a role that is described in two ways', 'Vault keeps the one that is written last', {
    program: (chart) => {
      inject(chart, {}, { env: { A: Env.value('1') } });
      const setup = VaultSetup.of(chart);
      setup.configureRole('orders', { tokenTtl: Duration.hours(1) });
      setup.configureRole('orders', { tokenTtl: Duration.hours(2) });
    },
    wrong: annotations({}),
  }),
  row('KN-VLT-022', 'a certificate of the agent without its key', 'the agent fails to start',
    { vault: () => ({ tls: VaultTls.trusted({ clientCertificate: '/certs/client.crt' }) }),
      wrong: annotations({ 'client-cert': '/certs/client.crt' }) }),
];

export const rows: readonly VerdictRow[] = [...paths, ...pods];
