import { type Fields, groupOf } from '../core';
import type { Manifest } from '../releases';
import { aggregatedRoles } from './aggregated-roles';
import { configMaps } from './config-maps';
import type { InstallContext, Installed, InstalledObject, PartFile } from './contract';
import type { Transform } from './edits';
import { Findings } from './findings';
import { images } from './images';
import { jobs, jobsNamed } from './jobs';
import { intoNamespace, namespaceConfiguration } from './namespaces';
import { highAvailability } from './replicas';
import { withRestarts } from './restart-annotations';
import { podDisruptionBudgets, services } from './single-objects';
import { checkSupported } from './unsupported';
import { workloadOverrides, workloads } from './workloads';

/** What an installation of Serving and one of Eventing differ in. */
export interface Component {
  /** The namespace of everything. */
  readonly namespace: string;
  /** How names of Jobs call it. */
  readonly word: string;
  /**
   * Version of the Kafka parts that come with it.
   * @default - none do
   */
  readonly kafka?: string;
  /** The steps that only it has; they come after those of both. */
  readonly ownSteps: (findings: Findings) => readonly Transform[];
}

/**
 * Installs a component: the objects of its files, each once, as its spec has them. Follows `transformers` of
 * pkg/reconciler/common/transformers.go, in its order, but for three that belong to an operator: InjectOwner and
 * InjectLabel, by which it finds what it removes one day, and KubernetesMinVersionTransform, which passes its own
 * environment on.
 */
export function installComponent(
  component: Component, spec: Fields, files: readonly PartFile[], context: InstallContext,
): Installed {
  const findings = new Findings();
  for (const problem of checkSupported(spec, component.kafka)) findings.refuse(problem);
  const hasJobs = files.some(({ objects }) => objects.some(({ kind }) => kind === 'Job'));
  const steps = [
    ...commonSteps(component, spec, { ...context, hasJobs }, findings), ...component.ownSteps(findings), jobsNamed,
  ];
  const shipped = files.flatMap((file) => file.objects.map((manifest) =>
    ({ component: file.component, file: file.file, manifest })));
  const installed = eachOnce(shipped.map((object) => ({
    ...object, manifest: steps.reduce((manifest, step) => step(manifest), object.manifest),
  })));
  const restarted = withRestarts(component.namespace, manifestsOf(shipped), manifestsOf(installed));
  return {
    objects: installed.map((object, index) => ({ ...object, manifest: restarted[index] ?? object.manifest })),
    problems: findings.problems,
    lost: findings.lost,
  };
}

function manifestsOf(objects: readonly InstalledObject[]): readonly Manifest[] {
  return objects.map(({ manifest }) => manifest);
}

interface Jobs extends InstallContext {
  readonly hasJobs: boolean;
}

function commonSteps(
  { namespace, word }: Component, spec: Fields, { version, hasJobs, namesAllImages = false }: Jobs, findings: Findings,
): Transform[] {
  const overrides = workloadOverrides(spec);
  // Jobs come with an upgrade only, and are named by the beginning of their name.
  const isExpected = (image: string) => !namesAllImages && (hasJobs || !image.includes('-/'));
  return [
    intoNamespace(namespace),
    namespaceConfiguration(spec.namespace, findings),
    highAvailability(spec, overrides),
    images(spec.registry, isExpected, findings),
    jobs(word, version),
    configMaps(spec.config, findings),
    workloads(overrides, hasJobs, findings),
    services(spec.services, findings),
    podDisruptionBudgets(spec.podDisruptionBudgets, findings),
    aggregatedRoles,
  ];
}

/**
 * The last of several objects with one name is what a cluster keeps, also of two that differ: the operator applies one
 * after the other, and takes out what the later one does not say. It stands where the first one did.
 */
function eachOnce(objects: readonly InstalledObject[]): readonly InstalledObject[] {
  const kept = new Map<string, InstalledObject>();
  for (const object of objects) {
    const identity = identityOf(object.manifest);
    kept.set(identity, { ...object, ...kept.get(identity), manifest: object.manifest });
  }
  return [...kept.values()];
}

function identityOf({ apiVersion, kind, metadata: { namespace = '', name } }: Manifest): string {
  return `${groupOf(apiVersion)}|${kind}|${namespace}|${name}`;
}
