import type { Construct, IConstruct } from 'constructs';
import { checkName, KINDS, refuse, Resource, type ResourceProps } from '../core';
import { checkDomain, namedBy, UNCHECKED_NAME } from './domain-checks';

/** Properties for `ClusterDomainClaim`. */
export interface ClusterDomainClaimProps extends ResourceProps {
  /** The domain, which is the name of the claim: `shop.example.com`. What is no domain is refused with `KN-DOM-001`. */
  readonly domain: string;
  /** Namespace whose mappings may use the domain. */
  readonly namespace: string;
}

/**
 * Grants a domain to a namespace: only a `DomainMapping` of that namespace is served. Lives outside of namespaces.
 *
 * A mapping makes its own claim unless told otherwise; a claim of its own is for those who hand out the domains of a
 * cluster and let others map them (`createClaim: false`).
 * @see https://knative.dev/docs/serving/services/custom-domains/
 */
export class ClusterDomainClaim extends Resource {
  /** The domain. */
  public readonly domain: string;
  /** Namespace that may map the domain. */
  public readonly grantedNamespace: string;

  constructor(scope: Construct, id: string, props: ClusterDomainClaimProps) {
    super(scope, id, { ...KINDS.clusterDomainClaim, nameRule: UNCHECKED_NAME }, namedBy(props));
    this.domain = props.domain;
    this.grantedNamespace = props.namespace;
    // Admission takes any text, and a claim for a namespace that cannot exist blocks the domain for all others.
    const namespace = checkName('namespace name', props.namespace, KINDS.namespace.nameRule, 'KN-NAM-006');
    refuse(this, checkDomain(props, KINDS.clusterDomainClaim.nameRule), namespace);
  }

  /**
   * Two mappings of one domain are refused, and so need not be their claims.
   * @internal
   */
  public _sharesMistake(first: IConstruct): boolean {
    return isOfMapping(this) && isOfMapping(first);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: { namespace: this.grantedNamespace } };
  }
}

function isOfMapping({ node: { scope } }: IConstruct): boolean {
  return scope instanceof Resource && scope.apiObject.kind === KINDS.domainMapping.kind;
}
