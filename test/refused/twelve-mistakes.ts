import { App, Chart, Duration } from 'cdk8s';
import {
  ConfluentCloud, Env, Filter, KafkaBroker, KafkaBrokerConfig, KafkaCredentials, KafkaSink, KnativeService, Namespace,
  PingSource, ServiceAccount, VaultAnnotatedService, VaultSecret,
} from 'cdk8s-knative';

/** Twelve mistakes in twelve constructs, all of which one synth reports, each with its line. */
export const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const elsewhere = new Chart(app, 'elsewhere', { namespace: 'elsewhere' });
const account = new ServiceAccount(chart, 'app-user');
const confluent = new ConfluentCloud(chart, 'confluent', {
  bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
  credentials: KafkaCredentials.fromSecretName('ccloud'),
});
const orders = new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.0' });
const broker = new KafkaBroker(chart, 'events', { cluster: confluent, deadLetterSink: orders });

// 1: a name that no namespace can have
new Namespace(chart, 'My_Shop');
// 2: an image reference with an upper-case path
new KnativeService(chart, 'web', { image: 'ghcr.io/Example/web:1.0' });
// 3: an autoscaling annotation on the service instead of its template
new KnativeService(chart, 'search', {
  image: 'ghcr.io/example/search:1.0',
  metadata: { annotations: { 'autoscaling.knative.dev/min-scale': '3' } },
});
// 4: a timeout beyond what Knative allows
new KnativeService(chart, 'report', { image: 'ghcr.io/example/report:1.0', timeout: Duration.minutes(30) });
// 5: a variable that Knative sets itself
new KnativeService(chart, 'mail', { image: 'ghcr.io/example/mail:1.0', env: { K_SERVICE: Env.value('mail') } });
// 6: a schedule that only other crons know
new PingSource(chart, 'nightly', { schedule: '0 2 * * 7', sink: orders });
// 7: a time zone in the wrong case
new PingSource(chart, 'monthly', { schedule: '@monthly', timezone: 'america/new_york', sink: orders });
// 8: a trigger away from its broker
broker.addTrigger('paid', {
  metadata: { namespace: 'elsewhere' }, filter: Filter.exact({ type: 'order.paid' }), subscriber: orders,
});
// 9: a replication factor that Confluent Cloud does not take
new KafkaBrokerConfig(chart, 'thin', { cluster: confluent, replicationFactor: 2 });
// 10: a topic name that Kafka does not take
new KafkaSink(chart, 'archive', { cluster: confluent, topic: 'all orders' });
// 11: a second object of one identity, from another chart
new KnativeService(elsewhere, 'orders', {
  image: 'ghcr.io/example/orders:2.0', metadata: { namespace: 'shop' },
});
// 12: an env file that no start command reads
new VaultAnnotatedService(chart, 'vaulted', {
  image: 'ghcr.io/example/vaulted:1.0',
  serviceAccount: account,
  vault: { role: 'app-user', secrets: [VaultSecret.envFile('secrets/my-secrets', { kvVersion: 1 })] },
});
