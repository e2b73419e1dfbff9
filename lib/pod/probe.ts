import { Duration } from 'cdk8s';
import {
  checkChoice, checkDuration, checkWhole, MAX_INT32, ownCopy, type Problem, raise, secondsOf, show,
} from '../core';

/** How often a probe asks, how long it waits, and what it makes of the answers. */
export interface ProbeOptions {
  /**
   * Time before the first question, in whole seconds.
   * @default - none
   */
  readonly initialDelay?: Duration;
  /**
   * Time between two questions, in whole seconds, one at least. A readiness probe of a Knative service that leaves
   * it out is asked several times a second until it first succeeds, and then takes neither `timeout` nor
   * `failureThreshold` (`KN-POD-019`).
   * @default - ten seconds; for readiness on a Knative service as said above
   */
  readonly period?: Duration;
  /**
   * Time to wait for an answer, in whole seconds, one at least.
   * @default - one second
   */
  readonly timeout?: Duration;
  /**
   * Failures in a row that count as one.
   * @default 3
   */
  readonly failureThreshold?: number;
  /**
   * Successes in a row that count as one; anything but 1 is for readiness only (`KN-POD-018`).
   * @default 1
   */
  readonly successThreshold?: number;
}

/** Options for probes that open a connection. */
export interface PortProbeOptions extends ProbeOptions {
  /**
   * Port that is asked. A startup probe has to say it, and so has every probe of a sidecar.
   * @default - the port of the container
   */
  readonly port?: number;
}

/** Options for `Probe.tcpSocket`. */
export interface TcpSocketProbeOptions extends PortProbeOptions {
  /**
   * Name of the container's port, in place of its number.
   * @default - the number counts
   */
  readonly portName?: string;
  /**
   * Host that is asked.
   * @default - the pod's own address
   */
  readonly host?: string;
}

/** Scheme of an HTTP probe. */
export enum ProbeScheme {
  HTTP = 'HTTP',
  HTTPS = 'HTTPS',
}

/** Options for `Probe.httpGet`. */
export interface HttpGetProbeOptions extends TcpSocketProbeOptions {
  /**
   * Scheme of the request; certificates are not verified.
   * @default ProbeScheme.HTTP
   */
  readonly scheme?: ProbeScheme;
  /**
   * Headers of the request.
   * @default - none
   */
  readonly headers?: { readonly [name: string]: string };
}

/** Options for `Probe.grpc`. */
export interface GrpcProbeOptions extends PortProbeOptions {
  /**
   * Service name in the health request.
   * @default - the server as a whole
   */
  readonly service?: string;
}

/**
 * A question that tells whether a container runs, is ready, or has started.
 * @see https://knative.dev/docs/serving/services/configure-probing/
 */
export class Probe {
  /** An HTTP request that succeeds with a status from 200 to 399. */
  public static httpGet(path: string, options: HttpGetProbeOptions = {}): Probe {
    const { host, scheme, headers } = options;
    raise(...checkConnection(options), checkChoice('KN-POD-048', 'scheme', scheme, ProbeScheme));
    raise(...Object.keys(headers ?? {}).map(checkHeaderName));
    const httpHeaders = headers && Object.entries(headers).map(([name, value]) => ({ name, value }));
    return new Probe('httpGet', { path, host, scheme, httpHeaders }, options, options);
  }

  /** A connection that succeeds when it is accepted. */
  public static tcpSocket(options: TcpSocketProbeOptions = {}): Probe {
    raise(...checkConnection(options));
    return new Probe('tcpSocket', { host: options.host }, options, options);
  }

  /** A command in the container that succeeds with exit code 0. */
  public static exec(command: readonly string[], options: ProbeOptions = {}): Probe {
    raise(checkExec(command));
    return new Probe('exec', { command: [...command] }, {}, options);
  }

  /** A request to the gRPC health service. */
  public static grpc(options: GrpcProbeOptions = {}): Probe {
    raise(...checkConnection(options));
    return new Probe('grpc', { service: options.service }, options, options);
  }

  /** @internal */
  public readonly _options: ProbeOptions;
  /** @internal */
  public readonly _port?: number;
  /** @internal */
  public readonly _portName?: string;
  /** @internal */
  public readonly _successThreshold: number;

  private constructor(
    /** @internal */
    public readonly _handler: string,
    private readonly action: Readonly<Record<string, unknown>>,
    connection: TcpSocketProbeOptions, options: ProbeOptions,
  ) {
    this._options = ownCopy(options);
    raise(...checkNumbers(options));
    this._port = connection.port;
    this._portName = connection.portName;
    this._successThreshold = options.successThreshold ?? 1;
  }

  /**
   * @param spellOut whether a gRPC service of no name is written, as Serving's admission would
   * @internal
   */
  public _render(spellOut: boolean): Record<string, unknown> {
    const { initialDelay, period, timeout, failureThreshold, successThreshold } = this._options;
    const port = this._portName ?? this._port;
    const service = spellOut && this._handler === 'grpc' ? this.action.service ?? '' : this.action.service;
    return {
      [this._handler]: { ...this.action, port, service },
      initialDelaySeconds: seconds(initialDelay),
      periodSeconds: seconds(period),
      timeoutSeconds: seconds(timeout),
      failureThreshold,
      successThreshold,
    };
  }
}

/**
 * What is asked of a port number anywhere in a pod.
 * @internal
 */
export function checkPortNumber(what: string, port: number | undefined): Problem | undefined {
  return checkWhole('KN-POD-010', what, port, { min: 1, max: 65535, proposal: 8080 });
}

const SECOND = Duration.seconds(1);
const NONE = Duration.seconds(0);
/** Kubernetes keeps seconds and answers in 32 bits. */
const LONGEST = Duration.seconds(MAX_INT32);

function seconds(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : secondsOf(duration);
}

function checkNumbers(options: ProbeOptions): (Problem | undefined)[] {
  const { initialDelay, period, timeout, failureThreshold, successThreshold } = options;
  return [
    checkDuration(initialDelay, { field: 'initialDelay', min: NONE, max: LONGEST, step: SECOND }),
    checkDuration(period, { field: 'period', min: SECOND, max: LONGEST, step: SECOND }),
    checkDuration(timeout, { field: 'timeout', min: SECOND, max: LONGEST, step: SECOND }),
    checkWhole('KN-POD-018', 'failureThreshold', failureThreshold, { min: 1, proposal: 3 }),
    checkWhole('KN-POD-018', 'successThreshold', successThreshold, { min: 1, proposal: 1 }),
  ];
}

function checkConnection(options: TcpSocketProbeOptions): (Problem | undefined)[] {
  const { port, portName } = options;
  return [
    checkPortNumber('probe port', port),
    port === undefined || portName === undefined ? undefined : {
      code: 'KN-POD-017',
      message: `a probe has the port ${show(port)} and the port name ${show(portName)}`,
      received: portName,
      allowed: '`port` or `portName`, or neither',
      fix: 'leave `portName` out',
    },
  ];
}

/** Follows `validateHTTPGetAction` of Kubernetes' validation.go. */
function checkHeaderName(name: string): Problem | undefined {
  if (/^[-A-Za-z0-9]+$/.test(name)) return undefined;
  return {
    code: 'KN-POD-017',
    message: `${show(name)} is no HTTP header name`,
    received: name,
    allowed: 'letters, digits and dashes',
    fix: 'write a name such as `X-Probe`',
  };
}

function checkExec(command: readonly string[]): Problem | undefined {
  if (command.length > 0 && command.every((word) => typeof word === 'string') && command[0] !== '') return undefined;
  return {
    code: 'KN-POD-017',
    message: 'the command of a probe has no program',
    received: command,
    allowed: 'a program and its arguments, each a text of its own',
    fix: "write `Probe.exec(['cat', '/tmp/healthy'])`",
  };
}
