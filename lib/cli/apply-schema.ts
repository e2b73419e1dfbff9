import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { groupOf } from '../core';
import { type Manifest, type Member } from './apply-settings';

/** A schema of a definition, as Kubernetes limits JSON schemas ("structural"). */
interface Structural {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, Structural>>;
  readonly additionalProperties?: Structural | boolean;
  readonly items?: Structural;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly [keyword: string]: unknown;
}

interface DefinitionSpec {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly scope: string;
  readonly versions: readonly {
    readonly name: string;
    readonly served: boolean;
    readonly schema?: { readonly openAPIV3Schema?: Structural };
  }[];
}

const DEFINITION = 'apiextensions.k8s.io/CustomResourceDefinition';
/** Keywords that are handed on: those of a structural schema that say something of a value by itself. */
const KEPT: readonly string[] = [
  'enum', 'format', 'maxItems', 'maxLength', 'maxProperties', 'minItems', 'minLength', 'minProperties', 'multipleOf', 'pattern',
  'required', 'uniqueItems', 'allOf', 'anyOf', 'oneOf', 'not',
];
/** What every object has, and what every schema of a whole object leaves to Kubernetes. */
const OBJECT = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } };

/** The definitions of an index, which judge what the server cannot be asked about yet. */
export class Definitions {
  private readonly byKind = new Map<string, DefinitionSpec>();
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv = new Ajv({
    strict: false, allErrors: true, validateFormats: false, validateSchema: false, logger: false,
  });

  constructor(members: readonly Member[]) {
    for (const { manifest } of members) {
      if (`${groupOf(manifest.apiVersion)}/${manifest.kind}` !== DEFINITION) continue;
      const spec = manifest.spec as DefinitionSpec;
      this.byKind.set(`${spec.group}/${spec.names.kind}`, spec);
    }
  }

  /** Whether the index defines the kind of an object. */
  public defines({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): boolean {
    return this.byKind.has(`${groupOf(apiVersion)}/${kind}`);
  }

  /** What an object has that its definition does not take, in the words of the server as far as they go. */
  public check(manifest: Manifest): string[] {
    const { apiVersion, kind, metadata } = manifest;
    const spec = this.byKind.get(`${groupOf(apiVersion)}/${kind}`);
    if (spec === undefined) return [];
    const name = apiVersion.slice(apiVersion.indexOf('/') + 1);
    const version = spec.versions.find((each) => each.name === name && each.served);
    if (version === undefined) return [`the version ${name} is not served; ${spec.versions.map((each) => each.name).join(', ')} are`];
    const outside = spec.scope === 'Cluster' && metadata.namespace !== undefined ? ['metadata.namespace: it lives outside of namespaces'] : [];
    const schema = version.schema?.openAPIV3Schema;
    if (schema === undefined) return outside;
    const validate = this.validatorFor(`${apiVersion}/${kind}`, schema);
    if (validate(manifest)) return outside;
    return [...outside, ...new Set((validate.errors ?? []).map(wordsOf))];
  }

  private validatorFor(key: string, schema: Structural): ValidateFunction {
    const known = this.validators.get(key);
    if (known !== undefined) return known;
    const made = this.ajv.compile(closed(schema, true));
    this.validators.set(key, made);
    return made;
  }
}

/**
 * A structural schema as JSON schema in which what the server would drop is refused. Follows
 * apiextensions-apiserver/pkg/apiserver/schema/pruning: unknown fields stay where
 * `x-kubernetes-preserve-unknown-fields` says so.
 */
function closed(schema: Structural, whole: boolean): object {
  const { type, nullable, properties, additionalProperties, items } = schema;
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { ...kept(schema), type: ['integer', 'string', ...nullable === true ? ['null'] : []] };
  }
  const isObject = whole || schema['x-kubernetes-embedded-resource'] === true;
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const fields = { ...isObject ? OBJECT : {}, ...mapped(properties ?? {}) };
  const known = Object.keys(fields).length > 0 || type === 'object';
  return {
    ...kept(schema),
    ...type === undefined ? {} : { type: nullable === true ? [type, 'null'] : type },
    // Metadata is Kubernetes' own, whatever a definition says of it.
    ...known ? { properties: isObject ? { ...fields, ...OBJECT } : fields } : {},
    ...additionalOf(additionalProperties, known && type === 'object' && !preserves),
    ...items === undefined ? {} : { items: closed(items, false) },
  };
}

function additionalOf(additional: Structural | boolean | undefined, isClosed: boolean): object {
  if (typeof additional === 'object') return { additionalProperties: closed(additional, false) };
  if (additional !== undefined) return { additionalProperties: additional };
  return isClosed ? { additionalProperties: false } : {};
}

function mapped(properties: Readonly<Record<string, Structural>>): Record<string, object> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, closed(schema, false)]));
}

/** Bounds were flags in the version of JSON schema that OpenAPI 3.0 is made of. */
function kept(schema: Structural): object {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([keyword]) => KEPT.includes(keyword))),
    ...minimum === undefined ? {} : { [exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum']: minimum },
    ...maximum === undefined ? {} : { [exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum']: maximum },
  };
}

/** `spec.versoin: unknown field`, `spec.version: must be string`. */
function wordsOf({ instancePath, keyword, params, message = '' }: ErrorObject): string {
  const at = instancePath.slice(1).split('/').map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~')).join('.');
  if (keyword === 'additionalProperties') {
    const { additionalProperty } = params as { readonly additionalProperty: string };
    return `${at === '' ? '' : `${at}.`}${additionalProperty}: unknown field`;
  }
  return `${at === '' ? 'the object' : at}: ${message}`;
}
