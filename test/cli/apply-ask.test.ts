import * as fs from 'fs';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { SideDocuments } from '../../lib/core';
import { Broker } from '../../lib/eventing';
import { Ingress } from '../../lib/networking';
import { KnativePlatform } from '../../lib/platform';
import { KnativeService } from '../../lib/serving';
import { NAMESPACE, SETTINGS, world, type World, type Written } from './apply-world';
import type { FakeAnswer } from './fake-kubectl';

// Each call of the program that stands for kubectl starts a process.
jest.setTimeout(60_000);

const BUILT_IN = [
  'namespaces ns v1 false Namespace', 'configmaps cm v1 true ConfigMap', 'services svc v1 true Service', 'secrets v1 true Secret',
  'customresourcedefinitions crd apiextensions.k8s.io/v1 false CustomResourceDefinition',
  'knativeservings operator.knative.dev/v1beta1 true KnativeServing', 'knativeeventings operator.knative.dev/v1beta1 true KnativeEventing',
];
const served = (...more: readonly string[]): FakeAnswer => ({ args: '^api-resources', stdout: [...BUILT_IN, ...more].join('\n') });
const NAMESPACES: FakeAnswer = { args: '^get namespaces -o', stdout: ['shop', 'knative-serving', 'knative-eventing', 'kourier-system'].map((each) => `namespace/${each}`).join('\n') };
const NO_KIND = 'error: resource mapping not found for name: "a" namespace: "shop" from "STDIN": no matches for kind "Widget" in version "example.com/v1"';
const UNDECLARED = 'Error from server: failed to create typed patch object (shop/a; example.com/v1, Kind=Widget): .spec.size: field not declared in schema';

function definition(...fields: readonly string[]): Written {
  const spec = { type: 'object', properties: Object.fromEntries(fields.map((each) => [each, { type: 'integer' }])) };
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.example.com' },
    ...{
      spec: {
        group: 'example.com', scope: 'Namespaced', names: { kind: 'Widget', plural: 'widgets' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } }],
      },
    },
  };
}

const WIDGET: Written = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a', namespace: 'shop' }, ...{ spec: { size: 1 } } };
/** The definition has the kind in its names. */
const WIDGET_ITSELF = '"kind":"Widget","metadata"';
const refusedWidget = (stderr: string): FakeAnswer => ({ args: '^apply', input: WIDGET_ITSELF, code: 1, stderr });

/** An app whose Knative is installed by the operator, as it is synthesized. */
function operated(answers: readonly FakeAnswer[]): World {
  const made = world(answers, undefined, []);
  for (const each of ['dist', 'dist-documents']) fs.rmSync(path.join(made.cwd, each), { recursive: true });
  const app = new App({ outdir: path.join(made.cwd, 'dist') });
  new KnativePlatform(new Chart(app, 'platform'), 'knative', { ingress: Ingress.kourier() });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new KnativeService(shop, 'orders', { image: 'ghcr.io/example/orders:1.0' });
  new Broker(shop, 'events');
  app.synth();
  SideDocuments.of(app).write();
  return made;
}

const WITHOUT_KNATIVE: readonly FakeAnswer[] = [
  served(), NAMESPACES,
  { args: '^(apply|diff)', input: '"serving.knative.dev/', code: 1, stderr: NO_KIND },
  { args: '^(apply|diff)', input: '"eventing.knative.dev/', code: 1, stderr: NO_KIND },
];

test('kinds that the operator brings are not checkable on a new cluster', async () => {
  const { code, stdout } = await operated(WITHOUT_KNATIVE).run('--dry-run', 'server');

  expect(stdout).toMatch(/not checkable yet: Service shop\/orders \(its kind comes with KnativeServing knative-serving\/knative-serving\)\n/);
  expect(stdout).toMatch(/not checkable yet: Broker shop\/events \(its kind comes with KnativeEventing knative-eventing\/knative-eventing\)\n/);
  expect(stdout).toContain('2 not checkable yet, 0 refused');
  expect(code).toBe(4);
});

test('kinds that the operator brings would be created', async () => {
  const { code, stdout } = await operated(WITHOUT_KNATIVE).run('--diff');

  expect(stdout).toMatch(/would be created: Service shop\/orders \(its kind comes with KnativeServing/);
  expect(code).toBe(1);
});

const KNATIVE_RUNS = (version: string): readonly FakeAnswer[] => [
  served('services ksvc serving.knative.dev/v1 true Service', 'brokers eventing.knative.dev/v1 true Broker'), NAMESPACES,
  { args: '^get knativeserving.operator.knative.dev', stdout: JSON.stringify({ status: { version } }) },
  { args: '^apply', input: '"serving.knative.dev/', code: 1, stderr: UNDECLARED },
];

test('a field of a kind that the operator is about to change is not checkable', async () => {
  const upgraded = await operated(KNATIVE_RUNS('1.2.0')).run('--dry-run', 'server');

  expect(upgraded.stdout).toContain('KnativeServing knative-serving/knative-serving changes the definition of its kind');
  expect(upgraded.code).toBe(4);
});

const OF_WIDGETS = [NAMESPACE, definition('size'), WIDGET];
const SERVED = [served('widgets example.com/v1beta1 true Widget'), NAMESPACES];

test.each([['a version', NO_KIND], ['a field', UNDECLARED]])('%s that the definition of the index adds is not checkable yet', async (_, words) => {
  const { code, stdout } = await world([...SERVED, refusedWidget(words)], undefined, OF_WIDGETS).run('--dry-run', 'server');

  expect(stdout).toBe('not checkable yet: Widget shop/a (an earlier wave changes the definition of its kind), checked against its definition\n'
    + '2 accepted, 1 not checkable yet, 0 refused\n');
  expect(code).toBe(4);
});

test('what would change is shown without objects whose definition changes', async () => {
  const answers: readonly FakeAnswer[] = [
    ...SERVED, refusedWidget(UNDECLARED), { args: '^diff', input: WIDGET_ITSELF, code: 2, stderr: UNDECLARED },
    { args: '^diff', code: 1, stdout: '+ rest\n' },
  ];

  expect(await world(answers, undefined, OF_WIDGETS).run('--diff')).toMatchObject({
    code: 1, stdout: 'cannot be compared yet: Widget shop/a (an earlier wave changes the definition of its kind)\n+ rest\n',
  });
});

test('an API that is down does not keep the rest from being asked about', async () => {
  const { code, stderr } = await world([
    { ...served('deployments deploy apps/v1 true Deployment'), code: 1, stderr: 'error: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: the server is currently unable to handle the request' },
    NAMESPACES,
  ]).run('--dry-run', 'server');

  expect(stderr).toContain('warning: not all kinds that the cluster serves are known: unable to retrieve the complete list');
  expect(code).toBe(0);
});

test('fails on a field that neither the cluster nor the index has', async () => {
  const { code, stderr } = await world([...SERVED, refusedWidget(UNDECLARED)], undefined, [NAMESPACE, definition('weight'), WIDGET]).run('--dry-run', 'server');

  expect(stderr).toContain('KN-CLI-037 the cluster refuses Widget shop/a');
  expect(code).toBe(3);
});

const GONE = 'The connection to the server cluster.example.com was refused - did you specify the right host or port?';

test.each([['--dry-run', 'server'], ['--diff']])('fails once where the server is gone during %s', async (...args) => {
  const { code, stderr } = await world([served(), NAMESPACES, { args: '^(apply|diff)', code: 1, stderr: GONE }]).run(...args);

  expect(stderr.match(/KN-CLI-\d+/g)).toEqual(['KN-CLI-034']);
  expect(code).toBe(7);
});

test('fails on an API server that cannot be asked for its kinds', async () => {
  expect(await world([{ args: '^api-resources', code: 1, stderr: GONE }]).run('--dry-run', 'server')).toMatchObject({ code: 7 });
});

const VALUE = 'of-no-use-at-all';
const SECRET: Written = {
  apiVersion: 'v1', kind: 'Secret', metadata: { name: 'access', namespace: 'shop' }, ...{ stringData: { password: VALUE, line: 'first\nsecond' } },
};

test('never shows what is in a Secret when the server goes away, nor a part of it', async () => {
  const said = `Error from server: ${'x'.repeat(560)} stringData is "${VALUE}", ${Buffer.from(VALUE).toString('base64')} or "first\\nsecond"\n${GONE}`;
  const { code, stderr } = await world([{ args: '^apply', input: 'Secret', code: 1, stderr: said }], undefined, [SETTINGS, SECRET]).run('--timeout', '1s');

  expect(stderr).toContain('(hidden)');
  expect(stderr).not.toMatch(/of-no|b2Ytbm8|second/);
  expect(code).toBe(7);
});
