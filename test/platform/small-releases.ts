import { ComponentName } from '../../lib/core';
import type { ReleaseTexts } from '../vendored-files';

/** Release files of our own invention: a few objects each, of the kinds and names that the real ones have. */

const documents = (...texts: string[]) => texts.map((text) => `${text.trim()}\n`).join('---\n');

export const namespace = (name: string) => `
apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}`;

export const definition = (plural: string, group: string, kind: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.${group}
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: ${kind}, plural: ${plural} }
  versions: []`;

export const workload = (kind: string, place: string, name: string, image: string, container = name) => `
apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
  namespace: ${place}
spec:
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: ${container}
          image: ${image}
          args: [serve]`;

const settings = (place: string, name: string) => `
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: ${place}
data:
  kept: "as shipped"
  _example: |
    # an example`;

const webhook = (name: string, service: string, place: string) => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: ${name}
webhooks:
  - name: ${name}
    clientConfig:
      service: { name: ${service}, namespace: ${place} }
    admissionReviewVersions: [v1]
    sideEffects: None`;

const knative = (path: string) => `gcr.io/knative-releases/knative.dev/${path}@sha256:${'0'.repeat(64)}`;

const OPERATOR = documents(
  namespace('knative-operator'),
  definition('knativeservings', 'operator.knative.dev', 'KnativeServing'),
  workload('Deployment', 'knative-operator', 'knative-operator', knative('operator/cmd/operator')),
);

const ROLE = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: cert-manager-gathered
aggregationRule:
  clusterRoleSelectors:
    - matchLabels: { gathered: "yes" }
rules: []`;

const CERT_MANAGER = documents(
  namespace('cert-manager'),
  definition('certificates', 'cert-manager.io', 'Certificate'), ROLE,
  workload('Deployment', 'cert-manager', 'cert-manager', 'quay.io/jetstack/cert-manager-controller:v1.21.2'),
  webhook('cert-manager-webhook', 'cert-manager-webhook', 'cert-manager'),
);

const envoy = (place: string, type: string) => `
apiVersion: v1
kind: Service
metadata:
  name: envoy
  namespace: ${place}
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-backend-protocol: tcp
spec:
  type: ${type}
  externalTrafficPolicy: Local
  ports:
    - { name: http, port: 80, targetPort: 8080, protocol: TCP }
    - { name: https, port: 443, targetPort: 8443, protocol: TCP }`;

const certgen = (place: string) => `
apiVersion: batch/v1
kind: Job
metadata:
  name: contour-certgen-v1-33-0
  namespace: ${place}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - { name: contour, image: "ghcr.io/projectcontour/contour:v1.33.0" }`;

const contourIn = (place: string, type: string) => [
  namespace(place), certgen(place), envoy(place, type),
  workload('Deployment', place, 'contour', 'ghcr.io/projectcontour/contour:v1.33.0'),
  workload('DaemonSet', place, 'envoy', 'docker.io/envoyproxy/envoy:v1.35.0'),
];

const CONTOUR = documents(
  definition('httpproxies', 'projectcontour.io', 'HTTPProxy'),
  ...contourIn('contour-external', 'LoadBalancer'), ...contourIn('contour-internal', 'ClusterIP'),
);

const ISTIO = documents(
  namespace('istio-system'),
  workload('Deployment', 'istio-system', 'istiod', 'docker.io/istio/pilot:1.28.0'),
  envoy('istio-system', 'LoadBalancer').replace('name: envoy', 'name: istio-ingressgateway'),
);

const SERVING_CRDS = documents(definition('services', 'serving.knative.dev', 'Service'));
const IMAGE = `
apiVersion: caching.internal.knative.dev/v1alpha1
kind: Image
metadata:
  name: queue-proxy
  namespace: knative-serving
spec:
  image: ${knative('serving/cmd/queue')}`;

const CERTIFICATE = `
apiVersion: networking.internal.knative.dev/v1alpha1
kind: Certificate
metadata:
  name: routing-serving-certs
  namespace: knative-serving
spec:
  dnsNames: [kn-routing]
  secretName: routing-serving-certs`;

const SERVING_CORE = documents(
  namespace('knative-serving'), SERVING_CRDS, CERTIFICATE, IMAGE,
  settings('knative-serving', 'config-network'), settings('knative-serving', 'config-domain'),
  settings('knative-serving', 'config-features'), settings('knative-serving', 'config-certmanager'), settings('knative-serving', 'config-deployment'),
  workload('Deployment', 'knative-serving', 'activator', knative('serving/cmd/activator')),
  workload('Deployment', 'knative-serving', 'controller', knative('serving/cmd/controller')),
  webhook('config.webhook.serving.knative.dev', 'webhook', 'knative-serving'),
);

const migration = (place: string, word: string) => `
apiVersion: batch/v1
kind: Job
metadata:
  generateName: storage-version-migration-${word}-
  namespace: ${place}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - { name: migrate, image: "${knative('pkg/apiextensions/storageversion/cmd/migrate')}" }`;

const plane = (name: string) => documents(
  settings('knative-eventing', `config-kafka-${name}-data-plane`),
  workload('Deployment', 'knative-eventing', `kafka-${name}-receiver`, knative('knative-kafka-broker-receiver-loom')
    .replace('knative.dev/', ''), `kafka-${name}-receiver`),
);

const DEFAULTS = `
apiVersion: v1
kind: ConfigMap
metadata:
  name: config-br-defaults
  namespace: knative-eventing
data:
  default-br-config: |
    clusterDefault:
      brokerClass: MTChannelBasedBroker`;

/** Files for all ways of a platform. */
export const SMALL_RELEASES: ReleaseTexts = {
  [ComponentName.KNATIVE_OPERATOR]: { 'operator.yaml': OPERATOR },
  [ComponentName.CERT_MANAGER]: { 'cert-manager.yaml': CERT_MANAGER },
  [ComponentName.NET_CONTOUR]: {
    'contour.yaml': CONTOUR,
    'net-contour.yaml': documents(settings('knative-serving', 'config-contour'),
      workload('Deployment', 'knative-serving', 'net-contour-controller', knative('net-contour/cmd/controller'), 'controller')),
  },
  [ComponentName.NET_ISTIO]: {
    'istio.yaml': ISTIO,
    'net-istio.yaml': documents(settings('knative-serving', 'config-istio'),
      workload('Deployment', 'knative-serving', 'net-istio-controller', knative('net-istio/cmd/controller'), 'controller')),
  },
  [ComponentName.GATEWAY_API]: {
    'experimental-install.yaml': documents(definition('gateways', 'gateway.networking.k8s.io', 'Gateway')),
  },
  [ComponentName.NET_GATEWAY_API]: {
    'net-gateway-api.yaml': documents(settings('knative-serving', 'config-gateway'),
      workload('Deployment', 'knative-serving', 'net-gateway-api-controller', knative('net-gateway-api/cmd/controller'), 'controller')),
  },
  [ComponentName.NET_KOURIER]: {
    'kourier.yaml': documents(namespace('kourier-system'), settings('knative-serving', 'config-kourier'),
      envoy('kourier-system', 'LoadBalancer').replace('name: envoy', 'name: kourier'),
      workload('Deployment', 'kourier-system', '3scale-kourier-gateway', 'docker.io/envoyproxy/envoy:v1.35.0', 'kourier-gateway')),
  },
  [ComponentName.KNATIVE_SERVING]: {
    'serving-crds.yaml': SERVING_CRDS,
    'serving-core.yaml': SERVING_CORE,
    'serving-hpa.yaml': documents(workload('Deployment', 'knative-serving', 'autoscaler-hpa', knative('serving/cmd/autoscaler-hpa'))),
    'serving-post-install-jobs.yaml': documents(migration('knative-serving', 'serving')),
  },
  [ComponentName.KNATIVE_EVENTING]: {
    'eventing-crds.yaml': documents(definition('brokers', 'eventing.knative.dev', 'Broker')),
    'eventing-core.yaml': documents(namespace('knative-eventing'), definition('brokers', 'eventing.knative.dev', 'Broker'),
      settings('knative-eventing', 'config-features'), DEFAULTS,
      workload('Deployment', 'knative-eventing', 'eventing-controller', knative('eventing/cmd/controller'))),
    'in-memory-channel.yaml': documents(workload('Deployment', 'knative-eventing', 'imc-controller', knative('eventing/cmd/in_memory'), 'controller')),
    'mt-channel-broker.yaml': documents(workload('Deployment', 'knative-eventing', 'mt-broker-ingress', knative('eventing/cmd/broker'), 'ingress')),
    'eventing-post-install.yaml': documents(migration('knative-eventing', 'eventing')),
  },
  [ComponentName.EVENTING_KAFKA_BROKER]: {
    'eventing-kafka-controller.yaml': documents(settings('knative-eventing', 'config-kafka-features'),
      workload('Deployment', 'knative-eventing', 'kafka-controller', knative('eventing-kafka-broker/control-plane/cmd/kafka-controller'), 'controller')),
    'eventing-kafka-source.yaml': plane('source'),
    'eventing-kafka-broker.yaml': plane('broker'),
    'eventing-kafka-sink.yaml': plane('sink'),
    'eventing-kafka-post-install.yaml': documents(migration('knative-eventing', 'kafka')),
  },
};
