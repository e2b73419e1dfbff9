import { Cpu } from 'cdk8s-plus-28';
import { SecretReference, ServiceAccount } from '../../lib';
import type { VerdictRow } from './row';
import { both, IMAGE, noPod, ours, programRow, props, service, untyped } from '../verdict-parts/service';

const PROXY = { image: 'ghcr.io/example/proxy:1.0', name: 'proxy' };
const PARSE = 'Failed to parse image reference';

const images: readonly VerdictRow[] = [
  both('KN-POD-001', 'an empty image', 'missing field(s): spec.template.spec.containers[0].image',
    () => ({ image: '' }), { container: { image: '' } }),
  both('KN-POD-001', 'an image in capitals', PARSE,
    () => ({ image: 'ghcr.io/Example/orders:1.0' }), { container: { image: 'ghcr.io/Example/orders:1.0' } }),
  both('KN-POD-001', 'an image of one letter', PARSE, () => ({ image: 'a' }), { container: { image: 'a' } }),
  both('KN-POD-001', 'an image whose tag has 129 characters', PARSE,
    () => ({ image: `orders:${'1'.repeat(129)}` }), { container: { image: `orders:${'1'.repeat(129)}` } }),
  both('KN-POD-001', 'a digest that is not sha256', PARSE,
    () => ({ image: 'orders@sha1:abc' }), { container: { image: 'orders@sha1:abc' } }),
  both('KN-POD-001', 'a placeholder for the image', PARSE,
    () => ({ image: '$(IMAGE)' }), { container: { image: '$(IMAGE)' } }),
  ours('KN-POD-001', 'an image with a scheme', 'Knative parses it, and no node can pull it: the revision fails with InvalidImageName',
    () => ({ image: 'https://ghcr.io/example/orders' }), { container: { image: 'https://ghcr.io/example/orders' } }),
  ours('KN-POD-001', 'an image with an empty tag', 'Knative parses it, and no node can pull it: the revision fails with InvalidImageName',
    () => ({ image: 'orders:' }), { container: { image: 'orders:' } }),
  ours('KN-POD-001', 'the tag `undefined`, as templates write it', 'nobody publishes such a tag: the revision never starts',
    () => ({ image: `orders:${String(undefined)}` }), { container: { image: 'orders:undefined' } }),
];

const names: readonly VerdictRow[] = [
  both('KN-POD-002', "a container with Knative's own name", '"queue-proxy" is a reserved container name',
    () => ({ containerName: 'queue-proxy' }), { container: { name: 'queue-proxy' } }),
  both('KN-POD-002', 'two containers of one name', 'duplicate container name "proxy"',
    () => ({ containers: [{ ...PROXY, port: 8080 }, PROXY] }),
    { containers: [{ ...PROXY, ports: [{ containerPort: 8080 }] }, PROXY] }),
  both('KN-POD-002', 'an init container with the name of another container', 'duplicate container name "proxy"',
    () => ({ containerName: 'proxy', initContainers: [PROXY] }),
    { container: { name: 'proxy' }, initContainers: [PROXY] }),
  ours('KN-POD-002', 'a container name with an underscore', noPod('a lowercase RFC 1123 label must consist of'),
    () => ({ containerName: 'order_api' }), { container: { name: 'order_api' } }),
  both('KN-POD-003', 'no container', 'missing field(s): spec.template.spec.containers',
    () => ({ containers: [] }), { containers: [] }),
  both('KN-SVC-001', 'a container without an image', 'missing field(s): spec.template.spec.containers[0].image',
    () => ({ image: undefined, port: 8080 }), { container: { image: undefined, ports: [{ containerPort: 8080 }] } }),
  programRow('KN-POD-047', 'a variable for a container that the pod lacks',
    { words: 'missing field(s): spec.template.spec.containers[1].image' },
    (chart) => { service(chart, { port: 8080 }).addEnv('A', { value: '1' }, 'proxy'); },
    { containers: [{ ports: [{ containerPort: 8080 }] }, { name: 'proxy', image: undefined, env: [{ name: 'A', value: '1' }] }] }),
  both('compiler', 'a service account inside of a container', 'field not declared in schema',
    // @ts-expect-error the pod has the account
    () => props({ containers: [{ image: IMAGE, serviceAccountName: 'orders' }] }),
    { container: { serviceAccountName: 'orders' } }),
  both('compiler', 'a hook before the container stops', 'field not declared in schema',
    // @ts-expect-error Knative has one of its own
    () => props({ lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } } }),
    { container: { lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } } } }),
  both('compiler', 'a sidecar of Kubernetes', 'restartPolicy',
    // @ts-expect-error no field of Knative
    () => props({ initContainers: [{ ...PROXY, restartPolicy: 'Always' }] }),
    { initContainers: [{ ...PROXY, restartPolicy: 'Always' }] }),
  both('compiler', 'a terminal', 'field not declared in schema',
    // @ts-expect-error no field of Knative
    () => props({ tty: true }), { container: { tty: true } }),
  both('compiler', 'the name of a node', 'field not declared in schema',
    // @ts-expect-error no field of Knative
    () => props({ nodeName: 'node-1' }), { pod: { nodeName: 'node-1' } }),
  both('compiler', 'a grace period', 'field not declared in schema',
    // @ts-expect-error Knative takes the timeout for it
    () => props({ terminationGracePeriodSeconds: 60 }), { pod: { terminationGracePeriodSeconds: 60 } }),
];

const ports: readonly VerdictRow[] = [
  ...[8008, 8012, 8013, 8022, 9090, 9091].map((port) =>
    both('KN-POD-010', `the port ${port} of the queue proxy`, `${port} is a reserved port`,
      () => ({ port }), { container: { ports: [{ containerPort: port }] } })),
  both('KN-POD-010', 'a port above 65535', 'expected 0 <= 70000 <= 65535',
    () => ({ port: 70000 }), { container: { ports: [{ containerPort: 70000 }] } }),
  both('KN-POD-010', 'a port below zero', 'expected 0 <= -1 <= 65535',
    () => ({ port: -1 }), { container: { ports: [{ containerPort: -1 }] } }),
  both('KN-POD-010', 'half a port', 'cannot unmarshal number 80.5',
    () => ({ port: 80.5 }), { container: { ports: [{ containerPort: 80.5 }] } }),
  ours('KN-POD-010', 'port 0', 'Knative reads it as 8080, where the program may not listen',
    () => ({ port: 0 }), { container: { ports: [{ containerPort: 0 }] } }),
  both('KN-POD-011', 'two containers with a port', 'more than one container port is set',
    () => ({ containers: [{ image: IMAGE, port: 8080 }, { ...PROXY, port: 8081 }] }),
    { containers: [{ ports: [{ containerPort: 8080 }] }, { ...PROXY, ports: [{ containerPort: 8081 }] }] }),
  both('compiler', 'two ports of one container', 'more than one container port is set',
    // @ts-expect-error there is one port
    () => props({ port: [8080, 9000] }), { container: { ports: [{ containerPort: 8080 }, { containerPort: 9000 }] } }),
  both('KN-POD-012', 'two containers without a port', 'missing field(s): spec.template.spec.containers[*].ports',
    () => ({ containers: [{ image: IMAGE }, PROXY] }), { containers: [{}, PROXY] }),
  both('compiler', 'a port called `http`', 'Port name http is not allowed',
    // @ts-expect-error the name says the protocol, and there are two
    () => props({ port: 8080, portName: 'http' }), { container: { ports: [{ name: 'http', containerPort: 8080 }] } }),
  both('compiler', 'a UDP port', 'invalid value: UDP',
    // @ts-expect-error Knative takes TCP only
    () => props({ port: 8080, protocol: 'UDP' }), { container: { ports: [{ protocol: 'UDP', containerPort: 8080 }] } }),
  both('compiler', 'a port of the node', 'field not declared in schema',
    // @ts-expect-error Knative takes none
    () => props({ port: 8080, hostPort: 80 }), { container: { ports: [{ hostPort: 80, containerPort: 8080 }] } }),
];

const words: readonly VerdictRow[] = [
  ours('KN-POD-013', '`$PORT` where no shell reads it', 'the program gets the five characters, not the number',
    () => ({ command: ['serve', ':$PORT'] }), { container: { command: ['serve', ':$PORT'] } }),
  ours('KN-POD-014', '`$(PORT)` in a sidecar', 'Knative sets `PORT` in the serving container only; the sidecar gets the text as it is',
    () => ({ containers: [{ image: IMAGE, port: 8080 }, { ...PROXY, args: ['--port=$(PORT)'] }] }),
    { containers: [{ ports: [{ containerPort: 8080 }] }, { ...PROXY, args: ['--port=$(PORT)'] }] }),
  both('KN-POD-016', 'a number among the words of a command', 'command[1]: expected string',
    () => ({ command: untyped(['serve', 8080]) }), { container: { command: ['serve', 8080] } }),
  both('compiler', 'a command that is one text', 'spec.template.spec.containers',
    // @ts-expect-error a list of words
    () => props({ command: 'serve --port 8080' }), { container: { command: 'serve --port 8080' } }),
  ours('KN-POD-016', 'a command line as one word', 'there is no program of that name, so that the container fails to start',
    () => ({ command: ['serve --port 8080'] }), { container: { command: ['serve --port 8080'] } }),
  ours('KN-POD-016', '`&&` where no shell reads it', 'the program gets the two characters as an argument',
    () => ({ command: ['migrate', '&&', 'serve'] }), { container: { command: ['migrate', '&&', 'serve'] } }),
  ours('KN-POD-016', 'a command without a program', 'the container fails to start',
    () => ({ command: [''] }), { container: { command: [''] } }),
  ours('KN-POD-049', 'a password in a command', 'everybody who reads the manifest or the pod reads it',
    () => ({ args: ['--password=hunter2'] }), { container: { args: ['--password=hunter2'] } }),
  both('KN-POD-048', 'a termination message policy that there is not', 'invalid value: Never',
    () => ({ terminationMessagePolicy: untyped('Never') }), { container: { terminationMessagePolicy: 'Never' } }),
  ours('KN-POD-048', 'a pull policy that there is not', noPod('Unsupported value: "Sometimes"'),
    () => ({ imagePullPolicy: untyped('Sometimes') }), { container: { imagePullPolicy: 'Sometimes' } }),
];

const gpu = 'nvidia.com/gpu';
const resources: readonly VerdictRow[] = [
  both('KN-POD-035', 'an amount that is no quantity', 'quantities must match the regular expression',
    () => ({ resources: { extended: { [gpu]: 'many' } } }), { container: { resources: { limits: { [gpu]: 'many' } } } }),
  ours('KN-POD-035', 'an amount below zero', noPod('must be greater than or equal to 0'),
    () => ({ resources: { extended: { [gpu]: '-1' } } }), { container: { resources: { limits: { [gpu]: '-1' } } } }),
  ours('KN-POD-035', 'half of what is counted in whole numbers', noPod('must be an integer'),
    () => ({ resources: { extended: { [gpu]: '0.5' } } }), { container: { resources: { limits: { [gpu]: '0.5' } } } }),
  ours('KN-POD-035', 'more than 64 bits count', noPod('must be an integer'),
    () => ({ resources: { extended: { [gpu]: '99999999999999999999' } } }),
    { container: { resources: { limits: { [gpu]: '99999999999999999999' } } } }),
  ours('KN-POD-035', 'a page and a half of memory', noPod('is not positive integer multiple of hugepages-2Mi'),
    () => ({ resources: { cpu: { limit: Cpu.units(1) }, extended: { 'hugepages-2Mi': '3Mi' } } }),
    { container: { resources: { limits: { 'cpu': '1', 'hugepages-2Mi': '3Mi' } } } }),
  ours('KN-POD-036', 'a request above the limit', noPod('must be less than or equal to cpu limit of 1'),
    () => ({ resources: { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } } }),
    { container: { resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } } }),
  ours('KN-POD-037', 'a resource without the domain of its vendor', noPod('must be a standard resource for containers'),
    () => ({ resources: { extended: { gpu: '1' } } }), { container: { resources: { limits: { gpu: '1' } } } }),
  ours('KN-POD-037', 'huge pages alone', noPod('HugePages require cpu or memory'),
    () => ({ resources: { extended: { 'hugepages-2Mi': '64Mi' } } }),
    { container: { resources: { limits: { 'hugepages-2Mi': '64Mi' } } } }),
  both('compiler', 'claims of devices', 'claims',
    // @ts-expect-error no field of Knative
    () => props({ resources: { claims: [{ name: 'gpu' }] } }), { container: { resources: { claims: [{ name: 'gpu' }] } } }),
];

const identities: readonly VerdictRow[] = [
  both('KN-POD-038', 'the token of the account asked for', 'must not set the field(s): spec.template.spec.automountServiceAccountToken',
    () => ({ automountServiceAccountToken: true }), { pod: { automountServiceAccountToken: true } }),
  both('KN-POD-039', 'a service account that cannot exist', 'invalid value: Order_Api: spec.template.spec.serviceAccountName',
    () => ({ serviceAccount: ServiceAccount.fromName('Order_Api') }), { pod: { serviceAccountName: 'Order_Api' } }),
  ours('KN-POD-039', 'a pull secret that cannot exist', 'no Secret has such a name, so that the image is pulled without it',
    () => ({ imagePullSecrets: [SecretReference.fromName('Registry_1')] }),
    { pod: { imagePullSecrets: [{ name: 'Registry_1' }] } }),
  ours('KN-POD-039', 'a runtime class that cannot exist', noPod('RuntimeClass "G_Visor" not found'),
    () => ({ runtimeClassName: 'G_Visor' }), { pod: { runtimeClassName: 'G_Visor' } }),
  programRow('KN-NAM-007', 'a service account of another namespace',
    { stricter: 'a pod finds accounts of its own namespace only: none is made' },
    (chart) => {
      const account = new ServiceAccount(chart, 'account', { metadata: { namespace: 'elsewhere' } });
      service(chart, { serviceAccount: account });
    }, { pod: { serviceAccountName: 'account' } }),
];

export const rows: readonly VerdictRow[] = [...images, ...names, ...ports, ...words, ...resources, ...identities];
