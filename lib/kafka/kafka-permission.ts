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

/** Permissions of several constructs as one list: each resource once, in order, with all that is done there. */
export function mergePermissions(permissions: readonly KafkaPermission[]): KafkaPermission[] {
  const byResource = new Map<string, KafkaPermission>();
  for (const permission of permissions) {
    const key = `${permission.resource} ${permission.name} ${permission.prefix}`;
    const operations = [...new Set([...byResource.get(key)?.operations ?? [], ...permission.operations])].sort();
    byResource.set(key, { ...permission, operations });
  }
  return [...byResource].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, permission]) => permission);
}
