import { Duration } from 'cdk8s';
import { Channel, ChannelTemplate } from '../../lib';
import { DELIVERY, SUBSCRIBERS_MANAGED } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'messaging.knative.dev/v1',
  kind: 'Channel',
  program: (chart) => {
    new Channel(chart, 'orders', {
      template: ChannelTemplate.kafka({ numPartitions: 3, replicationFactor: 3, retention: Duration.days(1) }),
      delivery: DELIVERY,
    });
    new Channel(chart, 'quick', { template: ChannelTemplate.inMemory() });
    new Channel(chart, 'as-the-cluster-has-it');
  },
  notReached: SUBSCRIBERS_MANAGED,
};
