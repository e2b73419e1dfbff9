/** Conditions of a statement: operator, key, values. */
export type IamConditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * A statement of a policy of AWS IAM, letter for letter as it stands in the policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface IamStatement {
  /** `Allow`. */
  readonly Effect: string;
  /** Calls of the API: `route53:GetChange`. */
  readonly Action: readonly string[];
  /** ARNs of what they are allowed for. */
  readonly Resource: readonly string[];
  /**
   * What has to hold too.
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

/** A statement that allows something. */
export function iamAllow(statement: Omit<IamStatement, 'Effect'>): IamStatement {
  return { Effect: 'Allow', ...statement };
}

/** A policy of statements, each once. */
export function iamPolicyOf(statements: readonly IamStatement[]): IamPolicyDocument {
  const byText = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  return { Version: '2012-10-17', Statement: [...byText.values()] };
}
