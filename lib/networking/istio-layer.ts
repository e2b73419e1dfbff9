import {
  checkName, ClusterController, ComponentName, DNS_1035_LABEL, DNS_1123_LABEL, type KnativeVersion, type Problem,
  type ReleaseComponent, Wave,
} from '../core';
import type { IngressLayer } from './ingress-layer';
import { addressOf, renderKustomization, servicePatches } from './kustomization';
import { layerReleases } from './layer-releases';
import type { LoadBalancer } from './load-balancer';

/** A Service by its name. */
export interface ServiceAddress {
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Name of the Service. */
  readonly name: string;
}

/** Options for `Ingress.istio`. */
export interface IstioOptions {
  /**
   * How requests from outside reach the gateway. One that begins connections with the address of the client is refused
   * (`KN-NET-003`): what Istio has to be told for that is no part of net-istio's manifest.
   * @default - as that manifest has it: a load balancer, which on EKS is a classic one
   */
  readonly loadBalancer?: LoadBalancer;
  /**
   * Service of the gateway, where Istio is installed in a way of one's own; it is declared with `ClusterControllers`
   * then, and `loadBalancer` is refused beside it (`KN-NET-003`).
   * @default - `istio-system/istio-ingressgateway`
   */
  readonly gatewayService?: ServiceAddress;
}

const ENTRY: ServiceAddress = { namespace: 'istio-system', name: 'istio-ingressgateway' };
const FOLDER = 'prerequisites/istio';

/** Checks the options of Istio by themselves. */
export function checkIstio({ loadBalancer, gatewayService }: IstioOptions): (Problem | undefined)[] {
  const fault = (message: string, received: unknown, allowed: string, fix: string): Problem =>
    ({ code: 'KN-NET-003', message, received, allowed, fix });
  return [
    ...gatewayService === undefined ? [] : checkService(gatewayService),
    loadBalancer?._proxyProtocol === true ? fault('the gateway of Istio is not set up for the PROXY protocol', true,
      '`proxyProtocol` with Contour or Kourier', 'leave `proxyProtocol` out') : undefined,
    loadBalancer === undefined || gatewayService === undefined ? undefined : fault(
      'a gateway of one\'s own has a Service of its own, which the load balancer would not reach', gatewayService,
      '`loadBalancer` or `gatewayService`', 'leave `loadBalancer` out, and say it where Istio is installed'),
  ];
}

/** Checks a Service by its name. */
export function checkService({ namespace, name }: ServiceAddress): (Problem | undefined)[] {
  return [
    checkName('namespace name', namespace, DNS_1123_LABEL, 'KN-NAM-006'),
    checkName('name for a Service', name, DNS_1035_LABEL, 'KN-NET-004'),
  ];
}

/** What Istio is, for a platform. */
export function istioLayer({ loadBalancer, gatewayService }: IstioOptions): IngressLayer {
  const entry = gatewayService ?? ENTRY;
  return {
    layer: { name: 'istio', podNamespaces: [entry.namespace] },
    entry: { namespace: entry.namespace, name: entry.name },
    operatorIngress: { istio: { enabled: true } },
    config: {},
    loadBalancer,
    annotatedByOperator: false,
    prerequisites: (version) => [{
      id: 'istio',
      wave: Wave.CONTROLLERS,
      version: `net-istio ${layerReleases(version).istio}`,
      reason: 'net-istio, which the operator installs, tells Istio which requests go where. The load balancer is made with '
        + 'these commands, and its sort stands',
      commands: [
        `kubectl apply -l knative.dev/crd-install=true -k ${FOLDER}`,
        `kubectl apply -k ${FOLDER}`,
        `kubectl wait --for=condition=Available deployment --all -n ${entry.namespace} --timeout=300s`,
      ],
      controller: ClusterController.ISTIO,
      // A gateway of one's own is installed with an Istio of one's own.
      ...gatewayService === undefined ? { components: [istioOf(version)] } : {},
    }],
    patches: (further) => servicePatches(ENTRY, loadBalancer, further(), false),
    documents: (version, further) => [{ file: `${FOLDER}/kustomization.yaml`, content: () => renderKustomization({
      resource: addressOf(istioOf(version)), patches: servicePatches(ENTRY, loadBalancer, further(), false),
    }) }],
  };
}

function istioOf(version: KnativeVersion): ReleaseComponent {
  return { name: ComponentName.NET_ISTIO, version: layerReleases(version).istio, files: ['istio.yaml'] };
}
