import type { ApiObjectMetadata } from 'cdk8s';
import { checkCredentials, follows, type NameRule, type Problem, type ResourceProps, show } from '../core';

/** The domain has a refusal of its own, which names the property that is wrong. */
export const UNCHECKED_NAME: NameRule = { pattern: /^/, maxLength: Infinity, text: 'any text' };

interface DomainProps extends ResourceProps {
  readonly domain: string;
}

/** The properties, with the domain as the name. */
export function namedBy<T extends DomainProps>(props: T): T & { readonly metadata: ApiObjectMetadata } {
  return { ...props, metadata: { ...props.metadata, name: props.domain } };
}

/** Follows `validateMetadata` of pkg/apis/serving/v1beta1/domainmapping_validation.go; a claim is no use otherwise. */
export function checkDomain({ domain, metadata }: DomainProps, rule: NameRule): Problem | undefined {
  return checkName(domain, rule) ?? checkNamedTwice(domain, metadata);
}

/** Follows `validateMetadata` of pkg/apis/serving/v1beta1/domainmapping_validation.go. */
export function checkOutside(domain: string, clusterDomain: string): Problem | undefined {
  if (!domain.endsWith(`.${clusterDomain}`)) return undefined;
  return {
    code: 'KN-DOM-002',
    message: `the domain ${show(domain)} lies below ${show(clusterDomain)}, the domain of the cluster itself`,
    received: domain,
    allowed: 'domains outside of the cluster',
    fix: 'write `shop.example.com`, for example; inside of the cluster the address is that of `url`',
  };
}

function checkName(domain: string, rule: NameRule): Problem | undefined {
  if (follows(rule, domain)) return undefined;
  const secret = checkCredentials('the domain', domain, 'KN-DOM-001', 'write the host alone: `shop.example.com`');
  if (secret !== undefined) return secret;
  const cleaned = String(domain).toLowerCase().replace(/^[a-z]+:\/\//, '').replace(/\/.*$|:\d+$/g, '').replace(/^[*.]+|\.+$/g, '');
  return {
    code: 'KN-DOM-001',
    message: `${show(domain)} is no domain`,
    received: domain,
    allowed: rule.text,
    fix: `write ${show(follows(rule, cleaned) ? cleaned : 'shop.example.com')}, for example`,
  };
}

function checkNamedTwice(domain: string, metadata: ApiObjectMetadata | undefined): Problem | undefined {
  const other = metadata?.name;
  if (other === undefined || other === domain) return undefined;
  return {
    code: 'KN-DOM-006',
    message: `the metadata says the name ${show(other)}, but it is the domain, ${show(domain)}, that is the name`,
    received: other,
    allowed: 'the name in `domain` only',
    fix: 'leave `name` out of `metadata`',
  };
}
