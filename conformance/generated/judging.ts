import type { Compiler } from './compiler';
import { End, type Manifest, type Outcome, run } from './interpreter';
import type { Pair } from './programs';

/** What a server says to an object. */
export interface ServerVerdict {
  readonly accepted: boolean;
  readonly words: string;
}

/** Applies objects in their order and says what the server answered to each. */
export type Judge = (manifests: readonly Manifest[]) => Promise<readonly ServerVerdict[]>;

/** Who has which opinion of a changed program. */
export enum Ruling {
  REFUSED = 'refused with a code',
  REFUSED_BY_CDK8S = 'refused by cdk8s',
  REFUSED_BY_COMPILER = 'refused by the compiler',
  UNCHANGED = 'the same manifests',
  ACCEPTED = 'accepted by the server too',
  /** We take what the server refuses. */
  DIFFERING = 'refused by the server only',
  /** The planes lack what a cluster would decide it with. */
  NOT_JUDGED = 'not judged',
  /** Neither compiler nor library says what is wrong. */
  CRASHED = 'crashed',
}

/**
 * What depends on the cluster: the account `default`, which needs controllers that no plane runs, and the classes of
 * pods that there are.
 */
const OF_THE_PLANE = /must not be specified when serviceAccountName is not set|no PriorityClass with name|RuntimeClass .*not found/;

/** What became of a changed program. */
export interface Ruled {
  readonly ruling: Ruling;
  /** Words of whoever refused it. */
  readonly words: string;
  /** Whether the program crashed, be it behind the compiler's back. */
  readonly crashed: boolean;
}

/** Asks the library, the compiler and the server, in this order, about changed programs. */
export async function rule(pairs: readonly Pair[], compiler: Compiler, judge: Judge): Promise<Ruled[]> {
  const outcomes = pairs.map(({ mutant }) => run(mutant.program));
  const open = outcomes.flatMap(({ end }, at) => (end === End.SYNTHESIZED || end === End.CRASHED ? [at] : []));
  const words = compiler.diagnose(open.flatMap((at) => pairs[at]?.mutant.program ?? []));
  const compiled = new Map(open.map((at, index) => [at, words[index] ?? []]));
  const ruled: Ruled[] = [];
  for (const [at, pair] of pairs.entries()) {
    const outcome = outcomes[at];
    if (outcome === undefined) throw new Error('a program has an outcome');
    ruled.push(await ruleOne(validOf(pair, at), outcome, compiled.get(at) ?? [], judge));
  }
  return ruled;
}

/** What the change was made of: a program that was refused before says nothing about the change. */
function validOf({ valid }: Pair, at: number): readonly Manifest[] {
  const { end, manifests, words } = run(valid);
  if (end !== End.SYNTHESIZED) throw new Error(`the program of change ${at} is not valid: ${words}`);
  return manifests;
}

async function ruleOne(
  valid: readonly Manifest[], outcome: Outcome, diagnostics: readonly string[], judge: Judge,
): Promise<Ruled> {
  const { end, manifests } = outcome;
  const crashed = end === End.CRASHED;
  if (end === End.REFUSED) return { ruling: Ruling.REFUSED, words: outcome.words, crashed };
  if (end === End.REFUSED_BY_CDK8S) return { ruling: Ruling.REFUSED_BY_CDK8S, words: outcome.words, crashed };
  const [first] = diagnostics;
  if (first !== undefined) return { ruling: Ruling.REFUSED_BY_COMPILER, words: first, crashed };
  if (crashed) return { ruling: Ruling.CRASHED, words: outcome.words, crashed };
  const before = new Set(valid.map(textOf));
  const changed = manifests.filter((manifest) => isOurs(manifest) && !before.has(textOf(manifest)));
  if (changed.length === 0) return { ruling: Ruling.UNCHANGED, words: '', crashed };
  const refused = (await judge(changed)).find(({ accepted }) => !accepted);
  if (refused === undefined) return { ruling: Ruling.ACCEPTED, words: '', crashed };
  const ruling = OF_THE_PLANE.test(refused.words) ? Ruling.NOT_JUDGED : Ruling.DIFFERING;
  return { ruling, words: refused.words, crashed };
}

/** Kubernetes Services are those of cdk8s-plus. */
function isOurs({ apiVersion, kind }: Manifest): boolean {
  return apiVersion !== 'v1' || kind !== 'Service';
}

/** JSON has no word for what is no number; YAML has, and the server does not take it. */
function textOf(manifest: Manifest): string {
  return JSON.stringify(manifest, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value));
}

/** A manifest as YAML would bring it to the server. */
export function asSent(manifest: Manifest): Manifest {
  return JSON.parse(textOf(manifest)) as Manifest;
}
