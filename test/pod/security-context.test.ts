import { Chart, Testing } from 'cdk8s';
import { Feature } from '../../lib/core';
import { type ContainerSecurityContext, PodDialect, type PodSecurityContext, SeccompProfile } from '../../lib/pod';
import { KnativeService } from '../../lib/serving';
import { codesOf, containerCodes, IMAGE, raised, specOf } from './pod-owner';

const FLAG = Feature.PODSPEC_SECURITYCONTEXT;
const SAFE = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

function contextOf(securityContext?: ContainerSecurityContext, podSecurityContext?: PodSecurityContext): unknown {
  const features = [Feature.CONTAINERSPEC_ADDCAPABILITIES, Feature.PODSPEC_SECURITYCONTEXT];
  const spec = specOf({ podSecurityContext }, [{ image: IMAGE, securityContext }], undefined, ...features);
  return (spec.containers as { securityContext: unknown }[])[0]?.securityContext;
}

describe('the security context of a container', () => {
  test('is safe unless the program says otherwise', () => {
    expect(contextOf()).toEqual(SAFE);
    expect(contextOf({})).toEqual(SAFE);
  });

  test('is safe in sidecars and init containers too', () => {
    const containers = [{ image: IMAGE, port: 8080 }, { image: IMAGE }];
    const spec = specOf({ initContainers: [{ image: IMAGE }] }, containers, undefined, Feature.PODSPEC_INIT_CONTAINERS);

    expect(spec).toMatchObject({
      containers: [{ securityContext: SAFE }, { securityContext: SAFE }], initContainers: [{ securityContext: SAFE }],
    });
  });

  test('is safe in a plain pod', () => {
    expect(specOf({}, [{ name: 'a', image: IMAGE }], PodDialect.POD)).toMatchObject({ containers: [{ securityContext: SAFE }] });
  });

  test('can be loosened and tightened, setting by setting', () => {
    expect(contextOf({ runAsNonRoot: false })).toEqual({ ...SAFE, runAsNonRoot: false });
    expect(contextOf({ runAsNonRoot: false, runAsUser: 0 })).toEqual({ ...SAFE, runAsNonRoot: false, runAsUser: 0 });
    expect(contextOf({ dropCapabilities: [] })).toEqual({ ...SAFE, capabilities: { drop: [] } });
    expect(contextOf({ seccompProfile: SeccompProfile.UNCONFINED })).toEqual({ ...SAFE, seccompProfile: { type: 'Unconfined' } });
    expect(contextOf({
      runAsUser: 1000, runAsGroup: 2147483647, allowPrivilegeEscalation: true, readOnlyRootFilesystem: true,
      privileged: false, dropCapabilities: ['NET_RAW'], addCapabilities: ['NET_BIND_SERVICE'], seccompProfile: SeccompProfile.localhost('profiles/a.json'),
    })).toEqual({
      runAsNonRoot: true, runAsUser: 1000, runAsGroup: 2147483647, allowPrivilegeEscalation: true,
      readOnlyRootFilesystem: true, privileged: false, capabilities: { drop: ['NET_RAW'], add: ['NET_BIND_SERVICE'] },
      seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/a.json' },
    });
  });

  test('follows the pod where the container says nothing', () => {
    const pod = { runAsNonRoot: false, seccompProfile: SeccompProfile.UNCONFINED };

    expect(contextOf(undefined, pod)).toEqual({ ...SAFE, runAsNonRoot: false, seccompProfile: { type: 'Unconfined' } });
    expect(contextOf({ runAsNonRoot: true, seccompProfile: SeccompProfile.RUNTIME_DEFAULT }, pod)).toEqual(SAFE);
  });

  test.each<[ContainerSecurityContext, string[]]>([
    [{ privileged: true }, ['KN-POD-031']],
    [{ runAsUser: -1 }, ['KN-POD-032']],
    [{ runAsUser: 2147483648 }, ['KN-POD-032']],
    [{ runAsGroup: 1.5 }, ['KN-POD-032']],
    [{ runAsUser: 0 }, ['KN-POD-033']],
    [{ runAsUser: 0, runAsNonRoot: true }, ['KN-POD-033']],
    [{ dropCapabilities: ['all'] }, ['KN-POD-034']],
    [{ dropCapabilities: ['CAP_NET_RAW'] }, ['KN-POD-034']],
    [{ addCapabilities: ['net_admin'] }, ['KN-POD-034', 'KN-FTR-001']],
    [{ addCapabilities: ['NET_BIND_SERVICE'] }, ['KN-FTR-001']],
  ])('fails on a Knative service as %j with %j', (securityContext, expected) => {
    expect(containerCodes({ securityContext })).toEqual(expected);
  });

  test('fails where it gains what it must not', () => {
    const pod = PodDialect.POD;

    expect(codesOf({}, [{ image: IMAGE, securityContext: { addCapabilities: ['SYS_ADMIN'] } }], pod)).toEqual([]);
    expect(codesOf({}, [{ image: IMAGE, securityContext: { privileged: true, allowPrivilegeEscalation: false } }], pod)).toEqual(['KN-POD-033']);
    expect(codesOf({}, [{ image: IMAGE, securityContext: { addCapabilities: ['SYS_ADMIN'], allowPrivilegeEscalation: true } }], pod)).toEqual([]);
  });

  test('may be privileged in a plain pod, which then may gain rights', () => {
    expect(specOf({}, [{ image: IMAGE, securityContext: { privileged: true } }], PodDialect.POD))
      .toMatchObject({ containers: [{ securityContext: { privileged: true, allowPrivilegeEscalation: true } }] });
  });

  test('fails as root where the pod decides', () => {
    const pod = { podSecurityContext: { runAsUser: 0 } };

    const other = { runAsUser: 7 };

    expect(codesOf(pod, [{ image: IMAGE }], undefined, FLAG)).toEqual(['KN-POD-033']);
    expect(codesOf(pod, [{ image: IMAGE, securityContext: other }], undefined, FLAG)).toEqual([]);
  });
});

describe('the security context of a pod', () => {
  test('is written where the flag is on', () => {
    const podSecurityContext = {
      runAsNonRoot: true, runAsUser: 1, runAsGroup: 2, fsGroup: 3, supplementalGroups: [4, 5],
      seccompProfile: SeccompProfile.RUNTIME_DEFAULT,
    };

    expect(specOf({ podSecurityContext }, [{ image: IMAGE }], undefined, FLAG).securityContext).toEqual({
      runAsNonRoot: true, runAsUser: 1, runAsGroup: 2, fsGroup: 3, supplementalGroups: [4, 5], seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test.each<PodSecurityContext>([
    { runAsUser: -1 }, { runAsGroup: 2147483648 }, { fsGroup: -1 }, { supplementalGroups: [1, -1] },
    { runAsUser: Number.NaN },
  ])('fails as %j', (podSecurityContext) => {
    expect(codesOf({ podSecurityContext }, [{ image: IMAGE }], undefined, Feature.PODSPEC_SECURITYCONTEXT)).toEqual(['KN-POD-032']);
  });
});

test.each(['', '/abs.json', 'a/../../b'])('a seccomp profile fails at %j', (path) => {
  expect(raised(() => SeccompProfile.localhost(path))).toBe('KN-POD-028');
});

test('empty settings of a pod are left out, since Knative refuses even those', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  new KnativeService(chart, 'orders', {
    image: 'ghcr.io/example/orders:1.0', podSecurityContext: {}, affinity: {}, dnsConfig: {},
  });

  const [service] = Testing.synth(chart) as { spec: { template: { spec: object } } }[];

  expect(Object.keys(service?.spec.template.spec ?? {})).toEqual(['containers']);
});
