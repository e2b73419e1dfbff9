import type { Construct } from 'constructs';
import { groupOf, type Kind, KINDS, type Problem, refuse, Resource, show } from '../core';
import { ServiceAccount } from '../pod';
import { type ApiServerResource, guessedPlural } from './api-server-resource';

/** What the reconciler asks for, for every kind and namespace; follows `runAccessCheck` in apiserversource.go. */
const VERBS = ['get', 'list', 'watch'];
const RBAC = 'rbac.authorization.k8s.io';

/** An object of RBAC: what it says is asked for when the manifest is written. */
class RbacObject extends Resource {
  constructor(
    scope: Construct, id: string, kind: Kind, name: string, namespace: string | undefined,
    private readonly fields: () => Record<string, unknown>, names: readonly string[],
  ) {
    super(scope, id, kind, { metadata: { name, namespace } }, names);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return this.fields();
  }
}

/**
 * The account of an ApiServerSource and what it may read: in its own namespace by a Role, elsewhere and outside of
 * namespaces by a ClusterRole.
 * @internal
 */
export class ApiServerAccess {
  /** The account that the source runs as. */
  public readonly serviceAccount: ServiceAccount;
  private readonly here: ApiServerResource[] = [];
  private readonly everywhere: ApiServerResource[] = [];
  private readonly name: string;

  constructor(private readonly source: Resource) {
    this.name = `${source.name}-apiserversource`;
    this.serviceAccount = new ServiceAccount(source, 'ServiceAccount', {
      metadata: { name: this.name, namespace: source.namespace },
    });
    if (source.namespace === undefined) refuse(source, noNamespace(source));
  }

  /** Lets the account read objects of a kind. */
  public grant(resource: ApiServerResource, everywhere: boolean): void {
    const granted = everywhere ? this.everywhere : this.here;
    granted.push(resource);
    if (granted.length > 1) return;
    if (everywhere) {
      const name = `apiserversource:${this.source.namespace ?? 'default'}:${this.source.name}`;
      this.bind('ClusterRole', KINDS.clusterRole, KINDS.clusterRoleBinding, name, granted, undefined);
    } else {
      this.bind('Role', KINDS.role, KINDS.roleBinding, this.name, granted, this.source.namespace);
    }
  }

  private bind(
    id: string, role: Kind, binding: Kind, name: string, granted: readonly ApiServerResource[], namespace?: string,
  ): void {
    const { source, serviceAccount } = this;
    new RbacObject(source, id, role, name, namespace, () => ({ rules: rulesFor(granted) }), ['rules']);
    new RbacObject(source, `${id}Binding`, binding, name, namespace, () => ({
      roleRef: { apiGroup: RBAC, kind: role.kind, name },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccount.name, namespace: source.namespace }],
    }), ['roleRef', 'subjects']);
  }
}

/** One rule for each group, in the order of the kinds. */
function rulesFor(granted: readonly ApiServerResource[]): Record<string, unknown>[] {
  const byGroup = new Map<string, Set<string>>();
  for (const { apiVersion, kind } of granted) {
    const group = groupOf(apiVersion);
    byGroup.set(group, (byGroup.get(group) ?? new Set<string>()).add(guessedPlural(kind)));
  }
  return [...byGroup].map(([group, resources]) => ({ apiGroups: [group], resources: [...resources], verbs: VERBS }));
}

function noNamespace(source: Resource): Problem {
  return {
    code: 'KN-NAM-003',
    message: `the role of ApiServerSource ${show(source.name)} is bound to its service account, which has no namespace`,
    received: undefined,
    allowed: 'a namespace from the chart or from `metadata.namespace`, or a `serviceAccount` that exists',
    fix: "write `new Chart(app, 'sources', { namespace: 'my-namespace' })`",
  };
}
