const TAKEN_OVER = 'deprecated: the key that has taken its place is written';
const IMAGE = 'an image of the release: `registry` replaces it where it has to come from elsewhere';
const OLD_ISTIO = 'the older form of `external-gateways` and `local-gateways`, which the layer refuses beside them';
const BY_RELEASE = 'says which names of leases an upgrade from older controllers finds: nobody but the release knows them';
const NOT_KAFKA_SOURCE = 'scaling of sources is said once for all Kafka consumers, in `config-kafka-autoscaler`; a source overrides it itself';
const DOMAIN = 'a domain of the example: the keys of this ConfigMap are the domains of the platform';
const INTEGRATIONS = ['aws-ddb-streams-source', 'aws-eventbridge-sink', 'aws-s3-sink', 'aws-s3-source', 'aws-sns-sink', 'aws-sqs-sink',
  'aws-sqs-source', 'jsonata-transformer', 'log-sink', 'timer-source'];
const SOURCE_DEFAULTS = ['autoscalingClass', 'cooldownPeriod', 'kafkaLagThreshold', 'maxScale', 'minScale', 'pollingInterval'];

/** Keys of shipped ConfigMaps that no setting writes, by namespace, ConfigMap and key, each with its reason. */
export const NOT_WRITTEN: Readonly<Record<string, string>> = {
  ...named('knative-serving/config-network', ['auto-tls', 'internal-encryption'], TAKEN_OVER),
  ...named('knative-serving/config-domain', ['example.com', 'example.org', 'svc.cluster.local'], DOMAIN),
  ...named('knative-serving/config-istio', [
    'gateway.knative-serving.knative-ingress-gateway', 'local-gateway.knative-serving.knative-local-gateway',
  ], OLD_ISTIO),
  ...named('knative-serving/config-kourier', ['extauthz-pack-as-byte'], 'misspelt in the example: Kourier reads `extauthz-pack-as-bytes`'),
  ...named('kourier-system/kourier-bootstrap', ['envoy-bootstrap.yaml'],
    'the bootstrap of Envoy itself: `KourierIngressConfiguration.bootstrapConfigMap` names another ConfigMap'),
  ...named('knative-eventing/config-logging', ['loglevel.webhook'],
    'in the example only: the webhook calls itself `eventing-webhook`, and that key is written'),
  ...named('knative-eventing/config-kafka-leader-election', ['leaseDuration', 'renewDeadline', 'retryPeriod'], TAKEN_OVER),
  ...named('knative-eventing/config-kafka-leader-election', ['channel', 'source'].map((controller) =>
    'map-lease-prefix.kafka-broker-controller.knative.dev.eventing-kafka-broker.control-plane.pkg.reconciler.'
    + `${controller}.Reconciler`), BY_RELEASE),
  ...named('knative-eventing/config-kafka-source-defaults', SOURCE_DEFAULTS, NOT_KAFKA_SOURCE),
  ...named('knative-eventing/eventing-integrations-images', INTEGRATIONS, IMAGE),
  ...named('knative-eventing/eventing-transformations-images', ['transform-jsonata'], IMAGE),
};

/** Keys that settings write and that no shipped ConfigMap tells of, each with who reads it. */
export const NOT_TOLD: Readonly<Record<string, string>> = {
  ...named('knative-serving/config-deployment', ['default-affinity-type'], 'pkg/deployment/config.go of Serving'),
  ...named('knative-serving/config-kourier', ['extauthz-pack-as-bytes'], 'the configuration of net-kourier'),
  ...named('knative-eventing/config-features', ['requestreply-default-timeout', 'oidc-discovery-base-url'],
    'pkg/apis/feature/flag_names.go of Eventing'),
  ...named('knative-eventing/config-logging', ['eventing-webhook', 'inmemorychannel-dispatcher', 'mt-broker-controller', 'mt_broker_ingress',
    'mt_broker_filter'].map((part) => `loglevel.${part}`), 'pkg/logging/config.go of knative.dev/pkg, by the name of the component'),
  ...named('knative-eventing/kafka-broker-config', ['auth.secret.ref.name'], 'control-plane/pkg/security of the Kafka module'),
  ...named('knative-eventing/kafka-channel-config', ['auth.secret.ref.name', 'auth.secret.ref.namespace'],
    'control-plane/pkg/security of the Kafka module'),
  ...named('knative-eventing/config-kafka-leader-election', ['lease-duration', 'renew-deadline', 'retry-period'],
    'pkg/leaderelection/config.go of knative.dev/pkg, after the older names'),
};

function named(configMap: string, keys: readonly string[], reason: string): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [`${configMap} ${key}`, reason]));
}
