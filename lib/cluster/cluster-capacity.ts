import { Size } from 'cdk8s';
import { checkChoice, checkIsList, listOf, ownCopy, type Problem, raise, repeatedIn, show } from '../core';
import { AmiFamily, type NodeGroup, type NodeGroupProps } from './node-group';
import { checkNodeGroup } from './node-group-checks';

/** A pool of nodes that EKS Auto Mode brings along. */
export enum AutoModeNodePool {
  GENERAL_PURPOSE = 'general-purpose',
  SYSTEM = 'system',
}

/** Options for `ClusterCapacity.autoMode`. */
export interface AutoModeOptions {
  /**
   * Pools that are made with the cluster; none, where the program writes `NodePool` objects of its own.
   * @default - both
   */
  readonly nodePools?: readonly AutoModeNodePool[];
}

/** EKS Auto Mode, as `ClusterCapacity.autoMode` makes it. */
export interface AutoMode {
  /** Pools that are made with the cluster. */
  readonly nodePools: readonly AutoModeNodePool[];
}

/**
 * What pods of a cluster run on.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-compute.html
 */
export class ClusterCapacity {
  /**
   * Groups of nodes that EKS manages.
   * @throws KnativeError `KN-CLU-010` to `KN-CLU-017`, `KN-NAM-004` or `KN-POD-048`
   */
  public static nodeGroups(...groups: NodeGroupProps[]): ClusterCapacity {
    const own = groups.map(withDefaults);
    raise(checkSome(own), ...own.flatMap(checkNodeGroup), checkNames(own));
    return new ClusterCapacity(own);
  }

  /**
   * EKS Auto Mode: AWS looks after nodes, disks, load balancers, cluster DNS and the network of pods.
   * @throws KnativeError `KN-CLU-017`
   * @see https://docs.aws.amazon.com/eks/latest/userguide/automode.html
   */
  public static autoMode(options: AutoModeOptions = {}): ClusterCapacity {
    const { nodePools: wanted = Object.values(AutoModeNodePool) } = ownCopy(options);
    const nodePools = listOf(wanted);
    raise(checkIsList('nodePools', wanted), ...nodePools.map((pool) => checkChoice('KN-CLU-017', 'nodePools', pool, AutoModeNodePool)), checkPools(nodePools));
    return new ClusterCapacity([], { nodePools });
  }

  /** Made by the factories alone, which check what it is made of: an object of the same form is none. */
  protected declare readonly made: true;

  private constructor(
    /** Groups of nodes; none in Auto Mode. */
    public readonly nodeGroups: readonly NodeGroup[],
    /** Auto Mode, where it is that. */
    public readonly autoMode?: AutoMode,
  ) {}
}

function withDefaults(props: NodeGroupProps): NodeGroup {
  const own = ownCopy(props);
  return {
    ...own,
    volume: { size: own.volume?.size ?? Size.gibibytes(80), encrypted: own.volume?.encrypted ?? true },
    labels: own.labels ?? {},
    tags: own.tags ?? {},
    taints: own.taints ?? [],
    spot: own.spot ?? false,
    privateSubnets: own.privateSubnets ?? true,
    amiFamily: own.amiFamily ?? AmiFamily.AL2023,
  };
}

function checkSome(groups: readonly NodeGroup[]): Problem | undefined {
  if (groups.length > 0) return undefined;
  return {
    code: 'KN-CLU-017',
    message: 'the cluster has no nodes',
    received: groups,
    allowed: 'one group of nodes or more, or Auto Mode',
    fix: 'write `ClusterCapacity.autoMode()`, or leave `capacity` out',
  };
}

function checkNames(groups: readonly NodeGroup[]): Problem | undefined {
  const names = groups.map(({ name }) => name);
  const twice = repeatedIn(names)[0];
  if (twice === undefined) return undefined;
  return {
    code: 'KN-CLU-010',
    message: `two groups of nodes are called ${show(twice)}`,
    received: twice,
    allowed: 'a name of its own for each',
    fix: `call one of them \`${twice}-2\`, for example`,
  };
}

function checkPools(pools: readonly AutoModeNodePool[]): Problem | undefined {
  const twice = repeatedIn(pools)[0];
  if (twice === undefined) return undefined;
  return {
    code: 'KN-CLU-017', message: `the pool ${show(twice)} is there twice`, received: twice, allowed: 'each pool once', fix: 'leave one of them out',
  };
}
