import { type IamPolicyDocument, iamPolicyOf } from '../core';

/** Who needs rights. */
export enum IamHolder {
  /** What cert-manager is itself, by IRSA, Pod Identity or its node. */
  CERT_MANAGER = 'cert-manager',
  /** A role that cert-manager takes on. */
  ROLE = 'role',
  /** The user of an access key. */
  ACCESS_KEY = 'access-key',
}

/** Rights that somebody needs so that an issuer works. */
export interface IamGrant {
  /** Who needs them. */
  readonly holder: IamHolder;
  /**
   * ARN of the role, for `IamHolder.ROLE`.
   * @default - none
   */
  readonly role?: string;
  /** The least that they need. */
  readonly policy: IamPolicyDocument;
}

/** Grants with one policy for each holder. */
export function mergedGrants(grants: readonly IamGrant[]): IamGrant[] {
  const byHolder = new Map<string, IamGrant>();
  for (const grant of grants) {
    const key = `${grant.holder} ${grant.role ?? ''}`;
    const statements = [...byHolder.get(key)?.policy.Statement ?? [], ...grant.policy.Statement];
    byHolder.set(key, { ...grant, policy: iamPolicyOf(statements) });
  }
  return [...byHolder.values()];
}
