import { Chart, Duration, Size } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { Feature } from '../../lib/core';
import {
  AccessMode, cleanPath, ConfigMapReference, DownwardApiFile, EmptyDirMedium, HostPathType, ImagePullPolicy,
  MountPropagation, PodDialect, ProjectedSource, SecretReference, Volume, type VolumeMount,
} from '../../lib/pod';
import { chartOf, codesOf, containerCodes, IMAGE, PodOwner, problemsOf, raised, specOf } from './pod-owner';

const secret = SecretReference.fromName('keys');
const configMap = ConfigMapReference.fromName('settings');
const all = [
  Feature.PODSPEC_PERSISTENT_VOLUME_CLAIM, Feature.PODSPEC_PERSISTENT_VOLUME_WRITE, Feature.PODSPEC_VOLUMES_EPHEMERAL,
  Feature.PODSPEC_VOLUMES_HOSTPATH, Feature.PODSPEC_VOLUMES_CSI, Feature.PODSPEC_VOLUMES_IMAGE,
];

function podWith(volumeMounts: VolumeMount[], dialect?: PodDialect, ...features: Feature[]): Record<string, unknown> {
  return specOf({}, [{ image: IMAGE, volumeMounts }], dialect, ...features);
}

function rendered(volume: Volume): unknown {
  return (podWith([{ path: '/x', volume }], undefined, ...all).volumes as unknown[])[0];
}

describe('a volume', () => {
  test.each<[string, Volume, Record<string, unknown>]>([
    ['a Secret', Volume.secret('v', secret), { secret: { secretName: 'keys' } }],
    ['keys of a Secret', Volume.secret('v', secret, { items: [{ key: 'a', path: 'b/c', mode: 0o400 }], optional: true, defaultMode: 0o440 }),
      { secret: { secretName: 'keys', items: [{ key: 'a', path: 'b/c', mode: 256 }], optional: true, defaultMode: 288 } }],
    ['a ConfigMap', Volume.configMap('v', configMap, { items: [{ key: 'a', path: 'b' }] }),
      { configMap: { name: 'settings', items: [{ key: 'a', path: 'b' }] } }],
    ['several sources', Volume.projected('v', [
      ProjectedSource.secret(secret, { items: [{ key: 'a', path: 'a' }], optional: true }),
      ProjectedSource.configMap(configMap),
      ProjectedSource.serviceAccountToken('token', { audience: 'vault', expiration: Duration.minutes(10) }),
      ProjectedSource.downwardApi(
        DownwardApiFile.field('labels', 'metadata.labels', { mode: 0o400 }),
        DownwardApiFile.resource('memory', 'user-container', 'limits.memory', { divisor: '1Mi' }),
      ),
    ], { defaultMode: 0 }), { projected: {
      defaultMode: 0,
      sources: [
        { secret: { name: 'keys', items: [{ key: 'a', path: 'a' }], optional: true } },
        { configMap: { name: 'settings' } },
        { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 600 } },
        { downwardAPI: { items: [
          { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' }, mode: 256 },
          { path: 'memory', resourceFieldRef: { containerName: 'user-container', resource: 'limits.memory', divisor: '1Mi' } },
        ] } },
      ],
    } }],
    ['an empty folder', Volume.emptyDir('v'), { emptyDir: {} }],
    ['an empty folder in memory', Volume.emptyDir('v', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(64) }),
      { emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }],
    ['a claim', Volume.persistentVolumeClaim('v', 'data'), { persistentVolumeClaim: { claimName: 'data' } }],
    ['a claim to read', Volume.persistentVolumeClaim('v', 'data', { readOnly: true }),
      { persistentVolumeClaim: { claimName: 'data', readOnly: true } }],
    ['a claim of the pod', Volume.ephemeral('v', Size.gibibytes(1), {
      accessModes: [AccessMode.READ_WRITE_ONCE_POD], storageClassName: 'fast', labels: { a: 'b' }, annotations: { c: 'd' },
    }), { ephemeral: { volumeClaimTemplate: {
      metadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
      spec: { accessModes: ['ReadWriteOncePod'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' },
    } } }],
    ['a small claim of the pod', Volume.ephemeral('v', Size.mebibytes(1)), { ephemeral: { volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
    } } }],
    ['a folder of the node', Volume.hostPath('v', '/var/log', { type: HostPathType.DIRECTORY }), { hostPath: { path: '/var/log', type: 'Directory' } }],
    ['what a driver makes', Volume.csi('v', 'secrets-store.csi.k8s.io', {
      readOnly: true, fsType: 'ext4', attributes: { secretProviderClass: 'vault' }, nodePublishSecret: secret,
    }), { csi: {
      driver: 'secrets-store.csi.k8s.io', readOnly: true, fsType: 'ext4',
      volumeAttributes: { secretProviderClass: 'vault' }, nodePublishSecretRef: { name: 'keys' },
    } }],
    ['the files of an image', Volume.image('v', IMAGE, { pullPolicy: ImagePullPolicy.ALWAYS }), { image: { reference: IMAGE, pullPolicy: 'Always' } }],
  ])('can be %s', (_, volume, expected) => {
    expect(rendered(volume)).toEqual({ name: 'v', ...expected });
  });

  test.each<[string, Feature[], Volume]>([
    ['a Secret', [], Volume.secret('v', secret)],
    ['a ConfigMap', [], Volume.configMap('v', configMap)],
    ['several sources', [], Volume.projected('v', [ProjectedSource.secret(secret)])],
    ['an empty folder', [], Volume.emptyDir('v')],
    ['a claim', [Feature.PODSPEC_PERSISTENT_VOLUME_CLAIM, Feature.PODSPEC_PERSISTENT_VOLUME_WRITE], Volume.persistentVolumeClaim('v', 'data')],
    ['a claim to read', [Feature.PODSPEC_PERSISTENT_VOLUME_CLAIM], Volume.persistentVolumeClaim('v', 'data', { readOnly: true })],
    ['a claim of the pod', [Feature.PODSPEC_VOLUMES_EPHEMERAL], Volume.ephemeral('v', Size.gibibytes(1))],
    ['a folder of the node', [Feature.PODSPEC_VOLUMES_HOSTPATH], Volume.hostPath('v', '/var/log')],
    ['what a driver makes', [Feature.PODSPEC_VOLUMES_CSI], Volume.csi('v', 'driver')],
    ['the files of an image', [Feature.PODSPEC_VOLUMES_IMAGE], Volume.image('v', IMAGE)],
  ])('fails as %s on a Knative service without the flags %j', (_, needed, volume) => {
    const volumeMounts = [{ path: '/x', volume }];

    expect(containerCodes({ volumeMounts })).toEqual(needed.map(() => 'KN-FTR-001'));
    expect(containerCodes({ volumeMounts }, ...needed)).toEqual([]);
    for (const missing of needed) {
      expect(containerCodes({ volumeMounts }, ...needed.filter((feature) => feature !== missing))).toEqual(['KN-FTR-001']);
    }
    expect(codesOf({}, [{ name: 'a', image: IMAGE, volumeMounts }], PodDialect.POD)).toEqual([]);
  });

  test.each([
    ['a name with capitals', () => Volume.emptyDir('Data'), 'KN-POD-022'],
    ['a name with a dot', () => Volume.emptyDir('a.b'), 'KN-POD-022'],
    ['no name', () => Volume.secret('', secret), 'KN-POD-022'],
    ['a name of 64 characters', () => Volume.emptyDir('a'.repeat(64)), 'KN-POD-022'],
    ['a Secret without name', () => Volume.secret('v', { name: '' }), 'KN-POD-039'],
    ['a ConfigMap without name', () => Volume.configMap('v', { name: '' }), 'KN-POD-039'],
    ['a claim without name', () => Volume.persistentVolumeClaim('v', ''), 'KN-POD-039'],
    ['a source without name', () => ProjectedSource.secret({ name: '' }), 'KN-POD-039'],
    ['a driver secret without name', () => Volume.csi('v', 'd', { nodePublishSecret: { name: '' } }), 'KN-POD-039'],
    ['no source', () => Volume.projected('v', []), 'KN-POD-024'],
    ['no path on the node', () => Volume.hostPath('v', ''), 'KN-POD-024'],
    ['a path out of the node', () => Volume.hostPath('v', '/var/../etc'), 'KN-POD-024'],
    ['a relative path of the node', () => Volume.hostPath('v', 'var/log'), 'KN-POD-024'],
    ['a claim of nothing', () => Volume.ephemeral('v', Size.gibibytes(0)), 'KN-POD-024'],
    ['a claim that nobody may use', () => Volume.ephemeral('v', Size.gibibytes(1), { accessModes: [] }), 'KN-POD-024'],
    ['a claim for one pod and for others', () => Volume.ephemeral('v', Size.gibibytes(1), { accessModes: [AccessMode.READ_WRITE_ONCE_POD, AccessMode.READ_ONLY_MANY] }), 'KN-POD-024'],
    ['no file of the downward API', () => ProjectedSource.downwardApi(), 'KN-POD-024'],
    ['two tokens in one place', () => Volume.projected('v', [ProjectedSource.serviceAccountToken('t'), ProjectedSource.serviceAccountToken('t')]), 'KN-POD-051'],
    ['a file of two objects in one place', () => Volume.projected('v', [
      ProjectedSource.secret(secret, { items: [{ key: 'a', path: 'x' }] }), ProjectedSource.configMap(configMap, { items: [{ key: 'b', path: 'x' }] }),
    ]), 'KN-POD-051'],
    ['a label that is none', () => DownwardApiFile.field('a', "metadata.labels['my team']"), 'KN-POD-009'],
    ['no driver', () => Volume.csi('v', ''), 'KN-POD-024'],
    ['a driver that is none', () => Volume.csi('v', 'a_b'), 'KN-POD-024'],
    ['an image that is none', () => Volume.image('v', 'App'), 'KN-POD-001'],
    ['a size that is none', () => Volume.emptyDir('v', { sizeLimit: Size.mebibytes(Number.NaN) }), 'KN-POD-035'],
    ['a claim size that is none', () => Volume.ephemeral('v', Size.mebibytes(Number.NaN)), 'KN-POD-035'],
    ['a claim label that is none', () => Volume.ephemeral('v', Size.gibibytes(1), { labels: { 'a b': 'c' } }), 'KN-NAM-004'],
    ['a claim annotation that is none', () => Volume.ephemeral('v', Size.gibibytes(1), { annotations: { 'a b': 'c' } }), 'KN-NAM-005'],
    ['a storage class that is none', () => Volume.ephemeral('v', Size.gibibytes(1), { storageClassName: 'Fast' }), 'KN-POD-039'],
    ['a medium that is none', () => Volume.emptyDir('v', { medium: 'memory' as EmptyDirMedium }), 'KN-POD-048'],
    ['a type that is none', () => Volume.hostPath('v', '/x', { type: 'Folder' as HostPathType }), 'KN-POD-048'],
    ['an access mode that is none', () => Volume.ephemeral('v', Size.gibibytes(1), { accessModes: ['RWO' as AccessMode] }), 'KN-POD-048'],
    ['a policy that is none', () => Volume.image('v', IMAGE, { pullPolicy: 'always' as ImagePullPolicy }), 'KN-POD-048'],
    ['a mode above 0777', () => Volume.secret('v', secret, { defaultMode: 0o1000 }), 'KN-POD-029'],
    ['a mode below 0', () => Volume.configMap('v', configMap, { defaultMode: -1 }), 'KN-POD-029'],
    ['half a mode', () => Volume.projected('v', [ProjectedSource.secret(secret)], { defaultMode: 1.5 }), 'KN-POD-029'],
    ['a mode of a file above 0777', () => Volume.secret('v', secret, { items: [{ key: 'a', path: 'a', mode: 777 }] }), 'KN-POD-029'],
    ['a key that is none', () => Volume.secret('v', secret, { items: [{ key: '', path: 'a' }] }), 'KN-POD-008'],
    ['an absolute file', () => Volume.secret('v', secret, { items: [{ key: 'a', path: '/a' }] }), 'KN-POD-028'],
    ['no file', () => Volume.configMap('v', configMap, { items: [{ key: 'a', path: '' }] }), 'KN-POD-028'],
    ['a file out of the volume', () => ProjectedSource.configMap(configMap, { items: [{ key: 'a', path: 'a/../../b' }] }), 'KN-POD-028'],
    ['a file of the kubelet', () => ProjectedSource.secret(secret, { items: [{ key: 'a', path: '..data' }] }), 'KN-POD-028'],
    ['no file for a token', () => ProjectedSource.serviceAccountToken(''), 'KN-POD-028'],
    ['a token of 9 minutes', () => ProjectedSource.serviceAccountToken('t', { expiration: Duration.minutes(9) }), 'KN-POD-030'],
    ['a token of 599 seconds', () => ProjectedSource.serviceAccountToken('t', { expiration: Duration.seconds(599) }), 'KN-POD-030'],
    ['a token of too many seconds', () => ProjectedSource.serviceAccountToken('t', { expiration: Duration.days(50000) }), 'KN-DUR-002'],
    ['a token of half a second', () => ProjectedSource.serviceAccountToken('t', { expiration: Duration.millis(600500) }), 'KN-DUR-001'],
    ['a field that is none', () => DownwardApiFile.field('a', 'status.podIP'), 'KN-POD-009'],
    ['a resource that is none', () => DownwardApiFile.resource('a', 'app', 'cpu'), 'KN-POD-009'],
    ['a field out of the volume', () => DownwardApiFile.field('../a', 'metadata.name'), 'KN-POD-028'],
    ['a field with a mode that is none', () => DownwardApiFile.field('a', 'metadata.name', { mode: 0o1777 }), 'KN-POD-029'],
    ['a unit that is none', () => DownwardApiFile.resource('a', 'app', 'limits.cpu', { divisor: 'x' }), 'KN-POD-035'],
  ])('fails with %s', (_, run, code) => {
    expect(raised(run)).toBe(code);
  });

  test('takes drives of a node, and files of several sources next to each other', () => {
    expect(rendered(Volume.hostPath('v', 'C:\\data'))).toMatchObject({ hostPath: { path: 'C:\\data' } });
    expect(raised(() => Volume.projected('v', [
      ProjectedSource.secret(secret), ProjectedSource.secret(secret), ProjectedSource.serviceAccountToken('t'),
      ProjectedSource.downwardApi(DownwardApiFile.field('u', "metadata.annotations['Team']")),
    ]))).toBe('nothing');
  });

  test.each(['pod-info', 'server-certs', 'knative-var-log', 'knative-token-volume'])('fails with the name %s of Knative', (name) => {
    const volumeMounts = [{ path: '/x', volume: Volume.emptyDir(name) }];

    expect(containerCodes({ volumeMounts })).toEqual(['KN-POD-050']);
    expect(codesOf({}, [{ name: 'a', image: IMAGE, volumeMounts }], PodDialect.POD)).toEqual([]);
  });

  test('fails with a resource of a container that the pod lacks', () => {
    const volume = (name: string) => Volume.projected('v', [ProjectedSource.downwardApi(DownwardApiFile.resource('a', name, 'limits.cpu'))]);

    expect(containerCodes({ volumeMounts: [{ path: '/x', volume: volume('proxy') }] })).toEqual(['KN-POD-052']);
    expect(containerCodes({ volumeMounts: [{ path: '/x', volume: volume('user-container') }] })).toEqual([]);
  });

  test('takes the widest mode', () => {
    expect(rendered(Volume.secret('v', secret, { defaultMode: 0o777 }))).toMatchObject({ secret: { defaultMode: 511 } });
  });

  test('is one, however many containers mount it', () => {
    const volume = Volume.emptyDir('shared');
    const containers = [
      { image: IMAGE, port: 8080, volumeMounts: [{ path: '/a', volume }, { path: '/b', volume, subPath: 'b' }] },
      { image: IMAGE, volumeMounts: [{ path: '/a', volume: Volume.emptyDir('shared') }] },
    ];

    expect(specOf({}, containers).volumes).toEqual([{ name: 'shared', emptyDir: {} }]);
  });

  test('fails when another has its name', () => {
    const volumeMounts = [
      { path: '/a', volume: Volume.secret('v', secret) },
      { path: '/b', volume: Volume.secret('v', secret, { optional: true }) },
    ];

    expect(containerCodes({ volumeMounts })).toEqual(['KN-POD-023']);
  });

  test('fails when its object is known to lie in another namespace', () => {
    const { app, chart } = chartOf();
    const theirs = new Secret(new Chart(app, 'elsewhere', { namespace: 'payments' }), 'secret', { metadata: { name: 'secret' } });
    const volume = Volume.projected('v', [ProjectedSource.secret(theirs)]);

    new PodOwner(chart, 'owner', {}, [{ image: IMAGE, volumeMounts: [{ path: '/x', volume }] }]);

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-NAM-007 Secret `secret` lies in namespace `payments`')]);
  });
});

describe('a mount', () => {
  test.each<[string, Volume, boolean | undefined]>([
    ['a Secret', Volume.secret('v', secret), true],
    ['a ConfigMap', Volume.configMap('v', configMap), true],
    ['several sources', Volume.projected('v', [ProjectedSource.secret(secret)]), true],
    ['a claim to read', Volume.persistentVolumeClaim('v', 'data', { readOnly: true }), true],
    ['a folder of the node', Volume.hostPath('v', '/var/log'), true],
    ['what a driver makes', Volume.csi('v', 'driver'), true],
    ['the files of an image', Volume.image('v', IMAGE), true],
    ['an empty folder', Volume.emptyDir('v'), undefined],
    ['a claim', Volume.persistentVolumeClaim('v', 'data'), undefined],
    ['a claim of the pod', Volume.ephemeral('v', Size.gibibytes(1)), undefined],
  ])('of %s is read-only on a Knative service: %s', (_, volume, readOnly) => {
    const spec = podWith([{ path: '/x', volume }], undefined, ...all);

    expect(spec).toMatchObject({ containers: [{ volumeMounts: [{ name: 'v', mountPath: '/x' }] }] });
    expect(JSON.stringify(spec.containers)).toContain(`"mountPath":"/x","name":"v"${readOnly === true ? ',"readOnly":true' : ''}}`);
    const codes = containerCodes({ volumeMounts: [{ path: '/x', volume, readOnly: false }] }, ...all);
    expect(codes).toEqual(readOnly === true ? ['KN-POD-027'] : []);
  });

  test('may be read-only where it need not be', () => {
    expect(podWith([{ path: '/x', volume: Volume.emptyDir('v'), readOnly: true }]))
      .toMatchObject({ containers: [{ volumeMounts: [{ readOnly: true }] }] });
  });

  test('of an init container is read-only too, where Knative does not see to it', () => {
    const initContainers = [{ image: IMAGE, volumeMounts: [{ path: '/x', volume: Volume.secret('v', secret) }] }];

    expect(specOf({ initContainers }, [{ image: IMAGE }], undefined, Feature.PODSPEC_INIT_CONTAINERS))
      .toMatchObject({ initContainers: [{ volumeMounts: [{ readOnly: true }] }], volumes: [{ name: 'v' }] });
  });

  test('of a plain pod is as the program says', () => {
    const volumeMounts = [
      { path: '/', volume: Volume.hostPath('h', '/'), readOnly: false },
      { path: '/dev', volume: Volume.secret('s', secret) },
    ];

    expect(specOf({}, [{ name: 'a', image: IMAGE, volumeMounts }], PodDialect.POD)).toMatchObject({
      containers: [{ volumeMounts: [{ mountPath: '/', name: 'h', readOnly: false }, { mountPath: '/dev', name: 's' }] }],
    });
  });

  test('may be part of a volume, and see later mounts where the flag is on', () => {
    const mount = { path: '/x', volume: Volume.emptyDir('v'), subPath: 'a/b', mountPropagation: MountPropagation.HOST_TO_CONTAINER };

    expect(podWith([mount], undefined, Feature.PODSPEC_VOLUMES_MOUNT_PROPAGATION))
      .toMatchObject({ containers: [{ volumeMounts: [{ subPath: 'a/b', mountPropagation: 'HostToContainer' }] }] });
    expect(containerCodes({ volumeMounts: [mount] })).toEqual(['KN-FTR-001']);
  });

  test.each(['/dev/shm', '/tmp', '/x/', '/x/../y', '/..data', '/var/run/secrets'])('may be at %s', (path) => {
    expect(containerCodes({ volumeMounts: [{ path, volume: Volume.emptyDir('v') }] })).toEqual([]);
  });

  test.each(['', 'x', './x', '/', '//', '/x/..', '/dev', '/dev/', '/dev/log', '/dev//log', '/dev/./log/', '/a:b'])('fails at %j', (path) => {
    expect(containerCodes({ volumeMounts: [{ path, volume: Volume.emptyDir('v') }] })).toEqual(['KN-POD-025']);
  });

  test.each([['/x', '/x'], ['/x/', '/x'], ['/x', '//x'], ['/x/y', '/x/./y'], ['/x', '/y/../x']])('fails at %s and %s at once', (one, two) => {
    const volume = Volume.emptyDir('v');

    expect(containerCodes({ volumeMounts: [{ path: one, volume }, { path: two, volume }] })).toEqual(['KN-POD-026']);
  });

  test.each(['/a', '..', 'a/../b'])('fails with the part %s of a volume', (subPath) => {
    expect(containerCodes({ volumeMounts: [{ path: '/x', volume: Volume.emptyDir('v'), subPath }] })).toEqual(['KN-POD-028']);
  });

  test('fails with a propagation that is none', () => {
    const mount = { path: '/x', volume: Volume.emptyDir('v'), mountPropagation: 'Bidirectional' as MountPropagation };

    expect(containerCodes({ volumeMounts: [mount] }, Feature.PODSPEC_VOLUMES_MOUNT_PROPAGATION)).toEqual(['KN-POD-048']);
  });

  test('has a path that cleaning twice does not change', () => {
    fc.assert(fc.property(fc.stringMatching(/^\/([a-c.]{0,3}\/){0,5}$/), (path) => {
      const once = cleanPath(path);
      expect(cleanPath(once)).toBe(once);
      expect(once === '/' || !once.endsWith('/')).toBe(true);
    }));
  });
});
