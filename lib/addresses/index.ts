/** Public addresses: what Knative makes of domains and templates. Imports `core` only. */
export { type AddressedService, hostOf, mappedScheme, type PublicAddress, tagNameOf, urlOf } from './addresses';
export {
  checkDomainTemplate, checkTagTemplate, DEFAULT_DOMAIN_TEMPLATE, DEFAULT_TAG_TEMPLATE, whyNotEvaluated,
} from './templates';
export { checkWildcardName, endsInNamespaceAndDomain, wildcardNameOf } from './wildcards';
