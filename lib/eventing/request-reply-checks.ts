import {
  clusterOf, isoDuration, type Problem, type Resource, type ResourceProps, show, traceOf, Warnings,
} from '../core';
import type { RequestReplyProps } from './request-reply';

const CORRELATION = 'correlationid';
/** @internal */
export const REPLY = 'replyid';
/** Attributes that CloudEvents itself defines; an SDK sets none of them as an extension, and finds none among these. */
const DEFINED: ReadonlySet<string> = new Set([
  'id', 'source', 'specversion', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'data',
]);
/** Knative puts the name of the reply attribute into an expression of CESQL, whose words these are. */
const CESQL_WORDS: ReadonlySet<string> = new Set(['and', 'or', 'xor', 'not', 'exists', 'like', 'in', 'true', 'false']);
const BROKER_LABEL = 'eventing.knative.dev/broker';
const WAIT = 'PT60S';

/**
 * Follows pkg/apis/eventing/v1alpha1/requestreply_validation.go, which looks for `course` where it means `source`, and
 * takes any other text.
 * @internal
 */
export function checkRequestReplyAttributes(
  { correlationAttribute = CORRELATION, replyAttribute = REPLY }: RequestReplyProps,
): (Problem | undefined)[] {
  return [
    checkAttribute('correlationAttribute', correlationAttribute, CORRELATION),
    checkAttribute('replyAttribute', replyAttribute, REPLY),
    correlationAttribute !== replyAttribute ? undefined : {
      code: 'KN-RRP-001',
      message: `${show(replyAttribute)} is both \`correlationAttribute\` and \`replyAttribute\`: a request would be taken for `
        + 'its own reply',
      received: replyAttribute,
      allowed: 'two different attributes',
      fix: `leave both out, which gives ${show(CORRELATION)} and ${show(REPLY)}`,
    },
  ];
}

function checkAttribute(field: string, name: string, standard: string): Problem | undefined {
  const reason = whatIsWrong(field, name);
  if (reason === undefined) return undefined;
  return {
    code: 'KN-RRP-001',
    message: `\`${field}\` ${show(name)} ${reason}`,
    received: name,
    allowed: 'the name of an extension: lower-case letters and digits, a letter first',
    fix: `write \`${field}: '${standard}'\`, or leave it out`,
  };
}

function whatIsWrong(field: string, name: string): string | undefined {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*$/.test(name)) return 'is no name of a CloudEvents attribute';
  if (DEFINED.has(name)) return 'is an attribute that every event may have of its own';
  if (field === 'replyAttribute' && CESQL_WORDS.has(name)) return 'is a keyword of CESQL, so no expression of Knative can read it';
  return undefined;
}

/**
 * Follows pkg/apis/eventing/v1alpha1/requestreply_defaults.go, which overwrites the label.
 * @internal
 */
export function checkBrokerLabel(metadata: ResourceProps['metadata'], broker: string): Problem | undefined {
  const value = metadata?.labels?.[BROKER_LABEL];
  if (value === undefined || value === broker) return undefined;
  return {
    code: 'KN-RRP-003',
    message: `the label ${show(BROKER_LABEL)} says ${show(value)}, and Knative replaces it with the broker ${show(broker)}`,
    received: value,
    allowed: 'no such label',
    fix: `leave the label ${show(BROKER_LABEL)} out`,
  };
}

/**
 * Warns of fields that Knative 1.23 stores and does not look at, and of brokers that never recognize a reply. Follows
 * pkg/reconciler/requestreply/requestreply.go, pkg/requestreply/ingress_handler.go, and of Kafka
 * KnVerifyCorrelationId.java, which takes the key from its Secret without decoding it.
 * @internal
 */
export function watchRequestReply(owner: Resource, { broker, timeout, delivery }: RequestReplyProps): void {
  const warnings = Warnings.of(owner);
  if (timeout !== undefined && typeof timeout.toMilliseconds === 'function' && isoDuration(timeout) !== WAIT) {
    warnings.add('request-reply-timeout-ignored',
      'Knative 1.23 waits one minute for the reply, whatever `timeout` says: have the sender give up earlier, if it must, '
      + 'and leave `timeout` out');
  }
  if (delivery !== undefined) {
    warnings.add('request-reply-delivery-ignored',
      'Knative 1.23 sends to the broker once and reads no `delivery` of a RequestReply: leave it out, and have the sender '
      + 'try again');
  }
  if (broker.brokerClass?.kafka === true) {
    warnings.add('request-reply-kafka',
      'the data plane of Kafka brokers in 1.23 cannot read the key that a reply is checked with, so that no reply arrives: '
      + 'use a broker of the class `BrokerClass.MT_CHANNEL_BASED`');
  }
}

/**
 * Knative makes a key for a RequestReply unless there is one whose name begins as its own would, so that `orders` gets
 * none after `orders-eu` got one, and answers every request with an error.
 * @internal
 */
export function warnOfSharedKeys(all: readonly Resource[]): void {
  const placed = all.map((one) => ({ one, place: `${clusterOf(one)}|${one.namespace ?? ''}|${one.name}` }));
  // From the end on: names that begin alike lie next to each other, the shortest first.
  const sorted = placed.sort((a, b) => (a.place < b.place ? 1 : -Number(a.place > b.place)));
  let [next, last] = [sorted[0], sorted[0]];
  for (const here of sorted) {
    // Those of one name are the same object, which is refused.
    if (last?.place !== here.place) next = last;
    last = here;
    const { one, place } = here;
    const other = next?.place !== place && next?.place.startsWith(place) === true ? next.one : undefined;
    if (other === undefined) continue;
    Warnings.of(one)._addFrom('request-reply-key-shared',
      `where the RequestReply ${show(other.name)} is there before ${show(one.name)}, Knative takes its key for that of `
      + `${show(one.name)}, and answers each request with an error: choose names of which none begins the other`,
      traceOf(one));
  }
}
