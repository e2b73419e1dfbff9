import type { IConstruct } from 'constructs';
import { clusterOf, type Resource, show } from '../core';
import { type KafkaNameTemplate, nameFor, nameTemplate } from '../kafka';

const OWNERS = new WeakMap<IConstruct, Map<string, Resource>>();

/**
 * Says where two objects would share what Knative names by a template in Kafka: by `<namespace>-<name>`, `a-b` and `c`
 * make the same name as `a` and `b-c`. The first that asks has the name.
 * @param what the thing that is named so: `topic`
 * @internal
 */
export function kafkaNameCollision(owner: Resource, what: string, which: KafkaNameTemplate): string | undefined {
  const name = nameFor(nameTemplate(owner, which), owner);
  // What is left differs with each object.
  if (name.includes('{{')) return undefined;
  const owners = OWNERS.get(owner.node.root) ?? new Map<string, Resource>();
  OWNERS.set(owner.node.root, owners);
  const key = `${clusterOf(owner)}|${name}`;
  const first = owners.get(key) ?? owner;
  owners.set(key, first);
  if (first.namespace === owner.namespace) return undefined;
  return `${show(first.node.path)} has the same ${what} ${show(name)}, so that the two share events on one Kafka cluster: `
    + 'choose another id or `metadata.name`, or another template in `config-kafka-features`';
}
