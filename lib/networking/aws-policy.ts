/** A statement of a policy of AWS, letter for letter as it stands in the policy. */
export interface AwsPolicyStatement {
  /** `Allow`. */
  readonly Effect: string;
  /** Calls of the API. */
  readonly Action: readonly string[];
  /** ARNs that they are for. */
  readonly Resource: readonly string[];
  /**
   * Operator, key and values that have to hold too.
   * @default - none
   */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * A policy of AWS, with the least that a controller needs.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface AwsPolicy {
  /** Version of the language. */
  readonly Version: string;
  /** What it allows. */
  readonly Statement: readonly AwsPolicyStatement[];
}

/** A policy that allows something. */
export function allowing(...statements: readonly Omit<AwsPolicyStatement, 'Effect'>[]): AwsPolicy {
  return { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) };
}
