import type { Duration } from 'cdk8s';
import { type Kind, KINDS, raise } from '../core';
import {
  checkExternalPlace, checkRemoteRef, checkVaultField, checkVaultPlace, type ExternalSecretContent, fieldTemplate,
  type RemoteRef, renderExternalSecret, renderVaultStaticSecret, type SecretStore, type VaultStaticSecretPlace,
} from '../kafka';
import { checkReferenceName } from '../pod';

/** Options for `PullSecret.fromExternalSecret`. */
export interface ExternalPullSecretOptions {
  /** Name of the Secret, and of the ExternalSecret that fills it. */
  readonly secretName: string;
  /** Where it is read from. */
  readonly store: SecretStore;
  /** Where the content of `.dockerconfigjson` stands: the JSON text that `docker login` writes. */
  readonly dockerConfig: RemoteRef;
  /**
   * How often it is read anew, in whole seconds; zero reads it once.
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
}

/** Options for `PullSecret.fromVaultStaticSecret`. */
export interface VaultPullSecretOptions extends VaultStaticSecretPlace {
  /** Name of the Secret, and of the VaultStaticSecret that fills it. */
  readonly secretName: string;
  /** Field with the content of `.dockerconfigjson`: the JSON text that `docker login` writes. */
  readonly dockerConfigField: string;
}

/** What makes an operator fill the Secret. */
interface PullSecretSync {
  readonly kind: Kind;
  readonly spec: () => Record<string, unknown>;
}

const TYPE = 'kubernetes.io/dockerconfigjson';
const KEY = '.dockerconfigjson';

/**
 * A Secret with the passwords of image registries, by reference: its content is never part of a program.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
 */
export class PullSecret {
  /**
   * A Secret that exists in the namespace, or that somebody else makes.
   * @throws KnativeError `KN-POD-039` for a name that no Secret can have
   */
  public static fromSecretName(name: string): PullSecret {
    return new PullSecret(name);
  }

  /**
   * A Secret that the External Secrets Operator fills, from 0.16 on.
   * @throws KnativeError `KN-POD-039`, `KN-NAM-001`, `KN-KFK-018`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static fromExternalSecret(options: ExternalPullSecretOptions): PullSecret {
    const { secretName, store, dockerConfig, refreshInterval } = options;
    raise(...checkExternalPlace(options), checkRemoteRef('dockerConfig', dockerConfig, 'dockerconfigjson'));
    const content: ExternalSecretContent = {
      secretName, store, refreshInterval, type: TYPE,
      data: { [KEY]: '{{ .dockerConfig }}' }, variables: { dockerConfig: { ...dockerConfig } },
    };
    return new PullSecret(secretName, { kind: KINDS.externalSecret, spec: () => renderExternalSecret(content) });
  }

  /**
   * A Secret that the Vault Secrets Operator fills. A field that the secret in Vault does not have stops the sync.
   * @throws KnativeError `KN-POD-039`, `KN-KFK-018`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static fromVaultStaticSecret(options: VaultPullSecretOptions): PullSecret {
    const { secretName: name, dockerConfigField: field } = options;
    raise(...checkVaultPlace(options), checkVaultField('dockerConfig', field));
    const place = { ...options };
    return new PullSecret(name, {
      kind: KINDS.vaultStaticSecret,
      spec: () => renderVaultStaticSecret(place, { name, type: TYPE }, { [KEY]: fieldTemplate(field) }),
    });
  }

  private constructor(
    /** Name of the Secret. */
    public readonly name: string,
    /** @internal */
    public readonly _sync?: PullSecretSync,
  ) {
    raise(checkReferenceName('Secret', name));
  }
}
