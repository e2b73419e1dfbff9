import { Aspects, CfnResource, Stack, Tags } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ClusterChart, ComponentName, KnativeService, Placeholders, ServicesNamespace, Warnings, Wave } from '../../lib';
import { placeInWave } from '../../lib/core';
import { ChartSelection } from '../../lib/eks';
import { add, applied, appliedIn, appOf, before, manifestOf, MANIFEST, messagesOf, type Piece, STEP, templateOf, there, VALUE } from './apply-support';
import { anyCluster, cdkApp, REGION } from './support';

const SHOP: readonly Piece[] = [
  { kind: 'Namespace', name: 'shop' },
  { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'widgets.example.com' },
  { kind: 'ConfigMap', name: 'settings', namespace: 'shop', fields: { data: { colour: 'blue' } } },
  { kind: 'KnativeServing', apiVersion: 'operator.knative.dev/v1beta1', name: 'knative-serving', namespace: 'knative-serving', fields: { spec: { version: '1.23.0' } } },
  { kind: 'Service', apiVersion: 'serving.knative.dev/v1', name: 'orders', namespace: 'shop' },
  { kind: 'Trigger', apiVersion: 'eventing.knative.dev/v1', name: 'placed', namespace: 'shop' },
  { kind: 'PingSource', apiVersion: 'sources.knative.dev/v1', name: 'nightly', namespace: 'shop' },
];

describe('cluster.apply', () => {
  it('makes a resource of each object, with an id from what the object is', () => {
    const all = applied(appOf(...SHOP), MANIFEST);
    expect(Object.keys(all)).toEqual([
      'NamespaceShop', 'CustomResourceDefinitionWidgetsExampleCom', 'ConfigMapSettings', 'KnativeServingKnativeServing', 'ServiceOrders',
      'TriggerPlaced', 'PingSourceNightly',
    ].map((id) => expect.stringMatching(new RegExp(`^${id}[0-9a-f]{10}$`))));
    const settings = Object.entries(all).find(([id]) => id.startsWith('ConfigMapSettings'))?.[1];
    expect(manifestOf(settings)).toEqual({
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' }, data: { colour: 'blue' },
    });
    expect(settings?.Properties).toEqual({
      ServiceToken: expect.anything(), Manifest: expect.any(String), ClusterName: 'shop', Overwrite: true,
    });
  });

  it('reads the app when the program is synthesized', () => {
    const cluster = there();
    const app = appOf({ kind: 'ConfigMap', name: 'first' });
    cluster.apply(app);
    add(new Chart(app, 'later'), { kind: 'ConfigMap', name: 'second' });
    expect(Object.values(appliedIn(Stack.of(cluster), MANIFEST)).map(manifestOf)).toMatchObject([
      { metadata: { name: 'first' } }, { metadata: { name: 'second' } },
    ]);
  });

  it('makes the same again when the program is synthesized again, and what was added since', () => {
    const cluster = there();
    const app = appOf({ kind: 'ConfigMap', name: 'first' });
    cluster.apply(app);
    const program = Stack.of(cluster).node.root as ReturnType<typeof cdkApp>;
    const templateOf = () => program.synth({ force: true }).getStackByName('shop').template as { Resources: Record<string, { Type: string }> };
    const first = templateOf();
    expect(templateOf()).toEqual(first);
    add(new Chart(app, 'later'), { kind: 'ConfigMap', name: 'second' });
    const idsIn = ({ Resources }: typeof first) =>
      Object.keys(Resources).filter((id) => Resources[id]?.Type === MANIFEST);
    expect(idsIn(templateOf())).toEqual([...idsIn(first), expect.any(String)]);
  });

  it.each([[true], [false]])('works with aspects in both ways of AWS CDK (stabilized: %s)', (stabilized) => {
    const stack = new Stack(cdkApp({ context: { '@aws-cdk/core:aspectStabilization': stabilized } }), 'shop', { env: { region: REGION } });
    const cluster = there(stack);
    Tags.of(stack).add('team', 'shop');
    const seen: string[] = [];
    Aspects.of(stack).add({
      visit: (node) => {
        if (CfnResource.isCfnResource(node) && node.cfnResourceType === MANIFEST) seen.push(node.logicalId);
      },
    });
    cluster.apply(appOf(...SHOP));
    expect(Object.keys(appliedIn(stack, MANIFEST))).toHaveLength(SHOP.length);
    expect(seen).toHaveLength(SHOP.length);
  });

  it('writes tokens of AWS CDK for CloudFormation', () => {
    const cluster = there();
    const topic = new Topic(Stack.of(cluster), 'Topic');
    cluster.apply(appOf({ kind: 'ConfigMap', name: 'settings', fields: { data: { topic: `arn is ${topic.topicArn}` } } }));
    const [settings] = Object.values(appliedIn(Stack.of(cluster), MANIFEST));
    expect(settings?.Properties.Manifest).toEqual({
      'Fn::Join': ['', [
        '[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},"data":{"topic":"arn is ', { Ref: expect.stringMatching(/^Topic/) }, '"}}]',
      ]],
    });
  });

  it('has a name for a value of the deployment as an output where files have a placeholder for it', () => {
    const cluster = there();
    const topic = new Topic(Stack.of(cluster), 'Topic');
    const app = appOf({ kind: 'ConfigMap', name: 'settings', fields: { data: { topic: topic.topicArn } } });
    Placeholders.of(app).declare({ ORDERS_TOPIC: topic.topicArn });
    cluster.apply(app);
    const outputs = Template.fromStack(Stack.of(cluster)).findOutputs('*');
    expect(Object.entries(outputs)).toEqual([[
      expect.stringMatching(/^PlaceholderORDERSTOPIC/), { Description: 'Value of the placeholder ORDERS_TOPIC', Value: { Ref: expect.stringMatching(/^Topic/) } },
    ]]);
  });

  it('keeps definitions in the cluster when all else is removed', () => {
    const policies = Object.values(applied(appOf(...SHOP), MANIFEST)).map((resource) => [
      (manifestOf(resource) as { kind: string }).kind, resource.DeletionPolicy,
    ]);
    expect(policies.filter(([, policy]) => policy === 'Retain')).toEqual([['CustomResourceDefinition', 'Retain']]);
  });

  it('applies what a program of this library writes', () => {
    const app = new App();
    const chart = new Chart(app, 'orders', { namespace: 'orders' });
    new ServicesNamespace(chart, 'orders');
    new KnativeService(chart, 'api', { image: 'registry.example.com/api:1' });
    expect(Object.values(applied(app, MANIFEST)).map(manifestOf)).toMatchObject([
      { kind: 'Namespace', metadata: { name: 'orders' } },
      { kind: 'Service', metadata: { name: 'api', namespace: 'orders' }, spec: { template: { spec: { containers: [{ image: 'registry.example.com/api:1' }] } } } },
    ]);
  });

  it('warns of values of Secrets in the template', () => {
    const cluster = there();
    const applied = cluster.apply(appOf(
      { kind: 'Secret', name: 'token', fields: { stringData: { token: 'abc' } } }, { kind: 'Secret', name: 'filled' },
    ));
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(messagesOf(cluster.node.root as never)).toEqual([]);
    expect(Warnings.of(applied).list().map(({ id, message }) => [id, message.split(' stand')[0]])).toEqual([
      ['secret-in-template', 'the values of Secret `token`'],
    ]);
    expect(written).toHaveBeenCalledTimes(1);
    written.mockRestore();
  });

  it('makes nothing when the command line asks what the program needs', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'needs-'));
    process.env.CDK8S_KNATIVE_NEEDS = path.join(folder, 'needs.jsonl');
    const options = { helmAssets: [ChartSelection.release(ComponentName.NET_CONTOUR)] };
    expect(applied(appOf(...SHOP), undefined, options)).toEqual({});
    delete process.env.CDK8S_KNATIVE_NEEDS;
    fs.rmSync(folder, { recursive: true });
  });

  it('takes the charts of one cluster, where an app has those of several', () => {
    const app = new App();
    add(new ClusterChart(app, 'a', { cluster: 'east' }), { kind: 'ConfigMap', name: 'settings' });
    add(new ClusterChart(app, 'b', { cluster: 'west' }), { kind: 'ConfigMap', name: 'settings', fields: { data: { side: 'west' } } });
    expect(Object.values(applied(app, MANIFEST, { chartsOf: 'west' })).map(manifestOf)).toMatchObject([{ data: { side: 'west' } }]);
  });

  it('puts one app on two clusters of one stack', () => {
    const stack = new Stack(cdkApp(), 'both', { env: { region: REGION } });
    const app = appOf({ kind: 'ConfigMap', name: 'settings' });
    there(stack, 'east').apply(app);
    there(stack, 'west').apply(app);
    const all = Object.values(appliedIn(stack, MANIFEST));
    expect(all.map(({ Properties }) => Properties.ClusterName)).toEqual(['east', 'west']);
  });
});

describe('ids of resources', () => {
  const idsOf = (build: (app: App) => void): string[] => {
    const app = new App();
    build(app);
    return Object.keys(applied(app)).filter((id) => !id.startsWith('Step')).sort();
  };

  it('stay the same wherever objects stand in the program', () => {
    const simple = idsOf((app) => { for (const piece of SHOP) add(new Chart(app, `of ${piece.name}`), piece); });
    fc.assert(fc.property(
      fc.shuffledSubarray([...SHOP], { minLength: SHOP.length }),
      fc.array(fc.record({ chart: fc.constantFrom('a', 'b', 'c'), below: fc.integer({ min: 0, max: 2 }) }), { minLength: SHOP.length, maxLength: SHOP.length }),
      (pieces, places) => {
        const ids = idsOf((app) => pieces.forEach((piece, at) => {
          const { chart = 'a', below = 0 } = places[at] ?? {};
          let scope: Construct = app.node.tryFindChild(chart) as Chart | undefined ?? new Chart(app, chart);
          for (let depth = 0; depth < below; depth += 1) scope = new Construct(scope, `part ${at} ${depth}`);
          add(scope, piece, `object ${at}`);
        }));
        expect(ids).toEqual(simple);
      },
    ), { numRuns: 6 });
  });

  it('stay the same in another stack, below other constructs, and when objects come and go', () => {
    const whole = Object.keys(applied(appOf(...SHOP)));
    const cluster = there();
    const other = new Stack(cluster.node.root, 'platform', { env: { region: REGION } });
    cluster.apply(appOf(...SHOP), { scope: new Construct(new Construct(other, 'deep'), 'deeper') });
    expect(Object.keys(appliedIn(other))).toEqual(whole);
    const fewer = Object.keys(applied(appOf(...SHOP.slice(2))));
    expect(fewer.filter((id) => !whole.includes(id))).toEqual([]);
    const more = SHOP.concat(Array.from({ length: 20 }, (_, at) => ({ kind: 'ConfigMap', name: `more-${at}` })));
    expect(whole.filter((id) => !Object.keys(applied(appOf(...more))).includes(id))).toEqual([]);
  });

  it('differ for whatever is another object', () => {
    const pieces: Piece[] = [
      { kind: 'ConfigMap', name: 'a-b' }, { kind: 'ConfigMap', name: 'a.b' }, { kind: 'ConfigMap', name: 'a-b', namespace: 'shop' },
      { kind: 'Service', name: 'a' }, { kind: 'Service', name: 'a', apiVersion: 'serving.knative.dev/v1' },
      { kind: 'ConfigMap', name: 'x'.repeat(250) }, { kind: 'ConfigMap', name: `${'x'.repeat(249)}y` },
    ];
    const ids = Object.keys(applied(appOf(...pieces), MANIFEST));
    expect(new Set(ids).size).toBe(pieces.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z][A-Za-z0-9]{0,254}$/);
  });

  it('do not have the version of an API in them', () => {
    const idOf = (apiVersion: string) => Object.keys(applied(appOf({ kind: 'Trigger', name: 'a', apiVersion }), MANIFEST));
    expect(idOf('eventing.knative.dev/v1')).toEqual(idOf('eventing.knative.dev/v1beta2'));
  });
});

describe('the order of objects', () => {
  it('is that of the steps', () => {
    const all = applied(appOf(...[...SHOP].reverse()));
    const manifests = Object.keys(all).filter((id) => all[id]?.Type === MANIFEST);
    manifests.forEach((id, at) => {
      const needed = before(id, all);
      expect(manifests.slice(0, at).filter((earlier) => !needed.has(earlier))).toEqual([]);
    });
    expect(Object.keys(all).filter((id) => id.startsWith('Step')).map((id) => id.replace(/[0-9a-f]{10}$/, ''))).toEqual([
      'StepBegin', 'StepBeforeDefinitions', 'StepBeforeConfiguration', 'StepBeforeKnative', 'StepBeforeServices', 'StepBeforeWiring',
      'StepBeforeSources', 'StepEnd',
    ]);
  });

  it('lets what is of one step go at once, but for what the program orders', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const [first, second, third] = ['first', 'second', 'third'].map((name) => add(chart, { kind: 'ConfigMap', name }));
    first?.addDependency(second ?? chart);
    expect(third).toBeDefined();
    const all = applied(app);
    const idOf = (name: string) => Object.keys(all).find((id) => id.startsWith(`ConfigMap${name}`)) ?? '';
    expect([...before(idOf('First'), all)]).toContain(idOf('Second'));
    expect([...before(idOf('Third'), all)].filter((id) => all[id]?.Type === MANIFEST)).toEqual([]);
  });

  it('begins when there are nodes, and ends before they go', () => {
    const cluster = anyCluster();
    cluster.apply(appOf(...SHOP));
    const all = templateOf(Stack.of(cluster)).Resources;
    const begin = Object.keys(all).find((id) => id.startsWith('StepBegin')) ?? '';
    const types = [...before(begin, all)].map((id) => all[id]?.Type);
    expect(types).toEqual(expect.arrayContaining(['AWS::EKS::Nodegroup', 'AWS::EKS::Addon']));
    const manifests = Object.keys(all).filter((id) => all[id]?.Type === MANIFEST);
    for (const id of manifests) expect(before(id, all)).toContain(begin);
  });

  it('lets another app, and whatever else comes after, wait for the end alone', () => {
    const cluster = there();
    const platform = cluster.apply(appOf(...SHOP));
    const services = cluster.apply(appOf({ kind: 'ConfigMap', name: 'a' }, { kind: 'ConfigMap', name: 'b' }));
    services.node.addDependency(platform);
    const topic = new Topic(Stack.of(cluster), 'Topic');
    topic.node.addDependency(platform);
    const { Resources } = templateOf(Stack.of(cluster));
    expect(Object.entries(Resources).find(([id]) => id.startsWith('Topic'))?.[1].DependsOn).toEqual([expect.stringMatching(/^StepEnd[0-9a-f]{10}$/)]);
    const own = Object.entries(Resources).find(([id]) => /^ConfigMapA[0-9a-f]{10}$/.test(id));
    expect(own?.[1].DependsOn?.map((id) => id.slice(0, -10)).sort()).toEqual(['StepBegin', 'StepEnd']);
  });
});

describe('readiness', () => {
  const WEBHOOKS = { webhooks: [{ name: 'webhook.example.com', clientConfig: { service: { name: 'webhook', namespace: 'shop' } } }] };
  const waitsFor = (piece: Piece) => Object.values(applied(appOf(piece), VALUE)).map(({ Properties }) => Properties);

  it.each<[string, Piece, string | undefined]>([
    ['KnativeServing of a version', { kind: 'KnativeServing', apiVersion: 'operator.knative.dev/v1beta1', name: 'knative-serving', fields: { spec: { version: '1.23.0' } } },
      '.items[*].status.conditions[?(@.status!="True")].type[?(@.none)]}{.items[?(@.status.version!="1.23.0")].metadata.name[?(@.none)]}'
      + '{.items[?(@.status.observedGeneration==@.metadata.generation)].status.version'],
    ['KnativeEventing of any', { kind: 'KnativeEventing', apiVersion: 'operator.knative.dev/v1beta1', name: 'knative-eventing' },
      '.items[*].status.conditions[?(@.status!="True")].type[?(@.none)]}{.items[?(@.status.observedGeneration==@.metadata.generation)].status.version'],
    ['an issuer', { kind: 'ClusterIssuer', apiVersion: 'cert-manager.io/v1', name: 'letsencrypt' },
      '.items[?(@.status.conditions[0].observedGeneration==@.metadata.generation)].status.conditions[?(@.status=="True")].type'],
    ['an ExternalSecret', { kind: 'ExternalSecret', apiVersion: 'external-secrets.io/v1', name: 'token' }, '.items[*].status.conditions[?(@.reason=="SecretSynced")].type'],
    ['a Deployment of a program', { kind: 'Deployment', apiVersion: 'apps/v1', name: 'shop' }, undefined],
    ['a ConfigMap', { kind: 'ConfigMap', name: 'settings' }, undefined],
  ])('is waited for: %s', (_, piece, path) => {
    expect(waitsFor(piece).map(({ JsonPath }) => JsonPath)).toEqual(path === undefined ? [] : [path]);
  });

  it.each<[string, Wave, Piece, string | undefined]>([
    ['a Deployment', Wave.CONTROLLERS, { kind: 'Deployment', apiVersion: 'apps/v1', name: 'contour' },
      '.items[?(@.status.observedGeneration==@.metadata.generation)].status.conditions[?(@.reason=="NewReplicaSetAvailable")].type'],
    ['a Deployment without pods', Wave.CONTROLLERS, { kind: 'Deployment', apiVersion: 'apps/v1', name: 'off', fields: { spec: { replicas: 0 } } }, undefined],
    ['a webhook', Wave.ADMISSION, { kind: 'ValidatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'webhook', fields: WEBHOOKS },
      '.items[*].webhooks[?(@.clientConfig.caBundle)].name'],
    ['a webhook of Knative', Wave.KNATIVE_ADMISSION, { kind: 'MutatingWebhookConfiguration', apiVersion: 'admissionregistration.k8s.io/v1', name: 'webhook', fields: WEBHOOKS },
      '.items[*].webhooks[?(@.clientConfig.caBundle)].name'],
    ['a Job', Wave.MIGRATIONS, { kind: 'Job', apiVersion: 'batch/v1', name: 'storage' }, '.items[*].status.conditions[?(@.type=="Complete")].type'],
    ['a definition that nothing is of', Wave.DEFINITIONS, { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'widgets.example.com' }, undefined],
  ])('is waited for in the step of what it is part of: %s', (_, wave, piece, path) => {
    const app = new App();
    placeInWave(add(new Chart(app, 'chart'), piece), wave);
    const paths = Object.values(applied(app, VALUE)).map(({ Properties }) => Properties.JsonPath);
    expect(paths).toEqual(path === undefined ? [] : [path]);
  });

  it('is asked for as a list of one, by kind with version and group', () => {
    expect(waitsFor({ kind: 'KnativeServing', apiVersion: 'operator.knative.dev/v1beta1', name: 'knative-serving', namespace: 'knative-serving' })).toEqual([{
      ServiceToken: expect.anything(),
      ManifestDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      ClusterName: 'shop',
      ObjectType: 'knativeserving.v1beta1.operator.knative.dev',
      ObjectName: '--field-selector=metadata.name=knative-serving',
      ObjectNamespace: 'knative-serving',
      JsonPath: expect.stringContaining('.status.version'),
      TimeoutSeconds: 840,
    }]);
  });

  it('is asked for again when the manifest is another one, and only then', () => {
    const digestOf = (version: string, extra: readonly Piece[] = []) => Object.values(applied(appOf({
      kind: 'KnativeServing', apiVersion: 'operator.knative.dev/v1beta1', name: 'knative-serving', fields: { spec: { version } },
    }, ...extra), VALUE)).map(({ Properties }) => Properties.ManifestDigest);
    expect(digestOf('1.23.0', [{ kind: 'ConfigMap', name: 'more' }])).toEqual(digestOf('1.23.0'));
    expect(digestOf('1.22.0')).not.toEqual(digestOf('1.23.0'));
  });

  it('is waited for of a definition that something is of', () => {
    const all = applied(appOf(
      { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'widgets.example.com',
        fields: { spec: { group: 'example.com', scope: 'Namespaced', names: { kind: 'Widget', plural: 'widgets' } } } },
      { kind: 'Widget', apiVersion: 'example.com/v1', name: 'press', namespace: 'shop' },
    ));
    const idOf = (start: string) => Object.keys(all).find((id) => id.startsWith(start)) ?? '';
    const wait = idOf('ReadyCustomResourceDefinition');
    expect(all[wait]?.Properties).toMatchObject({
      ObjectType: 'customresourcedefinition.v1.apiextensions.k8s.io',
      JsonPath: '.items[*].status.conditions[?(@.reason=="InitialNamesAccepted")].type',
    });
    expect(before(idOf('WidgetPress'), all)).toContain(wait);
  });

  it('is part of what the next step waits for', () => {
    const all = applied(appOf(...SHOP));
    const service = Object.keys(all).find((id) => id.startsWith('ServiceOrders')) ?? '';
    expect([...before(service, all)].filter((id) => all[id]?.Type === VALUE)).toHaveLength(1);
  });
});

describe('objectValue', () => {
  it('reads a value of a live object when all was applied', () => {
    const cluster = there();
    const platform = cluster.apply(appOf({ kind: 'Service', name: 'envoy', namespace: 'contour-external', fields: { spec: { type: 'LoadBalancer' } } }));
    const value = { kind: 'Service', name: 'envoy', namespace: 'contour-external', jsonPath: '.status.loadBalancer.ingress[0].hostname' };
    const stack = Stack.of(cluster);
    new Topic(stack, 'Topic', { displayName: platform.objectValue(value) });
    expect(platform.objectValue(value)).toBe(platform.objectValue(value));
    const { Resources } = templateOf(stack);
    const [id, resource] = Object.entries(Resources).find(([, { Type }]) => Type === VALUE) ?? ['', undefined];
    expect(id).toMatch(/^ValueServiceEnvoy[0-9a-f]{10}$/);
    expect(resource?.DependsOn).toEqual([expect.stringMatching(/^StepEnd/)]);
    expect(resource?.Properties).toMatchObject({
      ObjectType: 'service.v1.', ObjectName: 'envoy', ObjectNamespace: 'contour-external', JsonPath: value.jsonPath, TimeoutSeconds: 600,
      ManifestDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(Object.values(Resources).find(({ Type }) => Type === 'AWS::SNS::Topic')?.Properties.DisplayName).toEqual({ 'Fn::GetAtt': [id, 'Value'] });
  });

  it('reads what is not of the app too', () => {
    const cluster = there();
    cluster.apply(appOf({ kind: 'ConfigMap', name: 'a' })).objectValue({ kind: 'Namespace', name: 'kube-system', jsonPath: '.metadata.uid' });
    expect(Object.values(appliedIn(Stack.of(cluster), VALUE)).map(({ Properties }) => Properties.ManifestDigest)).toEqual(['not of this app']);
    expect(messagesOf(cluster.node.root as never)).toEqual([]);
    expect(Object.keys(appliedIn(Stack.of(cluster), STEP))).toHaveLength(2);
  });
});
