import { type Problem, show, showAll } from '../core';
import type { KafkaCredentials } from './kafka-credentials';
import { bringsClientCertificate, type CredentialPart } from './secret-sync';
import {
  checkMechanism, checkProtocol, SaslMechanism, SecurityProtocol, usesSasl, usesTls,
} from './security-protocol';

/**
 * What a Kafka cluster says about its security, with all defaults filled in.
 * @internal
 */
export interface KafkaSecurity {
  readonly securityProtocol: SecurityProtocol;
  readonly saslMechanism?: SaslMechanism;
  readonly credentials?: KafkaCredentials;
  readonly pinnedCa: boolean;
  readonly clientCertificate: boolean;
}

/**
 * Follows control-plane/pkg/security/secret.go and data-plane KafkaClientsAuth.java: what one of them ignores or
 * misses is refused.
 * @internal
 */
export function checkSecurity(security: KafkaSecurity): (Problem | undefined)[] {
  const { securityProtocol, saslMechanism } = security;
  const unknown = checkProtocol(securityProtocol);
  if (unknown !== undefined) return [unknown];
  const mechanism = checkMechanism(securityProtocol, saslMechanism);
  return [
    mechanism,
    checkCredentialsFit(security),
    checkPinnedCa(security),
    checkClientCertificate(security),
    ...mechanism === undefined ? checkSyncedParts(security) : [],
  ];
}

function checkCredentialsFit({ securityProtocol, credentials }: KafkaSecurity): Problem | undefined {
  if ((securityProtocol === SecurityProtocol.PLAINTEXT) === (credentials === undefined)) return undefined;
  return credentials === undefined
    ? {
      code: 'KN-KFK-003',
      message: `the protocol ${show(securityProtocol)} comes without credentials`,
      received: undefined,
      allowed: 'credentials with every protocol but PLAINTEXT: Knative takes the protocol itself from their Secret',
      fix: "write `credentials: KafkaCredentials.fromSecretName('ccloud')`",
    }
    : {
      code: 'KN-KFK-003',
      message: `the protocol ${show(securityProtocol)} would not use the credentials ${show(credentials.secretName)}`,
      received: credentials.secretName,
      allowed: 'credentials with every protocol but PLAINTEXT',
      fix: 'write `securityProtocol: SecurityProtocol.SASL_SSL`, or leave `credentials` out',
    };
}

function checkPinnedCa({ securityProtocol, credentials, pinnedCa }: KafkaSecurity): Problem | undefined {
  if (pinnedCa && !usesTls(securityProtocol)) {
    return {
      code: 'KN-KFK-005',
      message: `the protocol ${show(securityProtocol)} has no certificates that a pinned CA could check`,
      received: pinnedCa,
      allowed: 'a pinned CA with SSL and SASL_SSL only',
      fix: 'leave `pinnedCa` and the CA of the credentials out, or write `securityProtocol: SecurityProtocol.SASL_SSL`',
    };
  }
  const parts = credentials?._sync?.parts;
  if (parts === undefined || parts.includes('caCert') === pinnedCa) return undefined;
  return {
    code: 'KN-KFK-005',
    message: pinnedCa
      ? 'a CA is pinned, but the credentials bring none'
      : 'the credentials bring a CA that is not to be pinned',
    received: pinnedCa,
    allowed: '`pinnedCa` exactly where the credentials bring a CA',
    fix: pinnedCa ? 'give the CA to the credentials' : 'write `pinnedCa: true`, or leave the CA of the credentials out',
  };
}

function checkClientCertificate({ securityProtocol, credentials, clientCertificate }: KafkaSecurity,
): Problem | undefined {
  if (clientCertificate && securityProtocol !== SecurityProtocol.SSL) {
    return {
      code: 'KN-KFK-005',
      message: `Knative's controller presents no client certificate on the protocol ${show(securityProtocol)}`,
      received: clientCertificate,
      allowed: 'a client certificate with SSL only',
      fix: 'leave `clientCertificate` and the certificate of the credentials out, or write '
        + '`securityProtocol: SecurityProtocol.SSL`',
    };
  }
  const parts = credentials?._sync?.parts;
  if (parts === undefined || bringsClientCertificate(parts) === clientCertificate) return undefined;
  return {
    code: 'KN-KFK-005',
    message: clientCertificate
      ? 'clients present a certificate, but the credentials bring none'
      : 'the credentials bring a client certificate that is not to be presented',
    received: clientCertificate,
    allowed: '`clientCertificate` exactly where the credentials bring one',
    fix: clientCertificate
      ? 'give certificate and key to the credentials'
      : 'leave `clientCertificate: false` out, or certificate and key of the credentials',
  };
}

/** What a Secret that we describe would lack, or hold for nothing. */
function checkSyncedParts(security: KafkaSecurity): Problem[] {
  const parts = security.credentials?._sync?.parts;
  if (parts === undefined || security.securityProtocol === SecurityProtocol.PLAINTEXT) return [];
  if (security.saslMechanism === SaslMechanism.OAUTHBEARER) {
    return [{
      code: 'KN-KFK-006',
      message: `with the mechanism ${show(SaslMechanism.OAUTHBEARER)} the Secret holds no credential that could be synced`,
      received: parts,
      allowed: 'an existing Secret that names the token provider',
      fix: "create the Secret, and write `KafkaCredentials.fromSecretName('msk')`",
    }];
  }
  const needed: CredentialPart[] = usesSasl(security.securityProtocol)
    ? ['user', 'password']
    : bringsClientCertificate(parts) ? ['clientCert', 'clientKey'] : [];
  // The External Secrets Operator refuses an ExternalSecret that reads nothing.
  if (parts.length + needed.length === 0) return [nothingToSync(security)];
  const missing = needed.filter((part) => !parts.includes(part));
  // A CA and a client certificate that nobody uses are reported where they are switched on.
  const useless = parts.filter((part) => (part === 'user' || part === 'password') && !needed.includes(part));
  return [
    ...missing.length === 0 ? [] : [partsProblem(security, 'do not bring', missing)],
    ...useless.length === 0 ? [] : [partsProblem(security, 'needlessly bring', useless)],
  ];
}

function nothingToSync({ securityProtocol, credentials }: KafkaSecurity): Problem {
  return {
    code: 'KN-KFK-006',
    message: `the credentials ${show(credentials?.secretName)} bring nothing`,
    received: [],
    allowed: `a CA, or client certificate and key, for the protocol ${show(securityProtocol)}`,
    fix: 'name where to find them, or create the Secret with `user.skip` and write `KafkaCredentials.fromSecretName`',
  };
}

function partsProblem({ securityProtocol }: KafkaSecurity, what: string, parts: readonly CredentialPart[]): Problem {
  return {
    code: 'KN-KFK-006',
    message: `the credentials ${what} ${showAll(parts)} for the protocol ${show(securityProtocol)}`,
    received: parts,
    allowed: 'user and password with SASL; with SSL client certificate and key, or neither',
    fix: what.startsWith('do') ? `name where to find ${showAll(parts)}` : `leave ${showAll(parts)} out`,
  };
}
