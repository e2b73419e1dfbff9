import { Duration } from 'cdk8s';
import { KafkaChannel } from '../../lib';
import { DELIVERY, SUBSCRIBERS_MANAGED } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'messaging.knative.dev/v1beta1',
  kind: 'KafkaChannel',
  program: (chart) => {
    new KafkaChannel(chart, 'orders', {
      numPartitions: 3, replicationFactor: 3, retention: Duration.days(1), delivery: DELIVERY,
    });
    new KafkaChannel(chart, 'small');
  },
  notReached: SUBSCRIBERS_MANAGED,
};
