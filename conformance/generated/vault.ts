import fc from 'fast-check';
import {
  bool, calling, chart, choice, type Configuration, construct, draft, type Drafts, type Gen, just, less, listOf, making,
  mapOf, maybe, type MaybeGen, memberOf, oneOf, setOf, some, statement, struct, whole,
} from './arbitraries';
import { call, create, type Draft, type Expr, fields, list, literal, name } from './expression';
import { shortForm } from './serving';
import { certificate, configMap, id, image, ordered, seconds, secret, text } from './values';

const path: Gen = oneOf('secret/orders', 'secret/team/app', 'kv-v1/a_b');
const secretName = (suffix: string): Gen => fc.constant<Expr>({ is: 'fresh', word: suffix });
const file: Gen = fc.constantFrom('config/app', 'x').map((word): Expr => ({ is: 'fresh', word }));
const base: Readonly<Record<string, MaybeGen>> = {
  file, permissions: oneOf('0400', '0644'), command: oneOf("pkill -HUP 'x'", 'touch /vault/secrets/ready'), errorOnMissingKey: bool, preserveCase: bool,
  volumePath: oneOf('/vault/other', '/etc/orders'),
};
const marks: Readonly<Record<string, Gen>> = { leftDelimiter: just('<%'), rightDelimiter: just('%>') };

const envFile: Gen = choice(
  calling('VaultSecret', 'envFile', path, struct({ kvVersion: memberOf('KvVersion', 'V2'), name: secretName('env') }, {
    ...base, version: whole(1, 9), keys: mapOf(['DB_USER', 'DB_PASS', '_x'], oneOf('user', 'db-password', 'größe'), 1, 2),
  })),
  calling('VaultSecret', 'envFile', oneOf('orders', 'a/b'), struct({
    kvVersion: memberOf('KvVersion', 'V1'), name: secretName('env'), mount: oneOf('team/kv'), ...marks,
  }, { ...base, onOddKey: memberOf('OddKey') })),
);

const rawSecret: Gen = choice(
  calling('VaultSecret', 'raw', oneOf('database/creds/orders', 'pki/issue/x'), struct({ name: secretName('raw') }, base)),
  calling('VaultSecret', 'raw', oneOf('orders'), struct({ name: secretName('raw'), kvVersion: memberOf('KvVersion', 'V2'), mount: oneOf('secret') }, base)),
);

const templateOptions = { ...base, paths: listOf(oneOf('secret/data/a'), 0, 1) };
const template: Gen = choice(
  calling('VaultSecret', 'template', secretName('tpl'), oneOf(
    '{{ with secret "secret/data/orders" }}{{ .Data.data.password }}{{ end }}', 'plain', '{{- range $k, $v := .X }}{{ $k }}{{ end }}',
  ), maybe(struct({}, templateOptions), 0.7)),
  calling('VaultSecret', 'template', secretName('tpl'), oneOf('<% with secret "secret/data/a" %>x<% end %>'), struct(marks, templateOptions)),
);
const sourced: Gen = calling('VaultSecret', 'template', secretName('sh'), just('export A=1'), struct({ sourced: just(true) }));
const templateFile: Gen = calling('VaultSecret', 'templateFile', secretName('file'), oneOf('/vault/custom/orders.ctmpl'), maybe(struct({}, templateOptions)));

/** Amounts that lie between what the injector sets anyway. */
const agentResources: Gen = choice(
  struct({}, {
    cpu: struct({ limit: calling('Cpu', 'millis', whole(250, 4000)) }), memory: struct({ limit: calling('Size', 'mebibytes', whole(64, 999)) }),
    ephemeralStorage: ordered(1, 99).map(([low, high]): Expr => fields({
      request: call('Size', 'mebibytes', literal(low)), limit: call('Size', 'mebibytes', literal(high)),
    })),
  }, 0.6),
  struct({ unlimitedCpu: just(true), unlimitedMemory: bool }),
);

export const vaultPatch: Gen = choice(
  struct({ op: memberOf('PatchOperation', 'ADD', 'REPLACE', 'TEST'), path: oneOf('/imagePullPolicy', '/a~1b'), value: text }),
  struct({ op: memberOf('PatchOperation', 'REMOVE'), path: oneOf('/resources/limits') }),
  struct({ op: memberOf('PatchOperation', 'MOVE', 'COPY'), path: oneOf('/a'), from: oneOf('/b') }),
);

/** Members of `VaultAgentMode`, by which containers the agent has. */
enum Mode {
  INIT = 'INIT_ONLY',
  BOTH = 'SIDECAR',
  SIDECAR = 'SIDECAR_ONLY',
}

/** The containers of the agent. */
function container(mode: Mode): Record<string, MaybeGen> {
  return {
    image, resources: agentResources, maxProcs: whole(1, 8), enableQuit: bool, injectToken: bool,
    ...(mode === Mode.SIDECAR ? {} : { initFirst: bool, shareProcessNamespace: bool }),
    ...(mode === Mode.INIT ? {} : { revokeOnShutdown: just(true) }),
  };
}

const MAX_ID = 2147483647;

function security(mode: Mode): Gen {
  const rest = {
    ...(mode === Mode.SIDECAR ? {} : { initPatches: listOf(vaultPatch, 0, 2) }),
    ...(mode === Mode.INIT ? {} : { sidecarPatches: listOf(vaultPatch, 0, 2) }),
  };
  return choice(
    struct({}, { ...rest, setSecurityContext: bool, runAsUser: whole(0, MAX_ID), runAsGroup: whole(0, MAX_ID) }),
    struct({ restricted: just(true) }, { ...rest, runAsUser: whole(1, 999) }),
  );
}

const address: Gen = oneOf('https://vault.example.com:8200', 'http://vault.vault.svc:8200');
const clientFiles = { clientCertificate: just('tls.crt'), clientKey: just('tls.key') };
const clientPaths = { clientCertificate: just('/vault/custom/tls.crt'), clientKey: just('/vault/custom/tls.key') };
export const vaultTls: Gen = choice(
  calling('VaultTls', 'caFromSecret', secret, maybe(struct(clientFiles, { key: oneOf('root.pem'), serverName: oneOf('vault.example.com') }))),
  calling('VaultTls', 'caFromFile', oneOf('/vault/custom/ca.crt'), maybe(struct({}, { serverName: oneOf('vault.example.com') }))),
  calling('VaultTls', 'caFromDirectory', oneOf('/vault/custom/cas'), maybe(struct(clientPaths))),
  calling('VaultTls', 'trusted', struct({ serverName: oneOf('vault.example.com') })),
  calling('VaultTls', 'skipVerify', maybe(struct({ secret, ...clientFiles }))),
  calling('VaultTls', 'trusted', struct({ serverName: oneOf('vault.example.com'), secret, ...clientFiles })),
);

const tokenVolume: Gen = fc.constant<Expr>(call('Volume', 'projected', literal('vault-token'), list(
  call('ProjectedSource', 'serviceAccountToken', literal('token'), fields({ audience: literal('vault') })),
)));
const auth: Gen = struct({}, {
  path: oneOf('auth/kubernetes', 'auth/eu/k8s'), parameters: mapOf(['remove_jwt_after_reading'], oneOf('false')), tokenVolume,
  minBackoff: seconds(1, 10), maxBackoff: seconds(10, 100), exitOnError: bool, type: just('kubernetes'),
});

const circonus: Gen = struct({}, {
  apiApp: text, apiUrl: oneOf('https://api.circonus.com'), submissionInterval: seconds(1, 60), submissionUrl: oneOf('https://x.example.com'),
  checkId: oneOf('1'), checkForceMetricActivation: just(false), checkInstanceId: oneOf('x'), checkSearchTag: oneOf('a:b'), checkDisplayName: text,
  checkTags: oneOf('a:b'), brokerId: oneOf('7'), brokerSelectTag: oneOf('dc:eu'),
}, 0.5);
const telemetry: Gen = struct({}, {
  usageGaugePeriod: seconds(0, 600), maximumGaugeCardinality: whole(0, 500), disableHostname: bool,
  enableHostnameLabel: bool,
  leaseMetricsEpsilon: seconds(1, 3600), numLeaseMetricsBuckets: whole(1, 168), addLeaseMetricsNamespaceLabels: bool,
  prefixFilter: listOf(oneOf('+vault.a', '-vault.b'), 0, 2), statsiteAddress: oneOf('a:1'), statsdAddress: oneOf('a:2'), dogstatsdAddress: oneOf('a:3'),
  dogstatsdTags: listOf(oneOf('a:b'), 0, 2), prometheusRetentionTime: seconds(0, 600), stackdriverProjectId: oneOf('p'), stackdriverLocation: oneOf('eu'),
  stackdriverNamespace: oneOf('n'), stackdriverDebugLogs: bool, circonus,
}, 0.3);

/** How the agent works, apart from its secrets. */
function options(mode: Mode): Record<string, MaybeGen> {
  const features = setOf(memberOf('VaultAgentFeature'), 0, 3);
  return {
    volumePath: oneOf('/vault/secrets', '/mnt/vault'), preserveSecretCase: bool, auth, tls: vaultTls,
    server: struct({}, { address, namespace: oneOf('team', 'a/b'), proxyAddress: oneOf('http://proxy:3128'), maxRetries: whole(0, 5), timeout: seconds(1, 60) }),
    container: struct({}, container(mode)), security: security(mode),
    engine: struct({}, {
      defaultTemplate: memberOf('VaultDefaultTemplate'), exitOnRetryFailure: bool, maxConnectionsPerHost: whole(0, 99), leaseRenewalThreshold: oneOf(0, 0.5, 1),
      ...(mode === Mode.INIT ? {} : { staticSecretRenderInterval: seconds(1, 600) }),
    }),
    logging: struct({}, { level: memberOf('VaultLogLevel'), format: memberOf('VaultLogFormat') }, 0.6),
    connections: struct({}, { disableIdleConnections: features, disableKeepAlives: features }, 0.6), telemetry,
    ...(mode === Mode.INIT ? {} : { cache: struct({}, {
      listenerPort: oneOf(8200, 8100), useAutoAuthToken: memberOf('UseAutoAuthToken'), exitOnError: bool,
    }) }),
  };
}

const role: Gen = oneOf('orders', 'app.role_1');

/** Options of an agent, of any mode; a sidecar alone would write env files too late. */
const agentOptions = (mode: Mode): Gen => struct({
  role, mode: memberOf('VaultAgentMode', mode),
  secrets: listOf(choice(rawSecret, template, ...(mode === Mode.SIDECAR ? [] : [envFile, sourced])), 1, 3),
}, options(mode), 0.2);

const modes = [Mode.INIT, Mode.BOTH, Mode.SIDECAR];
const agent: Gen = fc.constantFrom(...modes).chain(agentOptions);
/** Agents that cannot do without some part of their containers. */
const specialAgents: Gen[] = [
  struct({ role, secrets: listOf(templateFile, 1, 1), container: struct({ extraSecret: secret }, container(Mode.INIT)) }, { shell: oneOf('bash', '/bin/ash') }),
  struct({
    role, secrets: listOf(rawSecret, 1, 1), mode: memberOf('VaultAgentMode', 'SIDECAR'), containers: fc.constant(list(literal('user-container'))),
    container: struct({ revokeOnShutdown: just(true), revokeGrace: seconds(0, 60), copyVolumeMountsFrom: just('user-container') }),
    security: struct({ runAsSameUser: just(true) }),
  }),
];

const command: Gen = listOf(oneOf('/app/serve', 'node'), 1, 2);
const account: Drafts = fc.constant({
  as: 'account', sorts: ['serviceAccount:token', 'resource'], expr: create('ServiceAccount', { is: 'here', what: 'chart' }, { is: 'fresh', word: 'vault-user' }),
});

const SORTS = ['sink', 'service', 'resource', 'vault'];

function annotated(configuration: Configuration, agents: Gen): Drafts {
  const rest = less(shortForm(configuration, 'unnamed'), 'containerName', 'automountServiceAccountToken', 'traffic');
  return draft('service', SORTS, construct('VaultAnnotatedService', id(), struct({
    image, command, serviceAccount: some('serviceAccount:token', account), vault: agents, securityContext: struct({ runAsUser: whole(1, 9999) }),
  }, rest, 0.08)));
}

/** The least service that an agent can be let into. */
const commanded: Drafts = draft('service', ['sink', 'service', 'service:commanded'], construct('KnativeService', id(), struct({
  image, command, serviceAccount: calling('ServiceAccount', 'fromName', just('vault-user')),
})), 0);

/** An agent with a configuration of its own takes no secrets. */
const ownConfiguration: Gen = struct({ container: struct({ configMap }), role });

/** Services with an agent. */
export function vault(configuration: Configuration): Drafts[] {
  const service = annotated(configuration, choice(agent, agent, agent, ...specialAgents));
  const agentOf = some('vault', service).map((on): Expr => ({ is: 'member', of: on, name: 'vault' }));
  const inject = calling('VaultAgent', 'inject', some('service:commanded', commanded, { uses: 'service:commanded' }), agent);
  const closed = annotated(configuration, ownConfiguration).map((made) => ({ ...made, sorts: ['sink', 'service'] }));
  return [service, service, service, closed, draft('agent', [], inject), statement(calling(agentOf, 'addSecret', rawSecret))];
}

const cidrs: Gen = setOf(oneOf('10.0.0.0/8', 'fd00::/8'), 0, 2);
const setUpOf: Gen = fc.constant(call('VaultSetup', 'of', name('app')));

/** A service, and what Vault is told beyond what follows from it. */
export const vaultSetUp = (configuration: Configuration): fc.Arbitrary<readonly Draft[]> => fc.oneof(
  setUpIn(configuration, {}, {}), setUpIn(configuration, { server: struct({ namespace: just('team') }) }, { vaultNamespace: just('team') }),
);

/** The same for a namespace of Vault that the service logs in to. */
const setUpIn = (
  configuration: Configuration, server: Record<string, Gen>, place: Record<string, Gen>,
): fc.Arbitrary<readonly Draft[]> => fc.tuple(
  annotated(configuration, struct({ role: just('shop'), secrets: listOf(rawSecret, 1, 1), ...server })),
  statement(calling(setUpOf, 'configureRole', just('shop'), choice(struct({ tokenType: memberOf('VaultTokenType', 'BATCH') }, { tokenTtl: seconds(1, 60) }), struct({}, {
    aliasNameSource: memberOf('AliasNameSource'), policyName: oneOf('my-policy'), extraPolicies: setOf(oneOf('a', 'b'), 0, 2),
    tokenTtl: seconds(1, 60), tokenMaxTtl: seconds(60, 600), tokenExplicitMaxTtl: seconds(600, 6000),
    tokenPeriod: seconds(1, 60),
    tokenNumUses: whole(0, 9), tokenType: memberOf('VaultTokenType', 'SERVICE', 'DEFAULT'), tokenBoundCidrs: cidrs,
    tokenNoDefaultPolicy: bool, authPath: just('auth/kubernetes'), audience: oneOf('vault'),
  })))),
  statement(calling(setUpOf, 'configureKubernetesAuth', struct(place, {
    path: just('auth/kubernetes'), kubernetesHost: oneOf('https://10.0.0.1:6443'), disableLocalCaJwt: bool, kubernetesCaCert: certificate,
  }))),
  statement(calling(setUpOf, 'addBootstrapDocument')),
  draft('injector', [], making('VaultInjector', chart, fc.constant<Expr>({ is: 'fresh', word: 'vault-injector' }), maybe(struct({}, {
    address: oneOf('https://vault.example.com:8200'), caCert: certificate, failurePolicy: memberOf('InjectorFailurePolicy'), replicas: whole(1, 5),
    chartVersion: oneOf('0.34.1'), namespace: oneOf('vault'), resources: struct({}, {
      cpu: struct({ request: calling('Cpu', 'millis', whole(1, 100)) }), memory: struct({ limit: calling('Size', 'mebibytes', whole(64, 999)) }),
    }),
  })))),
);
