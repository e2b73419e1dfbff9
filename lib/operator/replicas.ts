import { type Fields, fieldsOf } from '../core';
import { edited, to, type Transform } from './edits';
import type { Manifest } from '../releases';
import { fieldsAt, numberOf, textOf } from './reading';

/** What the controller of PingSources scales itself. Follows pkg/reconciler/common/ha.go. */
const WITHOUT_HA = ['pingsource-mt-adapter'];

/** What something else scales, whether a file has it or not. Follows pkg/reconciler/common/hpa.go. */
const SCALED = new Set([
  'webhook', 'activator', '3scale-kourier-gateway', 'eventing-webhook', 'mt-broker-ingress', 'mt-broker-filter',
  'kafka-broker-dispatcher', 'kafka-source-dispatcher', 'kafka-channel-dispatcher',
]);

/** HorizontalPodAutoscalers with another name than what they scale. */
const SCALERS: Readonly<Record<string, string>> = {
  'mt-broker-ingress': 'broker-ingress-hpa', 'mt-broker-filter': 'broker-filter-hpa',
};

/** Whether a workload has as many pods as something else says. */
export function isScaled(workload: string): boolean {
  return SCALED.has(workload);
}

/** The name of the HorizontalPodAutoscaler of a workload. */
export function scalerOf(workload: string): string {
  return Object.hasOwn(SCALERS, workload) ? SCALERS[workload] ?? workload : workload;
}

/**
 * As many pods of everything. Follows pkg/reconciler/common/ha.go: a workload with a number of its own is left alone,
 * and so is what has the same name.
 */
export function highAvailability(spec: Fields, overrides: readonly Fields[]): Transform {
  const replicas = numberOf(fieldsAt(spec, 'high-availability').replicas);
  if (replicas === undefined) return (manifest) => manifest;
  const numbered = new Set(overrides.flatMap((override) =>
    numberOf(override.replicas) === undefined ? [] : [textOf(override.name)]));
  return (manifest) => {
    const { kind, metadata: { name } } = manifest;
    if (numbered.has(name)) return manifest;
    if (kind === 'HorizontalPodAutoscaler') return scaledToAtLeast(manifest, replicas);
    if (kind !== 'Deployment' || WITHOUT_HA.includes(name) || isScaled(name)) return manifest;
    return edited(manifest, ['spec', 'replicas'], to(replicas));
  };
}

/**
 * A HorizontalPodAutoscaler with at least so many pods; how many there may be grows by the same number. Follows
 * pkg/reconciler/common/hpa.go.
 */
export function scaledToAtLeast(manifest: Manifest, replicas: number): Manifest {
  const { minReplicas, maxReplicas } = fieldsOf(manifest.spec);
  const least = numberOf(minReplicas) ?? 0;
  if (least >= replicas) return manifest;
  const raised = edited(manifest, ['spec', 'minReplicas'], to(replicas));
  const most = numberOf(maxReplicas);
  return most === undefined ? raised : edited(raised, ['spec', 'maxReplicas'], to(most + replicas - least));
}
