import type { Chart } from 'cdk8s';
import { type ErrorCode, KafkaSink, type Problem, SaslMechanism, SecurityProtocol } from '../../lib';
import { runProgram } from '../judge/program';
import { type ClusterPlan, type ConsumerPlan, Filling, type Plan, type SourcePlan } from './plan';
import { NAMESPACE, questionOf, writeProgram } from './programs';
import type { Material, Question } from './readers';

/** A mistake, said twice: as the program that the library refuses, and as what somebody would have written by hand. */
export interface Mistake {
  readonly mistake: string;
  readonly refused: ErrorCode;
  /** What the library says to it. */
  readonly ours: (material: Material) => readonly string[];
  /** A plan without the mistake, */
  readonly plan: Plan;
  /** and how it gets into its objects. */
  readonly change: (found: ByHand, material: Material) => void;
  /** Part of what the readers say. Absent exactly where `stricter` is given. */
  readonly words?: string;
  /** Why we refuse what the readers take. */
  readonly stricter?: string;
  /** With `stricter`: whether the data plane refuses the Secret, or reads something else than it holds. */
  readonly dataPlane?: boolean;
}

/** Objects of a program, open to changes. */
export interface ByHand {
  /** The Secret of the cluster, as text. */
  readonly secret: Record<string, string>;
  /** The data of the ConfigMap. */
  readonly config: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly spec: Record<string, unknown>;
}

const CLUSTER: ClusterPlan = {
  confluent: false, servers: ['kafka.example.com:9092'], protocol: SecurityProtocol.SASL_SSL,
  mechanism: SaslMechanism.SCRAM_SHA_512, filling: Filling.EXISTING, pinnedCa: true, clientCertificate: false, user: 'alice', password: 'wonderland',
};
/** A cluster with a client certificate. */
export const SSL: Partial<ClusterPlan> = {
  protocol: SecurityProtocol.SSL, mechanism: undefined, clientCertificate: true,
};
export const PLAINTEXT: Partial<ClusterPlan> = {
  protocol: SecurityProtocol.PLAINTEXT, mechanism: undefined, filling: Filling.NONE, pinnedCa: false,
};
export const SINK: ConsumerPlan = { kind: 'KafkaSink', topic: 'orders' };
export const BROKER: ConsumerPlan = { kind: 'Broker', keda: false };
export const CHANNEL: ConsumerPlan = { kind: 'KafkaChannel' };
export const SOURCE: SourcePlan = { kind: 'KafkaSource', topics: ['orders'], keda: false, ownKeys: false };

/** A cluster with SASL_SSL, a pinned CA and an existing Secret, read by a sink, unless something else is asked for. */
export function planOf(cluster: Partial<ClusterPlan> = {}, consumer: ConsumerPlan = SINK): Plan {
  return { cluster: { ...CLUSTER, ...cluster }, consumer };
}

/** What the library says to a program. */
export function toProgram(program: (chart: Chart) => void): Mistake['ours'] {
  return () => runProgram(program, NAMESPACE, 'flags').refusals;
}

/** What the library says to a plan that is wrong. */
export function toPlan(plan: Plan): Mistake['ours'] {
  return (material) => runProgram((chart) => { writeProgram(chart, plan, material); }, NAMESPACE, 'flags').refusals;
}

/** What the library says to a cluster that is wrong, with a sink on it. */
export function toCluster(make: (chart: Chart) => KafkaSink['cluster']): Mistake['ours'] {
  return toProgram((chart) => { new KafkaSink(chart, 'orders', { cluster: make(chart), topic: 'orders' }); });
}

/** What the library says to values that are about to be stored. */
export function toValues(check: (material: Material) => readonly Problem[]): Mistake['ours'] {
  return (material) => check(material).map(({ code, message }) => `${code} ${message}`);
}

/** The question that a change by hand comes to. */
export function questionAbout({ plan, change }: Pick<Mistake, 'plan' | 'change'>, material: Material): Question {
  const { refusals, objects } = runProgram((chart) => { writeProgram(chart, plan, material); }, NAMESPACE, 'flags');
  if (refusals.length > 0) throw new Error(`the plan without the mistake is refused: ${refusals.join('\n')}`);
  const question = JSON.parse(JSON.stringify(questionOf(plan, objects, material))) as Question;
  const fields = (kind: string, field: string): Record<string, string> | undefined =>
    question.objects.find((object) => object.kind === kind)?.[field] as Record<string, string> | undefined;
  const data = fields('Secret', 'data') ?? {};
  const read = question.objects.find(({ kind }) => kind === question.read.kind);
  const annotations = { ...read?.metadata.annotations as Record<string, string> | undefined };
  const secret = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
  change({ secret, config: fields('ConfigMap', 'data') ?? {}, annotations, spec: (read?.spec ?? {}) as Record<string, unknown> }, material);
  for (const key of Object.keys(data)) Reflect.deleteProperty(data, key);
  for (const [key, value] of Object.entries(secret)) data[key] = Buffer.from(value).toString('base64');
  if (read !== undefined) Object.assign(read.metadata, { annotations });
  return question;
}
