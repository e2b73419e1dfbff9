import { type Problem, show } from '../core';
import { DEFAULT_DOMAIN_TEMPLATE, renderDomainTemplate } from './templates';

/** Longest name that a certificate can be made out to; follows pkg/reconciler/certificate/resources of Serving. */
const LONGEST_COMMON_NAME = 63;
const STAR = '*.';

/**
 * The name of the wildcard certificate of a namespace; follows `wildcardDomain` in pkg/reconciler/nscert/nscert.go of
 * Serving.
 * @returns nothing where the template makes none, or is not worked out here
 */
export function wildcardNameOf(template: string, namespace: string, domain: string): string | undefined {
  const { text } = renderDomainTemplate(template, { name: '*', namespace, domain });
  return text?.startsWith(STAR) === true && /^[^\n]+$/.test(text.slice(STAR.length)) ? text : undefined;
}

/**
 * Whether a domain template makes hosts of one label before `.{{.Namespace}}.{{.Domain}}`, or of several of which the
 * first is the service's, so that one wildcard certificate is for all services of a namespace and for no other.
 */
export function endsInNamespaceAndDomain(template: string): boolean {
  return [['bar', 'baz.com'], ['other', 'example.org']].every(([namespace = '', domain = '']) => {
    const name = wildcardNameOf(template, namespace, domain);
    return name?.endsWith(`.${namespace}.${domain}`) === true;
  });
}

/** Checks that a wildcard certificate can be made out to a namespace; Knative gives up on a longer name for good. */
export function checkWildcardName(
  namespace: string, domain: string, template = DEFAULT_DOMAIN_TEMPLATE,
): Problem | undefined {
  const name = wildcardNameOf(template, namespace, domain) ?? `${STAR}${namespace}.${domain}`;
  if (name.length <= LONGEST_COMMON_NAME) return undefined;
  const over = name.length - LONGEST_COMMON_NAME;
  return {
    code: 'KN-ADR-008',
    message: `the wildcard certificate of the namespace ${show(namespace)} would be for ${show(name)}, which has ${name.length} characters`,
    received: name,
    allowed: `names of at most ${LONGEST_COMMON_NAME} characters, since a certificate has no room for longer ones`,
    fix: `shorten the namespace or the domain by ${over} characters, or leave the namespace without a wildcard certificate`,
  };
}
