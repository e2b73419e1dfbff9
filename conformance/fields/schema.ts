/** The part of an OpenAPI schema that says which fields there are. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** The part of a CustomResourceDefinition that says what its versions look like, as YAML or an API server give it. */
export interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** Finds a schema that another one refers to, by the text of `$ref`. */
export type Resolve = (ref: string) => Schema | undefined;

/** What stands for a part of a CRD that takes anything: the schema of what belongs there, by path. */
export type Grafts = Readonly<Record<string, Schema>>;

/** The schema of `spec` in the version of a kind that `apiVersion` names. */
export function specSchema(crd: CustomResourceDefinition, apiVersion: string): Schema {
  const [group, name] = apiVersion.split('/');
  const { spec } = crd;
  const version = spec.versions.find((each) => each.name === name && each.served);
  const schema = version?.schema?.openAPIV3Schema.properties?.spec;
  if (spec.group !== group || schema === undefined) {
    throw new Error(`${spec.names.kind} of ${spec.group} has no spec in a served version ${apiVersion}`);
  }
  return schema;
}

/** A schema without the detours of OpenAPI: a reference, or a list of one that carries a default. */
export function resolved(schema: Schema, resolve: Resolve): Schema {
  const [first] = schema.allOf ?? [];
  if (first !== undefined && schema.properties === undefined) return resolved(first, resolve);
  if (schema.$ref === undefined) return schema;
  const target = resolve(schema.$ref);
  return target === undefined ? { 'x-kubernetes-preserve-unknown-fields': true } : resolved(target, resolve);
}
