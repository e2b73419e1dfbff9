import { type Fields, fieldsOf, show } from '../core';
import type { Findings } from './findings';
import { without } from './reading';

/** What the operator takes over of a probe; a 0 counts as nothing. */
const NUMBERS = [
  'initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold',
  'terminationGracePeriodSeconds',
] as const;

/** An override of the probe of a container. */
export interface ProbeChange {
  /** The workload, for messages. */
  readonly workload: string;
  readonly probe: 'readinessProbe' | 'livenessProbe';
  readonly change: Fields | undefined;
}

/**
 * A container with a probe that is different. Follows pkg/reconciler/common/probe_override.go: numbers in place of
 * those that are there, and no probe at all where the override has none.
 */
export function changedProbe(
  { workload, probe, change }: ProbeChange, container: Fields, findings: Findings,
): Fields {
  if (change === undefined) return container;
  const numbers = Object.fromEntries(NUMBERS.map((field) => [field, change[field]] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== 0));
  const there = container[probe];
  if (Object.keys(numbers).length === 0) return without(container, probe);
  if (there === undefined) findings.refuse(probeOfNothing(workload, container, probe));
  return { ...container, [probe]: { ...fieldsOf(there), ...numbers } };
}

function probeOfNothing(workload: string, container: Fields, probe: string) {
  return {
    code: 'KN-OPR-002',
    message: `the container ${show(container.name)} of ${show(workload)} has no \`${probe}\` in the release, and an override says only how often it asks`,
    received: container.name,
    allowed: 'an override of a probe that the release has',
    fix: `leave \`${probe}s\` of ${show(container.name)} out`,
  } as const;
}
