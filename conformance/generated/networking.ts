import fc from 'fast-check';
import {
  bool, calling, choice, construct, draft, type Drafts, type Gen, just, listOf, mapOf, type MaybeGen, memberOf, oneOf,
  struct, whole,
} from './arbitraries';
import type { Draft } from './expression';
import { resources, toleration } from './pod';
import { nodeLabels, plainMetadata, secret, wholeSeconds } from './values';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';

const shared: Record<string, MaybeGen> = {
  crossZone: bool, proxyProtocol: bool, tags: mapOf(['team', 'stage'], oneOf('shop', ''), 1, 2),
  annotations: mapOf([`${PREFIX}healthcheck-interval`, 'example.com/note'], oneOf('10'), 1, 2),
};
const open: Record<string, MaybeGen> = { ...shared, sourceRanges: listOf(oneOf('203.0.113.0/24', '2001:db8::/32', '0.0.0.0/0'), 1, 2) };
const policy: Record<string, MaybeGen> = { externalTrafficPolicy: memberOf('ExternalTrafficPolicy') };
const one = (...names: string[]): Gen => listOf(oneOf(...names), 1, 1);
const facing = memberOf('LoadBalancerScheme', 'INTERNET_FACING');
const anyone = memberOf('LoadBalancerScheme');

/** Load balancers, each with what it may say of its Service. */
function loadBalancers(service: Record<string, MaybeGen>, ranges: Record<string, MaybeGen>): Gen[] {
  const inTree = { ...open, ...service };
  const aws = { targetType: memberOf('NlbTargetType'), subnets: one('subnet-1', 'shop'), ipAddressType: memberOf('IpAddressType') };
  return [
    calling('LoadBalancer', 'classic', struct({}, { ...inTree, scheme: anyone }, 0.5)),
    calling('LoadBalancer', 'inTreeNlb', struct({}, { ...inTree, subnets: one('subnet-1'), elasticIps: one('eipalloc-1'), scheme: facing }, 0.5)),
    calling('LoadBalancer', 'eksAutoMode',
      struct({ scheme: anyone, preserveClientIp: just(true) }, { ...shared, ...service, ...ranges, ...aws }, 0.5)),
    calling('LoadBalancer', 'none', choice(struct({}), struct({ nodePort: just(true) }, {
      httpPort: oneOf(30080), httpsPort: oneOf(30443),
    }))),
  ];
}

const byOperator: Gen = choice(...loadBalancers({}, {}));
const byManifest: Gen = choice(...loadBalancers(policy, { sourceRanges: one('10.0.0.0/8') }));
/** Without its controller in the cluster it is refused, so that it stands by itself. */
const controlled: Gen = calling('LoadBalancer', 'awsLoadBalancerController', choice(
  struct({ scheme: facing, preserveClientIp: just(true) }, { ...open, ...policy }),
  struct({ scheme: facing }, {
    ...shared, ...policy, targetType: memberOf('NlbTargetType'), preserveClientIp: bool, subnets: one('subnet-1'),
    ipAddressType: memberOf('IpAddressType'), name: oneOf('knative', 'a'.repeat(32)), elasticIps: one('eipalloc-1'),
    securityGroups: one('sg-1'),
  }, 0.5),
));

const time: Gen = choice(wholeSeconds(1, 600), calling('Duration', 'millis', whole(1, 5000)));
const methods = listOf(oneOf('GET', 'POST', '*'), 1, 2);
const headers = listOf(oneOf('authorization', 'X-Shop'), 1, 2);
const installation = struct({ className: oneOf('public'), namespace: oneOf('edge'), service: oneOf('envoy') });
const contour: Record<string, MaybeGen> = {
  idleTimeout: time, responseTimeout: time,
  defaultTlsSecret: struct({ namespace: oneOf('certificates'), name: oneOf('wildcard') }, { targetNamespaces: one('audit', 'shop') }),
  corsPolicy: struct({ allowOrigin: one('*', 'https://example.com'), allowMethods: methods }, {
    allowHeaders: headers, exposeHeaders: headers, allowCredentials: bool, maxAge: time,
  }),
};
const address: Gen = struct({ namespace: oneOf('edge', 'mesh'), name: oneOf('gateway') });
const gateway: Gen = struct({ className: oneOf('istio', 'eg'), namespace: oneOf('edge'), name: oneOf('public', 'a.b') }, {
  service: address, supportedFeatures: one('HTTPRouteRequestTimeout'), proxyProtocol: bool,
});

/** Networking layers, as a platform of the newest version has them. */
export const ingress: Gen = choice(
  calling('Ingress', 'contour', struct({}, { ...contour, loadBalancer: byManifest }, 0.5)),
  calling('Ingress', 'contour', struct({ visibility: struct({ externalIp: installation, clusterLocal: installation }) }, contour)),
  calling('Ingress', 'kourier', struct({}, { loadBalancer: byOperator }, 0.8)),
  calling('Ingress', 'istio', choice(struct({ gatewayService: address }), struct({}, {
    loadBalancer: calling('LoadBalancer', 'classic', struct({}, { ...policy, crossZone: bool })),
  }, 0.8))),
  calling('Ingress', 'gatewayApi', struct({}, { externalGateway: gateway, localGateway: gateway }, 0.7)),
);

/** Records as documents need no controller. */
export const dnsDocument: Gen = calling('DnsRecords', 'document', struct({}, { ttl: wholeSeconds(1, 600) }, 0.5));
const dnsAnnotations: Gen = calling('DnsRecords', 'externalDns', struct({}, { ttl: wholeSeconds(1, 600) }, 0.5));

/** What a platform is given, by itself. */
export const networkingValues: readonly Gen[] = [
  byOperator, byManifest, controlled, ingress, dnsDocument, dnsAnnotations,
];

const pod: Record<string, MaybeGen> = { nodeSelector: nodeLabels, tolerations: listOf(toleration, 0, 2), resources };
const more: Record<string, MaybeGen> = { priorityClassName: oneOf('system-cluster-critical'), imagePullSecrets: listOf(secret, 0, 2) };
const identity: Gen = choice(calling('AwsIdentity', 'ambient'), calling('AwsIdentity', 'role', oneOf('arn:aws:iam::123456789012:role/shop')));
const region: Gen = oneOf('eu-central-1', 'us-gov-west-1', 'cn-north-1');

/** Controllers of AWS, of which a cluster has one each. */
export const controllers: fc.Arbitrary<readonly Draft[]> = fc.tuple(
  once('externalDns', construct('ExternalDns', just('dns'), struct({
    ownerId: oneOf('knative-1', 'a/b'), policy: memberOf('ExternalDnsPolicy'),
  }, {
    ...pod, ...more, identity, domainFilters: one('example.com', '.example.org'), hostedZoneIds: one('Z0123456789'),
    zoneType: memberOf('HostedZoneType'), sources: listOf(memberOf('ExternalDnsSource'), 1, 2), txtPrefix: oneOf('own-', '%{record_type}-'),
    wildcardReplacement: oneOf('any'), annotationPrefix: oneOf('external-dns.alpha.kubernetes.io/'), interval: wholeSeconds(1, 600),
    events: bool, image: oneOf('registry.example.com/dns:v0.22.0'), namespace: oneOf('dns'), name: oneOf('dns', 'public-zones'),
    region, extraArgs: one('--log-format=json', '--aws-prefer-cname'),
  }))),
  once('balancers', construct('AwsLoadBalancerController', just('balancers'), struct({ clusterName: oneOf('knative', 'A_1') }, {
    ...pod, ...more, identity, region, vpcId: oneOf('vpc-0a1b2c3d'), defaultForServices: bool, chartVersion: oneOf('3.4.1'),
    controllerVersion: oneOf('3.4.1'), replicas: whole(1, 3),
  }))),
  once('autoscaler', construct('ClusterAutoscaler', just('autoscaler'), struct({
    clusterName: oneOf('knative'), region, kubernetesVersion: oneOf('1.34', 'v1.35.4', '1.36'),
  }, {
    ...pod, ...more, identity, image: oneOf('registry.example.com/autoscaler:v1.35.1'), expander: memberOf('AutoscalerExpander'),
    balanceSimilarNodeGroups: bool, keepNodesWithLocalStorage: bool, keepNodesWithSystemPods: bool,
    scaleDownUtilization: oneOf(0, 0.65, 1), scaleDownUnneededTime: time, scaleDownDelayAfterAdd: time,
    extraArgs: one('--scan-interval=30s'),
  }))),
  once('delegation', construct('TlsCertificateDelegation', just('delegation'), struct({
    delegations: listOf(struct({ secretName: oneOf('wildcard', 'a.b'), targetNamespaces: one('*', 'shop') }), 1, 2),
  }, { metadata: plainMetadata }))),
);

function once(as: string, expr: Gen): Drafts {
  return draft(as, [], expr, 0);
}
