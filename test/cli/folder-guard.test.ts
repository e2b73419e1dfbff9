import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { alone } from '../../lib/cli/folder-guard';
import { temporaryFolder } from './run-cli';

/** No process has this number. */
const NOBODY = 2 ** 22 + 1;

test.each([['that was killed', os.hostname(), NOBODY, 0], ['that fell silent', 'elsewhere', 1, 400_000]])(
  'runs that meet one %s do not work together in its place', async (_, host, pid, silent) => {
    const folder = temporaryFolder();
    const file = path.join(folder, '.vendoring');
    fs.writeFileSync(file, JSON.stringify({ host, pid }));
    fs.utimesSync(file, new Date(), new Date(Date.now() - silent));
    let atWork = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      atWork += 1;
      most = Math.max(most, atWork);
      await new Promise((resolve) => setTimeout(resolve, 20));
      atWork -= 1;
    };

    const ended = await Promise.allSettled(Array.from({ length: 5 }, () => alone(folder, work)));

    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(most).toBe(1);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

test('says while it works that it does, and leaves what another run wrote meanwhile', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, '.vendoring');
  const other = JSON.stringify({ host: 'elsewhere', pid: 1 });
  jest.useFakeTimers();
  try {
    await alone(folder, () => {
      fs.utimesSync(file, new Date(0), new Date(0));
      jest.advanceTimersByTime(30_000);
      expect(fs.statSync(file).mtimeMs).toBeGreaterThan(0);
      fs.rmSync(file);
      jest.advanceTimersByTime(30_000);
      fs.writeFileSync(file, other);
      return Promise.resolve();
    });
  } finally {
    jest.useRealTimers();
  }

  expect(fs.readFileSync(file, 'utf8')).toBe(other);
});
