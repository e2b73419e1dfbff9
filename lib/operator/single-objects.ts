import { type Fields, fieldsOf, listOfFields, show } from '../core';
import type { Manifest } from '../releases';
import { edited, joining, to, type Transform } from './edits';
import type { Findings } from './findings';
import { textOf } from './reading';

/** What is different about single Services. Follows pkg/reconciler/common/services_override.go. */
export function services(overrides: unknown, findings: Findings): Transform {
  const byName = expected('Service', overrides, findings);
  return (manifest) => {
    if (manifest.kind !== 'Service') return manifest;
    return byName(manifest.metadata.name).reduce<Manifest>((changed, { labels, annotations, selector }) => {
      const labelled = edited(changed, ['metadata', 'labels'], joining(fieldsOf(labels)));
      const annotated = edited(labelled, ['metadata', 'annotations'], joining(fieldsOf(annotations)));
      return edited(annotated, ['spec', 'selector'], joining(fieldsOf(selector)));
    }, manifest);
  };
}

/** PodDisruptionBudgets that are different. Follows pkg/reconciler/common/poddisruptionbudget_override.go. */
export function podDisruptionBudgets(overrides: unknown, findings: Findings): Transform {
  const byName = expected('PodDisruptionBudget', overrides, findings);
  return (manifest) => {
    if (manifest.kind !== 'PodDisruptionBudget') return manifest;
    return byName(manifest.metadata.name).reduce<Manifest>((changed, { minAvailable, maxUnavailable }) => {
      if (minAvailable === undefined && maxUnavailable === undefined) return changed;
      if (minAvailable !== undefined && maxUnavailable !== undefined) findings.refuse(bothOf(manifest.metadata.name));
      const least = edited(changed, ['spec', 'minAvailable'], to(minAvailable));
      return edited(least, ['spec', 'maxUnavailable'], to(maxUnavailable));
    }, manifest);
  };
}

/** The overrides of an object by its name, which is then found. */
function expected(kind: string, overrides: unknown, findings: Findings): (name: string) => readonly Fields[] {
  const all = listOfFields(overrides);
  const place = (name: string) => `${kind} ${name}`;
  for (const { name } of all) {
    const text = textOf(name) ?? '';
    findings.expect(place(text), 'unknown-override', `no file of the release has a ${kind} ${show(text)}, so the override changes nothing: `
      + 'write the name of one that there is, or leave it out');
  }
  return (name) => {
    findings.met(place(name));
    return all.filter((override) => override.name === name);
  };
}

function bothOf(name: string) {
  return {
    code: 'KN-OPR-002',
    message: `the PodDisruptionBudget ${show(name)} has both of \`minAvailable\` and \`maxUnavailable\``,
    received: name,
    allowed: 'one of the two',
    fix: 'leave one of the two out',
  } as const;
}
