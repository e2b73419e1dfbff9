import { checkName, DNS_1123_SUBDOMAIN, raise } from '../core';

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
    raise(checkName(`name for a ${kind}`, name, DNS_1123_SUBDOMAIN, 'KN-NAM-001'));
  }
}
