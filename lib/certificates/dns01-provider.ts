import type { ISecretReference } from '../pod';
import type { IamGrant } from './iam-grants';

/** One key of a Secret in the cluster resource namespace of cert-manager. */
export interface IssuerSecretKey {
  /** The Secret; where it knows its namespace, that is the cluster resource namespace (`KN-CRT-010`). */
  readonly secret: ISecretReference;
  /** Key of the Secret (`KN-POD-008`). */
  readonly key: string;
}

/**
 * A DNS service in which challenges are answered; `Route53` makes them.
 * @see https://cert-manager.io/docs/configuration/acme/dns01/
 */
export abstract class Dns01Provider {
  /** @internal */
  public abstract readonly _secrets: readonly IssuerSecretKey[];

  /**
   * Rights that it needs, where records of a name of its own choice are not the only ones it writes.
   * @param follows whether challenges are answered where a CNAME points to
   * @internal
   */
  public abstract _grants(follows: boolean): IamGrant[];

  /** @internal */
  public abstract _render(): Record<string, unknown>;
}

/** A reference to a key, as it stands in an issuer. */
export function renderSecretKey({ secret, key }: IssuerSecretKey): Record<string, unknown> {
  return { name: secret.name, key };
}
