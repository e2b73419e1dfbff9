import { type App, Chart } from 'cdk8s';
import {
  AcmeEnvironment, AcmeSolver, BrokerClass, BrokerDefaults, ClusterAutoscaler, ConfluentCloud, DnsRecords, type DnsZone,
  EksctlCluster, ExternalDns, ExternalDnsPolicy, Features, HttpProtocol, Ingress, KafkaBrokerConfig, KafkaCredentials,
  KnativePlatform, type KnativePlatformProps, KnativeVersion,
  LetsEncryptIssuer, LoadBalancer, LoadBalancerScheme, Route53, SecretReference, VaultInjector,
  Warnings,
} from 'cdk8s-knative';
import { describeCluster } from './cluster';

/** The zone that all names lie in. */
const ZONE: DnsZone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const KNATIVE_EVENTING = 'knative-eventing';

/** Section 2 of the article: everything between an empty cluster and the first service. */
export function describePlatform(app: App, { releases }: Pick<KnativePlatformProps, 'releases'> = {}) {
  // The cluster itself is a document for eksctl, which no manifest can be.
  const spec = describeCluster(ZONE);
  const cluster = new EksctlCluster(app, 'cluster', { spec });
  Warnings.of(cluster).acknowledge('cluster-endpoint-open', 'as in the article; `endpoints` says from where, once there is an office');

  const chart = new Chart(app, 'platform');
  new ClusterAutoscaler(chart, 'cluster-autoscaler', spec.facts);

  // Certificates of Let's Encrypt for whole namespaces, which only DNS-01 can prove.
  const issuer = new LetsEncryptIssuer(chart, 'letsencrypt-dns', {
    environment: AcmeEnvironment.PRODUCTION,
    email: 'email@example.com',
    accountKeySecret: SecretReference.fromName('letsencrypt-private-key-dns'),
    solvers: [AcmeSolver.dns01(
      Route53.ambient({ region: spec.region, hostedZone: ZONE }), { dnsZones: [ZONE.zoneName] },
    )],
  });

  Warnings.of(issuer).acknowledge('acme-example-email', "the article's address is a placeholder");

  // Brokers keep their events in Confluent Cloud, whether they say so or not.
  const confluent = new ConfluentCloud(chart, 'confluent', {
    bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
    // The README of this example shows the command that makes the Secret in both namespaces.
    credentials: KafkaCredentials.fromSecretName('ccloud', { namespaces: [KNATIVE_EVENTING, 'my-knative-services'] }),
  });
  const brokerConfig = new KafkaBrokerConfig(chart, 'kafka-broker-config', {
    metadata: { namespace: KNATIVE_EVENTING }, cluster: confluent, partitions: 10,
  });
  const kafkaByDefault = { brokerClass: BrokerClass.KAFKA, config: brokerConfig.reference };
  new BrokerDefaults(chart, 'config-br-defaults', {
    clusterDefault: kafkaByDefault,
    namespaceDefaults: { 'my-knative-services': kafkaByDefault },
  });

  // Names in the zone follow the load balancer in front of Contour.
  new ExternalDns(chart, 'external-dns', {
    ownerId: spec.name, policy: ExternalDnsPolicy.UPSERT_ONLY, hostedZones: [ZONE],
  });
  new VaultInjector(chart, 'vault', { address: 'https://vault.example.com:8200' });

  const platform = new KnativePlatform(chart, 'knative', {
    version: KnativeVersion.V1_23,
    kubernetesVersion: spec.version,
    ingress: Ingress.contour({ loadBalancer: LoadBalancer.inTreeNlb({ scheme: LoadBalancerScheme.INTERNET_FACING }) }),
    domain: `knative.${ZONE.zoneName}`,
    dns: DnsRecords.externalDns(),
    issuer,
    tls: { httpProtocol: HttpProtocol.REDIRECTED },
    features: Features.asNeeded(),
    kafka: {},
    releases,
  });
  Warnings.of(platform).acknowledge('prerequisites', 'the README of this example says how they get into the cluster');
  return { confluent, brokerConfig };
}
