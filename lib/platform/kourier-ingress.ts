import { isIP } from 'node:net';
import { checkChoice, checkWhole, type Problem, show } from '../core';
import { checkReferenceName, checkSameNamespace, type IConfigMapReference } from '../pod';

/** How the gateway of Kourier is reached. */
export enum KourierServiceType {
  CLUSTER_IP = 'ClusterIP',
  NODE_PORT = 'NodePort',
  LOAD_BALANCER = 'LoadBalancer',
}

/** The networking layer Kourier. Its other settings count only where it is `enabled` (`KN-PLT-010`). */
export interface KourierIngressConfiguration {
  /**
   * Whether it is installed.
   * @default false
   */
  readonly enabled?: boolean;
  /**
   * How its gateway is reached.
   * @default KourierServiceType.LOAD_BALANCER
   */
  readonly serviceType?: KourierServiceType;
  /**
   * Address of the load balancer; with a load balancer only (`KN-PLT-010`).
   * @default - the cloud chooses
   */
  readonly serviceLoadBalancerIp?: string;
  /**
   * Port of every node for HTTP; with `NODE_PORT` only (`KN-PLT-010`).
   * @default - the cluster chooses
   */
  readonly httpPort?: number;
  /**
   * Port of every node for HTTPS; with `NODE_PORT` only (`KN-PLT-010`).
   * @default - the cluster chooses
   */
  readonly httpsPort?: number;
  /**
   * ConfigMap with the configuration that Envoy starts with, in the namespace of the installation (`KN-NAM-007`).
   * @default - the one of the release
   */
  readonly bootstrapConfigMap?: IConfigMapReference;
}

/** Most clusters give from 30000 to 32767. */
const NODE_PORTS = { min: 1, max: 65535, proposal: 30080 };

/**
 * Follows pkg/reconciler/knativeserving/ingress/kourier.go, which ends the installation on what does not go together.
 * @internal
 */
export function checkKourier(
  kourier: KourierIngressConfiguration, namespace: string | undefined,
): (Problem | undefined)[] {
  const { enabled, serviceType, serviceLoadBalancerIp: ip, httpPort, httpsPort, bootstrapConfigMap } = kourier;
  const { LOAD_BALANCER, NODE_PORT } = KourierServiceType;
  const balanced = (serviceType ?? LOAD_BALANCER) === LOAD_BALANCER;
  const ports = Object.entries({ httpPort, httpsPort }).filter(([, port]) => port !== undefined);
  const lost = Object.entries(kourier).filter(([key, value]) => key !== 'enabled' && value !== undefined)
    .map(([key]) => key);
  return [
    enabled === true || lost.length === 0 ? undefined : fault(`\`${lost.join('`, `')}\` of Kourier would be lost: it is not installed`,
      lost, 'settings of a layer that is `enabled`', 'write `enabled: true`'),
    checkChoice('KN-POD-048', 'serviceType', serviceType, KourierServiceType),
    ip === undefined || balanced ? undefined : fault(`Kourier has a load balancer address and the service type ${show(serviceType)}`,
      ip, '`serviceLoadBalancerIp` with a load balancer', 'write `serviceType: KourierServiceType.LOAD_BALANCER`'),
    ip === undefined || isIP(ip) !== 0 ? undefined : fault(`${show(ip)} is no address of a load balancer`, ip, 'an IP address',
      'write `192.0.2.10`, for example'),
    ports.length === 0 || serviceType === NODE_PORT ? undefined : fault('Kourier has ports of nodes and another service type',
      ports.map(([key]) => key), 'ports with `NodePort`', 'write `serviceType: KourierServiceType.NODE_PORT`'),
    ...ports.map(([key, port]) => checkWhole('KN-PLT-010', key, port, NODE_PORTS)),
    bootstrapConfigMap && checkReferenceName('ConfigMap', bootstrapConfigMap.name),
    bootstrapConfigMap && checkSameNamespace('ConfigMap', bootstrapConfigMap, namespace),
  ];
}

/** @internal */
export function renderKourier(kourier: KourierIngressConfiguration): Record<string, unknown> {
  const { enabled, serviceType, serviceLoadBalancerIp, httpPort, httpsPort, bootstrapConfigMap } = kourier;
  return {
    enabled,
    'service-type': serviceType,
    'service-load-balancer-ip': serviceLoadBalancerIp,
    'http-port': httpPort,
    'https-port': httpsPort,
    'bootstrap-configmap': bootstrapConfigMap?.name,
  };
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-PLT-010', message, received, allowed, fix };
}
