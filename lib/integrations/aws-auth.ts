import { ownCopy, type Problem } from '../core';
import {
  checkReferenceName, checkSameNamespace, type ISecretReference, type IServiceAccount, type NamedObject,
} from '../pod';

/**
 * Who a source or sink is to AWS.
 * @see https://knative.dev/docs/eventing/sources/integration-source/aws_s3/
 */
export class AwsAuth {
  /**
   * With an access key from a Secret that has the keys `aws.accessKey` and `aws.secretKey`. It lies in the namespace of
   * the source or sink (`KN-NAM-007`).
   */
  public static fromSecret(secret: ISecretReference): AwsAuth {
    return new AwsAuth('Secret', ownCopy(secret), { secret: { ref: { name: secret.name } } });
  }

  /**
   * With the role of a service account, such as one with the annotation `eks.amazonaws.com/role-arn`. It lies in the
   * namespace of the source or sink (`KN-NAM-007`).
   */
  public static fromServiceAccount(serviceAccount: IServiceAccount): AwsAuth {
    return new AwsAuth('ServiceAccount', ownCopy(serviceAccount), { serviceAccountName: serviceAccount.name });
  }

  private constructor(
    private readonly kind: string,
    private readonly object: NamedObject,
    private readonly fields: Record<string, unknown>,
  ) {}

  /**
   * What is wrong with it for a source or sink in `namespace`.
   * @internal
   */
  public _check(namespace: string | undefined): Problem | undefined {
    return checkReferenceName(this.kind, this.object.name) ?? checkSameNamespace(this.kind, this.object, namespace);
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    return this.fields;
  }
}
