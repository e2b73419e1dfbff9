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
export { Environments, type EnvironmentProgram, type EnvironmentsOptions } from './environments';
export type { ImageMirror } from './image-mirror';
export type { KafkaDataPlaneOptions } from './kafka-data-planes';
export { KnativePlatform } from './knative-platform';
export type { PlatformBase } from './platform-base';
export type { IKnativePlatform } from './platform-contract';
export type { PlatformKafka } from './platform-kafka';
export type { ExistingPlatformProps, KnativePlatformProps, PlatformProps } from './platform-props';
export type { PlatformTls } from './platform-tls';
export { PrerequisitePolicy } from './prerequisites';
export type { DisruptionBudget, ProductionSettings, WorkloadSettings } from './production-settings';
export { WildcardCertificates } from './wildcard-certificates';
