import { Duration } from 'cdk8s';
import { DNS_1123_LABEL, DNS_1123_SUBDOMAIN, follows, KNATIVE_SERVING, KnativeVersion, millisOf, type Problem } from '../core';
import { list } from './list-settings';
import { checkEndpoint } from './observability-settings';
import {
  checkTime, choice, contradiction, decimal, flag, type SettingKey, type SettingsMap, text, type TextRule, time, whole,
} from './settings-table';

/** How Kourier asks a service whether a request may pass. */
export enum ExtAuthzProtocol {
  GRPC = 'grpc',
  HTTP = 'http',
  HTTPS = 'https',
}

/** How Kourier sends traces. */
export enum KourierTracingProtocol {
  GRPC = 'grpc',
  HTTP_PROTOBUF = 'http/protobuf',
}

/**
 * What the gateway of Kourier does with requests: the ConfigMap `config-kourier`. What is none of a key's values is
 * refused with `KN-SET-001`, what contradicts another setting with `KN-SET-002`, what the version does not know with
 * `KN-SET-003`.
 * @see https://github.com/knative-extensions/net-kourier
 */
export interface KourierSettings {
  /**
   * Whether requests to services are logged.
   * @default true
   */
  readonly enableServiceAccessLogging?: boolean;
  /**
   * What a line of that log looks like, in Envoy's words.
   * @default - as Envoy has it
   */
  readonly serviceAccessLogTemplate?: string;
  /**
   * Whether load balancers in front talk the PROXY protocol.
   * @default false
   */
  readonly enableProxyProtocol?: boolean;
  /**
   * Secret in the controller's namespace with the certificate for requests of the cluster itself. Upstream calls this
   * alpha.
   * @default - none
   */
  readonly clusterCertSecret?: string;
  /**
   * How long a stream may be idle; nothing stands for any time.
   * @default Duration.seconds(0)
   */
  readonly streamIdleTimeout?: Duration;
  /**
   * Whether CryptoMB speeds up handshakes. Upstream calls this alpha.
   * @default false
   */
  readonly enableCryptomb?: boolean;
  /**
   * Proxies in front whose entries in `X-Forwarded-For` are trusted.
   * @default 0
   */
  readonly trustedHopsCount?: number;
  /**
   * Whether the address of the connection counts as the client's.
   * @default false
   */
  readonly useRemoteAddress?: boolean;
  /**
   * Ciphers of the listener for TLS, as Envoy calls them.
   * @default - Envoy's
   */
  readonly cipherSuites?: readonly string[];
  /**
   * Whether Envoy leaves its `server` header out.
   * @default false
   */
  readonly disableEnvoyServerHeader?: boolean;
  /**
   * The service that is asked whether a request may pass, as `host:port`; the other settings of it are refused without.
   * @default - none is asked
   */
  readonly extauthzHost?: string;
  /**
   * How it is asked. Kourier has no default of its own here, so that a host needs one.
   * @default - none
   */
  readonly extauthzProtocol?: ExtAuthzProtocol;
  /**
   * Whether requests pass while it does not answer.
   * @default false
   */
  readonly extauthzFailureModeAllow?: boolean;
  /**
   * Bytes of a request that it gets to see.
   * @default 8192
   */
  readonly extauthzMaxRequestBodyBytes?: number;
  /**
   * How long it may take, whole milliseconds.
   * @default Duration.millis(2000)
   */
  readonly extauthzTimeout?: Duration;
  /**
   * Path that it is asked at, with `HTTP` and `HTTPS`.
   * @default '/'
   */
  readonly extauthzPathPrefix?: string;
  /**
   * Whether it gets the body as bytes and not as text, with `GRPC`. It is written as `extauthz-pack-as-bytes`: the
   * example of the release spells the key in a way that Kourier does not read.
   * @default false
   */
  readonly extauthzPackAsBytes?: boolean;
  /**
   * Secret with one certificate for all hosts; with `certsSecretNamespace`.
   * @default - one for each host
   */
  readonly certsSecretName?: string;
  /**
   * Namespace of that Secret.
   * @default - none
   */
  readonly certsSecretNamespace?: string;
  /**
   * Where traces go, an address with a port; the other settings of traces are refused without. Since 1.21.
   * @default - none are made
   */
  readonly tracingEndpoint?: string;
  /**
   * How they go. Since 1.21.
   * @default KourierTracingProtocol.GRPC
   */
  readonly tracingProtocol?: KourierTracingProtocol;
  /**
   * Share of requests that are traced, from 0 to 1. Since 1.21.
   * @default 1
   */
  readonly tracingSamplingRate?: number;
  /**
   * What the gateway is called in traces. Since 1.21.
   * @default 'kourier-knative'
   */
  readonly tracingServiceName?: string;
}

const SINCE_TRACING = { since: KnativeVersion.V1_21 };
const MAX_UINT32 = 4_294_967_295;
const SECRET: TextRule = {
  matches: (value) => follows(DNS_1123_SUBDOMAIN, value), allowed: DNS_1123_SUBDOMAIN.text, example: 'my-certificate',
};
const NAMESPACE: TextRule = {
  matches: (value) => follows(DNS_1123_LABEL, value), allowed: DNS_1123_LABEL.text, example: 'my-namespace',
};
const HOST: TextRule = {
  matches: (value) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?:[0-9]+$/.test(value) && Number(value.split(':')[1]) <= 65_535,
  allowed: '`host:port`',
  example: 'my-auth.my-namespace:2222',
};

/**
 * Follows pkg/reconciler/ingress/config/kourier.go of net-kourier, which no webhook asks: what it refuses stays as it
 * was.
 */
export const KOURIER: SettingsMap<KourierSettings> = {
  configMap: 'config-kourier',
  namespace: KNATIVE_SERVING,
  keys: {
    enableServiceAccessLogging: flag('enable-service-access-logging'),
    serviceAccessLogTemplate: text('service-access-log-template'),
    enableProxyProtocol: flag('enable-proxy-protocol'),
    clusterCertSecret: text('cluster-cert-secret', SECRET),
    streamIdleTimeout: time('stream-idle-timeout'),
    enableCryptomb: flag('enable-cryptomb'),
    trustedHopsCount: whole('trusted-hops-count', { min: 0, max: MAX_UINT32 }),
    useRemoteAddress: flag('use-remote-address'),
    cipherSuites: list('cipher-suites', {
      matches: (value) => /^[-A-Za-z0-9_]+$/.test(value), allowed: 'ciphers as Envoy calls them', example: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    }),
    disableEnvoyServerHeader: flag('disable-envoy-server-header'),
    extauthzHost: text('extauthz-host', HOST),
    extauthzProtocol: choice('extauthz-protocol', ExtAuthzProtocol),
    extauthzFailureModeAllow: flag('extauthz-failure-mode-allow'),
    extauthzMaxRequestBodyBytes: whole('extauthz-max-request-body-bytes', { min: 1, max: MAX_UINT32, proposal: 8192 }),
    extauthzTimeout: milliseconds('extauthz-timeout'),
    extauthzPathPrefix: text('extauthz-path-prefix', {
      matches: (value) => value.startsWith('/'), allowed: 'a path that begins with a slash', example: '/verify',
    }),
    extauthzPackAsBytes: flag('extauthz-pack-as-bytes'),
    certsSecretName: text('certs-secret-name', SECRET),
    certsSecretNamespace: text('certs-secret-namespace', NAMESPACE),
    tracingEndpoint: { ...text('tracing-endpoint'), ...SINCE_TRACING },
    tracingProtocol: { ...choice('tracing-protocol', KourierTracingProtocol), ...SINCE_TRACING },
    tracingSamplingRate: { ...decimal('tracing-sampling-rate', { min: 0, max: 1, proposal: 0.1 }), ...SINCE_TRACING },
    tracingServiceName: { ...text('tracing-service-name'), ...SINCE_TRACING },
  },
  checkTogether: (settings) => [checkAuthorization(settings), checkCertificate(settings), checkTracing(settings)],
};

function milliseconds(key: string): SettingKey<Duration> {
  return {
    key,
    render: (value) => String(millisOf(value)),
    check: (value, field) => checkTime(value, field, { min: Duration.millis(1), max: Duration.millis(2 ** 31 - 1) }),
  };
}

function checkAuthorization(settings: KourierSettings): Problem | undefined {
  const { extauthzHost: host, extauthzProtocol: protocol, extauthzPackAsBytes, extauthzPathPrefix } = settings;
  if (host === undefined) {
    // Without a host Kourier reads none of the others.
    const idle = Object.entries(settings).find(([name, value]) => name.startsWith('extauthz') && value !== undefined);
    return idle && contradiction(`\`${idle[0]}\` is set, and no service is asked whether requests may pass`, idle[1],
      'it goes with `extauthzHost`', 'write `extauthzHost` too');
  }
  if (protocol === undefined) {
    return contradiction('a service is asked whether requests may pass, and nothing says how', host,
      '`extauthzProtocol` with `extauthzHost`', 'write `extauthzProtocol: ExtAuthzProtocol.GRPC`, for example');
  }
  const grpc = protocol === ExtAuthzProtocol.GRPC;
  if (grpc ? extauthzPathPrefix === undefined : extauthzPackAsBytes === undefined) return undefined;
  const inert = grpc ? 'extauthzPathPrefix' : 'extauthzPackAsBytes';
  return contradiction(`\`${inert}\` makes no difference with the protocol \`${protocol}\``, inert,
    grpc ? 'a path with `HTTP` and `HTTPS`' : 'bytes with `GRPC`', `leave \`${inert}\` out`);
}

function checkCertificate(settings: KourierSettings): Problem | undefined {
  const { certsSecretName: name, certsSecretNamespace: namespace } = settings;
  if ((name === undefined) === (namespace === undefined)) return undefined;
  return contradiction('the Secret with one certificate for all hosts has only one of a name and a namespace, and would not be read',
    name ?? namespace, 'both, or none', `write \`${name === undefined ? 'certsSecretName' : 'certsSecretNamespace'}\` too`);
}

function checkTracing(settings: KourierSettings): Problem | undefined {
  const { tracingEndpoint: endpoint, tracingProtocol = KourierTracingProtocol.GRPC } = settings;
  if (endpoint === undefined) {
    const idle = Object.entries(settings).find(([name, value]) => name.startsWith('tracing') && value !== undefined);
    return idle && contradiction(`\`${idle[0]}\` is set, and no traces are made`, idle[1], 'it goes with `tracingEndpoint`',
      'write `tracingEndpoint` too');
  }
  // `parseOtlpEndpoint` wants a port, which an address for others may leave out.
  if (!/^https?:\/\/[^/:]+:[0-9]+/.test(endpoint)) {
    return contradiction('the endpoint of traces has no scheme or no port', endpoint, 'an address with a port',
      'write `http://collector.observability:4317`, for example');
  }
  return checkEndpoint('tracing', tracingProtocol, endpoint);
}
