import type { Construct, IConstruct } from 'constructs';
import { mappedScheme } from '../addresses';
import {
  appChecks, clusterDomainOf, clusterOf, KINDS, ownCopy, placedIn, type Problem, refuse, refuseAtSynth,
  renderReference, Resource, type ResourceProps, show, traceOf, type TreeCheck,
} from '../core';
import { checkReferenceName, type ISecretReference } from '../pod';
import { checkMetadataByHand, Place } from './annotation-rules';
import { AskedAddresses } from './asked-addresses';
import { ClusterDomainClaim } from './cluster-domain-claim';
import { checkDomain, checkOutside, namedBy, UNCHECKED_NAME } from './domain-checks';
import { constructOf, type IDomainMappingTarget } from './domain-mapping-target';
import { metadataOf, PUBLIC_HOSTS, type PublicHost } from './public-hosts';
import { type AddressOptions, writeAddress } from './route-options';

/** Options for `service.mapDomain` and `route.mapDomain`. */
export interface DomainMappingOptions extends ResourceProps, AddressOptions {
  /**
   * The domain, which is the name of the mapping: `shop.example.com`. What is no domain is refused with `KN-DOM-001`, a
   * domain of the cluster itself with `KN-DOM-002`, a domain that is mapped twice in the cluster with `KN-DOM-004`.
   */
  readonly domain: string;
  /**
   * Secret of type `kubernetes.io/tls` with the certificate of the domain, in the namespace of the mapping
   * (`KN-DOM-007`). Together with it `disableExternalDomainTls` means nothing (`KN-DOM-008`).
   * @default - a certificate that the cluster makes, where it makes them; otherwise no TLS
   */
  readonly tlsSecret?: ISecretReference;
  /**
   * Whether the mapping brings the `ClusterDomainClaim` with it that grants the domain to its namespace; without one
   * the domain is never served. Write `false` where another part of the program or somebody else makes the claim, and
   * where the cluster makes it itself (`autocreate-cluster-domain-claims` in `config-network`), as those must who may
   * not apply objects that live outside of namespaces. A claim in the program for another namespace is refused with
   * `KN-DOM-005`.
   * @default true
   */
  readonly createClaim?: boolean;
}

/** Properties for `DomainMapping`. */
export interface DomainMappingProps extends DomainMappingOptions {
  /**
   * What answers at the domain: a `KnativeService`, a `Route`, or a Kubernetes Service by `DomainMappingTarget`, in the
   * namespace and cluster of the mapping (`KN-DOM-003`).
   */
  readonly ref: IDomainMappingTarget;
}

/**
 * Gives a service or route a domain of its own, next to the address that it has anyway.
 *
 * It is no receiver of events, though Knative calls it addressable: the roles of a release do not let Eventing read
 * mappings. Send to the service or route itself.
 * @see https://knative.dev/docs/serving/services/custom-domains/
 */
export class DomainMapping extends Resource {
  /** The domain. */
  public readonly domain: string;
  /** What answers at the domain. */
  public readonly ref: IDomainMappingTarget;
  /** The claim that the mapping brings with it; absent where it brings none. */
  public readonly claim?: ClusterDomainClaim;
  private readonly tlsSecret: ISecretReference | undefined;
  private readonly addresses: AskedAddresses;

  constructor(scope: Construct, id: string, props: DomainMappingProps) {
    super(scope, id, { ...KINDS.domainMapping, nameRule: UNCHECKED_NAME }, namedBy(props));
    this.domain = props.domain;
    this.ref = props.ref;
    this.tlsSecret = ownCopy(props.tlsSecret);
    const problem = checkDomain(props, KINDS.domainMapping.nameRule)
      ?? checkOutside(props.domain, clusterDomainOf(this));
    refuse(this, problem, checkTls(props, this.namespace));
    refuse(this, ...checkMetadataByHand(Place.DOMAIN_MAPPING, props.metadata));
    writeAddress(this, props);
    this.addresses = new AskedAddresses(this, (rules, _tag, finished) => ({
      url: `${mappedScheme(rules, metadataOf(this, finished).annotations, this.tlsSecret !== undefined)}://${this.domain}`,
    }), () => `https://${this.domain}`);
    appChecks(this).ensure('domains', DOMAINS);
    appChecks(this).ensure('public-hosts', PUBLIC_HOSTS);
    this._checkAtSynth(() => [checkTarget(this), this.ref._checkMapped?.()]);
    if (props.createClaim !== false && problem === undefined) this.claim = this.makeClaim();
  }

  /**
   * Address at which the outside finds it: `https://shop.example.com`. The scheme follows from the certificates of the
   * platform, and is looked at again at synth (`KN-ADR-007`).
   * @throws KnativeError `KN-ADR-004` where no platform with a domain is described yet
   */
  public get publicUrl(): string {
    return this.addresses.ask();
  }

  /** @internal */
  public _publicHosts(): PublicHost[] {
    return [{ host: this.domain }];
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { tlsSecret } = this;
    return {
      spec: {
        ref: renderReference(this.ref.toDomainMappingRef(), this.namespace),
        tls: tlsSecret === undefined ? undefined : { secretName: tlsSecret.name },
      },
    };
  }

  private makeClaim(): ClusterDomainClaim | undefined {
    const { domain, namespace } = this;
    if (namespace !== undefined) return new ClusterDomainClaim(this, 'Claim', { domain, namespace });
    refuse(this, {
      code: 'KN-DOM-005',
      message: `the domain ${show(domain)} cannot be claimed for the mapping, which has no namespace`,
      received: undefined,
      allowed: 'a namespace from the chart or from `metadata.namespace`',
      fix: "write `new Chart(app, 'services', { namespace: 'my-namespace' })`",
    });
    return undefined;
  }
}

/** Maps a domain to an object, in the namespace of that object. */
export function mapDomain(
  target: Construct & IDomainMappingTarget & { readonly namespace?: string | undefined }, id: string,
  options: DomainMappingOptions,
): DomainMapping {
  const metadata = placedIn(target.namespace, options.metadata);
  return new DomainMapping(target, id, { ...options, metadata, ref: target });
}

/** Admission takes what names no Secret, and the domain is served without a certificate that fits. */
function checkTls(props: DomainMappingProps, namespace: string | undefined): Problem | undefined {
  const { tlsSecret: secret, disableExternalDomainTls } = props;
  if (secret === undefined) return undefined;
  const problem = checkReferenceName('Secret', secret.name);
  if (problem !== undefined) return problem;
  if (secret.namespace !== undefined && namespace !== undefined && secret.namespace !== namespace) {
    return {
      code: 'KN-DOM-007',
      message: `the Secret ${show(secret.name)} lies in namespace ${show(secret.namespace)}, but the mapping that needs it `
        + `in ${show(namespace)}`,
      received: secret.namespace,
      allowed: `a Secret in namespace ${show(namespace)}`,
      fix: 'put the certificate into a Secret next to the mapping',
    };
  }
  return disableExternalDomainTls === undefined ? undefined : {
    code: 'KN-DOM-008',
    message: 'a mapping has a `tlsSecret` and says `disableExternalDomainTls`, which is about certificates of the cluster only',
    received: disableExternalDomainTls,
    allowed: 'one of the two',
    fix: 'leave `disableExternalDomainTls` out',
  };
}

/** Follows KReference.Validate of knative.dev/pkg; the cluster is a rule of ours, since the name would not be found. */
function checkTarget(mapping: DomainMapping): Problem | undefined {
  const { kind, name, namespace } = mapping.ref.toDomainMappingRef();
  const construct = constructOf(mapping.ref);
  const cluster = construct === undefined ? clusterOf(mapping) : clusterOf(construct);
  const sameCluster = cluster === clusterOf(mapping);
  const sameNamespace = namespace === undefined || namespace === mapping.namespace;
  if (sameCluster && sameNamespace) return undefined;
  return {
    code: 'KN-DOM-003',
    message: `the domain ${show(mapping.domain)} is mapped to the ${kind} ${show(name)} in the `
      + (sameCluster ? `namespace ${show(namespace)}` : `cluster ${show(cluster)}`),
    received: sameCluster ? namespace : cluster,
    allowed: 'an object of the same namespace and cluster',
    fix: 'make the mapping in the chart of that object, or with its `mapDomain`',
  };
}

const DOMAINS: TreeCheck = { order: 20, run: checkDomains };

/** Mappings and claims of one domain, wherever in the cluster they are. */
function checkDomains(constructs: readonly IConstruct[]): void {
  const mappings = new Map<string, DomainMapping>();
  const claims = new Map<string, ClusterDomainClaim[]>();
  for (const construct of constructs) {
    if (construct instanceof ClusterDomainClaim) {
      const key = keyOf(construct);
      claims.set(key, [...claims.get(key) ?? [], construct]);
    }
  }
  for (const mapping of constructs) {
    if (!(mapping instanceof DomainMapping)) continue;
    const key = keyOf(mapping);
    const first = mappings.get(key);
    if (first === undefined) mappings.set(key, mapping);
    const problem = first === undefined
      ? checkClaims(mapping, claims.get(key) ?? [])
      // Two of one namespace are refused as twins already.
      : first.namespace === mapping.namespace ? undefined : mappedTwice(first, mapping);
    if (problem !== undefined) refuseAtSynth(mapping, problem, traceOf(mapping));
  }
}

function keyOf(construct: ClusterDomainClaim | DomainMapping): string {
  return `${clusterOf(construct)}|${construct.domain}`;
}

function mappedTwice(first: DomainMapping, second: DomainMapping): Problem {
  return {
    code: 'KN-DOM-004',
    message: `the domain ${show(second.domain)} is already mapped by ${show(first.node.path)}`,
    received: second.domain,
    allowed: 'one mapping for each domain of a cluster, whatever their namespaces',
    fix: 'take one of them away, or put charts of different clusters into `ClusterChart`s with different `cluster`',
  };
}

function checkClaims(mapping: DomainMapping, claims: readonly ClusterDomainClaim[]): Problem | undefined {
  const others = claims.filter((claim) => claim !== mapping.claim && !(claim.node.scope instanceof DomainMapping));
  const stranger = others.find(({ grantedNamespace }) => grantedNamespace !== mapping.namespace);
  const other = stranger ?? (mapping.claim === undefined ? undefined : others[0]);
  if (other === undefined) return undefined;
  return {
    code: 'KN-DOM-005',
    message: `the domain ${show(mapping.domain)} is claimed by ${show(other.node.path)} already, for the namespace `
      + show(other.grantedNamespace),
    received: other.grantedNamespace,
    allowed: `one claim, for the namespace of the mapping, ${show(mapping.namespace)}`,
    fix: stranger === undefined ? 'write `createClaim: false`'
      : `claim it for ${show(mapping.namespace)}, or map it in ${show(other.grantedNamespace)}; write \`createClaim: false\``,
  };
}
