import type { AddressRules } from '../core';

/**
 * The domain of a service by its labels; follows `LookupDomainForLabels` in pkg/reconciler/route/config/domain.go of
 * Serving. The selector with most labels wins, of two the alphabetically first domain.
 * @returns nothing where no domain is for it, so that it stays inside of the cluster
 */
export function domainOf(rules: AddressRules, labels: Readonly<Record<string, string>>): string | undefined {
  const given = new Map(Object.entries(labels));
  const [best] = rules.domains
    .map(({ domain, selector = {} }) => ({ domain, selector: Object.entries(selector) }))
    .filter(({ selector }) => selector.every(([key, value]) => given.get(key) === value))
    .sort((a, b) => b.selector.length - a.selector.length || (a.domain < b.domain ? -1 : 1));
  return best?.domain;
}

/** Whether labels decide which domain a service gets. */
export function hasSelectors(rules: AddressRules): boolean {
  return rules.domains.some(({ selector = {} }) => Object.keys(selector).length > 0);
}
