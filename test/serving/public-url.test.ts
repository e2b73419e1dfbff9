import { type App, Chart, type Chart as AnyChart, JsonPatch } from 'cdk8s';
import { DEFAULT_DOMAIN_TEMPLATE, DEFAULT_TAG_TEMPLATE } from '../../lib/addresses';
import {
  type AddressRules, ClusterChart, describePlatform, KnativeError, KnativeVersion, type PlatformDescription,
} from '../../lib/core';
import { SecretReference } from '../../lib/pod';
import { KnativeService, type KnativeServiceProps, Route, Traffic, Visibility } from '../../lib/serving';
import { codesOf, IMAGE, problemsOf, setUp, warningsOf } from './program';

const TEAM = { metadata: { labels: { team: 'blue' } } };

function platformOf(chart: AnyChart, addresses?: AddressRules): void {
  const platform: PlatformDescription = {
    construct: chart, existing: true, version: KnativeVersion.V1_23, dataPlanes: [], needDataPlane: () => false,
    ...addresses === undefined ? {} : { addresses },
  };
  describePlatform(platform);
}

function withPlatform(rules: Partial<AddressRules> = {}): { app: App; chart: AnyChart } {
  const made = setUp('my-knative-services');
  platformOf(made.chart, {
    domains: [{ domain: 'knative.example.com' }, { domain: 'blue.example.com', selector: { team: 'blue' } }],
    domainTemplate: DEFAULT_DOMAIN_TEMPLATE, tagTemplate: DEFAULT_TAG_TEMPLATE, externalTls: true,
    defaultExternalScheme: 'http', ...rules,
  });
  return made;
}

const serviceIn = (chart: AnyChart, props: Partial<KnativeServiceProps> = {}, id = 'simple-service') =>
  new KnativeService(chart, id, { image: IMAGE, ...props });

describe('the public address', () => {
  test('of a service is the one of the article', () => {
    const { app, chart } = withPlatform();

    const service = serviceIn(chart);

    expect(service.publicUrl).toBe('https://simple-service.my-knative-services.knative.example.com');
    expect(problemsOf(app)).toEqual([]);
  });

  test('follows labels, annotations and tags', () => {
    const { app, chart } = withPlatform();
    const service = serviceIn(chart, {
      ...TEAM, disableExternalDomainTls: true,
      traffic: [Traffic.latest(100), Traffic.revision('simple-service-00001', 0, { tag: 'old' })],
    });

    expect(service.publicUrl).toBe('http://simple-service.my-knative-services.blue.example.com');
    expect(service.publicUrlOf('old')).toBe('http://old-simple-service.my-knative-services.blue.example.com');
    expect(problemsOf(app)).toEqual([]);
  });

  test('of a route is made in the same way', () => {
    const { app, chart } = withPlatform();
    const route = new Route(chart, 'web', { traffic: [Traffic.revision('orders-00001', 100, { tag: 'old' })], ...TEAM });

    expect(route.publicUrl).toBe('https://web.my-knative-services.blue.example.com');
    expect(route.publicUrlOf('old')).toBe('https://old-web.my-knative-services.blue.example.com');
    expect(problemsOf(app)).toEqual([]);
  });

  test('of what exists already follows from what is said of it', () => {
    const { app, chart } = withPlatform();
    const service = KnativeService.fromServiceName(chart, 'service', 'orders', { namespace: 'shop', labels: { team: 'blue' } });
    const route = Route.fromRouteName(chart, 'route', 'web', {
      labels: {}, annotations: { 'networking.knative.dev/disable-external-domain-tls': 'true' },
    });

    expect(service.publicUrl).toBe('https://orders.shop.blue.example.com');
    expect(service.publicUrlOf('old')).toBe('https://old-orders.shop.blue.example.com');
    expect(route.publicUrl).toBe('http://web.my-knative-services.knative.example.com');
    expect(problemsOf(app)).toEqual([]);
  });

  test('of a mapped domain is that domain', () => {
    const { app, chart } = withPlatform();
    const service = serviceIn(chart);
    const secret = SecretReference.fromName('shop-tls');

    expect(service.mapDomain('a', { domain: 'a.example.org' }).publicUrl).toBe('https://a.example.org');
    expect(service.mapDomain('b', { domain: 'b.example.org', disableExternalDomainTls: true }).publicUrl).toBe('http://b.example.org');
    expect(service.mapDomain('c', { domain: 'c.example.org', tlsSecret: secret }).publicUrl).toBe('https://c.example.org');
    expect(problemsOf(app)).toEqual([]);
  });

  test('may be asked for again, and when labels were added before', () => {
    const { app, chart } = withPlatform();
    const service = serviceIn(chart);
    service.apiObject.metadata.addLabel('team', 'blue');

    expect(service.publicUrl).toBe('https://simple-service.my-knative-services.blue.example.com');
    expect(service.publicUrl).toBe('https://simple-service.my-knative-services.blue.example.com');
    expect(problemsOf(app)).toEqual([]);
  });

  test('is that of the platform of its own cluster', () => {
    const { app } = withPlatform();
    const other = new ClusterChart(app, 'other', { cluster: 'other', namespace: 'shop' });

    expect(() => serviceIn(other).publicUrl).toThrow(/KN-ADR-004/);
  });

  test('fails before there is a platform', () => {
    const { chart } = setUp();

    expect(() => serviceIn(chart).publicUrl).toThrow(KnativeError);
    expect(() => serviceIn(chart, {}, 'b').publicUrlOf('old')).toThrow(/KN-ADR-004 .*there is no platform yet.*KnativePlatform.existing/);
  });

  test('fails on a platform without a domain', () => {
    const { chart } = setUp();
    platformOf(chart);

    expect(() => serviceIn(chart).publicUrl).toThrow(/KN-ADR-004 .*the platform has no domain/);
  });

  test('fails of a service of the cluster only, which is told to take `url`', () => {
    const { app, chart } = withPlatform();
    const service = serviceIn(chart, { visibility: Visibility.CLUSTER_LOCAL });

    expect(service.publicUrl).toBe(service.url);
    expect(problemsOf(app)).toEqual([expect.stringMatching(/KN-ADR-005 .*take `url`.*public-url\.test\.ts/)]);
  });

  test('fails without a namespace', () => {
    const { app } = withPlatform();

    expect(String(serviceIn(new Chart(app, 'bare')).publicUrl)).toContain('http');
    expect(codesOf(app)).toEqual(['KN-NAM-003']);
  });

  test('fails of a tag that there is not', () => {
    const { app, chart } = withPlatform();

    String(serviceIn(chart).publicUrlOf('old'));

    expect(codesOf(app)).toEqual(['KN-ADR-010']);
  });

  test('fails of what exists and of which too little is said', () => {
    const { app, chart } = withPlatform();

    String(KnativeService.fromServiceName(chart, 'orders', 'orders').publicUrl);

    expect(codesOf(app)).toEqual(['KN-ADR-006']);
  });

  test('fails where a template is too much for us', () => {
    const { app, chart } = withPlatform({ domainTemplate: '{{.Name}}.{{len .Name}}.{{.Domain}}' });
    serviceIn(chart, {}, 'not-asked');

    String(serviceIn(chart).publicUrl);

    expect(codesOf(app)).toEqual(['KN-ADR-006']);
    expect(warningsOf(app)).toEqual(['address-template-unread']);
  });

  test('fails when it is another one at synth than when it was handed out', () => {
    const { app, chart } = withPlatform();
    const service = serviceIn(chart);
    String(service.publicUrl);
    service.apiObject.metadata.addLabel('team', 'blue');

    expect(problemsOf(app)).toEqual([expect.stringMatching(
      /KN-ADR-007 .*simple-service\.my-knative-services\.knative\.example\.com.*my-knative-services\.blue\.example\.com/,
    )]);
  });

  test('fails when a patch made it another one', () => {
    const { app, chart } = withPlatform();
    const service = serviceIn(chart, TEAM);
    String(service.publicUrl);
    service.apiObject.addJsonPatch(JsonPatch.replace('/metadata/labels/team', 'green'));

    expect(codesOf(app)).toEqual(['KN-ADR-007']);
  });
});

test('fails with a patch that cannot be applied, and says so alone', () => {
  const { app, chart } = withPlatform();
  const service = serviceIn(chart);
  String(service.publicUrl);
  service.apiObject.addJsonPatch(JsonPatch.remove('/metadata/labels/none'));

  expect(codesOf(app)).toEqual(['KN-TYP-002']);
});

describe('hosts', () => {
  test('fails when one is too long, asked for or not', () => {
    const { app, chart } = withPlatform({ domainTemplate: '{{.Name}}-{{.Namespace}}.{{.Domain}}' });
    serviceIn(chart, {}, 'a'.repeat(50));

    expect(codesOf(app)).toEqual(['KN-ADR-003']);
  });

  test('of services of the cluster only may be as they are', () => {
    const { app, chart } = withPlatform({ domainTemplate: '{{.Name}}-{{.Namespace}}.{{.Domain}}' });
    serviceIn(chart, { visibility: Visibility.CLUSTER_LOCAL }, 'a'.repeat(50));

    expect(codesOf(app)).toEqual([]);
  });

  test('fails when two services have the same', () => {
    const { app, chart } = withPlatform({ domainTemplate: '{{.Name}}.{{.Domain}}' });
    serviceIn(chart);
    serviceIn(new Chart(app, 'second', { namespace: 'shop' }));

    expect(problemsOf(app)).toEqual([expect.stringMatching(/KN-ADR-009 .*`simple-service\.knative\.example\.com`.*`chart\/simple-service`/)]);
  });

  test('fails when a domain is mapped that a service has already', () => {
    const { app, chart } = withPlatform();
    serviceIn(chart).mapDomain('mapped', { domain: 'simple-service.my-knative-services.knative.example.com' });

    expect(codesOf(app)).toEqual(['KN-ADR-009']);
  });

  test('of two mappings, and of a service and a route of one name, are refused as such', () => {
    const { app, chart } = withPlatform();
    const service = serviceIn(chart);
    new Route(chart, 'route', { metadata: { name: 'simple-service' }, traffic: [Traffic.revision('orders-00001', 100)] });
    service.mapDomain('one', { domain: 'shop.example.org' });
    service.mapDomain('two', { domain: 'shop.example.org' });

    expect(codesOf(app)).not.toContain('KN-ADR-009');
    expect(codesOf(app).length).toBeGreaterThan(0);
  });

  test('fails once when the one of a tag is too long', () => {
    const { app, chart } = withPlatform();
    serviceIn(chart, { traffic: [Traffic.latest(100, { tag: 'b'.repeat(20) })] }, 'a'.repeat(50));

    expect(codesOf(app)).toEqual(['KN-TRF-006']);
  });

  test('fails when the tag template of the platform makes one too long', () => {
    const { app, chart } = withPlatform({ tagTemplate: '{{.Tag}}-of-the-service-{{.Name}}' });
    serviceIn(chart, { traffic: [Traffic.latest(100, { tag: 'old' })] }, 'a'.repeat(50));

    expect(codesOf(app)).toEqual(['KN-ADR-003']);
  });

  test('of tags have the Kubernetes Services that the tag template names', () => {
    const { app, chart } = withPlatform({ tagTemplate: '{{.Name}}-{{.Tag}}' });
    serviceIn(chart, { traffic: [Traffic.latest(100, { tag: 'old' })] });
    serviceIn(chart, {}, 'simple-service-old');

    expect(codesOf(app)).toEqual(['KN-NAM-010']);
  });
});
