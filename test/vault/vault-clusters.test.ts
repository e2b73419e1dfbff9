import { type App, Testing } from 'cdk8s';
import { ClusterChart, SideDocuments } from '../../lib/core';
import { ServiceAccount } from '../../lib/pod';
import { type VaultAgentOptions, VaultInjector, VaultSecret, VaultSetup } from '../../lib/vault';
import { codesOf, problemsOf, vaultService, warningsOf } from './program';

const ADDRESS = 'https://vault.example.com:8200';
const SERVER = { address: ADDRESS };

/** A program for two clusters, with a service of the same role in each. */
function clusters(agents: Readonly<Record<'eu' | 'us', VaultAgentOptions>>) {
  const app = Testing.app();
  const [eu, us] = (['eu', 'us'] as const).map((cluster) => {
    const chart = new ClusterChart(app, cluster, { cluster, namespace: `shop-${cluster}` });
    vaultService(chart, agents[cluster], { serviceAccount: new ServiceAccount(chart, 'account') });
    return chart;
  });
  if (eu === undefined || us === undefined) throw new Error('there are no charts');
  return { app, eu, us };
}

function at(path: string, more: VaultAgentOptions = {}): VaultAgentOptions {
  return { auth: { path }, server: SERVER, ...more };
}

const described = (app: App) => {
  for (const path of ['auth/eu', 'auth/us']) {
    VaultSetup.of(app).configureKubernetesAuth({ path, kubernetesHost: `https://${path.slice(5)}.example.com` });
  }
};

describe('the set-up of Vault for two clusters', () => {
  test('has documents for each, with its own namespaces and its own host', () => {
    const { app } = clusters({ eu: at('auth/eu'), us: at('auth/us') });
    described(app);
    VaultSetup.of(app).addBootstrapDocument();

    const documents = SideDocuments.of(app).render();

    expect(Object.keys(documents)).toEqual([
      'eu/vault/bootstrap.json', 'eu/vault/bootstrap.sh', 'us/vault/bootstrap.json', 'us/vault/bootstrap.sh',
    ]);
    const { requests } = JSON.parse(documents['eu/vault/bootstrap.json'] ?? '') as { requests: { path: string; payload: object }[] };
    expect(requests).toMatchObject([
      { path: 'sys/auth/eu' }, { path: 'auth/eu/config', payload: { kubernetes_host: 'https://eu.example.com' } },
      { path: 'sys/mounts/secret' }, { path: 'sys/policies/acl/app-user' },
      { path: 'auth/eu/role/app-user', payload: { bound_service_account_namespaces: ['shop-eu'] } },
    ]);
    expect(documents['us/vault/bootstrap.sh']).toContain('auth/us/role/app-user');
    expect(documents['us/vault/bootstrap.sh']).not.toMatch(/auth\/eu|shop-eu/);
    expect(problemsOf(app)).toEqual([]);
    expect(warningsOf(app)).toEqual([]);
  });

  test('has the documents of the cluster that asks for them, and all of it from the app', () => {
    const { app, us } = clusters({ eu: at('auth/eu'), us: at('auth/us') });
    VaultSetup.of(us).addBootstrapDocument();

    expect(Object.keys(SideDocuments.of(app).render())).toEqual(['us/vault/bootstrap.json', 'us/vault/bootstrap.sh']);
    VaultSetup.of(app).addBootstrapDocument();
    expect(Object.keys(SideDocuments.of(app).render())).toHaveLength(4);
    expect(problemsOf(app)).toEqual([]);
    expect(VaultSetup.of(us).roles.map(({ authPath }) => authPath)).toEqual(['auth/us']);
    expect(VaultSetup.of(app).roles.map(({ authPath }) => authPath)).toEqual(['auth/eu', 'auth/us']);
    expect(VaultSetup.of(app).requests.filter(({ path }) => path === 'sys/mounts/secret')).toHaveLength(1);
  });

  test.each<[string, VaultAgentOptions, string[], string[]]>([
    ['one Vault', { server: SERVER }, ['KN-VLT-025'], []],
    ['Vaults that each cluster has inside', { server: { address: 'https://vault.vault.svc:8200' } }, [], []],
    ['Vaults that nobody names', {}, [], ['vault-login-shared']],
  ])('is wary of a login method that both have in %s', (_what, agent, codes, warnings) => {
    const { app } = clusters({ eu: agent, us: agent });
    VaultSetup.of(app).configureKubernetesAuth({ kubernetesHost: 'https://api.example.com' });

    VaultSetup.of(app).addBootstrapDocument();

    expect([codesOf(app), warningsOf(app)]).toEqual([codes, warnings]);
  });

  test('fails where injectors lead both to one login method', () => {
    const { app, eu, us } = clusters({ eu: {}, us: {} });
    for (const chart of [eu, us]) new VaultInjector(chart, 'injector', { address: ADDRESS });

    VaultSetup.of(us).addBootstrapDocument();

    expect(codesOf(app)).toEqual(['KN-VLT-025']);
  });

  test.each<[string, VaultAgentOptions['server']]>([['a Vault that is named', SERVER], ['a Vault that nobody names', undefined]])(
    'fails on different policies of one name in %s, and not where one is called otherwise', (_what, server) => {
      const { app, eu } = clusters({
        eu: at('auth/eu', { server, secrets: [VaultSecret.raw('secret/eu', { kvVersion: 2 })] }), us: at('auth/us', { server }),
      });
      described(app);
      VaultSetup.of(app).addBootstrapDocument();

      expect(codesOf(app)).toEqual(['KN-VLT-025']);
      VaultSetup.of(eu).configureRole('app-user', { policyName: 'app-user-eu' });
      expect(problemsOf(app)).toEqual([]);
      expect(VaultSetup.of(app).roles.map(({ policyName }) => policyName)).toEqual(['app-user-eu', 'app-user']);
    });

  test('says of a role and a login method what is said for the cluster, before what is said for all', () => {
    const { app, eu } = clusters({ eu: {}, us: {} });
    VaultSetup.of(app).configureKubernetesAuth({ kubernetesHost: 'https://all.example.com' });
    VaultSetup.of(eu).configureKubernetesAuth({ kubernetesHost: 'https://eu.example.com' });
    VaultSetup.of(app).configureRole('app-user', { extraPolicies: ['all'] });
    VaultSetup.of(eu).configureRole('app-user', { extraPolicies: ['eu'] });

    const { requests } = VaultSetup.of(app);

    expect(requests.filter(({ path }) => /config|role/.test(path)).map(({ payload }) => payload)).toMatchObject([
      { kubernetes_host: 'https://eu.example.com' }, { token_policies: ['app-user', 'eu'] },
      { kubernetes_host: 'https://all.example.com' }, { token_policies: ['app-user', 'all'] },
    ]);
    expect(problemsOf(app)).toEqual([]);
  });

  test('fails on what is said of a cluster that has no such service', () => {
    const { app, eu } = clusters({ eu: at('auth/eu'), us: at('auth/us') });

    VaultSetup.of(eu).configureKubernetesAuth({ path: 'auth/us' });

    expect(codesOf(app)).toEqual(['KN-VLT-021']);
  });
});
