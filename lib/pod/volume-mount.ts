import * as path from 'path';
import { type Problem, show } from '../core';
import { checkSubPath } from './path-checks';
import type { Volume } from './volume';

/** Whether mounts that the node adds later show up in the container. */
export enum MountPropagation {
  NONE = 'None',
  HOST_TO_CONTAINER = 'HostToContainer',
}

/** A volume at a place in a container. */
export interface VolumeMount {
  /**
   * Absolute path in the container. `/`, `/dev` and `/dev/log` are refused on a Knative service (`KN-POD-025`), and
   * so is a path that another mount of the container has (`KN-POD-026`).
   */
  readonly path: string;
  /** What lies there. Names that Knative gives to its own volumes, such as `pod-info`, are refused (`KN-POD-050`). */
  readonly volume: Volume;
  /**
   * Relative path in the volume that is mounted in place of its root.
   * @default - the whole volume
   */
  readonly subPath?: string;
  /**
   * Whether the container may only read. Knative mounts everything but `emptyDir`, `ephemeral` and writable claims
   * read-only; `false` is refused there (`KN-POD-027`).
   * @default - true where Knative wants it, otherwise false
   */
  readonly readOnly?: boolean;
  /**
   * Whether mounts that the node adds later show up. On a Knative service it needs the feature
   * `kubernetes.podspec-volumes-mount-propagation`.
   * @default - they do not
   */
  readonly mountPropagation?: MountPropagation;
}

/** Paths that Serving keeps to itself; follows `reservedPaths` in k8s_validation.go. */
const RESERVED = new Set(['/', '/dev', '/dev/log']);

/**
 * A path as Go's `path.Clean` leaves it.
 * @internal
 */
export function cleanPath(text: string): string {
  const normal = path.posix.normalize(text);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/**
 * Checks where a volume is mounted; follows `validateVolumeMounts` in k8s_validation.go.
 * @internal
 */
export function checkMountPath(mountPath: string, serving: boolean): Problem | undefined {
  const absolute = path.posix.isAbsolute(mountPath) && !mountPath.includes(':');
  if (absolute && !(serving && RESERVED.has(cleanPath(mountPath)))) return undefined;
  return {
    code: 'KN-POD-025',
    message: absolute ? `the mount path ${show(mountPath)} is reserved` : `${show(mountPath)} is no mount path`,
    received: mountPath,
    allowed: 'an absolute path without a colon, on a Knative service none of `/`, `/dev`, `/dev/log`',
    fix: 'write a path such as `/var/run/secrets/orders`',
  };
}

/**
 * Checks that a place is free.
 * @internal
 */
export function checkMountFree(mounts: readonly VolumeMount[], mountPath: string): Problem | undefined {
  const cleaned = cleanPath(mountPath);
  const taken = mounts.find((mount) => cleanPath(mount.path) === cleaned);
  if (taken === undefined) return undefined;
  return {
    code: 'KN-POD-026',
    message: `${show(mountPath)} is mounted twice in a container, with the volumes ${show(taken.volume.name)} and another`,
    received: mountPath,
    allowed: 'one volume for each path',
    fix: 'mount one of them at another path, or put both into one `Volume.projected`',
  };
}

/**
 * Checks that nothing is mounted for writing which the cluster mounts read-only.
 * @internal
 */
export function checkReadOnly(mount: VolumeMount): Problem | undefined {
  if (mount.readOnly !== false || !mount.volume._traits.readOnly) return undefined;
  return {
    code: 'KN-POD-027',
    message: `the volume ${show(mount.volume.name)} is mounted for writing at ${show(mount.path)}`,
    received: false,
    allowed: 'writing to `emptyDir`, `ephemeral` and claims that are not read-only',
    fix: 'leave `readOnly` out',
  };
}

/**
 * Checks the place in the volume.
 * @internal
 */
export function checkMountSubPath(subPath: string | undefined): Problem | undefined {
  return subPath === undefined || subPath === '' ? undefined : checkSubPath('subPath', subPath);
}

/** @internal */
export function renderMount(mount: VolumeMount, serving: boolean): Record<string, unknown> {
  const { path: mountPath, volume, subPath, readOnly, mountPropagation } = mount;
  const forced = serving && volume._traits.readOnly ? true : undefined;
  return { name: volume.name, mountPath, subPath, readOnly: readOnly ?? forced, mountPropagation };
}
