import { App, Chart, Duration } from 'cdk8s';
import {
  Backoff, Broker, BrokerClass, Delivery, Env, Filter, KnativeService, Namespace, PingSource, Scaling,
} from 'cdk8s-knative';
import { Manifests } from 'cdk8s-knative/testing';

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });
new Namespace(shop, 'shop');

const lost = new KnativeService(shop, 'lost-events', { image: 'ghcr.io/example/lost-events:1.0' });
const broker = new Broker(shop, 'default', {
  brokerClass: BrokerClass.MT_CHANNEL_BASED,
  delivery: Delivery.retry(5, { backoff: Backoff.exponential(Duration.seconds(1)) }).withDeadLetterSink(lost),
});
const orders = new KnativeService(shop, 'orders', {
  image: 'ghcr.io/example/orders:1.0',
  env: { BROKER_URL: Env.value(broker.url) },
  scaling: Scaling.between(1, 5),
});
broker.addTrigger('order-placed', { filter: Filter.exact({ type: 'com.example.order.placed' }), subscriber: orders });
new PingSource(shop, 'nightly', { schedule: '0 2 * * *', timezone: 'Europe/Berlin', sink: orders });

if (Manifests.of(app).one('Trigger').metadata.name === 'order-placed') app.synth();
