import type { Kind } from '../core';

/**
 * A part of a Kafka Secret that comes from elsewhere.
 * @internal
 */
export type CredentialPart = 'user' | 'password' | 'caCert' | 'clientCert' | 'clientKey';

/** @internal */
export const CREDENTIAL_PARTS: readonly CredentialPart[] = ['user', 'password', 'caCert', 'clientCert', 'clientKey'];

/**
 * Whether a client certificate, or half of one, is among the parts.
 * @internal
 */
export function bringsClientCertificate(parts: readonly CredentialPart[]): boolean {
  return parts.includes('clientCert') || parts.includes('clientKey');
}

/**
 * The keys under which Knative reads the parts; follows control-plane/pkg/security/secret.go.
 * @internal
 */
export const SECRET_KEYS: Readonly<Record<CredentialPart, string>> = {
  user: 'user',
  password: 'password',
  caCert: 'ca.crt',
  clientCert: 'user.crt',
  clientKey: 'user.key',
};

/**
 * What fills a Secret in the cluster: an operator, told by an object of its own.
 * @internal
 */
export interface SecretSync {
  readonly kind: Kind;
  /** What the operator brings. */
  readonly parts: readonly CredentialPart[];
  /**
   * The spec of the object.
   * @param literals keys of the Secret that are no secrets, with their values
   */
  renderSpec(literals: Readonly<Record<string, string>>): Record<string, unknown>;
}
