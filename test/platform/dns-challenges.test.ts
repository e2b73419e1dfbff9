import type { Chart } from 'cdk8s';
import { SideDocuments, Warnings } from '../../lib/core';
import { ServicesNamespace } from '../../lib/namespaces';
import { DnsRecords, ExternalDns, ExternalDnsPolicy, ExternalDnsSource, Ingress } from '../../lib/networking';
import { type KnativePlatformProps, WildcardCertificates } from '../../lib/platform';
import { problemsOf } from '../kafka/program';
import { CA, empty, HTTP01, letsEncrypt, platformIn } from './program';

const NONE = { wildcardCertificates: WildcardCertificates.none() };

function withTools(props: Partial<KnativePlatformProps>, wildcardCertificate?: boolean): Chart {
  const chart = empty();
  platformIn(chart, {
    domain: 'knative.example.com', dns: DnsRecords.document(), issuer: letsEncrypt(chart), ...props,
  });
  new ServicesNamespace(chart, 'tools', { metadata: { name: 'tools' }, ...wildcardCertificate === undefined ? {} : { wildcardCertificate } });
  return chart;
}

function recordsOf(chart: Chart): string[] {
  expect(problemsOf(chart)).toBe('');
  const { records } = JSON.parse(SideDocuments.of(chart).render()['dns/records.json'] ?? '') as { records: { name: string }[] };
  return records.map(({ name }) => name);
}

const warned = (chart: Chart) => {
  expect(problemsOf(chart)).toBe('');
  return Warnings.of(chart).list().filter(({ id }) => id === 'dns-challenge-hides-host').map(({ message }) => message);
};
const BOTH = ['*.knative.example.com', '*.tools.knative.example.com'];

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('records beside challenges in DNS', () => {
  test('are one for each namespace, whose hosts are hidden for a while where each has a certificate of its own', () => {
    const none = withTools({ tls: NONE });
    expect(recordsOf(none)).toEqual(BOTH);
    expect(warned(none)).toEqual([expect.stringContaining('`tools`')]);

    const single = withTools({}, false);
    expect(recordsOf(single)).toEqual(BOTH);
    expect(warned(single)).toHaveLength(1);
  });

  test('hide nothing below a wildcard certificate', () => {
    const chart = withTools({});

    expect(recordsOf(chart)).toEqual(BOTH);
    expect(warned(chart)).toEqual([]);
  });

  test('are told where the program knows no namespace either', () => {
    const chart = empty();
    platformIn(chart, { domain: 'knative.example.com', dns: DnsRecords.document(), issuer: letsEncrypt(chart), tls: NONE });

    expect(warned(chart)).toEqual([expect.stringContaining('hosts of services')]);
  });

  test.each([['answers over HTTP', HTTP01], ['is a CA', CA]])('are as ever where the issuer %s', (_sort, issuer) => {
    const chart = withTools({ issuer, tls: NONE });

    expect(recordsOf(chart)).toEqual(['*.knative.example.com']);
    expect(warned(chart)).toEqual([]);
  });

  test('do not matter where each host has a record', () => {
    const chart = withTools({ tls: NONE, dns: DnsRecords.externalDns(), ingress: Ingress.contour() });
    new ExternalDns(chart, 'external-dns', {
      ownerId: 'tools', policy: ExternalDnsPolicy.SYNC, sources: [ExternalDnsSource.SERVICE, ExternalDnsSource.CONTOUR_HTTPPROXY],
    });

    expect(warned(chart)).toEqual([]);
  });
});
