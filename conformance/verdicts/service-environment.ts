import { ConfigMapReference, Env, EnvFrom, SecretReference } from '../../lib';
import { both, IMAGE, noPod, ours, programRow, props, service, untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const env = (...variables: Readonly<Record<string, unknown>>[]) => ({ container: { env: variables } });
const secret = SecretReference.fromName('orders');
const PROXY = { image: 'ghcr.io/example/proxy:1.0', name: 'proxy' };

const names: readonly VerdictRow[] = [
  ...['PORT', 'K_SERVICE', 'K_CONFIGURATION', 'K_REVISION'].map((name) =>
    both('KN-POD-005', `the variable ${name}, which Knative sets`, `"${name}" is a reserved environment variable`,
      () => ({ env: { [name]: Env.value('1') } }), env({ name, value: '1' }))),
  both('KN-POD-005', 'the variable K_SERVICE of a sidecar', '"K_SERVICE" is a reserved environment variable',
    () => ({ containers: [{ image: IMAGE, port: 8080 }, { ...PROXY, env: { K_SERVICE: Env.value('1') } }] }),
    { containers: [{ ports: [{ containerPort: 8080 }] }, { ...PROXY, env: [{ name: 'K_SERVICE', value: '1' }] }] }),
  both('KN-POD-004', 'a variable without a name', 'missing field(s): spec.template.spec.containers[0].env[0].name',
    () => ({ env: { '': Env.value('1') } }), env({ name: '', value: '1' })),
  ours('KN-POD-004', 'a variable with an equals sign in its name',
    noPod('must consist only of printable ASCII characters other than \'=\''),
    () => ({ env: { 'A=B': Env.value('1') } }), env({ name: 'A=B', value: '1' })),
  programRow('KN-POD-006', 'a variable that is set twice', { words: 'duplicate entries for key [name="A"]' },
    (chart) => { service(chart, { env: { A: Env.value('1') } }).addEnv('A', Env.value('2')); },
    env({ name: 'A', value: '1' }, { name: 'A', value: '2' })),
];

const values: readonly VerdictRow[] = [
  both('KN-POD-007', 'a number as the value of a variable', 'value: expected string',
    () => ({ env: { RETRIES: untyped({ value: 3 }) } }), env({ name: 'RETRIES', value: 3 })),
  both('KN-POD-007', 'a yes or no as the value of a variable', 'value: expected string',
    () => ({ env: { DEBUG: untyped({ value: true }) } }), env({ name: 'DEBUG', value: true })),
  ours('KN-POD-007', 'a variable with a text and a source', noPod('may not be specified when `value` is not empty'),
    () => ({ env: { A: untyped({ value: '1', valueFrom: { secretKeyRef: { name: 'orders', key: 'a' } } }) } }),
    env({ name: 'A', value: '1', valueFrom: { secretKeyRef: { name: 'orders', key: 'a' } } })),
  ours('KN-POD-007', 'a variable with an empty source', noPod('must specify one of: `fieldRef`, `resourceFieldRef`'),
    () => ({ env: { A: untyped({ valueFrom: {} }) } }), env({ name: 'A', valueFrom: {} })),
  ours('KN-POD-007', 'a variable with two sources', noPod('may not have more than one field specified at a time'),
    () => ({
      env: { A: untyped({ valueFrom: { secretKeyRef: { name: 'a', key: 'a' }, configMapKeyRef: { name: 'a', key: 'a' } } }) },
    }), env({ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'a' }, configMapKeyRef: { name: 'a', key: 'a' } } })),
  ours('KN-POD-008', 'a key of a Secret with a space', noPod('a valid config key must consist of'),
    () => ({ env: { A: Env.fromSecret(secret, 'api key') } }),
    env({ name: 'A', valueFrom: { secretKeyRef: { name: 'orders', key: 'api key' } } })),
  ours('KN-POD-008', 'an empty key of a ConfigMap', noPod('configMapKeyRef.key: Required value'),
    () => ({ env: { A: Env.fromConfigMap(ConfigMapReference.fromName('orders'), '') } }),
    env({ name: 'A', valueFrom: { configMapKeyRef: { name: 'orders', key: '' } } })),
  ours('KN-POD-039', 'a Secret that cannot exist', noPod('valueFrom.secretKeyRef.name: Invalid value: "DB_Secret"'),
    () => ({ env: { A: Env.fromSecret(SecretReference.fromName('DB_Secret'), 'a') } }),
    env({ name: 'A', valueFrom: { secretKeyRef: { name: 'DB_Secret', key: 'a' } } })),
  ours('KN-POD-009', 'a field of the pod that variables cannot have', noPod('error converting fieldPath'),
    () => ({ env: { A: Env.fromField('spec.image') } }),
    env({ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.image' } } })),
  ours('KN-POD-009', 'a label of the pod that no label can be', noPod('name part must consist of alphanumeric characters'),
    () => ({ env: { A: Env.fromField("metadata.labels['my team']") } }),
    env({ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['my team']" } } })),
  ours('KN-POD-009', 'a resource that variables cannot have', noPod('Unsupported value: "limits.gpu"'),
    () => ({ env: { A: Env.fromResource('limits.gpu') } }),
    env({ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.gpu' } } })),
  both('KN-POD-035', 'a divisor that is no quantity', 'quantities must match the regular expression',
    () => ({ env: { A: Env.fromResource('limits.cpu', { divisor: 'much' }) } }),
    env({ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: 'much' } } })),
  ours('KN-POD-009', 'a divisor that the resource is not read in', noPod("only divisor's values 1m and 1 are supported with the cpu resource"),
    () => ({ env: { A: Env.fromResource('limits.cpu', { divisor: '2' }) } }),
    env({ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } } })),
  ours('KN-POD-052', 'a resource of a container that the pod lacks', 'Kubernetes takes it, and the container never starts',
    () => ({ env: { A: Env.fromResource('limits.cpu', { containerName: 'proxy' }) } }),
    env({ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', containerName: 'proxy' } } })),
  ours('KN-POD-015', 'a reference to a variable that comes later', 'Kubernetes leaves `$(B)` in the text as it is',
    () => ({ env: { A: Env.value('$(B)'), B: Env.value('1') } }),
    env({ name: 'A', value: '$(B)' }, { name: 'B', value: '1' })),
  ours('KN-POD-049', 'a password as plain text', 'everybody who reads the manifest or the pod reads it',
    () => ({ env: { DB_PASSWORD: Env.value('hunter2') } }), env({ name: 'DB_PASSWORD', value: 'hunter2' })),
  both('compiler', 'variables as a map', 'expected list',
    // @ts-expect-error each variable is an Env
    () => props({ env: { A: '1' } }), { container: { env: { A: '1' } } }),
  both('compiler', 'all keys of a Secret and a ConfigMap in one entry', 'expected exactly one, got both',
    // @ts-expect-error an EnvFrom is of one object
    () => props({ envFrom: [{ secretRef: { name: 'a' }, configMapRef: { name: 'a' } }] }),
    { container: { envFrom: [{ secretRef: { name: 'a' }, configMapRef: { name: 'a' } }] } }),
  both('KN-TYP-001', 'an entry that no class made', 'expected exactly one, got neither',
    () => ({ envFrom: untyped([{ prefix: 'DB_' }]) }), { container: { envFrom: [{ prefix: 'DB_' }] } }),
  both('compiler', 'all keys of nothing', 'expected exactly one, got neither',
    // @ts-expect-error an EnvFrom is of one object
    () => props({ envFrom: [{ prefix: 'DB_' }] }), { container: { envFrom: [{ prefix: 'DB_' }] } }),
  ours('KN-POD-004', 'a prefix with an equals sign', noPod('must consist only of printable ASCII characters other than \'=\''),
    () => ({ envFrom: [EnvFrom.secret(secret, { prefix: 'DB=' })] }),
    { container: { envFrom: [{ secretRef: { name: 'orders' }, prefix: 'DB=' }] } }),
  programRow('KN-NAM-007', 'a Secret of another namespace',
    { stricter: 'a pod finds Secrets of its own namespace only: the container waits for it' },
    (chart) => { service(chart, { env: { A: Env.fromSecret({ name: 'orders', namespace: 'elsewhere' }, 'a') } }); },
    env({ name: 'A', valueFrom: { secretKeyRef: { name: 'orders', key: 'a' } } })),
];

export const rows: readonly VerdictRow[] = [...names, ...values];
