import type { Chart } from 'cdk8s';
import { type IEventSource, Sink } from '../../lib/core';
import { Broker } from '../../lib/eventing';
import { EventPolicy, EventSender, EventType } from '../../lib/events';
import { billing, problemsOf, shop, sizeOf, written } from './program';

const TYPE = 'com.example.order.paid';

/**
 * What holds for every implementation of `IEventSource`; an own one is tested by the same suite.
 * @param make the source, made or named in a chart
 */
export function describeEventSource(name: string, make: (chart: Chart) => IEventSource): void {
  describe(`${name} as a source of events`, () => {
    test('says which object sends what, and adds nothing to the tree by it', () => {
      const chart = shop();
      const source = make(chart);
      const size = sizeOf(chart);

      const { ref, events } = source.toEventSourceConfig();

      expect(source.toEventSourceConfig()).toEqual({ ref, events });
      expect(sizeOf(chart)).toBe(size);
      expect(ref).toMatchObject({
        apiVersion: expect.stringMatching(/^([a-z.]+\/)?v\d/), kind: expect.any(String), name: expect.any(String),
      });
      for (const event of events) expect(event.type).not.toBe('');
      expect(problemsOf(chart)).toBe('');
    });

    test('is a sender that a policy lets in, from its own namespace and from another', () => {
      const chart = shop();
      const source = make(chart);
      const there = billing(chart);
      const { namespace, ...ref } = source.toEventSourceConfig().ref;

      new EventPolicy(chart, 'near', { from: [EventSender.source(source)] });
      Broker.fromBrokerName(there, 'broker', 'events').allowFrom('far', { from: [EventSender.source(source)] });

      expect(problemsOf(chart)).toBe('');
      const own = namespace === undefined || namespace === 'shop' ? ref : { ...ref, namespace };
      expect(written(chart, 'EventPolicy', 'near').spec.from).toEqual([{ ref: own }]);
      expect(written(there, 'EventPolicy', 'far').spec.from)
        .toEqual([{ ref: namespace === undefined ? ref : { ...ref, namespace } }]);
    });

    test('has event types, of the types that it knows or of any', () => {
      const chart = shop();
      const eventSource = make(chart);
      const known = [...new Set(eventSource.toEventSourceConfig().events.map(({ type }) => type))];

      const own = new EventType(chart, 'own', { eventSource, type: known.length === 1 ? undefined : known[0] ?? TYPE });
      const other = new EventType(chart, 'other', { eventSource, type: TYPE, source: '/till' });

      expect(problemsOf(chart)).toBe('');
      expect(own.type).toBe(known[0] ?? TYPE);
      expect(written(chart, 'EventType', 'other').spec).toEqual({ type: other.type, source: '/till' });
    });

    test('may have to be ready before a trigger is', () => {
      const chart = shop();
      const { ref } = make(chart).toEventSourceConfig();
      Broker.fromBrokerName(chart, 'broker', 'events').addTrigger('after-source', {
        subscriber: Sink.uri('https://events.example.com/in'), dependency: { ...ref, namespace: 'shop' },
      });

      expect(problemsOf(chart)).toBe('');
    });
  });
}
