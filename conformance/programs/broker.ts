import { Broker, BrokerClass, KafkaBroker, KafkaCluster } from '../../lib';
import { DELIVERY } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'eventing.knative.dev/v1',
  kind: 'Broker',
  program: (chart) => {
    new Broker(chart, 'default', {
      brokerClass: BrokerClass.MT_CHANNEL_BASED,
      config: {
        apiVersion: 'v1', kind: 'ConfigMap', name: 'config-br-default-channel', namespace: 'knative-eventing',
      },
      delivery: DELIVERY,
    });
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });
    new KafkaBroker(chart, 'events', { cluster, partitions: 10, replicationFactor: 3, delivery: DELIVERY });
    new KafkaBroker(chart, 'ours', { cluster, externalTopic: 'orders' });
  },
  notReached: {},
};
