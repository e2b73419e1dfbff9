import * as pulumi from '@pulumi/pulumi';
import type { ApiObject } from 'cdk8s';
import { boundInOneValue, type Fields, fieldsOf, type ReadObject } from '../core';
import type { ChartsOptions } from './charts-options';
import type { ChartsPlan } from './charts-plan';
import { changeOptionsOf, withSafeReplacement } from './immutable-options';
import { leftOptions, withoutLeft } from './left-to-controllers';
import type { LiveObject } from './object-outputs';
import { makeObject } from './object-resource';
import { isOutput } from './output-registry';
import { refusedSecrets } from './secret-refusals';
import { resolveOutputs } from './output-values';
import { annotationsOf } from './readiness';
import { renameAliases, resourceName } from './resource-names';
import { staysInCluster } from './retained-objects';

/** Has the API server give the program what a binding wrote; its webhook writes its part again in the same request. */
const TAKEN_OVER = { 'pulumi.com/patchForce': 'true' } as const;

/** What something may depend on, as Pulumi takes it. */
type Dependencies = pulumi.CustomResourceOptions['dependsOn'];

/** By `Charts`, the resources that nothing else in it waits for: with these, all of the app is there. */
const ENDS = new WeakMap<object, readonly pulumi.CustomResource[]>();

/** The options of the component itself. Its objects come after it, and so after what is checked in between. */
export function componentOptions({ order }: Pick<ChartsPlan, 'order'>, options: ChartsOptions): pulumi.ComponentResourceOptions {
  const refused = refusedSecrets(order.objects);
  const component: ChartsOptions = {
    ...options,
    chartsOf: undefined,
    renamed: undefined,
    unguarded: undefined,
    objectOptions: undefined,
    // Newer engines pass it on; which objects it counts for is said at each.
    retainOnDelete: options.retainOnDelete === true ? true : undefined,
    dependsOn: refused === undefined ? options.dependsOn : flattened([options.dependsOn ?? [], refused]),
  };
  return component;
}

/** Pulumi flattens lists in lists, and waits for outputs and promises of lists; its types do not say so. */
function flattened(list: readonly unknown[]): Dependencies {
  return list as pulumi.Resource[];
}

/** Registers all objects, each after what it comes after. */
export function makeObjects(
  component: pulumi.ComponentResource, charts: string, plan: ChartsPlan, options: ChartsOptions,
): ReadonlyMap<ApiObject, LiveObject> {
  const { order } = plan;
  const shared = boundInOneValue(order.objects);
  const made = new Map<string, pulumi.CustomResource>();
  const live = new Map<ApiObject, LiveObject>();
  const ends = new Map<string, pulumi.CustomResource>();
  for (const object of order.objects) {
    const before: pulumi.Resource[] = [];
    for (const id of order.after.get(object.id) ?? []) {
      const resource = made.get(id);
      if (resource !== undefined) before.push(resource);
      ends.delete(id);
    }
    // Pulumi has a component's own wait in no state: what is deleted first follows from what the objects say.
    const dependsOn = before.length > 0 ? before : flattened(endsOf(options.dependsOn));
    const resource = makeObject(
      object,
      resolveOutputs(object, withAnnotations(withoutLeft(object), {
        ...annotationsOf(object, order.awaiting.get(object.id) ?? {}, order.awaited.has(object.id)),
        ...shared.has(object.id) ? TAKEN_OVER : {},
      })),
      resourceName(charts, object.identity),
      optionsFor(object, charts, plan, { parent: component, dependsOn }, options),
    );
    made.set(object.id, resource);
    ends.set(object.id, resource);
    live.set(object.object, { resource, object });
  }
  ENDS.set(component, [...ends.values()]);
  return live;
}

function withAnnotations(manifest: Fields, own: Readonly<Record<string, string>>): Fields {
  if (Object.keys(own).length === 0) return manifest;
  const metadata = fieldsOf(manifest.metadata);
  return { ...manifest, metadata: { ...metadata, annotations: { ...own, ...fieldsOf(metadata.annotations) } } };
}

/** Whoever waits for the last objects of another `Charts` waits for all of it. */
function endsOf(given: unknown): readonly unknown[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given.flatMap(endsOf);
  if (isOutput(given)) return [given.apply(endsOf)];
  if (given instanceof Promise) return [given.then(endsOf)];
  return typeof given === 'object' && given !== null ? ENDS.get(given) ?? [given] : [given];
}

function optionsFor(
  object: ReadObject, charts: string, { former, unguarded, options: ofObjects }: ChartsPlan,
  given: pulumi.CustomResourceOptions, { retainOnDelete, customTimeouts }: ChartsOptions,
): pulumi.CustomResourceOptions {
  const before = former.get(object.object) ?? [];
  const { name, namespace } = object.identity;
  const isRenamed = before.some((each) =>
    (each.name ?? name) !== name || (each.namespace ?? namespace ?? '') !== (namespace ?? ''));
  const wanted = ofObjects.get(object.object);
  const isRetained = wanted?.retainOnDelete ?? retainOnDelete ?? (staysInCluster(object) ? true : undefined);
  const own: pulumi.CustomResourceOptions = {
    ...given,
    ...customTimeouts === undefined ? {} : { customTimeouts },
    ...isRetained === undefined ? {} : { retainOnDelete: isRetained },
    ...before.length === 0 ? {} : { aliases: before.flatMap((each) => renameAliases(charts, object.identity, each)) },
    ...leftOptions(object),
    ...unguarded.has(object.object) ? {} : changeOptionsOf(object, { isRenamed, isRetained }),
  };
  return wanted === undefined ? own : withSafeReplacement(pulumi.mergeOptions(own, wanted));
}
