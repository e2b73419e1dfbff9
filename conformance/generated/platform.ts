import fc from 'fast-check';
import {
  bool, calling, choice, construct, draft, type Drafts, type Gen, just, listOf, mapOf, maybe, type MaybeGen,
  memberOf, oneOf, struct, whole,
} from './arbitraries';
import type { Draft, Expr } from './expression';
import { affinity, resources, spread, toleration } from './pod';
import { annotations, configMap, image, labels, nodeLabels, plainMetadata, seconds, secret, text } from './values';

/** Pods, or a share of them. */
const count: Gen = choice(calling('PodCount', 'pods', whole(0, 9)), calling('PodCount', 'percent', whole(0, 100)));
const times = { initialDelay: seconds(1, 60), period: seconds(1, 60), failureThreshold: whole(1, 9) };
const probe = (more: Readonly<Record<string, MaybeGen>>): Gen => choice(
  calling('ProbeOverride', 'disabled'), calling('ProbeOverride', 'of', struct({ timeout: seconds(1, 30) }, { ...times, ...more })),
);
const ofContainer = (gen: Gen): Gen => mapOf(['controller', 'activator'], gen, 0, 2);

/** What is different about a workload. */
export const workloadSettings: Record<string, MaybeGen> = {
  replicas: whole(0, 9), labels, annotations, nodeSelector: nodeLabels, tolerations: listOf(toleration, 0, 2), affinity,
  topologySpreadConstraints: listOf(spread, 0, 1), resources: ofContainer(resources), hostNetwork: bool,
  env: ofContainer(mapOf(['LOG_LEVEL', 'X'], calling('Env', 'value', text), 0, 2)),
  livenessProbes: ofContainer(probe({ terminationGracePeriod: seconds(1, 60), successThreshold: just(1) })),
  readinessProbes: ofContainer(probe({ successThreshold: whole(1, 3) })),
};
const workload: Gen = struct({ name: oneOf('controller', 'eventing-webhook') }, workloadSettings);
const service: Gen = struct({ name: oneOf('activator-service') }, { labels, annotations, selector: labels });
const budget: Gen = choice(
  struct({ name: oneOf('activator-pdb'), minAvailable: count }), struct({ name: oneOf('activator-pdb'), maxUnavailable: count }),
);
const manifest: Gen = oneOf('https://example.com/${VERSION}/serving.yaml', 'https://example.com/a.yaml');

const images = { override: mapOf(['controller', 'webhook/webhook'], image, 0, 2), imagePullSecrets: listOf(secret, 0, 2) };

/** A registry of one's own, for one installation. */
const registry: Gen = struct({}, { default: oneOf('registry.example.com/knative/${NAME}:v1.23.0'), ...images }, 0.6);

/** One for both, where a template for all would give different programs one image. */
export const sharedRegistry: Gen = struct({}, images, 0.6);

/** Certificates of registries. */
export const controllerCerts: Gen = choice(calling('CustomCerts', 'fromConfigMap', calling('ConfigMapReference', 'fromName', just('certs'))),
  calling('CustomCerts', 'fromSecret', calling('SecretReference', 'fromName', just('certs'))));

const installation: Record<string, MaybeGen> = {
  version: oneOf('1.23', '1.23.0'), metadata: plainMetadata,
  registry,
  highAvailability: struct({ replicas: whole(1, 9) }), workloads: listOf(workload, 1, 1),
  services: listOf(service, 1, 1),
  podDisruptionBudgets: listOf(budget, 1, 1), namespaceConfiguration: struct({}, { labels, annotations }, 0.6),
  manifests: listOf(manifest, 1, 1), additionalManifests: listOf(manifest, 1, 1), clusterProfileRef: struct({ name: oneOf('eu'), namespace: oneOf('fleet') }),
};

const server: Gen = struct({
  port: struct({ number: oneOf(80, 443), protocol: memberOf('IstioProtocol'), name: oneOf('http') }, { targetPort: oneOf(8080) }),
  hosts: listOf(oneOf('*', 'ns/a.example.com'), 1, 2),
}, {
  bind: oneOf('0.0.0.0'), name: oneOf('main'), defaultEndpoint: oneOf('127.0.0.1:8080'), tls: struct({}, {
    httpsRedirect: bool, mode: memberOf('IstioTlsMode'), serverCertificate: oneOf('/etc/tls.crt'), privateKey: oneOf('/etc/tls.key'), caCertificates: oneOf('/etc/ca.crt'),
    credentialName: oneOf('tls'), subjectAltNames: listOf(oneOf('a'), 0, 1), verifyCertificateSpki: listOf(oneOf('aGFzaA=='), 0, 1),
    verifyCertificateHash: listOf(oneOf('ab'), 0, 1), minProtocolVersion: memberOf('IstioTlsProtocol', 'TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2'), maxProtocolVersion: memberOf('IstioTlsProtocol', 'TLSV1_3'),
    cipherSuites: listOf(oneOf('ECDHE-RSA-AES256-GCM-SHA384'), 0, 1),
  }),
});
const gateway: Gen = choice(struct({ selector: mapOf(['istio'], oneOf('ingress'), 1, 1) }), struct({ servers: listOf(server, 1, 1) }));
const kourier: Gen = choice(
  struct({ enabled: just(true), serviceType: memberOf('KourierServiceType', 'NODE_PORT') }, { httpPort: oneOf(30080), httpsPort: oneOf(30443) }),
  struct({ enabled: just(true) }, { serviceType: memberOf('KourierServiceType', 'LOAD_BALANCER'), serviceLoadBalancerIp: oneOf('10.0.0.9'), bootstrapConfigMap: configMap }),
  struct({ enabled: just(true), serviceType: memberOf('KourierServiceType', 'CLUSTER_IP') }), struct({ enabled: bool }),
);
const ingress: Gen = struct({}, {
  istio: struct({ enabled: just(true) }, { knativeIngressGateway: gateway, knativeLocalGateway: gateway }), kourier,
  contour: struct({ enabled: bool }),
  gatewayApi: struct({ enabled: bool }),
}, 0.5);

const settings = (maps: readonly string[]): Gen => mapOf(maps, mapOf(['a-key', 'other'], text, 0, 2), 0, 2);
const switches = Object.fromEntries(['ceph', 'github', 'gitlab', 'kafka', 'rabbitmq', 'redis'].map((name) => [name, bool]));

/** An installation, of which a cluster has one: in a program without anything else. */
export const platform: fc.Arbitrary<readonly Draft[]> = fc.tuple(
  once('serving', construct('KnativeServing', fc.constant<Expr>({ is: 'literal', value: 'knative-serving' }), maybe(struct({}, {
    ...installation, config: settings(['network', 'config-autoscaler']), ingress, securityGuard: bool,
    controllerCustomCerts: controllerCerts,
  }), 0.95))),
  once('eventing', construct('KnativeEventing', fc.constant<Expr>({ is: 'literal', value: 'knative-eventing' }), maybe(struct({}, {
    ...installation, config: settings(['features', 'config-ping-defaults']), defaultBrokerClass: memberOf('BrokerClass', 'KAFKA', 'MT_CHANNEL_BASED'),
    sinkBindingSelectionMode: memberOf('SinkBindingSelectionMode'), source: struct({}, switches, 0.5),
  }), 0.95))),
);

/** The installation of Serving with its networking layers alone. */
export const networking: fc.Arbitrary<readonly Draft[]> = fc.tuple(once('serving', construct('KnativeServing',
  fc.constant<Expr>({ is: 'literal', value: 'knative-serving' }), struct({ ingress }))));

function once(as: string, expr: Gen): Drafts {
  return draft(as, [], expr, 0);
}
