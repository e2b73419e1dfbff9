import { Duration } from 'cdk8s';
import { checkDuration, goDuration, KINDS, LONGEST_GO_DURATION, ownCopy, type Problem, raise, show } from '../core';
import { checkStore, type SecretStore } from './secret-store';
import { CREDENTIAL_PARTS, type CredentialPart, SECRET_KEYS, type SecretSync } from './secret-sync';

/** One value in the place that a store of the External Secrets Operator reads. */
export interface RemoteRef {
  /** Name or path of the secret, as the store's provider has it; for Vault without mount and without `data/`. */
  readonly key: string;
  /**
   * Field of the secret.
   * @default - the whole secret
   */
  readonly property?: string;
  /**
   * Version of the secret, as the provider names it.
   * @default - the newest
   */
  readonly version?: string;
}

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
    raise(
      checkStore(options.store),
      ...this.parts.map((part) => checkRemoteRef(part, options[part])),
      checkDuration(options.refreshInterval, {
        field: 'refreshInterval', min: Duration.seconds(0), max: LONGEST_GO_DURATION, step: Duration.seconds(1),
      }),
    );
  }

  public renderSpec(literals: Readonly<Record<string, string>>): Record<string, unknown> {
    const { secretName, store, refreshInterval = Duration.hours(1) } = this.options;
    // The operator's variables bear the names of the parts: a key with a dot could not be named in a template.
    const fromStore = Object.fromEntries(this.parts.map((part) => [SECRET_KEYS[part], `{{ .${part} }}`]));
    return {
      refreshInterval: goDuration(refreshInterval),
      secretStoreRef: { name: store.name, kind: store.kind },
      target: {
        name: secretName,
        creationPolicy: 'Owner',
        template: { engineVersion: 'v2', data: { ...literals, ...fromStore } },
      },
      data: this.parts.map((part) => ({ secretKey: part, remoteRef: renderRemoteRef(this.options[part]) })),
    };
  }
}

function renderRemoteRef(ref: RemoteRef | undefined): Record<string, unknown> {
  return { key: ref?.key, property: ref?.property, version: ref?.version };
}

function checkRemoteRef(part: CredentialPart, ref: RemoteRef | undefined): Problem | undefined {
  const fields = ['key', 'property', 'version'] as const;
  const empty = fields.find((field) => (field === 'key' || ref?.[field] !== undefined) && isBlank(ref?.[field]));
  if (empty === undefined) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `the reference for ${show(part)} has no ${show(empty)}`,
    received: ref,
    allowed: 'a key, and property and version that are not empty where they are given',
    fix: `write \`${part}: { key: 'kafka/ccloud', property: '${SECRET_KEYS[part]}' }\`, for example`,
  };
}

function isBlank(text: unknown): boolean {
  return typeof text !== 'string' || text.trim() === '';
}
