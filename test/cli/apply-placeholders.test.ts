import * as fs from 'fs';
import * as path from 'path';
import { NAMESPACE, SETTINGS, WORKLOAD, world, type Written } from './apply-world';

// Each call of the program that stands for kubectl starts a process.
jest.setTimeout(30_000);

const DECLARED = { version: 1, placeholders: [{ name: 'TABLE', uses: [] }, { name: 'UNUSED', uses: [] }] };
const OPEN: readonly Written[] = [
  NAMESPACE, { ...SETTINGS, ...{ data: { table: 'a-${TABLE}', script: 'echo ${HOME}' } } }, { ...WORKLOAD, ...{ spec: { '${TABLE}': 1 } } },
];

function declared(cwd: string, text: string): void {
  fs.writeFileSync(path.join(cwd, 'dist-documents/placeholders.json'), text);
}

test('fails before anything is applied while a placeholder is not filled in', async () => {
  const { cwd, run, kubectl } = world([], undefined, OPEN);
  declared(cwd, JSON.stringify(DECLARED));

  const { code, stderr } = await run();

  expect(code).not.toBe(0);
  expect(stderr).toMatch(/KN-LAT-006 the placeholder `\$\{TABLE\}` is not filled in, in ConfigMap `?shop\/settings`? and in 1 other object; allowed/);
  expect(stderr).not.toContain('HOME');
  expect(kubectl.called.filter((each) => each.startsWith('apply'))).toEqual([]);
});

test.each<[string, string | undefined]>([
  ['without a list of placeholders', undefined],
  ['with a list that somebody edited', 'no list'],
  ['with a list of others', JSON.stringify({ placeholders: [{ name: 'OTHER' }, { name: 1 }] })],
])('applies what only looks like a placeholder, %s', async (_, list) => {
  const { cwd, run } = world([], undefined, OPEN);
  if (list !== undefined) declared(cwd, list);

  expect(await run()).toMatchObject({ code: 0 });
});
