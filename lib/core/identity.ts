import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { clusterOf } from './cluster-chart';
import { groupOf, isClusterScoped } from './kinds';
import { show } from './problem';
import { refuseAtSynth } from './problems';
import type { SourceTrace } from './source-line';
import { Warnings } from './warnings';

const TRACE = Symbol('cdk8s-knative/trace');

/** Kept on the construct: a weak map of thousands of constructs takes long at each collection of garbage. */
interface Traced {
  [TRACE]?: SourceTrace;
}

/** Remembers which line of the program made an object, for problems that only the finished tree shows. */
export function rememberTrace(object: IConstruct, trace: SourceTrace): void {
  (object as Traced)[TRACE] = trace;
}

/** The line that made a construct of this library; empty for others. */
export function traceOf(construct: IConstruct): SourceTrace {
  return (construct as Traced)[TRACE] ?? {};
}

/**
 * Looks at every object of the app once, ours or not: no two of one cluster may have the same identity, and what lives
 * outside of namespaces must not carry one.
 */
export function checkIdentities(constructs: readonly IConstruct[]): void {
  // Names are told apart first: few are there twice, and texts of whole identities cost more than everything else here.
  const byName = new Map<string, ApiObject | Map<string, ApiObject>>();
  const clusters = new Map<Chart, string>();
  const identityOf = (object: ApiObject) => {
    const { chart, apiVersion, kind } = object;
    let cluster = clusters.get(chart);
    if (cluster === undefined) {
      cluster = clusterOf(chart);
      clusters.set(chart, cluster);
    }
    return `${cluster}|${groupOf(apiVersion)}|${kind}|${placeOf(object)}`;
  };
  for (const object of apiObjectsAmong(constructs)) {
    const namespace: unknown = object.metadata.namespace;
    if (typeof namespace === 'string' && isClusterScoped(object.apiVersion, object.kind)) warnNamespace(object, namespace);
    const { name } = object;
    let namesakes = byName.get(name);
    if (namesakes === undefined) {
      byName.set(name, object);
      continue;
    }
    if (!(namesakes instanceof Map)) {
      namesakes = new Map([[identityOf(namesakes), namesakes]]);
      byName.set(name, namesakes);
    }
    const identity = identityOf(object);
    const first = namesakes.get(identity);
    if (first === undefined) namesakes.set(identity, object);
    else refuseTwin(first, object, placeOf(object));
  }
}

/** The namespace that an object lives in; empty where it lives in none. */
function placeOf({ apiVersion, kind, metadata }: ApiObject): string {
  const namespace: unknown = metadata.namespace;
  return typeof namespace !== 'string' || isClusterScoped(apiVersion, kind) ? '' : namespace;
}

/**
 * The objects among constructs.
 * @internal
 */
export function apiObjectsAmong(constructs: readonly IConstruct[]): ApiObject[] {
  // Each time that it is read, cdk8s looks whether the class is loaded.
  const Objects = ApiObject;
  return constructs.filter((construct) => Objects.isApiObject(construct));
}

function warnNamespace(object: ApiObject, namespace: string): void {
  Warnings.of(object)._addFrom('cluster-scoped-namespace',
    `${object.kind} ${show(object.name)} lives outside of namespaces but carries ${show(namespace)}, which its chart `
    + 'or program gave it: put it in a chart without a namespace (a Namespace: use the one of cdk8s-knative)', traceOf(object));
}

function refuseTwin(first: ApiObject, second: ApiObject, namespace: string): void {
  const owner = ownerOf(second);
  if (knowsTwin(owner) && owner._sharesMistake(ownerOf(first))) return;
  const where = namespace === '' ? 'no namespace' : `namespace ${show(namespace)}`;
  refuseAtSynth(owner, {
    code: 'KN-NAM-002',
    message: `${second.kind} ${show(second.name)} in ${where} is already made by ${show(ownerOf(first).node.path)}`,
    received: second.name,
    allowed: 'one object for each kind, namespace and name',
    fix: 'give one of them another id or `metadata.name`, or put charts of different clusters into `ClusterChart`s '
      + 'with different `cluster`',
  }, traceOf(owner));
}

/**
 * What is made by another construct may be there twice because that one is, which is refused as such: a problem of its
 * own would say the same mistake again.
 */
interface PartOfTwin {
  _sharesMistake(first: IConstruct): boolean;
}

function knowsTwin(construct: IConstruct): construct is IConstruct & PartOfTwin {
  return '_sharesMistake' in construct;
}

const OWNERS = new WeakMap<IConstruct, IConstruct>();

/**
 * Says which construct of the program an object belongs to that is made at synth, where cdk8s asks nobody any more who
 * came later: what is wrong with the object is said of that construct.
 * @internal
 */
export function belongsTo(object: ApiObject, owner: IConstruct): void {
  OWNERS.set(object, owner);
}

/** The construct that a user wrote: the parent, where the object is its default child. */
export function ownerOf(object: ApiObject): IConstruct {
  const owner = OWNERS.get(object);
  if (owner !== undefined) return owner;
  const parent = object.node.scope;
  return parent !== undefined && parent.node.defaultChild === object && !Chart.isChart(parent) ? parent : object;
}
