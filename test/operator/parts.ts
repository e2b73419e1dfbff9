import { ComponentName } from '../../lib/core';
import { deepFrozen } from '../../lib/core/deep-frozen';
import type { Installed, PartFile } from '../../lib/operator';
import type { Manifest } from '../../lib/releases';

/** Objects of releases of our own invention: the names that the operator knows, and next to nothing in them. */

export type Fields = Readonly<Record<string, unknown>>;

/** An object with whatever it has besides its name. */
export function object(
  apiVersion: string, kind: string, name: string, fields: Fields = {}, metadata: Fields = {},
): Manifest {
  return deepFrozen({ apiVersion, kind, metadata: { name, ...metadata }, ...fields });
}

/** An object of Serving. */
export function inServing(apiVersion: string, kind: string, name: string, fields: Fields = {}): Manifest {
  return object(apiVersion, kind, name, fields, { namespace: 'knative-serving' });
}

/** A workload with one container or several. */
export function workload(name: string, containers?: readonly Fields[], kind = 'Deployment'): Manifest {
  const spec = { containers: containers ?? [{ name, image: 'registry.example/released:1' }] };
  return inServing('apps/v1', kind, name, { spec: { template: { metadata: { labels: { app: name } }, spec } } });
}

/** A ConfigMap with an example in it, as the releases have them. */
export function configMap(name: string, data: Fields = {}): Manifest {
  return object('v1', 'ConfigMap', name, { data: { _example: 'key: value', ...data } },
    { namespace: 'knative-serving', annotations: { 'knative.dev/example-checksum': '12345678' } });
}

/** A HorizontalPodAutoscaler. */
export function scaler(name: string, minReplicas: number, maxReplicas?: number): Manifest {
  const most = maxReplicas === undefined ? {} : { maxReplicas };
  return inServing('autoscaling/v2', 'HorizontalPodAutoscaler', name, { spec: { minReplicas, ...most } });
}

/** A file with objects in it. */
export function part(...objects: readonly Manifest[]): PartFile {
  return { component: ComponentName.KNATIVE_SERVING, file: 'serving-core.yaml', objects };
}

/** What an object became; the only one of its kind where no name is given. */
export function installedAs({ objects }: Installed, kind: string, name?: string): Manifest | undefined {
  return objects.map(({ manifest }) => manifest)
    .find((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
}

/** What pods a workload makes. */
export function podsOf(installed: Installed, name: string, kind = 'Deployment'): Fields {
  return at(installedAs(installed, kind, name), 'spec', 'template', 'spec') as Fields;
}

/** The first container of a workload. */
export function containerOf(installed: Installed, name: string, kind = 'Deployment'): Fields {
  return (podsOf(installed, name, kind).containers as readonly Fields[])[0]!;
}

/** The value at the end of a path of fields. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inside, field) => (inside as Fields | undefined)?.[field], value);
}

/** The messages of what changes nothing. */
export function lostIn({ lost }: Installed): string[] {
  return lost.map(({ id, message }) => `${id}: ${message}`);
}
