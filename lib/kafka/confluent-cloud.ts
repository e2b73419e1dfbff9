import type { Construct } from 'constructs';
import { type Problem, show, Warnings } from '../core';
import { KafkaCluster } from './kafka-cluster';
import type { KafkaCredentials } from './kafka-credentials';
import { SaslMechanism, SecurityProtocol } from './security-protocol';

/** Properties for `ConfluentCloud`. */
export interface ConfluentCloudProps {
  /** Bootstrap servers as Confluent shows them, such as `pkc-12345.us-east-1.aws.confluent.cloud:9092`. */
  readonly bootstrapServers: readonly string[];
  /**
   * API key and secret of a service account, scoped to the Kafka cluster: `user` is the key, `password` the secret. A
   * Cloud API key can neither produce nor consume, and the key of a person dies with their account.
   */
  readonly credentials: KafkaCredentials;
  /**
   * Whether the Secret holds `ca.crt`, which then replaces the system's certificates. Confluent advises against it.
   * @default false
   */
  readonly pinnedCa?: boolean;
}

const REPLICATION_FACTOR = 3;
const SERVER = /^[a-z0-9.-]+\.confluent\.cloud:9092$/i;

/**
 * A Kafka cluster of Confluent Cloud: SASL_SSL with the mechanism PLAIN, topics replicated three times.
 * @see https://docs.confluent.io/cloud/current/client-apps/config-client.html
 */
export class ConfluentCloud extends KafkaCluster {
  constructor(scope: Construct, id: string, props: ConfluentCloudProps) {
    const { bootstrapServers, credentials, pinnedCa = false } = props;
    super(scope, id, {
      bootstrapServers,
      credentials,
      pinnedCa,
      securityProtocol: SecurityProtocol.SASL_SSL,
      saslMechanism: SaslMechanism.PLAIN,
      replicationFactor: REPLICATION_FACTOR,
    });
    const foreign = bootstrapServers.filter((server) => !SERVER.test(server));
    if (foreign.length > 0) {
      Warnings.of(this).add('confluent-server', `${show(foreign[0])} is no server of Confluent Cloud, which are `
        + '`<cluster>.<region>.<cloud>.confluent.cloud:9092`: write the one that Confluent shows, or use `KafkaCluster`');
    }
    if (pinnedCa) {
      Warnings.of(this).add('confluent-pinned-ca', 'Confluent Cloud changes its certificates, and a pinned CA cuts '
        + 'Knative off when it does: leave `pinnedCa` out, or pin the root of Let\'s Encrypt and no intermediate');
    }
  }

  /** @internal */
  public override get _onConfluentCloud(): boolean {
    return true;
  }

  /** @internal */
  public override _checkReplicationFactor(replicationFactor: number): Problem | undefined {
    const problem = super._checkReplicationFactor(replicationFactor);
    if (problem !== undefined || replicationFactor === REPLICATION_FACTOR) return problem;
    return {
      code: 'KN-KFK-011',
      message: `replicationFactor ${show(String(replicationFactor))} is refused by Confluent Cloud`,
      received: replicationFactor,
      allowed: String(REPLICATION_FACTOR),
      fix: `leave \`replicationFactor\` out, or write \`replicationFactor: ${REPLICATION_FACTOR}\``,
    };
  }
}
