import { type App, Chart } from 'cdk8s';
import { Ingress, KnativePlatform, LoadBalancer, Warnings } from 'cdk8s-knative';

/**
 * Knative on a cluster of one's own machine: Kourier on port 31080 of the node, no certificates, and the in-memory
 * channels and brokers of a release. The cluster maps port 80 of the machine to that port.
 * @param domain whose names lead to the machine: `127.0.0.1.sslip.io`, for example, which needs no DNS of one's own
 */
export function localPlatform(app: App, domain: string): KnativePlatform {
  const platform = new KnativePlatform(new Chart(app, 'platform'), 'knative', {
    domain,
    ingress: Ingress.kourier({ loadBalancer: LoadBalancer.none({ nodePort: true, httpPort: 31080 }) }),
  });
  Warnings.of(platform).acknowledge('prerequisites', 'the README says how the operator gets into the cluster');
  return platform;
}
