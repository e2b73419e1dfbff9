import {
  DNS_1035_LABEL, DNS_1123_SUBDOMAIN, follows, KafkaDataPlane, type NameRule, needsDataPlane, type Problem, propose,
  type Resource, show, Warnings,
} from '../core';
import { KafkaChannelConfig } from '../kafka';
import { channelService } from './channel-names';
import type { ChannelTemplate } from './channel-template';
import type { Delivery } from './delivery';
import { DataPlane, watchDelivery } from './delivery-warnings';
import { channelsOf, keepChannelsInKafka } from './kafka-topics';

/**
 * The channels of a flow are named after it, and their Services after them: longer names would be hashed, and others be
 * refused when Knative makes the Services, where nobody sees it.
 * @param suffixes what Knative adds to the name of the flow, for each of its channels
 * @internal
 */
export function checkFlowName(kind: string, name: string, suffixes: readonly string[]): Problem | undefined {
  const longest = suffixes.reduce((one, other) => (other.length > one.length ? other : one), '');
  const service = channelService(`${name}${longest}`);
  const room = DNS_1035_LABEL.maxLength - (service.length - name.length);
  const rule: NameRule = {
    pattern: DNS_1035_LABEL.pattern,
    maxLength: room,
    text: `lower-case letters, digits and dashes, a letter first, no dash last, at most ${room} characters`,
  };
  // A name that is wrong for every kind is refused already.
  if (!follows(DNS_1123_SUBDOMAIN, name) || follows(rule, name)) return undefined;
  return {
    code: 'KN-FLW-002',
    message: `the ${kind} ${show(name)} needs a Service ${show(service)}, which is no name for one`,
    received: name,
    allowed: rule.text,
    fix: `write the id ${show(propose(rule, name))}, or set \`metadata.name\``,
  };
}

/**
 * Follows pkg/apis/flows/v1/sequence_validation.go and parallel_validation.go.
 * @internal
 */
export function checkNotEmpty(kind: string, part: string, count: number): Problem | undefined {
  if (count > 0) return undefined;
  return {
    code: 'KN-FLW-001',
    message: `the ${kind} has no ${part}`,
    received: count,
    allowed: `one ${part} or more`,
    fix: `write \`add${part[0]?.toUpperCase()}${part.slice(1)}({ subscriber })\``,
  };
}

/** @internal */
export function planeOf(template: ChannelTemplate | undefined): DataPlane {
  return template?._dataPlane ?? DataPlane.UNKNOWN;
}

/**
 * Channels of Kafka read their cluster from a ConfigMap, which the program may describe.
 * @internal
 */
export function connect(flow: Resource, template: ChannelTemplate | undefined): void {
  const cluster = template?._kafka?.cluster;
  if (cluster !== undefined) KafkaChannelConfig._forCluster(flow, cluster);
  if (planeOf(template) === DataPlane.KAFKA) needsDataPlane(flow, KafkaDataPlane.CHANNEL, 'a flow of Kafka channels');
  keepChannelsInKafka(flow, template, () => channelsOf(flow));
}

/**
 * Looks at the delivery of one step or branch. Knative's admission does not look at that of a branch.
 * @internal
 */
export function watchPart(
  flow: Resource, part: string, delivery: Delivery | undefined, template: ChannelTemplate | undefined,
): void {
  watchDelivery(flow, delivery, planeOf(template));
  if (delivery?.deadLetterSink !== undefined || hasDeadLetterSink(template)) return;
  Warnings.of(flow).add('no-dead-letter-sink',
    `events that the subscriber of a ${part} does not take are lost: write \`delivery: Delivery.deadLetter(sink)\` for `
    + `every ${part}`);
}

/** A template may have a delivery that the library does not know, for all of its channels. */
function hasDeadLetterSink(template: ChannelTemplate | undefined): boolean {
  const delivery = inside(inside(template?._render(), 'spec'), 'delivery');
  return inside(delivery, 'deadLetterSink') !== undefined;
}

function inside(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
