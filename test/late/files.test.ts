import * as fs from 'fs';
import { ApiObject, App, Chart, Include, JsonPatch, Testing } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { ClusterSpec, EksctlCluster, WorkloadIdentity } from '../../lib';
import { Namespace, Placeholders, SideDocuments } from '../../lib/core';
import { GitOps } from '../../lib/gitops';
import { Env, ServiceAccount } from '../../lib/pod';
import { ReleasedObject } from '../../lib/releases';
import { KnativeService } from '../../lib/serving';
import { codes, deployed, documents, manifestFile, refusals } from './support';

const late = deployed();
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' } };
/** As a program of AWS CDK prints it, for a program that does not load AWS CDK. */
const PRINTED = '${Token[TOKEN.12]}';

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

interface Use {
  readonly name: string;
  readonly uses: readonly Readonly<Record<string, string>>[];
}

interface Uses {
  readonly placeholders: readonly Use[];
}

function usesOf(app: App): Uses['placeholders'] {
  return (JSON.parse(documents(app)['placeholders.json'] ?? '') as Uses).placeholders;
}

/** An app that nothing of this library makes an object of. */
function plain(): { app: App; chart: Chart } {
  const app = Testing.app();
  const chart = new Chart(app, 'chart');
  new ApiObject(chart, 'object', { ...CONFIG_MAP, data: { a: 'b' } }).addJsonPatch(JsonPatch.add('/data/b', late.text));
  new plus.ConfigMap(chart, 'plus', { metadata: { name: 'plus' }, data: { b: late.roleArn } });
  return { app, chart };
}

describe('objects of other libraries alone', () => {
  test('have the names of placeholders', () => {
    const { app } = plain();
    Placeholders.of(app).declare({ A: late.text, ROLE: late.roleArn });

    expect(refusals(app)).toEqual([]);
    expect(parseAllDocuments(manifestFile(app)).map((each): unknown => each.toJS())).toMatchObject([
      { data: { a: 'b', b: '${A}' } }, { data: { b: '${ROLE}' } },
    ]);
    expect(usesOf(app).map(({ uses }) => uses.length)).toEqual([1, 1]);
  });

  test.each<[string, (app: App) => unknown]>([
    ['a placeholder', (app) => { Placeholders.of(app).declare({ OTHER: late.attribute }); }],
    ['a side document', (app) => { SideDocuments.of(app).add({ file: 'a.txt', content: () => 'a' }); }],
    ['documents that come later', (app) => { SideDocuments.of(app)._addLater(() => []); }],
    ['documents that come when they are written', (app) => new GitOps(app, 'gitops', { flux: true })],
    ['a cluster of eksctl', (app) => new EksctlCluster(app, 'cluster', {
      spec: new ClusterSpec({ name: 'shop', region: 'eu-central-1', zones: ['eu-central-1a', 'eu-central-1b'] }),
    })],
  ])('fails to write what only the deployment knows, beside %s', (_, add) => {
    const { app } = plain();
    add(app);

    expect(codes(app)).toEqual(['KN-LAT-001', 'KN-LAT-001']);
    expect(fs.readdirSync(app.outdir)).toEqual([]);
  });
});

describe('without AWS CDK in the process', () => {
  const map: unknown = Reflect.get(globalThis, '__cdkTokenMap');
  beforeEach(() => {
    Reflect.deleteProperty(globalThis, '__cdkTokenMap');
  });
  afterEach(() => {
    Reflect.set(globalThis, '__cdkTokenMap', map);
  });

  test.each<[string, (chart: Chart) => unknown]>([
    ['the image of a service', (chart) => new KnativeService(chart, 'orders', { image: PRINTED })],
    ['the environment of a service', (chart) =>
      new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.4.2', env: { TABLE: Env.value(`a-${PRINTED}`) } })],
    ['an annotation', (chart) => new ServiceAccount(chart, 'till', { metadata: { annotations: { 'example.com/a': PRINTED } } })],
    ['an object of cdk8s', (chart) => new ApiObject(chart, 'map', { ...CONFIG_MAP, data: { a: PRINTED } })],
    ['a file', (chart) => {
      const url = `${App.of(chart).outdir}/included.yaml`;
      fs.mkdirSync(App.of(chart).outdir, { recursive: true });
      fs.writeFileSync(url, JSON.stringify({ ...CONFIG_MAP, data: { a: PRINTED } }));
      new Include(chart, 'include', { url });
      fs.rmSync(url);
    }],
    ['a patch', (chart) => new Namespace(chart, 'shop').apiObject.addJsonPatch(JsonPatch.add('/metadata/labels', { a: PRINTED }))],
    ['a patch of a release', (chart) => new ReleasedObject(chart, 'released', CONFIG_MAP)
      .addJsonPatch(JsonPatch.add('/data', { a: PRINTED }))],
    ['a side document', (chart) => { SideDocuments.of(chart).add({ file: 'a.txt', content: () => PRINTED }); }],
  ])('fails to write a token that another program printed: %s', (_, write) => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');
    new Namespace(chart, 'first');
    write(chart);

    expect(codes(app)).toEqual(['KN-LAT-001']);
    expect(fs.readdirSync(app.outdir)).toEqual([]);
  });

  test('leaves a program without one as it is', () => {
    const app = Testing.app();
    new KnativeService(new Chart(app, 'chart'), 'orders', { image: 'ghcr.io/example/orders:1.4.2' });

    expect(refusals(app)).toEqual([]);
  });
});

describe('a list of placeholders', () => {
  test('has no token in the name of a field', () => {
    const { app, chart } = plain();
    new ApiObject(chart, 'keys', { ...CONFIG_MAP, metadata: { name: 'keys' }, data: { [late.attribute]: late.text } });
    Placeholders.of(app).declare({ A: late.text, ROLE: late.roleArn, KEY: late.attribute });
    app.synth();

    expect(usesOf(app).find(({ name }) => name === 'KEY')?.uses).toEqual([
      { object: 'ConfigMap keys', file: 'chart.k8s.yaml', field: 'data["${KEY}"]' },
    ]);
    expect(Object.values(documents(app)).join('')).not.toContain('Token[');
  });

  test('has the manifests of Flux, too', () => {
    const { app } = plain();
    Placeholders.of(app).declare({ A: late.text, ROLE: late.roleArn });
    new GitOps(app, 'gitops', { flux: true });
    app.synth();

    expect(usesOf(app)[0]?.uses).toEqual([
      { object: 'ConfigMap map', file: 'chart.k8s.yaml', field: 'data.b' },
      { document: expect.stringMatching(/^flux\/.*\/chart\.k8s\.yaml$/), field: '[0].data.b' },
    ]);
  });
});

const YAML = `# role: ${late.roleArn}\nidentities:\n  - zone: ${late.zone.hostedZoneId}\n    role: "x/${late.roleArn}"\n`;

describe('a side document with what only the deployment knows', () => {
  test.each<[string, string, string, string]>([
    ['of YAML', 'a.yaml', YAML, '`identities[0].zone` (`stack/Zone/Resource Ref`), `identities[0].role` (`stack/ExternalDnsRole/Resource Arn`)'],
    ['of several', 'a.yml', `a: 1\n---\nb: ${late.text}\n`, '`[1].b` (a token)'],
    ['of YAML with a comment', 'a.yaml', `# ${late.text}\na: ${late.attribute}\n`, '`a` (`Dns::Role.Arn`), `line 1` (a token)'],
    ['of no YAML in spite of its name', 'a.yaml', `a: [\n${late.text}`, '`line 2` (a token)'],
    ['with a key', 'a.json', JSON.stringify({ [late.attribute]: 1 }), '`["(late Dns::Role.Arn)"]` (`Dns::Role.Arn`)'],
    ['of JSON', 'a.json', JSON.stringify({ a: [late.text] }), '`a[0]` (a token)'],
    ['of text', 'a.hcl', `path: x\nrole: ${late.text}`, '`line 2` (a token)'],
  ])('fails with its fields: %s', (_, file, text, fields) => {
    const app = Testing.app();
    SideDocuments.of(app).add({ file, content: () => text });

    expect(refusals(app)).toEqual([expect.stringContaining(`with what only the deployment knows, at ${fields}; allowed`)]);
  });

  test('fails at the construct and the line that wrote it', () => {
    const app = Testing.app();
    cluster(app);

    const [line, ...more] = refusals(app);
    expect(more).toEqual([]);
    expect(line).toMatch(/^\[cluster\] KN-LAT-001 the side document `eksctl\/shop\.yaml` .* at `iam\.podIdentityAssociations\[0\]\./);
    expect(line).toContain('`stack/ExternalDnsRole/Resource Arn`');
    expect(line).toMatch(/\(test\/late\/files\.test\.ts:\d+:\d+\)$/);
  });

  test('fails also where what wrote it is gone', () => {
    const app = Testing.app();
    cluster(app);
    app.node.tryRemoveChild('cluster');

    expect(refusals(app)).toEqual([expect.stringMatching(/^\[\] KN-LAT-001 /)]);
  });

  test('fails for its name without a word of other documents', () => {
    const app = Testing.app();
    SideDocuments.of(app).add({ file: `${late.text}.yaml`, content: () => '' });

    expect(refusals(app)).toEqual([expect.stringMatching(/KN-LAT-002 .*; write the name itself, also of what the file is named after/)]);
  });
});

function cluster(app: App): EksctlCluster {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${late.roleArn}/*`] }] };
  return new EksctlCluster(app, 'cluster', {
    spec: new ClusterSpec({
      name: 'shop', region: 'eu-central-1', zones: ['eu-central-1a', 'eu-central-1b'],
      identities: [WorkloadIdentity.of({ name: 'reader', namespace: 'shop', serviceAccount: 'reader', policy })],
    }),
  });
}

describe('the document of eksctl', () => {
  test('says that its placeholders are filled in first', () => {
    const app = Testing.app();
    cluster(app);
    Placeholders.of(app).declare({ CATALOG_ARN: late.roleArn, UNUSED: late.text });
    app.synth();

    const text = documents(app)['eksctl/shop.yaml'] ?? '';
    const [head = ''] = text.split('\n\napiVersion');
    expect(head).toContain('# Before a command is run, `export` gives the placeholders their values: `CATALOG_ARN`.\n');
    expect(head).toContain("\n# envsubst '${CATALOG_ARN}' < eksctl/shop.yaml | eksctl create cluster -f -\n");
    expect(head).toContain("# envsubst '${CATALOG_ARN}' < eksctl/shop.yaml | eksctl delete cluster -f - --wait");
    expect(usesOf(app)[0]?.uses).toEqual([
      { document: 'eksctl/shop.yaml', field: expect.stringMatching(/^iam\.podIdentityAssociations\[0\]\.permissionPolicy\.Statement\[0\]\.Resource/) },
    ]);
  });

  test('says nothing of placeholders where it has none', () => {
    const app = Testing.app();
    new EksctlCluster(app, 'cluster', {
      spec: new ClusterSpec({ name: 'shop', region: 'eu-central-1', zones: ['eu-central-1a', 'eu-central-1b'] }),
    });
    Placeholders.of(app).declare({ UNUSED: late.text });
    app.synth();

    expect(documents(app)['eksctl/shop.yaml']).not.toMatch(/envsubst|export/);
  });
});

/** What Flux makes of a text: follows parse/scan.go of github.com/fluxcd/pkg/envsubst. */
function substituted(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\{([A-Za-z0-9_]+)\}/g, (_, name: string | undefined) => (name === undefined ? '$' : values[name] ?? ''));
}

describe('Kustomizations of Flux', () => {
  function flux(...data: readonly string[]): { app: App; kustomizations: readonly unknown[]; text: string } {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');
    new Namespace(chart, 'shop');
    data.forEach((each, index) => new ApiObject(chart, `map-${index}`, {
      ...CONFIG_MAP, metadata: { name: `map-${index}`, namespace: 'shop' }, data: { key: each },
    }));
    Placeholders.of(app).declare({ A: late.text, ROLE: late.roleArn });
    new GitOps(app, 'gitops', { flux: true });
    app.synth();
    const texts = documents(app);
    return {
      app, kustomizations: parseAllDocuments(texts['flux/kustomizations.yaml'] ?? '').map((each): unknown => each.toJS()),
      text: Object.entries(texts).find(([file, each]) => file.endsWith('chart.k8s.yaml') && each.includes('map-0'))?.[1] ?? '',
    };
  }

  test('fill in the placeholders of their stage from a ConfigMap', () => {
    const { app, kustomizations } = flux(late.text);

    const waiting = kustomizations.filter((each) => JSON.stringify(each).includes('postBuild'));
    expect(kustomizations.length).toBeGreaterThan(1);
    expect(waiting).toMatchObject([{
      metadata: { namespace: 'flux-system' }, spec: { postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'system-placeholders' }] } },
    }]);
    expect(documents(app)['flux/kustomizations.yaml'])
      .toContain('# kubectl create configmap system-placeholders -n flux-system --from-env-file=placeholders.env\n');
  });

  test('leave a program without any as it is', () => {
    const { app, kustomizations, text } = flux('echo ${HOME}');

    expect(JSON.stringify(kustomizations)).not.toContain('postBuild');
    expect(documents(app)['flux/kustomizations.yaml']).not.toContain('placeholders');
    expect(text).toContain('echo ${HOME}');
  });

  test('leave everything else in those manifests to be what it is', () => {
    const script = 'echo ${HOME} $HOME $$ $${HOME} $(HOME) $$(HOME) ^a$';
    const { text } = flux(late.text, `${script} ${late.roleArn}`, `$${late.text}`);

    expect(text).toContain('echo $${HOME} $HOME ');
    const maps = parseAllDocuments(substituted(text, { A: 'a', ROLE: 'role' })).map((each): unknown => each.toJS());
    expect(maps).toMatchObject([{ data: { key: 'a' } }, { data: { key: `${script} role` } }, { data: { key: '$a' } }]);
  });

  test('whatever the text is', () => {
    const piece = fc.constantFrom('$', '{', '}', 'HOME', late.text, ' ', 'a');
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const { text } = flux(late.text, `.${pieces.join('')}.`);
      const [, second] = parseAllDocuments(substituted(text, { A: 'value' })).map((each): unknown => each.toJS());
      expect(second).toMatchObject({ data: { key: `.${pieces.join('').replaceAll(late.text, 'value')}.` } });
    }), { numRuns: 40 });
  });
});
