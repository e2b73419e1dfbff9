import { KNATIVE_EVENTING, KNATIVE_SERVING, Wave } from '../../lib/core';
import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { inTurns } from '../judge/in-turns';
import { entryId, type Synthesized } from './synthesized';

/** Waves of what users run, which no upgrade may touch. */
const OF_USERS: readonly string[] = [Wave.SERVICES, Wave.BROKERS, Wave.WIRING, Wave.SOURCES];
/** Here a release has objects of Knative's kinds, which come as late as those of users, and are new in each version. */
const OF_RELEASES: readonly string[] = [KNATIVE_SERVING, KNATIVE_EVENTING];

/** What an upgrade must leave as it is: a change of any of it makes a new revision, or a new object. */
export type Kept = ReadonlyMap<string, { readonly uid: unknown; readonly generation: unknown; readonly spec: unknown }>;

/** The services of a program and what belongs to them, as they are in a cluster. */
export async function servicesIn(api: ApiServer, { index, objects }: Synthesized): Promise<Kept> {
  const ids = index.objects
    .filter(({ wave, namespace = '' }) => OF_USERS.includes(wave) && !OF_RELEASES.includes(namespace)).map(entryId);
  const live = await inTurns(ids, async (id) => {
    const { metadata, spec } = await api.get(objects.get(id) as KubernetesObject) ?? { metadata: { name: '' }, spec: undefined };
    const { uid, generation } = metadata as { readonly uid?: unknown; readonly generation?: unknown };
    return [id, { uid, generation, spec }] as const;
  });
  return new Map(live);
}

/** What one program wrote and the next does not: objects by id, with the Jobs of the older version among them. */
export function removedBetween(before: Synthesized, after: Synthesized): string[] {
  const ids = new Set(after.index.objects.map(entryId));
  return before.index.objects.map(entryId).filter((id) => !ids.has(id));
}
