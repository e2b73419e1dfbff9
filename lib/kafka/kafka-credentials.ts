import { checkName, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, ownCopy, type Problem, raise, show, showAll } from '../core';
import { type ExternalSecretCredentialsOptions, ExternalSecretSync } from './external-secret-credentials';
import { checkPrincipal } from './principal';
import type { SecretSync } from './secret-sync';
import { type VaultStaticSecretCredentialsOptions, VaultStaticSecretSync } from './vault-static-secret-credentials';

/** Options for `KafkaCredentials.fromSecretName`. */
export interface ExistingSecretOptions {
  /**
   * Namespaces in which the Secret exists. A broker configuration, sink, source or channel configuration that needs it
   * elsewhere is refused with `KN-KFK-007`.
   * @default - it is taken to exist wherever it is needed
   */
  readonly namespaces?: readonly string[];
  /**
   * Whom Kafka takes the holder of these credentials for, as permissions name it: `User:knative`; on Confluent Cloud
   * the service account of the API key, `User:sa-abc123` (`KN-KFK-029`).
   * @default - the scripts of `KafkaSetup` ask for it
   */
  readonly principal?: string;
}

/**
 * How clients prove to a Kafka cluster who they are: always a reference to a Secret, never a value.
 *
 * Knative reads the Secret of a broker in the namespace of the broker's ConfigMap, that of a sink or source in its own,
 * that of channels in `knative-eventing`. So one `KafkaCredentials` may stand for a Secret of the same name in several
 * namespaces.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/#security
 */
export class KafkaCredentials {
  /**
   * Secrets that exist already. They have the keys that Knative reads: `protocol` (as the cluster's
   * `securityProtocol`), and by protocol `sasl.mechanism`, `user` and `password`, `ca.crt`, and `user.crt` with
   * `user.key` or else `user.skip`. `checkKafkaCredentials` and `checkKafkaCertificates` check the values before they
   * are stored.
   * @throws KnativeError `KN-NAM-001` or `KN-NAM-006` for names that no Secret or namespace can have
   */
  public static fromSecretName(secretName: string, options: ExistingSecretOptions = {}): KafkaCredentials {
    raise(...(options.namespaces ?? []).map((namespace) =>
      checkName('namespace name', namespace, DNS_1123_LABEL, 'KN-NAM-006')));
    return new KafkaCredentials(secretName, options);
  }

  /**
   * Secrets that the External Secrets Operator fills, from 0.16 on: one ExternalSecret for each namespace that needs
   * it, below the construct of the Kafka cluster.
   *
   * Knative puts a finalizer on the Secret of a broker, so an ExternalSecret is only gone once the broker is.
   * @throws KnativeError `KN-NAM-001`, `KN-KFK-018`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static fromExternalSecret(options: ExternalSecretCredentialsOptions): KafkaCredentials {
    const { principal } = options;
    return new KafkaCredentials(options.secretName, { principal }, new ExternalSecretSync(options));
  }

  /**
   * Secrets that the Vault Secrets Operator fills: one VaultStaticSecret for each namespace that needs it, below the
   * construct of the Kafka cluster. A field that the secret in Vault does not have stops the sync.
   *
   * Knative puts a finalizer on the Secret of a broker, so a VaultStaticSecret is only gone once the broker is.
   * @throws KnativeError `KN-NAM-001`, `KN-KFK-018`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static fromVaultStaticSecret(options: VaultStaticSecretCredentialsOptions): KafkaCredentials {
    const { principal } = options;
    return new KafkaCredentials(options.secretName, { principal }, new VaultStaticSecretSync(options));
  }

  /** Name of the Secret, the same in all namespaces. */
  public readonly secretName: string;
  /** Namespaces in which the Secret exists, where the program says so. */
  public readonly namespaces?: readonly string[];
  /** Whom Kafka takes the holder of the credentials for, where the program says so. */
  public readonly principal?: string;
  /** @internal */
  public readonly _sync?: SecretSync;

  private constructor(secretName: string, { namespaces, principal }: ExistingSecretOptions, sync?: SecretSync) {
    this.secretName = secretName;
    this.namespaces = ownCopy(namespaces);
    this.principal = principal;
    this._sync = sync;
    raise(checkName('name for a Secret', secretName, DNS_1123_SUBDOMAIN, 'KN-NAM-001'), checkPrincipal(principal));
  }

  /**
   * Whether the Secret can be had in a namespace.
   * @internal
   */
  public _checkNamespace(namespace: string | undefined): Problem | undefined {
    const { namespaces } = this;
    if (namespaces === undefined || (namespace !== undefined && namespaces.includes(namespace))) return undefined;
    return {
      code: 'KN-KFK-007',
      message: namespace === undefined
        ? `the Secret ${show(this.secretName)} is needed in a namespace that is not known`
        : `the Secret ${show(this.secretName)} is needed in namespace ${show(namespace)}, where it does not exist`,
      received: namespace,
      allowed: namespaces.length === 0 ? 'no namespace' : showAll(namespaces),
      fix: namespace === undefined
        ? "give the chart a namespace: `new Chart(app, 'services', { namespace: 'my-namespace' })`"
        : `create the Secret there too, and add ${show(namespace)} to \`namespaces\``,
    };
  }
}
