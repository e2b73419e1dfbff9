import { type Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu, ServiceAccount as PlusServiceAccount } from 'cdk8s-plus-28';
import { ConfigMapReference, Env, ProjectedSource, SecretReference, ServiceAccount, Volume } from '../../lib/pod';
import { KnativeService, type KnativeServiceProps } from '../../lib/serving';
import {
  PatchOperation, UseAutoAuthToken, VaultAgent, VaultAgentFeature, VaultAgentMode, type VaultAgentOptions,
  VaultAnnotatedService, VaultDefaultTemplate, VaultLogFormat, VaultLogLevel, VaultSecret, VaultTls,
} from '../../lib/vault';
import {
  annotationsOf, codesOf, COMMAND, ENV_FILE, IMAGE, manifestOf, problemsOf, program, vaultService, warningsOf,
} from './program';

const RAW = VaultSecret.raw('database/creds/orders', { name: 'db' });
const SECCOMP = { op: 'add', path: '/securityContext/seccompProfile', value: { type: 'RuntimeDefault' } };
const TOKEN = Volume.projected('vault-token', [ProjectedSource.serviceAccountToken('token', { audience: 'vault' })]);

/** The annotations, but for those of the secrets and the ones that every agent has. */
function settingsOf(vault: VaultAgentOptions, props: Partial<KnativeServiceProps> = {}): Record<string, string> {
  const { chart } = program();
  vaultService(chart, { secrets: [RAW], ...vault }, props);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(problemsOf(chart)).toEqual([]);
  return without(annotationsOf(chart), 'agent-inject-secret-db', 'agent-inject');
}

function without(annotations: Record<string, string>, ...keys: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !keys.includes(key)));
}

describe('a service with the Vault Agent', () => {
  test('has the annotations and the command of its env file', () => {
    const { chart } = program();

    vaultService(chart);

    const { 'agent-inject-template-orders.env': template, ...annotations } = annotationsOf(chart);
    expect(template).toContain('with secret "secret/data/orders"');
    expect(annotations).toEqual({
      'agent-inject': 'true',
      'role': 'app-user',
      'agent-pre-populate-only': 'true',
      'agent-inject-containers': 'user-container',
      'agent-inject-secret-orders.env': 'secret/data/orders',
    });
    expect(manifestOf(chart).spec.template.spec.containers).toMatchObject([{
      command: ['sh', '-c', 'set -e; . /vault/secrets/orders.env; exec "$@"', 'start'],
      args: ['gunicorn', '--bind', ':$(PORT)', 'service:app'],
    }]);
    expect(problemsOf(chart)).toEqual([]);
  });

  test('reads several env files in their order, and starts the command with its arguments', () => {
    const { chart } = program();
    const mine = VaultSecret.template('Mine.sh', "{{ with secret \"a/b\" }}export A='1'{{ end }}", { sourced: true, volumePath: '/etc/mine' });

    vaultService(chart, { secrets: [ENV_FILE, RAW, mine], shell: '/bin/bash' }, { args: ['--reload', 'a b'] });

    expect(manifestOf(chart).spec.template.spec.containers).toMatchObject([{
      command: ['/bin/bash', '-c', 'set -e; . /vault/secrets/orders.env; . /etc/mine/mine.sh; exec "$@"', 'start'],
      args: [...COMMAND, '--reload', 'a b'],
    }]);
  });

  test('keeps its command where nothing is read', () => {
    const { chart } = program();

    vaultService(chart, { secrets: [RAW] });

    expect(manifestOf(chart).spec.template.spec.containers).toMatchObject([{ command: COMMAND }]);
    expect(manifestOf(chart).spec.template.spec.containers[0]).not.toHaveProperty('args');
  });

  test('needs no command where nothing is read', () => {
    const { chart } = program();

    vaultService(chart, { secrets: [RAW] }, { command: undefined });

    expect(problemsOf(chart)).toEqual([]);
    expect(manifestOf(chart).spec.template.spec.containers[0]).not.toHaveProperty('command');
  });

  test.each([
    [{}, '/vault/secrets/orders.env'],
    [{ preserveSecretCase: true }, '/vault/secrets/Orders.env'],
    [{ volumePath: '/etc/orders' }, '/etc/orders/orders.env'],
  ])('with %j reads the file that is written', (options, file) => {
    const { chart } = program();
    const secret = VaultSecret.envFile('secret/orders', { kvVersion: 2, name: 'Orders.env' });

    const { vault } = vaultService(chart, { secrets: [secret], ...options });

    expect(vault.filePath(secret)).toBe(file);
    expect(manifestOf(chart).spec.template.spec.containers[0]?.command?.[2]).toContain(`. ${file};`);
    expect(annotationsOf(chart)).toHaveProperty(['agent-inject-secret-Orders.env']);
  });

  test('takes secrets later', () => {
    const early = program();
    const late = program();
    vaultService(early.chart, { secrets: [RAW, ENV_FILE] });

    vaultService(late.chart, { secrets: [RAW] }).vault.addSecret(ENV_FILE);

    expect(Testing.synth(late.chart)).toEqual(Testing.synth(early.chart));
    expect(problemsOf(late.chart)).toEqual([]);
  });

  test('takes JSON patches and keeps its other annotations', () => {
    const { chart } = program();
    const service = vaultService(chart, {}, { templateAnnotations: { 'example.com/team': 'shop' } });

    service.apiObject.addJsonPatch(JsonPatch.replace('/spec/template/metadata/annotations/vault.hashicorp.com~1role', 'other'));

    expect(annotationsOf(chart)).toMatchObject({ 'role': 'other', 'example.com/team': 'shop' });
  });
});

describe('the containers that see the files', () => {
  test('are the one that gets the requests, by the name that it has in the end', () => {
    const { chart } = program();
    const service = vaultService(chart, {}, { port: 8080 });

    service.addContainer({ image: 'ghcr.io/example/proxy:1.0' });

    expect(annotationsOf(chart)['agent-inject-containers']).toBe('user-container-0');
    expect(manifestOf(chart).spec.template.spec.containers.map(({ command }) => command?.[0])).toEqual(['sh', undefined]);
    expect(problemsOf(chart)).toEqual([]);
  });

  test('follow the port, wherever the containers come from', () => {
    const { app, chart } = program();
    const service = new KnativeService(chart, 'orders', {
      serviceAccount: new ServiceAccount(chart, 'account'), containers: [{ image: 'ghcr.io/example/proxy:1.0', command: ['proxy'] }],
    });
    VaultAgent.inject(service, { role: 'app-user', secrets: [ENV_FILE] });

    service.addContainer({ image: IMAGE, name: 'web', port: 8080, command: COMMAND });

    app.synth();
    expect(annotationsOf(chart)['agent-inject-containers']).toBe('web');
    expect(manifestOf(chart).spec.template.spec.containers.map(({ command }) => command?.[0])).toEqual(['proxy', 'sh']);
  });

  test('may come after the agent', () => {
    const { chart } = program();
    const account = new ServiceAccount(chart, 'account');
    const service = new VaultAnnotatedService(chart, 'orders', {
      serviceAccount: account, vault: { role: 'app-user', secrets: [ENV_FILE], auth: { tokenVolume: TOKEN } },
    });

    service.addContainer({ image: IMAGE, command: COMMAND });

    expect(annotationsOf(chart)['agent-inject-containers']).toBe('user-container');
    expect(manifestOf(chart).spec.template.spec.containers).toMatchObject([{
      args: COMMAND, volumeMounts: [{ name: 'vault-token' }],
    }]);
    expect(problemsOf(chart)).toEqual([]);
  });

  test('are listed without spaces where the program says which', () => {
    expect(settingsOf({ containers: ['queue-proxy', 'user-container'] })['agent-inject-containers']).toBe('queue-proxy,user-container');
  });

  test.each<[string, VaultAgentOptions, Partial<KnativeServiceProps>, string]>([
    ['a container that the pod lacks', { containers: ['user-container', 'web'] }, {}, 'KN-VLT-018'],
    ['a container twice', { containers: ['user-container', 'user-container'] }, {}, 'KN-VLT-018'],
    ['a list without the container that reads an env file', { containers: ['queue-proxy'] }, {}, 'KN-VLT-017'],
    ['volumes of a container that the pod lacks', { container: { copyVolumeMountsFrom: 'web' } }, {}, 'KN-VLT-018'],
    ['a container with the name of the agent', {}, { containerName: 'vault-agent' }, 'KN-VLT-018'],
    ['a volume with a name of the injector', {},
      { volumeMounts: [{ path: '/x', volume: Volume.emptyDir('vault-secrets') }] }, 'KN-VLT-018'],
    ['a volume where the secrets lie', {},
      { volumeMounts: [{ path: '/vault/secrets/', volume: Volume.emptyDir('mine') }] }, 'KN-VLT-018'],
    ['a volume where the agent that copies it has one',
      { container: { copyVolumeMountsFrom: 'user-container' } },
      { volumeMounts: [{ path: '/home/vault', volume: Volume.emptyDir('mine') }] }, 'KN-VLT-018'],
    ['a token that the agent copies too',
      { container: { copyVolumeMountsFrom: 'user-container' }, auth: { tokenVolume: TOKEN } },
      { volumeMounts: [{ path: '/run/token', volume: TOKEN }] }, 'KN-VLT-018'],
    ['a volume where a secret of its own folder lies', { secrets: [VaultSecret.raw('a/b', { volumePath: '/etc/b' })] },
      { volumeMounts: [{ path: '/etc/b', volume: Volume.emptyDir('mine') }] }, 'KN-VLT-018'],
  ])('fails on %s', (_what, vault, props, code) => {
    const { chart } = program();

    vaultService(chart, vault, props);

    expect(codesOf(chart)).toEqual([code]);
  });
});

describe('the modes', () => {
  test.each<[VaultAgentMode | undefined, Record<string, string>]>([
    [undefined, { 'agent-pre-populate-only': 'true' }],
    [VaultAgentMode.INIT_ONLY, { 'agent-pre-populate-only': 'true' }],
    [VaultAgentMode.SIDECAR, {}],
    [VaultAgentMode.SIDECAR_ONLY, { 'agent-pre-populate': 'false' }],
  ])('%s is %j', (mode, expected) => {
    expect(settingsOf({ mode })).toEqual({ 'role': 'app-user', 'agent-inject-containers': 'user-container', ...expected });
  });

  test.each<[string, VaultAgentOptions]>([
    ['a cache without a sidecar', { cache: {} }],
    ['a token that is revoked without a sidecar', { container: { revokeOnShutdown: true } }],
    ['an interval without a sidecar', { engine: { staticSecretRenderInterval: Duration.minutes(1) } }],
    ['a patch of no sidecar', { security: { sidecarPatches: [{ op: PatchOperation.REMOVE, path: '/x' }] } }],
    ['a wait without revocation', { mode: VaultAgentMode.SIDECAR, container: { revokeGrace: Duration.seconds(9) } }],
    ['an order of no init container', { mode: VaultAgentMode.SIDECAR_ONLY, secrets: [RAW], container: { initFirst: true } }],
    ['processes shared by no init container',
      { mode: VaultAgentMode.SIDECAR_ONLY, secrets: [RAW], container: { shareProcessNamespace: true } }],
    ['a patch of no init container', {
      mode: VaultAgentMode.SIDECAR_ONLY, secrets: [RAW], security: { initPatches: [{ op: PatchOperation.REMOVE, path: '/x' }] },
    }],
    ['an env file and no init container', { mode: VaultAgentMode.SIDECAR_ONLY }],
    ['no secret', { secrets: [] }],
    ['secrets and a configuration of one\'s own', { container: { configMap: ConfigMapReference.fromName('agent') } }],
    ['a template file that is not there', { secrets: [VaultSecret.templateFile('a', '/vault/custom/a')] }],
    ['a security context that is patched and not there', { security: { restricted: true, setSecurityContext: false } }],
    ['root in a restricted namespace', { security: { restricted: true, runAsUser: 0 } }],
    ['a root group in a restricted namespace', { security: { restricted: true, runAsGroup: 0 } }],
    ['two answers about the user', { security: { runAsSameUser: true, runAsUser: 5 } }],
  ])('fails on %s', (_what, vault) => {
    const { chart } = program();

    vaultService(chart, vault, { securityContext: { runAsUser: 7 } });

    expect(codesOf(chart)).toEqual(['KN-VLT-017']);
  });
});

/** Everything that can be said about an agent with a sidecar. */
export const EVERYTHING: VaultAgentOptions = {
  role: 'app-user',
  mode: VaultAgentMode.SIDECAR,
  secrets: [ENV_FILE, VaultSecret.raw('a/b', {
    file: 'x/y', permissions: '0644', command: 'true', volumePath: '/etc/b', errorOnMissingKey: true, preserveCase: true,
  })],
  volumePath: '/etc/secrets',
  preserveSecretCase: false,
  auth: {
    type: 'kubernetes', path: 'auth/eu/kubernetes', parameters: { 'remove-jwt-after-reading': 'false' }, tokenVolume: TOKEN,
    minBackoff: Duration.millis(1500), maxBackoff: Duration.minutes(1), exitOnError: true,
  },
  server: {
    address: 'https://vault.example.com:8200', namespace: 'team/a', proxyAddress: 'http://proxy:3128', maxRetries: 3,
    timeout: Duration.seconds(20),
  },
  tls: VaultTls.caFromSecret(SecretReference.fromName('vault-ca'), {
    key: 'root.pem', serverName: 'vault.internal', clientCertificate: 'tls.crt', clientKey: 'tls.key',
  }),
  container: {
    image: 'hashicorp/vault:1.20.4', maxProcs: 2, initFirst: true, shareProcessNamespace: true, enableQuit: true,
    copyVolumeMountsFrom: 'user-container', extraSecret: SecretReference.fromName('extra'), injectToken: true,
    revokeOnShutdown: true, revokeGrace: Duration.seconds(9),
    resources: {
      cpu: { request: Cpu.millis(10), limit: Cpu.millis(100) }, memory: { request: Size.mebibytes(32) },
      ephemeralStorage: { request: Size.mebibytes(1), limit: Size.mebibytes(2) }, unlimitedMemory: true,
    },
  },
  security: {
    restricted: true, setSecurityContext: true, runAsUser: 1000, runAsGroup: 2000,
    initPatches: [{ op: PatchOperation.ADD, path: '/imagePullPolicy', value: 'Always' }],
    sidecarPatches: [{ op: PatchOperation.COPY, path: '/workingDir', from: '/name' }],
  },
  engine: {
    defaultTemplate: VaultDefaultTemplate.JSON, exitOnRetryFailure: false, maxConnectionsPerHost: 4,
    staticSecretRenderInterval: Duration.minutes(10), leaseRenewalThreshold: 0.8,
  },
  cache: { listenerPort: 8210, useAutoAuthToken: UseAutoAuthToken.FORCE, exitOnError: true },
  logging: { level: VaultLogLevel.DEBUG, format: VaultLogFormat.JSON },
  connections: {
    disableIdleConnections: [VaultAgentFeature.AUTO_AUTH, VaultAgentFeature.TEMPLATING],
    disableKeepAlives: [VaultAgentFeature.CACHING],
  },
  telemetry: {
    usageGaugePeriod: Duration.minutes(5), maximumGaugeCardinality: 100, disableHostname: true,
    enableHostnameLabel: false, leaseMetricsEpsilon: Duration.hours(1), numLeaseMetricsBuckets: 24,
    addLeaseMetricsNamespaceLabels: true,
    prefixFilter: ['+vault.agent', '-vault'], statsiteAddress: 'statsite:8125', statsdAddress: 'statsd:8125',
    dogstatsdAddress: 'dog:8125', dogstatsdTags: ['a:b'], prometheusRetentionTime: Duration.days(1), stackdriverProjectId: '12345',
    stackdriverLocation: 'eu', stackdriverNamespace: 'vault', stackdriverDebugLogs: true,
    circonus: { apiApp: 'vault', submissionInterval: Duration.seconds(10), checkForceMetricActivation: false, brokerId: '1' },
  },
};

describe('the annotations', () => {
  test('say everything that is said of the agent', () => {
    const { chart } = program();

    vaultService(chart, EVERYTHING);

    expect(without(annotationsOf(chart), 'agent-inject-template-orders.env')).toEqual({
      'agent-inject': 'true',
      'role': 'app-user',
      'agent-inject-containers': 'user-container',
      'agent-inject-secret-orders.env': 'secret/data/orders',
      'agent-inject-secret-b': 'a/b',
      'agent-inject-file-b': 'x/y',
      'agent-inject-perms-b': '0644',
      'agent-inject-command-b': 'true',
      'secret-volume-path-b': '/etc/b',
      'error-on-missing-key-b': 'true',
      'preserve-secret-case-b': 'true',
      'secret-volume-path': '/etc/secrets',
      'preserve-secret-case': 'false',
      'auth-type': 'kubernetes',
      'auth-path': 'auth/eu/kubernetes',
      'auth-config-remove-jwt-after-reading': 'false',
      'auth-min-backoff': '1500ms',
      'auth-max-backoff': '60s',
      'agent-auto-auth-exit-on-err': 'true',
      'agent-service-account-token-volume-name': 'vault-token',
      'service': 'https://vault.example.com:8200',
      'namespace': 'team/a',
      'proxy-address': 'http://proxy:3128',
      'client-max-retries': '3',
      'client-timeout': '20s',
      'tls-secret': 'vault-ca',
      'ca-cert': '/vault/tls/root.pem',
      'client-cert': '/vault/tls/tls.crt',
      'client-key': '/vault/tls/tls.key',
      'tls-server-name': 'vault.internal',
      'agent-image': 'hashicorp/vault:1.20.4',
      'agent-limits-cpu': '100m',
      'agent-limits-mem': '',
      'agent-limits-ephemeral': '2Mi',
      'agent-requests-cpu': '10m',
      'agent-requests-mem': '32Mi',
      'agent-requests-ephemeral': '1Mi',
      'go-max-procs': '2',
      'agent-init-first': 'true',
      'agent-share-process-namespace': 'true',
      'agent-copy-volume-mounts': 'user-container',
      'agent-extra-secret': 'extra',
      'agent-revoke-on-shutdown': 'true',
      'agent-revoke-grace': '9',
      'agent-enable-quit': 'true',
      'agent-inject-token': 'true',
      'agent-set-security-context': 'true',
      'agent-run-as-user': '1000',
      'agent-run-as-group': '2000',
      'agent-init-json-patch': JSON.stringify([SECCOMP, { op: 'add', path: '/imagePullPolicy', value: 'Always' }]),
      'agent-json-patch': JSON.stringify([SECCOMP, { op: 'copy', path: '/workingDir', from: '/name' }]),
      'agent-inject-default-template': 'json',
      'template-config-exit-on-retry-failure': 'false',
      'template-static-secret-render-interval': '600s',
      'template-max-connections-per-host': '4',
      'template-lease-renewal-threshold': '0.8',
      'agent-cache-enable': 'true',
      'agent-cache-listener-port': '8210',
      'agent-cache-use-auto-auth-token': 'force',
      'agent-cache-exit-on-err': 'true',
      'log-level': 'debug',
      'log-format': 'json',
      'agent-disable-idle-connections': 'auto-auth,templating',
      'agent-disable-keep-alives': 'caching',
      'agent-telemetry-usage-gauge-period': '"300s"',
      'agent-telemetry-maximum-gauge-cardinality': '100',
      'agent-telemetry-disable-hostname': 'true',
      'agent-telemetry-enable-hostname-label': 'false',
      'agent-telemetry-lease-metrics-epsilon': '"3600s"',
      'agent-telemetry-num-lease-metrics-buckets': '24',
      'agent-telemetry-add-lease-metrics-namespace-labels': 'true',
      'agent-telemetry-prefix-filter': '["+vault.agent","-vault"]',
      'agent-telemetry-statsite-address': '"statsite:8125"',
      'agent-telemetry-statsd-address': '"statsd:8125"',
      'agent-telemetry-dogstatsd-addr': '"dog:8125"',
      'agent-telemetry-dogstatsd-tags': '["a:b"]',
      'agent-telemetry-prometheus-retention-time': '"86400s"',
      'agent-telemetry-stackdriver-project-id': '"12345"',
      'agent-telemetry-stackdriver-location': '"eu"',
      'agent-telemetry-stackdriver-namespace': '"vault"',
      'agent-telemetry-stackdriver-debug-logs': 'true',
      'agent-telemetry-circonus-api-app': '"vault"',
      'agent-telemetry-circonus-submission-interval': '"10s"',
      'agent-telemetry-circonus-check-force-metric-activation': 'false',
      'agent-telemetry-circonus-broker-id': '"1"',
    });
    expect(problemsOf(chart)).toEqual([]);
  });

  test.each<[string, VaultAgentOptions, Record<string, string>]>([
    ['a patch of the init container only, in a restricted namespace',
      { security: { restricted: true } }, { 'agent-init-json-patch': JSON.stringify([SECCOMP]) }],
    ['no limit of the processor', { container: { resources: { unlimitedCpu: true } } }, { 'agent-limits-cpu': '' }],
    ['a CA from a file', { tls: VaultTls.caFromFile('/vault/custom/ca.crt') }, { 'ca-cert': '/vault/custom/ca.crt' }],
    ['CAs from a folder', { tls: VaultTls.caFromDirectory('/vault/custom') }, { 'ca-key': '/vault/custom' }],
    ['a name of the server', { tls: VaultTls.trusted({ serverName: 'vault' }) }, { 'tls-server-name': 'vault' }],
    ['no check at all', { tls: VaultTls.skipVerify() }, { 'tls-skip-verify': 'true' }],
    ['another login method, without a role', {
      role: undefined, auth: { type: 'approle', path: 'auth/approle', parameters: { 'role-id-file-path': '/vault/custom/id' } },
    },
    { 'auth-type': 'approle', 'auth-path': 'auth/approle', 'auth-config-role-id-file-path': '/vault/custom/id' }],
    ['a role as a parameter', { role: undefined, auth: { parameters: { role: 'app-user' } } }, { 'auth-config-role': 'app-user' }],
    ['a configuration of its own', {
      role: undefined, secrets: [], container: { configMap: ConfigMapReference.fromName('agent') },
    }, { 'agent-configmap': 'agent' }],
    ['the token only', { secrets: [], container: { injectToken: true } }, { 'agent-inject-token': 'true' }],
    ['the user of the container', { security: { runAsSameUser: true } }, { 'agent-run-as-same-user': 'true' }],
  ])('say %s', (_what, vault, expected) => {
    const { role = vault.auth?.type === 'approle' || 'role' in vault ? undefined : 'app-user' } = vault;
    const settings = settingsOf(vault, { securityContext: { runAsUser: 7 } });

    expect(settings).toEqual({
      ...(role === undefined ? {} : { role }), 'agent-pre-populate-only': 'true', 'agent-inject-containers': 'user-container', ...expected,
    });
  });

  test.each<[string, VaultAgentOptions, string]>([
    ['no role', { role: undefined }, 'KN-VLT-013'],
    ['an empty role', { role: '' }, 'KN-VLT-013'],
    ['a role with a slash', { role: 'a/b' }, 'KN-VLT-013'],
    ['a role with a line break', { role: 'a\nb' }, 'KN-VLT-013'],
    ['a role twice', { auth: { parameters: { role: 'x' } } }, 'KN-VLT-013'],
    ['a mount without auth/', { auth: { path: 'kubernetes' } }, 'KN-VLT-013'],
    ['a mount with a quote', { auth: { path: 'auth/"' } }, 'KN-VLT-013'],
    ['a credential', { auth: { parameters: { 'secret-id': 's' } } }, 'KN-VLT-013'],
    ['a password', { auth: { parameters: { password: 's' } } }, 'KN-VLT-013'],
    ['two spellings of one parameter', { auth: { parameters: { 'token-path': '/a', 'token_path': '/b' } } }, 'KN-VLT-013'],
    ['a parameter that is no name', { auth: { parameters: { 'a b': 's' } } }, 'KN-NAM-005'],
    ['a login method with a space', { auth: { type: 'a b' } }, 'KN-VLT-014'],
    ['waits in the wrong order', { auth: { minBackoff: Duration.minutes(6) } }, 'KN-VLT-014'],
    ['no wait', { auth: { minBackoff: Duration.millis(0) } }, 'KN-DUR-002'],
    ['a volume without a token', { auth: { tokenVolume: Volume.emptyDir('x') } }, 'KN-VLT-012'],
    ['an address without a scheme', { server: { address: 'vault:8200' } }, 'KN-VLT-014'],
    ['an address with a password', { server: { address: 'https://a:b@vault' } }, 'KN-VLT-014'],
    ['a proxy with a user', { server: { proxyAddress: 'http://a@proxy' } }, 'KN-VLT-014'],
    ['a namespace with a quote', { server: { namespace: 'a"b' } }, 'KN-VLT-001'],
    ['half a retry', { server: { maxRetries: 0.5 } }, 'KN-VLT-014'],
    ['half a second', { server: { timeout: Duration.millis(500) } }, 'KN-DUR-002'],
    ['an image that is none', { container: { image: 'A B' } }, 'KN-POD-001'],
    ['no processor', { container: { maxProcs: 0 } }, 'KN-VLT-014'],
    ['a limit below the request of the injector', { container: { resources: { cpu: { limit: Cpu.millis(100) } } } }, 'KN-VLT-014'],
    ['a request above the limit of the injector', { container: { resources: { memory: { request: Size.mebibytes(256) } } } }, 'KN-VLT-014'],
    ['a limit and none', { container: { resources: { cpu: { limit: Cpu.units(1) }, unlimitedCpu: true } } }, 'KN-VLT-014'],
    ['a Secret that is no name', { container: { extraSecret: { name: 'A B' } } }, 'KN-VLT-014'],
    ['a user below zero', { security: { runAsUser: -1 } }, 'KN-VLT-014'],
    ['a patch without a value', { security: { initPatches: [{ op: PatchOperation.ADD, path: '/a' }] } }, 'KN-VLT-014'],
    ['a patch of no place', { security: { initPatches: [{ op: PatchOperation.REMOVE, path: 'a' }] } }, 'KN-VLT-014'],
    ['a patch that moves nothing', { security: { initPatches: [{ op: PatchOperation.MOVE, path: '/a' }] } }, 'KN-VLT-014'],
    ['a patch that does nothing', { security: { initPatches: [{ op: 'put' as PatchOperation, path: '/a' }] } }, 'KN-VLT-014'],
    ['another default template', { engine: { defaultTemplate: 'yaml' as VaultDefaultTemplate } }, 'KN-VLT-014'],
    ['a threshold above one', { engine: { leaseRenewalThreshold: 1.1 } }, 'KN-VLT-014'],
    ['a metric system that ends the agent', { telemetry: { circonus: { checkForceMetricActivation: true } } }, 'KN-VLT-014'],
    ['connections below zero', { engine: { maxConnectionsPerHost: -1 } }, 'KN-VLT-014'],
    ['half a second between reads', { mode: VaultAgentMode.SIDECAR, engine: { staticSecretRenderInterval: Duration.millis(500) } }, 'KN-DUR-002'],
    ['a port of Knative', { mode: VaultAgentMode.SIDECAR, cache: { listenerPort: 8012 } }, 'KN-VLT-014'],
    ['a port that is none', { mode: VaultAgentMode.SIDECAR, cache: { listenerPort: 70000 } }, 'KN-VLT-014'],
    ['the port of the service', { mode: VaultAgentMode.SIDECAR, cache: { listenerPort: 8080 } }, 'KN-VLT-014'],
    ['another log level', { logging: { level: 'error' as VaultLogLevel } }, 'KN-VLT-014'],
    ['another part of the agent', { connections: { disableKeepAlives: ['all' as VaultAgentFeature] } }, 'KN-VLT-014'],
    ['another mode', { mode: 'job' as VaultAgentMode }, 'KN-VLT-014'],
    ['a negative number of buckets', { telemetry: { numLeaseMetricsBuckets: -1 } }, 'KN-VLT-014'],
    ['a folder that is none', { volumePath: 'secrets' }, 'KN-VLT-008'],
    ['a shell with arguments', { shell: 'bash -e' }, 'KN-VLT-011'],
    ['an empty shell', { shell: '' }, 'KN-VLT-011'],
  ])('fail on %s', (_what, vault, code) => {
    const { chart } = program();

    vaultService(chart, vault);

    expect(codesOf(chart)).toEqual([code]);
  });

  test('fail on more than Kubernetes takes', () => {
    const { chart } = program();
    const large = (name: string) => VaultSecret.template(name, 'x'.repeat(130_800));

    vaultService(chart, { secrets: [large('a'), large('b')] });
    expect(codesOf(chart)).toEqual([]);

    vaultService(chart, { secrets: [large('a'), large('b'), VaultSecret.template('c', 'ü'.repeat(300))] }, {}, 'second');
    expect(codesOf(chart)).toEqual(['KN-VLT-015']);
  });

  test.each([
    ['before', (chart: Chart) => { vaultService(chart, {}, { templateAnnotations: { 'vault.hashicorp.com/role': 'x' } }); }],
    ['after', (chart: Chart) => { vaultService(chart).addTemplateAnnotation('vault.hashicorp.com/role', 'x'); }],
    ['as the webhook', (chart: Chart) => { vaultService(chart).addTemplateAnnotation('vault.hashicorp.com/agent-inject-status', 'injected'); }],
  ])('fail where the program writes them by hand %s', (_when, write) => {
    const { chart } = program();

    write(chart);

    expect(codesOf(chart)).toEqual(['KN-VLT-016']);
  });

  test('fail no program that writes others by hand', () => {
    const { chart } = program();

    vaultService(chart, {}, { templateAnnotations: { 'vault.hashicorp.com/brand-new': 'x' } });

    expect(problemsOf(chart)).toEqual([]);
    expect(annotationsOf(chart)).toHaveProperty('brand-new');
  });
});

describe('TLS', () => {
  test.each([
    ['a certificate without a key', () => VaultTls.trusted({ clientCertificate: '/a/b' })],
    ['a key without a Secret', () => VaultTls.trusted({ clientCertificate: 'tls.crt', clientKey: 'tls.key' })],
  ])('fails on %s', (_what, make) => {
    expect(make).toThrow('KN-VLT-022');
  });

  test.each([
    ['a file that a shell runs', () => VaultTls.caFromFile('/a;id')],
    ['a relative file', () => VaultTls.caFromDirectory('certs')],
    ['a key with a space', () => VaultTls.caFromSecret(SecretReference.fromName('a'), { key: 'a b' })],
  ])('fails on %s', (_what, make) => {
    expect(make).toThrow('KN-VLT-008');
  });
});

describe('secrets of one service', () => {
  const raw = (name: string, file?: string) => VaultSecret.raw('a/b', { name, file });

  test.each([
    ['one name', [raw('a'), raw('a')], {}],
    ['names that differ in case only', [raw('a'), raw('A')], { preserveSecretCase: true }],
    ['one file', [raw('a'), raw('b', 'a')], {}],
    ['the file of the token', [raw('token')], { container: { injectToken: true } }],
  ])('fail with %s', (_what, secrets, options) => {
    const { chart } = program();

    vaultService(chart, { secrets, ...options });

    expect(codesOf(chart)).toEqual(['KN-VLT-005']);
  });

  test('may have one file name in folders of their own', () => {
    const { chart } = program();

    vaultService(chart, { secrets: [raw('a'), VaultSecret.raw('a/b', { name: 'b', file: 'a', volumePath: '/etc/b' })] });

    expect(problemsOf(chart)).toEqual([]);
  });
});

describe('an env file', () => {
  test('fails without a command, since the entry point is not known', () => {
    const { chart } = program();

    vaultService(chart, {}, { command: undefined, args: ['--help'] });

    expect(problemsOf(chart)).toEqual([expect.stringMatching(
      /^KN-VLT-011 the container `user-container` reads an env file.*test\/vault\/program\.ts:\d+/)]);
  });

  test('warns of a variable that the container sets too, and of one that is set twice', () => {
    const { chart } = program();
    const keys = { A: 'a', B: 'b' };

    vaultService(chart, { secrets: [VaultSecret.envFile('secret/a', { kvVersion: 2, keys })] }, { env: { B: Env.value('1') } });
    expect(warningsOf(chart)).toEqual(['vault-env-overrides']);

    const other = program().chart;
    const secrets = ['a', 'b'].map((name) => VaultSecret.envFile(`secret/${name}`, { kvVersion: 2, keys }));
    vaultService(other, { secrets });
    expect(warningsOf(other)).toEqual(['vault-env-overrides']);

    const none = program().chart;
    vaultService(none, { secrets: [VaultSecret.envFile('secret/a', { kvVersion: 2, keys })] }, { env: { C: Env.value('1') } });
    expect(warningsOf(none)).toEqual([]);
  });
});

describe('the token that the agent logs in with', () => {
  test.each<[string, (chart: Chart) => Partial<KnativeServiceProps>]>([
    ['an account that does not mount it', (chart) => ({ serviceAccount: new ServiceAccount(chart, 'a', { automountToken: false }) })],
    ['an account of cdk8s-plus as it is', (chart) => ({ serviceAccount: new PlusServiceAccount(chart, 'a', { metadata: { name: 'a' } }) })],
    ['a pod that does not mount it', () => ({ automountServiceAccountToken: false })],
  ])('fails with %s, unless a volume has it', (_what, props) => {
    const without = program().chart;
    vaultService(without, {}, props(without));

    const withVolume = program().chart;
    vaultService(withVolume, { auth: { tokenVolume: TOKEN } }, props(withVolume));

    expect(codesOf(without)).toEqual(['KN-VLT-012']);
    expect(codesOf(withVolume)).toEqual([]);
  });

  test('is taken from an account of cdk8s-plus that mounts it, and from one that exists', () => {
    const { chart } = program();

    vaultService(chart, {}, { serviceAccount: new PlusServiceAccount(chart, 'a', { metadata: { name: 'a' }, automountToken: true }) });
    vaultService(chart, {}, { serviceAccount: ServiceAccount.fromName('b') }, 'second');

    expect(problemsOf(chart)).toEqual([]);
  });

  test('is mounted once from a volume', () => {
    const { chart } = program();
    vaultService(chart, { auth: { tokenVolume: TOKEN } });
    vaultService(chart, { auth: { tokenVolume: TOKEN } }, { volumeMounts: [{ path: '/run/token', volume: TOKEN }] }, 'second');

    const mounts = ['orders', 'second'].map((name) => manifestOf(chart, name).spec.template.spec.containers[0]?.volumeMounts);

    expect(mounts).toEqual([
      [{ name: 'vault-token', mountPath: '/var/run/secrets/vault.hashicorp.com/serviceaccount', readOnly: true }],
      [{ name: 'vault-token', mountPath: '/run/token', readOnly: true }],
    ]);
    expect(annotationsOf(chart)).toMatchObject({ 'agent-service-account-token-volume-name': 'vault-token' });
    expect(problemsOf(chart)).toEqual([]);
  });

  test('warns where every pod of the namespace has it', () => {
    const { chart } = program();

    new VaultAnnotatedService(chart, 'orders', { image: IMAGE, command: COMMAND, vault: { role: 'app-user', secrets: [ENV_FILE] } });

    expect(warningsOf(chart)).toEqual(['vault-default-service-account']);
    expect(problemsOf(chart)).toEqual([]);
  });
});

describe('warnings', () => {
  test.each<[string, VaultAgentOptions, Partial<KnativeServiceProps>, string[]]>([
    ['no check of certificates', { tls: VaultTls.skipVerify() }, {}, ['vault-tls-skip-verify']],
    ['plain text', { server: { address: 'http://vault:8200' } }, {}, ['vault-plain-http']],
    ['a file that the service cannot read', { secrets: [VaultSecret.raw('a/b', { permissions: '0400' })] }, {}, ['vault-file-unreadable']],
    ['no such file for the same user',
      { secrets: [VaultSecret.raw('a/b', { permissions: '0400' })], security: { runAsSameUser: true } },
      { securityContext: { runAsUser: 7 } }, []],
    ['no such file for an equal user',
      { secrets: [VaultSecret.raw('a/b', { permissions: '0440' })], security: { runAsUser: 7 } },
      { securityContext: { runAsUser: 7 } }, []],
  ])('speak of %s', (_what, vault, props, ids) => {
    const { chart } = program();

    vaultService(chart, vault, props);

    expect(warningsOf(chart)).toEqual(ids);
  });
});

describe('an agent', () => {
  test('serves any service', () => {
    const own = program().chart;
    vaultService(own);
    const { chart } = program();
    const serviceAccount = new ServiceAccount(chart, 'orders-account');
    const service = new KnativeService(chart, 'orders', { image: IMAGE, command: COMMAND, serviceAccount });

    VaultAgent.inject(service, { role: 'app-user', secrets: [ENV_FILE] });

    const find = (manifests: { kind: string }[]) => manifests.find(({ kind }) => kind === 'Service');
    expect(find(Testing.synth(chart))).toEqual(find(Testing.synth(own)));
    expect(problemsOf(chart)).toEqual([]);
  });

  test('fails where the service has one', () => {
    const { chart } = program();
    const service = vaultService(chart);

    const agent = VaultAgent.inject(service, { role: 'other' });

    expect(agent).toBe(service.vault);
    expect(agent.role).toBe('app-user');
    expect(codesOf(chart)).toEqual(['KN-VLT-019']);
  });

  test.each(['kube-system', 'kube-public'])('fails in the namespace %s', (namespace) => {
    const { chart } = program(namespace);

    vaultService(chart);

    expect(codesOf(chart)).toEqual(['KN-VLT-020']);
  });

  test.each([undefined, 0])('fails to share the user %s', (runAsUser) => {
    const { chart } = program();

    vaultService(chart, { security: { runAsSameUser: true } }, { securityContext: { runAsUser, runAsNonRoot: false } });

    expect(codesOf(chart)).toEqual(['KN-VLT-018']);
  });

  test('fails on a Secret of another namespace', () => {
    const { chart } = program();

    vaultService(chart, {
      tls: VaultTls.caFromSecret({ name: 'ca', namespace: 'vault' }),
      container: { extraSecret: { name: 'x', namespace: 'shop' } },
    });

    expect(codesOf(chart)).toEqual(['KN-NAM-007']);
  });

  test('fails with all of its problems, each once, and throws none', () => {
    const { app, chart } = program();

    vaultService(chart, { role: 'a b', containers: ['web'], shell: '' }, { command: undefined });

    expect(codesOf(chart).sort()).toEqual(['KN-VLT-011', 'KN-VLT-011', 'KN-VLT-013', 'KN-VLT-017', 'KN-VLT-018']);
    expect(() => app.synth()).toThrow('KN-VLT-013');
  });
});
