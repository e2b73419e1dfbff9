import { type Problem, show } from '../core';
import { KvVersion } from './kv-version';
import { checkVaultPath } from './vault-path';

/** A secret of a key/value mount, as people name it: `secret/app`, or the mount apart from the path below it. */
export interface KvSecret {
  readonly path: string;
  readonly kvVersion: KvVersion;
  readonly mount?: string;
  readonly version?: number;
}

/** Where a secret of a key/value mount lies, and what is read of it. */
export interface KvPlace {
  readonly mount: string;
  readonly kvVersion: KvVersion;
  /** The path below the mount. */
  readonly path: string;
  /** Keys that are read one by one; none where the whole secret is. */
  readonly keys: readonly string[];
}

/** The mount of a secret, and the path below it. */
export function kvPlace({ path, kvVersion, mount }: KvSecret, keys: readonly string[] = []): KvPlace {
  const [first = '', ...below] = path.split('/');
  return mount === undefined
    ? { mount: first, kvVersion, path: below.join('/'), keys } : { mount, kvVersion, path, keys };
}

/** The path that the API serves the secret at; it is the one that policies name. */
export function kvApiPath(secret: KvSecret): string {
  const { mount, kvVersion, path } = kvPlace(secret);
  return kvVersion === KvVersion.V2 ? `${mount}/data/${path}` : `${mount}/${path}`;
}

/** Everything that can be wrong with the place of a key/value secret. */
export function checkKvSecret(secret: KvSecret): (Problem | undefined)[] {
  const { path, mount, kvVersion, version } = secret;
  return [
    checkKvVersion(kvVersion),
    mount === undefined ? undefined : checkVaultPath('mount', mount),
    checkVaultPath('path', path) ?? checkBelowMount(path, mount) ?? checkLogical(path, mount, kvVersion),
    checkSecretVersion(version, kvVersion),
  ];
}

function checkKvVersion(kvVersion: KvVersion): Problem | undefined {
  if (kvVersion === KvVersion.V1 || kvVersion === KvVersion.V2) return undefined;
  return {
    code: 'KN-VLT-003',
    message: `${show(kvVersion)} is no version of a key/value mount`,
    received: kvVersion,
    allowed: '1 or 2',
    fix: 'write `kvVersion: 2`; `vault read sys/mounts/<mount>` shows which one it is',
  };
}

function checkBelowMount(path: string, mount: string | undefined): Problem | undefined {
  if (mount !== undefined || path.includes('/')) return undefined;
  return {
    code: 'KN-VLT-001',
    message: `the Vault path ${show(path)} names a mount and no secret in it`,
    received: path,
    allowed: 'the mount, a slash and the path of the secret',
    fix: `write ${show(`${path}/my-secret`)}, or give the mount apart: \`mount: 'secret'\``,
  };
}

/** Whoever copies the address of the API has `data/` in it; taken as it stands, it would be doubled. */
function checkLogical(path: string, mount: string | undefined, kvVersion: KvVersion): Problem | undefined {
  const [first = '', second = '', ...rest] = path.split('/');
  if (kvVersion !== KvVersion.V2 || mount !== undefined || !['data', 'metadata'].includes(second)) return undefined;
  const logical = [first, ...rest].join('/');
  return {
    code: 'KN-VLT-002',
    message: `${show(path)} is the address of the KV version 2 API, which is derived from the name of the secret`,
    received: path,
    allowed: 'the path of the secret as `vault kv get` takes it',
    fix: `write ${show(rest.length > 0 ? logical : `${first}/my-secret`)}; a secret that is really called `
      + `${show([second, ...rest].join('/'))} is written with \`mount: '${first}'\``,
  };
}

function checkSecretVersion(version: number | undefined, kvVersion: KvVersion): Problem | undefined {
  if (version === undefined) return undefined;
  const valid = Number.isInteger(version) && version > 0;
  if (valid && kvVersion === KvVersion.V2) return undefined;
  return {
    code: 'KN-VLT-003',
    message: valid ? `version ${show(version)} is asked of a mount that keeps none` : `${show(version)} is no version`,
    received: version,
    allowed: 'a whole number from 1, on a KV version 2 mount',
    fix: valid ? 'leave `version` out, or write `kvVersion: 2`' : 'write `version: 1`, or leave it out for the newest',
  };
}
