import { KvVersion, OddKey, VaultSecret } from '../../lib';
import type { Variant } from './variants';
import type { Stored } from './vault';

/** A service that must not start, and what the agent says why. */
export interface Fault extends Variant {
  readonly says: RegExp;
}

function one(kvVersion: 1 | 2, path: string, data: Readonly<Record<string, unknown>>): Stored[] {
  return [{ mount: `kv${kvVersion}`, kvVersion, path, versions: [data] }];
}

const [V1, V2] = [KvVersion.V1, KvVersion.V2];

/** What is wrong in Vault, and seen only there. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'a chosen key is absent', id: 'no-key', says: /kv2\/data\/no-key has no key password/, expected: {},
    secrets: [VaultSecret.envFile('kv2/no-key', { kvVersion: V2, keys: { PASSWORD: 'password' } })],
    stored: one(2, 'no-key', { Password: 'x' }),
  }, {
    name: 'a chosen key is absent from a version 1 secret', id: 'no-key-v1', says: /kv1\/no-key-v1 has no key data/,
    secrets: [VaultSecret.envFile('kv1/no-key-v1', { kvVersion: V1, keys: { PASSWORD: 'data' } })], expected: {},
    stored: one(1, 'no-key-v1', { x: 'x' }),
  }, {
    name: 'version 1 is said of a version 2 mount', id: 'wrong-v1', expected: {},
    // The path of version 1 is nothing that the policy of a version 2 mount lets through.
    says: /permission denied|no secret exists|no secret of KV version 1/,
    secrets: [VaultSecret.envFile('kv2/wrong-v1', { kvVersion: V1 })], stored: one(2, 'wrong-v1', { x: 'x' }),
  }, {
    name: 'version 2 is said of a version 1 mount', id: 'wrong-v2', says: /no secret exists|no secret of KV version 2/,
    secrets: [VaultSecret.envFile('kv1/wrong-v2', { kvVersion: V2 })], stored: one(1, 'wrong-v2', { x: 'x' }), expected: {},
  }, {
    name: 'version 2 is said of a version 1 secret below `data`', id: 'below-v1', says: /no secret of KV version 2/,
    secrets: [VaultSecret.envFile('kv1/below', { kvVersion: V2, name: 'below-v1.env' })],
    stored: one(1, 'data/below', { x: 'x' }), expected: {},
  }, {
    name: 'an odd key, where none is allowed', id: 'odd-key', says: /kv2\/data\/odd-key: \\?"db-password\\?" cannot be/,
    secrets: [VaultSecret.envFile('kv2/odd-key', { kvVersion: V2, onOddKey: OddKey.FAIL })],
    stored: one(2, 'odd-key', { 'db-password': 'x' }), expected: {},
  }, {
    name: 'a value with a zero byte', id: 'zero', says: /kv2\/data\/zero has a zero byte/, expected: {},
    secrets: [VaultSecret.envFile('kv2/zero', { kvVersion: V2 })], stored: one(2, 'zero', { key: 'a\0b' }),
  }, {
    name: 'a secret that is not there', id: 'nothing', says: /no secret exists at kv2\/data\/nothing/, expected: {},
    secrets: [VaultSecret.envFile('kv2/nothing', { kvVersion: V2 })], stored: [],
  },
];
