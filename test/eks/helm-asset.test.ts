import { App as CdkApp, Lazy, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib/core';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { type ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ComponentName, Warnings } from '../../lib';
import { type ApplyOptions, ChartDelivery, ChartSelection } from '../../lib/eks';
import { ReleasedObject } from '../../lib/releases';
import { add, appliedIn, appOf, before, HELM, MANIFEST, manifestOf, messagesOf, type Piece, refused, there } from './apply-support';
import { REGION } from './support';

const PIECES: readonly Piece[] = [
  { kind: 'Namespace', name: 'shop' },
  { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', name: 'widgets.example.com' },
  { kind: 'ConfigMap', name: 'settings', namespace: 'shop', fields: { data: { template: 'Hello {{.Name}}, {{ "{{" }} }}' } } },
  { kind: 'ConfigMap', name: 'colours', namespace: 'shop' },
  { kind: 'Deployment', apiVersion: 'apps/v1', name: 'api', namespace: 'shop' },
];

const ALL: ApplyOptions = { delivery: ChartDelivery.HELM_ASSET, helmRelease: 'app' };

describe('delivery by Helm', () => {
  let folder: string;
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'helm-')); });
  afterEach(() => { fs.rmSync(folder, { recursive: true, force: true }); });

  const stackOf = () => new Stack(new CdkApp({ outdir: folder }), 'shop', { env: { region: REGION } });
  const releasesIn = (stack: Stack) => Object.values(appliedIn(stack, HELM)).map(({ Properties }) => Properties);

  /** The files of each release, as they lie in the assembly, by its name. */
  function filesOf(stack: Stack): Record<string, Record<string, string>> {
    return Object.fromEntries(releasesIn(stack).map(({ Release, ChartAssetURL }) => {
      const hash = /([0-9a-f]{64})\.zip/.exec(JSON.stringify(ChartAssetURL))?.[1] ?? '';
      const asset = path.join(folder, `asset.${hash}`);
      const files = (fs.readdirSync(asset, { recursive: true }) as string[])
        .filter((file) => fs.statSync(path.join(asset, file)).isFile());
      return [Release, Object.fromEntries(files.sort().map((file) => [file, fs.readFileSync(path.join(asset, file), 'utf8')]))];
    }));
  }

  it('makes a release of what is in one step, and keeps namespaces out of them', () => {
    const stack = stackOf();
    there(stack).apply(appOf(...PIECES), ALL);
    expect(releasesIn(stack)).toEqual(['app-definitions', 'app-configuration', 'app-services'].map((Release) => ({
      ServiceToken: expect.anything(), ClusterName: 'shop', Release, Namespace: 'default', Timeout: '840s', ChartAssetURL: expect.anything(),
    })));
    expect(Object.values(appliedIn(stack, MANIFEST)).map(manifestOf)).toMatchObject([{ kind: 'Namespace' }]);
    expect(Object.keys(appliedIn(stack, HELM)).map((id) => id.slice(0, -10))).toEqual([
      'ReleaseAppDefinitions', 'ReleaseAppConfiguration', 'ReleaseAppServices',
    ]);
  });

  it('orders releases as manifests', () => {
    const stack = stackOf();
    there(stack).apply(appOf(...PIECES), ALL);
    const all = appliedIn(stack);
    const ids = Object.keys(all).filter((id) => all[id]?.Type === MANIFEST || all[id]?.Type === HELM);
    ids.forEach((id, at) => { expect([...before(id, all)]).toEqual(expect.arrayContaining(ids.slice(0, at))); });
  });

  it('writes templates, in which braces are texts and definitions are kept', () => {
    const stack = stackOf();
    there(stack).apply(appOf(...PIECES), ALL);
    const files = filesOf(stack);
    expect(Object.keys(files['app-configuration'] ?? {})).toEqual([
      'Chart.yaml', expect.stringMatching(/^templates\/configmap-colours-[0-9a-f]{8}\.yaml$/), expect.stringMatching(/^templates\/configmap-settings-[0-9a-f]{8}\.yaml$/),
    ]);
    expect(JSON.parse(files['app-configuration']?.['Chart.yaml'] ?? '')).toEqual({ apiVersion: 'v2', name: 'app-configuration', version: '0.0.0', type: 'application' });
    const [settings] = Object.entries(files['app-configuration'] ?? {}).filter(([file]) => file.includes('settings'));
    expect(settings?.[1]).toBe('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"shop"},'
      + '"data":{"template":"Hello {{ "{{" }}.Name}}, {{ "{{" }} \\"{{ "{{" }}\\" }} }}"}}\n');
    const [definition] = Object.entries(files['app-definitions'] ?? {}).filter(([file]) => file !== 'Chart.yaml');
    expect(definition?.[1]).toContain('"annotations":{"helm.sh/resource-policy":"keep"}');
    expect(definition?.[0]).toMatch(/^templates\//);
  });

  it('gives Helm what only the deployment knows as values', () => {
    const stack = stackOf();
    const topic = new Topic(stack, 'Topic');
    there(stack).apply(appOf({
      kind: 'ConfigMap', name: 'settings', fields: { data: { topic: `arn: ${topic.topicArn}`, plain: 'text' } },
    }), ALL);
    const [release] = releasesIn(stack);
    expect(release?.Values).toEqual({ 'Fn::Join': ['', ['{"v0":"arn: ', { Ref: expect.stringMatching(/^Topic/) }, '"}']] });
    const [, settings] = Object.entries(filesOf(stack)['app-configuration'] ?? {}).find(([file]) => file !== 'Chart.yaml') ?? [];
    expect(settings).toContain('"data":{"plain":"text","topic":{{ .Values.v0 | toJson }}}}');
  });

  it('gives Helm numbers and lists that only the deployment knows', () => {
    const stack = stackOf();
    const [number, list] = [Token.asNumber({ Ref: 'Replicas' }), Token.asList({ Ref: 'Zones' })];
    there(stack).apply(appOf({
      kind: 'Widget', apiVersion: 'example.com/v1', name: 'press', fields: { spec: { number, list, own: ['a', 'b'] } },
    }), ALL);
    const [release] = releasesIn(stack);
    expect(release?.Values).toEqual({ 'Fn::Join': ['', [
      '{"v0":', { 'Fn::GetAtt': [expect.stringMatching(/CdkJsonStringify/), 'Value'] }, ',"v1":', { Ref: 'Replicas' }, '}',
    ]] });
    const [, widget] = Object.entries(filesOf(stack)['app-services'] ?? {}).find(([file]) => file !== 'Chart.yaml') ?? [];
    expect(widget).toContain('"spec":{"list":{{ .Values.v0 | toJson }},"number":{{ .Values.v1 | toJson }},"own":["a","b"]}}');
  });

  it('keeps the annotations of definitions, and finds the files of a release by its component', () => {
    const stack = stackOf();
    const app = appOf(...PIECES.slice(0, 1));
    const release = new Chart(new Construct(app, 'releases'), ComponentName.NET_CONTOUR);
    new ReleasedObject(release, 'definition', {
      apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'a.example.com', annotations: { by: 'us' } },
    });
    there(stack).apply(app, { helmAssets: [ChartSelection.release(ComponentName.NET_CONTOUR)], helmRelease: 'app' });
    const files = filesOf(stack)['app-net-contour-definitions'] ?? {};
    expect(Object.values(files).join('')).toContain('"annotations":{"by":"us","helm.sh/resource-policy":"keep"}');
    expect(Object.values(appliedIn(stack, MANIFEST)).map(manifestOf)).toMatchObject([{ kind: 'Namespace' }]);
  });

  it('leaves nothing but assets in the assembly', () => {
    const stack = stackOf();
    there(stack).apply(appOf(...PIECES), ALL);
    (stack.node.root as CdkApp).synth();
    (stack.node.root as CdkApp).synth({ force: true });
    expect(fs.readdirSync(folder)).not.toContain('helm-charts');
    expect(Object.values(filesOf(stack)).map((files) => Object.keys(files).length)).toEqual([2, 3, 2]);
  });

  it('works in a stage', () => {
    const app = new CdkApp({ outdir: folder });
    const stage = new Stage(app, 'production', { env: { region: REGION } });
    there(new Stack(stage, 'shop')).apply(appOf(...PIECES), { ...ALL, helmAssets: [] });
    const { template } = app.synth().getNestedAssembly('assembly-production').getStackByName('production-shop') as {
      template: { Resources: Record<string, { Type: string }> };
    };
    expect(Object.values(template.Resources).filter(({ Type }) => Type === HELM)).toHaveLength(3);
    expect(fs.readdirSync(folder)).not.toContain('helm-charts');
  });

  it('leaves the files of charts where they are when assets are not copied', () => {
    const app = new CdkApp({ outdir: folder, context: { 'aws:cdk:disable-asset-staging': true } });
    there(new Stack(app, 'shop', { env: { region: REGION } })).apply(appOf(...PIECES), ALL);
    app.synth();
    expect(fs.readdirSync(path.join(folder, 'helm-charts'))).toHaveLength(3);
  });

  it('delivers the charts that are selected, and everything else by manifests', () => {
    const stack = stackOf();
    const app = appOf(...PIECES.slice(0, 3));
    const chart = new Chart(app, 'large');
    add(new Chart(chart, 'inner'), { kind: 'ConfigMap', name: 'inner', namespace: 'shop' });
    there(stack).apply(app, { helmAssets: [ChartSelection.chart(chart)], helmRelease: 'shop' });
    expect(releasesIn(stack).map(({ Release }) => Release)).toEqual(['shop-configuration']);
    expect(Object.values(appliedIn(stack, MANIFEST))).toHaveLength(3);
  });

  it('gives Helm keys that are known only when the program is synthesized', () => {
    const of = (tokens: number) => {
      const stack = stackOf();
      for (let made = 0; made < tokens; made += 1) Token.asString({ Ref: 'Other' });
      const [a, b] = ['zone', 'account'].map((produced) => Lazy.string({ produce: () => produced }));
      there(stack).apply(appOf({
        kind: 'ConfigMap', name: 'settings', namespace: 'shop',
        fields: { data: { [`by-${a}`]: `x${b}`, [`by-${b}`]: '{{y}}', plain: 'text' }, other: { [`${a}`]: 'only' } },
      }), ALL);
      return { files: filesOf(stack), Values: releasesIn(stack)[0]?.Values };
    };
    const { files, Values } = of(0);
    const [, settings] = Object.entries(files['app-configuration'] ?? {}).find(([file]) => file !== 'Chart.yaml') ?? [];
    expect(settings).toContain('"data":{"plain":"text", {{ .Values.v0 | toJson }}:{{ .Values.v1 | toJson }},'
      + ' {{ .Values.v2 | toJson }}:"{{ "{{" }}y}}"},"other":{ {{ .Values.v3 | toJson }}:"only"}}');
    expect(Values).toBe('{"v0":"by-zone","v1":"xaccount","v2":"by-account","v3":"zone"}');
    // However many there were before: also where their numbers get a digit more between the two keys.
    for (let before = 1; before <= 12; before += 1) expect(of(before)).toEqual({ files, Values });
  });

  it('leaves no token in an asset, wherever one stands in an object', () => {
    const stack = stackOf();
    const [text, key] = [Token.asString({ Ref: 'Zone' }), Lazy.string({ produce: () => 'key' })];
    const [number, list] = [Token.asNumber({ Ref: 'Replicas' }), Token.asList({ Ref: 'Zones' })];
    const all = {
      whole: text, part: `a ${text} b ${text}`, number, numberInText: `x${number}`, list, single: [text], several: ['a', text, number],
      [key]: [{ [`${key}-b`]: { [`c-${key}`]: list } }], nested: [[text]],
    };
    const metadata = { name: 'press', labels: { [key]: text }, annotations: { a: text } };
    there(stack).apply(appOf({ kind: 'Widget', apiVersion: 'example.com/v1', name: 'press', fields: { metadata, spec: all, [key]: all } }), ALL);
    const [release] = releasesIn(stack);
    const texts = Object.values(filesOf(stack)['app-services'] ?? {}).join('');
    expect(texts).not.toMatch(/token|e\+289/i);
    expect(JSON.stringify(release?.Values)).not.toMatch(/Token\[|e\+289/);
    expect(texts.match(/\.Values\.v\d+/g)).toHaveLength(30);
  });

  it('warns of values of Secrets in an asset, where a release brings them', () => {
    const stack = stackOf();
    const applied = there(stack).apply(appOf({ kind: 'Secret', name: 'token', fields: { stringData: { token: 'abc' } } }), ALL);
    appliedIn(stack);
    expect(Warnings.of(applied).list().map(({ id, message }) => [id, message])).toEqual([
      ['secret-in-template', expect.stringMatching(/^the values of Secret `token` stand in an asset, /)],
    ]);
  });

  it('does not have a chart in the name of a release', () => {
    const of = (id: string) => {
      const stack = stackOf();
      const app = new App();
      const chart = new Chart(app, id);
      for (const piece of PIECES) add(chart, piece);
      there(stack).apply(app, { helmAssets: [ChartSelection.chart(chart)], helmRelease: 'app' });
      return appliedIn(stack);
    };
    expect(of('one')).toEqual(of('two'));
  });

  it('takes an object that is too large for kubectl', () => {
    const stack = stackOf();
    there(stack).apply(appOf({ kind: 'ConfigMap', name: 'large', fields: { data: { text: 'x'.repeat(900_000) } } }), ALL);
    expect(messagesOf(stack.node.root as CdkApp)).toEqual([]);
  });

  it('waits for what a release brings as for what manifests bring', () => {
    const stack = stackOf();
    there(stack).apply(appOf({ kind: 'ClusterIssuer', apiVersion: 'cert-manager.io/v1', name: 'letsencrypt' }), ALL);
    const all = appliedIn(stack);
    const [wait] = Object.keys(all).filter((id) => id.startsWith('ReadyClusterIssuer'));
    expect([...before(wait ?? '', all)].filter((id) => all[id]?.Type === HELM)).toHaveLength(1);
  });

  it.each<[string, string, RegExp, (app: App, objects: readonly ApiObject[]) => ApplyOptions]>([
    ['a chart of another app', 'KN-EKS-031', /the chart `other` is delivered by Helm, but no part of the app/,
      () => ({ helmAssets: [ChartSelection.chart(new Chart(new App(), 'other'))], helmRelease: 'app' })],
    ['a release without vendored files', 'KN-EKS-031', /the release `net-contour` is delivered by Helm/,
      () => ({ helmAssets: [ChartSelection.release(ComponentName.NET_CONTOUR)], helmRelease: 'app' })],
    ['a chart of the program that is called like a component', 'KN-EKS-031', /the release `net-contour` is delivered by Helm/, (app) => {
      add(new Chart(app, ComponentName.NET_CONTOUR), { kind: 'ConfigMap', name: 'own' });
      return { helmAssets: [ChartSelection.release(ComponentName.NET_CONTOUR)], helmRelease: 'app' };
    }],
    ['an order within a release', 'KN-EKS-032', /ConfigMap `first` comes after ConfigMap `second`, but the release `app-configuration`/, (_, [first, second]) => {
      if (first !== undefined && second !== undefined) first.addDependency(second);
      return ALL;
    }],
    ['a record that is too large', 'KN-EKS-034', /the record of the release `app-configuration` has \d{7} bytes; the largest objects are ConfigMap `random`/, (app) => {
      let seed = 1;
      const text = Array.from({ length: 900_000 }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return String.fromCharCode(33 + seed % 90);
      }).join('');
      add(new Chart(app, 'random'), { kind: 'ConfigMap', name: 'random', fields: { data: { text } } });
      return ALL;
    }],
    ['the name of a release', 'KN-EKS-035', /releases cannot be called `My_Release`/, () => ({ ...ALL, helmRelease: 'My_Release' })],
    ['a key that only the deployment knows', 'KN-LAT-002', /ConfigMap `late` has in `data` a key that is known to the deployment only/, (app) => {
      add(new Chart(app, 'late'), { kind: 'ConfigMap', name: 'late', fields: { data: { [Token.asString({ Ref: 'Zone' })]: 'a' } } });
      return ALL;
    }],
    ['a name that is not needed', 'KN-EKS-035', /releases cannot be called ``/, () => ({ helmRelease: '' })],
    ['an app by Helm without a name', 'KN-EKS-035', /its releases have no name; .* write `helmRelease: 'shop'`/, () => ({ delivery: ChartDelivery.HELM_ASSET })],
    ['a chart by Helm without a name', 'KN-EKS-035', /its releases have no name/, (app) => ({ helmAssets: [ChartSelection.chart(app.charts[0] ?? new Chart(app, 'none'))] })],
  ])('fails for %s', (_, code, message, change) => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const objects = ['first', 'second'].map((name) => add(chart, { kind: 'ConfigMap', name }));
    const messages = refused(app, change(app, objects));
    expect(messages).toEqual([expect.stringMatching(message)]);
    expect(messages.join('')).toContain(code);
  });

  it.each([
    ['Team-Shop-production', 'team-shop-pr'], ['payments-api-9', 'payments-api'], ['A', 'a'], ['x-y', 'x-y'], ['Orders-team-1', 'orders-team'],
  ])('fails for stack %s without a name, and proposes %s', (name, proposed) => {
    const of = (helmRelease?: string) => {
      const stack = new Stack(new CdkApp({ outdir: folder }), name, { env: { region: REGION } });
      there(stack).apply(appOf({ kind: 'ConfigMap', name: 'settings' }), { ...ALL, helmRelease });
      return messagesOf(stack.node.root as CdkApp);
    };
    expect(of()).toEqual([expect.stringContaining(`write \`helmRelease: '${proposed}'\``)]);
    expect(of(proposed)).toEqual([]);
  });

  it('fails in a nested stack without a name: nobody knows yet how that is called', () => {
    const stack = stackOf();
    there(stack).apply(appOf(...PIECES), { delivery: ChartDelivery.HELM_ASSET, scope: new NestedStack(stack, 'nested') });
    expect(() => (stack.node.root as CdkApp).synth()).toThrow(/KN-EKS-035 .*write `helmRelease: 'shop'`/);
  });

  it('fails for a release that two apps have on one cluster', () => {
    const stack = stackOf();
    const cluster = there(stack);
    for (const name of ['a', 'b']) cluster.apply(appOf({ kind: 'ConfigMap', name }), ALL);
    expect(messagesOf(stack.node.root as CdkApp)).toEqual([expect.stringMatching(/KN-EKS-035 two apps have the release `app-configuration`/)]);
  });

  it('fails for a component that there is not', () => {
    expect(() => ChartSelection.release('nginx' as ComponentName)).toThrow(/KN-EKS-033/);
  });
});
