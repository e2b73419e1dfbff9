import { checkName, DNS_1123_SUBDOMAIN, type Problem, raise, show, showAll } from '../core';

/**
 * A store of the External Secrets Operator, which says where secrets are read from.
 * @see https://external-secrets.io/latest/api/secretstore/
 */
export class SecretStore {
  /**
   * A `ClusterSecretStore`, which serves all namespaces.
   * @throws KnativeError `KN-NAM-001` for a name that no object can have
   */
  public static clusterSecretStore(name: string): SecretStore {
    return new SecretStore('ClusterSecretStore', name);
  }

  /**
   * A `SecretStore`. It serves its own namespace, so each namespace that needs the Secret has one of this name.
   * @throws KnativeError `KN-NAM-001` for a name that no object can have
   */
  public static secretStore(name: string): SecretStore {
    return new SecretStore('SecretStore', name);
  }

  private constructor(
    /** Kind of the store. */
    public readonly kind: string,
    /** Name of the store. */
    public readonly name: string,
  ) {
    raise(checkStore({ kind, name }));
  }
}

/**
 * Checks a store, which a program may also have written as a plain object.
 * @internal
 */
export function checkStore({ kind, name }: Pick<SecretStore, 'kind' | 'name'>): Problem | undefined {
  const kinds = ['SecretStore', 'ClusterSecretStore'];
  if (kinds.includes(kind)) return checkName(`name for a ${kind}`, name, DNS_1123_SUBDOMAIN, 'KN-NAM-001');
  return {
    code: 'KN-KFK-018',
    message: `${show(kind)} is no kind of store`,
    received: kind,
    allowed: showAll(kinds),
    fix: "write `SecretStore.clusterSecretStore('vault')`, for example",
  };
}
