import { appChecks, captureTrace, type Problem } from '../core';
import type { KafkaCluster } from './kafka-cluster';
import { checkCollisions, describedOtherwise, type KafkaTopicOptions, madeByKnative } from './kafka-topic-options';
import { kafkaUsers } from './kafka-use';

const SERVERS = new WeakMap<KafkaCluster, string>();
const DESCRIBED = new WeakMap<object, KafkaCluster[]>();

/** Keeps a cluster, so that others which describe the same Kafka find it, and checks the names of its topics at synth. */
export function rememberKafka(cluster: KafkaCluster): void {
  const { root } = cluster.node;
  SERVERS.set(cluster, [...new Set(cluster.bootstrapServers.map((server) => String(server).toLowerCase()))].sort().join());
  DESCRIBED.set(root, [...DESCRIBED.get(root) ?? [], cluster]);
  appChecks(cluster).defer(cluster, captureTrace(), () => checkNames(cluster));
}

/** Whether two constructs describe one Kafka: with other credentials, for example, or for another Kubernetes cluster. */
export function isSameKafka(one: KafkaCluster | undefined, other: KafkaCluster): boolean {
  return one === other || one !== undefined && SERVERS.get(one) === SERVERS.get(other);
}

/** All constructs that describe the same Kafka, in their order. */
function sameKafka(cluster: KafkaCluster): KafkaCluster[] {
  return (DESCRIBED.get(cluster.node.root) ?? []).filter((other) => isSameKafka(other, cluster));
}

/** What keeps a topic from being made as it is described: Knative makes it, or another construct describes it otherwise. */
export function checkDescribed(cluster: KafkaCluster, name: string): Problem | undefined {
  const maker = kafkaUsers(cluster).find((user) => isSameKafka(user.cluster(), cluster)
    && user.topics().some((topic) => topic.name === name && topic.madeByKnative));
  if (maker !== undefined) return madeByKnative(name, maker.construct.node.path);
  const all = sameKafka(cluster);
  const differing = all.slice(0, all.indexOf(cluster)).find((other) =>
    other._topics.has(name) && words(other, name) !== words(cluster, name));
  return differing && describedOtherwise(name, differing.node.path);
}

/** What is said of a topic, as one text. */
function words({ _topics, replicationFactor }: KafkaCluster, name: string): string {
  const { partitions, config = {}, ...options }: KafkaTopicOptions = _topics.get(name) ?? {};
  return JSON.stringify([partitions, options.replicationFactor ?? replicationFactor, Object.entries(config).sort()]);
}

/** The first construct of a Kafka has the problems of all. */
function checkNames(cluster: KafkaCluster): Problem[] {
  const all = sameKafka(cluster);
  if (all[0] !== cluster) return [];
  const used = kafkaUsers(cluster).filter((user) => isSameKafka(user.cluster(), cluster));
  return checkCollisions([
    ...all.flatMap(({ _topics }) => [..._topics.keys()]),
    ...used.flatMap(({ topics }) => topics().map(({ name }) => name)),
  ].sort());
}
