import { Construct } from 'constructs';
import {
  checkLabelSelector, clusterOf, groupOf, type IEventFilter, type ISink, type ObjectReference, type Problem,
  type Resource, show, showAddress, Sink, traceOf, Warnings,
} from '../core';
import type { EventPolicySelector } from './event-policy';

const KAFKA_KINDS: ReadonlySet<string> = new Set(['KafkaChannel', 'KafkaSink']);
/** Their proxy asks for policies without the labels of the object. Follows Go: cmd/auth_proxy/main.go */
const WITHOUT_LABELS: ReadonlySet<string> = new Set(['IntegrationSink', 'EventTransform']);

/**
 * The policy of an empty list is for all of the namespace: a list that was computed must not turn into that.
 * @internal
 */
export function checkNotEmpty(receivers: number): Problem | undefined {
  if (receivers > 0) return undefined;
  return {
    code: 'KN-EVT-007',
    message: 'an event policy for an empty list of receivers would be for every receiver of the namespace',
    received: [],
    allowed: 'one receiver or selector at least',
    fix: 'leave `to` and `selectors` out, if all of the namespace is meant',
  };
}

/**
 * Follows Go: pkg/auth/event_policy.go, where a selector that cannot be read leaves every receiver of its kind in the
 * namespace without a policy, and one without conditions selects nothing.
 * @internal
 */
export function checkSelector(selector: EventPolicySelector): Problem[] {
  const { apiVersion, kind, matchLabels = {}, matchExpressions = [] } = selector;
  const empty = [['apiVersion', apiVersion], ['kind', kind]].find(([, value]) => (value ?? '').trim() === '');
  if (empty !== undefined) return [wrongSelector(`has no ${show(empty[0])}`, selector)];
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) {
    return [wrongSelector('has no condition, and would select nothing', selector)];
  }
  if (!checksSenders(apiVersion, kind)) return [unprotected({ apiVersion, kind })];
  if (WITHOUT_LABELS.has(kind)) {
    return [wrongSelector(`cannot be for the kind ${show(kind)}, which is asked for without its labels`, selector)];
  }
  return checkLabelSelector(selector);
}

/**
 * A sender of another cluster shows a token that this one does not know.
 * @internal
 */
export function checkOrigin(policy: Resource, origin: unknown): Problem | undefined {
  if (!Construct.isConstruct(origin)) return undefined;
  const [here, there] = [clusterOf(policy), clusterOf(origin)];
  if (here === there) return undefined;
  return {
    code: 'KN-NAM-008',
    message: `the sender ${show(origin.node.path)} is meant for the cluster ${show(there)}, the policy for ${show(here)}`,
    received: there,
    allowed: 'a sender of the same cluster',
    fix: 'have the sender of the other cluster send to a receiver there, which passes the events on',
  };
}

/** @internal */
export function checkReceiver(policy: Resource, receiver: ISink): Problem | undefined {
  const { ref, uri } = receiver.toSinkConfig(policy);
  if (ref === undefined) return wrongReceiver(`the address ${showAddress(uri)}`, uri);
  if (ref.namespace !== undefined && ref.namespace !== policy.namespace) {
    return wrongReceiver(`the ${ref.kind} ${show(ref.name)} of the namespace ${show(ref.namespace)}`, ref);
  }
  return checksSenders(ref.apiVersion, ref.kind) ? undefined : unprotected(ref);
}

/**
 * Whether Kafka's data plane decides what a receiver takes, as far as the program tells.
 * @internal
 */
export function isOnKafka(policy: Resource, receiver: ISink): boolean {
  if (receiver instanceof Sink && receiver._inner !== undefined) return isOnKafka(policy, receiver._inner);
  if ('_kafka' in receiver && receiver._kafka === true) return true;
  const { ref } = receiver.toSinkConfig(policy);
  return ref !== undefined && KAFKA_KINDS.has(ref.kind);
}

/**
 * A policy is filtered by what filters a trigger. Follows Java: data-plane receiver/impl/auth/EventPolicy.java
 * @internal
 */
export function checkKafkaFilters(policy: Resource, filters: readonly IEventFilter[]): Problem[] {
  return filters.flatMap((filter) => filter._kafkaDifferences?.() ?? []).flatMap(({ id, message, refused }) => {
    if (!refused) {
      Warnings.of(policy)._addFrom(id, message, traceOf(policy));
      return [];
    }
    return [{
      code: 'KN-EVT-009',
      message,
      allowed: 'filters that Kafka\'s data plane evaluates as the specification says',
      fix: 'mend the filter so, or write a policy of its own for the receiver on Kafka',
    } satisfies Problem];
  });
}

/** Whether a kind that events are sent to looks at policies; of kinds that nobody here knows it is believed. */
function checksSenders(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  // Follows Go: pkg/reconciler/requestreply/requestreply.go, "Event policies not implemented for RequestReply yet".
  return group !== '' && group !== 'serving.knative.dev' && kind !== 'RequestReply';
}

function wrongSelector(what: string, received: EventPolicySelector): Problem {
  return {
    code: 'KN-EVT-008',
    message: `a selector of an event policy ${what}`,
    received,
    allowed: 'apiVersion, kind, and labels or expressions',
    fix: "write `{ apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', matchLabels: { team: 'shop' } }`",
  };
}

function wrongReceiver(what: string, received: unknown): Problem {
  return {
    code: 'KN-EVT-004',
    message: `an event policy cannot be for ${what}`,
    received,
    allowed: 'a receiver of the namespace of the policy, as a construct or by reference',
    fix: 'write `receiver.allowFrom(...)`, which puts the policy where the receiver is',
  };
}

function unprotected({ apiVersion, kind }: Pick<ObjectReference, 'apiVersion' | 'kind'>): Problem {
  return {
    code: 'KN-EVT-005',
    message: `the kind ${show(kind)} of ${show(apiVersion)} looks at no event policy, so that everybody could still send`,
    received: { apiVersion, kind },
    allowed: 'brokers, channels, flows and sinks of Eventing',
    fix: 'put a broker or a channel before the receiver, and write the policy for that',
  };
}
