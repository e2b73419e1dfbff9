import type { Chart } from 'cdk8s';
import { Sink } from '../../lib/core';
import { type IBroker, Trigger } from '../../lib/eventing';
import { EventSender } from '../../lib/events';
import { Filter } from '../../lib/filters';
import { billing, problemsOf, shop, written } from './program';

const subscriber = Sink.uri('https://events.example.com/in');

/**
 * What holds for every implementation of `IBroker`.
 * @param make the broker, made or named in a chart
 */
export function describeBroker(name: string, make: (chart: Chart) => IBroker): void {
  describe(`${name} as a broker`, () => {
    test('is where its chart is, and says how it is referred to', () => {
      const broker = make(shop());

      expect(broker.namespace).toBe('shop');
      expect(broker.reference).toEqual({
        apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: broker.brokerName, namespace: 'shop',
      });
      expect(broker.toSinkConfig(broker)).toEqual({ ref: broker.reference });
      expect(problemsOf(broker)).toBe('');
    });

    test('has triggers in its own namespace', () => {
      const chart = shop();
      const broker = make(billing(chart));

      const added = broker.addTrigger('added', { subscriber, filter: Filter.exact({ type: 'order.paid' }) });
      const near = make(chart);
      new Trigger(chart, 'by-hand', { broker: near, subscriber });

      expect(problemsOf(chart)).toBe('');
      expect(added.namespace).toBe('billing');
      expect(added.broker).toBe(broker);
      expect(written(chart, 'Trigger', 'by-hand').spec).toMatchObject({ broker: near.brokerName });
    });

    test('has policies and event types in its own namespace, by reference', () => {
      const chart = shop();
      const there = billing(chart);
      const broker = make(there);
      const { namespace, ...ref } = broker.reference;

      broker.allowFrom('policy', { from: [EventSender.namespace('shop')] });
      broker.registerEventType('type', { type: 'com.example.order.paid' });

      expect(problemsOf(chart)).toBe('');
      expect(namespace).toBe('billing');
      expect(written(there, 'EventPolicy', 'policy')).toMatchObject({ metadata: { namespace }, spec: { to: [{ ref }] } });
      expect(written(there, 'EventType', 'type')).toMatchObject({ metadata: { namespace }, spec: { reference: ref } });
    });
  });
}
