import { Yaml } from 'cdk8s';
import { checkLabels, DNS_1123_SUBDOMAIN, follows, KNATIVE_SERVING, type Problem, propose, show } from '../core';

/** A domain that services have their hosts in: a key of the ConfigMap `config-domain`. */
export interface DomainSetting {
  /** The domain: `knative.example.com`. */
  readonly domain: string;
  /**
   * Labels of the services that it is for. Of several domains that fit, the one with the most labels counts; two with
   * the same labels are refused with `KN-SET-005`.
   * @default - all that no other domain is for
   */
  readonly selector?: { readonly [label: string]: string };
  /**
   * Whether namespaces that get wildcard certificates get one for this domain too. A domain without a selector always
   * does, so that `false` is refused there with `KN-SET-005`.
   * @default - only a domain without a selector
   */
  readonly wildcardCertificates?: boolean;
}

/** The ConfigMap of domains, whose keys are the domains themselves. */
export const DOMAIN_MAP = { configMap: 'config-domain', namespace: KNATIVE_SERVING } as const;

/** Follows pkg/reconciler/route/config/domain.go, which takes any key and the first of two defaults by the alphabet. */
export function checkDomains(domains: readonly DomainSetting[] = []): Problem[] {
  const defaults = domains.filter((each) => !hasSelector(each));
  return [
    ...domains.flatMap((each, at) => checkDomain(each, domains.slice(0, at))),
    ...defaults.length < 2 ? [] : [problem(
      `${defaults.length} domains have no selector, and services get the first by the alphabet`,
      defaults.map(({ domain }) => domain), 'one domain without a selector', 'give a selector to the others')],
  ];
}

/** Whether a domain is for all services that no other one is for. */
export function isDefaultDomain(setting: DomainSetting): boolean {
  return !hasSelector(setting);
}

/** The data of `config-domain`. A domain without a selector has no text: Knative's own form of a default. */
export function renderDomains(domains: readonly DomainSetting[] = []): Record<string, string> {
  return Object.fromEntries(domains.map((each) => [each.domain, textOf(each)]));
}

function textOf(setting: DomainSetting): string {
  if (!hasSelector(setting)) return '';
  return Yaml.stringify({
    selector: setting.selector, ...setting.wildcardCertificates === true ? { type: 'wildcard' } : {},
  });
}

function hasSelector({ selector }: DomainSetting): boolean {
  return selector !== undefined && Object.keys(selector).length > 0;
}

function checkDomain(setting: DomainSetting, before: readonly DomainSetting[]): Problem[] {
  const { domain, selector, wildcardCertificates } = setting;
  return [
    ...follows(DNS_1123_SUBDOMAIN, domain) ? [] : [problem(`${show(domain)} is no domain`, domain,
      DNS_1123_SUBDOMAIN.text, `write ${show(propose(DNS_1123_SUBDOMAIN, hostIn(domain)))}, for example`)],
    ...before.some((other) => other.domain === domain) ? [problem(`the domain ${show(domain)} is named twice`, domain,
      'each domain once', 'put the labels into one selector, or leave one out')] : [],
    ...checkSelectorTwice(setting, before),
    ...checkLabels(selector),
    ...hasSelector(setting) || wildcardCertificates !== false ? [] : [problem(
      `the domain ${show(domain)} has no selector, and wildcard certificates that it cannot do without`, wildcardCertificates,
      'a domain with a selector', 'leave `wildcardCertificates` out')],
  ];
}

/** Of two that fit and have as many labels, Knative takes the first by the alphabet. */
function checkSelectorTwice(setting: DomainSetting, before: readonly DomainSetting[]): Problem[] {
  const { domain, selector } = setting;
  const twin = before.find((other) => other.domain !== domain && hasSelector(other) && hasSelector(setting)
    && sorted(other.selector) === sorted(selector));
  return twin === undefined ? [] : [problem(
    `the domains ${show(twin.domain)} and ${show(domain)} have the same selector, and services get one of them`, selector,
    'a selector of its own for each domain', 'add a label to one of them, or leave one out')];
}

function sorted(labels: DomainSetting['selector']): string {
  return JSON.stringify(Object.entries(labels ?? {}).sort(([a], [b]) => a < b ? -1 : 1));
}

/** Of an address, such as `https://apps.example.com/`, the host. */
function hostIn(domain: string): string {
  return typeof domain === 'string' ? domain.replace(/^[a-z]+:\/\//i, '').replace(/[/:].*$/, '') : domain;
}

function problem(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-SET-005', message, received, allowed, fix };
}
