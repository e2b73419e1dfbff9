import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type VaultRequest, VaultSetup } from '../../lib';
import { Manifests } from '../../lib/testing';
import type { Manifest } from '../generated/interpreter';
import { programPath } from '../judge/programs';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';
import { IDLE, NEWER, survey, unknownIn } from '../vault/annotations';
import { runScript, scriptOf, stateOf } from '../vault/bootstrap';
import { EXAMPLE_SERVICES, exampleManifests, exampleRequests, installGunicorn } from '../vault/example';
import { FAULTS } from '../vault/faults';
import { type AgentConfig, agentsIn, configOf, Injector, knownAnnotations } from '../vault/injector';
import { LOCALES, Traveller } from '../vault/journey';
import { accountOf, type Container, ownContainerOf, type Pod } from '../vault/pod';
import { Sandbox } from '../vault/sandbox';
import { findShells } from '../vault/shells';
import { HOSTILE, tableOfValues } from '../vault/values';
import { appOf, AUDIENCE_AUTH, CA_KEYS, CA_SECRET, undescribedApp, type Variant, variants } from '../vault/variants';
import { type Account, Vault } from '../vault/vault';

type Row = Omit<ReportRow, 'suite' | 'seconds'>;

/** Generated services with an agent. */
const GENERATED = 400;
/** The account of Vault itself. */
const REVIEWER: Account = { namespace: 'vault', name: 'vault', audiences: [] };
/** What is shown of each sort of failure; more would hide the others. */
const SHOWN = 5;

/** What a token may do that cannot read the configuration of the login method. */
const BLIND = 'path "sys/*" { capabilities = ["create", "read", "update", "sudo"] }';

/** Calls and logins that Vault has to deny. */
const DENIED_CALLS: readonly (readonly [what: string, method: string, at: string])[] = [
  ['another secret of the mount', 'GET', 'kv2/data/chosen'], ['a secret below', 'GET', 'kv2/data/whole/below'],
  ['a secret with a longer name', 'GET', 'kv2/data/wholesale'], ['a secret of another mount', 'GET', 'kv1/whole'],
  ['the metadata of the secret', 'GET', 'kv2/metadata/whole'], ['a list of secrets', 'LIST', 'kv2/metadata/'],
  ['a write', 'POST', 'kv2/data/whole'], ['a deletion', 'DELETE', 'kv2/data/whole'],
  ['the policy itself', 'GET', 'sys/policies/acl/whole-v2'],
];
/** Services whose tokens are tried where they do not belong. */
const [OWN, FOREIGN, OTHER_AUDIENCE] = ['whole-v2', 'chosen-v2', 'audience'] as const;
const DENIED_LOGINS: readonly (readonly [what: string, id: string, changed: Partial<Account>])[] = [
  ['another account of the namespace', OWN, { name: FOREIGN }], ['the account of that name elsewhere', OWN, { namespace: 'other' }],
  ['the default account', OWN, { name: 'default' }], ['a token for the API server only', OTHER_AUDIENCE, { audiences: [] }],
  ['a token for somebody else', OTHER_AUDIENCE, { audiences: ['other'] }],
];
/** The one more is an agent with the configuration of another. */
const DENIALS = DENIED_CALLS.length + DENIED_LOGINS.length + 1;

const rows: Row[] = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-vault-'));
const { shells, absent } = findShells(folder);
const all = variants(folder);
let vault: Vault | undefined;
let injector: Injector | undefined;
let traveller: Traveller;
let manifests: Manifest[] = [];
let [faults, denied] = [0, 0];

beforeAll(async () => {
  process.stdout.write(`Hostile values, all of which are in every variant:\n${tableOfValues()}\n`);
  vault = await Vault.start(programPath('vault-server'));
  injector = new Injector(programPath('vault-injector'), vault.address);
  const services = [...all, ...FAULTS];
  const app = appOf(services, vault);
  manifests = Manifests.of(app).all as unknown as Manifest[];
  traveller = new Traveller(vault, injector, manifests, shells);
  // Some faults take a mount for one of the other version, which a bootstrap document refuses: they find what is there.
  await vault.setUp(VaultSetup.of(appOf(all, vault)).requests);
  await vault.setUp(withReviewer(VaultSetup.of(app).requests, await vault.tokenOf(REVIEWER)));
  await vault.setUp(exampleRequests());
  await prepare(vault, [...services, ...EXAMPLE_SERVICES.slice(0, 1)]);
});

afterAll(() => {
  report('7 vault', [...rows, {
    what: 'what is wrong in Vault keeps the service from starting', judged: FAULTS.length, accepted: 0, refused: faults,
    differing: FAULTS.length - faults, notJudged: 0, note: FAULTS.map(({ name }) => name).join('; '),
  }, {
    what: 'what the policy and the role do not name', judged: DENIALS, accepted: 0, refused: denied,
    differing: DENIALS - denied, notJudged: 0,
  }]);
  vault?.end();
  injector?.end();
  fs.rmSync(folder, { recursive: true });
});

/**
 * A Vault outside of the cluster asks about tokens with a token of its own where those are not for the API server. It
 * is a credential: no program has it, and whoever sets Vault up adds it. Vault in the cluster has that of its pod.
 */
function withReviewer(requests: readonly VaultRequest[], token: string): VaultRequest[] {
  return requests.map((one) => one.path !== `${AUDIENCE_AUTH}/config` ? one
    : { ...one, payload: { ...one.payload, token_reviewer_jwt: token } });
}

/** Puts into Vault the secrets, and the mounts that no service names as such. */
async function prepare(to: Vault, services: readonly Variant[]): Promise<void> {
  const stored = services.flatMap((one) => one.stored);
  const mounts = new Map(stored.map(({ mount, kvVersion }) => [mount, kvVersion]));
  for (const [mount, kvVersion] of mounts) await to.mount(mount, kvVersion);
  for (const one of stored) await to.store(one);
}

function started(): Vault {
  if (vault === undefined) throw new Error('there is no Vault');
  return vault;
}

function startedInjector(): Injector {
  if (injector === undefined) throw new Error('there is no injector');
  return injector;
}

function sandboxOf({ id }: Variant): Sandbox {
  return new Sandbox(path.join(folder, id));
}

test('the shells of images could be had', () => {
  rows.push({
    what: 'shells', judged: shells.length, accepted: shells.length, refused: 0, differing: 0, notJudged: absent.length,
    note: `${shells.map(({ name }) => name).join(', ')}, in the locales ${LOCALES.join(' and ')}`
      + (absent.length === 0 ? '' : `; not had: ${absent.join(', ')}`),
  });
  expect(shells.map(({ name }) => name.split(' ')[0])).toEqual(expect.arrayContaining(['dash', 'bash']));
  expect(HOSTILE.length).toBeGreaterThanOrEqual(30);
});

const byName = all.map((one) => [one.name, one] as const);

test.each(byName)('every value arrives byte for byte: %s', async (_name, variant) => {
  await judge(variant, sandboxOf(variant), traveller);
});

test.each(EXAMPLE_SERVICES.map((one) => [one.name, one] as const))('every value arrives: %s', async (_name, variant) => {
  const sandbox = sandboxOf(variant);
  installGunicorn(sandbox);

  await judge(variant, sandbox, new Traveller(started(), startedInjector(), exampleManifests(), shells));
});

/** Sends a service on its way, and keeps what came of it. */
async function judge(variant: Variant, sandbox: Sandbox, by: Traveller): Promise<void> {
  const { judged, arrived, failures } = await by.go(variant, sandbox);
  rows.push({
    what: variant.name, judged, accepted: arrived, refused: 0, differing: failures.length, notJudged: 0,
    note: noteOn(variant),
  });
  expect(failures.slice(0, SHOWN).join('\n')).toBe('');
  expect(judged).toBeGreaterThan(0);
}

/** How many values there are, and where not every shell reads them. */
function noteOn({ expected, files, agent }: Variant): string {
  if (files !== undefined) return `${Object.keys(files).length} files`;
  return `${Object.keys(expected).length} values${agent?.shell === undefined ? '' : ` in ${agent.shell}`}`;
}

test.each(FAULTS.map((one) => [one.name, one] as const))('nothing starts where %s', async (_name, fault) => {
  const sandbox = sandboxOf(fault);
  const pod = await traveller.podOf(fault.id);

  const words = await traveller.render(pod, sandbox);

  expect(words).toMatch(fault.says);
  expect(sandbox.read(`/vault/secrets/${fault.id}.env`)).toBeUndefined();
  for (const { folder: image } of shells) {
    const { code, env } = await sandbox.start(ownContainerOf(pod), image);
    expect([code === 0, env]).toEqual([false, {}]);
  }
  faults += 1;
});

describe('Vault denies', () => {
  const granted = async (method: string, at: string, payload?: unknown) => {
    const { pod, agent } = await agentOf(OWN);
    const { status } = await started().call(method, at, payload, await traveller.tokenFor(pod, agent));
    return status;
  };

  test('not what the policy names', async () => {
    expect(await granted('GET', 'kv2/data/whole')).toBe(200);
  });

  test.each(DENIED_CALLS)('%s', async (_what, method, at) => {
    expect(await granted(method, at, method === 'POST' ? { data: {} } : undefined)).toBe(403);
    denied += 1;
  });

  test.each(DENIED_LOGINS)('the role to %s', async (_what, id, changed) => {
    const { pod, agent, config } = await agentOf(id);
    const own = accountOf(pod, agent, config.auto_auth.method.config.token_path);

    expect((await traveller.login(config, own)).status).toBe(200);
    expect((await traveller.login(config, { ...own, ...changed })).status).toBe(403);
    denied += 1;
  });

  test('an agent that renders what is not its own', async () => {
    const [own, foreign] = [await agentOf(OWN), await agentOf(FOREIGN)];
    const sandbox = new Sandbox(path.join(folder, 'foreign'));
    sandbox.mountCa(foreign.pod, CA_SECRET, CA_KEYS, started().ca);

    const token = await traveller.tokenFor(own.pod, own.agent);
    const { code, words } = await sandbox.render(programPath('consul-template'), foreign.config, token);

    expect(code).not.toBe(0);
    expect(words).toContain('permission denied');
    expect(sandbox.read(`/vault/secrets/${FOREIGN}.env`)).toBeUndefined();
    denied += 1;
  });
});

async function agentOf(id: string): Promise<{ pod: Pod; agent: Container; config: AgentConfig }> {
  const pod = await traveller.podOf(id);
  const [agent] = agentsIn(pod);
  if (agent === undefined) throw new Error(`${id} has no agent`);
  return { pod, agent, config: configOf(agent) };
}

describe('the script with the commands', () => {
  const cli = () => programPath('vault');
  const at = (name: string) => path.join(folder, 'bootstrap', name);
  const started: Vault[] = [];
  const another = async () => {
    const one = await Vault.start(programPath('vault-server'));
    started.push(one);
    return one;
  };

  afterAll(() => {
    for (const one of started) one.end();
  });

  test('tells Vault what the calls of the API tell it, in every shell, and may be run again', async () => {
    const [byCalls, byScript] = [await another(), await another()];
    const app = appOf(all, byCalls);
    await byCalls.setUp(VaultSetup.of(app).requests);
    const script = scriptOf(app);

    const wanted = await stateOf(byCalls, app);
    for (const { name, folder: shell } of shells) {
      const { code, words } = await runScript(script, { shell, cli: cli(), vault: byScript, folder: at(name) });
      expect([code, code === 0 ? '' : words]).toEqual([0, '']);
      expect(await stateOf(byScript, app)).toEqual(wanted);
    }

    const judged = Object.keys(wanted).length * shells.length;
    rows.push({
      what: 'what the script tells Vault', judged, accepted: judged, refused: 0, differing: 0, notJudged: 0,
      note: 'login methods, mounts, policies and roles of the services above, as the calls of the document make them, by the `vault` CLI in each shell, one after the other',
    });
    expect(Object.values(wanted)).not.toContain(undefined);
  });

  test('leaves a mount of another version alone, and a token of a reviewer', async () => {
    const other = await another();
    const app = appOf(all, other);
    const script = scriptOf(app);
    const [{ folder: shell = '' } = {}] = shells;
    const run = (name: string, env: Readonly<Record<string, string>> = {}) =>
      runScript(script, { shell, cli: cli(), vault: other, folder: at(name), env });
    const reviewer = path.join(folder, 'reviewer');
    fs.writeFileSync(reviewer, await other.tokenOf(REVIEWER));

    expect(await run('named', { TOKEN_REVIEWER_JWT_FILE: reviewer })).toMatchObject({ code: 0 });
    expect(await run('lost')).toMatchObject({ code: 0, words: expect.stringContaining('TOKEN_REVIEWER_JWT_FILE') });
    expect((await other.call('GET', `${AUDIENCE_AUTH}/config`)).body.data).toMatchObject({ token_reviewer_jwt_set: true });
    await other.must('DELETE', 'sys/mounts/kv2', undefined);
    await other.mount('kv2', 1);
    expect(await run('version', { TOKEN_REVIEWER_JWT_FILE: reviewer }))
      .toMatchObject({ code: 1, words: expect.stringContaining('the mount kv2 is no key/value engine of version 2') });
  });

  test('leaves alone what a login method knows that the program does not describe, and does the rest', async () => {
    const other = await another();
    const script = scriptOf(undescribedApp());
    const [{ folder: shell = '' } = {}] = shells;
    const run = (name: string) => runScript(script, { shell, cli: cli(), vault: other, folder: at(name) });
    const byHand = { kubernetes_host: 'https://by-hand.example.com', kubernetes_ca_cert: other.kubernetes.ca, disable_local_ca_jwt: true };

    await other.must('POST', 'sys/auth/kubernetes', { type: 'kubernetes' });
    await other.must('POST', 'auth/kubernetes/config', byHand);
    expect(await run('by-hand')).toMatchObject({ code: 0, words: expect.stringContaining('stays as it is') });
    expect((await other.call('GET', 'auth/kubernetes/config')).body.data).toMatchObject(byHand);
    expect((await other.call('GET', 'auth/kubernetes/role/orders')).status).toBe(200);
  });

  test('ends where it may not read what a login method knows', async () => {
    const other = await another();
    const script = scriptOf(undescribedApp());
    const [{ folder: shell = '' } = {}] = shells;
    await other.must('POST', 'sys/policies/acl/blind', { policy: BLIND });
    const { body } = await other.call('POST', 'auth/token/create', { policies: ['blind'] });
    const token = (body as { auth?: { client_token?: string } }).auth?.client_token ?? '';

    const { code, words } = await runScript(script, { shell, cli: cli(), vault: other, folder: at('blind'), env: { VAULT_TOKEN: token } });

    expect([code, words]).toEqual([1, expect.stringContaining('permission denied')]);
    expect((await other.call('GET', 'auth/kubernetes/config')).status).toBe(404);
  });
});

test('the injector and the agent take what is written, and know every annotation', async () => {
  const known = knownAnnotations();

  const found = await survey({ injector: startedInjector(), vault: started(), known }, manifests, SEED, GENERATED);

  const strange = unknownIn(found, known);
  const unexplained = strange.filter((key) => !(key in NEWER));
  const idle = [...found.written].filter((key) => !found.effective.has(key) && !strange.includes(key));
  const useless = idle.filter((key) => !(key in IDLE));
  rows.push({
    what: 'services, injected', judged: found.judged, accepted: found.judged, refused: 0,
    differing: found.failures.length, notJudged: found.notJudged,
    note: `${GENERATED} generated programs, seed ${SEED}, and the services above; injector ${known.version}; the agent itself loads ${found.loaded} configurations; not judged: generated patches that do not fit the agent's container`,
  }, {
    what: 'annotations that we write', judged: found.written.size, accepted: found.effective.size,
    refused: 0, differing: unexplained.length + useless.length,
    notJudged: strange.length + idle.length - unexplained.length - useless.length,
    note: `newer than ${known.version}: ${strange.join(', ')}; known, and without an effect in these services: ${idle.join(', ')}`,
  });
  expect(found.failures.slice(0, SHOWN).join('\n')).toBe('');
  expect(strange.sort()).toEqual(Object.keys(NEWER).sort());
  expect(useless).toEqual([]);
});
