import { DNS_1035_LABEL, follows, type Problem, show } from '../core';
import { GoTemplate, type TemplateOutcome } from './go-template';
import { Fields, type OpenKeys, Table } from './go-template-values';

/** How a release names hosts. */
export const DEFAULT_DOMAIN_TEMPLATE = '{{.Name}}.{{.Namespace}}.{{.Domain}}';
/** How a release names the hosts of tags, and the Kubernetes Services behind them. */
export const DEFAULT_TAG_TEMPLATE = '{{.Tag}}-{{.Name}}';

/** What a domain template is given; follows `DomainTemplateValues` in pkg/config of knative.dev/networking. */
export interface DomainTemplateFields {
  readonly name: string;
  readonly namespace: string;
  readonly domain: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels and annotations of which nobody knows whether the cluster has them. */
  readonly openLabels?: OpenKeys;
  readonly openAnnotations?: OpenKeys;
}

/** A program has few templates and asks them often. */
const READ = new Map<string, GoTemplate>();
/** What `TrimSpace` of Go takes away, which is not quite what `trim` does. */
const OUTER_SPACES = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** Knative takes the spaces around every setting away; follows `As` of configmap/parser in knative.dev/pkg. */
function read(template: string): GoTemplate {
  const known = READ.get(template);
  if (known !== undefined) return known;
  const made = new GoTemplate(template.replace(OUTER_SPACES, ''));
  READ.set(template, made);
  return made;
}

/** What Go makes of a domain template. */
export function renderDomainTemplate(template: string, fields: DomainTemplateFields): TemplateOutcome {
  return read(template).render(new Fields({
    Name: fields.name,
    Namespace: fields.namespace,
    Domain: fields.domain,
    Annotations: new Table(fields.annotations, fields.openAnnotations),
    Labels: new Table(fields.labels, fields.openLabels),
  }));
}

/** What Go makes of a tag template. */
export function renderTagTemplate(template: string, name: string, tag: string): TemplateOutcome {
  return read(template).render(new Fields({ Name: name, Tag: tag }));
}

/** What Knative tries a domain template with before it takes the settings. */
const TRIED = { name: 'foo', namespace: 'bar', domain: 'baz.com' };
const TRIED_TAG = 'v2';
const HOST_CHARACTERS = /^[a-z0-9.-]+$/;
const READS_MORE = /Annotations|Labels|\$/;

/**
 * Checks a domain template; follows `checkDomainTemplate` in pkg/config/config.go of knative.dev/networking, and is
 * stricter where Knative takes what makes no address: other characters than a host has, one host for all services.
 */
export function checkDomainTemplate(template: string): Problem | undefined {
  const { failure, text } = renderDomainTemplate(template, TRIED);
  const wrong = (message: string): Problem => ({
    code: 'KN-ADR-001',
    message: `the domain template ${show(template)} ${message}`,
    received: template,
    allowed: 'a Go template over `.Name`, `.Namespace`, `.Domain`, `.Labels` and `.Annotations` that makes a host of them',
    fix: `write ${show(DEFAULT_DOMAIN_TEMPLATE)}; take annotations as \`{{index .Annotations "key"}}\``,
  });
  if (failure !== undefined) return wrong(`is none that Go takes: ${failure}`);
  if (text === undefined) return undefined;
  if (!HOST_CHARACTERS.test(text)) {
    return wrong(`makes ${show(text)} of a service ${show('foo')} in ${show('bar')}, which has characters that no host has`);
  }
  const other = renderDomainTemplate(template, { ...TRIED, name: 'other' }).text;
  return text === other && !READS_MORE.test(template) ? wrong('makes the same host of all services of a namespace') : undefined;
}

/**
 * Checks a tag template; follows `checkTagTemplate` in pkg/config/config.go of knative.dev/networking, and is stricter
 * where Knative takes what no Kubernetes Service can be called, and what makes the same host of two tags.
 */
export function checkTagTemplate(template: string): Problem | undefined {
  const { failure, text } = renderTagTemplate(template, TRIED.name, TRIED_TAG);
  const wrong = (message: string): Problem => ({
    code: 'KN-ADR-002',
    message: `the tag template ${show(template)} ${message}`,
    received: template,
    allowed: 'a Go template over `.Tag` and `.Name` that makes a name of a Kubernetes Service of them, another one for each',
    fix: `write ${show(DEFAULT_TAG_TEMPLATE)}`,
  });
  if (failure !== undefined) return wrong(`is none that Go takes: ${failure}`);
  if (text === undefined) return undefined;
  if (!follows(DNS_1035_LABEL, text)) return wrong(`makes ${show(text)} of a tag ${show(TRIED_TAG)}, which no Service can be called`);
  const others = [renderTagTemplate(template, TRIED.name, 'other').text, renderTagTemplate(template, 'other', TRIED_TAG).text];
  return others.includes(text) ? wrong('makes the same name of different tags or services') : undefined;
}

/**
 * What of a template is not worked out here, so that addresses are not known before Knative says them.
 * @returns nothing where they are known
 */
export function whyNotEvaluated(template: string): string | undefined {
  return read(template).render(new Fields({
    Name: TRIED.name, Namespace: TRIED.namespace, Domain: TRIED.domain, Tag: TRIED_TAG,
    Annotations: new Table(undefined), Labels: new Table(undefined),
  })).beyond;
}
