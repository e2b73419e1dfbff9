import { type Problem, show, showAll } from '../core';

/**
 * How clients speak to the servers of a Kafka cluster.
 * @see https://kafka.apache.org/documentation/#security_overview
 */
export enum SecurityProtocol {
  /** Neither encrypted nor authenticated. */
  PLAINTEXT = 'PLAINTEXT',
  /** Authenticated with SASL, not encrypted. */
  SASL_PLAINTEXT = 'SASL_PLAINTEXT',
  /** Encrypted, and authenticated with a client certificate unless the cluster asks for none. */
  SSL = 'SSL',
  /** Encrypted, and authenticated with SASL. */
  SASL_SSL = 'SASL_SSL',
}

/**
 * How clients authenticate on a protocol with SASL.
 * @see https://kafka.apache.org/documentation/#security_sasl
 */
export enum SaslMechanism {
  /** User and password as they are. */
  PLAIN = 'PLAIN',
  /** User and password by challenge and response, with SHA-256. */
  SCRAM_SHA_256 = 'SCRAM-SHA-256',
  /** User and password by challenge and response, with SHA-512. */
  SCRAM_SHA_512 = 'SCRAM-SHA-512',
  /**
   * A token that a provider for Amazon MSK issues. The Secret exists already and names it: `tokenProvider` is
   * `MSKAccessTokenProvider` or `MSKRoleAccessTokenProvider`, the latter with `roleARN`; `awsRegion` is optional.
   */
  OAUTHBEARER = 'OAUTHBEARER',
}

/** @internal */
export function usesSasl(protocol: SecurityProtocol): boolean {
  return protocol === SecurityProtocol.SASL_PLAINTEXT || protocol === SecurityProtocol.SASL_SSL;
}

/** @internal */
export function usesTls(protocol: SecurityProtocol): boolean {
  return protocol === SecurityProtocol.SSL || protocol === SecurityProtocol.SASL_SSL;
}

/**
 * Follows control-plane/pkg/security/secret.go.
 * @internal
 */
export function checkProtocol(protocol: SecurityProtocol): Problem | undefined {
  if (Object.values(SecurityProtocol).includes(protocol)) return undefined;
  return {
    code: 'KN-KFK-003',
    message: `${show(protocol)} is no security protocol of Kafka`,
    received: protocol,
    allowed: showAll(Object.values(SecurityProtocol)),
    fix: 'write `SecurityProtocol.SASL_SSL`, for example',
  };
}

/**
 * Follows control-plane/pkg/security/secret.go and data-plane CredentialsValidator.java, which asks for a user where
 * a token comes unencrypted.
 * @internal
 */
export function checkMechanism(protocol: SecurityProtocol, mechanism: SaslMechanism | undefined): Problem | undefined {
  if (mechanism === undefined) return undefined;
  if (!Object.values(SaslMechanism).includes(mechanism)) {
    return {
      code: 'KN-KFK-004',
      message: `${show(mechanism)} is no SASL mechanism that Knative knows`,
      received: mechanism,
      allowed: showAll(Object.values(SaslMechanism)),
      fix: 'write `SaslMechanism.SCRAM_SHA_512`, for example',
    };
  }
  if (!usesSasl(protocol)) {
    return {
      code: 'KN-KFK-004',
      message: `the SASL mechanism ${show(mechanism)} has no effect on the protocol ${show(protocol)}`,
      received: mechanism,
      allowed: 'a mechanism on SASL_SSL and SASL_PLAINTEXT only',
      fix: 'write `securityProtocol: SecurityProtocol.SASL_SSL`, or leave `saslMechanism` out',
    };
  }
  if (mechanism !== SaslMechanism.OAUTHBEARER || protocol === SecurityProtocol.SASL_SSL) return undefined;
  return {
    code: 'KN-KFK-004',
    message: `the SASL mechanism ${show(mechanism)} does not work on the protocol ${show(protocol)}`,
    received: mechanism,
    allowed: `${show(mechanism)} on SASL_SSL only`,
    fix: 'write `securityProtocol: SecurityProtocol.SASL_SSL`',
  };
}
