import type { Duration } from 'cdk8s';
import { KINDS, ownCopy, raise } from '../core';
import { checkExternalPlace, checkRemoteRef, type RemoteRef, renderExternalSecret } from './external-secret';
import type { SecretStore } from './secret-store';
import { CREDENTIAL_PARTS, type CredentialPart, SECRET_KEYS, type SecretSync } from './secret-sync';

/** Options for `KafkaCredentials.fromExternalSecret`. */
export interface ExternalSecretCredentialsOptions {
  /** Name of the Secret, and of the ExternalSecret that fills it. */
  readonly secretName: string;
  /** Where the values are read from. */
  readonly store: SecretStore;
  /**
   * User or API key; needed with SASL, refused without (`KN-KFK-006`).
   * @default - none
   */
  readonly user?: RemoteRef;
  /**
   * Password or API secret; needed with SASL, refused without (`KN-KFK-006`).
   * @default - none
   */
  readonly password?: RemoteRef;
  /**
   * PEM certificates that replace the system's in checking the servers; with SSL and SASL_SSL only (`KN-KFK-006`).
   * @default - the servers are checked against the system's certificates
   */
  readonly caCert?: RemoteRef;
  /**
   * PEM certificate of the client; with SSL only, and together with `clientKey` (`KN-KFK-006`).
   * @default - clients present no certificate
   */
  readonly clientCert?: RemoteRef;
  /**
   * PEM key of the client certificate, in the form PKCS#8; Kafka's Java client does not read PKCS#1.
   * @default - clients present no certificate
   */
  readonly clientKey?: RemoteRef;
  /**
   * How often the values are read anew, in whole seconds; zero reads them once.
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
  /**
   * Whom Kafka takes the holder of these credentials for, as permissions name it: `User:knative`; on Confluent Cloud
   * the service account of the API key, `User:sa-abc123` (`KN-KFK-029`).
   * @default - the scripts of `KafkaSetup` ask for it
   */
  readonly principal?: string;
}

/**
 * Fills a Secret by the External Secrets Operator.
 * @see https://external-secrets.io/latest/api/externalsecret/
 * @internal
 */
export class ExternalSecretSync implements SecretSync {
  public readonly kind = KINDS.externalSecret;
  public readonly parts: readonly CredentialPart[];
  private readonly options: ExternalSecretCredentialsOptions;

  constructor(options: ExternalSecretCredentialsOptions) {
    this.options = ownCopy(options);
    this.parts = CREDENTIAL_PARTS.filter((part) => options[part] !== undefined);
    const [store, interval] = checkExternalPlace(options);
    raise(store, ...this.parts.map((part) => checkRemoteRef(part, options[part], SECRET_KEYS[part])), interval);
  }

  public renderSpec(literals: Readonly<Record<string, string>>): Record<string, unknown> {
    // The operator's variables bear the names of the parts: a key with a dot could not be named in a template.
    const fromStore = Object.fromEntries(this.parts.map((part) => [SECRET_KEYS[part], `{{ .${part} }}`]));
    return renderExternalSecret({
      ...this.options,
      data: { ...literals, ...fromStore },
      variables: Object.fromEntries(this.parts.map((part) => [part, this.options[part]])),
    });
  }
}
