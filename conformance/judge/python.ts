import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The oldest Python that the packages work with. */
const OLDEST = [3, 10] as const;
const REQUIREMENTS = path.resolve(__dirname, '..', 'python');
/** Kept between runs, by what it was installed from. */
const BINARIES = path.resolve(__dirname, '..', '.binaries');
/** Longer than an installation takes. */
const PATIENCE_MS = 300_000;

/** Why no Python package can be installed here; `undefined` where one can. */
export function missingPython(): string | undefined {
  const wanted = OLDEST.join('.');
  const asked = 'import ensurepip, sys, venv; print(*sys.version_info[:2])';
  const { stdout, status } = spawnSync('python3', ['-c', asked], { encoding: 'utf8' });
  if (status !== 0) {
    return `there is no \`python3\` on the PATH that makes virtual environments; ${wanted} or newer is needed`;
  }
  const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `Python ${wanted} or newer is needed, and this is ${major}.${minor}`;
}

/**
 * Installs packages from PyPI into an environment of their own where that was not done yet, and gives the folder of its
 * programs: `python`, and what the packages bring.
 * @param name name of a file of requirements in `conformance/python`
 */
export function pythonPrograms(name: string): string {
  const requirements = path.join(REQUIREMENTS, `${name}.txt`);
  const asked = 'import sys; print(sys.executable, sys.version)';
  const { stdout } = spawnSync('python3', ['-c', asked], { encoding: 'utf8' });
  const digest = createHash('sha256').update(fs.readFileSync(requirements)).update(stdout).digest('hex').slice(0, 16);
  const own = path.join(BINARIES, `python-${name}`);
  const folder = path.join(own, digest);
  const done = path.join(folder, 'installed');
  if (!fs.existsSync(done)) {
    fs.rmSync(own, { recursive: true, force: true });
    fs.mkdirSync(own, { recursive: true });
    run('python3', ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
    run(path.join(folder, 'bin', 'python'), [...pip, '--requirement', requirements]);
    // Its programs hold the path of the folder, so that it cannot be renamed when it is done.
    fs.writeFileSync(done, '');
  }
  return path.join(folder, 'bin');
}

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: PATIENCE_MS });
  if (status === 0) return;
  const said = error?.message ?? `${stdout}${stderr}`.trim().slice(-500);
  throw new Error(`\`${path.basename(command)} ${args.slice(0, 3).join(' ')}\` failed: ${said}`);
}
