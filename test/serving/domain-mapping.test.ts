import { Chart, JsonPatch, Testing } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { ClusterChart, KnativeError } from '../../lib/core';
import { SecretReference } from '../../lib/pod';
import {
  ClusterDomainClaim, DomainMapping, type DomainMappingOptions, DomainMappingTarget, HttpProtocol, KnativeService,
  Route, Traffic,
} from '../../lib/serving';
import { codesOf, IMAGE, problemsOf, setUp } from './program';

const NET = 'networking.knative.dev';
const DOMAIN = 'shop.example.com';

function serviceIn(chart: Chart, id = 'orders'): KnativeService {
  return new KnativeService(chart, id, { image: IMAGE });
}

function mapIn(chart: Chart, options: Partial<DomainMappingOptions> = {}, id = 'orders'): DomainMapping {
  return serviceIn(chart, id).mapDomain('www', { domain: DOMAIN, ...options });
}

/** All objects of the chart but those that the mapping is for. */
function manifestsOf(chart: Chart): { kind: string }[] {
  return (Testing.synth(chart) as { kind: string }[])
    .filter(({ kind }) => kind === 'DomainMapping' || kind === 'ClusterDomainClaim');
}

describe('a mapped domain', () => {
  test('needs a name only, and is claimed for its namespace', () => {
    const { app, chart } = setUp();

    const mapping = mapIn(chart);

    expect(problemsOf(app)).toEqual([]);
    expect([mapping.domain, mapping.claim?.grantedNamespace]).toEqual([DOMAIN, 'shop']);
    expect(manifestsOf(chart)).toEqual([
      {
        apiVersion: 'serving.knative.dev/v1beta1',
        kind: 'DomainMapping',
        metadata: { name: DOMAIN, namespace: 'shop' },
        spec: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' } },
      },
      {
        apiVersion: 'networking.internal.knative.dev/v1alpha1',
        kind: 'ClusterDomainClaim',
        metadata: { name: DOMAIN },
        spec: { namespace: 'shop' },
      },
    ]);
  });

  test.each(['the same', 'another'])('is claimed when the mapping is made anew on %s service', (which) => {
    const { app, chart } = setUp();
    const first = serviceIn(chart);
    const second = which === 'another' ? serviceIn(chart, 'payments') : first;

    first.mapDomain('www', { domain: DOMAIN });
    // Beside the first one, before that goes: what counts is the finished program.
    if (which === 'another') second.mapDomain('www', { domain: DOMAIN });
    first.node.tryRemoveChild('www');
    if (which === 'the same') second.mapDomain('www', { domain: DOMAIN });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(['DomainMapping', 'ClusterDomainClaim']);
  });

  test('writes everything that is said of it', () => {
    const { app, chart } = setUp();

    mapIn(chart, {
      metadata: { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'ann' } },
      tlsSecret: SecretReference.fromName('shop-cert'),
      createClaim: false,
      ingressClass: 'contour.ingress.networking.knative.dev',
      httpProtocol: HttpProtocol.REDIRECTED,
    });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestsOf(chart)).toEqual([{
      apiVersion: 'serving.knative.dev/v1beta1',
      kind: 'DomainMapping',
      metadata: {
        name: DOMAIN,
        namespace: 'shop',
        labels: { team: 'shop' },
        annotations: {
          'example.com/owner': 'ann',
          [`${NET}/ingress.class`]: 'contour.ingress.networking.knative.dev',
          [`${NET}/http-protocol`]: 'redirected',
        },
      },
      spec: {
        ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' },
        tls: { secretName: 'shop-cert' },
      },
    }]);
  });

  test('says whether the cluster makes a certificate for it', () => {
    const { chart } = setUp();

    mapIn(chart, { disableExternalDomainTls: true });

    expect(manifestsOf(chart)[0]).toMatchObject({
      metadata: { annotations: { [`${NET}/disable-external-domain-tls`]: 'true' } },
    });
  });

  test('is one of a route, or of a Kubernetes Service', () => {
    const { app, chart } = setUp();
    const route = new Route(chart, 'split', { traffic: [Traffic.revision('orders-00001', 100)] });
    const k8s = new Service(chart, 'legacy', { metadata: { name: 'legacy' }, ports: [{ port: 80, targetPort: 8080 }] });

    route.mapDomain('a', { domain: 'a.example.com', createClaim: false });
    new DomainMapping(chart, 'b', { domain: 'b.example.com', ref: DomainMappingTarget.service(k8s), createClaim: false });
    new DomainMapping(chart, 'c', {
      domain: 'c.example.com', ref: DomainMappingTarget.kubernetesService('legacy'), createClaim: false,
    });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestsOf(chart)).toMatchObject([
      { spec: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Route', name: 'split' } } },
      { spec: { ref: { apiVersion: 'v1', kind: 'Service', name: 'legacy' } } },
      { spec: { ref: { apiVersion: 'v1', kind: 'Service', name: 'legacy' } } },
    ]);
  });

  test('is claimed by another part of the program, before or after', () => {
    for (const first of [true, false]) {
      const { app, chart } = setUp();
      const platform = new Chart(app, 'platform');
      const claim = () => new ClusterDomainClaim(platform, 'shop', { domain: DOMAIN, namespace: 'shop' });

      if (first) claim();
      mapIn(chart, { createClaim: false });
      if (!first) claim();

      expect(problemsOf(app)).toEqual([]);
    }
  });

  test('is mapped once in each cluster', () => {
    const { app } = setUp();

    mapIn(new ClusterChart(app, 'east', { cluster: 'east', namespace: 'shop' }));
    mapIn(new ClusterChart(app, 'west', { cluster: 'west', namespace: 'shop' }));

    expect(problemsOf(app)).toEqual([]);
  });

  test('keeps a JSON patch', () => {
    const { chart } = setUp();

    mapIn(chart).apiObject.addJsonPatch(JsonPatch.add('/spec/ref/address', 'x'));

    expect(manifestsOf(chart)[0]).toMatchObject({ spec: { ref: { address: 'x' } } });
  });
});

describe('a mapped domain fails', () => {
  test.each([
    ['localhost', 'KN-DOM-001'],
    ['Shop.example.com', 'KN-DOM-001'],
    ['shop.example.com.', 'KN-DOM-001'],
    ['*.example.com', 'KN-DOM-001'],
    ['shop_1.example.com', 'KN-DOM-001'],
    ['https://shop.example.com/', 'KN-DOM-001'],
    [`${'a'.repeat(64)}.example.com`, 'KN-DOM-001'],
    [`${'a.'.repeat(127)}com`, 'KN-DOM-001'],
    ['', 'KN-DOM-001'],
    ['orders.shop.svc.cluster.local', 'KN-DOM-002'],
    ['a.cluster.local', 'KN-DOM-002'],
  ])('under the name %j', (domain, code) => {
    const { app, chart } = setUp();

    mapIn(chart, { domain });

    expect(codesOf(app)).toEqual([code]);
  });

  test('and says what to write', () => {
    const { app, chart } = setUp();

    mapIn(chart, { domain: 'https://Shop.example.com:8080/' });

    expect(problemsOf(app)).toEqual([expect.stringContaining('write `shop.example.com`, for example')]);
  });

  test('below the domain that the cluster has by another name', () => {
    const { app } = setUp();

    mapIn(new ClusterChart(app, 'own', { clusterDomain: 'corp.example.com', namespace: 'shop' }),
      { domain: 'shop.corp.example.com' });

    expect(codesOf(app)).toEqual(['KN-DOM-002']);
  });

  test.each<[string, Partial<DomainMappingOptions>, string]>([
    ['with another name in its metadata', { metadata: { name: 'other.example.com' } }, 'KN-DOM-006'],
    ['with a generated name', { metadata: { generateName: 'x-' } }, 'KN-NAM-009'],
    ['with a Secret without a name', { tlsSecret: { name: '' } }, 'KN-POD-039'],
    ['with a Secret of another namespace', { tlsSecret: { name: 'cert', namespace: 'other' } }, 'KN-DOM-007'],
    ['with two certificates', { tlsSecret: { name: 'cert' }, disableExternalDomainTls: false }, 'KN-DOM-008'],
    ['with an annotation of the webhook', { metadata: { annotations: { 'serving.knative.dev/creator': 'ann' } } }, 'KN-SVC-007'],
    ['with an annotation of the autoscaler', { metadata: { annotations: { 'autoscaling.knative.dev/min-scale': '1' } } }, 'KN-SCL-008'],
    ['with a rollout duration', { metadata: { annotations: { 'serving.knative.dev/rollout-duration': '1s' } } }, 'KN-SVC-005'],
    ['with a certificate class', { metadata: { annotations: { [`${NET}/certificate.class`]: 'x' } } }, 'KN-SVC-005'],
    ['with a protocol that does not exist', { metadata: { annotations: { [`${NET}/http-protocol`]: 'off' } } }, 'KN-SVC-008'],
    ['with a progress deadline', { metadata: { annotations: { 'serving.knative.dev/progress-deadline': '1s' } } }, 'KN-SVC-004'],
    ['with an annotation that a property writes',
      { ingressClass: 'a', metadata: { annotations: { [`${NET}/ingress.class`]: 'b' } } }, 'KN-SVC-010'],
    ['with a visibility', { metadata: { labels: { [`${NET}/visibility`]: 'cluster-local' } } }, 'KN-SVC-006'],
    ['with a label of Knative', { metadata: { labels: { 'serving.knative.dev/domainMappingUID': 'x' } } }, 'KN-SVC-015'],
  ])('%s', (_, options, code) => {
    const { app, chart } = setUp();

    mapIn(chart, options);

    expect(codesOf(app)).toEqual([code]);
  });

  test('without a namespace to claim it for', () => {
    const { app } = setUp();

    mapIn(new Chart(app, 'bare'));

    expect(codesOf(app)).toEqual(['KN-DOM-005']);
  });

  test('for a service of another namespace', () => {
    const { app, chart } = setUp();

    new DomainMapping(new Chart(app, 'other', { namespace: 'other' }), 'www', { domain: DOMAIN, ref: serviceIn(chart) });

    expect(problemsOf(app)).toEqual([expect.stringContaining(
      'KN-DOM-003 the domain `shop.example.com` is mapped to the Service `orders` in the namespace `shop`',
    )]);
  });

  test('for a service of another cluster', () => {
    const { app, chart } = setUp();
    const far = new ClusterChart(app, 'far', { cluster: 'far', namespace: 'shop' });

    new DomainMapping(far, 'www', { domain: DOMAIN, ref: serviceIn(chart) });

    expect(codesOf(app)).toEqual(['KN-DOM-003']);
  });

  test('for a Kubernetes Service that does not listen on port 80', () => {
    const { app, chart } = setUp();
    const service = new Service(chart, 'legacy', { ports: [{ port: 8080 }] });

    new DomainMapping(chart, 'www', { domain: DOMAIN, ref: DomainMappingTarget.service(service) });

    expect(codesOf(app)).toEqual(['KN-DOM-003']);
  });

  test('for a Kubernetes Service that does, though not from the start, it does not', () => {
    const { app, chart } = setUp();
    const service = new Service(chart, 'legacy', { ports: [{ port: 8080, name: 'admin' }] });

    new DomainMapping(chart, 'www', { domain: DOMAIN, ref: DomainMappingTarget.service(service) });
    service.bind(80, { name: 'http' });

    expect(codesOf(app)).toEqual([]);
  });

  test('for a Kubernetes Service of no name', () => {
    expect(() => DomainMappingTarget.kubernetesService('a.b')).toThrow(KnativeError);
  });

  test('when it is mapped twice in a namespace', () => {
    const { app, chart } = setUp();

    mapIn(chart);
    mapIn(chart, {}, 'payments');

    expect(codesOf(app)).toEqual(['KN-NAM-002']);
  });

  test.each([true, false])('when it is mapped in two namespaces, with claims: %p', (createClaim) => {
    const { app, chart } = setUp();

    mapIn(chart, { createClaim });
    mapIn(new Chart(app, 'other', { namespace: 'other' }), { createClaim });

    expect(problemsOf(app)).toEqual([expect.stringMatching(
      /\[other\/orders\/www\] KN-DOM-004 the domain `shop.example.com` is already mapped by `chart\/orders\/www`/,
    )]);
  });

  test('when it is claimed for another namespace', () => {
    const { app, chart } = setUp();

    mapIn(chart, { createClaim: false });
    new ClusterDomainClaim(chart, 'claim', { domain: DOMAIN, namespace: 'other' });

    expect(problemsOf(app)).toEqual([expect.stringMatching(
      /KN-DOM-005 the domain `shop.example.com` is claimed by `chart\/claim` already, for the namespace `other`/,
    )]);
  });

  test('when it is claimed a second time, and says how not to', () => {
    const { app, chart } = setUp();

    mapIn(chart);
    new ClusterDomainClaim(chart, 'claim', { domain: DOMAIN, namespace: 'shop' });

    expect(codesOf(app)).toEqual(['KN-DOM-005', 'KN-NAM-002']);
    expect(problemsOf(app)[0]).toContain('write `createClaim: false`');
  });
});

describe('a claim of a domain', () => {
  test('grants it to a namespace, and has none itself', () => {
    const { app, chart } = setUp();

    new ClusterDomainClaim(chart, 'claim', { domain: DOMAIN, namespace: 'other', metadata: { labels: { team: 'shop' } } });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestsOf(chart)).toEqual([{
      apiVersion: 'networking.internal.knative.dev/v1alpha1',
      kind: 'ClusterDomainClaim',
      metadata: { name: DOMAIN, labels: { team: 'shop' } },
      spec: { namespace: 'other' },
    }]);
  });

  test('keeps a JSON patch', () => {
    const { chart } = setUp();

    new ClusterDomainClaim(chart, 'claim', { domain: DOMAIN, namespace: 'shop' })
      .apiObject.addJsonPatch(JsonPatch.replace('/spec/namespace', 'other'));

    expect(manifestsOf(chart)[0]).toMatchObject({ spec: { namespace: 'other' } });
  });

  test.each([
    ['a domain of one label', { domain: 'shop', namespace: 'shop' }, ['KN-DOM-001']],
    ['a domain in capitals', { domain: 'Shop.Example.com', namespace: 'shop' }, ['KN-DOM-001']],
    ['no namespace', { domain: DOMAIN, namespace: '' }, ['KN-NAM-006']],
    ['a namespace that cannot exist', { domain: DOMAIN, namespace: 'Shop' }, ['KN-NAM-006']],
    ['two names', { domain: DOMAIN, namespace: 'shop', metadata: { name: 'other.example.com' } }, ['KN-DOM-006']],
  ])('fails with %s', (_, props, codes) => {
    const { app, chart } = setUp();

    new ClusterDomainClaim(chart, 'claim', props);

    expect(codesOf(app)).toEqual(codes);
  });

  test('fails a second time', () => {
    const { app, chart } = setUp();

    new ClusterDomainClaim(chart, 'a', { domain: DOMAIN, namespace: 'shop' });
    new ClusterDomainClaim(chart, 'b', { domain: DOMAIN, namespace: 'other' });

    expect(codesOf(app)).toEqual(['KN-NAM-002']);
  });
});
