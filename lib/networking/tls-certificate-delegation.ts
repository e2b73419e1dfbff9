import type { Construct } from 'constructs';
import {
  checkIsList, checkName, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, KINDS, listOf, ownCopy, refuse, Resource,
  type ResourceProps, show,
} from '../core';

/** A Secret with a certificate, and who may use it. */
export interface CertificateDelegation {
  /** Name of the Secret, in the namespace of the delegation. */
  readonly secretName: string;
  /** Namespaces whose HTTPProxies may use it; `*` stands for all. */
  readonly targetNamespaces: readonly string[];
}

/** Properties for `TlsCertificateDelegation`. */
export interface TlsCertificateDelegationProps extends ResourceProps {
  /** Secrets, one at least, each for one namespace at least (`KN-NET-004`). */
  readonly delegations: readonly CertificateDelegation[];
}

/**
 * Lets Contour use Secrets of one namespace for hosts of others.
 * @see https://projectcontour.io/docs/main/config/tls-delegation/
 */
export class TlsCertificateDelegation extends Resource {
  private readonly delegations: readonly CertificateDelegation[];

  constructor(scope: Construct, id: string, props: TlsCertificateDelegationProps) {
    super(scope, id, KINDS.tlsCertificateDelegation, props);
    refuse(this, checkIsList('delegations', props.delegations));
    // In JavaScript the namespaces may be left out, or be one name.
    this.delegations = listOf(ownCopy(props.delegations)).map(({ secretName, targetNamespaces }) =>
      ({ secretName, targetNamespaces: listOf(targetNamespaces) }));
    const useless = this.delegations.some(({ targetNamespaces }) => targetNamespaces.length === 0);
    if (this.delegations.length === 0 || useless) {
      refuse(this, {
        code: 'KN-NET-004',
        message: `${show(this.name)} lets nobody use a Secret`,
        received: props.delegations,
        allowed: 'one Secret at least, each for one namespace at least',
        fix: "write `delegations: [{ secretName: 'wildcard', targetNamespaces: ['*'] }]`, for example",
      });
    }
    for (const { secretName, targetNamespaces } of this.delegations) {
      refuse(this, checkName('name for a Secret', secretName, DNS_1123_SUBDOMAIN, 'KN-POD-039'),
        ...targetNamespaces.filter((target) => target !== '*')
          .map((target) => checkName('namespace name', target, DNS_1123_LABEL, 'KN-NAM-006')));
    }
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return {
      spec: {
        delegations: this.delegations.map(({ secretName, targetNamespaces }) =>
          ({ secretName, targetNamespaces: [...targetNamespaces] })),
      },
    };
  }
}
