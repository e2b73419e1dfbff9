import { type App, Chart, Duration, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  AcmeEnvironment, AcmeIssuer, type AcmeIssuerProps, AcmeSolver, checkClusterIssuer, checkInternalIssuer,
  checkWildcardIssuer, ClusterIssuer, CnameStrategy, type IClusterIssuer, InternalIssuer, issuerRef, IssuerType,
  LetsEncryptIssuer, type LetsEncryptIssuerProps, Route53, SolverServiceType, WildcardAbility,
} from '../../lib/certificates';
import { ClusterChart, prerequisitesFor, Warnings } from '../../lib/core';
import { SecretReference } from '../../lib/pod';

const solvers = [AcmeSolver.dns01(Route53.ambient())];
const ROLE = 'arn:aws:iam::123456789012:role/dns';

function codesOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    return [...(error as Error).message.matchAll(/KN-[A-Z]+-\d+/g)].map(([code]) => code);
  }
  return [];
}

function acme(props: Partial<AcmeIssuerProps> = {}, chart = new Chart(Testing.app(), 'certificates')): AcmeIssuer {
  return new AcmeIssuer(chart, 'acme', { server: 'https://acme.example.com/directory', solvers, ...props });
}

function refusedCodes(props: Partial<AcmeIssuerProps>): string[] {
  const app = Testing.app();
  acme(props, new Chart(app, 'certificates'));
  return [...new Set(codesOf(app))];
}

describe('an issuer of Let\'s Encrypt', () => {
  test('says the least with the smallest props, and no namespace of its chart', () => {
    const app = Testing.app();
    const issuer = new LetsEncryptIssuer(new Chart(app, 'chart', { namespace: 'shop' }), 'letsencrypt', {
      environment: AcmeEnvironment.STAGING, solvers,
    });

    app.synth();

    expect(issuer.apiObject.toJson()).toEqual({
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: 'letsencrypt' },
      spec: {
        acme: {
          server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
          privateKeySecretRef: { name: 'letsencrypt-staging-account-key' },
          solvers: [{ dns01: { route53: {} } }],
        },
      },
    });
    expect(issuer).toMatchObject({
      isAcme: true, canWildcard: WildcardAbility.YES, environment: 'staging', accountKeySecret: 'letsencrypt-staging-account-key',
    });
  });

  test('asks the other server, with another key, in production', () => {
    const issuer = new LetsEncryptIssuer(new Chart(Testing.app(), 'chart'), 'letsencrypt', {
      environment: AcmeEnvironment.PRODUCTION, solvers, email: 'platform@shop.test',
    });

    expect(issuer.apiObject.toJson()).toMatchObject({
      spec: {
        acme: {
          server: 'https://acme-v02.api.letsencrypt.org/directory', email: 'platform@shop.test',
          privateKeySecretRef: { name: 'letsencrypt-production-account-key' },
        },
      },
    });
  });

  test('needs cert-manager, its definitions before Knative', () => {
    const chart = new Chart(Testing.app(), 'chart');
    new LetsEncryptIssuer(chart, 'letsencrypt', { environment: AcmeEnvironment.STAGING, solvers });

    expect(prerequisitesFor(chart)).toEqual([{
      id: 'cert-manager',
      wave: 'controllers',
      version: '1.21.2',
      controller: 'cert-manager',
      reason: expect.stringContaining('definitions') as string,
      commands: [
        'kubectl apply -f https://github.com/cert-manager/cert-manager/releases/download/v1.21.2/cert-manager.yaml',
        'kubectl wait --for=condition=Available deployment --all --namespace cert-manager --timeout=5m',
      ],
      components: [{ name: 'cert-manager', version: '1.21.2', files: ['cert-manager.yaml'] }],
    }]);
  });

  test('warns of an address that Let\'s Encrypt refuses', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');
    const email = 'me@example.com';
    const issuer = new LetsEncryptIssuer(chart, 'letsencrypt', { environment: AcmeEnvironment.STAGING, solvers, email });

    expect(Warnings.of(issuer).list().map(({ id }) => id)).toEqual(['acme-example-email']);
    expect(acme({ email }).apiObject.toJson()).toMatchObject({ spec: { acme: { email } } });
  });

  test('fails without an environment', () => {
    const app = Testing.app();
    new LetsEncryptIssuer(new Chart(app, 'chart'), 'letsencrypt', { solvers } as unknown as LetsEncryptIssuerProps);

    expect(codesOf(app)).toEqual(['KN-CRT-002']);
  });
});

describe('an ACME issuer', () => {
  test('has every field of the server', () => {
    const caBundle = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const issuer = acme({
      email: 'platform@shop.test', caBundle, preferredChain: 'ISRG Root X1', profile: 'shortlived',
      accountKeySecret: SecretReference.fromName('key'), disableAccountKeyGeneration: true, enableDurationFeature: true,
      externalAccount: { keyId: 'id', key: { secret: { name: 'eab', namespace: 'cert-manager' }, key: 'secret' } },
    });

    expect(issuer.apiObject.toJson()).toMatchObject({
      spec: {
        acme: {
          server: 'https://acme.example.com/directory', email: 'platform@shop.test', preferredChain: 'ISRG Root X1',
          profile: 'shortlived', privateKeySecretRef: { name: 'key' }, disableAccountKeyGeneration: true,
          caBundle: Buffer.from(caBundle).toString('base64'), enableDurationFeature: true,
          externalAccountBinding: { keyID: 'id', keySecretRef: { name: 'eab', key: 'secret' } },
        },
      },
    });
    expect(acme({ skipTlsVerify: true }).apiObject.toJson()).toMatchObject({ spec: { acme: { skipTLSVerify: true } } });
  });

  test('gets further solvers in any order, and keeps no list of the program', () => {
    const list = [...solvers];
    const issuer = acme({ solvers: list });
    list.pop();
    issuer.addSolver(AcmeSolver.http01Ingress({ ingressClassName: 'contour-external', dnsZones: ['shop.test'] }));

    expect(issuer.apiObject.toJson()).toMatchObject({
      spec: {
        acme: {
          solvers: [{ dns01: {} }, {
            selector: { dnsZones: ['shop.test'] }, http01: { ingress: { ingressClassName: 'contour-external' } },
          }],
        },
      },
    });
  });

  test('warns of an HTTP-01 solver that is not the first', () => {
    const app = Testing.app();
    const issuer = acme({ solvers: [...solvers, AcmeSolver.http01Ingress()] }, new Chart(app, 'chart'));
    app.synth();

    expect(Warnings.of(issuer).list().map(({ id }) => id)).toEqual(['acme-first-solver']);
  });

  const keyIn = (namespace: string) => ({ secret: { name: 'route53', namespace }, key: 'secret' });
  const refusals: readonly (readonly [string, string, Partial<AcmeIssuerProps>])[] = [
    ['without a solver', 'KN-CRT-001', { solvers: [] }],
    ['with a solver as the manifest has it', 'KN-CRT-001', { solvers: [{ dns01: {} }] as unknown as AcmeSolver[] }],
    ['with two addresses', 'KN-CRT-003', { email: 'a@shop.test,b@shop.test' }],
    ['with the scheme in front of the address', 'KN-CRT-003', { email: 'mailto:a@shop.test' }],
    ['with an address that has no domain', 'KN-CRT-003', { email: 'platform@localhost' }],
    ['with an empty chain', 'KN-CRT-004', { preferredChain: '' }],
    ['with a chain of 65 characters', 'KN-CRT-004', { preferredChain: 'x'.repeat(65) }],
    ['with a profile of two words', 'KN-CRT-004', { profile: 'short lived' }],
    ['with a server in plain HTTP', 'KN-CRT-005', { server: 'http://acme.example.com' }],
    ['with a server that is a host', 'KN-CRT-005', { server: 'acme.example.com' }],
    ['with a bundle and no check', 'KN-CRT-006', {
      caBundle: '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----', skipTlsVerify: true,
    }],
    ['with a bundle in base64', 'KN-CRT-006', { caBundle: 'LS0tLS1CRUdJTg==' }],
    ['with a key in another namespace', 'KN-CRT-010', { accountKeySecret: { name: 'key', namespace: 'shop' } }],
    ['with a Secret of Route 53 in another namespace', 'KN-CRT-010', {
      solvers: [AcmeSolver.dns01(Route53.accessKey({
        region: 'eu-central-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: keyIn('shop'),
      }))],
    }],
    ['with an external account without id', 'KN-CRT-017', { externalAccount: { keyId: ' ', key: keyIn('cert-manager') } }],
    ['with a key that no Secret is named', 'KN-POD-039', { accountKeySecret: { name: 'My Key' } }],
    ['with a cluster resource namespace that is none', 'KN-NAM-006', { clusterResourceNamespace: 'Certs' }],
  ];

  test.each(refusals)('fails %s', (_, code, props) => {
    expect(refusedCodes(props)).toEqual([code]);
  });

  test('takes Secrets of another cluster resource namespace that is named', () => {
    expect(refusedCodes({ clusterResourceNamespace: 'certs', accountKeySecret: { name: 'key', namespace: 'certs' } })).toEqual([]);
  });

  test('fails with the key of an issuer with another server, in the same cluster only', () => {
    const app = Testing.app();
    const accountKeySecret = { name: 'key' };
    const of = (cluster: string, id: string, environment: AcmeEnvironment) => new LetsEncryptIssuer(
      new ClusterChart(app, id, { cluster }), id, { environment, solvers, accountKeySecret },
    );
    of('eu', 'staging', AcmeEnvironment.STAGING);
    of('us', 'elsewhere', AcmeEnvironment.PRODUCTION);
    of('eu', 'again', AcmeEnvironment.STAGING);
    expect(codesOf(app)).toEqual([]);

    of('eu', 'production', AcmeEnvironment.PRODUCTION);
    expect(codesOf(app)).toEqual(['KN-CRT-011']);
  });
});

describe('a solver', () => {
  test('of DNS says which certificates it is for, and how', () => {
    const solver = AcmeSolver.dns01(Route53.ambient({ region: 'eu-central-1', hostedZoneId: 'Z0123456789ABCDEFGHIJ' }), {
      dnsNames: ['*.shop.test'], dnsZones: ['shop.test'], matchLabels: { team: 'shop' },
      cnameStrategy: CnameStrategy.FOLLOW, waitInsteadOfSelfCheck: Duration.minutes(2),
    });

    expect(solver._render()).toEqual({
      selector: { dnsNames: ['*.shop.test'], dnsZones: ['shop.test'], matchLabels: { team: 'shop' } },
      dns01: { cnameStrategy: 'Follow', route53: { region: 'eu-central-1', hostedZoneID: 'Z0123456789ABCDEFGHIJ' } },
      waitInsteadOfSelfCheck: '120s',
    });
  });

  test('of a Gateway names its parents', () => {
    const parents = [{ name: 'public', namespace: 'gateways', sectionName: 'http', port: 80 }];

    expect(AcmeSolver.http01Gateway({ parents, labels: { team: 'shop' }, serviceType: SolverServiceType.CLUSTER_IP })._render())
      .toEqual({
        http01: {
          gatewayHTTPRoute: {
            parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', ...parents[0] }],
            labels: { team: 'shop' },
            serviceType: 'ClusterIP',
          },
        },
      });
  });

  test('of Route 53 gets in by its four ways', () => {
    const secret = (key: string) => ({ secret: SecretReference.fromName('route53'), key });
    const region = 'eu-central-1';

    expect([
      Route53.ambient(), Route53.assumeRole(ROLE),
      Route53.accessKey({ region, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: secret('secret'), role: ROLE }),
      Route53.accessKey({ region, accessKeyIdSecret: secret('id'), secretAccessKey: secret('secret') }),
      Route53.serviceAccount('dns', { region, role: ROLE, audiences: ['sts.amazonaws.com'] }),
    ].map((route53) => JSON.parse(JSON.stringify(route53._render().route53)) as unknown)).toEqual([
      {},
      { role: ROLE },
      { region, role: ROLE, accessKeyID: 'AKIAIOSFODNN7EXAMPLE', secretAccessKeySecretRef: { name: 'route53', key: 'secret' } },
      {
        region, accessKeyIDSecretRef: { name: 'route53', key: 'id' }, secretAccessKeySecretRef: { name: 'route53', key: 'secret' },
      },
      { region, role: ROLE, auth: { kubernetes: { serviceAccountRef: { name: 'dns', audiences: ['sts.amazonaws.com'] } } } },
    ]);
  });

  const key = { secret: SecretReference.fromName('route53'), key: 'secret' };
  const region = 'eu-central-1';
  const refusals: readonly (readonly [string, string, () => unknown])[] = [
    ['with a zone for a region', 'KN-CRT-007', () => Route53.ambient({ region: 'eu-central-1a' })],
    ['with a path for a hosted zone', 'KN-CRT-007', () => Route53.ambient({ hostedZoneId: '/hostedzone/Z012' })],
    ['with a name for a hosted zone', 'KN-CRT-007', () => Route53.ambient({ hostedZoneId: 'shop.test' })],
    ['with a key and no region', 'KN-CRT-007', () => Route53.accessKey({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: key } as never)],
    ['with the name of a role', 'KN-CRT-008', () => Route53.assumeRole('dns')],
    ['with the ARN of a user', 'KN-CRT-008', () => Route53.assumeRole('arn:aws:iam::123456789012:user/dns')],
    ['with an account of eleven digits', 'KN-CRT-008', () => Route53.assumeRole('arn:aws:iam::12345678901:role/dns')],
    ['with two ids of a key', 'KN-CRT-009', () => Route53.accessKey({
      region, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', accessKeyIdSecret: key, secretAccessKey: key,
    })],
    ['with no id of a key', 'KN-CRT-009', () => Route53.accessKey({ region, secretAccessKey: key })],
    ['with the id of a session', 'KN-CRT-009', () => Route53.accessKey({ region, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: key })],
    ['with a token for nobody', 'KN-CRT-009', () => Route53.serviceAccount('dns', { region, role: ROLE, audiences: [] })],
    ['with a service account that cannot be', 'KN-POD-039', () => Route53.serviceAccount('My DNS', { region, role: ROLE })],
    ['with a key that no Secret has', 'KN-POD-008', () => Route53.accessKey({
      region, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: { ...key, key: 'a/b' },
    })],
    ['with a strategy that there is not', 'KN-CRT-002', () => AcmeSolver.dns01(Route53.ambient(), { cnameStrategy: 'Maybe' as CnameStrategy })],
    ['with a service type that there is not', 'KN-CRT-002', () => AcmeSolver.http01Ingress({ serviceType: 'LoadBalancer' as SolverServiceType })],
    ['with a wildcard for a zone', 'KN-CRT-012', () => AcmeSolver.http01Ingress({ dnsZones: ['*.shop.test'] })],
    ['with a name in capitals', 'KN-CRT-012', () => AcmeSolver.http01Ingress({ dnsNames: ['Shop.test'] })],
    ['with no names at all', 'KN-CRT-012', () => AcmeSolver.http01Ingress({ dnsNames: [] })],
    ['with a label that cannot be', 'KN-NAM-004', () => AcmeSolver.http01Ingress({ matchLabels: { team: 'web shop' } })],
    ['with two names of an Ingress', 'KN-CRT-013', () => AcmeSolver.http01Ingress({ ingressClassName: 'a', ingressName: 'b' })],
    ['with an empty class', 'KN-CRT-013', () => AcmeSolver.http01Ingress({ ingressClass: '' })],
    ['with a class that cannot be', 'KN-CRT-013', () => AcmeSolver.http01Ingress({ ingressClassName: 'azure/gateway' })],
    ['without a Gateway', 'KN-CRT-013', () => AcmeSolver.http01Gateway({ parents: [] })],
    ['with a Gateway without a name', 'KN-CRT-013', () => AcmeSolver.http01Gateway({ parents: [{ name: '' }] })],
    ['with a Gateway at port 0', 'KN-CRT-013', () => AcmeSolver.http01Gateway({ parents: [{ name: 'a', port: 0 }] })],
    ['with a time of parts of a second', 'KN-DUR-001', () => AcmeSolver.http01Ingress({ waitInsteadOfSelfCheck: Duration.millis(1500) })],
  ];

  test.each(refusals)('fails %s', (_, code, make) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  test('fails without showing the id of a key', () => {
    expect(() => Route53.accessKey({ region, accessKeyId: 'hunter2', secretAccessKey: key })).toThrow(/^((?!hunter2).)*$/);
  });
});

describe('rights in AWS', () => {
  const zone = 'Z0123456789ABCDEFGHIJ';
  const change = (id: string, conditions: Record<string, unknown> = {
    'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.*'] },
  }) => ({
    Effect: 'Allow',
    Action: ['route53:ChangeResourceRecordSets'],
    Resource: [`arn:aws:route53:::hostedzone/${id}`],
    Condition: {
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] }, ...conditions,
    },
  });
  const getChange = { Effect: 'Allow', Action: ['route53:GetChange'], Resource: ['arn:aws:route53:::change/*'] };
  const list = { Effect: 'Allow', Action: ['route53:ListHostedZonesByName'], Resource: ['*'] };

  test('are those of one zone where it is named', () => {
    expect(acme({ solvers: [AcmeSolver.dns01(Route53.ambient({ hostedZoneId: zone }))] }).iamPolicy)
      .toEqual({ Version: '2012-10-17', Statement: [getChange, change(zone)] });
  });

  test('are joined over solvers, each once', () => {
    const issuer = acme({
      solvers: [
        AcmeSolver.dns01(Route53.ambient({ hostedZoneId: zone }), { dnsZones: ['shop.test'] }), ...solvers,
        AcmeSolver.dns01(Route53.ambient(), { cnameStrategy: CnameStrategy.FOLLOW, dnsZones: ['other.test'] }),
        AcmeSolver.http01Ingress({ dnsZones: ['third.test'] }),
      ],
    });

    expect(issuer.iamPolicy.Statement).toEqual([getChange, change(zone), change('*'), list, change('*', {})]);
    expect(issuer.iamGrants).toHaveLength(1);
  });

  test('belong to the role that is taken on, and to who may take it', () => {
    const role = 'arn:aws-cn:iam::123456789012:role/dns';

    const assuming = acme({ solvers: [AcmeSolver.dns01(Route53.assumeRole(role, { hostedZoneId: zone }))] });
    expect(assuming.iamGrants).toMatchObject([
      { holder: 'cert-manager', policy: { Statement: [{ Action: ['sts:AssumeRole'], Resource: [role] }] } },
      { holder: 'role', role, policy: { Statement: [{ Resource: ['arn:aws-cn:route53:::change/*'] }, {}] } },
    ]);
    expect(acme({ solvers: [AcmeSolver.dns01(Route53.serviceAccount('dns', { region: 'eu-west-1', role: ROLE }))] }).iamGrants)
      .toMatchObject([{ holder: 'role', role: ROLE }]);
    expect(acme({
      solvers: [AcmeSolver.dns01(Route53.accessKey({
        region: 'us-gov-west-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: { secret: SecretReference.fromName('route53'), key: 'secret' },
      }))],
    })).toMatchObject({
      iamGrants: [{ holder: 'access-key', policy: { Statement: [{ Resource: ['arn:aws-us-gov:route53:::change/*'] }, {}, {}] } }],
      iamPolicy: { Statement: [] },
    });
  });
});

describe('an issuer that exists', () => {
  test.each([
    [IssuerType.ACME_DNS01, true, WildcardAbility.YES],
    [IssuerType.ACME_HTTP01, true, WildcardAbility.NO],
    [IssuerType.CA, false, WildcardAbility.YES],
    [IssuerType.SELF_SIGNED, false, WildcardAbility.YES],
    [IssuerType.VAULT, false, WildcardAbility.UNKNOWN],
    [IssuerType.OTHER, false, WildcardAbility.UNKNOWN],
  ])('of the type %s can do what follows from it', (type, isAcme, canWildcard) => {
    expect(ClusterIssuer.fromName('ours', { type })).toMatchObject({
      name: 'ours', isAcme, canWildcard, reference: { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', name: 'ours' },
    });
  });

  test('of the release signs by itself', () => {
    expect(issuerRef(ClusterIssuer.knativeSelfSigned())).toEqual({ kind: 'ClusterIssuer', name: 'knative-selfsigned-issuer' });
    expect(ClusterIssuer.fromName('ours', { wildcards: WildcardAbility.NO }).canWildcard).toBe('no');
  });

  test.each([
    ['with a name that cannot be', 'KN-NAM-001', () => ClusterIssuer.fromName('My CA')],
    ['of a type that there is not', 'KN-CRT-002', () => ClusterIssuer.fromName('ours', { type: 'acme' as IssuerType })],
    ['with an ability that there is not', 'KN-CRT-002', () => ClusterIssuer.fromName('ours', { wildcards: 'maybe' as WildcardAbility })],
  ])('fails %s', (_, code, make) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });
});

describe('the use of an issuer', () => {
  const http01 = () => acme({ solvers: [AcmeSolver.http01Ingress()] });

  test('is refused for wildcards where challenges are answered over HTTP', () => {
    expect(checkWildcardIssuer(acme())).toBeUndefined();
    expect(checkWildcardIssuer(http01())?.code).toBe('KN-CRT-014');
    expect(checkWildcardIssuer(ClusterIssuer.fromName('ours', { type: IssuerType.ACME_HTTP01 }), '*.a.test')?.code).toBe('KN-CRT-014');
    expect(checkWildcardIssuer(ClusterIssuer.fromName('ours'), '*.a.test')).toBeUndefined();
  });

  test('is refused for a wildcard that no solver of DNS is for', () => {
    const issuer = acme({
      solvers: [
        AcmeSolver.http01Ingress(), AcmeSolver.dns01(Route53.ambient(), { dnsZones: ['shop.test'] }),
        AcmeSolver.dns01(Route53.ambient(), { dnsNames: ['*.other.test'] }),
      ],
    });

    expect(['*.a.shop.test', '*.shop.test', '*.other.test', '*.a.other.test', '*.workshop.test'].map((name) =>
      checkWildcardIssuer(issuer, name)?.code)).toEqual([undefined, undefined, undefined, 'KN-CRT-014', 'KN-CRT-014']);
  });

  test('is refused for names of the cluster where it asks an ACME server', () => {
    expect(checkInternalIssuer(acme(), InternalIssuer.CLUSTER_LOCAL)?.code).toBe('KN-CRT-016');
    expect(checkInternalIssuer(ClusterIssuer.knativeSelfSigned(), InternalIssuer.SYSTEM_INTERNAL)).toBeUndefined();
  });

  test('is refused where it is no ClusterIssuer', () => {
    const other = (apiVersion: string, kind: string) => ({ ...ClusterIssuer.fromName('ours'), reference: { apiVersion, kind, name: 'ours' } });

    expect(checkClusterIssuer(acme())).toBeUndefined();
    const issuers = [other('cert-manager.io/v1', 'Issuer'), other('example.com/v1', 'ClusterIssuer'), { name: 'ours' }];
    expect(issuers.map((issuer) =>
      checkClusterIssuer(issuer as IClusterIssuer)?.code)).toEqual(['KN-CRT-015', 'KN-CRT-015', 'KN-CRT-015']);
  });

  test('holds for every zone and what lies below it', () => {
    const label = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(fc.property(label, label, (zone, name) => {
      const issuer = acme({ solvers: [AcmeSolver.dns01(Route53.ambient(), { dnsZones: [`${zone}.test`] })] });
      return checkWildcardIssuer(issuer, `*.${name}.${zone}.test`) === undefined
        && checkWildcardIssuer(issuer, `*.${name}${zone}.test`)?.code === 'KN-CRT-014';
    }), { numRuns: 30 });
  });
});
