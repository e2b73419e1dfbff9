import type { IConstruct } from 'constructs';
import { clusterOf, type Resource, show, Warnings } from '../core';

const OWNERS = new WeakMap<IConstruct, Map<string, Resource>>();

/**
 * Warns where two objects would share what Knative names `<prefix>-<namespace>-<name>` in Kafka: `a-b` and `c` make the
 * same name as `a` and `b-c`.
 * @param what the thing that is named so: `topic`
 * @internal
 */
export function claimKafkaName(owner: Resource, what: string, prefix: string): void {
  const owners = OWNERS.get(owner.node.root) ?? new Map<string, Resource>();
  OWNERS.set(owner.node.root, owners);
  const name = `${prefix}-${owner.namespace ?? 'default'}-${owner.name}`;
  const key = `${clusterOf(owner)}|${name}`;
  const first = owners.get(key);
  if (first === undefined) {
    owners.set(key, owner);
  } else if (first.namespace !== owner.namespace) {
    Warnings.of(owner).add('kafka-name-collision',
      `${show(first.node.path)} has the same ${what} ${show(name)}, so that the two share events on one Kafka cluster: `
      + 'choose another id or `metadata.name`, or another template in `config-kafka-features`');
  }
}
