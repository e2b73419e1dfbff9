import type { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, type IConstruct } from 'constructs';
import { clusterDomainOf, type ISink, Sink, type SinkConfig } from '../../lib/core';
import {
  Broker, BrokerClass, Channel, EventTransform, InMemoryChannel, KafkaBroker, KafkaChannel, Parallel, RequestReply,
  Sequence,
} from '../../lib/eventing';
import { KafkaCluster } from '../../lib/kafka';
import { KnativeService, Route, Traffic } from '../../lib/serving';
import { IntegrationSink, IntegrationSinkType, JobSink, KafkaSink } from '../../lib/sinks';
import { describeSink } from './sink-contract';

const OTHER = Sink.uri('https://events.example.com/other');
const TILL = { apiVersion: 'sinks.example.com/v1', kind: 'TillSink', name: 'till' };

function kafka(chart: Chart): KafkaCluster {
  return new KafkaCluster(chart, 'cluster', { bootstrapServers: ['b.example.com:9092'] });
}

/** A sink that is no construct, as a user may write one. */
class TillSink implements ISink {
  public toSinkConfig(): SinkConfig {
    return { ref: TILL };
  }
}

/** A construct that is a sink, as a user may write one. */
class TillConstruct extends Construct implements ISink {
  public toSinkConfig(consumer: IConstruct): SinkConfig {
    return { uri: `http://till.shop.svc.${clusterDomainOf(consumer)}` };
  }
}

describeSink('a hand-written reference', () => new TillSink(), { policies: true });
describeSink('a hand-written construct', (chart) => new TillConstruct(chart, 'till'), { address: true });

describeSink('Sink.uri', () => Sink.uri('https://events.example.com/in'), { address: true });
describeSink('Sink.kubernetesService', () => Sink.kubernetesService('orders'));
describeSink('Sink.kubernetesService with a namespace',
  () => Sink.kubernetesService('orders', { namespace: 'platform' }), { elsewhere: true });
describeSink('Sink.service', (chart) => Sink.service(new kplus.Service(chart, 'made', { ports: [{ port: 80 }] })));
describeSink('Sink.service on another port',
  (chart) => Sink.service(new kplus.Service(chart, 'made', { ports: [{ port: 8080 }] })), { address: true });
describeSink('Sink.reference', () => Sink.reference(TILL), { policies: true });
describeSink('Sink.of a hand-written sink', () => Sink.of(new TillSink(), {}), { policies: true });
describeSink('Sink.of a channel with a path',
  (chart) => Sink.of(new InMemoryChannel(chart, 'made'), { path: '/orders' }), { policies: true });

describeSink('a broker', (chart) => new Broker(chart, 'made', { deadLetterSink: OTHER }), { policies: true });
describeSink('a broker that exists', (chart) => Broker.fromBrokerName(chart, 'made', 'events'), { policies: true });
describeSink('a broker that exists elsewhere',
  (chart) => Broker.fromBrokerName(chart, 'made', 'events', { brokerClass: BrokerClass.MT_CHANNEL_BASED }), { policies: true });
describeSink('a Kafka broker',
  (chart) => new KafkaBroker(chart, 'made', { cluster: kafka(chart), deadLetterSink: OTHER }), { policies: true });
describeSink('a Kafka broker that exists', (chart) => KafkaBroker.fromBrokerName(chart, 'made', 'events'), { policies: true });
describeSink('a channel', (chart) => new Channel(chart, 'made'), { policies: true });
describeSink('a channel that exists', (chart) => Channel.fromChannelName(chart, 'made', 'orders'), { policies: true });
describeSink('an in-memory channel', (chart) => new InMemoryChannel(chart, 'made'), { policies: true });
describeSink('an in-memory channel that exists',
  (chart) => InMemoryChannel.fromChannelName(chart, 'made', 'orders'), { policies: true });
describeSink('a Kafka channel', (chart) => new KafkaChannel(chart, 'made', { cluster: kafka(chart) }), { policies: true });
describeSink('a Kafka channel that exists',
  (chart) => KafkaChannel.fromChannelName(chart, 'made', 'orders'), { policies: true });
describeSink('a Kafka sink',
  (chart) => new KafkaSink(chart, 'made', { cluster: kafka(chart), topic: 'orders' }), { policies: true });
describeSink('a Kafka sink that exists', (chart) => KafkaSink.fromKafkaSinkName(chart, 'made', 'audit'), { policies: true });
describeSink('a Knative service', (chart) => new KnativeService(chart, 'made', { image: 'orders:1' }));
describeSink('a Knative service that exists', (chart) => KnativeService.fromServiceName(chart, 'made', 'orders'));
describeSink('a route', (chart) => new Route(chart, 'made', {
  traffic: [Traffic.revision('orders-00001', 100)],
}));
describeSink('a route that exists', (chart) => Route.fromRouteName(chart, 'made', 'orders'));

describeSink('a sequence', (chart) => new Sequence(chart, 'made', { steps: [{ subscriber: OTHER }] }), { policies: true });
describeSink('a sequence that exists', (chart) => Sequence.fromSequenceName(chart, 'made', 'orders'), { policies: true });
describeSink('a parallel', (chart) => new Parallel(chart, 'made', { branches: [{ subscriber: OTHER }] }), { policies: true });
describeSink('a parallel that exists', (chart) => Parallel.fromParallelName(chart, 'made', 'orders'), { policies: true });
describeSink('an event transformation', (chart) => new EventTransform(chart, 'made', { jsonata: '$' }), { policies: true });
describeSink('an event transformation that exists',
  (chart) => EventTransform.fromEventTransformName(chart, 'made', 'orders'), { policies: true });
describeSink('a request-reply',
  (chart) => new RequestReply(chart, 'made', { broker: Broker.fromBrokerName(chart, 'asked', 'events') }));
describeSink('a request-reply that exists', (chart) => RequestReply.fromRequestReplyName(chart, 'made', 'orders'));
describeSink('a job sink',
  (chart) => new JobSink(chart, 'made', { containers: [{ name: 'job', image: 'job:1' }] }), { policies: true });
describeSink('a job sink that exists', (chart) => JobSink.fromJobSinkName(chart, 'made', 'job'), { policies: true });
describeSink('an integration sink',
  (chart) => new IntegrationSink(chart, 'made', { type: IntegrationSinkType.log() }), { policies: true });
describeSink('an integration sink that exists',
  (chart) => IntegrationSink.fromIntegrationSinkName(chart, 'made', 'log'), { policies: true });
