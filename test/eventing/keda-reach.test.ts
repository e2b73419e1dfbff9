import { Chart, Testing } from 'cdk8s';
import { Feature, Features, Sink } from '../../lib/core';
import { Channel, ChannelTemplate, KafkaBroker, KafkaChannel, KedaScaling, Subscription } from '../../lib/eventing';
import { KafkaCluster, type KafkaClusterProps, KafkaCredentials, SaslMechanism, SecurityProtocol } from '../../lib/kafka';
import { codesOf } from '../kafka/program';

const subscriber = Sink.uri('https://events.example.com/inbox');
const credentials = KafkaCredentials.fromSecretName('ccloud');

/** A trigger and two subscriptions on one Kafka cluster, which KEDA scales. */
function scaled(props: Partial<KafkaClusterProps>, keda = KedaScaling.of()): string[] {
  const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
  Features.of(chart).enable(Feature.CONTROLLER_AUTOSCALER_KEDA);
  const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'], ...props });
  new KafkaBroker(chart, 'default', { cluster }).addTrigger('payments', { subscriber, keda });
  const template = ChannelTemplate.kafka({ cluster });
  for (const channel of [new KafkaChannel(chart, 'orders', { cluster }), new Channel(chart, 'refunds', { template })]) {
    new Subscription(chart, `${channel.name}-audit`, { channel, subscriber, keda });
  }
  return codesOf(chart);
}

test.each<[string, Partial<KafkaClusterProps>]>([
  ['in plain text', {}],
  ['with SASL in plain text', { credentials, securityProtocol: SecurityProtocol.SASL_PLAINTEXT }],
  ['with SASL_SSL and a pinned CA', { credentials, pinnedCa: true }],
  ['with SSL and a pinned CA', { credentials, securityProtocol: SecurityProtocol.SSL, pinnedCa: true }],
])('KEDA scales what reads from a Kafka cluster %s', (_, props) => {
  expect(scaled(props)).toEqual([]);
});

test.each<[string, Partial<KafkaClusterProps>]>([
  ['SASL_SSL and no pinned CA', { credentials }],
  ['SSL and no pinned CA', { credentials, securityProtocol: SecurityProtocol.SSL }],
  ['tokens', { credentials, saslMechanism: SaslMechanism.OAUTHBEARER, pinnedCa: true }],
])('fails where KEDA is to scale what reads from a Kafka cluster with %s', (_, props) => {
  expect(scaled(props)).toEqual(['KN-TRG-012', 'KN-TRG-012', 'KN-TRG-012']);
});

test('KEDA is kept away from a Kafka cluster that it cannot ask', () => {
  expect(scaled({ credentials }, KedaScaling.disabled())).toEqual([]);
});
