import type { Chart } from 'cdk8s';
import { type ISink, Sink } from '../../lib/core';
import {
  Broker, BrokerClass, Channel, Delivery, EventTransform, InMemoryChannel, RequestReply,
} from '../../lib/eventing';
import { codesOf, quietly, shop } from './program';

quietly();

const kinds: [string, (chart: Chart, receiver: ISink) => unknown][] = [
  ['a channel of any kind', (chart, receiver) => new Channel(chart, 'sender', { delivery: Delivery.deadLetter(receiver) })],
  ['a transformation', (chart, receiver) => new EventTransform(chart, 'sender', { jsonata: '$', sink: receiver })],
  ['a request-reply', (chart, receiver) => new RequestReply(chart, 'sender', {
    broker: new Broker(chart, 'default', { brokerClass: BrokerClass.MT_CHANNEL_BASED }), delivery: Delivery.deadLetter(receiver),
  })],
];

describe('a sender whose kind keeps to its namespace', () => {
  test.each(kinds)('sends to receivers of its namespace and to addresses: %s', (_, make) => {
    for (const receiver of [Sink.kubernetesService('near'), Sink.kubernetesService('near', { namespace: 'shop' }), Sink.uri('https://a.example.com')]) {
      const chart = shop();
      make(chart, receiver);
      expect(codesOf(chart)).toEqual([]);
    }
  });

  test.each(kinds)('sends to a path below a receiver of another namespace: %s', (_, make) => {
    const chart = shop();

    make(chart, Sink.kubernetesService('far', { namespace: 'billing', path: '/inbox' }));

    expect(codesOf(chart)).toEqual([]);
  });

  test.each(kinds)('fails with a receiver of another namespace: %s', (_, make) => {
    const chart = shop();

    make(chart, Sink.kubernetesService('far', { namespace: 'billing' }));

    expect(codesOf(chart)).toEqual(['KN-SNK-007']);
  });
});

test('a channel of a kind of its own may have its dead letters elsewhere', () => {
  const chart = shop();

  new InMemoryChannel(chart, 'sender', { delivery: Delivery.deadLetter(Sink.kubernetesService('far', { namespace: 'billing' })) });

  expect(codesOf(chart)).toEqual([]);
});
