import { KafkaDataPlane } from '../core';

/** Where a release names an image, and which it is. */
export interface ReleaseImage {
  /** As `registry.override` of the operator names the place: `workload/container`, a variable, or an Image. */
  readonly place: string;
  /** Path below `gcr.io/knative-releases`. */
  readonly path: string;
}

const KNATIVE = 'knative.dev';
const SERVING = `${KNATIVE}/serving/cmd`;
const EVENTING = `${KNATIVE}/eventing/cmd`;
const KAFKA = `${KNATIVE}/eventing-kafka-broker/control-plane/cmd`;
const MIGRATE = `${KNATIVE}/pkg/apiextensions/storageversion/cmd/migrate`;
const RECEIVER = 'knative-kafka-broker-receiver-loom';
const DISPATCHER = 'knative-kafka-broker-dispatcher-loom';

const images = (places: Readonly<Record<string, string>>): readonly ReleaseImage[] =>
  Object.entries(places).map(([place, path]) => ({ place, path }));

/** The proxy beside each pod of a service, which no workload of the release runs. */
export const QUEUE_PROXY = `${SERVING}/queue`;

/** Follows the images in cmd/operator/kodata of the operator; releases from 1.20 to 1.23 have the same. */
export const SERVING_IMAGES = images({
  'activator/activator': `${SERVING}/activator`,
  'autoscaler/autoscaler': `${SERVING}/autoscaler`,
  'autoscaler-hpa/autoscaler-hpa': `${SERVING}/autoscaler-hpa`,
  'controller/controller': `${SERVING}/controller`,
  'webhook/webhook': `${SERVING}/webhook`,
  'queue-proxy': QUEUE_PROXY,
  'cleanup-serving-/cleanup': `${KNATIVE}/serving/pkg/cleanup/cmd/cleanup`,
  'storage-version-migration-serving-/migrate': MIGRATE,
});

/** By the name of the layer; the gateway of Kourier is Envoy's own image, and left as it is. */
export const LAYER_IMAGES: Readonly<Record<string, readonly ReleaseImage[]>> = {
  contour: images({ 'net-contour-controller/controller': `${KNATIVE}/net-contour/cmd/controller` }),
  'gateway-api': images({
    'net-gateway-api-controller/controller': `${KNATIVE}/net-gateway-api/cmd/controller`,
    'net-gateway-api-webhook/webhook': `${KNATIVE}/net-gateway-api/cmd/webhook`,
  }),
  istio: images({
    'net-istio-controller/controller': `${KNATIVE}/net-istio/cmd/controller`,
    'net-istio-webhook/webhook': `${KNATIVE}/net-istio/cmd/webhook`,
  }),
  kourier: images({ 'net-kourier-controller/controller': `${KNATIVE}/net-kourier/cmd/kourier` }),
};

export const EVENTING_IMAGES = images({
  'eventing-controller/eventing-controller': `${EVENTING}/controller`,
  'eventing-webhook/eventing-webhook': `${EVENTING}/webhook`,
  'imc-controller/controller': `${EVENTING}/in_memory/channel_controller`,
  'imc-dispatcher/dispatcher': `${EVENTING}/in_memory/channel_dispatcher`,
  'job-sink/job-sink': `${EVENTING}/jobsink`,
  'mt-broker-controller/mt-broker-controller': `${EVENTING}/mtchannel_broker`,
  'mt-broker-filter/filter': `${EVENTING}/broker/filter`,
  'mt-broker-ingress/ingress': `${EVENTING}/broker/ingress`,
  'pingsource-mt-adapter/dispatcher': `${EVENTING}/mtping`,
  'request-reply/request-reply': `${EVENTING}/requestreply`,
  'storage-version-migration-eventing-/migrate': MIGRATE,
  APISERVER_RA_IMAGE: `${EVENTING}/apiserver_receive_adapter`,
  AUTH_PROXY_IMAGE: `${EVENTING}/auth_proxy`,
  DISPATCHER_IMAGE: `${EVENTING}/in_memory/channel_dispatcher`,
});

/** Follows data-plane/config and hack/data-plane.sh of eventing-kafka-broker too. */
export const KAFKA_IMAGES = images({
  'kafka-controller/controller': `${KAFKA}/kafka-controller`,
  'kafka-webhook-eventing/kafka-webhook-eventing': `${KAFKA}/webhook-kafka`,
  'kafka-controller-post-install/post-install': `${KAFKA}/post-install`,
  'knative-kafka-storage-version-migrator/migrate': MIGRATE,
  [`kafka-${KafkaDataPlane.BROKER}-receiver/kafka-broker-receiver`]: RECEIVER,
  [`kafka-${KafkaDataPlane.BROKER}-dispatcher/kafka-broker-dispatcher`]: DISPATCHER,
  [`kafka-${KafkaDataPlane.CHANNEL}-receiver/kafka-channel-receiver`]: RECEIVER,
  [`kafka-${KafkaDataPlane.CHANNEL}-dispatcher/kafka-channel-dispatcher`]: DISPATCHER,
  [`kafka-${KafkaDataPlane.SINK}-receiver/kafka-sink-receiver`]: RECEIVER,
  [`kafka-${KafkaDataPlane.SOURCE}-dispatcher/kafka-source-dispatcher`]: DISPATCHER,
});
