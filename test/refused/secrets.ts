import { App, Chart } from 'cdk8s';
import {
  ConfluentCloud, Env, KafkaChannel, KafkaCluster, KafkaCredentials, KafkaSink, KnativeService, ServiceAccount,
  VaultAnnotatedService, VaultSecret,
} from 'cdk8s-knative';

/** What goes wrong where programs hand credentials to clusters. */
export const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

// The Secret exists next to the brokers' configuration, and the sink reads its own namespace.
const confluent = new ConfluentCloud(chart, 'confluent', {
  bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
  credentials: KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing'] }),
});
new KafkaSink(chart, 'archive', { cluster: confluent, topic: 'orders' });

// A file-made password ends with a newline; the value is never shown.
confluent.checkCredentials({ user: 'ABCDEF', password: 'cflt-hunter2\n' });

// All channels of a cluster share one Kafka.
const local = new KafkaCluster(chart, 'local', { bootstrapServers: ['kafka.kafka:9092'] });
new KafkaChannel(chart, 'first', { cluster: local });
new KafkaChannel(chart, 'second', { cluster: new KafkaCluster(chart, 'other', { bootstrapServers: ['other.kafka:9092'] }) });

// A password that everybody can read in the manifest.
new KnativeService(chart, 'report', {
  image: 'ghcr.io/example/report:1.0',
  env: { DB_PASSWORD: Env.value('hunter2'), DB: Env.value('postgres://report:hunter2@db:5432/orders') },
});

// Vault knows a service by the token of its account, which is not mounted here.
new VaultAnnotatedService(chart, 'orders', {
  image: 'ghcr.io/example/orders:1.0',
  serviceAccount: new ServiceAccount(chart, 'orders-account', { automountToken: false }),
  command: ['orders'],
  vault: { role: 'orders', secrets: [VaultSecret.envFile('secret/orders', { kvVersion: 2 })] },
});

// `$PORT` is for shells; without one the program would get the five characters.
new VaultAnnotatedService(chart, 'web', {
  image: 'ghcr.io/example/web:1.0',
  serviceAccount: new ServiceAccount(chart, 'web-account'),
  command: ['web', '--port', '$PORT'],
  vault: {
    role: 'web',
    secrets: [
      VaultSecret.envFile('secret/web', { kvVersion: 2 }), VaultSecret.envFile('secret/WEB', { kvVersion: 2 }),
    ],
  },
});
