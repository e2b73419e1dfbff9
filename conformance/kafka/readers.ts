import { spawnSync } from 'node:child_process';
import type { KubernetesObject } from '../control-plane/api-server';
import { programPath } from '../judge/programs';

/** A value outside of the cluster, where an operator finds it. */
export interface Stored {
  /** Key of an ExternalSecret, or mount and path of a VaultStaticSecret. */
  readonly path: string;
  /** Property or field; empty for the whole secret. */
  readonly field: string;
  readonly value: string;
}

/** Objects, and the one that the controllers of Knative's Kafka module are to look at. */
export interface Question {
  readonly objects: readonly KubernetesObject[];
  readonly stored?: readonly Stored[];
  readonly read: { readonly kind: string; readonly namespace: string; readonly name: string };
  /** Topics that exist already. */
  readonly topics?: readonly string[];
  /** What `config-kafka-features` holds. */
  readonly features?: Readonly<Record<string, string>>;
}

/** The configuration of a Kafka client. */
export interface Client {
  readonly servers: readonly string[];
  readonly sasl?: {
    readonly mechanism: string; readonly user: string; readonly password: string; readonly token?: boolean;
  };
  readonly tls?: { readonly authorities?: readonly string[]; readonly certificate?: string };
}

/** What the data plane is told. */
export interface Resource {
  readonly servers: string;
  readonly topics: readonly string[];
  readonly secret?: string;
  readonly protocol?: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly group?: string;
  readonly order?: string;
  readonly keyType?: string;
  readonly contentMode?: string;
}

/** A topic that is created, or looked for. */
export interface Topic {
  readonly name: string;
  readonly created: boolean;
  readonly partitions?: number;
  readonly replication?: number;
  readonly options?: Readonly<Record<string, string>>;
}

/** What KEDA gets. */
export interface Keda {
  readonly min: number;
  readonly max: number;
  readonly polling: number;
  readonly cooldown: number;
  readonly threshold: string;
  readonly servers: string;
  readonly group: string;
  readonly topics: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What the controllers read, or their words. */
export interface Answer {
  readonly failure?: string;
  readonly refusal?: string;
  /** What the operators of a question would make, by `namespace/name`: its data in base64. */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly clients?: readonly Client[];
  readonly topic?: Topic;
  readonly receiver?: Resource;
  readonly dispatcher?: Resource;
  readonly keda?: Keda;
}

/** Certificates and keys, as PEM. */
export interface Material {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  readonly keyPkcs1: string;
  readonly otherKey: string;
}

/** Kinds that the readers know; the rest of a program does not concern them. */
const KINDS = [
  'ConfigMap', 'Secret', 'ExternalSecret', 'VaultStaticSecret', 'Broker', 'Trigger', 'KafkaSink', 'KafkaChannel', 'KafkaSource',
];
const MOST_BYTES = 1 << 29;

function run(args: readonly string[], input: string): string[] {
  const { stdout, stderr, status, error } = spawnSync(programPath('kafka-readers'), args, {
    input, encoding: 'utf8', maxBuffer: MOST_BYTES,
  });
  if (status !== 0) throw new Error(`the readers ended: ${error?.message ?? stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Asks all questions, and gives the answers in their order. */
export function ask(questions: readonly Question[]): Answer[] {
  const lines = questions.map((question) => JSON.stringify({
    ...question, objects: question.objects.filter(({ kind }) => KINDS.includes(kind)),
  }));
  const answers = run([], lines.map((line) => `${line}\n`).join('')).map((line) => JSON.parse(line) as Answer);
  if (answers.length !== questions.length) throw new Error(`${answers.length} answers to ${questions.length} questions`);
  const failed = answers.findIndex(({ failure }) => failure !== undefined);
  if (failed >= 0) throw new Error(`${answers[failed]?.failure ?? ''}: ${lines[failed] ?? ''}`);
  return answers;
}

/** Certificates and keys of this run. */
export function makeMaterial(): Material {
  return JSON.parse(run(['certificates'], '')[0] ?? '') as Material;
}
