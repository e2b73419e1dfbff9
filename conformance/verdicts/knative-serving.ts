import type { Chart } from 'cdk8s';
import {
  CustomCerts, type IngressConfigs, IstioProtocol, type IstioServer, KnativeServing, type KnativeServingProps,
  KourierServiceType,
} from '../../lib';
import { installationRows } from '../verdict-parts/installation';
import { byHand, type Fields } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

const kind = 'KnativeServing';
const serving = byHand('operator.knative.dev/v1beta1', kind, 'knative-serving', {});
let number = 0;

function make(chart: Chart, props: KnativeServingProps): void {
  number += 1;
  new KnativeServing(chart, `knative-serving-${number}`, props);
}

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function row(
  mistake: string, refused: VerdictRow['refused'], props: KnativeServingProps, spec: Fields, verdict: Verdict,
): VerdictRow {
  return { kind, mistake, refused, ...verdict, manifest: serving(spec), program: (chart) => { make(chart, props); } };
}

const SERVER: IstioServer = { port: { number: 443, protocol: IstioProtocol.HTTPS, name: 'https' }, hosts: ['*'] };

/** Past the compiler: what a program in JavaScript, or a value from a file, can hold. */
function serverRow(mistake: string, refused: VerdictRow['refused'], server: object, verdict: Verdict): VerdictRow {
  const ingress = { istio: { enabled: true, knativeIngressGateway: { servers: [{ ...SERVER, ...server }] } } };
  const spec = { ingress: { istio: { enabled: true, 'knative-ingress-gateway': { servers: [{ ...SERVER, ...server }] } } } };
  return row(`a server of a gateway ${mistake}`, refused, { ingress: ingress as IngressConfigs }, spec, verdict);
}

function kourierRow(
  mistake: string, refused: VerdictRow['refused'], kourier: IngressConfigs['kourier'], spec: Fields, verdict: Verdict,
): VerdictRow {
  return row(`Kourier with ${mistake}`, refused, { ingress: { kourier } }, { ingress: { kourier: spec } }, verdict);
}

const LOST = { stricter: 'the operator drops the setting without a word' };
const GIVEN_UP = { stricter: 'the operator gives the installation up' };
const NO_GATEWAY = { stricter: 'Istio refuses the gateway that the operator makes of it' };
const { NODE_PORT, CLUSTER_IP } = KourierServiceType;

export const rows: readonly VerdictRow[] = [
  ...installationRows({ kind, workload: 'controller', program: make, manifest: serving }),

  kourierRow('half a port', 'KN-PLT-010', { enabled: true, serviceType: NODE_PORT, httpPort: 80.5 },
    { enabled: true, 'service-type': NODE_PORT, 'http-port': 80.5 }, { words: 'spec.ingress.kourier.http-port' }),
  kourierRow('a port that there is not', 'KN-PLT-010', { enabled: true, serviceType: NODE_PORT, httpsPort: 70_000 },
    { enabled: true, 'service-type': NODE_PORT, 'https-port': 70_000 },
    { stricter: 'the Service that the operator makes of it is refused' }),
  kourierRow('ports of nodes behind a load balancer', 'KN-PLT-010', { enabled: true, httpPort: 30080 },
    { enabled: true, 'http-port': 30080 }, GIVEN_UP),
  kourierRow('a load balancer address and no load balancer', 'KN-PLT-010',
    { enabled: true, serviceType: CLUSTER_IP, serviceLoadBalancerIp: '192.0.2.1' },
    { enabled: true, 'service-type': CLUSTER_IP, 'service-load-balancer-ip': '192.0.2.1' }, GIVEN_UP),
  kourierRow('a load balancer address that is a name', 'KN-PLT-010',
    { enabled: true, serviceLoadBalancerIp: 'lb.example.com' },
    { enabled: true, 'service-load-balancer-ip': 'lb.example.com' },
    { stricter: 'no cloud gives the Service that address' }),
  kourierRow('a type of Service that it does not take', 'KN-POD-048',
    { enabled: true, serviceType: 'ExternalName' as KourierServiceType },
    { enabled: true, 'service-type': 'ExternalName' }, GIVEN_UP),
  kourierRow('settings although it is not installed', 'KN-PLT-010', { serviceType: CLUSTER_IP },
    { 'service-type': CLUSTER_IP }, LOST),
  kourierRow('a switch that is a text', 'compiler',
    // @ts-expect-error a switch is true or false
    { enabled: 'true' }, { enabled: 'true' }, { words: 'spec.ingress.kourier.enabled' }),
  row('gateways of Istio although it is not installed', 'KN-PLT-010',
    { ingress: { istio: { knativeLocalGateway: { selector: { istio: 'local' } } } } },
    { ingress: { istio: { 'knative-local-gateway': { selector: { istio: 'local' } } } } }, LOST),
  row('a gateway that is left as it is', 'KN-PLT-005',
    { ingress: { istio: { enabled: true, knativeIngressGateway: {} } } },
    { ingress: { istio: { enabled: true, 'knative-ingress-gateway': {} } } }, LOST),
  serverRow('without hosts', 'KN-PLT-010', { hosts: [] }, NO_GATEWAY),
  serverRow('with a port below zero', 'KN-PLT-010', { port: { ...SERVER.port, number: -1 } },
    { stricter: 'the operator cannot read the object, nor any other of its kind' }),
  serverRow('with a protocol that there is not', 'KN-POD-048', { port: { ...SERVER.port, protocol: 'SMTP' } }, NO_GATEWAY),
  serverRow('with a mode of TLS that there is not', 'KN-POD-048', { tls: { mode: 'OPTIONAL' } },
    { words: 'Unsupported value: "OPTIONAL"' }),
  serverRow('with a version of TLS that is a text', 'KN-PLT-010', { tls: { minProtocolVersion: 'TLSV1_2' } },
    { words: 'minProtocolVersion' }),
  serverRow('with a version of TLS that there is not', 'KN-PLT-010', { tls: { maxProtocolVersion: 9 } }, NO_GATEWAY),
  row('a guard that is a text', 'compiler',
    // @ts-expect-error a switch is true or false
    { securityGuard: 'yes' }, { security: { securityGuard: { enabled: 'yes' } } }, { words: 'spec.security.securityGuard.enabled' }),
  {
    kind, mistake: 'certificates whose name has a dot', refused: 'KN-PLT-013',
    program: (chart) => { make(chart, { controllerCustomCerts: CustomCerts.fromSecret({ name: 'registry.ca' }) }); },
    manifest: serving({ 'controller-custom-certs': { type: 'Secret', name: 'registry.ca' } }),
    stricter: 'the controller cannot have a volume of that name, and its Deployment is refused',
  },
  {
    kind, mistake: 'certificates that nobody says the kind of', refused: 'compiler', words: 'type: Required value',
    // @ts-expect-error they come from a Secret or a ConfigMap
    program: (chart) => { make(chart, { controllerCustomCerts: { name: 'registry-ca' } }); },
    manifest: serving({ 'controller-custom-certs': { name: 'registry-ca' } }),
  },
];
