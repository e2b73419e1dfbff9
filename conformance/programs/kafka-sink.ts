import { ContentMode, KafkaCluster, KafkaCredentials, KafkaSink } from '../../lib';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'eventing.knative.dev/v1alpha1',
  kind: 'KafkaSink',
  program: (chart) => {
    const cluster = new KafkaCluster(chart, 'kafka', {
      bootstrapServers: ['kafka.example.com:9092'], credentials: KafkaCredentials.fromSecretName('kafka'),
    });
    new KafkaSink(chart, 'orders', {
      cluster, topic: 'orders', numPartitions: 3, replicationFactor: 3, contentMode: ContentMode.STRUCTURED,
    });
  },
  notReached: {},
};
