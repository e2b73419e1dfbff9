import { Chart, Duration } from 'cdk8s';
import { SideDocuments } from '../../lib/core';
import { ProjectedSource, ServiceAccount, Volume } from '../../lib/pod';
import {
  AliasNameSource, type VaultAgentOptions, VaultAnnotatedService, VaultSecret, VaultSetup, VaultTokenType,
} from '../../lib/vault';
import { codesOf, COMMAND, ENV_FILE, IMAGE, problemsOf, program, vaultService, warningsOf } from './program';

const KV1 = VaultSecret.envFile('secrets/my-secrets', { kvVersion: 1 });
const tokenFor = (audience?: string) => Volume.projected('vault-token', [ProjectedSource.serviceAccountToken('token', { audience })]);

describe('the roles of an app', () => {
  test('follow from its services', () => {
    const { app, chart } = program();

    vaultService(chart, { secrets: [KV1] });

    expect(VaultSetup.of(app).roles).toEqual([{
      name: 'app-user',
      authType: 'kubernetes',
      authPath: 'auth/kubernetes',
      serviceAccountNames: ['orders-account'],
      serviceAccountNamespaces: ['shop'],
      policyName: 'app-user',
      rules: [{ path: 'secrets/my-secrets', capabilities: ['read'] }],
      policyHcl: 'path "secrets/my-secrets" {\n  capabilities = ["read"]\n}\n',
      options: {},
    }]);
  });

  test('are shared by the services that name them, with a rule for each path', () => {
    const { app, chart } = program();
    const other = new Chart(app, 'other', { namespace: 'billing' });
    const account = ServiceAccount.fromName('app');
    const first = vaultService(chart, { secrets: [KV1] }, { serviceAccount: account });
    vaultService(other, { role: 'App-User', secrets: [ENV_FILE, VaultSecret.raw('pki/issue/web')] }, { serviceAccount: account }, 'billing');
    vaultService(chart, { role: 'admin' }, {}, 'third');

    first.vault.addSecret(VaultSecret.template('x', '{{ with secret "pki/issue/web" "a=b" }}{{ end }}'));

    expect(VaultSetup.of(chart).roles).toMatchObject([
      { name: 'admin', serviceAccountNames: ['third-account'] },
      {
        name: 'app-user',
        serviceAccountNames: ['app'],
        serviceAccountNamespaces: ['billing', 'shop'],
        policyHcl: [
          'path "pki/issue/web" {\n  capabilities = ["create", "read", "update"]\n}\n',
          'path "secret/data/orders" {\n  capabilities = ["read"]\n}\n',
          'path "secrets/my-secrets" {\n  capabilities = ["read"]\n}\n',
        ].join('\n'),
      },
    ]);
  });

  test('are told apart by login method and by namespace of Vault', () => {
    const { app, chart } = program();
    vaultService(chart);
    vaultService(chart, { auth: { path: 'auth/eu' } }, {}, 'eu');
    vaultService(chart, { server: { namespace: 'team' } }, {}, 'team');

    expect(VaultSetup.of(app).roles.map(({ authPath, vaultNamespace }) => [authPath, vaultNamespace])).toEqual([
      ['auth/eu', undefined], ['auth/kubernetes', undefined], ['auth/kubernetes', 'team'],
    ]);
  });

  test('have the audience of the token volume, and the account default where none is named', () => {
    const { app, chart } = program();

    new VaultAnnotatedService(chart, 'orders', {
      image: IMAGE, command: COMMAND, vault: { role: 'a', secrets: [ENV_FILE], auth: { tokenVolume: tokenFor('vault') } },
    });

    expect(VaultSetup.of(app).roles).toMatchObject([{ audience: 'vault', serviceAccountNames: ['default'] }]);
  });

  test('are none where the agent has a role of its own making', () => {
    const { app, chart } = program();

    vaultService(chart, { role: undefined, auth: { type: 'cert', path: 'auth/cert' } });

    expect(VaultSetup.of(app).roles).toEqual([]);
  });
});

describe('the calls', () => {
  test('make policy, role and login method', () => {
    const { app, chart } = program();
    vaultService(chart);

    expect(VaultSetup.of(app).requests).toEqual([
      { method: 'POST', path: 'sys/auth/kubernetes', payload: { type: 'kubernetes' } },
      { method: 'POST', path: 'auth/kubernetes/config', payload: { kubernetes_host: 'https://kubernetes.default.svc' } },
      { method: 'POST', path: 'sys/policies/acl/app-user', payload: { policy: 'path "secret/data/orders" {\n  capabilities = ["read"]\n}\n' } },
      {
        method: 'POST', path: 'auth/kubernetes/role/app-user', payload: {
          bound_service_account_names: ['orders-account'], bound_service_account_namespaces: ['shop'], token_policies: ['app-user'],
        },
      },
    ]);
  });

  test('say everything that is said of a role and its login method', () => {
    const { app, chart } = program();
    const setup = VaultSetup.of(app);
    setup.configureRole('APP-user', {
      authPath: 'auth/eu/kubernetes', audience: 'vault', aliasNameSource: AliasNameSource.SERVICE_ACCOUNT_NAME, policyName: 'orders',
      extraPolicies: ['base'], tokenTtl: Duration.hours(1), tokenMaxTtl: Duration.days(1), tokenExplicitMaxTtl: Duration.days(2),
      tokenPeriod: Duration.minutes(5), tokenNumUses: 10, tokenType: VaultTokenType.SERVICE, tokenBoundCidrs: ['10.0.0.0/8'],
      tokenNoDefaultPolicy: true,
    });
    const kubernetesCaCert = '-----BEGIN CERTIFICATE-----\nabc=\n-----END CERTIFICATE-----\n';
    setup.configureKubernetesAuth({
      path: 'auth/eu/kubernetes', kubernetesHost: 'https://eu.example.com', kubernetesCaCert, disableLocalCaJwt: true,
    });

    vaultService(chart, { auth: { path: 'auth/eu/kubernetes', tokenVolume: tokenFor('vault') }, server: { namespace: 'team' } });

    expect(setup.requests).toEqual([
      { method: 'POST', namespace: 'team', path: 'sys/auth/eu/kubernetes', payload: { type: 'kubernetes' } },
      {
        method: 'POST', namespace: 'team', path: 'auth/eu/kubernetes/config',
        payload: { kubernetes_host: 'https://eu.example.com', kubernetes_ca_cert: kubernetesCaCert, disable_local_ca_jwt: true },
      },
      {
        method: 'POST', namespace: 'team', path: 'sys/policies/acl/orders',
        payload: { policy: 'path "secret/data/orders" {\n  capabilities = ["read"]\n}\n' },
      },
      {
        method: 'POST', namespace: 'team', path: 'auth/eu/kubernetes/role/app-user', payload: {
          bound_service_account_names: ['orders-account'], bound_service_account_namespaces: ['shop'], audience: 'vault',
          alias_name_source: 'serviceaccount_name', token_policies: ['orders', 'base'], token_ttl: '3600s', token_max_ttl: '86400s',
          token_explicit_max_ttl: '172800s', token_period: '300s', token_num_uses: 10, token_type: 'service',
          token_bound_cidrs: ['10.0.0.0/8'], token_no_default_policy: true,
        },
      },
    ]);
    expect(problemsOf(app)).toEqual([]);
  });

  test('make no more than the policy for another login method', () => {
    const { app, chart } = program();

    vaultService(chart, { auth: { type: 'jwt', path: 'auth/jwt' } });

    expect(VaultSetup.of(app).requests.map(({ path }) => path)).toEqual(['sys/policies/acl/app-user']);
  });

  test.each<[string, (setup: VaultSetup) => void, string]>([
    ['a role that nobody uses', (setup) => { setup.configureRole('app-usr', {}); }, 'KN-VLT-021'],
    ['a role at another login method', (setup) => { setup.configureRole('app-user', { authPath: 'auth/eu' }); }, 'KN-VLT-021'],
    ['a role twice', (setup) => { setup.configureRole('app-user', {}); setup.configureRole('App-User', {}); }, 'KN-VLT-021'],
    ['another audience than that of the tokens', (setup) => { setup.configureRole('app-user', { audience: 'other' }); }, 'KN-VLT-021'],
    ['a token that outlives its end', (setup) => { setup.configureRole('app-user', { tokenTtl: Duration.hours(2), tokenMaxTtl: Duration.hours(1) }); }, 'KN-VLT-021'],
    ['a policy in upper case', (setup) => { setup.configureRole('app-user', { policyName: 'Orders' }); }, 'KN-VLT-021'],
    ['the policy root', (setup) => { setup.configureRole('app-user', { extraPolicies: ['root'] }); }, 'KN-VLT-021'],
    ['half a second', (setup) => { setup.configureRole('app-user', { tokenTtl: Duration.millis(500) }); }, 'KN-DUR-001'],
    ['another sort of token', (setup) => { setup.configureRole('app-user', { tokenType: 'x' as VaultTokenType }); }, 'KN-VLT-014'],
    ['half a use', (setup) => { setup.configureRole('app-user', { tokenNumUses: 0.5 }); }, 'KN-VLT-014'],
    ['a mount without auth/', (setup) => { setup.configureKubernetesAuth({ path: 'kubernetes' }); }, 'KN-VLT-013'],
    ['a host that is no address', (setup) => { setup.configureKubernetesAuth({ kubernetesHost: 'eu' }); }, 'KN-VLT-014'],
    ['a certificate that is none', (setup) => { setup.configureKubernetesAuth({ kubernetesCaCert: 'abc' }); }, 'KN-VLT-014'],
  ])('fail on %s', (_what, say, code) => {
    const { app, chart } = program();
    vaultService(chart, { auth: { tokenVolume: tokenFor('vault') } });

    say(VaultSetup.of(app));

    expect(codesOf(app)).toEqual([code]);
  });
});

describe('the side documents', () => {
  const documentsOf = (chart: Chart): Record<string, { requests: { path: string }[] }> => Object.fromEntries(
    Object.entries(SideDocuments.of(chart).render()).map(([file, text]) => [file, JSON.parse(text)]));

  test('are none unless they are asked for', () => {
    const { chart } = program();

    vaultService(chart);

    expect(documentsOf(chart)).toEqual({});
  });

  test('are one for each role and one for each login method, whatever comes first', () => {
    const { app, chart } = program();
    vaultService(chart);
    VaultSetup.of(app).addSideDocuments();
    VaultSetup.of(app).addSideDocuments();

    vaultService(chart, { role: 'other', auth: { path: 'auth/eu' } }, {}, 'second');
    vaultService(chart, { role: 'third', server: { namespace: 'team' } }, {}, 'third').vault.addSecret(KV1);

    const paths = Object.entries(documentsOf(chart)).map(([file, { requests }]) =>
      [file, requests.map(({ path }) => path)]);
    expect(Object.fromEntries(paths)).toEqual({
      'vault/app-user.json': ['sys/policies/acl/app-user', 'auth/kubernetes/role/app-user'],
      'vault/auth/eu.json': ['sys/auth/eu', 'auth/eu/config'],
      'vault/auth/eu/other.json': ['sys/policies/acl/other', 'auth/eu/role/other'],
      'vault/auth/kubernetes.json': ['sys/auth/kubernetes', 'auth/kubernetes/config'],
      'vault/team/auth/kubernetes.json': ['sys/auth/kubernetes', 'auth/kubernetes/config'],
      'vault/team/third.json': ['sys/policies/acl/third', 'auth/kubernetes/role/third'],
    });
    expect(JSON.stringify(documentsOf(chart)['vault/team/third.json'])).toContain('secrets/my-secrets');
    expect(problemsOf(app)).toEqual([]);
  });

  test('are readable JSON', () => {
    const { app, chart } = program();
    vaultService(chart);

    VaultSetup.of(app).addSideDocuments();

    expect(SideDocuments.of(app).render()['vault/auth/kubernetes.json']).toBe(`{
  "requests": [
    {
      "method": "POST",
      "path": "sys/auth/kubernetes",
      "payload": {
        "type": "kubernetes"
      }
    },
    {
      "method": "POST",
      "path": "auth/kubernetes/config",
      "payload": {
        "kubernetes_host": "https://kubernetes.default.svc"
      }
    }
  ]
}
`);
  });

  test('fail for a service without a namespace', () => {
    const { app } = program();
    const chart = new Chart(app, 'nowhere');
    vaultService(chart);

    VaultSetup.of(app).addSideDocuments();

    expect(codesOf(app)).toEqual(['KN-NAM-003']);
  });

  test.each<[string, VaultAgentOptions, VaultAgentOptions, string[]]>([
    ['two audiences', { auth: { tokenVolume: tokenFor('a') } }, { auth: { tokenVolume: tokenFor('b') } }, ['KN-VLT-021']],
    ['an audience and none', { auth: { tokenVolume: tokenFor('a') } }, {}, ['KN-VLT-021']],
    ['one audience', { auth: { tokenVolume: tokenFor('a') } }, { auth: { tokenVolume: tokenFor('a') } }, []],
    ['two audiences of two roles', { auth: { tokenVolume: tokenFor('a') } }, { role: 'other' }, []],
  ])('of services with %s fail with %j', (_what, first, second, codes) => {
    const { app, chart } = program();
    vaultService(chart, first);
    vaultService(chart, second, {}, 'second');

    VaultSetup.of(app).addSideDocuments();

    expect(codesOf(app)).toEqual(codes);
  });

  test('warn of a role that lets in more than its services', () => {
    const { app, chart } = program();
    const other = new Chart(app, 'other', { namespace: 'billing' });
    vaultService(chart, {}, { serviceAccount: ServiceAccount.fromName('a') });
    vaultService(other, {}, { serviceAccount: ServiceAccount.fromName('b') }, 'billing');

    VaultSetup.of(app).addSideDocuments();

    expect(warningsOf(app)).toEqual(['vault-role-wider']);
  });
});
