import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { clusterOf } from './cluster-chart';
import { groupOf, isClusterScoped } from './kinds';
import { show } from './problem';
import { refuseAtSynth } from './problems';
import type { SourceTrace } from './source-line';
import { Warnings } from './warnings';

const TRACES = new WeakMap<IConstruct, SourceTrace>();

/** Remembers which line of the program made an object, for problems that only the finished tree shows. */
export function rememberTrace(object: IConstruct, trace: SourceTrace): void {
  TRACES.set(object, trace);
}

/** The line that made a construct of this library; empty for others. */
export function traceOf(construct: IConstruct): SourceTrace {
  return TRACES.get(construct) ?? {};
}

/**
 * Looks at every object of the app once, ours or not: no two of one cluster may have the same identity, and what lives
 * outside of namespaces must not carry one.
 */
export function checkIdentities(constructs: readonly IConstruct[]): void {
  const seen = new Map<string, ApiObject>();
  const clusters = new Map<Chart, string>();
  for (const object of constructs) {
    if (!ApiObject.isApiObject(object)) continue;
    const namespace: unknown = object.metadata.namespace;
    const clusterScoped = isClusterScoped(object.apiVersion, object.kind);
    if (clusterScoped && typeof namespace === 'string') warnNamespace(object, namespace);

    const chart = object.chart;
    let cluster = clusters.get(chart);
    if (cluster === undefined) {
      cluster = clusterOf(chart);
      clusters.set(chart, cluster);
    }
    const place = clusterScoped || typeof namespace !== 'string' ? '' : namespace;
    const identity = `${cluster}|${groupOf(object.apiVersion)}|${object.kind}|${place}|${object.name}`;
    const first = seen.get(identity);
    if (first === undefined) seen.set(identity, object);
    else refuseTwin(first, object, place);
  }
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

/** The construct that a user wrote: the parent, where the object is its default child. */
export function ownerOf(object: ApiObject): IConstruct {
  const parent = object.node.scope;
  return parent !== undefined && parent.node.defaultChild === object && !Chart.isChart(parent) ? parent : object;
}
