import { App } from 'cdk8s';
import { Manifests } from '../../lib/testing';
import { describeRelease } from '../judge/program';
import type { Expr } from './expression';
import type { Program } from './program';
import { VOCABULARY } from './vocabulary';

/** An object as it would be applied. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Who stopped a program, where something did. */
export enum End {
  /** Nobody: there are manifests. */
  SYNTHESIZED = 'synthesized',
  /** This library, with a code. */
  REFUSED = 'refused',
  /** cdk8s or constructs, in words of their own: `Duration amounts cannot be negative`. */
  REFUSED_BY_CDK8S = 'refused by cdk8s',
  /** An error that nobody meant. */
  CRASHED = 'crashed',
}

/** What became of a program. */
export interface Outcome {
  readonly end: End;
  readonly manifests: readonly Manifest[];
  /** Codes of the refusals. */
  readonly codes: readonly string[];
  /** The words of the error, with the lines of its stack where it crashed. */
  readonly words: string;
}

/** Runs a program. Warnings are not printed: what may hurt is no concern of the judge. */
export function run(program: Program): Outcome {
  const print = console.error;
  const warn = process.stderr.write.bind(process.stderr);
  console.error = () => undefined;
  process.stderr.write = () => true;
  try {
    const app = build(program);
    return { end: End.SYNTHESIZED, manifests: Manifests.of(app).all, codes: [], words: '' };
  } catch (error) {
    return failure(error);
  } finally {
    console.error = print;
    process.stderr.write = warn;
  }
}

/** The app that a program makes, before anybody has synthesized it. */
export function build(program: Program): App {
  const app = new App();
  const variables = new Map<string, unknown>([['app', app]]);
  for (const { as, expr } of program.statements) {
    const value = evaluate(expr, variables);
    if (as !== undefined) variables.set(as, value);
  }
  if (!program.flags) describeRelease(app);
  return app;
}

function failure(error: unknown): Outcome {
  const words = error instanceof Error ? error.message : String(error);
  const codes = [...new Set(words.match(/\bKN-[A-Z]{3}-\d{3}\b/g) ?? [])];
  if (codes.length > 0) return { end: End.REFUSED, manifests: [], codes, words };
  const stack = error instanceof Error ? error.stack ?? '' : '';
  const meant = error instanceof Error && error.constructor === Error
    && /node_modules\/(cdk8s|constructs|cdk8s-plus-28)\//.test(stack.split('\n').find((line) => /^ +at /.test(line)) ?? '');
  return meant ? { end: End.REFUSED_BY_CDK8S, manifests: [], codes, words }
    : { end: End.CRASHED, manifests: [], codes, words: stack.split('\n').slice(0, 6).join('\n') };
}

function evaluate(expr: Expr, variables: ReadonlyMap<string, unknown>): unknown {
  const all = (exprs: readonly Expr[]) => exprs.map((part) => evaluate(part, variables));
  switch (expr.is) {
    case 'literal': return expr.value;
    case 'list': return all(expr.items);
    case 'object': return Object.fromEntries(Object.entries(expr.fields).map(([key, value]) => [key, evaluate(value, variables)]));
    case 'name': return look(expr.name, variables);
    case 'member': return (evaluate(expr.of, variables) as Record<string, unknown>)[expr.name];
    case 'call': {
      const on = evaluate(expr.on, variables) as Record<string, (...args: unknown[]) => unknown>;
      const method = on[expr.method];
      if (method === undefined) throw new TypeError(`${expr.method} is not a function`);
      return method.apply(on, all(expr.args));
    }
    case 'new': {
      const of = look(expr.of, variables) as new (...args: unknown[]) => unknown;
      return new of(...all(expr.args));
    }
    case 'lambda': return () => evaluate(expr.body, variables);
    default: throw new Error(`an open ${expr.is} is left in a program`);
  }
}

function look(name: string, variables: ReadonlyMap<string, unknown>): unknown {
  const known = variables.has(name) ? variables : VOCABULARY;
  if (!known.has(name)) throw new ReferenceError(`${name} is not defined`);
  return known.get(name);
}
