import { Duration } from 'cdk8s';
import { Broker, BrokerClass, Delivery, DeliveryFormat, RequestReply, Warnings } from '../../lib';
import { DELIVERY, EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'eventing.knative.dev/v1alpha1',
  kind: 'RequestReply',
  program: (chart) => {
    const broker = new Broker(chart, 'events', {
      brokerClass: BrokerClass.MT_CHANNEL_BASED, deadLetterSink: EVERYTHING,
    });
    new RequestReply(chart, 'ask', { broker });
    new RequestReply(chart, 'question', {
      broker, correlationAttribute: 'questionid', replyAttribute: 'answerid', timeout: Duration.seconds(10),
      delivery: Delivery.of({ ...DELIVERY, format: DeliveryFormat.JSON }),
    });
    Warnings.of(chart).acknowledge('request-reply-timeout-ignored', 'every field is written here');
    Warnings.of(chart).acknowledge('request-reply-delivery-ignored', 'every field is written here');
  },
  notReached: {},
};
