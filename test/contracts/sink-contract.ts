import type { Chart } from 'cdk8s';
import { type ISink, KINDS, renderSink, Resource, Sink } from '../../lib/core';
import {
  Broker, Channel, Delivery, EventTransform, InMemoryChannel, Parallel, Sequence, Subscription,
} from '../../lib/eventing';
import { EventPolicy, EventSender, EventType } from '../../lib/events';
import { KafkaCluster } from '../../lib/kafka';
import { KnativeService } from '../../lib/serving';
import {
  ApiServerSource, ContainerSource, IntegrationSource, IntegrationSourceType, KafkaSource, PingSource, SinkBinding,
  SinkBindingSubject, SubjectKind,
} from '../../lib/sources';
import { billing, problemsOf, shop, sizeOf, written } from './program';

/** What is known of an implementation before it is asked. */
export interface SinkTraits {
  /** An address, not an object of the cluster. */
  readonly address?: boolean;
  /** An object that checks who sends, so that an event policy can be for it. */
  readonly policies?: boolean;
  /** The namespace is named by the sink itself, whatever the chart. */
  readonly elsewhere?: boolean;
}

/** A place in a program that takes any sink, and where the manifest says it. */
interface Place {
  readonly name: string;
  readonly use: (chart: Chart, sink: ISink) => void;
  readonly find: (chart: Chart) => unknown;
  /** Knative looks for the sink in the namespace of the object alone. */
  readonly ownNamespace?: boolean;
}

const OTHER = Sink.uri('https://events.example.com/other');
const at = (kind: string, name: string, ...path: string[]) => (chart: Chart): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], written(chart, kind, name).spec);

const PLACES: readonly Place[] = [
  {
    name: 'the subscriber of a trigger', find: at('Trigger', 'place', 'subscriber'),
    use: (chart, subscriber) => { new Broker(chart, 'broker', { deadLetterSink: OTHER }).addTrigger('place', { subscriber }); },
  },
  {
    name: 'the dead letter sink of a trigger', find: at('Trigger', 'place', 'delivery', 'deadLetterSink'),
    use: (chart, deadLetterSink) => {
      new Broker(chart, 'broker', { deadLetterSink: OTHER }).addTrigger('place', { subscriber: OTHER, deadLetterSink });
    },
  },
  {
    name: 'the dead letter sink of a broker', find: at('Broker', 'place', 'delivery', 'deadLetterSink'),
    use: (chart, deadLetterSink) => { new Broker(chart, 'place', { deadLetterSink }); },
  },
  {
    name: 'the dead letter sink of a channel', find: at('Channel', 'place', 'delivery', 'deadLetterSink'),
    ownNamespace: true,
    use: (chart, sink) => { new Channel(chart, 'place', { delivery: Delivery.deadLetter(sink) }); },
  },
  {
    name: 'the dead letter sink of a delivery', find: at('InMemoryChannel', 'place', 'delivery', 'deadLetterSink'),
    use: (chart, sink) => { new InMemoryChannel(chart, 'place', { delivery: Delivery.deadLetter(sink) }); },
  },
  {
    name: 'the subscriber of a subscription', find: at('Subscription', 'place', 'subscriber'),
    use: (chart, subscriber) => {
      new Subscription(chart, 'place', { channel: new InMemoryChannel(chart, 'channel'), subscriber });
    },
  },
  {
    name: 'the receiver of replies', find: at('Subscription', 'place', 'reply'),
    use: (chart, reply) => { new InMemoryChannel(chart, 'channel').subscribe('place', { subscriber: OTHER, reply }); },
  },
  {
    name: 'a step of a sequence', find: at('Sequence', 'place', 'steps', '0'),
    use: (chart, subscriber) => { new Sequence(chart, 'place', { steps: [{ subscriber }] }); },
  },
  {
    name: 'the receiver of the replies of a sequence', find: at('Sequence', 'place', 'reply'),
    use: (chart, reply) => { new Sequence(chart, 'place', { steps: [{ subscriber: OTHER }], reply }); },
  },
  {
    name: 'the filter of a branch', find: at('Parallel', 'place', 'branches', '0', 'filter'),
    use: (chart, filter) => { new Parallel(chart, 'place', { branches: [{ filter, subscriber: OTHER }] }); },
  },
  {
    name: 'the subscriber of a branch', find: at('Parallel', 'place', 'branches', '0', 'subscriber'),
    use: (chart, subscriber) => { new Parallel(chart, 'place', { branches: [{ subscriber }] }); },
  },
  {
    name: 'the receiver of the replies of a branch', find: at('Parallel', 'place', 'branches', '0', 'reply'),
    use: (chart, reply) => { new Parallel(chart, 'place', { branches: [{ subscriber: OTHER, reply }] }); },
  },
  {
    name: 'the receiver of the replies of a parallel', find: at('Parallel', 'place', 'reply'),
    use: (chart, reply) => { new Parallel(chart, 'place', { branches: [{ subscriber: OTHER }], reply }); },
  },
  {
    name: 'the sink of an EventTransform', find: at('EventTransform', 'place', 'sink'), ownNamespace: true,
    use: (chart, sink) => { new EventTransform(chart, 'place', { jsonata: '$', sink }); },
  },
  {
    name: 'the sink of an ApiServerSource', find: at('ApiServerSource', 'place', 'sink'),
    use: (chart, sink) => {
      new ApiServerSource(chart, 'place', { resources: [{ apiVersion: 'v1', kind: 'ConfigMap' }], sink });
    },
  },
  {
    name: 'the sink of an IntegrationSource', find: at('IntegrationSource', 'place', 'sink'),
    use: (chart, sink) => {
      new IntegrationSource(chart, 'place', { type: IntegrationSourceType.timer({ message: 'tick' }), sink });
    },
  },
  {
    name: 'what a Knative service is bound to', find: at('SinkBinding', 'place', 'sink'),
    use: (chart, sink) => { new KnativeService(chart, 'service', { image: 'till:1' }).bindTo(sink, 'place'); },
  },
  {
    name: 'the sink of a PingSource', find: at('PingSource', 'place', 'sink'),
    use: (chart, sink) => { new PingSource(chart, 'place', { schedule: '@daily', sink }); },
  },
  {
    name: 'the sink of a KafkaSource', find: at('KafkaSource', 'place', 'sink'),
    use: (chart, sink) => {
      const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });
      new KafkaSource(chart, 'place', { cluster, topics: ['orders'], sink });
    },
  },
  {
    name: 'the sink of a ContainerSource', find: at('ContainerSource', 'place', 'sink'),
    use: (chart, sink) => { new ContainerSource(chart, 'place', { containers: [{ name: 'till', image: 'till:1' }], sink }); },
  },
  {
    name: 'the sink of a SinkBinding', find: at('SinkBinding', 'place', 'sink'),
    use: (chart, sink) => {
      new SinkBinding(chart, 'place', { subject: SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'till'), sink });
    },
  },
];

class Sender extends Resource {
  constructor(chart: Chart) {
    super(chart, 'sender', KINDS.configMap, {}, []);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return {};
  }
}

/**
 * What holds for every implementation of `ISink`; an own one is tested by the same suite.
 * @param make the sink, made or named in a chart
 */
export function describeSink(name: string, make: (chart: Chart) => ISink, traits: SinkTraits = {}): void {
  describe(`${name} as a sink`, () => {
    test('says either an object or an address, and adds nothing to the tree by it', () => {
      const chart = shop();
      const sink = make(chart);
      const sender = new Sender(chart);
      const size = sizeOf(chart);

      const { ref, uri } = sink.toSinkConfig(sender);

      expect(sink.toSinkConfig(sender)).toEqual(sink.toSinkConfig(sender));
      expect(sizeOf(chart)).toBe(size);
      if (traits.address === true) {
        expect(ref).toBeUndefined();
        expect(uri).toMatch(/^https?:\/\/[^/]+/);
      } else {
        expect(ref).toEqual({
          apiVersion: expect.stringMatching(/^([a-z.]+\/)?v\d/), kind: expect.any(String), name: expect.any(String),
          ...ref?.namespace === undefined ? {} : { namespace: expect.any(String) },
        });
      }
      expect(problemsOf(chart)).toBe('');
    });

    test.each(PLACES)('is $name', ({ use, find, ownNamespace }) => {
      const chart = shop();
      const sink = make(chart);
      const expected = renderSink(new Sender(chart), sink);

      use(chart, sink);

      if (ownNamespace === true && traits.elsewhere === true) {
        expect(problemsOf(chart)).toContain('KN-SNK-007 ');
        return;
      }

      expect(problemsOf(chart)).toBe('');
      expect(find(chart)).toEqual(JSON.parse(JSON.stringify(expected)));
    });

    test.each(PLACES)('is $name, from another namespace', ({ use, find, ownNamespace }) => {
      const chart = shop();
      const there = billing(chart);
      const sink = make(there);

      const { ref: own, uri } = sink.toSinkConfig(there);
      use(chart, sink);

      // A reference with a path is not looked at as closely.
      if (ownNamespace === true && own?.namespace !== undefined && uri === undefined) {
        expect(problemsOf(chart)).toContain('KN-SNK-007 ');
        return;
      }
      expect(problemsOf(chart)).toBe('');
      const { ref } = find(chart) as { ref?: { namespace?: string } };
      expect(ref?.namespace).toBe(own?.namespace);
      if (traits.address !== true && traits.elsewhere !== true && own?.namespace !== undefined) {
        expect(ref?.namespace).toBe('billing');
      }
    });

    test('takes an audience', () => {
      const chart = shop();

      const { audience, ref, uri } = Sink.of(make(chart), { audience: 'orders' }).toSinkConfig(chart);

      const plain = make(shop()).toSinkConfig(chart);
      expect({ ref, uri, audience }).toEqual({ ref: plain.ref, uri: plain.uri, audience: 'orders' });
    });

    describeRegistry(make, traits);
  });
}

function describeRegistry(make: (chart: Chart) => ISink, traits: SinkTraits): void {
  const { address = false, policies = false, elsewhere = false } = traits;
  const answer = (fine: boolean, code: string) => (fine ? /^$/ : new RegExp(`${code} `));

  test(`is ${address ? 'not ' : ''}what an event type refers to`, () => {
    const chart = shop();
    new EventType(chart, 'type', { type: 'com.example.order.paid', reference: make(chart) });

    expect(problemsOf(chart)).toMatch(answer(!address, 'KN-EVT-003'));
  });

  test(`is ${policies ? '' : 'not '}what an event policy is for`, () => {
    const chart = shop();
    const from = [EventSender.namespace('shop')];
    new EventPolicy(chart, 'policy', { to: [make(chart)], from });

    expect(problemsOf(chart)).toMatch(answer(policies, 'KN-EVT-00[45]'));
    if (policies || address || elsewhere) return;
    const other = shop();
    new EventPolicy(other, 'policy', { to: [make(billing(other))], from });
    expect(problemsOf(other)).toMatch(/KN-EVT-00[45] /);
  });
}
