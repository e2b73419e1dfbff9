import { App, Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { AcmeEnvironment, AcmeSolver, LetsEncryptIssuer, Route53 } from '../../lib/certificates';
import { Features, KnativeVersion, SideDocuments } from '../../lib/core';
import { BrokerClass } from '../../lib/eventing';
import { ConfluentCloud, KafkaCredentials } from '../../lib/kafka';
import { Ingress } from '../../lib/networking';
import { KnativePlatform, WildcardCertificates } from '../../lib/platform';
import { SecretReference } from '../../lib/pod';
import { HttpProtocol } from '../../lib/serving';
import { problemsOf, warningsOf } from '../kafka/program';

const KAFKA_RELEASE = 'https://github.com/knative-extensions/eventing-kafka-broker/releases/download/knative-v1.23.0';

/** Section 2 of the article, which this library began with. */
function article(): Chart {
  const chart = new Chart(new App(), 'platform');
  const issuer = new LetsEncryptIssuer(chart, 'letsencrypt-dns', {
    environment: AcmeEnvironment.PRODUCTION,
    email: 'platform@shop.example',
    accountKeySecret: SecretReference.fromName('letsencrypt-private-key-dns'),
    solvers: [AcmeSolver.dns01(Route53.ambient({ region: 'us-east-1', hostedZoneId: 'Z0123456789ABCDEFGHIJ' }), { dnsZones: ['example.com'] })],
  });
  const confluent = new ConfluentCloud(chart, 'confluent', {
    bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'], credentials: KafkaCredentials.fromSecretName('ccloud'),
  });
  new KnativePlatform(chart, 'platform', {
    version: KnativeVersion.V1_23,
    kubernetesVersion: '1.35',
    domain: 'knative.example.com',
    ingress: Ingress.contour(),
    issuer,
    tls: { wildcardCertificates: WildcardCertificates.forLabel(), httpProtocol: HttpProtocol.REDIRECTED },
    features: Features.asNeeded(),
    defaultBrokerClass: BrokerClass.KAFKA,
    kafka: { brokers: { cluster: confluent } },
    production: { replicas: 2 },
  });
  return chart;
}

const SETTINGS_OF_SERVING = {
  'config-domain': { 'knative.example.com': '' },
  'config-network': {
    'ingress-class': 'contour.ingress.networking.knative.dev',
    'external-domain-tls': 'Enabled',
    'namespace-wildcard-cert-selector': 'matchLabels:\n  networking.knative.dev/disableWildcardCert: "false"\n',
    'http-protocol': 'Redirected',
  },
  'config-certmanager': { issuerRef: 'kind: ClusterIssuer\nname: letsencrypt-dns\n' },
};

const SETTINGS_OF_EVENTING = {
  'config-br-defaults': {
    'default-br-config': [
      'clusterDefault:', '  brokerClass: Kafka', '  apiVersion: v1', '  kind: ConfigMap', '  name: kafka-broker-config',
      '  namespace: knative-eventing', '  delivery:', '    retry: 10', '    backoffPolicy: exponential', '    backoffDelay: PT0.2S', '',
    ].join('\n'),
  },
  'kafka-broker-config': {
    'bootstrap.servers': 'pkc-12345.us-east-1.aws.confluent.cloud:9092',
    'auth.secret.ref.name': 'ccloud',
    'default.topic.partitions': '10',
    'default.topic.replication.factor': '3',
  },
};

const off = { enabled: false };

test('the platform of the article is four objects and an issuer, all of whose settings agree', () => {
  const chart = article();

  expect(problemsOf(chart)).toBe('');
  expect(Testing.synth(chart)).toEqual([
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: 'letsencrypt-dns' },
      spec: { acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: 'platform@shop.example',
        privateKeySecretRef: { name: 'letsencrypt-private-key-dns' },
        solvers: [{
          selector: { dnsZones: ['example.com'] },
          dns01: { route53: { region: 'us-east-1', hostedZoneID: 'Z0123456789ABCDEFGHIJ' } },
        }],
      } },
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'knative-serving' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'knative-eventing' } },
    {
      apiVersion: 'operator.knative.dev/v1beta1',
      kind: 'KnativeServing',
      metadata: { name: 'knative-serving', namespace: 'knative-serving' },
      spec: {
        version: '1.23.0',
        config: SETTINGS_OF_SERVING,
        'high-availability': { replicas: 2 },
        ingress: { contour: { enabled: true } },
      },
    },
    {
      apiVersion: 'operator.knative.dev/v1beta1',
      kind: 'KnativeEventing',
      metadata: { name: 'knative-eventing', namespace: 'knative-eventing' },
      spec: {
        version: '1.23.0',
        config: SETTINGS_OF_EVENTING,
        'high-availability': { replicas: 2 },
        additionalManifests: [{ URL: `${KAFKA_RELEASE}/eventing-kafka-broker.yaml` }],
        source: { ceph: off, github: off, gitlab: off, kafka: { enabled: true }, rabbitmq: off, redis: off },
      },
    },
  ]);
});

interface Document {
  readonly prerequisites: readonly { readonly id: string }[];
  readonly restarts: unknown;
}

test('the prerequisites of the article are cert-manager, the operator and Contour, in the order in which they are brought', () => {
  const chart = article();
  problemsOf(chart);

  const document = parse(SideDocuments.of(chart).render()['prerequisites.yaml'] ?? '') as Document;

  expect(document.prerequisites.map(({ id }) => id)).toEqual(['cert-manager', 'knative-operator', 'contour']);
  expect(document.restarts).toEqual([{
    after: ['config-network external-domain-tls', 'config-network namespace-wildcard-cert-selector'],
    reason: expect.any(String),
    commands: ['kubectl rollout restart deployment/controller --namespace knative-serving'],
  }]);
  expect(warningsOf(chart).filter((id) => id === 'prerequisites')).toHaveLength(1);
});
