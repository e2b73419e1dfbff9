import { createHash } from 'crypto';
import { groupOf, type ObjectIdentity } from '../core';

/** Minutes for what kubectl or Helm is asked: what runs them ends after 15, and has to answer before. */
export const MOST_MINUTES = 14;
/** Characters of a logical id that may be readable: CloudFormation takes 255 in all. */
const MOST_READABLE = 180;
/** Digits at the end of a logical id. */
export const DIGITS = 10;

/** What a resource of CloudFormation is, by nothing but what it stands for. */
export interface ResourceKey {
  /** Name of the cluster; one template may have objects of several. */
  readonly cluster: string;
  /** What tells it from all others of the cluster, such as the id of an object. */
  readonly id: string;
  /** What a person reads: `KnativeServing`, `knative-serving`. */
  readonly readable: readonly string[];
}

/**
 * The logical id of a resource. It never changes while what the resource stands for is the same: CloudFormation makes
 * what has a new id first, and deletes what has the old one afterwards, which for one object of a cluster means that it
 * is gone.
 */
export function logicalId({ cluster, id, readable }: ResourceKey): string {
  const words = readable.flatMap((text) => text.split(/[^A-Za-z0-9]+/)).filter((word) => word !== '');
  const text = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('').slice(0, MOST_READABLE);
  return `${text}${digestOf(`${cluster}|${id}`).slice(0, DIGITS)}`;
}

/** The logical id of the manifest of an object. */
export function idOfObject(cluster: string, id: string, { kind, name }: ObjectIdentity): string {
  return logicalId({ cluster, id, readable: [kind, name] });
}

/** A digest, in hexadecimal digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Whether an object is the definition of a kind, with which all objects of the kind go. */
export function isDefinition({ apiVersion, kind }: ObjectIdentity): boolean {
  return groupOf(apiVersion) === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition';
}

/** A kind as kubectl takes it without doubt: `service.v1.`, `deployment.v1.apps`. */
export function kubectlKind(apiVersion: string, kind: string): string {
  const [first = '', second] = apiVersion.split('/');
  return second === undefined ? `${kind}.${first}.`.toLowerCase() : `${kind}.${second}.${first}`.toLowerCase();
}
