import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Manifests } from './manifests';
import { toReadableYaml } from './readable-yaml';

/** What jest and vitest ask of a snapshot serializer, as far as this one makes use of it. */
export interface ISnapshotSerializer {
  /** Whether the serializer is for this value. */
  test(value: unknown): boolean;
  /** The value as it stands in the snapshot. */
  serialize(value: unknown, config?: unknown, indentation?: string): string;
}

/**
 * Writes apps, charts, constructs below a chart and `Manifests` as readable YAML into snapshots of jest and vitest.
 *
 * ```ts
 * expect.addSnapshotSerializer(snapshotSerializer);
 * expect(app).toMatchSnapshot();
 * ```
 */
export const snapshotSerializer: ISnapshotSerializer = {
  test: (value) => value instanceof Manifests || isSynthesizable(value),
  serialize: (value, _config, indentation = '') => {
    const lines = serializeSnapshot(value).replace(/\n$/, '').split('\n');
    return lines.map((line, index) => (index === 0 || line === '' ? line : indentation + line)).join('\n');
  },
};

/**
 * The same as a plain function, for `node:test` and for goldens of one's own. Any other value becomes YAML too, a text
 * stays what it is.
 *
 * ```ts
 * t.assert.snapshot(app, { serializers: [serializeSnapshot] });
 * ```
 */
export function serializeSnapshot(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Manifests) return value.toYaml();
  return isSynthesizable(value) ? Manifests.of(value).toYaml() : toReadableYaml(value);
}

/** Constructs of others, such as a stack of the AWS CDK, have serializers of their own. */
function isSynthesizable(value: unknown): value is Construct {
  return Construct.isConstruct(value) === true && (value instanceof App || value.node.scopes.some(Chart.isChart));
}
