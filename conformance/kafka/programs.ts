import { type Chart, Duration } from 'cdk8s';
import {
  ConfluentCloud, KafkaBroker, KafkaBrokerConfig, KafkaChannel, KafkaChannelConfig, KafkaCluster, KafkaCredentials,
  type KafkaSecretKeys, KafkaSink, KafkaSource, KedaScaling, KvEngine, SecretStore, SecurityProtocol, Sink, Trigger,
} from '../../lib';
import type { KubernetesObject } from '../control-plane/api-server';
import { type BrokerPlan, type ChannelPlan, type ClusterPlan, Filling, type Plan, type SinkPlan, type SourcePlan } from './plan';
import type { Material, Question, Stored } from './readers';

/** Namespace of the program. */
export const NAMESPACE = 'shop';
/** Name of whatever is read. */
export const NAME = 'orders';
/** Secret of the cluster, and the one with keys of other names. */
export const SECRET = 'kafka-access';
export const OWN_SECRET = 'own-keys';
/** What `KedaScaling` is asked for. */
export const SCALING = { min: 2, max: 7, polling: 20, cooldown: 40, threshold: 9 };

const SINK_URI = 'https://events.example.com/inbox';
const PATH = 'team/kafka';
const MOUNT = 'kv';

/** The parts of a Secret, by the names that the library gives them, with the values that are to arrive. */
export function partsOf(cluster: ClusterPlan, material: Material): Readonly<Record<string, string>> {
  const sasl = cluster.protocol === SecurityProtocol.SASL_SSL || cluster.protocol === SecurityProtocol.SASL_PLAINTEXT;
  return {
    ...(sasl ? { user: cluster.user, password: cluster.password } : {}),
    ...(cluster.pinnedCa ? { caCert: material.authority } : {}),
    ...(cluster.clientCertificate ? { clientCert: material.certificate, clientKey: material.key } : {}),
  };
}

function credentialsOf(cluster: ClusterPlan, material: Material): KafkaCredentials | undefined {
  const parts = Object.keys(partsOf(cluster, material));
  switch (cluster.filling) {
    case Filling.NONE:
      return undefined;
    case Filling.EXISTING:
      return KafkaCredentials.fromSecretName(SECRET);
    case Filling.EXTERNAL:
      return KafkaCredentials.fromExternalSecret({
        secretName: SECRET, store: SecretStore.clusterSecretStore('vault'),
        ...Object.fromEntries(parts.map((part) => [part, { key: PATH, property: `the ${part}` }])),
      });
    case Filling.VAULT:
      return KafkaCredentials.fromVaultStaticSecret({
        secretName: SECRET, mount: MOUNT, path: PATH, engine: cluster.pinnedCa ? KvEngine.KV_V1 : KvEngine.KV_V2,
        ...Object.fromEntries(parts.map((part) => [`${part}Field`, `the ${part}`])),
      });
  }
}

/** What lies in the stores that operators read. */
export function storedFor(cluster: ClusterPlan, material: Material): Stored[] {
  const path = cluster.filling === Filling.VAULT ? `${MOUNT}/${PATH}` : PATH;
  return Object.entries(partsOf(cluster, material)).map(([part, value]) => ({ path, field: `the ${part}`, value }));
}

function clusterOf(chart: Chart, plan: ClusterPlan, material: Material): KafkaCluster {
  const credentials = credentialsOf(plan, material);
  if (plan.confluent && credentials !== undefined) {
    return new ConfluentCloud(chart, 'kafka', { bootstrapServers: plan.servers, credentials, pinnedCa: plan.pinnedCa });
  }
  return new KafkaCluster(chart, 'kafka', {
    bootstrapServers: plan.servers, credentials, securityProtocol: plan.protocol, saslMechanism: plan.mechanism,
    pinnedCa: plan.pinnedCa, clientCertificate: plan.clientCertificate, replicationFactor: plan.replication,
  });
}

/** Writes the program that a plan stands for. */
export function writeProgram(chart: Chart, { cluster: plan, consumer }: Plan, material: Material): void {
  const cluster = clusterOf(chart, plan, material);
  switch (consumer.kind) {
    case 'Broker': case 'Trigger':
      writeBroker(chart, cluster, consumer);
      break;
    case 'KafkaSink':
      writeSink(chart, cluster, consumer);
      break;
    case 'KafkaChannel':
      writeChannel(chart, cluster, consumer);
      break;
    case 'KafkaSource':
      writeSource(chart, cluster, consumer, plan);
  }
}

function scaling(keda: boolean): KedaScaling | undefined {
  if (!keda) return undefined;
  return KedaScaling.of({
    minScale: SCALING.min, maxScale: SCALING.max, lagThreshold: SCALING.threshold,
    pollingInterval: Duration.seconds(SCALING.polling), cooldownPeriod: Duration.seconds(SCALING.cooldown),
  });
}

function writeBroker(chart: Chart, cluster: KafkaCluster, plan: BrokerPlan): void {
  const topic = { partitions: plan.partitions, replicationFactor: plan.replication, topicConfig: plan.options };
  const config = plan.configNamespace === undefined ? undefined
    : new KafkaBrokerConfig(chart, 'shared', { cluster, ...topic, metadata: { namespace: plan.configNamespace } });
  const broker = new KafkaBroker(chart, NAME, {
    ...(config === undefined ? { cluster, ...topic } : { config }), externalTopic: plan.externalTopic,
  });
  if (plan.kind === 'Trigger') {
    new Trigger(chart, 'trigger', {
      broker, metadata: { name: NAME }, subscriber: Sink.uri(SINK_URI), keda: scaling(plan.keda),
    });
  }
}

function writeSink(chart: Chart, cluster: KafkaCluster, { topic, create, contentMode }: SinkPlan): void {
  new KafkaSink(chart, NAME, {
    cluster, topic, numPartitions: create?.partitions, replicationFactor: create?.replication, contentMode,
  });
}

function writeChannel(chart: Chart, cluster: KafkaCluster, plan: ChannelPlan): void {
  if (plan.secretNamespace !== undefined) {
    new KafkaChannelConfig(chart, 'channels', { cluster, secretNamespace: plan.secretNamespace });
  }
  new KafkaChannel(chart, NAME, {
    cluster, numPartitions: plan.partitions, replicationFactor: plan.replication,
    retention: plan.retentionHours === undefined ? undefined : Duration.hours(plan.retentionHours),
  });
}

function writeSource(chart: Chart, cluster: KafkaCluster, plan: SourcePlan, clusterPlan: ClusterPlan): void {
  new KafkaSource(chart, NAME, {
    cluster, topics: plan.topics, consumerGroup: plan.group, initialOffset: plan.offset, ordering: plan.ordering,
    keyType: plan.keyType, keda: scaling(plan.keda), sink: Sink.uri(SINK_URI),
    secretKeys: plan.ownKeys ? ownKeysOf(clusterPlan, plan) : undefined,
  });
}

/** Keys of other names; KEDA reads user, password and mechanism by the usual ones. */
const OTHER_KEYS = {
  user: 'api-key', password: 'api-secret', mechanism: 'how', caCert: 'ca.pem', clientCert: 'tls.crt', clientKey: 'tls.key',
};
const USUAL_KEYS = {
  user: 'user', password: 'password', mechanism: 'sasl.mechanism', caCert: 'ca.crt', clientCert: 'user.crt', clientKey: 'user.key',
};

/** The keys that a source reads, by part. */
export function keysOf({ ownKeys, keda }: Pick<SourcePlan, 'ownKeys' | 'keda'>): typeof USUAL_KEYS {
  if (!ownKeys) return USUAL_KEYS;
  const { user, password, mechanism } = USUAL_KEYS;
  return keda ? { ...OTHER_KEYS, user, password, mechanism } : OTHER_KEYS;
}

/** Keys in a Secret that exists for the source alone. */
function ownKeysOf({ mechanism, pinnedCa, clientCertificate }: ClusterPlan, plan: SourcePlan): KafkaSecretKeys {
  const keys = keysOf(plan);
  const own = (part: keyof typeof keys) => ({ [part]: { key: keys[part], secretName: OWN_SECRET } });
  return {
    ...(mechanism === undefined ? {} : { ...own('user'), ...own('password'), ...own('mechanism') }),
    ...(pinnedCa ? own('caCert') : {}), ...(clientCertificate ? { ...own('clientCert'), ...own('clientKey') } : {}),
  };
}

/** The Secrets that exist before the program, as the documentation of the library asks for them. */
export function existingSecrets({ cluster, consumer }: Plan, material: Material): KubernetesObject[] {
  const parts = partsOf(cluster, material);
  const made: KubernetesObject[] = [];
  if (cluster.filling === Filling.EXISTING) {
    made.push(secret(secretNamespace(consumer), SECRET, {
      'protocol': cluster.protocol,
      ...(cluster.mechanism === undefined ? {} : { 'sasl.mechanism': cluster.mechanism }),
      ...(String(cluster.mechanism) === 'OAUTHBEARER' ? { tokenProvider: 'MSKAccessTokenProvider' } : {}),
      ...(cluster.protocol === SecurityProtocol.SSL && !cluster.clientCertificate ? { 'user.skip': 'true' } : {}),
      ...keyed(parts, USUAL_KEYS),
    }));
  }
  if (consumer.kind === 'KafkaSource' && consumer.ownKeys) {
    const { mechanism } = cluster;
    const all = { ...parts, ...(mechanism === undefined ? {} : { mechanism }) };
    made.push(secret(NAMESPACE, OWN_SECRET, keyed(all, keysOf(consumer))));
  }
  return made;
}

/** What the readers are asked about a plan. */
export function questionOf(plan: Plan, objects: readonly KubernetesObject[], material: Material): Question {
  const { consumer } = plan;
  return {
    objects: [...objects, ...existingSecrets(plan, material)], stored: storedFor(plan.cluster, material),
    topics: existingTopics(consumer), read: { kind: consumer.kind, namespace: NAMESPACE, name: NAME },
    // Where it is on, KEDA scales what does not say otherwise.
    ...('keda' in consumer && consumer.keda ? { features: { 'controller-autoscaler-keda': 'enabled' } } : {}),
  };
}

function existingTopics(consumer: Plan['consumer']): string[] {
  if (consumer.kind === 'KafkaSink') return consumer.create === undefined ? [consumer.topic] : [];
  return 'externalTopic' in consumer && consumer.externalTopic !== undefined ? [consumer.externalTopic] : [];
}

/** Where the documentation says that the Secret lies. */
export function secretNamespace(consumer: Plan['consumer']): string {
  switch (consumer.kind) {
    case 'Broker': case 'Trigger':
      return consumer.configNamespace ?? NAMESPACE;
    case 'KafkaChannel':
      return consumer.secretNamespace ?? 'knative-eventing';
    default:
      return NAMESPACE;
  }
}

type Texts = Readonly<Record<string, string>>;

/** Values of parts under the keys of a Secret. */
function keyed(parts: Texts, keys: Texts): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).map(([part, value]) => [keys[part] ?? part, value]));
}

/** A Secret as the API server keeps it. */
export function secret(namespace: string, name: string, texts: Texts): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, data: secretData(texts) };
}

/** Texts as a Secret keeps them. */
export function secretData(texts: Texts): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
}
