import { type Problem, raise, show } from '../core';

const ROLE = /^arn:(aws[a-z-]*):iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/**
 * Who a controller is to AWS.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html
 */
export class AwsIdentity {
  /**
   * A role, which the service account takes on by the identity provider of the cluster (IRSA).
   * @throws KnativeError `KN-NET-008` for what is no ARN of a role
   */
  public static role(arn: string): AwsIdentity {
    raise(checkRole(arn));
    return new AwsIdentity(arn);
  }

  /**
   * The role that an EKS Pod Identity association gives to the service account, or the one of the node. Nothing of it
   * stands in the manifests.
   */
  public static ambient(): AwsIdentity {
    return new AwsIdentity();
  }

  private constructor(private readonly roleArn?: string) {}

  /** @internal */
  public get _annotations(): Record<string, string> {
    return this.roleArn === undefined ? {} : { 'eks.amazonaws.com/role-arn': this.roleArn };
  }

  /**
   * Part of AWS that ARNs begin with.
   * @internal
   */
  public get _partition(): string {
    return ROLE.exec(this.roleArn ?? '')?.[1] ?? 'aws';
  }
}

function checkRole(arn: string): Problem | undefined {
  if (typeof arn === 'string' && ROLE.test(arn)) return undefined;
  return {
    code: 'KN-NET-008',
    message: `${show(arn)} is no ARN of a role`,
    received: arn,
    allowed: '`arn:aws:iam::`, the number of the account, `:role/` and the name',
    fix: 'write `arn:aws:iam::123456789012:role/external-dns`, for example',
  };
}
