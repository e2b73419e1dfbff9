import { Broker, EventType, PingSource } from '../../lib';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'eventing.knative.dev/v1beta2',
  kind: 'EventType',
  program: (chart) => {
    const far = Broker.fromBrokerName(chart, 'far', 'events', { namespace: 'platform' });
    new EventType(chart, 'order-paid', {
      type: 'com.example.order.paid',
      source: '/orders',
      schema: 'https://example.com/order.json',
      schemaData: '{"type":"object"}',
      description: 'an order was paid',
      reference: far,
      metadata: { labels: { team: 'orders' }, annotations: { 'example.com/owner': 'orders' } },
    });
    new PingSource(chart, 'tick', { schedule: '@daily', sink: far }).registerEventType('daily');
  },
  notReached: {
    'spec.broker': 'deprecated: superseded by spec.reference',
    'spec.reference.address': 'superseded by spec.reference.name: the controller looks the object up, whatever its address',
  },
};
