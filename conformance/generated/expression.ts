/**
 * A generated program is data: expressions that the interpreter runs, the printer writes as TypeScript, and the
 * mutations change. What a program may name are the exports of this library, a few of cdk8s, and its own variables.
 */
export type Primitive = string | number | boolean | null | undefined;

/** A value as it stands in a program. */
export interface Literal {
  readonly is: 'literal';
  readonly value: Primitive;
}

/** `[a, b]` */
export interface List {
  readonly is: 'list';
  readonly items: readonly Expr[];
}

/** `{ a: 1, b: 2 }` */
export interface Fields {
  readonly is: 'object';
  readonly fields: Readonly<Record<string, Expr>>;
}

/** A class or enum that is imported, or a variable of the program. */
export interface Name {
  readonly is: 'name';
  readonly name: string;
}

/** `of.name` */
export interface Member {
  readonly is: 'member';
  readonly of: Expr;
  readonly name: string;
}

/** `on.method(args)` */
export interface Call {
  readonly is: 'call';
  readonly on: Expr;
  readonly method: string;
  readonly args: readonly Expr[];
}

/** `new Of(args)` */
export interface New {
  readonly is: 'new';
  readonly of: string;
  readonly args: readonly Expr[];
}

/** `() => body`: for the methods of a contract that the program implements itself. */
export interface Lambda {
  readonly is: 'lambda';
  readonly body: Expr;
}

/** A name that nothing else of the program has; the assembly of the program makes it. */
export interface FreshName {
  readonly is: 'fresh';
  readonly word: string;
  /** Exact length of the name, to try the limits of a kind. */
  readonly length?: number;
  /** What stands in front of it, such as the folder of a path. */
  readonly before?: string;
  /** What stands behind it. */
  readonly behind?: string;
  /** Whether the name stands for something outside of namespaces, and so has the program's namespace in front. */
  readonly clusterWide?: boolean;
}

/** The chart that the statement writes into. */
export interface Here {
  readonly is: 'here';
  /** What is meant of it. */
  readonly what: 'chart' | 'namespace';
}

/** Some variable of a sort; where there is none, the assembly makes one. */
export interface Wish {
  readonly is: 'wish';
  readonly sort: string;
  /** Which of those that there are. */
  readonly pick: number;
  /** Whether a variable of another namespace will do. */
  readonly anywhere: boolean;
  /** Sort that the variable has no more afterwards. */
  readonly uses?: string;
  readonly otherwise: Draft;
}

/** What is only known once the program is put together. */
export type Open = FreshName | Here | Wish;

export type Expr = Literal | List | Fields | Name | Member | Call | New | Lambda | Open;

/** A statement that is still to be placed into a program. */
export interface Draft {
  /** Name of the variable, without a number; without one the statement keeps nothing. */
  readonly as?: string;
  /** What the variable can be used as. */
  readonly sorts: readonly string[];
  readonly expr: Expr;
  /** Whether it goes into the second namespace of the program. */
  readonly elsewhere?: boolean;
  /** A thing that a cluster has once: later drafts with the same word are left out. */
  readonly once?: string;
  /** Whether it says itself which flags the cluster has, so that the program does not declare them. */
  readonly ownFlags?: boolean;
}

export const literal = (value: Primitive): Literal => ({ is: 'literal', value });
export const list = (...items: Expr[]): List => ({ is: 'list', items });
export const fields = (entries: Readonly<Record<string, Expr>>): Fields => ({ is: 'object', fields: entries });
export const name = (text: string): Name => ({ is: 'name', name: text });
export const CHART: Here = { is: 'here', what: 'chart' };
export const NAMESPACE: Here = { is: 'here', what: 'namespace' };

/** `BrokerClass.KAFKA`, by its parts. */
export function member(of: Expr | string, property: string): Member {
  return { is: 'member', of: typeof of === 'string' ? name(of) : of, name: property };
}

export function call(on: Expr | string, method: string, ...args: Expr[]): Call {
  return { is: 'call', on: typeof on === 'string' ? name(on) : on, method, args };
}

export function create(of: string, ...args: Expr[]): New {
  return { is: 'new', of, args };
}

/** The parts of an expression, each with how to put another in its place. */
export function partsOf(expr: Expr): readonly (readonly [string, Expr, (part: Expr) => Expr])[] {
  switch (expr.is) {
    case 'list':
      return expr.items.map((item, at) => [`[${at}]`, item, (part) => ({ ...expr, items: replaced(expr.items, at, part) })]);
    case 'object':
      return Object.entries(expr.fields).map(([key, value]) =>
        [`.${key}`, value, (part) => ({ ...expr, fields: { ...expr.fields, [key]: part } })]);
    case 'member':
      return [['', expr.of, (part) => ({ ...expr, of: part })]];
    case 'call': {
      const args = expr.args.map((arg, at) =>
        [`(${at})`, arg, (part: Expr): Expr => ({ ...expr, args: replaced(expr.args, at, part) })] as const);
      return [['.on', expr.on, (part) => ({ ...expr, on: part })], ...args];
    }
    case 'new':
      return expr.args.map((arg, at) => [`(${at})`, arg, (part) => ({ ...expr, args: replaced(expr.args, at, part) })]);
    case 'lambda':
      return [['=>', expr.body, (part) => ({ ...expr, body: part })]];
    default:
      return [];
  }
}

/** An expression without one of its items. */
export function without<T>(items: readonly T[], at: number): T[] {
  return items.filter((_, index) => index !== at);
}

export function replaced<T>(items: readonly T[], at: number, item: T): T[] {
  return items.map((old, index) => (index === at ? item : old));
}

/** Every name that an expression uses. */
export function namesIn(expr: Expr): string[] {
  const own = expr.is === 'name' ? [expr.name] : expr.is === 'new' ? [expr.of] : [];
  return [...own, ...partsOf(expr).flatMap(([, part]) => namesIn(part))];
}
