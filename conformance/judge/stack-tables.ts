import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';

/** A stack as a person reviews it. */
export interface StackRows {
  readonly name: string;
  /** How many bytes the template has, as it is uploaded. */
  readonly bytes: number;
  readonly resources: readonly ResourceRow[];
}

/** A resource, with what it is for. */
export interface ResourceRow {
  readonly logicalId: string;
  readonly type: string;
  /** An object of the cluster, or the construct. */
  readonly purpose: string;
  /** Part of the program that it belongs to: a chart of cdk8s, or a construct of the stack. */
  readonly part: string;
  /** What it waits for. */
  readonly after: readonly string[];
  readonly bytes: number;
}

/** A resource of a template. */
interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[] | string;
}

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What applies one object. */
export const APPLIED = 'Custom::AWSCDK-EKS-KubernetesResource';
const HELM_RELEASE = 'Custom::AWSCDK-EKS-HelmChart';
const OBJECT_VALUE = 'Custom::AWSCDK-EKS-KubernetesObjectValue';
const STEP = 'AWS::CloudFormation::WaitConditionHandle';
const TEMPLATE = '.template.json';
const MANIFEST = '.k8s.yaml';
/** So many names of a list say something; more of them do not. */
const MOST_NAMED = 3;

/** The stacks of a program, row by row, from what it wrote: `cdk.out`, and the manifests of the objects. */
export function stackRows(stacks: string, manifests: string): StackRows[] {
  const charts = chartsByObject(manifests);
  return fs.readdirSync(stacks).filter((file) => file.endsWith(TEMPLATE)).sort().map((file) => {
    const name = file.slice(0, -TEMPLATE.length);
    const text = fs.readFileSync(path.join(stacks, file), 'utf8');
    const { Resources: resources } = JSON.parse(text) as { readonly Resources: Readonly<Record<string, Resource>> };
    const paths = pathsOf(stacks, name);
    return {
      name,
      bytes: Buffer.byteLength(text),
      resources: Object.entries(resources).map(([logicalId, resource]) => {
        const objects = resource.Type === APPLIED ? objectsOf(resource).map(nameOf) : [];
        const construct = paths.get(logicalId) ?? logicalId;
        return {
          logicalId,
          type: resource.Type,
          purpose: objects.length === 0 ? construct : objects.join(', '),
          part: charts.get(objects[0] ?? '') ?? partOf(resource.Type, construct),
          after: afterOf(resource, resources),
          bytes: Buffer.byteLength(JSON.stringify({ [logicalId]: resource })),
        };
      }),
    };
  });
}

/** Bytes by stack and part, the largest first. */
export function sizesTable(stacks: readonly StackRows[]): string {
  const lines = stacks.flatMap(({ name, bytes, resources }) => {
    const parts = [...new Set(resources.map(({ part }) => part))].map((part) => {
      const own = resources.filter((row) => row.part === part);
      return { part, count: own.length, bytes: own.reduce((sum, row) => sum + row.bytes, 0) };
    });
    parts.sort((a, b) => b.bytes - a.bytes || (a.part < b.part ? -1 : 1));
    return [
      `| **${name}** | the template, as it is uploaded | ${resources.length} | ${bytes} |`,
      ...parts.map((each) => `| | ${each.part} | ${each.count} | ${each.bytes} |`),
    ];
  });
  return ['| Stack | Part | Resources | Bytes |', '|---|---|---|---|', ...lines, ''].join('\n');
}

/** Every resource of a stack. */
export function resourcesTable({ resources }: StackRows): string {
  const lines = resources.map(({ logicalId, type, purpose, after }) => `| ${type} | ${logicalId} | ${purpose} | ${after.join(', ')} |`);
  return ['| Type | Logical id | What for | After |', '|---|---|---|---|', ...lines, ''].join('\n');
}

/** Charts by what `nameOf` calls their objects. */
function chartsByObject(manifests: string): Map<string, string> {
  return new Map(fs.readdirSync(manifests).filter((file) => file.endsWith(MANIFEST)).sort().flatMap((file) => {
    const chart = `chart ${file.slice(0, -MANIFEST.length).replace(/-c[0-9a-f]{7,8}$/, '')}`;
    return parseAllDocuments(fs.readFileSync(path.join(manifests, file), 'utf8'), { version: '1.1' })
      .map((document) => document.toJS() as KubernetesObject | null)
      .flatMap((object) => (object === null ? [] : [[nameOf(object), chart] as const]));
  }));
}

function objectsOf({ Properties: properties = {} }: Resource): KubernetesObject[] {
  return JSON.parse(plain(properties.Manifest)) as KubernetesObject[];
}

/** A text with what only the deployment knows left out. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const [separator, parts] = (value as { readonly 'Fn::Join': readonly [string, readonly unknown[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : '?')).join(separator);
}

/** As kubectl calls it: `Service.serving.knative.dev shop/orders`. */
function nameOf({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): string {
  const [group = ''] = apiVersion.split('/');
  return `${kind}${group.includes('.') ? `.${group}` : ''} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Paths of constructs by the logical ids of their resources. */
function pathsOf(stacks: string, name: string): Map<string, string> {
  const file = path.join(stacks, `${name}.metadata.json`);
  const metadata = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, { readonly type: string; readonly data?: unknown }[]>;
  return new Map(Object.entries(metadata).flatMap(([construct, entries]) => entries
    .filter(({ type }) => type === 'aws:cdk:logicalId')
    .map(({ data }) => [String(data), construct.slice(name.length + 2)] as const)));
}

function partOf(type: string, construct: string): string {
  if (type === STEP) return 'steps between objects';
  if (type === OBJECT_VALUE) return 'waiting until something is ready';
  if (type === HELM_RELEASE) return 'Helm releases';
  return construct.split('/').slice(0, 2).join('/');
}

/** A step has much behind it; the rest of a list would say the same again. */
function afterOf({ DependsOn: on = [] }: Resource, resources: Readonly<Record<string, Resource>>): string[] {
  const all = [on].flat();
  const steps = all.filter((id) => resources[id]?.Type === STEP);
  const others = all.filter((id) => !steps.includes(id));
  return others.length <= MOST_NAMED ? [...steps, ...others] : [...steps, `${others.length} resources`];
}
