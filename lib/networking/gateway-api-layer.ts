import { Yaml } from 'cdk8s';
import {
  checkName, ClusterController, ComponentName, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, type InstalledConfig, isOlder,
  KnativeVersion, type Prerequisite, type Problem, Wave,
} from '../core';
import type { FurtherAnnotations, IngressLayer } from './ingress-layer';
import { checkService, type ServiceAddress } from './istio-layer';
import { layerReleases } from './layer-releases';

/** A Gateway of the Gateway API that services are reached through. */
export interface GatewayOptions {
  /** Name of its GatewayClass: `istio`, `envoy-gateway`. */
  readonly className: string;
  /** Namespace of the Gateway. */
  readonly namespace: string;
  /** Name of the Gateway. */
  readonly name: string;
  /**
   * Service of its pods, where Knative asks whether a service is ready.
   * @default - Knative asks the first address of the Gateway's status
   */
  readonly service?: ServiceAddress;
  /**
   * Features of the Gateway API that its implementation has, as `HTTPRouteRequestTimeout`.
   * @default - none
   */
  readonly supportedFeatures?: readonly string[];
  /**
   * Whether it expects connections to begin with the address of the client. Knative 1.23 and newer (`KN-NET-004`).
   * @default false
   */
  readonly proxyProtocol?: boolean;
}

/** Options for `Ingress.gatewayApi`. */
export interface GatewayApiOptions {
  /**
   * Gateway for public services.
   * @default - Istio's `istio-system/knative-gateway`, with the Service `istio-system/istio-ingressgateway`
   */
  readonly externalGateway?: GatewayOptions;
  /**
   * Gateway for services that are for the cluster only.
   * @default - Istio's `istio-system/knative-local-gateway`, with the Service of that name
   */
  readonly localGateway?: GatewayOptions;
}

const EXTERNAL: GatewayOptions = {
  className: 'istio', namespace: 'istio-system', name: 'knative-gateway',
  service: { namespace: 'istio-system', name: 'istio-ingressgateway' },
};
const LOCAL: GatewayOptions = {
  className: 'istio', namespace: 'istio-system', name: 'knative-local-gateway',
  service: { namespace: 'istio-system', name: 'knative-local-gateway' },
};
const PATCH = 'prerequisites/gateway-api/service.yaml';

/** Checks the options by themselves; follows gateway.go of net-gateway-api, which gives the whole ConfigMap up. */
export function checkGatewayApi({ externalGateway, localGateway }: GatewayApiOptions): (Problem | undefined)[] {
  return [externalGateway, localGateway].flatMap((gateway) => gateway === undefined ? [] : [
    checkName('name for a GatewayClass', gateway.className, DNS_1123_SUBDOMAIN, 'KN-NET-004'),
    checkName('namespace name', gateway.namespace, DNS_1123_LABEL, 'KN-NAM-006'),
    checkName('name for a Gateway', gateway.name, DNS_1123_SUBDOMAIN, 'KN-NET-004'),
    ...gateway.service === undefined ? [] : checkService(gateway.service),
  ]);
}

/** What the Gateway API is, for a platform. */
export function gatewayApiLayer(options: GatewayApiOptions): IngressLayer {
  const { externalGateway = EXTERNAL, localGateway = LOCAL } = options;
  const { namespace, name } = externalGateway.service ?? externalGateway;
  const places = [externalGateway, localGateway].map((gateway) => (gateway.service ?? gateway).namespace);
  return {
    layer: { name: 'gateway-api', podNamespaces: [...new Set(places)] },
    entry: { namespace, name },
    operatorIngress: { gatewayApi: { enabled: true } },
    config: configOf(options),
    annotatedByOperator: false,
    prerequisites: (version) =>
      [definitions(version), implementation([externalGateway, localGateway], { namespace, name })],
    patches: () => [],
    documents: (_version, further) => [{ file: PATCH, content: () => servicePatch(further) }],
  };
}

/** Checks that the version knows what the Gateways are said to expect. */
export function checkGatewayVersion(
  { externalGateway, localGateway }: GatewayApiOptions, version: KnativeVersion,
): Problem | undefined {
  const wanted = [externalGateway, localGateway].some((gateway) => gateway?.proxyProtocol !== undefined);
  if (!wanted || !isOlder(version, KnativeVersion.V1_23)) return undefined;
  return {
    code: 'KN-NET-004',
    message: `net-gateway-api ${version} does not know \`proxyProtocol\` of a Gateway, and would leave it out`,
    received: true,
    allowed: '`proxyProtocol` with Knative 1.23 and newer',
    fix: 'leave `proxyProtocol` out, or write `version: KnativeVersion.V1_23`',
  };
}

function configOf({ externalGateway, localGateway }: GatewayApiOptions): InstalledConfig {
  const data: Record<string, string> = {};
  if (externalGateway !== undefined) data['external-gateways'] = Yaml.stringify([entryOf(externalGateway)]);
  if (localGateway !== undefined) data['local-gateways'] = Yaml.stringify([entryOf(localGateway)]);
  return Object.keys(data).length === 0 ? {} : { 'config-gateway': data };
}

function entryOf({ className, namespace, name, service, supportedFeatures, proxyProtocol }: GatewayOptions): unknown {
  return {
    class: className,
    gateway: `${namespace}/${name}`,
    ...service === undefined ? {} : { service: `${service.namespace}/${service.name}` },
    ...supportedFeatures === undefined ? {} : { 'supported-features': [...supportedFeatures] },
    ...proxyProtocol === undefined ? {} : { 'proxy-protocol-enabled': proxyProtocol },
  };
}

function definitions(version: KnativeVersion): Prerequisite {
  const release = layerReleases(version).gatewayApi;
  return {
    id: 'gateway-api',
    wave: Wave.DEFINITIONS,
    version: release,
    reason: 'net-gateway-api, which the operator installs, writes objects of these kinds; it is tested with the experimental channel',
    commands: ['kubectl apply --server-side -f '
      + `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${release}/experimental-install.yaml`],
    components: [{ name: ComponentName.GATEWAY_API, version: release, files: ['experimental-install.yaml'] }],
  };
}

/** Whose implementation it is, and how it is installed, is up to the cluster; its Gateways are what is asked for. */
function implementation(gateways: readonly GatewayOptions[], entry: ServiceAddress): Prerequisite {
  const classes = [...new Set(gateways.map(({ className }) => className))];
  return {
    id: 'gateway-api-implementation',
    wave: Wave.CONTROLLERS,
    reason: `something serves Gateways of the class ${classes.join(' and ')}, and the Gateways are there: install it as its own `
      + 'documentation says. The commands wait for them and tell the Service its DNS names',
    commands: [
      ...gateways.map(({ namespace, name }) => `kubectl wait --for=condition=Programmed gateway/${name} -n ${namespace} --timeout=300s`),
      `kubectl patch service ${entry.name} -n ${entry.namespace} --patch-file ${PATCH}`,
    ],
    ...classes.join() === 'istio' ? { controller: ClusterController.ISTIO } : {},
  };
}

function servicePatch(further: FurtherAnnotations): string {
  const annotations = further();
  return Yaml.stringify(Object.keys(annotations).length === 0 ? {} : { metadata: { annotations } });
}
