import { ApiObject, type Chart } from 'cdk8s';
import {
  KnativeService, type LabelSelector, Sink, SinkBinding, SinkBindingSubject, SubjectKind,
} from '../../lib';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import { overridesRows } from '../verdict-parts/overrides';
import type { VerdictRow } from './row';

const kind = 'SinkBinding';
const sink = Sink.uri('https://events.example.com/inbox');
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };
const NAMED = { ...DEPLOYMENT, name: 'orders' };
const subject = SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'orders');
const binding = byHand('sources.knative.dev/v1', kind, 'orders', { subject: NAMED, sink: DESTINATION });

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function subjectRow(
  mistake: string, refused: VerdictRow['refused'], make: (chart: Chart) => SinkBindingSubject, fields: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict,
    program: (chart) => { new SinkBinding(chart, 'orders', { subject: make(chart), sink }); },
    manifest: binding({ subject: fields }),
  };
}

function selectorRow(mistake: string, refused: VerdictRow['refused'], selector: LabelSelector, verdict: Verdict): VerdictRow {
  const make = (): SinkBindingSubject => SinkBindingSubject.selected(SubjectKind.DEPLOYMENT, selector);
  return subjectRow(mistake, refused, make, { ...DEPLOYMENT, selector }, verdict);
}

/** An object of cdk8s as the subject, which is looked at when the binding is made. */
function workload(name: string, namespace?: string) {
  return (chart: Chart): SinkBindingSubject =>
    SinkBindingSubject.of(new ApiObject(chart, 'workload', { ...DEPLOYMENT, metadata: { name, namespace } }));
}

const SUBJECTS: VerdictRow[] = [
  subjectRow('a subject whose name has a dot', 'KN-SRC-007', () => SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'shop.orders'),
    { ...DEPLOYMENT, name: 'shop.orders' }, { words: 'spec.subject.name' }),
  subjectRow('a subject whose name has capital letters', 'KN-SRC-007', workload('Orders'), { ...DEPLOYMENT, name: 'Orders' },
    { words: 'spec.subject.name' }),
  subjectRow('a subject of no name', 'KN-SRC-007', () => SinkBindingSubject.named(SubjectKind.DEPLOYMENT, ''), DEPLOYMENT,
    { words: 'expected exactly one, got neither: spec.subject.name, spec.subject.selector' }),
  subjectRow('a subject of another namespace', 'KN-SRC-008', workload('orders', 'other'), { ...NAMED, namespace: 'other' },
    { words: 'invalid value: other: spec.subject.namespace' }),
  subjectRow('a subject without a kind', 'KN-SRC-007', () => SinkBindingSubject.named(SubjectKind.custom('apps/v1', ''), 'orders'),
    { ...NAMED, kind: '' }, { words: 'missing field(s): spec.subject.kind' }),
  subjectRow('a subject of a kind that is no word', 'KN-SRC-007',
    () => SinkBindingSubject.named(SubjectKind.custom('apps/v1', 'Stateful-Set'), 'orders'), { ...NAMED, kind: 'Stateful-Set' },
    { words: 'spec.subject.kind' }),
  subjectRow('a subject without a version', 'KN-SRC-007', () => SinkBindingSubject.named(SubjectKind.custom('', 'Deployment'), 'orders'),
    { ...NAMED, apiVersion: '' }, { words: 'missing field(s): spec.subject.apiVersion' }),
  subjectRow('a subject of a version that is none', 'KN-SRC-007',
    () => SinkBindingSubject.named(SubjectKind.custom('apps/v1/beta', 'Deployment'), 'orders'),
    { ...NAMED, apiVersion: 'apps/v1/beta' }, { words: 'spec.subject.apiVersion' }),
  subjectRow('a CronJob as the subject', 'KN-SRC-009',
    () => SinkBindingSubject.named(SubjectKind.custom('batch/v1', 'CronJob'), 'orders'),
    { apiVersion: 'batch/v1', kind: 'CronJob', name: 'orders' },
    { stricter: 'its pods are one level deeper than Knative looks, and the controller may not change it' }),
  {
    kind, mistake: 'a subject by name and by selector', refused: 'KN-SRC-007',
    program: (chart) => {
      const reference = { ...NAMED, selector: { matchLabels: { app: 'orders' } } };
      new SinkBinding(chart, 'orders', { subject: { reference }, sink });
    },
    manifest: binding({ subject: { ...NAMED, selector: { matchLabels: { app: 'orders' } } } }),
    words: 'expected exactly one, got both: spec.subject.name, spec.subject.selector',
  },
  {
    kind, mistake: 'no subject', refused: 'compiler',
    // @ts-expect-error the subject is missing
    program: (chart) => { new SinkBinding(chart, 'orders', { sink }); },
    manifest: binding({ subject: {} }), words: 'missing field(s): spec.subject.apiVersion, spec.subject.kind',
  },
  {
    kind, mistake: 'a subject by its name only', refused: 'compiler',
    // @ts-expect-error a subject has a kind
    program: (chart) => { new SinkBinding(chart, 'orders', { subject: 'orders', sink }); },
    manifest: binding({ subject: 'orders' }), words: '.spec.subject: expected map, got',
  },
];

const SELECTORS: VerdictRow[] = [
  selectorRow('a selector by a label that is none', 'KN-NAM-004', { matchLabels: { 'a b': 'orders' } },
    { words: 'spec.subject.selector' }),
  selectorRow('a selector by a value that is none', 'KN-NAM-004', { matchLabels: { app: 'the shop' } },
    { words: 'spec.subject.selector' }),
  selectorRow('a selector that is in nothing', 'KN-POD-043', JSON.parse('{"matchExpressions":[{"key":"app","operator":"In"}]}') as LabelSelector,
    { words: 'spec.subject.selector' }),
  selectorRow('a selector with an operator that there is not', 'KN-POD-048',
    JSON.parse('{"matchExpressions":[{"key":"app","operator":"Equals","values":["a"]}]}') as LabelSelector,
    { words: '"Equals" is not a valid label selector operator' }),
  {
    kind, mistake: 'labels without `matchLabels`', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error matchLabels
      const selected = SinkBindingSubject.selected(SubjectKind.DEPLOYMENT, { app: 'orders' });
      new SinkBinding(chart, 'orders', { subject: selected, sink });
    },
    manifest: binding({ subject: { ...DEPLOYMENT, selector: { app: 'orders' } } }),
    words: '.spec.subject.selector.app: field not declared in schema',
  },
];

const SERVICES: VerdictRow[] = [
  {
    kind, mistake: 'two bindings of one service', refused: 'KN-SVC-012',
    program: (chart) => {
      const orders = new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.0' });
      orders.bindTo(sink);
      new SinkBinding(chart, 'second', { subject: orders, sink });
    },
    manifest: binding({ subject: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' } }),
    stricter: 'both write `K_SINK`, and the service gets a new revision whenever one of them has its turn',
  },
  {
    kind, mistake: 'no sink', refused: 'compiler',
    // @ts-expect-error the sink is missing
    program: (chart) => { new SinkBinding(chart, 'orders', { subject }); },
    manifest: binding({ sink: {} }), words: 'expected at least one, got none: spec.sink.ref, spec.sink.uri',
  },
];

export const rows: readonly VerdictRow[] = [
  ...SUBJECTS,
  ...SELECTORS,
  ...SERVICES,
  ...destinationRows({
    kind, what: 'sink', manifest: (destination) => binding({ sink: destination }),
    program: (chart, to) => { new SinkBinding(chart, 'orders', { subject, sink: to }); },
  }),
  ...overridesRows({
    kind, manifest: (ceOverrides) => binding({ ceOverrides }),
    program: (chart, ceOverrides) => { new SinkBinding(chart, 'orders', { subject, sink, ceOverrides }); },
  }),
  ...metadataRows({
    kind, manifest: (metadata) => binding({}, metadata),
    program: (chart, metadata) => { new SinkBinding(chart, 'orders', { subject, sink, metadata }); },
  }),
];
