import { type Fields, fieldsOf, isFields } from './fields';
import { groupOf } from './kinds';
import type { ObjectIdentity } from './object-id';

/** An object, as its manifest has it. */
export interface DescribedObject {
  readonly id: string;
  readonly identity: ObjectIdentity;
  readonly manifest: Fields;
}

const BINDING_GROUPS: ReadonlySet<string> = new Set(['sources.knative.dev', 'bindings.knative.dev']);
/** Groups of Kubernetes itself, which merges the containers of two writers by their names. */
const MERGED: readonly string[] = ['', 'apps', 'batch'];

/** Whom a binding gives an address or credentials; follows `Bindable` of knative.dev/pkg/webhook/psbinding. */
export function boundBy({ identity: { apiVersion }, manifest: { spec } }: DescribedObject): Fields | undefined {
  if (!BINDING_GROUPS.has(groupOf(apiVersion))) return undefined;
  const { subject } = fieldsOf(spec);
  return isFields(subject) ? subject : undefined;
}

/** The objects of a program that its bindings are for. */
export class Subjects {
  private readonly byKind = new Map<string, DescribedObject[]>();

  constructor(objects: readonly DescribedObject[]) {
    for (const object of objects) {
      const key = placeOf(object.identity.kind, object.identity.namespace);
      const list = this.byKind.get(key);
      if (list === undefined) this.byKind.set(key, [object]);
      else list.push(object);
    }
  }

  /** Those of one binding: one by its name, or all with certain labels. */
  public of({ apiVersion, kind, namespace, name, selector }: Fields, { identity }: DescribedObject): string[] {
    if (typeof kind !== 'string') return [];
    const group = typeof apiVersion === 'string' ? groupOf(apiVersion) : undefined;
    const wanted = fieldsOf(fieldsOf(selector).matchLabels);
    return (this.byKind.get(placeOf(kind, typeof namespace === 'string' ? namespace : identity.namespace)) ?? [])
      .filter((object) => (group === undefined || groupOf(object.identity.apiVersion) === group)
        && (typeof name === 'string' ? object.identity.name === name : hasLabels(labelsOf(object.manifest), wanted)))
      .map(({ id }) => id);
  }
}

/**
 * The objects whose containers a binding of the program writes into, and which the API server takes for one value: it
 * would refuse every later change of the program, since the binding was the last that wrote it. Lists in definitions
 * are such values where nothing else is said, as in config/core/300-resources/service.yaml of knative.dev/serving.
 */
export function boundInOneValue(objects: readonly DescribedObject[]): ReadonlySet<string> {
  const bindings = objects.flatMap((binding) => {
    const subject = boundBy(binding);
    return subject === undefined ? [] : [{ binding, subject }];
  });
  if (bindings.length === 0) return new Set();
  const subjects = new Subjects(objects.filter(({ identity }) => !MERGED.includes(groupOf(identity.apiVersion))));
  return new Set(bindings.flatMap(({ binding, subject }) => subjects.of(subject, binding)));
}

/** The labels of an object, or of the pods that it makes. */
export function labelsOf({ metadata }: Fields): Fields {
  return fieldsOf(fieldsOf(metadata).labels);
}

export function hasLabels(labels: Fields, wanted: Fields): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function placeOf(kind: string, namespace = ''): string {
  return `${kind}/${namespace}`;
}
