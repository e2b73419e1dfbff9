import fc from 'fast-check';
import {
  bool, calling, choice, construct, draft, type Drafts, type Gen, just, listOf, mapOf, maybe, type MaybeGen, memberOf,
  oneOf, setOf, some, statement, struct, whole,
} from './arbitraries';
import type { Expr } from './expression';
import { plainMetadata, seconds } from './values';

const fresh = (word: string): Gen => fc.constant<Expr>({ is: 'fresh', word });
const ROLE = oneOf('arn:aws:iam::123456789012:role/dns', 'arn:aws-cn:iam::123456789012:role/team/dns');
const region = oneOf('eu-central-1', 'us-gov-west-1', 'cn-north-1');
const secretKey: Gen = struct({
  secret: struct({ name: oneOf('route53', 'dns.keys') }, { namespace: oneOf('cert-manager') }), key: oneOf('secret', 'access-key.id'),
});
const zone = { hostedZoneId: oneOf('Z0123456789ABCDEFGHIJ', 'Z3') };

const route53: Gen = choice(
  calling('Route53', 'ambient', maybe(struct({}, { region, ...zone }, 0.6))),
  calling('Route53', 'assumeRole', ROLE, maybe(struct({}, { region, ...zone }))),
  calling('Route53', 'accessKey', struct({ region, accessKeyId: oneOf('AKIAIOSFODNN7EXAMPLE'), secretAccessKey: secretKey }, { ...zone, role: ROLE })),
  calling('Route53', 'accessKey', struct({ region, accessKeyIdSecret: secretKey, secretAccessKey: secretKey }, zone)),
  calling('Route53', 'serviceAccount', oneOf('dns'), struct({ region, role: ROLE }, {
    ...zone, audiences: listOf(oneOf('sts.amazonaws.com', 'sts'), 1, 2),
  })),
);

const every: Record<string, MaybeGen> = {
  dnsNames: setOf(oneOf('shop.example.com', '*.shop.example.com'), 1, 2), dnsZones: setOf(oneOf('example.com', 'shop.example.com'), 1, 2),
  matchLabels: mapOf(['team'], oneOf('shop'), 1, 1), waitInsteadOfSelfCheck: seconds(0, 600),
};
const serviceType = memberOf('SolverServiceType');
const parent: Gen = struct({ name: oneOf('public') }, { namespace: oneOf('gateways'), sectionName: oneOf('http'), port: whole(1, 65_535) });

const http01: Gen = choice(
  calling('AcmeSolver', 'http01Ingress', maybe(struct({}, { ...every, ingressClassName: oneOf('contour-external'), serviceType }))),
  calling('AcmeSolver', 'http01Ingress', struct({ ingressClass: oneOf('azure/application-gateway') }, every)),
  calling('AcmeSolver', 'http01Ingress', struct({ ingressName: oneOf('public') }, every)),
  calling('AcmeSolver', 'http01Gateway', struct({ parents: listOf(parent, 1, 2) }, { ...every, labels: mapOf(['team'], oneOf('shop'), 0, 1), serviceType })),
);
const dns01: Gen = calling('AcmeSolver', 'dns01', route53, maybe(struct({}, { ...every, cnameStrategy: memberOf('CnameStrategy') })));
const solver: Gen = choice(http01, dns01);

const options: Record<string, MaybeGen> = {
  metadata: plainMetadata, email: oneOf('platform@shop.test', 'a+b@x-y.test'), disableAccountKeyGeneration: bool,
  accountKeySecret: struct({ name: fresh('key') }), preferredChain: oneOf('ISRG Root X1', 'x'.repeat(64)), profile: oneOf('shortlived', 'classic'),
  clusterResourceNamespace: just('cert-manager'),
};
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const acme: Record<string, MaybeGen> = {
  ...options, enableDurationFeature: bool, externalAccount: struct({ keyId: oneOf('account'), key: secretKey }),
};
const server = oneOf('https://acme.example.com/directory', 'https://pebble:14000/dir');
const required = { server, solvers: listOf(solver, 1, 3) };

const issuer: Drafts = draft('issuer', ['issuer'], choice(
  construct('AcmeIssuer', fresh('acme'), struct(required, { ...acme, caBundle: just(CA) })),
  construct('AcmeIssuer', fresh('acme'), struct(required, { ...acme, skipTlsVerify: bool })),
  construct('LetsEncryptIssuer', fresh('letsencrypt'), struct(
    { environment: memberOf('AcmeEnvironment'), solvers: listOf(solver, 1, 3) }, options,
  )),
));

/** Issuers and their solvers. */
export function certificates(): readonly Drafts[] {
  return [
    issuer,
    statement(calling(some('issuer', issuer), 'addSolver', solver)),
    statement(choice(
      calling('ClusterIssuer', 'knativeSelfSigned'), calling('ClusterIssuer', 'fromName', oneOf('internal-ca')),
    )),
    statement(calling('ClusterIssuer', 'fromName', oneOf('internal-ca'), struct({ type: memberOf('IssuerType') }))),
    statement(calling('ClusterIssuer', 'fromName', oneOf('ours'), struct({ wildcards: memberOf('WildcardAbility') }))),
  ];
}
