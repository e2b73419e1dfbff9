import { immutableChanges, ImmutableBy } from '../../lib';
import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { changesOf } from './changes';

/** How the server says that a field keeps its value. */
const KEPT = /immutable|without a name change|metadata\.annotations\[?eventing\.knative\.dev\/broker\.class/i;

/** What the server said to every change of an object. */
export interface Kept {
  readonly changes: number;
  readonly refused: number;
  /** Changes of which the library says something else than the server. */
  readonly differing: readonly string[];
}

/** Asks the server about every change of an object that is stored, and compares with what the library says is kept. */
export async function judgeChanges(api: ApiServer, object: KubernetesObject, fieldManager: string): Promise<Kept> {
  const differing: string[] = [];
  const changes = changesOf(object);
  let refused = 0;
  for (const { path, after } of changes) {
    const { words } = await api.apply(after, { fieldManager, force: true, dryRun: true });
    refused += words === '' ? 0 : 1;
    const kept = immutableChanges(object, after).filter(({ by }) => by === ImmutableBy.ADMISSION);
    // The server may have another reason too, and the defaults of the cluster may make the change none.
    if (kept.some(({ certain }) => certain) ? words !== '' : kept.length > 0 || !KEPT.test(words)) continue;
    differing.push(`${object.kind} ${object.metadata.name}: ${path}: ${words === '' ? 'accepted' : words}`);
  }
  return { changes: changes.length, refused, differing };
}
