import * as assert from 'node:assert/strict';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Namespace } from '../../lib/core';
import { Manifests, serializeSnapshot, snapshotSerializer } from '../../lib/testing';

const YAML = '# platform.k8s.yaml: Namespace shop\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';

function shop(): { app: App; chart: Chart; namespace: Namespace } {
  const app = new App();
  const chart = new Chart(app, 'platform');
  return { app, chart, namespace: new Namespace(chart, 'shop') };
}

describe('in jest', () => {
  beforeAll(() => {
    expect.addSnapshotSerializer(snapshotSerializer);
  });

  test('an app is YAML in its snapshot', () => {
    expect(shop().app).toMatchInlineSnapshot(`
# platform.k8s.yaml: Namespace shop
apiVersion: v1
kind: Namespace
metadata:
  name: shop
`);
  });

  test('a chart within other data is YAML, indented', () => {
    expect({ before: 1, chart: shop().chart }).toMatchInlineSnapshot(`
{
  "before": 1,
  "chart": # platform.k8s.yaml: Namespace shop
  apiVersion: v1
  kind: Namespace
  metadata:
    name: shop,
}
`);
  });

  test('other values are what they were', () => {
    expect({ kind: 'Namespace' }).toMatchInlineSnapshot(`
{
  "kind": "Namespace",
}
`);
  });
});

interface VitestConfig {
  readonly indent: string;
  readonly min: boolean;
}

type VitestPrinter =
  (val: unknown, config: VitestConfig, indentation: string, depth: number, refs: unknown[]) => string;

/** The parts of vitest's contract that a serializer meets, as its guide on snapshots gives them. */
interface VitestSerializer {
  serialize(
    val: unknown, config: VitestConfig, indentation: string, depth: number, refs: unknown[], printer: VitestPrinter,
  ): string;
  test(val: unknown): boolean;
}

test('in vitest, an app is YAML in its snapshot', () => {
  const serializer: VitestSerializer = snapshotSerializer;
  const { app } = shop();
  const printer = () => {
    throw new Error('there is nothing left to print');
  };

  expect(serializer.test(app)).toBe(true);
  expect(serializer.serialize(app, { indent: '  ', min: false }, '', 0, [], printer)).toBe(YAML.trimEnd());
});

test('in node:test, every value becomes the text of its snapshot', () => {
  const serializers: readonly ((value: unknown) => unknown)[] = [serializeSnapshot];
  const run = (value: unknown) => serializers.reduce((input, serializer) => serializer(input), value);

  assert.equal(run(shop().app), YAML);
  assert.equal(run(run(shop().app)), YAML);
  assert.equal(run({ spec: {}, kind: 'X', apiVersion: 'v1' }), 'apiVersion: v1\nkind: X\nspec: {}\n');
});

describe('the serializer', () => {
  test('takes apps, charts, constructs below a chart and manifests', () => {
    const { app, chart, namespace } = shop();

    for (const value of [app, chart, namespace, namespace.apiObject, Manifests.of(app)]) {
      expect(snapshotSerializer.test(value)).toBe(true);
      expect(snapshotSerializer.serialize(value)).toBe(YAML.trimEnd());
    }
  });

  test('leaves constructs of other frameworks, manifests as plain data and all else alone', () => {
    class Stack extends Construct {
      public readonly outdir = 'cdk.out';
    }
    const root = new Stack(undefined as never, '');

    for (const value of [root, new Construct(root, 'child'), Manifests.of(shop().app).all[0], 'text', null, undefined, 3]) {
      expect(snapshotSerializer.test(value)).toBe(false);
    }
  });

  test('keeps spaces at the end of a text', () => {
    const chart = new Chart(new App(), 'c');
    new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' }, text: 'a\nb  ' });

    expect(snapshotSerializer.serialize(chart)).toMatch(/text: \|-\n {2}a\n {2}b {2}$/);
  });

  test('fails on a refused app, in the words of synth', () => {
    const chart = new Chart(new App(), 'c');
    new Namespace(chart, 'My Shop');

    expect(() => snapshotSerializer.serialize(chart)).toThrow(/^Validation failed.*\n {2}\[c\/My Shop\] KN-NAM-001/);
  });
});
