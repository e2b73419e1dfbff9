import { type AddressRules, DNS_1035_LABEL, follows, type Problem, show } from '../core';
import { domainOf, hasSelectors } from './domain-lookup';
import type { TemplateOutcome } from './go-template';
import { DEFAULT_TAG_TEMPLATE, renderDomainTemplate, renderTagTemplate } from './templates';

/** A Knative service or route, as its address follows from it. */
export interface AddressedService {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the object; absent where nobody knows them. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** Annotations of the object; absent where nobody knows them. */
  readonly annotations: Readonly<Record<string, string>> | undefined;
  /** Whether it is a service, whose route has the name of the service as a label. */
  readonly isService: boolean;
  /** DNS domain of the cluster. */
  readonly clusterDomain: string;
}

/** The public address of a service, or why there is none. */
export interface PublicAddress {
  readonly host?: string;
  readonly url?: string;
  readonly problem?: Problem;
  /** The Kubernetes Service behind the host. */
  readonly serviceName?: string;
  /**
   * Whether the problem matters to those alone who ask for the address: it is one inside of the cluster, it cannot be
   * known here, or it is refused elsewhere.
   */
  readonly onlyIfAsked?: boolean;
}

const VISIBILITY = 'networking.knative.dev/visibility';
const SERVICE_LABEL = 'serving.knative.dev/service';
/** In the order in which Knative looks for them. */
const TLS_OPT_OUT = ['disableAutoTLS', 'disable-auto-tls', 'disable-external-domain-tls']
  .map((name) => `networking.knative.dev/${name}`);
/** Follows `ParseBool` of Go's strconv. */
const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** What the webhook of Serving adds. */
const ADDED_ANNOTATIONS = ['serving.knative.dev/creator', 'serving.knative.dev/lastModifier'];
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LONGEST_HOST = 253;

/**
 * The host of a service at which the outside finds it; follows pkg/reconciler/route/domains/domains.go of Serving.
 * @param tag of its traffic
 */
export function hostOf(rules: AddressRules, service: AddressedService, tag?: string): PublicAddress {
  if (service.labels === undefined && hasSelectors(rules)) return notKnown(service, 'its labels decide about its domain');
  const labels = routeLabels(service);
  if (labels[VISIBILITY] === 'cluster-local') return inCluster(service, 'it is visible in the cluster only');
  const domain = domainOf(rules, labels);
  if (domain === undefined || domain === `svc.${service.clusterDomain}`) {
    const none = domain === undefined;
    return inCluster(service, none ? 'no domain of the platform is for its labels' : 'its domain is that of the cluster');
  }
  const name = tag === undefined ? { text: service.name } : renderTagTemplate(rules.tagTemplate, service.name, tag);
  if (name.text === undefined) return notRendered(service, name, rules.tagTemplate);
  if (tag !== undefined && !follows(DNS_1035_LABEL, name.text)) {
    // The release's template has a refusal of its own, `KN-TRF-006`.
    return { problem: noServiceName(service, tag, name.text), onlyIfAsked: name.text === `${tag}-${service.name}` };
  }
  const host = renderDomainTemplate(rules.domainTemplate, { ...fieldsOf(service, labels), name: name.text, domain });
  if (host.text === undefined) return notRendered(service, host, rules.domainTemplate);
  const problem = checkHost(service, host.text);
  return problem === undefined ? { host: host.text, serviceName: name.text } : { problem };
}

/**
 * The address of a service at which the outside finds it, with the scheme that it has once its certificate is there.
 * Until then Knative says `http` where plain requests are answered, too; follows pkg/reconciler/route/route.go of
 * Serving.
 * @param tag of its traffic
 */
export function urlOf(rules: AddressRules, service: AddressedService, tag?: string): PublicAddress {
  const address = hostOf(rules, service, tag);
  const { host } = address;
  return host === undefined ? address : { ...address, url: `${schemeOf(rules, service, host)}://${host}` };
}

/** The Kubernetes Service of a tag, as the release names it where no rules are known that name it otherwise. */
export function tagNameOf(rules: AddressRules | undefined, name: string, tag: string): string {
  return renderTagTemplate(rules?.tagTemplate ?? DEFAULT_TAG_TEMPLATE, name, tag).text ?? `${tag}-${name}`;
}

/** The scheme of a mapped domain; follows pkg/reconciler/domainmapping/reconciler.go of Serving. */
export function mappedScheme(
  rules: AddressRules, annotations: Readonly<Record<string, string>>, hasCertificate: boolean,
): string {
  return hasCertificate || (rules.externalTls && !isOptedOut(annotations)) ? 'https' : rules.defaultExternalScheme;
}

function schemeOf(rules: AddressRules, { annotations, clusterDomain }: AddressedService, host: string): string {
  // Follows `IsClusterLocal`, which looks at the end of the host alone.
  const certified = rules.externalTls && !isOptedOut(annotations) && !host.endsWith(clusterDomain);
  return certified ? 'https' : rules.defaultExternalScheme;
}

function isOptedOut(annotations: Readonly<Record<string, string>> = {}): boolean {
  const said = new Map(Object.entries(annotations));
  const key = TLS_OPT_OUT.find((each) => said.has(each));
  return key !== undefined && TRUE.includes(said.get(key) ?? '');
}

/** Follows `MakeRoute` in pkg/reconciler/service/resources/route.go of Serving. */
function routeLabels({ labels = {}, name, isService }: AddressedService): Readonly<Record<string, string>> {
  return isService ? { ...labels, [SERVICE_LABEL]: name } : labels;
}

function fieldsOf(service: AddressedService, labels: Readonly<Record<string, string>>) {
  const { annotations = {}, isService } = service;
  return {
    namespace: service.namespace,
    // Knative takes the label away before it asks the template for a public address.
    labels: without(labels, VISIBILITY),
    annotations: isService ? without(annotations, LAST_APPLIED) : annotations,
    openLabels: { what: 'the label', keys: [], all: service.labels === undefined },
    openAnnotations: {
      what: 'the annotation',
      keys: isService ? ADDED_ANNOTATIONS : [...ADDED_ANNOTATIONS, LAST_APPLIED],
      all: service.annotations === undefined,
    },
  };
}

function without(table: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(table).filter(([each]) => each !== key));
}

/** Follows `IsFullyQualifiedDomainName` of Kubernetes. */
function checkHost(service: AddressedService, host: string): Problem | undefined {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  const labels = name.split('.');
  if (labels.length > 1 && name.length <= LONGEST_HOST && labels.every((label) => LABEL.test(label))) return undefined;
  const long = labels.find((label) => label.length > DNS_1035_LABEL.maxLength);
  return {
    code: 'KN-ADR-003',
    message: `the public host of ${show(service.name)} would be ${show(host)}, which is no domain`
      + (long === undefined ? '' : `: ${show(long)} has ${long.length} characters`),
    received: host,
    allowed: 'two labels or more with dots between them, each of at most 63 lower-case letters, digits and dashes',
    fix: 'shorten the name of the service, or change the domain template of the platform',
  };
}

function noServiceName({ name }: AddressedService, tag: string, made: string): Problem {
  return {
    code: 'KN-ADR-003',
    message: `the tag ${show(tag)} of ${show(name)} would have the host ${show(made)}, which no Kubernetes Service can be called`,
    received: made,
    allowed: DNS_1035_LABEL.text,
    fix: 'write a shorter tag, or change the tag template of the platform',
  };
}

function notRendered(service: AddressedService, { beyond, failure }: TemplateOutcome, template: string): PublicAddress {
  if (beyond !== undefined) return notKnown(service, `the template ${show(template)} has ${beyond}`);
  return {
    problem: {
      code: 'KN-ADR-003',
      message: `the template ${show(template)} makes no host of ${show(service.name)}: ${failure ?? 'Go refuses it'}`,
      received: template,
      allowed: 'templates that make a host of every service',
      fix: 'change the template of the platform, or the labels and annotations that it reads',
    },
  };
}

function notKnown({ name }: AddressedService, why: string): PublicAddress {
  return {
    onlyIfAsked: true,
    problem: {
      code: 'KN-ADR-006',
      message: `the public address of ${show(name)} cannot be told here: ${why}`,
      received: name,
      allowed: 'services whose labels and annotations the program knows, and templates of fields, `index`, `if` and `with`',
      fix: 'give `labels` and `annotations` where the existing service is named, or write the address that Knative gives it',
    },
  };
}

function inCluster({ name }: AddressedService, why: string): PublicAddress {
  return {
    onlyIfAsked: true,
    problem: {
      code: 'KN-ADR-005',
      message: `the public address of ${show(name)} is asked for, but it has none: ${why}`,
      received: name,
      allowed: 'services that the outside can reach',
      fix: 'take `url`, its address in the cluster, or give it a domain of the platform',
    },
  };
}
