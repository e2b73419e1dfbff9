import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Broker, BrokerClass, BrokerDefaults, Delivery, KafkaBroker, KafkaCluster, KafkaCredentials, Sink,
} from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, type Fields, type Manifest } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'Broker';
const CLASS = 'eventing.knative.dev/broker.class';
const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', name: 'channels' };
const broker = byHand('eventing.knative.dev/v1', kind, 'events', {});

function brokerOf(brokerClass: string, spec: Fields = {}): Manifest {
  return broker(spec, { annotations: { [CLASS]: brokerClass } });
}

/** Mistakes in the class, and in what the class asks for. */
const CLASSES: VerdictRow[] = [
  {
    kind, mistake: 'an empty class', refused: 'KN-BRK-001',
    program: (chart) => { new Broker(chart, 'events', { brokerClass: BrokerClass.custom('') }); },
    manifest: brokerOf(''), words: 'missing field(s): eventing.knative.dev/broker.class',
  },
  {
    kind, mistake: 'a class in small letters', refused: 'KN-BRK-001',
    program: (chart) => { new Broker(chart, 'events', { brokerClass: BrokerClass.custom('kafka') }); },
    manifest: brokerOf('kafka'), stricter: 'no controller watches a class of this name, and the broker never becomes ready',
  },
  {
    kind, mistake: 'a class written by hand', refused: 'KN-BRK-009',
    program: (chart) => { new Broker(chart, 'events', { metadata: { annotations: { [CLASS]: 'Kafka' } } }); },
    manifest: brokerOf('Kafka', { config: CONFIG }),
    stricter: 'address and triggers of the broker would be checked for another class than the cluster sees',
  },
  {
    kind, mistake: 'the class as a field of the spec', refused: 'compiler',
    // @ts-expect-error brokerClass is a prop of its own
    program: (chart) => { new Broker(chart, 'events', { class: 'Kafka' }); },
    manifest: broker({ class: 'Kafka' }), words: '.spec.class: field not declared in schema',
  },
  {
    kind, mistake: 'a Secret as the configuration of a Kafka broker', refused: 'KN-BRK-004',
    program: (chart) => {
      new Broker(chart, 'events', { brokerClass: BrokerClass.KAFKA, config: { ...CONFIG, kind: 'Secret' } });
    },
    manifest: brokerOf('Kafka', { config: { ...CONFIG, kind: 'Secret' } }), words: 'invalid value: Secret: spec.config.kind',
  },
  {
    kind, mistake: 'a namespaced Kafka broker with its configuration elsewhere', refused: 'KN-BRK-005',
    program: (chart) => {
      new Broker(chart, 'events', {
        brokerClass: BrokerClass.KAFKA_NAMESPACED, config: { ...CONFIG, namespace: 'platform' },
      });
    },
    manifest: brokerOf('KafkaNamespaced', { config: { ...CONFIG, namespace: 'platform' } }),
    words: 'Expected ConfigMap in same namespace with broker resource',
  },
  {
    kind, mistake: 'a namespaced Kafka broker without a configuration', refused: 'KN-BRK-005', plane: 'defaults',
    program: (chart) => { new Broker(chart, 'events', { brokerClass: BrokerClass.KAFKA_NAMESPACED }); },
    manifest: brokerOf('KafkaNamespaced'), words: 'invalid value: knative-eventing: spec.config.namespace',
  },
  {
    kind, mistake: 'the address of a class that is not known', refused: 'KN-BRK-002',
    program: (chart) => {
      const events = new Broker(chart, 'events', { brokerClass: BrokerClass.custom('RabbitMQBroker') });
      new Broker(chart, 'others', { deadLetterSink: Sink.uri(events.url) });
    },
    manifest: broker({ delivery: { deadLetterSink: { uri: 'http://broker.invalid/shop/events' } } }),
    stricter: 'events would go to a host that does not exist: only the controller of the class knows the address',
  },
  {
    kind, mistake: 'a name that no label of a trigger can have', refused: 'KN-BRK-008',
    program: (chart) => { new Broker(chart, 'a'.repeat(64)); },
    manifest: broker({}, { name: 'a'.repeat(64) }),
    stricter: 'each trigger of the broker is refused then, since its label `eventing.knative.dev/broker` is too long',
  },
  {
    kind, mistake: 'a name with a dot for the multi-tenant broker', refused: 'KN-BRK-008',
    program: (chart) => { new Broker(chart, 'shop.events', { brokerClass: BrokerClass.MT_CHANNEL_BASED }); },
    manifest: broker({}, { name: 'shop.events', annotations: { [CLASS]: 'MTChannelBasedBroker' } }),
    stricter: 'the Service of its channel is named after it, which Kubernetes refuses: the broker never becomes ready',
  },
];

/** Mistakes in the configuration. */
const CONFIGURATIONS: VerdictRow[] = [
  {
    kind, mistake: 'a configuration without a name', refused: 'KN-BRK-003',
    program: (chart) => { new Broker(chart, 'events', { config: { ...CONFIG, name: '' } }); },
    manifest: broker({ config: { ...CONFIG, name: '' } }), words: 'missing field(s): spec.config.name',
  },
  {
    kind, mistake: 'a configuration without an apiVersion', refused: 'KN-BRK-003',
    program: (chart) => { new Broker(chart, 'events', { config: { ...CONFIG, apiVersion: '' } }); },
    manifest: broker({ config: { ...CONFIG, apiVersion: '' } }), words: 'missing field(s): spec.config.apiVersion',
  },
  {
    kind, mistake: 'a configuration without a kind', refused: 'KN-BRK-003',
    program: (chart) => { new Broker(chart, 'events', { config: { ...CONFIG, kind: '' } }); },
    manifest: broker({ config: { ...CONFIG, kind: '' } }), words: 'missing field(s): spec.config.kind',
  },
  {
    kind, mistake: 'a configuration that is only a name', refused: 'compiler',
    // @ts-expect-error a reference
    program: (chart) => { new Broker(chart, 'events', { config: 'channels' }); },
    manifest: broker({ config: 'channels' }), words: '.spec.config: expected map, got',
  },
  {
    kind, mistake: 'a configuration in the place of the Kafka cluster, and the other way round', refused: 'KN-BRK-006',
    program: (chart) => { new KafkaBroker(chart, 'events', {}); },
    manifest: brokerOf('Kafka'), stricter: 'the broker gets the default configuration, which in a release is not one for Kafka',
  },
  {
    kind, mistake: 'settings of a topic beside a configuration that has its own', refused: 'KN-BRK-007',
    program: (chart) => {
      const config = { name: 'kafka', reference: { ...CONFIG, name: 'kafka' } };
      new KafkaBroker(chart, 'events', { config, partitions: 3 });
    },
    manifest: brokerOf('Kafka', { config: { ...CONFIG, name: 'kafka' } }),
    stricter: 'a Broker has no field for partitions: they would be lost without a word',
  },
  {
    kind, mistake: 'partitions on the broker', refused: 'compiler',
    // @ts-expect-error a KafkaBroker has it
    program: (chart) => { new Broker(chart, 'events', { partitions: 3 }); },
    manifest: broker({ partitions: 3 }), words: '.spec.partitions: field not declared in schema',
  },
  {
    kind, mistake: 'an external topic that Kafka does not take', refused: 'KN-KFK-012',
    program: (chart) => {
      const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });
      new KafkaBroker(chart, 'events', { cluster, externalTopic: 'all orders' });
    },
    manifest: broker({ config: CONFIG }, {
      annotations: { [CLASS]: 'Kafka', 'kafka.eventing.knative.dev/external.topic': 'all orders' },
    }),
    stricter: 'there can be no topic of this name, so that the broker never becomes ready',
  },
  {
    kind, mistake: 'a configuration elsewhere, where the defaults of the cluster forbid it', refused: 'KN-BRK-013',
    program: (chart) => {
      new BrokerDefaults(chart, 'config-br-defaults', {
        clusterDefault: {
          brokerClass: BrokerClass.MT_CHANNEL_BASED, config: CONFIG, disallowDifferentNamespaceConfig: true,
        },
      });
      new Broker(chart, 'events', { config: { ...CONFIG, namespace: 'platform' } });
    },
    manifest: broker({ config: { ...CONFIG, namespace: 'platform' } }),
    stricter: 'the judge runs with the defaults of a release; with those of the program the server refuses it as well',
  },
  {
    kind, mistake: 'a Secret of Kafka that is not beside the configuration', refused: 'KN-KFK-007',
    program: (chart) => {
      const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['elsewhere'] });
      const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'], credentials });
      new KafkaBroker(chart, 'events', { cluster });
    },
    manifest: brokerOf('Kafka', { config: CONFIG }),
    stricter: 'Knative looks for the Secret in the namespace of the ConfigMap, and the broker never becomes ready',
  },
];

/** Mistakes in what the broker is called. */
const NAMES: VerdictRow[] = [
  {
    kind, mistake: 'two brokers of one name', refused: 'KN-NAM-002',
    program: (chart) => {
      new Broker(chart, 'events');
      new Broker(chart, 'twin', { metadata: { name: 'events' } });
    },
    manifest: (chart) => {
      broker()(chart);
      broker({ delivery: { retry: 1 } })(new Construct(chart, 'twin'));
    },
    stricter: 'the second one takes the place of the first without a word',
  },
  {
    kind, mistake: 'an address in a namespace that nobody knows', refused: 'KN-NAM-003',
    program: (chart) => {
      const events = new Broker(new Chart(chart, 'nowhere'), 'events', { brokerClass: BrokerClass.MT_CHANNEL_BASED });
      new Broker(chart, 'others', { deadLetterSink: Sink.uri(events.url) });
    },
    manifest: broker({ delivery: { deadLetterSink: { uri: 'http://broker-ingress.knative-eventing.svc.cluster.local//events' } } }),
    stricter: 'events would be answered with 404: the path names no namespace',
  },
];

/** Mistakes in the delivery that only brokers have. */
const DELIVERIES: VerdictRow[] = [
  {
    kind, mistake: 'a dead letter sink named twice', refused: 'KN-DLV-003',
    program: (chart) => {
      const sink = Sink.uri('https://dead.example.com');
      new Broker(chart, 'events', { delivery: Delivery.deadLetter(sink), deadLetterSink: sink });
    },
    manifest: broker({ delivery: { deadLetterSink: [{ uri: 'https://dead.example.com' }] } }),
    words: '.spec.delivery.deadLetterSink: expected map, got',
  },
  {
    kind, mistake: 'a misspelt field of the delivery', refused: 'compiler',
    // @ts-expect-error it is `retry`
    program: (chart) => { new Broker(chart, 'events', { delivery: Delivery.of({ retries: 5 }) }); },
    manifest: broker({ delivery: { retries: 5 } }), stricter: 'it is dropped without a word, and so are the default retries',
  },
  {
    kind, mistake: 'retries beside the delivery', refused: 'compiler',
    // @ts-expect-error a part of the delivery
    program: (chart) => { new Broker(chart, 'events', { retry: 5, backoffDelay: Duration.seconds(1) }); },
    manifest: broker({ retry: 5 }), words: '.spec.retry: field not declared in schema',
  },
];

export const rows: readonly VerdictRow[] = [
  ...CLASSES,
  ...CONFIGURATIONS,
  ...NAMES,
  ...DELIVERIES,
  ...deliveryRows({
    kind, program: (chart, delivery) => { new Broker(chart, 'events', { delivery }); },
    manifest: (delivery) => broker({ delivery }),
  }),
  ...destinationRows({
    kind, what: 'dead letter sink', program: (chart, deadLetterSink) => { new Broker(chart, 'events', { deadLetterSink }); },
    manifest: (deadLetterSink) => broker({ delivery: { deadLetterSink } }),
  }),
  ...metadataRows({
    kind, program: (chart, metadata) => { new Broker(chart, 'events', { metadata }); },
    manifest: (metadata) => broker({}, metadata),
  }),
];
