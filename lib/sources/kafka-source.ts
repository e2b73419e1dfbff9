import type { Construct, IConstruct } from 'constructs';
import {
  checkChoice, type EmittedEvent, Feature, type IDelivery, KafkaDataPlane, KINDS, needsDataPlane, needsFeature, ownCopy,
  refuse, show, Warnings,
} from '../core';
import { type IKedaScaling, type KafkaCluster, type KafkaSecretKeys, usesKafkaAsSource } from '../kafka';
import {
  checkConsumerGroup, checkConsumers, checkOwnMetadata, checkTopics, KEY_TYPE_LABEL, watchSourceDelivery,
} from './kafka-source-checks';
import { InitialOffset, KafkaKeyType, KafkaSourceOrdering } from './kafka-source-options';
import { SourceBase, type SourceProps } from './source';

/** Properties for `KafkaSource`. */
export interface KafkaSourceProps extends SourceProps {
  /**
   * Kafka cluster that has the topics. Its Secret is needed in the namespace of the source. OAUTHBEARER, and SSL
   * without a client certificate, are beyond a source (`KN-KFK-019`).
   */
  readonly cluster: KafkaCluster;
  /** Topics to read, at least one, each once (`KN-KFK-021`, `KN-KFK-012`). */
  readonly topics: readonly string[];
  /**
   * Consumer group, under which Kafka keeps how far the source has read. Without a namespace it has to be given
   * (`KN-KFK-022`). Fixed after creation.
   * @default - `knative-kafka-source-<namespace>.<name>`; Knative itself would choose a random one, which is lost when
   * the source is created anew
   */
  readonly consumerGroup?: string;
  /**
   * Consumers that read at the same time: a whole number, 0 pauses the source (`KN-KFK-023`). More than the topics have
   * partitions stay idle. Not beside `keda`.
   * @default 1
   */
  readonly consumers?: number;
  /**
   * Where to begin in a topic that the consumer group has not read yet.
   * @default InitialOffset.LATEST
   */
  readonly initialOffset?: InitialOffset;
  /**
   * Whether records of a partition are sent one after the other.
   * @default KafkaSourceOrdering.ORDERED
   */
  readonly ordering?: KafkaSourceOrdering;
  /**
   * How the key of a record is read.
   * @default KafkaKeyType.STRING
   */
  readonly keyType?: KafkaKeyType;
  /**
   * What becomes of events that the sink did not take; it replaces the default as a whole.
   * @default - ten retries, exponential from 0.3 seconds on, 600 seconds for each attempt; then the event is lost
   */
  readonly delivery?: IDelivery;
  /**
   * How KEDA scales the consumers. Needs KEDA, and the feature `controller-autoscaler-keda` (`KN-FTR-001`). With SASL
   * the Secret has the key `sasl.mechanism`, which KEDA's access is made from.
   *
   * Where the feature is on, KEDA scales all sources, this one or not: `KedaScaling.disabled()` keeps it away.
   * @default - without the feature the number of consumers stays at `consumers`; with it, KEDA scales by the cluster's
   * defaults, from 0 to 50
   */
  readonly keda?: IKedaScaling;
  /**
   * Keys that the source reads instead of those of the usual layout, if need be in other Secrets of its namespace
   * (`KN-KFK-020`).
   * @default - the keys that the Secret of the cluster's credentials has
   */
  readonly secretKeys?: KafkaSecretKeys;
}

/**
 * Sends every record of Kafka topics to a sink, as a CloudEvent. Records that are CloudEvents already stay what they
 * are; answers of the sink are discarded.
 * @see https://knative.dev/docs/eventing/sources/kafka-source/
 */
export class KafkaSource extends SourceBase {
  /** The `type` of events that are made of plain records. */
  public static readonly EVENT_TYPE = 'dev.knative.kafka.event';

  /** Kafka cluster that has the topics. */
  public readonly cluster: KafkaCluster;
  /** Topics that are read. */
  public readonly topics: readonly string[];
  /** Consumer group, under which Kafka keeps how far the source has read. */
  public readonly consumerGroup: string;
  private readonly net?: Record<string, unknown>;
  private readonly props: KafkaSourceProps;

  constructor(scope: Construct, id: string, props: KafkaSourceProps) {
    super(scope, id, KINDS.kafkaSource, props);
    this.props = ownCopy(props);
    this.cluster = props.cluster;
    this.topics = [...props.topics];
    this.consumerGroup = props.consumerGroup ?? defaultGroup(this.namespace, this.name);
    refuse(this,
      ...checkTopics(this.topics),
      checkConsumerGroup(props.consumerGroup, this.namespace),
      checkConsumers(props.consumers, props.keda),
      checkChoice('KN-KFK-026', 'initialOffset', props.initialOffset, InitialOffset),
      checkChoice('KN-KFK-026', 'ordering', props.ordering, KafkaSourceOrdering),
      checkChoice('KN-KFK-026', 'keyType', props.keyType, KafkaKeyType),
      ...checkOwnMetadata(props.metadata));
    watchSourceDelivery(this, props.delivery);
    claimGroup(this);
    usesKafkaAsSource(this, this.cluster, this.topics, this.consumerGroup);
    this.net = props.cluster._netFor(this, { keys: props.secretKeys, keda: props.keda?.enabled });
    this.annotate(props);
    needsDataPlane(this, KafkaDataPlane.SOURCE, 'a KafkaSource');
  }

  /**
   * The `source` of events that are made of plain records of a topic. It needs a namespace; without one `KN-NAM-003`.
   */
  public eventSourceFor(topic: string): string {
    return `/apis/v1/namespaces/${this._namespaceForAddress()}/kafkasources/${this.name}#${topic}`;
  }

  public override get events(): readonly EmittedEvent[] {
    if (this.namespace === undefined) return [{ type: KafkaSource.EVENT_TYPE }];
    return this.topics.map((topic) => ({ type: KafkaSource.EVENT_TYPE, source: this.eventSourceFor(topic) }));
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { consumers, initialOffset, ordering, delivery } = this.props;
    return {
      spec: {
        bootstrapServers: [...this.cluster.bootstrapServers],
        topics: [...this.topics],
        consumerGroup: this.consumerGroup,
        consumers,
        initialOffset,
        ordering,
        net: this.net,
        delivery: delivery?.toDeliveryConfig(this),
        ...this._renderSource(),
      },
    };
  }

  private annotate({ keyType, keda }: KafkaSourceProps): void {
    const { metadata } = this.apiObject;
    if (keyType !== undefined) metadata.addLabel(KEY_TYPE_LABEL, keyType);
    if (keda === undefined) return;
    if (keda.enabled) needsFeature(this, Feature.CONTROLLER_AUTOSCALER_KEDA, 'keda');
    for (const [key, value] of Object.entries(keda.toAnnotations())) metadata.addAnnotation(key, value);
  }
}

/** A namespace has no dots, so no two sources share what is derived. */
function defaultGroup(namespace: string | undefined, name: string): string {
  return `knative-kafka-source-${namespace === undefined ? name : `${namespace}.${name}`}`;
}

const GROUPS = new WeakMap<IConstruct, Map<string, KafkaSource>>();

/** Sources of one group share the records between them, each gets a part. */
function claimGroup(source: KafkaSource): void {
  const { root } = source.node;
  const groups = GROUPS.get(root) ?? new Map<string, KafkaSource>();
  GROUPS.set(root, groups);
  const key = `${[...source.cluster.bootstrapServers].sort().join()}|${source.consumerGroup}`;
  const first = groups.get(key);
  if (first === undefined) {
    groups.set(key, source);
    return;
  }
  Warnings.of(source).add('shared-consumer-group', `${show(first.node.path)} reads in the consumer group `
    + `${show(source.consumerGroup)} too, so that each record of a shared topic reaches only one of the two: write `
    + 'another `consumerGroup`');
}
