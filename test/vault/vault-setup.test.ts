import { Chart, Duration } from 'cdk8s';
import { SideDocuments, Warnings } from '../../lib/core';
import { ProjectedSource, ServiceAccount, Volume } from '../../lib/pod';
import {
  AliasNameSource, type VaultAgentOptions, VaultAnnotatedService, VaultInjector, VaultSecret, VaultSetup,
  VaultTokenType,
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
      { method: 'POST', once: true, path: 'sys/auth/kubernetes', payload: { type: 'kubernetes' } },
      {
        method: 'POST', once: true, path: 'auth/kubernetes/config',
        payload: { kubernetes_host: 'https://kubernetes.default.svc' },
      },
      { method: 'POST', once: true, path: 'sys/mounts/secret', payload: { type: 'kv', options: { version: '2' } } },
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
      { method: 'POST', once: true, namespace: 'team', path: 'sys/auth/eu/kubernetes', payload: { type: 'kubernetes' } },
      {
        method: 'POST', namespace: 'team', path: 'auth/eu/kubernetes/config',
        payload: { kubernetes_host: 'https://eu.example.com', kubernetes_ca_cert: kubernetesCaCert, disable_local_ca_jwt: true },
      },
      {
        method: 'POST', once: true, namespace: 'team', path: 'sys/mounts/secret', payload: { type: 'kv', options: { version: '2' } },
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

  test('describe a login method for each namespace of Vault, and for those that are left', () => {
    const { app, chart } = program();
    const setup = VaultSetup.of(app);
    for (const namespace of ['eu', 'us']) vaultService(chart, { server: { namespace } }, {}, namespace);
    setup.configureKubernetesAuth({ vaultNamespace: 'eu', kubernetesHost: 'https://eu.example.com' });
    setup.configureKubernetesAuth({ kubernetesHost: 'https://any.example.com' });

    expect(setup.requests.filter(({ path }) => path.endsWith('/config'))).toMatchObject([
      { namespace: 'eu', payload: { kubernetes_host: 'https://eu.example.com' } },
      { namespace: 'us', payload: { kubernetes_host: 'https://any.example.com' } },
    ]);
    expect(problemsOf(app)).toEqual([]);
  });

  test('make no more than the policy for another login method', () => {
    const { app, chart } = program();

    vaultService(chart, { auth: { type: 'jwt', path: 'auth/jwt' } });

    expect(VaultSetup.of(app).requests.map(({ path }) => path)).toEqual(['sys/mounts/secret', 'sys/policies/acl/app-user']);
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
    ['a login method twice', (setup) => { setup.configureKubernetesAuth({}); setup.configureKubernetesAuth({ path: 'auth/kubernetes' }); }, 'KN-VLT-021'],
    ['a login method that nobody uses', (setup) => { setup.configureKubernetesAuth({ path: 'auth/eu' }); }, 'KN-VLT-021'],
    ['a login method of another namespace of Vault', (setup) => { setup.configureKubernetesAuth({ vaultNamespace: 'team' }); }, 'KN-VLT-021'],
    ['a namespace of Vault that is none', (setup) => { setup.configureKubernetesAuth({ vaultNamespace: '/team' }); }, 'KN-VLT-001'],
  ])('fail on %s', (_what, say, code) => {
    const { app, chart } = program();
    vaultService(chart, { auth: { tokenVolume: tokenFor('vault') } });

    say(VaultSetup.of(app));

    expect(codesOf(app)).toEqual([code]);
  });
});

describe('the mounts and secrets', () => {
  test('are those that the services name, each once, with the keys and the services that read them', () => {
    const { app, chart } = program();
    const keys = (names: Record<string, string>) => VaultSecret.envFile('secret/orders', { kvVersion: 2, keys: names, name: 'a' });
    vaultService(chart, { secrets: [KV1, keys({ B: 'b', A: 'a' })] });
    vaultService(chart, { secrets: [keys({ A: 'a', C: 'c' }), VaultSecret.raw('team app/x', { kvVersion: 1, mount: 'kv/eu' })] }, {}, 'second');
    vaultService(chart, { server: { namespace: 'team' } }, {}, 'third');

    const setup = VaultSetup.of(app);

    expect(setup.mounts).toEqual([
      { path: 'kv/eu', kvVersion: 1 }, { path: 'secret', kvVersion: 2 }, { path: 'secrets', kvVersion: 1 },
      { path: 'secret', kvVersion: 2, namespace: 'team' },
    ]);
    expect(setup.secrets).toEqual([
      {
        mount: 'kv/eu', kvVersion: 1, path: 'team app/x', keys: [], services: ['chart/second'],
        command: "vault kv put -mount=kv/eu 'team app/x' -",
      },
      {
        mount: 'secret', kvVersion: 2, path: 'orders', keys: ['a', 'b', 'c'], services: ['chart/orders', 'chart/second'],
        command: 'vault kv put -mount=secret orders -',
      },
      {
        mount: 'secrets', kvVersion: 1, path: 'my-secrets', keys: [], services: ['chart/orders'],
        command: 'vault kv put -mount=secrets my-secrets -',
      },
      {
        mount: 'secret', kvVersion: 2, path: 'orders', namespace: 'team', keys: [], services: ['chart/third'],
        command: 'vault kv put -namespace=team -mount=secret orders -',
      },
    ]);
  });

  test('name a path that begins with a dash so that it is no option', () => {
    const { app, chart } = program();

    vaultService(chart, { secrets: [VaultSecret.raw('secret/-x', { kvVersion: 1 })] });

    expect(VaultSetup.of(app).secrets).toMatchObject([{ command: 'vault kv put -mount=secret -- -x -' }]);
  });
});

test('roles with one policy are in it together', () => {
  const { app, chart } = program();
  vaultService(chart, { secrets: [KV1] });
  vaultService(chart, { auth: { path: 'auth/eu' } }, {}, 'eu');

  const [first, second] = VaultSetup.of(app).roles;

  expect(first?.rules.map(({ path }) => path)).toEqual(['secret/data/orders', 'secrets/my-secrets']);
  expect(second?.policyHcl).toBe(first?.policyHcl);
  const policies = VaultSetup.of(app).requests.filter(({ path }) => path.startsWith('sys/policies'));
  expect(policies).toEqual([{ method: 'POST', path: 'sys/policies/acl/app-user', payload: { policy: first?.policyHcl } }]);
});

describe('the bootstrap document', () => {
  interface Bootstrap {
    readonly requests: { path: string; namespace?: string; once?: boolean }[];
    readonly secrets: { command: string }[];
    readonly otherPaths: string[];
  }
  const documentOf = (chart: Chart) =>
    JSON.parse(SideDocuments.of(chart).render()['vault/bootstrap.json'] ?? '') as Bootstrap;

  test('is none unless it is asked for', () => {
    const { chart } = program();

    vaultService(chart);

    expect(SideDocuments.of(chart).render()).toEqual({});
  });

  test('is one for all services, whatever comes first', () => {
    const { app, chart } = program();
    vaultService(chart);
    VaultSetup.of(app).addBootstrapDocument();
    VaultSetup.of(app).addBootstrapDocument();

    vaultService(chart, { role: 'other', auth: { path: 'auth/eu' }, secrets: [VaultSecret.raw('database/creds/orders')] }, {}, 'second');
    vaultService(chart, { role: 'third', server: { namespace: 'team' } }, {}, 'third').vault
      .addSecret(VaultSecret.template('x', '{{ with secret "pki/cert/ca" }}{{ end }}'));

    const { requests, secrets, otherPaths } = documentOf(chart);
    expect(Object.keys(SideDocuments.of(chart).render())).toEqual(['vault/bootstrap.json', 'vault/bootstrap.sh']);
    expect(requests.map(({ namespace = '', path, once = false }) => [namespace, path, once])).toEqual([
      ['', 'sys/auth/kubernetes', true], ['', 'auth/kubernetes/config', true],
      ['', 'sys/auth/eu', true], ['', 'auth/eu/config', true],
      ['team', 'sys/auth/kubernetes', true], ['team', 'auth/kubernetes/config', true],
      ['', 'sys/mounts/secret', true], ['team', 'sys/mounts/secret', true],
      ['', 'sys/policies/acl/app-user', false], ['', 'sys/policies/acl/other', false], ['team', 'sys/policies/acl/third', false],
      ['', 'auth/kubernetes/role/app-user', false], ['', 'auth/eu/role/other', false],
      ['team', 'auth/kubernetes/role/third', false],
    ]);
    expect(secrets.map(({ command }) => command)).toEqual([
      'vault kv put -mount=secret orders -', 'vault kv put -namespace=team -mount=secret orders -',
    ]);
    expect(otherPaths).toEqual(['database/creds/orders', 'team/pki/cert/ca']);
    expect(problemsOf(app)).toEqual([]);
  });

  test('is readable JSON', () => {
    const { app, chart } = program();
    vaultService(chart, { secrets: [VaultSecret.raw('a/b')] });

    VaultSetup.of(app).addBootstrapDocument();

    expect(SideDocuments.of(app).render()['vault/bootstrap.json']).toContain(`{
  "requests": [
    {
      "method": "POST",
      "once": true,
      "path": "sys/auth/kubernetes",
      "payload": {
        "type": "kubernetes"
      }
    },
`);
  });

  test.each<[string, VaultSecret[]]>([
    ['a mount of two versions', [ENV_FILE, VaultSecret.raw('secret/x', { kvVersion: 1 })]],
    ['a mount inside of another', [ENV_FILE, VaultSecret.raw('x', { kvVersion: 2, mount: 'secret/eu' })]],
    ["a mount of Vault's own", [VaultSecret.raw('cubbyhole/x', { kvVersion: 1 })]],
  ])('fails on %s', (_what, secrets) => {
    const { app, chart } = program();
    vaultService(chart, { secrets });

    VaultSetup.of(app).addBootstrapDocument();

    expect(codesOf(app)).toEqual(['KN-VLT-023']);
  });

  test('fails for a service without a namespace', () => {
    const { app } = program();
    const chart = new Chart(app, 'nowhere');
    vaultService(chart);

    VaultSetup.of(app).addBootstrapDocument();

    expect(codesOf(app)).toEqual(['KN-NAM-003']);
  });

  test.each<[string, VaultAgentOptions, VaultAgentOptions, string[]]>([
    ['two audiences', { auth: { tokenVolume: tokenFor('a') } }, { auth: { tokenVolume: tokenFor('b') } }, ['KN-VLT-021']],
    ['an audience and none', { auth: { tokenVolume: tokenFor('a') } }, {}, ['KN-VLT-021']],
    ['one audience', { auth: { tokenVolume: tokenFor('a') } }, { auth: { tokenVolume: tokenFor('a') } }, []],
    ['two audiences of two roles', { auth: { tokenVolume: tokenFor('a') } }, { role: 'other' }, []],
  ])('of services with %s fails with %j', (_what, first, second, codes) => {
    const { app, chart } = program();
    vaultService(chart, first);
    vaultService(chart, second, {}, 'second');

    VaultSetup.of(app).addBootstrapDocument();

    expect(codesOf(app)).toEqual(codes);
  });

  test('warns of a role that lets in more than its services', () => {
    const { app, chart } = program();
    const other = new Chart(app, 'other', { namespace: 'billing' });
    vaultService(chart, {}, { serviceAccount: ServiceAccount.fromName('a') });
    vaultService(other, {}, { serviceAccount: ServiceAccount.fromName('b') }, 'billing');

    VaultSetup.of(app).addBootstrapDocument();

    expect(warningsOf(app)).toEqual(['vault-role-wider']);
  });

  describe('for a Vault outside of the cluster', () => {
    const outside = 'https://vault.example.com:8200';

    test.each<[string, string[]]>([
      [outside, ['vault-kubernetes-host']], ['http://10.0.0.7:8200', ['vault-kubernetes-host']], ['https://[fd00::7]:8200', ['vault-kubernetes-host']],
      ['https://vault.vault.svc:8200', []], ['https://vault.vault.svc.cluster.local:8200', []], ['https://vault:8200', []],
    ])('at %s warns of an API server by its name in the cluster: %j', (address, warnings) => {
      const { app, chart } = program();
      vaultService(chart);
      vaultService(chart, { role: 'other' }, {}, 'second');
      VaultSetup.of(app).addBootstrapDocument();
      new VaultInjector(app, 'injector', { address });

      expect(warningsOf(app).filter((id) => id === 'vault-kubernetes-host')).toEqual(warnings);
    });

    test('does not, where the program says how it finds the cluster', () => {
      const { app, chart } = program();
      vaultService(chart);
      vaultService(chart, { role: 'other', auth: { path: 'auth/eu' }, server: { address: outside } }, {}, 'second');
      vaultService(chart, { role: 'third', auth: { type: 'jwt', path: 'auth/jwt' }, server: { address: outside } }, {}, 'third');
      const setup = VaultSetup.of(app);
      setup.addBootstrapDocument();
      expect(Warnings.of(app).list()).toEqual([]);
      expect(warningsOf(app)).toEqual(['vault-kubernetes-host']);
      expect(Warnings.of(app).list()[0]?.message).toContain("configureKubernetesAuth({ path: 'auth/eu', kubernetesHost,");

      setup.configureKubernetesAuth({ path: 'auth/eu', kubernetesHost: 'https://eu.example.com' });
      expect(warningsOf(app)).toEqual([]);
    });
  });
});
