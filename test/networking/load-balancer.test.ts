import * as fc from 'fast-check';
import {
  ExternalTrafficPolicy, IpAddressType, LoadBalancer, LoadBalancerScheme, NlbTargetType,
} from '../../lib/networking';
import { raisedBy } from './program';

const { INTERNET_FACING, INTERNAL } = LoadBalancerScheme;
const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';

/** Annotations without what all of them begin with. */
function shortOf(loadBalancer: LoadBalancer): Record<string, string> {
  return Object.fromEntries(Object.entries(loadBalancer._annotationsAlone).map(([key, value]) => [key.replace(AWS, ''), value]));
}

describe('a load balancer', () => {
  test('is a classic one without any annotation', () => {
    expect(LoadBalancer.classic()._annotations).toEqual({});
    expect(LoadBalancer.classic()._spec.type).toBe('LoadBalancer');
    expect(LoadBalancer.classic()._controller).toBeUndefined();
  });

  test('of Kubernetes itself says that it is a network load balancer, and is public', () => {
    expect(shortOf(LoadBalancer.inTreeNlb())).toEqual({ type: 'nlb' });
  });

  test('of Kubernetes itself writes every option', () => {
    const loadBalancer = LoadBalancer.inTreeNlb({
      scheme: INTERNET_FACING, crossZone: true, subnets: ['a', 'b'], elasticIps: ['eipalloc-1', 'eipalloc-2'],
      proxyProtocol: true, tags: { team: 'platform' }, sourceRanges: ['203.0.113.0/24', '2001:db8::/32'],
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL, annotations: { [`${AWS}healthcheck-interval`]: '10' },
    });

    expect(shortOf(loadBalancer)).toEqual({
      'type': 'nlb', 'cross-zone-load-balancing-enabled': 'true', 'subnets': 'a,b',
      'eip-allocations': 'eipalloc-1,eipalloc-2', 'target-group-attributes': 'proxy_protocol_v2.enabled=true',
      'additional-resource-tags': 'team=platform', 'healthcheck-interval': '10',
      'service.beta.kubernetes.io/load-balancer-source-ranges': '203.0.113.0/24,2001:db8::/32',
    });
    expect(loadBalancer._spec).toEqual({
      type: 'LoadBalancer', loadBalancerClass: undefined, externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['203.0.113.0/24', '2001:db8::/32'],
    });
  });

  test('of Kubernetes itself can be internal, and a classic one can speak the PROXY protocol', () => {
    expect(shortOf(LoadBalancer.classic({ scheme: INTERNAL, proxyProtocol: true, crossZone: false }))).toEqual({
      'internal': 'true', 'proxy-protocol': '*', 'cross-zone-load-balancing-enabled': 'false',
    });
  });

  test('of the controller sends requests to pods', () => {
    const loadBalancer = LoadBalancer.awsLoadBalancerController({ scheme: INTERNET_FACING });

    expect(shortOf(loadBalancer)).toEqual({ 'type': 'external', 'nlb-target-type': 'ip', 'scheme': 'internet-facing' });
    expect(loadBalancer._controller).toBe('aws-load-balancer-controller');
    expect(loadBalancer._spec.loadBalancerClass).toBeUndefined();
  });

  test('of the controller writes every option', () => {
    expect(shortOf(LoadBalancer.awsLoadBalancerController({
      scheme: INTERNET_FACING, targetType: NlbTargetType.INSTANCE, name: 'knative', crossZone: true, proxyProtocol: true,
      preserveClientIp: true, subnets: ['subnet-1'], elasticIps: ['eipalloc-1'], ipAddressType: IpAddressType.DUALSTACK,
      securityGroups: ['sg-1'], tags: { team: 'platform', stage: 'prod' },
    }))).toEqual({
      'type': 'external', 'nlb-target-type': 'instance', 'scheme': 'internet-facing', 'name': 'knative',
      'attributes': 'load_balancing.cross_zone.enabled=true',
      'target-group-attributes': 'preserve_client_ip.enabled=true,proxy_protocol_v2.enabled=true',
      'subnets': 'subnet-1', 'eip-allocations': 'eipalloc-1', 'ip-address-type': 'dualstack', 'security-groups': 'sg-1',
      'additional-resource-tags': 'team=platform,stage=prod',
    });
  });

  test('of Auto Mode has a class, reads no type, and takes networks from the Service', () => {
    const loadBalancer = LoadBalancer.eksAutoMode({
      scheme: INTERNAL, crossZone: true, proxyProtocol: true, preserveClientIp: true, sourceRanges: ['10.0.0.0/8'],
    });

    expect(loadBalancer._annotations).toEqual({
      [`${AWS}nlb-target-type`]: 'ip', [`${AWS}scheme`]: 'internal',
      [`${AWS}attributes`]: 'load_balancing.cross_zone.enabled=true',
      [`${AWS}target-group-attributes`]: 'preserve_client_ip.enabled=true,proxy_protocol_v2.enabled=true',
    });
    expect(loadBalancer._spec).toEqual({
      type: 'LoadBalancer', loadBalancerClass: 'eks.amazonaws.com/nlb', externalTrafficPolicy: undefined,
      loadBalancerSourceRanges: ['10.0.0.0/8'],
    });
    expect(loadBalancer._controller).toBeUndefined();
  });

  test('may not be there at all', () => {
    expect(LoadBalancer.none()._spec).toEqual({ type: 'ClusterIP', httpPort: undefined, httpsPort: undefined });
    expect(LoadBalancer.none({ nodePort: true, httpPort: 30080, httpsPort: 30443 })._spec)
      .toEqual({ type: 'NodePort', httpPort: 30080, httpsPort: 30443 });
    expect(LoadBalancer.none()._annotations).toEqual({});
  });

  test('keeps what the program does with its lists afterwards', () => {
    const subnets = ['subnet-1'];
    const loadBalancer = LoadBalancer.inTreeNlb({ subnets });
    subnets.push('subnet-2');

    expect(shortOf(loadBalancer).subnets).toBe('subnet-1');
  });
});

const WRONG: readonly (readonly [string, () => unknown])[] = [
  ['a network without a length', () => LoadBalancer.classic({ sourceRanges: ['203.0.113.1'] })],
  ['a network of too many bits', () => LoadBalancer.classic({ sourceRanges: ['203.0.113.0/33'] })],
  ['an empty list of subnets', () => LoadBalancer.inTreeNlb({ subnets: [] })],
  ['a subnet twice', () => LoadBalancer.inTreeNlb({ subnets: ['a', 'a'] })],
  ['a subnet with a comma', () => LoadBalancer.inTreeNlb({ subnets: ['a,b'] })],
  ['fixed addresses of an internal one', () => LoadBalancer.inTreeNlb({ scheme: INTERNAL, elasticIps: ['eipalloc-1'] })],
  ['another number of addresses than of subnets', () => LoadBalancer.inTreeNlb({ subnets: ['a', 'b'], elasticIps: ['eipalloc-1'] })],
  ['a tag with a comma', () => LoadBalancer.classic({ tags: { team: 'a,b' } })],
  ['a name with dots', () => LoadBalancer.awsLoadBalancerController({ scheme: INTERNET_FACING, name: 'a.b' })],
  ['a name of 33 characters', () => LoadBalancer.awsLoadBalancerController({ scheme: INTERNET_FACING, name: 'a'.repeat(33) })],
  ['a name that is for others', () => LoadBalancer.awsLoadBalancerController({ scheme: INTERNAL, name: 'internal-a' })],
  ['networks that nobody looks at',
    () => LoadBalancer.awsLoadBalancerController({ scheme: INTERNET_FACING, sourceRanges: ['10.0.0.0/8'] })],
  ['networks beside security groups', () => LoadBalancer.awsLoadBalancerController({
    scheme: INTERNET_FACING, targetType: NlbTargetType.INSTANCE, sourceRanges: ['10.0.0.0/8'], securityGroups: ['sg-1'],
  })],
  ['an annotation that an option writes', () => LoadBalancer.inTreeNlb({ annotations: { [`${AWS}type`]: 'external' } })],
  ['TLS that ends there', () => LoadBalancer.classic({ annotations: { [`${AWS}ssl-cert`]: 'arn:aws:acm:eu-central-1:1:certificate/1' } })],
  ['ports of nodes without a port of nodes', () => LoadBalancer.none({ httpPort: 30080 })],
  ['one port for two', () => LoadBalancer.none({ nodePort: true, httpPort: 30080, httpsPort: 30080 })],
  ['no options of the controller', () => LoadBalancer.awsLoadBalancerController(undefined as never)],
  ['no options of Auto Mode', () => LoadBalancer.eksAutoMode(undefined as never)],
  ['a port that there is not', () => LoadBalancer.none({ nodePort: true, httpsPort: 70_000 })],
  ['nobody who reaches it', () => LoadBalancer.eksAutoMode({ scheme: undefined as unknown as LoadBalancerScheme })],
];

describe('options of a load balancer', () => {
  test.each(WRONG)('fails with %s', (_what, make) => {
    expect(raisedBy(make)).toBe('KN-NET-002');
  });

  test.each([
    ['scheme', () => LoadBalancer.classic({ scheme: 'public' as LoadBalancerScheme })],
    ['target', () => LoadBalancer.eksAutoMode({ scheme: INTERNAL, targetType: 'alb' as NlbTargetType })],
    ['policy', () => LoadBalancer.classic({ externalTrafficPolicy: 'local' as ExternalTrafficPolicy })],
  ] as const)('fails with a %s that there is not', (_what, make) => {
    expect(raisedBy(make)).toBe('KN-POD-048');
  });

  test('take every network that Kubernetes takes, and write it as it is', () => {
    fc.assert(fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, length) => {
      const range = `${address}/${length}`;
      expect(LoadBalancer.classic({ sourceRanges: [range] })._sourceRanges).toEqual([range]);
    }));
  });
});
