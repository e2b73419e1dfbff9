import type { IConstruct } from 'constructs';
import { keepOutputApart } from './needs-run';
import { type Problem, wrongType } from './problem';
import { expectProblems, forgetProblemsAtSynth, refuseAtSynth } from './problems';
import type { SourceTrace } from './source-line';

/**
 * A check of the whole tree. `order` decides what runs first; below zero comes before the checks of single constructs,
 * what reports comes last.
 */
export interface TreeCheck {
  readonly order: number;
  readonly run: (constructs: readonly IConstruct[]) => void;
  /**
   * Whether it adds constructs to the tree or takes some out; the checks after it see the tree as it is then.
   * @default false
   */
  readonly grows?: boolean;
}

interface DeferredCheck {
  readonly construct: IConstruct;
  readonly trace: SourceTrace;
  readonly check: () => (Problem | undefined)[];
}

/**
 * What is checked once an app, when it is synthesized: conditions that only the finished tree shows.
 *
 * cdk8s validates the whole tree once for the app and again for every chart. The checks below hang on the root, which
 * is validated before everything else, and run only when the tree has changed since they last ran.
 * @internal
 */
export class AppChecks {
  private readonly treeChecks = new Map<string, TreeCheck>();
  private readonly deferred: DeferredCheck[] = [];
  private revision = 0;
  private checkedRevision = -1;
  private checkedConstructs = -1;
  private running = false;

  constructor(private readonly root: IConstruct) {
    keepOutputApart(root);
    root.node.addValidation({ validate: () => this.run() });
    expectProblems(root);
  }

  /** Whether the checks look at the app at the moment. */
  public get isRunning(): boolean {
    return this.running;
  }

  /** Says that something the checks look at is not what it was. */
  public changed(): void {
    this.revision += 1;
  }

  /** Adds a check of the whole tree; the same key is added once. */
  public ensure(key: string, check: TreeCheck): void {
    if (this.treeChecks.has(key)) return;
    this.treeChecks.set(key, check);
    this.changed();
  }

  /** Adds a check of one construct that needs the finished tree; its problems name the line given by `trace`. */
  public defer(construct: IConstruct, trace: SourceTrace, check: () => (Problem | undefined)[]): void {
    this.deferred.push({ construct, trace, check });
    this.changed();
  }

  /** Sorted when it is asked for: a check of a construct may be the first to need one of the whole tree. */
  private inOrderFrom(order: number): TreeCheck[] {
    return [...this.treeChecks.values()].filter((check) => check.order >= order).sort((a, b) => a.order - b.order);
  }

  private run(): string[] {
    // Objects that are not ours do not report changes, so they are counted.
    const constructs = this.root.node.findAll();
    if (this.revision === this.checkedRevision && constructs.length === this.checkedConstructs) return [];
    this.running = true;
    try {
      this.runAll(constructs);
    } finally {
      this.running = false;
    }
    return [];
  }

  private runAll(all: readonly IConstruct[]): void {
    let constructs = all;
    forgetProblemsAtSynth(this.root);
    const first = [...this.treeChecks.values()].filter(({ order }) => order < 0);
    for (const check of first) check.run(constructs);
    if (first.some(({ grows }) => grows === true)) constructs = this.root.node.findAll();
    const present = new Set<IConstruct>(constructs);
    for (const { construct, trace, check } of this.deferred) {
      // What was taken out of the tree again asks for nothing.
      if (!present.has(construct)) continue;
      for (const problem of guarded(check)) {
        if (problem !== undefined) refuseAtSynth(construct, problem, trace);
      }
    }
    // A check may be the first to warn, and so bring the one that reports warnings.
    const ran = new Set<TreeCheck>();
    const next = () => this.inOrderFrom(0).find((check) => !ran.has(check));
    for (let check = next(); check !== undefined; check = next()) {
      ran.add(check);
      check.run(constructs);
      if (check.grows === true) constructs = this.root.node.findAll();
    }
    // A check may itself add a warning; that is no change of the program.
    this.checkedRevision = this.revision;
    this.checkedConstructs = constructs.length;
  }
}

/** A program in JavaScript can pass anything; a check that trips over it says where, in place of ending synth. */
function guarded(check: () => (Problem | undefined)[]): (Problem | undefined)[] {
  try {
    return check();
  } catch (error) {
    return [wrongType(error)];
  }
}

const CHECKS = new WeakMap<IConstruct, AppChecks>();

/**
 * The checks of the app that a construct belongs to.
 * @internal
 */
export function appChecks(construct: IConstruct): AppChecks {
  const root = rootOf(construct);
  let checks = CHECKS.get(root);
  if (checks === undefined) {
    checks = new AppChecks(root);
    CHECKS.set(root, checks);
  }
  return checks;
}

/** `node.root` builds the list of all scopes; this runs for every construct. */
export function rootOf(construct: IConstruct): IConstruct {
  let root = construct;
  for (let scope = root.node.scope; scope !== undefined; scope = root.node.scope) root = scope;
  return root;
}
