import {
  checkLabelSelector, checkName, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, KNATIVE_SERVING, KnativeVersion,
  type LabelSelector, type Problem, renderLabelSelector,
} from '../core';
import { contradiction, type SettingKey, type SettingsMap, yaml } from './settings-table';

/** A Gateway of Istio that requests come through. */
export interface IstioGateway {
  /** Name of the Gateway. */
  readonly name: string;
  /** Namespace of the Gateway. */
  readonly namespace: string;
  /** Host of the Service in front of it, such as `istio-ingressgateway.istio-system.svc.cluster.local`. */
  readonly service: string;
  /**
   * Labels of the services that it is for.
   * @default - all that no other is for
   */
  readonly labelSelector?: LabelSelector;
}

/**
 * The gateways of Istio: the ConfigMap `config-istio`. What is none of a key's values is refused with `KN-SET-001`,
 * more or less than one gateway without labels with `KN-SET-002`.
 * @see https://knative.dev/docs/serving/setting-up-custom-ingress-gateway/
 */
export interface IstioSettings {
  /**
   * Gateways for requests from outside. None, since 1.22, together with no local ones, is for a mesh only.
   * @default - `knative-ingress-gateway`, as the release has it
   */
  readonly externalGateways?: readonly IstioGateway[];
  /**
   * Gateways for requests of the cluster itself.
   * @default - `knative-local-gateway`, as the release has it
   */
  readonly localGateways?: readonly IstioGateway[];
}

/**
 * Follows pkg/reconciler/ingress/config/istio.go of net-istio, which no webhook asks: what it refuses stays as it was.
 * The keys `gateway.*` and `local-gateway.*` of older releases say the same in another form.
 */
export const ISTIO: SettingsMap<IstioSettings> = {
  configMap: 'config-istio',
  namespace: KNATIVE_SERVING,
  keys: { externalGateways: istioGateways('external-gateways'), localGateways: istioGateways('local-gateways') },
  checkTogether: ({ externalGateways, localGateways }) => [checkMeshOnly(externalGateways, localGateways)],
};

function istioGateways(key: string): SettingKey<readonly IstioGateway[]> {
  return {
    ...yaml(key, (gateways: readonly IstioGateway[]) => gateways.map(renderIstio), checkIstio),
    newerPart: (gateways) => gateways.length > 0 ? undefined
      : { what: 'an empty list', since: KnativeVersion.V1_22 },
  };
}

function renderIstio({ name, namespace, service, labelSelector }: IstioGateway): unknown {
  return { name, namespace, service, labelSelector: renderLabelSelector(labelSelector) };
}

function checkIstio(gateways: readonly IstioGateway[], field: string): Problem | undefined {
  const wrong = gateways.flatMap(({ name, namespace, service, labelSelector }) => [
    checkName(`Gateway in ${field}`, name, DNS_1123_SUBDOMAIN, 'KN-SET-001'),
    checkName(`namespace in ${field}`, namespace, DNS_1123_LABEL, 'KN-SET-001'),
    checkName(`host of a Service in ${field}`, typeof service === 'string' ? service.replace(/\.$/, '') : service,
      DNS_1123_SUBDOMAIN, 'KN-SET-001'),
    ...checkLabelSelector(labelSelector),
  ]).find((problem) => problem !== undefined);
  const defaults = gateways.filter(({ labelSelector }) => labelSelector === undefined).length;
  if (wrong !== undefined || gateways.length === 0 || defaults === 1) return wrong;
  return contradiction(`${field} has ${defaults} gateways without labels`, defaults, 'one, for the services that no other is for',
    defaults === 0 ? 'leave `labelSelector` out of one' : 'give a `labelSelector` to the others');
}

function checkMeshOnly(
  external: readonly IstioGateway[] | undefined, local: readonly IstioGateway[] | undefined,
): Problem | undefined {
  const none = [external, local].filter((gateways) => gateways?.length === 0).length;
  return none !== 1 ? undefined : contradiction('there are no gateways of one sort, and some of the other', none,
    'gateways of both sorts, or, for a mesh only, two empty lists', 'write both lists');
}
