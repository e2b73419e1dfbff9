import { KNATIVE_EVENTING, KNATIVE_SERVING } from '../core';
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
 * Knative's own container), for Knative Eventing, and for the answers to HTTP-01 challenges. What goes out stays open
 * to DNS, to pods of the namespace, to Knative and its networking layer, to the ports of Vault where services have a
 * Vault agent, and to the ports of the Kafka clusters of the namespace. The API server is not among it. `allowFrom` and
 * `allowTo` open more.
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
   * @default - those of the platform's networking layer; without a platform they are needed (`KN-NSP-008`)
   */
  readonly ingressNamespaces?: readonly string[];
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
  'allow-acme-challenges': ({ ingressNamespaces }) => ({
    podSelector: OF_SOLVERS,
    policyTypes: ['Ingress'],
    ingress: ingressNamespaces.length === 0 ? undefined : [ruleOf('from', ingressNamespaces, [ACME_SOLVER])],
  }),
};

/** The policy of what `allowFrom` opens. */
export function incoming({ from }: NetworkFacts): Record<string, unknown> {
  return { podSelector: ALL, policyTypes: ['Ingress'], ingress: from.map((opening) => openingRule('from', opening)) };
}

/** The policy of what goes out. */
export function outgoing({ ingressNamespaces, to, vaultPorts, kafkaPorts }: NetworkFacts): Record<string, unknown> {
  return {
    podSelector: ALL,
    policyTypes: ['Egress'],
    egress: [
      { to: [...peersIn(['kube-system']), { ipBlock: { cidr: NODE_LOCAL_DNS } }], ports: DNS.map((port) => port._render()) },
      ruleOf('to', [...new Set([KNATIVE_SERVING, KNATIVE_EVENTING, ...ingressNamespaces])], []),
      ...[...new Set([...vaultPorts, ...kafkaPorts])].map((port) => ({ ports: [{ protocol: 'TCP', port }] })),
      ...to.map((opening) => openingRule('to', opening)),
    ],
  };
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
