import { KNATIVE_EVENTING, KNATIVE_SERVING } from '../core';
import type { Collector } from './collectors';
import { inNamespace, type NetworkPeer, NetworkPort } from './network-peer';

/** Which traffic of a namespace is closed but for what is opened. */
export enum NetworkIsolation {
  /** What comes in. */
  INGRESS = 'ingress',
  /** What comes in and what goes out. */
  INGRESS_AND_EGRESS = 'ingress-and-egress',
}

/**
 * How the network of a namespace is closed.
 *
 * What comes in stays open for pods of the namespace, for the networking layer and for Knative Serving (on the ports of
 * Knative's own container), for Knative Eventing, and for the answers to HTTP-01 challenges, but where the issuer of
 * the platform is known to have none. What goes out stays open to DNS, to pods of the namespace, to Knative and its
 * networking layer, to the ports of Vault where services have a Vault agent, to the ports of the Kafka clusters of the
 * namespace, and to where the settings of the platform send traces and metrics of requests. `allowFrom` and `allowTo`
 * open more.
 *
 * Closed stay, among others, the API server and the port of Prometheus (warning `closed-network`, where something in
 * the program needs them), and what lies outside of the cluster, such as AWS. So do public addresses of services: they
 * lead to the load balancer, which is outside. Services reach each other by their `url`, or after
 * `allowTo(NetworkPeer.anywhere(), NetworkPort.tcp(443))` by their `publicUrl`.
 *
 * A cluster whose network plugin enforces no policies takes them, and closes nothing. EKS enforces none as it comes:
 * its add-on `vpc-cni` needs `enableNetworkPolicy: "true"`, and EKS Auto Mode a NodeClass with `networkPolicy:
 * DefaultAllow` and `enable-network-policy-controller: "true"` in the ConfigMap `kube-system/amazon-vpc-cni`.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface NamespaceNetwork {
  /**
   * Which traffic is closed (`KN-NSP-002`).
   * @default NetworkIsolation.INGRESS
   */
  readonly isolation?: NetworkIsolation;
  /**
   * Namespaces of the pods that requests come through, such as `contour-external` and `contour-internal`.
   * Those of the platform's own layer have to be among them (`KN-NSP-008`).
   * @default - those of the platform's networking layer; without a platform they are needed (`KN-NSP-008`)
   */
  readonly ingressNamespaces?: readonly string[];
  /**
   * Who answers questions for names, on port 53, where what goes out is closed: `NetworkPeer.cidr('172.20.0.10/32')`,
   * for example, for the address of the cluster's DNS. No peer is refused with `KN-NSP-008`. On EKS Auto Mode no pod
   * does, but a process of each node; which cluster is one, the load balancer of the platform shows.
   * @default - pods of `kube-system` and NodeLocal DNSCache; whoever, where the platform has
   * `LoadBalancer.eksAutoMode`
   */
  readonly dns?: readonly NetworkPeer[];
}

/** A place that is opened. */
export interface Opening {
  readonly peer: NetworkPeer;
  readonly ports: readonly NetworkPort[];
}

/** What the policies of a namespace are made of, when they are written. */
export interface NetworkFacts {
  readonly egress: boolean;
  readonly ingressNamespaces: readonly string[];
  readonly from: readonly Opening[];
  readonly to: readonly Opening[];
  readonly vaultPorts: readonly number[];
  readonly kafkaPorts: readonly number[];
  readonly collectors: readonly Collector[];
  /** @default - pods of `kube-system` and NodeLocal DNSCache */
  readonly dns?: readonly NetworkPeer[];
}

/** Ports at which Knative's container takes requests; follows pkg/networking/constants.go of Serving. */
const QUEUE_PROXY = [8012, 8013, 8112].map(NetworkPort.tcp);
/** Port at which the autoscaler reads how busy it is. */
const AUTOSCALING = NetworkPort.tcp(9090);
/** Follows acmeSolverListenPort in pkg/issuer/acme/http/http.go of cert-manager. */
const ACME_SOLVER = NetworkPort.tcp(8089);
const DNS = [NetworkPort.udp(53), NetworkPort.tcp(53)];
/** Where NodeLocal DNSCache answers: no pod has this address. */
const NODE_LOCAL_DNS = '169.254.20.10/32';

const OF_REVISIONS = { matchExpressions: [{ key: 'serving.knative.dev/revision', operator: 'Exists' }] };
const OF_SOLVERS = { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } };
const ALL = {};
const SAME_NAMESPACE = [{ podSelector: ALL }];

/** The policy for what answers HTTP-01 challenges, in the namespace of the service that the certificate is for. */
export const CHALLENGES = 'allow-acme-challenges';

/** The policies of a namespace, by name. */
export const POLICIES: Readonly<Record<string, (facts: NetworkFacts) => Record<string, unknown>>> = {
  'default-deny': ({ egress }) => ({
    podSelector: ALL, policyTypes: egress ? ['Ingress', 'Egress'] : ['Ingress'],
  }),
  'allow-same-namespace': ({ egress }) => ({
    podSelector: ALL,
    policyTypes: egress ? ['Ingress', 'Egress'] : ['Ingress'],
    ingress: [{ from: SAME_NAMESPACE }],
    egress: egress ? [{ to: SAME_NAMESPACE }] : undefined,
  }),
  'allow-requests': ({ ingressNamespaces }) => ({
    podSelector: OF_REVISIONS,
    policyTypes: ['Ingress'],
    ingress: [
      // The activator takes requests while there is no pod, and the autoscaler looks at those that there are.
      ruleOf('from', [KNATIVE_SERVING], [...QUEUE_PROXY, AUTOSCALING]),
      ...ingressNamespaces.length === 0 ? [] : [ruleOf('from', ingressNamespaces, QUEUE_PROXY)],
    ],
  }),
  // Events go to Services of every kind: those of transformations and integration sinks, those of programs.
  'allow-events': () => ({
    podSelector: ALL, policyTypes: ['Ingress'], ingress: [ruleOf('from', [KNATIVE_EVENTING], [])],
  }),
  [CHALLENGES]: ({ ingressNamespaces }) => ({
    podSelector: OF_SOLVERS,
    policyTypes: ['Ingress'],
    ingress: ingressNamespaces.length === 0 ? undefined : [ruleOf('from', ingressNamespaces, [ACME_SOLVER])],
  }),
};

/** Ports of API servers: the Service of the cluster, and what is behind it elsewhere than on EKS. */
const API_SERVER = [443, 6443];

/** Whether pods reach the API server, which lies outside of the namespaces of a cluster. */
export function isApiServerOpen(to: readonly Opening[]): boolean {
  return to.some(({ peer, ports }) => peer._isAddress
    && (ports.length === 0 || ports.some((port) => API_SERVER.some((each) => port._has(each)))));
}

/** The policy of what `allowFrom` opens. */
export function incoming({ from }: NetworkFacts): Record<string, unknown> {
  return { podSelector: ALL, policyTypes: ['Ingress'], ingress: from.map((opening) => openingRule('from', opening)) };
}

/** The policy of what goes out. */
export function outgoing(facts: NetworkFacts): Record<string, unknown> {
  const { ingressNamespaces, to, vaultPorts, kafkaPorts, collectors } = facts;
  const inside = collectors.flatMap(({ namespace }) => namespace ?? []);
  const outside = collectors.filter(({ namespace }) => namespace === undefined).map(({ port }) => port);
  return {
    podSelector: ALL,
    policyTypes: ['Egress'],
    egress: [
      { to: dnsPeers(facts), ports: DNS.map((port) => port._render()) },
      ruleOf('to', [...new Set([KNATIVE_SERVING, KNATIVE_EVENTING, ...ingressNamespaces, ...inside])], []),
      ...[...new Set([...vaultPorts, ...kafkaPorts, ...outside])].map((port) => ({ ports: [{ protocol: 'TCP', port }] })),
      ...to.map((opening) => openingRule('to', opening)),
    ],
  };
}

/** Absent for whoever. */
function dnsPeers({ dns }: NetworkFacts): unknown[] | undefined {
  if (dns === undefined) return [...peersIn(['kube-system']), { ipBlock: { cidr: NODE_LOCAL_DNS } }];
  const whoever = dns.some(({ _peers: peers }) => peers === undefined);
  return whoever ? undefined : dns.flatMap(({ _peers: peers }) => peers ?? []);
}

function ruleOf(
  direction: 'from' | 'to', namespaces: readonly string[], ports: readonly NetworkPort[],
): Record<string, unknown> {
  return {
    [direction]: peersIn(namespaces), ports: ports.length === 0 ? undefined : ports.map((port) => port._render()),
  };
}

function peersIn(namespaces: readonly string[]): unknown[] {
  return namespaces.map((name) => inNamespace(name));
}

function openingRule(direction: 'from' | 'to', { peer, ports }: Opening): Record<string, unknown> {
  return { [direction]: peer._peers, ports: ports.length === 0 ? undefined : ports.map((port) => port._render()) };
}
