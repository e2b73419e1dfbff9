import type { ExternalTrafficPolicy, IpAddressType, LoadBalancerScheme, NlbTargetType } from './load-balancer-choices';

/** What every load balancer of AWS has. */
export interface LoadBalancerOptions {
  /**
   * Whether each address of the load balancer leads to the pods of all zones. AWS charges for what crosses zones.
   * @default - as AWS has it: no
   */
  readonly crossZone?: boolean;
  /**
   * Whether connections begin with the address of the client, as the PROXY protocol has it. What takes them has to
   * read it, and is set up for that; where that cannot be done, it is refused with `KN-NET-003`.
   * @default false
   */
  readonly proxyProtocol?: boolean;
  /**
   * Networks that requests may come from, as `203.0.113.0/24`; others are refused with `KN-NET-002`.
   * @default - everywhere
   */
  readonly sourceRanges?: readonly string[];
  /**
   * Tags of the load balancer in AWS.
   * @default - none but those of Kubernetes
   */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Whether nodes pass requests on to other nodes, which hides the address of the client.
   * @default - as the manifest of the networking layer has it: `Local` for Contour, `Cluster` for Kourier
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
  /**
   * Further annotations of the Service, such as those for health checks and access logs. One that the options write,
   * and one that ends TLS at the load balancer, is refused with `KN-NET-002`: the ports behind speak TLS themselves.
   * @default - none
   */
  readonly annotations?: { readonly [annotation: string]: string };
}

/** A load balancer of the controller that Kubernetes itself has for AWS. */
export interface InTreeLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * Who reaches it.
   * @default LoadBalancerScheme.INTERNET_FACING
   */
  readonly scheme?: LoadBalancerScheme;
}

/** A network load balancer of the controller that Kubernetes itself has for AWS. */
export interface InTreeNlbOptions extends InTreeLoadBalancerOptions {
  /**
   * Ids or names of the subnets, one of each zone.
   * @default - found by their tags
   */
  readonly subnets?: readonly string[];
  /**
   * Allocation ids of fixed addresses, one of each subnet, for `INTERNET_FACING` only (`KN-NET-002`).
   * @default - AWS chooses the addresses
   */
  readonly elasticIps?: readonly string[];
}

/** A network load balancer of EKS Auto Mode. */
export interface AutoModeLoadBalancerOptions extends LoadBalancerOptions {
  /** Who reaches it. Whoever leaves it out gets one that only the VPC reaches. */
  readonly scheme: LoadBalancerScheme;
  /**
   * Where it sends requests.
   * @default NlbTargetType.IP
   */
  readonly targetType?: NlbTargetType;
  /**
   * Whether pods see the address of the client. Without it `sourceRanges` do not count for `IP` targets, so that the
   * two are refused together (`KN-NET-002`).
   * @default - as AWS has it: not for `IP`, always for `INSTANCE`
   */
  readonly preserveClientIp?: boolean;
  /**
   * Ids or names of the subnets, one of each zone.
   * @default - found by their tags
   */
  readonly subnets?: readonly string[];
  /**
   * Kinds of its addresses.
   * @default IpAddressType.IPV4
   */
  readonly ipAddressType?: IpAddressType;
}

/** A network load balancer of the AWS Load Balancer Controller. */
export interface NlbOptions extends AutoModeLoadBalancerOptions {
  /**
   * Its name in AWS: letters, digits and dashes, 32 at most (`KN-NET-002`). It cannot change later.
   * @default - made by the controller
   */
  readonly name?: string;
  /**
   * Allocation ids of fixed addresses, one of each subnet, for `INTERNET_FACING` only (`KN-NET-002`).
   * @default - AWS chooses the addresses
   */
  readonly elasticIps?: readonly string[];
  /**
   * Ids or names of the security groups. `sourceRanges` do not count then, so that the two are refused together
   * (`KN-NET-002`).
   * @default - the controller makes one
   */
  readonly securityGroups?: readonly string[];
}

/** A Service without a load balancer. */
export interface NoLoadBalancerOptions {
  /**
   * Whether the Service has a port on each node. With neither this nor a load balancer it is reached from inside of
   * the cluster, and through `kubectl port-forward`.
   * @default false
   */
  readonly nodePort?: boolean;
  /**
   * Port of every node for HTTP, another one than for HTTPS (`KN-NET-002`); with `nodePort` only. One outside of 30000
   * to 32767 is warned of as `node-port-range`: the API server takes it only where it was told another range.
   * @default - the cluster chooses
   */
  readonly httpPort?: number;
  /**
   * Port of every node for HTTPS, another one than for HTTP (`KN-NET-002`); with `nodePort` only. One outside of 30000
   * to 32767 is warned of as `node-port-range`: the API server takes it only where it was told another range.
   * @default - the cluster chooses
   */
  readonly httpsPort?: number;
}
