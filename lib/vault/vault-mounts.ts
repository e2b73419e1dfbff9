import { type Problem, shellArgument, shellWord, show } from '../core';
import type { KvPlace } from './kv-path';
import type { KvVersion } from './kv-version';
import type { InjectedService } from './vault-registry';

/** A key/value secret engine that services read from. */
export interface VaultMount {
  /** Where it is mounted: `secret`. */
  readonly path: string;
  /** Its version: 1 or 2. */
  readonly kvVersion: KvVersion;
  /** Namespace of Vault Enterprise or HCP, where there is one. */
  readonly namespace?: string;
}

/** A secret that has to be in Vault before its services start. What it holds is put there by hand. */
export interface VaultSecretPlace {
  /** Mount that it lies in. */
  readonly mount: string;
  /** Version of the mount. */
  readonly kvVersion: KvVersion;
  /** Path below the mount. */
  readonly path: string;
  /** Namespace of Vault Enterprise or HCP, where there is one. */
  readonly namespace?: string;
  /** Keys that services name, in order; services that take the whole secret name none. */
  readonly keys: readonly string[];
  /** Services that read it, by their paths in the tree of constructs. */
  readonly services: readonly string[];
  /** The command that puts it there. It reads a JSON object with the keys and their values from its standard input. */
  readonly command: string;
}

interface Placed extends KvPlace {
  readonly namespace?: string;
  readonly service: string;
}

/** Mounts of Vault's own. Follows protectedMounts and singletonMounts of Vault's vault/mount.go. */
const OWN_MOUNTS: readonly string[] = ['audit', 'auth', 'cubbyhole', 'identity', 'sys'];

/** The mounts that services read from, in the order of their paths. */
export function mountsOf(services: readonly InjectedService[]): VaultMount[] {
  const mounts = new Map(places(services).map(({ mount, kvVersion, namespace }): [string, VaultMount] =>
    [`${namespace ?? ''} ${mount} ${kvVersion}`, { path: mount, kvVersion, namespace }]));
  return sorted(mounts);
}

/** The secrets that services read, in the order of their paths. */
export function secretsOf(services: readonly InjectedService[]): VaultSecretPlace[] {
  const secrets = new Map<string, VaultSecretPlace>();
  for (const { mount, kvVersion, path, namespace, keys, service } of places(services)) {
    const key = `${namespace ?? ''} ${mount}/${path} ${kvVersion}`;
    const known = secrets.get(key);
    secrets.set(key, {
      mount, kvVersion, path, namespace,
      keys: unique([...known?.keys ?? [], ...keys]),
      services: unique([...known?.services ?? [], service]),
      command: putCommand({ mount, path, namespace }),
    });
  }
  return sorted(secrets);
}

/** Paths that services read and that lie in no key/value mount that they name, so that somebody else sets those up. */
export function otherPathsOf(services: readonly InjectedService[]): string[] {
  return unique(services.flatMap(({ options, rules, kv }) => {
    const mounts = kv().map(({ mount }) => `${mount}/`);
    const { namespace } = options.server ?? {};
    return rules().map(({ path }) => path).filter((path) => !mounts.some((mount) => path.startsWith(mount)))
      .map((path) => namespace === undefined ? path : `${namespace}/${path}`);
  }));
}

/** What keeps Vault from having all of the mounts. */
export function checkMounts(mounts: readonly VaultMount[]): (Problem | undefined)[] {
  return mounts.flatMap((mount, index) => {
    const others = mounts.slice(0, index).filter(({ namespace }) => namespace === mount.namespace);
    return [
      OWN_MOUNTS.includes(mount.path.split('/')[0] ?? '') ? ownMount(mount.path) : undefined,
      ...others.map((other) => checkPair(other, mount)),
    ];
  });
}

/** Follows the check of conflicting mounts in Vault's vault/mount.go. */
function checkPair(one: VaultMount, other: VaultMount): Problem | undefined {
  if (one.path === other.path) {
    return {
      code: 'KN-VLT-023',
      message: `services read the mount ${show(one.path)} as one of version 1, and as one of version 2`,
      received: [one.kvVersion, other.kvVersion],
      allowed: 'one version for each mount',
      fix: 'write the same `kvVersion` everywhere; `vault read sys/mounts/<mount>` shows which one it is',
    };
  }
  if (!`${other.path}/`.startsWith(`${one.path}/`)) return undefined;
  return {
    code: 'KN-VLT-023',
    message: `the mount ${show(other.path)} would lie inside of the mount ${show(one.path)}`,
    received: other.path,
    allowed: 'mounts beside each other',
    fix: `write ${show(`${one.path}/...`)} without \`mount\`, where it is a path of the mount ${show(one.path)}`,
  };
}

function ownMount(path: string): Problem {
  return {
    code: 'KN-VLT-023',
    message: `${show(path)} is a mount of Vault itself, and no key/value engine`,
    received: path,
    allowed: 'the mount of a key/value engine, such as `secret`',
    fix: 'leave `kvVersion` out of a `VaultSecret.raw` that reads something else than a key/value secret',
  };
}

function putCommand({ mount, path, namespace }: Pick<VaultSecretPlace, 'mount' | 'path' | 'namespace'>): string {
  const inside = namespace === undefined ? [] : [shellWord(`-namespace=${namespace}`)];
  return ['vault kv put', ...inside, shellWord(`-mount=${mount}`), shellArgument(path), '-'].join(' ');
}

function places(services: readonly InjectedService[]): Placed[] {
  return services.flatMap(({ service, options, kv }) =>
    kv().map((place) => ({ ...place, namespace: options.server?.namespace, service: service.node.path })));
}

function sorted<T>(byKey: ReadonlyMap<string, T>): T[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
