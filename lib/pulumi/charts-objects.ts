import * as pulumi from '@pulumi/pulumi';
import type { ApiObject } from 'cdk8s';
import { type Fields, fieldsOf, type ReadObject } from '../core';
import type { ChartsOptions } from './charts-options';
import type { ChartsPlan } from './charts-plan';
import { changeOptionsOf, withSafeReplacement } from './immutable-options';
import type { LiveObject } from './object-outputs';
import { sharedObjects } from './object-references';
import { makeObject } from './object-resource';
import { refusedSecrets } from './output-secrets';
import { resolveOutputs } from './output-values';
import { annotationsOf } from './readiness';
import { renameAliases, resourceName } from './resource-names';
import { staysInCluster } from './retained-objects';

/** Has the API server give the program what a binding wrote; its webhook writes its part again in the same request. */
const TAKEN_OVER = { 'pulumi.com/patchForce': 'true' } as const;

/** What something may depend on, as Pulumi takes it. */
type Dependencies = pulumi.CustomResourceOptions['dependsOn'];

/** The resources that a `Charts` made. */
export interface MadeObjects {
  readonly live: ReadonlyMap<ApiObject, LiveObject>;
  /** What nothing else waits for: with it, all of the app is there. */
  readonly ends: readonly pulumi.CustomResource[];
}

/** The options of the component itself. Its objects come after it, and so after what is checked in between. */
export function componentOptions({ order }: ChartsPlan, options: ChartsOptions): pulumi.ComponentResourceOptions {
  const refused = refusedSecrets(order.objects);
  const component: ChartsOptions = {
    ...options,
    chartsOf: undefined,
    renamed: undefined,
    objectOptions: undefined,
    // Newer engines pass it on; which objects it counts for is said at each.
    retainOnDelete: options.retainOnDelete === true ? true : undefined,
    dependsOn: refused === undefined ? options.dependsOn : both(options.dependsOn, refused),
  };
  return component;
}

/** Pulumi flattens lists in lists; its types do not say so. */
function both(given: Dependencies, more: Promise<pulumi.Resource[]>): Dependencies {
  const list: unknown[] = given === undefined ? [more] : [given, more];
  return list as pulumi.Resource[];
}

/** Registers all objects, each after what it comes after. */
export function makeObjects(
  component: pulumi.ComponentResource, charts: string, plan: ChartsPlan, options: ChartsOptions,
): MadeObjects {
  const { order } = plan;
  const shared = sharedObjects(order.objects);
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
    const dependsOn = before.length > 0 ? before : endsOf(options.dependsOn);
    const resource = makeObject(
      object,
      resolveOutputs(object, withAnnotations(object.manifest, {
        ...annotationsOf(object, order), ...shared.has(object.id) ? TAKEN_OVER : {},
      })),
      resourceName(charts, object.identity),
      optionsFor(object, charts, plan, { parent: component, dependsOn }, options.retainOnDelete),
    );
    made.set(object.id, resource);
    ends.set(object.id, resource);
    live.set(object.object, { resource, object });
  }
  return { live, ends: [...ends.values()] };
}

function withAnnotations(manifest: Fields, own: Readonly<Record<string, string>>): Fields {
  if (Object.keys(own).length === 0) return manifest;
  const metadata = fieldsOf(manifest.metadata);
  return { ...manifest, metadata: { ...metadata, annotations: { ...own, ...fieldsOf(metadata.annotations) } } };
}

/** Whoever waits for the last objects of another `Charts` waits for all of it. */
function endsOf(dependencies: Dependencies): Dependencies {
  const list: readonly unknown[] = Array.isArray(dependencies) ? dependencies : [dependencies];
  const ends = list.flatMap((each): readonly unknown[] => endsIn(each) ?? (each === undefined ? [] : [each]));
  return ends as pulumi.Resource[];
}

/** Read without the class, which is made of this file. */
function endsIn(value: unknown): readonly unknown[] | undefined {
  const ends: unknown = pulumi.ComponentResource.isInstance(value) ? Reflect.get(value, '_ends') : undefined;
  return Array.isArray(ends) ? ends : undefined;
}

function optionsFor(
  object: ReadObject, charts: string, { former, options: ofObjects }: ChartsPlan,
  given: pulumi.CustomResourceOptions, retainOnDelete: boolean | undefined,
): pulumi.CustomResourceOptions {
  const before = former.get(object.object) ?? [];
  const { name, namespace } = object.identity;
  const isRenamed = before.some((each) =>
    (each.name ?? name) !== name || (each.namespace ?? namespace ?? '') !== (namespace ?? ''));
  const isRetained = retainOnDelete ?? (staysInCluster(object) ? true : undefined);
  const own: pulumi.CustomResourceOptions = {
    ...given,
    ...isRetained === undefined ? {} : { retainOnDelete: isRetained },
    ...before.length === 0 ? {} : { aliases: before.flatMap((each) => renameAliases(charts, object.identity, each)) },
    ...changeOptionsOf(object, isRenamed),
  };
  const wanted = ofObjects.get(object.object);
  if (wanted === undefined) return own;
  const kept = wanted.replaceOnChanges?.length === 0 ? { ...own, replaceOnChanges: undefined, hooks: undefined } : own;
  return withSafeReplacement(pulumi.mergeOptions(kept, wanted));
}
