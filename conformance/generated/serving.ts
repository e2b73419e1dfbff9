import fc from 'fast-check';
import {
  bool, calling, choice, type Configuration, construct, draft, type Drafts, type Gen, given, just, maybe,
  type MaybeGen, memberOf, oneOf, some, statement, struct, whole,
} from './arbitraries';
import { call, CHART, type Expr, type Fields, fields, list, literal, member } from './expression';
import { container, env, memory, pod, port, Role, settings, volumeMount } from './pod';
import { annotations, id, image, label, labels, metadata, ordered, seconds, sink, text } from './values';

/** Scaling by the Knative autoscaler; bounds are in order, and everything else lies between them. */
function knativeScaling(flags: boolean): Gen {
  const bounds = ordered(0, 20).chain(([min, max]) => fc.record({
    minScale: maybe(just(min)), maxScale: maybe(just(max)),
    initialScale: max > 0 ? maybe(whole(flags ? 0 : 1, max)) : fc.constant(undefined),
    activationScale: max >= 2 ? maybe(whole(Math.max(2, min), max)) : fc.constant(undefined),
  }));
  const target = {
    target: choice(whole(1, 500), oneOf(0.01, 12.5)), targetUtilizationPercentage: choice(whole(1, 100), just(70.5)),
  };
  const rest = struct({}, {
    autoscalerClass: memberOf('AutoscalerClass', 'KPA'),
    metric: choice(calling('ScaleMetric', 'concurrency', maybe(struct({}, target, 0.6))),
      calling('ScaleMetric', 'requestsPerSecond', maybe(struct({}, target, 0.6)))),
    targetBurstCapacity: oneOf(-1, 0, 211, 70.5),
    window: seconds(6, 3600), panicWindowPercentage: choice(whole(1, 100), just(12.5)),
    panicThresholdPercentage: whole(110, 1000), scaleDownDelay: seconds(0, 3600),
    scaleToZeroPodRetentionPeriod: choice(seconds(0, 3600), calling('Duration', 'millis', whole(0, 3_600_000))),
    metricAggregationAlgorithm: memberOf('MetricAggregationAlgorithm'),
  });
  return fc.tuple(bounds, rest).map(([range, others]) => call('Scaling', 'of', given({ ...range, ...others.fields })));
}

/** Scaling by the Horizontal Pod Autoscaler, which heeds less. */
const podScaling: Gen = fc.tuple(ordered(1, 20), struct({
  metric: choice(
    calling('ScaleMetric', 'cpu', maybe(struct({}, { target: whole(1, 100) }))),
    calling('ScaleMetric', 'memory', struct({ target: calling('Size', 'mebibytes', whole(1, 999)) })),
    calling('ScaleMetric', 'custom', oneOf('queue_length', 'http.requests'), struct({ target: whole(1, 999) })),
  ),
}, { autoscalerClass: memberOf('AutoscalerClass', 'HPA'), window: seconds(6, 3600) })).map(([[min, max], others]) =>
  call('Scaling', 'of', given({ minScale: literal(min), maxScale: literal(max), ...others.fields })));

const foreignScaling: Gen = calling('Scaling', 'of', struct({ autoscalerClass: calling('AutoscalerClass', 'custom', oneOf('a.example.com')) }, {
  minScale: whole(0, 3), window: seconds(6, 60),
}));

const shortScaling: Gen = choice(
  calling('Scaling', 'atLeast', whole(0, 9)), calling('Scaling', 'upTo', whole(1, 9)), calling('Scaling', 'exactly', whole(1, 9)),
  ordered(1, 9).map(([min, max]): Expr => call('Scaling', 'between', literal(min), literal(max))), calling('Scaling', 'toZero'),
  calling(calling('Scaling', 'atLeast', whole(0, 9)), 'with', struct({}, { window: seconds(6, 60) })),
);

export const scaling = (flags: boolean): Gen => choice(knativeScaling(flags), podScaling, foreignScaling, shortScaling);

/** Shares that sum up to 100, to revisions that are named after their service. */
export function traffic(service: string): Gen {
  return fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 0, maxLength: 3 }).map((cuts): Expr => {
    const marks = [0, ...cuts.sort((a, b) => a - b), 100];
    const shares = marks.slice(1).map((mark, at) => mark - (marks[at] ?? 0));
    return list(...shares.map((share, at) => {
      const options = at % 2 === 0 ? [] : [given({ tag: literal(`t${at}`) })];
      return at === 0 ? call('Traffic', 'latest', literal(share), ...options)
        : call('Traffic', 'revision', literal(`${service}-0000${at}`), literal(share), ...options);
    }));
  });
}

/** How requests reach the revisions. */
export function routing(service: string): Record<string, MaybeGen> {
  return {
    traffic: traffic(service), visibility: memberOf('Visibility'), rolloutDuration: seconds(1, 900),
    ingressClass: oneOf('contour.ingress.networking.knative.dev'),
    certificateClass: oneOf('cert-manager.certificate.networking.knative.dev'),
    disableExternalDomainTls: bool, httpProtocol: memberOf('HttpProtocol'),
  };
}

/** What is said of a revision, apart from its pod. */
export function revision({ flags }: Configuration): Record<string, MaybeGen> {
  // Without a request the queue proxy has that of the release, and a limit lies above it.
  const millis = (least: number, most: number) => calling('Cpu', 'millis', whole(least, most));
  const limit = millis(25, 4000);
  const queueCpu = choice(struct({ request: millis(1, 25) }, { limit }), struct({ limit }));
  const queue = { cpu: queueCpu, memory, ephemeralStorage: memory };
  return {
    containerConcurrency: whole(0, 1000),
    timeout: seconds(300, 600), responseStartTimeout: seconds(0, 300), idleTimeout: seconds(0, 300),
    scaling: scaling(flags), progressDeadline: seconds(1, 1200),
    queueProxyResources: struct({}, queue, 0.6), httpFullDuplex: bool,
    ...(flags ? { queueProxyPodInfo: bool } : {}),
    templateLabels: labels,
    templateAnnotations: annotations,
  };
}

/** Everything of a service with one container, except its image and its name. */
export function shortForm(configuration: Configuration, service: string): Record<string, MaybeGen> {
  return {
    metadata, ...settings(configuration, Role.SERVER), ...pod(configuration, Role.SERVER), ...revision(configuration),
    ...routing(service), port, http2: bool, containerName: label,
  };
}

const SERVICES = ['orders', 'payments', 'x'.repeat(55)];
const SORTS = ['sink', 'service', 'resource', 'receiver', 'subject', 'configuration'];

/** A service whose name is known from the start, so that its revisions can be named after it. */
function plainService(configuration: Configuration): Drafts {
  return fc.constantFrom(...SERVICES).chain((service) => fc.record({
    props: struct({ image }, shortForm(configuration, service), 0.15),
    pinned: fc.integer({ min: 0, max: 9 }),
  }).map(({ props, pinned }) => {
    const pin = pinned === 0 ? { revisionName: literal(`${service}-v1`) } : {};
    return {
      as: 'service', sorts: pinned === 0 ? SORTS.filter((sort) => sort !== 'subject') : SORTS, once: `service ${service}`,
      expr: { is: 'new', of: 'KnativeService', args: [CHART, literal(service), withAccount(given({ ...props.fields, ...pin }))] },
    };
  }));
}

/** A service with several containers, of which one gets the requests. */
function manyContainers(configuration: Configuration): Drafts {
  const rest = { metadata, ...pod(configuration, Role.SERVER), ...revision(configuration) };
  const sidecars = fc.array(container(configuration, Role.SIDECAR), { maxLength: 2 });
  const containers = fc.tuple(container(configuration, Role.SERVER), sidecars)
    .map(([server, others]): Expr => list(...others, server));
  return draft('service', SORTS, construct('KnativeService', id(), struct({ containers }, rest, 0.15).map(withAccount)));
}

/** The least service, for programs that need one. */
export const smallService: Drafts = draft('service', SORTS, construct('KnativeService', id(), struct({ image })), 0);

/** What is added later cannot say whose token it is. */
const tokenless = (expr: Expr) => !JSON.stringify(expr).includes('serviceAccountToken');

/** What is added to a service later. */
function additions(configuration: Configuration): Drafts[] {
  const service = some('service', smallService);
  const sidecar = container(configuration, Role.SIDECAR);
  const fresh = fc.constantFrom('ADDED').map((word): Expr => ({ is: 'fresh', word }));
  return [
    statement(calling(service, 'addEnv', fresh, calling('Env', 'value', text))),
    statement(calling(service, 'addVolumeMount', volumeMount(configuration, Role.SERVER).filter(tokenless))),
    statement(calling(service, 'addTemplateLabel', fresh, label)),
    statement(calling(service, 'addTemplateAnnotation', fresh, text)),
    statement(calling(some('service:ported', portedService), 'addContainer', sidecar.filter(tokenless))),
    draft('binding', ['resource'], calling(some('subject', smallService, { uses: 'subject' }), 'bindTo', sink(configuration.flags))),
    draft('service', SORTS, construct('KnativeService', id(), struct({
      image, http2: just(true), readinessProbe: calling('Probe', 'httpGet', just('/'), struct({ portName: just('h2c') })),
      livenessProbe: calling('Probe', 'tcpSocket', struct({ portName: just('h2c') })),
    }))),
    ...(configuration.flags ? [statement(calling(service, 'addInitContainer', struct({ image }, { env: env(true) })))] : []),
  ];
}

const portedService: Drafts = draft('service', [...SORTS, 'service:ported'], construct('KnativeService', id(), struct({ image, port })), 0);

/** A token is for an account: the API server names the default one only where its service account admission is on. */
export function withAccount(props: Fields): Fields {
  const { serviceAccount, dnsConfig, dnsPolicy } = props.fields;
  // With servers of its own a pod can do without those of the cluster.
  const dns: Record<string, Expr> = dnsConfig === undefined || dnsPolicy !== undefined ? {} : { dnsPolicy: member('DnsPolicy', 'NONE') };
  const tokens = JSON.stringify(props).includes('serviceAccountToken');
  const account: Record<string, Expr> = serviceAccount !== undefined || !tokens ? {}
    : { serviceAccount: call('ServiceAccount', 'fromName', literal('existing')) };
  return fields({ ...account, ...dns, ...props.fields });
}

/** Services, and what is added to them. */
export function serving(configuration: Configuration): Drafts[] {
  const service = plainService(configuration);
  return [service, service, service, manyContainers(configuration), ...additions(configuration)];
}
