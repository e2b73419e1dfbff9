import type { Size } from 'cdk8s';
import {
  checkAnnotations, checkChoice, checkLabels, checkName, DNS_1123_LABEL, Feature, ownCopy, type Problem, raise, show,
  showAll,
} from '../core';
import type { IConfigMapReference } from './config-map-reference';
import type { EnvSource } from './env';
import { checkImage } from './image';
import { ImagePullPolicy } from './image-pull-policy';
import { checkMode } from './path-checks';
import type { ProjectedSource } from './projected-source';
import { checkReferenceName } from './reference-checks';
import type { ISecretReference } from './secret-reference';
import { checkItems, renderItems, type VolumeItemsOptions } from './volume-item';
import {
  AccessMode, checkAccessModes, checkClaimSize, checkDriver, checkHostPath, checkSize, checkSources,
  type CsiVolumeOptions, EmptyDirMedium, type EmptyDirVolumeOptions, type EphemeralVolumeOptions, HostPathType,
  type HostPathVolumeOptions, type PersistentVolumeClaimVolumeOptions,
} from './volume-options';

/** Options for volumes of files. */
export interface FileVolumeOptions {
  /**
   * Mode of the files, in octal; outside of 0 to 0o777 it is refused with `KN-POD-029`.
   * @default 0o644
   */
  readonly defaultMode?: number;
}

/** Options for `Volume.secret` and `Volume.configMap`. */
export interface ObjectVolumeOptions extends VolumeItemsOptions, FileVolumeOptions {}

/** Options for `Volume.image`. */
export interface ImageVolumeOptions {
  /**
   * When the image is pulled.
   * @default - always for the tag `latest`, otherwise if it is not on the node
   */
  readonly pullPolicy?: ImagePullPolicy;
}

/** @internal */
export interface VolumeTraits {
  /** Flags that Serving wants before it takes such a volume. */
  readonly features: readonly Feature[];
  /** Whether Serving takes only mounts that are read-only. */
  readonly readOnly: boolean;
  /** Objects that have to lie in the namespace of the pod. */
  readonly sources: readonly EnvSource[];
}

/**
 * Files that containers mount. A pod has the volumes that its containers mount, no others; a volume that several
 * containers mount is the same value in each, or an equal one.
 * @see https://knative.dev/docs/serving/services/storage/
 */
export class Volume {
  /** The keys of a Secret as files; mounted read-only. */
  public static secret(name: string, secret: ISecretReference, options: ObjectVolumeOptions = {}): Volume {
    const { items, optional, defaultMode } = options;
    raise(checkReferenceName('Secret', secret.name), ...checkItems('Secret', items));
    const form = { secretName: secret.name, items: renderItems(items), optional, defaultMode };
    return new Volume(name, { secret: form }, filesFrom({ kind: 'Secret', object: secret }), defaultMode);
  }

  /** The keys of a ConfigMap as files; mounted read-only. */
  public static configMap(name: string, configMap: IConfigMapReference, options: ObjectVolumeOptions = {}): Volume {
    const { items, optional, defaultMode } = options;
    raise(checkReferenceName('ConfigMap', configMap.name), ...checkItems('ConfigMap', items));
    const form = { name: configMap.name, items: renderItems(items), optional, defaultMode };
    return new Volume(name, { configMap: form }, filesFrom({ kind: 'ConfigMap', object: configMap }), defaultMode);
  }

  /** Files of several sources in one folder, each in a place of its own (`KN-POD-051`); mounted read-only. */
  public static projected(
    name: string, sources: readonly ProjectedSource[], options: FileVolumeOptions = {},
  ): Volume {
    raise(...checkSources(sources));
    const { defaultMode } = options;
    const form = { sources: sources.map((source) => source._render()), defaultMode };
    const objects = sources.flatMap((source) => source._source ?? []);
    return new Volume(name, { projected: form }, filesFrom(...objects), defaultMode);
  }

  /** An empty folder that lives as long as the pod. */
  public static emptyDir(name: string, options: EmptyDirVolumeOptions = {}): Volume {
    const { medium, sizeLimit } = options;
    raise(checkSize('sizeLimit', sizeLimit), checkChoice('KN-POD-048', 'medium', medium, EmptyDirMedium));
    return new Volume(name, { emptyDir: { medium, sizeLimit: sizeLimit?.asString() } },
      { features: [Feature.PODSPEC_VOLUMES_EMPTYDIR], readOnly: false, sources: [] });
  }

  /**
   * A persistent volume claim that exists already. On a Knative service it needs the feature
   * `kubernetes.podspec-persistent-volume-claim`, and `kubernetes.podspec-persistent-volume-write` unless it is
   * read-only.
   */
  public static persistentVolumeClaim(
    name: string, claimName: string, options: PersistentVolumeClaimVolumeOptions = {},
  ): Volume {
    raise(checkReferenceName('PersistentVolumeClaim', claimName));
    const readOnly = options.readOnly === true;
    const features = [Feature.PODSPEC_PERSISTENT_VOLUME_CLAIM];
    if (!readOnly) features.push(Feature.PODSPEC_PERSISTENT_VOLUME_WRITE);
    const form = { claimName, readOnly: options.readOnly };
    return new Volume(name, { persistentVolumeClaim: form }, { features, readOnly, sources: [] });
  }

  /**
   * A claim that is made for the pod and goes with it. On a Knative service it needs the feature
   * `kubernetes.podspec-volumes-ephemeral`.
   * @param size how much the pod asks for
   */
  public static ephemeral(name: string, size: Size, options: EphemeralVolumeOptions = {}): Volume {
    const { accessModes = [AccessMode.READ_WRITE_ONCE], storageClassName, labels, annotations } = options;
    raise(checkClaimSize(size), ...checkLabels(labels), ...checkAnnotations(annotations));
    raise(...checkAccessModes(accessModes));
    raise(storageClassName === undefined ? undefined : checkReferenceName('StorageClass', storageClassName));
    const metadata = labels === undefined && annotations === undefined ? undefined : ownCopy({ labels, annotations });
    const resources = { requests: { storage: size.asString() } };
    const spec = { accessModes: [...accessModes], resources, storageClassName };
    return new Volume(name, { ephemeral: { volumeClaimTemplate: { metadata, spec } } },
      { features: [Feature.PODSPEC_VOLUMES_EPHEMERAL], readOnly: false, sources: [] });
  }

  /**
   * A file or folder of the node, by its absolute path; mounted read-only on a Knative service, where it needs the
   * feature `kubernetes.podspec-volumes-hostpath`.
   */
  public static hostPath(name: string, path: string, options: HostPathVolumeOptions = {}): Volume {
    raise(checkHostPath(path), checkChoice('KN-POD-048', 'type', options.type, HostPathType));
    return new Volume(name, { hostPath: { path, type: options.type } },
      { features: [Feature.PODSPEC_VOLUMES_HOSTPATH], readOnly: true, sources: [] });
  }

  /**
   * An inline volume of a CSI driver; mounted read-only on a Knative service, where it needs the feature
   * `kubernetes.podspec-volumes-csi`.
   * @param driver name of the driver: `secrets-store.csi.k8s.io`
   */
  public static csi(name: string, driver: string, options: CsiVolumeOptions = {}): Volume {
    const { readOnly, fsType, attributes, nodePublishSecret: secret } = options;
    raise(checkDriver(driver), secret && checkReferenceName('Secret', secret.name));
    const nodePublishSecretRef = secret && { name: secret.name };
    const form = { driver, readOnly, fsType, volumeAttributes: ownCopy(attributes), nodePublishSecretRef };
    return new Volume(name, { csi: form }, {
      features: [Feature.PODSPEC_VOLUMES_CSI], readOnly: true,
      sources: secret === undefined ? [] : [{ kind: 'Secret', object: secret }],
    });
  }

  /**
   * The files of a container image; mounted read-only. On a Knative service it needs the feature
   * `kubernetes.podspec-volumes-image`.
   */
  public static image(name: string, reference: string, options: ImageVolumeOptions = {}): Volume {
    raise(checkImage(reference), checkChoice('KN-POD-048', 'pullPolicy', options.pullPolicy, ImagePullPolicy));
    return new Volume(name, { image: { reference, pullPolicy: options.pullPolicy } },
      { features: [Feature.PODSPEC_VOLUMES_IMAGE], readOnly: true, sources: [] });
  }

  private constructor(
    /** Name of the volume in the pod. */
    public readonly name: string,
    private readonly form: Readonly<Record<string, unknown>>,
    /** @internal */
    public readonly _traits: VolumeTraits,
    defaultMode?: number,
  ) {
    raise(checkVolumeName(name), checkMode('defaultMode', defaultMode));
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    return { name: this.name, ...this.form };
  }
}

/**
 * Checks the name of a volume.
 * @internal
 */
export function checkVolumeName(name: string): Problem | undefined {
  return checkName('volume name', name, DNS_1123_LABEL, 'KN-POD-022');
}

/**
 * Names of the volumes that Serving adds to a pod when the cluster or the program wants them: two of one name make no
 * pod. Follows pkg/reconciler/revision/resources/deploy.go.
 */
const OF_SERVING: readonly string[] = ['knative-var-log', 'knative-token-volume', 'pod-info', 'server-certs'];

/**
 * Checks that a volume of a Knative service has a name of its own.
 * @internal
 */
export function checkFreeVolumeName(name: string): Problem | undefined {
  if (!OF_SERVING.includes(name)) return undefined;
  return {
    code: 'KN-POD-050',
    message: `the volume name ${show(name)} is Knative's own`,
    received: name,
    allowed: `any name but ${showAll(OF_SERVING)}`,
    fix: `write ${show(`my-${name}`)}, for example`,
  };
}

/**
 * Checks that a volume and another of its name are one.
 * @internal
 */
export function checkSameVolume(known: Volume | undefined, volume: Volume): Problem | undefined {
  if (known === undefined || known === volume) return undefined;
  if (JSON.stringify(known._render()) === JSON.stringify(volume._render())) return undefined;
  return {
    code: 'KN-POD-023',
    message: `two different volumes of the pod are called ${show(volume.name)}`,
    received: volume.name,
    allowed: 'a name of its own for each volume',
    fix: 'give one of them another name, or mount the same `Volume` twice',
  };
}

function filesFrom(...sources: EnvSource[]): VolumeTraits {
  return { features: [], readOnly: true, sources };
}
