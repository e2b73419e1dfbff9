import type { KindProgram } from '../programs/program';
import { type CustomResourceDefinition, specSchema } from './schema';
import { type Beyond, walk } from './walk';

/** How much of a kind the objects of its program have. */
export interface Coverage {
  /** Fields that an object has, in the order of the schema. */
  readonly covered: readonly string[];
  /** Fields that none has, and for which nobody gave a reason. */
  readonly notCovered: readonly string[];
  /** Fields that none has, with the reason. */
  readonly excused: Readonly<Record<string, string>>;
  /** What objects have in parts of the schema that take anything. */
  readonly untyped: readonly string[];
  /** What is wrong with the program: an excuse for nothing, fields that the schema does not have, no object at all. */
  readonly errors: readonly string[];
}

/** An object as far as this looks at it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec?: unknown;
}

/** Compares the fields of a served kind with those that the manifests of its program have. */
export function coverageOf(
  crd: CustomResourceDefinition, program: Pick<KindProgram, 'apiVersion' | 'kind' | 'notReached'>,
  manifests: readonly Manifest[], beyond: Beyond = {},
): Coverage {
  const { apiVersion, kind, notReached } = program;
  const objects = manifests.filter((manifest) => manifest.apiVersion === apiVersion && manifest.kind === kind);
  const { fields, untyped, unknown } = walk('spec', specSchema(crd, apiVersion), objects.map(({ spec }) => spec), beyond);

  const excuseFor = (field: string) => Object.keys(notReached).find((path) => isBelow(field, path));
  const names = [...fields.keys()];
  const covered = names.filter((field) => fields.get(field) === true);
  const rest = names.filter((field) => fields.get(field) !== true);
  return {
    covered,
    notCovered: rest.filter((field) => excuseFor(field) === undefined),
    excused: Object.fromEntries(rest.flatMap((field) => {
      const path = excuseFor(field);
      return path === undefined ? [] : [[field, notReached[path] ?? '']];
    })),
    untyped,
    errors: [
      ...objects.length === 0 ? [`the program makes no ${kind} of ${apiVersion}`] : [],
      ...unknown.map((field) => `the schema has no ${field}`),
      ...Object.entries(notReached).flatMap(([path, reason]) => faultsOf(path, reason, names, covered)),
    ],
  };
}

/** The fields of a kind, as paths. */
export function fieldsOf(crd: CustomResourceDefinition, apiVersion: string, beyond: Beyond = {}): string[] {
  return [...walk('spec', specSchema(crd, apiVersion), [], beyond).fields.keys()];
}

/** An excuse is good for fields that there are, and that nothing reaches. */
function faultsOf(path: string, reason: string, fields: readonly string[], covered: readonly string[]): string[] {
  const reached = covered.filter((field) => isBelow(field, path));
  return [
    ...fields.some((field) => isBelow(field, path)) ? [] : [`the excuse for ${path} matches no field`],
    ...reached.map((field) => `the excuse for ${path} is not needed: ${field} is reached`),
    ...reason.trim() === '' ? [`the excuse for ${path} gives no reason`] : [],
  ];
}

/** Whether a field is at a path or below it. */
function isBelow(field: string, path: string): boolean {
  return field === path || (field.startsWith(path) && '.[{'.includes(field[path.length] ?? ''));
}
