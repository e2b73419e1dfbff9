import * as pulumi from '@pulumi/pulumi';
import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  checkAppFor, type Problem, readAppFor, type ReadObject, show, type SourceTrace, Warnings,
} from '../core';
import type { ChartsOptions, RenamedObject } from './charts-options';
import { checkResource } from './object-resource';
import { checkOutputs } from './output-checks';
import { takeOutputs } from './output-values';
import { checkProvider, providerFor } from './providers';
import { type Order, orderOf } from './resource-order';
import { checkChartsName, checkPeers, checkRuntime, PULUMI, refuseProgram } from './runtime-checks';
import { checkShared } from './shared-objects';

/** What a `Charts` will register, all of it known and right before anything is. */
export interface ChartsPlan {
  readonly order: Order;
  /** The provider of all objects whose options name no other; `undefined` for the default one. */
  readonly provider: pulumi.ProviderResource | undefined;
  /** What the program says of single objects. */
  readonly options: ReadonlyMap<ApiObject, pulumi.CustomResourceOptions>;
  /** What objects were called before. */
  readonly former: ReadonlyMap<ApiObject, readonly RenamedObject[]>;
}

/**
 * Reads an app, and looks for all that is wrong with it here.
 * @throws RunError that lists every problem
 */
export function planCharts(
  name: string, app: App, options: ChartsOptions, trace: SourceTrace,
): ChartsPlan {
  // Nothing works without an engine, so that this stands alone.
  refuseProgram([checkRuntime()], trace);
  refuseProgram([...checkPeers(), checkChartsName(name), checkAppFor(PULUMI, app), checkProvider(options)], trace);
  takeOutputs(app);
  Warnings.of(app)._printTo((line) => { void pulumi.log.warn(line); });
  const read = readAppFor(PULUMI, app, options.chartsOf);
  const { objects } = read;
  refuseProgram([...read.problems, ...checkOutputs(objects), ...objects.map(checkResource)], trace, read.reported);
  const provider = providerFor(options);
  const ofObjects = optionsOf(objects, options);
  const { former, problems } = formerOf(objects, options.renamed ?? []);
  const providerOf = ({ object }: ReadObject) => ofObjects.get(object)?.provider ?? provider;
  refuseProgram([...problems, ...problems.length > 0 ? [] : checkShared(name, objects, providerOf)], trace);
  return { order: orderOf(objects, read.needs), provider, options: ofObjects, former };
}

function optionsOf(
  objects: readonly ReadObject[], { objectOptions }: ChartsOptions,
): ReadonlyMap<ApiObject, pulumi.CustomResourceOptions> {
  const found = new Map<ApiObject, pulumi.CustomResourceOptions>();
  if (objectOptions === undefined) return found;
  for (const { object } of objects) {
    const options = objectOptions(object);
    if (options !== undefined) found.set(object, options);
  }
  return found;
}

function formerOf(objects: readonly ReadObject[], renamed: readonly RenamedObject[]): {
  readonly former: ReadonlyMap<ApiObject, readonly RenamedObject[]>;
  readonly problems: readonly Problem[];
} {
  const present = new Set(objects.map(({ object }) => object));
  const former = new Map<ApiObject, readonly RenamedObject[]>();
  const problems: Problem[] = [];
  for (const each of renamed) {
    const object = objectIn(each.object, present);
    if (object === undefined) problems.push(unknownObject(each.object));
    else former.set(object, [...former.get(object) ?? [], each]);
  }
  return { former, problems };
}

/**
 * The object of an app that a construct is, or writes: constructs say so with their default child, as all of this
 * library and of cdk8s-plus do.
 */
export function objectIn(construct: IConstruct, present: { has(object: ApiObject): boolean }): ApiObject | undefined {
  let at: unknown = construct;
  while (isConstruct(at)) {
    if (ApiObject.isApiObject(at)) return present.has(at) ? at : undefined;
    at = at.node.defaultChild;
  }
  return undefined;
}

function isConstruct(value: unknown): value is IConstruct {
  return typeof value === 'object' && value !== null && 'node' in value;
}

/** What is none of the objects that a `Charts` has. */
export function unknownObject(construct: IConstruct): Problem {
  const path = isConstruct(construct) ? construct.node.path : construct;
  return {
    code: 'KN-PUL-007',
    message: `${show(path)} is no object of the app, nor a construct that writes one`,
    received: path,
    allowed: 'an `ApiObject` of the app, or a construct whose default child is one, of the charts that were put on the cluster',
    fix: 'pass the object itself, such as `service`, or `service.apiObject`; another `Charts` knows the objects of its own app',
  };
}
