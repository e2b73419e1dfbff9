import { checkIsList, ownCopy, raise } from '../core';
import { checkAllowedCidrs } from './cidr';

/** Options for the endpoints of a cluster that can be reached from outside. */
export interface PublicEndpointOptions {
  /**
   * From which addresses the public endpoint can be reached, as blocks: `203.0.113.0/24`.
   * @default - from everywhere
   */
  readonly allowedCidrs?: readonly string[];
}

/**
 * From where the API server of a cluster can be reached.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 */
export class ClusterEndpoints {
  /**
   * From outside, and from inside of the VPC without leaving it.
   * @throws KnativeError `KN-CLU-005` or `KN-CLU-006`
   */
  public static publicAndPrivate(options: PublicEndpointOptions = {}): ClusterEndpoints {
    return new ClusterEndpoints(true, true, options.allowedCidrs);
  }

  /** From inside of the VPC alone. */
  public static privateOnly(): ClusterEndpoints {
    return new ClusterEndpoints(false, true, undefined);
  }

  /**
   * From outside alone, nodes included.
   * @throws KnativeError `KN-CLU-005` or `KN-CLU-006`
   */
  public static publicOnly(options: PublicEndpointOptions = {}): ClusterEndpoints {
    return new ClusterEndpoints(true, false, options.allowedCidrs);
  }

  /** Blocks of addresses from which the public endpoint can be reached; absent where that is everywhere. */
  public readonly allowedCidrs?: readonly string[];
  /** Made by the factories alone, which check what it is made of: an object of the same form is none. */
  protected declare readonly made: true;

  private constructor(
    /** Whether it can be reached from outside. */
    public readonly publicAccess: boolean,
    /** Whether it can be reached from inside of the VPC. */
    public readonly privateAccess: boolean,
    allowedCidrs: readonly string[] | undefined,
  ) {
    this.allowedCidrs = ownCopy(allowedCidrs);
    raise(checkIsList('allowedCidrs', allowedCidrs), ...checkAllowedCidrs(this.allowedCidrs));
  }
}
