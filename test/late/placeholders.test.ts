import * as fs from 'fs';
import { ApiObject, type App, Chart, JsonPatch, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { hasLateValue, Namespace, Placeholders, renderForEngine, SideDocuments, withPlaceholders } from '../../lib/core';
import { GitOps } from '../../lib/gitops';
import { AwsIdentity, ClusterAutoscaler, ExternalDns, ExternalDnsPolicy } from '../../lib/networking';
import { Env, ServiceAccount } from '../../lib/pod';
import { ReleasedObject } from '../../lib/releases';
import { KnativeService } from '../../lib/serving';
import { Manifests } from '../../lib/testing';
import { codes, deployed, documents, manifestFile, refusals } from './support';

const late = deployed();
const dns = { ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

function program(write: (chart: Chart) => unknown, declared: Readonly<Record<string, string>> = {}): App {
  const app = Testing.app();
  write(new Chart(app, 'chart'));
  Placeholders.of(app).declare(declared);
  return app;
}

const WITH_DNS = (chart: Chart) => new ExternalDns(chart, 'dns', {
  ...dns, hostedZones: [late.zone], identity: AwsIdentity.role(late.roleArn),
});
const DNS = { EXTERNAL_DNS_ROLE_ARN: late.roleArn, ZONE_ID: late.zone.hostedZoneId };

interface Use {
  readonly name: string;
  readonly uses: readonly Readonly<Record<string, string>>[];
}

interface Uses {
  readonly placeholders: readonly Use[];
}

describe('placeholders', () => {
  test('stand in manifests for what only the deployment knows', () => {
    const app = program(WITH_DNS, DNS);

    expect(refusals(app)).toEqual([]);

    const file = manifestFile(app);
    expect(file).not.toContain('Token[');
    expect(file).toContain('eks.amazonaws.com/role-arn: ${EXTERNAL_DNS_ROLE_ARN}\n');
    expect(file).toContain('- --zone-id-filter=${ZONE_ID}\n');
    expect(file).toContain('- --domain-filter=example.com\n');
  });

  test('stand in side documents, and all of them in one list with their uses', () => {
    const app = program(WITH_DNS, { ...DNS, UNUSED: late.text });
    app.synth();

    const texts = documents(app);

    expect(JSON.parse(texts['iam/external-dns.json'] ?? '')).toMatchObject({
      Statement: [{ Resource: ['arn:aws:route53:::hostedzone/${ZONE_ID}'] }, {}],
    });
    expect(Object.values(texts).join('')).not.toContain('Token[');
    expect(JSON.parse(texts['placeholders.json'] ?? '')).toEqual({
      version: 1,
      placeholders: [{
        name: 'EXTERNAL_DNS_ROLE_ARN',
        uses: [{
          object: 'ServiceAccount external-dns/external-dns', file: 'chart.k8s.yaml',
          field: 'metadata.annotations["eks.amazonaws.com/role-arn"]',
        }],
      }, {
        name: 'ZONE_ID',
        uses: [{
          object: 'Deployment external-dns/external-dns', file: 'chart.k8s.yaml', field: expect.stringMatching(/^spec\.template\.spec\.containers\[0\]\.args\[\d\]$/),
        }, { document: 'iam/external-dns.json', field: 'Statement[0].Resource[0]' }],
      }, { name: 'UNUSED', uses: [] }],
    });
  });

  test('are written with the other documents, and never stand in the index', () => {
    const app = program(WITH_DNS, DNS);
    app.synth();

    SideDocuments.of(app).write();

    const folder = `${app.outdir}-documents`;
    expect(fs.readdirSync(folder).sort()).toEqual(['iam', 'index.json', 'placeholders.json', ...fs.existsSync(`${folder}/prerequisites.yaml`) ? ['prerequisites.yaml'] : []]);
    expect(fs.readFileSync(`${folder}/index.json`, 'utf8')).not.toMatch(/Token\[|\$\{/);
  });

  test('are no list where the program declares none', () => {
    const app = program((chart) => new Namespace(chart, 'shop'));
    app.synth();

    expect(documents(app)).toEqual({});
  });

  test('stand in what GitOps writes', () => {
    const app = program((chart) => {
      WITH_DNS(chart);
      new GitOps(chart.node.scope as App, 'gitops', { flux: true, syncWaves: true });
    }, DNS);
    app.synth();

    const texts = Object.entries(documents(app)).filter(([file]) => file.startsWith('flux/'));

    expect(texts.map(([, text]) => text).join('')).toContain('${EXTERNAL_DNS_ROLE_ARN}');
    expect(texts.map(([, text]) => text).join('')).not.toContain('Token[');
    for (const [, text] of texts) expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
  });

  test('stand in patches, in objects of other libraries and of releases', () => {
    const app = program((chart) => {
      new Namespace(chart, 'till').apiObject.addJsonPatch(JsonPatch.add('/metadata/annotations', { 'example.com/a': `x-${late.text}` }));
      new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: { key: `${late.text}/${late.roleArn}` } });
      new ReleasedObject(chart, 'released', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'released' }, data: { key: late.text } });
    }, { ...DNS, TEXT: late.text });

    expect(refusals(app)).toEqual([]);
    expect(parseAllDocuments(manifestFile(app)).map((document) => document.toJSON() as unknown)).toMatchObject([
      { metadata: { annotations: { 'example.com/a': 'x-${TEXT}' } } }, { data: { key: '${TEXT}/${EXTERNAL_DNS_ROLE_ARN}' } }, { data: { key: '${TEXT}' } },
    ]);
    // A second time, nothing is replaced twice, and nothing that the program has is lost.
    expect(Manifests.of(app).one('ConfigMap', 'released')).toMatchObject({ data: { key: '${TEXT}' } });
  });

  test('are left to who applies the files: an engine gets the values', () => {
    const app = program(WITH_DNS, DNS);
    app.synth();

    const render = () => app.node.findAll().filter((construct) => ApiObject.isApiObject(construct)).map((object) => JSON.stringify(object.toJson())).join('');

    expect(renderForEngine(app, render)).toContain(late.roleArn);
    expect(renderForEngine(app, render)).not.toContain('${EXTERNAL_DNS_ROLE_ARN}');
    expect(render()).toContain('${EXTERNAL_DNS_ROLE_ARN}');
    expect([...Placeholders.of(app)._declared]).toEqual(Object.entries(DNS));
    expect(Placeholders.of(app).names).toEqual(Object.keys(DNS));
  });

  test('take the longest value first, whichever was declared first', () => {
    const longer = `${late.text}-${late.roleArn}`;
    const app = program((chart) => new ServiceAccount(chart, 'till', { metadata: { annotations: { 'example.com/a': longer, 'example.com/b': late.text } } }),
      { SHORT: late.text, LONG: longer });
    app.synth();

    expect(parse(manifestFile(app))).toMatchObject({ metadata: { annotations: { 'example.com/a': '${LONG}', 'example.com/b': '${SHORT}' } } });
    const { placeholders } = JSON.parse(documents(app)['placeholders.json'] ?? '') as Uses;
    expect(placeholders.map(({ name, uses }) => [name, uses.length])).toEqual([['SHORT', 1], ['LONG', 1]]);
  });

  test('stand for their values: filled in, the text is what it was', () => {
    const values = [late.text, late.roleArn, late.zone.hostedZoneId, `${late.text}-${late.roleArn}`, `a${late.roleArn}`];
    const declared = new Map(values.map((value, index) => [`P${index}_`, value]));
    const piece = fc.oneof(fc.constantFrom(...values), fc.string());
    fc.assert(fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const replaced = withPlaceholders([text], declared)[0] ?? '';
      const filled = [...declared].reduce((left, [name, value]) => left.replaceAll(`\${${name}}`, () => value), replaced);
      expect(filled).toBe(text);
      expect(hasLateValue(replaced)).toBe(false);
    }));
  });

  test('fails for what none is declared for, documents included, before anything is written', () => {
    const app = program(WITH_DNS, { EXTERNAL_DNS_ROLE_ARN: late.roleArn });
    SideDocuments.of(app).add({ file: 'notes.yaml', content: () => `# a\nzone: ${late.zone.hostedZoneId}\nrole: ${late.roleArn}\n` });

    const lines = refusals(app);

    expect(codes(app)).toEqual(['KN-LAT-001', 'KN-LAT-001', 'KN-LAT-001']);
    expect(lines[0]).toContain('the side document `notes.yaml` would be written with what only the deployment knows, at `zone`');
    expect(lines[1]).toContain('the side document `iam/external-dns.json` would be written with what only the deployment knows, at `Statement[0].Resource[0]`');
    expect(lines[2]).toContain('Deployment `external-dns/external-dns` would be written');
    expect(fs.readdirSync(app.outdir)).toEqual([]);
    expect(() => SideDocuments.of(app).write()).toThrow(/KN-LAT-001/);
    expect(fs.existsSync(`${app.outdir}-documents`)).toBe(false);
  });

  test('fails in documents of which only the finished tree knows, and leaves those that cannot be made to others', () => {
    const app = program((chart) => new Namespace(chart, 'till'));
    const of = SideDocuments.of(app);
    of._addLater(() => [{ file: 'later.json', content: () => JSON.stringify({ a: late.text }) }]);
    of.add({ file: 'broken.json', content: () => { throw new Error('cannot'); } });

    expect(codes(app)).toEqual(['KN-LAT-001']);
    expect(refusals(app)[0]).toContain('the side document `later.json`');
    expect(() => of.render()).toThrow('cannot');
  });

  test('are replaced once, however often the program is looked at', () => {
    const app = program(WITH_DNS, DNS);
    app.synth();
    new Namespace(app.charts[0] ?? app, 'more');
    app.synth();

    expect(manifestFile(app).match(/\$\{EXTERNAL_DNS_ROLE_ARN\}/g)).toHaveLength(1);
  });

  test('fails in documents that only come when they are written', () => {
    const app = program((chart) => new Namespace(chart, 'till'));
    SideDocuments.of(app)._addAtWrite(() => [{ file: 'late.json', content: () => JSON.stringify({ a: late.text }) }]);
    app.synth();

    expect(() => SideDocuments.of(app).write()).toThrow(/KN-LAT-001 the side document `late.json` .* at `a` /);
  });

  test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a name with a dash', { 'ROLE-ARN': late.roleArn }, /`ROLE-ARN` is no name of a placeholder.*write `ROLE_ARN`/],
    ['a name with a digit in front', { '1ROLE': late.roleArn }, /write `_1ROLE`/],
    ['an empty name', { '': late.roleArn }, /write `ROLE_ARN`/],
    ['a value that is known', { ROLE: 'arn:aws:iam::123456789012:role/dns' }, /the value of the placeholder `ROLE` is known/],
    ['a value that is no text', { PORT: late.number }, /the value of the placeholder `PORT`/],
    ['two names of a value', { A: late.text, B: late.text }, /the placeholders `A` and `B` have the same value/],
  ])('fails on %s', (_, declared, message) => {
    const app = program((chart) => new Namespace(chart, 'till'), declared as Record<string, string>);

    expect(codes(app)).toEqual(['KN-LAT-003']);
    expect(refusals(app)[0]).toMatch(message);
  });

  test('fails on two values of a name, but not on the same one twice', () => {
    const app = program((chart) => new Namespace(chart, 'till'), DNS);
    Placeholders.of(app).declare(DNS);
    expect(codes(app)).toEqual([]);

    Placeholders.of(app).declare({ ZONE_ID: late.roleArn });

    expect(refusals(app)[0]).toMatch(/KN-LAT-003 the placeholder `ZONE_ID` has two values/);
  });

  test.each(['placeholders.json', './placeholders.json'])('fails on a document with the name of their list: %s', (file) => {
    const app = program((chart) => new Namespace(chart, 'till'));
    SideDocuments.of(app).add({ file, content: () => '' });

    expect(codes(app)).toEqual(['KN-DOC-001']);
  });

  test('fails on a document whose name only the deployment knows', () => {
    const app = program((chart) => new Namespace(chart, 'till'));
    SideDocuments.of(app).add({ file: `${late.text}.json`, content: () => '' });

    expect(codes(app)).toEqual(['KN-LAT-002']);
  });

  test('of a value may stand anywhere in a program with a service and a controller', () => {
    const app = program((chart) => {
      new ClusterAutoscaler(chart, 'autoscaler', { clusterName: late.text, region: 'eu-central-1', kubernetesVersion: '1.34' });
      new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.4.2', env: { CLUSTER: Env.value(late.text) } });
    }, { CLUSTER_NAME: late.text });

    expect(refusals(app)).toEqual([]);
    expect(manifestFile(app)).toContain('k8s.io/cluster-autoscaler/${CLUSTER_NAME}');
  });
});
