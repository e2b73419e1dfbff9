import { type Fields, fieldsOf, listOfFields, show } from '../core';
import type { Manifest } from '../releases';
import { CONTAINERS, each, edited, type Edit, joining, PODS, to, type Transform } from './edits';
import type { Findings } from './findings';
import { changedProbe } from './probes';
import { numberOf, textOf } from './reading';
import { isScaled, scaledToAtLeast, scalerOf } from './replicas';

/** What the overrides of one workload have to say, and what of it was found. */
interface Override {
  readonly name: string;
  readonly fields: Fields;
  readonly found: (part?: string) => void;
}

/** Lists of an override that name containers. */
const BY_CONTAINER = ['resources', 'env', 'readinessProbes', 'livenessProbes'];

/**
 * The overrides of a spec, those under their older name first. Follows pkg/apis/operator/base/common.go.
 * @param spec of KnativeServing or KnativeEventing
 */
export function workloadOverrides(spec: Fields): readonly Fields[] {
  return [...listOfFields(spec.deployments), ...listOfFields(spec.workloads)];
}

/**
 * What is different about single workloads. Follows pkg/reconciler/common/workload_override.go.
 * @param manifests what is installed, to tell Jobs that are not from workloads that there are not
 */
export function workloads(overrides: readonly Fields[], hasJobs: boolean, findings: Findings): Transform {
  const known = overrides.map((fields, index) => expected(fields, index, hasJobs, findings));
  return (manifest) => known.reduce((changed, override) => overridden(override, changed, findings), manifest);
}

function expected(fields: Fields, index: number, hasJobs: boolean, findings: Findings): Override {
  const name = textOf(fields.name) ?? '';
  const place = (part: string) => `workload ${index} ${part}`;
  // Jobs come with an upgrade only, and are named by the beginning of their name.
  if (hasJobs || !name.endsWith('-')) {
    findings.expect(place(''), 'unknown-override', `no file of the release has a workload ${show(name)}, so the override changes nothing: `
      + 'write the name of one that there is, or leave it out');
    for (const container of new Set(BY_CONTAINER.flatMap((field) => listOfFields(fields[field]).map((entry) => textOf(entry.container) ?? '')))) {
      findings.expect(place(container), 'unknown-override', `the workload ${show(name)} of the release has no container ${show(container)}, `
        + 'so what is different about it changes nothing: write the name of one that there is');
    }
    if (numberOf(fields.replicas) !== undefined && isScaled(name)) {
      findings.expect(place('replicas'), 'unknown-override', `the number of pods of ${show(name)} is up to who scales it, and the release has `
        + 'no HorizontalPodAutoscaler for it, so `replicas` changes nothing: leave it out');
    }
  }
  return { name, fields, found: (part = '') => { findings.met(place(part)); } };
}

function overridden(override: Override, manifest: Manifest, findings: Findings): Manifest {
  const { name, fields, found } = override;
  const replicas = numberOf(fields.replicas);
  switch (manifest.kind) {
    case 'Deployment':
    case 'StatefulSet': {
      if (manifest.metadata.name !== name) return manifest;
      const counted = replicas === undefined || isScaled(name) ? manifest : edited(manifest, ['spec', 'replicas'], to(replicas));
      return workloadWith(override, counted, findings);
    }
    case 'Job':
      return manifest.metadata.generateName === name ? workloadWith(override, manifest, findings) : manifest;
    case 'HorizontalPodAutoscaler':
      if (replicas === undefined || manifest.metadata.name !== scalerOf(name)) return manifest;
      found('replicas');
      return scaledToAtLeast(manifest, replicas);
    default: return manifest;
  }
}

function workloadWith(override: Override, manifest: Manifest, findings: Findings): Manifest {
  override.found();
  const { fields } = override;
  const labels = joining(fieldsOf(fields.labels));
  const annotations = joining(fieldsOf(fields.annotations));
  const changes: readonly [readonly string[], Edit][] = [
    [['metadata', 'labels'], labels], [[...TEMPLATE, 'labels'], labels],
    [['metadata', 'annotations'], annotations], [[...TEMPLATE, 'annotations'], annotations],
    ...podChanges(fields),
    [CONTAINERS, each((container) => containerWith(override, container, findings))],
  ];
  return changes.reduce((changed, [path, edit]) => edited(changed, path, edit), manifest);
}

const TEMPLATE = ['spec', 'template', 'metadata'];

/** What stands in place of what the release has, where it says something. */
function podChanges(fields: Fields): [readonly string[], Edit][] {
  const { nodeSelector, topologySpreadConstraints, tolerations, affinity, hostNetwork } = fields;
  const changes: [string, unknown][] = [
    ['nodeSelector', Object.keys(fieldsOf(nodeSelector)).length === 0 ? undefined : nodeSelector],
    ['topologySpreadConstraints', nonEmpty(topologySpreadConstraints)],
    ['tolerations', nonEmpty(tolerations)],
    ['affinity', affinity],
    ['hostNetwork', hostNetwork],
    ['dnsPolicy', hostNetwork === true ? 'ClusterFirstWithHostNet' : undefined],
  ];
  return changes.filter(([, value]) => value !== undefined).map(([field, value]) => [[...PODS, field], to(value)]);
}

function nonEmpty(value: unknown): unknown {
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}

function containerWith(override: Override, container: Fields, findings: Findings): Fields {
  const name = textOf(container.name) ?? '';
  const entry = (field: string) => listOfFields(override.fields[field]).find((each_) => each_.container === name);
  if (BY_CONTAINER.some((field) => entry(field) !== undefined)) override.found(name);
  return [withResources(entry('resources')), withEnv(entry('env')),
    ...(['readinessProbe', 'livenessProbe'] as const).map((probe) => (before: Fields) =>
      changedProbe({ workload: override.name, probe, change: entry(`${probe}s`) }, before, findings)),
  ].reduce((changed, change) => change(changed), container);
}

/** Quantities one by one; those that an override does not name stay. */
function withResources(entry: Fields | undefined): (container: Fields) => Fields {
  const amounts = Object.entries({ limits: entry?.limits, requests: entry?.requests })
    .filter(([, amount]) => amount !== undefined);
  return (container) => amounts.reduce((changed, [field, amount]) => {
    const resources = fieldsOf(changed.resources);
    return { ...changed, resources: { ...resources, [field]: { ...fieldsOf(resources[field]), ...fieldsOf(amount) } } };
  }, container);
}

/** Follows pkg/reconciler/common/env_override.go: a variable in place of that of its name, new ones at the end. */
function withEnv(entry: Fields | undefined): (container: Fields) => Fields {
  const variables = listOfFields(entry?.envVars);
  if (variables.length === 0) return (container) => container;
  return (container) => {
    const there = listOfFields(container.env);
    return { ...container, env: there.length === 0 ? variables : variables.reduce(withVariable, there) };
  };
}

function withVariable(there: readonly Fields[], variable: Fields): readonly Fields[] {
  const isThere = there.some(({ name }) => name === variable.name);
  return isThere ? there.map((each_) => each_.name === variable.name ? variable : each_) : [...there, variable];
}
