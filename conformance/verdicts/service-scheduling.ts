import { Duration } from 'cdk8s';
import {
  DnsPolicy, LabelSelectorOperator, NodeSelectorOperator, TaintEffect, Toleration, UnsatisfiableConstraint,
} from '../../lib';
import { both, noPod, ours, props, untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const ZONE = 'topology.kubernetes.io/zone';
const SPREAD = { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE };
const node = (required: unknown) => ({
  pod: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } },
});
const preferred = (...terms: unknown[]) => ({
  pod: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: terms } } },
});
const spread = (...constraints: unknown[]) => ({ pod: { topologySpreadConstraints: constraints } });

const placement: readonly VerdictRow[] = [
  ours('KN-POD-040', 'a toleration for some time of a taint that evicts nobody', noPod("effect must be 'NoExecute' when `tolerationSeconds` is set"),
    () => ({ tolerations: [Toleration.exists('spot', { effect: TaintEffect.NO_SCHEDULE, duration: Duration.minutes(5) })] }),
    { pod: { tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 300 }] } }),
  both('KN-POD-040', 'a toleration of half a second', 'cannot unmarshal number 0.5',
    () => ({ tolerations: [Toleration.exists('spot', { effect: TaintEffect.NO_EXECUTE, duration: Duration.millis(500) })] }),
    { pod: { tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0.5 }] } }),
  ours('KN-NAM-004', 'a toleration of a key that no taint has', noPod('name part must consist of alphanumeric characters'),
    () => ({ tolerations: [Toleration.exists('my spot')] }),
    { pod: { tolerations: [{ key: 'my spot', operator: 'Exists' }] } }),
  ours('KN-NAM-004', 'a label of nodes that is none', noPod('a valid label must be an empty string or consist of'),
    () => ({ nodeSelector: { disk: 'very fast' } }), { pod: { nodeSelector: { disk: 'very fast' } } }),
  both('compiler', 'labels of nodes as a list', 'expected map',
    // @ts-expect-error this is a map
    () => props({ nodeSelector: ['disk=fast'] }), { pod: { nodeSelector: ['disk=fast'] } }),
  ours('KN-POD-041', 'a condition on nodes without its values', noPod('must be specified when `operator` is \'In\' or \'NotIn\''),
    () => ({
      affinity: {
        nodeAffinity: { required: [{ matchExpressions: [{ key: ZONE, operator: NodeSelectorOperator.IN }] }] },
      },
    }), node({ nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In' }] }] })),
  ours('KN-POD-041', 'a required affinity without terms', noPod('must have at least one node selector term'),
    () => ({ affinity: { nodeAffinity: { required: [] } } }), node({ nodeSelectorTerms: [] })),
  ours('KN-POD-041', 'a weight of 101', noPod('must be in the range 1-100'),
    () => ({ affinity: { nodeAffinity: { preferred: [{ weight: 101, preference: {} }] } } }),
    preferred({ weight: 101, preference: {} })),
  both('KN-POD-041', 'half a weight', 'cannot unmarshal number 0.5',
    () => ({ affinity: { nodeAffinity: { preferred: [{ weight: 0.5, preference: {} }] } } }),
    preferred({ weight: 0.5, preference: {} })),
  ours('KN-POD-041', 'a neighbourhood without a topology key', noPod('can not be empty'),
    () => ({ affinity: { podAntiAffinity: { required: [{ topologyKey: '' }] } } }),
    { pod: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: '' }] } } } }),
  ours('KN-POD-041', 'a label in which pods agree and differ', noPod('exists in both matchLabelKeys and mismatchLabelKeys'),
    () => ({
      affinity: {
        podAffinity: { required: [{ topologyKey: ZONE, labelSelector: {}, matchLabelKeys: ['app'], mismatchLabelKeys: ['app'] }] },
      },
    }), {
      pod: {
        affinity: {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: ZONE, labelSelector: {}, matchLabelKeys: ['app'], mismatchLabelKeys: ['app'] },
            ],
          },
        },
      },
    }),
  ours('KN-POD-042', 'a spread that may not be uneven at all', noPod('must be greater than zero'),
    () => ({ topologySpreadConstraints: [{ ...SPREAD, maxSkew: 0 }] }), spread({ ...SPREAD, maxSkew: 0 })),
  both('KN-POD-042', 'a spread of one and a half', 'cannot unmarshal number 1.5',
    () => ({ topologySpreadConstraints: [{ ...SPREAD, maxSkew: 1.5 }] }), spread({ ...SPREAD, maxSkew: 1.5 })),
  both('KN-POD-042', 'a spread wider than a number is', 'cannot unmarshal number 2147483648',
    () => ({ topologySpreadConstraints: [{ ...SPREAD, maxSkew: 2147483648 }] }),
    spread({ ...SPREAD, maxSkew: 2147483648 })),
  ours('KN-POD-042', 'two spreads of one key', noPod('Duplicate value'),
    () => ({ topologySpreadConstraints: [SPREAD, SPREAD] }), spread(SPREAD, SPREAD)),
  ours('KN-POD-042', 'a number of places where pods are placed anyway', noPod('can only use minDomains if whenUnsatisfiable=DoNotSchedule'),
    () => ({
      topologySpreadConstraints: [
        { ...SPREAD, whenUnsatisfiable: UnsatisfiableConstraint.SCHEDULE_ANYWAY, minDomains: 3 },
      ],
    }),
    spread({ ...SPREAD, whenUnsatisfiable: 'ScheduleAnyway', minDomains: 3 })),
  ours('KN-POD-048', 'a spread that wants what there is not', noPod('Unsupported value: "Never"'),
    () => ({ topologySpreadConstraints: [{ ...SPREAD, whenUnsatisfiable: untyped('Never') }] }),
    spread({ ...SPREAD, whenUnsatisfiable: 'Never' })),
  ours('KN-POD-043', 'a selector of labels without its values', noPod('must be specified when `operator` is \'In\' or \'NotIn\''),
    () => ({
      topologySpreadConstraints: [{ ...SPREAD, labelSelector: { matchExpressions: [{ key: 'app', operator: LabelSelectorOperator.IN }] } }],
    }), spread({ ...SPREAD, labelSelector: { matchExpressions: [{ key: 'app', operator: 'In' }] } })),
];

const network: readonly VerdictRow[] = [
  ours('KN-POD-044', 'no server where the policy leaves it to the pod', noPod('must provide `dnsConfig` when `dnsPolicy` is None'),
    () => ({ dnsPolicy: DnsPolicy.NONE }), { pod: { dnsPolicy: 'None' } }),
  ours('KN-POD-044', 'the name of a server in place of its address', noPod('must be a valid IP address'),
    () => ({ dnsConfig: { nameservers: ['dns.example.com'] } }), { pod: { dnsConfig: { nameservers: ['dns.example.com'] } } }),
  ours('KN-POD-044', 'a server at one interface of the node', noPod('must be a valid IP address'),
    () => ({ dnsConfig: { nameservers: ['fe80::1%eth0'] } }), { pod: { dnsConfig: { nameservers: ['fe80::1%eth0'] } } }),
  ours('KN-POD-044', 'four servers', noPod('must not have more than 3 nameservers'),
    () => ({ dnsConfig: { nameservers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] } }),
    { pod: { dnsConfig: { nameservers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] } } }),
  both('compiler', 'options of the resolver as a map', 'cannot unmarshal object',
    // @ts-expect-error a list of names and values
    () => props({ dnsConfig: { options: { ndots: '2' } } }), { pod: { dnsConfig: { options: { ndots: '2' } } } }),
  ours('KN-POD-048', 'a DNS policy that there is not', noPod('Unsupported value: "Cluster"'),
    () => ({ dnsPolicy: untyped('Cluster') }), { pod: { dnsPolicy: 'Cluster' } }),
  ours('KN-POD-045', 'an alias of no address', noPod('must be a valid IP address'),
    () => ({ hostAliases: [{ ip: 'legacy', hostnames: ['legacy.example.com'] }] }),
    { pod: { hostAliases: [{ ip: 'legacy', hostnames: ['legacy.example.com'] }] } }),
  ours('KN-POD-045', 'an alias of an address at one interface', noPod('must be a valid IP address'),
    () => ({ hostAliases: [{ ip: 'fe80::1%eth0', hostnames: ['legacy'] }] }),
    { pod: { hostAliases: [{ ip: 'fe80::1%eth0', hostnames: ['legacy'] }] } }),
  both('compiler', 'host names of an alias as one text', 'cannot unmarshal string',
    // @ts-expect-error this is a list
    () => props({ hostAliases: [{ ip: '10.0.0.8', hostnames: 'legacy' }] }),
    { pod: { hostAliases: [{ ip: '10.0.0.8', hostnames: 'legacy' }] } }),
  ours('KN-POD-046', 'the processes of the node and of the pod', noPod('ShareProcessNamespace and HostPID cannot both be enabled'),
    () => ({ hostPID: true, shareProcessNamespace: true }), { pod: { hostPID: true, shareProcessNamespace: true } }),
];

export const rows: readonly VerdictRow[] = [...placement, ...network];
