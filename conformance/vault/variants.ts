import { App, Chart } from 'cdk8s';
import {
  KnativeService, KvVersion, OddKey, ProjectedSource, SecretReference, ServiceAccount, VaultAgent, VaultAgentMode,
  type VaultAgentOptions, VaultAnnotatedService, VaultDefaultTemplate,
  type VaultEnvFileOptions, VaultSecret, VaultSetup, VaultTls, Volume,
} from '../../lib';
import { PROGRAM } from './sandbox';
import { asEnvironment, asSecret } from './values';
import type { Stored, Vault } from './vault';

/** A service that gets the hostile values, and what has to come of it. */
export interface Variant {
  /** What is special about it, for the table. */
  readonly name: string;
  /** Name of the service, of its account and of its role. */
  readonly id: string;
  readonly stored: readonly Stored[];
  readonly secrets: readonly VaultSecret[];
  /** What has to be in the environment. */
  readonly expected: Readonly<Record<string, string>>;
  /** What must not be. */
  readonly absent?: readonly string[];
  readonly agent?: Omit<VaultAgentOptions, 'role' | 'secrets'>;
  /** Files of the volume and their modes, where the program says them. */
  readonly modes?: Readonly<Record<string, string>>;
  /** Files of the volume that hold JSON, and what it says. */
  readonly files?: Readonly<Record<string, unknown>>;
  /** The program's own words as it gets them. */
  readonly words?: readonly string[];
  /** Whether the agent is added to a plain service, and its secrets one by one. */
  readonly injected?: boolean;
}

const NAMESPACE = 'shop';
const IMAGE = 'ghcr.io/example/orders:1.0';
/** A login method besides the usual one, whose tokens have an audience. */
export const AUDIENCE_AUTH = 'auth/eu/k8s';
export const CA_SECRET = 'vault-ca';
/** Keys of that Secret: the one that is taken where none is named, and one that is. */
export const CA_KEYS = ['ca.crt', 'root.pem'];
/** What the container starts, which gets odd words of its own. */
export const WORDS = ['a b', "it's", '$HOME', '`id`', '\\', '*', '', 'line\nbreak', '-c', '$@', '# x'];

const renamed = (name: string) => `RENAMED_${name.toUpperCase()}`;
const odd = (name: string) => `größe: ${name}/a.b @%#&<>$(x)`;
const other = { other: 'not asked for', 'odd-key': 'x' };

/** The variables of keys that are chosen, and renamed. */
function chosen(): VaultEnvFileOptions['keys'] {
  return Object.fromEntries(Object.keys(asSecret()).map((name) => [renamed(name), odd(name)]));
}

/** One secret at a place of its own. */
function one(
  kvVersion: 1 | 2, path: string, data: Readonly<Record<string, unknown>> = asSecret(), mount = `kv${kvVersion}`,
): Stored[] {
  return [{ mount, kvVersion, path, versions: [data] }];
}

function ofBothVersions(version: 1 | 2): Variant[] {
  const kvVersion = version === 1 ? KvVersion.V1 : KvVersion.V2;
  const mount = `kv${version}`;
  const title = `KV v${version}`;
  return [
    {
      name: `${title}, whole secret`, id: `whole-v${version}`, expected: asEnvironment(version),
      secrets: [VaultSecret.envFile(`${mount}/whole`, { kvVersion })], stored: one(version, 'whole'),
    }, {
      name: `${title}, chosen keys with other names`, id: `chosen-v${version}`, expected: asEnvironment(version, renamed),
      absent: ['other'], stored: one(version, 'chosen', { ...asSecret(odd), ...other }),
      secrets: [VaultSecret.envFile(`${mount}/chosen`, { kvVersion, keys: chosen() })],
    }, {
      name: `${title}, whole secret with odd keys left out`, id: `skip-v${version}`, expected: asEnvironment(version),
      absent: ['odd', 'odd_key', 'a_b', '_9x', '9x'], stored: one(version, 'skip', { ...asSecret(), ...ODD_KEYS }),
      secrets: [VaultSecret.envFile(`${mount}/skip`, { kvVersion, onOddKey: OddKey.SKIP })],
    }, {
      name: `${title}, whole secret with odd keys renamed`, id: `rename-v${version}`, absent: ['LD_PRELOAD'],
      expected: { ...asEnvironment(version, (name) => `${name}_x`), odd_key: 'o', a_b: 'ab', _9x: '9' },
      stored: one(version, 'rename', { ...asSecret((name) => `${name}.x`), ...ODD_KEYS }),
      secrets: [VaultSecret.envFile(`${mount}/rename`, { kvVersion, onOddKey: OddKey.RENAME })],
    }, {
      name: `${title}, marks other than braces`, id: `marks-v${version}`, expected: asEnvironment(version),
      secrets: [VaultSecret.envFile(`${mount}/marks`, { kvVersion, leftDelimiter: '<%', rightDelimiter: '%>' })],
      stored: one(version, 'marks'),
    }, {
      name: `${title}, mount with a slash, path with blanks and letters of all kinds`, id: `paths-v${version}`,
      expected: asEnvironment(version), stored: one(version, 'größe/a b/c+d~e', asSecret(), `team/kv${version}`),
      secrets: [VaultSecret.envFile('größe/a b/c+d~e', { kvVersion, mount: `team/kv${version}`, name: 'paths.env' })],
    }, {
      name: `${title}, path that looks like the API's`, id: `data-v${version}`, expected: asEnvironment(version),
      secrets: [VaultSecret.envFile('data/x', { kvVersion, mount })], stored: one(version, 'data/x'),
    },
  ];
}

/** Reads one secret by its path, which the policy follows, and one by a path that only the program knows. */
const OWN_TEMPLATE = `{{ with secret "kv2/data/own" }}export OWN='{{ .Data.data.own }}'
{{ end }}{{ with secret (printf "kv%d/own" 1) }}export PRINTED='{{ .Data.own }}'
{{ end }}`;
const RAW = { quote: "it's", html: '<&>', line: 'a\nb', number: 1.5, truth: true, nothing: null, list: [1, { a: '"' }] };

/** Keys that are no names of variables, and names that belong to others. */
const ODD_KEYS = { 'odd-key': 'o', 'a b': 'ab', '9x': '9', 'LD_PRELOAD': '/none', 'A;: >PWNED;B': '1', '$(: >PWNED)': '2' };

/** What the services of the suite are, with files of the containers below a folder. */
export function variants(root: string): Variant[] {
  return [...ofBothVersions(1), ...ofBothVersions(2), ...others(root)];
}

function others(root: string): Variant[] {
  const [kvVersion, own] = [KvVersion.V2, { own: 'of the newer' }];
  return [
    {
      name: 'KV v2, an older version', id: 'older', expected: asEnvironment(2), absent: ['own'],
      secrets: [VaultSecret.envFile('kv2/older', { kvVersion, version: 1 })],
      stored: [{ mount: 'kv2', kvVersion: 2, path: 'older', versions: [asSecret(), own] }],
    }, {
      name: 'a sidecar, a file of its own with a mode', id: 'sidecar', agent: { mode: VaultAgentMode.SIDECAR },
      expected: asEnvironment(2), modes: { '/vault/secrets/config/App.env': '0444' }, stored: one(2, 'sidecar'),
      secrets: [VaultSecret.envFile('kv2/sidecar', { kvVersion, file: 'config/App.env', permissions: '0444' })],
    }, {
      name: 'a volume of its own, nothing changed in the command', id: 'volume', expected: asEnvironment(2),
      agent: { volumePath: `${root}/volume/mnt/secrets` }, stored: one(2, 'volume'),
      secrets: [VaultSecret.envFile('kv2/volume', { kvVersion })],
    }, {
      name: 'case of the name kept', id: 'case', expected: asEnvironment(2), stored: one(2, 'Case'),
      agent: { preserveSecretCase: true }, secrets: [VaultSecret.envFile('kv2/Case', { kvVersion })],
    }, {
      name: 'several secrets of both versions, the last wins', id: 'several', injected: true,
      expected: { ...asEnvironment(1), ...asEnvironment(2, renamed), shared: 'of the second' },
      stored: [...one(1, 'several', { ...asSecret(), shared: 'of the first' }), ...one(2, 'several', { ...asSecret(odd), s: 'of the second' })],
      secrets: [
        VaultSecret.envFile('kv1/several', { kvVersion: KvVersion.V1, name: 'a.env' }),
        VaultSecret.envFile('kv2/several', { kvVersion, name: 'b.env', keys: { ...chosen(), shared: 's' } }),
      ],
    }, {
      name: 'a login method elsewhere, a token with an audience', id: 'audience', expected: asEnvironment(2),
      agent: {
        auth: {
          path: AUDIENCE_AUTH,
          tokenVolume: Volume.projected('vault-token', [ProjectedSource.serviceAccountToken('vault', { audience: 'vault' })]),
        },
      }, stored: one(2, 'audience'), secrets: [VaultSecret.envFile('kv2/audience', { kvVersion })],
    }, {
      name: 'case of one name kept', id: 'one-case', expected: asEnvironment(2), stored: one(2, 'One'),
      secrets: [VaultSecret.envFile('kv2/One', { kvVersion, preserveCase: true })],
    }, {
      name: 'a template that is written by hand', id: 'own', expected: { OWN: 'a$b', PRINTED: 'of version 1' },
      secrets: [VaultSecret.template('own.env', OWN_TEMPLATE, { sourced: true, paths: ['kv1/own'] })],
      stored: [...one(2, 'own', { own: 'a$b' }), ...one(1, 'own', { own: 'of version 1' })],
    }, {
      name: 'secrets without a template, as JSON', id: 'raw', agent: { engine: { defaultTemplate: VaultDefaultTemplate.JSON } },
      expected: {}, files: { '/vault/secrets/raw': RAW, '/vault/secrets/by-path': RAW },
      stored: [...one(1, 'raw', RAW), ...one(1, 'by-path', RAW)],
      secrets: [VaultSecret.raw('kv1/raw', { kvVersion: KvVersion.V1 }), VaultSecret.raw('kv1/by-path')],
    }, {
      name: 'bash by its name', id: 'bash', agent: { shell: 'bash' }, expected: asEnvironment(2), stored: one(2, 'bash'),
      secrets: [VaultSecret.envFile('kv2/bash', { kvVersion })],
    },
  ];
}

/** All services of the suite in one program. */
export function appOf(all: readonly Variant[], vault: Vault): App {
  const app = new App();
  const chart = new Chart(app, 'services', { namespace: NAMESPACE });
  for (const { id, secrets, agent, injected } of all) {
    const serviceAccount = new ServiceAccount(chart, `${id}-account`, { automountToken: true, metadata: { name: id } });
    const props = { metadata: { name: id }, image: IMAGE, serviceAccount, command: [...PROGRAM], args: WORDS };
    const tls = VaultTls.caFromSecret(SecretReference.fromName(CA_SECRET), { key: CA_KEYS[1] });
    const options = { role: id, tls, ...agent };
    if (injected === true) {
      const added = VaultAgent.inject(new KnativeService(chart, id, props), options);
      for (const secret of secrets) added.addSecret(secret);
    } else {
      new VaultAnnotatedService(chart, id, { ...props, vault: { ...options, secrets } });
    }
  }
  const setup = VaultSetup.of(app);
  for (const path of ['auth/kubernetes', AUDIENCE_AUTH]) {
    const { address: kubernetesHost, ca: kubernetesCaCert } = vault.kubernetes;
    setup.configureKubernetesAuth({ path, kubernetesHost, kubernetesCaCert });
  }
  return app;
}

/** A service alone, of whose login method the program says nothing. */
export function undescribedApp(): App {
  const app = new App();
  const chart = new Chart(app, 'services', { namespace: NAMESPACE });
  new VaultAnnotatedService(chart, 'orders', {
    image: IMAGE, serviceAccount: new ServiceAccount(chart, 'orders-account', { automountToken: true }), command: [...PROGRAM],
    vault: { role: 'orders', secrets: [VaultSecret.raw('kv2/orders', { kvVersion: 2 })] },
  });
  return app;
}
