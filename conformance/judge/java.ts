import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** A program in Java, and what it is compiled with. */
export interface JavaProgram {
  /** Folder with its `pom.xml`, which names the libraries. */
  readonly folder: string;
  /** Our own source in it. */
  readonly source: string;
  /** What the sources of others are a version of, where there are any. */
  readonly version?: string;
  /** Sources of others. */
  readonly upstream?: () => readonly string[];
}

/** Kept between runs, by what it was built from. */
const BINARIES = path.resolve(__dirname, '..', '.binaries');
const MOST_BYTES = 1 << 29;

/** Why no Java can be built here; `undefined` where it can. */
export function missingJava(): string | undefined {
  const missing = ['java', 'javac', 'mvn'].find((tool) => spawnSync(tool, ['-version']).status !== 0);
  return missing === undefined ? undefined : `there is no working \`${missing}\` on the PATH`;
}

/** Builds what is not there yet, and gives the class path. */
export function buildJava({ folder, source, version = '', upstream = () => [] }: JavaProgram): string {
  const hash = createHash('sha256').update(version);
  for (const file of ['pom.xml', source]) hash.update(fs.readFileSync(path.join(folder, file)));
  const own = path.join(BINARIES, `java-${path.parse(source).name.toLowerCase()}`);
  const built = path.join(own, hash.digest('hex').slice(0, 16));
  if (!fs.existsSync(built)) {
    fs.rmSync(own, { recursive: true, force: true });
    // Never the name itself: a build that is interrupted must not look like one that was done.
    const unfinished = `${built}.${process.pid}`;
    runJava('mvn', ['-q', '-B', '-f', path.join(folder, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`]);
    runJava('javac', ['-nowarn', '-cp', `${unfinished}/*`, '-d', unfinished, ...upstream(), path.join(folder, source)]);
    fs.renameSync(unfinished, built);
  }
  return [built, path.join(built, '*')].join(path.delimiter);
}

/** What a program of Java prints. */
export function runJava(command: 'java' | 'javac' | 'mvn', args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', input, maxBuffer: MOST_BYTES });
  if (status !== 0) throw new Error(`\`${command}\` failed: ${`${stdout}${stderr}`.trim().split('\n')[0] ?? ''}`);
  return stdout;
}
