import { Ingress, KafkaProperties, type KafkaSettings, KnativePlatform, LoadBalancer } from '../../lib';
import { byHand } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

const kind = 'KnativeEventing';
const eventing = byHand('operator.knative.dev/v1beta1', kind, 'knative-eventing', {});
const KEPT = 'the operator writes any text, and ';

type Config = Readonly<Record<string, Readonly<Record<string, string>>>>;

function kafkaRow(
  mistake: string, refused: VerdictRow['refused'], kafka: KafkaSettings, config: Config, why: string,
): VerdictRow {
  return {
    kind, mistake, refused, stricter: KEPT + why, manifest: eventing({ config }),
    program: (chart) => {
      new KnativePlatform(chart, 'platform', { ingress: Ingress.kourier({ loadBalancer: LoadBalancer.none() }), kafka });
    },
  };
}

export const rows: readonly VerdictRow[] = [
  kafkaRow('topics that share a name', 'KN-SET-020', { features: { brokersTopicTemplate: 'events' } },
    { 'config-kafka-features': { 'brokers-topic-template': 'events' } }, 'all brokers then keep their events in one topic'),
  kafkaRow('consumer groups in capital letters', 'KN-SET-020',
    { features: { triggersConsumerGroupTemplate: 'Dev-{{ .UID }}' } },
    { 'config-kafka-features': { 'triggers-consumergroup-template': 'Dev-{{ .UID }}' } },
    'no trigger becomes ready, since its ConsumerGroup has a name that the API server refuses'),
  kafkaRow('a part of a file of a data plane', 'KN-SET-021',
    { brokerPlane: { consumer: KafkaProperties.whole('auto.offset.reset=earliest\n') } },
    { 'config-kafka-broker-data-plane': { 'config-kafka-broker-consumer.properties': 'auto.offset.reset=earliest\n' } },
    'the data plane loses all other properties of its release'),
  kafkaRow('a secret in a file of a data plane', 'KN-SET-022',
    { brokerPlane: { consumer: KafkaProperties.override({ 'ssl.key.password': 'hunter2' }) } },
    { 'config-kafka-broker-data-plane': { 'config-kafka-broker-consumer.properties': 'ssl.key.password=hunter2\n' } },
    'a ConfigMap is read by more people than a Secret'),
  kafkaRow('a Secret for each namespaced broker', 'KN-SET-023',
    { namespacedBrokers: { resources: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, stringData: { a: 'hunter2' } }] } },
    { 'config-namespaced-broker-resources': { resources: '[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}]' } },
    'a ConfigMap is read by more people than a Secret'),
  {
    kind, mistake: 'a reference that is turned into no address', refused: 'KN-SET-024',
    program: (chart) => {
      new KnativePlatform(chart, 'platform', {
        ingress: Ingress.kourier({ loadBalancer: LoadBalancer.none() }),
        eventing: { features: { kreferenceMapping: true }, kreferenceMapping: { 'Pod.v1': 'pods/{{ .Name }}' } },
      });
    },
    manifest: eventing({ config: { 'config-kreference-mapping': { 'Pod.v1': 'pods/{{ .Name }}' } } }),
    stricter: `${KEPT}no object with such a reference becomes ready`,
  },
  {
    kind, mistake: 'a node label that is read as a flag', refused: 'KN-SET-025',
    program: (chart) => {
      new KnativePlatform(chart, 'platform', {
        ingress: Ingress.kourier({ loadBalancer: LoadBalancer.none() }), eventing: { apiServerSourceNodeSelector: { sources: 'enabled' } },
      });
    },
    manifest: eventing({ config: { features: { 'apiserversources-nodeselector-sources': 'enabled' } } }),
    stricter: `${KEPT}Eventing then looks for nodes with \`Enabled\`, which there are none of`,
  },
];
