import { ApiObject, Duration } from 'cdk8s';
import {
  AcmeEnvironment, AcmeIssuer, type AcmeIssuerProps, AcmeSolver, ClusterIssuer, type CnameStrategy, type IClusterIssuer,
  Ingress, IssuerType, KnativePlatform, type KnativePlatformProps, LetsEncryptIssuer, Route53, SecretReference,
  type SolverServiceType, WildcardCertificates,
} from '../../lib';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const kind = 'ClusterIssuer';
const SERVER = 'https://acme.example.com/directory';
const ROLE = 'arn:aws:iam::123456789012:role/dns';
const AMBIENT = { dns01: { route53: {} } };
const right = { server: SERVER, privateKeySecretRef: { name: 'acme-account-key' }, solvers: [AMBIENT] };
const region = 'eu-central-1';
const key = { secret: SecretReference.fromName('route53'), key: 'secret' };
const NOT_READY = 'the issuer never gets ready';
const NO_CHALLENGE = 'no challenge is ever answered';
const WEBHOOK = "cert-manager's own admission refuses it, which does not run here";

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function issuer(
  refused: VerdictRow['refused'], mistake: string, verdict: Verdict, props: () => Partial<AcmeIssuerProps>, acme: Fields, id = 'acme',
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict,
    program: (chart) => {
      new AcmeIssuer(chart, id, { server: SERVER, solvers: [AcmeSolver.dns01(Route53.ambient())], ...props() });
    },
    manifest: byHand('cert-manager.io/v1', kind, id, {})({ acme: { ...right, ...acme } }),
  };
}

function solver(refused: VerdictRow['refused'], mistake: string, verdict: Verdict, make: () => AcmeSolver, fields: Fields): VerdictRow {
  return issuer(refused, mistake, verdict, () => ({ solvers: [make()] }), { solvers: [fields] });
}

function route53(refused: VerdictRow['refused'], mistake: string, stricter: string, make: () => Route53, fields: Fields): VerdictRow {
  return solver(refused, mistake, { stricter }, () => AcmeSolver.dns01(make()), { dns01: { route53: fields } });
}

const gateway = (parent: Fields) => ({
  http01: { gatewayHTTPRoute: { parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', ...parent }] } },
});

const ISSUERS: readonly VerdictRow[] = [
  issuer('KN-NAM-001', 'a name with capitals', { words: 'a lowercase RFC 1123 subdomain must consist of' }, () => ({}), {}, 'Acme'),
  issuer('KN-CRT-001', 'no solver', { stricter: NO_CHALLENGE }, () => ({ solvers: [] }), { solvers: [] }),
  issuer('KN-CRT-001', 'a solver that solves nothing', { stricter: WEBHOOK }, () => ({ solvers: untyped([{}]) }), { solvers: [{}] }),
  issuer('compiler', 'no server', { words: 'server: Required value' },
    // @ts-expect-error a server is needed
    () => ({ server: undefined as undefined } satisfies Pick<AcmeIssuerProps, 'server'>), { server: undefined }),
  issuer('KN-CRT-003', 'two addresses in one', { stricter: NOT_READY }, () => ({ email: 'a@shop.test,b@shop.test' }), { email: 'a@shop.test,b@shop.test' }),
  issuer('KN-CRT-004', 'a chain of 65 characters', { words: 'Too long' },
    () => ({ preferredChain: 'x'.repeat(65) }), { preferredChain: 'x'.repeat(65) }),
  issuer('KN-CRT-004', 'a profile of two words', { stricter: 'no server has a profile of that name: no certificate is ordered' },
    () => ({ profile: 'short lived' }), { profile: 'short lived' }),
  issuer('KN-CRT-005', 'a server that is a host', { stricter: NOT_READY }, () => ({ server: 'acme.example.com' }), { server: 'acme.example.com' }),
  issuer('KN-CRT-006', 'a bundle that nobody checks against', { stricter: WEBHOOK },
    () => ({ caBundle: '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----', skipTlsVerify: true }),
    { caBundle: 'TUlJ', skipTLSVerify: true }),
  issuer('KN-CRT-010', 'an account key in another namespace', { stricter: 'cert-manager makes another Secret, in its own namespace' },
    () => ({ accountKeySecret: { name: 'acme-account-key', namespace: 'shop' } }), {}),
  issuer('KN-CRT-017', 'an external account without an id', { stricter: WEBHOOK },
    () => ({ externalAccount: { keyId: '', key } }), { externalAccountBinding: { keyID: '', keySecretRef: { name: 'route53', key: 'secret' } } }),
  {
    kind, mistake: 'an environment that there is not', refused: 'KN-CRT-002', stricter: 'there is no such server: the issuer never gets ready',
    program: (chart) => {
      new LetsEncryptIssuer(chart, 'acme', {
        environment: untyped<AcmeEnvironment>('test'), solvers: [AcmeSolver.dns01(Route53.ambient())],
      });
    },
    manifest: byHand('cert-manager.io/v1', kind, 'acme', {})({
      acme: { ...right, server: 'https://acme-test-v02.api.letsencrypt.org/directory' },
    }),
  },
  {
    kind, mistake: 'one account key for two servers', refused: 'KN-CRT-011', stricter: 'a key that leaks from one account opens the other',
    program: (chart) => {
      const options = { accountKeySecret: { name: 'letsencrypt' }, solvers: [AcmeSolver.dns01(Route53.ambient())] };
      new LetsEncryptIssuer(chart, 'staging', { ...options, environment: AcmeEnvironment.STAGING });
      new LetsEncryptIssuer(chart, 'production', { ...options, environment: AcmeEnvironment.PRODUCTION });
    },
    manifest: byHand('cert-manager.io/v1', kind, 'production', {})({ acme: { ...right, privateKeySecretRef: { name: 'letsencrypt' } } }),
  },
];

const SOLVERS: readonly VerdictRow[] = [
  solver('KN-CRT-002', 'a strategy that there is not', { words: 'Unsupported value: "Maybe"' },
    () => AcmeSolver.dns01(Route53.ambient(), { cnameStrategy: untyped<CnameStrategy>('Maybe') }), { dns01: { cnameStrategy: 'Maybe', route53: {} } }),
  solver('KN-CRT-002', 'a service type that there is not', { stricter: WEBHOOK },
    () => AcmeSolver.http01Ingress({ serviceType: untyped<SolverServiceType>('LoadBalancer') }), { http01: { ingress: { serviceType: 'LoadBalancer' } } }),
  solver('KN-CRT-012', 'a star in a zone', { stricter: 'no name lies in it: the solver is never used' },
    () => AcmeSolver.http01Ingress({ dnsZones: ['*.shop.test'] }), { selector: { dnsZones: ['*.shop.test'] }, http01: { ingress: {} } }),
  solver('KN-NAM-004', 'a label that no Certificate has', { stricter: 'the solver is never used' },
    () => AcmeSolver.http01Ingress({ matchLabels: { team: 'web shop' } }), { selector: { matchLabels: { team: 'web shop' } }, http01: { ingress: {} } }),
  solver('KN-CRT-013', 'an Ingress named in two ways', { stricter: WEBHOOK },
    () => AcmeSolver.http01Ingress({ ingressClassName: 'a', ingressName: 'b' }), { http01: { ingress: { ingressClassName: 'a', name: 'b' } } }),
  solver('KN-CRT-013', 'a class that cannot be', { stricter: WEBHOOK },
    () => AcmeSolver.http01Ingress({ ingressClassName: 'azure/gateway' }), { http01: { ingress: { ingressClassName: 'azure/gateway' } } }),
  solver('KN-CRT-013', 'no Gateway', { stricter: NO_CHALLENGE },
    () => AcmeSolver.http01Gateway({ parents: [] }), { http01: { gatewayHTTPRoute: { parentRefs: [] } } }),
  solver('KN-CRT-013', 'a Gateway without a name', { words: 'at least 1 chars long' },
    () => AcmeSolver.http01Gateway({ parents: [{ name: '' }] }), gateway({ name: '' })),
  solver('KN-CRT-013', 'a Gateway in a namespace that cannot be', { words: 'should match' },
    () => AcmeSolver.http01Gateway({ parents: [{ name: 'a', namespace: 'Edge' }] }), gateway({ name: 'a', namespace: 'Edge' })),
  solver('KN-CRT-013', 'a Gateway at port 0', { words: 'should be greater than or equal to 1' },
    () => AcmeSolver.http01Gateway({ parents: [{ name: 'a', port: 0 }] }), gateway({ name: 'a', port: 0 })),
  solver('KN-DUR-001', 'a wait of parts of a second', { stricter: 'nobody can tell the difference' },
    () => AcmeSolver.http01Ingress({ waitInsteadOfSelfCheck: Duration.millis(1500) }), { http01: { ingress: {} }, waitInsteadOfSelfCheck: '1500ms' }),
  route53('KN-CRT-007', 'a zone in place of a region', 'there is no such endpoint', () => Route53.ambient({ region: 'eu-central-1a' }),
    { region: 'eu-central-1a' }),
  route53('KN-CRT-007', 'a name in place of a hosted zone', 'Route 53 knows no such zone', () => Route53.ambient({ hostedZoneId: 'shop.test' }),
    { hostedZoneID: 'shop.test' }),
  route53('KN-CRT-008', 'a role without its account', 'AWS knows no such role', () => Route53.assumeRole('role/dns'), { role: 'role/dns' }),
  route53('KN-CRT-009', 'an access key with two ids', NO_CHALLENGE,
    () => Route53.accessKey({ region, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', accessKeyIdSecret: key, secretAccessKey: key }), {
      region, accessKeyID: 'AKIAIOSFODNN7EXAMPLE', accessKeyIDSecretRef: { name: 'route53', key: 'secret' },
      secretAccessKeySecretRef: { name: 'route53', key: 'secret' },
    }),
  route53('KN-CRT-009', 'an access key without an id', NO_CHALLENGE, () => Route53.accessKey({ region, secretAccessKey: key }),
    { region, secretAccessKeySecretRef: { name: 'route53', key: 'secret' } }),
  route53('KN-CRT-009', 'a token for nobody', 'cert-manager asks for its own audience alone', () => Route53.serviceAccount('dns', { region, role: ROLE, audiences: [] }),
    { region, role: ROLE, auth: { kubernetes: { serviceAccountRef: { name: 'dns', audiences: [] } } } }),
  solver('compiler', 'a service account without a name', { words: 'serviceAccountRef.name: Required value' },
    // @ts-expect-error a name is needed
    () => AcmeSolver.dns01(Route53.serviceAccount(undefined, { region, role: ROLE })),
    { dns01: { route53: { region, role: ROLE, auth: { kubernetes: { serviceAccountRef: {} } } } } }),
];

/** The text is written into another map than the plane reads: other rows need the plane as it is. */
function installed(
  refused: VerdictRow['refused'], mistake: string, stricter: string, props: () => Partial<KnativePlatformProps>, data: Fields,
): VerdictRow {
  return {
    kind: 'ConfigMap', mistake, refused, stricter,
    program: (chart) => {
      new KnativePlatform(chart, 'platform', { ingress: Ingress.kourier(), domain: 'knative.example.com', ...props() });
    },
    manifest: (scope) => {
      new ApiObject(scope, 'by-hand', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config-certmanager' }, data });
    },
  };
}

const HTTP01 = ClusterIssuer.fromName('letsencrypt', { type: IssuerType.ACME_HTTP01 });
const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';
const NAMESPACED: IClusterIssuer = {
  ...ClusterIssuer.fromName('ours'), reference: { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', name: 'ours' },
};

const USES: readonly VerdictRow[] = [
  installed('KN-CRT-014', 'wildcards of an issuer that proves names over HTTP', 'the server checks wildcards by DNS: they are never issued',
    () => ({ issuer: HTTP01, tls: { wildcardCertificates: WildcardCertificates.forLabel() } }),
    { issuerRef: 'kind: ClusterIssuer\nname: letsencrypt\n' }),
  installed('KN-CRT-015', 'an Issuer', 'Knative looks for a ClusterIssuer of that name: no certificate gets ready',
    () => ({ issuer: NAMESPACED }), { issuerRef: 'kind: Issuer\nname: ours\n' }),
  installed('KN-CRT-016', 'an ACME server for names of the cluster', 'it certifies public names only: services are never reached',
    () => ({ tls: { clusterLocal: HTTP01 } }), { clusterLocalIssuerRef: 'kind: ClusterIssuer\nname: letsencrypt\n' }),
  installed('KN-CRT-018', 'an issuer whose server knows no name of the domain', 'the server refuses each order: no certificate gets ready',
    () => ({ domain: 'apps.local', issuer: { ...HTTP01, server: LETS_ENCRYPT } }), { issuerRef: 'kind: ClusterIssuer\nname: letsencrypt\n' }),
];

export const rows: readonly VerdictRow[] = [...ISSUERS, ...SOLVERS, ...USES];
