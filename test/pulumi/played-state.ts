import { contains, differences, isObject, isReplacedByProvider, parsePath, type Path, valueAt } from './played-paths';
import { SIGNATURE } from './support';

/** A resource as it was registered, and as the state of a stack keeps it. */
export interface PlayedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** URN of the parent; empty where there is none. */
  readonly parent: string;
  readonly id: string;
  /** As they were sent: secrets in their wrapping, what is not known as its sign. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What the state has of the live object. @default the inputs */
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly provider: string;
  readonly providers: Readonly<Record<string, string>>;
  /** URNs. */
  readonly dependencies: readonly string[];
  readonly aliases: readonly PlayedAlias[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly replaceOnChanges: readonly string[];
  /** `undefined`: the provider decides. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly customTimeouts: Readonly<Record<string, string>>;
  /** Names of the hooks, by `beforeUpdate` and so on. */
  readonly hooks: Readonly<Record<string, readonly string[]>>;
  readonly version: string;
  readonly import: string;
}

export interface PlayedAlias {
  readonly urn?: string;
  readonly name?: string;
  readonly type?: string;
  readonly parent?: string;
  readonly noParent?: boolean;
}

export type PlayedOp = 'create' | 'same' | 'update' | 'replace' | 'delete' | 'retain';

/** What became of a resource. */
export interface PlayedStep {
  readonly op: PlayedOp;
  readonly name: string;
  readonly type: string;
  readonly urn: string;
  /** Where the inputs differ. */
  readonly paths: readonly string[];
  /** Of a replacement: whether the old object goes before the new one comes. */
  readonly deletedFirst?: boolean;
  /** The URN that it had, where an alias found it. */
  readonly formerUrn?: string;
}

/** What a run leaves, for the next one. */
export interface PlayedState {
  readonly resources: readonly PlayedResource[];
  /** What is on the cluster, by identity: not what the state says, but what the steps did to it. */
  readonly cluster: ReadonlySet<string>;
}

const ROOT = 'pulumi:pulumi:Stack';

export function urnOf(project: string, stack: string, parent: string, type: string, name: string): string {
  const qualified = parent === '' ? '' : qualifiedType(parent);
  return `urn:pulumi:${stack}::${project}::${qualified === '' || qualified === ROOT ? '' : `${qualified}$`}${type}::${name}`;
}

export function qualifiedType(urn: string): string {
  return urn.split('::')[2] ?? '';
}

export function nameIn(urn: string): string {
  return urn.split('::').slice(3).join('::');
}

/** Follows generateAliases of pkg/resource/deploy/step_generator.go: own aliases, and those that the parent brings. */
export function formerUrns(
  { name, type, parent, aliases, urn }: PlayedResource, project: string, stack: string,
  found: ReadonlyMap<string, string>,
): string[] {
  const own = aliases.map((alias) => {
    if (alias.urn !== undefined) return alias.urn;
    const named = alias.parent ?? parent;
    const above = alias.noParent === true ? '' : found.get(named) ?? named;
    return urnOf(project, stack, above, alias.type ?? type, alias.name ?? name);
  });
  const parentBefore = found.get(parent);
  if (parentBefore === undefined) return own;
  const below = [urn, ...own].map((each) => {
    const childName = nameIn(each);
    const renamed = childName.startsWith(nameIn(parent))
      ? `${nameIn(parentBefore)}${childName.slice(nameIn(parent).length)}`
      : childName;
    return urnOf(project, stack, parentBefore, qualifiedType(each).split('$').at(-1) ?? '', renamed);
  });
  return [...new Set([...own, ...below])];
}

export interface Decision {
  readonly op: 'same' | 'update' | 'replace';
  readonly paths: readonly string[];
  readonly deletedFirst?: boolean;
}

/** Follows Diff of the provider and applyReplaceOnChanges of the engine. */
export function decide(before: PlayedResource, after: PlayedResource): Decision {
  const ignored = after.ignoreChanges.map(parsePath);
  const replacing = after.replaceOnChanges.map(parsePath);
  const [old, young] = [plain(before.inputs), plain(after.inputs)];
  const changed = differences(old, young).filter((path) => !ignored.some((each) => contains(each, path)));
  const paths = changed.map(written);
  if (changed.length === 0) return { op: 'same', paths };
  if (!after.custom) return { op: 'update', paths };
  const byProvider = changed.some((path) => isReplacedByProvider(young, path));
  const byOption = changed.some((path) => replacing.some((each) => contains(each, path)));
  if (!byProvider && !byOption) return { op: 'update', paths };
  const samePlace = identityOf(before) === identityOf(after);
  return { op: 'replace', paths, deletedFirst: after.deleteBeforeReplace ?? (byProvider && samePlace) };
}

/** What an object is on the cluster; the versions of a group are one kind. */
export function identityOf({ inputs, urn }: PlayedResource): string {
  const { apiVersion, kind } = inputs;
  if (typeof apiVersion !== 'string') return urn;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const parts = ['namespace', 'name'].map((key) => String(valueAt(inputs, ['metadata', key]) ?? ''));
  return [group, kind, ...parts].join('/');
}

function written(path: Path): string {
  return path.map((key, index) => typeof key === 'number'
    ? `[${key}]`
    : /[."[\]]/.test(key) ? `["${key.replace(/"/g, '\\"')}"]` : `${index === 0 ? '' : '.'}${key}`).join('');
}

function plain(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, withoutWrapping(value)]));
}

export function withoutWrapping(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWrapping);
  if (!isObject(value)) return value;
  if (SIGNATURE in value) return withoutWrapping(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutWrapping(each)]));
}
