import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { AcmeEnvironment, AcmeSolver, ClusterIssuer, IssuerType, LetsEncryptIssuer, Route53 } from '../../lib/certificates';
import { KafkaCluster } from '../../lib/kafka';
import { Ingress } from '../../lib/networking';
import { KnativePlatform, type KnativePlatformProps } from '../../lib/platform';

/** An empty chart for a platform, in an app of its own. */
export function empty(): Chart {
  return new Chart(new App(), 'platform');
}

/** A platform with Kourier, and what a test adds. */
export function platformIn(scope: Construct, props: Partial<KnativePlatformProps> = {}): KnativePlatform {
  return new KnativePlatform(scope, 'knative', { ingress: Ingress.kourier(), ...props });
}

/** The same in a chart of its own. */
export function platform(props: Partial<KnativePlatformProps> = {}): Chart {
  const chart = empty();
  platformIn(chart, props);
  return chart;
}

/** An issuer that certifies wildcards. */
export function letsEncrypt(scope: Construct): LetsEncryptIssuer {
  return new LetsEncryptIssuer(scope, 'letsencrypt', {
    environment: AcmeEnvironment.STAGING, email: 'platform@shop.example', solvers: [AcmeSolver.dns01(Route53.ambient({ region: 'us-east-1' }))],
  });
}

/** Issuers that exist. */
export const DNS01 = ClusterIssuer.fromName('dns', { type: IssuerType.ACME_DNS01 });
export const HTTP01 = ClusterIssuer.fromName('http', { type: IssuerType.ACME_HTTP01 });
export const CA = ClusterIssuer.fromName('internal', { type: IssuerType.CA });

/** A Kafka cluster without credentials. */
export function kafka(scope: Construct): KafkaCluster {
  return new KafkaCluster(scope, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });
}
