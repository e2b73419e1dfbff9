import { type InstalledConfig, type Problem, settingOf, show, showAll } from '../core';
import { checkGateway, type IstioGatewayOverride, renderGateway } from './istio-gateway-override';
import { checkKourier, type KourierIngressConfiguration, renderKourier } from './kourier-ingress';

/** The networking layer net-istio; Istio itself is installed apart. */
export interface IstioIngressConfiguration {
  /**
   * Whether it is installed.
   * @default false
   */
  readonly enabled?: boolean;
  /**
   * What is different about the gateway for requests from outside.
   * @default - as the release has it
   */
  readonly knativeIngressGateway?: IstioGatewayOverride;
  /**
   * What is different about the gateway for requests of the cluster itself.
   * @default - as the release has it
   */
  readonly knativeLocalGateway?: IstioGatewayOverride;
}

/** The networking layer net-contour; Contour itself is installed apart. */
export interface ContourIngressConfiguration {
  /**
   * Whether it is installed.
   * @default false
   */
  readonly enabled?: boolean;
}

/** The networking layer net-gateway-api; what serves the Gateway API is installed apart. */
export interface GatewayApiIngressConfiguration {
  /**
   * Whether it is installed.
   * @default false
   */
  readonly enabled?: boolean;
}

/** Which networking layers are installed; services ask for the one that `ingress-class` of `config-network` names. */
export interface IngressConfigs {
  /**
   * net-istio.
   * @default - not installed
   */
  readonly istio?: IstioIngressConfiguration;
  /**
   * Kourier.
   * @default - not installed
   */
  readonly kourier?: KourierIngressConfiguration;
  /**
   * net-contour.
   * @default - not installed
   */
  readonly contour?: ContourIngressConfiguration;
  /**
   * net-gateway-api.
   * @default - not installed
   */
  readonly gatewayApi?: GatewayApiIngressConfiguration;
}

/** @internal */
export function checkIngress(ingress: IngressConfigs, namespace: string | undefined): (Problem | undefined)[] {
  const { istio, kourier } = ingress;
  const gateways = [istio?.knativeIngressGateway, istio?.knativeLocalGateway].flatMap((gateway) => gateway ?? []);
  return [
    gateways.length === 0 || istio?.enabled === true ? undefined : {
      code: 'KN-PLT-010',
      message: 'the overrides of gateways would be lost: net-istio is not installed',
      received: istio,
      allowed: 'settings of a layer that is `enabled`',
      fix: 'write `enabled: true`',
    },
    ...gateways.flatMap(checkGateway),
    ...kourier === undefined ? [] : checkKourier(kourier, namespace),
  ];
}

/** @internal */
export function renderIngress({ istio, kourier, contour, gatewayApi }: IngressConfigs): Record<string, unknown> {
  return {
    istio: istio && {
      enabled: istio.enabled,
      'knative-ingress-gateway': istio.knativeIngressGateway && renderGateway(istio.knativeIngressGateway),
      'knative-local-gateway': istio.knativeLocalGateway && renderGateway(istio.knativeLocalGateway),
    },
    kourier: kourier && renderKourier(kourier),
    contour: contour && { enabled: contour.enabled },
    'gateway-api': gatewayApi && { enabled: gatewayApi.enabled },
  };
}

/**
 * Follows pkg/reconciler/knativeserving/ingress/ingress.go: it never touches the class that services ask for.
 * @internal
 */
export function ingressClassWarning(
  ingress: IngressConfigs | undefined, config: InstalledConfig | undefined,
): string | undefined {
  const layers = layersOf(ingress);
  const wanted = settingOf(config, 'config-network', 'ingress-class') ?? classOf('istio');
  if (layers.length === 0 || layers.map(classOf).includes(wanted)) return undefined;
  return `services ask for ${show(wanted)}, and what is installed is ${showAll(layers)}, so none becomes ready: write `
    + `\`config: { network: { 'ingress-class': '${classOf(layers[0] ?? '')}' } }\``;
}

/** @internal */
export function installsNoLayer(ingress: IngressConfigs | undefined): boolean {
  return layersOf(ingress).length === 0;
}

/** @internal */
export function installsLayer(ingress: IngressConfigs | undefined, layer: string): boolean {
  return layersOf(ingress).includes(layer);
}

/** Without any word on layers the operator installs net-istio. */
function layersOf(ingress: IngressConfigs | undefined): string[] {
  if (ingress === undefined) return ['istio'];
  const { istio, kourier, contour, gatewayApi } = ingress;
  return Object.entries({ istio, kourier, contour, 'gateway-api': gatewayApi })
    .filter(([, layer]) => layer?.enabled === true).map(([name]) => name);
}

function classOf(layer: string): string {
  return `${layer}.ingress.networking.knative.dev`;
}
