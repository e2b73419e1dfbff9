import { type Problem, show, showAll } from '../core';
import type { PodContainer } from './pod-container';
import type { Volume } from './volume';

/** A resource that is read from a container, in the form of a manifest. */
interface ResourceReference {
  readonly resourceFieldRef?: { readonly containerName?: string };
}

interface ProjectedForm {
  readonly sources: readonly { readonly downwardAPI?: { readonly items: readonly ResourceReference[] } }[];
}

/**
 * Checks that the resources of the downward API are read from containers that the pod has: Kubernetes takes any name,
 * and the container that wants the value never starts.
 * @param others names of the containers that the platform puts in
 * @internal
 */
export function checkResourceReferences(containers: readonly PodContainer[], others: readonly string[]): Problem[] {
  const referred = containers.flatMap(referencesOf);
  if (referred.length === 0) return [];
  const names = [...containers.map(({ name }) => name), ...others];
  const unknown = referred.filter((name) => !names.includes(name));
  return [...new Set(unknown)].map((name) => ({
    code: 'KN-POD-052',
    message: `a resource is read from the container ${show(name)}, which the pod lacks`,
    received: name,
    allowed: showAll(names),
    fix: `write ${show(names[0])}, for example`,
  }));
}

function referencesOf({ env, volumeMounts }: PodContainer): string[] {
  if (env.size === 0 && volumeMounts.length === 0) return [];
  const inEnv = [...env.values()].map(({ valueFrom }) => valueFrom as ResourceReference | undefined);
  const inFiles = volumeMounts.flatMap(({ volume }) => filesOf(volume));
  return [...inEnv, ...inFiles].flatMap((source) => source?.resourceFieldRef?.containerName ?? []);
}

function filesOf(volume: Volume): readonly ResourceReference[] {
  const { projected } = volume._render() as { readonly projected?: ProjectedForm };
  return (projected?.sources ?? []).flatMap(({ downwardAPI }) => downwardAPI?.items ?? []);
}
