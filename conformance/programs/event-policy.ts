import {
  Broker, EventPolicy, EventSender, Filter, LabelSelectorOperator, PingSource, ServiceAccount, Sink,
} from '../../lib';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'eventing.knative.dev/v1alpha1',
  kind: 'EventPolicy',
  program: (chart) => {
    const broker = Broker.fromBrokerName(chart, 'broker', 'events');
    const metadata = { namespace: 'billing' };
    const ping = new PingSource(chart, 'tick', { schedule: '@daily', sink: broker, metadata });
    broker.allowFrom('only-orders', {
      from: [
        EventSender.source(ping), EventSender.serviceAccount(new ServiceAccount(chart, 'till')),
        EventSender.namespace('billing'), EventSender.subject('system:serviceaccount:*'),
        EventSender.reference({ apiVersion: 'sources.example.com/v1', kind: 'TillSource', name: 'till' }),
      ],
      filters: [
        Filter.exact({ type: 'order.paid' }), Filter.prefix({ source: '/eu/' }), Filter.suffix({ source: '/till' }),
        Filter.all(Filter.exact({ type: 'order.paid' })), Filter.any(Filter.exact({ type: 'order.paid' })),
        Filter.not(Filter.exact({ type: 'order.test' })), Filter.cesql("type LIKE 'order.%'"),
      ],
    });
    new EventPolicy(chart, 'by-label', {
      to: [Sink.reference({ apiVersion: 'sinks.example.com/v1', kind: 'TillSink', name: 'till' })],
      selectors: [{
        apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', matchLabels: { team: 'orders' },
        matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.IN, values: ['gold'] }],
      }],
      from: [EventSender.namespace('billing')],
    });
  },
  notReached: {},
};
