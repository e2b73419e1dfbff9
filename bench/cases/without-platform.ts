import { type App, Chart } from 'cdk8s';
import { BrokerClass, BrokerDefaults, ConfluentCloud, KafkaBrokerConfig, KafkaCredentials } from 'cdk8s-knative';

/** What the services of the first example need, where somebody else looks after the platform. */
export function describePlatform(app: App) {
  const chart = new Chart(app, 'platform', { namespace: 'knative-eventing' });
  const confluent = new ConfluentCloud(chart, 'confluent', {
    bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
    credentials: KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing', 'my-knative-services'] }),
  });
  const brokerConfig = new KafkaBrokerConfig(chart, 'knative-broker-config', { cluster: confluent, partitions: 10 });
  new BrokerDefaults(chart, 'config-br-defaults', {
    clusterDefault: { brokerClass: BrokerClass.KAFKA, config: brokerConfig.reference },
  });
  return { confluent, brokerConfig };
}
