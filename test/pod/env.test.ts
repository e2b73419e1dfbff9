import { Chart } from 'cdk8s';
import { ConfigMap, EnvValue, Secret } from 'cdk8s-plus-28';
import { Feature } from '../../lib/core';
import { checkEnvField, checkKey, ConfigMapReference, Env, EnvFrom, PodDialect, SecretReference } from '../../lib/pod';
import { chartOf, codesOf, containerCodes, containerOf, IMAGE, PodOwner, problemsOf, raised, specOf } from './pod-owner';

const secret = SecretReference.fromName('database');
const INIT = Feature.PODSPEC_INIT_CONTAINERS;
const configMap = ConfigMapReference.fromName('settings');

describe('an environment variable', () => {
  test('is written with its text or source, in the order of the program', () => {
    const env = {
      ZONE: Env.value('eu'),
      EMPTY: Env.value(''),
      PASSWORD: Env.fromSecret(secret, 'password'),
      MODE: Env.fromConfigMap(configMap, 'mode', { optional: true }),
    };

    expect(containerOf({ env }).env).toEqual([
      { name: 'ZONE', value: 'eu' },
      { name: 'EMPTY', value: '' },
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
      { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode', optional: true } } },
    ]);
  });

  test('may come from cdk8s-plus', () => {
    const { app, chart } = chartOf();
    const theirs = new Secret(chart, 'theirs', { metadata: { name: 'theirs' } });
    const map = new ConfigMap(chart, 'map', { metadata: { name: 'map' } });
    const env = {
      TEXT: EnvValue.fromValue('x'),
      KEY: theirs.envValue('key'),
      OURS: Env.fromSecret(theirs, 'key'),
      MAP: EnvValue.fromConfigMap(map, 'key'),
    };
    const owner = new PodOwner(chart, 'owner', {}, [{ image: IMAGE, env }]);

    app.synth();

    expect(owner.apiObject.toJson().spec.containers[0].env).toEqual([
      { name: 'TEXT', value: 'x' },
      { name: 'KEY', valueFrom: { secretKeyRef: { name: 'theirs', key: 'key' } } },
      { name: 'OURS', valueFrom: { secretKeyRef: { name: 'theirs', key: 'key' } } },
      { name: 'MAP', valueFrom: { configMapKeyRef: { name: 'map', key: 'key' } } },
    ]);
  });

  test('may be a field or resource where the flag is on', () => {
    const env = { POD: Env.fromField('metadata.name'), MEMORY: Env.fromResource('limits.memory', { divisor: '1Mi' }) };

    expect(containerOf({ env }, Feature.PODSPEC_FIELDREF).env).toEqual([
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
    ]);
  });

  test.each([
    ['ours', Env.fromField('metadata.name')],
    ['ours', Env.fromResource('limits.cpu')],
    ['of cdk8s-plus', EnvValue.fromFieldRef('metadata.name' as never)],
  ])('fails as a field (%s) on a Knative service whose flag is off', (_, value) => {
    expect(containerCodes({ env: { A: value } })).toEqual(['KN-FTR-001']);
    expect(codesOf({}, [{ name: 'a', image: IMAGE, env: { A: value } }], PodDialect.POD)).toEqual([]);
  });

  test.each(['A', 'log_level', '_', '.a', 'my-var', '1ST', 'Logging:LogLevel:Default', 'WITH SPACE'])(
    'may be called %j', (name) => {
      expect(containerCodes({ env: { [name]: Env.value('x') } })).toEqual([]);
    });

  test.each(['', 'A=B', 'Ä', 'A\tB', 'A\n'])('fails to be called %j', (name) => {
    expect(containerCodes({ env: { [name]: Env.value('x') } })).toEqual(['KN-POD-004']);
  });

  test.each(['PORT', 'K_SERVICE', 'K_CONFIGURATION', 'K_REVISION'])('fails as %s on a Knative service', (name) => {
    expect(containerCodes({ env: { [name]: Env.value('x') } })).toEqual(['KN-POD-005']);
  });

  test('may be PORT in sidecars and init containers, which are not given one', () => {
    const env = { PORT: Env.value('8081') };

    expect(codesOf({}, [{ image: IMAGE, port: 8080 }, { image: IMAGE, env }])).toEqual([]);
    expect(codesOf({ initContainers: [{ image: IMAGE, env }] }, [{ image: IMAGE }], undefined, INIT)).toEqual([]);
    expect(codesOf({}, [{ image: IMAGE, port: 8080, env }, { image: IMAGE }])).toEqual(['KN-POD-005']);
  });

  test('fails as K_SERVICE in sidecars and init containers too', () => {
    const env = { K_SERVICE: Env.value('x') };

    expect(codesOf({}, [{ image: IMAGE, port: 8080 }, { image: IMAGE, env }])).toEqual(['KN-POD-005']);
    expect(codesOf({ initContainers: [{ image: IMAGE, env }] }, [{ image: IMAGE }], undefined, INIT))
      .toEqual(['KN-POD-005']);
  });

  test.each([
    ['a bare text', 'x'],
    ['a number', { value: 1 }],
    ['nothing', {}],
    ['undefined', undefined],
    ['null', null],
    ['a text and a source', { value: 'x', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }],
    ['an empty source', { valueFrom: {} }],
    ['a source that is none', { valueFrom: null }],
    ['two sources', { valueFrom: { secretKeyRef: { name: 'a', key: 'b' }, configMapKeyRef: { name: 'a', key: 'b' } } }],
  ])('fails as %s, which JavaScript may pass', (_, value) => {
    expect(containerCodes({ env: { A: value as EnvValue } })).toEqual(['KN-POD-007']);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ secretKeyRef: { name: '', key: 'a' } }, 'KN-POD-039'],
    [{ secretKeyRef: { name: 'a' } }, 'KN-POD-008'],
    [{ configMapKeyRef: { key: 'a' } }, 'KN-POD-039'],
    [{ configMapKeyRef: { name: 'a', key: 'b c' } }, 'KN-POD-008'],
  ])('fails with the reference %j, which others may make', (valueFrom, code) => {
    expect(containerCodes({ env: { A: { valueFrom } } })).toEqual([code]);
  });

  test('fails as PORT with the advice to set the port', () => {
    const { app, chart } = chartOf();
    new PodOwner(chart, 'owner', {}, [{ image: IMAGE, env: { PORT: Env.value('8081') } }]);

    expect(problemsOf(app)).toEqual([expect.stringContaining('leave it out, and write the number as the `port` of the container')]);
  });

  test('fails when it is set twice', () => {
    const { app, chart } = chartOf();
    const { template } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE, env: { A: Env.value('1') } }]);

    template.addEnv(undefined, 'A', Env.value('2'));

    expect(problemsOf(app)).toEqual([expect.stringMatching(/KN-POD-006 the environment variable `A` of the container `user-container` is set already.*env\.test\.ts:\d+/)]);
  });

  test('fails when something sets it for the container later', () => {
    const { app, chart } = chartOf();
    const { template } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE, env: { K_SINK: Env.value('x') } }]);

    template.injectEnv(['K_SINK'], 'a SinkBinding');
    template.addEnv(undefined, 'OTHER', Env.value('x'));

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-POD-005 the environment variable `K_SINK` is set by a SinkBinding')]);
  });

  test('fails when something sets it for the container already', () => {
    const { app, chart } = chartOf();
    const { template } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE }]);
    template.injectEnv(['K_SINK'], 'a SinkBinding');

    template.addEnv(undefined, 'K_SINK', Env.value('x'));

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-POD-005')]);
  });
});

describe('a reference in an environment value', () => {
  test.each([
    [{ HOST: Env.value('db'), URL: Env.value('pg://$(HOST)/x') }],
    [{ URL: Env.value('pg://$(FROM_ELSEWHERE)/x') }],
    [{ TEXT: Env.value('$$(LATER)'), LATER: Env.value('x') }],
    [{ TEXT: Env.value('$LATER'), LATER: Env.value('x') }],
  ])('may name what stands before it, what is unknown, or nothing: %j', (env) => {
    expect(containerCodes({ env })).toEqual([]);
  });

  test.each([
    [{ URL: Env.value('pg://$(HOST)/x'), HOST: Env.value('db') }],
    [{ SELF: Env.value('$(SELF):/opt') }],
    [{ URL: Env.value('http://localhost:$(PORT)') }],
    [{ NAME: Env.value('$(K_REVISION)-x') }],
  ])('fails when it names what stands after it: %j', (env) => {
    expect(containerCodes({ env })).toEqual(['KN-POD-015']);
  });
});

describe('the keys of an object', () => {
  test('become variables', () => {
    const envFrom = [EnvFrom.secret(secret, { prefix: 'DB_' }), EnvFrom.configMap(configMap, { optional: true }), EnvFrom.secret(secret)];

    expect(containerOf({ envFrom }).envFrom).toEqual([
      { secretRef: { name: 'database' }, prefix: 'DB_' },
      { configMapRef: { name: 'settings', optional: true } },
      { secretRef: { name: 'database' } },
    ]);
  });

  test('may have no prefix', () => {
    expect(containerOf({ envFrom: [EnvFrom.secret(secret, { prefix: '' })] }).envFrom).toEqual([{ secretRef: { name: 'database' }, prefix: '' }]);
  });

  test('can be added later', () => {
    const { app, chart } = chartOf();
    const { template, apiObject } = new PodOwner(chart, 'owner', {}, [{ image: IMAGE }]);

    template.addEnvFrom(undefined, EnvFrom.secret(secret));

    app.synth();
    expect(apiObject.toJson().spec.containers[0].envFrom).toEqual([{ secretRef: { name: 'database' } }]);
  });

  test('fail with a prefix that no name has', () => {
    expect(raised(() => EnvFrom.secret(secret, { prefix: 'A=' }))).toBe('KN-POD-004');
    expect(raised(() => EnvFrom.configMap(configMap, { prefix: 'Ä' }))).toBe('KN-POD-004');
  });
});

describe('a reference', () => {
  test.each(['', 'My-Secret', 'a_b', '-a', 'a'.repeat(254)])('fails with the name %j', (name) => {
    expect(raised(() => SecretReference.fromName(name))).toBe('KN-POD-039');
    expect(raised(() => ConfigMapReference.fromName(name))).toBe('KN-POD-039');
    expect(raised(() => Env.fromSecret({ name }, 'key'))).toBe('KN-POD-039');
    expect(raised(() => Env.fromConfigMap({ name }, 'key'))).toBe('KN-POD-039');
    expect(raised(() => EnvFrom.secret({ name }))).toBe('KN-POD-039');
    expect(raised(() => EnvFrom.configMap({ name }))).toBe('KN-POD-039');
  });

  test.each(['key', '.key', 'a.b-c_D', '0', '.a..b'])('takes the key %j', (key) => {
    expect(checkKey('Secret', key)).toBeUndefined();
  });

  test.each(['', '.', '..', '..a', 'a/b', 'a b', 'ä', 'a'.repeat(254)])('fails with the key %j', (key) => {
    expect(raised(() => Env.fromSecret(secret, key))).toBe('KN-POD-008');
    expect(raised(() => Env.fromConfigMap(configMap, key))).toBe('KN-POD-008');
  });

  test('fails when its object is known to lie in another namespace', () => {
    const { app, chart } = chartOf();
    const elsewhere = new Chart(app, 'elsewhere', { namespace: 'payments' });
    const theirs = new Secret(elsewhere, 'secret', { metadata: { name: 'secret' } });
    const map = new ConfigMap(elsewhere, 'map', { metadata: { name: 'map' } });
    new PodOwner(chart, 'one', {}, [{ image: IMAGE, env: { A: Env.fromSecret(theirs, 'k') } }]);
    new PodOwner(chart, 'two', {}, [{ image: IMAGE, envFrom: [EnvFrom.configMap(map)] }]);

    expect(problemsOf(app)).toEqual([
      expect.stringMatching(/chart\/one\] KN-NAM-007 Secret `secret` lies in namespace `payments`, but .* runs in `orders`/),
      expect.stringMatching(/chart\/two\] KN-NAM-007 ConfigMap `map` lies in namespace `payments`/),
    ]);
  });
});

describe('a field of the pod', () => {
  test.each([
    'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP',
    'status.hostIPs', 'status.podIP', 'status.podIPs', "metadata.labels['app']", "metadata.annotations['a.b/c']",
  ])('can be %s', (field) => {
    expect(checkEnvField(field)).toBeUndefined();
  });

  test.each([
    '', 'metadata', 'metadata.labels', 'metadata.labels[app]', 'status.phase', 'spec.containers', "metadata.labels['my team']",
  ])('fails as %j', (field) => {
    expect(raised(() => Env.fromField(field))).toBe('KN-POD-009');
  });

  test.each(['limits.cpu', 'requests.memory', 'limits.ephemeral-storage', 'requests.hugepages-2Mi'])(
    'can be the resource %s', (resource) => {
      expect(raised(() => Env.fromResource(resource))).toBe('nothing');
    });

  test.each([['cpu', {}], ['limits.gpu', {}], ['limit.cpu', {}]])('fails as the resource %j', (resource, options) => {
    expect(raised(() => Env.fromResource(resource, options))).toBe('KN-POD-009');
  });

  test('fails with a container that the pod lacks, whenever that comes', () => {
    const env = { LIMIT: Env.fromResource('limits.cpu', { containerName: 'proxy' }) };
    const containers = [{ image: IMAGE, port: 8080, env }, { image: IMAGE, name: 'proxy' }];

    expect(codesOf({}, containers, undefined, Feature.PODSPEC_FIELDREF)).toEqual([]);
    expect(codesOf({}, containers.slice(0, 1), undefined, Feature.PODSPEC_FIELDREF)).toEqual(['KN-POD-052']);
  });

  test('fails with a divisor that is no unit of the resource', () => {
    expect(raised(() => Env.fromResource('requests.cpu', { divisor: '1Mi' }))).toBe('KN-POD-009');
    expect(raised(() => Env.fromResource('limits.memory', { divisor: '2Mi' }))).toBe('KN-POD-009');
  });

  test('fails with a divisor that is no quantity', () => {
    expect(raised(() => Env.fromResource('limits.cpu', { divisor: '1 core' }))).toBe('KN-POD-035');
  });
});

test('variables of a plain pod are not those of Knative', () => {
  const env = { PORT: Env.value('8080'), K_SERVICE: Env.value('x'), URL: Env.value('http://localhost:$(PORT)') };

  expect(specOf({}, [{ name: 'a', image: IMAGE, env }], PodDialect.POD)).toMatchObject({
    containers: [{ env: [{ name: 'PORT' }, { name: 'K_SERVICE' }, { name: 'URL' }] }],
  });
});
