import { type Problem, show } from '../core';
import type { Probe } from './probe';

/**
 * The three questions that a container can be asked.
 * @internal
 */
export interface Probes {
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

/**
 * Names of the probe fields, in the order in which a reader looks for them.
 * @internal
 */
export const PROBE_FIELDS = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/**
 * Whether there is any question.
 * @internal
 */
export function hasProbes(probes: Probes): boolean {
  return PROBE_FIELDS.some((field) => probes[field] !== undefined);
}

/**
 * What is wrong with a probe wherever it stands: Kubernetes takes several successes for readiness only.
 * @internal
 */
export function checkSuccessThreshold(field: string, probe: Probe): Problem | undefined {
  if (field === 'readinessProbe' || probe._successThreshold === 1) return undefined;
  return {
    code: 'KN-POD-018',
    message: `the ${field} has the successThreshold ${show(probe._successThreshold)}`,
    received: probe._successThreshold,
    allowed: '1, but for a readiness probe',
    fix: 'leave `successThreshold` out',
  };
}

/**
 * Follows `validateReadinessProbe` in Serving's k8s_validation.go.
 * @internal
 */
export function checkReadiness(probe: Probe | undefined): Problem | undefined {
  const { period, timeout, failureThreshold } = probe?._options ?? {};
  if (period !== undefined || (timeout === undefined && failureThreshold === undefined)) return undefined;
  const field = timeout === undefined ? 'failureThreshold' : 'timeout';
  return {
    code: 'KN-POD-019',
    message: `the readinessProbe has a ${field} but no period`,
    received: field,
    allowed: '`timeout` and `failureThreshold` only with a `period`; without one Knative asks several times a second',
    fix: `write \`period: Duration.seconds(10)\`, or leave \`${field}\` out`,
  };
}

/**
 * Follows `validateProbe` in Serving's k8s_validation.go for the container that has the port, and Kubernetes for what
 * Serving lets through: a startup probe and a gRPC liveness probe are never given the container's port.
 * @param portName name of the container's port; Serving compares with `http` where it has none
 * @internal
 */
export function checkServingPort(field: string, probe: Probe, portName: string): Problem | undefined {
  const { _handler: handler, _port: port, _portName: named } = probe;
  if (handler === 'exec') return undefined;
  const needsNumber = field === 'startupProbe' || (handler === 'grpc' && field === 'livenessProbe');
  if (needsNumber && port === undefined) {
    return portProblem(field, named, 'a port number: Knative does not fill it in here', 'write `port: 8080`');
  }
  if (named === undefined || named === portName) return undefined;
  return portProblem(field, named, `the container's own port, which is called ${show(portName)}`,
    'leave `portName` out');
}

/**
 * Follows `validateProbe` for sidecars, and Kubernetes for every container that Knative does not look after. A name
 * that no port of the container has is taken, and the probe fails for ever.
 * @param portName name of the container's port; a sidecar of a Knative service has none
 * @internal
 */
export function checkOwnPort(field: string, probe: Probe, portName: string | undefined): Problem | undefined {
  const { _handler: handler, _port: port, _portName: named } = probe;
  if (handler === 'exec' || port !== undefined || (named !== undefined && named === portName)) return undefined;
  return portProblem(field, named, portName === undefined || named === undefined
    ? 'a port number: nothing fills it in here' : `the container's own port, which is called ${show(portName)}`,
  'write `port: 8080`');
}

/**
 * An init container runs to its end before anything is asked.
 * @internal
 */
export function checkNoProbes(probes: Probes): (Problem | undefined)[] {
  return PROBE_FIELDS.filter((field) => probes[field] !== undefined).map((field) => ({
    code: 'KN-POD-021',
    message: `an init container has a ${field}`,
    received: field,
    allowed: 'probes only in containers that keep running',
    fix: `leave \`${field}\` out`,
  }));
}

function portProblem(field: string, named: string | undefined, allowed: string, fix: string): Problem {
  const message = named === undefined ? `the ${field} has no port` : `the ${field} asks the port ${show(named)}`;
  return { code: 'KN-POD-020', message, received: named, allowed, fix };
}
