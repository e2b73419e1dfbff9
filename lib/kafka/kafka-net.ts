import {
  checkName, DNS_1123_SUBDOMAIN, type Problem, refuse, type Resource, show, showAll,
} from '../core';
import type { KafkaCluster } from './kafka-cluster';
import { type CredentialPart, SECRET_KEYS } from './secret-sync';
import { SaslMechanism, SecurityProtocol, usesSasl, usesTls } from './security-protocol';

/** A key of a Secret in the namespace of the Kafka source that reads it. */
export interface KafkaSecretKey {
  /** Key in the Secret. */
  readonly key: string;
  /**
   * Name of the Secret.
   * @default - the Secret of the cluster's credentials
   */
  readonly secretName?: string;
}

/**
 * Keys that a Kafka source reads instead of those of the usual layout. Keys that the cluster's protocol does not use
 * are refused with `KN-KFK-020`.
 */
export interface KafkaSecretKeys {
  /**
   * User or API key.
   * @default - `user`
   */
  readonly user?: KafkaSecretKey;
  /**
   * Password or API secret.
   * @default - `password`
   */
  readonly password?: KafkaSecretKey;
  /**
   * SASL mechanism, as Kafka writes it: `SCRAM-SHA-512`. Beside KEDA it is `sasl.mechanism`, in a Secret that also has
   * `user` and `password`.
   * @default - `sasl.mechanism` with a SCRAM mechanism or under KEDA; with PLAIN none is read
   */
  readonly mechanism?: KafkaSecretKey;
  /**
   * PEM certificates that the servers are checked against.
   * @default - `ca.crt` where the cluster pins its CA, else the system's certificates
   */
  readonly caCert?: KafkaSecretKey;
  /**
   * PEM certificate of the client, with SSL only.
   * @default - `user.crt` where the cluster has a client certificate
   */
  readonly clientCert?: KafkaSecretKey;
  /**
   * PEM key of the client certificate, with SSL only.
   * @default - `user.key` where the cluster has a client certificate
   */
  readonly clientKey?: KafkaSecretKey;
}

/**
 * What a source wants to know of a cluster.
 * @internal
 */
export interface KafkaNetOptions {
  readonly keys?: KafkaSecretKeys;
  /** Whether KEDA scales the consumers: its access is made from the Secret with the mechanism, so one must be named. */
  readonly keda?: boolean;
}

type NetPart = CredentialPart | 'mechanism';

const DEFAULT_KEYS: Readonly<Record<NetPart, string>> = { ...SECRET_KEYS, mechanism: 'sasl.mechanism' };

/**
 * Follows control-plane/pkg/security/secrets_provider_net_spec.go: the protocol comes from what is enabled, each key
 * may lie in a Secret of its own, and one that is missing or empty keeps the source from becoming ready.
 * @internal
 */
export function renderNet(
  cluster: KafkaCluster, consumer: Resource, options: KafkaNetOptions,
): Record<string, unknown> | undefined {
  const { keys = {} } = options;
  const protocol = cluster.securityProtocol;
  const used = usedParts(cluster, options);
  refuse(consumer, ...checkKeys(cluster, keys), checkKedaKeys(options), checkAuthentication(cluster, used));
  if (used.length === 0) return undefined;

  const ownSecret = used.some((part) => keys[part]?.secretName === undefined)
    ? cluster._secretFor(consumer, consumer.namespace)
    : undefined;
  const ref = (part: NetPart): Record<string, unknown> | undefined => {
    if (!used.includes(part)) return undefined;
    const name = keys[part]?.secretName ?? ownSecret;
    return { secretKeyRef: { name, key: keys[part]?.key ?? DEFAULT_KEYS[part] } };
  };
  return {
    sasl: usesSasl(protocol)
      ? { enable: true, user: ref('user'), password: ref('password'), type: ref('mechanism') }
      : undefined,
    tls: usesTls(protocol)
      ? { enable: true, caCert: ref('caCert'), cert: ref('clientCert'), key: ref('clientKey') }
      : undefined,
  };
}

function usedParts(cluster: KafkaCluster, { keys = {}, keda = false }: KafkaNetOptions): NetPart[] {
  const { securityProtocol, saslMechanism, pinnedCa, clientCertificate } = cluster;
  const parts: NetPart[] = [];
  if (usesSasl(securityProtocol)) {
    const mechanism = saslMechanism !== SaslMechanism.PLAIN || keda || keys.mechanism !== undefined;
    parts.push('user', 'password', ...mechanism ? ['mechanism' as const] : []);
  }
  if (usesTls(securityProtocol) && (pinnedCa || keys.caCert !== undefined)) parts.push('caCert');
  if (securityProtocol !== SecurityProtocol.SSL) return parts;
  const certificate = clientCertificate || (keys.clientCert !== undefined && keys.clientKey !== undefined);
  return certificate ? [...parts, 'clientCert', 'clientKey'] : parts;
}

function checkAuthentication(cluster: KafkaCluster, used: readonly NetPart[]): Problem | undefined {
  if (cluster.saslMechanism === SaslMechanism.OAUTHBEARER) {
    return {
      code: 'KN-KFK-019',
      message: `a KafkaSource cannot authenticate with ${show(SaslMechanism.OAUTHBEARER)}: Knative does not read the `
        + 'token provider of a source',
      received: cluster.saslMechanism,
      allowed: 'PLAIN and the SCRAM mechanisms, or SSL with a client certificate',
      fix: 'give the source a Kafka cluster with a SCRAM user, or read the topic through a broker or channel',
    };
  }
  if (cluster.securityProtocol !== SecurityProtocol.SSL || used.includes('clientCert')) return undefined;
  return {
    code: 'KN-KFK-019',
    message: 'a KafkaSource on the protocol `SSL` has no client certificate, and knows no `user.skip`',
    received: cluster.securityProtocol,
    allowed: 'SSL with a client certificate, or SASL_SSL',
    fix: 'give the credentials a client certificate, or write `secretKeys: { clientCert, clientKey }`',
  };
}

function checkKeys(cluster: KafkaCluster, keys: KafkaSecretKeys): (Problem | undefined)[] {
  const protocol = cluster.securityProtocol;
  const usable: NetPart[] = [
    ...usesSasl(protocol) ? ['user', 'password', 'mechanism'] as const : [],
    ...usesTls(protocol) ? ['caCert'] as const : [],
    ...protocol === SecurityProtocol.SSL ? ['clientCert', 'clientKey'] as const : [],
  ];
  const given = (Object.keys(DEFAULT_KEYS) as NetPart[]).filter((part) => keys[part] !== undefined);
  const half = keys.clientCert === undefined ? 'clientCert' : 'clientKey';
  const incomplete = !cluster.clientCertificate && (keys.clientCert === undefined) !== (keys.clientKey === undefined);
  return [
    ...given.flatMap((part) =>
      (usable.includes(part) ? checkKey(cluster, part, keys[part]) : [unusable(cluster, part)])),
    incomplete && usable.includes(half) ? missingHalf(half) : undefined,
  ];
}

function unusable({ securityProtocol }: KafkaCluster, part: NetPart): Problem {
  return {
    code: 'KN-KFK-020',
    message: `a KafkaSource does not use ${show(part)} on the protocol ${show(securityProtocol)}`,
    received: part,
    allowed: 'user, password and mechanism with SASL, a CA with TLS, certificate and key with SSL',
    fix: `leave ${show(part)} out`,
  };
}

function checkKey(cluster: KafkaCluster, part: NetPart, ref: KafkaSecretKey | undefined): (Problem | undefined)[] {
  if (ref === undefined) return [];
  const { key, secretName } = ref;
  if (typeof key !== 'string' || !/^[-._a-zA-Z0-9]{1,253}$/.test(key)) {
    return [{
      code: 'KN-KFK-020',
      message: `${show(key)} is no key of a Secret`,
      received: key,
      allowed: 'letters, digits, dots, dashes and underscores, at most 253 characters',
      fix: `write \`${part}: { key: '${DEFAULT_KEYS[part]}' }\`, for example`,
    }];
  }
  if (secretName !== undefined) return [checkName('name for a Secret', secretName, DNS_1123_SUBDOMAIN, 'KN-NAM-001')];
  const synced = cluster._secretKeys();
  if (synced === undefined || synced.includes(key)) return [];
  return [{
    code: 'KN-KFK-020',
    message: `the Secret ${show(cluster.credentials?.secretName)} is synced without a key ${show(key)}`,
    received: key,
    allowed: showAll(synced),
    fix: `leave ${show(part)} out, or name the Secret that has the key with \`secretName\``,
  }];
}

/**
 * Follows control-plane/pkg/autoscaler/keda/keda.go: KEDA's access is made from the whole Secret that has the
 * mechanism, by the usual keys. Without them KEDA gets another mechanism than the source, or none.
 */
function checkKedaKeys({ keys = {}, keda = false }: KafkaNetOptions): Problem | undefined {
  const { mechanism } = keys;
  if (!keda || mechanism === undefined) return undefined;
  const parts = ['user', 'password', 'mechanism'] as const;
  const together = mechanism.secretName === undefined || parts.every((part) =>
    keys[part]?.secretName === mechanism.secretName && keys[part]?.key === DEFAULT_KEYS[part]);
  if (together && mechanism.key === DEFAULT_KEYS.mechanism) return undefined;
  return {
    code: 'KN-KFK-020',
    message: `beside \`keda\` the mechanism is read from ${show(mechanism.key)}, where KEDA would not find it`,
    received: mechanism,
    allowed: `${showAll(parts.map((part) => DEFAULT_KEYS[part]))} together in one Secret`,
    fix: 'leave `mechanism` out, or name a Secret in which all three have these keys',
  };
}

function missingHalf(part: NetPart): Problem {
  return {
    code: 'KN-KFK-020',
    message: `a client certificate is read without ${show(part)}`,
    received: undefined,
    allowed: '`clientCert` and `clientKey` together',
    fix: `write \`${part}: { key: '${DEFAULT_KEYS[part]}' }\` too`,
  };
}
