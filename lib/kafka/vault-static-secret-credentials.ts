import { Duration } from 'cdk8s';
import {
  checkDuration, goDuration, KINDS, LONGEST_GO_DURATION, ownCopy, type Problem, raise, show, showAll,
} from '../core';
import { CREDENTIAL_PARTS, type CredentialPart, SECRET_KEYS, type SecretSync } from './secret-sync';

/** Version of a key-value engine of Vault. */
export enum KvEngine {
  /** Without versions of a secret. */
  KV_V1 = 'kv-v1',
  /** With versions of a secret. */
  KV_V2 = 'kv-v2',
}

/** Options for `KafkaCredentials.fromVaultStaticSecret`. */
export interface VaultStaticSecretCredentialsOptions {
  /** Name of the Secret, and of the VaultStaticSecret that fills it. */
  readonly secretName: string;
  /** Mount of the key-value engine, such as `secret`. */
  readonly mount: string;
  /** Path of the secret below the mount; for both engines without `data/`, which the operator adds itself. */
  readonly path: string;
  /**
   * Version of the engine.
   * @default KvEngine.KV_V2
   */
  readonly engine?: KvEngine;
  /**
   * Version of the secret, from 1 on; for KV v2 only.
   * @default - the newest
   */
  readonly version?: number;
  /**
   * The VaultAuth by which the operator logs in: `name`, in the namespace of each Secret, or `namespace/name`.
   * @default - the VaultAuth `default` in the operator's namespace
   */
  readonly vaultAuthRef?: string;
  /**
   * Namespace within Vault.
   * @default - that of the VaultAuth
   */
  readonly vaultNamespace?: string;
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
   * How often the secret is read anew, in whole seconds.
   * @default Duration.hours(1)
   */
  readonly refreshAfter?: Duration;
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
    raise(
      checkEngine(options.engine),
      checkPath('mount', options.mount),
      checkPath('path', options.path),
      checkDataPrefix(options),
      checkVersion(options),
      checkAuthRef(options.vaultAuthRef),
      checkVaultNamespace(options.vaultNamespace),
      ...this.parts.map((part) => checkField(part, fields[part])),
      checkDuration(options.refreshAfter, {
        field: 'refreshAfter', min: Duration.seconds(1), max: LONGEST_GO_DURATION, step: Duration.seconds(1),
      }),
    );
  }

  public renderSpec(literals: Readonly<Record<string, string>>): Record<string, unknown> {
    const { secretName, mount, path, engine, version, refreshAfter = Duration.hours(1) } = this.options;
    const texts = Object.fromEntries(Object.entries(literals).map(([key, value]) => [key, { text: value }]));
    const fromVault = Object.fromEntries(this.parts.map((part) =>
      [SECRET_KEYS[part], { text: templateOf(this.fields[part] ?? part) }]));
    return {
      vaultAuthRef: this.options.vaultAuthRef,
      namespace: this.options.vaultNamespace,
      mount,
      path,
      type: engine ?? KvEngine.KV_V2,
      version,
      refreshAfter: goDuration(refreshAfter),
      destination: {
        name: secretName,
        create: true,
        transformation: {
          excludeRaw: true,
          // Templates are not subject to it: the Secret gets what they make, and none of the other fields of the path.
          excludes: ['.*'],
          templates: { ...texts, ...fromVault },
        },
      },
    };
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

/** A field that Vault does not have would become an empty text, or the words `<no value>`; so it stops the sync. */
function templateOf(field: string): string {
  const name = JSON.stringify(field);
  const missing = JSON.stringify(`field ${field} is missing`);
  return `{{ if hasKey .Secrets ${name} }}{{ get .Secrets ${name} }}{{ else }}{{ fail ${missing} }}{{ end }}`;
}

function checkEngine(engine: KvEngine | undefined): Problem | undefined {
  if (engine === undefined || Object.values(KvEngine).includes(engine)) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `${show(engine)} is no key-value engine of Vault`,
    received: engine,
    allowed: showAll(Object.values(KvEngine)),
    fix: 'write `engine: KvEngine.KV_V2`',
  };
}

function checkPath(field: string, path: string): Problem | undefined {
  if (/^[^\s/]+(\/[^\s/]+)*$/.test(path)) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `${show(path)} is no ${field} of Vault`,
    received: path,
    allowed: 'words with slashes between them, no slash first or last, no white space',
    fix: `write \`${field}: '${field === 'mount' ? 'secret' : 'kafka/ccloud'}'\`, for example`,
  };
}

function checkDataPrefix({ engine = KvEngine.KV_V2, mount, path }: VaultStaticSecretCredentialsOptions,
): Problem | undefined {
  if (engine !== KvEngine.KV_V2 || !path.startsWith('data/')) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `the path ${show(path)} below ${show(mount)} begins with ${show('data/')}, which the operator adds itself`,
    received: path,
    allowed: 'the path as the Vault command line has it: `vault kv get -mount=secret kafka/ccloud`',
    fix: `write \`path: '${path.slice('data/'.length)}'\``,
  };
}

function checkVersion({ engine = KvEngine.KV_V2, version }: VaultStaticSecretCredentialsOptions): Problem | undefined {
  if (version === undefined) return undefined;
  if (engine === KvEngine.KV_V2 && Number.isInteger(version) && version >= 1) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `${show(String(version))} is no version of a secret in the engine ${show(engine)}`,
    received: version,
    allowed: 'a whole number from 1 on with KV v2, none with KV v1',
    fix: 'leave `version` out',
  };
}

function checkAuthRef(ref: string | undefined): Problem | undefined {
  const name = '[a-z0-9]([-a-z0-9.]*[a-z0-9])?';
  if (ref === undefined || new RegExp(`^(${name}/)?${name}$`).test(ref)) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `${show(ref)} names no VaultAuth`,
    received: ref,
    allowed: '`name` or `namespace/name`',
    fix: "write `vaultAuthRef: 'vault-secrets-operator/knative'`, for example",
  };
}

function checkVaultNamespace(namespace: string | undefined): Problem | undefined {
  return namespace === undefined ? undefined : checkPath('vaultNamespace', namespace);
}

function checkField(part: CredentialPart, field: string | undefined): Problem | undefined {
  if (field !== undefined && field.trim() !== '' && !/["\\\r\n{}]/.test(field)) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `${show(field)} is no field for ${show(part)}: it would break the operator's template`,
    received: field,
    allowed: 'a text without quote, backslash, brace or newline',
    fix: `write \`${part}Field: '${part}'\`, for example`,
  };
}
