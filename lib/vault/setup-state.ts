import type { IConstruct } from 'constructs';
import type { VaultKubernetesAuthOptions } from './vault-kubernetes-auth';
import type { VaultRoleOptions } from './vault-role';

/** What a program says of roles and login methods, by the cluster that it says it for; an empty one is for all. */
export class SetupState {
  /** Clusters whose documents are asked for. */
  public readonly documented = new Set<string>();
  private readonly roles = new Map<string, VaultRoleOptions>();
  private readonly logins = new Map<string, VaultKubernetesAuthOptions>();

  /** Keeps what is said of a role; whether nothing was said of it before. */
  public describeRole(cluster: string, name: string, options: VaultRoleOptions): boolean {
    return describe(this.roles, [cluster, name.toLowerCase(), options.authPath], options);
  }

  /** Keeps what is said of a login method; whether nothing was said of it before. */
  public describeLogin(cluster: string, path: string, options: VaultKubernetesAuthOptions): boolean {
    return describe(this.logins, [cluster, path, options.vaultNamespace], options);
  }

  public roleOptions(cluster: string, name: string, authPath: string): VaultRoleOptions | undefined {
    return nearest(this.roles, [cluster, name.toLowerCase(), authPath]);
  }

  public loginOptions(
    cluster: string, path: string, namespace: string | undefined,
  ): VaultKubernetesAuthOptions | undefined {
    return nearest(this.logins, [cluster, path, namespace]);
  }
}

/** Cluster, name, and what may be left out. */
type Key = readonly [cluster: string, name: string, detail: string | undefined];

function describe<T>(all: Map<string, T>, key: Key, options: T): boolean {
  const text = JSON.stringify(key);
  if (all.has(text)) return false;
  all.set(text, options);
  return true;
}

/** What is said most precisely: of the cluster before all clusters, and with the detail before without. */
function nearest<T>(all: ReadonlyMap<string, T>, [cluster, name, detail]: Key): T | undefined {
  const keys: Key[] = [[cluster, name, detail], [cluster, name, undefined], ['', name, detail], ['', name, undefined]];
  return keys.map((key) => all.get(JSON.stringify(key))).find((options) => options !== undefined);
}

const STATES = new WeakMap<IConstruct, SetupState>();

/** What the app of a construct says. */
export function stateOf(construct: IConstruct): SetupState {
  const { root } = construct.node;
  const state = STATES.get(root) ?? new SetupState();
  STATES.set(root, state);
  return state;
}

/** Folder of the documents of a cluster. */
export function folderOf(cluster: string): string {
  return cluster === '' ? 'vault' : `${cluster}/vault`;
}
