/** Knative in a cluster: platforms, what they install, and the installations as the operator takes them. */
export type { ClusterProfileReference } from './cluster-profile-reference';
export { CustomCerts } from './custom-certs';
export { Environments, type EnvironmentProgram, type EnvironmentsOptions } from './environments';
export type { HighAvailability } from './high-availability';
export type { ImageMirror } from './image-mirror';
export {
  type ContourIngressConfiguration, type GatewayApiIngressConfiguration, type IngressConfigs,
  type IstioIngressConfiguration,
} from './ingress-configs';
export {
  type IstioGatewayOverride, type IstioPort, IstioProtocol, type IstioServer, type IstioServerTls, IstioTlsMode,
  IstioTlsProtocol,
} from './istio-gateway-override';
export { InstalledBy } from './installed-by';
export { type KnativeComponent, type KnativeComponentProps } from './knative-component';
export {
  KnativeEventing, type KnativeEventingProps, SinkBindingSelectionMode, type SourceConfigs,
} from './knative-eventing';
export { KnativePlatform } from './knative-platform';
export { KnativeServing, type KnativeServingProps } from './knative-serving';
export { type KourierIngressConfiguration, KourierServiceType } from './kourier-ingress';
export { PlatformBase } from './platform-base';
export type { IKnativePlatform } from './platform-contract';
export type { PlatformKafka } from './platform-kafka';
export type { ExistingPlatformProps, KnativePlatformProps, PlatformProps } from './platform-props';
export type { PlatformTls } from './platform-tls';
export { PodCount } from './pod-count';
export { PrerequisitePolicy } from './prerequisites';
export { ProbeOverride, type ProbeOverrideOptions } from './probe-override';
export type { DisruptionBudget, ProductionSettings, WorkloadSettings } from './production-settings';
export type { Registry } from './registry';
export type { NamespaceConfiguration, PodDisruptionBudgetOverride, ServiceOverride } from './release-overrides';
export type { ReleasedObjectAddress } from './released-patches';
export { OLDEST_KUBERNETES_OF_OPERATOR, releaseOf } from './releases';
export { WildcardCertificates } from './wildcard-certificates';
export type { WorkloadOverride } from './workload-override';
