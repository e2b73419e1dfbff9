import { ApiObject, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { ClusterChart } from '../../lib/core';
import { Broker } from '../../lib/eventing';
import {
  Configuration, HttpProtocol, KnativeService, Route, type RouteProps, Traffic, Visibility,
} from '../../lib/serving';
import { codesOf, IMAGE, problemsOf, setUp } from './program';

const NET = 'networking.knative.dev';

function configurationIn(chart: Chart, id = 'orders-blue'): Configuration {
  return new Configuration(chart, id, { image: IMAGE });
}

function routeIn(chart: Chart, props: Partial<RouteProps> = {}): Route {
  return new Route(chart, 'orders', { traffic: [Traffic.revision('orders-blue-00001', 100)], ...props });
}

/** The manifest of the only route of a chart. */
function manifestOf(chart: Chart): unknown {
  const [route, ...others] = (Testing.synth(chart) as { kind: string }[]).filter(({ kind }) => kind === 'Route');
  expect(others).toEqual([]);
  return route;
}

describe('a route', () => {
  test('needs its traffic only', () => {
    const { app, chart } = setUp();

    new Route(chart, 'orders', { traffic: [Traffic.configuration(configurationIn(chart), 100)] });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestOf(chart)).toEqual({
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Route',
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { traffic: [{ configurationName: 'orders-blue', latestRevision: true, percent: 100 }] },
    });
  });

  test('writes everything that is said of it', () => {
    const { app, chart } = setUp();
    const [blue, green] = [configurationIn(chart), configurationIn(chart, 'orders-green')];

    routeIn(chart, {
      metadata: { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'ann' } },
      traffic: [
        Traffic.configuration(blue, 80),
        Traffic.configuration(green, 15, { tag: 'green' }),
        Traffic.revision('orders-blue-00001', 5, { tag: 'old' }),
      ],
      visibility: Visibility.CLUSTER_LOCAL,
      rolloutDuration: Duration.minutes(5),
      ingressClass: 'contour.ingress.networking.knative.dev',
      certificateClass: 'cert-manager.certificate.networking.knative.dev',
      disableExternalDomainTls: true,
      httpProtocol: HttpProtocol.REDIRECTED,
    });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestOf(chart)).toEqual({
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Route',
      metadata: {
        name: 'orders',
        namespace: 'shop',
        labels: { team: 'shop', [`${NET}/visibility`]: 'cluster-local' },
        annotations: {
          'example.com/owner': 'ann',
          'serving.knative.dev/rollout-duration': '300s',
          [`${NET}/ingress.class`]: 'contour.ingress.networking.knative.dev',
          [`${NET}/certificate.class`]: 'cert-manager.certificate.networking.knative.dev',
          [`${NET}/disable-external-domain-tls`]: 'true',
          [`${NET}/http-protocol`]: 'redirected',
        },
      },
      spec: {
        traffic: [
          { configurationName: 'orders-blue', latestRevision: true, percent: 80 },
          { configurationName: 'orders-green', latestRevision: true, percent: 15, tag: 'green' },
          { revisionName: 'orders-blue-00001', latestRevision: false, percent: 5, tag: 'old' },
        ],
      },
    });
  });

  test('sends requests to the configuration of a service, and to one that exists already', () => {
    const { app, chart } = setUp();

    routeIn(chart, {
      traffic: [
        Traffic.configuration(new KnativeService(chart, 'orders-a', { image: IMAGE }), 50),
        Traffic.configuration(Configuration.fromConfigurationName(chart, 'b', 'orders-b'), 30),
        Traffic.configuration(KnativeService.fromServiceName(chart, 'c', 'orders-c'), 20),
      ],
    });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestOf(chart)).toMatchObject({
      spec: {
        traffic: [{ configurationName: 'orders-a' }, { configurationName: 'orders-b' }, { configurationName: 'orders-c' }],
      },
    });
  });

  test('has an address, and takes events', () => {
    const { app, chart } = setUp();
    const route = routeIn(chart);

    new Broker(chart, 'broker').addTrigger('trigger', { subscriber: route });
    route.registerEventType('placed', { type: 'com.example.placed' });

    expect([route.url, route.routeName]).toEqual(['http://orders.shop.svc.cluster.local', 'orders']);
    expect(route.toSinkConfig()).toEqual({
      ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Route', name: 'orders', namespace: 'shop' },
    });
    expect(codesOf(app)).toEqual([]);
  });

  test('may exist already', () => {
    const { app, chart } = setUp();

    const here = Route.fromRouteName(chart, 'here', 'orders');
    const there = Route.fromRouteName(chart, 'there', 'orders', { namespace: 'payments' });
    there.mapDomain('www', { domain: 'pay.example.com' });

    expect(problemsOf(app)).toEqual([]);
    expect([here.routeName, here.url, there.url]).toEqual([
      'orders', 'http://orders.shop.svc.cluster.local', 'http://orders.payments.svc.cluster.local',
    ]);
    expect(here.toSinkConfig(chart)).toEqual({ ref: here.reference });
    expect(Testing.synth(chart)).toMatchObject([
      { kind: 'DomainMapping', metadata: { namespace: 'payments' }, spec: { ref: { kind: 'Route', name: 'orders' } } },
      { kind: 'ClusterDomainClaim', spec: { namespace: 'payments' } },
    ]);
  });

  test('keeps a JSON patch', () => {
    const { chart } = setUp();

    routeIn(chart).apiObject.addJsonPatch(JsonPatch.replace('/spec/traffic/0/percent', 99));

    expect(manifestOf(chart)).toMatchObject({ spec: { traffic: [{ percent: 99 }] } });
  });
});

describe('a service that exists already', () => {
  test('has an address, and takes domains and events', () => {
    const { app, chart } = setUp();
    const service = KnativeService.fromServiceName(chart, 'orders', 'orders');

    service.mapDomain('www', { domain: 'shop.example.com', createClaim: false });

    expect([service.serviceName, service.configurationName, service.url])
      .toEqual(['orders', 'orders', 'http://orders.shop.svc.cluster.local']);
    expect(service.toSinkConfig(chart)).toEqual({
      ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders', namespace: 'shop' },
    });
    expect(problemsOf(app)).toEqual([]);
    expect(Testing.synth(chart)).toMatchObject([{ kind: 'DomainMapping', spec: { ref: { kind: 'Service' } } }]);
  });

  test('fails on a name that no service can have, and on an address without a namespace', () => {
    const { app, chart } = setUp('');
    const bare = new Chart(app, 'bare');

    KnativeService.fromServiceName(chart, 'a', 'a.b', { namespace: 'shop' });
    String(KnativeService.fromServiceName(bare, 'orders', 'orders').url);

    expect(codesOf(app)).toEqual(['KN-NAM-001', 'KN-NAM-003']);
  });
});

describe('a route fails', () => {
  test.each<[string, (chart: Chart) => Partial<RouteProps>, string[]]>([
    ['without traffic', () => ({ traffic: [] }), ['KN-TRF-002']],
    ['on shares below 100', () => ({ traffic: [Traffic.revision('a-1', 90)] }), ['KN-TRF-002']],
    ['on shares above 100', () => ({ traffic: [Traffic.revision('a-1', 90), Traffic.revision('a-2', 20)] }), ['KN-TRF-002']],
    ['on the newest revision of nothing', () => ({ traffic: [Traffic.latest(100)] }), ['KN-TRF-007']],
    ['on a tag twice', () => ({
      traffic: [Traffic.revision('a-1', 100, { tag: 'a' }), Traffic.revision('a-1', 0, { tag: 'a' })],
    }), ['KN-TRF-004']],
    ['on a host that is too long', () => ({ traffic: [Traffic.revision('a-1', 100, { tag: 'a'.repeat(57) })] }), ['KN-TRF-006']],
    ['on a configuration of another namespace', (chart) => ({
      traffic: [Traffic.configuration(Configuration.fromConfigurationName(chart, 'x', 'x', { namespace: 'other' }), 100)],
    }), ['KN-TRF-008']],
    ['on a configuration of another cluster', (chart) => ({
      traffic: [Traffic.configuration(
        configurationIn(new ClusterChart(chart, 'far', { cluster: 'far', namespace: 'shop' })), 100)],
    }), ['KN-TRF-008']],
    ['on a rollout of half a second', () => ({ rolloutDuration: Duration.millis(500) }), ['KN-DUR-002']],
    ['on a name of more than one label', () => ({ metadata: { name: 'a.b' } }), ['KN-NAM-001']],
    ['on an annotation of the autoscaler', () =>
      ({ metadata: { annotations: { 'autoscaling.knative.dev/min-scale': '1' } } }), ['KN-SCL-008']],
    ['on a rollout duration without a unit', () =>
      ({ metadata: { annotations: { 'serving.knative.dev/rollout-duration': '10' } } }), ['KN-SVC-008']],
    ['on a progress deadline', () =>
      ({ metadata: { annotations: { 'serving.knative.dev/progress-deadline': '10s' } } }), ['KN-SVC-004']],
    ['on an annotation that a property writes', () =>
      ({ ingressClass: 'a', metadata: { annotations: { [`${NET}/ingress-class`]: 'b' } } }), ['KN-SVC-010']],
    ['on a protocol that does not exist', () =>
      ({ metadata: { annotations: { [`${NET}/http-protocol`]: 'disabled' } } }), ['KN-SVC-008']],
    ['on an annotation of the webhook', () =>
      ({ metadata: { annotations: { 'serving.knative.dev/creator': 'ann' } } }), ['KN-SVC-007']],
    ['on a label of the service that owns it', () =>
      ({ metadata: { labels: { 'serving.knative.dev/service': 'orders' } } }), ['KN-SVC-015']],
    ['on a visibility that does not exist', () => ({ metadata: { labels: { [`${NET}/visibility`]: 'private' } } }), ['KN-SVC-006']],
  ])('%s', (_, props, codes) => {
    const { app, chart } = setUp();

    routeIn(chart, props(chart));

    expect(codesOf(app)).toEqual(codes);
  });

  test('and says what to write', () => {
    const { app, chart } = setUp();

    routeIn(chart, { traffic: [Traffic.latest(90)] });

    expect(problemsOf(app)).toEqual([
      expect.stringContaining('add `Traffic.configuration(configuration, 10)` to `traffic`'),
      expect.stringContaining('write `Traffic.configuration(configuration, 90)`'),
    ]);
  });
});

describe('traffic of a service', () => {
  test('fails on a configuration', () => {
    const { app, chart } = setUp();

    new KnativeService(chart, 'orders', {
      image: IMAGE, traffic: [Traffic.configuration(configurationIn(chart), 100)],
    });

    expect(codesOf(app)).toEqual(['KN-TRF-007']);
  });
});

describe('what Knative makes under a name of its own', () => {
  test.each<[string, (chart: Chart) => unknown]>([
    ['a route', (chart) => routeIn(chart)],
    ['a configuration', (chart) => configurationIn(chart, 'orders')],
    ['a Kubernetes Service', (chart) => new Service(chart, 'k8s', { metadata: { name: 'orders' }, ports: [{ port: 80 }] })],
    ['a route by hand', (chart) =>
      new ApiObject(chart, 'raw', { apiVersion: 'serving.knative.dev/v1', kind: 'Route', metadata: { name: 'orders' } })],
  ])('fails with %s of the name of a service, whatever comes first', (_, make) => {
    for (const first of [true, false]) {
      const { app, chart } = setUp();
      if (first) make(chart);
      new KnativeService(chart, 'service', { image: IMAGE, metadata: { name: 'orders' } });
      if (!first) make(chart);

      expect(codesOf(app)).toEqual(['KN-NAM-010']);
    }
  });

  test('fails with a Kubernetes Service of the name of a route, and names both', () => {
    const { app, chart } = setUp();

    routeIn(chart);
    new Service(chart, 'k8s', { metadata: { name: 'orders' }, ports: [{ port: 80 }] });

    expect(problemsOf(app)).toEqual([expect.stringContaining(
      '[chart/k8s] KN-NAM-010 Knative makes a Service `orders` for the Route `chart/orders`, and this one is in its way',
    )]);
  });

  test('leaves other names, namespaces and clusters alone', () => {
    const { app, chart } = setUp();
    new KnativeService(chart, 'orders', { image: IMAGE });

    configurationIn(chart);
    routeIn(new Chart(app, 'elsewhere', { namespace: 'other' }));
    routeIn(new ClusterChart(app, 'far', { namespace: 'shop', cluster: 'far' }));

    expect(problemsOf(app)).toEqual([]);
  });
});
