import { type ImmutableChange, immutableChanges, ImmutableBy } from '../../lib';
import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { type Change, changesOf } from './changes';
import { inTurns } from './in-turns';

/** How the server says that a field keeps its value. */
const KEPT = /immutable|without a name change|metadata\.annotations\[?eventing\.knative\.dev\/broker\.class/i;

/** What the server said to every change of an object. */
export interface Kept {
  readonly changes: number;
  readonly refused: number;
  /** Changes of which the library says something else than the server. */
  readonly differing: readonly string[];
}

/**
 * Asks the server about the changes of an object that is stored, and compares with what the library says is kept.
 * @param judged changes that were asked about before: the same field of the same kind, with the same expectation, is
 * asked about once, however many objects and list entries have it
 */
export async function judgeChanges(
  api: ApiServer, object: KubernetesObject, fieldManager: string, judged = new Set<string>(),
): Promise<Kept> {
  const changes = changesOf(object)
    .map((change) => ({ ...change, kept: keptIn(object, change) }))
    .filter(({ path, kept }) => isNew(`${object.kind} ${path.replace(/\.\d+\b/g, '[]')} ${certainty(kept)}`, judged));
  const verdicts = await inTurns(changes, ({ after }) => api.apply(after, { fieldManager, force: true, dryRun: true }));

  const differing: string[] = [];
  for (const [index, { path, kept }] of changes.entries()) {
    const words = verdicts[index]?.words ?? '';
    // The server may have another reason too, and the defaults of the cluster may make the change none.
    const agreed = { none: !KEPT.test(words), perhaps: true, certain: words !== '' }[certainty(kept)];
    if (!agreed) differing.push(`${object.kind} ${object.metadata.name}: ${path}: ${words === '' ? 'accepted' : words}`);
  }
  return { changes: changes.length, refused: verdicts.filter(({ accepted }) => !accepted).length, differing };
}

function keptIn(object: KubernetesObject, { after }: Change): readonly ImmutableChange[] {
  return immutableChanges(object, after).filter(({ by }) => by === ImmutableBy.ADMISSION);
}

function certainty(kept: readonly ImmutableChange[]): 'none' | 'perhaps' | 'certain' {
  if (kept.length === 0) return 'none';
  return kept.some(({ certain }) => certain) ? 'certain' : 'perhaps';
}

function isNew(key: string, among: Set<string>): boolean {
  if (among.has(key)) return false;
  among.add(key);
  return true;
}
