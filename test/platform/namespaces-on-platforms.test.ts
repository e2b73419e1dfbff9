import { App, Chart } from 'cdk8s';
import { AcmeEnvironment, AcmeSolver, ClusterIssuer, IssuerType, LetsEncryptIssuer, Route53, WildcardAbility } from '../../lib/certificates';
import { Warnings } from '../../lib/core';
import { NetworkIsolation, PullSecret, ServicesNamespace, type ServicesNamespaceProps } from '../../lib/namespaces';
import { Ingress, LoadBalancer, LoadBalancerScheme } from '../../lib/networking';
import { KnativePlatform, type KnativePlatformProps, WildcardCertificates } from '../../lib/platform';
import { SecretReference } from '../../lib/pod';
import { TracingProtocol } from '../../lib/settings';
import { CA, DNS01, empty, HTTP01, platformIn } from './program';

const domain = 'knative.example.org';

interface Program {
  readonly app: App;
  readonly chart: Chart;
  readonly namespace: ServicesNamespace;
}

function program(platform: Partial<KnativePlatformProps>, props: ServicesNamespaceProps = {}): Program {
  const chart = empty();
  platformIn(chart, { domain, ...platform });
  return { app: chart.node.root as App, chart, namespace: new ServicesNamespace(chart, 'orders', props) };
}

function refusalOf({ app }: Pick<Program, 'app'>): string {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

function warningsOf({ app, chart }: Program): string[] {
  app.synth();
  return Warnings.of(chart).list().map(({ id, message }) => `${id}: ${message}`).filter((text) => !text.startsWith('prerequisites'));
}

function policyOf({ app, chart }: Program, name: string): Record<string, unknown> | undefined {
  app.synth();
  const all = chart.toJson() as { metadata: { name: string }; spec: Record<string, unknown> }[];
  return all.find(({ metadata }) => metadata.name === name)?.spec;
}

beforeEach(() => { jest.spyOn(process.stderr, 'write').mockImplementation(() => true); });
afterEach(() => jest.restoreAllMocks());

describe('wildcard certificates for namespaces of the program', () => {
  const named = (...names: string[]) => ({
    issuer: DNS01, tls: { wildcardCertificates: WildcardCertificates.forNamespaces(...names) },
  });

  test.each<[string, Partial<KnativePlatformProps>, string]>([
    ['the name, where names choose', named('orderz'), "`WildcardCertificates.forNamespaces('orderz', 'orders')`"],
    ['an issuer, without one', {}, '`issuer`'],
    ['another solver, where challenges come over HTTP', { issuer: HTTP01 }, 'AcmeSolver.dns01'],
    ['what an issuer can that exists', { issuer: ClusterIssuer.fromName('x') }, "`ClusterIssuer.fromName('x', { type: IssuerType.ACME_DNS01 })`"],
    ['labels, where none are wanted', { issuer: DNS01, tls: { wildcardCertificates: WildcardCertificates.none() } }, '`wildcardCertificates: WildcardCertificates.forLabel()`'],
  ])('fails to have one, and says %s', (_fix, platform, fix) => {
    const refusal = refusalOf(program(platform, { wildcardCertificate: true }));
    expect(refusal).toContain('KN-NSP-010');
    expect(refusal).toContain(fix);
  });

  test('says what an issuer can of a platform that exists', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    KnativePlatform.existing(chart, 'knative', { domain, issuer: ClusterIssuer.fromName('x') });
    new ServicesNamespace(chart, 'orders', { wildcardCertificate: true });

    expect(refusalOf({ app })).toContain('`wildcards: WildcardAbility.YES`');
  });

  test.each([
    ['its name', WildcardCertificates.forNamespaces('orders'), 'KN-NSP-010'],
    ['all', WildcardCertificates.forAllNamespaces(), 'KN-NSP-010'],
    ['labels', WildcardCertificates.forLabel(), ''],
  ])('fails to go without one where %s may choose it', (_how, wildcardCertificates, code) => {
    const platform = { issuer: DNS01, tls: { wildcardCertificates } };
    const refusal = refusalOf(program(platform, { wildcardCertificate: false }));
    expect(/KN-[A-Z]+-\d+/.exec(refusal)?.[0] ?? '').toBe(code);
  });

  test('warn of a name that is misspelt', () => {
    expect(warningsOf(program(named('orders', 'bililng')))).toEqual([expect.stringContaining('`bililng`')]);
    expect(warningsOf(program(named('orderz')))).toEqual([expect.stringContaining('is `orders` meant?')]);
    expect(warningsOf(program(named('orders')))).toEqual([]);
  });

  test('warn of no name where the program has no namespaces, or none of the platform', () => {
    const alone = empty();
    const platform = platformIn(alone, { domain, ...named('orders') });
    (alone.node.root as App).synth();
    expect(Warnings.of(platform).list().map(({ id }) => id)).not.toContain('wildcard-namespace-unknown');

    const app = new App();
    const chart = new Chart(app, 'chart');
    KnativePlatform.existing(chart, 'knative', { domain, ...named('orderz') });
    const namespace = new ServicesNamespace(chart, 'orders');
    expect(warningsOf({ app, chart, namespace })).toEqual([]);
  });
});

describe('a closed namespace', () => {
  const network = { isolation: NetworkIsolation.INGRESS_AND_EGRESS };

  test('asks whoever for names on EKS Auto Mode', () => {
    const loadBalancer = LoadBalancer.eksAutoMode({ scheme: LoadBalancerScheme.INTERNET_FACING });
    const first = (platform: Partial<KnativePlatformProps>) =>
      (policyOf(program(platform, { network }), 'allow-egress')?.egress as Record<string, unknown>[])[0];

    expect(first({ ingress: Ingress.contour({ loadBalancer }) })).toEqual({ ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] });
    expect(first({})).toHaveProperty('to');
  });

  test('is open for the collector of traces of the platform', () => {
    const observability = {
      tracingProtocol: TracingProtocol.GRPC, tracingEndpoint: 'http://otel.obs.svc:4317', tracingSamplingRate: 1,
    };
    const egress = policyOf(program({ serving: { observability } }, { network }), 'allow-egress')?.egress;

    expect(JSON.stringify(egress)).toContain('"obs"');
  });

  test.each<[string, ClusterIssuer | undefined, boolean]>([
    ['no issuer', undefined, true],
    ['an issuer that is answered in DNS', DNS01, false],
    ['an issuer that is answered over HTTP', HTTP01, true],
    ['an issuer with a CA', CA, false],
    ['an issuer of Vault', ClusterIssuer.fromName('vault', { type: IssuerType.VAULT, wildcards: WildcardAbility.YES }), false],
    ['an issuer of which nothing is known', ClusterIssuer.fromName('x'), true],
  ])('has a policy for HTTP-01 challenges where it may need one: %s', (_what, issuer, there) => {
    expect(policyOf(program({ issuer }, { network }), 'allow-acme-challenges') !== undefined).toBe(there);
  });

  test('gets it when the issuer gets such a solver', () => {
    const chart = empty();
    const issuer = new LetsEncryptIssuer(chart, 'letsencrypt', {
      environment: AcmeEnvironment.STAGING, solvers: [AcmeSolver.dns01(Route53.ambient({ region: 'us-east-1' }))],
    });
    platformIn(chart, { domain, issuer });
    const made = { app: chart.node.root as App, chart, namespace: new ServicesNamespace(chart, 'orders', { network }) };
    expect(policyOf(made, 'allow-acme-challenges')).toBeUndefined();

    issuer.addSolver(AcmeSolver.http01Ingress());
    expect(policyOf(made, 'allow-acme-challenges')).toBeDefined();
  });
});

test('a namespace is warned of a mirror whose password it does not have', () => {
  const production = { mirror: { address: 'registry.example.com/knative', pullSecret: SecretReference.fromName('mirror') } };

  expect(warningsOf(program({ production }))).toEqual([expect.stringContaining("PullSecret.fromSecretName('mirror')")]);
  expect(warningsOf(program({ production }, { imagePullSecrets: [PullSecret.fromSecretName('mirror')] }))).toEqual([]);
  expect(warningsOf(program({ production: { mirror: { address: 'registry.example.com/knative' } } }))).toEqual([]);
});
