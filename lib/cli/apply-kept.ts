import { asInCluster, isKeptInCluster } from '../operator';
import type { ApplyRun, Member } from './apply-settings';

/**
 * Objects with what stays as it is in the cluster, where the cluster has them already: a controller of Knative changes
 * fields that the files of its release have as well, and an apply would end on that conflict each time.
 */
export async function withKept({ kubectl }: ApplyRun, members: readonly Member[]): Promise<readonly Member[]> {
  const kept: Member[] = [];
  for (const member of members) {
    const { indexed: { kind, name, namespace = '' }, manifest: { metadata, ...fields } } = member;
    const manifest = { ...fields, metadata: { ...metadata } };
    if (!isKeptInCluster(manifest)) {
      kept.push(member);
      continue;
    }
    const live = await kubectl.read(['get', kind.toLowerCase(), name, `--namespace=${namespace}`, '--ignore-not-found', '--output=json']);
    kept.push(live.trim() === '' ? member : { ...member, manifest: asInCluster(manifest, JSON.parse(live)) });
  }
  return kept;
}
