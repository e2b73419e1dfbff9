import type { Size } from 'cdk8s';
import { type Problem, show } from '../core';
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
 * Follows `validateHostPathVolumeSource` of Kubernetes.
 * @internal
 */
export function checkHostPath(path: string): Problem | undefined {
  if (path !== '' && !path.split('/').includes('..')) return undefined;
  return incomplete(`the host path ${show(path)} is no path of a node`, path, 'a path without `..`', '/var/log/pods');
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
 * A projected volume without a source is taken, and empty.
 * @internal
 */
export function checkSources(sources: readonly ProjectedSource[]): Problem | undefined {
  if (sources.length > 0) return undefined;
  return {
    code: 'KN-POD-024',
    message: 'a projected volume has no source',
    received: sources,
    allowed: 'one source or several',
    fix: "write `[ProjectedSource.serviceAccountToken('token')]`, for example",
  };
}

function incomplete(message: string, received: string, allowed: string, example: string): Problem {
  return { code: 'KN-POD-024', message, received, allowed, fix: `write ${show(example)}, for example` };
}
