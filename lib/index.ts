/**
 * What users of `cdk8s-knative` see. A folder's other exports are for the floors above it (ARCHITECTURE.md).
 */
export {
  ClusterChart, type ClusterChartProps, ERROR_CODES, type ErrorCode, type ErrorCodeEntry, type ExistingObjectOptions,
  Feature, Features, type IDelivery, type ISink, KnativeError, type KubernetesServiceSinkOptions, Namespace,
  type NamespaceProps, type ObjectReference, type Problem, Resource, type ResourceProps, type SideDocument,
  SideDocuments, Sink, type SinkConfig, type SinkOptions, type Warning, Warnings,
} from './core';

export {
  AttributesFilter, Filter, type FilterEvent,
} from './filters';

export {
  AccessMode, type Affinity, ConfigMapReference, type ContainerProps, type ContainerSecurityContext,
  type ContainerSettings, type CpuResources, type CsiVolumeOptions, type DnsConfig, type DnsOption, DnsPolicy,
  DownwardApiFile, type DownwardApiFileOptions, type DownwardApiResourceOptions, EmptyDirMedium,
  type EmptyDirVolumeOptions, Env, EnvFrom, type EnvFromOptions, type EnvKeyOptions, type EnvResourceOptions,
  type EphemeralVolumeOptions, type FileVolumeOptions, type GrpcProbeOptions, type HostAlias, HostPathType,
  type HostPathVolumeOptions, type HttpGetProbeOptions, type IConfigMapReference, ImagePullPolicy,
  type ImageVolumeOptions, type ISecretReference, type IServiceAccount, type IServiceAccountReference,
  type LabelSelector, LabelSelectorOperator, type LabelSelectorRequirement, MountPropagation, type NodeAffinity,
  NodeInclusionPolicy, NodeSelectorOperator, type NodeSelectorRequirement, type NodeSelectorTerm,
  type ObjectVolumeOptions, type PersistentVolumeClaimVolumeOptions, type PodAffinity, type PodAffinityTerm,
  type PodProps, type PodSecurityContext, type PortProbeOptions, type PreferredNodeTerm, type PreferredPodTerm, Probe,
  type ProbeOptions, ProbeScheme, ProjectedSource, type Resources, SeccompProfile, SecretReference, ServiceAccount,
  type ServiceAccountProps, type ServiceAccountTokenOptions, type SizeResources, TaintEffect,
  type TcpSocketProbeOptions, TerminationMessagePolicy, Toleration, type TolerationOptions,
  type TopologySpreadConstraint, UnsatisfiableConstraint, Volume, type VolumeItem, type VolumeItemsOptions,
  type VolumeMount,
} from './pod';

export {
  checkKafkaCredentials, ConfluentCloud, type ConfluentCloudProps, type ExistingSecretOptions,
  type ExternalSecretCredentialsOptions, type IKafkaBrokerConfig, type IKedaScaling, KafkaBrokerConfig,
  type KafkaBrokerConfigProps, KafkaChannelConfig, type KafkaChannelConfigProps, KafkaCluster, type KafkaClusterProps,
  KafkaCredentials, type KafkaCredentialValues, type KafkaSecretKey, type KafkaSecretKeys, KvEngine, type RemoteRef,
  SaslMechanism, SecretStore, SecurityProtocol, type VaultStaticSecretCredentialsOptions,
} from './kafka';

export {
  Backoff, BackoffPolicy, Broker, BrokerClass, type BrokerClassDefault, BrokerDefaults, type BrokerDefaultsProps,
  type BrokerOptions, type BrokerProps, Channel, ChannelBase, type ChannelBaseProps, type ChannelProps, ChannelScope,
  ChannelTemplate, type ClusterBrokerDefault, type CustomChannelOptions, Delivery, DeliveryFormat,
  type DeliveryOptions, DeliveryOrder, type ExistingBrokerOptions, type ExistingChannelOptions,
  type ExistingKafkaBrokerOptions, type IBroker, type IChannel, InMemoryChannel,
  type InMemoryChannelProps, KafkaBroker, type KafkaBrokerProps, KafkaChannel, type KafkaChannelOptions,
  type KafkaChannelProps, KedaScaling, type KedaScalingOptions, type NamespaceBrokerDefault, type RetryOptions,
  Subscription, type SubscriptionOptions, type SubscriptionProps, Trigger, type TriggerOptions, type TriggerProps,
} from './eventing';

export {
  CloudEventOverrides, ContainerSource, type ContainerSourceProps, InitialOffset, type ISinkBindingSubject,
  type IWorkload, type IWorkloadMetadata, KafkaKeyType, KafkaSource, KafkaSourceOrdering, type KafkaSourceProps,
  PingData, type PingDataOptions, PingSource, type PingSourceOptions, type PingSourceProps, SinkBinding,
  type SinkBindingOptions, type SinkBindingProps, type SinkBindingReference, SinkBindingSubject, type SourceOptions,
  type SourceProps, SubjectKind,
} from './sources';

export { ContentMode, type ExistingKafkaSinkOptions, type IKafkaSink, KafkaSink, type KafkaSinkProps } from './sinks';

export {
  AutoscalerClass, type CpuTargetOptions, type CustomTargetOptions, HttpProtocol, KnativeService,
  type KnativeServiceProps, type MemoryTargetOptions, MetricAggregationAlgorithm, type RequestTargetOptions,
  type RevisionLimits, type RevisionOptions, type RouteOptions, ScaleMetric, Scaling, type ScalingOptions, Traffic,
  type TrafficOptions, Visibility,
} from './serving';

export {
  AliasNameSource, KvVersion, OddKey, PatchOperation, type PolicyRule, UseAutoAuthToken, VaultAgent,
  type VaultAgentContainerOptions, VaultAgentFeature, VaultAgentMode, type VaultAgentOptions, type VaultAgentResources,
  type VaultAgentSecurityOptions, VaultAnnotatedService, type VaultAnnotatedServiceProps, type VaultAuthOptions,
  type VaultCacheOptions, type VaultCaSecretOptions, type VaultCirconusOptions, type VaultClientCertificateOptions,
  type VaultConnectionOptions, type VaultContainerPatch, VaultDefaultTemplate, type VaultDelimiterOptions,
  type VaultEnvFileOptions, type VaultKubernetesAuthOptions, VaultLogFormat, type VaultLoggingOptions, VaultLogLevel,
  type VaultRawOptions, type VaultRequest, type VaultRole, type VaultRoleOptions, VaultSecret, type VaultSecretOptions,
  type VaultServerOptions, VaultSetup, type VaultSkipVerifyOptions, type VaultTelemetryOptions,
  type VaultTemplateEngineOptions, type VaultTemplateOptions, VaultTls,
  type VaultTlsOptions, VaultTokenType,
} from './vault';
