import { fieldsOf, listOfFields, type Problem, showAll } from '../core';
import { foreignManifests } from './needed-parts';
import { fieldsAt } from './reading';

/** Fields of both specs that only an operator in a cluster can follow, or that it took over from older versions. */
const FIELDS = ['manifests', 'clusterProfileRef', 'resources'];
const SOURCES = ['ceph', 'github', 'gitlab', 'rabbitmq', 'redis'];

/**
 * What a spec asks for and no vendored file brings.
 * @param kafka version of the Kafka parts that come with it; undefined where none do
 */
export function checkSupported(spec: unknown, kafka?: string): Problem[] {
  const fields = fieldsOf(spec);
  const asked = [
    ...FIELDS.filter((field) => fields[field] !== undefined && !isEmptyList(fields[field])),
    ...foreignManifests(spec, kafka).map((address) => `additionalManifests: ${address}`),
    ...SOURCES.filter((source) => fieldsAt(spec, 'source', source).enabled === true).map((source) => `source.${source}`),
    ...fieldsAt(spec, 'security', 'securityGuard').enabled === true ? ['security.securityGuard'] : [],
  ];
  if (asked.length === 0) return [];
  return [{
    code: 'KN-OPR-001',
    message: `the release manifests of this library bring nothing for ${showAll(asked)}`,
    received: asked,
    allowed: 'Serving with its networking layers, Eventing, and Kafka',
    fix: 'leave it out, or write `installedBy: InstalledBy.OPERATOR`',
  }];
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && listOfFields(value).length === 0;
}
