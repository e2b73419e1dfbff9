import { type HealthOfKind, HealthRule } from '../../lib/gitops/health-rules';
import type { KubernetesObject } from '../control-plane/api-server';

/** A live object as a controller leaves it, and what the tools have to make of it. */
export interface LiveCase {
  readonly what: string;
  readonly object: KubernetesObject;
  readonly argo: 'Healthy' | 'Progressing' | 'Degraded';
  /** Absent where Flux cannot tell, and asks again until its time is up. */
  readonly flux?: 'Current' | 'InProgress';
}

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
/** Longer and shorter than the patience that is asked for. */
const OLD = 400;
const YOUNG = 20;

/** All states of an object whose controller writes conditions. */
function conditionCases(rule: HealthOfKind): LiveCase[] {
  const type = 'Ready';
  const { group, kind, failures = [type], working } = rule;
  const live = (status?: object, generation = 2): KubernetesObject => ({
    apiVersion: `${group}/v1`, kind, metadata: { name: 'a', generation }, ...status === undefined ? {} : { status },
  }) as unknown as KubernetesObject;
  const why = { reason: 'Why', message: 'so' };
  const condition = (of: string, status: string, seconds: number) => (
    { type: of, status, lastTransitionTime: ago(seconds), ...why });
  const other = condition('Other', 'False', OLD);
  const says = (status: string, seconds = OLD) => (
    { observedGeneration: 2, conditions: [other, condition(type, status, seconds)] });
  const cases: LiveCase[] = [
    { what: 'no status yet', object: live(), argo: 'Progressing' },
    { what: 'a status without conditions', object: live({ observedGeneration: 2 }), argo: 'Progressing' },
    { what: 'no such condition', object: live({ conditions: [other] }), argo: 'Progressing', flux: 'InProgress' },
    { what: 'ready', object: live(says('True')), argo: 'Healthy', flux: 'Current' },
    { what: 'ready, without a generation', object: live({ conditions: says('True').conditions }), argo: 'Healthy', flux: 'Current' },
    { what: 'ready as it was before a change', object: live(says('True'), 3), argo: 'Progressing', flux: 'InProgress' },
    { what: 'not known', object: live(says('Unknown')), argo: 'Progressing', flux: 'InProgress' },
    { what: 'failed just now', object: live(says('False', YOUNG)), argo: 'Progressing', flux: 'InProgress' },
    {
      what: 'not ready for a long time', object: live(says('False')), argo: failures.includes(type) ? 'Degraded' : 'Progressing',
      flux: 'InProgress',
    },
  ];
  for (const failure of failures.filter((each) => each !== type)) {
    const conditions = [condition(failure, 'False', OLD), condition(type, 'False', OLD)];
    cases.push(
      { what: `${failure} for a long time`, object: live({ conditions }), argo: 'Degraded', flux: 'InProgress' },
      { what: `${failure}, said last`, object: live({ conditions: conditions.reverse() }), argo: 'Degraded', flux: 'InProgress' },
    );
  }
  if (working !== undefined) {
    const conditions = [condition(type, 'False', OLD), condition(working, 'True', OLD)];
    cases.push({ what: `${working} still`, object: live({ conditions }), argo: 'Progressing', flux: 'InProgress' });
  }
  return cases;
}

/** Name of a configuration of webhooks that has none. The server writes no empty list. */
export const BARE = 'bare';

/** All states of a configuration of webhooks. */
function webhookCases({ group, kind }: HealthOfKind): LiveCase[] {
  const live = (...clients: object[]): KubernetesObject => ({
    apiVersion: `${group}/v1`, kind, metadata: { name: clients.length === 0 ? BARE : 'a', generation: 1 },
    ...clients.length === 0 ? {} : { webhooks: clients.map((clientConfig, number) => ({ name: `w${number}.example.com`, clientConfig })) },
  }) as unknown as KubernetesObject;
  const service = { name: 'webhook', namespace: 'a' };
  return [
    { what: 'no certificate', object: live({ service }), argo: 'Progressing', flux: 'InProgress' },
    { what: 'an empty certificate', object: live({ service, caBundle: '' }), argo: 'Progressing', flux: 'InProgress' },
    { what: 'a certificate', object: live({ service, caBundle: 'aaaa' }), argo: 'Healthy', flux: 'Current' },
    { what: 'a certificate in one of two', object: live({ service, caBundle: 'aaaa' }, { service }), argo: 'Progressing', flux: 'InProgress' },
    { what: 'no webhook', object: live(), argo: 'Healthy', flux: 'Current' },
    { what: 'an address that needs none', object: live({ url: 'https://example.com' }), argo: 'Healthy', flux: 'Current' },
  ];
}

/** What is ready as soon as it is there, whatever its controller says. */
function presenceCases({ group, kind }: HealthOfKind): LiveCase[] {
  const object = { apiVersion: `${group}/v1`, kind, metadata: { name: 'a', generation: 2 } };
  const never = { observedGeneration: 2, conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(OLD) }] };
  return [
    { what: 'no status yet', object, argo: 'Healthy', flux: 'Current' },
    { what: 'not ready for a long time', object: { ...object, status: never }, argo: 'Healthy', flux: 'Current' },
  ];
}

/** The states of an object, by how its health is told. */
export const CASES: Readonly<Record<HealthRule, (rule: HealthOfKind) => LiveCase[]>> = {
  [HealthRule.CONDITION]: conditionCases,
  [HealthRule.WEBHOOKS]: webhookCases,
  [HealthRule.PRESENCE]: presenceCases,
};
