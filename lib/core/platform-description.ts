import type { IConstruct } from 'constructs';
import { rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';
import type { KafkaDataPlane } from './data-planes';
import type { KnativeVersion } from './knative-version';

/** The networking layer of a platform, as policies and records see it. */
export interface NetworkLayer {
  /** `contour`, `kourier`, `istio` or `gateway-api`. */
  readonly name: string;
  /** Namespaces of the pods that requests come through. */
  readonly podNamespaces: readonly string[];
}

/** A domain of a platform, as `config-domain` has it. */
export interface DomainRule {
  /** `knative.example.com`. */
  readonly domain: string;
  /**
   * Labels of the services that it is for.
   * @default - all that no other domain is for
   */
  readonly selector?: Readonly<Record<string, string>>;
}

/** What addresses of services follow from. */
export interface AddressRules {
  readonly domains: readonly DomainRule[];
  /** Go template over `.Name .Namespace .Domain .Annotations .Labels`. */
  readonly domainTemplate: string;
  /** Go template over `.Tag .Name`. */
  readonly tagTemplate: string;
  /** Whether Knative gets certificates for public hosts. */
  readonly externalTls: boolean;
  /** Scheme where Knative does no TLS itself. */
  readonly defaultExternalScheme: string;
}

/**
 * What the platform of a cluster is, for constructs of lower floors. All of it is asked at synth or later, so that it
 * does not matter which of the two the program makes first.
 */
export interface PlatformDescription {
  readonly construct: IConstruct;
  /** Whether it is there already, so that the program writes nothing of it. */
  readonly existing: boolean;
  readonly version: KnativeVersion;
  /**
   * Who installs Knative, by the value of `InstalledBy`.
   * @default - the operator
   */
  readonly installedBy?: string;
  readonly layer?: NetworkLayer;
  /** Absent where the platform has no public domain. */
  readonly addresses?: AddressRules;
  /** Label by which a namespace gets a wildcard certificate; absent where the platform makes none. */
  readonly wildcardLabel?: { readonly key: string; readonly value: string };
  /**
   * Whether a namespace gets a wildcard certificate by its name, whatever its labels are.
   * @default - none does
   */
  readonly certifies?: (namespace: string) => boolean;
  /**
   * What to write so that a namespace gets a wildcard certificate.
   * @default - what messages say of any platform
   */
  readonly wildcardFix?: (namespace: string) => string;
  /**
   * Whether challenges of ACME servers are answered over HTTP, in the namespaces of services.
   * @default - not known
   */
  readonly httpChallenges?: boolean;
  /**
   * Secret that Knative's own container in pods of services is pulled with, in the namespace of the pods.
   * @default - none
   */
  readonly imagePullSecret?: string;
  /**
   * Whether pods ask their own node for names, as on EKS Auto Mode, and not pods of `kube-system`.
   * @default false
   */
  readonly dnsOnNodes?: boolean;
  /**
   * Whether challenges of an ACME server are answered in DNS, so that names above a certified host come to exist there.
   * @default - not known
   */
  readonly dnsChallenges?: boolean;
  /** Kafka data planes that it has. */
  readonly dataPlanes: readonly KafkaDataPlane[];
  /** Whether it has a data plane, which one that follows from the constructs in use then gets. */
  needDataPlane(plane: KafkaDataPlane): boolean;
}

const PLATFORMS = new WeakMap<IConstruct, PlatformDescription[]>();

/**
 * Says what the platform of a cluster is.
 * @internal
 */
export function describePlatform(platform: PlatformDescription): void {
  const root = rootOf(platform.construct);
  PLATFORMS.set(root, [...PLATFORMS.get(root) ?? [], platform]);
}

/**
 * The platform of the cluster of a construct.
 * @internal
 */
export function platformFor(construct: IConstruct): PlatformDescription | undefined {
  const all = PLATFORMS.get(rootOf(construct));
  if (all === undefined) return undefined;
  const cluster = clusterOf(construct);
  return all.find((platform) => clusterOf(platform.construct) === cluster);
}
