/** Who reaches a load balancer. */
export enum LoadBalancerScheme {
  /** Everybody. */
  INTERNET_FACING = 'internet-facing',
  /** The VPC and what is connected with it. */
  INTERNAL = 'internal',
}

/** Where a network load balancer sends requests. */
export enum NlbTargetType {
  /** To pods, which have addresses of the VPC. */
  IP = 'ip',
  /** To a port of the nodes. */
  INSTANCE = 'instance',
}

/** Whether nodes pass requests on to each other. */
export enum ExternalTrafficPolicy {
  /** A node takes requests for its own pods only, which see the address of the client. */
  LOCAL = 'Local',
  /** Every node takes requests for all pods. */
  CLUSTER = 'Cluster',
}

/** Kinds of addresses that a load balancer has. */
export enum IpAddressType {
  IPV4 = 'ipv4',
  DUALSTACK = 'dualstack',
}
