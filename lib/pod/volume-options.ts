import { type Size, SizeRoundingBehavior } from 'cdk8s';
import { checkChoice, type Problem, repeatedIn, show } from '../core';
import type { ProjectedSource } from './projected-source';
import { checkQuantity } from './quantity';
import type { ISecretReference } from './secret-reference';

/** Where the files of an empty folder lie. */
export enum EmptyDirMedium {
  /** On the disk of the node. */
  DEFAULT = '',
  /** In memory; they count against the memory limit of the container. */
  MEMORY = 'Memory',
}

/** Options for `Volume.emptyDir`. */
export interface EmptyDirVolumeOptions {
  /**
   * Where the files lie.
   * @default EmptyDirMedium.DEFAULT
   */
  readonly medium?: EmptyDirMedium;
  /**
   * How much the folder may hold; a pod that writes more is evicted.
   * @default - no limit
   */
  readonly sizeLimit?: Size;
}

/** Options for `Volume.persistentVolumeClaim`. */
export interface PersistentVolumeClaimVolumeOptions {
  /**
   * Whether the claim is mounted read-only everywhere in the pod.
   * @default false
   */
  readonly readOnly?: boolean;
}

/** Who may use a claim at the same time. */
export enum AccessMode {
  READ_WRITE_ONCE = 'ReadWriteOnce',
  READ_ONLY_MANY = 'ReadOnlyMany',
  READ_WRITE_MANY = 'ReadWriteMany',
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
}

/** Options for `Volume.ephemeral`. */
export interface EphemeralVolumeOptions {
  /**
   * Who may use the claim.
   * @default [AccessMode.READ_WRITE_ONCE]
   */
  readonly accessModes?: readonly AccessMode[];
  /**
   * Storage class of the claim.
   * @default - the default class of the cluster
   */
  readonly storageClassName?: string;
  /**
   * Labels of the claim.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of the claim.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** What must lie at the path of a `Volume.hostPath`. */
export enum HostPathType {
  /** Nothing is checked. */
  UNCHECKED = '',
  DIRECTORY_OR_CREATE = 'DirectoryOrCreate',
  DIRECTORY = 'Directory',
  FILE_OR_CREATE = 'FileOrCreate',
  FILE = 'File',
  SOCKET = 'Socket',
  CHAR_DEVICE = 'CharDevice',
  BLOCK_DEVICE = 'BlockDevice',
}

/** Options for `Volume.hostPath`. */
export interface HostPathVolumeOptions {
  /**
   * What must lie there.
   * @default HostPathType.UNCHECKED
   */
  readonly type?: HostPathType;
}

/** Options for `Volume.csi`. */
export interface CsiVolumeOptions {
  /**
   * Whether the driver is asked for a read-only volume.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * File system type.
   * @default - what the driver takes
   */
  readonly fsType?: string;
  /**
   * What the driver wants to know.
   * @default - nothing
   */
  readonly attributes?: { readonly [name: string]: string };
  /**
   * Secret that the driver gets.
   * @default - none
   */
  readonly nodePublishSecret?: ISecretReference;
}

/**
 * Checks a size: cdk8s refuses negative ones itself, but takes what is no number.
 * @internal
 */
export function checkSize(field: string, size: Size | undefined): Problem | undefined {
  return checkQuantity(field, size?.asString());
}

/**
 * Checks how much a claim asks for: Kubernetes refuses one of nothing.
 * @internal
 */
export function checkClaimSize(size: Size): Problem | undefined {
  if (!(size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) <= 0)) return checkSize('size', size);
  return incomplete('a claim asks for nothing', size.asString(), 'more than nothing', 'Size.gibibytes(1)');
}

/**
 * Follows `validatePersistentVolumeClaimSpec` of Kubernetes.
 * @internal
 */
export function checkAccessModes(modes: readonly AccessMode[]): (Problem | undefined)[] {
  const alone = modes.length > 1 && modes.includes(AccessMode.READ_WRITE_ONCE_POD);
  return [
    modes.length > 0 && !alone ? undefined : incomplete(
      alone ? 'a claim is for one pod, and for others too' : 'a claim has no access mode', modes,
      'one access mode or several, `AccessMode.READ_WRITE_ONCE_POD` alone', 'accessModes: [AccessMode.READ_WRITE_ONCE]'),
    ...modes.map((mode) => checkChoice('KN-POD-048', 'access mode', mode, AccessMode)),
  ];
}

/**
 * Follows `validateHostPathVolumeSource` of Kubernetes, which takes relative paths too; no container starts with one.
 * @internal
 */
export function checkHostPath(path: string): Problem | undefined {
  if (/^(\/|[A-Za-z]:[\\/])/.test(path) && !path.split('/').includes('..')) return undefined;
  return incomplete(`the host path ${show(path)} is no path of a node`, path, 'an absolute path without `..`',
    '/var/log/pods');
}

/**
 * Follows `ValidateCSIDriverName` of Kubernetes.
 * @internal
 */
export function checkDriver(driver: string): Problem | undefined {
  if (driver.length <= 63 && /^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?$/.test(driver)) return undefined;
  return incomplete(`${show(driver)} is no name of a CSI driver`, driver,
    'letters, digits, dashes and dots, alphanumeric at both ends, at most 63 characters', 'secrets-store.csi.k8s.io');
}

/**
 * A projected volume without a source is taken, and empty; one with two files in one place makes no pod. Follows
 * `validateProjectionSources` of Kubernetes.
 * @internal
 */
export function checkSources(sources: readonly ProjectedSource[]): (Problem | undefined)[] {
  const files = sources.flatMap((source) => source._files);
  const twice = repeatedIn(files)[0];
  return [
    sources.length > 0 ? undefined : {
      code: 'KN-POD-024',
      message: 'a projected volume has no source',
      received: sources,
      allowed: 'one source or several',
      fix: "write `[ProjectedSource.serviceAccountToken('token')]`, for example",
    },
    twice === undefined ? undefined : {
      code: 'KN-POD-051',
      message: `two files of a projected volume lie at ${show(twice)}`,
      received: twice,
      allowed: 'a path of its own for each file',
      fix: 'give one of them another path',
    },
  ];
}

function incomplete(message: string, received: unknown, allowed: string, example: string): Problem {
  return { code: 'KN-POD-024', message, received, allowed, fix: `write ${show(example)}, for example` };
}
