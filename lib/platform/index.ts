/** The installation of Knative, as the operator takes it. */
export type { ClusterProfileReference } from './cluster-profile-reference';
export { CustomCerts } from './custom-certs';
export type { HighAvailability } from './high-availability';
export {
  type ContourIngressConfiguration, type GatewayApiIngressConfiguration, type IngressConfigs,
  type IstioIngressConfiguration,
} from './ingress-configs';
export {
  type IstioGatewayOverride, type IstioPort, IstioProtocol, type IstioServer, type IstioServerTls, IstioTlsMode,
  IstioTlsProtocol,
} from './istio-gateway-override';
export { type KnativeComponent, type KnativeComponentProps } from './knative-component';
export {
  KnativeEventing, type KnativeEventingProps, SinkBindingSelectionMode, type SourceConfigs,
} from './knative-eventing';
export { KnativeServing, type KnativeServingProps } from './knative-serving';
export { type KourierIngressConfiguration, KourierServiceType } from './kourier-ingress';
export { PodCount } from './pod-count';
export { ProbeOverride, type ProbeOverrideOptions } from './probe-override';
export type { Registry } from './registry';
export type { NamespaceConfiguration, PodDisruptionBudgetOverride, ServiceOverride } from './release-overrides';
export type { WorkloadOverride } from './workload-override';
