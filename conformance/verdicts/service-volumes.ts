import { Duration, Size } from 'cdk8s';
import {
  AccessMode, ConfigMapReference, DownwardApiFile, ProjectedSource, SecretReference, Volume, type VolumeMount,
} from '../../lib';
import { both, noPod, ours, programRow, props, service, untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

type Fields = Readonly<Record<string, unknown>>;
const orders = SecretReference.fromName('orders');
const INIT = { image: 'ghcr.io/example/init:1.0', name: 'init' };
const SECRET = { secret: { secretName: 'orders' } };

/** A pod with one volume, and where it is mounted. */
const mounted = (source: Fields, mount: Fields = {}) => ({
  pod: { volumes: [{ name: 'v', ...source }] },
  container: { volumeMounts: [{ name: 'v', mountPath: '/v', ...mount }] },
});
const at = (volume: Volume, mount: Partial<VolumeMount> = {}) => ({ volumeMounts: [{ path: '/v', volume, ...mount }] });
const empty = (mount: Partial<VolumeMount>) => at(Volume.emptyDir('v'), mount);
const items = (item: Fields) => ({ secret: { secretName: 'orders', items: [item] } });
const sources = (...list: Fields[]) => ({ projected: { sources: list } });
const claim = (spec: Fields) => ({ ephemeral: { volumeClaimTemplate: { spec } } });
const ONE_GB = { resources: { requests: { storage: '1Gi' } } };

const names: readonly VerdictRow[] = [
  both('KN-POD-022', 'a volume name with capitals', 'invalid value: My_Files',
    () => at(Volume.emptyDir('My_Files')), mounted({ name: 'My_Files', emptyDir: {} }, { name: 'My_Files' })),
  both('KN-POD-022', 'a volume without a name', 'missing field(s): spec.template.spec.volumes[0].name',
    () => at(Volume.emptyDir('')), mounted({ name: '', emptyDir: {} }, { name: '' })),
  both('KN-POD-023', 'two volumes of one name', 'duplicate entries for key [name="v"]',
    () => ({ volumeMounts: [{ path: '/v', volume: Volume.emptyDir('v') }, { path: '/w', volume: Volume.secret('v', orders) }] }),
    {
      pod: { volumes: [{ name: 'v', emptyDir: {} }, { name: 'v', ...SECRET }] },
      container: { volumeMounts: [{ name: 'v', mountPath: '/v' }, { name: 'v', mountPath: '/w' }] },
    }),
  both('compiler', 'a volume that nobody mounts', 'volume with name "v" not mounted',
    // @ts-expect-error a pod has the volumes that its containers mount
    () => props({ volumes: [Volume.emptyDir('v')] }), { pod: { volumes: [{ name: 'v', emptyDir: {} }] } }),
  both('compiler', 'a mount of a volume that there is not', 'volumeMount has no matching volume',
    // @ts-expect-error the volume itself
    () => props({ volumeMounts: [{ path: '/v', volume: 'v' }] }), { container: { volumeMounts: [{ name: 'v', mountPath: '/v' }] } }),
  both('compiler', 'a volume on a server', 'field not declared in schema',
    // @ts-expect-error Knative takes no such volume
    () => Volume.nfs('v', 'nfs.example.com', '/'), mounted({ nfs: { server: 'nfs.example.com', path: '/' } })),
  ours('KN-POD-050', "a volume with a name of Knative's own", 'Knative adds a volume of that name, and Kubernetes refuses the Deployment: "Duplicate value"',
    () => ({ ...at(Volume.emptyDir('pod-info')), queueProxyPodInfo: true }),
    {
      ...mounted({ name: 'pod-info', emptyDir: {} }, { name: 'pod-info' }),
      template: { annotations: { 'features.knative.dev/queueproxy-podinfo': 'enabled' } },
    }),
];

const kinds: readonly VerdictRow[] = [
  both('KN-POD-048', 'a medium that there is not', 'invalid value: Disk',
    () => at(Volume.emptyDir('v', { medium: untyped('Disk') })), mounted({ emptyDir: { medium: 'Disk' } })),
  ours('KN-POD-048', 'a sort of file of the node that there is not', noPod('Unsupported value: "Dir"'),
    () => at(Volume.hostPath('v', '/var', { type: untyped('Dir') })), mounted({ hostPath: { path: '/var', type: 'Dir' } })),
  ours('KN-POD-024', 'a file of the node without a path', noPod('hostPath.path: Required value'),
    () => at(Volume.hostPath('v', '')), mounted({ hostPath: { path: '' } })),
  ours('KN-POD-024', 'a file of the node with a way up', noPod("must not contain '..'"),
    () => at(Volume.hostPath('v', '/var/../etc')), mounted({ hostPath: { path: '/var/../etc' } })),
  ours('KN-POD-024', 'a file of the node with a relative path', 'the node knows no folder that it is relative to, and the container fails to start',
    () => at(Volume.hostPath('v', 'logs')), mounted({ hostPath: { path: 'logs' } })),
  ours('KN-POD-024', 'a CSI driver without a name', noPod('csi.driver: Required value'),
    () => at(Volume.csi('v', '')), mounted({ csi: { driver: '' } })),
  ours('KN-POD-024', 'a projected volume without a source', 'the folder is empty',
    () => at(Volume.projected('v', [])), mounted(sources())),
  ours('KN-POD-024', 'a source of the downward API without a file', 'the folder is empty',
    () => at(Volume.projected('v', [ProjectedSource.downwardApi()])), mounted(sources({ downwardAPI: { items: [] } }))),
  ours('KN-POD-051', 'two files of a projected volume in one place', noPod('conflicting duplicate paths'),
    () => at(Volume.projected('v', [
      ProjectedSource.secret(orders, { items: [{ key: 'a', path: 'a' }] }),
      ProjectedSource.configMap(ConfigMapReference.fromName('orders'), { items: [{ key: 'b', path: 'a' }] }),
    ])),
    mounted(sources(
      { secret: { name: 'orders', items: [{ key: 'a', path: 'a' }] } }, { configMap: { name: 'orders', items: [{ key: 'b', path: 'a' }] } }))),
  ours('KN-POD-051', 'two tokens in one place', 'one of the two is lost: Kubernetes warns of overlapping paths',
    () => at(Volume.projected('v', [
      ProjectedSource.serviceAccountToken('token'), ProjectedSource.serviceAccountToken('token', { audience: 'vault' }),
    ])),
    mounted(sources({ serviceAccountToken: { path: 'token' } }, { serviceAccountToken: { path: 'token', audience: 'vault' } }))),
  ours('KN-POD-024', 'a claim that nobody may use', noPod('at least 1 access mode is required'),
    () => at(Volume.ephemeral('v', Size.gibibytes(1), { accessModes: [] })), mounted(claim({ accessModes: [], ...ONE_GB }))),
  ours('KN-POD-024', 'a claim for one pod and for many nodes', noPod('may not use ReadWriteOncePod with other access modes'),
    () => at(Volume.ephemeral('v', Size.gibibytes(1), { accessModes: [AccessMode.READ_WRITE_ONCE_POD, AccessMode.READ_WRITE_MANY] })),
    mounted(claim({ accessModes: ['ReadWriteOncePod', 'ReadWriteMany'], ...ONE_GB }))),
  ours('KN-POD-024', 'a claim of nothing', noPod('must be greater than zero'),
    () => at(Volume.ephemeral('v', Size.gibibytes(0))),
    mounted(claim({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '0Gi' } } }))),
  both('KN-POD-001', 'a volume of an image that is none', 'missing field(s)',
    () => at(Volume.image('v', '')), mounted({ image: { reference: '' } })),
  both('compiler', 'a volume with two sources', 'expected exactly one, got both',
    // @ts-expect-error a volume is a value of a class, and has one
    () => props({ volumeMounts: [{ path: '/v', volume: { name: 'v', emptyDir: {}, ...SECRET } }] }),
    mounted({ emptyDir: {}, ...SECRET })),
  both('compiler', 'a volume without a source', 'expected exactly one, got neither',
    // @ts-expect-error a volume is a value of a class, and has one
    () => props({ volumeMounts: [{ path: '/v', volume: { name: 'v' } }] }), mounted({})),
  both('compiler', 'a source of a projected volume that is two', 'expected exactly one, got both',
    // @ts-expect-error a source is a value of a class, and is one
    () => at(Volume.projected('v', [{ secret: { name: 'a' }, configMap: { name: 'a' } }])),
    mounted(sources({ secret: { name: 'a' }, configMap: { name: 'a' } }))),
  programRow('KN-NAM-007', 'a ConfigMap of another namespace',
    { stricter: 'a pod finds ConfigMaps of its own namespace only: it waits for the files' },
    (chart) => { service(chart, at(Volume.configMap('v', { name: 'orders', namespace: 'elsewhere' }))); },
    mounted({ configMap: { name: 'orders' } })),
];

const files: readonly VerdictRow[] = [
  both('KN-POD-008', 'a file of no key', 'missing field(s): spec.template.spec.volumes[0].items[0].key',
    () => at(Volume.secret('v', orders, { items: [{ key: '', path: 'a' }] })), mounted(items({ key: '', path: 'a' }))),
  both('KN-POD-028', 'a file without a path', 'missing field(s): spec.template.spec.volumes[0].items[0].path',
    () => at(Volume.secret('v', orders, { items: [{ key: 'a', path: '' }] })), mounted(items({ key: 'a', path: '' }))),
  both('KN-POD-028', 'a token without a path', 'serviceAccountToken.path',
    () => at(Volume.projected('v', [ProjectedSource.serviceAccountToken('')])), mounted(sources({ serviceAccountToken: { path: '' } }))),
  both('KN-POD-028', 'a file of the downward API without a path', 'downwardAPI.items[0].path',
    () => at(Volume.projected('v', [ProjectedSource.downwardApi(DownwardApiFile.field('', 'metadata.name'))])),
    mounted(sources({ downwardAPI: { items: [{ path: '', fieldRef: { fieldPath: 'metadata.name' } }] } }))),
  both('KN-POD-039', 'a source of a projected volume without a name', 'missing field(s)',
    () => at(Volume.projected('v', [ProjectedSource.configMap(untyped({ name: '' }))])), mounted(sources({ configMap: { name: '' } }))),
  ours('KN-POD-039', 'a volume of a Secret without a name', noPod('secretName: Required value'),
    () => at(Volume.secret('v', untyped({ name: '' }))), mounted({ secret: { secretName: '' } })),
  ours('KN-POD-039', 'a volume of a ConfigMap that cannot exist', 'there is no ConfigMap of that name, and the pod waits for it',
    () => at(Volume.configMap('v', ConfigMapReference.fromName('My_Map'))), mounted({ configMap: { name: 'My_Map' } })),
  ours('KN-POD-039', 'a claim without a name', noPod('claimName: Required value'),
    () => at(Volume.persistentVolumeClaim('v', '')), mounted({ persistentVolumeClaim: { claimName: '' } })),
  ours('KN-POD-028', 'a file above the volume', noPod("must not contain '..'"),
    () => at(Volume.secret('v', orders, { items: [{ key: 'a', path: '../a' }] })), mounted(items({ key: 'a', path: '../a' }))),
  ours('KN-POD-029', 'a mode above 0777', noPod('must be a number between 0 and 0777 (octal), both inclusive'),
    () => at(Volume.secret('v', orders, { defaultMode: 0o1777 })), mounted({ secret: { secretName: 'orders', defaultMode: 0o1777 } })),
  both('KN-POD-029', 'half a mode', 'cannot unmarshal number 0.5',
    () => at(Volume.secret('v', orders, { defaultMode: 0.5 })), mounted({ secret: { secretName: 'orders', defaultMode: 0.5 } })),
  both('compiler', 'a mode as a text', 'expected numeric',
    // @ts-expect-error this is a number
    () => at(Volume.secret('v', orders, { defaultMode: '0644' })), mounted({ secret: { secretName: 'orders', defaultMode: '0644' } })),
  ours('KN-POD-030', 'a token of five minutes', noPod('may not specify a duration less than 10 minutes'),
    () => at(Volume.projected('v', [ProjectedSource.serviceAccountToken('token', { expiration: Duration.minutes(5) })])),
    mounted(sources({ serviceAccountToken: { path: 'token', expirationSeconds: 300 } }))),
  ours('KN-POD-009', 'a field that files cannot have', noPod('error converting fieldPath'),
    () => at(Volume.projected('v', [ProjectedSource.downwardApi(DownwardApiFile.field('a', 'spec.image'))])),
    mounted(sources({ downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'spec.image' } }] } }))),
  ours('KN-POD-009', 'a label in a file that no label can be', noPod('name part must consist of alphanumeric characters'),
    () => at(Volume.projected('v', [ProjectedSource.downwardApi(DownwardApiFile.field('a', "metadata.labels['my team']"))])),
    mounted(sources({ downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: "metadata.labels['my team']" } }] } }))),
];

const mounts: readonly VerdictRow[] = [
  ...['/', '/dev', '/dev/log'].map((path) => both('KN-POD-025', `a mount at \`${path}\``, `mountPath "${path}" is a reserved path`,
    () => empty({ path }), mounted({ emptyDir: {} }, { mountPath: path }))),
  both('KN-POD-025', 'a mount at `/dev/`', 'mountPath "/dev" is a reserved path',
    () => empty({ path: '/dev/' }), mounted({ emptyDir: {} }, { mountPath: '/dev/' })),
  both('KN-POD-025', 'a mount at a relative path', 'invalid value: files',
    () => empty({ path: 'files' }), mounted({ emptyDir: {} }, { mountPath: 'files' })),
  ours('KN-POD-025', 'a mount at a path with a colon', 'its API says "must not contain \':\'": container runtimes cut the path there',
    () => empty({ path: '/v:w' }), mounted({ emptyDir: {} }, { mountPath: '/v:w' })),
  both('KN-POD-025', 'a mount nowhere', 'missing field(s): spec.template.spec.containers[0].volumeMounts[0].mountPath',
    () => empty({ path: '' }), mounted({ emptyDir: {} }, { mountPath: '' })),
  both('KN-POD-026', 'two volumes at one path', 'duplicate entries for key [mountPath="/v"]',
    () => ({ volumeMounts: [{ path: '/v', volume: Volume.emptyDir('v') }, { path: '/v', volume: Volume.emptyDir('w') }] }),
    {
      pod: { volumes: [{ name: 'v', emptyDir: {} }, { name: 'w', emptyDir: {} }] },
      container: { volumeMounts: [{ name: 'v', mountPath: '/v' }, { name: 'w', mountPath: '/v' }] },
    }),
  both('KN-POD-026', 'two volumes at one path, written in two ways', '"/v/" must be unique',
    () => ({ volumeMounts: [{ path: '/v', volume: Volume.emptyDir('v') }, { path: '/v/', volume: Volume.emptyDir('w') }] }),
    {
      pod: { volumes: [{ name: 'v', emptyDir: {} }, { name: 'w', emptyDir: {} }] },
      container: { volumeMounts: [{ name: 'v', mountPath: '/v' }, { name: 'w', mountPath: '/v/' }] },
    }),
  ours('KN-POD-027', 'a Secret mounted for writing', 'Knative mounts it read-only without a word',
    () => at(Volume.secret('v', orders), { readOnly: false }), mounted(SECRET, { readOnly: false })),
  both('KN-POD-027', 'a Secret mounted for writing in an init container', 'volume mount should be readOnly for this type of volume',
    () => ({ initContainers: [{ ...INIT, ...at(Volume.secret('v', orders), { readOnly: false }) }] }),
    {
      initContainers: [{ ...INIT, volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: false }] }],
      pod: { volumes: [{ name: 'v', ...SECRET }] },
    }),
  both('KN-POD-027', 'a read-only claim mounted for writing', 'volume is readOnly but volume mount is not',
    () => at(Volume.persistentVolumeClaim('v', 'files', { readOnly: true }), { readOnly: false }),
    mounted({ persistentVolumeClaim: { claimName: 'files', readOnly: true } }, { readOnly: false })),
  ours('KN-POD-028', 'a path above the volume', noPod("must not contain '..'"),
    () => empty({ subPath: '../up' }), mounted({ emptyDir: {} }, { subPath: '../up' })),
  ours('KN-POD-028', 'an absolute path below the volume', noPod('must be a relative path'),
    () => empty({ subPath: '/up' }), mounted({ emptyDir: {} }, { subPath: '/up' })),
  both('KN-POD-048', 'mounts that go both ways', 'mount propagation should be set to None or HostToContainer',
    () => empty({ mountPropagation: untyped('Bidirectional') }), mounted({ emptyDir: {} }, { mountPropagation: 'Bidirectional' })),
  both('compiler', 'a path that is an expression', 'field not declared in schema',
    // @ts-expect-error no field of Knative
    () => props({ volumeMounts: [{ path: '/v', volume: Volume.emptyDir('v'), subPathExpr: '$(POD)' }] }),
    mounted({ emptyDir: {} }, { subPathExpr: '$(POD)' })),
];

export const rows: readonly VerdictRow[] = [...names, ...kinds, ...files, ...mounts];
