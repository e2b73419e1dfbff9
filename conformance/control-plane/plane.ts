import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Access, ApiServer, type KubernetesObject } from './api-server';
import { allFlagsOn } from './flags';
import { freePorts, type Processes, waitFor } from './processes';
import { readRelease, type Release, WEBHOOKS } from './release';
import type { ControlPlanePrograms } from './tools';

/** A configuration of Knative that objects are judged by. */
export type PlaneName = 'defaults' | 'flags';

/** A control plane that nothing is installed on but what a suite brings. */
export type EmptyPlaneName = 'releases' | 'upgrades' | 'operated' | 'apply' | 'gitops' | 'flux' | 'handler' | 'pulumi';

/** A control plane that runs. */
export interface Plane {
  readonly name: PlaneName | EmptyPlaneName | 'operator';
  readonly access: Access;
  readonly kubeconfig: string;
}

/** Field manager of the installation: what it owns, an application must not take by chance. */
const INSTALLER = 'knative-release';

/** Starts a whole control plane in a folder, and waits until it judges. */
export async function startPlane(
  name: PlaneName, folder: string, programs: ControlPlanePrograms, processes: Processes,
): Promise<Plane> {
  const forWebhooks = await freePorts(WEBHOOKS.length);
  const ports = Object.fromEntries(WEBHOOKS.map(({ program }, index) => [program, forWebhooks[index] ?? 0]));
  const release = readRelease(ports);
  const plane = await startServer(name, folder, programs, processes);
  const api = new ApiServer(plane.access);
  await install(api, release, name, processes);
  for (const { program } of WEBHOOKS) {
    processes.start(`${name}-${program}`, programs[program], ['--kubeconfig', plane.kubeconfig, '--disable-ha'],
      { ...release.environment[program], WEBHOOK_PORT: String(ports[program]), HOME: folder });
  }
  await waitForWebhooks(api, processes);
  api.close();
  return { name, ...plane };
}

/** Programs of a control plane that nothing is installed on. */
type KubernetesPrograms = Pick<ControlPlanePrograms, 'etcd' | 'kube-apiserver' | 'kube-controller-manager'>;

/**
 * The socket below the folder of a plane, through which an empty plane calls webhooks: the Services of a release lead
 * nowhere on this machine, and whoever listens here answers for all of them, with nothing changed in their objects.
 */
export function webhookSocket({ kubeconfig }: Pick<Plane, 'kubeconfig'>): string {
  return path.join(path.dirname(kubeconfig), 'webhooks.sock');
}

const EMPTY_PLANES: readonly string[] = [
  'releases', 'upgrades', 'operated', 'apply', 'gitops', 'flux', 'handler', 'pulumi',
] satisfies readonly EmptyPlaneName[];

/** JSON is YAML, and needs no writer. */
function throughSocket(name: string, folder: string): string[] {
  if (!EMPTY_PLANES.includes(name)) return [];
  const to = path.join(folder, 'egress.json');
  const connection = { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName: webhookSocket({ kubeconfig: to }) } } };
  fs.writeFileSync(to, JSON.stringify({
    apiVersion: 'apiserver.k8s.io/v1beta1', kind: 'EgressSelectorConfiguration', egressSelections: [{ name: 'cluster', connection }],
  }));
  return [`--egress-selector-config-file=${to}`];
}

/** Starts a control plane in a folder that nothing is installed on, and waits until it answers. */
export async function startServer(
  name: Plane['name'], folder: string, programs: KubernetesPrograms, processes: Processes,
): Promise<Omit<Plane, 'name'>> {
  fs.mkdirSync(folder, { recursive: true });
  const [etcd = 0, etcdPeer = 0, server = 0, manager = 0] = await freePorts(4);
  const token = randomBytes(16).toString('hex');
  startKubernetes({ name, folder, programs, processes, etcd, etcdPeer, server, token });
  const certificate = path.join(folder, 'certs', 'apiserver.crt');
  const access = await waitFor(`the API server of ${name}`, processes, async () => {
    if (!fs.existsSync(certificate)) return undefined;
    const attempt: Access = { port: server, token, ca: fs.readFileSync(certificate, 'utf8') };
    const client = new ApiServer(attempt);
    try {
      return await client.ready() ? attempt : undefined;
    } finally {
      client.close();
    }
  });
  const kubeconfig = writeKubeconfig(path.join(folder, 'kubeconfig'), access);
  startManager(name, folder, programs, processes, kubeconfig, manager);
  return { access, kubeconfig };
}

interface KubernetesOptions {
  readonly name: string;
  readonly folder: string;
  readonly programs: KubernetesPrograms;
  readonly processes: Processes;
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly server: number;
  readonly token: string;
}

function startKubernetes(options: KubernetesOptions): void {
  const { name, folder, programs, processes, etcd, etcdPeer, server, token } = options;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const file = (base: string, text: string) => {
    const to = path.join(folder, base);
    fs.writeFileSync(to, text, { mode: 0o600 });
    return to;
  };
  const client = `http://127.0.0.1:${etcd}`;
  const peer = `http://127.0.0.1:${etcdPeer}`;
  processes.start(`${name}-etcd`, programs.etcd, [
    `--data-dir=${path.join(folder, 'etcd')}`, `--listen-client-urls=${client}`, `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`,
    // What is lost in a crash here was to be thrown away.
    '--unsafe-no-fsync',
  ]);
  processes.start(`${name}-kube-apiserver`, programs['kube-apiserver'], [
    `--etcd-servers=${client}`, `--cert-dir=${path.join(folder, 'certs')}`, '--bind-address=127.0.0.1', `--secure-port=${server}`,
    `--token-auth-file=${file('tokens.csv', `${token},judge,judge,system:masters\n`)}`, '--authorization-mode=RBAC',
    `--service-account-key-file=${file('sa.pub', publicKey)}`,
    `--service-account-signing-key-file=${file('sa.key', privateKey)}`,
    '--service-account-issuer=https://localhost', '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount', '--allow-privileged=true', ...throughSocket(name, folder),
  ]);
}

/** Namespaces that are deleted go away, and roles that are made of others get their rules. */
function startManager(
  name: string, folder: string, programs: KubernetesPrograms, processes: Processes,
  kubeconfig: string, port: number,
): void {
  processes.start(`${name}-kube-controller-manager`, programs['kube-controller-manager'], [
    `--kubeconfig=${kubeconfig}`, '--bind-address=127.0.0.1', `--secure-port=${port}`, `--cert-dir=${path.join(folder, 'manager')}`,
    '--leader-elect=false',
    '--controllers=clusterrole-aggregation-controller,namespace-controller,garbage-collector-controller',
  ]);
}

/** JSON is YAML, and needs no writer. */
function writeKubeconfig(file: string, { port, token, ca }: Access): string {
  const cluster = { 'server': `https://127.0.0.1:${port}`, 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  fs.writeFileSync(file, JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: 'judge', cluster }],
    'users': [{ name: 'judge', user: { token } }],
    'contexts': [{ name: 'judge', context: { cluster: 'judge', user: 'judge' } }],
    'current-context': 'judge',
  }, undefined, 2), { mode: 0o600 });
  return file;
}

async function install(api: ApiServer, release: Release, name: PlaneName, processes: Processes): Promise<void> {
  await applyKinds(api, release, processes);
  // The flags first, so that the webhooks find them when they start; the release's own keys stay beside them.
  await applyAll(api, release.others);
  if (name === 'flags') await applyAll(api, allFlagsOn(), 'administrator');
}

/** Applies definitions and namespaces, and waits until their kinds are served. */
export async function applyKinds(
  api: ApiServer, release: Pick<Release, 'definitions' | 'namespaces'>, processes: Processes,
): Promise<void> {
  await applyAll(api, [...release.definitions, ...release.namespaces]);
  await waitFor('the CustomResourceDefinitions', processes, async () => {
    const definitions = await api.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    const established = definitions.filter(({ status }) => (status as Conditions | undefined)?.conditions
      ?.some(({ type, status: is }) => type === 'Established' && is === 'True'));
    return established.length >= release.definitions.length ? true : undefined;
  });
  api.forgetKinds();
}

interface Conditions {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

export async function applyAll(
  api: ApiServer, objects: readonly KubernetesObject[], fieldManager = INSTALLER,
): Promise<void> {
  await Promise.all(objects.map((object) => api.applyOrThrow(object, { fieldManager, force: true })));
}

interface Called {
  readonly clientConfig: { readonly caBundle?: string };
}

/** A webhook makes its certificate itself and writes it into what the API server reads; then it must also answer. */
async function waitForWebhooks(api: ApiServer, processes: Processes): Promise<void> {
  const admission = '/apis/admissionregistration.k8s.io/v1';
  await waitFor('the webhooks', processes, async () => {
    const configurations = (await Promise.all(['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']
      .map((kind) => api.list(`${admission}/${kind}`)))).flat();
    const open = configurations.flatMap(({ webhooks }) => webhooks as readonly Called[])
      .filter(({ clientConfig }) => (clientConfig.caBundle ?? '') === '');
    return open.length === 0 ? true : undefined;
  });
  for (const probe of PROBES) {
    await waitFor(`an answer about a ${probe.kind}`, processes, async () => {
      const { accepted, words } = await api.apply(probe, { dryRun: true });
      // A refusal by the webhook is an answer; anything before it answers is an error of the call.
      return accepted || !/failed calling webhook|conversion webhook|service unavailable/.test(words) ? true : undefined;
    });
  }
}

/** One object for each webhook, and for each conversion. */
const PROBES: readonly KubernetesObject[] = [
  ['serving.knative.dev/v1', 'Service', { template: { spec: { containers: [{ image: 'example/probe' }] } } }] as const,
  ['eventing.knative.dev/v1', 'Broker', {}] as const,
  ['messaging.knative.dev/v1', 'InMemoryChannel', {}] as const,
  ['eventing.knative.dev/v1alpha1', 'KafkaSink', { topic: 'probe', bootstrapServers: ['probe:9092'] }] as const,
  ['messaging.knative.dev/v1', 'KafkaChannel', {}] as const,
  ['sources.knative.dev/v1', 'PingSource', { sink: { uri: 'http://probe.example.com' } }] as const,
].map(([apiVersion, kind, spec]) => ({ apiVersion, kind, metadata: { name: 'probe', namespace: 'default' }, spec }));
