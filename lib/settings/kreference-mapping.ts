import { type Problem, show } from '../core';
import { checkGoTemplate } from './template-checks';

const FIELDS = ['Name', 'Namespace', 'SystemNamespace', 'UID'];
const KEY = /^[A-Z][A-Za-z0-9]*\.v[0-9][a-z0-9]*(\.[a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$/;
const ACTION = /\{\{[\s\S]*?\}\}/g;

/**
 * Checks what references are turned into. Follows `updateFromConfigMap` of pkg/resolver/mapping_resolver.go, which
 * leaves out what it cannot read and says so in its log only.
 * @param mapping addresses by `Kind.version` or `Kind.version.group`
 * @param isOn whether the feature is switched on
 */
export function checkKreferenceMapping(
  mapping: Readonly<Record<string, string>> | undefined, isOn: boolean,
): Problem[] {
  const entries = Object.entries(mapping ?? {});
  const wrong = entries.flatMap(([key, template]) => checkEntry(key, template) ?? []);
  if (wrong.length > 0 || entries.length === 0 || isOn) return wrong;
  return [{
    code: 'KN-SET-002',
    message: 'the mapping of references has no effect, since its feature is off',
    received: entries.map(([key]) => key),
    allowed: 'a mapping together with its feature',
    fix: 'write `features: { kreferenceMapping: true }` too',
  }];
}

function checkEntry(key: string, template: string): Problem | undefined {
  if (!KEY.test(key)) {
    return mistake(`${show(key)} names no kind that references have`, key, '`Kind.version` or `Kind.version.group`',
      'write `Pod.v1`, for example');
  }
  const problem = checkGoTemplate(template, show(key), FIELDS);
  if (problem !== undefined) return { ...problem, code: 'KN-SET-024' };
  const example = template.replace(ACTION, 'x');
  if (URL.canParse(example) && /^https?:\/\/[^@\s]+$/.test(example)) return undefined;
  return mistake(`the template ${show(template)} for ${show(key)} makes no address`, template,
    'an address of `http` or `https` without a user',
    'write `https://proxy.{{ .SystemNamespace }}.svc.cluster.local/{{ .Name }}`, for example');
}

function mistake(message: string, received: string, allowed: string, fix: string): Problem {
  return { code: 'KN-SET-024', message, received, allowed, fix };
}
