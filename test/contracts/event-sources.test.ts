import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { EventSource, type EventSourceConfig, type IEventSource, Sink } from '../../lib/core';
import { Broker, EventTransform, InMemoryChannel, Parallel, Sequence } from '../../lib/eventing';
import { KafkaCluster } from '../../lib/kafka';
import {
  ApiServerSource, ContainerSource, IntegrationSource, IntegrationSourceType, KafkaSource, PingSource, SinkBinding,
  SinkBindingSubject, SubjectKind,
} from '../../lib/sources';
import { describeEventSource } from './event-source-contract';

const sink = Sink.uri('https://events.example.com/in');
const TILL = { apiVersion: 'sources.example.com/v1', kind: 'TillSource', name: 'till' };

/** A source that is no construct, as a user may write one. */
class TillSource implements IEventSource {
  public toEventSourceConfig(): EventSourceConfig {
    return { ref: TILL, events: [] };
  }
}

/** A construct that is a source, as a user may write one. */
class TillConstruct extends Construct implements IEventSource {
  public toEventSourceConfig(): EventSourceConfig {
    return {
      ref: { ...TILL, namespace: 'shop' },
      events: [{ type: 'com.example.till.opened' }, { type: 'com.example.till.closed', source: '/till' }],
    };
  }
}

function kafka(chart: Chart): KafkaCluster {
  return new KafkaCluster(chart, 'cluster', { bootstrapServers: ['b.example.com:9092'] });
}

describeEventSource('a hand-written reference', () => new TillSource());
describeEventSource('a hand-written construct', (chart) => new TillConstruct(chart, 'till'));
describeEventSource('EventSource.reference', () => EventSource.reference(TILL));
describeEventSource('EventSource.reference with events', () => EventSource.reference(TILL, {
  events: [{ type: 'com.example.till.opened', source: '/till/1' }, { type: 'com.example.till.opened', source: '/till/2' }],
}));
describeEventSource('EventSource.reference elsewhere', () => EventSource.reference({ ...TILL, namespace: 'platform' }));

describeEventSource('a PingSource', (chart) => new PingSource(chart, 'made', { schedule: '@daily', sink }));
describeEventSource('a ContainerSource',
  (chart) => new ContainerSource(chart, 'made', { containers: [{ name: 'till', image: 'till:1' }], sink }));
describeEventSource('a KafkaSource',
  (chart) => new KafkaSource(chart, 'made', { cluster: kafka(chart), topics: ['orders', 'bills'], sink }));
describeEventSource('a SinkBinding', (chart) => new SinkBinding(chart, 'made', {
  subject: SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'till'), sink,
}));
describeEventSource('a trigger',
  (chart) => Broker.fromBrokerName(chart, 'source', 'events').addTrigger('made', { subscriber: sink }));
describeEventSource('a subscription', (chart) => new InMemoryChannel(chart, 'source').subscribe('made', { subscriber: sink }));
describeEventSource('an ApiServerSource', (chart) => new ApiServerSource(chart, 'made', {
  resources: [{ apiVersion: 'v1', kind: 'ConfigMap' }], sink,
}));
describeEventSource('an IntegrationSource', (chart) => new IntegrationSource(chart, 'made', {
  type: IntegrationSourceType.timer({ message: 'tick' }), sink,
}));
describeEventSource('a sequence', (chart) => new Sequence(chart, 'made', { steps: [{ subscriber: sink }] }));
describeEventSource('a sequence that exists', (chart) => Sequence.fromSequenceName(chart, 'made', 'orders'));
describeEventSource('a parallel', (chart) => new Parallel(chart, 'made', { branches: [{ subscriber: sink }] }));
describeEventSource('a parallel that exists', (chart) => Parallel.fromParallelName(chart, 'made', 'orders'));
describeEventSource('an event transformation', (chart) => new EventTransform(chart, 'made', { jsonata: '$', sink }));
describeEventSource('an event transformation that exists',
  (chart) => EventTransform.fromEventTransformName(chart, 'made', 'orders'));
