import type { App } from 'cdk8s';
import { clusterOf, type Problem, show } from '../core';
import { KafkaCluster } from '../kafka';
import { ExternalDns } from '../networking';
import { KnativePlatform } from './knative-platform';

/** Something of an environment that no other one may have, as far as `where` is the same. */
interface Claim {
  readonly environment: string;
  readonly what: string;
  readonly where: readonly string[];
}

/**
 * What environments would take from each other. Each is an app of its own, with a cluster of its own, and right by
 * itself; what they share lies outside of their clusters.
 */
export function checkAcrossEnvironments(apps: ReadonlyMap<string, App>): Problem[] {
  return [
    ...conflicts(claims(apps, topicClaims)).map(sharedTopics),
    ...conflicts(claims(apps, ownerClaims)).map(sharedOwner),
    ...conflicts(claims(apps, hostClaims)).map(sharedHost),
  ];
}

type Claims = (app: App) => Omit<Claim, 'environment'>[];

function claims(apps: ReadonlyMap<string, App>, of: Claims): Claim[] {
  return [...apps].flatMap(([environment, app]) => of(app).map((claim) => ({ environment, ...claim })));
}

/** Pairs of environments; each is told once. */
function conflicts(all: readonly Claim[]): [Claim, Claim, string][] {
  const found = new Map<string, [Claim, Claim, string]>();
  for (const [index, claim] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      const place = claim.where.find((each) => other.where.some((its) => overlaps(each, its)));
      if (claim.environment === other.environment || claim.what !== other.what || place === undefined) continue;
      const key = `${claim.environment} ${other.environment}`;
      if (!found.has(key)) found.set(key, [claim, other, place]);
    }
  }
  return [...found.values()];
}

/** The same servers, or domains one of which lies below the other; an empty text is for all domains. */
function overlaps(one: string, other: string): boolean {
  return one === other || [one, other].includes('') || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

/** Names of topics and consumer groups follow from the templates of the platform, and from names that are the same. */
function topicClaims(app: App): Omit<Claim, 'environment'>[] {
  const constructs = app.node.findAll();
  const platforms = constructs.filter((construct) => construct instanceof KnativePlatform);
  return platforms.flatMap((platform) => {
    const servers = constructs.filter((construct) => construct instanceof KafkaCluster)
      .filter((cluster) => clusterOf(cluster) === clusterOf(platform))
      .flatMap(({ bootstrapServers }) => bootstrapServers);
    return servers.length === 0 ? [] : [{ what: platform._topicNames, where: servers }];
  });
}

function ownerClaims(app: App): Omit<Claim, 'environment'>[] {
  return app.node.findAll().filter((construct) => construct instanceof ExternalDns)
    .map(({ ownerId, domainFilters }) => ({ what: ownerId, where: domainFilters.length === 0 ? [''] : [...domainFilters] }));
}

/** Of two that ask for records of one name the second never gets them; in zones of their own each does. */
function hostClaims(app: App): Omit<Claim, 'environment'>[] {
  const constructs = app.node.findAll();
  return constructs.filter((construct) => construct instanceof KnativePlatform).flatMap((platform) => {
    const zones = constructs.filter((construct) => construct instanceof ExternalDns)
      .filter((dns) => clusterOf(dns) === clusterOf(platform)).map(({ _zones }) => _zones);
    const where = zones.length === 0 || zones.some((some) => some.length === 0) ? [''] : zones.flat();
    return platform._recordHosts.map((host) => ({ what: host, where }));
  });
}

function sharedTopics([one, other, server]: [Claim, Claim, string]): Problem {
  return {
    code: 'KN-ENV-002',
    message: `the environments ${show(one.environment)} and ${show(other.environment)} would have the same topics and consumer groups on `
      + show(server),
    received: server,
    allowed: 'other Kafka servers for each environment, or names that differ',
    fix: `write \`kafka: { topicPrefix: '${other.environment}-' }\` for ${show(other.environment)}, for example, from the values of the `
      + 'environment',
  };
}

function sharedOwner([one, other, place]: [Claim, Claim, string]): Problem {
  return {
    code: 'KN-ENV-003',
    message: `the environments ${show(one.environment)} and ${show(other.environment)} have the ExternalDNS owner id ${show(one.what)} and `
      + `records in ${place === '' ? 'the same zones' : show(place)}: each would delete those of the other`,
    received: one.what,
    allowed: 'an owner id for each environment',
    fix: `write ${show(`${one.what}-${other.environment}`)} in one of them, for example`,
  };
}

function sharedHost([one, other]: [Claim, Claim, string]): Problem {
  return {
    code: 'KN-ENV-004',
    message: `the environments ${show(one.environment)} and ${show(other.environment)} would have DNS records for one name, `
      + `${show(one.what)}: the second never gets them`,
    received: one.what,
    allowed: 'a domain for each environment, or hosted zones of their own',
    fix: `write \`domain: '${other.environment}.example.com'\` for ${show(other.environment)}, for example, from the values of the `
      + 'environment',
  };
}
