import { raise } from '../core';
import { checkAdminRole, checkAdminUser } from './spec-names';

/**
 * Somebody who may do everything in a cluster, by an access entry.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class ClusterAdmin {
  /**
   * A role of IAM.
   * @throws KnativeError `KN-CLU-018`
   */
  public static role(arn: string): ClusterAdmin {
    raise(checkAdminRole(arn));
    return new ClusterAdmin(arn);
  }

  /**
   * A user of IAM.
   * @throws KnativeError `KN-CLU-018`
   */
  public static user(arn: string): ClusterAdmin {
    raise(checkAdminUser(arn));
    return new ClusterAdmin(arn);
  }

  /** Made by the factories alone, which check what it is made of: an object of the same form is none. */
  protected declare readonly made: true;

  private constructor(
    /** ARN of the role or user. */
    public readonly principalArn: string,
  ) {}
}
