import { KINDS, ownCopy, raise } from '../core';
import { CREDENTIAL_PARTS, type CredentialPart, SECRET_KEYS, type SecretSync } from './secret-sync';
import {
  checkVaultField, checkVaultPlace, fieldTemplate, renderVaultStaticSecret, type VaultStaticSecretPlace,
} from './vault-static-secret';

/** Options for `KafkaCredentials.fromVaultStaticSecret`. */
export interface VaultStaticSecretCredentialsOptions extends VaultStaticSecretPlace {
  /** Name of the Secret, and of the VaultStaticSecret that fills it. */
  readonly secretName: string;
  /**
   * Field with the user or API key; needed with SASL, refused without (`KN-KFK-006`).
   * @default - none
   */
  readonly userField?: string;
  /**
   * Field with the password or API secret; needed with SASL, refused without (`KN-KFK-006`).
   * @default - none
   */
  readonly passwordField?: string;
  /**
   * Field with PEM certificates that replace the system's in checking the servers.
   * @default - the servers are checked against the system's certificates
   */
  readonly caCertField?: string;
  /**
   * Field with the PEM certificate of the client; with SSL only, and together with `clientKeyField` (`KN-KFK-006`).
   * @default - clients present no certificate
   */
  readonly clientCertField?: string;
  /**
   * Field with the PEM key of the client certificate, in the form PKCS#8.
   * @default - clients present no certificate
   */
  readonly clientKeyField?: string;
  /**
   * Whom Kafka takes the holder of these credentials for, as permissions name it: `User:knative`; on Confluent Cloud
   * the service account of the API key, `User:sa-abc123` (`KN-KFK-029`).
   * @default - the scripts of `KafkaSetup` ask for it
   */
  readonly principal?: string;
}

/**
 * Fills a Secret by the Vault Secrets Operator.
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso
 * @internal
 */
export class VaultStaticSecretSync implements SecretSync {
  public readonly kind = KINDS.vaultStaticSecret;
  public readonly parts: readonly CredentialPart[];
  private readonly fields: Readonly<Partial<Record<CredentialPart, string>>>;
  private readonly options: VaultStaticSecretCredentialsOptions;

  constructor(options: VaultStaticSecretCredentialsOptions) {
    this.options = ownCopy(options);
    const fields = fieldsOf(options);
    this.fields = fields;
    this.parts = CREDENTIAL_PARTS.filter((part) => fields[part] !== undefined);
    raise(...checkVaultPlace(options), ...this.parts.map((part) => checkVaultField(part, fields[part])));
  }

  public renderSpec(literals: Readonly<Record<string, string>>): Record<string, unknown> {
    const fromVault = Object.fromEntries(this.parts.map((part) =>
      [SECRET_KEYS[part], fieldTemplate(this.fields[part] ?? part)]));
    return renderVaultStaticSecret(this.options, { name: this.options.secretName }, { ...literals, ...fromVault });
  }
}

function fieldsOf(options: VaultStaticSecretCredentialsOptions): Partial<Record<CredentialPart, string>> {
  return {
    user: options.userField,
    password: options.passwordField,
    caCert: options.caCertField,
    clientCert: options.clientCertField,
    clientKey: options.clientKeyField,
  };
}
