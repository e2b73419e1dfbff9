import {
  AttributesFilter, Broker, BrokerClass, Delivery, DeliveryFormat, DeliveryOrder, Filter, KafkaBroker, Trigger,
} from '../../lib';
import { DELIVERY, EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

export const program: KindProgram = {
  apiVersion: 'eventing.knative.dev/v1',
  kind: 'Trigger',
  program: (chart) => {
    const near = Broker.fromBrokerName(chart, 'near', 'default', { brokerClass: BrokerClass.MT_CHANNEL_BASED });
    const far = Broker.fromBrokerName(chart, 'far', 'default', {
      namespace: 'platform', brokerClass: BrokerClass.MT_CHANNEL_BASED,
    });
    const kafka = KafkaBroker.fromBrokerName(chart, 'kafka', 'events');
    const type = { type: 'com.example.order.placed' };
    new Trigger(chart, 'every-dialect', {
      broker: near,
      subscriber: EVERYTHING,
      filters: [
        Filter.exact(type), Filter.prefix({ source: '/orders' }), Filter.suffix({ subject: '.json' }),
        Filter.all(Filter.exact(type), Filter.not(Filter.exact({ source: '/test' }))),
        Filter.any(Filter.exact(type), Filter.exact({ source: '/orders' })),
        Filter.not(Filter.exact({ source: '/test' })),
        Filter.cesql("type LIKE 'com.example.%'"),
      ],
      delivery: Delivery.of({ ...DELIVERY, format: DeliveryFormat.JSON }),
    });
    new Trigger(chart, 'old-form', { broker: near, subscriber: EVERYTHING, attributes: AttributesFilter.of(type) });
    new Trigger(chart, 'elsewhere', { broker: far, subscriber: EVERYTHING, filter: Filter.exact(type) });
    new Trigger(chart, 'ordered', {
      broker: kafka, subscriber: EVERYTHING, filter: Filter.exact(type), deliveryOrder: DeliveryOrder.ORDERED,
    });
  },
  notReached: {},
};
