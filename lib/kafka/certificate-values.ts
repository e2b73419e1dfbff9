import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Problem } from '../core';

/** Certificates and a key, only to be looked at, as `KafkaCredentialValues` are. */
export interface KafkaCertificateValues {
  /**
   * PEM certificates that replace the system's in checking the servers.
   * @default - the servers are checked against the system's certificates
   */
  readonly caCert?: string;
  /**
   * PEM certificate of the client, together with `clientKey`.
   * @default - clients present no certificate
   */
  readonly clientCert?: string;
  /**
   * PEM key of the client certificate, in the form PKCS#8.
   * @default - clients present no certificate
   */
  readonly clientKey?: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const PKCS8 = /-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\s]+-----END PRIVATE KEY-----/;

/**
 * Checks certificates and a key that are about to be stored in a Secret: a CA that cannot be read, and a key that does
 * not belong to its certificate, keep Knative's controller from connecting. Its data plane reads keys of the form
 * PKCS#8 only, which begin with `-----BEGIN PRIVATE KEY-----`.
 * @returns problems `KN-KFK-028`; none of them holds a value
 */
export function checkKafkaCertificates(values: KafkaCertificateValues): Problem[] {
  if (!isObject(values)) {
    return [problem('the certificates of the Kafka credentials are not given by name',
      'pass `{ caCert, clientCert, clientKey }`, or those of them that there are')];
  }
  const { caCert, clientCert, clientKey } = values;
  return [
    caCert === undefined || readCertificate(caCert) !== undefined ? undefined : problem(
      'the CA of the Kafka credentials holds no PEM certificate that could be read',
      'pass the text that begins with `-----BEGIN CERTIFICATE-----`',
    ),
    clientCert === undefined && clientKey === undefined ? undefined : checkClient(clientCert, clientKey),
  ].filter((found) => found !== undefined);
}

/** What else comes from JavaScript may be a secret, such as a key by itself, and is never shown. */
function isObject(values: unknown): boolean {
  return typeof values === 'object' && values !== null && !Array.isArray(values);
}

/** Follows control-plane/pkg/security/secret.go. */
function checkClient(clientCert: string | undefined, clientKey: string | undefined): Problem | undefined {
  if (clientCert === undefined || clientKey === undefined) {
    const [given, missing] = clientCert === undefined ? ['key', 'clientCert'] : ['certificate', 'clientKey'];
    return problem(`the client ${given} of the Kafka credentials comes without \`${missing}\``, `pass \`${missing}\` too`);
  }
  const certificate = readCertificate(clientCert);
  if (certificate === undefined) {
    return problem('the client certificate of the Kafka credentials is no PEM certificate that could be read',
      'pass the text that begins with `-----BEGIN CERTIFICATE-----`');
  }
  const key = readKey(clientKey);
  if (key === undefined) {
    return problem('the client key of the Kafka credentials is no PEM key of the form PKCS#8, unencrypted',
      'convert it with `openssl pkcs8 -topk8 -nocrypt`');
  }
  return certificate.checkPrivateKey(key) ? undefined
    : problem('the client key of the Kafka credentials does not belong to the client certificate', 'pass the two of one pair');
}

/** The first certificate of a text that may hold several, and other things between them. */
function readCertificate(pem: unknown): X509Certificate | undefined {
  for (const block of typeof pem === 'string' ? pem.match(CERTIFICATE) ?? [] : []) {
    try {
      return new X509Certificate(block);
    } catch {
      // A block that is none of X.509 is passed over, as the controller does.
    }
  }
  return undefined;
}

function readKey(pem: unknown): KeyObject | undefined {
  const block = typeof pem === 'string' ? PKCS8.exec(pem)?.[0] : undefined;
  if (block === undefined) return undefined;
  try {
    return createPrivateKey(block);
  } catch {
    return undefined;
  }
}

function problem(message: string, fix: string): Problem {
  return {
    code: 'KN-KFK-028',
    message,
    allowed: 'PEM certificates, and a PKCS#8 key that belongs to the client certificate',
    fix,
  };
}
