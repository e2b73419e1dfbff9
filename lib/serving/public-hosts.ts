import type { IConstruct } from 'constructs';
import { type AddressedService, hostOf, whyNotEvaluated } from '../addresses';
import {
  type AddressRules, clusterDomainOf, clusterOf, platformFor, type Problem, refuseAtSynth, renderedOrNothing,
  type Resource, show, traceOf, type TreeCheck, Warnings,
} from '../core';

/** A host at which the outside finds something. */
export interface PublicHost {
  readonly host?: string;
  /** Why there is none, where that is a mistake. */
  readonly problem?: Problem;
  /** The Kubernetes Service of the host; two of one name are refused as twins. */
  readonly service?: string;
}

/** A construct whose object is found from outside. */
interface HasPublicHosts extends IConstruct {
  _publicHosts(rules: AddressRules): readonly PublicHost[];
}

/**
 * What the address of an object follows from, as its metadata is now; absent without a namespace.
 * @param finished whether the program is, so that patches count
 */
export function addressedAs(object: Resource, isService: boolean, finished = false): AddressedService | undefined {
  const { name, namespace } = object;
  if (namespace === undefined) return undefined;
  const { labels, annotations } = metadataOf(object, finished);
  return { name, namespace, labels, annotations, isService, clusterDomain: clusterDomainOf(object) };
}

type Pairs = Readonly<Record<string, string>>;

/** Labels and annotations, with those that were added. */
export function metadataOf(
  { apiObject }: Resource, finished: boolean,
): { readonly labels: Pairs; readonly annotations: Pairs } {
  const rendered = finished ? renderedOrNothing(apiObject) : undefined;
  const metadata = rendered === undefined ? apiObject.metadata.toJson() as unknown : rendered.metadata;
  const { labels = {}, annotations = {} } = (metadata ?? {}) as Readonly<Record<string, Pairs>>;
  return { labels, annotations };
}

/** Hosts of a service or route and of its tags. */
export function hostsOf(
  rules: AddressRules, service: AddressedService | undefined, tags: readonly string[],
): PublicHost[] {
  if (service === undefined) return [];
  return [undefined, ...tags].map((tag) => {
    const { host, problem, onlyIfAsked, serviceName } = hostOf(rules, service, tag);
    // That an address is unknown, or one of the cluster only, matters to those who ask for it.
    return { host, problem: onlyIfAsked === true ? undefined : problem, service: `${service.namespace}/${serviceName}` };
  });
}

/**
 * Refuses hosts that are no domain names, which Knative finds out when everything else is there, and hosts that two
 * objects would have, of which the later one is never served.
 */
export const PUBLIC_HOSTS: TreeCheck = { order: 25, run: checkHosts };

interface Owner extends PublicHost {
  readonly construct: IConstruct;
}

function checkHosts(constructs: readonly IConstruct[]): void {
  const owners = new Map<string, Owner>();
  const platforms = new Set<IConstruct>();
  for (const construct of constructs) {
    if (!isFoundFromOutside(construct)) continue;
    const platform = platformFor(construct);
    const rules = platform?.addresses;
    if (platform === undefined || rules === undefined) continue;
    if (!platforms.has(platform.construct)) warnOfTemplates(platform.construct, rules);
    platforms.add(platform.construct);
    for (const found of construct._publicHosts(rules)) {
      const problem = found.problem ?? claim(owners, { ...found, construct });
      if (problem !== undefined) refuseAtSynth(construct, problem, traceOf(construct));
    }
  }
}

function warnOfTemplates(platform: IConstruct, { domainTemplate, tagTemplate }: AddressRules): void {
  for (const template of [domainTemplate, tagTemplate]) {
    const unread = whyNotEvaluated(template);
    if (unread === undefined) continue;
    Warnings.of(platform)._addFrom('address-template-unread', `the template ${show(template)} has ${unread}, which is not `
      + 'worked out here: `publicUrl` is refused, and hosts that are too long or that two services have are not found: '
      + 'write it with fields, `index`, `if`, `with`, `eq` and `printf` where that is enough', traceOf(platform));
  }
}

function isFoundFromOutside(construct: IConstruct): construct is HasPublicHosts {
  return '_publicHosts' in construct;
}

function claim(owners: Map<string, Owner>, owner: Owner): Problem | undefined {
  const { host, construct } = owner;
  if (host === undefined) return undefined;
  const key = `${clusterOf(construct)}|${host}`;
  const first = owners.get(key);
  if (first === undefined) {
    owners.set(key, owner);
    return undefined;
  }
  // Two of one name, and two mappings of one domain, are refused as such.
  if (first.service === owner.service) return undefined;
  return {
    code: 'KN-ADR-009',
    message: `the public host ${show(host)} is the one of ${show(first.construct.node.path)}, too`,
    received: host,
    allowed: 'one service, route, tag or domain mapping for each host of a cluster',
    fix: 'rename one of the two, map another domain, or put `.Namespace` into the domain template of the platform',
  };
}
