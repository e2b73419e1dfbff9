import { KNATIVE_SERVING, type Problem, raise } from '../core';
import { type IngressLayer } from './ingress-layer';
import { type LoadBalancer, LoadBalancerKind } from './load-balancer';

/** Options for `Ingress.kourier`. */
export interface KourierOptions {
  /**
   * How requests from outside reach the gateway. The operator lets a program set annotations, the type and the ports of
   * its Service, and nothing else: `externalTrafficPolicy`, and `sourceRanges` on EKS Auto Mode, which reads them from
   * the Service itself, are refused with `KN-NET-003`.
   * @default - a load balancer, which on EKS is a classic one
   */
  readonly loadBalancer?: LoadBalancer;
}

/**
 * Namespace of the gateway in its own manifest. Both ways of a platform put all of an installation into one namespace,
 * that too: `InjectNamespace` of transform.go of manifestival. One that is there already may be of either sort.
 */
const OF_MANIFEST = 'kourier-system';

/** What Kourier is, for a platform; the operator brings all of it. */
export function kourierLayer({ loadBalancer }: KourierOptions): IngressLayer {
  const spec = loadBalancer?._spec;
  if (loadBalancer !== undefined) raise(...checkReach(loadBalancer));
  const type = spec === undefined || spec.type === 'LoadBalancer' ? {} : { serviceType: spec.type };
  const http = spec?.httpPort === undefined ? {} : { httpPort: spec.httpPort };
  const https = spec?.httpsPort === undefined ? {} : { httpsPort: spec.httpsPort };
  return {
    layer: { name: 'kourier', podNamespaces: [KNATIVE_SERVING, OF_MANIFEST] },
    entry: { namespace: KNATIVE_SERVING, name: 'kourier' },
    operatorIngress: { kourier: { enabled: true, ...type, ...http, ...https } },
    config: loadBalancer?._proxyProtocol === true ? { 'config-kourier': { 'enable-proxy-protocol': 'true' } } : {},
    loadBalancer,
    annotatedByOperator: true,
    prerequisites: () => [],
    patches: () => [],
    documents: () => [],
  };
}

/** Follows kourier.go and services.go of the operator. */
function checkReach(loadBalancer: LoadBalancer): (Problem | undefined)[] {
  const fault = (what: string, received: unknown, fix: string): Problem => ({
    code: 'KN-NET-003',
    message: `${what} of a load balancer does not reach the Service of Kourier, of which the operator sets annotations only`,
    received,
    allowed: 'options that become annotations',
    fix,
  });
  const { externalTrafficPolicy } = loadBalancer._spec;
  const ranges = loadBalancer._kind === LoadBalancerKind.AUTO_MODE ? loadBalancer._sourceRanges : [];
  return [
    externalTrafficPolicy === undefined ? undefined
      : fault('`externalTrafficPolicy`', externalTrafficPolicy, 'leave it out, or write `Ingress.contour(...)`'),
    ranges.length === 0 ? undefined
      : fault('`sourceRanges`', ranges, 'leave them out, or write `LoadBalancer.awsLoadBalancerController(...)`'),
  ];
}
