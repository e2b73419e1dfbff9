import * as fs from 'fs';
import * as path from 'path';
import { NAMESPACE, WORKLOAD, world, type Written } from './apply-world';
import type { FakeAnswer } from './fake-kubectl';

// Each call of the program that stands for kubectl starts a process.
jest.setTimeout(60_000);

const SERVICE: Written = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'orders', namespace: 'shop' } };
const NO_KIND = 'error: the server doesn\'t have a resource type "services"';
const UNREADY: FakeAnswer = {
  args: '^get -f -', input: '"Service"',
  stdout: JSON.stringify({ ...SERVICE, status: { conditions: [{ type: 'Ready', status: 'False', reason: 'NoImage' }] } }),
};

test('fails on what is not ready, and says how to look at it: its group, its namespace and the context', async () => {
  const { code, stderr, kubectl } = { ...world([UNREADY], undefined, [SERVICE]), ...await world([UNREADY], undefined, [SERVICE]).run('--timeout', '1s') };
  const program = path.basename(kubectl.file);

  expect(stderr).toContain('Service shop/orders is not ready after 1s: Ready is False: NoImage');
  expect(stderr).toContain(`/${program} describe service.serving.knative.dev orders -n shop --context here\``);
  expect(code).toBe(6);
});

test('fails on a kind that is not served in time as on what is not ready, and not as on a server that is gone', async () => {
  const { code, stderr } = await world([{ ...UNREADY, stdout: '', code: 1, stderr: NO_KIND }], undefined, [SERVICE]).run('--timeout', '1s');

  expect(stderr).toContain('KN-CLI-039 Service shop/orders is not ready after 1s: the server doesn\'t have a resource type');
  expect(code).toBe(6);
});

test('waits for the objects of a wave that is applied alone', async () => {
  const { code, stderr } = await world([UNREADY], undefined, [NAMESPACE, SERVICE]).run('--wave', 'services', '--timeout', '1s');

  expect(stderr).toContain('Service shop/orders is not ready after 1s');
  expect(code).toBe(6);
});

test('fails on a kubectl that somebody ended, and says by what', async () => {
  const { code, stderr } = await world([{ args: '^apply', killedBy: 'SIGKILL' }], undefined, [WORKLOAD]).run();

  expect(stderr).toContain('KN-CLI-032 kubectl did not run to its end: kubectl was ended by SIGKILL, at Deployment shop/main');
  expect(code).toBe(2);
});

test.each([['^apply'], ['^get -f -']])('fails in time where %s does not end', async (args) => {
  const { run } = world([{ args, hangs: true }], undefined, [WORKLOAD]);
  const began = Date.now();
  const { code, stderr } = await run('--timeout', '1s');

  expect(stderr).toContain('KN-CLI-034 the API server does not answer: kubectl was ended after 1 s without an answer (tried for 1s)');
  expect(code).toBe(7);
  expect(Date.now() - began).toBeLessThan(14_000);
});

test('fails on a wave that takes too long as on one that is not ready, where the server took some of it', async () => {
  const other: Written = { ...WORKLOAD, metadata: { name: 'other', namespace: 'shop' } };
  const { code, stderr } = await world([{ args: '^apply', stdout: 'deployment.apps/main serverside-applied\n', hangs: true }], undefined, [WORKLOAD, other])
    .run('--timeout', '2s');

  expect(stderr).toContain('KN-CLI-039 Deployment shop/other could not be applied within 2s');
  expect(code).toBe(6);
});

const PREFLIGHT: readonly (readonly [string, string, number])[] = [
  ['goes on where nobody defines the kinds of the operator', 'error: the server doesn\'t have a resource type "knativeservings"', 0],
  ['goes on, and says so, where it may not be read', 'Error from server (Forbidden): User "bob" cannot list resource "knativeservings"', 0],
  ['fails where the server does not answer', 'Unable to connect to the server: dial tcp: i/o timeout', 7],
  ['fails on anything else', 'error: something else', 3],
];

test.each(PREFLIGHT)('the check of the version that runs %s', async (_, stderr, expected) => {
  const { cwd, run } = world([{ args: '^get knativeservings', code: 1, stderr }], undefined, [NAMESPACE]);
  const file = path.join(cwd, 'dist-documents', 'index.json');
  const index = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
  fs.writeFileSync(file, JSON.stringify({ ...index, knative: { version: '1.23', installedBy: 'operator' } }));
  const ended = await run();

  expect(ended.code).toBe(expected);
  expect(ended.stderr.includes('is not checked')).toBe(stderr.includes('Forbidden'));
});
