import { Duration } from 'cdk8s';
import { restartsAfter } from '../../lib';
import { type PlatformServingSettings, servingConfig, MetricsProtocol, LoggingLevel, MeshCompatibilityMode } from '../../lib/settings';

const KOURIER = { ingressClass: 'kourier.ingress.networking.knative.dev' };

function restarts(before: PlatformServingSettings, after: PlatformServingSettings): string[] {
  return restartsAfter('knative-serving', servingConfig(before), servingConfig(after))
    .map(({ namespace, deployment, keys }) => `${namespace}/${deployment}: ${keys.join(', ')}`);
}

test('nothing is restarted where nothing changes, or where the change is seen', () => {
  const same = { network: { externalDomainTls: true, systemInternalTls: true }, leaderElection: { buckets: 2 } };

  expect(restarts(same, same)).toEqual([]);
  expect(restarts({}, { autoscaler: { minScale: 1 }, kourier: { useRemoteAddress: true } })).toEqual([]);
  expect(restarts({}, { logging: { controller: LoggingLevel.DEBUG } })).toEqual([]);
});

test('the controller is restarted once certificates are wanted, and not once they are not', () => {
  const wanted = { network: { externalDomainTls: true, namespaceWildcardCertSelector: { matchLabels: { wildcard: 'true' } } } };

  expect(restarts({}, wanted)).toEqual([
    'knative-serving/controller: config-network external-domain-tls, config-network namespace-wildcard-cert-selector',
  ]);
  expect(restarts({ network: { externalDomainTls: false } }, { network: { externalDomainTls: true } })).toHaveLength(1);
  expect(restarts(wanted, {})).toEqual([]);
  expect(restarts(wanted, { network: { ...wanted.network, namespaceWildcardCertSelector: {} } })).toEqual([]);
});

test('TLS inside of the installation needs a restart both ways, and off is what nothing says', () => {
  const on = { network: { systemInternalTls: true } };
  const both = [
    'knative-serving/controller: config-network system-internal-tls', 'knative-serving/activator: config-network system-internal-tls',
  ];

  expect(restarts({}, on)).toEqual(both);
  expect(restarts(on, { network: { systemInternalTls: false } })).toEqual(both);
  expect(restarts({}, { network: { systemInternalTls: false } })).toEqual([]);
});

test('who reaches pods is restarted for the mesh', () => {
  expect(restarts({}, { network: { meshCompatibilityMode: MeshCompatibilityMode.ENABLED } })).toEqual([
    'knative-serving/activator: config-network mesh-compatibility-mode',
    'knative-serving/autoscaler: config-network mesh-compatibility-mode',
  ]);
});

test('the controller of the networking layer is restarted with that of Serving, for what both read at their start', () => {
  const election = { leaderElection: { leaseDuration: Duration.seconds(90) } };
  const key = 'config-leader-election lease-duration';

  expect(restarts({ network: KOURIER }, { network: { ...KOURIER, externalDomainTls: true }, ...election })).toEqual([
    `knative-serving/controller: config-network external-domain-tls, ${key}`,
    `knative-serving/autoscaler: ${key}`,
    `knative-serving/autoscaler-hpa: ${key}`,
    `knative-serving/webhook: ${key}`,
    `knative-serving/net-kourier-controller: ${key}`,
  ]);
  expect(restarts({}, { observability: { metricsProtocol: MetricsProtocol.PROMETHEUS } }).at(-1))
    .toBe('knative-serving/net-istio-controller: config-observability metrics-protocol');
});

test('of the logger all but the level is read at the start', () => {
  const logger = (level: LoggingLevel, development: boolean): PlatformServingSettings =>
    ({ logging: { zapLoggerConfig: { level, development } } });

  expect(restarts(logger(LoggingLevel.INFO, false), logger(LoggingLevel.DEBUG, false))).toEqual([]);
  expect(restarts(logger(LoggingLevel.INFO, false), logger(LoggingLevel.INFO, true))).toHaveLength(6);
});

test('settings are found by the short name of their ConfigMap too, and by namespace', () => {
  const off = { network: { 'external-domain-tls': 'disabled' } };
  const on = { network: { 'external-domain-tls': 'ENABLED' } };

  expect(restartsAfter('knative-serving', off, on)).toEqual([
    { namespace: 'knative-serving', deployment: 'controller', keys: ['config-network external-domain-tls'] },
  ]);
  expect(restartsAfter('knative-eventing', off, on)).toEqual([]);
});
