import { type Needs, type ReadObject, WAVES } from '../core';
import { type References, referencesOf } from './object-references';
import { kubernetesVersion } from './peers';
import { type Awaiting, awaitingOf, isWaitedFor } from './readiness';
import { strongComponents } from './strong-components';

/** The order in which objects are registered, and what each waits for. */
export interface Order {
  /** First to last: whatever an object comes after stands before it. */
  readonly objects: readonly ReadObject[];
  /** Ids of the objects that each depends on, by id. */
  readonly after: ReadonlyMap<string, ReadonlySet<string>>;
  /** How Pulumi is to wait for each object, by id. */
  readonly awaiting: ReadonlyMap<string, Awaiting>;
  /** Ids of the objects that Pulumi waits for: nothing that they need comes after them. */
  readonly awaited: ReadonlySet<string>;
}

type After = ReadonlyMap<string, Set<string>>;
type AllReferences = ReadonlyMap<string, References>;
type AllAwaiting = ReadonlyMap<string, Awaiting>;

/** Edges between objects and what they come after, above which one of the latter stands for all of them. */
const MOST_EDGES = 1_000;

/**
 * What each object is registered after: what it needs, and all of the nearest earlier step that has objects, of which
 * each is after all of the one before it. Between steps of many objects that would be thousands of entries in the
 * state, so that one object of the earlier step comes after the others of it, as its gate, and the later step after
 * the gate.
 *
 * What is awaited holds up all that comes after it. An object that needs some of that would never become ready, and is
 * not awaited.
 * @param version of `@pulumi/kubernetes`, by which its provider is chosen
 */
export function orderOf(objects: readonly ReadObject[], needs: Needs, version: string = kubernetesVersion()): Order {
  const references = referencesOf(objects, version);
  const awaiting = awaitingOfAll(objects, needs);
  const after: After = new Map(objects.map(({ id }) => [id, new Set(needs.get(id))]));
  const ordered: ReadObject[] = [];
  let before: readonly ReadObject[] = [];
  for (const step of stepsOf(objects)) {
    bundleNeeds(step, after);
    const candidates = gatesOf(before, after, references, awaiting);
    const gate = before.length * step.length > MOST_EDGES ? candidates[0] : undefined;
    const others = before.filter((each) => each !== gate);
    for (const { id } of gate === undefined ? [] : others) after.get(gate?.id ?? '')?.add(id);
    const ends = gate === undefined ? before : [gate];
    for (const { id } of step) for (const end of ends) after.get(id)?.add(end.id);
    ordered.push(...others, ...gate === undefined ? [] : [gate]);
    before = step;
  }
  ordered.push(...before);
  return { objects: ordered, after, awaiting, awaited: awaitedOf(ordered, after, references, awaiting) };
}

/** What is in one step, for each that has objects. */
function stepsOf(objects: readonly ReadObject[]): ReadObject[][] {
  const steps: ReadObject[][] = [];
  for (const object of objects) {
    const last = steps.at(-1);
    if (last?.[0]?.wave === object.wave) last.push(object);
    else steps.push([object]);
  }
  return steps;
}

function awaitingOfAll(objects: readonly ReadObject[], needs: Needs): AllAwaiting {
  const needed = new Set([...needs.values()].flatMap((each) => [...each]));
  return new Map(objects.map((each) => [each.id, awaitingOf(each, needed.has(each.id))]));
}

/** Where many objects of a step need the same many others of it, such as charts that come after each other. */
function bundleNeeds(step: readonly ReadObject[], after: After): void {
  const positions = new Map(step.map(({ id }, position) => [id, position]));
  const bundles = new Map<string, { readonly needed: readonly string[]; readonly by: string[] }>();
  for (const { id } of step) {
    const needed = [...after.get(id) ?? []].filter((each) => positions.has(each))
      .sort((a, b) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0));
    if (needed.length < 2) continue;
    const key = needed.join('\n');
    const bundle = bundles.get(key);
    if (bundle === undefined) bundles.set(key, { needed, by: [id] });
    else bundle.by.push(id);
  }
  for (const { needed, by } of bundles.values()) {
    if (needed.length * by.length <= MOST_EDGES) continue;
    // The last one in the order: what it comes after from now on needs nothing that comes after it.
    const gate = needed.at(-1) ?? '';
    const others = needed.slice(0, -1);
    for (const other of others) after.get(gate)?.add(other);
    for (const id of by) for (const other of others) after.get(id)?.delete(other);
  }
}

/**
 * The objects that may come last of a step, the best one first: nothing in the step comes after them. Best is one that
 * nothing in the step refers to, and of those one that is not awaited.
 */
function gatesOf(
  step: readonly ReadObject[], after: After, references: AllReferences, awaiting: AllAwaiting,
): ReadObject[] {
  const early = new Set(step.flatMap(({ id }) => [...after.get(id) ?? []]));
  const referred = new Set(step.flatMap(({ id }) => {
    const { ready, present } = references.get(id) ?? { ready: [], present: [] };
    return [...ready, ...present];
  }));
  const cost = ({ id }: ReadObject): number =>
    (referred.has(id) ? 2 : 0) + (isWaitedFor(awaiting.get(id) ?? {}) ? 1 : 0);
  return step.filter(({ id }) => !early.has(id)).reverse().sort((a, b) => cost(a) - cost(b));
}

/** The objects that can be awaited: they need nothing that comes after them, neither by themselves nor in turn. */
function awaitedOf(
  objects: readonly ReadObject[], after: After, references: AllReferences, awaiting: AllAwaiting,
): ReadonlySet<string> {
  const numbers = new Map(objects.map(({ id }, number) => [id, number]));
  const numbersOf = (ids: ReadonlySet<string> | undefined): number[] =>
    [...ids ?? []].flatMap((id) => numbers.get(id) ?? []);
  const graph: Graph = {
    steps: objects.map(({ wave }) => WAVES.indexOf(wave)),
    after: objects.map(({ id }) => numbersOf(after.get(id))),
    ready: objects.map(({ id }) => numbersOf(references.get(id)?.ready)),
    present: objects.map(({ id }) => numbersOf(references.get(id)?.present)),
  };
  const inCircles = circlesOf(graph);
  const candidates = objects.map(({ id }, number) => isWaitedFor(awaiting.get(id) ?? {})
    && !refersToLater(number, graph, inCircles));
  const blocked = blockedOf(candidates, graph);
  const isAwaited = (number: number): boolean => candidates[number] === true && !blocked.has(number);
  return new Set(objects.filter((_, number) => isAwaited(number)).map(({ id }) => id));
}

/** Objects by their numbers. */
interface Graph {
  readonly steps: readonly number[];
  readonly after: readonly (readonly number[])[];
  readonly ready: readonly (readonly number[])[];
  readonly present: readonly (readonly number[])[];
}

/** The objects that need each other, of which nobody knows whether they get ready. */
function circlesOf({ ready }: Graph): ReadonlySet<number> {
  const components = strongComponents(ready);
  const sizes = new Map<number | undefined, number>();
  for (const component of components) sizes.set(component, (sizes.get(component) ?? 0) + 1);
  return new Set(components.flatMap((component, object) => (sizes.get(component) ?? 0) > 1 ? [object] : []));
}

/** Whether an object needs, itself or in turn, one that comes after it or may never be ready. */
function refersToLater(
  object: number, { steps, after, ready, present }: Graph, inCircles: ReadonlySet<number>,
): boolean {
  const step = steps[object] ?? 0;
  const needed = reached(object, (each) => ready[each] ?? []);
  if ([...needed].some((each) => inCircles.has(each))) return true;
  return [...needed].flatMap((each) => [each, ...present[each] ?? []]).some((other) => {
    const gap = (steps[other] ?? 0) - step;
    if (gap !== 0 || other === object) return gap > 0;
    const earlier = reached(other, (each) => (after[each] ?? []).filter((before) => steps[before] === step));
    return earlier.has(object);
  });
}

/** A node and what is reached from it. */
function reached(start: number, nextOf: (node: number) => readonly number[]): ReadonlySet<number> {
  const found = new Set([start]);
  // A set that grows while it is looked through is looked through to its end.
  for (const node of found) for (const next of nextOf(node)) found.add(next);
  return found;
}

/**
 * What is left: an object is made when all that it comes after is made, and where that is awaited, is ready; it is
 * ready when it is made, and all that it needs is ready. Whatever is awaited and waits for itself that way is blocked,
 * such as two objects of one step that need what comes after the other one.
 */
function blockedOf(candidates: readonly boolean[], { after, ready, present }: Graph): ReadonlySet<number> {
  const whenReady = (object: number): number => candidates.length + object;
  const components = strongComponents([
    ...after.map((all) => all.map((each) => candidates[each] === true ? whenReady(each) : each)),
    ...ready.map((all, object) => [object, ...all.map(whenReady), ...present[object] ?? []]),
  ]);
  return new Set(after.flatMap((all, object) =>
    all.filter((each) => candidates[each] === true && components[whenReady(each)] === components[object])));
}
