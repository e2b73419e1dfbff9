/** A template of CloudFormation, as far as it is played. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: string }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly Condition?: string;
}

/** What a template is resolved with. */
export interface Surroundings {
  readonly template: Template;
  /** What `Ref` of a resource gives. */
  readonly physicalId: (logicalId: string) => string;
  readonly attribute: (logicalId: string, name: string) => unknown;
  readonly exported: (name: string) => unknown;
  readonly pseudo: Readonly<Record<string, string>>;
}

/** What stands for a property that is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

type Arguments = readonly unknown[];
type Functions = Readonly<Record<string, (argument: unknown, around: Surroundings) => unknown>>;

const FUNCTIONS: Functions = {
  'Ref': (name, around) => reference(String(name), around),
  'Condition': (name, around) => holds(String(name), around),
  'Fn::GetAtt': (argument, around) => {
    const [logicalId = '', ...rest] = typeof argument === 'string' ? argument.split('.') : (argument as readonly string[]);
    return around.attribute(logicalId, rest.join('.'));
  },
  'Fn::Join': (argument, around) => {
    const [separator, parts] = argument as readonly [string, unknown];
    return (resolved(parts, around) as Arguments).map(String).join(separator);
  },
  'Fn::Sub': (argument, around) => substitute(argument, around),
  'Fn::Select': (argument, around) => {
    const [index, list] = resolved(argument, around) as readonly [unknown, Arguments];
    return list[Number(index)];
  },
  'Fn::Split': (argument, around) => {
    const [separator, text] = resolved(argument, around) as readonly [string, string];
    return text.split(separator);
  },
  'Fn::ImportValue': (argument, around) => around.exported(String(resolved(argument, around))),
  'Fn::If': (argument, around) => {
    const [condition, then, otherwise] = argument as readonly [string, unknown, unknown];
    return resolved(holds(condition, around) ? then : otherwise, around);
  },
  'Fn::Equals': (argument, around) => {
    const [one, other] = resolved(argument, around) as Arguments;
    return one === other;
  },
  'Fn::Not': (argument, around) => (resolved(argument, around) as Arguments)[0] !== true,
  'Fn::And': (argument, around) => (resolved(argument, around) as Arguments).every((each) => each === true),
  'Fn::Or': (argument, around) => (resolved(argument, around) as Arguments).some((each) => each === true),
};

/** A value with its functions resolved; what has no value is left out. */
export function resolved(value: unknown, around: Surroundings): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, around)).filter((each) => each !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const called = functionOf(value);
  if (called !== undefined) return called.run(called.argument, around);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, around)])
    .filter(([, each]) => each !== NO_VALUE));
}

/** As a resource of a type of its own gets its properties: all that is no list and no map is a text. */
export function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asTexts(each)]));
}

/** Whether a resource is in the template at all. */
export function isThere({ Condition: condition }: Resource, around: Surroundings): boolean {
  return condition === undefined || holds(condition, around);
}

/** Resources that have to be there before this one, by what it says and by what it refers to. */
export function dependenciesOf(resource: Resource, template: Template): ReadonlySet<string> {
  const { DependsOn: said = [], Properties: properties = {} } = resource;
  const all = [...typeof said === 'string' ? [said] : said, ...referencesIn(properties)];
  return new Set(all.filter((name) => name in template.Resources));
}

/** Names of exports that a template takes. */
export function importsOf(template: Template): string[] {
  return [...JSON.stringify(template).matchAll(/\{"Fn::ImportValue":("[^"]+")\}/g)]
    .map(([, name = '""']) => JSON.parse(name) as string);
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  const called = functionOf(value);
  const further = Object.values(value).flatMap(referencesIn);
  switch (called?.name) {
    case 'Ref': return [String(called.argument)];
    case 'Fn::GetAtt': return [String(called.argument).split(/[.,]/)[0] ?? ''];
    case 'Fn::Sub': return [...placeholders(called.argument), ...further];
    default: return further;
  }
}

interface Called {
  readonly name: string;
  readonly argument: unknown;
  readonly run: (argument: unknown, around: Surroundings) => unknown;
}

function functionOf(value: object): Called | undefined {
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return undefined;
  const [name, argument] = entry;
  const run = FUNCTIONS[name];
  if (run !== undefined) return { name, argument, run };
  if (!name.startsWith('Fn::')) return undefined;
  return { name, argument, run: () => { throw new Error(`${name} is not played here`); } };
}

function reference(name: string, { template, pseudo, physicalId }: Surroundings): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  const known = pseudo[name] ?? template.Parameters?.[name]?.Default;
  return known ?? physicalId(name);
}

function holds(name: string, around: Surroundings): boolean {
  return resolved(around.template.Conditions?.[name], around) === true;
}

function substitute(argument: unknown, around: Surroundings): string {
  const parts: unknown = Array.isArray(argument) ? argument : [argument, {}];
  const [text, own] = parts as readonly [string, Readonly<Record<string, unknown>>];
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
    if (name in own) return String(resolved(own[name], around));
    const [logicalId = '', ...rest] = name.split('.');
    return String(rest.length === 0 ? reference(name, around) : around.attribute(logicalId, rest.join('.')));
  }).replaceAll('${!', '${');
}

function placeholders(argument: unknown): string[] {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(/\$\{([^!}.][^}.]*)/g)].map(([, name = '']) => name);
}
