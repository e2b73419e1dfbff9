import {
  CloudEventOverrides, InitialOffset, KafkaCluster, KafkaCredentials, KafkaKeyType, KafkaSource, KafkaSourceOrdering,
  KedaScaling, SaslMechanism, SecurityProtocol,
} from '../../lib';
import { DELIVERY, EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

const OPTIONAL = 'no effect: a source whose key is missing does not become ready, optional or not';
const NO_TOKENS = 'no effect: the controller does not read token providers of sources';
const KREFERENCE = 'superseded by apiVersion: it needs a feature, and the API server drops it elsewhere';

const NOT_REACHED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['sasl.user', 'sasl.password', 'sasl.type', 'tls.caCert', 'tls.cert', 'tls.key']
    .map((key) => [`spec.net.${key}.secretKeyRef.optional`, OPTIONAL])),
  'spec.net.sasl.tokenProvider': NO_TOKENS,
  'spec.net.sasl.roleARN': NO_TOKENS,
  ...Object.fromEntries(['spec.sink', 'spec.delivery.deadLetterSink'].flatMap((destination) => [
    [`${destination}.ref.group`, KREFERENCE], [`${destination}.ref.address`, KREFERENCE],
  ])),
};

export const program: KindProgram = {
  apiVersion: 'sources.knative.dev/v1',
  kind: 'KafkaSource',
  program: (chart) => {
    const sasl = new KafkaCluster(chart, 'sasl', {
      bootstrapServers: ['kafka.example.com:9092'], credentials: KafkaCredentials.fromSecretName('kafka'),
      saslMechanism: SaslMechanism.SCRAM_SHA_512, pinnedCa: true,
    });
    const tls = new KafkaCluster(chart, 'tls', {
      bootstrapServers: ['kafka.example.com:9093'], credentials: KafkaCredentials.fromSecretName('kafka-tls'),
      securityProtocol: SecurityProtocol.SSL, clientCertificate: true, pinnedCa: true,
    });
    new KafkaSource(chart, 'orders', {
      cluster: sasl, topics: ['orders'], consumerGroup: 'orders', consumers: 3, sink: EVERYTHING, delivery: DELIVERY,
      initialOffset: InitialOffset.EARLIEST, ordering: KafkaSourceOrdering.UNORDERED, keyType: KafkaKeyType.INT,
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
    });
    new KafkaSource(chart, 'payments', { cluster: tls, topics: ['payments'], sink: EVERYTHING, keda: KedaScaling.of() });
  },
  notReached: NOT_REACHED,
};
