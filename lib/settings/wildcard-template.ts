import { DEFAULT_DOMAIN_TEMPLATE, endsInNamespaceAndDomain } from '../addresses';
import { type Problem, show } from '../core';

/**
 * Checks that a certificate for `*.<namespace>.<domain>` covers the hosts that a template makes. Follows
 * `wildcardDomain` of pkg/reconciler/nscert/nscert.go, which renders the template with `*` as the name and wants that
 * as the whole first label: anything else is an error in the controller's log, and no certificate. It is stricter in
 * that namespace and domain come last: without the namespace the certificates of all namespaces would be one.
 */
export function checkWildcardTemplate(domainTemplate: string = DEFAULT_DOMAIN_TEMPLATE): Problem | undefined {
  if (endsInNamespaceAndDomain(domainTemplate)) return undefined;
  return {
    code: 'KN-SET-004',
    message: `no wildcard certificate covers the hosts of the domain template ${show(domainTemplate)}`,
    received: domainTemplate,
    allowed: 'a template that begins with `{{.Name}}.` and ends in `.{{.Namespace}}.{{.Domain}}`',
    fix: `write ${show(DEFAULT_DOMAIN_TEMPLATE)}, or give the namespaces no wildcard certificates`,
  };
}
