import {
  boundBy, type Fields, fieldsOf, groupOf, hasLabels, isFields, labelsOf, listOfFields, type ReadObject, Subjects, Wave,
} from '../core';
import { isAtLeast } from './peers';

/** What an object of a program needs of others of it, by their ids, before it can be ready. */
export interface References {
  /** Objects that have to be ready themselves. */
  readonly ready: ReadonlySet<string>;
  /** Objects that only have to be there. */
  readonly present: ReadonlySet<string>;
}

/** What an object is looked up by. */
interface Target {
  /** `undefined`: of any group. */
  readonly group?: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What a field names: an object of a kind, and the field with its name; of the core group where none is said. */
interface NamedKind {
  readonly kind: string;
  readonly field: string;
  readonly group?: string;
}

/** Fields that name an object of one kind; ConfigMaps and accounts are there before all that names them. */
export const BY_KEY: Readonly<Record<string, readonly NamedKind[]>> = {
  secretKeyRef: [{ kind: 'Secret', field: 'name' }],
  secretRef: [{ kind: 'Secret', field: 'name' }],
  secret: [{ kind: 'Secret', field: 'name' }, { kind: 'Secret', field: 'secretName' }],
  imagePullSecrets: [{ kind: 'Secret', field: 'name' }],
  persistentVolumeClaim: [{ kind: 'PersistentVolumeClaim', field: 'claimName' }],
  // Of webhooks and of APIServices.
  service: [{ kind: 'Service', field: 'name' }],
  traffic: [{ kind: 'Configuration', field: 'configurationName', group: 'serving.knative.dev' }],
  vaultAuthGlobalRef: [{ kind: 'VaultAuthGlobal', field: 'name', group: 'secrets.hashicorp.com' }],
};

/** Fields that are names: `name`, or `namespace/name`. */
export const BY_TEXT: Readonly<Record<string, { readonly kind: string; readonly group: string }>> = {
  broker: { kind: 'Broker', group: 'eventing.knative.dev' },
  vaultAuthRef: { kind: 'VaultAuth', group: 'secrets.hashicorp.com' },
  vaultConnectionRef: { kind: 'VaultConnection', group: 'secrets.hashicorp.com' },
};

/** Annotations that name an object with its namespace. */
export const BY_ANNOTATION: Readonly<Record<string, { readonly kind: string; readonly group: string }>> = {
  'cert-manager.io/inject-ca-from': { kind: 'Certificate', group: 'cert-manager.io' },
  'cert-manager.io/inject-ca-from-secret': { kind: 'Secret', group: '' },
};

/** The trigger waits for the object that it names. Follows `checkDependencyAnnotation` of knative.dev/eventing. */
const DEPENDENCY = 'knative.dev/dependency';

/** What is ready once it is there, or holds texts that look like references: nobody waits for what it names. */
const WITHOUT: ReadonlySet<string> = new Set([
  '/Namespace', '/ConfigMap', '/Secret', '/ServiceAccount', 'apiextensions.k8s.io/CustomResourceDefinition',
  'rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
]);

const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Pod', 'Job',
]);
/** Fields of an object that name nothing. */
const NO_REFERENCES: readonly string[] = ['metadata', 'status'];

/**
 * What each object of a program refers to, as far as the program has it.
 * @param version of `@pulumi/kubernetes`
 */
export function referencesOf(objects: readonly ReadObject[], version: string): ReadonlyMap<string, References> {
  const finder = new Finder(objects, isAtLeast(version, 18));
  const subjects = new Subjects(objects);
  const all = new Map(objects.map(({ id }) => [id, { ready: new Set<string>(), present: new Set<string>() }]));
  for (const object of objects) {
    const own = all.get(object.id);
    if (own === undefined || WITHOUT.has(keyOf(object))) continue;
    const bound = boundBy(object);
    for (const id of finder.referredBy(object, bound === undefined ? [] : ['subject'])) own.ready.add(id);
    for (const id of bound === undefined ? [] : subjects.of(bound, object)) {
      own.present.add(id);
      // Its pods may not start before the binding gives them the address.
      all.get(id)?.ready.add(object.id);
    }
  }
  return all;
}

function keyOf({ identity: { apiVersion, kind } }: ReadObject): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

class Finder {
  private readonly byName = new Map<string, ReadObject[]>();
  private readonly makers = new Map<string, string[]>();
  private readonly workloads = new Map<string, { readonly id: string; readonly labels: Fields }[]>();
  private readonly controllers: string[] = [];

  /** @param hasWaitFor whether a load balancer is asked for its address alone, and not for its pods as well */
  constructor(objects: readonly ReadObject[], private readonly hasWaitFor: boolean) {
    for (const object of objects) {
      const { kind, name, namespace = '' } = object.identity;
      add(this.byName, `${kind}/${namespace}/${name}`, object);
      const secret = secretMadeBy(object);
      if (secret !== undefined) add(this.makers, `${namespace}/${secret}`, object.id);
      if (!WORKLOADS.has(kind)) continue;
      add(this.workloads, namespace, { id: object.id, labels: labelsOf(kind === 'Pod' ? object.manifest : podsOf(object)) });
      if (object.wave === Wave.CONTROLLERS) this.controllers.push(object.id);
    }
  }

  public referredBy(object: ReadObject, without: readonly string[]): ReadonlySet<string> {
    const found = new Set<string>();
    const { namespace = '' } = object.identity;
    const { manifest } = object;
    const targets = named(manifest, namespace, [...without, ...NO_REFERENCES]);
    for (const target of [...annotated(fieldsOf(manifest.metadata), namespace), ...targets]) {
      for (const id of this.find(target)) if (id !== object.id) found.add(id);
    }
    if (keyOf(object) === '/Service') for (const id of this.behind(object)) found.add(id);
    return found;
  }

  private find({ group, kind, namespace, name }: Target): string[] {
    const objects = [namespace, ''].flatMap((place) => this.byName.get(`${kind}/${place}/${name}`) ?? []);
    const found = objects.filter((object) => isOfGroup(object, group)).map(({ id }) => id);
    return kind === 'Secret' ? [...found, ...this.makers.get(`${namespace}/${name}`) ?? []] : found;
  }

  /** What answers for a Service; a load balancer is there when its controller runs, which may be one of the program. */
  private behind({ identity: { namespace = '' }, manifest: { spec } }: ReadObject): string[] {
    const { selector, type } = fieldsOf(spec);
    const isBalancer = type === 'LoadBalancer';
    const makers = isBalancer ? this.controllers : [];
    if (isBalancer && this.hasWaitFor || !isFields(selector) || Object.keys(selector).length === 0) return makers;
    const all = this.workloads.get(namespace) ?? [];
    return [...makers, ...all.filter(({ labels }) => hasLabels(labels, selector)).map(({ id }) => id)];
  }
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function isOfGroup({ identity: { apiVersion } }: ReadObject, group: string | undefined): boolean {
  return group === undefined || groupOf(apiVersion) === group;
}

/** The pods that a workload makes. */
function podsOf({ manifest: { spec } }: ReadObject): Fields {
  return fieldsOf(fieldsOf(spec).template);
}

/** The Secret that an operator makes for an object. */
function secretMadeBy({ identity: { apiVersion, kind, name }, manifest: { spec } }: ReadObject): string | undefined {
  const { target, destination, secretName } = fieldsOf(spec);
  const group = groupOf(apiVersion);
  if (group === 'external-secrets.io' && kind === 'ExternalSecret') return textOf(fieldsOf(target).name) ?? name;
  if (group === 'secrets.hashicorp.com') return textOf(fieldsOf(destination).name);
  return group === 'cert-manager.io' && kind === 'Certificate' ? textOf(secretName) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What the annotations of an object name. */
function annotated({ annotations }: Fields, namespace: string): Target[] {
  return Object.entries(fieldsOf(annotations)).flatMap(([key, value]): Target[] => {
    if (typeof value !== 'string') return [];
    const known = Object.hasOwn(BY_ANNOTATION, key) ? BY_ANNOTATION[key] : undefined;
    if (known !== undefined) return [{ ...known, ...placeOf(value, namespace) }];
    return key === DEPENDENCY ? named({ ref: parsed(value) }, namespace, []) : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a value names: objects by kind and name, and what fields of known names mean. */
function named(value: unknown, namespace: string, without: readonly string[]): Target[] {
  if (Array.isArray(value)) return value.flatMap((each) => named(each, namespace, without));
  if (!isFields(value)) return [];
  const found = referred(value, namespace);
  for (const [key, each] of Object.entries(value)) {
    if (without.includes(key)) continue;
    if (typeof each === 'string') {
      const known = Object.hasOwn(BY_TEXT, key) ? BY_TEXT[key] : undefined;
      if (known !== undefined) found.push({ ...known, ...placeOf(each, namespace) });
    } else if (typeof each === 'object') {
      found.push(...byKey(key, each, namespace), ...named(each, namespace, without));
    }
  }
  return found;
}

/** `{ apiVersion, kind, name, namespace }`, as references of Knative, and of others with `group` or without. */
function referred({ apiVersion, group, kind, name, namespace: other }: Fields, namespace: string): Target[] {
  if (typeof kind !== 'string' || typeof name !== 'string') return [];
  const version = textOf(apiVersion);
  const place = textOf(other) ?? namespace;
  return [{ group: version === undefined ? textOf(group) : groupOf(version), kind, name, namespace: place }];
}

function byKey(key: string, value: unknown, namespace: string): Target[] {
  const known = Object.hasOwn(BY_KEY, key) ? BY_KEY[key] ?? [] : [];
  const values = isFields(value) ? [value] : listOfFields(value);
  return known.flatMap(({ kind, field, group = '' }) => values.flatMap((each): Target[] => {
    const name = textOf(each[field]);
    // What may be absent, nobody waits for.
    if (name === undefined || each.optional === true) return [];
    return [{ group, kind, name, namespace: textOf(each.namespace) ?? namespace }];
  }));
}

function placeOf(text: string, namespace: string): { readonly namespace: string; readonly name: string } {
  const slash = text.indexOf('/');
  return slash < 0 ? { namespace, name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}
