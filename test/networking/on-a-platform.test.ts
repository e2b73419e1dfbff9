import { Chart, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { parse } from 'yaml';
import {
  AwsLoadBalancerController, DnsRecords, ExternalDns, ExternalDnsPolicy, Ingress, KnativePlatform, LoadBalancer,
  LoadBalancerScheme, Toleration,
} from '../../lib';
import { noteServicesNamespace } from '../../lib/core';
import { documentsOf, manifestsOf, problemsOf, quietly, warningsOf } from './program';

quietly();

interface Kustomization {
  readonly patches: readonly { readonly target: unknown; readonly patch: string }[];
}

const { INTERNET_FACING } = LoadBalancerScheme;

function platform(ingress: Ingress): Chart {
  const chart = new Chart(Testing.app(), 'chart');
  new KnativePlatform(chart, 'platform', { domain: 'knative.example.com', ingress, dns: DnsRecords.externalDns() });
  new ExternalDns(chart, 'dns', {
    ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY, domainFilters: ['example.com'],
  });
  noteServicesNamespace(chart, () => ({ name: 'shop', wildcard: true }));
  return chart;
}

describe('a platform', () => {
  test('gives the Service of Kourier its annotations, whichever of its parts came first', () => {
    const loadBalancer = LoadBalancer.awsLoadBalancerController({ scheme: INTERNET_FACING });
    const chart = platform(Ingress.kourier({ loadBalancer }));
    new AwsLoadBalancerController(chart, 'controller', { clusterName: 'knative' });

    expect(problemsOf(chart)).toBe('');
    const serving = manifestsOf(chart).find(({ kind }) => kind === 'KnativeServing');
    expect(serving?.spec.ingress).toEqual({ kourier: { enabled: true } });
    expect(serving?.spec.services).toEqual([{ name: 'kourier', annotations: {
      'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
      'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
      'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
      'external-dns.kubernetes.io/hostname': '*.knative.example.com,*.shop.knative.example.com',
      'external-dns.alpha.kubernetes.io/hostname': '*.knative.example.com,*.shop.knative.example.com',
    } }]);
  });

  test('has a kustomization for Contour, and its settings', () => {
    const chart = platform(Ingress.contour({
      loadBalancer: LoadBalancer.eksAutoMode({ scheme: INTERNET_FACING }),
      corsPolicy: { allowOrigin: ['*'], allowMethods: ['GET'] },
    }));

    expect(problemsOf(chart)).toBe('');
    const serving = manifestsOf(chart).find(({ kind }) => kind === 'KnativeServing');
    expect(serving?.spec.config).toMatchObject({
      'config-contour': { 'cors-policy': 'allowOrigin:\n  - "*"\nallowMethods:\n  - GET\n' },
    });
    expect(documentsOf(chart)['prerequisites/contour/kustomization.yaml']).toContain('loadBalancerClass: eks.amazonaws.com/nlb');
  });

  test('places the pods of Contour as its own', () => {
    const chart = new Chart(Testing.app(), 'chart');
    new KnativePlatform(chart, 'platform', { ingress: Ingress.contour(), production: {
      replicas: 3, nodeSelector: { role: 'system' }, tolerations: [Toleration.exists('system')], spreadOver: ['topology.kubernetes.io/zone'],
      resources: { cpu: { request: Cpu.millis(200) } },
    } });

    expect(problemsOf(chart)).toBe('');
    const { patches } = parse(documentsOf(chart)['prerequisites/contour/kustomization.yaml'] ?? '') as Kustomization;
    const place = { nodeSelector: { role: 'system' }, tolerations: [{ key: 'system', operator: 'Exists' }] };
    const resources = { requests: { cpu: '200m' } };
    expect(patches.map(({ target, patch }) => ({ target, spec: (parse(patch) as { spec: unknown }).spec }))).toEqual([
      { target: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'contour' }, spec: { replicas: 3, template: { spec: {
        ...place, containers: [{ name: 'contour', resources }],
        topologySpreadConstraints: [{
          maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { app: 'contour' } },
        }],
      } } } },
      { target: { group: 'apps', version: 'v1', kind: 'DaemonSet', name: 'envoy' }, spec: { template: { spec: {
        ...place, containers: [{ name: 'envoy', resources }, { name: 'shutdown-manager', resources }],
      } } } },
      { target: { group: 'batch', version: 'v1', kind: 'Job', name: 'contour-certgen-.*' }, spec: { template: { spec: place } } },
    ]);
  });

  test('changes nothing of Contour that production says nothing of', () => {
    const chart = new Chart(Testing.app(), 'chart');
    new KnativePlatform(chart, 'platform', { ingress: Ingress.contour(), production: { spreadOver: [] } });

    expect(problemsOf(chart)).toBe('');
    expect(documentsOf(chart)['prerequisites/contour/kustomization.yaml']).not.toContain('patches');
  });

  test('on a cluster of one\'s own needs neither load balancer nor records', () => {
    const chart = new Chart(Testing.app(), 'chart');
    const loadBalancer = LoadBalancer.none({ nodePort: true, httpPort: 31080 });
    new KnativePlatform(chart, 'platform', { domain: '127.0.0.1.sslip.io', ingress: Ingress.kourier({ loadBalancer }) });

    expect(problemsOf(chart)).toBe('');
    expect(manifestsOf(chart).find(({ kind }) => kind === 'KnativeServing')?.spec.ingress)
      .toEqual({ kourier: { 'enabled': true, 'service-type': 'NodePort', 'http-port': 31080 } });
    expect(warningsOf(chart)).not.toContain('node-port-range');
  });

  test.each([80, 29_999, 32_768])('warns of the port %i of nodes, which an API server does not take by default', (httpsPort) => {
    const chart = new Chart(Testing.app(), 'chart');
    const loadBalancer = LoadBalancer.none({ nodePort: true, httpsPort });
    new KnativePlatform(chart, 'platform', { ingress: Ingress.kourier({ loadBalancer }) });

    expect(warningsOf(chart)).toContain('node-port-range');
  });
});
