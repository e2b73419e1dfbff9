import { type Fields, fieldsOf, type Problem, show } from '../core';
import type { Manifest } from '../releases';
import { CONTAINERS, each, edited, PODS, to, type Transform } from './edits';
import type { Findings } from './findings';
import { numberOf, textOf } from './reading';

const CONTROLLERS = ['3scale-kourier-control', 'net-kourier-controller'];
const GATEWAY = '3scale-kourier-gateway';
const GATEWAY_SERVICE = 'kourier';
const GATEWAY_NAMESPACE = 'KOURIER_GATEWAY_NAMESPACE';
const BOOTSTRAP = 'kourier-bootstrap';
const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer'];

/** The options of Kourier. Follows pkg/reconciler/knativeserving/ingress/kourier.go. */
export function kourier(options: Fields, findings: Findings): Transform {
  return (manifest) => {
    const { kind, metadata: { name } } = manifest;
    if (kind === 'Service' && name === GATEWAY_SERVICE) return withReach(manifest, options, findings);
    if (kind !== 'Deployment') return manifest;
    if (CONTROLLERS.includes(name)) return withGatewayNamespace(manifest);
    return name === GATEWAY ? withBootstrap(manifest, textOf(options['bootstrap-configmap']) ?? '') : manifest;
  };
}

/** The controller looks for the gateway next to itself. */
function withGatewayNamespace(manifest: Manifest): Manifest {
  const { namespace } = manifest.metadata;
  const variables = each((variable) =>
    variable.name === GATEWAY_NAMESPACE ? { ...variable, value: namespace } : variable);
  return edited(manifest, CONTAINERS, each((container) => {
    const env = variables(container.env);
    return env === container.env ? container : { ...container, env };
  }));
}

function withBootstrap(manifest: Manifest, name: string): Manifest {
  if (name === '') return manifest;
  return edited(manifest, [...PODS, 'volumes'], each((volume) =>
    fieldsOf(volume.configMap).name === BOOTSTRAP ? { ...volume, configMap: { name } } : volume));
}

function withReach(manifest: Manifest, options: Fields, findings: Findings): Manifest {
  const type = textOf(options['service-type']) ?? '';
  const address = textOf(options['service-load-balancer-ip']) ?? '';
  const ports = { http: numberOf(options['http-port']) ?? 0, https: numberOf(options['https-port']) ?? 0 };
  const typed = type === '' ? manifest : edited(manifest, ['spec', 'type'], to(type));
  for (const problem of checkReach(type, fieldsOf(typed.spec).type, { address, ports })) findings.refuse(problem);
  const balanced = address === '' ? typed : edited(typed, ['spec', 'loadBalancerIP'], to(address));
  return edited(balanced, ['spec', 'ports'], each((port) => {
    const nodePort = port.name === 'https' ? ports.https : ports.http;
    return nodePort > 0 ? { ...port, nodePort } : port;
  }));
}

interface Reach {
  readonly address: string;
  readonly ports: { readonly http: number; readonly https: number };
}

/** What the operator ends the installation on; constructs refuse it too, and patches get past them. */
function checkReach(asked: string, type: unknown, { address, ports }: Reach): Problem[] {
  const fault = (what: string, allowed: string): Problem => ({
    code: 'KN-OPR-002',
    message: `Kourier has ${what} and the service type ${show(type)}`,
    received: type,
    allowed,
    fix: 'write the service type that goes with it, or leave it out',
  });
  return [
    asked === '' || TYPES.includes(asked) ? [] : fault('options', TYPES.map(show).join(', ')),
    address === '' || type === 'LoadBalancer' ? [] : fault('the address of a load balancer', '`LoadBalancer`'),
    (ports.http <= 0 && ports.https <= 0) || type === 'NodePort' ? [] : fault('ports of nodes', '`NodePort`'),
  ].flat();
}
