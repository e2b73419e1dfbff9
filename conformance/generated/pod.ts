import fc from 'fast-check';
import {
  bool, calling, choice, type Configuration, type Gen, just, listOf, mapOf, maybe, type MaybeGen, memberOf, oneOf,
  setOf, some, struct, value, whole,
} from './arbitraries';
import { call, type Expr, fields, list, literal } from './expression';
import {
  annotations, command, configMap, image, key, label, labels, labelSelector, nodeField, nodeLabels, nodeRequirement,
  objectName, ordered, seconds, secret, serviceAccountDrafts, size, text, words,
} from './values';

/** What a container is in its pod. */
export enum Role {
  /** Gets the requests of a Knative service. */
  SERVER = 'server',
  /** Stands beside it, on a Knative service. */
  SIDECAR = 'sidecar',
  /** Runs before the others, on a Knative service. */
  INIT = 'init',
  /** Of a pod that Serving does not look after. */
  OTHER = 'other',
}

const PORTS = [80, 443, 1024, 3000, 8080, 65535];
export const port: Gen = oneOf(...PORTS);
const mode: Gen = oneOf(0, 0o400, 0o644, 0o777);
const VARIABLES = ['LOG_LEVEL', 'REGION', 'lower.case', 'with space', 'A-B', 'DB_PASSWORD', 'X'];

/** Values of variables; a credential comes by reference. */
function envValue(flags: boolean): Gen {
  const forms: Gen[] = [
    calling('Env', 'fromSecret', secret, key, maybe(struct({}, { optional: bool }))),
    calling('Env', 'fromConfigMap', configMap, key, maybe(struct({}, { optional: bool }))),
  ];
  if (flags) {
    forms.push(
      calling('Env', 'fromField', oneOf('metadata.name', "metadata.labels['app']", 'status.podIP', 'spec.nodeName')),
      calling('Env', 'fromResource', oneOf('requests.memory', 'limits.ephemeral-storage'), maybe(struct({}, { divisor: oneOf('1', '1Mi', '1k') }))),
      calling('Env', 'fromResource', oneOf('limits.cpu'), struct({}, { divisor: oneOf('1', '1m'), containerName: just('queue-proxy') })),
    );
  }
  return choice(...forms);
}

/** Variables of a container; plain texts only where no name speaks of a credential. */
export function env(flags: boolean): Gen {
  const plain = choice(calling('Env', 'value', text), calling('EnvValue', 'fromValue', text));
  const texts = mapOf(VARIABLES.filter((name) => name !== 'DB_PASSWORD'), choice(plain, plain, envValue(flags)), 0, 4);
  const references = mapOf(['DB_PASSWORD', 'API_KEY'], envValue(flags), 0, 2);
  return fc.tuple(texts, references).map(([a, b]): Expr => fields({
    ...(a.is === 'object' ? a.fields : {}), ...(b.is === 'object' ? b.fields : {}),
  }));
}

const envFromOptions = maybe(struct({}, { prefix: oneOf('DB_', '', 'a.b-'), optional: bool }, 0.6));
export const envFrom: Gen = choice(calling('EnvFrom', 'secret', secret, envFromOptions),
  calling('EnvFrom', 'configMap', configMap, envFromOptions));

const cpuAmounts: Gen = ordered(1, 4000).map(([low, high]): Expr =>
  fields({ request: call('Cpu', 'millis', literal(low)), limit: call('Cpu', 'millis', literal(high)) }));
const sizeAmounts: Gen = ordered(1, 4096).map(([low, high]): Expr =>
  fields({ request: call('Size', 'mebibytes', literal(low)), limit: call('Size', 'mebibytes', literal(high)) }));
export const cpu: Gen = choice(cpuAmounts, struct({ request: calling('Cpu', 'units', whole(1, 8)) }),
  struct({ limit: calling('Cpu', 'millis', whole(1, 4000)) }));
export const memory: Gen = choice(sizeAmounts, struct({ request: size }), struct({ limit: size }));

/** What a container asks of its node. */
export const resources: Gen = choice(
  struct({}, { cpu, memory, ephemeralStorage: memory, extended: mapOf(['nvidia.com/gpu', 'example.com/fpga'], oneOf('1', '2', '0')) }, 0.6),
  struct({ memory: sizeAmounts, extended: mapOf(['hugepages-2Mi'], oneOf('4Mi', '128Mi'), 1, 1) }),
);

interface Probed {
  readonly which: 'livenessProbe' | 'readinessProbe' | 'startupProbe';
  readonly role: Role;
}

/** How often a probe asks. Knative times a readiness probe without a period itself. */
function timing({ which, role }: Probed): Record<string, MaybeGen> {
  const base: Record<string, MaybeGen> = { initialDelay: seconds(0, 100) };
  if (which === 'readinessProbe') base['successThreshold'] = whole(1, 5);
  if (which === 'readinessProbe' && role !== Role.OTHER) return base;
  return { ...base, period: seconds(1, 60), timeout: seconds(1, 30), failureThreshold: whole(1, 10) };
}

function probe(probed: Probed): Gen {
  const { which, role } = probed;
  const needsPort = role !== Role.SERVER || which === 'startupProbe';
  const needed: Record<string, Gen> = needsPort ? { port } : {};
  const grpcNeeded: Record<string, Gen> = needsPort || which === 'livenessProbe' ? { port } : {};
  const times = timing(probed);
  const timed: Gen[] = which === 'readinessProbe' && role === Role.SERVER
    ? [calling('Probe', 'tcpSocket', struct({ period: seconds(1, 60) }, { timeout: seconds(1, 30), failureThreshold: whole(1, 9) }))]
    : [];
  const rest = needsPort ? times : { ...times, port };
  return choice(
    calling('Probe', 'httpGet', oneOf('/', '/healthz', '/a?b=c'), struct(needed, {
      ...rest, scheme: memberOf('ProbeScheme'), headers: mapOf(['X-Probe', 'Host'], text), host: oneOf('127.0.0.1'),
    })),
    calling('Probe', 'tcpSocket', struct(needed, { ...rest, host: oneOf('127.0.0.1') })),
    calling('Probe', 'exec', listOf(oneOf('cat', '/tmp/healthy', '-x'), 1, 3), struct({}, times)),
    calling('Probe', 'grpc', struct(grpcNeeded, {
      ...(which === 'livenessProbe' ? times : rest), service: oneOf('', 'orders.v1'),
    })),
    ...timed,
  );
}

/** Two files of a volume have two places. */
const filePath: Gen = fc.constantFrom('', 'config/', '.').map((before): Expr => ({ is: 'fresh', word: 'file', before }));
const itemsOptions: MaybeGen = maybe(struct({}, {
  items: listOf(struct({ key, path: filePath }, { mode }), 0, 2), optional: bool,
}));
const objectOptions: MaybeGen = maybe(struct({}, {
  items: listOf(struct({ key, path: filePath }, { mode }), 0, 2), optional: bool, defaultMode: mode,
}));
const volumeName: Gen = fc.constantFrom('data', 'tls').map((word): Expr => ({ is: 'fresh', word }));

const downwardFile: Gen = choice(
  calling('DownwardApiFile', 'field', filePath, oneOf('metadata.labels', "metadata.annotations['a']"),
    maybe(struct({}, { mode }))),
  calling('DownwardApiFile', 'resource', filePath, just('queue-proxy'), oneOf('limits.memory', 'requests.cpu'),
    maybe(struct({}, { mode, divisor: just('1') }))),
);

const projectedSource: Gen = choice(
  calling('ProjectedSource', 'secret', secret, itemsOptions),
  calling('ProjectedSource', 'configMap', configMap, itemsOptions),
  calling('ProjectedSource', 'serviceAccountToken', filePath, maybe(struct({}, {
    audience: oneOf('vault', 'https://example.com'), expiration: seconds(600, 86400),
  }))),
  calling('ProjectedSource', 'downwardApi', downwardFile, maybe(downwardFile)),
);

export const readOnlyVolumes = (flags: boolean): Gen[] => [
  calling('Volume', 'secret', volumeName, secret, objectOptions),
  calling('Volume', 'configMap', volumeName, configMap, objectOptions),
  calling('Volume', 'projected', volumeName, listOf(projectedSource), maybe(struct({}, { defaultMode: mode }))),
  ...(flags ? [
    calling('Volume', 'persistentVolumeClaim', volumeName, objectName, struct({ readOnly: just(true) })),
    calling('Volume', 'hostPath', volumeName, oneOf('/var/log', '/etc/hosts'), maybe(struct({}, { type: memberOf('HostPathType') }))),
    calling('Volume', 'csi', volumeName, oneOf('secrets-store.csi.k8s.io'), maybe(struct({}, {
      readOnly: bool, fsType: oneOf('ext4'), attributes: mapOf(['secretProviderClass'], text), nodePublishSecret: secret,
    }))),
    calling('Volume', 'image', volumeName, image, maybe(struct({}, { pullPolicy: memberOf('ImagePullPolicy') }))),
  ] : []),
];

export const writableVolumes = (flags: boolean): Gen[] => [
  calling('Volume', 'emptyDir', volumeName, maybe(struct({}, { medium: memberOf('EmptyDirMedium'), sizeLimit: size }))),
  ...(flags ? [
    calling('Volume', 'persistentVolumeClaim', volumeName, objectName, maybe(struct({}, { readOnly: just(false) }))),
    calling('Volume', 'ephemeral', volumeName, size, maybe(struct({}, {
      accessModes: choice(setOf(memberOf('AccessMode', 'READ_WRITE_ONCE', 'READ_ONLY_MANY', 'READ_WRITE_MANY'), 1, 2),
        setOf(memberOf('AccessMode', 'READ_WRITE_ONCE_POD'), 1, 1)),
      storageClassName: oneOf('fast'), labels, annotations,
    }))),
  ] : []),
];

/** A volume at a place of its own. */
export function volumeMount({ flags }: Configuration, role: Role): Gen {
  const path = fc.constantFrom('/mnt/', '/var/lib/').map((before): Expr => ({ is: 'fresh', word: 'x', before }));
  const more: Record<string, MaybeGen> = { subPath: oneOf('a', 'a/b', '') };
  if (flags || role === Role.OTHER) more['mountPropagation'] = memberOf('MountPropagation');
  const gates = flags || role === Role.OTHER;
  return choice(
    struct({ path, volume: choice(...readOnlyVolumes(gates)) }, { ...more, readOnly: just(true) }),
    struct({ path, volume: choice(...writableVolumes(gates)) }, { ...more, readOnly: bool }),
  );
}

const seccompProfile: Gen = choice(memberOf('SeccompProfile', 'RUNTIME_DEFAULT', 'UNCONFINED'),
  calling('SeccompProfile', 'localhost', oneOf('profiles/a.json')));
const userId: Gen = whole(1, 2147483647);

/** What a container may do. */
export function containerSecurity({ flags }: Configuration, role: Role): Gen {
  const capabilities = setOf(oneOf('NET_BIND_SERVICE', 'NET_RAW', 'CHOWN'), 0, 2);
  const ordinary = struct({}, {
    runAsUser: userId, runAsGroup: whole(0, 2147483647), runAsNonRoot: bool, readOnlyRootFilesystem: bool,
    allowPrivilegeEscalation: bool, privileged: just(false), dropCapabilities: setOf(oneOf('ALL', 'NET_RAW'), 0, 2),
    seccompProfile, ...(flags || role === Role.OTHER ? { addCapabilities: capabilities } : {}),
  });
  const root = struct({ runAsNonRoot: just(false), runAsUser: just(0) }, { allowPrivilegeEscalation: just(true) });
  return choice(ordinary, ordinary, root);
}

/** What a container is like, but for image, name and port. */
export function settings(configuration: Configuration, role: Role): Record<string, MaybeGen> {
  const { flags } = configuration;
  const probes = (which: Probed['which']) => probe({ which, role });
  const probing: Record<string, MaybeGen> = role === Role.INIT || (role === Role.SIDECAR && !flags) ? {} : {
    livenessProbe: probes('livenessProbe'), readinessProbe: probes('readinessProbe'), startupProbe: probes('startupProbe'),
  };
  return {
    command,
    args: role === Role.SERVER ? words : listOf(oneOf('-v', '', "it's"), 0, 3),
    workingDir: oneOf('/app', '/'),
    env: env(flags || role === Role.OTHER),
    envFrom: listOf(envFrom, 0, 2),
    resources,
    volumeMounts: listOf(volumeMount(configuration, role), 0, 2),
    securityContext: containerSecurity(configuration, role),
    imagePullPolicy: memberOf('ImagePullPolicy'),
    terminationMessagePath: oneOf('/dev/termination-log', '/tmp/last'),
    terminationMessagePolicy: memberOf('TerminationMessagePolicy'),
    ...probing,
  };
}

/** A container with its image and a name of its own. */
export function container(configuration: Configuration, role: Role): Gen {
  const made = anyContainer(configuration, role);
  // The queue proxy stands in every pod of a Knative service, and nowhere else.
  return role === Role.OTHER ? made.filter((given) => !JSON.stringify(given).includes('queue-proxy')) : made;
}

function anyContainer(configuration: Configuration, role: Role): Gen {
  const name = fc.constantFrom('proxy', 'c').map((word): Expr => ({ is: 'fresh', word }));
  const server = role === Role.SERVER || role === Role.OTHER;
  return struct(role === Role.SERVER ? { image, port } : { image }, {
    ...settings(configuration, role), name,
    ...(server ? { http2: bool } : {}), ...(role === Role.OTHER ? { port } : {}),
  }, 0.2);
}

const podAffinityTerm: Gen = struct({ topologyKey: oneOf('topology.kubernetes.io/zone', 'kubernetes.io/hostname') }, {
  labelSelector, namespaces: listOf(label, 0, 2), namespaceSelector: labelSelector,
});
const comparingTerm: Gen = struct({
  topologyKey: oneOf('kubernetes.io/hostname'), labelSelector: struct({ matchLabels: labels }),
  matchLabelKeys: fc.constant(list(literal('version'))), mismatchLabelKeys: fc.constant(list(literal('tenant'))),
});
const weight: Gen = whole(1, 100);
const nodeTerm: Gen = choice(
  struct({ matchExpressions: listOf(nodeRequirement) }), struct({ matchFields: listOf(nodeField, 1, 1) }),
);
const podAffinity: Gen = struct({}, {
  required: listOf(choice(podAffinityTerm, comparingTerm), 0, 2),
  preferred: listOf(struct({ weight, podAffinityTerm: choice(podAffinityTerm, comparingTerm) }), 0, 2),
}, 0.6);
export const affinity: Gen = struct({}, {
  nodeAffinity: struct({}, {
    required: listOf(nodeTerm, 1, 2), preferred: listOf(struct({ weight, preference: nodeTerm }), 0, 2),
  }, 0.6),
  podAffinity, podAntiAffinity: podAffinity,
}, 0.5);

export const toleration: Gen = choice(
  calling('Toleration', 'equal', oneOf('example.com/dedicated', 'a'), oneOf('', 'shop'), maybe(struct({}, { effect: memberOf('TaintEffect') }))),
  calling('Toleration', 'exists', oneOf('node.kubernetes.io/not-ready'), struct({ effect: memberOf('TaintEffect', 'NO_EXECUTE') }, {
    duration: seconds(0, 600),
  })),
  calling('Toleration', 'all', maybe(struct({}, { effect: memberOf('TaintEffect') }))),
);

export const spread: Gen = choice(
  struct({
    maxSkew: whole(1, 5), topologyKey: just('topology.kubernetes.io/zone'),
    whenUnsatisfiable: memberOf('UnsatisfiableConstraint', 'DO_NOT_SCHEDULE'),
  }, {
    labelSelector, minDomains: whole(1, 5), nodeAffinityPolicy: memberOf('NodeInclusionPolicy'),
    nodeTaintsPolicy: memberOf('NodeInclusionPolicy'),
  }),
  struct({
    maxSkew: whole(1, 5), topologyKey: just('kubernetes.io/hostname'),
    whenUnsatisfiable: memberOf('UnsatisfiableConstraint'), labelSelector: struct({ matchLabels: labels }),
    matchLabelKeys: fc.constant(list(literal('version'))),
  }),
);

const dnsConfig: Gen = struct({ nameservers: setOf(oneOf('10.0.0.10', 'fd00::10', '1.1.1.1'), 1, 3) }, {
  searches: setOf(oneOf('svc.cluster.local', 'example.com.', '_tcp.example.com', '.'), 0, 3),
  options: listOf(struct({ name: oneOf('ndots', 'edns0') }, { value: oneOf('2') }), 0, 2),
});

/** The pod, but for its containers. */
export function pod(configuration: Configuration, role: Role): Record<string, MaybeGen> {
  const serving = role !== Role.OTHER;
  const account = choice(some('serviceAccount', serviceAccountDrafts), calling('ServiceAccount', 'fromName', objectName));
  const open: Record<string, MaybeGen> = {
    serviceAccount: account,
    automountServiceAccountToken: serving ? just(false) : bool,
    imagePullSecrets: listOf(secret, 0, 2),
    enableServiceLinks: bool,
  };
  if (!configuration.flags && serving) return open;
  return {
    ...open,
    initContainers: listOf(container(configuration, serving ? Role.INIT : Role.OTHER).map(withoutProbes), 0, 2),
    podSecurityContext: struct({}, {
      runAsNonRoot: bool, runAsUser: userId, runAsGroup: userId, fsGroup: userId,
      supplementalGroups: setOf(value(fc.integer({ min: 0, max: 2147483647 })), 0, 2), seccompProfile,
    }),
    nodeSelector: nodeLabels,
    tolerations: listOf(toleration, 0, 2),
    affinity,
    topologySpreadConstraints: listOf(spread, 0, 1),
    hostAliases: listOf(struct({ ip: oneOf('10.0.0.8', '::1'), hostnames: listOf(oneOf('a.example.com', 'b')) }), 0, 2),
    runtimeClassName: oneOf('gvisor'), priorityClassName: oneOf('high'), schedulerName: oneOf('my-scheduler'),
    dnsPolicy: memberOf('DnsPolicy', 'CLUSTER_FIRST', 'CLUSTER_FIRST_WITH_HOST_NET', 'DEFAULT'),
    dnsConfig,
    hostNetwork: bool, hostIPC: bool,
    hostPID: configuration.flags ? bool : just(false),
    shareProcessNamespace: just(false),
  };
}

/** An init container is asked nothing, and has no port that anybody looks for. */
export function withoutProbes(given: Expr): Expr {
  if (given.is !== 'object') return given;
  const gone = ['livenessProbe', 'readinessProbe', 'startupProbe', 'port', 'http2'];
  return fields(Object.fromEntries(Object.entries(given.fields).filter(([field]) => !gone.includes(field))));
}
