import * as path from 'node:path';
import { moduleFolders, moduleVersion } from '../control-plane/tools';
import { buildJava, missingJava, runJava } from '../judge/java';

const MODULE = 'knative.dev/eventing-kafka-broker';
const CORE = 'data-plane/core/src/main/java/dev/knative/eventing/kafka/broker/core';
/** Sources of the data plane, which its module of Go brings along. */
const UPSTREAM = [
  'security/Credentials', 'security/CredentialsValidator', 'security/KafkaClientsAuth', 'security/KubernetesCredentials', 'utils/Logging',
];
const MAIN = 'dev.knative.eventing.kafka.broker.core.security.Login';

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
export function missingLogin(): string | undefined {
  const missing = missingJava();
  if (missing !== undefined) return missing;
  try {
    build();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Lets the data plane's own code read Secrets, given as the API server keeps them. */
export function logIn(secrets: readonly Readonly<Record<string, string>>[]): Login[] {
  const lines = secrets.map((secret) => Object.entries(secret).map(([key, value]) => `${key}=${value}`).join(' '));
  const output = runJava('java', ['-cp', build(), MAIN], lines.map((line) => `${line}\n`).join(''));
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

function build(): string {
  const version = `${MODULE}@${moduleVersion('data-plane', MODULE)}`;
  return buildJava({
    folder: path.join(__dirname, 'java'), source: 'Login.java', version,
    upstream: () => UPSTREAM.map((name) => path.join(moduleFolders([version])[MODULE] ?? '', CORE, `${name}.java`)),
  });
}
