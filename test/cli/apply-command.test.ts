import * as fs from 'fs';
import * as path from 'path';
import { objectId } from '../../lib/core';
import { ALL, NAMESPACE, WORKLOAD, world, write } from './apply-world';
import type { FakeAnswer } from './fake-kubectl';
import { runCli } from './run-cli';

// Each call of the program that stands for kubectl starts a process.
jest.setTimeout(30_000);

const TWO_FOLDERS = ['', 'east'];

test('applies wave by wave under its field manager, to the context that it named', async () => {
  const { run, kubectl } = world();
  const { code, stderr } = await run('--timeout', '30s');

  expect([code, stderr.replace(/after \d+ s/g, 'after 0 s')]).toEqual([0, [
    'context here, server https://cluster.example.com, Kubernetes v1.35.0',
    'wave foundation: 1 object applied, ready after 0 s',
    'wave configuration: 1 object applied after 0 s',
    'wave services: 1 object applied, ready after 0 s',
    '3 objects applied', '',
  ].join('\n')]);
  expect(kubectl.called.filter((each) => each.startsWith('apply')))
    .toEqual(Array(3).fill('apply --server-side --field-manager=cdk8s-knative --request-timeout=60s -f -'));
});

test('gives a bare namespace a label, so that the server records who applied it', async () => {
  const { run } = world([{ args: '^apply', input: 'app.kubernetes.io/managed-by', code: 1, stderr: 'error: labelled' }]);

  expect((await run('--wave', 'foundation')).stderr).toContain('labelled');
});

test('applies the objects of one cluster of several', async () => {
  const { cwd, run, kubectl } = world();
  for (const cluster of TWO_FOLDERS) write(cwd, cluster === '' ? ALL : [NAMESPACE], cluster);

  expect((await run('--cluster', 'east')).stderr).toContain('1 object applied');
  expect(kubectl.called.filter((each) => each.startsWith('apply'))).toHaveLength(1);
});

test('tries again what a webhook could not answer', async () => {
  const { run } = world([{
    args: '^apply', input: 'Deployment', code: 1, times: 2,
    stderr: 'Error from server (InternalError): Internal error occurred: failed calling webhook "a.example.com": connection refused',
  }]);

  expect(await run()).toMatchObject({ code: 0 });
});

test('lists what is no longer in the index, and removes what is confirmed', async () => {
  const asked: string[] = [];
  const answers: readonly FakeAnswer[] = [
    { args: '^api-resources', stdout: 'configmaps\nevents\npods\n' },
    { args: '^get configmaps --all', stdout: 'v1|ConfigMap|shop|old|cdk8s-knative\nv1|ConfigMap|shop|settings|cdk8s-knative\nv1|ConfigMap|shop|other|somebody\n' },
  ];
  const { run, kubectl } = world(answers, (question) => {
    asked.push(question);
    return Promise.resolve('yes');
  });

  expect((await run()).stderr).toContain('1 object of the field manager cdk8s-knative is no longer in the index:\n  ConfigMap shop/old: kept; `--prune` asks');
  expect((await run('--prune')).stderr).toContain('ConfigMap shop/old: removed');
  expect(asked).toEqual(['remove ConfigMap shop/old? [y/N] ']);
  expect(kubectl.called.filter((each) => each.startsWith('delete'))).toHaveLength(1);
});

const leftovers = (...lines: readonly string[]): readonly FakeAnswer[] => [
  { args: '^api-resources', stdout: 'configmaps\n' }, { args: '^get configmaps --all', stdout: lines.map((line) => `${line}\n`).join('') },
];

test('prunes what an API that is down does not hide, and says what may be missing; a run without pruning ends well', async () => {
  const down: FakeAnswer = { args: '^api-resources', code: 1, stdout: 'configmaps\n', stderr: 'error: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1' };
  const nothing: FakeAnswer = { args: '^api-resources', code: 1, stderr: 'Error from server (ServiceUnavailable): the server is currently unable to handle the request' };
  const listed = leftovers('v1|ConfigMap|shop|old|cdk8s-knative');

  const { code, stderr } = await world([down, ...listed]).run('--prune', '--yes');
  expect(code).toBe(0);
  expect(stderr).toContain('may not be complete: unable to retrieve the complete list of server APIs');
  expect(stderr).toContain('ConfigMap shop/old: removed');
  expect((await world([nothing, ...listed]).run()).code).toBe(0);
  expect((await world([nothing, ...listed]).run('--prune', '--yes')).code).toBe(7);
});

test('never removes what lives outside of namespaces and was applied from a chart with one', async () => {
  const lines = ['example.com/v1|Realm||main|cdk8s-knative', 'v1|ConfigMap|shop|main|cdk8s-knative'];
  const { cwd, run } = world(leftovers(...lines));
  write(cwd, [NAMESPACE, { apiVersion: 'example.com/v1', kind: 'Realm', metadata: { name: 'main', namespace: 'shop' } }]);

  const { stderr } = await run('--prune', '--yes');
  expect(stderr).not.toContain('Realm');
  expect(stderr).toContain('ConfigMap shop/main: removed');
});

const WITH_FLAGS: readonly (readonly [string, string, string])[] = [
  ['v1|PersistentVolumeClaim|shop|data', '--prune-data', 'PersistentVolumeClaim shop/data'],
  ['operator.knative.dev/v1beta1|KnativeServing|knative-serving|knative-serving', '--prune-knative', 'KnativeServing knative-serving/knative-serving'],
  ['operator.knative.dev/v1beta1|KnativeEventing|knative-eventing|main', '--prune-knative', 'KnativeEventing knative-eventing/main'],
  ['apiextensions.k8s.io/v1|CustomResourceDefinition||realms.example.com', '--prune-crds', 'CustomResourceDefinition realms.example.com'],
  ['v1|Namespace||old', '--prune-namespaces', 'Namespace old'],
  ['v1|Secret|shop|old', '--prune-secrets', 'Secret shop/old'],
];

test.each(WITH_FLAGS)('keeps %s without %s', async (line, flag, title) => {
  const answers = leftovers(`${line}|cdk8s-knative`);

  const kept = await world(answers).run('--prune', '--yes');
  expect(kept.stderr).toMatch(new RegExp(`  ${title}: kept.* without \`${flag}\``));
  expect((await world(answers).run('--prune', '--yes', flag)).stderr).toContain(`  ${title}: removed`);
});

test('says in the question what goes with an object', async () => {
  const asked: string[] = [];
  const lines = WITH_FLAGS.map(([line]) => `${line}|cdk8s-knative`);
  const { run } = world(leftovers(...lines), (question) => {
    asked.push(question);
    return Promise.resolve('');
  });
  await run('--prune', ...new Set(WITH_FLAGS.map(([, flag]) => flag)));

  expect(asked).toContain('remove KnativeEventing knative-eventing/main, with all that the operator installed for it? [y/N] ');
  expect(asked).toContain('remove PersistentVolumeClaim shop/data, with its data? [y/N] ');
});

test('looks for kinds of others that have the names of what nobody applies', async () => {
  const { run, kubectl } = world([{ args: '^api-resources', stdout: 'nodes\nnodes.longhorn.io\npods\npods.metrics.k8s.io\nevents.events.k8s.io\n' }]);
  await run();

  expect(kubectl.called.filter((each) => each.includes('--all-namespaces'))).toEqual([expect.stringMatching(/^get nodes\.longhorn\.io --all/)]);
});

describe('two apps under one field manager', () => {
  const record = (...apps: readonly object[]): FakeAnswer => ({
    args: '^get configmaps cdk8s-knative-apps', stdout: JSON.stringify({ metadata: { resourceVersion: '7' }, data: { 'apps.json': JSON.stringify(apps) } }),
  });
  const other = record({ package: 'other', charts: ['app'] });

  test('are both recorded, with a warning', async () => {
    const { run, kubectl } = world([other, { args: '^replace', input: '"apps.json":"[{\\"package\\":\\"other\\",\\"charts\\":[\\"app\\"]},{\\"package\\":\\"mine\\"' }]);
    fs.writeFileSync(path.join(path.dirname(kubectl.file), 'package.json'), '{"name":"mine"}');
    const { code, stderr } = await run();

    expect(code).toBe(0);
    expect(stderr).toContain('warning: the field manager cdk8s-knative has applied another app too: `other (app)`');
    expect(kubectl.called.filter((each) => each.startsWith('replace')).length).toBeGreaterThan(0);
  });

  test.each([[other], [record({ charts: ['elsewhere'] })]])('fails to prune, before anything is applied: %#', async (recorded) => {
    const { run, kubectl } = world([recorded]);
    fs.writeFileSync(path.join(path.dirname(kubectl.file), 'package.json'), '{"name":"mine"}');
    const { code, stderr } = await run('--prune', '--yes');

    expect(code).toBe(2);
    expect(stderr).toContain('KN-CLI-043 the field manager cdk8s-knative has applied another app too');
    expect(kubectl.called.filter((each) => each.startsWith('apply'))).toEqual([]);
  });

  test('are one where it is the same package, or the package is not known, and a chart is the same; or where the other is adopted', async () => {
    for (const [recorded, ...more] of [[record({ charts: ['app', 'gone'] })], [record()], [other, '--adopt']] as const) {
      const { run, kubectl } = world([recorded, ...leftovers('v1|ConfigMap|shop|old|cdk8s-knative')]);
      fs.writeFileSync(path.join(path.dirname(kubectl.file), 'package.json'), '{"name":"mine"}');

      expect((await run('--prune', '--yes', ...more)).stderr).toContain('ConfigMap shop/old: removed');
    }
  });

  test('goes on without a record where it may have none, but prunes nothing then', async () => {
    const denied: FakeAnswer = { args: '^get configmaps cdk8s-knative-apps', code: 1, stderr: 'Error from server (Forbidden): configmaps "a" is forbidden: User "bob" cannot get resource "configmaps" in API group ""' };

    expect(await world([denied]).run()).toMatchObject({ code: 0, stderr: expect.stringContaining('warning: no record of the apps') as string });
    expect((await world([denied]).run('--prune', '--yes')).code).toBe(11);
  });
});

const SERVER: readonly (readonly [string, FakeAnswer, number, string])[] = [
  ['a refused object', { args: '^apply', input: 'Deployment', code: 1, stderr: 'The Deployment "main" is invalid: spec.selector: Required value' },
    3, 'KN-CLI-037 the cluster refuses Deployment shop/main: The Deployment "main" is invalid: spec.selector: Required value'],
  ['a conflict', { args: '^apply', input: 'Deployment', code: 1, stderr: 'error: Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas\nPlease review the fields above--they' },
    5, 'KN-CLI-038 Deployment shop/main has fields that others manage: `.spec.replicas` is managed by `kubectl`'],
  ['a namespace that there is not', { args: '^apply', input: 'ConfigMap', code: 1, stderr: 'Error from server (NotFound): namespaces "shop" not found' },
    3, 'KN-CLI-037 the cluster refuses ConfigMap shop/settings: namespaces "shop" not found'],
  ['a kind that nobody defines', { args: '^apply', input: 'Deployment', code: 1, stderr: 'error: resource mapping not found for name: "main" namespace: "shop" from "STDIN": no matches for kind "Deployment" in version "apps/v1"\nensure CRDs are installed first' },
    3, 'KN-CLI-037 the cluster refuses Deployment shop/main'],
  ['missing rights', { args: '^apply', code: 1, stderr: 'Error from server (Forbidden): namespaces "shop" is forbidden: User "bob" cannot patch resource "namespaces" in API group "" in the namespace "shop"' },
    11, 'KN-CLI-035 the cluster does not let you apply Namespace shop'],
  ['a server that does not answer', { args: '^version', code: 1, stderr: 'E1121 17:53:08.990347    1626 memcache.go:265] "Unhandled Error"\nThe connection to the server cluster.example.com was refused - did you specify the right host or port?' },
    7, 'KN-CLI-034 the API server does not answer: The connection to the server cluster.example.com was refused'],
  ['an expired login', { args: '^version', code: 1, stderr: 'error: You must be logged in to the server (Unauthorized)' }, 11, 'KN-CLI-035'],
  ['a context that there is not', { args: '^config view', code: 1, stderr: 'error: cannot locate context elsewhere' }, 10, 'KN-CLI-033 there is no such context'],
];

test.each(SERVER)('fails on %s', async (_, answer, code, words) => {
  const ended = await world([answer]).run();

  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(`cdk8s-knative: ${words}`);
});

test('fails on a Deployment that does not become ready in time', async () => {
  const status = { observedGeneration: 1, updatedReplicas: 0 };
  const { run } = world([{ args: '^get -f -', input: 'Deployment', stdout: JSON.stringify({ ...WORKLOAD, status }) }]);

  expect(await run('--timeout', '1s')).toMatchObject({
    code: 6, stderr: expect.stringContaining('KN-CLI-039 Deployment shop/main is not ready after 1s: 0 of 1 replicas are up to date') as string,
  });
});

test('fails without a kubectl, in one line', async () => {
  const { cwd } = world();
  const { code, stderr } = await runCli(['apply', '--kubectl', path.join(cwd, 'none')], { cwd });

  expect(code).toBe(9);
  expect(stderr).toMatch(/^cdk8s-knative: KN-CLI-032 [^\n]*\n$/);
});

test('fails in CI without a context', async () => {
  const { cwd, kubectl } = world();

  expect(await runCli(['apply', '--kubectl', kubectl.file], { cwd, env: { CI: 'true' } })).toMatchObject({
    code: 10, stderr: expect.stringContaining('KN-CLI-033 no context is named') as string,
  });
  expect(kubectl.called).toEqual([]);
});

test('never shows what is in a Secret that the server refuses', async () => {
  const { cwd, run } = world([{
    args: '^apply', input: 'Secret', code: 1,
    stderr: 'Error from server: failed to create typed patch object (shop/access; /v1, Kind=Secret): .stringData.password: expected string, got &value.valueUnstructured{Value:4711}',
  }]);
  write(cwd, [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'access', namespace: 'shop' }, ...{ stringData: { password: 4711 } } }]);
  const { code, stderr } = await run();

  expect(code).toBe(3);
  expect(stderr).toContain('.stringData.password: expected string, got something else');
  expect(stderr).not.toContain('4711');
});

const USAGE: readonly (readonly [string, readonly string[], string])[] = [
  ['a time that is none', ['--timeout', '10'], '`--timeout` is no time: `10`'],
  ['no time', ['--timeout', '0s'], '`--timeout` is no time: `0s`'],
  ['a wave that there is not', ['--wave', 'last'], 'the index has no wave `last`'],
  ['a cluster that there is not', ['--cluster', 'east'], '`dist` has no manifests for a cluster `east`'],
  ['a field manager with a space', ['--field-manager', 'a b'], 'the name of the field manager'],
  ['pruning that nobody can confirm', ['--prune'], '`--prune` asks before it removes something'],
  ['pruning after one wave', ['--prune', '--yes', '--wave', 'foundation'], '`--prune` needs all waves'],
  ['what may be pruned without pruning', ['--prune-crds', '--adopt'], '`--prune-crds`, `--adopt` do nothing without `--prune`'],
  ['another dry run', ['--dry-run', 'client'], 'KN-CLI-002'],
];

test.each(USAGE)('fails on %s, and runs no kubectl', async (_, args, words) => {
  const { run, kubectl } = world();
  const { code, stderr } = await run(...args);

  expect(code).toBe(2);
  expect(stderr).toContain(words);
  expect(kubectl.called).toEqual([]);
});

const FOLDERS: readonly (readonly [string, (cwd: string) => void, string])[] = [
  ['a foreign file', (cwd) => fs.writeFileSync(path.join(cwd, 'dist', 'mine.yaml'), JSON.stringify(WORKLOAD)),
    '`Deployment shop/main` in the file `mine.yaml` are of nobody\'s index'],
  ['a file that does not parse', (cwd) => fs.writeFileSync(path.join(cwd, 'dist', 'app.k8s.yaml'), 'a: ['), 'something that is no Kubernetes object'],
  ['a missing file', (cwd) => fs.rmSync(path.join(cwd, 'dist', 'app.k8s.yaml')), 'Namespace shop is in the index, and not in the file `app.k8s.yaml`'],
  ['an object that was added by hand', (cwd) => fs.appendFileSync(path.join(cwd, 'dist', 'app.k8s.yaml'), '\n---\n{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}'),
    'Secret a is in the file `app.k8s.yaml`, and not in the index'],
  ['an object that is there twice', (cwd) => fs.appendFileSync(path.join(cwd, 'dist', 'app.k8s.yaml'), `\n---\n${JSON.stringify(NAMESPACE)}`),
    'Namespace shop is twice in the file'],
  ['no index', (cwd) => fs.rmSync(path.join(cwd, 'dist-documents'), { recursive: true }), 'there is no index of the manifests of `dist`'],
  ['an index that was edited', (cwd) => fs.writeFileSync(path.join(cwd, 'dist-documents', 'index.json'), '{'), 'KN-IDX-006'],
  ['a link that leads nowhere', (cwd) => fs.symlinkSync('nowhere', path.join(cwd, 'dist', 'link.yaml')),
    'the contents in the file `link.yaml` are of nobody\'s index'],
  ['many foreign files, and counts those that it does not list', (cwd) => {
    for (let each = 10; each < 22; each += 1) fs.writeFileSync(path.join(cwd, 'dist', `${each}.yaml`), JSON.stringify(WORKLOAD));
  }, '2 more files or objects do not agree with the index'],
  ['an index that leads elsewhere', (cwd) => {
    const file = path.join(cwd, 'dist-documents', 'index.json');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll('app.k8s.yaml', '../app.k8s.yaml'));
  }, 'the index names the file `../app.k8s.yaml`, which is outside of the folder'],
];

test.each(FOLDERS)('fails on %s, and applies nothing', async (_, change, words) => {
  const { cwd, run, kubectl } = world();
  change(cwd);
  const { code, stderr } = await run();

  expect(code).toBe(2);
  expect(stderr).toContain(words);
  expect(kubectl.called).toEqual([]);
});

test('leaves what cdk8s writes of constructs alone', async () => {
  const { cwd, run } = world();
  fs.writeFileSync(path.join(cwd, 'dist', 'construct-metadata.json'), '{}');

  expect(await run()).toMatchObject({ code: 0 });
});

test('fails where several clusters have manifests and none is named', async () => {
  const { cwd, run } = world();
  fs.renameSync(path.join(cwd, 'dist-documents', 'index.json'), path.join(cwd, 'dist-documents', 'gone'));
  write(cwd, [NAMESPACE], 'east');

  expect((await run()).stderr).toContain('has manifests for several clusters, and none is named; allowed: `east`; write `--cluster east`');
});

const STEPS: readonly (readonly [string, string, number])[] = [
  ['1.22.3', '1.23', 0], ['1.23.0', '1.23', 0], ['1.21.0', '1.23', 3], ['1.23.0', '1.22', 3], ['main', '1.23', 0],
];

test.each(STEPS)('from Knative %s to %s it ends with %i', async (live, wanted, expected) => {
  const { cwd, run } = world([{
    args: '^get namespaces knative', stdout: JSON.stringify({
      apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'knative-serving', labels: { 'app.kubernetes.io/version': live } },
    }),
  }]);
  const file = path.join(cwd, 'dist-documents', 'index.json');
  const index = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
  fs.writeFileSync(file, JSON.stringify({ ...index, knative: { version: wanted, installedBy: 'operator' } }));

  expect((await run()).code).toBe(expected);
});

test('says how far it came when it is interrupted, and what it ends with', async () => {
  const { cwd, kubectl } = world();
  const controller = new AbortController();
  const { code, stderr } = await runCli(['apply', 'dist/', '--kubectl', kubectl.file, '--timeout', '5m', '--force-conflicts', '--field-manager', 'it\'s'], {
    cwd, signal: controller.signal, watch: (text) => {
      if (text.includes('wave configuration')) controller.abort();
    },
  });

  expect(code).toBe(130);
  expect(stderr).toContain('through: foundation, configuration\n');
  expect(stderr).toContain(`to go on: npx cdk8s-knative apply dist --timeout 5m --kubectl ${kubectl.file} --field-manager 'it'\\''s' --force-conflicts\n`
    + 'cdk8s-knative: interrupted\n');
});

test('objects of an index have ids of their own', () => {
  expect(ALL.map(({ apiVersion, kind, metadata }) => objectId({ apiVersion, kind, ...metadata })))
    .toEqual(['/Namespace//shop', '/ConfigMap/shop/settings', 'apps/Deployment/shop/main']);
});
