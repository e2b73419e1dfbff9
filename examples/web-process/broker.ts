import { App } from 'cdk8s';
import { Broker, Filter, SideDocuments, Warnings } from 'cdk8s-knative';
import { functions } from './functions';

/** Second stage of the article: `web` sends to a broker, and `process` gets what it asks for. */
export const app = new App();
const { chart, web, process } = functions(app);

const broker = new Broker(chart, 'default');
Warnings.of(broker).acknowledge('no-dead-letter-sink', 'the article shows the smallest broker there is');
broker.addTrigger('process-trigger', {
  filter: Filter.exact({ type: 'dev.knative.foo.bar', source: 'https://example.com/event-producer' }),
  subscriber: process,
});
web.bindTo(broker, 'sink-web');

app.synth();
SideDocuments.of(app).write();
