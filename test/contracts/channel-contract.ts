import type { Chart } from 'cdk8s';
import { Sink } from '../../lib/core';
import { type IChannel, Subscription } from '../../lib/eventing';
import { EventSender } from '../../lib/events';
import { billing, problemsOf, shop, written } from './program';

const subscriber = Sink.uri('https://events.example.com/in');

/**
 * What holds for every implementation of `IChannel`.
 * @param make the channel, made or named in a chart
 */
export function describeChannel(name: string, make: (chart: Chart) => IChannel): void {
  describe(`${name} as a channel`, () => {
    test('is where its chart is, and says how it is referred to and where it listens', () => {
      const channel = make(shop());

      expect(channel.namespace).toBe('shop');
      expect(channel.reference).toEqual({
        apiVersion: expect.stringMatching(/^messaging\.knative\.dev\//), kind: expect.stringMatching(/Channel$/),
        name: channel.channelName, namespace: 'shop',
      });
      expect(channel.toSinkConfig(channel)).toEqual({ ref: channel.reference });
      expect(channel.url).toBe(`http://${channel.channelName}-kn-channel.shop.svc.cluster.local`);
      expect(problemsOf(channel)).toBe('');
    });

    test('has subscriptions in its own namespace', () => {
      const chart = shop();
      const there = billing(chart);
      const channel = make(there);
      const { apiVersion, kind, name } = channel.reference;

      const subscribed = channel.subscribe('subscribed', { subscriber });
      new Subscription(there, 'by-hand', { channel, subscriber });

      expect(problemsOf(chart)).toBe('');
      expect(subscribed.namespace).toBe('billing');
      expect(subscribed.channel).toBe(channel);
      for (const subscription of ['subscribed', 'by-hand']) {
        expect(written(there, 'Subscription', subscription).spec.channel).toEqual({ apiVersion, kind, name });
      }
    });

    test('has policies and event types in its own namespace, by reference', () => {
      const chart = shop();
      const there = billing(chart);
      const channel = make(there);
      const { namespace, ...ref } = channel.reference;

      channel.allowFrom('policy', { from: [EventSender.namespace('shop')] });
      channel.registerEventType('type', { type: 'com.example.order.paid' });

      expect(problemsOf(chart)).toBe('');
      expect(namespace).toBe('billing');
      expect(written(there, 'EventPolicy', 'policy')).toMatchObject({ metadata: { namespace }, spec: { to: [{ ref }] } });
      expect(written(there, 'EventType', 'type')).toMatchObject({ metadata: { namespace }, spec: { reference: ref } });
    });
  });
}
