import { readinessOf } from '../../lib/core';
import type { KubernetesObject } from '../control-plane/api-server';
import { parseJsonPath } from './json-path';

/** Whether the provider of Pulumi goes on after an object, as it is now. */
export interface Wait {
  /** What is asked, in the words of the object or of this player. */
  readonly asked: string;
  /** @throws where the provider ends with an error, and waits no longer */
  readonly isOver: (live: KubernetesObject) => boolean;
}

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly observedGeneration?: number;
}

interface Live extends KubernetesObject {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
    readonly phase?: string;
    readonly hard?: object;
    readonly loadBalancer?: { readonly ingress?: readonly unknown[] };
  };
  readonly spec?: { readonly type?: string; readonly hard?: object };
}

const PREFIX = 'pulumi.com/';

/**
 * What the provider waits for after it has put an object on a cluster; `undefined` where it goes on at once. Follows
 * `ReadyCondition` of provider/pkg/metadata/overrides.go of pulumi-kubernetes, and for what has no annotation
 * `awaiters` of provider/pkg/await/awaiters.go.
 * @throws where the annotation cannot be read
 */
export function waitOf(object: KubernetesObject): Wait | undefined {
  const annotations = annotationsOf(object);
  if (annotations[`${PREFIX}skipAwait`] === 'true') return undefined;
  const expressions = expressionsIn(annotations[`${PREFIX}waitFor`] ?? '');
  if (expressions.length === 0) return builtIn(object);
  const all = expressions.map(readExpression);
  return { asked: expressions.join(' and '), isOver: (live) => all.every((each) => each(live)) };
}

/** What of an object is for the provider alone. */
export function annotationsOf({ metadata }: KubernetesObject): Readonly<Record<string, string>> {
  const all = Object.entries((metadata.annotations ?? {}) as Record<string, string>);
  return Object.fromEntries(all.filter(([name]) => name.startsWith(PREFIX)));
}

/** A list of texts as JSON, or one text. */
export function expressionsIn(value: string): readonly string[] {
  if (value === '') return [];
  let list: unknown;
  try {
    list = JSON.parse(value);
  } catch {
    return [value];
  }
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'string')) return [value];
  if (list.length === 0) throw new Error('at least one condition must be specified');
  return list as readonly string[];
}

type IsOver = Wait['isOver'];

function readExpression(text: string): IsOver {
  if (text.startsWith('condition=')) return ofCondition(text.slice('condition='.length));
  const { path, value } = readPath(text);
  const select = parseJsonPath(path);
  return (live) => !isStale(live, undefined) && matches(select(live)[0], value, path);
}

/** Follows `Parse` of provider/pkg/jsonpath/jsonpath.go: at most one `=`, but for `==`, and braces around the path. */
export function readPath(text: string): { readonly path: string; readonly value: string } {
  const [whole, raw = ''] = /^jsonpath=(.+)$/s.exec(text) ?? [];
  if (whole === undefined) throw new Error(`expected a "jsonpath=" or "condition=" prefix, got ${text}`);
  const parts = raw.split(/(?<!=)=(?!=)/);
  if (parts.length > 2 || parts[1] === '') throw new Error(`format should be {.path}=value or {.path}, got ${raw}`);
  const path = /\{\s*(.*?)\s*\}/.exec(parts[0] ?? '')?.[1];
  if (path === undefined) throw new Error(`${raw} should be wrapped in brackets { ... }`);
  return { path: path.startsWith('$') ? path : `$${path}`, value: parts[1] ?? '' };
}

/** Without a value, whatever is there will do. */
function matches(found: unknown, value: string, path: string): boolean {
  if (found === undefined || value === '') return found !== undefined;
  if (typeof found === 'object' && found !== null) throw new Error(`${path} has a non-primitive value`);
  return String(found) === value;
}

/** Follows `checkCondition` of provider/pkg/await/condition/kubectl.go. */
function ofCondition(text: string): IsOver {
  const [type = '', status = 'True'] = text.split(/=(.*)/s);
  const isSame = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();
  return (live) => {
    const condition = (live as Live).status?.conditions?.find((each) => isSame(each.type, type));
    return condition !== undefined && !isStale(live, condition.observedGeneration) && isSame(condition.status, status);
  };
}

/** Whether what is there is of an earlier generation. */
function isStale(live: KubernetesObject, ofCondition: number | undefined): boolean {
  const observed = ofCondition ?? (live as Live).status?.observedGeneration;
  const { generation } = live.metadata;
  return observed !== undefined && typeof generation === 'number' && observed < generation;
}

/** Workloads as `kubectl rollout status` has them: nobody here makes pods, whose state the provider reads besides. */
const BUILT_IN: Readonly<Record<string, (live: Live) => boolean>> = {
  'apps/v1/Deployment': (live) => readinessOf(live).ready,
  'apps/v1/StatefulSet': (live) => readinessOf(live).ready,
  'apps/v1/DaemonSet': (live) => readinessOf(live).ready,
  'batch/v1/Job': (live) => readinessOf(live).ready,
  // Endpoints of no pod are settled.
  'v1/Service': ({ spec, status }) => spec?.type !== 'LoadBalancer' || (status?.loadBalancer?.ingress ?? []).length > 0,
  'v1/PersistentVolumeClaim': ({ status }) => status?.phase === 'Bound',
  'v1/PersistentVolume': ({ status }) => ['Available', 'Bound'].includes(status?.phase ?? ''),
  'v1/Pod': ({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true,
  'v1/ResourceQuota': ({ spec, status }) => Object.keys(spec?.hard ?? {}).every((name) => name in (status?.hard ?? {})),
  'networking.k8s.io/v1/Ingress': ({ status }) => (status?.loadBalancer?.ingress ?? []).length > 0,
};

function builtIn({ apiVersion, kind }: KubernetesObject): Wait | undefined {
  const isOver = BUILT_IN[`${apiVersion}/${kind}`];
  return isOver === undefined ? undefined : { asked: `what Pulumi asks of a ${kind} by itself`, isOver };
}

/** An object without what is for the provider alone. */
export function withoutProvider(object: KubernetesObject): KubernetesObject {
  const { annotations = {}, ...metadata } = object.metadata;
  const kept = Object.entries(annotations as object).filter(([name]) => !name.startsWith(PREFIX));
  const others = kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) as object };
  return { ...object, metadata: { ...metadata, ...others } };
}
