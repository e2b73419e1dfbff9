import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { type ObjectIdentity, type Problem, type ReadObject, show } from '../core';
import { typedToken, versionAliases } from './resource-names';

/** A class of `@pulumi/kubernetes` for one kind. */
type ObjectClass = new (name: string, args: pulumi.Inputs, opts: pulumi.CustomResourceOptions) => pulumi.CustomResource;

/** A class with the fields at the top of an object that it takes; it drops all others without a word. */
interface TypedClass {
  readonly made: ObjectClass;
  readonly fields: ReadonlySet<string>;
}

/**
 * Registers an object as the resource that Pulumi has for its kind: the class of `@pulumi/kubernetes`, or
 * `CustomResource` where there is none. A resource of another version of the kind becomes this one.
 * @param inputs the manifest, with outputs where the program has them
 * @param name by `resourceName`
 */
export function makeObject(
  { identity }: ReadObject, inputs: pulumi.Inputs, name: string, opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  return withShortTraces(() => resourceOf(identity, inputs, name, opts));
}

/**
 * Pulumi writes out where the program is at each of the dozens of promises that a resource is made of, which takes a
 * good part of the time. Of its errors the message names the resource; what a transformation of the program throws has
 * its line.
 */
function withShortTraces<T>(make: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Math.min(limit, 2);
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function resourceOf(
  identity: ObjectIdentity, inputs: pulumi.Inputs, name: string, opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const { apiVersion, kind } = identity;
  const typed = typedClass(apiVersion, kind);
  if (typed === undefined) {
    // Pulumi makes an output of what is a key of the inputs, whatever its value.
    const args = { ...inputs, apiVersion, kind, status: inputs.status };
    return new kubernetes.apiextensions.CustomResource(name, args, withVersions(opts, versionAliases(identity)));
  }
  return new typed.made(name, inputs, withDropped(typed, inputs, opts));
}

/** An object may have fields at its top that the class of its kind does not know, as a newer cluster may. */
function withDropped(
  typed: TypedClass, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const dropped = droppedFields(typed, inputs);
  if (dropped.length === 0) return opts;
  const fields = Object.fromEntries(dropped.map((field): [string, unknown] => [field, inputs[field]]));
  // Before those of the program, which are to see the whole object.
  const add: pulumi.ResourceTransformation = ({ props, opts: given }) =>
    ({ props: { status: undefined, ...props, ...fields }, opts: given });
  return { ...opts, transformations: [add, ...opts.transformations ?? []] };
}

/** Classes bring the aliases of their versions themselves. */
function withVersions(opts: pulumi.CustomResourceOptions, aliases: pulumi.Alias[]): pulumi.CustomResourceOptions {
  return aliases.length === 0 ? opts : { ...opts, aliases: [...opts.aliases ?? [], ...aliases] };
}

/** What Pulumi cannot make a resource of; asked before anything is registered. */
export function checkResource({ object, identity, manifest }: ReadObject): Problem | undefined {
  const { apiVersion, kind } = identity;
  if (isNoObject(apiVersion, kind)) return noObject(object.node.path, kind);
  const typed = typedClass(apiVersion, kind);
  const missing = typed === undefined ? undefined : missingField(typed, manifest);
  if (missing === undefined) return undefined;
  return {
    code: 'KN-PUL-021',
    message: `${show(object.node.path)} has no ${show(missing)}, which the class of Pulumi for a ${show(kind)} asks for`,
    received: undefined,
    allowed: `${show(kind)} objects with ${show(missing)}`,
    fix: `write \`${missing}\` in the object`,
  };
}

function noObject(path: string, kind: string): Problem {
  return {
    code: 'KN-PUL-020',
    message: `${show(path)} is a ${show(kind)}, which is no object of a cluster`,
    received: kind,
    allowed: 'the objects themselves',
    fix: kind.endsWith('List')
      ? 'write each item of the list as an object of its own'
      : 'write the object with all of its fields',
  };
}

/**
 * Next to the class of each kind Pulumi has one for a list of such objects, which its provider refuses, and one that
 * patches an object. Neither is a kind of Kubernetes. Follows IsListURN of provider/pkg/kinds of pulumi-kubernetes.
 */
function isNoObject(apiVersion: string, kind: string): boolean {
  const single = /^(\w+)(List|Patch)$/.exec(kind)?.[1];
  if (apiVersion === 'v1' && kind === 'List') return true;
  return single !== undefined && classOf(apiVersion, single) !== undefined && classOf(apiVersion, kind) !== undefined;
}

const known = new Map<string, TypedClass | undefined>();

function typedClass(apiVersion: string, kind: string): TypedClass | undefined {
  const key = `${apiVersion}/${kind}`;
  if (known.has(key)) return known.get(key);
  const made = classOf(apiVersion, kind);
  const typed = made === undefined ? undefined : { made, fields: fieldsReadBy(made) };
  known.set(key, typed);
  return typed;
}

/** `apps/v1` is `apps.v1`, `rbac.authorization.k8s.io/v1` is `rbac.v1`: what the class says of itself counts. */
function classOf(apiVersion: string, kind: string): ObjectClass | undefined {
  const token = typedToken(apiVersion, kind);
  const [group = '', version = ''] = (token.split(':')[1] ?? '').split('/');
  const found = [group.split('.')[0] ?? '', version, kind].reduce(memberOf, kubernetes);
  return isClassFor(found, token) ? found : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  const has = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return has ? Reflect.get(value, name) : undefined;
}

function isClassFor(value: unknown, token: string): value is ObjectClass {
  return typeof value === 'function' && Reflect.get(value, '__pulumiType') === token;
}

/** What a class reads of its arguments when each of them is given. */
function fieldsReadBy(made: ObjectClass): ReadonlySet<string> {
  return readBy(made, () => 'given').fields;
}

function missingField({ made }: TypedClass, manifest: object): string | undefined {
  const { fields, finished } = readBy(made, (field) => Reflect.get(manifest, field));
  return finished ? undefined : [...fields].at(-1);
}

/** What a class read, and whether it found all that it asks for. */
interface Reading {
  readonly fields: ReadonlySet<string>;
  readonly finished: boolean;
}

/**
 * Lets a class read its arguments, and registers nothing: a resource without a name is refused after the class has
 * read them, and before Pulumi does anything else.
 */
function readBy(made: ObjectClass, valueOf: (field: string) => unknown): Reading {
  // The class writes these itself, and what it says of the status is what the cluster has.
  const fields = new Set(['apiVersion', 'kind', 'status']);
  const args = new Proxy({}, {
    get: (_, field) => {
      if (typeof field !== 'string') return undefined;
      fields.add(field);
      return valueOf(field);
    },
  });
  try {
    return { fields, finished: pulumi.CustomResource.isInstance(new made('', args, {})) };
  } catch (error) {
    return { fields, finished: pulumi.ResourceError.isInstance(error) };
  }
}

function droppedFields({ fields }: TypedClass, inputs: pulumi.Inputs): string[] {
  return Object.keys(inputs).filter((field) => !fields.has(field) && inputs[field] !== undefined);
}
