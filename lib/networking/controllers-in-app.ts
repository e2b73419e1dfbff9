import type { IConstruct } from 'constructs';
import { clusterOf } from '../core';

/** What ExternalDNS of the program looks at. */
export interface ExternalDnsInApp {
  readonly construct: IConstruct;
  /** Name of its objects. */
  readonly name: string;
  readonly ownerId: string;
  /** Domains by which names have to end; empty where any will do. */
  readonly domainFilters: readonly string[];
  /** Zones by their ids; empty where any will do. */
  readonly hostedZoneIds: readonly string[];
  readonly zoneType?: string;
  /** What its annotations begin with. */
  readonly annotationPrefix: string;
  /** Whether it looks at Services. */
  readonly readsServices: boolean;
  /** Whether it looks at what each service has of its networking layer, and makes a record for each host. */
  readonly readsRoutes: boolean;
}

/** What the AWS Load Balancer Controller of the program does. */
export interface LoadBalancerControllerInApp {
  readonly construct: IConstruct;
  /** Whether it makes load balancers for Services that ask for none in particular. */
  readonly isDefault: boolean;
}

const EXTERNAL_DNS = new WeakMap<IConstruct, ExternalDnsInApp[]>();
const LOAD_BALANCER = new WeakMap<IConstruct, LoadBalancerControllerInApp[]>();

/** Remembers ExternalDNS of a program. */
export function noteExternalDns(noted: ExternalDnsInApp): void {
  remember(EXTERNAL_DNS, noted);
}

/** ExternalDNS in the cluster of a construct, where the program installs it; there may be one for each zone. */
export function externalDnsFor(construct: IConstruct): ExternalDnsInApp[] {
  return inCluster(EXTERNAL_DNS, construct);
}

/** ExternalDNS of all clusters of an app, as far as it is still in the tree. */
export function externalDnsInApp({ node: { root } }: IConstruct): ExternalDnsInApp[] {
  const present = new Set(root.node.findAll());
  return (EXTERNAL_DNS.get(root) ?? []).filter(({ construct }) => present.has(construct));
}

/** Remembers the AWS Load Balancer Controller of a program. */
export function noteLoadBalancerController(noted: LoadBalancerControllerInApp): void {
  remember(LOAD_BALANCER, noted);
}

/** The AWS Load Balancer Controller in the cluster of a construct, where the program installs it. */
export function loadBalancerControllerFor(construct: IConstruct): LoadBalancerControllerInApp | undefined {
  return inCluster(LOAD_BALANCER, construct)[0];
}

interface Noted {
  readonly construct: IConstruct;
}

function remember<T extends Noted>(all: WeakMap<IConstruct, T[]>, noted: T): void {
  const { root } = noted.construct.node;
  all.set(root, [...all.get(root) ?? [], noted]);
}

function inCluster<T extends Noted>(all: WeakMap<IConstruct, T[]>, construct: IConstruct): T[] {
  const cluster = clusterOf(construct);
  return (all.get(construct.node.root) ?? []).filter((noted) => clusterOf(noted.construct) === cluster);
}
