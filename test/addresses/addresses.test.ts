import * as fc from 'fast-check';
import {
  type AddressedService, checkDomainTemplate, checkTagTemplate, checkWildcardName, DEFAULT_DOMAIN_TEMPLATE,
  DEFAULT_TAG_TEMPLATE, endsInNamespaceAndDomain, hostOf, mappedScheme, tagNameOf, urlOf, whyNotEvaluated,
  wildcardNameOf,
} from '../../lib/addresses';
import type { AddressRules, DomainRule } from '../../lib/core';

const RULES: AddressRules = {
  domains: [{ domain: 'knative.example.com' }], domainTemplate: DEFAULT_DOMAIN_TEMPLATE, tagTemplate: DEFAULT_TAG_TEMPLATE,
  externalTls: true, defaultExternalScheme: 'http',
};
const SERVICE: AddressedService = {
  name: 'simple-service', namespace: 'my-knative-services', labels: {}, annotations: {}, isService: true, clusterDomain: 'cluster.local',
};
interface Row {
  readonly what: string;
  readonly code: string;
  readonly rules: Partial<AddressRules>;
  readonly service: Partial<AddressedService>;
  readonly tag?: string;
}

const LOCAL = { 'networking.knative.dev/visibility': 'cluster-local' };

const codeOf = (rules: Partial<AddressRules>, service: Partial<AddressedService> = {}, tag?: string) =>
  urlOf({ ...RULES, ...rules }, { ...SERVICE, ...service }, tag).problem?.code;
const addressOf = (rules: Partial<AddressRules>, service: Partial<AddressedService> = {}, tag?: string) =>
  urlOf({ ...RULES, ...rules }, { ...SERVICE, ...service }, tag).url;

describe('the address of a service', () => {
  test('is the one of the article', () => {
    expect(addressOf({})).toBe('https://simple-service.my-knative-services.knative.example.com');
  });

  test.each<[string, Partial<AddressRules>, string]>([
    ['no certificates', { externalTls: false }, 'http'],
    ['TLS that others do', { externalTls: false, defaultExternalScheme: 'https' }, 'https'],
    ['certificates', {}, 'https'],
    ['a domain that looks like one of the cluster', { domains: [{ domain: 'apps.cluster.local' }] }, 'http'],
  ])('has with %s the scheme that Knative gives it', (_, rules, scheme) => {
    expect(addressOf(rules)).toMatch(new RegExp(`^${scheme}://`));
  });

  test.each<[Record<string, string>, string]>([
    [{ 'networking.knative.dev/disable-external-domain-tls': 'true' }, 'http'],
    [{ 'networking.knative.dev/disable-external-domain-tls': 'false' }, 'https'],
    [{ 'networking.knative.dev/disable-external-domain-tls': 'yes' }, 'https'],
    [{ 'networking.knative.dev/disable-external-domain-tls': 'true', 'networking.knative.dev/disableAutoTLS': 'false' }, 'https'],
    [{ 'networking.knative.dev/disable-auto-tls': 'T' }, 'http'],
  ])('has with the annotations %j the scheme %s', (annotations, scheme) => {
    expect(addressOf({}, { annotations })).toMatch(new RegExp(`^${scheme}://`));
    expect(mappedScheme(RULES, annotations, false)).toBe(scheme);
    expect(mappedScheme(RULES, annotations, true)).toBe('https');
  });

  test.each<[Record<string, string>, string]>([
    [{}, 'example.org'],
    [{ team: 'blue' }, 'blue.example.com'],
    [{ team: 'blue', tier: 'web' }, 'web.example.com'],
    [{ tier: 'web' }, 'a.example.com'],
    [{ 'networking.knative.dev/visibility': 'public' }, 'example.org'],
  ])('has with the labels %j the domain %s', (labels, domain) => {
    const domains: DomainRule[] = [
      { domain: 'z.example.com', selector: { tier: 'web' } }, { domain: 'blue.example.com', selector: { team: 'blue' } },
      { domain: 'example.org' }, { domain: 'a.example.com', selector: { tier: 'web' } },
      { domain: 'web.example.com', selector: { team: 'blue', tier: 'web' } }, { domain: 'zz.example.org', selector: {} },
    ];

    expect(hostOf({ ...RULES, domains }, { ...SERVICE, labels }).host).toBe(`simple-service.my-knative-services.${domain}`);
  });

  test('may have a domain by the label that Knative gives its route', () => {
    const domains = [{ domain: 'one.example.com', selector: { 'serving.knative.dev/service': 'simple-service' } }];

    expect(addressOf({ domains })).toBe('https://simple-service.my-knative-services.one.example.com');
    expect(codeOf({ domains }, { isService: false })).toBe('KN-ADR-005');
  });

  test('follows the templates, of a tag both', () => {
    const rules = { domainTemplate: '{{.Name}}-{{.Namespace}}.{{.Domain}}', tagTemplate: '{{.Name}}-{{.Tag}}' };

    expect(addressOf(rules)).toBe('https://simple-service-my-knative-services.knative.example.com');
    expect(addressOf(rules, {}, 'old')).toBe('https://simple-service-old-my-knative-services.knative.example.com');
    expect(addressOf({}, {}, 'old')).toBe('https://old-simple-service.my-knative-services.knative.example.com');
    expect(tagNameOf({ ...RULES, ...rules }, 'orders', 'old')).toBe('orders-old');
    expect(tagNameOf(undefined, 'orders', 'old')).toBe('old-orders');
    expect(tagNameOf({ ...RULES, tagTemplate: '{{len .Tag}}' }, 'orders', 'old')).toBe('old-orders');
  });

  test('does not show its template what Knative takes away', () => {
    const domainTemplate = '{{.Name}}.{{with index .Labels "networking.knative.dev/visibility"}}x{{else}}y{{end}}.{{.Domain}}';

    expect(addressOf({ domainTemplate }, { labels: { 'networking.knative.dev/visibility': 'public' } }))
      .toBe('https://simple-service.y.knative.example.com');
  });

  test.each<Row>([
    { what: 'one of the cluster only', code: 'KN-ADR-005', rules: {}, service: { labels: LOCAL } },
    {
      what: 'no domain for its labels', code: 'KN-ADR-005',
      rules: { domains: [{ domain: 'example.com', selector: { team: 'blue' } }] }, service: {},
    },
    {
      what: 'the domain of the cluster', code: 'KN-ADR-005',
      rules: { domains: [{ domain: 'svc.cluster.local' }] }, service: {},
    },
    {
      what: 'a label that is too long', code: 'KN-ADR-003',
      rules: { domainTemplate: '{{.Name}}-{{.Namespace}}.{{.Domain}}' }, service: { name: 'a'.repeat(50) },
    },
    {
      what: 'a tag that is too long', code: 'KN-ADR-003',
      rules: {}, service: { name: 'a'.repeat(50) }, tag: 'b'.repeat(20),
    },
    {
      what: 'a tag template that fails', code: 'KN-ADR-003',
      rules: { tagTemplate: '{{.None}}' }, service: {}, tag: 'old',
    },
    { what: 'a domain template that fails', code: 'KN-ADR-003', rules: { domainTemplate: '{{.None}}' }, service: {} },
    {
      what: 'an annotation that is missing', code: 'KN-ADR-003',
      rules: { domainTemplate: '{{.Name}}.{{index .Annotations "sub"}}.{{.Domain}}' }, service: {},
    },
    {
      what: 'a template that is too much', code: 'KN-ADR-006',
      rules: { domainTemplate: '{{.Name}}.{{len .Name}}.{{.Domain}}' }, service: {},
    },
    {
      what: 'a tag template that is too much', code: 'KN-ADR-006',
      rules: { tagTemplate: '{{.Tag}}-{{len .Name}}' }, service: {}, tag: 'old',
    },
    {
      what: 'labels that nobody knows', code: 'KN-ADR-006',
      rules: { domains: [{ domain: 'example.com', selector: { team: 'blue' } }] }, service: { labels: undefined },
    },
    {
      what: 'annotations that nobody knows', code: 'KN-ADR-006',
      rules: { domainTemplate: '{{.Name}}.{{index .Annotations "sub"}}.{{.Domain}}' }, service: { annotations: undefined },
    },
    {
      what: 'an annotation that admission writes', code: 'KN-ADR-006',
      rules: { domainTemplate: '{{.Name}}.{{index .Annotations "serving.knative.dev/creator"}}.{{.Domain}}' }, service: {},
    },
  ])('fails with $what', ({ code, rules, service, tag }) => {
    expect(codeOf(rules, service, tag)).toBe(code);
    expect(addressOf(rules, service, tag)).toBeUndefined();
  });

  test('is a domain name, whatever names and labels are', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);

    fc.assert(fc.property(label, label, (name, namespace) => {
      expect(addressOf({}, { name, namespace })).toBe(`https://${name}.${namespace}.knative.example.com`);
    }));
  });
});

test.each([
  DEFAULT_DOMAIN_TEMPLATE, '{{.Name}}-{{.Namespace}}.{{.Domain}}', ' {{.Name}}.{{.Domain}}\n', '{{.Name}}.{{len .Name}}.{{.Domain}}',
  '{{.Name}}.{{index .Annotations "sub"}}.{{.Domain}}', '{{index .Labels "host"}}.{{.Domain}}',
])('the domain template %j is taken', (template) => {
  expect(checkDomainTemplate(template)).toBeUndefined();
});

test.each([
  ['', 'characters that no host has'],
  ['{{.Name', 'none that Go takes'],
  ['{{.Tag}}.{{.Domain}}', 'none that Go takes'],
  ['{{.Name}}.{{.Annotations.sub}}.{{.Domain}}', 'characters that no host has'],
  ['{{.Name}}.{{.Domain}}/path', 'characters that no host has'],
  ['{{.Name}}.{{.Domain}}:8080', 'characters that no host has'],
  ['{{.Name}}_{{.Namespace}}.{{.Domain}}', 'characters that no host has'],
  ['{{.Namespace}}.{{.Domain}}', 'the same host of all services'],
])('fails with the domain template %j', (template, words) => {
  expect(checkDomainTemplate(template)).toMatchObject({ code: 'KN-ADR-001', message: expect.stringContaining(words) });
});

test.each([DEFAULT_TAG_TEMPLATE, '{{.Name}}-{{.Tag}}', '{{.Tag}}-{{len .Name}}'])('the tag template %j is taken', (template) => {
  expect(checkTagTemplate(template)).toBeUndefined();
});

test.each([
  ['', 'no Service can be called'],
  ['{{.Domain}}', 'none that Go takes'],
  ['{{.Name}}.{{.Tag}}', 'no Service can be called'],
  ['{{.Name}}', 'the same name'],
  ['{{.Tag}}', 'the same name'],
])('fails with the tag template %j', (template, words) => {
  expect(checkTagTemplate(template)).toMatchObject({ code: 'KN-ADR-002', message: expect.stringContaining(words) });
});

test('what is not worked out of a template is told', () => {
  expect(whyNotEvaluated(DEFAULT_DOMAIN_TEMPLATE)).toBeUndefined();
  expect(whyNotEvaluated(DEFAULT_TAG_TEMPLATE)).toBeUndefined();
  expect(whyNotEvaluated('{{.Name')).toBeUndefined();
  expect(whyNotEvaluated('{{slice .Name 0 5}}.{{.Domain}}')).toBe('a number');
});

test.each([
  [DEFAULT_DOMAIN_TEMPLATE, '*.shop.example.com', true],
  ['{{.Name}}.web.{{.Namespace}}.{{.Domain}}', '*.web.shop.example.com', true],
  ['{{.Name}}.{{.Domain}}', '*.example.com', false],
  ['{{.Name}}-{{.Namespace}}.{{.Domain}}', undefined, false],
  ['x.{{.Name}}.{{.Namespace}}.{{.Domain}}', undefined, false],
  ['{{.Name}}.{{.Namespace}}.example.com', '*.shop.example.com', false],
  ['{{.Name}}.{{len .Name}}.{{.Domain}}', undefined, false],
])('with the template %j the wildcard certificate of a namespace is for %j', (template, name, ends) => {
  expect(wildcardNameOf(template, 'shop', 'example.com')).toBe(name);
  expect(endsInNamespaceAndDomain(template)).toBe(ends);
});

test('a wildcard certificate has a name of at most 63 characters', () => {
  const longest = 'n'.repeat(63 - '*..knative.example.com'.length);

  expect(checkWildcardName(longest, 'knative.example.com')).toBeUndefined();
  expect(checkWildcardName(`${longest}n`, 'knative.example.com')).toMatchObject({
    code: 'KN-ADR-008', received: `*.${longest}n.knative.example.com`, fix: expect.stringContaining('by 1 characters'),
  });
  expect(checkWildcardName(longest, 'knative.example.com', '{{.Name}}.x.{{.Namespace}}.{{.Domain}}')?.code).toBe('KN-ADR-008');
  expect(checkWildcardName(`${longest}n`, 'knative.example.com', '{{.Name}}.{{len .Name}}.{{.Domain}}')?.code).toBe('KN-ADR-008');
});
