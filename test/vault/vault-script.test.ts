import type { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { SideDocuments } from '../../lib/core';
import { type VaultAgentOptions, type VaultKubernetesAuthOptions, VaultSecret, VaultSetup } from '../../lib/vault';
import { type Recorded, runScript, type ScriptOptions, type ScriptRun } from '../recorded-script';
import { program, vaultService } from './program';

/** Answers of a Vault that has nothing yet. */
const EMPTY = 'case "$*" in *" list "*) echo "{}" ;; read*) echo "No value found at $3" >&2; exit 2 ;; esac';
/** Answers of a Vault that has all of it. */
const FULL = `case "$*" in
  auth\\ list*) printf '{\\n  "kubernetes/": {\\n    "type": "kubernetes"\\n  }\\n}\\n' ;;
  secrets\\ list*) printf '{\\n  "secret/": {\\n    "type": "kv"\\n  }\\n}\\n' ;;
  read*sys/mounts*) printf '{\\n  "data": {\\n    "options": {\\n      "version": "2"\\n    },\\n    "type": "kv"\\n  }\\n}\\n' ;;
  read*sys/auth*) printf '{\\n  "data": {\\n    "token_type": "x",\\n    "type": "%s"\\n  }\\n}\\n' "\${LOGIN:-kubernetes}" ;;
  read*config*) printf '{\\n  "data": {\\n    "token_reviewer_jwt_set": %s\\n  }\\n}\\n' "\${REVIEWER:-false}" ;;
esac`;

const DESCRIBED = { kubernetesHost: 'https://eu.example.com' };

function scriptOf(...agents: VaultAgentOptions[]): { script: string; setup: VaultSetup; chart: Chart } {
  return scriptFor(undefined, ...agents);
}

/** The script of a program that describes its login method. */
function scriptFor(
  login: VaultKubernetesAuthOptions | undefined, ...agents: VaultAgentOptions[]
): { script: string; setup: VaultSetup; chart: Chart } {
  const { app, chart } = program();
  if (login !== undefined) VaultSetup.of(app).configureKubernetesAuth(login);
  for (const [index, agent] of agents.entries()) vaultService(chart, agent, {}, `service-${index}`);
  const setup = VaultSetup.of(app);
  setup.addBootstrapDocument();
  return { script: SideDocuments.of(app).render()['vault/bootstrap.sh'] ?? '', setup, chart };
}

function run(script: string, answers: string, options: ScriptOptions = {}): ScriptRun {
  return runScript(script, ['vault'], { ...options, answers });
}

/** What changes something in Vault. */
const changes = (commands: readonly Recorded[]) => commands.map(({ words: [, ...words], input }) => [words.join(' '), input] as const)
  .filter(([words]) => !/ list |^read /.test(words));

describe('the script for Vault', () => {
  test('makes what is not there yet', () => {
    const { status, commands, said } = run(scriptOf({}).script, EMPTY);

    expect(changes(commands)).toEqual([
      ['auth enable -path=kubernetes kubernetes', ''],
      ['write auth/kubernetes/config -', '{\n  "kubernetes_host": "https://kubernetes.default.svc"\n}\n'],
      ['secrets enable -path=secret -version=2 kv', ''],
      ['policy write app-user -', 'path "secret/data/orders" {\n  capabilities = ["read"]\n}\n'],
      ['write auth/kubernetes/role/app-user -', expect.stringContaining('"bound_service_account_names": [')],
    ]);
    expect(said).toContain('  vault kv put -mount=secret orders -\n');
    expect(status).toBe(0);
  });

  test('leaves login methods, what those know, and mounts alone that are there', () => {
    const { status, said, commands } = run(scriptOf({}).script, FULL);

    expect(changes(commands).map(([words]) => words)).toEqual(['policy write app-user -', 'write auth/kubernetes/role/app-user -']);
    expect(said).toMatch(/^auth\/kubernetes is configured already, and stays as it is: the program does not describe it\n/);
    expect(status).toBe(0);
  });

  test('tells a login method what the program describes, again too', () => {
    const { status, commands } = run(scriptFor(DESCRIBED, {}).script, FULL);

    expect(changes(commands).slice(0, 1)).toEqual([
      ['write auth/kubernetes/config -', '{\n  "kubernetes_host": "https://eu.example.com"\n}\n'],
    ]);
    expect(status).toBe(0);
  });

  test('fails on a mount of another version, and goes no further', () => {
    const { script } = scriptOf({ secrets: [VaultSecret.envFile('secret/orders', { kvVersion: 1 })] });

    const { status, said, commands } = run(script, FULL);

    expect([status, said]).toEqual([1, expect.stringMatching(/\nthe mount secret is no key\/value engine of version 1, which the services read\n$/)]);
    expect(changes(commands)).toEqual([]);
  });

  test('fails on a login method of another type, and goes no further', () => {
    const { status, said, commands } = run(scriptOf({}).script, FULL, { env: { LOGIN: 'jwt' } });

    expect([status, said]).toEqual([1, 'auth/kubernetes is no login method of the type kubernetes, which the services log in with\n']);
    expect(changes(commands)).toEqual([]);
  });

  test.each([undefined, DESCRIBED])('fails where it may not read what a login method knows, and tells it nothing: %j', (login) => {
    const denied = `case "$*" in read*config*) echo 'Code: 403. * permission denied' >&2; exit 2 ;; esac\n${FULL}`;

    const { status, said, commands } = run(scriptFor(login, {}).script, denied);

    expect([status, said]).toEqual([1, 'Code: 403. * permission denied\n']);
    expect(changes(commands)).toEqual([]);
  });

  test('fails where Vault does not answer', () => {
    const { status, commands } = run(scriptOf({}).script, 'exit 2');

    expect(status).toBe(2);
    expect(commands).toHaveLength(1);
  });

  test('takes away no token of a reviewer, does the rest, and names a new one by its file', () => {
    const { script } = scriptFor(DESCRIBED, {});

    const { status, said, commands } = run(script, FULL, { env: { REVIEWER: 'true' } });
    const named = run(script, FULL, { env: { REVIEWER: 'true', TOKEN_REVIEWER_JWT_FILE: '/run/my token' } });

    expect([status, said]).toEqual([0, expect.stringContaining('TOKEN_REVIEWER_JWT_FILE')]);
    expect(changes(commands).map(([words]) => words)).toEqual(['policy write app-user -', 'write auth/kubernetes/role/app-user -']);
    expect(named.status).toBe(0);
    expect(named.commands.map(({ words }) => words)).toContainEqual(
      ['vault', 'write', 'auth/kubernetes/config', '-', 'token_reviewer_jwt=@/run/my token']);
  });

  test('goes into namespaces of Vault', () => {
    const { commands } = run(scriptOf({ server: { namespace: 'team a' } }).script, EMPTY);

    expect(commands.every(({ words }) => words.includes('-namespace=team a'))).toBe(true);
  });

  test('says which keys are missing, and what is set up elsewhere', () => {
    const { script } = scriptOf({ secrets: [
      VaultSecret.envFile('secret/orders', { kvVersion: 2, keys: { A: 'db password', B: 'api-key' } }), VaultSecret.raw('database/creds/x'),
    ] });

    expect(run(script, EMPTY).said).toBe(`Put these secrets there by hand. Each command reads a JSON object from its standard input, and replaces what is
there; end it with Ctrl-D.
  vault kv put -mount=secret orders -
    {"api-key":"...","db password":"..."}
These paths are read too, and what serves them is set up apart:
  database/creds/x
`);
  });

  const segment = fc.string({ unit: fc.constantFrom(...'aZ9_.@=,~-ü日'), minLength: 1, maxLength: 6 }).filter((text) => !/^\.{1,2}$/.test(text));
  const inner = fc.tuple(segment, fc.constantFrom(' ', ': ', '+', '  '), segment).map((parts) => parts.join(''));
  const place = fc.array(fc.oneof(segment, inner), { minLength: 1, maxLength: 2 }).map((parts) => parts.join('/'))
    .filter((text) => !/^[^/]*:/.test(text));

  test('says every name as it is, whatever the shell could read into it', () => {
    fc.assert(fc.property(place, place, place, (mount, secret, namespace) => {
      const { script, setup } = scriptOf({
        server: { namespace }, auth: { path: `auth/${mount}` }, secrets: [VaultSecret.raw(secret, { kvVersion: 2, mount, name: 'a' })],
      });

      const { commands } = run(script, EMPTY);

      const words = changes(commands).map(([, input]) => input);
      expect(commands.map((command) => command.words)).toEqual(expect.arrayContaining([
        ['vault', 'auth', 'enable', `-namespace=${namespace}`, `-path=${mount}`, 'kubernetes'],
        ['vault', 'secrets', 'enable', `-namespace=${namespace}`, `-path=${mount}`, '-version=2', 'kv'],
        ['vault', 'write', `-namespace=${namespace}`, `auth/${mount}/role/app-user`, '-'],
      ]));
      // What the calls of the API send is what the commands read.
      const sent = setup.requests.filter(({ path }) => !path.startsWith('sys/auth/') && !path.startsWith('sys/mounts/'))
        .map(({ payload }) => payload['policy'] ?? `${JSON.stringify(payload, undefined, 2)}\n`);
      expect(words.filter((text) => text !== '')).toEqual(sent);
    }), { numRuns: 40 });
  });

  test('hands commands for secrets on so that a shell reads them as they are meant', () => {
    fc.assert(fc.property(place, place, (mount, secret) => {
      const { setup } = scriptOf({ secrets: [VaultSecret.raw(secret, { kvVersion: 2, mount, name: 'a' })] });
      const command = setup.secrets[0]?.command ?? '';

      const { commands } = runScript(`${command} </dev/null`, ['vault']);

      expect(commands[0]?.words.filter((word) => word !== '--')).toEqual(['vault', 'kv', 'put', `-mount=${mount}`, secret, '-']);
    }), { numRuns: 40 });
  });
});
