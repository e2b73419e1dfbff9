import { KINDS, type Resource } from '../core';
import { KafkaBrokerConfig, KafkaChannelConfig, usesKafkaAsBroker, usesKafkaAsChannel } from '../kafka';
import type { Broker } from './broker';
import { defaultTemplateFor } from './channel-defaults';
import type { ChannelTemplate } from './channel-template';
import { defaultsFor } from './defaults-registry';
import { DataPlane } from './delivery-warnings';
import { topicOfKafkaChannel } from './kafka-channel-options';

/**
 * Says which topics the channels of a construct have, where Kafka stands behind them by their template or by the
 * default of the platform.
 * @param names the channels that Knative makes for it, by now
 * @internal
 */
export function keepChannelsInKafka(
  construct: Resource, own: ChannelTemplate | undefined, names: () => readonly string[],
): void {
  const template = () => own ?? defaultTemplateFor(construct, construct.namespace);
  const inKafka = () => template()?._dataPlane === DataPlane.KAFKA;
  usesKafkaAsChannel(construct, () => inKafka() ? KafkaChannelConfig._clusterFor(construct) : undefined, () => {
    const options = template()?._kafka;
    return options === undefined ? {} : topicOfKafkaChannel(options);
  }, names);
}

/** The channels of a flow, by their names. */
export function channelsOf(flow: Resource): string[] {
  return flow._makes().filter(({ kind }) => kind === KINDS.channel.kind).map(({ name }) => name);
}

/**
 * Says which topic a broker has whose class, or the default of the platform, is one of Kafka. What a `KafkaBroker` says
 * of itself takes its place.
 * @param externalTopic a topic that the program names by hand
 * @internal
 */
export function keepBrokerInKafka(broker: Broker, externalTopic: string | undefined): void {
  const config = () => configOf(broker);
  usesKafkaAsBroker(broker, () => config()?.cluster, externalTopic, () => config()?._topicOptions ?? {});
}

/** The configuration of such a broker, where the program writes it. */
function configOf(broker: Broker): KafkaBrokerConfig | undefined {
  const { brokerClass, namespace } = broker;
  const defaults = defaultsFor(broker);
  if ((brokerClass ?? defaults?._classFor(namespace))?.kafka !== true) return undefined;
  const reference = broker.config ?? defaults?._lookUp(namespace, brokerClass?.name).config;
  if (reference === undefined) return undefined;
  return KafkaBrokerConfig._named(broker, reference.name, reference.namespace ?? namespace);
}
