import { Duration, Size } from 'cdk8s';
import {
  AccessMode, ConfigMapReference, DownwardApiFile, EmptyDirMedium, HostPathType, ImagePullPolicy, ProjectedSource,
  SecretReference, Volume, type VolumeItemsOptions,
} from '../../lib';

const SECRET = SecretReference.fromName('orders');
const SETTINGS = ConfigMapReference.fromName('settings');
const files = (path: string): VolumeItemsOptions => ({ items: [{ key: 'a', path, mode: 0o400 }], optional: true });

/** A volume of every kind, with everything that it says. */
export const VOLUMES: readonly Volume[] = [
  Volume.secret('secret', SECRET, { ...files('a.txt'), defaultMode: 0o440 }),
  Volume.configMap('settings', SETTINGS, { ...files('a.txt'), defaultMode: 0o440 }),
  Volume.projected('all', [
    ProjectedSource.secret(SECRET, files('a.txt')), ProjectedSource.configMap(SETTINGS, files('b.txt')),
    ProjectedSource.serviceAccountToken('token', { audience: 'vault', expiration: Duration.hours(2) }),
    ProjectedSource.downwardApi(
      DownwardApiFile.field('labels', 'metadata.labels', { mode: 0o400 }),
      DownwardApiFile.resource('memory', 'user-container', 'limits.memory', { divisor: '1Mi' })),
  ], { defaultMode: 0o440 }),
  Volume.emptyDir('scratch', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(64) }),
  Volume.persistentVolumeClaim('claim', 'orders-data', { readOnly: true }),
  Volume.ephemeral('ephemeral', Size.gibibytes(1), {
    accessModes: [AccessMode.READ_WRITE_ONCE], storageClassName: 'fast', labels: { team: 'shop' },
    annotations: { 'example.com/owner': 'ann' },
  }),
  Volume.hostPath('host', '/var/log/pods', { type: HostPathType.DIRECTORY }),
  Volume.csi('csi', 'secrets-store.csi.k8s.io', {
    readOnly: true, fsType: 'ext4', attributes: { secretProviderClass: 'orders' }, nodePublishSecret: SECRET,
  }),
  Volume.image('model', 'ghcr.io/example/model:3', { pullPolicy: ImagePullPolicy.IF_NOT_PRESENT }),
];
