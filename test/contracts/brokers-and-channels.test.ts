import type { Chart } from 'cdk8s';
import { Sink } from '../../lib/core';
import { Broker, BrokerClass, Channel, InMemoryChannel, KafkaBroker, KafkaChannel } from '../../lib/eventing';
import { KafkaCluster } from '../../lib/kafka';
import { describeBroker } from './broker-contract';
import { describeChannel } from './channel-contract';

const deadLetterSink = Sink.uri('https://events.example.com/dead');

function kafka(chart: Chart): KafkaCluster {
  return new KafkaCluster(chart, 'cluster', { bootstrapServers: ['b.example.com:9092'] });
}

describeBroker('a broker', (chart) => new Broker(chart, 'made', { deadLetterSink }));
describeBroker('a broker of a class',
  (chart) => new Broker(chart, 'made', { brokerClass: BrokerClass.MT_CHANNEL_BASED, deadLetterSink }));
describeBroker('a broker that exists', (chart) => Broker.fromBrokerName(chart, 'made', 'events'));
describeBroker('a Kafka broker', (chart) => new KafkaBroker(chart, 'made', { cluster: kafka(chart), deadLetterSink }));
describeBroker('a Kafka broker that exists', (chart) => KafkaBroker.fromBrokerName(chart, 'made', 'events'));

describeChannel('a channel', (chart) => new Channel(chart, 'made'));
describeChannel('a channel that exists', (chart) => Channel.fromChannelName(chart, 'made', 'orders'));
describeChannel('an in-memory channel', (chart) => new InMemoryChannel(chart, 'made'));
describeChannel('an in-memory channel that exists', (chart) => InMemoryChannel.fromChannelName(chart, 'made', 'orders'));
describeChannel('a Kafka channel', (chart) => new KafkaChannel(chart, 'made', { cluster: kafka(chart) }));
describeChannel('a Kafka channel that exists', (chart) => KafkaChannel.fromChannelName(chart, 'made', 'orders'));
