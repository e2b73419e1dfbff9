import fc from 'fast-check';
import {
  bool, calling, choice, construct, draft, type Drafts, type Gen, listOf, mapOf, maybe, type MaybeGen, memberOf, oneOf,
  setOf, some, statement, struct, whole,
} from './arbitraries';
import { type Expr, list, literal } from './expression';
import { kafkaClusters, remote, store } from './kafka';
import { labelSelector, plainMetadata, seconds } from './values';

const fresh = (word: string): Gen => fc.constant<Expr>({ is: 'fresh', word });
const cpu = (millis: number): Gen => calling('Cpu', 'millis', oneOf(millis));
const size = (mebibytes: number): Gen => calling('Size', 'mebibytes', oneOf(mebibytes));

const pullSecret: Gen = choice(
  calling('PullSecret', 'fromSecretName', fresh('registry')),
  calling('PullSecret', 'fromExternalSecret', struct({ secretName: fresh('registry'), store, dockerConfig: remote }, { refreshInterval: seconds(0, 7200) })),
  calling('PullSecret', 'fromVaultStaticSecret', struct({
    secretName: fresh('registry'), mount: oneOf('kv'), path: oneOf('registry'), dockerConfigField: oneOf('config'),
  }, {
    version: whole(1, 9), engine: memberOf('KvEngine', 'KV_V2'), vaultAuthRef: oneOf('vault'), vaultNamespace: oneOf('team'), refreshAfter: seconds(1, 7200),
  })),
);

const access: Gen = choice(
  struct({ groups: setOf(oneOf('shop', 'shop:dev'), 1, 2) }, { users: setOf(oneOf('ada', 'eve@shop.test'), 1, 2), role: memberOf('DeveloperRole') }),
  struct({ users: setOf(oneOf('ada', 'eve@shop.test'), 1, 2) }, { role: memberOf('DeveloperRole') }),
);

const quota: Gen = struct({ pods: whole(0, 500) }, {
  cpuRequests: cpu(4000), cpuLimits: cpu(8000), memoryRequests: size(4096), memoryLimits: size(8192),
  ephemeralStorageRequests: size(1024), ephemeralStorageLimits: size(2048),
  storageRequests: size(10_240), loadBalancers: whole(0, 3), nodePorts: whole(0, 3),
  objects: mapOf(['secrets', 'services.serving.knative.dev'], whole(0, 99), 0, 2), extended: mapOf(['nvidia.com/gpu'], whole(0, 9), 0, 1),
}, 0.5);
const ranges = (of: (amount: number) => Gen): Gen => struct({ max: of(2000) }, {
  min: of(10), defaultRequest: of(50), defaultLimit: of(500), maxLimitRequestRatio: oneOf(1, 2.5, 200),
}, 0.6);
const limits: Gen = struct({ cpu: ranges(cpu) }, {
  memory: ranges(size), ephemeralStorage: ranges(size), storage: struct({ max: size(4096) }, { min: size(1) }),
}, 0.5);

const level = memberOf('PodSecurityLevel');
const props: Record<string, MaybeGen> = {
  metadata: plainMetadata, wildcardCertificate: oneOf(false), imagePullSecrets: listOf(pullSecret, 0, 2),
  defaultServiceAccount: bool,
  kafka: setOf(some('kafkaCluster', kafkaClusters), 1, 1), quota, limits, developers: listOf(access, 0, 2),
  podSecurity: struct({ enforce: level }, { audit: level, warn: level, version: oneOf('latest', 'v1.35') }, 0.5),
};

const peer: Gen = choice(
  calling('NetworkPeer', 'namespace', oneOf('monitoring'), maybe(labelSelector)),
  calling('NetworkPeer', 'cidr', oneOf('10.0.0.0/16', '0.0.0.0/0'), maybe(oneOf('10.0.1.0/24'))),
  calling('NetworkPeer', 'cidr', oneOf('2001:db8::/32')), calling('NetworkPeer', 'anywhere'),
);

/** Where a program has a platform, its requests come through these. */
const ingressNamespaces: Gen = fc.constantFrom(...[[], ['gateways']].map((others): Expr =>
  list(...['contour-external', 'contour-internal', ...others].map(literal))));
const network: Gen = struct({ ingressNamespaces, isolation: memberOf('NetworkIsolation', 'INGRESS_AND_EGRESS') }, {
  dns: listOf(peer, 1, 1),
});
const ingressOnly: Gen = struct({ ingressNamespaces }, { isolation: memberOf('NetworkIsolation', 'INGRESS') });

const open: Drafts = draft('team', ['services'], construct('ServicesNamespace', fresh('team'), maybe(struct({}, { ...props, network: ingressOnly }), 0.9)));
const closed: Drafts = draft('team', ['services', 'services:closed'], construct('ServicesNamespace', fresh('team'), struct({ network }, props)));

const port: Gen = choice(
  calling('NetworkPort', 'tcp', whole(1, 65_535)), calling('NetworkPort', 'udp', whole(1, 65_535)), calling('NetworkPort', 'tcpRange', whole(1, 9000), whole(9000, 65_535)),
);

/** Namespaces for services, and what is added to them. */
export function namespaces(): readonly Drafts[] {
  const any = some('services', open);
  const shut = some('services:closed', closed);
  return [
    open, closed,
    statement(calling(any, 'addServiceAccount', fresh('account'), maybe(struct({}, { automountToken: bool })))),
    statement(calling(any, 'addImagePullSecret', pullSecret)),
    statement(calling(any, 'addKafka', some('kafkaCluster', kafkaClusters))),
    statement(calling(any, 'addDevelopers', access)),
    statement(calling(shut, 'allowFrom', peer, maybe(port))), statement(calling(shut, 'allowFrom', peer, port, port)),
    statement(calling(shut, 'allowTo', peer, port)),
  ];
}
