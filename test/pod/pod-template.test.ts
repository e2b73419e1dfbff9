import { Chart, Duration, Size } from 'cdk8s';
import { Secret, ServiceAccount as PlusServiceAccount } from 'cdk8s-plus-28';
import { Feature } from '../../lib/core';
import {
  type ContainerProps, Env, EnvFrom, ImagePullPolicy, PodDialect, Probe, SecretReference, ServiceAccount,
  TerminationMessagePolicy, Volume,
} from '../../lib/pod';
import { chartOf, codesOf, containerCodes, containerOf, IMAGE, PodOwner, problemsOf, specOf, warningsOf } from './pod-owner';

const SAFE = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

const AUTOMOUNT = 'automountServiceAccountToken';

function namesOf(spec: Record<string, unknown>, field = 'containers'): unknown[] {
  return (spec[field] as { name?: string }[]).map(({ name }) => name);
}

describe('a pod template', () => {
  test('with the smallest container says the least', () => {
    expect(specOf({}, [{ image: IMAGE }])).toEqual({ containers: [{ image: IMAGE, securityContext: SAFE }] });
  });

  test('says all that a container can say', () => {
    const volume = Volume.emptyDir('tmp', { sizeLimit: Size.mebibytes(1) });

    expect(containerOf({
      name: 'orders', command: ['serve'], args: ['--all'], workingDir: '/srv', env: { A: Env.value('b') },
      envFrom: [EnvFrom.secret(SecretReference.fromName('a'))], port: 8081, http2: true, resources: { memory: { limit: Size.gibibytes(1) } },
      livenessProbe: Probe.tcpSocket(), readinessProbe: Probe.tcpSocket(),
      startupProbe: Probe.tcpSocket({ port: 8081 }),
      volumeMounts: [{ path: '/tmp', volume }], imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
      terminationMessagePath: '/tmp/last-words', terminationMessagePolicy: TerminationMessagePolicy.FALLBACK_TO_LOGS_ON_ERROR,
    })).toEqual({
      name: 'orders', command: ['serve'], args: ['--all'], workingDir: '/srv', env: [{ name: 'A', value: 'b' }],
      envFrom: [{ secretRef: { name: 'a' } }], ports: [{ containerPort: 8081, name: 'h2c' }], resources: { limits: { memory: '1Gi' } },
      livenessProbe: { tcpSocket: {} }, readinessProbe: { tcpSocket: {} }, startupProbe: { tcpSocket: { port: 8081 } },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }], imagePullPolicy: 'IfNotPresent',
      terminationMessagePath: '/tmp/last-words', terminationMessagePolicy: 'FallbackToLogsOnError',
    });
  });

  test('fails with policies that are none', () => {
    expect(containerCodes({ imagePullPolicy: 'always' as ImagePullPolicy })).toEqual(['KN-POD-048']);
    expect(containerCodes({ terminationMessagePolicy: 'Log' as TerminationMessagePolicy })).toEqual(['KN-POD-048']);
  });

  test('fails without a container', () => {
    expect(codesOf({}, [])).toEqual(['KN-POD-003']);
    expect(codesOf({}, [], PodDialect.POD)).toEqual(['KN-POD-003']);
  });

  test('names the line of the program in what it refuses', () => {
    const { app, chart } = chartOf();
    new PodOwner(chart, 'owner', {}, [{ image: 'App' }]);

    expect(problemsOf(app)).toEqual([expect.stringMatching(/chart\/owner\] KN-POD-001 the image `App` has capitals in its path;.*\(test\/pod\/.*\.ts:\d+:\d+\)/)]);
  });

  test('warns about an image without version', () => {
    expect(warningsOf({ image: 'ghcr.io/example/orders' })).toEqual(['image-version']);
    expect(warningsOf({})).toEqual([]);
  });
});

describe('the name of a container', () => {
  test('is written only where the program gave one', () => {
    expect(namesOf(specOf({}, [{ image: IMAGE, port: 8080 }, { name: 'proxy', image: IMAGE }]))).toEqual([undefined, 'proxy']);
  });

  test('is the one that Knative gives, to those who ask', () => {
    const { chart } = chartOf(Feature.PODSPEC_INIT_CONTAINERS);
    const one = new PodOwner(chart, 'one', { initContainers: [{ image: IMAGE }] }, [{ image: IMAGE }]).template;
    const init = [{ image: IMAGE }, { image: IMAGE }];
    const several = new PodOwner(chart, 'several', { initContainers: init }, [
      { image: IMAGE }, { name: 'user-container-1', image: IMAGE }, { image: IMAGE, port: 8080 }, { image: IMAGE },
    ]).template;
    const clash = new PodOwner(chart, 'clash', { initContainers: [{ name: 'user-container', image: IMAGE }] }, [{ image: IMAGE }]).template;

    expect(one.containers.map(({ name }) => name)).toEqual(['user-container']);
    expect(one.initContainers.map(({ name }) => name)).toEqual(['init-container']);
    expect(several.containers.map(({ name }) => name)).toEqual(['user-container-0', 'user-container-1', 'user-container-2', 'user-container-3']);
    expect(several.initContainers.map(({ name }) => name)).toEqual(['init-container-0', 'init-container-1']);
    expect(clash.containers.map(({ name }) => name)).toEqual(['user-container-0']);
  });

  test('changes for those who ask when a second container comes', () => {
    const { chart } = chartOf();
    const { template } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE, port: 8080 }]);
    expect(template.servingContainer?.name).toBe('user-container');

    template.addContainer({ image: IMAGE });

    expect(template.servingContainer?.name).toBe('user-container-0');
  });

  test('is always written in a plain pod', () => {
    const spec = specOf({ initContainers: [{ image: IMAGE }] }, [{ image: IMAGE }, { image: IMAGE }], PodDialect.POD);

    expect(namesOf(spec)).toEqual(['user-container-0', 'user-container-1']);
    expect(namesOf(spec, 'initContainers')).toEqual(['init-container-0']);
  });

  test.each(['queue-proxy', 'Orders', 'a.b', '', 'a'.repeat(64)])('fails as %j', (name) => {
    expect(containerCodes({ name })).toEqual(['KN-POD-002']);
  });

  test('may be queue-proxy in a plain pod', () => {
    expect(codesOf({}, [{ name: 'queue-proxy', image: IMAGE }], PodDialect.POD)).toEqual([]);
  });

  test('fails when another container or init container has it', () => {
    const init = Feature.PODSPEC_INIT_CONTAINERS;

    expect(codesOf({}, [{ name: 'a', image: IMAGE, port: 8080 }, { name: 'a', image: IMAGE }])).toEqual(['KN-POD-002']);
    expect(codesOf({ initContainers: [{ name: 'a', image: IMAGE }] }, [{ name: 'a', image: IMAGE }], undefined, init)).toEqual(['KN-POD-002']);
  });
});

describe('the port', () => {
  test.each([
    [{ port: 1024 }, [{ containerPort: 1024 }]],
    [{ port: 65535, http2: false }, [{ containerPort: 65535, name: 'http1' }]],
    [{ http2: true }, [{ containerPort: 8080, name: 'h2c' }]],
    [{}, undefined],
  ])('of %j is written as %j', (props, ports) => {
    expect(containerOf(props).ports).toEqual(ports);
  });

  test.each([8008, 8012, 8013, 8022, 9090, 9091])('fails as %d, which Knative uses', (port) => {
    expect(containerCodes({ port })).toEqual(['KN-POD-010']);
    expect(codesOf({ initContainers: [{ image: IMAGE, port }] }, [{ image: IMAGE }], undefined, Feature.PODSPEC_INIT_CONTAINERS)).toEqual(['KN-POD-010']);
    expect(codesOf({}, [{ name: 'a', image: IMAGE, port }], PodDialect.POD)).toEqual([]);
  });

  test.each([0, -1, 65536, 80.5, Number.NaN])('fails as %d', (port) => {
    expect(containerCodes({ port })).toEqual(['KN-POD-010']);
    expect(codesOf({}, [{ name: 'a', image: IMAGE, port }], PodDialect.POD)).toEqual(['KN-POD-010']);
  });

  test('fails on two containers', () => {
    expect(codesOf({}, [{ image: IMAGE, port: 8080 }, { image: IMAGE, port: 8081 }])).toEqual(['KN-POD-011']);
    expect(codesOf({}, [{ image: IMAGE, port: 8080 }, { image: IMAGE, http2: true }])).toEqual(['KN-POD-011']);
    expect(codesOf({}, [{ image: IMAGE, port: 8080 }, { image: IMAGE, port: 8081 }], PodDialect.POD)).toEqual([]);
  });

  test('fails to be missing on several containers', () => {
    expect(codesOf({}, [{ image: IMAGE }, { image: IMAGE }])).toEqual(['KN-POD-012']);
    expect(codesOf({}, [{ image: IMAGE }, { image: IMAGE }], PodDialect.POD)).toEqual([]);
  });

  test('may come with a container that is added later', () => {
    const { app, chart } = chartOf();
    const { template } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE }]);

    template.addContainer({ image: IMAGE, port: 8080 });

    expect(problemsOf(app)).toEqual([]);
    expect(template.servingContainer?.props.port).toBe(8080);
  });

  test('warns below 1024, where a container without capabilities may not listen', () => {
    expect(warningsOf({ port: 80 })).toEqual(['low-port']);
    expect(warningsOf({ port: 1024 })).toEqual([]);
    expect(warningsOf({ port: 80, securityContext: { dropCapabilities: [] } })).toEqual([]);
    expect(warningsOf({ port: 443, securityContext: { dropCapabilities: ['NET_RAW'] } })).toEqual([]);
  });
});

describe('an init container', () => {
  test('fails on a Knative service without its flag', () => {
    expect(codesOf({ initContainers: [{ image: IMAGE }, { image: IMAGE }] }, [{ image: IMAGE }])).toEqual(['KN-FTR-001']);
  });

  test('is written where the flag is on', () => {
    const initContainers = [{ name: 'migrate', image: IMAGE, args: ['up'] }];

    expect(specOf({ initContainers }, [{ image: IMAGE }], undefined, Feature.PODSPEC_INIT_CONTAINERS).initContainers)
      .toEqual([{ name: 'migrate', image: IMAGE, args: ['up'], securityContext: SAFE }]);
  });
});

describe('what is added', () => {
  const mount = { path: '/x', volume: Volume.emptyDir('v') };

  test('goes to the container that gets the requests', () => {
    const { app, chart } = chartOf();
    const { template, apiObject } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE }, { image: IMAGE, port: 8080 }]);

    template.addEnv(undefined, 'A', Env.value('b'));
    template.addVolumeMount(undefined, mount);
    template.addEnvFrom(undefined, EnvFrom.secret(SecretReference.fromName('s')));

    app.synth();
    expect(apiObject.toJson().spec).toMatchObject({
      containers: [{ image: IMAGE }, { env: [{ name: 'A' }], volumeMounts: [{ name: 'v' }], envFrom: [{ secretRef: { name: 's' } }] }],
      volumes: [{ name: 'v' }],
    });
    expect(apiObject.toJson().spec.containers[0]).not.toHaveProperty('env');
  });

  test('goes to the container or init container of a name', () => {
    const { app, chart } = chartOf(Feature.PODSPEC_INIT_CONTAINERS);
    const { template, apiObject } = new PodOwner(chart, 'owner', { initContainers: [{ image: IMAGE }] }, [{ image: IMAGE }]);

    template.addEnv('init-container', 'A', Env.value('b'));
    template.addEnv('user-container', 'C', Env.value('d'));

    app.synth();
    expect(apiObject.toJson().spec).toMatchObject({ initContainers: [{ env: [{ name: 'A' }] }], containers: [{ env: [{ name: 'C' }] }] });
  });

  test('fails where there is no such container', () => {
    const { app, chart } = chartOf();
    const { template } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE }]);

    template.addEnv('orders', 'A', Env.value('b'));
    template.addVolumeMount('orders', mount);

    expect(problemsOf(app)).toEqual([expect.stringMatching(/KN-POD-047 there is no container called `orders`; allowed: `user-container`.*pod-template\.test\.ts/)]);
  });

  test('fails where there is no container at all', () => {
    const { app, chart } = chartOf();
    const { template } = new PodOwner(chart, 'owner');

    template.addEnv(undefined, 'A', Env.value('b'));

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-POD-047'), expect.stringContaining('KN-POD-003')]);
  });

  test('comes out the same in any order of containers and variables', () => {
    const { app, chart } = chartOf();
    const early = new PodOwner(chart, 'early', {}, [{ image: IMAGE, env: { A: Env.value('1'), B: Env.value('2') }, volumeMounts: [mount] }]);
    const late = new PodOwner(chart, 'late', {}, [{ image: IMAGE }]);
    late.template.addVolumeMount(undefined, mount);
    late.template.addEnv(undefined, 'A', Env.value('1'));
    late.template.addEnv(undefined, 'B', Env.value('2'));

    app.synth();

    expect(late.apiObject.toJson().spec).toEqual(early.apiObject.toJson().spec);
  });
});

describe('a command that is wrapped', () => {
  test('is written with what is around it, one wrap around the other', () => {
    const { app, chart } = chartOf();
    const { template, apiObject } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE, command: ['serve', '$(PORT)'], args: ['x'] }]);
    const wrap = (name: string) => template.servingContainer?._wrapCommand(({ command = [], args }) =>
      ({ command: [name, ...command], args }));

    wrap('inner');
    wrap('outer');

    app.synth();
    expect(apiObject.toJson().spec.containers[0]).toMatchObject({ command: ['outer', 'inner', 'serve', '$(PORT)'], args: ['x'] });
    expect(template.servingContainer?.props.command).toEqual(['serve', '$(PORT)']);
  });
});

describe('spelt-out defaults', () => {
  function spelt(containers: ContainerProps[], initContainers: ContainerProps[] = []): Record<string, unknown> {
    const { chart } = chartOf(Feature.MULTI_CONTAINER_PROBING, Feature.PODSPEC_INIT_CONTAINERS);
    const { template } = new PodOwner(chart, 'owner', { initContainers }, containers);
    return JSON.parse(JSON.stringify(template._render({ spellOutDefaults: true }))) as Record<string, unknown>;
  }

  test('are names and the readiness probe of the container that gets the requests', () => {
    expect(spelt([{ image: IMAGE, port: 8080 }, { image: IMAGE }], [{ image: IMAGE }])).toMatchObject({
      containers: [{ name: 'user-container-0', readinessProbe: { tcpSocket: {}, successThreshold: 1 } }, { name: 'user-container-1' }],
      initContainers: [{ name: 'init-container' }],
    });
    expect(spelt([{ image: IMAGE, port: 8080 }, { image: IMAGE }]))
      .not.toMatchObject({ containers: [{}, { readinessProbe: {} }] });
  });

  test.each([
    [Probe.httpGet('/'), { httpGet: { path: '/' }, successThreshold: 1 }],
    [Probe.httpGet('/', { successThreshold: 2 }), { httpGet: { path: '/' }, successThreshold: 2 }],
    [Probe.httpGet('/', { period: Duration.seconds(5) }),
      { httpGet: { path: '/' }, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 3, successThreshold: 1 }],
    [Probe.httpGet('/', { period: Duration.seconds(5), timeout: Duration.seconds(2), failureThreshold: 9 }),
      { httpGet: { path: '/' }, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 9, successThreshold: 1 }],
    [Probe.grpc(), { grpc: { service: '' }, successThreshold: 1 }],
  ])('fill in what a readiness probe leaves out: %#', (readinessProbe, expected) => {
    expect(spelt([{ image: IMAGE, readinessProbe }])).toMatchObject({ containers: [{ readinessProbe: expected }] });
  });
});

describe('the service account', () => {
  test('is written by name, ours or of cdk8s-plus or neither', () => {
    const { app, chart } = chartOf();
    const accounts = [
      new ServiceAccount(chart, 'ours'),
      new PlusServiceAccount(chart, 'theirs', { metadata: { name: 'theirs' } }),
      ServiceAccount.fromName('existing'),
    ];
    const owners = accounts.map((serviceAccount, i) => new PodOwner(chart, `owner-${i}`, { serviceAccount }, [{ image: IMAGE }]));

    app.synth();

    expect(owners.map(({ apiObject }) => apiObject.toJson().spec.serviceAccountName)).toEqual(['ours', 'theirs', 'existing']);
  });

  test('fails in another namespace', () => {
    const { app, chart } = chartOf();
    const elsewhere = new Chart(app, 'elsewhere', { namespace: 'payments' });
    const theirs = new PlusServiceAccount(elsewhere, 'theirs', { metadata: { name: 'theirs' } });
    new PodOwner(chart, 'one', { serviceAccount: new ServiceAccount(elsewhere, 'ours') }, [{ image: IMAGE }]);
    new PodOwner(chart, 'two', { serviceAccount: theirs }, [{ image: IMAGE }]);

    expect(problemsOf(app)).toEqual([
      expect.stringMatching(/chart\/one\] KN-NAM-007 ServiceAccount `ours`/),
      expect.stringMatching(/chart\/two\] KN-NAM-007 ServiceAccount `theirs`/),
    ]);
  });

  test('fails with a name that is none', () => {
    expect(codesOf({ serviceAccount: { name: 'My_Account' } }, [{ image: IMAGE }])).toEqual(['KN-POD-039']);
  });

  test('may keep its token to itself, but a Knative service fails to ask for it', () => {
    expect(specOf({ automountServiceAccountToken: false }, [{ image: IMAGE }])).toHaveProperty(AUTOMOUNT, false);
    expect(codesOf({ automountServiceAccountToken: true }, [{ image: IMAGE }])).toEqual(['KN-POD-038']);
    expect(specOf({ automountServiceAccountToken: true }, [{ image: IMAGE }], PodDialect.POD))
      .toHaveProperty(AUTOMOUNT, true);
  });
});

describe('image pull secrets', () => {
  test('are written once each', () => {
    const imagePullSecrets = [SecretReference.fromName('a'), { name: 'b' }, { name: 'a' }];

    expect(specOf({ imagePullSecrets, enableServiceLinks: false }, [{ image: IMAGE }])).toMatchObject({
      imagePullSecrets: [{ name: 'a' }, { name: 'b' }], enableServiceLinks: false,
    });
  });

  test('fail with a name that is none, or in another namespace', () => {
    const { app, chart } = chartOf();
    const theirs = new Secret(new Chart(app, 'elsewhere', { namespace: 'payments' }), 's', { metadata: { name: 's' } });
    new PodOwner(chart, 'owner', { imagePullSecrets: [{ name: '' }, theirs] }, [{ image: IMAGE }]);

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-POD-039'), expect.stringContaining('KN-NAM-007 Secret `s`')]);
  });
});
