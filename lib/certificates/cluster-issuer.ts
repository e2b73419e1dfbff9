import { checkChoice, checkName, type ObjectReference, KINDS, raise } from '../core';
import { type IClusterIssuer, WildcardAbility } from './issuer-contract';

/** Who signs the certificates of an issuer. */
export enum IssuerType {
  /** An ACME server, which is answered in DNS. */
  ACME_DNS01 = 'acme-dns01',
  /** An ACME server, which is answered over HTTP. */
  ACME_HTTP01 = 'acme-http01',
  /** A CA whose key lies in a Secret. */
  CA = 'ca',
  /** Each certificate itself. */
  SELF_SIGNED = 'self-signed',
  /** The PKI engine of Vault, whose role says which names it signs. */
  VAULT = 'vault',
  /** Whoever else, such as Venafi or an issuer of another project. */
  OTHER = 'other',
}

/** Options for `ClusterIssuer.fromName`. */
export interface ClusterIssuerOptions {
  /**
   * Who signs its certificates, from which follows what it can do (`KN-CRT-002`).
   * @default IssuerType.OTHER
   */
  readonly type?: IssuerType;
  /**
   * Whether it issues certificates for wildcards (`KN-CRT-002`).
   * @default - what follows from `type`; not known for `VAULT` and `OTHER`
   */
  readonly wildcards?: WildcardAbility;
}

const ABILITIES: Readonly<Record<IssuerType, WildcardAbility>> = {
  [IssuerType.ACME_DNS01]: WildcardAbility.YES,
  [IssuerType.ACME_HTTP01]: WildcardAbility.NO,
  [IssuerType.CA]: WildcardAbility.YES,
  [IssuerType.SELF_SIGNED]: WildcardAbility.YES,
  [IssuerType.VAULT]: WildcardAbility.UNKNOWN,
  [IssuerType.OTHER]: WildcardAbility.UNKNOWN,
};

/**
 * A ClusterIssuer that exists already.
 * @see https://cert-manager.io/docs/configuration/
 */
export class ClusterIssuer implements IClusterIssuer {
  /**
   * A ClusterIssuer by its name, with what it can do. There is no such way to an Issuer, which Knative does not find.
   * @throws KnativeError `KN-NAM-001` for a name that no ClusterIssuer can have, or `KN-CRT-002`
   */
  public static fromName(name: string, options: ClusterIssuerOptions = {}): ClusterIssuer {
    return new ClusterIssuer(name, options);
  }

  /**
   * The issuer that signs each certificate by itself, and which a release of Knative Serving has. No client trusts its
   * certificates.
   */
  public static knativeSelfSigned(): ClusterIssuer {
    return new ClusterIssuer('knative-selfsigned-issuer', { type: IssuerType.SELF_SIGNED });
  }

  /** How other objects refer to it. */
  public readonly reference: ObjectReference;
  /** Who signs its certificates. */
  public readonly type: IssuerType;
  /** Whether it asks an ACME server. */
  public readonly isAcme: boolean;
  /** Whether it issues certificates for wildcards. */
  public readonly canWildcard: WildcardAbility;

  private constructor(public readonly name: string, options: ClusterIssuerOptions) {
    const { apiVersion, kind, nameRule } = KINDS.clusterIssuer;
    raise(
      checkName('name for a ClusterIssuer', name, nameRule, 'KN-NAM-001'),
      checkChoice('KN-CRT-002', 'type', options.type, IssuerType),
      checkChoice('KN-CRT-002', 'wildcards', options.wildcards, WildcardAbility),
    );
    this.reference = { apiVersion, kind, name };
    this.type = options.type ?? IssuerType.OTHER;
    this.isAcme = this.type === IssuerType.ACME_DNS01 || this.type === IssuerType.ACME_HTTP01;
    this.canWildcard = options.wildcards ?? ABILITIES[this.type];
  }
}
