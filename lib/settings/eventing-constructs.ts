import type { Construct } from 'constructs';
import { KafkaDataPlane, KINDS, KNATIVE_EVENTING, needsDataPlane } from '../core';
import { BrokerDefaults, registerChannelDefaults } from '../eventing';
import { KafkaBrokerConfig, KafkaChannelConfig } from '../kafka';
import { templatesOf } from './channel-default-settings';
import type { EventingSettings } from './eventing-settings';
import type { KafkaSettings } from './kafka-settings';

/**
 * Makes the constructs for those settings that follow from other constructs: defaults of brokers, whose configuration
 * and dead letter sink are references, and the Kafka clusters, whose credentials are copied. They feed the
 * installation that the program describes.
 */
export function makeEventingConstructs(
  scope: Construct, eventing: EventingSettings | undefined, kafka: KafkaSettings | undefined,
): void {
  if (eventing?.brokers !== undefined) new BrokerDefaults(scope, 'config-br-defaults', { ...eventing.brokers });
  if (kafka?.brokers !== undefined) {
    new KafkaBrokerConfig(scope, 'kafka-broker-config', { ...kafka.brokers, metadata: { namespace: KNATIVE_EVENTING } });
  }
  if (kafka?.channels !== undefined) new KafkaChannelConfig(scope, 'kafka-channel-config', { ...kafka.channels });
  if (eventing?.channels?.channels !== undefined) registerChannelDefaults(scope, eventing.channels.channels);
  for (const template of templatesOf(eventing?.channels, eventing?.brokerChannel)) {
    const cluster = template._kafka?.cluster;
    if (cluster !== undefined) KafkaChannelConfig._forCluster(scope, cluster);
    if (template._type.kind !== KINDS.kafkaChannel.kind) continue;
    needsDataPlane(scope, KafkaDataPlane.CHANNEL, 'the default of channels');
  }
}
