import { Construct } from 'constructs';
import {
  appChecks, captureTrace, clusterOf, needSecret, ownCopy, type Problem, refuse, type Resource, show, Warnings,
} from '../core';
import { checkBootstrapServers } from './bootstrap-server';
import { checkKafkaCertificates, type KafkaCertificateValues } from './certificate-values';
import { checkSecurity } from './cluster-checks';
import { checkKafkaCredentials, type KafkaCredentialValues } from './credential-values';
import { KafkaCredentials } from './kafka-credentials';
import { type KafkaNetOptions, renderNet } from './kafka-net';
import { describedTwice, type KafkaTopicOptions } from './kafka-topic-options';
import { checkDescribed, rememberKafka } from './same-kafka';
import { bringsClientCertificate, SECRET_KEYS } from './secret-sync';
import { SaslMechanism, SecurityProtocol, usesSasl } from './security-protocol';
import { SyncedSecret } from './synced-secret';
import { checkPartitions, checkReplicas, checkTopicConfig, checkTopicName } from './topic';

/** Properties for `KafkaCluster`. */
export interface KafkaClusterProps {
  /** Servers that clients connect to first, each as `host:port` without a scheme (`KN-KFK-001`, `KN-KFK-002`). */
  readonly bootstrapServers: readonly string[];
  /**
   * How clients speak to the servers. All but PLAINTEXT need `credentials`, which Knative takes the protocol from
   * (`KN-KFK-003`).
   * @default - SASL_SSL with `credentials`, PLAINTEXT without
   */
  readonly securityProtocol?: SecurityProtocol;
  /**
   * How clients authenticate on SASL_SSL and SASL_PLAINTEXT (`KN-KFK-004`).
   * @default SaslMechanism.PLAIN
   */
  readonly saslMechanism?: SaslMechanism;
  /**
   * How clients prove who they are (`KN-KFK-003`, `KN-KFK-006`).
   * @default - clients do not authenticate
   */
  readonly credentials?: KafkaCredentials;
  /**
   * Whether the Secret holds `ca.crt`, which replaces the system's certificates in checking the servers; with SSL and
   * SASL_SSL only (`KN-KFK-005`).
   * @default - whether `credentials` bring one; an existing Secret is taken to have none
   */
  readonly pinnedCa?: boolean;
  /**
   * Whether the Secret holds a client certificate, `user.crt` with `user.key`; with SSL only (`KN-KFK-005`). An
   * existing Secret without one holds `user.skip: "true"`.
   * @default - whether `credentials` bring one; an existing Secret for SSL is taken to have one
   */
  readonly clientCertificate?: boolean;
  /**
   * Copies of each partition of topics that Knative creates: a whole number from 1 to 32767 (`KN-KFK-010`).
   * @default - each consumer has a default of its own
   */
  readonly replicationFactor?: number;
}

/**
 * A Kafka cluster, described once for brokers, channels, sinks and sources. Each takes from it what it needs in the
 * form and the namespace that it needs. It writes no object itself, save those by which operators fill its Secrets.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/
 */
export class KafkaCluster extends Construct {
  /** Servers that clients connect to first. */
  public readonly bootstrapServers: readonly string[];
  /** How clients speak to the servers. */
  public readonly securityProtocol: SecurityProtocol;
  /** How clients authenticate; absent on protocols without SASL. */
  public readonly saslMechanism?: SaslMechanism;
  /** How clients prove who they are. */
  public readonly credentials?: KafkaCredentials;
  /** Whether the Secret holds the certificates that the servers are checked against. */
  public readonly pinnedCa: boolean;
  /** Whether the Secret holds a client certificate. */
  public readonly clientCertificate: boolean;
  /** Copies of each partition of topics that Knative creates, where the cluster prescribes them. */
  public readonly replicationFactor?: number;
  /**
   * What the program says of topics, by their names.
   * @internal
   */
  public readonly _topics = new Map<string, KafkaTopicOptions>();
  private readonly synced = new Set<string>();

  constructor(scope: Construct, id: string, props: KafkaClusterProps) {
    super(scope, id);
    const credentials = this.referenced(props.credentials);
    const parts = credentials?._sync?.parts;
    this.bootstrapServers = [...props.bootstrapServers];
    this.securityProtocol = props.securityProtocol
      ?? (credentials === undefined ? SecurityProtocol.PLAINTEXT : SecurityProtocol.SASL_SSL);
    this.saslMechanism = props.saslMechanism
      ?? (usesSasl(this.securityProtocol) ? SaslMechanism.PLAIN : undefined);
    this.credentials = credentials;
    this.pinnedCa = props.pinnedCa ?? parts?.includes('caCert') ?? false;
    this.clientCertificate = props.clientCertificate
      ?? (parts === undefined ? this.securityProtocol === SecurityProtocol.SSL : bringsClientCertificate(parts));
    this.replicationFactor = props.replicationFactor;

    refuse(this,
      ...checkBootstrapServers(this.bootstrapServers), ...checkSecurity(this), checkReplicas(props.replicationFactor));
    if (this.securityProtocol === SecurityProtocol.SASL_PLAINTEXT) this.warnUnencrypted();
    rememberKafka(this);
  }

  /**
   * Says with how many partitions and the like a topic is to be made. `KafkaSetup` writes it down for whoever makes it;
   * sinks, sources and brokers name it as `topic`, `topics` and `externalTopic`. A topic is described once, and not
   * where Knative makes it (`KN-KFK-030`); another construct with the same `bootstrapServers` may say the same of it.
   * Kafka would take names that differ in dots and underscores only for the same (`KN-KFK-031`).
   * @param name letters, digits, dots, dashes and underscores, at most 249 (`KN-KFK-012`)
   * @returns the name, as sinks and sources take it
   */
  public addTopic(name: string, options: KafkaTopicOptions = {}): string {
    const { partitions, replicationFactor, config } = options;
    refuse(this,
      checkTopicName(name),
      this._topics.has(name) ? describedTwice(name) : undefined,
      checkPartitions('partitions', partitions),
      replicationFactor === undefined ? undefined : this._checkReplicationFactor(replicationFactor),
      ...checkTopicConfig(config, replicationFactor ?? this.replicationFactor ?? Infinity));
    this._topics.set(name, ownCopy(options));
    appChecks(this).defer(this, captureTrace(), () => [checkDescribed(this, name)]);
    return name;
  }

  /**
   * Checks a user and a password that are about to be stored in the Secret. Problems are reported at synth as
   * `KN-KFK-009`, on this construct; the values are neither kept nor shown.
   */
  public checkCredentials(values: KafkaCredentialValues): void {
    refuse(this, ...checkKafkaCredentials(values));
  }

  /**
   * Checks certificates and a key that are about to be stored in the Secret. Problems are reported at synth as
   * `KN-KFK-028`, on this construct; the values are neither kept nor shown.
   */
  public checkCertificates(values: KafkaCertificateValues): void {
    refuse(this, ...checkKafkaCertificates(values));
  }

  /**
   * Name of the Secret that has to lie in a namespace, for a consumer that names it; what fills it there is made once.
   * Call it while the program is built: it adds constructs.
   * @internal
   */
  public _secretFor(consumer: Resource, namespace: string | undefined): string | undefined {
    const { credentials } = this;
    if (credentials === undefined) return undefined;
    refuse(consumer, credentials._checkNamespace(namespace));
    if (credentials._sync !== undefined) this.sync(consumer, namespace);
    else needSecret(consumer, namespace, credentials.secretName, `credentials of the Kafka cluster ${show(this.node.id)}`);
    return credentials.secretName;
  }

  /**
   * The `net` of a KafkaSource; absent on PLAINTEXT. Call it while the program is built: it adds constructs.
   * @internal
   */
  public _netFor(consumer: Resource, options: KafkaNetOptions = {}): Record<string, unknown> | undefined {
    return renderNet(this, consumer, options);
  }

  /**
   * Keys of the Secret, where it is synced and so they are known.
   * @internal
   */
  public _secretKeys(): string[] | undefined {
    const sync = this.credentials?._sync;
    if (sync === undefined) return undefined;
    return [...Object.keys(this.literals()), ...sync.parts.map((part) => SECRET_KEYS[part])];
  }

  /**
   * Whether topics of the cluster may have so many copies.
   * @internal
   */
  public _checkReplicationFactor(replicationFactor: number): Problem | undefined {
    return checkReplicas(replicationFactor);
  }

  /**
   * Whether it is one of Confluent Cloud, which has tools of its own.
   * @internal
   */
  public get _onConfluentCloud(): boolean {
    return false;
  }

  /**
   * Whether what this construct makes for a consumer lands in the consumer's Kubernetes cluster.
   * @internal
   */
  public _checkReach(consumer: Construct): Problem | undefined {
    const here = clusterOf(this);
    const there = clusterOf(consumer);
    if (here === there) return undefined;
    return {
      code: 'KN-KFK-008',
      message: `the Kafka cluster ${show(this.node.path)} would make objects in another Kubernetes cluster `
        + `(${show(here)}) than the one that needs them (${show(there)})`,
      received: here,
      allowed: 'a Kafka cluster that is described in a chart of the same Kubernetes cluster',
      fix: `describe the Kafka cluster in a chart of ${show(there)} as well, and use that one`,
    };
  }

  /** Whoever writes JavaScript may pass the values themselves; they are refused, and not shown. */
  private referenced(credentials: KafkaCredentials | undefined): KafkaCredentials | undefined {
    if (credentials === undefined || credentials instanceof KafkaCredentials) return credentials;
    refuse(this, {
      code: 'KN-KFK-027',
      message: 'the credentials of the Kafka cluster are values and no reference',
      received: undefined,
      allowed: 'a `KafkaCredentials`, which names Secrets and holds no value',
      fix: "write `KafkaCredentials.fromSecretName('kafka-credentials')`, and make the Secret apart from the program",
    });
    return undefined;
  }

  /** Keys of the Secret that are no secrets. */
  private literals(): Record<string, string> {
    const { securityProtocol, saslMechanism } = this;
    const skip = securityProtocol === SecurityProtocol.SSL && !this.clientCertificate;
    return {
      protocol: securityProtocol,
      ...saslMechanism === undefined ? {} : { 'sasl.mechanism': saslMechanism },
      ...skip ? { 'user.skip': 'true' } : {},
    };
  }

  private sync(consumer: Resource, namespace: string | undefined): void {
    const sync = this.credentials?._sync;
    const outOfReach = this._checkReach(consumer);
    refuse(consumer, outOfReach);
    if (sync === undefined || outOfReach !== undefined || this.synced.has(namespace ?? '')) return;
    this.synced.add(namespace ?? '');
    new SyncedSecret(this, this.credentials?.secretName ?? '', namespace, sync, this.literals());
  }

  private warnUnencrypted(): void {
    Warnings.of(this).add('kafka-unencrypted', 'SASL_PLAINTEXT sends events, and with the mechanism PLAIN the password '
      + 'too, readable for everyone on the network: write `securityProtocol: SecurityProtocol.SASL_SSL`');
  }
}
