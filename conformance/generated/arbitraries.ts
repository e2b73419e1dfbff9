import fc, { type Arbitrary } from 'fast-check';
import { CHART, type Draft, type Expr, type Fields, type Member, type Primitive } from './expression';
import { membersOf } from './vocabulary';

/** Makes expressions. */
export type Gen = Arbitrary<Expr>;
/** Makes expressions, or leaves them out. */
export type MaybeGen = Arbitrary<Expr | undefined>;
/** Makes statements. */
export type Drafts = Arbitrary<Draft>;

/** One of two configurations: which fields may be written depends on it. */
export interface Configuration {
  /** Whether all feature flags are on. */
  readonly flags: boolean;
}

export const value = (arbitrary: Arbitrary<Primitive>): Gen => arbitrary.map((given) => ({ is: 'literal', value: given }));
export const just = (given: Primitive): Gen => fc.constant({ is: 'literal', value: given });
export const oneOf = (...given: Primitive[]): Gen => fc.constantFrom(...given.map((one): Expr => ({ is: 'literal', value: one })));
export const bool: Gen = value(fc.boolean());
export const chart: Gen = fc.constant(CHART);

/** A whole number; the bounds come up often. */
export function whole(min: number, max: number): Gen {
  return value(fc.oneof({ weight: 3, arbitrary: fc.integer({ min, max }) }, fc.constantFrom(min, max)));
}

/** One in `1 / chance` times. */
export function maybe(gen: MaybeGen, chance = 0.3): MaybeGen {
  return fc.oneof(
    { weight: Math.round((1 - chance) * 100), arbitrary: fc.constant(undefined) },
    { weight: Math.round(chance * 100), arbitrary: gen },
  );
}

export function choice(...gens: Gen[]): Gen {
  return fc.oneof(...gens);
}

/** An object: the first fields always, of the others some. */
export function struct(
  required: Readonly<Record<string, Gen>>, optional: Readonly<Record<string, MaybeGen>> = {}, chance = 0.3,
): Arbitrary<Fields> {
  const rest = Object.fromEntries(Object.entries(optional).filter(([key]) => required[key] === undefined)
    .map(([key, gen]) => [key, maybe(gen, chance)]));
  return fc.record<Record<string, Expr | undefined>>({ ...required, ...rest }).map(given);
}

/** The fields that are there. */
export function given(entries: Readonly<Record<string, Expr | undefined>>): Fields {
  const there = Object.entries(entries).filter((entry): entry is [string, Expr] => entry[1] !== undefined);
  return { is: 'object', fields: Object.fromEntries(there) };
}

export function listOf(gen: Gen, minLength = 1, maxLength = 3): Gen {
  return fc.array(gen, { minLength, maxLength }).map((items) => ({ is: 'list', items }));
}

/** A list in which no item comes twice. */
export function setOf(gen: Gen, minLength = 1, maxLength = 3): Gen {
  return fc.uniqueArray(gen, { minLength, maxLength, selector: (item) => JSON.stringify(item) })
    .map((items) => ({ is: 'list', items }));
}

/** An object with keys of a pool. */
export function mapOf(keys: readonly string[], gen: Gen, minKeys = 0, maxKeys = 3): Gen {
  const some = fc.shuffledSubarray([...keys], { minLength: minKeys, maxLength: Math.min(maxKeys, keys.length) });
  return fc.tuple(some, fc.array(gen, { minLength: maxKeys, maxLength: maxKeys }))
    .map(([chosen, values]) => given(Object.fromEntries(chosen.map((key, at) => [key, values[at]]))));
}

/** A member of an enum, of those that are named or of all. */
export function memberOf(of: string, ...members: string[]): Arbitrary<Member> {
  const all = members.length > 0 ? members : membersOf(of);
  return fc.constantFrom(...all.map((property): Member => ({ is: 'member', of: { is: 'name', name: of }, name: property })));
}

/** `On.method(args)`: arguments that are left out at the end are not written. */
export function calling(on: string | Gen, method: string, ...args: MaybeGen[]): Gen {
  const receiver = typeof on === 'string' ? fc.constant<Expr>({ is: 'name', name: on }) : on;
  return fc.tuple(receiver, fc.tuple(...args)).map(([of, values]) => ({ is: 'call', on: of, method, args: argsOf(values) }));
}

/** `new Of(args)` */
export function making(of: string, ...args: MaybeGen[]): Gen {
  return fc.tuple(...args).map((values) => ({ is: 'new', of, args: argsOf(values) }));
}

function argsOf(values: readonly (Expr | undefined)[]): Expr[] {
  const there = values.map((one) => one !== undefined);
  return values.slice(0, there.lastIndexOf(true) + 1).map((one) => one ?? { is: 'literal', value: undefined });
}

/** `new Of(chart, id, props)` */
export function construct(of: string, id: Gen, props: MaybeGen): Gen {
  return making(of, chart, id, props);
}

/** A variable of the program, or one that is made for it. */
export function some(sort: string, otherwise: Drafts, options: { anywhere?: boolean; uses?: string } = {}): Gen {
  return fc.record({ pick: fc.nat({ max: 1000 }), otherwise }).map(({ pick, otherwise: draft }) => ({
    is: 'wish', sort, pick, anywhere: options.anywhere === true, uses: options.uses, otherwise: draft,
  }));
}

/** A statement that keeps what it makes. */
export function draft(as: string, sorts: readonly string[], expr: Gen, elsewhere = 0.1): Drafts {
  const away = fc.integer({ min: 0, max: 99 }).map((number) => number < elsewhere * 100);
  return fc.record({ expr, away }).map(({ expr: made, away: there }) => ({ as, sorts, expr: made, elsewhere: there }));
}

/** A statement that keeps nothing. */
export function statement(expr: Gen): Drafts {
  return expr.map((made) => ({ sorts: [], expr: made }));
}

/** Fields without some of them. */
export function less(gens: Readonly<Record<string, MaybeGen>>, ...gone: string[]): Record<string, MaybeGen> {
  return Object.fromEntries(Object.entries(gens).filter(([key]) => !gone.includes(key)));
}
