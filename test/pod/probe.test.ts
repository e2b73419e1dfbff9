import { Duration } from 'cdk8s';
import { Feature } from '../../lib/core';
import { PodDialect, Probe, ProbeScheme } from '../../lib/pod';
import {
  chartOf, codesOf, containerCodes, containerOf, IMAGE, PodOwner, problemsOf, raised, specOf, warningsOf,
} from './pod-owner';

const seconds = Duration.seconds;

describe('a probe', () => {
  test('can be an HTTP request', () => {
    const livenessProbe = Probe.httpGet('/healthz', {
      port: 8080, host: 'localhost', scheme: ProbeScheme.HTTPS, headers: { 'X-Probe': 'yes' },
      initialDelay: seconds(5), period: seconds(10), timeout: seconds(2), failureThreshold: 4, successThreshold: 1,
    });

    expect(containerOf({ livenessProbe }).livenessProbe).toEqual({
      httpGet: { path: '/healthz', port: 8080, host: 'localhost', scheme: 'HTTPS', httpHeaders: [{ name: 'X-Probe', value: 'yes' }] },
      initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 4, successThreshold: 1,
    });
  });

  test('can be a connection, a command or a gRPC request', () => {
    const props = {
      startupProbe: Probe.tcpSocket({ port: 8080 }),
      readinessProbe: Probe.exec(['cat', '/tmp/ready']),
      livenessProbe: Probe.grpc({ port: 8080, service: 'health' }),
    };

    expect(containerOf(props)).toEqual({
      startupProbe: { tcpSocket: { port: 8080 } },
      readinessProbe: { exec: { command: ['cat', '/tmp/ready'] } },
      livenessProbe: { grpc: { port: 8080, service: 'health' } },
    });
  });

  test('may leave its port to the container', () => {
    const props = { readinessProbe: Probe.grpc(), livenessProbe: Probe.httpGet('/') };

    expect(containerOf(props)).toEqual({ readinessProbe: { grpc: {} }, livenessProbe: { httpGet: { path: '/' } } });
  });

  test('may name the port of the container', () => {
    expect(containerOf({ http2: true, readinessProbe: Probe.tcpSocket({ portName: 'h2c' }) })).toEqual({
      ports: [{ containerPort: 8080, name: 'h2c' }], readinessProbe: { tcpSocket: { port: 'h2c' } },
    });
    expect(containerCodes({ readinessProbe: Probe.tcpSocket({ portName: 'http' }) })).toEqual([]);
  });

  test.each([
    ['a port of 0', () => Probe.tcpSocket({ port: 0 }), 'KN-POD-010'],
    ['a port above 65535', () => Probe.httpGet('/', { port: 65536 }), 'KN-POD-010'],
    ['half a port', () => Probe.grpc({ port: 80.5 }), 'KN-POD-010'],
    ['a quoted port', () => Probe.tcpSocket({ port: '8080' as never }), 'KN-POD-010'],
    ['a port and a port name', () => Probe.tcpSocket({ port: 80, portName: 'http1' }), 'KN-POD-017'],
    ['a scheme that is none', () => Probe.httpGet('/', { scheme: 'https' as ProbeScheme }), 'KN-POD-048'],
    ['a header that is none', () => Probe.httpGet('/', { headers: { 'X Probe': 'yes' } }), 'KN-POD-017'],
    ['no command', () => Probe.exec([]), 'KN-POD-017'],
    ['an empty command', () => Probe.exec(['']), 'KN-POD-017'],
    ['half a second between questions', () => Probe.tcpSocket({ period: Duration.millis(1500) }), 'KN-DUR-001'],
    ['no time between questions', () => Probe.tcpSocket({ period: seconds(0) }), 'KN-DUR-002'],
    ['no time to answer', () => Probe.tcpSocket({ timeout: seconds(0) }), 'KN-DUR-002'],
    ['half a second before the first question', () => Probe.tcpSocket({ initialDelay: Duration.millis(500) }), 'KN-DUR-001'],
    ['no failures', () => Probe.tcpSocket({ failureThreshold: 0 }), 'KN-POD-018'],
    ['no successes', () => Probe.tcpSocket({ successThreshold: 0 }), 'KN-POD-018'],
    ['half a failure', () => Probe.tcpSocket({ failureThreshold: 1.5 }), 'KN-POD-018'],
    ['fewer than no failures', () => Probe.tcpSocket({ failureThreshold: -1 }), 'KN-POD-018'],
    ['more failures than a number counts', () => Probe.tcpSocket({ failureThreshold: 2 ** 31 }), 'KN-POD-018'],
    ['a longer wait than a number counts', () => Probe.tcpSocket({ timeout: Duration.days(30000) }), 'KN-DUR-002'],
  ])('fails with %s', (_, run, code) => {
    expect(raised(run)).toBe(code);
  });

  test('may begin at once', () => {
    expect(containerOf({ readinessProbe: Probe.tcpSocket({ initialDelay: seconds(0) }) }).readinessProbe)
      .toEqual({ tcpSocket: {}, initialDelaySeconds: 0 });
  });
});

describe('a readiness probe', () => {
  test.each([
    Probe.httpGet('/'),
    Probe.httpGet('/', { successThreshold: 3 }),
    Probe.httpGet('/', { initialDelay: seconds(3) }),
    Probe.httpGet('/', { period: seconds(1), timeout: seconds(1), failureThreshold: 1 }),
  ])('is taken: %j', (readinessProbe) => {
    expect(containerCodes({ readinessProbe })).toEqual([]);
  });

  test.each([
    Probe.httpGet('/', { failureThreshold: 3 }),
    Probe.httpGet('/', { timeout: seconds(1) }),
    Probe.exec(['true'], { timeout: seconds(1), failureThreshold: 1 }),
  ])('fails without a period: %j', (readinessProbe) => {
    expect(containerCodes({ readinessProbe })).toEqual(['KN-POD-019']);
    expect(codesOf({}, [{ name: 'a', image: IMAGE, readinessProbe: Probe.httpGet('/', { port: 80, timeout: seconds(1) }) }], PodDialect.POD))
      .toEqual([]);
  });
});

describe('the port of a probe', () => {
  test.each([
    ['startupProbe', Probe.httpGet('/')],
    ['startupProbe', Probe.tcpSocket()],
    ['startupProbe', Probe.grpc()],
    ['startupProbe', Probe.tcpSocket({ portName: 'http1' })],
    ['livenessProbe', Probe.grpc()],
    ['livenessProbe', Probe.tcpSocket({ portName: 'web' })],
    ['readinessProbe', Probe.httpGet('/', { portName: 'http' })],
    ['readinessProbe', Probe.httpGet('/', { portName: '8080' })],
  ])('fails on a Knative service in the %s %j', (field, probe) => {
    expect(containerCodes({ http2: false, [field]: probe })).toEqual(['KN-POD-020']);
  });

  test.each([Probe.httpGet('/'), Probe.tcpSocket(), Probe.grpc()])('fails to be missing in a plain pod: %j', (probe) => {
    for (const field of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect(codesOf({}, [{ name: 'a', image: IMAGE, [field]: probe }], PodDialect.POD)).toEqual(['KN-POD-020']);
    }
  });

  test('in a plain pod may be the name of its own', () => {
    const container = { name: 'a', image: IMAGE, port: 9000, http2: false };
    const codes = (portName: string) =>
      codesOf({}, [{ ...container, livenessProbe: Probe.tcpSocket({ portName }) }], PodDialect.POD);

    expect(codes('http1')).toEqual([]);
    expect(codes('admin')).toEqual(['KN-POD-020']);
  });

  test('may be missing in a command', () => {
    expect(containerCodes({ startupProbe: Probe.exec(['true']) })).toEqual([]);
  });

  test('warns where Knative puts its own in place of it', () => {
    expect(warningsOf({ livenessProbe: Probe.tcpSocket({ port: 9000 }) })).toEqual(['liveness-port']);
    expect(warningsOf({ port: 9000, livenessProbe: Probe.tcpSocket({ port: 9000 }) })).toEqual([]);
    expect(warningsOf({ readinessProbe: Probe.tcpSocket({ port: 9000 }) })).toEqual([]);
    expect(warningsOf({ livenessProbe: Probe.tcpSocket({ port: 9000 }) }, Feature.MULTI_CONTAINER_PROBING)).toEqual([]);
  });
});

test.each([
  [{ startupProbe: Probe.tcpSocket() }, 'the startupProbe has no port'],
  [{ readinessProbe: Probe.tcpSocket({ portName: 'web' }) }, 'the readinessProbe asks the port `web`'],
])('a refused port is named: %#', (props, message) => {
  const { app, chart } = chartOf();
  new PodOwner(chart, 'owner', {}, [{ image: IMAGE, ...props }]);

  expect(problemsOf(app)).toEqual([expect.stringContaining(message)]);
});

describe('several successes', () => {
  const probe = Probe.tcpSocket({ port: 8080, successThreshold: 2 });

  test('are for readiness', () => {
    expect(containerCodes({ readinessProbe: probe })).toEqual([]);
  });

  test.each(['livenessProbe', 'startupProbe'])('fail in a %s', (field) => {
    expect(containerCodes({ [field]: probe })).toEqual(['KN-POD-018']);
    expect(codesOf({}, [{ name: 'a', image: IMAGE, [field]: probe }], PodDialect.POD)).toEqual(['KN-POD-018']);
  });
});

describe('a probe of a sidecar', () => {
  const with8081 = Probe.tcpSocket({ port: 8081 });

  test.each(['livenessProbe', 'readinessProbe', 'startupProbe'])('fails as %s where the flag is off', (field) => {
    expect(codesOf({}, [{ image: IMAGE, port: 8080 }, { image: IMAGE, [field]: with8081 }])).toEqual(['KN-FTR-001']);
  });

  test('is taken where the flag is on, with a port', () => {
    const containers = [{ image: IMAGE, readinessProbe: with8081 }, { image: IMAGE, port: 8080 }];

    expect(codesOf({}, containers, undefined, Feature.MULTI_CONTAINER_PROBING)).toEqual([]);
  });

  test.each([Probe.tcpSocket(), Probe.tcpSocket({ portName: 'http1' })])('fails without the number of a port: %j', (livenessProbe) => {
    const containers = [{ image: IMAGE, port: 8080, http2: false }, { image: IMAGE, livenessProbe }];

    expect(codesOf({}, containers, undefined, Feature.MULTI_CONTAINER_PROBING)).toEqual(['KN-POD-020']);
  });
});

test.each(['livenessProbe', 'readinessProbe', 'startupProbe'])('an init container fails with a %s', (field) => {
  const initContainers = [{ image: IMAGE, [field]: Probe.exec(['true']) }];

  expect(codesOf({ initContainers }, [{ image: IMAGE }], undefined, Feature.PODSPEC_INIT_CONTAINERS)).toEqual(['KN-POD-021']);
  expect(codesOf({ initContainers }, [{ name: 'a', image: IMAGE }], PodDialect.POD)).toEqual(['KN-POD-021']);
});

test('a container with all probes fails with each that is wrong', () => {
  const probe = Probe.tcpSocket({ port: 8080 });
  const twice = Probe.tcpSocket({ port: 8080, successThreshold: 2 });

  expect(containerCodes({ startupProbe: twice, readinessProbe: probe, livenessProbe: twice })).toEqual(['KN-POD-018', 'KN-POD-018']);
});

test('a plain pod says probes as they are', () => {
  const readinessProbe = Probe.httpGet('/', { port: 8080, timeout: seconds(3) });

  expect(specOf({}, [{ name: 'a', image: IMAGE, readinessProbe }], PodDialect.POD)).toMatchObject({
    containers: [{ readinessProbe: { httpGet: { path: '/', port: 8080 }, timeoutSeconds: 3 } }],
  });
});
