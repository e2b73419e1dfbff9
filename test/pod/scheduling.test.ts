import { Duration } from 'cdk8s';
import { Feature, LabelSelectorOperator } from '../../lib/core';
import {
  type Affinity, DnsPolicy, NodeInclusionPolicy, NodeSelectorOperator, PodDialect, type PodProps,
  TaintEffect, Toleration, type TopologySpreadConstraint, UnsatisfiableConstraint,
} from '../../lib/pod';
import { codesOf, IMAGE, raised, specOf, without } from './pod-owner';

const ZONE = 'topology.kubernetes.io/zone';
const selector = {
  matchLabels: { app: 'orders' },
  matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.IN, values: ['a'] }, { key: 'old', operator: LabelSelectorOperator.DOES_NOT_EXIST }],
};
const affinity: Affinity = {
  nodeAffinity: {
    required: [{
      matchExpressions: [{ key: 'kubernetes.io/arch', operator: NodeSelectorOperator.IN, values: ['arm64'] }],
      matchFields: [{ key: 'metadata.name', operator: NodeSelectorOperator.NOT_IN, values: ['node-1'] }],
    }],
    preferred: [{ weight: 100, preference: { matchExpressions: [{ key: 'cores', operator: NodeSelectorOperator.GT, values: ['8'] }] } }],
  },
  podAffinity: { required: [{ topologyKey: ZONE, labelSelector: selector, namespaces: ['orders'], namespaceSelector: {} }] },
  podAntiAffinity: { preferred: [{ weight: 1, podAffinityTerm: { topologyKey: ZONE, labelSelector: {}, matchLabelKeys: ['a'], mismatchLabelKeys: ['b'] } }] },
};
const spread: TopologySpreadConstraint = {
  maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE, labelSelector: selector,
  minDomains: 2,
  nodeAffinityPolicy: NodeInclusionPolicy.IGNORE, nodeTaintsPolicy: NodeInclusionPolicy.HONOR, matchLabelKeys: ['pod-template-hash'],
};

/** Everything that a pod can say beyond containers, the flag it needs, and how it is written. */
const SETTINGS: [Feature, PodProps, Record<string, unknown>][] = [
  [Feature.PODSPEC_NODESELECTOR, { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }, { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }],
  [Feature.PODSPEC_TOLERATIONS, { tolerations: [
    Toleration.equal('gpu', 'yes', { effect: TaintEffect.NO_SCHEDULE }),
    Toleration.exists('spot', { effect: TaintEffect.NO_EXECUTE, duration: Duration.minutes(1) }),
    Toleration.all(),
  ] }, { tolerations: [
    { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
    { key: 'spot', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
    { operator: 'Exists' },
  ] }],
  [Feature.PODSPEC_AFFINITY, { affinity }, { affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{
        matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] }],
        matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['node-1'] }],
      }] },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['8'] }] } },
      ],
    },
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{
      topologyKey: ZONE, namespaces: ['orders'], namespaceSelector: {},
      labelSelector: { matchLabels: { app: 'orders' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['a'] }, { key: 'old', operator: 'DoesNotExist' }] },
    }] },
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, podAffinityTerm: { topologyKey: ZONE, labelSelector: {}, matchLabelKeys: ['a'], mismatchLabelKeys: ['b'] } },
    ] },
  } }],
  [Feature.PODSPEC_TOPOLOGYSPREADCONSTRAINTS, { topologySpreadConstraints: [spread] }, { topologySpreadConstraints: [{
    maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', minDomains: 2, nodeAffinityPolicy: 'Ignore', nodeTaintsPolicy: 'Honor',
    matchLabelKeys: ['pod-template-hash'],
    labelSelector: { matchLabels: { app: 'orders' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['a'] }, { key: 'old', operator: 'DoesNotExist' }] },
  }] }],
  [Feature.PODSPEC_HOSTALIASES, { hostAliases: [{ ip: '10.0.0.8', hostnames: ['a', 'b.example.com'] }] },
    { hostAliases: [{ ip: '10.0.0.8', hostnames: ['a', 'b.example.com'] }] }],
  [Feature.PODSPEC_RUNTIMECLASSNAME, { runtimeClassName: 'gvisor' }, { runtimeClassName: 'gvisor' }],
  [Feature.PODSPEC_PRIORITYCLASSNAME, { priorityClassName: 'high' }, { priorityClassName: 'high' }],
  [Feature.PODSPEC_SCHEDULERNAME, { schedulerName: 'mine' }, { schedulerName: 'mine' }],
  [Feature.PODSPEC_DNSPOLICY, { dnsPolicy: DnsPolicy.DEFAULT }, { dnsPolicy: 'Default' }],
  [Feature.PODSPEC_DNSCONFIG,
    { dnsConfig: { nameservers: ['10.0.0.10', 'fd00::1'], searches: ['example.com', '_tcp.local.', '.'], options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }] } },
    { dnsConfig: { nameservers: ['10.0.0.10', 'fd00::1'], searches: ['example.com', '_tcp.local.', '.'], options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }] } }],
  [Feature.PODSPEC_HOSTNETWORK, { hostNetwork: true }, { hostNetwork: true }],
  [Feature.PODSPEC_HOSTPID, { hostPID: true }, { hostPID: true }],
  [Feature.PODSPEC_HOSTIPC, { hostIPC: true }, { hostIPC: true }],
  [Feature.PODSPEC_SHAREPROCESSNAMESPACE, { shareProcessNamespace: true }, { shareProcessNamespace: true }],
  [Feature.PODSPEC_SECURITYCONTEXT, { podSecurityContext: { fsGroup: 1 } }, { securityContext: { fsGroup: 1 } }],
];

describe('a pod', () => {
  test.each(SETTINGS)('with the flag %s says %j', (feature, props, expected) => {
    const spec = specOf(props, [{ image: IMAGE }], undefined, feature);

    expect(without(spec, 'containers')).toEqual(expected);
  });

  test.each(SETTINGS)('fails on a Knative service without the flag %s to say %j', (_, props) => {
    expect(codesOf(props, [{ image: IMAGE }])).toEqual(['KN-FTR-001']);
    expect(codesOf(props, [{ image: IMAGE }], PodDialect.POD)).toEqual([]);
  });

  test.each<PodProps>([
    { nodeSelector: {} }, { tolerations: [] }, { hostAliases: [] }, { initContainers: [] },
    { topologySpreadConstraints: [] },
    { hostNetwork: false, hostPID: false, hostIPC: false, shareProcessNamespace: false }, { imagePullSecrets: [] },
  ])('says nothing of what is the case anyway: %j', (props) => {
    expect(Object.keys(specOf(props, [{ image: IMAGE }]))).toEqual(['containers']);
  });

  test.each<[string, PodProps, string]>([
    ['a node label that is none', { nodeSelector: { 'a b': 'c' } }, 'KN-NAM-004'],
    ['a node label value that is none', { nodeSelector: { a: 'b c' } }, 'KN-NAM-004'],
    ['an address that is none', { hostAliases: [{ ip: '10.0.0', hostnames: ['a'] }] }, 'KN-POD-045'],
    ['an address of one interface', { hostAliases: [{ ip: 'fe80::1%eth0', hostnames: ['a'] }] }, 'KN-POD-045'],
    ['a server at one interface', { dnsConfig: { nameservers: ['fe80::1%eth0'] } }, 'KN-POD-044'],
    ['a host name that is none', { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a_b'] }] }, 'KN-POD-045'],
    ['a runtime class that is none', { runtimeClassName: 'gVisor' }, 'KN-POD-039'],
    ['a priority class that is none', { priorityClassName: '' }, 'KN-POD-039'],
    ['a scheduler that is none', { schedulerName: 'my scheduler' }, 'KN-POD-039'],
    ['no server', { dnsPolicy: DnsPolicy.NONE }, 'KN-POD-044'],
    ['a server that is none', { dnsConfig: { nameservers: ['dns.example.com'] } }, 'KN-POD-044'],
    ['four servers', { dnsConfig: { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] } }, 'KN-POD-044'],
    ['a domain that is none', { dnsConfig: { searches: ['a b'] } }, 'KN-POD-044'],
    ['32 long domains', { dnsConfig: { searches: Array.from({ length: 32 }, (_, i) => `d${i}.${'a'.repeat(63)}.x`) } }, 'KN-POD-044'],
    ['33 domains', { dnsConfig: { searches: Array.from({ length: 33 }, (_, i) => `d${i}`) } }, 'KN-POD-044'],
    ['long domains', { dnsConfig: { searches: Array.from({ length: 10 }, (_, i) => `d${i}.${'abcd.'.repeat(42)}x`) } }, 'KN-POD-044'],
    ['an option without name', { dnsConfig: { options: [{ name: '' }] } }, 'KN-POD-044'],
    ['a DNS policy that is none', { dnsPolicy: 'Cluster' as DnsPolicy }, 'KN-POD-048'],
    ['both ways to see processes', { hostPID: true, shareProcessNamespace: true }, 'KN-POD-046'],
  ])('fails with %s', (_, props, code) => {
    expect(codesOf(props, [{ name: 'a', image: IMAGE }], PodDialect.POD)).toEqual([code]);
  });
});

describe('a toleration', () => {
  test.each([
    ['a key that is none', () => Toleration.equal('a b', 'c'), 'KN-NAM-004'],
    ['no key', () => Toleration.exists(''), 'KN-NAM-004'],
    ['a value that is none', () => Toleration.equal('a', 'b c'), 'KN-NAM-004'],
    ['a duration for every effect', () => Toleration.all({ duration: Duration.seconds(1) }), 'KN-POD-040'],
    ['a duration for another effect', () => Toleration.exists('a', { effect: TaintEffect.NO_SCHEDULE, duration: Duration.seconds(1) }), 'KN-POD-040'],
    ['an effect that is none', () => Toleration.all({ effect: 'noSchedule' as TaintEffect }), 'KN-POD-048'],
    ['half a second', () => Toleration.exists('a', { effect: TaintEffect.NO_EXECUTE, duration: Duration.millis(500) }), 'KN-POD-040'],
  ])('fails with %s', (_, run, code) => {
    expect(raised(run)).toBe(code);
  });
});

describe('an affinity', () => {
  const nodes = (key: string, operator: NodeSelectorOperator, values?: string[]): Affinity =>
    ({ nodeAffinity: { required: [{ matchExpressions: [{ key, operator, values }] }] } });
  const field = (key: string, operator: NodeSelectorOperator, values?: string[]): Affinity =>
    ({ nodeAffinity: { required: [{ matchFields: [{ key, operator, values }] }] } });
  const { IN, NOT_IN, EXISTS, DOES_NOT_EXIST, GT, LT } = NodeSelectorOperator;

  test.each<[Affinity]>([
    [nodes('a', IN, ['b', 'c'])], [nodes('a', NOT_IN, ['b'])], [nodes('a', EXISTS)], [nodes('a', DOES_NOT_EXIST, [])],
    [nodes('a', GT, ['1'])], [nodes('a', LT, ['10'])],
    [{ nodeAffinity: { preferred: [{ weight: 1, preference: { matchExpressions: [{ key: 'a', operator: GT, values: ['-1'] }] } }] } }],
    [{}], [{ podAffinity: { required: [] } }],
  ])('is taken: %j', (one) => {
    expect(codesOf({ affinity: one }, [{ name: 'a', image: IMAGE }], PodDialect.POD)).toEqual([]);
  });

  test.each<[Affinity, string]>([
    [nodes('a b', EXISTS), 'KN-POD-041'],
    [nodes('a', IN), 'KN-POD-041'],
    [nodes('a', NOT_IN, []), 'KN-POD-041'],
    [nodes('a', EXISTS, ['b']), 'KN-POD-041'],
    [nodes('a', GT, ['1', '2']), 'KN-POD-041'],
    [nodes('a', LT, ['1.5']), 'KN-POD-041'],
    [nodes('a', GT), 'KN-POD-041'],
    [nodes('a', GT, ['-1']), 'KN-POD-041'],
    [nodes('a', IN, ['b c']), 'KN-POD-041'],
    [field('metadata.name', IN, ['A b']), 'KN-POD-041'],
    [nodes('a', 'Equals' as NodeSelectorOperator, ['b']), 'KN-POD-048'],
    [{ podAffinity: { required: [{ topologyKey: 'a', labelSelector: { matchExpressions: [{ key: 'a', operator: 'Is' as LabelSelectorOperator }] } }] } }, 'KN-POD-048'],
    [field('metadata.namespace', IN, ['a']), 'KN-POD-041'],
    [field('metadata.name', EXISTS), 'KN-POD-041'],
    [field('metadata.name', IN, ['a', 'b']), 'KN-POD-041'],
    [{ nodeAffinity: { required: [] } }, 'KN-POD-041'],
    [{ nodeAffinity: { preferred: [{ weight: 0, preference: {} }] } }, 'KN-POD-041'],
    [{ podAffinity: { preferred: [{ weight: 101, podAffinityTerm: { topologyKey: 'a' } }] } }, 'KN-POD-041'],
    [{ podAntiAffinity: { required: [{ topologyKey: '' }] } }, 'KN-POD-041'],
    [{ podAffinity: { required: [{ topologyKey: 'a', namespaces: ['A'] }] } }, 'KN-POD-041'],
    [{ podAffinity: { required: [{ topologyKey: 'a', matchLabelKeys: ['b'] }] } }, 'KN-POD-041'],
    [{ podAffinity: { required: [{ topologyKey: 'a', labelSelector: {}, mismatchLabelKeys: ['b c'] }] } }, 'KN-POD-041'],
    [{ podAffinity: { required: [{ topologyKey: 'a', labelSelector: {}, matchLabelKeys: ['b'], mismatchLabelKeys: ['b'] }] } }, 'KN-POD-041'],
    [{ podAffinity: { required: [{ topologyKey: 'a', labelSelector: { matchLabels: { a: 'b c' } } }] } }, 'KN-NAM-004'],
    [{ podAffinity: { required: [{ topologyKey: 'a', namespaceSelector: { matchExpressions: [{ key: 'a b', operator: LabelSelectorOperator.EXISTS }] } }] } }, 'KN-NAM-004'],
    [{ podAffinity: { required: [{ topologyKey: 'a', labelSelector: { matchExpressions: [{ key: 'a', operator: LabelSelectorOperator.IN, values: ['b c'] }] } }] } }, 'KN-NAM-004'],
    [{ podAffinity: { required: [{ topologyKey: 'a', labelSelector: { matchExpressions: [{ key: 'a', operator: LabelSelectorOperator.IN }] } }] } }, 'KN-POD-043'],
    [{ podAffinity: { required: [{ topologyKey: 'a', labelSelector: { matchExpressions: [{ key: 'a', operator: LabelSelectorOperator.EXISTS, values: ['b'] }] } }] } }, 'KN-POD-043'],
  ])('fails as %j with %s', (one, code) => {
    expect(codesOf({ affinity: one }, [{ name: 'a', image: IMAGE }], PodDialect.POD)).toEqual([code]);
  });
});

describe('a topology spread', () => {
  test.each<[string, Partial<TopologySpreadConstraint>]>([
    ['no skew', { maxSkew: 0 }],
    ['half a skew', { maxSkew: 1.5 }],
    ['no key', { topologyKey: '' }],
    ['no domains', { minDomains: 0 }],
    ['more domains than a number counts', { minDomains: 2 ** 31 }],
    ['domains for pods that are scheduled anyway', { whenUnsatisfiable: UnsatisfiableConstraint.SCHEDULE_ANYWAY }],
    ['keys without a selector', { labelSelector: undefined }],
    ['keys that are none', { matchLabelKeys: ['a b'] }],
  ])('fails with %s', (_, change) => {
    const topologySpreadConstraints = [{ ...spread, ...change }];

    expect(codesOf({ topologySpreadConstraints }, [{ name: 'a', image: IMAGE }], PodDialect.POD)).toEqual(['KN-POD-042']);
  });

  test.each<Partial<TopologySpreadConstraint>>([
    { whenUnsatisfiable: 'Wait' as UnsatisfiableConstraint, minDomains: undefined },
    { nodeAffinityPolicy: 'honor' as NodeInclusionPolicy },
    { nodeTaintsPolicy: 'ignore' as NodeInclusionPolicy },
  ])('fails with the choice %j', (change) => {
    const topologySpreadConstraints = [{ ...spread, ...change }];

    expect(codesOf({ topologySpreadConstraints }, [{ name: 'a', image: IMAGE }], PodDialect.POD)).toEqual(['KN-POD-048']);
  });

  test('fails when another is about the same', () => {
    const other = { ...spread, maxSkew: 2 };

    expect(codesOf({ topologySpreadConstraints: [spread, other] }, [{ name: 'a', image: IMAGE }], PodDialect.POD)).toEqual(['KN-POD-042']);
  });
});
