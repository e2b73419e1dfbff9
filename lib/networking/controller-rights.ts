import type { Construct, IConstruct } from 'constructs';
import { type Kind, KINDS, Resource } from '../core';

/** Calls of the API server that a controller makes. */
export interface ControllerRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Who a controller is, and what its objects are called. */
export interface ControllerAccount {
  readonly name: string;
  readonly namespace: string;
}

const API_GROUP = 'rbac.authorization.k8s.io';

/** What a controller may do: a Role, or a ClusterRole for objects of all namespaces. */
export class ControllerRole extends Resource {
  constructor(
    scope: Construct, id: string, kind: Kind, account: ControllerAccount,
    private readonly rules: readonly ControllerRule[],
  ) {
    super(scope, id, kind, { metadata: metadataOf(kind, account) }, ['rules']);
  }

  /**
   * Of two controllers with one name the second service account is refused.
   * @internal
   */
  public _sharesMistake(first: IConstruct): boolean {
    return first instanceof ControllerRole;
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { rules: this.rules };
  }
}

/** Gives a controller what its role of the same name allows. */
export class ControllerRoleBinding extends Resource {
  constructor(scope: Construct, id: string, kind: Kind, private readonly account: ControllerAccount) {
    super(scope, id, kind, { metadata: metadataOf(kind, account) }, ['roleRef', 'subjects']);
  }

  /**
   * Of two controllers with one name the second service account is refused.
   * @internal
   */
  public _sharesMistake(first: IConstruct): boolean {
    return first instanceof ControllerRoleBinding;
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { name, namespace } = this.account;
    return {
      roleRef: { apiGroup: API_GROUP, kind: this.apiObject.kind.replace(/Binding$/, ''), name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    };
  }
}

/** Rights in all namespaces. */
export function grantEverywhere(scope: Construct, account: ControllerAccount, rules: readonly ControllerRule[]): void {
  new ControllerRole(scope, 'cluster-role', KINDS.clusterRole, account, rules);
  new ControllerRoleBinding(scope, 'cluster-role-binding', KINDS.clusterRoleBinding, account);
}

/** Rights in the namespace of the controller. */
export function grantAtHome(scope: Construct, account: ControllerAccount, rules: readonly ControllerRule[]): void {
  new ControllerRole(scope, 'role', KINDS.role, account, rules);
  new ControllerRoleBinding(scope, 'role-binding', KINDS.roleBinding, account);
}

function metadataOf(kind: Kind, { name, namespace }: ControllerAccount): { name: string; namespace?: string } {
  return kind.clusterScoped === true ? { name } : { name, namespace };
}
