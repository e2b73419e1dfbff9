import { Chart, Testing } from 'cdk8s';
import {
  AwsLoadBalancerController, DnsRecords, ExternalDns, ExternalDnsPolicy, Ingress, KnativePlatform, LoadBalancer,
  LoadBalancerScheme,
} from '../../lib';
import { noteServicesNamespace } from '../../lib/core';
import { documentsOf, manifestsOf, problemsOf, quietly } from './program';

quietly();

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

  test('on a cluster of one\'s own needs neither load balancer nor records', () => {
    const chart = new Chart(Testing.app(), 'chart');
    const loadBalancer = LoadBalancer.none({ nodePort: true, httpPort: 31080 });
    new KnativePlatform(chart, 'platform', { domain: '127.0.0.1.sslip.io', ingress: Ingress.kourier({ loadBalancer }) });

    expect(problemsOf(chart)).toBe('');
    expect(manifestsOf(chart).find(({ kind }) => kind === 'KnativeServing')?.spec.ingress)
      .toEqual({ kourier: { 'enabled': true, 'service-type': 'NodePort', 'http-port': 31080 } });
  });
});
