import { awsPartitionOf, checkAwsRole, type IamPolicyDocument, raise } from '../core';

/**
 * What a controller has to be allowed in AWS, for whoever makes its role.
 * @internal
 */
export interface ControllerRights {
  /** Service account that the role or the association is for. */
  readonly account: { readonly namespace: string; readonly name: string };
  readonly role?: string;
  readonly policy?: IamPolicyDocument;
  /** Where the policy is published. */
  readonly policyUrl?: string;
}

/**
 * What a controller is told of its cluster.
 * @internal
 */
export interface ControllerCluster {
  readonly clusterName?: string;
  readonly region?: string;
  readonly kubernetesVersion?: string;
}

/**
 * Who a controller is to AWS.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html
 */
export class AwsIdentity {
  /**
   * A role, which the service account takes on by the identity provider of the cluster (IRSA).
   * @param arn its ARN, or the one that AWS CDK has for a role which it makes
   * @throws KnativeError `KN-NET-008` for what is no ARN of a role
   */
  public static role(arn: string): AwsIdentity {
    raise(checkAwsRole('KN-NET-008', arn));
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

  /** @internal */
  public get _role(): { readonly role?: string } {
    return this.roleArn === undefined ? {} : { role: this.roleArn };
  }

  /**
   * Part of AWS that ARNs begin with: the one of the role, or else of a region.
   * @internal
   */
  public _partition(region: string | undefined): string {
    return awsPartitionOf({ role: this.roleArn, region });
  }
}
