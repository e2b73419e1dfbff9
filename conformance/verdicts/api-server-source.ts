import {
  type ApiServerEventMode, type ApiServerResource, ApiServerSource, type ApiServerSourceProps, Filter,
  LabelSelectorOperator, ServiceAccount, Sink,
} from '../../lib';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import { overridesRows } from '../verdict-parts/overrides';
import type { VerdictRow } from './row';

const kind = 'ApiServerSource';
const sink = Sink.uri('https://events.example.com/inbox');
const PODS = { apiVersion: 'v1', kind: 'Pod' };
const NOTHING = 'the source becomes ready, and no event ever comes';
const source = byHand('sources.knative.dev/v1', kind, 'changes', {
  sink: DESTINATION, resources: [PODS], serviceAccountName: 'changes',
});

type Verdict = Pick<VerdictRow, 'words' | 'stricter' | 'plane'>;

function row(
  mistake: string, refused: VerdictRow['refused'], props: Partial<ApiServerSourceProps>, spec: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest: source(spec),
    program: (chart) => { new ApiServerSource(chart, 'changes', { sink, resources: [PODS], ...props }); },
  };
}

function kindRow(
  mistake: string, refused: VerdictRow['refused'], resource: ApiServerResource, verdict: Verdict,
): VerdictRow {
  return row(mistake, refused, { resources: [resource] }, { resources: [resource] }, verdict);
}

const RESOURCES: VerdictRow[] = [
  row('nothing to watch', 'KN-SRC-012', { resources: [] }, { resources: [] }, { words: 'spec.resources: Required value' }),
  row('a kind twice', 'KN-SRC-012', { resources: [PODS, PODS] }, { resources: [PODS, PODS] }, { stricter: 'every event comes twice' }),
  kindRow('an apiVersion with two slashes', 'KN-SRC-013', { apiVersion: 'apps/v1/beta', kind: 'Deployment' },
    { words: 'invalid value: apps/v1/beta: spec.resources[0].apiVersion' }),
  kindRow('an empty kind', 'KN-SRC-013', { apiVersion: 'v1', kind: '' }, { words: 'missing field(s): spec.resources[0].kind' }),
  kindRow('a blank kind', 'KN-SRC-013', { apiVersion: 'v1', kind: ' ' }, { words: 'missing field(s): spec.resources[0].kind' }),
  kindRow('an empty apiVersion', 'KN-SRC-013', { apiVersion: '', kind: 'Pod' },
    { stricter: 'the pod of the source ends when it starts, since the API server has no such version' }),
  kindRow('a group without a version', 'KN-SRC-013', { apiVersion: 'apps', kind: 'Deployment' },
    { stricter: 'it is taken for a version, and the pod of the source ends when it starts' }),
  kindRow('a kind of another group', 'KN-SRC-014', { apiVersion: 'v1', kind: 'Deployment' }, { stricter: NOTHING }),
  kindRow('a kind in the plural', 'KN-SRC-014', { apiVersion: 'v1', kind: 'Pods' }, { stricter: NOTHING }),
  kindRow('a kind whose plural Knative guesses wrong', 'KN-SRC-014',
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' }, { stricter: NOTHING }),
  kindRow('a kind that nobody can watch', 'KN-SRC-014', { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics' },
    { stricter: NOTHING }),
  kindRow('a selector with a label that is none', 'KN-NAM-004', { ...PODS, selector: { matchLabels: { team: 'the shop' } } },
    { stricter: 'the API server refuses the watch, again and again' }),
  kindRow('a selector without values', 'KN-POD-043',
    { ...PODS, selector: { matchExpressions: [{ key: 'team', operator: LabelSelectorOperator.IN }] } },
    { stricter: 'the controller panics over a selector that cannot be read' }),
  {
    kind, mistake: 'no resources', refused: 'compiler',
    // @ts-expect-error the resources are missing
    program: (chart) => { new ApiServerSource(chart, 'changes', { sink }); },
    manifest: source({ resources: undefined }), words: 'spec.resources',
  },
  {
    kind, mistake: 'a kind without an apiVersion', refused: 'compiler',
    // @ts-expect-error the apiVersion is missing
    program: (chart) => { new ApiServerSource(chart, 'changes', { sink, resources: [{ kind: 'Pod' }] }); },
    manifest: source({ resources: [{ kind: 'Pod' }] }),
    stricter: 'the pod of the source ends when it starts, since the API server has no such version',
  },
  {
    kind, mistake: 'one resource instead of a list', refused: 'compiler',
    // @ts-expect-error a list of them
    program: (chart) => { new ApiServerSource(chart, 'changes', { sink, resources: PODS }); },
    manifest: source({ resources: PODS }), words: 'expected list, got &{map',
  },
];

const SETTINGS: VerdictRow[] = [
  row('a mode that there is not', 'KN-SRC-015', { mode: JSON.parse('"Ref"') as ApiServerEventMode }, { mode: 'Ref' },
    { words: 'invalid value: Ref: spec.mode' }),
  row('a mode in small letters', 'KN-SRC-015', { mode: JSON.parse('"resource"') as ApiServerEventMode }, { mode: 'resource' },
    { words: 'invalid value: resource: spec.mode' }),
  row('an owner without a kind', 'KN-SRC-013', { owner: { apiVersion: 'apps/v1', kind: '' } },
    { owner: { apiVersion: 'apps/v1', kind: '' } }, { words: 'missing field(s): spec.owner.kind' }),
  row('an owner of a version that is none', 'KN-SRC-013', { owner: { apiVersion: 'a/b/c', kind: 'ReplicaSet' } },
    { owner: { apiVersion: 'a/b/c', kind: 'ReplicaSet' } }, { words: 'invalid value: a/b/c: spec.owner.apiVersion' }),
  row('filters without the feature', 'KN-FTR-001', { filters: [Filter.exact({ kind: 'Pod' })] },
    { filters: [{ exact: { kind: 'Pod' } }] }, { plane: 'defaults', words: 'the NewAPIServerFilters feature is disabled' }),
  {
    ...row('a filter that is none', 'KN-FLT-003', {}, { filters: [{ exact: { 'My-Kind': 'Pod' } }] }, { words: 'spec.filters' }),
    program: (chart) => {
      new ApiServerSource(chart, 'changes', { sink, resources: [PODS], filters: [Filter.exact({ 'My-Kind': 'Pod' })] });
    },
  },
  row('a condition on namespaces that there is not', 'KN-POD-048',
    { namespaceSelector: { matchExpressions: [{ key: 'team', operator: JSON.parse('"Is"') as LabelSelectorOperator }] } },
    { namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'Is' }] } },
    { stricter: 'the controller cannot read the selector, and the source never becomes ready' }),
  {
    kind, mistake: 'an account of another namespace', refused: 'KN-NAM-007',
    program: (chart) => {
      const serviceAccount = new ServiceAccount(chart, 'watcher', { metadata: { namespace: 'platform' } });
      new ApiServerSource(chart, 'changes', { sink, resources: [PODS], serviceAccount });
    },
    manifest: source(), stricter: 'the account of the same name in the namespace of the source is meant, if there is one',
  },
  row('an account with a name that is none', 'KN-POD-039', { serviceAccount: { name: 'My Account' } },
    { serviceAccountName: 'My Account' }, { stricter: 'Kubernetes takes no pod of such an account' }),
  {
    kind, mistake: 'an account by its name', refused: 'compiler',
    // @ts-expect-error serviceAccount, an IServiceAccount
    program: (chart) => { new ApiServerSource(chart, 'changes', { sink, resources: [PODS], serviceAccountName: 'changes' }); },
    manifest: source({ serviceAccountName: 'changes' }),
    stricter: 'the account may not be allowed to read what is watched: the construct makes one that is',
  },
  {
    kind, mistake: 'filters as a map', refused: 'compiler',
    // @ts-expect-error a list of them
    program: (chart) => { new ApiServerSource(chart, 'changes', { sink, resources: [PODS], filters: { exact: { kind: 'Pod' } } }); },
    manifest: source({ filters: { exact: { kind: 'Pod' } } }), words: 'cannot unmarshal object',
  },
  {
    kind, mistake: 'a field that there is not', refused: 'compiler',
    // @ts-expect-error namespaceSelector
    program: (chart) => { new ApiServerSource(chart, 'changes', { sink, resources: [PODS], namespaces: ['shop'] }); },
    manifest: source({ namespaces: ['shop'] }), words: 'unknown field "namespaces"',
  },
  {
    kind, mistake: 'no sink', refused: 'compiler',
    // @ts-expect-error the sink is missing
    program: (chart) => { new ApiServerSource(chart, 'changes', { resources: [PODS] }); },
    manifest: source({ sink: undefined }), words: 'expected at least one, got none: spec.sink.ref, spec.sink.uri',
  },
  {
    kind, mistake: 'a name that no label of its Deployment can have', refused: 'KN-NAM-001',
    program: (chart) => { new ApiServerSource(chart, 'a'.repeat(64), { sink, resources: [PODS] }); },
    manifest: source({}, { name: 'a'.repeat(64) }), stricter: 'the Deployment has the name in a label, and is refused',
  },
];

export const rows: readonly VerdictRow[] = [
  ...RESOURCES,
  ...SETTINGS,
  ...destinationRows({
    kind, what: 'sink', manifest: (destination) => source({ sink: destination }),
    program: (chart, to) => { new ApiServerSource(chart, 'changes', { sink: to, resources: [PODS] }); },
  }),
  ...overridesRows({
    kind, manifest: (ceOverrides) => source({ ceOverrides }),
    program: (chart, ceOverrides) => { new ApiServerSource(chart, 'changes', { sink, resources: [PODS], ceOverrides }); },
  }),
  ...metadataRows({
    kind, manifest: (metadata) => source({}, metadata),
    program: (chart, metadata) => { new ApiServerSource(chart, 'changes', { sink, resources: [PODS], metadata }); },
  }),
];
