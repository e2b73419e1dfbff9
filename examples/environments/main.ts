import { type App, Chart } from 'cdk8s';
import {
  AcmeEnvironment, AcmeSolver, ConfluentCloud, DnsRecords, Environments, ExternalDns, ExternalDnsPolicy,
  Features, Filter, HttpProtocol, Ingress, KafkaBroker, KafkaCredentials, KnativePlatform, KnativeService,
  LetsEncryptIssuer, LoadBalancer, LoadBalancerScheme, Route53, Scaling, ServicesNamespace, Warnings,
} from 'cdk8s-knative';

/** What differs between the environments; everything else is the same program. */
interface Values {
  /** Domain of the services. */
  readonly domain: string;
  /** Zone of the domain in Route 53. */
  readonly hostedZoneId: string;
  /** Trusted certificates, or those of Let's Encrypt's server for trying. */
  readonly certificates: AcmeEnvironment;
  /** Pods of each part of Knative. */
  readonly replicas: number;
  /** Least and most pods of a service. */
  readonly pods: readonly [number, number];
  /** What the names of topics and consumer groups begin with, since all environments share one Kafka cluster. */
  readonly kafkaPrefix: string;
  /** By what ExternalDNS knows its own records from those of the others. */
  readonly ownerId: string;
}

export const environments = Environments.of<Values>({
  dev: {
    domain: 'dev.example.com', hostedZoneId: 'Z0DEV000000000000000', certificates: AcmeEnvironment.STAGING,
    replicas: 1, pods: [0, 2], kafkaPrefix: 'dev-', ownerId: 'shop-dev',
  },
  stage: {
    domain: 'stage.example.com', hostedZoneId: 'Z0STAGE0000000000000', certificates: AcmeEnvironment.STAGING,
    replicas: 2, pods: [1, 4], kafkaPrefix: 'stage-', ownerId: 'shop-stage',
  },
  prod: {
    domain: 'example.com', hostedZoneId: 'Z0PROD00000000000000', certificates: AcmeEnvironment.PRODUCTION,
    replicas: 3, pods: [3, 20], kafkaPrefix: 'prod-', ownerId: 'shop-prod',
  },
});

/** The shop: a platform, and a service that takes the orders of a broker. */
export function shop(app: App, values: Values): void {
  const platform = new Chart(app, 'platform');
  Warnings.of(app).acknowledge('prerequisites', 'prerequisites.yaml is applied by the pipeline that makes the cluster');
  const kafka = new ConfluentCloud(platform, 'confluent', {
    bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
    credentials: KafkaCredentials.fromSecretName('ccloud', { namespaces: ['shop'] }),
  });
  new ExternalDns(platform, 'external-dns', {
    ownerId: values.ownerId, policy: ExternalDnsPolicy.SYNC, domainFilters: [values.domain],
  });
  new KnativePlatform(platform, 'knative', {
    domain: values.domain,
    ingress: Ingress.contour({
      loadBalancer: LoadBalancer.eksAutoMode({ scheme: LoadBalancerScheme.INTERNET_FACING }),
    }),
    dns: DnsRecords.externalDns(),
    issuer: new LetsEncryptIssuer(platform, 'letsencrypt', {
      environment: values.certificates,
      solvers: [AcmeSolver.dns01(Route53.ambient({ hostedZoneId: values.hostedZoneId }))],
    }),
    tls: { httpProtocol: HttpProtocol.REDIRECTED },
    features: Features.asNeeded(),
    production: { replicas: values.replicas },
    kafka: { topicPrefix: values.kafkaPrefix },
  });

  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new ServicesNamespace(chart, 'shop');
  const [least, most] = values.pods;
  const service = new KnativeService(chart, 'orders', {
    image: 'ghcr.io/example/orders:1.0', scaling: Scaling.between(least, most), nodeSelector: { pool: 'services' },
  });
  const broker = new KafkaBroker(chart, 'events', { cluster: kafka, deadLetterSink: service });
  broker.addTrigger('new-orders', { filter: Filter.exact({ type: 'com.example.order' }), subscriber: service });
}

environments.synth(shop);
