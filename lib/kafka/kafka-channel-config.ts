import type { Construct, IConstruct } from 'constructs';
import {
  appChecks, clusterOf, feedInstallation, KINDS, KNATIVE_EVENTING, type Problem, refuse, Resource, type ResourceProps,
  show, traceOf,
} from '../core';
import type { KafkaCluster } from './kafka-cluster';
import { usesKafkaAsChannelConfig } from './kafka-use';

/** Properties for `KafkaChannelConfig`. */
export interface KafkaChannelConfigProps extends ResourceProps {
  /** Kafka cluster that keeps the events of all Kafka channels. */
  readonly cluster: KafkaCluster;
  /**
   * Namespace of the Secret with the credentials.
   * @default knative-eventing
   */
  readonly secretNamespace?: string;
}

const NAME = 'kafka-channel-config';

interface Registered {
  readonly config: KafkaChannelConfig;
  readonly onDemand: boolean;
}

const REGISTERED = new WeakMap<IConstruct, Map<string, Registered>>();

/**
 * The ConfigMap `kafka-channel-config` in `knative-eventing`, from which all Kafka channels of a Kubernetes cluster
 * take their Kafka cluster. Channels that name a `cluster` make it by themselves, below the construct of that cluster;
 * write it yourself to place it in a chart of your choice, before or after the channels.
 *
 * The Knative release ships this ConfigMap with a placeholder for the servers. Where the program describes the
 * installation with its parts for Kafka, these settings become a part of that, and there is no object of its own.
 * Without one, the manifest holds only what Knative reads, so apply it after the release, and again after each update
 * of the release; `kubectl apply` leaves other keys alone.
 * @see https://knative.dev/docs/eventing/configuration/kafka-channel-configuration/
 */
export class KafkaChannelConfig extends Resource {
  /**
   * The configuration for a channel on `cluster`, made where there is none yet. A channel on another Kafka cluster than
   * the one that its Kubernetes cluster has in its configuration is refused with `KN-KFK-015`, and one on a Kafka
   * cluster that is described for another Kubernetes cluster with `KN-KFK-008`.
   * @internal
   */
  public static _forCluster(channel: Construct, cluster: KafkaCluster): void {
    const all = registryOf(channel);
    const name = clusterOf(channel);
    if (!all.has(name)) makeOnDemand(channel, cluster, all);
    appChecks(channel).defer(channel, traceOf(channel), () => [checkCluster(all.get(name)?.config, cluster)]);
  }

  /**
   * The Kafka cluster of the channels of a construct's Kubernetes cluster, where the program says it.
   * @internal
   */
  public static _clusterFor(channel: Construct): KafkaCluster | undefined {
    return registryOf(channel).get(clusterOf(channel))?.config.cluster;
  }

  /** Kafka cluster that keeps the events of all Kafka channels. */
  public readonly cluster: KafkaCluster;
  private readonly secretName?: string;
  private readonly secretNamespace: string;

  constructor(scope: Construct, id: string, props: KafkaChannelConfigProps) {
    super(scope, id, KINDS.configMap, { metadata: { name: NAME, namespace: KNATIVE_EVENTING, ...props.metadata } }, ['data']);
    this.cluster = props.cluster;
    this.secretNamespace = props.secretNamespace ?? KNATIVE_EVENTING;
    refuse(this, ...checkPlace(this));
    this.register();
    this.secretName = props.cluster._secretFor(this, this.secretNamespace);
    usesKafkaAsChannelConfig(this, this.cluster);
    feedInstallation(this);
  }

  /**
   * Follows control-plane/pkg/security/config.go, which reads the namespace of the Secret for channels only.
   * @internal
   */
  protected override _render(): Record<string, unknown> {
    const { secretName, secretNamespace } = this;
    return {
      data: {
        'bootstrap.servers': this.cluster.bootstrapServers.join(','),
        'auth.secret.ref.name': secretName,
        'auth.secret.ref.namespace': secretName === undefined ? undefined : secretNamespace,
      },
    };
  }

  /** What a program writes itself takes the place of what channels made on demand. */
  private register(): void {
    const all = registryOf(this);
    const name = clusterOf(this);
    const first = all.get(name);
    if (first?.onDemand === false) return;
    first?.config.node.scope?.node.tryRemoveChild(first.config.node.id);
    all.set(name, { config: this, onDemand: false });
  }
}

function registryOf(construct: IConstruct): Map<string, Registered> {
  const { root } = construct.node;
  const all = REGISTERED.get(root) ?? new Map<string, Registered>();
  REGISTERED.set(root, all);
  return all;
}

function makeOnDemand(channel: Construct, cluster: KafkaCluster, all: Map<string, Registered>): void {
  const outOfReach = cluster._checkReach(channel);
  refuse(channel, outOfReach);
  if (outOfReach !== undefined) return;
  const config = new KafkaChannelConfig(cluster, NAME, { cluster });
  all.set(clusterOf(channel), { config, onDemand: true });
}

function checkCluster(config: KafkaChannelConfig | undefined, cluster: KafkaCluster): Problem | undefined {
  if (config === undefined || config.cluster === cluster) return undefined;
  return {
    code: 'KN-KFK-015',
    message: `the Kafka channels of this Kubernetes cluster use ${show(config.cluster.node.path)}, not `
      + show(cluster.node.path),
    received: cluster.node.path,
    allowed: 'one Kafka cluster for all Kafka channels of a Kubernetes cluster',
    fix: 'give the channel that cluster; brokers, sinks and sources may use others',
  };
}

function checkPlace(config: KafkaChannelConfig): Problem[] {
  if (config.name === NAME && config.namespace === KNATIVE_EVENTING) return [];
  return [{
    code: 'KN-KFK-016',
    message: `Knative does not read ${show(config.name)} in ${show(config.namespace ?? '')} for Kafka channels`,
    received: config.name,
    allowed: `the name ${show(NAME)} and the namespace ${show(KNATIVE_EVENTING)}`,
    fix: 'leave `metadata.name` and `metadata.namespace` out',
  }];
}
