import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { ClusterChart, Feature, Features, KnativeError, Sink, type SinkConfig, renderSink } from '../../lib/core';
import { asReleased } from '../released';

const PEM = `-----BEGIN CERTIFICATE-----
MIIBUTCCAQOgAwIBAgIULgYUlyxCP3vbn7KwCJJa8+6J6lYwBQYDK2VwMB0xGzAZ
BgNVBAMMEmV2ZW50cy5leGFtcGxlLmNvbTAgFw0yNjExMjEwODAxMDFaGA8yMTI2
MTAyODA4MDEwMVowHTEbMBkGA1UEAwwSZXZlbnRzLmV4YW1wbGUuY29tMCowBQYD
K2VwAyEA2ECRlXfB1E14YPzEW6M5W4IJC5YYDDntwNBTkpaz2ZGjUzBRMB0GA1Ud
DgQWBBTvIu3ZMhoz6b8OlSvWopUArwNH0zAfBgNVHSMEGDAWgBTvIu3ZMhoz6b8O
lSvWopUArwNH0zAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBAEaAaTmaB3jEYw+n
taRsWttwwK/Rfud7TTFrTmK2dsfrD5dlsbPPmAUmopxX7iJSjPSOwArs6wP2RJwY
t7BF/gI=
-----END CERTIFICATE-----
`;
const KEY = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n';

function consumer(namespace = 'orders') {
  const chart = new Chart(Testing.app(), 'chart', { namespace });
  return Object.assign(chart, { namespace });
}

describe('a sink', () => {
  test('is an absolute address', () => {
    expect(renderSink(consumer(), Sink.uri('https://events.example.com/inbox')))
      .toEqual({ uri: 'https://events.example.com/inbox' });
  });

  test('is a Kubernetes Service by name, in the namespace of the sender unless it says otherwise', () => {
    const ref = { apiVersion: 'v1', kind: 'Service', name: 'legacy' };

    expect(renderSink(consumer(), Sink.kubernetesService('legacy'))).toEqual({ ref });
    expect(renderSink(consumer('orders'), Sink.kubernetesService('legacy', { namespace: 'orders' }))).toEqual({ ref });
    expect(renderSink(consumer(), Sink.kubernetesService('legacy', { namespace: 'old' })))
      .toEqual({ ref: { ...ref, namespace: 'old' } });
  });

  test('is a Service of cdk8s-plus; one on another port than 80 becomes an address', () => {
    const chart = new ClusterChart(Testing.app(), 'theirs', { namespace: 'old', clusterDomain: 'k8s.example' });
    const plain = new kplus.Service(chart, 'plain', { metadata: { name: 'plain' }, ports: [{ port: 80 }] });
    const odd = new kplus.Service(chart, 'odd', { metadata: { name: 'odd' }, ports: [{ port: 8080 }] });

    expect(renderSink(consumer(), Sink.service(plain)))
      .toEqual({ ref: { apiVersion: 'v1', kind: 'Service', name: 'plain', namespace: 'old' } });
    expect(renderSink(consumer(), Sink.service(odd, { path: '/in' })))
      .toEqual({ uri: 'http://odd.old.svc.cluster.local:8080/in' });
  });

  test('fails for an audience where nobody looks at it', () => {
    const chart = consumer();
    asReleased(chart);
    renderSink(chart, Sink.uri('https://events.example.com/in', { audience: 'jobs' }));
    expect(chart.node.validate().join()).toContain('KN-FTR-001 the audience of a sink needs the feature flag '
      + '`authentication-oidc`');

    const secured = consumer();
    Features.of(secured).enable(Feature.AUTHENTICATION_OIDC);
    renderSink(secured, Sink.uri('https://events.example.com/in', { audience: 'jobs' }));
    expect(secured.node.validate()).toEqual([]);
  });

  test('is any addressable object by reference, with a path, a CA and an audience', () => {
    const ref = { apiVersion: 'sinks.knative.dev/v1alpha1', kind: 'JobSink', name: 'nightly' };

    const sink = Sink.reference(ref, { path: '/orders', caCerts: PEM, audience: 'jobs' });

    expect(renderSink(consumer(), sink)).toEqual({ ref, uri: '/orders', CACerts: PEM, audience: 'jobs' });
  });

  test('is an object of cdk8s-plus by reference, whose fields are getters', () => {
    const chart = consumer();
    const service = new kplus.Service(chart, 'plain', { ports: [{ port: 80 }], metadata: { name: 'plain' } });

    expect(renderSink(chart, Sink.reference(service))).toEqual({ ref: { apiVersion: 'v1', kind: 'Service', name: 'plain' } });
  });

  test('keeps what an inner sink says, unless the outer says more', () => {
    const inner = Sink.uri('https://events.example.com/a', { audience: 'inner', caCerts: PEM });

    expect(renderSink(consumer(), Sink.of(inner, { path: '/b', audience: 'outer' })))
      .toEqual({ uri: 'https://events.example.com/a/b', CACerts: PEM, audience: 'outer' });
  });

  test.each<[SinkConfig, string]>([
    [{}, 'KN-SNK-001'], [{ uri: '/inbox' }, 'KN-SNK-001'], [{ uri: 'https://user:hunter2@host' }, 'KN-SNK-005'],
    [{ uri: 'https://host', caCerts: 'ca.crt' }, 'KN-SNK-003'],
    [{ ref: { apiVersion: 'v1', kind: '', name: 'inbox' } }, 'KN-SNK-004'],
    [{ ref: { apiVersion: 'v1', kind: 'Service', name: 'inbox' }, uri: 'https://host' }, 'KN-SNK-002'],
  ])('fails for a receiver of the program that answers %j', (config, code) => {
    const chart = consumer();
    renderSink(chart, Sink.of({ toSinkConfig: () => config }, {}));
    expect(chart.node.validate().join()).toContain(code);
  });

  test.each([
    'https://host/a%20b?x=%zz#c%20d', 'http://[::1]:8080/in', 'http://host?a=b', 'https://h\u00e4user.example/',
  ])('may be %s, as Go reads it', (uri) => {
    expect(renderSink(consumer(), Sink.uri(uri))).toEqual({ uri });
  });

  test.each([
    ['KN-SNK-001', () => Sink.uri('/inbox')],
    ['KN-SNK-001', () => Sink.uri('events.example.com')],
    ['KN-SNK-001', () => Sink.uri('mailto:events@example.com')],
    ['KN-SNK-001', () => Sink.uri('ftp://events.example.com')],
    ['KN-SNK-001', () => Sink.uri('http:events.example.com')],
    ['KN-SNK-001', () => Sink.uri('http:\\\\host\\x')],
    ['KN-SNK-001', () => Sink.uri('http:///host/x')],
    ['KN-SNK-001', () => Sink.uri(' https://host/ ')],
    ['KN-SNK-001', () => Sink.uri('https://host/100%')],
    ['KN-SNK-001', () => Sink.uri('https://host/in#%zz')],
    ['KN-SNK-001', () => Sink.uri('https://ho%41st/')],
    ['KN-SNK-001', () => Sink.uri('https://{host}/')],
    ['KN-SNK-001', () => Sink.uri('https://host/\u0001')],
    ['KN-SNK-005', () => Sink.uri('https://host/in?token=hunter2')],
    ['KN-SNK-005', () => Sink.uri('https://user:hunter2@events.example.com')],
    ['KN-NAM-001', () => Sink.kubernetesService('legacy.old.svc')],
    ['KN-NAM-001', () => Sink.reference({ apiVersion: 'v1', kind: 'Service', name: 'X_y' })],
    ['KN-SNK-002', () => Sink.kubernetesService('legacy', { path: 'http://elsewhere/x' })],
    ['KN-SNK-002', () => Sink.kubernetesService('legacy', { path: '//elsewhere/x' })],
    ['KN-SNK-002', () => Sink.kubernetesService('legacy', { path: '/a b' })],
    ['KN-SNK-002', () => Sink.kubernetesService('legacy', { path: '/%zz' })],
    ['KN-SNK-003', () => Sink.kubernetesService('legacy', { caCerts: 'ca.crt' })],
    ['KN-SNK-003', () => Sink.kubernetesService('legacy', {
      caCerts: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    })],
    ['KN-SNK-003', () => Sink.kubernetesService('legacy', { caCerts: KEY + PEM })],
    ['KN-SNK-003', () => Sink.kubernetesService('legacy', { caCerts: `ca: ${PEM}` })],
    ['KN-SNK-004', () => Sink.reference({ apiVersion: 'v1', kind: '', name: 'x' })],
    ['KN-SNK-004', () => Sink.kubernetesService('')],
  ])('fails with %s at once, for there is no scope to record it on: %s', (code, make) => {
    let error: unknown;
    try {
      make();
    } catch (thrown) {
      error = thrown;
    }

    expect(error).toBeInstanceOf(KnativeError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(`${code} `) as string });
  });
});
