import { type App, Chart } from 'cdk8s';
import {
  type ConfluentCloud, Env, Filter, KafkaBroker, type KafkaBrokerConfig, KafkaSink, KnativeService, PullSecret, Scaling,
  SecretReference, ServicesNamespace, VaultAnnotatedService, VaultSecret, VaultTls, Warnings,
} from 'cdk8s-knative';

/** What the services need of the platform. */
interface KafkaOfPlatform {
  readonly confluent: ConfluentCloud;
  readonly brokerConfig: KafkaBrokerConfig;
}

/** Section 3 of the article: the application on a platform, for all ways to a cluster. */
export function describeServices(app: App, { confluent, brokerConfig }: KafkaOfPlatform) {
  const services = new Chart(app, 'services', { namespace: 'my-knative-services' });
  const namespace = new ServicesNamespace(services, 'my-knative-services', {
    imagePullSecrets: [PullSecret.fromSecretName('docker-json')],
  });
  Warnings.of(services).acknowledge('image-version', 'the article publishes its images as latest');
  // Vault knows the services by the token of this account, so it has to be mounted.
  const vaultAuth = namespace.addServiceAccount('vault-auth', { automountToken: true });
  const image = (name: string) => `ghcr.io/pksurferdad/knative-microservices/${name}:latest`;
  const gunicorn = ['gunicorn', '--bind', ':$(PORT)', '--workers', '1', '--threads', '8', 'service:app'];

  // A service on its own, and on a schedule.
  const simple = new KnativeService(services, 'simple-service', {
    image: image('simple-service'),
    containerName: 'simple-service',
    command: gunicorn,
    scaling: Scaling.atLeast(0),
  });
  simple.schedule('simple-service-pingsource', { schedule: '0 10 * * *', timezone: 'America/New_York' });

  // Where events end that nobody could take, and the broker.
  const deadLetters = new KnativeService(services, 'knative-kafka-dlq', {
    image: image('event-subscriber'),
  });
  const broker = new KafkaBroker(services, 'knative-kafka-broker', { config: brokerConfig, deadLetterSink: deadLetters });
  const sink = new KafkaSink(services, 'my-kafka-sink', { cluster: confluent, topic: 'mytopic' });

  // Services that take their secrets from Vault.
  const withVault = {
    serviceAccount: vaultAuth,
    command: gunicorn,
    vault: {
      role: 'app-user',
      secrets: [VaultSecret.envFile('secrets/my-secrets', { kvVersion: 1 })],
      tls: VaultTls.caFromSecret(SecretReference.fromName('vault-ca')),
    },
  };
  new VaultAnnotatedService(services, 'simple-service-with-vault', {
    ...withVault,
    image: image('simple-service'),
    containerName: 'simple-service-with-vault',
    scaling: Scaling.atLeast(0),
    env: { VARIABLE_NAME: Env.value('VARIABLE_VALUE') },
  });
  new VaultAnnotatedService(services, 'event-handler', {
    ...withVault,
    image: image('event-handler'),
    containerName: 'event-handler',
    scaling: Scaling.atLeast(3),
    env: { BROKER_URL: Env.value(broker.url) },
  });
  const subscriber = new VaultAnnotatedService(services, 'event-subscriber', {
    ...withVault,
    image: image('event-subscriber'),
    containerName: 'event-subscriber',
    scaling: Scaling.atLeast(1),
  });
  const subscriberWithSink = new VaultAnnotatedService(services, 'event-subscriber-with-sink', {
    ...withVault,
    image: image('event-subscriber-with-sink'),
    containerName: 'event-subscriber-with-sink',
    scaling: Scaling.atLeast(1),
    env: { KAFKA_SINK_URL: Env.value(sink.url) },
  });

  // Who gets which events.
  const filter = Filter.exact({ type: 'event-subscriber-type', source: 'event-subscriber-source' });
  broker.addTrigger('event-subscriber-trigger', { filter, subscriber });
  broker.addTrigger('event-subscriber-with-sink-trigger', { filter, subscriber: subscriberWithSink });
  return { simple };
}
