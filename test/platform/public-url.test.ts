import { type App, Chart, Testing } from 'cdk8s';
import { ClusterIssuer, KnativePlatform, KnativeService, Traffic, Warnings } from '../../lib';

const IMAGE = 'ghcr.io/example/simple-service:1.0';

function services(app: App): Chart {
  return new Chart(app, 'services', { namespace: 'my-knative-services' });
}

test('the article: the address of its service follows from its platform', () => {
  const app = Testing.app();
  const issuer = ClusterIssuer.fromName('letsencrypt-production');
  KnativePlatform.existing(new Chart(app, 'platform'), 'platform', { domain: 'knative.example.com', issuer });

  const service = new KnativeService(services(app), 'simple-service', {
    image: IMAGE, traffic: [Traffic.latest(100, { tag: 'new' })],
  });

  expect(service.publicUrl).toBe('https://simple-service.my-knative-services.knative.example.com');
  expect(service.publicUrlOf('new')).toBe('https://new-simple-service.my-knative-services.knative.example.com');
  expect(() => app.synth()).not.toThrow();
  expect(Warnings.of(app).list()).toEqual([]);
});

test('a platform without certificates has plain addresses, by the templates and domains that it has', () => {
  const app = Testing.app();
  KnativePlatform.existing(new Chart(app, 'platform'), 'platform', {
    domain: 'knative.example.com',
    domains: [{ domain: 'blue.example.com', selector: { team: 'blue' } }],
    serving: { network: { domainTemplate: '{{.Name}}-{{.Namespace}}.{{.Domain}}', tagTemplate: '{{.Name}}-{{.Tag}}' } },
  });

  const service = new KnativeService(services(app), 'orders', {
    image: IMAGE, metadata: { labels: { team: 'blue' } }, traffic: [Traffic.latest(100, { tag: 'new' })],
  });

  expect(service.publicUrl).toBe('http://orders-my-knative-services.blue.example.com');
  expect(service.publicUrlOf('new')).toBe('http://orders-new-my-knative-services.blue.example.com');
});

test('fails on a platform that has no domain', () => {
  const app = Testing.app();
  KnativePlatform.existing(new Chart(app, 'platform'), 'platform', {});

  expect(() => new KnativeService(services(app), 'orders', { image: IMAGE }).publicUrl).toThrow(/KN-ADR-004/);
});
