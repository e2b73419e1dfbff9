import { type Problem, show } from './problem';
import type { ErrorCode } from './codes';

/** A rule that names of one sort follow. */
export interface NameRule {
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** The rule in words, for messages. */
  readonly text: string;
}

/** Names that become host names of their own: letters first, no dots. */
export const DNS_1035_LABEL: NameRule = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  text: 'lower-case letters, digits and dashes, a letter first, no dash last, at most 63 characters',
};

/** Names of namespaces, volumes, containers and ports. */
export const DNS_1123_LABEL: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  maxLength: 63,
  text: 'lower-case letters, digits and dashes, no dash first or last, at most 63 characters',
};

/** Names of most objects. */
export const DNS_1123_SUBDOMAIN: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  maxLength: 253,
  text: 'lower-case letters, digits, dashes and dots, a letter or digit first and last, at most 253 characters',
};

/** Domains of the world outside, as `IsFullyQualifiedDomainName` of Kubernetes has them for the name of an object. */
export const DOMAIN_NAME: NameRule = {
  pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)+$/,
  maxLength: 253,
  text: 'two labels or more, of lower-case letters, digits and dashes, with dots between them, at most 253 characters',
};

const KEY_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

const LONGEST_LABEL_VALUE = 63;

/** Whether a text is the value of a label. */
export function isLabelValue(value: string): boolean {
  return value.length <= LONGEST_LABEL_VALUE && LABEL_VALUE.test(value);
}

/** Whether a name follows a rule. */
export function follows(rule: NameRule, name: string): boolean {
  return typeof name === 'string' && name.length <= rule.maxLength && rule.pattern.test(name);
}

/** A name close to `name` that follows the rule, to propose in a message. */
export function propose(rule: NameRule, name: string): string {
  const dots = rule === DNS_1123_SUBDOMAIN ? '.' : '';
  const cleaned = String(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(new RegExp(`[^a-z0-9${dots}]+`, 'g'), '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, rule.maxLength)
    .replace(/[-.]+$/, '');
  const proposal = rule === DNS_1035_LABEL ? cleaned.replace(/^[0-9-]+/, '') : cleaned;
  return follows(rule, proposal) ? proposal : 'my-name';
}

/** Checks a name that a program gave; `what` says whose name it is. */
export function checkName(what: string, name: string, rule: NameRule, code: ErrorCode): Problem | undefined {
  if (follows(rule, name)) return undefined;
  return {
    code,
    message: `${show(name)} is no ${what}`,
    received: name,
    allowed: rule.text,
    fix: `write ${show(propose(rule, name))}, for example`,
  };
}

/** Checks a qualified key, `prefix/name`, as labels and annotations have it. */
export function isQualifiedKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  if (parts.length > 1 || name.length > 63 || !KEY_NAME.test(name)) return false;
  return parts.length === 0 || follows(DNS_1123_SUBDOMAIN, parts[0] ?? '');
}

/** Checks labels as the API server does for metadata, and as Kubernetes later does for a revision's template. */
export function checkLabels(labels: Readonly<Record<string, string>> | undefined): Problem[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => {
    const wrongKey = !isQualifiedKey(key);
    const wrongValue = typeof value !== 'string' || !isLabelValue(value);
    if (!wrongKey && !wrongValue) return [];
    return [{
      code: 'KN-NAM-004',
      message: wrongKey ? `${show(key)} is no label key` : `${show(value)} is no value for the label ${show(key)}`,
      received: wrongKey ? key : value,
      allowed: wrongKey
        ? 'an optional DNS prefix and a slash, then letters, digits, dashes, underscores and dots, at most 63 characters'
        : 'a string of letters, digits, dashes, underscores and dots, alphanumeric at both ends, at most 63 characters',
      fix: wrongKey ? 'write a key such as `app.kubernetes.io/name`' : 'write a value such as `orders`',
    } satisfies Problem];
  });
}

/** Checks annotations as the API server does for metadata. */
export function checkAnnotations(annotations: Readonly<Record<string, string>> | undefined): Problem[] {
  return Object.entries(annotations ?? {}).flatMap(([key, value]) => {
    const wrongKey = !isQualifiedKey(key.toLowerCase());
    if (!wrongKey && typeof value === 'string') return [];
    return [{
      code: 'KN-NAM-005',
      message: wrongKey
        ? `${show(key)} is no annotation key`
        : `${show(value)} is no value for the annotation ${show(key)}`,
      received: wrongKey ? key : value,
      allowed: wrongKey
        ? 'an optional DNS prefix and a slash, then letters, digits, dashes, underscores and dots, at most 63 characters'
        : 'a string',
      fix: wrongKey ? 'write a key such as `example.com/owner`' : `write ${show(JSON.stringify(String(value)))}`,
    } satisfies Problem];
  });
}
