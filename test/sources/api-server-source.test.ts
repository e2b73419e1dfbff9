import { Chart, JsonPatch, Testing, type App } from 'cdk8s';
import { Feature, Features, LabelSelectorOperator, Sink, Warnings } from '../../lib/core';
import { Filter } from '../../lib/filters';
import { ServiceAccount } from '../../lib/pod';
import {
  ApiServerEventMode, type ApiServerResource, ApiServerSource, type ApiServerSourceProps, CloudEventOverrides,
} from '../../lib/sources';
import { asReleased } from '../released';

const PODS = { apiVersion: 'v1', kind: 'Pod' };
const sink = Sink.uri('https://events.example.com/inbox');
const SINK = { uri: 'https://events.example.com/inbox' };
const VERBS = ['get', 'list', 'watch'];

function chartOf(namespace = 'shop'): { app: App; chart: Chart } {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace }) };
}

function problemsOf(app: App): string[] {
  asReleased(app);
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes('KN-'));
  }
  return [];
}

function codesOf(props: Partial<ApiServerSourceProps>, id = 'changes'): string[] {
  const { app, chart } = chartOf();
  new ApiServerSource(chart, id, { sink, resources: [PODS], ...props });
  return problemsOf(app).map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0] ?? '');
}

interface Manifest {
  readonly kind: string;
  readonly metadata: Record<string, unknown>;
  readonly [field: string]: unknown;
}

function manifestsOf(props: Partial<ApiServerSourceProps>): Manifest[] {
  const { app, chart } = chartOf();
  new ApiServerSource(chart, 'changes', { sink, resources: [PODS], ...props });
  app.synth();
  return chart.toJson() as Manifest[];
}

describe('an ApiServerSource', () => {
  test('makes the account that it runs as, with a role for what it watches', () => {
    const meta = { name: 'changes-apiserversource', namespace: 'shop' };

    expect(manifestsOf({})).toEqual([
      {
        apiVersion: 'sources.knative.dev/v1',
        kind: 'ApiServerSource',
        metadata: { name: 'changes', namespace: 'shop' },
        spec: { sink: SINK, resources: [PODS], serviceAccountName: 'changes-apiserversource' },
      },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: meta,
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: VERBS }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: meta,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'changes-apiserversource' },
        subjects: [{ kind: 'ServiceAccount', name: 'changes-apiserversource', namespace: 'shop' }],
      },
    ]);
  });

  test('says all that it can', () => {
    const { app, chart } = chartOf();
    Features.of(app).enable(Feature.NEW_APISERVERSOURCE_FILTERS);
    const selector = {
      matchLabels: { team: 'shop' }, matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.EXISTS }],
    };
    const source = new ApiServerSource(chart, 'changes', {
      metadata: { labels: { team: 'shop' } },
      sink,
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
      resources: [{ ...PODS, selector }],
      mode: ApiServerEventMode.RESOURCE,
      owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
      namespaceSelector: selector,
      filters: [Filter.exact({ kind: 'Pod' })],
      serviceAccount: ServiceAccount.fromName('watcher'),
      skipPermissionsCheck: true,
    });
    source.addResource({ apiVersion: 'apps/v1', kind: 'Deployment' });

    app.synth();

    expect(chart.toJson()).toEqual([{
      apiVersion: 'sources.knative.dev/v1',
      kind: 'ApiServerSource',
      metadata: {
        name: 'changes', namespace: 'shop', labels: { team: 'shop' },
        annotations: { 'features.knative.dev/apiserversource-skip-permissions-check': 'true' },
      },
      spec: {
        sink: SINK,
        ceOverrides: { extensions: { region: 'eu' } },
        resources: [{ ...PODS, selector }, { apiVersion: 'apps/v1', kind: 'Deployment' }],
        mode: 'Resource',
        owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
        namespaceSelector: selector,
        filters: [{ exact: { kind: 'Pod' } }],
        serviceAccountName: 'watcher',
      },
    }]);
  });

  test('is warned of an expression that may do what was not meant', () => {
    const { chart } = chartOf();
    const source = new ApiServerSource(chart, 'changes', { sink, resources: [PODS], filters: [Filter.cesql('region = 5')] });

    expect(Warnings.of(source).list().map(({ id }) => id)).toEqual(['cesql-absent-attribute']);
  });

  test('may read other namespaces, and what lives outside of them, by a role of the cluster', () => {
    const everywhere = manifestsOf({ namespaceSelector: {} });
    const mixed = manifestsOf({
      resources: [PODS, { apiVersion: 'v1', kind: 'Node' }, { apiVersion: 'example.com/v1', kind: 'Fleet', clusterScoped: true },
        { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' }, { apiVersion: 'v1', kind: 'Endpoints' },
        { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' }],
    });
    const name = 'apiserversource:shop:changes';

    expect(everywhere.map(({ kind }) => kind)).toEqual(['ApiServerSource', 'ServiceAccount', 'ClusterRole', 'ClusterRoleBinding']);
    expect(everywhere[0]).toMatchObject({ spec: { namespaceSelector: {} } });
    expect(everywhere[2]).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: VERBS }],
    });
    expect(everywhere[3]).toMatchObject({
      metadata: { name }, roleRef: { kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: 'changes-apiserversource', namespace: 'shop' }],
    });
    expect(mixed.find(({ kind }) => kind === 'ClusterRole')?.rules).toEqual([
      { apiGroups: [''], resources: ['nodes'], verbs: VERBS },
      { apiGroups: ['example.com'], resources: ['fleets'], verbs: VERBS },
    ]);
    expect(mixed.find(({ kind }) => kind === 'Role')?.rules).toEqual([
      { apiGroups: [''], resources: ['pods', 'endpoints'], verbs: VERBS },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies', 'ingresses'], verbs: VERBS },
    ]);
  });

  test('grants what is added later too', () => {
    const { app, chart } = chartOf();
    const source = new ApiServerSource(chart, 'changes', { sink, resources: [] });
    source.addResource(PODS);
    source.addResource({ apiVersion: 'v1', kind: 'Secret' });

    app.synth();

    expect((chart.toJson() as Manifest[]).find(({ kind }) => kind === 'Role')?.rules)
      .toEqual([{ apiGroups: [''], resources: ['pods', 'secrets'], verbs: VERBS }]);
    expect(source.serviceAccount.name).toBe('changes-apiserversource');
  });

  test.each([
    [undefined, 'ref'], [ApiServerEventMode.REFERENCE, 'ref'], [ApiServerEventMode.RESOURCE, 'resource'],
  ])('of the mode %s knows its events', (mode, word) => {
    const { chart } = chartOf();
    const source = new ApiServerSource(chart, 'changes', { sink, resources: [PODS], mode });

    expect(source.events.map(({ type }) => type)).toEqual([
      `dev.knative.apiserver.${word}.add`, `dev.knative.apiserver.${word}.update`, `dev.knative.apiserver.${word}.delete`,
    ]);
  });

  test('warns of guessed plurals, and of Secrets in events', () => {
    const warned = (resource: ApiServerResource, mode?: ApiServerEventMode) => {
      const { app, chart } = chartOf();
      new ApiServerSource(chart, 'changes', { sink, resources: [resource], mode });
      app.synth();
      return Warnings.of(app).list().map(({ id }) => id);
    };

    expect(warned({ apiVersion: 'example.com/v1', kind: 'Mailbox' })).toEqual(['resource-name-guessed']);
    expect(warned({ apiVersion: 'example.com/v1', kind: 'Settings' })).toEqual(['resource-name-guessed']);
    expect(warned({ apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus' })).toEqual([]);
    expect(warned({ apiVersion: 'v1', kind: 'Secret' })).toEqual([]);
    expect(warned({ apiVersion: 'v1', kind: 'Secret' }, ApiServerEventMode.RESOURCE)).toEqual(['secrets-in-events']);
  });

  test('can be patched', () => {
    const { app, chart } = chartOf();
    const source = new ApiServerSource(chart, 'changes', { sink, resources: [PODS] });
    source.apiObject.addJsonPatch(JsonPatch.replace('/spec/serviceAccountName', 'other'));

    app.synth();

    expect(source.apiObject.toJson()).toMatchObject({ spec: { serviceAccountName: 'other' } });
  });

  test('needs no namespace for an account that exists', () => {
    const app = Testing.app();
    const serviceAccount = ServiceAccount.fromName('watcher');
    new ApiServerSource(new Chart(app, 'bare'), 'changes', { sink, resources: [PODS], serviceAccount });

    expect(problemsOf(app)).toEqual([]);
  });
});

describe('an ApiServerSource fails', () => {
  test.each<[string, string, Partial<ApiServerSourceProps>]>([
    ['without resources', 'KN-SRC-012', { resources: [] }],
    ['with a kind twice', 'KN-SRC-012', { resources: [PODS, { ...PODS, selector: {} }] }],
    ['with two slashes', 'KN-SRC-013', { resources: [{ apiVersion: 'a/b/c', kind: 'D' }] }],
    ['without a version', 'KN-SRC-013', { resources: [{ apiVersion: 'apps', kind: 'Deployment' }] }],
    ['without a kind', 'KN-SRC-013', { resources: [{ apiVersion: 'v1', kind: '' }] }],
    ['with an owner without a kind', 'KN-SRC-013', { owner: { apiVersion: 'v1', kind: ' ' } }],
    ['with a kind of another group', 'KN-SRC-014', { resources: [{ apiVersion: 'v1', kind: 'Deployment' }] }],
    ['with a kind in small letters', 'KN-SRC-014', { resources: [{ apiVersion: 'v1', kind: 'pod' }] }],
    ['with a kind that cannot be watched', 'KN-SRC-014', { resources: [{ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview' }] }],
    ['with a plural that is guessed wrong', 'KN-SRC-014', { resources: [{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' }] }],
    ['with a mode that there is not', 'KN-SRC-015', { mode: 'Both' as ApiServerEventMode }],
    ['with filters without the feature', 'KN-FTR-001', { filters: [Filter.exact({ kind: 'Pod' })] }],
    ['with a selector that is none', 'KN-NAM-004', { resources: [{ ...PODS, selector: { matchLabels: { a: 'b c' } } }] }],
    ['with namespaces that nothing selects', 'KN-POD-043', {
      namespaceSelector: { matchExpressions: [{ key: 'a', operator: LabelSelectorOperator.IN }] },
    }],
    ['with an account that has no name', 'KN-POD-039', { serviceAccount: { name: '' } }],
    ['with an account of another namespace', 'KN-NAM-007', { serviceAccount: { name: 'watcher', namespace: 'platform' } }],
  ])('%s', (_what, code, props) => {
    expect(codesOf(props)).toContain(code);
  });

  test('with a name longer than a label', () => {
    expect(codesOf({}, 'a'.repeat(64))).toEqual(['KN-NAM-001']);
  });

  test('without a namespace for its account', () => {
    const app = Testing.app();
    new ApiServerSource(new Chart(app, 'chart'), 'changes', { sink, resources: [PODS] });

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-NAM-003')]);
  });
});
