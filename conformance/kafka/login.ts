import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { moduleFolders, moduleVersion } from '../control-plane/tools';

const FOLDER = path.join(__dirname, 'java');
/** Kept between runs, by what it was built from. */
const BINARIES = path.resolve(__dirname, '..', '.binaries', 'java-kafka');
const MODULE = 'knative.dev/eventing-kafka-broker';
const CORE = 'data-plane/core/src/main/java/dev/knative/eventing/kafka/broker/core';
/** Sources of the data plane, which its module of Go brings along. */
const UPSTREAM = [
  'security/Credentials', 'security/CredentialsValidator', 'security/KafkaClientsAuth', 'security/KubernetesCredentials', 'utils/Logging',
];
const OWN = 'Login';
const MAIN = `dev.knative.eventing.kafka.broker.core.security.${OWN}`;
const MOST_BYTES = 1 << 29;

/** What the Kafka client of the data plane makes of a Secret. */
export interface Login {
  readonly refused?: string;
  readonly protocol?: string;
  readonly mechanism?: string;
  readonly user?: string;
  readonly password?: string;
  /** Number of certificates that replace the system's, and of the client. */
  readonly authorities?: number;
  readonly certificates?: number;
}

/** Why the data plane cannot be asked here; `undefined` where it can. */
export function missingJava(): string | undefined {
  const missing = ['java', 'javac', 'mvn'].find((tool) => spawnSync(tool, ['-version']).status !== 0);
  if (missing !== undefined) return `there is no working \`${missing}\` on the PATH`;
  try {
    built();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Lets the data plane's own code read Secrets, given as the API server keeps them. */
export function logIn(secrets: readonly Readonly<Record<string, string>>[]): Login[] {
  const folder = built();
  const lines = secrets.map((secret) => Object.entries(secret).map(([key, value]) => `${key}=${value}`).join(' '));
  const classPath = [folder, path.join(folder, '*')].join(path.delimiter);
  const output = run('java', ['-cp', classPath, MAIN], lines.map((line) => `${line}\n`).join(''));
  const answers = output.split('\n').filter((line) => line !== '').map(readAnswer);
  if (answers.length !== secrets.length) throw new Error(`${answers.length} answers to ${secrets.length} Secrets`);
  return answers;
}

function readAnswer(line: string): Login {
  const [word, ...values] = line.split(' ');
  const [protocol = '', mechanism = '', user = '', password = ''] = values.slice(0, 4)
    .map((value) => Buffer.from(value, 'base64').toString('utf8'));
  if (word === 'refused') return { refused: protocol };
  return { protocol, mechanism, user, password, authorities: Number(values[4]), certificates: Number(values[5]) };
}

function built(): string {
  const version = `${MODULE}@${moduleVersion('data-plane', MODULE)}`;
  const hash = createHash('sha256').update(version);
  for (const file of ['pom.xml', `${OWN}.java`]) hash.update(fs.readFileSync(path.join(FOLDER, file)));
  const folder = path.join(BINARIES, hash.digest('hex').slice(0, 16));
  if (fs.existsSync(folder)) return folder;
  fs.rmSync(BINARIES, { recursive: true, force: true });
  // Never the name itself: a build that is interrupted must not look like one that was done.
  const unfinished = `${folder}.${process.pid}`;
  run('mvn', ['-q', '-B', '-f', path.join(FOLDER, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`]);
  const sources = UPSTREAM.map((name) => path.join(moduleFolders([version])[MODULE] ?? '', CORE, `${name}.java`));
  run('javac', ['-nowarn', '-cp', `${unfinished}/*`, '-d', unfinished, ...sources, path.join(FOLDER, `${OWN}.java`)]);
  fs.renameSync(unfinished, folder);
  return folder;
}

function run(command: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', input, maxBuffer: MOST_BYTES });
  if (status !== 0) throw new Error(`\`${command}\` failed: ${`${stdout}${stderr}`.trim().split('\n')[0] ?? ''}`);
  return stdout;
}
