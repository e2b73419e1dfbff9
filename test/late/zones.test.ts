import { Chart, Testing } from 'cdk8s';
import { AcmeEnvironment, AcmeSolver, LetsEncryptIssuer, Route53 } from '../../lib/certificates';
import type { DnsZone } from '../../lib/core';
import { ExternalDns, ExternalDnsPolicy, type ExternalDnsProps } from '../../lib/networking';
import { codes, deployed, refusals } from './support';

const KNOWN: DnsZone = { hostedZoneId: 'Z0123456789', zoneName: 'example.com.' };
const OTHER: DnsZone = { hostedZoneId: 'Z9876543210', zoneName: 'example.org' };

interface Pod {
  readonly containers: readonly { readonly args: readonly string[] }[];
}

interface Written {
  readonly kind: string;
  readonly spec: { readonly template: { readonly spec: Pod } };
}

function externalDns(props: Partial<ExternalDnsProps>): { dns: ExternalDns; chart: Chart } {
  const chart = new Chart(Testing.app(), 'chart');
  return { dns: new ExternalDns(chart, 'dns', { ownerId: 'a', policy: ExternalDnsPolicy.SYNC, ...props }), chart };
}

function refusedCodes(props: Partial<ExternalDnsProps>): string[] {
  const { chart } = externalDns(props);
  return codes(chart.node.root as ReturnType<typeof Testing.app>);
}

function raised(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return (error as Error).message.slice(0, 10);
  }
  return '';
}

describe('a hosted zone', () => {
  test('gives ExternalDNS its ids, its domains and its rights', () => {
    const { dns, chart } = externalDns({ hostedZones: [KNOWN, OTHER] });

    const deployment = (Testing.synth(chart) as Written[]).find(({ kind }) => kind === 'Deployment');

    expect(deployment?.spec.template.spec.containers[0]?.args).toEqual(expect.arrayContaining([
      '--domain-filter=example.com', '--domain-filter=example.org', '--zone-id-filter=Z0123456789', '--zone-id-filter=Z9876543210',
    ]));
    expect(dns.domainFilters).toEqual(['example.com', 'example.org']);
    expect(dns.policy.Statement[0]?.Resource).toEqual([
      'arn:aws:route53:::hostedzone/Z0123456789', 'arn:aws:route53:::hostedzone/Z9876543210',
    ]);
  });

  test('leaves other domains to who writes them', () => {
    const { dns } = externalDns({ hostedZones: [KNOWN], domainFilters: ['shop.example.com'] });

    expect(dns.domainFilters).toEqual(['shop.example.com']);
  });

  test('may be a construct of AWS CDK', () => {
    const { zone } = deployed();
    const { dns } = externalDns({ hostedZones: [zone] });

    expect(dns.domainFilters).toEqual(['example.com']);
    expect(dns._zones).toEqual([zone.hostedZoneId]);
  });

  test.each<[string, Partial<ExternalDnsProps>, string]>([
    ['beside ids', { hostedZones: [KNOWN], hostedZoneIds: ['Z0123456789'] }, 'KN-NET-007'],
    ['in an empty list', { hostedZones: [] }, 'KN-NET-007'],
    ['with a path before its id', { hostedZones: [{ ...KNOWN, hostedZoneId: '/hostedzone/Z0123456789' }] }, 'KN-NET-009'],
    ['without an id', { hostedZones: [{ zoneName: 'example.com' } as never] }, 'KN-NET-009'],
    ['without a name', { hostedZones: [{ hostedZoneId: 'Z0123456789' } as never] }, 'KN-NET-007'],
    ['with an asterisk', { hostedZones: [{ ...KNOWN, zoneName: '*.example.com' }] }, 'KN-NET-007'],
    ['that is an id', { hostedZones: ['Z0123456789' as never] }, 'KN-NET-007'],
    ['in no list', { hostedZones: KNOWN as never }, 'KN-TYP-001'],
  ])('fails for ExternalDNS %s', (_, props, code) => {
    expect(refusedCodes(props)).toContain(code);
  });

  test('gives an issuer its id and its rights', () => {
    const chart = new Chart(Testing.app(), 'chart');
    const issuer = new LetsEncryptIssuer(chart, 'issuer', {
      environment: AcmeEnvironment.STAGING, solvers: [AcmeSolver.dns01(Route53.ambient({ hostedZone: KNOWN }))],
    });

    expect(Testing.synth(chart)).toMatchObject([{ spec: { acme: { solvers: [{ dns01: { route53: { hostedZoneID: 'Z0123456789' } } }] } } }]);
    expect(JSON.stringify(issuer.iamGrants)).toContain('arn:aws:route53:::hostedzone/Z0123456789');
    expect(refusals(chart.node.root as ReturnType<typeof Testing.app>)).toEqual([]);
  });

  test('may be named twice for an issuer, and fails with another id', () => {
    expect(Route53.ambient({ hostedZone: KNOWN, hostedZoneId: KNOWN.hostedZoneId }).hostedZoneId).toBe('Z0123456789');
    expect(raised(() => Route53.ambient({ hostedZone: KNOWN, hostedZoneId: OTHER.hostedZoneId }))).toBe('KN-CRT-007');
    expect(raised(() => Route53.ambient({ hostedZone: { zoneName: 'example.com' } as never }))).toBe('KN-CRT-007');
    expect(Route53.ambient().hostedZoneId).toBeUndefined();
  });
});
