import { checkChoice, type Problem, repeatedIn, show } from '../core';

/** What developers may do in a namespace; Knative adds its own kinds to each of the three. */
export enum DeveloperRole {
  /** Look at everything but Secrets and roles. */
  VIEW = 'view',
  /** Change everything but roles, quotas and the namespace; read Secrets, and run pods as any service account. */
  EDIT = 'edit',
  /** Change roles too. */
  ADMIN = 'admin',
}

/**
 * Developers of a namespace, one at least (`KN-NSP-007`).
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
export interface DeveloperAccess {
  /**
   * Groups, as who logs them in names them.
   * @default - none
   */
  readonly groups?: readonly string[];
  /**
   * Users, as who logs them in names them.
   * @default - none
   */
  readonly users?: readonly string[];
  /**
   * What they may do (`KN-NSP-002`).
   * @default DeveloperRole.EDIT
   */
  readonly role?: DeveloperRole;
}

const RBAC = 'rbac.authorization.k8s.io';

/** Fields of the RoleBinding that gives a role to developers. */
export function renderDevelopers(role: DeveloperRole, developers: readonly DeveloperAccess[]): Record<string, unknown> {
  const named = (kind: string, names: readonly string[]) =>
    [...new Set(names)].map((name) => ({ apiGroup: RBAC, kind, name }));
  return {
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [
      ...named('Group', developers.flatMap(({ groups }) => groups ?? [])),
      ...named('User', developers.flatMap(({ users }) => users ?? [])),
    ],
  };
}

/** What is wrong with developers; follows ValidateRoleBindingSubject of Kubernetes, which takes any text. */
export function checkDevelopers({ groups = [], users = [], role }: DeveloperAccess): (Problem | undefined)[] {
  const noList = Object.entries({ groups, users }).find(([, list]) => !Array.isArray(list));
  if (noList !== undefined) return [notListed(...noList)];
  const names = [...groups, ...users];
  const blank = names.find((name) => typeof name !== 'string' || name.trim() === '' || name !== name.trim());
  const twice = [groups, users].flatMap((list) => repeatedIn(list))[0];
  const fine = names.length > 0 && blank === undefined && twice === undefined;
  return [
    checkChoice('KN-NSP-002', 'role', role, DeveloperRole),
    fine ? undefined : {
      code: 'KN-NSP-007',
      message: names.length === 0 ? 'access for developers names nobody'
        : `${show(blank ?? twice)} ${blank === undefined ? 'is named twice' : 'names no developer'}`,
      received: blank ?? twice,
      allowed: 'one group or user at least, each once, without white space around it',
      fix: "write `developers: [{ groups: ['shop-developers'] }]`, for example",
    },
  ];
}

/** In JavaScript a program can write one name alone. */
function notListed(field: string, value: unknown): Problem {
  return {
    code: 'KN-NSP-007',
    message: `${show(field)} of developers is no list: ${show(value)}`,
    received: value,
    allowed: 'a list of names',
    fix: `write \`${field}: ['shop-developers']\`, for example`,
  };
}
