import type { IConstruct } from 'constructs';
import { appChecks, rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';
import type { ClusterController } from './controllers';
import type { ReleaseComponent } from './release-components';
import type { Wave } from './waves';

/** Something that has to be in a cluster, and that a program does not write itself. */
export interface Prerequisite {
  /** What it is; each once for a cluster. */
  readonly id: string;
  /** The step that it is a part of; what the program writes in that step comes after it. */
  readonly wave: Wave;
  /** Version that the program was made for, where it has one. */
  readonly version?: string;
  /** Why it is needed. */
  readonly reason: string;
  /** Commands that bring it, in their order, with paths from the folder of the side documents of the cluster. */
  readonly commands: readonly string[];
  /**
   * The controller that it installs; one that was declared external is no prerequisite any more.
   * @default - none
   */
  readonly controller?: ClusterController;
  /**
   * Files of releases that bring it, where the program has them.
   * @default - none: only the commands do
   */
  readonly components?: readonly ReleaseComponent[];
}

/** Apps whose objects are resources of a stack. */
const IN_STACKS = new WeakSet<IConstruct>();
const NEEDED = new WeakMap<IConstruct, { construct: IConstruct; prerequisite: () => Prerequisite }[]>();

/**
 * Says that the cluster of a construct needs something that the program does not write. It is asked for at synth.
 * @internal
 */
export function needPrerequisite(construct: IConstruct, prerequisite: () => Prerequisite): void {
  const root = rootOf(construct);
  NEEDED.set(root, [...NEEDED.get(root) ?? [], { construct, prerequisite }]);
  appChecks(root).changed();
}

/**
 * What the cluster of a construct needs, each once, as it was asked for.
 * @internal
 */
export function prerequisitesFor(construct: IConstruct): Prerequisite[] {
  const cluster = clusterOf(construct);
  const byId = new Map<string, Prerequisite>();
  for (const needed of NEEDED.get(rootOf(construct)) ?? []) {
    if (clusterOf(needed.construct) !== cluster) continue;
    const prerequisite = needed.prerequisite();
    if (!byId.has(prerequisite.id)) byId.set(prerequisite.id, prerequisite);
  }
  return [...byId.values()];
}

/**
 * Says that a stack applies the objects of an app, so that nobody can do anything between two of its steps.
 * @internal
 */
export function appliedByStack(construct: IConstruct): void {
  IN_STACKS.add(rootOf(construct));
  appChecks(construct).changed();
}

/**
 * Whether a stack applies the objects of the app of a construct.
 * @internal
 */
export function isAppliedByStack(construct: IConstruct): boolean {
  return IN_STACKS.has(rootOf(construct));
}
