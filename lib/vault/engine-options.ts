import type { Duration } from 'cdk8s';
import { checkChoice, checkDuration, checkWhole, goDuration, type Problem, show } from '../core';
import { seconds, type Settings } from './agent-values';

/** What a secret without a template looks like. */
export enum VaultDefaultTemplate {
  /** A line `key: value` for each key. */
  MAP = 'map',
  /** One JSON object. */
  JSON = 'json',
}

/** How the agent renders templates. */
export interface VaultTemplateEngineOptions {
  /**
   * What a secret without a template (`VaultSecret.raw`) looks like.
   * @default - what the injector is set up with: VaultDefaultTemplate.MAP
   */
  readonly defaultTemplate?: VaultDefaultTemplate;
  /**
   * Whether the agent stops when a template has failed twelve times. A sidecar that stops makes the pod unready.
   * @default true
   */
  readonly exitOnRetryFailure?: boolean;
  /**
   * How often a sidecar reads secrets without a lease, such as those of key/value mounts; whole seconds.
   * @default - that of the agent: five minutes
   */
  readonly staticSecretRenderInterval?: Duration;
  /**
   * How many connections to Vault the agent opens at once; 0 leaves it to the agent.
   * @default 0
   */
  readonly maxConnectionsPerHost?: number;
  /**
   * Share of its lease, from 0 to 1, after which a secret that cannot be renewed is read again; 0 leaves it to the
   * agent. Injectors before 1.7 ignore it.
   * @default 0
   */
  readonly leaseRenewalThreshold?: number;
}

/** Whether requests through the agent's cache carry the agent's own token. */
export enum UseAutoAuthToken {
  /** Where they carry none themselves. */
  TRUE = 'true',
  FALSE = 'false',
  /** In place of the one that they carry. */
  FORCE = 'force',
}

/** A cache in the agent, for programs in the pod that talk to Vault; for a sidecar only. */
export interface VaultCacheOptions {
  /**
   * Port on which the agent listens inside of the pod. Not one of Knative's, and not that of the service
   * (`KN-VLT-014`).
   * @default 8200
   */
  readonly listenerPort?: number;
  /**
   * Whose token the requests carry.
   * @default UseAutoAuthToken.TRUE
   */
  readonly useAutoAuthToken?: UseAutoAuthToken;
  /**
   * Whether the agent stops where it cannot read the cache that the init container left.
   * @default false
   */
  readonly exitOnError?: boolean;
}

/** How much the agent logs. */
export enum VaultLogLevel {
  TRACE = 'trace',
  DEBUG = 'debug',
  INFO = 'info',
  WARN = 'warn',
  ERR = 'err',
}

/** How the agent's log looks. */
export enum VaultLogFormat {
  STANDARD = 'standard',
  JSON = 'json',
}

/** The log of the agent. */
export interface VaultLoggingOptions {
  /** @default VaultLogLevel.INFO */
  readonly level?: VaultLogLevel;
  /** @default VaultLogFormat.STANDARD */
  readonly format?: VaultLogFormat;
}

/** A part of the agent that talks to Vault. */
export enum VaultAgentFeature {
  AUTO_AUTH = 'auto-auth',
  CACHING = 'caching',
  TEMPLATING = 'templating',
}

/** The connections of the agent to Vault. */
export interface VaultConnectionOptions {
  /**
   * Parts of the agent that keep no idle connections.
   * @default - what the injector is set up with: none
   */
  readonly disableIdleConnections?: readonly VaultAgentFeature[];
  /**
   * Parts of the agent that open a connection for each request.
   * @default - what the injector is set up with: none
   */
  readonly disableKeepAlives?: readonly VaultAgentFeature[];
}

/** Ports of the queue proxy, which is in the same pod. */
const QUEUE_PROXY_PORTS = [8008, 8012, 8013, 8022, 8112, 9090, 9091];

/** The annotations of the template engine. */
export function engineSettings(engine: VaultTemplateEngineOptions): Settings {
  return {
    'agent-inject-default-template': engine.defaultTemplate,
    'template-config-exit-on-retry-failure': engine.exitOnRetryFailure,
    'template-static-secret-render-interval': engine.staticSecretRenderInterval && goDuration(engine.staticSecretRenderInterval),
    'template-max-connections-per-host': engine.maxConnectionsPerHost,
    'template-lease-renewal-threshold': engine.leaseRenewalThreshold,
  };
}

/** What is wrong with the template engine. */
export function checkEngine(engine: VaultTemplateEngineOptions): (Problem | undefined)[] {
  return [
    checkChoice('KN-VLT-014', 'engine.defaultTemplate', engine.defaultTemplate, VaultDefaultTemplate),
    checkDuration(engine.staticSecretRenderInterval, seconds('engine.staticSecretRenderInterval')),
    checkWhole('KN-VLT-014', 'engine.maxConnectionsPerHost', engine.maxConnectionsPerHost, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    checkShare(engine.leaseRenewalThreshold),
  ];
}

/** The annotations of the cache. */
export function cacheSettings(cache: VaultCacheOptions | undefined): Settings {
  return cache === undefined ? {} : {
    'agent-cache-enable': true,
    'agent-cache-listener-port': cache.listenerPort,
    'agent-cache-use-auto-auth-token': cache.useAutoAuthToken,
    'agent-cache-exit-on-err': cache.exitOnError,
  };
}

/**
 * What is wrong with the cache.
 * @param servicePort port that the service listens on
 */
export function checkCache(cache: VaultCacheOptions, servicePort: number): (Problem | undefined)[] {
  const { listenerPort: port = 8200 } = cache;
  const taken = QUEUE_PROXY_PORTS.includes(port) || port === servicePort;
  return [
    checkChoice('KN-VLT-014', 'cache.useAutoAuthToken', cache.useAutoAuthToken, UseAutoAuthToken),
    checkWhole('KN-VLT-014', 'cache.listenerPort', cache.listenerPort, { min: 1, max: 65535 }) ?? (taken ? portTaken(port, servicePort) : undefined),
  ];
}

/** The annotations of log and connections. */
export function loggingSettings(logging: VaultLoggingOptions, connections: VaultConnectionOptions): Settings {
  return {
    'log-level': logging.level,
    'log-format': logging.format,
    'agent-disable-idle-connections': connections.disableIdleConnections?.join(','),
    'agent-disable-keep-alives': connections.disableKeepAlives?.join(','),
  };
}

/** What is wrong with log and connections. */
export function checkLogging(
  logging: VaultLoggingOptions, connections: VaultConnectionOptions,
): (Problem | undefined)[] {
  const features = [...connections.disableIdleConnections ?? [], ...connections.disableKeepAlives ?? []];
  return [
    checkChoice('KN-VLT-014', 'logging.level', logging.level, VaultLogLevel),
    checkChoice('KN-VLT-014', 'logging.format', logging.format, VaultLogFormat),
    ...features.map((feature) => checkChoice('KN-VLT-014', 'connections', feature, VaultAgentFeature)),
  ];
}

function checkShare(share: number | undefined): Problem | undefined {
  if (share === undefined || (share >= 0 && share <= 1)) return undefined;
  return {
    code: 'KN-VLT-014',
    message: `engine.leaseRenewalThreshold ${show(share)} is no share`,
    received: share,
    allowed: 'a number from 0 to 1',
    fix: 'write `0.9`, for example',
  };
}

function portTaken(port: number, servicePort: number): Problem {
  return {
    code: 'KN-VLT-014',
    message: `the port ${show(port)} of the agent's cache is ${port === servicePort ? 'that of the service' : "Knative's own"}`,
    received: port,
    allowed: 'a port that no other container of the pod listens on',
    fix: `write \`cache: { listenerPort: ${servicePort === 8210 ? 8211 : 8210} }\`, for example`,
  };
}
