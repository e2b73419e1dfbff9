import type { Chart } from 'cdk8s';
import {
  AcmeEnvironment, AcmeIssuer, AcmeSolver, type AcmeSolver as Solver, LetsEncryptIssuer, Route53,
} from '../../lib/certificates';
import { Ingress, LoadBalancer, LoadBalancerScheme } from '../../lib/networking';
import { WildcardCertificates } from '../../lib/platform';
import { codesOf, problemsOf } from '../kafka/program';
import { CA, empty, platform, platformIn } from './program';

const { INTERNAL, INTERNET_FACING } = LoadBalancerScheme;
const dns = (zone?: string) => AcmeSolver.dns01(Route53.ambient(), zone === undefined ? {} : { dnsZones: [zone] });
const http = () => AcmeSolver.http01Ingress();
const behind = (scheme: LoadBalancerScheme) => Ingress.contour({ loadBalancer: LoadBalancer.inTreeNlb({ scheme }) });

interface Case {
  readonly solvers: readonly Solver[];
  readonly domain?: string;
  readonly ingress?: Ingress;
  readonly server?: string;
}

function certified({ solvers, domain = 'apps.acme-corp.dev', ingress = Ingress.kourier(), server }: Case): Chart {
  const chart = empty();
  const issuer = server === undefined
    ? new LetsEncryptIssuer(chart, 'issuer', { environment: AcmeEnvironment.STAGING, solvers })
    : new AcmeIssuer(chart, 'issuer', { server, solvers });
  platformIn(chart, { domain, ingress, issuer, tls: { wildcardCertificates: WildcardCertificates.none() } });
  return chart;
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('the issuer of a platform', () => {
  test.each<[string, Case]>([
    ['has no solver for its domain', { solvers: [dns('other.dev')] }],
    ['has solvers for the names of other domains alone', { solvers: [AcmeSolver.dns01(Route53.ambient(), { dnsNames: ['page.tools.other.dev'] })] }],
    ['is asked over HTTP behind a load balancer of the VPC', { solvers: [http()], ingress: behind(INTERNAL) }],
    ['is public, and the domain is that of the cluster', { solvers: [dns()], domain: 'cluster.local' }],
    ['is public, and the domain has one label', { solvers: [dns()], domain: 'apps' }],
  ])('fails where it %s', (_mistake, given) => {
    expect(codesOf(certified(given))).toEqual(['KN-CRT-018']);
  });

  test.each<[string, Case]>([
    ['has a solver for its zone', { solvers: [dns('acme-corp.dev')] }],
    ['has a solver for the domain itself', { solvers: [dns('apps.acme-corp.dev')] }],
    ['has a solver for some namespace', { solvers: [dns('shop.apps.acme-corp.dev')] }],
    ['has a solver for some host', { solvers: [AcmeSolver.dns01(Route53.ambient(), { dnsNames: ['page.tools.apps.acme-corp.dev'] })] }],
    ['is answered in DNS behind a load balancer of the VPC', { solvers: [dns()], ingress: behind(INTERNAL) }],
    ['is asked over HTTP behind a load balancer of the world', { solvers: [http()], ingress: behind(INTERNET_FACING) }],
    ['is one of one\'s own, which knows names of one\'s own', { solvers: [http()], server: 'https://ca.corp.local/acme', domain: 'apps.corp.local', ingress: behind(INTERNAL) }],
  ])('is fine where it %s', (_reason, given) => {
    expect(problemsOf(certified(given))).toBe('');
  });

  test('may be a CA for names that nobody else knows, and is not asked for names within the cluster', () => {
    expect(problemsOf(platform({ domain: 'apps.local', issuer: CA }))).toBe('');
    const chart = empty();
    const issuer = new LetsEncryptIssuer(chart, 'issuer', { environment: AcmeEnvironment.STAGING, solvers: [dns('acme-corp.dev')] });
    platformIn(chart, {
      domain: 'apps.acme-corp.dev', issuer, domains: [{ domain: 'svc.cluster.local', selector: { visibility: 'private' } }],
    });

    expect(problemsOf(chart)).toBe('');
  });
});
