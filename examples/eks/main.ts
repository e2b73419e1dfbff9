import * as fs from 'fs';
import { KubectlV35Layer } from '@aws-cdk/lambda-layer-kubectl-v35';
import { App as CdkApp, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { App, Chart } from 'cdk8s';
import {
  AcmeEnvironment, AcmeSolver, BrokerClass, BrokerDefaults, ClusterAutoscaler, ComponentName, ConfluentCloud,
  DnsRecords, Env, ExternalDns, ExternalDnsPolicy, Features, Filter, HttpProtocol, Ingress, KafkaBroker,
  KafkaBrokerConfig, KafkaCredentials, KafkaSetup, KafkaSink, KnativePlatform, KnativeService, LetsEncryptIssuer,
  LoadBalancer, LoadBalancerScheme, Placeholders, PullSecret, Route53, Scaling, SecretReference, ServicesNamespace,
  SideDocuments, VaultAnnotatedService, VaultInjector, VaultSecret, VaultSetup, VaultTls, VendoredReleases, Warnings,
} from 'cdk8s-knative';
import { ChartSelection, EksKnativeCluster } from 'cdk8s-knative/eks';
import { describeCluster } from '../knative-microservices/cluster';

// Two apps grow side by side: the stacks of AWS, and the objects of Kubernetes.
export const stacks = new CdkApp();
export const app = new App();
const env = { region: 'us-east-1' };

// --- Stack 1: the cluster, and the zone that its names lie in -------------------------------------------------------
const clusterStack = new Stack(stacks, 'knative-cluster', { env });
const zone = new PublicHostedZone(clusterStack, 'zone', { zoneName: 'example.com' });
zone.applyRemovalPolicy(RemovalPolicy.RETAIN);
const spec = describeCluster(zone);
const cluster = new EksKnativeCluster(clusterStack, 'cluster', {
  spec, kubectlLayer: new KubectlV35Layer(clusterStack, 'kubectl'),
});
Warnings.of(cluster).acknowledge('cluster-endpoint-open', 'as in the article; `endpoints` says from where, once there is an office');

// --- The platform ---------------------------------------------------------------------------------------------------
const platform = new Chart(app, 'platform');
new ClusterAutoscaler(platform, 'cluster-autoscaler', spec.facts);
new ExternalDns(platform, 'external-dns', {
  ownerId: spec.name, policy: ExternalDnsPolicy.UPSERT_ONLY, hostedZones: [zone],
});
const issuer = new LetsEncryptIssuer(platform, 'letsencrypt-dns', {
  environment: AcmeEnvironment.PRODUCTION,
  email: 'email@example.com',
  accountKeySecret: SecretReference.fromName('letsencrypt-private-key-dns'),
  solvers: [
    AcmeSolver.dns01(Route53.ambient({ region: spec.region, hostedZone: zone }), { dnsZones: [zone.zoneName] }),
  ],
});
Warnings.of(issuer).acknowledge('acme-example-email', "the article's address is a placeholder");

const confluent = new ConfluentCloud(platform, 'confluent', {
  bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
  // The README of this example shows the command that makes the Secret in both namespaces.
  credentials: KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing', 'my-knative-services'] }),
});
const brokerConfig = new KafkaBrokerConfig(platform, 'kafka-broker-config', {
  metadata: { namespace: 'knative-eventing' }, cluster: confluent, partitions: 10,
});
const kafkaByDefault = { brokerClass: BrokerClass.KAFKA, config: brokerConfig.reference };
new BrokerDefaults(platform, 'config-br-defaults', {
  clusterDefault: kafkaByDefault, namespaceDefaults: { 'my-knative-services': kafkaByDefault },
});
new VaultInjector(platform, 'vault', { address: 'https://vault.example.com:8200' });

// `npx cdk8s-knative vendor` brings the operator and Contour into the folder; without it, they are prerequisites.
const releases = fs.existsSync('releases') ? VendoredReleases.fromFolder('releases') : undefined;
const knative = new KnativePlatform(platform, 'knative', {
  kubernetesVersion: spec.version,
  ingress: Ingress.contour({ loadBalancer: LoadBalancer.inTreeNlb({ scheme: LoadBalancerScheme.INTERNET_FACING }) }),
  domain: `knative.${zone.zoneName}`,
  dns: DnsRecords.externalDns(),
  issuer,
  tls: { httpProtocol: HttpProtocol.REDIRECTED },
  features: Features.asNeeded(),
  kafka: {},
  releases,
});
Warnings.of(knative).acknowledge('prerequisites', 'the README of this example says how they get into the cluster');

// --- The services ---------------------------------------------------------------------------------------------------
const services = new Chart(app, 'services', { namespace: 'my-knative-services' });
const namespace = new ServicesNamespace(services, 'my-knative-services', {
  imagePullSecrets: [PullSecret.fromSecretName('docker-json')],
});
Warnings.of(services).acknowledge('image-version', 'the article publishes its images as latest');
// Vault knows the services by the token of this account, so it has to be mounted.
const vaultAuth = namespace.addServiceAccount('vault-auth', { automountToken: true });
const image = (name: string) => `ghcr.io/pksurferdad/knative-microservices/${name}:latest`;
const command = ['gunicorn', '--bind', ':$(PORT)', '--workers', '1', '--threads', '8', 'service:app'];

const simple = new KnativeService(services, 'simple-service', {
  image: image('simple-service'), command, scaling: Scaling.atLeast(0),
});
simple.schedule('simple-service-pingsource', { schedule: '0 10 * * *', timezone: 'America/New_York' });

const deadLetters = new KnativeService(services, 'knative-kafka-dlq', { image: image('event-subscriber') });
const broker = new KafkaBroker(services, 'knative-kafka-broker', { config: brokerConfig, deadLetterSink: deadLetters });
const sink = new KafkaSink(services, 'my-kafka-sink', { cluster: confluent, topic: 'mytopic' });

const withVault = {
  serviceAccount: vaultAuth,
  command,
  vault: {
    role: 'app-user',
    secrets: [VaultSecret.envFile('secrets/my-secrets', { kvVersion: 1 })],
    tls: VaultTls.caFromSecret(SecretReference.fromName('vault-ca')),
  },
};
new VaultAnnotatedService(services, 'simple-service-with-vault', {
  ...withVault,
  image: image('simple-service'), scaling: Scaling.atLeast(0), env: { VARIABLE_NAME: Env.value('VARIABLE_VALUE') },
});
new VaultAnnotatedService(services, 'event-handler', {
  ...withVault, image: image('event-handler'), scaling: Scaling.atLeast(3), env: { BROKER_URL: Env.value(broker.url) },
});
const subscriber = new VaultAnnotatedService(services, 'event-subscriber', {
  ...withVault, image: image('event-subscriber'), scaling: Scaling.atLeast(1),
});
const subscriberWithSink = new VaultAnnotatedService(services, 'event-subscriber-with-sink', {
  ...withVault,
  image: image('event-subscriber-with-sink'), scaling: Scaling.atLeast(1), env: { KAFKA_SINK_URL: Env.value(sink.url) },
});

const filter = Filter.exact({ type: 'event-subscriber-type', source: 'event-subscriber-source' });
broker.addTrigger('event-subscriber-trigger', { filter, subscriber });
broker.addTrigger('event-subscriber-with-sink-trigger', { filter, subscriber: subscriberWithSink });

VaultSetup.of(app).configureKubernetesAuth({ kubernetesHost: cluster.endpoint });
VaultSetup.of(app).addBootstrapDocument();
KafkaSetup.of(app).addBootstrapDocuments();

// What only AWS knows has a name in the files of objects, and is an output of the stack.
Placeholders.of(app).declare({ CLUSTER_ENDPOINT: cluster.endpoint, HOSTED_ZONE_ID: zone.hostedZoneId });

// --- Stack 2: platform and services, in the order in which they need each other --------------------------------------
cluster.apply(app, {
  scope: new Stack(stacks, 'knative-platform', { env }),
  helmAssets: releases === undefined ? [] : [ChartSelection.release(ComponentName.NET_CONTOUR)],
  helmRelease: 'platform',
});
stacks.synth();

// The same objects as files, for `cdk8s-knative apply`, Argo CD or Flux.
app.synth();
SideDocuments.of(app).write();
