import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { inTurns } from '../judge/in-turns';
import type { Registered } from './stack';

/** A resource that is on the cluster. */
export interface Deployed {
  readonly registered: Registered;
  readonly object: KubernetesObject;
}

/** What came of a `pulumi destroy`. */
export interface Destroyed {
  /** In the order in which they went. */
  readonly gone: readonly Deployed[];
  readonly retained: readonly Deployed[];
  readonly failures: readonly string[];
}

/**
 * Deletes what a stack brought, as the engine does: what nothing depends on any more, all at once, and so on. The
 * provider waits until an object is gone. That it deletes what the object owns before makes no difference here, where
 * nobody makes what objects own. What is retained stays, and holds nothing up.
 */
export async function destroy(api: ApiServer, deployed: readonly Deployed[]): Promise<Destroyed> {
  const gone: Deployed[] = [];
  const retained: Deployed[] = [];
  const failures: string[] = [];
  let left = [...deployed];
  while (left.length > 0) {
    const needed = new Set(left.flatMap(({ registered }) => registered.dependencyUrns));
    const free = left.filter(({ registered: { urn } }) => !needed.has(urn));
    if (free.length === 0) throw new Error(`${left.length} resources depend on each other in a circle`);
    await inTurns(free.reverse(), async (each) => {
      if (each.registered.retainOnDelete) {
        retained.push(each);
        return;
      }
      try {
        await api.deleteWhole(each.object);
        gone.push(each);
      } catch (error) {
        failures.push((error as Error).message);
      }
    });
    left = left.filter((each) => !free.includes(each));
  }
  return { gone, retained, failures };
}
