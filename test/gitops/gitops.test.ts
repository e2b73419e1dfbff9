import { ApiObject, App, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { ClusterChart, leaveToControllers, Namespace, SideDocuments, Wave, WAVES } from '../../lib/core';
import { FluxSourceKind, GitOps, type GitOpsProps } from '../../lib/gitops';
import { STAGES, stageOf } from '../../lib/gitops/stages';
import { type Manifest, ReleasedObject } from '../../lib/releases';

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

interface Written {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: Readonly<Record<string, unknown>>;
}

function object(chart: Chart, apiVersion: string, kind: string, name: string, more: object = {}): ApiObject {
  return new ApiObject(chart, `${kind}-${name}`, { apiVersion, kind, metadata: { name }, ...more });
}

/** As a platform makes it of a release file. */
function released(chart: Chart, manifest: Manifest): ReleasedObject {
  return new ReleasedObject(chart, `${manifest.kind}-${manifest.metadata.name}`, manifest);
}

function shop(props: GitOpsProps): Chart {
  const app = Testing.app();
  new GitOps(app, 'gitops', props);
  return new Chart(app, 'shop');
}

function annotations(each: ApiObject): Readonly<Record<string, string>> {
  App.of(each).synth();
  return (each.toJson() as Written).metadata.annotations ?? {};
}

function refusals(chart: Chart): string {
  try {
    App.of(chart).synth();
  } catch (error) {
    return String(error);
  }
  return '';
}

const documentsOf = (chart: Chart) => {
  App.of(chart).synth();
  return SideDocuments.of(chart).render();
};

describe('stages', () => {
  test('keep the order of the steps, with what joins Knative as one', () => {
    const numbers = WAVES.map((wave) => stageOf({ apiVersion: 'v1', kind: 'ConfigMap' }, wave).syncWave);

    expect(numbers).toEqual([-90, -80, -70, -60, -50, -40, -30, -20, -10, 0, 0, 0, 0, 10]);
    expect(STAGES.map(({ name }) => name)).toEqual([
      'foundation', 'definitions', 'configuration', 'controllers', 'admission', 'issuers', 'credentials', 'knative', 'knative-admission',
      'services', 'migrations',
    ]);
  });

  test('have claims for volumes with the services, whose pods they may wait for', () => {
    expect(stageOf({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' }, Wave.CONFIGURATION).name).toBe('services');
  });
});

describe('sync waves', () => {
  test.each([
    ['v1', 'Namespace', '-90', 'ServerSideApply=true,Prune=false'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', '-80', 'ServerSideApply=true,Prune=false'],
    ['v1', 'ConfigMap', '-70', 'ServerSideApply=true'],
    ['apps/v1', 'Deployment', '0', 'ServerSideApply=true'],
    ['cert-manager.io/v1', 'ClusterIssuer', '-40', 'SkipDryRunOnMissingResource=true,ServerSideApply=true'],
    ['operator.knative.dev/v1beta1', 'KnativeServing', '-20', 'SkipDryRunOnMissingResource=true,ServerSideApply=true'],
    ['gateway.networking.k8s.io/v1', 'Gateway', '0', 'SkipDryRunOnMissingResource=true,ServerSideApply=true'],
    ['sources.knative.dev/v1', 'PingSource', '0', 'SkipDryRunOnMissingResource=true,ServerSideApply=true'],
  ])('stand on %s %s', (apiVersion, kind, wave, options) => {
    const chart = shop({ syncWaves: true });
    const each = object(chart, apiVersion, kind, 'a', { spec: {} });

    expect(annotations(each)).toEqual({ [SYNC_WAVE]: wave, [SYNC_OPTIONS]: options });
    expect(annotations(each)).toEqual({ [SYNC_WAVE]: wave, [SYNC_OPTIONS]: options });
  });

  test('stand on objects of releases, which are rendered no more often for that', () => {
    const chart = shop({ syncWaves: true });
    const bare = released(chart, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'bare' } });
    const full = released(chart, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'full', annotations: { own: 'text' } } });
    const toJson = jest.spyOn(ReleasedObject.prototype, 'toJson');
    const times = (props: GitOpsProps) => {
      const other = shop(props);
      released(other, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'bare' } });
      toJson.mockClear();
      App.of(other).synth();
      return toJson.mock.calls.length;
    };

    expect(annotations(bare)).toEqual({ [SYNC_WAVE]: '-70', [SYNC_OPTIONS]: 'ServerSideApply=true' });
    expect(annotations(full)).toEqual({ own: 'text', [SYNC_WAVE]: '-90', [SYNC_OPTIONS]: 'ServerSideApply=true,Prune=false' });
    expect(times({ syncWaves: true })).toBe(times({ flux: true }));
    toJson.mockRestore();
  });

  test('stand on objects whose annotations a patch writes anew, once', () => {
    const chart = shop({ syncWaves: true });
    const anew = released(chart, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'anew' } });
    const none = object(chart, 'v1', 'ConfigMap', 'none', { metadata: { name: 'none', annotations: { own: 'text' } } });
    anew.addJsonPatch(JsonPatch.add('/metadata/annotations', { [SYNC_OPTIONS]: 'Replace=true' }));
    none.addJsonPatch(JsonPatch.remove('/metadata/annotations'));

    expect(annotations(anew)).toEqual({ [SYNC_WAVE]: '-70', [SYNC_OPTIONS]: 'Replace=true,ServerSideApply=true' });
    expect(annotations(none)).toEqual({ [SYNC_WAVE]: '-70', [SYNC_OPTIONS]: 'ServerSideApply=true' });
    expect([anew, none].map(annotations)).toEqual([anew, none].map(annotations));
    expect(Reflect.get(none, 'patches')).toHaveLength(4);
  });

  test.each([{}, { serverSideApply: false }])('fail on a patch that does not apply, and on all else that is wrong, with %j', (props) => {
    const chart = shop({ syncWaves: true, ...props });
    const service = released(chart, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } });
    const job = released(chart, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'b' }, spec: { ttlSecondsAfterFinished: 0 } });
    new Namespace(chart, 'Wrong Name');
    leaveToControllers(job, { removing: ['/spec/ttlSecondsAfterFinished'] });
    for (const each of [service, job]) each.addJsonPatch(JsonPatch.replace('/spec/nothing/there', 1));
    const text = refusals(chart);

    expect(text.match(/KN-TYP-002 a JSON patch cannot be applied/g)).toHaveLength(2);
    expect(text).toContain('KN-NAM');
  });

  test('leave what the program says itself', () => {
    const chart = shop({ syncWaves: true });
    const own = { [SYNC_WAVE]: '5', [SYNC_OPTIONS]: 'Prune=confirm, ServerSideApply=false' };
    const each = new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'Namespace', metadata: { annotations: own } });

    expect(annotations(each)).toEqual({ [SYNC_WAVE]: '5', [SYNC_OPTIONS]: 'Prune=confirm,ServerSideApply=false' });
  });

  test('are those of the cluster that the construct is made in', () => {
    const app = Testing.app();
    const [eu, us] = ['eu', 'us'].map((cluster) => new ClusterChart(app, cluster, { cluster })) as [Chart, Chart];
    new GitOps(eu, 'gitops', { syncWaves: true });
    const [there, elsewhere] = [object(eu, 'v1', 'ConfigMap', 'a'), object(us, 'v1', 'ConfigMap', 'a')];

    expect(annotations(there)).toHaveProperty([SYNC_WAVE]);
    expect(annotations(elsewhere)).toEqual({});
    expect(Object.keys(SideDocuments.of(app).render())).toEqual(['eu/argocd/application.yaml', 'eu/argocd/argocd-cm.yaml']);
  });

  test('fail on an object that is too large to be applied on the client, where that is asked for', () => {
    const data = { data: { text: 'x'.repeat(262_144) } };
    object(shop({ syncWaves: true }), 'v1', 'ConfigMap', 'large', data);
    const chart = shop({ syncWaves: true, serverSideApply: false });
    const each = object(chart, 'v1', 'ConfigMap', 'large', data);

    expect(() => annotations(each)).toThrow(/\[gitops\] KN-IDX-005 ConfigMap `large` is too large .*; leave `serverSideApply: false` of `GitOps` out/);
    expect(() => annotations(object(shop({ syncWaves: true }), 'v1', 'ConfigMap', 'large', data))).not.toThrow();
  });
});

describe('what a controller removes or changes', () => {
  const spec = { ttlSecondsAfterFinished: 600, backoffLimit: 10 };
  const REMOVING = { removing: ['/spec/ttlSecondsAfterFinished'] };

  test('stays when it is done, where a release brings it', () => {
    const chart = shop({ flux: true });
    const job = released(chart, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate' }, spec });
    const patched = released(chart, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'certgen' }, spec });
    leaveToControllers(job, REMOVING);
    leaveToControllers(patched, REMOVING);
    patched.addJsonPatch(JsonPatch.remove('/spec/ttlSecondsAfterFinished'));
    App.of(chart).synth();
    App.of(chart).synth();

    for (const each of [job, patched]) expect((each.toJson() as Written).spec).toEqual({ backoffLimit: 10 });
  });

  test('is as the program says, where the program says it', () => {
    const chart = shop({ flux: true, syncWaves: true });
    const job = object(chart, 'batch/v1', 'Job', 'own', { spec });
    const web = object(chart, 'apps/v1', 'Deployment', 'web', { spec: { replicas: 0 } });
    const { 'argocd/application.yaml': application = '', 'flux/kustomizations.yaml': stages = '' } = documentsOf(chart);

    expect([job, web].map((each) => (each.toJson() as Written).spec)).toEqual([spec, { replicas: 0 }]);
    expect(parse(application)).not.toHaveProperty('spec.ignoreDifferences');
    expect(stages).not.toContain('ignore');
  });

  test('stays in the manifest, and both tools are told to leave it as it is in the cluster', () => {
    const chart = shop({ flux: true, syncWaves: true });
    const adapter = released(chart, {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'adapter.v1', namespace: 'knative-eventing' }, spec: { replicas: 0 },
    });
    leaveToControllers(adapter, { changed: ['/spec/replicas'] });
    const { 'argocd/application.yaml': application = '', 'flux/kustomizations.yaml': stages = '' } = documentsOf(chart);

    expect((adapter.toJson() as Written).spec).toEqual({ replicas: 0 });
    expect(parse(application)).toMatchObject({
      spec: {
        syncPolicy: { syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'] },
        ignoreDifferences: [
          { group: 'apps', kind: 'Deployment', namespace: 'knative-eventing', name: 'adapter.v1', jsonPointers: ['/spec/replicas'] },
        ],
      },
    });
    expect(parse(stages)).toMatchObject({
      spec: {
        ignore: [{
          paths: ['/spec/replicas'],
          target: { group: 'apps', kind: 'Deployment', namespace: 'knative-eventing', name: 'adapter\\.v1' },
        }],
      },
    });
  });
});

describe('what Argo CD is told', () => {
  const webhooks = [{ name: 'a.example.com', clientConfig: { service: { name: 'webhook' } } }];

  test('is a check for every kind of Knative, and for others that the program has', () => {
    const chart = shop({ syncWaves: true });
    object(chart, 'admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'a', { webhooks });
    const { data } = parse(documentsOf(chart)['argocd/argocd-cm.yaml'] ?? '') as { data: Readonly<Record<string, string>> };

    expect(Object.keys(data)).toEqual([
      'admissionregistration.k8s.io_ValidatingWebhookConfiguration', 'cert-manager.io_Certificate', 'cert-manager.io_ClusterIssuer',
      'cert-manager.io_Issuer', 'eventing.knative.dev_Broker', 'eventing.knative.dev_EventPolicy', 'eventing.knative.dev_EventTransform',
      'eventing.knative.dev_EventType', 'eventing.knative.dev_KafkaSink', 'eventing.knative.dev_RequestReply',
      'eventing.knative.dev_Trigger', 'flows.knative.dev_Parallel', 'flows.knative.dev_Sequence', 'messaging.knative.dev_Channel',
      'messaging.knative.dev_InMemoryChannel', 'messaging.knative.dev_KafkaChannel', 'messaging.knative.dev_Subscription',
      'operator.knative.dev_KnativeEventing', 'operator.knative.dev_KnativeServing', 'serving.knative.dev_Configuration',
      'serving.knative.dev_DomainMapping', 'serving.knative.dev_Route', 'serving.knative.dev_Service', 'sinks.knative.dev_IntegrationSink',
      'sinks.knative.dev_JobSink', 'sources.knative.dev_ApiServerSource', 'sources.knative.dev_ContainerSource',
      'sources.knative.dev_IntegrationSource', 'sources.knative.dev_KafkaSource', 'sources.knative.dev_PingSource',
      'sources.knative.dev_SinkBinding',
    ].map((kind) => `resource.customizations.health.${kind}`));
    expect(data['resource.customizations.health.serving.knative.dev_Service']).toContain('now - 300');
  });

  test('has the patience that the program asks for', () => {
    const chart = shop({ syncWaves: true, patience: Duration.seconds(90) });
    object(chart, 'v1', 'ConfigMap', 'a');

    expect(documentsOf(chart)['argocd/argocd-cm.yaml']).toContain('now - 90');
  });

  test('names for the Application what others write into objects', () => {
    const chart = shop({ syncWaves: true });
    object(chart, 'admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'config', { webhooks });
    object(chart, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets', { spec: { conversion: { strategy: 'Webhook' } } });
    object(chart, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'plain', { spec: {} });
    object(chart, 'rbac.authorization.k8s.io/v1', 'ClusterRole', 'sum', { aggregationRule: {} });
    object(chart, 'rbac.authorization.k8s.io/v1', 'ClusterRole', 'own', { rules: [] });
    new ApiObject(chart, 'certs', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'certs', namespace: 'knative-serving' } });
    object(chart, 'v1', 'Secret', 'filled', { stringData: { a: 'b' } });

    expect(parse(documentsOf(chart)['argocd/application.yaml'] ?? '')).toEqual({
      spec: {
        syncPolicy: {
          syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'],
          retry: { limit: 10, backoff: { duration: '30s', factor: 2, maxDuration: '5m' } },
        },
        ignoreDifferences: [
          {
            group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration', name: 'config',
            jqPathExpressions: [
              '.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.rules', '.webhooks[]?.namespaceSelector', '.webhooks[]?.objectSelector',
            ],
          },
          {
            group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition', name: 'widgets',
            jsonPointers: ['/spec/conversion/webhook/clientConfig/caBundle'],
          },
          { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'sum', jsonPointers: ['/rules'] },
          { kind: 'Secret', namespace: 'knative-serving', name: 'certs', jsonPointers: ['/data'] },
        ],
      },
    });
  });

  test('names objects as the cluster has them: without a namespace where there is none', () => {
    const app = Testing.app();
    new GitOps(app, 'gitops', { syncWaves: true });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    object(chart, 'rbac.authorization.k8s.io/v1', 'ClusterRole', 'sum', { aggregationRule: {} });
    object(chart, 'v1', 'Secret', 'certs');

    expect(parse(documentsOf(chart)['argocd/application.yaml'] ?? '')).toMatchObject({
      spec: { ignoreDifferences: [{ kind: 'ClusterRole', name: 'sum' }, { kind: 'Secret', namespace: 'shop', name: 'certs' }] },
    });
    expect(documentsOf(chart)['argocd/application.yaml']?.match(/namespace: shop/g)).toHaveLength(1);
  });

  test('is no more than it needs, where it applies on the client', () => {
    const chart = shop({ syncWaves: true, serverSideApply: false });
    object(chart, 'v1', 'ConfigMap', 'a');

    expect(parse(documentsOf(chart)['argocd/application.yaml'] ?? '')).toMatchObject({ spec: { syncPolicy: { syncOptions: [] } } });
  });
});

describe('Kustomizations', () => {
  function written(props: GitOpsProps = {}) {
    const chart = shop({ flux: true, ...props });
    object(chart, 'v1', 'Namespace', 'shop');
    object(chart, 'operator.knative.dev/v1beta1', 'KnativeServing', 'knative-serving');
    object(chart, 'serving.knative.dev/v1', 'Service', 'orders');
    object(chart, 'sources.knative.dev/v1', 'PingSource', 'ping');
    return documentsOf(chart);
  }

  test('are one for each stage that has objects, each after the one before it', () => {
    const files = written({ prune: true, timeout: Duration.minutes(20), interval: Duration.minutes(30), documents: './deploy/shop/' });

    expect(Object.keys(files)).toEqual([
      'flux/00-foundation/shop.k8s.yaml', 'flux/07-knative/shop.k8s.yaml', 'flux/09-services/shop.k8s.yaml', 'flux/kustomizations.yaml',
    ]);
    expect(parseAllDocuments(files['flux/kustomizations.yaml'] ?? '').map((document): unknown => document.toJS())).toEqual([
      kustomization('foundation', '00-foundation', [], { prune: false }),
      kustomization('knative', '07-knative', ['foundation'], { healthCheckExprs: [ready('operator.knative.dev/v1beta1', 'KnativeServing')] }),
      kustomization('services', '09-services', ['knative'], {
        healthCheckExprs: [ready('serving.knative.dev/v1', 'Service'), ready('sources.knative.dev/v1', 'PingSource')],
      }),
    ]);
  });

  function kustomization(name: string, folder: string, after: string[], more: object) {
    return {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: `system-${name}`, namespace: 'flux-system' },
      spec: {
        ...after.length === 0 ? {} : { dependsOn: after.map((each) => ({ name: `system-${each}` })) },
        interval: '1800s', retryInterval: '1m', timeout: '1200s', path: `./deploy/shop/flux/${folder}`, prune: true, wait: true,
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
        ...more,
      },
    };
  }

  function ready(apiVersion: string, kind: string) {
    return {
      apiVersion, kind,
      current: '(!has(status.observedGeneration) || status.observedGeneration == metadata.generation) && '
        + "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
    };
  }

  test('look for certificates where there are webhooks, and know by name which objects have none', () => {
    const chart = shop({ flux: true });
    const kind = ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'] as const;
    const CERTIFIED = 'webhooks.all(w, !has(w.clientConfig.service) || (has(w.clientConfig.caBundle) && w.clientConfig.caBundle != ""))';
    object(chart, 'admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'full', { webhooks: [{ name: 'a' }] });
    object(chart, ...kind, 'full', { webhooks: [{ name: 'a' }] });
    object(chart, ...kind, 'empty', { webhooks: [] });
    object(chart, ...kind, 'none');

    expect(parse(documentsOf(chart)['flux/kustomizations.yaml'] ?? '')).toMatchObject({
      spec: { healthCheckExprs: [{ current: CERTIFIED }, { current: `metadata.name in ["empty","none"] || ${CERTIFIED}` }] },
    });
  });

  test('have folders with the manifests of their stage, and nothing else', () => {
    const files = written();
    const kinds = (file: string) => parseAllDocuments(files[file] ?? '').map((document) => (document.toJS() as { kind: string }).kind);

    expect(kinds('flux/00-foundation/shop.k8s.yaml')).toEqual(['Namespace']);
    expect(kinds('flux/09-services/shop.k8s.yaml')).toEqual(['Service', 'PingSource']);
  });

  test('are called after their cluster, and lie in its folder', () => {
    const app = Testing.app();
    const chart = new ClusterChart(app, 'eu', { cluster: 'eu' });
    const source = { kind: FluxSourceKind.OCI_REPOSITORY, name: 'shop', namespace: 'shop' };
    new GitOps(chart, 'gitops', { flux: true, name: 'shop', documents: '.', source });
    object(chart, 'v1', 'ConfigMap', 'a');
    const files = documentsOf(chart);

    expect(Object.keys(files)).toEqual(['eu/flux/02-configuration/eu.k8s.yaml', 'eu/flux/kustomizations.yaml']);
    expect(parse(files['eu/flux/kustomizations.yaml'] ?? '')).toMatchObject({
      metadata: { name: 'shop-eu-configuration', namespace: 'shop' },
      spec: { path: './eu/flux/02-configuration', prune: false, sourceRef: { kind: 'OCIRepository', name: 'shop' } },
    });
  });

  test('fail on a document of the program that has the name of one of theirs', () => {
    const chart = shop({ flux: true });
    SideDocuments.of(chart).add({ file: 'flux/kustomizations.yaml', content: () => '' });
    object(chart, 'v1', 'ConfigMap', 'a');

    expect(() => documentsOf(chart)).toThrow('KN-DOC-001 the side document `flux/kustomizations.yaml` is written twice');
  });
});

describe('GitOps', () => {
  test.each([
    ['no tool', {}, 'KN-GIT-001 the `GitOps` construct names no tool'],
    ['no props, in JavaScript', undefined, 'KN-GIT-001'],
    ['no patience', { syncWaves: true, patience: Duration.seconds(0) }, 'KN-DUR-002 `patience`'],
    ['a timeout of more than a day', { flux: true, timeout: Duration.hours(25) }, 'KN-DUR-002 `timeout`'],
    ['an interval of fractions', { flux: true, interval: Duration.millis(60_001) }, 'KN-DUR-001 `interval`'],
    ['a source of a kind that there is not', { flux: true, source: { kind: 'Folder' } }, 'KN-GIT-003 `source.kind` `Folder`'],
    ['a source with a name that there is not', { flux: true, source: { name: 'My Source' } }, 'KN-GIT-003 `My Source` is no name'],
    ['a source in a namespace that there is not', { flux: true, source: { namespace: 'a.b' } }, 'KN-GIT-003 `a.b` is no namespace'],
    ['a folder outside of the source', { flux: true, documents: '../elsewhere' }, 'KN-GIT-004 `../elsewhere` is no folder'],
    ['a folder of the machine', { flux: true, documents: '/srv' }, 'KN-GIT-004'],
    ['a name that no Kustomization can have', { flux: true, name: 'Shop' }, 'KN-GIT-005 `Shop` is no name for Kustomizations'],
    ['no folder', { flux: true, documents: '' }, 'KN-GIT-004'],
  ])('fails on %s', (_, props, message) => {
    const app = Testing.app();

    new GitOps(app, 'gitops', props as GitOpsProps);

    expect(() => { app.synth(); }).toThrow(message);
  });

  test.each([
    ['of the app', (app: App) => app, (app: App) => new ClusterChart(app, 'eu', { cluster: 'eu' })],
    ['of a cluster', (app: App) => new ClusterChart(app, 'a', { cluster: 'eu' }), (app: App) => new ClusterChart(app, 'b', { cluster: 'eu' })],
  ])('fails on a second one after that %s', (_, first, second) => {
    const app = Testing.app();
    new GitOps(first(app), 'gitops', { flux: true });
    new GitOps(second(app), 'other', { syncWaves: true });

    expect(() => { app.synth(); }).toThrow(/KN-GIT-002 `(a\/)?gitops` says already how the objects of this cluster are applied/);
  });
});
