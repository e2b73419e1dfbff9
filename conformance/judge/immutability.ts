import { IMMUTABLE_FIELDS, type ImmutableChange, immutableChanges, ImmutableBy } from '../../lib';
import { groupOf } from '../../lib/core';
import type { ApiServer, KubernetesObject, Verdict } from '../control-plane/api-server';
import { type Change, changesOf } from './changes';
import { inTurns } from './in-turns';

/** How the server says that a field keeps its value. */
const KEPT = /immutable|without a name change|cannot change roleRef|metadata\.annotations\[?eventing\.knative\.dev\/broker\.class/i;

/** What the server said to every change of an object. */
export interface Kept {
  readonly changes: number;
  readonly refused: number;
  /** Changes of which the library says something else than the server. */
  readonly differing: readonly string[];
}

/** What was asked about already, and what it showed. */
export class Proofs {
  /** The same field of the same kind, with the same expectation, is asked about once. */
  private readonly asked = new Set<string>();
  private readonly proved = new Set<string>();

  public isNew({ kind }: KubernetesObject, path: string, kept: readonly ImmutableChange[]): boolean {
    const key = `${kind} ${path.replace(/\.\d+\b/g, '[]')} ${certainty(kept)}`;
    if (this.asked.has(key)) return false;
    this.asked.add(key);
    return true;
  }

  public add({ apiVersion, kind }: KubernetesObject, kept: readonly ImmutableChange[]): void {
    for (const { path } of kept) this.proved.add(`${groupOf(apiVersion)}/${kind} ${path}`);
  }

  /** Entries of the library's table that admission keeps, and of which no change showed it. */
  public missing(): string[] {
    return Object.entries(IMMUTABLE_FIELDS).flatMap(([kind, fields]) => fields
      .filter(({ by }) => by === ImmutableBy.ADMISSION)
      .map(({ path }) => `${kind} ${path}`)
      .filter((entry) => ![...this.proved].some((proof) => proof === entry || proof.startsWith(`${entry}.`))));
  }
}

/** Asks the server about the changes of an object that is stored, and compares with what the library says is kept. */
export async function judgeChanges(
  api: ApiServer, object: KubernetesObject, fieldManager: string, proofs = new Proofs(),
): Promise<Kept> {
  const changes = changesOf(object)
    .map((change) => ({ ...change, kept: keptIn(object, change) }))
    .filter(({ path, kept }) => proofs.isNew(object, path, kept));
  const options = { fieldManager, force: true, dryRun: true };
  const verdicts = await inTurns(changes, async ({ after }) => {
    const verdict = await api.apply(after, options);
    return { verdict, keeps: await keepsValue(verdict, () => api.apply(anew(after), options)) };
  });

  const differing: string[] = [];
  for (const [index, { path, kept }] of changes.entries()) {
    const { verdict: { words = '' } = {}, keeps = false } = verdicts[index] ?? {};
    if (keeps) proofs.add(object, kept);
    // The server may have another reason too, and the defaults of the cluster may make the change none.
    const agreed = { none: !keeps, perhaps: true, certain: words !== '' }[certainty(kept)];
    if (!agreed) differing.push(`${object.kind} ${object.metadata.name}: ${path}: ${words === '' ? 'accepted' : words}`);
  }
  return { changes: changes.length, refused: verdicts.filter(({ verdict }) => !verdict.accepted).length, differing };
}

/** A change is refused for what was there before, if the same is taken in an object that was not there. */
async function keepsValue({ accepted, words }: Verdict, applyAnew: () => Promise<Verdict>): Promise<boolean> {
  if (accepted) return false;
  return KEPT.test(words) || (await applyAnew()).accepted;
}

/** The object as a new one: of the same length of name, since that counts for some kinds. */
function anew(object: KubernetesObject): KubernetesObject {
  const { name } = object.metadata;
  return { ...object, metadata: { ...object.metadata, name: `${name.startsWith('z') ? 'y' : 'z'}${name.slice(1)}` } };
}

function keptIn(object: KubernetesObject, { after }: Change): readonly ImmutableChange[] {
  return immutableChanges(object, after).filter(({ by }) => by === ImmutableBy.ADMISSION);
}

function certainty(kept: readonly ImmutableChange[]): 'none' | 'perhaps' | 'certain' {
  if (kept.length === 0) return 'none';
  return kept.some(({ certain }) => certain) ? 'certain' : 'perhaps';
}
