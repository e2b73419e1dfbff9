import {
  Broker, ClusterChart, EventPolicy, type EventPolicyProps, type EventPolicySelector, EventSender, Filter, KafkaSink,
  KnativeService, LabelSelectorOperator, ServiceAccount, Sink,
} from '../../lib';
import { byHand, type Fields, type Manifest } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'EventPolicy';
const SUB = 'system:serviceaccount:shop:till';
const TILL = EventSender.subject(SUB);
const BROKER = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker' };
const policy = byHand('eventing.knative.dev/v1alpha1', kind, 'only-till', { from: [{ sub: SUB }] });

function withProps(props: Partial<EventPolicyProps>): VerdictRow['program'] {
  return (chart) => { new EventPolicy(chart, 'only-till', { from: [TILL], ...props }); };
}

function withSelector(selector: EventPolicySelector): VerdictRow['program'] {
  return withProps({ selectors: [selector] });
}

function toSelector(selector: Fields): Manifest {
  return policy({ to: [{ selector }] });
}

/** Mistakes in who may send. */
const SENDERS: VerdictRow[] = [
  {
    kind, mistake: 'a star in the middle of a subject', refused: 'KN-EVT-006',
    program: () => { EventSender.subject('system:*:till'); },
    manifest: policy({ from: [{ sub: 'system:*:till' }] }), words: "'*' is only allowed as suffix",
  },
  {
    kind, mistake: 'two stars', refused: 'KN-EVT-006', program: () => { EventSender.subject('**'); },
    manifest: policy({ from: [{ sub: '**' }] }), words: "'*' is only allowed as suffix",
  },
  {
    kind, mistake: 'an empty subject', refused: 'KN-EVT-006', program: () => { EventSender.subject(''); },
    manifest: policy({ from: [{ sub: '' }] }), words: 'expected exactly one, got neither: spec.from[0].ref, spec.from[0].sub',
  },
  {
    kind, mistake: 'a subject with a space', refused: 'KN-EVT-006',
    program: () => { EventSender.subject('system:serviceaccount: till'); },
    manifest: policy({ from: [{ sub: 'system:serviceaccount: till' }] }),
    stricter: 'no token has such a subject, so that the sender is turned away',
  },
  {
    kind, mistake: 'all of a namespace with a star in its name', refused: 'KN-NAM-006',
    program: () => { EventSender.namespace('shop*'); },
    manifest: policy({ from: [{ sub: 'system:serviceaccount:shop*:*' }] }), words: "'*' is only allowed as suffix",
  },
  {
    kind, mistake: 'a service account with capital letters', refused: 'KN-NAM-001',
    program: () => { EventSender.serviceAccount({ name: 'Till', namespace: 'shop' }); },
    manifest: policy({ from: [{ sub: 'system:serviceaccount:shop:Till' }] }),
    stricter: 'there can be no such account, so that the sender is turned away',
  },
  {
    kind, mistake: 'a sender without a kind', refused: 'KN-SNK-004',
    program: () => { EventSender.reference({ apiVersion: 'sources.knative.dev/v1', kind: '', name: 'tick' }); },
    manifest: policy({ from: [{ ref: { apiVersion: 'sources.knative.dev/v1', name: 'tick' } }] }),
    words: 'missing field(s): spec.from[0].ref.kind',
  },
  {
    kind, mistake: 'a sender without a name', refused: 'KN-SNK-004',
    program: () => { EventSender.reference({ apiVersion: 'sources.knative.dev/v1', kind: 'PingSource', name: '' }); },
    manifest: policy({ from: [{ ref: { apiVersion: 'sources.knative.dev/v1', kind: 'PingSource' } }] }),
    words: 'missing field(s): spec.from[0].ref.name',
  },
  {
    kind, mistake: 'a sender without a version', refused: 'KN-SNK-004',
    program: () => { EventSender.reference({ apiVersion: '', kind: 'PingSource', name: 'tick' }); },
    manifest: policy({ from: [{ ref: { kind: 'PingSource', name: 'tick' } }] }),
    words: 'missing field(s): spec.from[0].ref.apiVersion',
  },
  {
    kind, mistake: 'a sender by reference and by subject', refused: 'compiler',
    // @ts-expect-error a sender is a value of EventSender
    program: withProps({ from: [{ ref: { ...BROKER, name: 'events' }, sub: SUB }] }),
    manifest: policy({ from: [{ ref: { ...BROKER, name: 'events' }, sub: SUB }] }),
    words: 'expected exactly one, got both: spec.from[0].ref, spec.from[0].sub',
  },
  {
    kind, mistake: 'an empty sender', refused: 'compiler',
    // @ts-expect-error a sender is a value of EventSender
    program: withProps({ from: [{}] }),
    manifest: policy({ from: [{}] }), words: 'expected exactly one, got neither',
  },
  {
    kind, mistake: 'a sender by its name', refused: 'compiler',
    // @ts-expect-error a sender is a value of EventSender
    program: withProps({ from: ['till'] }),
    manifest: policy({ from: ['till'] }), words: '.spec.from[0]: expected map',
  },
  {
    kind, mistake: 'one sender in place of a list', refused: 'compiler',
    // @ts-expect-error senders are a list
    program: withProps({ from: TILL }),
    manifest: policy({ from: { sub: SUB } }), words: '.spec.from: expected list',
  },
  {
    kind, mistake: 'a policy without senders', refused: 'compiler',
    // @ts-expect-error `from` says who may send
    program: (chart) => { new EventPolicy(chart, 'only-till', {}); },
    manifest: byHand('eventing.knative.dev/v1alpha1', kind, 'only-till', {})(),
    stricter: 'nobody could send any more to any receiver of the namespace',
  },
];

/** Mistakes in whom the policy is for. */
const RECEIVERS: VerdictRow[] = [
  {
    kind, mistake: 'a receiver of another namespace', refused: 'KN-EVT-004',
    program: (chart) => {
      const to = [Broker.fromBrokerName(chart, 'far', 'events', { namespace: 'billing' })];
      new EventPolicy(chart, 'only-till', { to, from: [TILL] });
    },
    manifest: policy({ to: [{ ref: { ...BROKER, name: 'events', namespace: 'billing' } }] }),
    words: '.spec.to[0].ref.namespace: field not declared in schema',
  },
  {
    kind, mistake: 'an address as receiver', refused: 'KN-EVT-004',
    program: withProps({ to: [Sink.uri('https://events.example.com')] }),
    manifest: policy({ to: [{ uri: 'https://events.example.com' }] }), words: '.spec.to[0].uri: field not declared in schema',
  },
  {
    kind, mistake: 'a receiver without a name', refused: 'KN-SNK-004',
    program: (chart) => { withProps({ to: [Sink.reference({ ...BROKER, name: '' })] })(chart); },
    manifest: policy({ to: [{ ref: BROKER }] }), words: 'missing field(s): spec.to[0].ref.name',
  },
  {
    kind, mistake: 'a receiver without a version', refused: 'KN-SNK-004',
    program: (chart) => { withProps({ to: [Sink.reference({ apiVersion: '', kind: 'Broker', name: 'events' })] })(chart); },
    manifest: policy({ to: [{ ref: { kind: 'Broker', name: 'events' } }] }), words: 'missing field(s): spec.to[0].ref.apiVersion',
  },
  {
    kind, mistake: 'a receiver without a kind', refused: 'KN-SNK-004',
    program: (chart) => { withProps({ to: [Sink.reference({ ...BROKER, kind: '', name: 'events' })] })(chart); },
    manifest: policy({ to: [{ ref: { apiVersion: BROKER.apiVersion, name: 'events' } }] }),
    words: 'missing field(s): spec.to[0].ref.kind',
  },
  {
    kind, mistake: 'a receiver by its name', refused: 'compiler',
    // @ts-expect-error a receiver is a construct or a Sink
    program: withProps({ to: ['events'] }),
    manifest: policy({ to: ['events'] }), words: '.spec.to[0]: expected map',
  },
  {
    kind, mistake: 'a receiver by reference and by selector', refused: 'compiler',
    // @ts-expect-error a receiver is a construct or a Sink
    program: withProps({ to: [{ ref: { ...BROKER, name: 'events' }, selector: BROKER }] }),
    manifest: policy({ to: [{ ref: { ...BROKER, name: 'events' }, selector: BROKER }] }),
    words: 'expected exactly one, got both: spec.to[0].ref, spec.to[0].selector',
  },
  {
    kind, mistake: 'an empty receiver', refused: 'compiler',
    // @ts-expect-error a receiver is a construct or a Sink
    program: withProps({ to: [{}] }),
    manifest: policy({ to: [{}] }), words: 'expected exactly one, got neither: spec.to[0].ref, spec.to[0].selector',
  },
  {
    kind, mistake: 'an empty list of receivers', refused: 'KN-EVT-007', program: withProps({ to: [] }),
    manifest: policy({ to: [] }), stricter: 'it would be for every receiver of the namespace',
  },
  {
    kind, mistake: 'a Knative service, which looks at no policy', refused: 'KN-EVT-005',
    program: withProps({ to: [Sink.reference({ apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' })] }),
    manifest: policy({ to: [{ ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' } }] }),
    stricter: 'everybody could still send to the service',
  },
  {
    kind, mistake: 'a Knative service that allows senders', refused: 'compiler',
    // @ts-expect-error a Knative service looks at no policy
    program: (chart) => { new KnativeService(chart, 'orders', { image: 'orders:1' }).allowFrom('x', { from: [TILL] }); },
    manifest: policy({ to: [{ ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' } }] }),
    stricter: 'everybody could still send to the service',
  },
  {
    kind, mistake: 'a Kubernetes service', refused: 'KN-EVT-005', program: withProps({ to: [Sink.kubernetesService('orders')] }),
    manifest: policy({ to: [{ ref: { apiVersion: 'v1', kind: 'Service', name: 'orders' } }] }),
    stricter: 'everybody could still send to the service',
  },
];

/** Mistakes in selectors. */
const SELECTORS: VerdictRow[] = [
  {
    kind, mistake: 'a selector without labels', refused: 'KN-EVT-008', program: withSelector(BROKER),
    manifest: toSelector(BROKER), stricter: 'it selects nothing',
  },
  {
    kind, mistake: 'a selector without a version', refused: 'KN-EVT-008',
    program: withSelector({ apiVersion: '', kind: 'Broker', matchLabels: { team: 'shop' } }),
    manifest: toSelector({ kind: 'Broker', matchLabels: { team: 'shop' } }), stricter: 'it selects nothing',
  },
  {
    kind, mistake: 'a selector without a kind', refused: 'KN-EVT-008',
    program: withSelector({ ...BROKER, kind: '', matchLabels: { team: 'shop' } }),
    manifest: toSelector({ apiVersion: BROKER.apiVersion, matchLabels: { team: 'shop' } }), stricter: 'it selects nothing',
  },
  {
    kind, mistake: 'a selector of sinks that are asked for without their labels', refused: 'KN-EVT-008',
    program: withSelector({ apiVersion: 'sinks.knative.dev/v1alpha1', kind: 'IntegrationSink', matchLabels: { team: 'shop' } }),
    manifest: toSelector({ apiVersion: 'sinks.knative.dev/v1alpha1', kind: 'IntegrationSink', matchLabels: { team: 'shop' } }),
    stricter: 'the proxy of the sink does not find the policy, and lets everybody in',
  },
  {
    kind, mistake: 'a label that is none in a selector', refused: 'KN-NAM-004',
    program: withSelector({ ...BROKER, matchLabels: { 'the team': 'shop' } }),
    manifest: toSelector({ ...BROKER, matchLabels: { 'the team': 'shop' } }),
    stricter: 'no broker of the namespace becomes ready while the policy is there',
  },
  {
    kind, mistake: 'a condition without values', refused: 'KN-POD-043',
    program: withSelector({ ...BROKER, matchExpressions: [{ key: 'team', operator: LabelSelectorOperator.IN }] }),
    manifest: toSelector({ ...BROKER, matchExpressions: [{ key: 'team', operator: 'In' }] }),
    stricter: 'no broker of the namespace becomes ready while the policy is there',
  },
  {
    kind, mistake: 'an operator of field selectors', refused: 'compiler',
    // @ts-expect-error operators are members of an enum
    program: withSelector({ ...BROKER, matchExpressions: [{ key: 'team', operator: '=', values: ['shop'] }] }),
    manifest: toSelector({ ...BROKER, matchExpressions: [{ key: 'team', operator: '=', values: ['shop'] }] }),
    stricter: 'no broker of the namespace becomes ready while the policy is there',
  },
];

/** Mistakes in the filters. */
const FILTERS: VerdictRow[] = [
  {
    kind, mistake: 'an attribute with a capital letter in a filter', refused: 'KN-FLT-003',
    program: (chart) => { withProps({ filters: [Filter.exact({ orderId: '5' })] })(chart); },
    manifest: policy({ filters: [{ exact: { orderId: '5' } }] }), words: 'invalid key name "orderId"',
  },
  {
    kind, mistake: 'an expression that does not parse', refused: 'KN-FLT-007',
    program: (chart) => { withProps({ filters: [Filter.cesql("type = 'order.paid' AND")] })(chart); },
    manifest: policy({ filters: [{ cesql: "type = 'order.paid' AND" }] }), words: 'spec.filters[0].cesql',
  },
  {
    kind, mistake: 'a sender of another cluster', refused: 'KN-NAM-008',
    program: (chart) => {
      const there = new ClusterChart(chart, 'there', { cluster: 'eu', namespace: 'shop' });
      const account = new ServiceAccount(there, 'till');
      new EventPolicy(chart, 'only-till', { from: [EventSender.serviceAccount(account)] });
    },
    manifest: policy(), stricter: 'a token of the other cluster is not valid in this one',
  },
  {
    kind, mistake: 'filters as a map', refused: 'compiler',
    // @ts-expect-error filters are a list
    program: withProps({ filters: { exact: { type: 'a' } } }),
    manifest: policy({ filters: { exact: { type: 'a' } } }), words: '.spec.filters: expected list',
  },
  {
    kind, mistake: 'two dialects in one filter', refused: 'compiler',
    // @ts-expect-error a filter is a value of Filter
    program: withProps({ filters: [{ exact: { type: 'a' }, prefix: { source: 'b' } }] }),
    manifest: policy({ filters: [{ exact: { type: 'a' }, prefix: { source: 'b' } }] }), words: 'multiple dialects found',
  },
  {
    kind, mistake: 'a filter that Kafka fails on', refused: 'KN-EVT-009',
    program: (chart) => {
      KafkaSink.fromKafkaSinkName(chart, 'audit', 'audit')
        .allowFrom('only-till', { from: [TILL], filters: [Filter.prefix({ subject: 'eu/' })] });
    },
    manifest: policy({
      to: [{ ref: { apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'KafkaSink', name: 'audit' } }],
      filters: [{ prefix: { subject: 'eu/' } }],
    }),
    stricter: 'the sink answers events without a subject with an error',
  },
];

export const rows: readonly VerdictRow[] = [
  {
    kind, mistake: 'a policy where authentication is off', refused: 'KN-FTR-001', plane: 'defaults',
    program: withProps({}),
    manifest: policy(), words: 'oidc-authentication feature not enabled',
  },
  ...SENDERS, ...RECEIVERS, ...SELECTORS, ...FILTERS,
  ...metadataRows({
    kind,
    program: (chart, metadata) => { new EventPolicy(chart, 'only-till', { from: [TILL], metadata }); },
    manifest: (metadata) => policy({}, metadata),
  }),
];
