import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** A shell of images, on this machine. */
export interface Shell {
  /** What it is, with its version where it tells. */
  readonly name: string;
  /** A folder that has it as `sh`, and by its own names. */
  readonly folder: string;
}

interface Wanted {
  readonly name: string;
  readonly names: readonly string[];
  readonly version: (file: string) => string;
  /** The Debian package that has it as a program for any Linux, and the file in it. */
  readonly fetched?: { readonly pack: string; readonly file: string };
}

/** Which shells images have: Debian and its kin, Fedora and its kin, Alpine and all that is built on BusyBox. */
const WANTED: readonly Wanted[] = [
  { name: 'dash', names: ['sh', 'dash'], version: () => versionFrom('dpkg-query', ['-W', '-f', '${Version}', 'dash']) },
  { name: 'bash', names: ['sh', 'bash'], version: (file) => versionFrom(file, ['-c', 'echo "$BASH_VERSION"']) },
  {
    name: 'busybox', names: ['sh', 'ash'], version: (file) => versionFrom(file, []).replace(/^BusyBox v(\S+)[\s\S]*$/, '$1'),
    fetched: { pack: 'busybox-static', file: 'bin/busybox' },
  },
];

/** The shells that could be had, and the names of those that could not. */
export function findShells(folder: string): { readonly shells: Shell[]; readonly absent: string[] } {
  const shells: Shell[] = [];
  const absent: string[] = [];
  for (const wanted of WANTED) {
    const file = onPath(wanted.name) ?? fetched(wanted, folder);
    if (file === undefined) {
      absent.push(wanted.name);
      continue;
    }
    const own = path.join(folder, 'shells', wanted.name);
    fs.mkdirSync(own, { recursive: true });
    for (const name of wanted.names) fs.symlinkSync(file, path.join(own, name));
    const version = wanted.version(file);
    shells.push({ name: version === '' ? wanted.name : `${wanted.name} ${version}`, folder: own });
  }
  return { shells, absent };
}

function onPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
}

/** Debian's packages can be unpacked without being installed. */
function fetched({ fetched: source }: Wanted, folder: string): string | undefined {
  if (source === undefined) return undefined;
  const cwd = path.join(folder, 'packages');
  fs.mkdirSync(cwd, { recursive: true });
  spawnSync('apt-get', ['download', source.pack], { cwd, timeout: 60_000 });
  const pack = fs.readdirSync(cwd).find((file) => file.startsWith(`${source.pack}_`));
  if (pack === undefined || spawnSync('dpkg-deb', ['-x', pack, source.pack], { cwd }).status !== 0) return undefined;
  const file = path.join(cwd, source.pack, source.file);
  return fs.existsSync(file) ? file : undefined;
}

function versionFrom(file: string, args: readonly string[]): string {
  const { stdout } = spawnSync(file, args, { encoding: 'utf8' });
  return (stdout as string | null ?? '').trim();
}
