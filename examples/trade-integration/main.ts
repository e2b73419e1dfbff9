import { App, Chart } from 'cdk8s';
import {
  ConfluentCloud, Env, Filter, KafkaBroker, KafkaCredentials, KafkaSink, KnativeService, Namespace, Scaling,
  SecretStore, SideDocuments,
} from 'cdk8s-knative';

export const app = new App();
const chart = new Chart(app, 'trade-integration', { namespace: 'trade-integration' });
new Namespace(chart, 'trade-integration');
const image = (name: string) => `ghcr.io/example/trade-integration/${name}:1.0`;

// Confluent Cloud; the key comes from Vault through the External Secrets Operator, wherever broker and sinks need it.
const confluent = new ConfluentCloud(chart, 'confluent', {
  bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
  credentials: KafkaCredentials.fromExternalSecret({
    secretName: 'ccloud',
    store: SecretStore.clusterSecretStore('vault'),
    user: { key: 'kafka/ccloud', property: 'api-key' },
    password: { key: 'kafka/ccloud', property: 'api-secret' },
  }),
});

// The broker, with a configuration of its own in its namespace.
const deadLetters = new KnativeService(chart, 'dead-letters', { image: image('dead-letters') });
const broker = new KafkaBroker(chart, 'exchange-events', {
  cluster: confluent, partitions: 10, deadLetterSink: deadLetters,
});

// The data provider asks the exchange every five minutes and calls the event handler, which writes to the broker.
const eventHandler = new KnativeService(chart, 'event-handler', {
  image: image('event-handler'),
  scaling: Scaling.atLeast(3),
  env: { BROKER_URL: Env.value(broker.url) },
});
const dataProvider = new KnativeService(chart, 'data-provider', {
  image: image('data-provider'),
  env: { EVENT_HANDLER_URL: Env.value(eventHandler.url) },
});
dataProvider.schedule('ask-the-exchange', { schedule: '*/5 * * * *', timezone: 'America/New_York' });

// One transformation for each type of event; each writes what it makes to a topic of its own.
const transform = (service: string, type: string, sinkName: string, topic: string): void => {
  const sink = new KafkaSink(chart, sinkName, { cluster: confluent, topic });
  const subscriber = new KnativeService(chart, service, {
    image: image(service),
    scaling: Scaling.atLeast(1),
    env: { KAFKA_SINK_URL: Env.value(sink.url) },
  });
  broker.addTrigger(`${service}-trigger`, { filter: Filter.exact({ type, source: 'my-exchange' }), subscriber });
};
transform('transformation-service-1', 'my-trade', 'my-trade-sink', 'my-trades');
transform('transformation-service-2', 'my-price', 'my-price-sink', 'my-prices');

app.synth();
SideDocuments.of(app).write();
