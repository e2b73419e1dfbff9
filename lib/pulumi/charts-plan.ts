import * as pulumi from '@pulumi/pulumi';
import type { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkAppFor, type Problem, readAppFor, type ReadObject, type SourceTrace, Warnings } from '../core';
import type { ChartsOptions, RenamedObject } from './charts-options';
import { objectIn, unknownObject } from './construct-objects';
import { checkResource } from './object-resource';
import { checkOutputs } from './output-checks';
import { takeOutputs } from './output-values';
import { checkObjectProviders, checkProvider, providerFor } from './providers';
import { formerOf } from './renamed-objects';
import { type Order, orderOf } from './resource-order';
import {
  checkChartsName, checkOptions, checkPeers, checkRuntime, PULUMI, refuseProgram,
} from './runtime-checks';
import { checkTaken, type ProviderOf } from './taken-objects';

/** What a `Charts` will register, all of it known and right before anything is. */
export interface ChartsPlan {
  readonly order: Order;
  /** The provider of an object; `undefined` for the default one. */
  readonly providerOf: ProviderOf;
  /** What the program says of single objects. */
  readonly options: ReadonlyMap<ApiObject, pulumi.CustomResourceOptions>;
  /** What objects were called before. */
  readonly former: ReadonlyMap<ApiObject, readonly RenamedObject[]>;
  /** What may change as admission has it. */
  readonly unguarded: ReadonlySet<ApiObject>;
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
  refuseProgram([
    ...checkPeers(), checkChartsName(name), checkAppFor(PULUMI, app), ...checkOptions(options), checkProvider(options),
  ], trace);
  takeOutputs(app);
  Warnings.of(app)._printTo((line) => { void pulumi.log.warn(line); });
  const read = readAppFor(PULUMI, app, options.chartsOf);
  const { objects } = read;
  refuseProgram([...read.problems, ...checkOutputs(objects), ...objects.map(checkResource)], trace, read.reported);
  const provider = providerFor(options);
  const ofObjects = optionsOf(objects, options);
  const present = new Set(objects.map(({ object }) => object));
  const { former, problems } = formerOf(name, objects, options.renamed ?? []);
  const unguarded = unguardedOf(present, options.unguarded ?? []);
  refuseProgram([...problems, ...unguarded.problems, ...checkObjectProviders([...ofObjects.values()])], trace);
  const providerOf: ProviderOf = ({ object }) => ofObjects.get(object)?.provider ?? provider;
  refuseProgram(checkTaken(name, options.parent, objects, providerOf), trace);
  return { order: orderOf(objects, read.needs), providerOf, options: ofObjects, former, unguarded: unguarded.objects };
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

function unguardedOf(present: ReadonlySet<ApiObject>, constructs: readonly IConstruct[]): {
  readonly objects: ReadonlySet<ApiObject>;
  readonly problems: readonly Problem[];
} {
  const found = constructs.map((construct) => ({ construct, object: objectIn(construct, present) }));
  return {
    objects: new Set(found.flatMap(({ object }) => object ?? [])),
    problems: found.flatMap(({ construct, object }) => object === undefined ? [unknownObject(construct)] : []),
  };
}
