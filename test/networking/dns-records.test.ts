import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { ClusterController, KnativeVersion } from '../../lib/core';
import { DnsRecords, ExternalDns, ExternalDnsPolicy, ExternalDnsSource, Ingress } from '../../lib/networking';
import { cluster, codesOf, documentsOf, problemsOf, quietly, raisedBy } from './program';

quietly();

const version = KnativeVersion.V1_23;
const external = [ClusterController.EXTERNAL_DNS];
const dns = DnsRecords.externalDns();
const own = { ownerId: 'knative-test', policy: ExternalDnsPolicy.UPSERT_ONLY };

describe('records of a platform', () => {
  test('are one for each domain and one for each namespace with a certificate of its own', () => {
    const chart = cluster({
      domains: ['knative.example.com', 'example.org', 'svc.cluster.local'], wildcardNamespaces: ['shop', 'billing'],
      plainNamespaces: ['plain'],
    });

    expect(dns._hosts(chart)).toEqual([
      '*.knative.example.com', '*.billing.knative.example.com', '*.shop.knative.example.com',
      '*.example.org', '*.billing.example.org', '*.shop.example.org',
    ]);
  });

  test('are annotations under both prefixes, and under the one of the app', () => {
    const chart = cluster({ wildcardNamespaces: ['shop'] });
    new ExternalDns(chart, 'dns', { ...own, annotationPrefix: 'dns.example.com/' });

    const hosts = '*.knative.example.com,*.shop.knative.example.com';
    expect(dns._annotations(chart)).toEqual({
      'external-dns.kubernetes.io/hostname': hosts, 'external-dns.alpha.kubernetes.io/hostname': hosts,
      'dns.example.com/hostname': hosts,
    });
    expect(dns._documents(chart, Ingress.contour()._entry)).toEqual([]);
  });

  test('are documents, with a command that finds what they point to', () => {
    const chart = cluster({ wildcardNamespaces: ['shop'] });

    Ingress.contour()._install(chart, { version, dns: DnsRecords.document({ ttl: Duration.minutes(1) }) });

    expect(problemsOf(chart)).toBe('');
    const { 'dns/records.json': records, 'dns/route53-change-batch.json': batch, 'dns/zone.txt': zone, 'dns/resolve.sh': script } = documentsOf(chart);
    expect(JSON.parse(records ?? '')).toEqual({
      target: {
        placeholder: '${LOAD_BALANCER}', service: 'contour-external/envoy',
        command: "kubectl get service envoy -n contour-external -o jsonpath='{.status.loadBalancer.ingress[0].hostname}'",
      },
      records: ['*.knative.example.com', '*.shop.knative.example.com']
        .map((name) => ({ name, type: 'CNAME', ttl: 60, target: '${LOAD_BALANCER}' })),
    });
    expect(JSON.parse(batch ?? '')).toEqual({
      Comment: 'hosts of Knative services',
      Changes: ['*.knative.example.com.', '*.shop.knative.example.com.'].map((Name) => ({
        Action: 'UPSERT', ResourceRecordSet: { Name, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: '${LOAD_BALANCER}' }] },
      })),
    });
    expect(zone).toBe('*.knative.example.com. 60 IN CNAME ${LOAD_BALANCER}.\n*.shop.knative.example.com. 60 IN CNAME ${LOAD_BALANCER}.\n');
    expect(script).toContain("target=\"$(kubectl get service envoy -n contour-external -o jsonpath='{.status");
  });

  test('as documents need no controller, and are no annotations', () => {
    const chart = cluster();
    const document = DnsRecords.document();

    expect(document._annotations(chart)).toEqual({});
    expect(document._check(chart).filter(Boolean)).toEqual([]);
  });

  test('fails where nothing reads their annotations', () => {
    const chart = cluster();

    Ingress.contour()._install(chart, { version, dns });

    expect(codesOf(chart)).toEqual(['KN-NET-001']);
  });

  test('fails on a platform without a domain', () => {
    const chart = cluster({ domains: ['svc.cluster.local'], external });

    Ingress.kourier()._install(chart, { version, dns });

    expect(codesOf(chart)).toEqual(['KN-NET-005']);
  });

  test('fails with a name that is too long', () => {
    const chart = cluster({ domains: [Array.from({ length: 5 }, () => 'a'.repeat(50)).join('.')], external });

    Ingress.kourier()._install(chart, { version, dns });

    expect(codesOf(chart)).toEqual(['KN-NET-005']);
  });

  test('fails where the ExternalDns of the app looks at other domains', () => {
    const chart = cluster({ wildcardNamespaces: ['shop'] });
    new ExternalDns(chart, 'dns', { ...own, domainFilters: ['shop.knative.example.com', '.example.org'] });

    Ingress.contour()._install(chart, { version, dns });

    expect(codesOf(chart)).toEqual(['KN-NET-007']);
  });

  test('fails where the ExternalDns of the app looks at other objects', () => {
    const chart = cluster();
    new ExternalDns(chart, 'dns', { ...own, sources: [ExternalDnsSource.INGRESS] });

    Ingress.contour()._install(chart, { version, dns });

    expect(codesOf(chart)).toEqual(['KN-NET-007']);
  });

  test('fails with a time that no record has', () => {
    expect(raisedBy(() => DnsRecords.externalDns({ ttl: Duration.seconds(0) }))).toBe('KN-DUR-002');
    expect(raisedBy(() => DnsRecords.document({ ttl: Duration.millis(1500) }))).toBe('KN-DUR-001');
  });

  test('cover the host of every service, whichever namespaces have certificates', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    const some = fc.uniqueArray(label, { maxLength: 4 });
    fc.assert(fc.property(some, label, label, (wildcardNamespaces, service, namespace) => {
      const hosts = dns._hosts(cluster({ wildcardNamespaces }));
      const host = `${service}.${namespace}.knative.example.com`;
      // Below a namespace with a certificate the upper wildcard does not count.
      const counting = wildcardNamespaces.includes(namespace) ? hosts.filter((name) => name.startsWith(`*.${namespace}.`)) : hosts;
      expect(counting.some((name) => host.endsWith(name.slice(1)))).toBe(true);
    }), { numRuns: 30 });
  });
});
