import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  appChecks, clusterOf, groupOf, ownerOf, refuseAtSynth, type Resource, show, traceOf,
} from '../core';
import { channelService } from './channel-names';

/** An object that Knative makes for one of the program. */
export interface MadeObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** What kind of channels a template makes. */
export interface ChannelType {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A construct for which Knative makes objects of its own, once the program is finished. */
interface Maker extends Resource {
  _makes(): readonly MadeObject[];
}

const ORDER = 20;
const MESSAGING = 'messaging.knative.dev';

/**
 * Refuses objects of the program that have the name of one that Knative makes for `maker`: the controller would take
 * them over, or fail to make its own.
 * @internal
 */
export function watchMadeNames(maker: Maker): void {
  appChecks(maker).ensure('made-names', { order: ORDER, run: checkMadeNames });
}

/**
 * A Kubernetes Service; Knative services make one of their own name.
 * @internal
 */
export function madeService(name: string): MadeObject[] {
  return [{ group: '', kind: 'Service', name }, { group: 'serving.knative.dev', kind: 'Service', name }];
}

/**
 * A channel, with its Service. One of another kind would share the Service.
 * @param template what kind of channel; absent where the cluster decides
 * @internal
 */
export function madeChannel(name: string, template?: ChannelType): MadeObject[] {
  return [
    ...['Channel', 'InMemoryChannel', 'KafkaChannel'].map((kind) => ({ group: MESSAGING, kind, name })),
    ...template === undefined ? [] : [{ group: groupOf(template.apiVersion), kind: template.kind, name }],
    ...madeService(channelService(name)),
  ];
}

/** @internal */
export function madeSubscription(name: string): MadeObject {
  return { group: MESSAGING, kind: 'Subscription', name };
}

function checkMadeNames(constructs: readonly IConstruct[]): void {
  const made = new Map<string, Maker>();
  for (const construct of constructs) {
    if (!isMaker(construct)) continue;
    for (const object of construct._makes()) made.set(keyOf(construct, construct.namespace, object), construct);
  }
  for (const construct of constructs) {
    if (!ApiObject.isApiObject(construct)) continue;
    const { apiVersion, kind, name } = construct;
    const namespace: unknown = construct.metadata.namespace;
    const maker = made.get(keyOf(construct, namespace, { group: groupOf(apiVersion), kind, name }));
    if (maker !== undefined) refuseTaken(construct, maker);
  }
}

function isMaker(construct: IConstruct): construct is Maker {
  return '_makes' in construct;
}

function keyOf(construct: IConstruct, namespace: unknown, { group, kind, name }: MadeObject): string {
  const place = typeof namespace === 'string' ? namespace : '';
  return `${clusterOf(construct)}|${place}|${group}|${kind}|${name}`;
}

function refuseTaken(object: ApiObject, maker: Maker): void {
  const owner = ownerOf(object);
  refuseAtSynth(owner, {
    code: 'KN-NAM-010',
    message: `${object.kind} ${show(object.name)} has a name that Knative needs for the ${maker.apiObject.kind} `
      + show(maker.node.path),
    received: object.name,
    allowed: `names other than those of the objects that Knative makes for a ${maker.apiObject.kind}`,
    fix: 'give one of them another id or `metadata.name`',
  }, traceOf(owner));
}
