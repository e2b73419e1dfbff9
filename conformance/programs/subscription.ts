import { InMemoryChannel, KafkaChannel, Subscription } from '../../lib';
import { DELIVERY, EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'messaging.knative.dev/v1',
  kind: 'Subscription',
  program: (chart) => {
    const near = new InMemoryChannel(chart, 'orders');
    const far = KafkaChannel.fromChannelName(chart, 'far', 'orders', { namespace: 'platform' });
    near.subscribe('billing', { subscriber: EVERYTHING, reply: EVERYTHING, delivery: DELIVERY });
    new Subscription(chart, 'elsewhere', { channel: far, subscriber: EVERYTHING });
  },
  notReached: {},
};
