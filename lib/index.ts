/**
 * What users of `cdk8s-knative` see. A folder's other exports are for the floors above it (ARCHITECTURE.md). Bases of
 * constructs are types only: what renders them is internal, so that a construct of a program could not extend them.
 */
export {
  ClusterChart, type ClusterChartProps, ClusterController, ClusterControllers, ComponentName, type DnsZone,
  type EmittedEvent, ERROR_CODES, type ErrorCode, type ErrorCodeEntry, EventSource, type EventSourceConfig,
  type EventSourceOptions, type ExistingObjectOptions, Feature, FeatureFlags, Features, type IamConditions,
  type IamPolicyDocument, type IamStatement, type IDelivery, type IEventFilter, type IEventSource,
  IMMUTABLE_FIELDS, ImmutableBy, type ImmutableChange, immutableChanges, type ImmutableField, inApplyOrder,
  inRemovalOrder, isAwaited, type InstalledConfig, type ISink, KafkaDataPlane, KnativeError, KnativeVersion,
  type KubernetesServiceSinkOptions, type LabelSelector, LabelSelectorOperator, type LabelSelectorRequirement,
  type Manifest, Namespace, type NamespaceProps, type ObjectReference, Placeholders, type Problem, type Resource,
  type ResourceProps, type SideDocument, SideDocuments, Sink, type SinkConfig, type SinkOptions, type Warning, Warnings,
  Wave, type WaveObject, waveOf, WAVES,
} from './core';

export {
  Cesql, type CesqlAttribute, type CesqlBoolean, type CesqlExpression, type CesqlInteger, type CesqlSecrets,
  type CesqlText,
} from './cesql';

export {
  AttributesFilter, Filter, type FilterEvent, type MatchOptions,
} from './filters';

export {
  type FluxSource, FluxSourceKind, GitOps, type GitOpsProps,
} from './gitops';

export {
  type AddressableResource, EventPolicy, type EventPolicyOptions, type EventPolicyProps, type EventPolicySelector,
  EventSender, EventType, type EventTypeDescription, type EventTypeOptions, type EventTypeProps, type IAddressable,
  type IReceiver, type ISenderMetadata, type ISenderServiceAccount, type ReceiverResource, type SourceEventTypeOptions,
} from './events';

export {
  AccessMode, type Affinity, ConfigMapReference, type ContainerProps, type ContainerSecurityContext,
  type ContainerSettings, type CpuResources, type CsiVolumeOptions, type DnsConfig, type DnsOption, DnsPolicy,
  DownwardApiFile, type DownwardApiFileOptions, type DownwardApiResourceOptions, EmptyDirMedium,
  type EmptyDirVolumeOptions, Env, EnvFrom, type EnvFromOptions, type EnvKeyOptions, type EnvResourceOptions,
  type EphemeralVolumeOptions, type FileVolumeOptions, type GrpcProbeOptions, type HostAlias, HostPathType,
  type HostPathVolumeOptions, type HttpGetProbeOptions, type IConfigMapReference, ImagePullPolicy,
  type ImageVolumeOptions, type ISecretReference, type IServiceAccount, type IServiceAccountReference, MountPropagation,
  type NodeAffinity, NodeInclusionPolicy, NodeSelectorOperator, type NodeSelectorRequirement, type NodeSelectorTerm,
  type ObjectVolumeOptions, type PersistentVolumeClaimVolumeOptions, type PodAffinity, type PodAffinityTerm,
  type PodProps, type PodSecurityContext, type PortProbeOptions, type PreferredNodeTerm, type PreferredPodTerm, Probe,
  type ProbeOptions, ProbeScheme, ProjectedSource, type Resources, SeccompProfile, SecretReference, ServiceAccount,
  type ServiceAccountProps, type ServiceAccountTokenOptions, type SizeResources, TaintEffect,
  type TcpSocketProbeOptions, TerminationMessagePolicy, Toleration, type TolerationOptions,
  type TopologySpreadConstraint, UnsatisfiableConstraint, Volume, type VolumeItem, type VolumeItemsOptions,
  type VolumeMount,
} from './pod';

export {
  checkKafkaCertificates, checkKafkaCredentials, ConfluentCloud, type ConfluentCloudProps, type ExistingSecretOptions,
  type ExternalSecretCredentialsOptions, type IKafkaBrokerConfig, type IKedaScaling, KafkaBrokerConfig,
  type KafkaBrokerConfigProps, type KafkaCertificateValues, KafkaChannelConfig, type KafkaChannelConfigProps,
  KafkaCluster, type KafkaClusterProps, type KafkaClusterSetup, KafkaCredentials, type KafkaCredentialValues,
  KafkaOperation, type KafkaPermission, KafkaResourceType, type KafkaSecretKey, type KafkaSecretKeys, KafkaSetup,
  type KafkaTopic, type KafkaTopicOptions, KvEngine, type RemoteRef, SaslMechanism, SecretStore, SecurityProtocol,
  type VaultStaticSecretCredentialsOptions, type VaultStaticSecretPlace,
} from './kafka';

export { VendoredReleases } from './releases';

export {
  AwsAuth, type AwsOptions, SqsProtocol,
} from './integrations';

export {
  Backoff, BackoffPolicy, Broker, BrokerClass, type BrokerClassDefault, BrokerDefaults, type BrokerDefaultsProps,
  type BrokerOptions, type BrokerProps, Channel, type ChannelBase, type ChannelBaseProps, type ChannelProps,
  ChannelScope, ChannelTemplate, type ClusterBrokerDefault, type CustomChannelOptions, Delivery, DeliveryFormat,
  type DeliveryOptions, DeliveryOrder, EventTransform, type EventTransformProps, type ExistingBrokerOptions,
  type ExistingChannelOptions, type ExistingEventTransformOptions, type ExistingKafkaBrokerOptions,
  type ExistingParallelOptions, type ExistingRequestReplyOptions, type ExistingSequenceOptions, type IBroker,
  type IChannel, type IEventTransform, InMemoryChannel, type InMemoryChannelProps, type IParallel, type IRequestReply,
  type ISequence, KafkaBroker, type KafkaBrokerProps, KafkaChannel, type KafkaChannelOptions, type KafkaChannelProps,
  KedaScaling, type KedaScalingOptions, type NamespaceBrokerDefault, Parallel, type ParallelBranch, type ParallelProps,
  type ReplyFilterOptions, RequestReply, type RequestReplyProps, type RetryOptions, Sequence, type SequenceProps,
  type SequenceStep, Subscription, type SubscriptionOptions, type SubscriptionProps, TransformReply, Trigger,
  type TriggerOptions, type TriggerProps,
} from './eventing';

export {
  ApiServerEventMode, type ApiServerKind, type ApiServerResource, ApiServerSource, type ApiServerSourceProps,
  CloudEventOverrides, ContainerSource, type ContainerSourceProps, type DdbStreamsSourceOptions, InitialOffset,
  IntegrationSource, type IntegrationSourceProps, IntegrationSourceType, type ISinkBindingSubject, type IWorkload,
  type IWorkloadMetadata, KafkaKeyType, KafkaSource, KafkaSourceOrdering, type KafkaSourceProps, PingData,
  type PingDataOptions, PingSource, type PingSourceOptions, type PingSourceProps, type S3SourceOptions, SinkBinding,
  type SinkBindingOptions, type SinkBindingProps, type SinkBindingReference, SinkBindingSubject, type SourceBase,
  type SourceOptions, type SourceProps, type SqsSourceOptions, StreamIteratorType, SubjectKind, type TimerSourceOptions,
} from './sources';

export {
  ContentMode, type ExistingIntegrationSinkOptions, type ExistingJobSinkOptions, type ExistingKafkaSinkOptions,
  type IIntegrationSink, type IJobSink, type IKafkaSink, IntegrationSink, type IntegrationSinkProps,
  IntegrationSinkType, JobCompletionMode, type JobOptions, JobRestartPolicy, JobSink, type JobSinkProps,
  type JobSuccessRule, KafkaSink, type KafkaSinkProps, LogLevel, type LogSinkOptions, PodConditionStatus,
  PodFailureAction, type PodFailureCondition, type PodFailureExitCodeOptions, PodFailureRule, PodReplacementPolicy,
  type S3SinkOptions, type SnsSinkOptions, type SqsSinkOptions,
} from './sinks';

export {
  type AddressOptions, AutoscalerClass, ClusterDomainClaim, type ClusterDomainClaimProps, Configuration,
  type ConfigurationBase, type ConfigurationBaseProps, type ConfigurationProps, type CpuTargetOptions,
  type CustomTargetOptions, DomainMapping, type DomainMappingOptions, type DomainMappingProps, type DomainMappingRef,
  DomainMappingTarget, type ExistingAddressOptions, type ExistingConfigurationOptions,
  type ExistingKnativeServiceOptions, type ExistingRouteOptions, HttpProtocol, type IConfiguration,
  type IDomainMappingTarget, type IKnativeService, type IRoute, type IServingAddress,
  KnativeService, type KnativeServiceProps, type MemoryTargetOptions, MetricAggregationAlgorithm,
  type RequestTargetOptions, type RevisionLimits, type RevisionOptions, type RevisionProps, Route, type RouteOptions,
  type RouteProps, ScaleMetric, Scaling, type ScalingOptions, Traffic, type TrafficOptions, Visibility,
} from './serving';

export {
  AliasNameSource, InjectorFailurePolicy, KvVersion, OddKey, PatchOperation, type PolicyRule, UseAutoAuthToken,
  VaultAgent, type VaultAgentContainerOptions, VaultAgentFeature, VaultAgentMode, type VaultAgentOptions,
  type VaultAgentResources, type VaultAgentSecurityOptions, VaultAnnotatedService, type VaultAnnotatedServiceProps,
  type VaultAuthOptions, type VaultCacheOptions, type VaultCaSecretOptions, type VaultCirconusOptions,
  type VaultClientCertificateOptions,
  type VaultConnectionOptions, type VaultContainerPatch, VaultDefaultTemplate, type VaultDelimiterOptions,
  type VaultEnvFileOptions, VaultInjector, type VaultInjectorProps, type VaultKubernetesAuthOptions, VaultLogFormat,
  type VaultLoggingOptions, VaultLogLevel, type VaultMount, type VaultRawOptions, type VaultRequest, type VaultRole,
  type VaultRoleOptions, VaultSecret, type VaultSecretOptions, type VaultSecretPlace,
  type VaultServerOptions, VaultSetup, type VaultSkipVerifyOptions, type VaultTelemetryOptions,
  type VaultTemplateEngineOptions, type VaultTemplateOptions, VaultTls,
  type VaultTlsOptions, VaultTokenType,
} from './vault';

export {
  type AutoModeLoadBalancerOptions, AutoscalerExpander, AwsIdentity, AwsLoadBalancerController,
  type AwsLoadBalancerControllerProps, type CertificateDelegation,
  ClusterAutoscaler, type ClusterAutoscalerProps, type ContourCorsPolicy, type ContourInstallation,
  type ContourOptions, type ContourTlsSecret, type ContourVisibility, type ControllerPodProps,
  type DnsDocumentOptions, DnsRecords, ExternalDns, ExternalDnsPolicy, type ExternalDnsProps,
  type ExternalDnsRecordsOptions, ExternalDnsSource, ExternalTrafficPolicy, type GatewayApiOptions,
  type GatewayOptions, HostedZoneType, Ingress, type InTreeLoadBalancerOptions, type InTreeNlbOptions,
  IpAddressType, type IstioOptions, type KourierOptions, LoadBalancer, type LoadBalancerOptions,
  LoadBalancerScheme, type NlbOptions, NlbTargetType, type NoLoadBalancerOptions, type ServiceAddress,
  TlsCertificateDelegation, type TlsCertificateDelegationProps,
} from './networking';

export {
  AcmeEnvironment, AcmeIssuer, type AcmeIssuerOptions, type AcmeIssuerProps, AcmeSolver, type AcmeSolverOptions,
  ClusterIssuer, type ClusterIssuerOptions, CnameStrategy, type Dns01Options, type Dns01Provider, type ExternalAccount,
  type GatewayParent, type Http01GatewayOptions, type Http01IngressOptions, type IamGrant, IamHolder,
  type IClusterIssuer, IssuerType, type IssuerSecretKey, LetsEncryptIssuer, type LetsEncryptIssuerProps, Route53,
  type Route53AccessKeyOptions, type Route53Options, type Route53ServiceAccountOptions, type SolverSelector,
  SolverServiceType, WildcardAbility,
} from './certificates';

export {
  type CpuRange, type DeveloperAccess, DeveloperRole, type ExternalPullSecretOptions, type NamespaceLimits,
  type NamespaceNetwork, type NamespaceQuota, NetworkIsolation, NetworkPeer, NetworkPort, type PodSecurity,
  PodSecurityLevel, PullSecret, ServicesNamespace, type ServicesNamespaceProps, type SizeRange, type StorageRange,
  type VaultPullSecretOptions,
} from './namespaces';

export {
  type AutoscalerSettings, type BrokerChannelSettings, type BrokerDefaultSettings, type ChannelDefaultSettings,
  DefaultAffinity, DefaultAuthorizationMode, type DefaultChannels, type DefaultsSettings, type DeploymentSettings,
  type DomainSetting, type EventingFeatureSettings, type EventingLoggingSettings, type EventingObservabilitySettings,
  type EventingSettings, ExtAuthzProtocol, ExternalScheme, type GarbageCollectionSettings,
  type InMemoryDispatcherSettings, type IstioGateway, type IstioSettings, KafkaAutoscalerClass,
  type KafkaAutoscalerSettings, type KafkaBrokerDefaultSettings, type KafkaBrokerPlaneSettings,
  type KafkaChannelDefaultSettings, type KafkaFeatureSettings, type KafkaLoggingSettings, KafkaLogLevel,
  type KafkaLogLevels, KafkaProperties, type KafkaSettings, type KafkaSinkPlaneSettings,
  type KafkaSourcePlaneSettings, type KourierSettings, KourierTracingProtocol, type LeaderElectionSettings,
  type LogEncoderConfig, LogEncoding, LoggingLevel, type LoggingSettings, LogLevelEncoder, LogTimeEncoder,
  MeshCompatibilityMode, MetricsProtocol, type NamespacedBrokerSettings, type NeededRestart, type NetworkSettings,
  type ObservabilitySettings, type PingSettings, PodAutoscalerClass, QueueProxyCurve, QueueProxyTlsVersion,
  restartsAfter, Retention, RevisionLimit, type RuntimeClassSetting, SecurePodDefaults, ServiceLinks,
  type ServingFeatureSettings, type ServingSettings, type SugarSettings, TracingProtocol, TransportEncryption,
  type ZapLoggerConfig,
} from './settings';

export {
  type ClusterProfileReference, type ContourIngressConfiguration, CustomCerts, type DisruptionBudget,
  type EnvironmentProgram, Environments, type EnvironmentsOptions, type ExistingPlatformProps,
  type GatewayApiIngressConfiguration, type HighAvailability, type IKnativePlatform, type ImageMirror,
  type IngressConfigs, InstalledBy,
  type IstioGatewayOverride, type IstioIngressConfiguration, type IstioPort, IstioProtocol, type IstioServer,
  type IstioServerTls, IstioTlsMode, IstioTlsProtocol, type KnativeComponent,
  type KnativeComponentProps, KnativeEventing, type KnativeEventingProps, KnativePlatform, type KnativePlatformProps,
  KnativeServing, type KnativeServingProps, type KourierIngressConfiguration, KourierServiceType,
  type NamespaceConfiguration, type PlatformBase, type PlatformKafka, type PlatformProps, type PlatformTls, PodCount,
  type PodDisruptionBudgetOverride, PrerequisitePolicy, ProbeOverride, type ProbeOverrideOptions,
  type ProductionSettings, type Registry, type ReleasedObjectAddress, type ServiceOverride, SinkBindingSelectionMode,
  type SourceConfigs,
  WildcardCertificates, type WorkloadOverride, type WorkloadSettings,
} from './platform';

export {
  type AccountName, AmiFamily, type AutoMode, AutoModeNodePool, type AutoModeOptions, type CertManagerIdentityOptions,
  ClusterAddon, type ClusterAddonOptions, ClusterAdmin, ClusterCapacity, ClusterEndpoints, type ClusterFacts,
  ClusterNetwork, ClusterSpec, type ClusterSpecProps, type ClusterSubnet, ControlPlaneLog, type DnsIdentityOptions,
  EksctlCluster, type EksctlClusterProps, type ExistingNetworkOptions, type IdentityPlace, IdentityStyle, NatGateways,
  type NodeAddonPolicies, type NodeGroup, type NodeGroupProps, type NodeTaint, type NodeVolume, type OwnNetworkOptions,
  type PublicEndpointOptions, WellKnownPolicy, WorkloadIdentity, type WorkloadIdentityOptions,
  type WorkloadIdentityProps,
} from './cluster';
