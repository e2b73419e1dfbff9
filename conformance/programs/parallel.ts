import { ChannelTemplate, Delivery, DeliveryFormat, Parallel, Sink, Warnings } from '../../lib';
import { DELIVERY, EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'flows.knative.dev/v1',
  kind: 'Parallel',
  program: (chart) => {
    const delivery = Delivery.of({ ...DELIVERY, format: DeliveryFormat.BINARY });
    const parallel = new Parallel(chart, 'by-hand', {
      branches: [{ filter: EVERYTHING, subscriber: EVERYTHING, reply: EVERYTHING, delivery }],
      reply: EVERYTHING,
      channelTemplate: ChannelTemplate.kafka({ numPartitions: 3 }),
    });
    parallel.addBranch({ subscriber: Sink.uri('https://events.example.com/inbox'), delivery: DELIVERY });
    new Parallel(chart, 'as-the-cluster-says', { branches: [{ subscriber: parallel, delivery: DELIVERY }] });
    Warnings.of(chart).acknowledge('delivery-format-ignored', 'every field is written here');
    Warnings.of(chart).acknowledge('retry-after-max-ignored', 'every field is written here');
  },
  notReached: {},
};
