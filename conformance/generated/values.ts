import fc from 'fast-check';
import {
  bool, calling, choice, draft, type Drafts, type Gen, just, listOf, mapOf, maybe, oneOf, some, struct, value,
  whole,
} from './arbitraries';
import { create, type Draft, type Expr, fields, literal, NAMESPACE } from './expression';

/** Values that many kinds share. */
const WORDS = ['orders', 'payments', 'shop', 'audit', 'stock', 'a', 'mail-out', 'v2-users'];
const LABEL_KEYS = [
  'team', 'app.kubernetes.io/name', 'example.com/tier', 'a', 'Cost_Center', 'app.kubernetes.io/part-of',
];
const TEXTS = [
  '', 'eu', 'a b', "it's", 'say "hi"', 'back\\slash', 'two\nlines', 'größer als 1 €', '日本', '{"a":1}', '- no list', 'null',
  'true', '0x1F', '1e3', ': colon', '# no comment', '%', '~', '2026-01-31', '=',
];

/** A name that nothing else in the program has; one in twenty is as long as the kind allows. */
export function id(longest = 63): Gen {
  return fc.tuple(fc.constantFrom(...WORDS), fc.integer({ min: 0, max: 19 }))
    .map(([word, dice]): Expr => (dice === 0 ? { is: 'fresh', word, length: longest } : { is: 'fresh', word }));
}

/** A name for something outside of namespaces. */
export const clusterWideId: Gen = fc.constantFrom(...WORDS)
  .map((word): Expr => ({ is: 'fresh', word, clusterWide: true }));

/** A name without its construct, such as that of a Secret that exists. */
export const objectName: Gen = oneOf('existing', 'app-config', 'a.b-c.d', 'x'.repeat(253));
export const label: Gen = oneOf('orders', 'a', 'x1', 'a-b-c', 'x'.repeat(63));
export const text: Gen = value(fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 40 }).map(withoutDollar)));
export const word: Gen = oneOf(...WORDS);

/** Dollars refer to variables, which have rules of their own. */
function withoutDollar(given: string): string {
  return given.replaceAll('$', '');
}

export const labels: Gen = mapOf(LABEL_KEYS, oneOf('', 'shop', 'A.b_c-1', 'x'.repeat(63)));
export const annotations: Gen = mapOf(LABEL_KEYS, text);
export const nodeLabels: Gen = mapOf(['topology.kubernetes.io/zone', 'disk', 'example.com/pool'], oneOf('ssd', 'eu-1a', ''), 1);

/** Name, labels and annotations; the namespace is that of the chart. */
export const metadata: Gen = struct({}, { labels, annotations, namespace: fc.constant<Expr>(NAMESPACE) }, 0.5);

/** The same for what lies in no namespace, or in one that cannot be chosen. */
export const plainMetadata: Gen = struct({}, { labels, annotations }, 0.5);

export const wholeSeconds = (min: number, max: number): Gen => calling('Duration', 'seconds', whole(min, max));

/** A duration in tenths of a second, as delivery specs keep it. */
export const tenths: Gen = choice(
  calling('Duration', 'millis', value(fc.integer({ min: 1, max: 600 }).map((tenth) => tenth * 100))),
  wholeSeconds(1, 900), calling('Duration', 'minutes', whole(1, 90)),
);

/** A duration in whole seconds, in various units. */
export function seconds(min: number, max: number): Gen {
  const minutes = [Math.ceil(min / 60), Math.floor(max / 60)] as const;
  return minutes[0] < minutes[1]
    ? choice(wholeSeconds(min, max), calling('Duration', 'minutes', whole(...minutes)))
    : wholeSeconds(min, max);
}

export const size: Gen = choice(
  calling('Size', 'mebibytes', whole(1, 4096)), calling('Size', 'gibibytes', whole(1, 64)),
  calling('Size', 'kibibytes', whole(1, 1 << 20)),
);

/** Two numbers in order. */
export function ordered(min: number, max: number): fc.Arbitrary<readonly [number, number]> {
  return fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
}

const HEX = '0123456789abcdef';
export const image: Gen = value(fc.oneof(
  fc.constantFrom('ghcr.io/example/orders:1.4.2', 'nginx:1.27', 'localhost:5000/team/app:v1', 'busybox', 'a.io/b/c/d_e.f:latest',
    '[::1]:5000/team/app:x_Y.z-1'),
  fc.array(fc.constantFrom(...HEX), { minLength: 64, maxLength: 64 }).map((hex) => `ghcr.io/example/orders@sha256:${hex.join('')}`),
));

export const secret: Gen = calling('SecretReference', 'fromName', objectName);
export const configMap: Gen = calling('ConfigMapReference', 'fromName', objectName);
export const key: Gen = oneOf('key', 'connection-string', 'a.b_C', '.hidden', 'x'.repeat(253));
export const words: Gen = listOf(oneOf('serve', '--port=$(PORT)', 'a b', '-v', '', '*', "it's"), 0, 4);
export const command: Gen = choice(
  listOf(oneOf('/app/serve', 'node', './run'), 1, 1), just('sh').map((shell): Expr =>
    ({ is: 'list', items: [shell, literal('-c'), literal('serve --port $PORT && exit')] })),
);

/** A selector that selects something; operators have the values that they want. */
const requirement = (operators: string, keys: readonly string[]): Gen => choice(
  struct({
    key: oneOf(...keys),
    operator: oneOf('IN', 'NOT_IN').map(memberOfEnum(operators)),
    values: listOf(oneOf('a', 'b-1', ''), 1, 3),
  }),
  struct({ key: oneOf(...keys), operator: oneOf('EXISTS', 'DOES_NOT_EXIST').map(memberOfEnum(operators)) }),
);

function memberOfEnum(of: string): (name: Expr) => Expr {
  return (given) => ({
    is: 'member', of: { is: 'name', name: of }, name: given.is === 'literal' ? String(given.value) : '',
  });
}

export const labelSelector: Gen = struct({}, {
  matchLabels: labels,
  matchExpressions: listOf(requirement('LabelSelectorOperator', LABEL_KEYS), 0, 3),
}, 0.7);

export const nodeRequirement: Gen = choice(
  requirement('NodeSelectorOperator', ['topology.kubernetes.io/zone', 'example.com/pool', 'disk']),
  struct({
    key: oneOf('example.com/cores'), operator: oneOf('GT', 'LT').map(memberOfEnum('NodeSelectorOperator')),
    values: listOf(oneOf('4', '0'), 1, 1),
  }),
);
export const nodeField: Gen = struct({
  key: just('metadata.name'), operator: oneOf('IN', 'NOT_IN').map(memberOfEnum('NodeSelectorOperator')),
  values: listOf(oneOf('node-1'), 1, 1),
});

/** A receiver that takes little to make, for programs that have none yet. */
const plainChannel: Draft = {
  as: 'channel', sorts: ['sink', 'channel', 'channel:memory', 'resource'],
  expr: create('InMemoryChannel', { is: 'here', what: 'chart' }, { is: 'fresh', word: 'events' }),
};

/** Signed by itself, for nobody. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBcjCCARegAwIBAgIUN8gJOynOzUYdn+Ho/FvASQdS32cwCgYIKoZIzj0EAwIw
DTELMAkGA1UEAwwCY2EwIBcNMjYxMTIxMDgyMTU4WhgPMjEyNjEwMjgwODIxNTha
MA0xCzAJBgNVBAMMAmNhMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAErfuv87Qi
pnJ7/g5UcCdbhYcb8TkzXp87OUqzTYXlG8skP3z7fCnhV434I4oQlnlURifO1q6n
e3JEPcgVwLYvWaNTMFEwHQYDVR0OBBYEFGzudJcRbM6/U+Ng3SL1acM0nIL6MB8G
A1UdIwQYMBaAFGzudJcRbM6/U+Ng3SL1acM0nIL6MA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSQAwRgIhAIUo6qFnGvBbJR2ha44z21voarTwi4rM/owgWwEg
9h/iAiEA1DeKsh6mYcjwx9ShqPx+RGG7XRptsYzXXya2hE6nEmE=
-----END CERTIFICATE-----
`;
export const certificate: Gen = just(CERTIFICATE);
const sinkPath: Gen = oneOf('/', '/orders', '/a/b?c=d', 'relative');

/** Options of `Sink`; a path lies below a receiver whose own address has none. */
const sinkOptions = (flags: boolean, path: boolean): Gen => struct({}, {
  caCerts: certificate, ...(path ? { path: sinkPath } : {}), ...(flags ? { audience: oneOf('orders', 'system:broker/x') } : {}),
});

const receiver = (sort: string): Gen => some(sort, fc.constant(plainChannel), { anywhere: true });
const aReceiver = receiver('sink');
const aHost = choice(receiver('service'), receiver('channel'));

const kubernetesService: Draft = {
  as: 'kubernetes', sorts: ['kubernetesService'], expr: create('Service', { is: 'here', what: 'chart' }, { is: 'fresh', word: 'plain' }, fields({
    ports: { is: 'list', items: [fields({ port: literal(80) })] },
  })),
};

/** What a program implements itself. */
const ownImplementation = (flags: boolean): Gen => choice(
  struct({ uri: just('https://events.example.com/in') }, { caCerts: certificate }),
  struct({ ref: struct({ apiVersion: just('v1'), kind: just('Service'), name: label }) }, { uri: just('/in'), ...(flags ? { audience: just('orders') } : {}) }),
).map((body): Expr => fields({ toSinkConfig: { is: 'lambda', body } }));

/** A receiver of the same namespace, or an address. */
export const nearSink: Gen = choice(some('channel', fc.constant(plainChannel)), calling('Sink', 'uri', oneOf('https://example.com')));

/** Where events go: a construct of the program, most often, or what `Sink` names. */
export function sink(flags: boolean): Gen {
  const [options, trust] = [sinkOptions(flags, true), sinkOptions(flags, false)];
  return fc.oneof(
    { weight: 8, arbitrary: aReceiver },
    { weight: 1, arbitrary: calling('Sink', 'of', aHost, options) },
    { weight: 1, arbitrary: calling('Sink', 'of', aReceiver, trust) },
    { weight: 1, arbitrary: calling('Sink', 'uri', oneOf('https://example.com', 'http://a.b:8080'), maybe(options)) },
    { weight: 1, arbitrary: calling('Sink', 'uri', oneOf('https://example.com/a?b=c', 'http://a.b.svc.cluster.local/x'), maybe(trust)) },
    { weight: 1, arbitrary: calling('Sink', 'kubernetesService', label, struct({}, {
      path: sinkPath, namespace: oneOf('elsewhere'), caCerts: certificate, ...(flags ? { audience: oneOf('orders') } : {}),
    })) },
    { weight: 1, arbitrary: calling('Sink', 'reference', struct({
      apiVersion: oneOf('messaging.example.com/v1'), kind: oneOf('Inbox'), name: label,
    }, { namespace: oneOf('elsewhere') }), options) },
    { weight: 1, arbitrary: ownImplementation(flags) },
    { weight: 1, arbitrary: calling('Sink', 'service', some('kubernetesService', fc.constant(kubernetesService)), maybe(struct({}, { path: sinkPath }))) },
  );
}

export const serviceAccountDrafts: Drafts = draft('account', ['serviceAccount', 'resource'], serviceAccount());

function serviceAccount(): Gen {
  const props = struct({}, { metadata, automountToken: bool, imagePullSecrets: listOf(secret, 0, 2) });
  return fc.tuple(id(253), props).map(([name, given]): Expr =>
    ({ is: 'new', of: 'ServiceAccount', args: [{ is: 'here', what: 'chart' }, name, given] }));
}
