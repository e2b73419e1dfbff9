import type { IConstruct } from 'constructs';
import { clusterFolderOf, type IamPolicyDocument, SideDocuments } from '../core';

const WRITTEN = new WeakMap<IConstruct, Set<string>>();

/**
 * Writes the policy for the role of a controller as the side document `iam/<name>.json`, as AWS takes it. Of two
 * controllers with one name the objects are refused, and that is enough.
 */
export function documentPolicy(construct: IConstruct, name: string, policy: IamPolicyDocument): void {
  const { root } = construct.node;
  const file = `${clusterFolderOf(construct)}iam/${name}.json`;
  const written = WRITTEN.get(root) ?? new Set<string>();
  if (written.has(file)) return;
  WRITTEN.set(root, written.add(file));
  SideDocuments.of(construct).add({ file, content: () => `${JSON.stringify(policy, undefined, 2)}\n` });
}
