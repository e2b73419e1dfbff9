import fc from 'fast-check';
import type { IstioSettings } from '../../lib/settings/istio-settings';
import { ExtAuthzProtocol, type KourierSettings, KourierTracingProtocol } from '../../lib/settings/kourier-settings';
import { type Any, choice, decimal, SELECTORS, some, time, whole } from './any';

const LARGEST = 2 ** 32 - 1;
export const KOURIER_VALUES: Any<KourierSettings> = {
  enableServiceAccessLogging: fc.boolean(),
  serviceAccessLogTemplate: fc.constant('[%START_TIME%] "%REQ(:METHOD)% %PROTOCOL%" %RESPONSE_CODE%'),
  enableProxyProtocol: fc.boolean(),
  clusterCertSecret: fc.constantFrom('cluster-certificate', 'wildcard.example.com'),
  streamIdleTimeout: time(),
  enableCryptomb: fc.boolean(),
  trustedHopsCount: whole(0, LARGEST),
  useRemoteAddress: fc.boolean(),
  cipherSuites: some('ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'),
  disableEnvoyServerHeader: fc.boolean(),
  extauthzHost: fc.constant('authorization.platform:2222'),
  extauthzProtocol: choice(ExtAuthzProtocol),
  extauthzFailureModeAllow: fc.boolean(),
  extauthzMaxRequestBodyBytes: whole(1, LARGEST),
  extauthzTimeout: time(1),
  extauthzPathPrefix: fc.constant('/verify'),
  extauthzPackAsBytes: fc.boolean(),
  certsSecretName: fc.constant('wildcard'),
  certsSecretNamespace: fc.constant('knative-serving'),
  tracingEndpoint: fc.constant('http://collector.observability:4317'),
  tracingProtocol: choice(KourierTracingProtocol),
  tracingSamplingRate: decimal(0, 1),
  tracingServiceName: fc.constant('kourier-edge'),
};

const GATEWAY = { name: 'knative-gateway', namespace: 'knative-serving', service: 'istio-ingressgateway.istio-system.svc.cluster.local' };
const GATEWAYS = fc.oneof(
  fc.constant([]), fc.constant([GATEWAY]), SELECTORS.map((labelSelector) => [GATEWAY, { ...GATEWAY, name: 'team-gateway', labelSelector }]));

export const ISTIO_VALUES: Any<IstioSettings> = { externalGateways: GATEWAYS, localGateways: GATEWAYS };
