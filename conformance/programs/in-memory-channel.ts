import { ChannelScope, InMemoryChannel } from '../../lib';
import { DELIVERY, SUBSCRIBERS_MANAGED } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'messaging.knative.dev/v1',
  kind: 'InMemoryChannel',
  program: (chart) => {
    new InMemoryChannel(chart, 'orders', { delivery: DELIVERY });
    new InMemoryChannel(chart, 'own', { scope: ChannelScope.NAMESPACE });
  },
  notReached: SUBSCRIBERS_MANAGED,
};
