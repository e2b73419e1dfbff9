import { Duration } from 'cdk8s';
import { Probe } from '../../lib';
import { both, IMAGE, noPod, ours, props, untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

type Fields = Readonly<Record<string, unknown>>;
const PROXY = { image: 'ghcr.io/example/proxy:1.0', name: 'proxy' };
const http = { httpGet: { path: '/healthz' } };
const probe = (field: string, fields: Fields) => ({ container: { [field]: fields } });
const readiness = (fields: Fields) => probe('readinessProbe', { ...http, ...fields });
const liveness = (fields: Fields) => probe('livenessProbe', { ...http, ...fields });
const sidecar = (fields: Fields) => ({ containers: [{ ports: [{ containerPort: 8080 }] }, { ...PROXY, ...fields }] });
const seconds = Duration.seconds(10);
const MUST_MATCH = 'Probe port must match container port';

const handlers: readonly VerdictRow[] = [
  both('compiler', 'a probe that asks in two ways', 'expected exactly one, got both',
    // @ts-expect-error a probe is a value of a class, and asks in one way
    () => props({ readinessProbe: { ...http, exec: { command: ['true'] } } }),
    readiness({ exec: { command: ['true'] } })),
  both('compiler', 'a probe that asks nothing', 'expected exactly one, got neither',
    // @ts-expect-error a probe is a value of a class, and asks in some way
    () => props({ livenessProbe: { periodSeconds: 5 } }), probe('livenessProbe', { periodSeconds: 5 })),
  both('compiler', 'a grace period of a probe', 'field not declared in schema',
    // @ts-expect-error no field of Knative
    () => props({ livenessProbe: Probe.httpGet('/healthz', { terminationGracePeriodSeconds: 5 }) }),
    liveness({ terminationGracePeriodSeconds: 5 })),
  ours('KN-POD-017', 'a header with a space in its name', noPod('a valid HTTP header must consist of'),
    () => ({ livenessProbe: Probe.httpGet('/healthz', { headers: { 'X Probe': '1' } }) }),
    probe('livenessProbe', { httpGet: { path: '/healthz', httpHeaders: [{ name: 'X Probe', value: '1' }] } })),
  ours('KN-POD-017', 'a command without a program', noPod('exec.command: Required value'),
    () => ({ livenessProbe: Probe.exec([]) }), probe('livenessProbe', { exec: { command: [] } })),
  ours('KN-POD-048', 'a scheme that there is not', noPod('Unsupported value: "H2C"'),
    () => ({ livenessProbe: Probe.httpGet('/healthz', { scheme: untyped('H2C') }) }),
    probe('livenessProbe', { httpGet: { path: '/healthz', scheme: 'H2C' } })),
];

const numbers: readonly VerdictRow[] = [
  both('KN-POD-018', 'no success that counts for readiness, below zero', 'expected 1 <= -1 <= 2147483647',
    () => ({ readinessProbe: Probe.httpGet('/healthz', { successThreshold: -1 }) }), readiness({ successThreshold: -1 })),
  both('KN-POD-018', 'failures below zero', 'expected 1 <= -1 <= 2147483647',
    () => ({ readinessProbe: Probe.httpGet('/healthz', { period: seconds, failureThreshold: -1 }) }),
    readiness({ periodSeconds: 10, failureThreshold: -1 })),
  both('KN-POD-018', 'half a failure', 'cannot unmarshal number 1.5',
    () => ({ livenessProbe: Probe.httpGet('/healthz', { failureThreshold: 1.5 }) }), liveness({ failureThreshold: 1.5 })),
  both('KN-POD-018', 'more failures than a number counts', 'cannot unmarshal number 2147483648',
    () => ({ livenessProbe: Probe.httpGet('/healthz', { failureThreshold: 2147483648 }) }),
    liveness({ failureThreshold: 2147483648 })),
  both('KN-DUR-002', 'a period longer than a number counts', 'cannot unmarshal number 2592000000',
    () => ({ livenessProbe: Probe.httpGet('/healthz', { period: Duration.days(30000) }) }),
    liveness({ periodSeconds: 2592000000 })),
  both('KN-DUR-001', 'a period of parts of a second', 'cannot unmarshal number 1.5',
    () => ({ readinessProbe: Probe.httpGet('/healthz', { period: Duration.millis(1500) }) }),
    readiness({ periodSeconds: 1.5 })),
  both('KN-DUR-001', 'a first wait of parts of a second', 'cannot unmarshal number 0.5',
    () => ({ livenessProbe: Probe.httpGet('/healthz', { initialDelay: Duration.millis(500) }) }),
    liveness({ initialDelaySeconds: 0.5 })),
  ours('KN-DUR-002', 'a period of nothing', 'Knative takes it for none: it asks several times a second',
    () => ({ readinessProbe: Probe.httpGet('/healthz', { period: Duration.seconds(0) }) }), readiness({ periodSeconds: 0 })),
  ours('KN-POD-018', 'no failure that counts', 'it is taken for the default of 3',
    () => ({ livenessProbe: Probe.httpGet('/healthz', { failureThreshold: 0 }) }), liveness({ failureThreshold: 0 })),
  ours('KN-POD-018', 'two successes of a liveness probe', noPod('livenessProbe.successThreshold: Invalid value: 2: must be 1'),
    () => ({ livenessProbe: Probe.httpGet('/healthz', { successThreshold: 2 }) }), liveness({ successThreshold: 2 })),
  ours('KN-POD-018', 'two successes of a startup probe', noPod('startupProbe.successThreshold: Invalid value: 2: must be 1'),
    () => ({ startupProbe: Probe.httpGet('/healthz', { port: 8080, successThreshold: 2 }) }),
    probe('startupProbe', { httpGet: { path: '/healthz', port: 8080 }, successThreshold: 2 })),
  both('KN-POD-019', 'failures of a readiness probe without a period', 'failureThreshold is disallowed when periodSeconds is zero',
    () => ({ readinessProbe: Probe.httpGet('/healthz', { failureThreshold: 3 }) }), readiness({ failureThreshold: 3 })),
  both('KN-POD-019', 'a timeout of a readiness probe without a period', 'timeoutSeconds is disallowed when periodSeconds is zero',
    () => ({ readinessProbe: Probe.httpGet('/healthz', { timeout: Duration.seconds(2) }) }), readiness({ timeoutSeconds: 2 })),
  both('compiler', 'a period that is a text', 'expected numeric',
    // @ts-expect-error a duration
    () => props({ readinessProbe: Probe.httpGet('/healthz', { period: '10s' }) }), readiness({ periodSeconds: '10s' })),
];

const ports: readonly VerdictRow[] = [
  both('KN-POD-020', 'the name of a port that the container lacks', MUST_MATCH,
    () => ({ readinessProbe: Probe.httpGet('/healthz', { portName: 'web' }) }),
    probe('readinessProbe', { httpGet: { path: '/healthz', port: 'web' } })),
  both('KN-POD-020', 'the name of another port', MUST_MATCH,
    () => ({ http2: true, livenessProbe: Probe.tcpSocket({ portName: 'http1' }) }),
    { container: { ports: [{ name: 'h2c', containerPort: 8080 }], livenessProbe: { tcpSocket: { port: 'http1' } } } }),
  both('compiler', 'the number of a port as a text', MUST_MATCH,
    // @ts-expect-error this is a number
    () => props({ readinessProbe: Probe.httpGet('/healthz', { port: '8080' }) }),
    probe('readinessProbe', { httpGet: { path: '/healthz', port: '8080' } })),
  ours('KN-POD-010', 'the port 70000', noPod('must be between 1 and 65535, inclusive'),
    () => ({ startupProbe: Probe.tcpSocket({ port: 70000 }) }), probe('startupProbe', { tcpSocket: { port: 70000 } })),
  ours('KN-POD-017', 'the number and the name of a port', 'there is room for one of them: whoever reads the program expects the other',
    () => ({ readinessProbe: Probe.tcpSocket({ port: 8080, portName: 'http' }) }),
    probe('readinessProbe', { tcpSocket: { port: 8080 } })),
  ours('KN-POD-020', 'a startup probe without a port', noPod('startupProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535'),
    () => ({ startupProbe: Probe.httpGet('/healthz') }), probe('startupProbe', http)),
  ours('KN-POD-020', 'a gRPC liveness probe without a port', noPod('livenessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535'),
    () => ({ livenessProbe: Probe.grpc() }), probe('livenessProbe', { grpc: {} })),
  both('KN-POD-020', 'a probe of a sidecar without a port', 'Probe port must be specified',
    () => ({ containers: [{ image: IMAGE, port: 8080 }, { ...PROXY, livenessProbe: Probe.httpGet('/healthz') }] }),
    sidecar({ livenessProbe: http })),
  ours('KN-POD-020', 'a probe of a sidecar with the name of a port', 'a sidecar declares no port, so that no name leads to one and the probe fails',
    () => ({ containers: [{ image: IMAGE, port: 8080 }, { ...PROXY, livenessProbe: Probe.tcpSocket({ portName: 'admin' }) }] }),
    sidecar({ livenessProbe: { tcpSocket: { port: 'admin' } } })),
  ...(['livenessProbe', 'readinessProbe', 'startupProbe'] as const).map((field) =>
    both('KN-POD-021', `the ${field} of an init container`, 'field not allowed in an init container',
      () => ({ initContainers: [{ ...PROXY, [field]: Probe.exec(['true']) }] }),
      { initContainers: [{ ...PROXY, [field]: { exec: { command: ['true'] } } }] })),
];

export const rows: readonly VerdictRow[] = [...handlers, ...numbers, ...ports];
