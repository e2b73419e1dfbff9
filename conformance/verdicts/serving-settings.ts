import { Duration } from 'cdk8s';
import {
  ClusterIssuer, Ingress, IssuerType, KnativePlatform, type KnativePlatformProps, KnativeVersion, LoadBalancer,
  MetricsProtocol, WildcardCertificates,
} from '../../lib';
import { byHand } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

const kind = 'KnativeServing';
const serving = byHand('operator.knative.dev/v1beta1', kind, 'knative-serving', {});
const WRITTEN = 'the operator writes any text, and ';
const REFUSED = `${WRITTEN}the webhook of Serving refuses the ConfigMap, so that the installation stops there`;

type Config = Readonly<Record<string, Readonly<Record<string, string>>>>;

function row(
  mistake: string, refused: VerdictRow['refused'], props: Partial<KnativePlatformProps>, config: Config, stricter: string,
): VerdictRow {
  return {
    kind, mistake, refused, stricter, manifest: serving({ config }),
    program: (chart) => {
      new KnativePlatform(chart, 'platform', { ingress: Ingress.kourier({ loadBalancer: LoadBalancer.none() }), ...props });
    },
  };
}

/** Past the compiler: what a program in JavaScript, or a value from a file, can hold. */
function read<T>(text: string): T {
  return JSON.parse(text) as T;
}

export const rows: readonly VerdictRow[] = [
  row('a stable window of five seconds', 'KN-SET-001', { serving: { autoscaler: { stableWindow: Duration.seconds(5) } } },
    { 'config-autoscaler': { 'stable-window': '5s' } }, REFUSED),
  row('a percentage that is read as a fraction', 'KN-SET-001',
    { serving: { autoscaler: { containerConcurrencyTargetPercentage: 0.7 } } },
    { 'config-autoscaler': { 'container-concurrency-target-percentage': '0.7' } }, `${WRITTEN}0.7 counts as 70 percent`),
  row('a threshold at which all revisions panic', 'KN-SET-001', { serving: { autoscaler: { panicThresholdPercentage: -5 } } },
    { 'config-autoscaler': { 'panic-threshold-percentage': '-5' } }, `${WRITTEN}all revisions panic all the time`),
  row('a misspelt mesh mode', 'KN-SET-001', { serving: { network: read('{"meshCompatibilityMode":"enable"}') } },
    { 'config-network': { 'mesh-compatibility-mode': 'enable' } }, `${WRITTEN}it counts as \`auto\``),
  row('a timeout of nothing', 'KN-SET-001', { serving: { defaults: { revisionTimeout: Duration.seconds(0) } } },
    { 'config-defaults': { 'revision-timeout-seconds': '0' } }, `${WRITTEN}revisions without a timeout get 0`),
  row('an interval of nothing', 'KN-SET-001',
    { serving: { observability: { metricsExportInterval: Duration.seconds(0) } } },
    { 'config-observability': { 'metrics-export-interval': '0s' } }, `${WRITTEN}it counts as a minute`),
  row('a least scale above the greatest', 'KN-SET-002', { serving: { autoscaler: { minScale: 5, maxScale: 4 } } },
    { 'config-autoscaler': { 'min-scale': '5', 'max-scale': '4' } }, REFUSED),
  row('a timeout above the longest', 'KN-SET-002', { serving: { defaults: { revisionTimeout: Duration.hours(1) } } },
    { 'config-defaults': { 'revision-timeout-seconds': '3600' } }, REFUSED),
  row('a concurrency by default that no service may have', 'KN-SET-002',
    { serving: { defaults: { allowContainerConcurrencyZero: false } } },
    { 'config-defaults': { 'allow-container-concurrency-zero': 'false' } }, `${WRITTEN}every service that says no concurrency is refused`),
  row('a protocol without an endpoint', 'KN-SET-002', { serving: { observability: { metricsProtocol: MetricsProtocol.GRPC } } },
    { 'config-observability': { 'metrics-protocol': 'grpc' } }, REFUSED),
  row('wildcard certificates for hosts of another form', 'KN-SET-004', {
    domain: 'example.com',
    issuer: ClusterIssuer.fromName('letsencrypt', { type: IssuerType.ACME_DNS01 }),
    tls: { wildcardCertificates: WildcardCertificates.forLabel() },
    serving: { network: { domainTemplate: '{{.Name}}-{{.Namespace}}.{{.Domain}}' } },
  }, {
    'config-network': {
      'external-domain-tls': 'Enabled', 'domain-template': '{{.Name}}-{{.Namespace}}.{{.Domain}}',
      'namespace-wildcard-cert-selector': 'matchLabels: {wildcard: "true"}',
    },
  }, `${WRITTEN}no namespace gets a certificate`),
  row('a key that the version does not know', 'KN-SET-003',
    { version: KnativeVersion.V1_20, serving: { deployment: { podIsAlwaysSchedulable: true } } },
    { 'config-deployment': { 'pod-is-always-schedulable': 'true' } }, `${WRITTEN}Serving 1.20 looks for no such key`),
  row('two domains for all services', 'KN-SET-005', { domain: 'example.com', domains: [{ domain: 'example.org' }] },
    { 'config-domain': { 'example.com': '', 'example.org': '' } }, `${WRITTEN}services get the first by the alphabet`),
];
