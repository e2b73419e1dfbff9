import { Kubectl } from '../../lib/cli/apply-kubectl';
import { withLock } from '../../lib/cli/apply-lock';
import { ApplyMode, type ApplyRun } from '../../lib/cli/apply-settings';
import { Interrupted } from '../../lib/cli/cli-error';
import { world } from './apply-world';
import { type FakeAnswer, FakeKubectl } from './fake-kubectl';
import { memoryIo, temporaryFolder } from './run-cli';

// Each call of the program that stands for kubectl starts a process.
jest.setTimeout(60_000);

const GONE = 'The connection to the server cluster.example.com was refused - did you specify the right host or port?';
const DOWN = 'Error from server (ServiceUnavailable): the server is currently unable to handle the request';
const LEASES = '^(get leases|create|replace)';

interface LockWorld {
  readonly run: ApplyRun;
  readonly kubectl: FakeKubectl;
  readonly notes: string[];
}

/** A run against a cluster, whose lock lasts a second. */
function lockWorld(answers: readonly FakeAnswer[], signal = new AbortController().signal): LockWorld {
  const cwd = temporaryFolder();
  const kubectl = new FakeKubectl(cwd, answers);
  const notes: string[] = [];
  const { io } = memoryIo({ cwd, signal });
  return {
    kubectl, notes, run: {
      io, signal,
      settings: {
        mode: ApplyMode.APPLY, folder: 'dist', kubectl: 'kubectl', fieldManager: 'shop', timeoutMs: 3000,
        timeout: '3s', forceConflicts: false,
        prune: {
          enabled: false, yes: false, definitions: false, namespaces: false, secrets: false, data: false,
          knative: false, adopt: false,
        },
        again: '',
      },
      timing: { poll: 10, retry: 10, leaseSeconds: 1 },
      kubectl: new Kubectl({ path: kubectl.file, cwd, env: { PATH: process.env.PATH }, signal }),
      display: { note: (text) => notes.push(text), run: () => Promise.resolve() },
    },
  };
}

/** Work that only an abort ends. */
function untilAborted({ signal }: ApplyRun): Promise<void> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new Interrupted());
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

test('waits for a lock while the server cannot answer', async () => {
  const { run, notes } = lockWorld([{ args: LEASES, code: 1, stderr: DOWN, times: 3 }]);

  expect(await withLock(run, () => Promise.resolve('done'))).toBe('done');
  expect(notes).toEqual([]);
});

test('goes on without a lock, and says so, where the user may have none', async () => {
  const { run, notes } = lockWorld([
    { args: '^get leases', code: 1, stderr: 'Error from server (Forbidden): leases is forbidden: User "bob" cannot get resource "leases"' },
  ]);

  expect(await withLock(run, () => Promise.resolve('done'))).toBe('done');
  expect(notes).toEqual([expect.stringContaining('warning: no lock against a second run')]);
});

test('fails where the server refuses the lock for another reason', async () => {
  const { run } = lockWorld([{ args: '^create', code: 1, stderr: 'The Lease "shop-apply" is invalid: spec: Invalid value' }]);

  await expect(withLock(run, () => Promise.resolve('done'))).rejects.toMatchObject({ exitCode: 3 });
});

test('fails where no lock can be had in time', async () => {
  const { run } = lockWorld([{ args: LEASES, code: 1, stderr: GONE }]);

  await expect(withLock(run, () => Promise.resolve('done'))).rejects.toMatchObject({ exitCode: 7 });
});

test('fails where the lock cannot be renewed, as somebody else may have it then', async () => {
  const { run } = lockWorld([
    { args: '^get leases', times: 1 }, { args: '^create', times: 1 }, { args: LEASES, code: 1, stderr: GONE },
  ]);
  const began = Date.now();

  await expect(withLock(run, untilAborted)).rejects.toMatchObject({
    exitCode: 7, message: expect.stringContaining('the lock of this run could not be renewed for 1 s: The connection to the server') as string,
  });
  expect(Date.now() - began).toBeLessThan(10_000);
});

test('does not wait for a renewal that gets no answer', async () => {
  const { run } = lockWorld([{ args: '^get leases', times: 1 }, { args: '^create', times: 1 }, { args: '^get leases', hangs: true, times: 1 }]);
  const began = Date.now();

  await withLock(run, () => new Promise((resolve) => {
    setTimeout(resolve, 600);
  }));
  expect(Date.now() - began).toBeLessThan(8000);
});

test('keeps a lock that is renewed', async () => {
  const { run, kubectl } = lockWorld([]);

  await withLock(run, () => new Promise((resolve) => {
    setTimeout(resolve, 2500);
  }));
  expect(kubectl.called.filter((each) => each.startsWith('create')).length).toBeGreaterThan(2);
});

test('fails as interrupted where the user ends the run, with the lock or while waiting for it', async () => {
  const controller = new AbortController();
  const { run } = lockWorld([], controller.signal);
  const ended = withLock(run, untilAborted);
  setTimeout(() => controller.abort(), 500);

  await expect(ended).rejects.toBeInstanceOf(Interrupted);
  await expect(withLock(run, untilAborted)).rejects.toBeInstanceOf(Interrupted);
});

test('looks at the cluster when it has the lock, and not before', async () => {
  const { run, kubectl } = world();

  expect(await run('--wave', 'foundation')).toMatchObject({ code: 0 });
  const names = kubectl.called.map((each) => each.split(' ').slice(0, 2).join(' '));
  expect(names.slice(0, 5)).toEqual(['config view', 'version -o', 'get leases.coordination.k8s.io', 'create -f', 'get configmaps']);
});
