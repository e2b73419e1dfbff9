import type { IClusterIssuer } from '../certificates';
import type { ClusterController, FeatureFlags, KnativeVersion } from '../core';
import type { BrokerClass } from '../eventing';
import type { DnsRecords, Ingress } from '../networking';
import type { VendoredReleases } from '../releases';
import type { DomainSetting, EventingSettings, ServingSettings } from '../settings';
import type { InstalledBy } from './installed-by';
import type { PlatformKafka } from './platform-kafka';
import type { PlatformTls } from './platform-tls';
import type { PrerequisitePolicy } from './prerequisites';
import type { ProductionSettings } from './production-settings';

/** What is known of a platform, whether the program installs it or it is there already. */
export interface PlatformProps {
  /**
   * Version of Knative. Kinds, fields and flags that it does not know are refused with `KN-PLT-019`, settings with
   * `KN-SET-003`. From an installed version the operator moves one minor version at a time.
   * @default KnativeVersion.V1_23
   */
  readonly version?: KnativeVersion;
  /**
   * Version of Kubernetes of the cluster, `1.35`. One on which Knative or its operator do not start is refused with
   * `KN-PLT-018`; of one that is newer than those tested upstream the warning `kubernetes-untested` says so.
   * @default - not checked
   */
  readonly kubernetesVersion?: string;
  /**
   * Domain of all services that `domains` has no other one for: `knative.example.com`. Without one, services have
   * addresses inside of the cluster only.
   * @default - no public addresses but those of `domains`
   */
  readonly domain?: string;
  /**
   * Domains for services with certain labels. Anything wrong with one is refused with `KN-SET-005`.
   * @default - none
   */
  readonly domains?: readonly DomainSetting[];
  /**
   * Who issues the certificates of public addresses. With one, they are encrypted: it sets `config-certmanager`, and
   * with it `external-domain-tls` and the namespaces that get wildcard certificates in `config-network`. Needs a
   * domain (`KN-PLT-021`). One that can certify no host of the domains is refused with `KN-CRT-018`: solvers for other
   * zones, a public ACME server and a domain that is not public, HTTP-01 behind a load balancer of the VPC.
   * @default - public addresses are plain HTTP
   */
  readonly issuer?: IClusterIssuer;
  /**
   * More on encryption.
   * @default - as said for each property
   */
  readonly tls?: PlatformTls;
  /**
   * Feature flags. `Features.asNeeded()` switches on those that the program needs; on a platform that is there already,
   * it counts as `Features.asReleased()`.
   * @default Features.asReleased()
   */
  readonly features?: FeatureFlags;
  /**
   * Settings of Serving. What is out of its range is refused with `KN-SET-001`.
   * @default - as the release has them
   */
  readonly serving?: ServingSettings;
  /**
   * Settings of Eventing. What is out of its range is refused with `KN-SET-001`.
   * @default - as the release has them
   */
  readonly eventing?: EventingSettings;
  /**
   * Kafka: which data planes there are, and settings of Knative's parts for Kafka.
   * @default - none: what needs Kafka is refused with `KN-PLT-015`
   */
  readonly kafka?: PlatformKafka;
}

/** Properties for `KnativePlatform`. */
export interface KnativePlatformProps extends PlatformProps {
  /** Networking layer, which takes requests to services. */
  readonly ingress: Ingress;
  /**
   * Class of brokers that name none. `BrokerClass.KAFKA` gives them the shipped configuration, which `kafka.brokers`
   * says (`KN-PLT-026`). For anything finer, such as defaults of single namespaces, write `eventing.brokers` in its
   * place; both together are refused with `KN-PLT-012`.
   * @default - as `eventing.brokers` says, else BrokerClass.MT_CHANNEL_BASED
   */
  readonly defaultBrokerClass?: BrokerClass;
  /**
   * Names in DNS for public addresses.
   * @default - they are made elsewhere
   */
  readonly dns?: DnsRecords;
  /**
   * Replicas, resources, places and images of the installation.
   * @default - as the release has them
   */
  readonly production?: ProductionSettings;
  /**
   * Controllers that are in the cluster already, so that they are no prerequisites.
   * @default - none, but those of `ClusterControllers`
   */
  readonly adopt?: readonly ClusterController[];
  /**
   * What synth does where the cluster needs something that the program does not write.
   * @default PrerequisitePolicy.WARN
   */
  readonly missingPrerequisites?: PrerequisitePolicy;
  /**
   * Who puts Knative into the cluster. With `RELEASE_MANIFESTS` the objects of the release join the manifests, changed
   * as the operator would change them, and no operator is needed; `releases` has to have their files (`KN-PLT-028`).
   * @default InstalledBy.OPERATOR
   */
  readonly installedBy?: InstalledBy;
  /**
   * Release files in the repository of the program, as `npx cdk8s-knative vendor` brings them. What they bring, such as
   * cert-manager, Contour, the operator and data planes of Kafka, joins the manifests and is no prerequisite any more.
   * A file that is missing or is not what the lock file says is refused by name (`KN-REL-002`, `KN-REL-003`).
   * @default - none: `prerequisites.yaml` says what to bring
   */
  readonly releases?: VendoredReleases;
  /**
   * Version that runs in the cluster. Knative goes from one minor version to the next: a step of two, or back, is
   * refused with `KN-PLT-029`. With `InstalledBy.RELEASE_MANIFESTS` the Jobs that move stored objects join the last
   * step, called `<name>-<component>-<version>`; the operator makes them by itself. Take it out again afterwards: they
   * remove themselves ten minutes after they are done, and a later apply would run them once more, which changes
   * nothing and takes its time.
   * @default - Knative is new in the cluster, or has this version
   */
  readonly upgradingFrom?: KnativeVersion;
}

/** Properties for `KnativePlatform.existing`. */
export interface ExistingPlatformProps extends PlatformProps {
  /**
   * Networking layer, which is there.
   * @default - not known: network policies and DNS records do not open or name it
   */
  readonly ingress?: Ingress;
}
