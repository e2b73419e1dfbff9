import { aggregatedRoles } from '../../lib/operator';
import { object } from './parts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const GATHERS = { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { gathered: 'yes' } }] } };

test('a role that is gathered from others has no rules of its own', () => {
  expect(aggregatedRoles(object(RBAC, 'ClusterRole', 'admin', { ...GATHERS, rules: [] }))).toStrictEqual(object(RBAC, 'ClusterRole', 'admin', GATHERS));
});

test.each([
  ['has none already', object(RBAC, 'ClusterRole', 'admin', GATHERS)],
  ['has its own', object(RBAC, 'ClusterRole', 'admin', { rules: [] })],
  ['is of one namespace', object(RBAC, 'Role', 'admin', { ...GATHERS, rules: [] })],
])('one that %s stays as it is', (_what, role) => {
  expect(aggregatedRoles(role)).toBe(role);
});
