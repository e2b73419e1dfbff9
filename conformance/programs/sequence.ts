import { ChannelTemplate, Delivery, DeliveryFormat, Sequence, Sink, Warnings } from '../../lib';
import { DELIVERY, EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'flows.knative.dev/v1',
  kind: 'Sequence',
  program: (chart) => {
    const delivery = Delivery.of({ ...DELIVERY, format: DeliveryFormat.JSON });
    const sequence = new Sequence(chart, 'by-hand', {
      steps: [{ subscriber: EVERYTHING, delivery }],
      reply: EVERYTHING,
      channelTemplate: ChannelTemplate.kafka({ numPartitions: 3 }),
    });
    sequence.addStep({ subscriber: Sink.uri('https://events.example.com/inbox'), delivery: DELIVERY });
    new Sequence(chart, 'as-the-cluster-says', { steps: [{ subscriber: sequence, delivery: DELIVERY }] });
    Warnings.of(chart).acknowledge('delivery-format-ignored', 'every field is written here');
    Warnings.of(chart).acknowledge('retry-after-max-ignored', 'every field is written here');
  },
  notReached: {},
};
