import { edited, type Transform } from './edits';

/**
 * Roles whose rules are gathered from others have no rules of their own: the control plane fills them in, and whoever
 * writes an empty list takes them away again. Follows pkg/reconciler/common/aggregated_rules.go, which keeps those that
 * are in the cluster.
 */
export const aggregatedRoles: Transform = (manifest) => {
  if (manifest.kind !== 'ClusterRole' || manifest.aggregationRule === undefined) return manifest;
  return edited(manifest, ['rules'], () => undefined);
};
