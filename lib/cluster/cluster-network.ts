import { checkChoice, checkIsList, listOf, ownCopy, raise } from '../core';
import { checkNetworkCidrs } from './cidr';
import { checkNetworkId } from './spec-names';

/** How many gateways let nodes in private subnets reach the internet. */
export enum NatGateways {
  /** One for all zones. */
  SINGLE = 'Single',
  /** One in every zone: one zone less does not cut the others off. */
  ONE_PER_ZONE = 'HighlyAvailable',
  /** None: nodes reach what they need by VPC endpoints. */
  NONE = 'Disable',
}

/** Options for `ClusterNetwork.own`. */
export interface OwnNetworkOptions {
  /**
   * Addresses of the VPC (`KN-CLU-006`).
   * @default 192.168.0.0/16
   */
  readonly cidr?: string;
  /**
   * Gateways for private subnets.
   * @default NatGateways.SINGLE
   */
  readonly nat?: NatGateways;
  /**
   * Addresses of Services inside of the cluster (`KN-CLU-006`).
   * @default - 10.100.0.0/16 or 172.20.0.0/16, as EKS chooses
   */
  readonly serviceCidr?: string;
}

/** A subnet that exists. */
export interface ClusterSubnet {
  /** Zone in which it lies: `us-east-1d`. */
  readonly zone: string;
  /** Id: `subnet-0a1b2c3d4e5f67890`. */
  readonly id: string;
}

/** Options for `ClusterNetwork.existing`. */
export interface ExistingNetworkOptions {
  /** Id of the VPC (`KN-CLU-007`). */
  readonly vpcId: string;
  /** Subnets without a way in from outside, which have a way out by a gateway. */
  readonly privateSubnets: readonly ClusterSubnet[];
  /**
   * Subnets for load balancers that are reached from outside.
   * @default - none
   */
  readonly publicSubnets?: readonly ClusterSubnet[];
  /**
   * Addresses of Services inside of the cluster (`KN-CLU-006`).
   * @default - 10.100.0.0/16 or 172.20.0.0/16, as EKS chooses
   */
  readonly serviceCidr?: string;
}

/**
 * The network of a cluster.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export class ClusterNetwork {
  /**
   * A VPC that is made with the cluster, with a public and a private subnet in every zone.
   * @throws KnativeError `KN-CLU-006` or `KN-POD-048`
   */
  public static own(options: OwnNetworkOptions = {}): ClusterNetwork {
    const { cidr = '192.168.0.0/16', nat = NatGateways.SINGLE, serviceCidr } = options;
    raise(checkNetworkCidrs(cidr, serviceCidr), checkChoice('KN-POD-048', 'nat', nat, NatGateways));
    return new ClusterNetwork({ cidr, nat, serviceCidr });
  }

  /**
   * A VPC that exists, by ids. With the AWS CDK a VPC construct is passed instead.
   * @throws KnativeError `KN-CLU-006` or `KN-CLU-007`
   */
  public static existing(options: ExistingNetworkOptions): ClusterNetwork {
    const own = ownCopy(options);
    const { vpcId, privateSubnets, publicSubnets, serviceCidr } = own;
    raise(
      checkIsList('privateSubnets', privateSubnets), checkIsList('publicSubnets', publicSubnets), checkNetworkId('vpc', 'vpcId', vpcId),
      ...[...listOf(privateSubnets), ...listOf(publicSubnets)].map(({ id }) => checkNetworkId('subnet', 'id', id)), checkNetworkCidrs(undefined, serviceCidr),
    );
    return new ClusterNetwork(own);
  }

  /** Addresses of the VPC, where it is made with the cluster. */
  public readonly cidr?: string;
  /** Gateways for private subnets, where the VPC is made with the cluster. */
  public readonly nat?: NatGateways;
  /** Addresses of Services inside of the cluster, where the program says which. */
  public readonly serviceCidr?: string;
  /** Id of the VPC, where it exists already. */
  public readonly vpcId?: string;
  /** Private subnets of a VPC that exists already. */
  public readonly privateSubnets: readonly ClusterSubnet[];
  /** Public subnets of a VPC that exists already. */
  public readonly publicSubnets: readonly ClusterSubnet[];
  /** Made by the factories alone, which check what it is made of: an object of the same form is none. */
  protected declare readonly made: true;

  private constructor(options: OwnNetworkOptions & Partial<ExistingNetworkOptions>) {
    this.cidr = options.cidr;
    this.nat = options.nat;
    this.serviceCidr = options.serviceCidr;
    this.vpcId = options.vpcId;
    this.privateSubnets = [...options.privateSubnets ?? []];
    this.publicSubnets = [...options.publicSubnets ?? []];
  }
}
