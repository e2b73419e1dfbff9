import { App, Chart, Duration } from 'cdk8s';
import {
  ApiServerSource, AwsAuth, Backoff, Broker, Delivery, EventTransform, Filter, IntegrationSource,
  IntegrationSourceType, JobSink, KnativeService, Namespace, Parallel, Scaling, SecretReference, Sequence,
  SideDocuments,
} from 'cdk8s-knative';

export const app = new App();
const orders = new Chart(app, 'orders', { namespace: 'orders' });
new Namespace(orders, 'orders');
const image = (name: string) => `ghcr.io/example/orders/${name}:1.4.2`;

// Everything passes through one broker, and what nobody could take ends in an archive.
const archive = new KnativeService(orders, 'archive', { image: image('archive'), scaling: Scaling.atLeast(1) });
const broker = new Broker(orders, 'events', { deadLetterSink: archive });

// Orders come in from a queue of the shop.
const sqs = IntegrationSourceType.awsSqs({
  arn: 'arn:aws:sqs:eu-central-1:123456789012:orders',
  region: 'eu-central-1',
  auth: AwsAuth.fromSecret(SecretReference.fromName('shop-queue')),
});
const queue = new IntegrationSource(orders, 'shop-queue', { type: sqs, sink: broker });
// People who look for events find them by kind: `kubectl get eventtypes`.
queue.registerEventType('order-received');

// An order is checked, priced and reserved, one after the other; what comes out is an event of the broker again.
const delivery = Delivery.retry(5, { backoff: Backoff.exponential(Duration.seconds(1)) }).withDeadLetterSink(archive);
const check = new KnativeService(orders, 'check', { image: image('check') });
const price = new KnativeService(orders, 'price', { image: image('price') });
const reserve = new KnativeService(orders, 'reserve', { image: image('reserve'), scaling: Scaling.upTo(20) });
const fulfil = new Sequence(orders, 'fulfil', {
  steps: [{ subscriber: check, delivery }, { subscriber: price, delivery }, { subscriber: reserve, delivery }],
  reply: broker,
});
broker.addTrigger('received', { filter: Filter.exact({ type: sqs.event.type }), subscriber: fulfil });
broker.registerEventType('order-reserved', {
  type: 'order.reserved',
  description: 'every item of the order lies in a warehouse',
});

// Large orders get an invoice on paper besides, which takes minutes: a job for each.
const isLarge = new KnativeService(orders, 'is-large', { image: image('is-large') });
const mail = new KnativeService(orders, 'mail', { image: image('mail') });
const print = new JobSink(orders, 'print-invoice', {
  containers: [{ image: image('print-invoice'), name: 'print' }],
  activeDeadline: Duration.minutes(20),
  backoffLimit: 2,
  ttlAfterFinished: Duration.days(1),
});
const invoice = new Parallel(orders, 'invoice', {
  branches: [{ subscriber: mail, delivery }, { filter: isLarge, subscriber: print, delivery }],
});
broker.addTrigger('reserved', { filter: Filter.exact({ type: 'order.reserved' }), subscriber: invoice });

// Jobs that fail are told to the people on call, in the words of their chat.
const chat = new KnativeService(orders, 'chat', { image: image('chat') });
const toChat = new EventTransform(orders, 'to-chat', {
  jsonata: `{
    "specversion": "1.0",
    "id": id,
    "type": "chat.message",
    "source": source,
    "data": { "text": "job " & data.name & " was deleted" }
  }`,
  sink: chat,
});
new ApiServerSource(orders, 'jobs', { resources: [{ apiVersion: 'batch/v1', kind: 'Job' }], sink: broker });
broker.addTrigger('deleted', { filter: Filter.exact({ type: 'dev.knative.apiserver.ref.delete' }), subscriber: toChat });

// The page where customers follow their orders, below the domain of the shop.
const page = new KnativeService(orders, 'page', { image: image('page'), scaling: Scaling.between(1, 10) });
page.mapDomain('domain', { domain: 'orders.shop.example.com', tlsSecret: SecretReference.fromName('shop-certificate') });

app.synth();
SideDocuments.of(app).write();
