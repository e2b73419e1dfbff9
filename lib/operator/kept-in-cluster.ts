import { fieldsOf, KNATIVE_EVENTING, type LeftToControllers, listOfFields } from '../core';
import type { Manifest } from '../releases';
import { edited } from './edits';
import { own, textOf } from './reading';

/** A field that a controller changes in the cluster. */
export interface KeptField {
  /** JSON pointer into the object of the release; an element of a list is the one of the same name in the cluster. */
  readonly pointer: string;
  /**
   * Names of the entries of a list that the controller says; the others follow the release.
   * @default - the whole field is what the controller says
   */
  readonly entries?: ReadonlySet<string>;
}

/** Fields of an object of a release that a controller changes in the cluster, and that the release has as well. */
export interface KeptInCluster {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly fields: readonly KeptField[];
}

/**
 * What the controller of PingSources says. The list of the operator is older than `K_OBSERVABILITY_CONFIG`, which the
 * controller sets in pkg/reconciler/pingsource of Eventing as well.
 */
const SAID_BY_CONTROLLER: ReadonlySet<string> = new Set([
  'SYSTEM_NAMESPACE', 'NAMESPACE', 'K_METRICS_CONFIG', 'K_LOGGING_CONFIG', 'K_LEADER_ELECTION_CONFIG',
  'K_NO_SHUTDOWN_AFTER', 'K_SINK_TIMEOUT', 'K_TRACING_CONFIG', 'K_OBSERVABILITY_CONFIG',
]);

/**
 * What stays as it is in the cluster where the object is there already: to set it back would stop what runs, and a
 * server-side apply ends on the conflict. Follows pkg/reconciler/knativeeventing/common/replicasenvvarstransform.go:
 * the controller of PingSources starts its adapter, which the release has with no pod, when there is a first
 * PingSource, and tells it its settings.
 */
export const KEPT_IN_CLUSTER: readonly KeptInCluster[] = [{
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: KNATIVE_EVENTING,
  name: 'pingsource-mt-adapter',
  fields: [
    { pointer: '/spec/replicas' },
    { pointer: '/spec/template/spec/containers/0/env', entries: SAID_BY_CONTROLLER },
  ],
}];

/** By what a Job removes itself when it is done. */
const TTL = 'ttlSecondsAfterFinished';

/** Whether an object has fields that stay as they are in the cluster. */
export function isKeptInCluster(manifest: Manifest): boolean {
  return keptIn(manifest).length > 0;
}

/**
 * What of an object of a release is left to controllers: for tools that cannot ask the cluster before they apply, and
 * that compare all the time.
 */
export function leftToControllersIn(manifest: Manifest): LeftToControllers {
  const { apiVersion, kind, spec } = manifest;
  const removesItself = apiVersion === 'batch/v1' && kind === 'Job' && own(fieldsOf(spec), TTL) !== undefined;
  return {
    changed: keptIn(manifest).map(({ pointer }) => pointer),
    entries: keptIn(manifest).flatMap(({ pointer: list, entries: names }) => (
      names === undefined ? [] : [{ list, names }])),
    removing: removesItself ? [`/spec/${TTL}`] : [],
  };
}

/**
 * An object with what stays as it is in the cluster, so that an apply takes nothing back.
 * @param live the object as the cluster has it
 */
export function asInCluster(manifest: Manifest, live: unknown): Manifest {
  return keptIn(manifest).reduce((kept, { pointer, entries }) => {
    const [field = '', ...path] = pointer.split('/').slice(1);
    return edited(kept, [field], (before) => keptAt(before, own(fieldsOf(live), field), path, entries));
  }, manifest);
}

function keptIn({ apiVersion, kind, metadata: { namespace, name } }: Manifest): readonly KeptField[] {
  const found = KEPT_IN_CLUSTER.find((kept) =>
    kept.apiVersion === apiVersion && kept.kind === kind && kept.namespace === namespace && kept.name === name);
  return found?.fields ?? [];
}

/** A part of an object of a release with what the cluster has at the end of the path, where it has something there. */
function keptAt(released: unknown, live: unknown, path: readonly string[], entries?: ReadonlySet<string>): unknown {
  if (live === undefined) return released;
  const [step, ...rest] = path;
  if (step === undefined) return entries === undefined ? live : joined(released, live, entries);
  if (Array.isArray(released)) {
    return released.map((element: unknown, index) =>
      index === Number(step) ? keptAt(element, twinOf(element, live), rest, entries) : element);
  }
  const fields = fieldsOf(released);
  return { ...fields, [step]: keptAt(own(fields, step), own(fieldsOf(live), step), rest, entries) };
}

function twinOf(element: unknown, live: unknown): unknown {
  const { name } = fieldsOf(element);
  return listOfFields(live).find((each) => each.name === name);
}

function joined(released: unknown, live: unknown, entries: ReadonlySet<string>): unknown {
  const kept = listOfFields(live).filter(({ name }) => entries.has(textOf(name) ?? ''));
  const names = new Set(kept.map(({ name }) => name));
  return [...kept, ...listOfFields(released).filter(({ name }) => !names.has(name))];
}
