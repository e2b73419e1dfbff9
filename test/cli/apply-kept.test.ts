import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { withKept } from '../../lib/cli/apply-kept';
import { Kubectl } from '../../lib/cli/apply-kubectl';
import type { ApplyRun, Member } from '../../lib/cli/apply-settings';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kept-'));

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A program in place of kubectl that says the same whatever it is asked, and keeps what that was. */
function kubectlThatSays(text: string): ApplyRun['kubectl'] {
  const file = path.join(folder, 'kubectl');
  fs.writeFileSync(path.join(folder, 'answer'), text);
  fs.writeFileSync(file, `#!/bin/sh\necho "$@" >> '${folder}/asked'\ncat '${folder}/answer'\n`, { mode: 0o755 });
  fs.writeFileSync(path.join(folder, 'asked'), '');
  const { signal } = new AbortController();
  return new Kubectl({ path: file, cwd: folder, env: { PATH: process.env.PATH }, signal });
}

function asked(): string {
  return fs.readFileSync(path.join(folder, 'asked'), 'utf8');
}

function member(name: string, replicas: number): Member {
  const metadata = { name, namespace: 'knative-eventing' };
  const object = { apiVersion: 'apps/v1', kind: 'Deployment' };
  return {
    indexed: { ...object, ...metadata, file: 'a.yaml', wave: 'knative', needs: [] }, title: name,
    manifest: { ...object, metadata, spec: { replicas } },
  };
}

const ADAPTER = member('pingsource-mt-adapter', 0);
const OTHER = member('imc-controller', 1);
const run = (text: string) => ({ kubectl: kubectlThatSays(text) }) as ApplyRun;

test('what a controller of Knative changed is applied as the cluster has it', async () => {
  const [adapter, other] = await withKept(run(JSON.stringify({ spec: { replicas: 2 } })), [ADAPTER, OTHER]);

  expect(adapter?.manifest.spec).toEqual({ replicas: 2 });
  expect(other).toBe(OTHER);
  expect(asked()).toBe('get deployment pingsource-mt-adapter --namespace=knative-eventing --ignore-not-found --output=json\n');
});

test('what the cluster does not have yet is applied as it is written', async () => {
  expect((await withKept(run(''), [ADAPTER]))[0]).toBe(ADAPTER);
});

test('the cluster is asked for nothing else', async () => {
  await withKept(run(''), [OTHER]);

  expect(asked()).toBe('');
});
