import type { Duration } from 'cdk8s';
import type { DnsZone } from '../core';
import type { AwsIdentity } from './aws-identity';
import type { ControllerPodProps } from './controller-deployment';

/** What ExternalDNS does with records. */
export enum ExternalDnsPolicy {
  /** Makes, changes and deletes. What it owns and no object asks for any more goes away. */
  SYNC = 'sync',
  /** Makes and changes. */
  UPSERT_ONLY = 'upsert-only',
  /** Makes, and leaves what is there. */
  CREATE_ONLY = 'create-only',
}

/** Hosted zones that ExternalDNS looks at. */
export enum HostedZoneType {
  PUBLIC = 'public',
  PRIVATE = 'private',
}

/** Objects that ExternalDNS makes records for. */
export enum ExternalDnsSource {
  /** Services with its annotations, such as the entry Service of a networking layer. */
  SERVICE = 'service',
  /** Ingresses of Kubernetes. */
  INGRESS = 'ingress',
  /** HTTPProxies of Contour: a record for each host of a service, in place of a wildcard. */
  CONTOUR_HTTPPROXY = 'contour-httpproxy',
  /** HTTPRoutes of the Gateway API. */
  GATEWAY_HTTPROUTE = 'gateway-httproute',
}

/** Properties for `ExternalDns`. */
export interface ExternalDnsProps extends ControllerPodProps {
  /**
   * What it writes beside its records to know them again, in no other cluster that shares a zone with this one. Without
   * it, with `default`, with quotation marks or spaces in it, and where another one of the app has it for the same
   * zones, it is refused with `KN-NET-006`: the two would delete each other's records.
   */
  readonly ownerId: string;
  /** What it does with records. Since 0.22 it does not start without; left out, it is refused with `KN-NET-006`. */
  readonly policy: ExternalDnsPolicy;
  /**
   * Hosted zones that it keeps, one at least: zone constructs of AWS CDK, or ids and names written by hand. The policy
   * for its role names their ids, and their names are the default of `domainFilters`. An empty list is refused with
   * `KN-NET-007`, and so is `hostedZoneIds` beside it; an id that is none with `KN-NET-009`.
   * @default - those of `hostedZoneIds`
   */
  readonly hostedZones?: readonly DnsZone[];
  /**
   * Domains by which names and zones end; others are left alone.
   * @default - the names of `hostedZones`; without them, all that its role lets it change
   */
  readonly domainFilters?: readonly string[];
  /**
   * Ids of the hosted zones; the policy for its role names them.
   * @default - those of `hostedZones`; without them, all
   */
  readonly hostedZoneIds?: readonly string[];
  /**
   * Which zones it looks at.
   * @default - all
   */
  readonly zoneType?: HostedZoneType;
  /**
   * Objects that it makes records for.
   * @default [ExternalDnsSource.SERVICE]
   */
  readonly sources?: readonly ExternalDnsSource[];
  /**
   * What the names of its own TXT records begin with. It cannot change later: records would belong to nobody.
   * @default - none
   */
  readonly txtPrefix?: string;
  /**
   * What stands for the asterisk of a wildcard in the names of its own TXT records, which most providers of DNS take in
   * the first place of a name only. It cannot change later.
   * @default any
   */
  readonly wildcardReplacement?: string;
  /**
   * What the annotations that it reads begin with, with a slash at the end (`KN-NET-007`). It reads no others.
   * @default external-dns.kubernetes.io/ - which is what 0.22 reads
   */
  readonly annotationPrefix?: string;
  /**
   * Time between two looks at everything, in whole milliseconds.
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;
  /**
   * Whether it also looks when an object changes.
   * @default false
   */
  readonly events?: boolean;
  /**
   * Image; another minor version may have other flags.
   * @default registry.k8s.io/external-dns/external-dns:v0.22.0
   */
  readonly image?: string;
  /**
   * Who it is to AWS.
   * @default AwsIdentity.ambient()
   */
  readonly identity?: AwsIdentity;
  /**
   * Name of its objects, 63 characters at most (`KN-NAM-001`). A second one in a cluster has to have another one than
   * the first (`KN-NET-006`).
   * @default external-dns
   */
  readonly name?: string;
  /**
   * Namespace that exists already.
   * @default - one of the name of its objects, which is made
   */
  readonly namespace?: string;
  /**
   * Region of the cluster (`KN-NET-009`): it says which part of AWS the policy is for, such as the one of China, where
   * `identity` names no role, and which endpoints are asked.
   * @default - asked of AWS: IRSA and Pod Identity tell the pod; the policy is for the commercial regions
   */
  readonly region?: string;
  /**
   * Further flags: `--log-format=json`, for example. What an option writes is refused with `KN-NET-007`.
   * @default - none
   * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/
   */
  readonly extraArgs?: readonly string[];
}
