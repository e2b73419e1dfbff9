import { Token } from 'aws-cdk-lib/core';
import { gzipSync } from 'zlib';
import { type Fields, fieldsOf, hasLateValue, isFields, objectId, type Problem, type ReadObject, show } from '../core';
import { digestOf, isDefinition } from './object-ids';

/** Bytes that the Secret of a release may have, with room for what two programs compress differently. */
const MOST_RECORD_BYTES = 1_000_000;
/** Stands for a value that only the deployment knows, until the text of a file is made. */
const MARK = '@@cdk8s-knative-value';

/** A chart of Helm, as files. */
export interface HelmFiles {
  /** Texts by their paths in the folder of the chart. */
  readonly files: Readonly<Record<string, string>>;
  /** Values that only the deployment knows, by the names that the files have for them. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * The files of a chart. Objects stand below `templates/`, also definitions: Helm never updates what is in `crds/`. It
 * would remove definitions with the release, and all objects of their kinds with them, so that they are kept.
 * @see https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
 */
export function helmFiles(release: string, objects: readonly ReadObject[]): HelmFiles {
  const values: Record<string, unknown> = {};
  const files: Record<string, string> = {
    'Chart.yaml': `${JSON.stringify({ apiVersion: 'v2', name: release, version: '0.0.0', type: 'application' })}\n`,
  };
  for (const { identity, manifest } of objects) {
    const kept = isDefinition(identity) ? withKeep(manifest) : manifest;
    files[`templates/${fileOf(objectId(identity), identity)}`] = templateOf(kept, values);
  }
  return { files, values };
}

function fileOf(id: string, { kind, name }: ReadObject['identity']): string {
  return `${kind}-${name}`.toLowerCase().replace(/[^a-z0-9-]+/g, '-').slice(0, 80).concat(`-${digestOf(id).slice(0, 8)}.yaml`);
}

function withKeep(manifest: Fields): Fields {
  const metadata = fieldsOf(manifest.metadata);
  const annotations = { ...fieldsOf(metadata.annotations), 'helm.sh/resource-policy': 'keep' };
  return { ...manifest, metadata: { ...metadata, annotations } };
}

/**
 * JSON, which is YAML, on one line. Helm takes every file for a template: two braces in a text are written as an action
 * that prints two braces. A value of the deployment is written by Helm, with quotes and escapes, and so is a key, which
 * a blank keeps apart from the brace before it.
 */
function templateOf(manifest: Fields, values: Record<string, unknown>): string {
  const text = JSON.stringify(withMarks(manifest, values)).replace(/\{\{/g, '{{ "{{" }}');
  const written = text.replace(new RegExp(`"${MARK}(\\d+)@@"(:?)`, 'g'), (_, number: string, colon: string) => (
    `${colon === '' ? '' : ' '}{{ .Values.v${number} | toJson }}${colon}`));
  return `${written}\n`;
}

/** Texts, numbers, lists and keys that are tokens, whole or in part, become values. */
function withMarks(value: unknown, values: Record<string, unknown>): unknown {
  if (isLate(value)) return markOf(value, values);
  if (Array.isArray(value)) return value.map((each) => withMarks(each, values));
  if (!isFields(value)) return value;
  return Object.fromEntries(inStableOrder(value).map(([key, each]) => [
    isLate(key) ? markOf(key, values) : key, withMarks(each, values),
  ]));
}

function markOf(value: unknown, values: Record<string, unknown>): string {
  const number = Object.keys(values).length;
  values[`v${number}`] = value;
  return `${MARK}${number}@@`;
}

/**
 * Keys that are tokens come last, in the order in which AWS CDK made them: their texts have numbers that change with
 * all that has tokens in the program, and a file in another order would be another asset.
 */
function inStableOrder(fields: Fields): [string, unknown][] {
  const all = Object.entries(fields);
  const late = all.filter(([key]) => isLate(key));
  if (late.length === 0) return all;
  late.sort(([one], [other]) => tokenNumber(one) - tokenNumber(other));
  return [...all.filter(([key]) => !isLate(key)), ...late];
}

/** Which token of the process the first of a text is; follows core/lib/private/token-map.ts of aws-cdk-lib. */
function tokenNumber(text: string): number {
  return Number(/\.(\d+)\]\}/.exec(text)?.[1] ?? 0);
}

/** A list is a token where it has one element that is. */
function isLate(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 1 && typeof value[0] === 'string' && Token.isUnresolved(value);
  return (typeof value === 'string' || typeof value === 'number') && hasLateValue(value);
}

/**
 * Whether the record of a release goes into a Secret: what it keeps is the chart and what was made of it, compressed,
 * and as text. Follows encodeRelease of helm.sh/helm/v4/pkg/storage/driver/util.go.
 */
export function checkRecord(
  release: string, { files }: HelmFiles, objects: readonly ReadObject[],
): Problem | undefined {
  const templates = Object.entries(files).map(([name, text]) => ({ name, data: Buffer.from(text).toString('base64') }));
  const record = JSON.stringify({ chart: { templates }, manifest: Object.values(files).join('---\n') });
  const bytes = Math.ceil(gzipSync(record, { level: 9 }).length / 3) * 4;
  if (bytes <= MOST_RECORD_BYTES) return undefined;
  const largest = [...objects].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, 3)
    .map((object) => `${object.identity.kind} ${show(object.identity.name)} with ${sizeOf(object)}`);
  return {
    code: 'KN-EKS-034',
    message: `the record of the release ${show(release)} has ${bytes} bytes; the largest objects are ${largest.join(', ')}`,
    received: bytes,
    allowed: `at most ${MOST_RECORD_BYTES} bytes, which Helm keeps in one Secret`,
    fix: 'select fewer charts, or apply them in two apps with different `helmRelease`',
  };
}

function sizeOf({ manifest }: ReadObject): number {
  return Buffer.byteLength(JSON.stringify(manifest));
}
