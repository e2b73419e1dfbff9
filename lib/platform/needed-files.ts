import type { IConstruct } from 'constructs';
import { ClusterControllers, type KnativeVersion, type Prerequisite, prerequisitesFor, type ReleaseComponent } from '../core';
import { type NeededPart, neededEventingParts, neededServingParts } from '../operator';
import { releaseVersion } from '../releases';

/** What an installation in the release way is made of. */
export interface NeededFiles {
  readonly serving: readonly ReleaseComponent[];
  readonly eventing: readonly ReleaseComponent[];
}

/** Whether files of releases bring a prerequisite of a platform, and nobody else does. */
export function comesFromFiles(platform: IConstruct, { components = [], controller }: Prerequisite): boolean {
  if (components.length === 0) return false;
  return controller === undefined || !ClusterControllers.of(platform)._isExternal(controller);
}

/** Files of what a platform needs besides Knative. */
export function prerequisiteFiles(platform: IConstruct): ReleaseComponent[] {
  return prerequisitesFor(platform).filter((prerequisite) => comesFromFiles(platform, prerequisite))
    .flatMap(({ components = [] }) => components);
}

/** Files of Knative itself, for specs of its two installations. */
export function knativeFiles(
  specs: { readonly serving: unknown; readonly eventing: unknown }, version: KnativeVersion, upgrades: boolean,
): NeededFiles {
  const released = (parts: readonly NeededPart[]) =>
    parts.map(({ name, files }) => ({ name, files, version: releaseVersion(name, version) }));
  return {
    serving: released(neededServingParts(specs.serving, { upgrades })),
    eventing: released(neededEventingParts(specs.eventing, { upgrades })),
  };
}

/** Each component once, with all of its files. */
export function joined(components: readonly ReleaseComponent[]): ReleaseComponent[] {
  const byRelease = new Map<string, ReleaseComponent>();
  for (const component of components) {
    const key = `${component.name} ${component.version}`;
    const files = [...byRelease.get(key)?.files ?? [], ...component.files];
    byRelease.set(key, { ...component, files: [...new Set(files)] });
  }
  return [...byRelease.values()];
}
