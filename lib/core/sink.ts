import { X509Certificate } from 'crypto';
import { Construct, type IConstruct } from 'constructs';
import type { Service } from 'cdk8s-plus-28';
import { checkCredentials, showAddress } from './address-credentials';
import { clusterDomainOf, clusterOf } from './cluster-chart';
import { traceOf } from './identity';
import { hasLateValue } from './late-values';
import { checkName, DNS_1123_LABEL } from './names';
import { noNamespace } from './namespace-for-address';
import { Feature, featureProblem } from './features';
import { ownCopy } from './own-copy';
import { certificatesIn } from './pem-certificates';
import { type Problem, raise, show } from './problem';
import { refuseAtSynth } from './problems';
import { checkReference, copyReference, type ObjectReference } from './reference';

/** Where events go, as a Knative destination says it. */
export interface SinkConfig {
  /** The object that receives; it is addressable, or a Kubernetes Service. */
  readonly ref?: ObjectReference;
  /** Absolute address, or with `ref` a path relative to the address of that object. */
  readonly uri?: string;
  /** PEM certificates that the receiver's TLS is checked against. */
  readonly caCerts?: string;
  /** OIDC audience of the receiver. */
  readonly audience?: string;
}

/** Whatever can receive events: services, brokers, channels, Kafka sinks, and what `Sink` names. */
export interface ISink {
  /** The destination, as `consumer` has to write it. Pure: it adds nothing to the tree. */
  toSinkConfig(consumer: IConstruct): SinkConfig;
}

/** Options for every form of `Sink`. */
export interface SinkOptions {
  /**
   * Path below the receiver's address, such as `/orders` (`KN-SNK-002`), without a token in its query (`KN-SNK-005`).
   * @default - the address itself
   */
  readonly path?: string;
  /**
   * PEM certificates that the receiver's TLS is checked against, and nothing else (`KN-SNK-003`).
   * @default - the trust of the cluster
   */
  readonly caCerts?: string;
  /**
   * OIDC audience of the receiver; needs the Eventing feature `authentication-oidc` (`KN-FTR-001`), without which it
   * does nothing.
   * @default - the one that the receiver publishes
   */
  readonly audience?: string;
}

/** Options for `Sink.kubernetesService`. */
export interface KubernetesServiceSinkOptions extends SinkOptions {
  /**
   * Namespace of the Service.
   * @default - the namespace of the object that sends
   */
  readonly namespace?: string;
}

/** As Go reads addresses, which is stricter than what a browser makes of them. */
const ABSOLUTE = /^https?:\/\/[^/?#]+/;
/** Kinds whose address is a path of a service that they share: a path cannot lie below it. */
const ADDRESSED_BY_PATH: ReadonlySet<string> = new Set(['Broker', 'KafkaSink', 'JobSink', 'RequestReply']);

/**
 * A receiver that is not a construct of this library, or a receiver with a path, a CA or an audience.
 * @see https://knative.dev/docs/eventing/sinks/
 */
export class Sink implements ISink {
  /** A receiver with a path, a CA or an audience: `Sink.of(service, { path: '/orders' })`. */
  public static of(sink: ISink, options: SinkOptions): Sink {
    return new Sink((consumer) => sink.toSinkConfig(consumer), options, sink);
  }

  /**
   * An absolute address, inside the cluster or outside of it.
   * @throws KnativeError `KN-SNK-001` for an address without `http`, `https` or host, `KN-SNK-005` for one with a user,
   * a password or a token
   */
  public static uri(uri: string, options: SinkOptions = {}): Sink {
    raise(checkUri(uri));
    return new Sink(() => ({ uri }), options);
  }

  /** A Kubernetes Service by name; it is reached on port 80. */
  public static kubernetesService(name: string, options: KubernetesServiceSinkOptions = {}): Sink {
    const ref = { apiVersion: 'v1', kind: 'Service', name, namespace: options.namespace };
    raise(checkReference(ref), checkName('name for a Kubernetes Service', name, DNS_1123_LABEL, 'KN-NAM-001'));
    return new Sink(() => ({ ref }), options);
  }

  /** A Kubernetes Service of cdk8s-plus. One that listens elsewhere than on port 80 is written as an address. */
  public static service(service: Service, options: SinkOptions = {}): Sink {
    return new Sink((consumer) => {
      const { name, apiVersion, kind } = service;
      const namespace = service.metadata.namespace;
      if (service.port === 80) return { ref: { apiVersion, kind, name, namespace } };
      if (namespace === undefined) refuseAtSynth(consumer, noNamespace(`the Service ${show(name)}`), traceOf(consumer));
      const host = `${name}.${namespace ?? 'default'}.svc.${clusterDomainOf(consumer)}`;
      return { uri: `http://${host}:${service.port}` };
    }, options);
  }

  /**
   * Any addressable object that exists already.
   * @throws KnativeError `KN-SNK-004` where apiVersion, kind or name is empty
   */
  public static reference(reference: ObjectReference, options: SinkOptions = {}): Sink {
    raise(checkReference(reference));
    const own = ownCopy(reference);
    return new Sink(() => ({ ref: copyReference(own) }), options);
  }

  private readonly options: SinkOptions;

  private constructor(
    private readonly base: (consumer: IConstruct) => SinkConfig, options: SinkOptions,
    /** @internal */
    public readonly _inner?: ISink,
  ) {
    this.options = ownCopy(options);
    raise(checkPath(options.path), checkCaCerts(options.caCerts));
  }

  public toSinkConfig(consumer: IConstruct): SinkConfig {
    const base = this.base(consumer);
    const { path, caCerts = base.caCerts, audience = base.audience } = this.options;
    const relative = path === undefined ? base.uri : joinPath(base, path);
    return { ref: base.ref, uri: relative, caCerts, audience };
  }
}

/**
 * A destination as it stands in a manifest of `consumer`. The namespace is written only where it differs from the
 * consumer's own: it is what Knative fills in, and a reader sees at once which references leave the namespace.
 */
export function renderSink(
  consumer: IConstruct & { readonly namespace?: string }, sink: ISink,
): Record<string, unknown> {
  checkReach(consumer, sink);
  const config = sink.toSinkConfig(consumer);
  const { ref, uri, caCerts, audience } = config;
  for (const problem of checkContract(sink, config)) refuseAtSynth(consumer, problem, traceOf(consumer));
  if (ref !== undefined && uri !== undefined && ADDRESSED_BY_PATH.has(ref.kind)) {
    refuseAtSynth(consumer, noRoom(ref, uri), traceOf(consumer));
  }
  const off = audience === undefined
    ? undefined
    : featureProblem(consumer, Feature.AUTHENTICATION_OIDC, 'the audience of a sink');
  if (off !== undefined) refuseAtSynth(consumer, off, traceOf(consumer));
  const rendered: Record<string, unknown> = {};
  if (ref !== undefined) rendered.ref = renderReference(ref, consumer.namespace);
  if (uri !== undefined) rendered.uri = uri;
  if (caCerts !== undefined) rendered.CACerts = caCerts;
  if (audience !== undefined) rendered.audience = audience;
  return rendered;
}

/** What `Sink` itself names was checked when it was made; other receivers may answer anything. */
function checkContract(sink: ISink, { ref, uri, caCerts }: SinkConfig): Problem[] {
  if (sink instanceof Sink && sink._inner === undefined) return [];
  const problems = ref === undefined
    ? [checkUri(uri ?? ''), checkCaCerts(caCerts)]
    : [checkReference(ref), checkPath(uri), checkCaCerts(caCerts)];
  return problems.filter((problem) => problem !== undefined);
}

/**
 * The receiver alone as it stands in a manifest of `consumer`, without path and certificates; absent for an address.
 * @internal
 */
export function renderReceiver(
  consumer: IConstruct & { readonly namespace?: string }, sink: ISink,
): ObjectReference | undefined {
  checkReach(consumer, sink);
  const { ref } = sink.toSinkConfig(consumer);
  return ref === undefined ? undefined : renderReference(ref, consumer.namespace);
}

/** Knative resolves a path against the host of the address, so that the path of the receiver would be lost. */
function noRoom(ref: ObjectReference, path: string): Problem {
  return {
    code: 'KN-SNK-006',
    message: `the path ${showAddress(path)} cannot lie below the ${ref.kind} ${show(ref.name)}, whose own address is a path`,
    received: path,
    allowed: 'a path below a service or a channel',
    fix: 'leave `path` out',
  };
}

/** A name of another cluster would be looked for in the consumer's own, and perhaps found. */
function checkReach(consumer: IConstruct, sink: ISink): void {
  if (sink instanceof Sink) {
    if (sink._inner !== undefined) checkReach(consumer, sink._inner);
    return;
  }
  if (!Construct.isConstruct(sink)) return;
  const [here, there] = [clusterOf(consumer), clusterOf(sink)];
  if (here === there) return;
  refuseAtSynth(consumer, {
    code: 'KN-NAM-008',
    message: `the sink ${show(sink.node.path)} is meant for the cluster ${show(there)}, the sender for ${show(here)}`,
    received: there,
    allowed: 'a sink of the same cluster, or an address that is reached from outside',
    fix: "write `Sink.uri('https://events.example.com')` for a receiver of another cluster",
  }, traceOf(consumer));
}

/** A reference as it stands in a manifest of an object in `ownNamespace`. */
export function renderReference(ref: ObjectReference, ownNamespace: string | undefined): ObjectReference {
  const { apiVersion, kind, name, namespace } = ref;
  return namespace === ownNamespace ? { apiVersion, kind, name } : { apiVersion, kind, name, namespace };
}

function joinPath({ ref, uri }: SinkConfig, path: string): string {
  if (uri === undefined) return path;
  const [address = '', query] = uri.split('?');
  const below = `${address.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
  return ref === undefined && query !== undefined && !path.includes('?') ? `${below}?${query}` : below;
}

/** The way out for a receiver that wants a credential. */
const KNOWS_THE_SECRET = 'send to a service of the cluster that knows the credential from a Secret, and passes the events on';

function checkUri(uri: string): Problem | undefined {
  const secret = checkCredentials('the address of the sink', uri, 'KN-SNK-005', KNOWS_THE_SECRET);
  if (secret !== undefined) return secret;
  if (URL.canParse(uri) && ABSOLUTE.test(uri) && isGoUrl(uri)) return undefined;
  return {
    code: 'KN-SNK-001',
    message: `${show(uri)} is no absolute address`,
    received: uri,
    allowed: 'a URI with the scheme `http` or `https` and a host',
    fix: 'write `https://events.example.com/inbox`, or use `Sink.of(sink, { path })` for a path below a receiver',
  };
}

function checkPath(path: string | undefined): Problem | undefined {
  const secret = checkCredentials('the path of the sink', path, 'KN-SNK-005', KNOWS_THE_SECRET);
  if (secret !== undefined) return secret;
  const relative = path === undefined || /^[^\s:/?#][^\s:]*$|^\/(?!\/)\S*$|^\?\S*$/.test(path);
  if (relative && isGoUrl(path ?? '')) return undefined;
  return {
    code: 'KN-SNK-002',
    message: `${show(path)} is no path below a receiver`,
    received: path,
    allowed: 'a path without scheme, host or white space, each `%` followed by two hexadecimal digits',
    fix: 'write `/orders`, or use `Sink.uri` for an absolute address',
  };
}

/**
 * Follows Go: net/url, Parse, by which Knative's admission reads an address. It refuses control characters, a `%` that
 * begins no escape before the query or in the fragment, and more of a host than a browser does.
 */
function isGoUrl(text: string): boolean {
  const [, address = '', fragment = ''] = /^([^#]*)#?(.*)$/s.exec(text) ?? [];
  const beforeQuery = address.split('?', 1)[0] ?? '';
  const host = /^https?:\/\/([^/]*)/i.exec(beforeQuery)?.[1] ?? '';
  return !/[\s\\\u0000-\u001f\u007f-\u009f]/.test(text) && !/%(?![0-9a-f]{2})/i.test(`${beforeQuery}#${fragment}`)
    && !/[%`{}]/.test(host);
}

/** Follows Go: knative.dev/pkg apis/duck/v1/destination.go, which parses the certificate beside an address. */
function checkCaCerts(caCerts: string | undefined): Problem | undefined {
  if (caCerts === undefined || hasLateValue(caCerts)) return undefined;
  if (certificatesIn(caCerts)?.every(isCertificate) === true) return undefined;
  return {
    code: 'KN-SNK-003',
    message: 'the CA of a sink is no PEM certificate',
    // It may be a key.
    received: undefined,
    allowed: 'one or more PEM blocks of type CERTIFICATE, and no others',
    fix: "read the file: `readFileSync('ca.crt', 'utf8')`",
  };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
