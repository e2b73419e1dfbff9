import { Duration } from 'cdk8s';
import { AcmeIssuer, AcmeSolver, CnameStrategy, Route53, SecretReference, SolverServiceType } from '../../lib';
import type { KindProgram } from './program';

const OTHER_ISSUER = 'issuers without ACME are taken by reference: `ClusterIssuer.fromName`';
const OTHER_DNS = 'a DNS service other than Route 53: a JSON patch of `apiObject`';
const SOLVER_POD = 'how the pod of a solver is run, and what its Ingress is labelled with: a JSON patch of `apiObject`';
const ROLE = 'arn:aws:iam::123456789012:role/dns';
const region = 'eu-central-1';
const key = (name: string) => ({ secret: SecretReference.fromName('route53'), key: name });
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

export const program: KindProgram = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'ClusterIssuer',
  program: (chart) => {
    new AcmeIssuer(chart, 'everything', {
      server: 'https://acme.example.com/directory', email: 'platform@shop.test', caBundle: CA, enableDurationFeature: true,
      accountKeySecret: SecretReference.fromName('acme-key'), disableAccountKeyGeneration: true, preferredChain: 'ISRG Root X1',
      profile: 'shortlived', externalAccount: { keyId: 'account', key: { secret: SecretReference.fromName('eab'), key: 'key' } },
      solvers: [
        AcmeSolver.http01Ingress({
          ingressClassName: 'contour-external', serviceType: SolverServiceType.CLUSTER_IP, dnsNames: ['www.shop.test'],
          dnsZones: ['shop.test'], matchLabels: { team: 'shop' }, waitInsteadOfSelfCheck: Duration.minutes(1),
        }),
        AcmeSolver.http01Ingress({ ingressClass: 'azure/application-gateway' }),
        AcmeSolver.http01Ingress({ ingressName: 'public' }),
        AcmeSolver.http01Gateway({
          parents: [{ name: 'public', namespace: 'gateways', sectionName: 'http', port: 80 }], labels: { team: 'shop' },
          serviceType: SolverServiceType.NODE_PORT,
        }),
        AcmeSolver.dns01(Route53.ambient({ region, hostedZoneId: 'Z0123456789ABCDEFGHIJ' }), { cnameStrategy: CnameStrategy.FOLLOW }),
        AcmeSolver.dns01(Route53.assumeRole(ROLE)),
        AcmeSolver.dns01(Route53.accessKey({ region, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: key('secret') })),
        AcmeSolver.dns01(Route53.accessKey({ region, accessKeyIdSecret: key('id'), secretAccessKey: key('secret') })),
        AcmeSolver.dns01(Route53.serviceAccount('dns', { region, role: ROLE, audiences: ['sts.amazonaws.com'] })),
      ],
    });
    new AcmeIssuer(chart, 'trying', {
      server: 'https://acme.other.test/directory', skipTlsVerify: true, solvers: [AcmeSolver.http01Ingress()],
    });
  },
  notReached: {
    'spec.ca': OTHER_ISSUER,
    'spec.selfSigned': OTHER_ISSUER,
    'spec.vault': OTHER_ISSUER,
    'spec.venafi': OTHER_ISSUER,
    'spec.acme.externalAccountBinding.keyAlgorithm': 'deprecated: cert-manager takes HS256',
    'spec.acme.privateKeySecretRef.key': 'cert-manager makes the Secret itself, with the key `tls.key`',
    'spec.acme.solvers[].dns01.acmeDNS': OTHER_DNS,
    'spec.acme.solvers[].dns01.akamai': OTHER_DNS,
    'spec.acme.solvers[].dns01.azureDNS': OTHER_DNS,
    'spec.acme.solvers[].dns01.cloudDNS': OTHER_DNS,
    'spec.acme.solvers[].dns01.cloudflare': OTHER_DNS,
    'spec.acme.solvers[].dns01.digitalocean': OTHER_DNS,
    'spec.acme.solvers[].dns01.rfc2136': OTHER_DNS,
    'spec.acme.solvers[].dns01.webhook': OTHER_DNS,
    'spec.acme.solvers[].http01.ingress.ingressTemplate': SOLVER_POD,
    'spec.acme.solvers[].http01.ingress.podTemplate': SOLVER_POD,
    'spec.acme.solvers[].http01.gatewayHTTPRoute.podTemplate': SOLVER_POD,
  },
};
