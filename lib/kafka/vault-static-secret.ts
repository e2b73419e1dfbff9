import { Duration } from 'cdk8s';
import { checkDuration, goDuration, LONGEST_GO_DURATION, type Problem, show, showAll } from '../core';

/** Version of a key-value engine of Vault. */
export enum KvEngine {
  /** Without versions of a secret. */
  KV_V1 = 'kv-v1',
  /** With versions of a secret. */
  KV_V2 = 'kv-v2',
}

/** Where a secret stands in Vault, and how the Vault Secrets Operator gets at it. */
export interface VaultStaticSecretPlace {
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
   * How often the secret is read anew, in whole seconds.
   * @default Duration.hours(1)
   */
  readonly refreshAfter?: Duration;
}

/** The spec of a VaultStaticSecret that makes a Secret of texts and templates alone. */
export function renderVaultStaticSecret(
  place: VaultStaticSecretPlace, destination: { readonly name: string; readonly type?: string },
  templates: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { mount, path, engine, version, refreshAfter = Duration.hours(1) } = place;
  return {
    vaultAuthRef: place.vaultAuthRef,
    namespace: place.vaultNamespace,
    mount,
    path,
    type: engine ?? KvEngine.KV_V2,
    version,
    refreshAfter: goDuration(refreshAfter),
    destination: {
      ...destination,
      create: true,
      transformation: {
        excludeRaw: true,
        // Templates are not subject to it: the Secret gets what they make, and none of the other fields of the path.
        excludes: ['.*'],
        templates: Object.fromEntries(Object.entries(templates).map(([key, text]) => [key, { text }])),
      },
    },
  };
}

/** What is wrong with a place in Vault. */
export function checkVaultPlace(place: VaultStaticSecretPlace): (Problem | undefined)[] {
  return [
    checkEngine(place.engine),
    checkPath('mount', place.mount),
    checkPath('path', place.path),
    checkDataPrefix(place),
    checkVersion(place),
    checkAuthRef(place.vaultAuthRef),
    checkVaultNamespace(place.vaultNamespace),
    checkDuration(place.refreshAfter, {
      field: 'refreshAfter', min: Duration.seconds(1), max: LONGEST_GO_DURATION, step: Duration.seconds(1),
    }),
  ];
}

/** A field that Vault does not have would become an empty text, or the words `<no value>`; so it stops the sync. */
export function fieldTemplate(field: string): string {
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

function checkDataPrefix({ engine = KvEngine.KV_V2, mount, path }: VaultStaticSecretPlace,
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

function checkVersion({ engine = KvEngine.KV_V2, version }: VaultStaticSecretPlace): Problem | undefined {
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

/** Checks the name of a field. */
export function checkVaultField(part: string, field: string | undefined): Problem | undefined {
  if (field !== undefined && field.trim() !== '' && !/["\\\r\n{}]/.test(field)) return undefined;
  return {
    code: 'KN-KFK-018',
    message: `${show(field)} is no field for ${show(part)}: it would break the operator's template`,
    received: field,
    allowed: 'a text without quote, backslash, brace or newline',
    fix: `write \`${part}Field: '${part}'\`, for example`,
  };
}
