/** Conditions of a statement: operator, key, values. */
export type IamConditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A statement of a policy of AWS IAM, letter for letter as it stands in the policy. */
export interface IamStatement {
  /** `Allow`. */
  readonly Effect: string;
  /** What may be done: `route53:GetChange`. */
  readonly Action: readonly string[];
  /** ARNs of what it may be done with. */
  readonly Resource: readonly string[];
  /**
   * Under which conditions.
   * @default - none
   */
  readonly Condition?: IamConditions;
}

/**
 * A policy of AWS IAM.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface IamPolicyDocument {
  /** Version of the language of policies. */
  readonly Version: string;
  /** What is allowed. */
  readonly Statement: readonly IamStatement[];
}

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

/** A policy of statements, each once. */
export function policyOf(statements: readonly IamStatement[]): IamPolicyDocument {
  const byText = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  return { Version: '2012-10-17', Statement: [...byText.values()] };
}

/** Grants with one policy for each holder. */
export function mergedGrants(grants: readonly IamGrant[]): IamGrant[] {
  const byHolder = new Map<string, IamGrant>();
  for (const grant of grants) {
    const key = `${grant.holder} ${grant.role ?? ''}`;
    const statements = [...byHolder.get(key)?.policy.Statement ?? [], ...grant.policy.Statement];
    byHolder.set(key, { ...grant, policy: policyOf(statements) });
  }
  return [...byHolder.values()];
}
