import type { ObjectReference } from '../core';

/** Whether an issuer issues certificates for wildcards, such as `*.shop.knative.example.com`. */
export enum WildcardAbility {
  YES = 'yes',
  /** An ACME server checks wildcards by DNS only. */
  NO = 'no',
  /** It depends on what the program does not see, such as a role in Vault. */
  UNKNOWN = 'unknown',
}

/**
 * What issues certificates for all namespaces of a cluster. Knative looks its issuer up as a ClusterIssuer, so that an
 * Issuer, which serves one namespace, is none (`KN-CRT-015`).
 * @see https://cert-manager.io/docs/configuration/
 */
export interface IClusterIssuer {
  /** Name of the ClusterIssuer. */
  readonly name: string;
  /** How other objects refer to it. */
  readonly reference: ObjectReference;
  /** Whether it asks an ACME server, which certifies public names only. */
  readonly isAcme: boolean;
  /** Whether it issues certificates for wildcards. */
  readonly canWildcard: WildcardAbility;
  /**
   * Secret with the key of its account at an ACME server.
   * @default - none, or not known
   */
  readonly accountKeySecret?: string;
  /**
   * Directory of its ACME server.
   * @default - none, or not known
   */
  readonly server?: string;
}
