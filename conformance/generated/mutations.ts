import fc from 'fast-check';
import { otherExpressions, otherMethods } from './cesql-mutations';
import { type Expr, fields, list, literal, name, namesIn, partsOf, replaced, without } from './expression';
import { printExpr } from './printer';
import type { Program, Statement } from './program';
import { factoriesOf, membersOf, VOCABULARY } from './vocabulary';

/** A program with one mistake in it, or with something that looks like one. */
export interface Mutant {
  readonly program: Program;
  /** Which statement was changed. */
  readonly statement: number;
  /** Where in it: `(2).retry`. */
  readonly at: string;
  readonly what: string;
}

/** A part of a statement. */
interface Place {
  readonly at: string;
  /** What stands there by the API: `KafkaSink(2).topic`. */
  readonly role: string;
  readonly expr: Expr;
  readonly put: (expr: Expr) => Expr;
}

interface Change {
  readonly what: string;
  readonly expr: Expr;
}

/** Fields that other programs write at a place, by its role: adding one of them is allowed by the types. */
export type Pool = ReadonlyMap<string, readonly (readonly [string, Expr])[]>;

/** Collects what may be written where from valid programs. */
export function poolOf(programs: readonly Program[]): Pool {
  const pool = new Map<string, Map<string, readonly [string, Expr]>>();
  for (const { expr: whole } of programs.flatMap(({ statements }) => statements)) {
    for (const { role, expr } of placesOf(whole)) {
      if (expr.is !== 'object') continue;
      const known = pool.get(role) ?? new Map<string, readonly [string, Expr]>();
      pool.set(role, known);
      for (const [key, value] of Object.entries(expr.fields)) {
        const text = JSON.stringify([key, value]);
        if (known.size < 200 && namesIn(value).every((used) => VOCABULARY.has(used))) known.set(text, [key, value]);
      }
    }
  }
  return new Map([...pool].map(([role, entries]) => [role, [...entries.values()]]));
}

/** Three numbers choose the mutation of a program: the statement, the place in it, and what happens there. */
export const choices: fc.Arbitrary<readonly [number, number, number]> =
  fc.tuple(fc.nat(1_000_003), fc.nat(1_000_003), fc.nat(1_000_003));

/** Breaks one thing, or may be none: some changes are as good as what stood there before. */
export function mutate(program: Program, [a, b, c]: readonly [number, number, number], pool: Pool): Mutant {
  const ours = [...program.statements.keys()].filter((at) => isOurs(program.statements[at]));
  const statement = ours[a % ours.length] ?? 0;
  const chosen = program.statements[statement];
  if (chosen === undefined) throw new Error('a program has a statement');
  const places = placesOf(chosen.expr)
    .flatMap((one) => Array<Place>(PROPS.test(one.role) ? PROPS_WEIGHT : 1).fill(one));
  const place = places[b % places.length];
  if (place === undefined) throw new Error('a statement has a place');
  const variables = program.statements.slice(0, statement).flatMap(({ as }) => as ?? []);
  const changes = changesAt(place, variables, pool);
  if (place.at === '') return mutateStatement(program, statement, chosen, c, changes);
  const change = changes[c % Math.max(1, changes.length)];
  if (change === undefined) return { program, statement, at: place.at, what: 'nothing' };
  return {
    program: withStatement(program, statement, { ...chosen, expr: place.put(change.expr) }), statement, at: place.at,
    what: change.what,
  };
}

/** Mistakes in objects of other libraries are those of the libraries. */
function isOurs(statement: Statement | undefined): boolean {
  return statement?.expr.is !== 'new' || statement.expr.of !== 'Service';
}

function mutateStatement(
  program: Program, at: number, chosen: Statement, choice: number, changes: readonly Change[],
): Mutant {
  const twice = { ...program, statements: [...program.statements, { expr: chosen.expr }] };
  const rest = changes.map(({ what, expr }): Mutant => ({
    program: withStatement(program, at, { ...chosen, expr }), statement: at, at: '', what,
  }));
  const all: Mutant[] = [{ program: twice, statement: at, at: '', what: 'the statement twice' }, ...rest];
  return all[choice % all.length] ?? { program, statement: at, at: '', what: 'nothing' };
}

function withStatement(program: Program, at: number, statement: Statement): Program {
  return { ...program, statements: replaced(program.statements, at, statement) };
}

/** What an expression uses, place by place: fields, members, methods. */
export function usedBy(whole: Expr): string[] {
  return placesOf(whole).flatMap(({ role, expr }) => {
    switch (expr.is) {
      // What lies deeper is the same wherever it is written.
      case 'object': return Object.keys(expr.fields).map((key) => `${role.replace(/^.*\)(?=.)/, '')}.${key}`);
      case 'member': return [`${expr.of.is === 'name' ? expr.of.name : ''}.${expr.name}`];
      case 'call': return [`${receiverOf(expr.on, role)}.${expr.method}`];
      case 'new': return [expr.of];
      default: return [];
    }
  });
}

/** Of a chain only its methods count, not what each of them stands behind. */
function receiverOf(on: Expr, role: string): string {
  switch (on.is) {
    case 'name': return on.name;
    case 'wish': return on.sort;
    default: return on.is === 'call' && otherMethods(on.method).length > 0 ? '' : role;
  }
}

/** Every part of an expression, itself first. */
function placesOf(whole: Expr): Place[] {
  const walk = (place: Place): Place[] => [place, ...partsOf(place.expr).flatMap(([step, part, put]) => walk({
    at: `${place.at}${step}`, role: roleOf(place, step), expr: part, put: (expr) => place.put(put(expr)),
  }))];
  return walk({ at: '', role: '', expr: whole, put: (expr) => expr });
}

function roleOf({ role, expr }: Place, step: string): string {
  switch (expr.is) {
    case 'new': return `${expr.of}${step}`;
    case 'call': return `${expr.on.is === 'name' ? expr.on.name : ''}.${expr.method}${step}`;
    case 'list': return `${role}[]`;
    default: return `${role}${step}`;
  }
}

/** The properties of a construct, of which much can be wrong. */
const PROPS = /^[A-Z]\w*\(2\)$/;
const PROPS_WEIGHT = 4;
const LONG = 300;
const SHORTER = 64;

function changesAt({ role, expr }: Place, variables: readonly string[], pool: Pool): Change[] {
  const own = ownChanges(expr, role, variables, pool);
  // Compilers find values of another type; one in four is enough to see whether this one does.
  const types = typeChanges().filter((_, at) => at < Math.max(2, own.length / 4));
  const changes = [...own, ...types];
  const before = printExpr(expr);
  return changes.filter(({ expr: after }) => printExpr(after) !== before);
}

function ownChanges(expr: Expr, role: string, variables: readonly string[], pool: Pool): Change[] {
  switch (expr.is) {
    case 'literal': return role === 'Filter.cesql(0)' ? cesqlChanges(expr.value) : literalChanges(expr.value);
    case 'list': return listChanges(expr.items);
    case 'object': return [...objectChanges(expr.fields, pool.get(role) ?? []), ...metadataChanges(expr.fields, role)];
    case 'member': return memberChanges(expr.of, expr.name);
    case 'name': return nameChanges(expr.name, variables);
    case 'call': return [...callChanges(expr.on, expr.method, expr.args), ...argumentChanges(expr.args).map(({ what, items }) =>
      ({ what, expr: { ...expr, args: items } }))];
    case 'new': return [...classChanges(expr.of).map((of): Change => ({ what: `${of} in place of ${expr.of}`, expr: { ...expr, of } })),
      ...argumentChanges(expr.args).map(({ what, items }) => ({ what, expr: { ...expr, args: items } }))];
    default: return [];
  }
}

/** A value of another type. */
function typeChanges(): Change[] {
  const others = [literal('text'), literal(7), literal(true), literal(null), literal(undefined), list(), fields({}), fields({ foo: literal('bar') })];
  return others.map((other) => ({ what: `wrong type: ${JSON.stringify(other)}`, expr: other }));
}

function literalChanges(value: unknown): Change[] {
  if (typeof value === 'number') return numberChanges(value);
  if (typeof value === 'boolean') return [{ what: 'the opposite', expr: literal(!value) }, { what: 'wrong type: a text', expr: literal(String(value)) }];
  return typeof value === 'string' ? textChanges(value) : [];
}

/** Of the changes that any text may suffer, an expression needs few. */
function cesqlChanges(value: unknown): Change[] {
  const ours = otherExpressions(String(value)).map(([what, text]) => ({ what, expr: literal(text) }));
  return [...ours, ...literalChanges(value).filter((_, at) => at % 5 === 0)];
}

function numberChanges(value: number): Change[] {
  const numbers = {
    'below zero': -1, 'zero': 0, 'negated': -value, 'one more': value + 1, 'one less': value - 1, 'a fraction': value + 0.5, 'tiny': 1e-9,
    'huge': 1e12, 'above int32': 2 ** 31, 'above 2^53': 2 ** 60, 'no number': NaN, 'infinite': Infinity, 'times 100': value * 100,
  };
  return [
    ...Object.entries(numbers).map(([what, number]) => ({ what, expr: literal(number) })),
    { what: 'wrong type: a text', expr: literal(String(value)) },
  ];
}

function textChanges(value: string): Change[] {
  const texts = {
    'empty': '', 'blank': ' ', 'too long': `${value}${'x'.repeat(LONG)}`, 'a bit long': 'x'.repeat(SHORTER), 'in capitals': value.toUpperCase(),
    'a dash last': `${value}-`, 'a dash first': `-${value}`, 'a dot last': `${value}.`, 'a dot inside': `a.${value}`, 'an underscore': `${value}_x`,
    'a blank inside': `${value} x`, 'a slash inside': `${value}/x`, 'a slash first': `/${value}`, 'no ASCII': `${value}é`, 'two lines': `${value}\nx`,
    'dots': '..', 'a number': '1', 'below zero': '-1', 'a placeholder': '{{ .x }}', 'a variable': '$(X)', 'a colon': `${value}:x`,
    'a scheme': `http://${value}`, 'control': `${value}\u0007`, 'cut': value.slice(0, -1), 'a digit first': `1${value}`, 'a word': 'enabled',
  };
  return Object.entries(texts).map(([what, text]) => ({ what, expr: literal(text) }));
}

function listChanges(items: readonly Expr[]): Change[] {
  return [
    { what: 'no items', expr: list() },
    ...items.map((_, at) => ({ what: `without item ${at}`, expr: list(...without(items, at)) })),
    ...items.map((item, at) => ({ what: `item ${at} twice`, expr: list(...items, item) })),
    ...items.slice(0, 1).map((item) => ({ what: 'the item without its list', expr: item })),
    { what: 'a wrong item', expr: list(...items, literal(7)) },
    { what: 'an item that is nothing', expr: list(...items, literal(undefined)) },
    { what: 'backwards', expr: list(...[...items].reverse()) },
    { what: 'very many items', expr: list(...Array.from({ length: 40 }, () => items).flat()) },
  ];
}

function objectChanges(entries: Readonly<Record<string, Expr>>, pool: readonly (readonly [string, Expr])[]): Change[] {
  const keys = Object.keys(entries);
  const less = (gone: string) => Object.fromEntries(Object.entries(entries).filter(([key]) => key !== gone));
  return [
    ...keys.map((key) => ({ what: `without ${key}`, expr: fields(less(key)) })),
    ...keys.slice(0, 3).map((key) => ({ what: `${key} misspelt`, expr: fields({ ...less(key), [`${key}s`]: entries[key] ?? literal(0) }) })),
    { what: 'an unknown field', expr: fields({ ...entries, foo: literal('bar') }) },
    // A map of texts takes any key; these are none.
    { what: 'an odd key', expr: fields({ ...entries, 'a b/c/d': literal('x') }) },
    ...pool.flatMap(([key, value]) => [1, 2].map(() => ({ what: `with ${key}`, expr: fields({ ...entries, [key]: value }) }))),
  ];
}

/** Keys that Knative reads, somewhere. */
const KEYS = [
  'autoscaling.knative.dev/min-scale', 'autoscaling.knative.dev/class', 'serving.knative.dev/rollout-duration', 'serving.knative.dev/creator',
  'serving.knative.dev/visibility', 'networking.knative.dev/visibility', 'networking.knative.dev/http-protocol', 'networking.knative.dev/ingress.class',
  'features.knative.dev/queueproxy-podinfo', 'queue.sidecar.serving.knative.dev/cpu-resource-request', 'eventing.knative.dev/broker.class',
  'eventing.knative.dev/creator', 'eventing.knative.dev/injection', 'eventing.knative.dev/scope', 'eventing.knative.dev/broker',
  'messaging.knative.dev/creator', 'messaging.knative.dev/subscribable', 'autoscaling.eventing.knative.dev/class', 'autoscaling.eventing.knative.dev/min-scale',
  'kafka.eventing.knative.dev/external.topic', 'kafka.eventing.knative.dev/delivery.order', 'kafkasources.sources.knative.dev/key-type',
  'knative.dev/dependency', 'sources.knative.dev/creator', 'bindings.knative.dev/include', 'app.kubernetes.io/managed-by',
];
const KEY_VALUES = ['enabled', '-1', '1', 'x y', '{}', ''];
const METADATA_NAMES = ['Orders', 'a.b', 'a_b', '1a', '', 'x'.repeat(SHORTER), 'x'.repeat(254), '-a', 'a/b'];

/** Labels, annotations and names by hand, where there are some or could be. */
function metadataChanges(entries: Readonly<Record<string, Expr>>, role: string): Change[] {
  const pairs = KEYS.flatMap((key, at) => KEY_VALUES.filter((_, index) => (at + index) % 3 === 0)
    .map((text) => [key, literal(text)] as const));
  if (/(annotations|labels)$/i.test(role)) {
    return pairs.map(([key, value]) => ({ what: `with ${key}`, expr: fields({ ...entries, [key]: value }) }));
  }
  if (!PROPS.test(role)) return [];
  const withMetadata = (what: string, metadata: Expr): Change =>
    ({ what: `with ${what} by hand`, expr: fields({ ...entries, metadata }) });
  return [
    ...pairs.map(([key, value], at) =>
      withMetadata(key, fields({ [at % 4 === 0 ? 'labels' : 'annotations']: fields({ [key]: value }) }))),
    ...METADATA_NAMES.map((text) => withMetadata(`the name ${text}`, fields({ name: literal(text) }))),
    withMetadata('a namespace', fields({ namespace: literal('mutants-c') })), withMetadata('no namespace', fields({ namespace: literal('A b') })),
  ];
}

function memberChanges(of: Expr, property: string): Change[] {
  if (of.is !== 'name') return [];
  const others = membersOf(of.name).filter((other) => other !== property);
  return [
    ...others.flatMap((other) => [1, 2].map(() => ({ what: `${other} in place of ${property}`, expr: { is: 'member' as const, of, name: other } }))),
    { what: 'no member', expr: { is: 'member', of, name: 'NO_SUCH' } },
    { what: 'of another enum', expr: { is: 'member', of: name('BackoffPolicy'), name: 'LINEAR' } },
    { what: 'its name as a text', expr: literal(property) },
  ];
}

function nameChanges(used: string, variables: readonly string[]): Change[] {
  if (VOCABULARY.has(used)) return [];
  return [
    ...variables.filter((variable) => variable !== used).flatMap((variable) => [1, 2].map(() =>
      ({ what: `${variable} in place of ${used}`, expr: name(variable) }))),
    { what: 'the app', expr: name('app') },
    { what: 'a name in place of a construct', expr: literal('orders') },
    { what: 'a reference in place of a construct', expr: fields({ apiVersion: literal('v1'), kind: literal('Service'), name: literal('orders') }) },
    { what: 'in another namespace', expr: { is: 'new', of: 'Chart', args: [name('app'), literal('away'), fields({ namespace: literal('mutants-c') })] } },
    { what: 'in no namespace', expr: { is: 'new', of: 'Chart', args: [name('app'), literal('nowhere')] } },
  ];
}

function callChanges(on: Expr, method: string, args: readonly Expr[]): Change[] {
  if (on.is !== 'name' || !VOCABULARY.has(on.name)) {
    const others = otherMethods(method);
    const without = others.length === 0 ? [] : [{ what: `without ${method}`, expr: on }];
    return [...without, ...others.map((other) =>
      ({ what: `${other} in place of ${method}`, expr: { is: 'call', on, method: other, args } as const }))];
  }
  return factoriesOf(on.name).filter((factory) => factory !== method).flatMap((factory) => [1, 2].map(() =>
    ({ what: `${factory} in place of ${method}`, expr: { is: 'call', on, method: factory, args } as const })));
}

interface Arguments {
  readonly what: string;
  readonly items: readonly Expr[];
}

function argumentChanges(args: readonly Expr[]): Arguments[] {
  const [first, second, ...rest] = args;
  return [
    ...(args.length > 0 ? [{ what: 'without the last argument', items: args.slice(0, -1) }] : []),
    ...(first !== undefined && second !== undefined ? [{ what: 'two arguments swapped', items: [second, first, ...rest] }] : []),
    { what: 'one argument more', items: [...args, literal('more')] },
  ];
}

const FAMILIES = [
  ['KafkaChannel', 'InMemoryChannel', 'Channel'], ['Broker', 'KafkaBroker'], ['KnativeService', 'VaultAnnotatedService'],
  ['KafkaCluster', 'ConfluentCloud'], ['PingSource', 'SinkBinding', 'KafkaSource', 'ContainerSource'], ['Trigger', 'Subscription'],
];

function classChanges(of: string): string[] {
  return FAMILIES.filter((family) => family.includes(of)).flat().filter((other) => other !== of);
}
