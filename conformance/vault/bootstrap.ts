import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { App } from 'cdk8s';
import { SideDocuments, VaultSetup } from '../../lib';
import type { Vault } from './vault';

/** What became of a run of the script. */
interface Ran {
  readonly code: number;
  readonly words: string;
}

/** What a Vault was told, by the paths of its API. */
type State = Readonly<Record<string, unknown>>;

const PATIENCE_MS = 60_000;
/** What differs from one Vault to the next. */
const OWN_FIELDS: readonly string[] = ['accessor', 'uuid', 'running_sha256'];

/** The script of an app. */
export function scriptOf(app: App): string {
  VaultSetup.of(app).addBootstrapDocument();
  return SideDocuments.of(app).render()['vault/bootstrap.sh'] ?? '';
}

/** Runs a script in a shell, with the CLI of Vault as the only other program besides those of the system. */
export function runScript(script: string, { shell, cli, vault, folder, env = {} }: {
  readonly shell: string;
  readonly cli: string;
  readonly vault: Vault;
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<Ran> {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'bootstrap.sh');
  const ca = path.join(folder, 'ca.pem');
  fs.writeFileSync(file, script);
  fs.writeFileSync(ca, vault.ca);
  const options = {
    timeout: PATIENCE_MS,
    env: { PATH: `${path.dirname(cli)}:/usr/bin:/bin`, HOME: folder, VAULT_CACERT: ca, ...vault.environment, ...env },
  };
  return new Promise((resolve) => {
    execFile(path.join(shell, 'sh'), [file], options, (error, out, said) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), words: out + said }));
  });
}

/** What a Vault knows of what an app tells it: login methods, mounts, policies, roles. */
export async function stateOf(vault: Vault, app: App): Promise<State> {
  const paths = VaultSetup.of(app).requests.map((request) => request.path);
  const entries = await Promise.all(paths.map(async (at): Promise<[string, unknown]> => {
    const { body } = await vault.call('GET', at);
    return [at, withoutOwn(body.data)];
  }));
  return Object.fromEntries(entries);
}

/** The CLI leaves out options that are none, and the calls of the document have none to leave out: both are nothing. */
function withoutOwn(data: Readonly<Record<string, unknown>> | undefined): unknown {
  return data && Object.fromEntries(Object.entries(data)
    .filter(([field, value]) => !OWN_FIELDS.includes(field) && JSON.stringify(value) !== '{}' && value !== null));
}
