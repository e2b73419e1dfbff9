import type { IConstruct } from 'constructs';
import { appChecks, captureTrace, type Problem } from '../core';
import type { KafkaCluster } from './kafka-cluster';
import { checkCollisions, describedOtherwise, type KafkaTopicOptions, madeByKnative } from './kafka-topic-options';
import { kafkaUsers } from './kafka-use';

const SERVERS = new WeakMap<KafkaCluster, string>();
const DESCRIBED = new WeakMap<IConstruct, KafkaCluster[]>();

/** Keeps a cluster, so that others which describe the same Kafka find it; names of topics are checked at synth. */
export function rememberKafka(cluster: KafkaCluster): void {
  const { root } = cluster.node;
  const servers = cluster.bootstrapServers.map((server) => String(server).toLowerCase());
  SERVERS.set(cluster, [...new Set(servers)].sort().join());
  DESCRIBED.set(root, [...DESCRIBED.get(root) ?? [], cluster]);
  appChecks(cluster).defer(cluster, captureTrace(), () => checkNames(cluster));
}

/** Whether two constructs describe one Kafka: with other credentials, for example, or for another cluster. */
export function isSameKafka(one: KafkaCluster | undefined, other: KafkaCluster): boolean {
  return one === other || one !== undefined && SERVERS.get(one) === SERVERS.get(other);
}

/** All constructs that describe the same Kafka, in their order. */
function sameKafka(cluster: KafkaCluster): KafkaCluster[] {
  const { root } = cluster.node;
  // A program can take constructs out of the tree again.
  const present = new Set(root.node.findAll());
  return (DESCRIBED.get(root) ?? []).filter((other) => present.has(other) && isSameKafka(other, cluster));
}

/** What keeps a topic from being made as it is described: Knative makes it, or it is described otherwise too. */
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
