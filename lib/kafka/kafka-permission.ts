/** What a client may do with a topic or a group. */
export enum KafkaOperation {
  CREATE = 'create',
  DELETE = 'delete',
  DESCRIBE = 'describe',
  READ = 'read',
  WRITE = 'write',
}

/** What a permission of Kafka is about. */
export enum KafkaResourceType {
  TOPIC = 'topic',
  GROUP = 'group',
}

/** What one client may do with a topic or a consumer group, or with all whose names begin alike. */
export interface KafkaPermission {
  /** Topic or consumer group. */
  readonly resource: KafkaResourceType;
  /** Its name, or the beginning of their names. */
  readonly name: string;
  /** Whether `name` is the beginning of names. */
  readonly prefix: boolean;
  /** What may be done, in order. */
  readonly operations: readonly KafkaOperation[];
}

/**
 * Permissions of several constructs as one list: each resource once, in order, with all that is done there. What the
 * permission for a beginning allows already is not said for single names again.
 */
export function mergePermissions(permissions: readonly KafkaPermission[]): KafkaPermission[] {
  const merged = byResource(permissions);
  return merged.filter((one) => !merged.some((other) => covers(other, one)));
}

function covers(one: KafkaPermission, other: KafkaPermission): boolean {
  return one !== other && one.prefix && one.resource === other.resource && other.name.startsWith(one.name)
    && other.operations.every((operation) => one.operations.includes(operation));
}

function byResource(permissions: readonly KafkaPermission[]): KafkaPermission[] {
  const known = new Map<string, KafkaPermission>();
  for (const permission of permissions) {
    const key = `${permission.resource} ${permission.name} ${permission.prefix}`;
    const operations = [...new Set([...known.get(key)?.operations ?? [], ...permission.operations])].sort();
    known.set(key, { ...permission, operations });
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, permission]) => permission);
}
