import { Duration } from 'cdk8s';
import {
  DnsPolicy, type LabelSelector, LabelSelectorOperator, NodeInclusionPolicy, NodeSelectorOperator,
  type NodeSelectorTerm, type PodAffinity, type PodAffinityTerm, type PodProps, TaintEffect, Toleration,
  UnsatisfiableConstraint,
} from '../../lib';

const SELECTOR: LabelSelector = {
  matchLabels: { app: 'orders' }, matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.IN, values: ['web'] }],
};
const NODES: NodeSelectorTerm = {
  matchExpressions: [{ key: 'disk', operator: NodeSelectorOperator.IN, values: ['ssd'] }],
  matchFields: [{ key: 'metadata.name', operator: NodeSelectorOperator.NOT_IN, values: ['node-1'] }],
};
const NEIGHBOURS: PodAffinityTerm = {
  topologyKey: 'topology.kubernetes.io/zone', labelSelector: SELECTOR, namespaces: ['shop'], namespaceSelector: SELECTOR,
  matchLabelKeys: ['pod-template-hash'], mismatchLabelKeys: ['tenant'],
};
const NEAR: PodAffinity = { required: [NEIGHBOURS], preferred: [{ weight: 10, podAffinityTerm: NEIGHBOURS }] };

/** Everything that says where a pod runs, and how it finds names. */
export const PLACES: PodProps = {
  nodeSelector: { disk: 'ssd' },
  tolerations: [
    Toleration.equal('dedicated', 'orders', { effect: TaintEffect.NO_EXECUTE, duration: Duration.minutes(5) }),
    Toleration.exists('spot'), Toleration.all(),
  ],
  affinity: {
    nodeAffinity: { required: [NODES], preferred: [{ weight: 5, preference: NODES }] },
    podAffinity: NEAR,
    podAntiAffinity: NEAR,
  },
  topologySpreadConstraints: [{
    maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE,
    labelSelector: SELECTOR, minDomains: 2, nodeAffinityPolicy: NodeInclusionPolicy.HONOR,
    nodeTaintsPolicy: NodeInclusionPolicy.IGNORE, matchLabelKeys: ['pod-template-hash'],
  }],
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['db.example.com'] }],
  runtimeClassName: 'gvisor',
  priorityClassName: 'high',
  schedulerName: 'packed',
  dnsPolicy: DnsPolicy.NONE,
  dnsConfig: { nameservers: ['10.0.0.10'], searches: ['example.com'], options: [{ name: 'ndots', value: '2' }] },
};
