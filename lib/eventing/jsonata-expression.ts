import type jsonata from 'jsonata';
import { type Problem, REQUIRED_ATTRIBUTES, show } from '../core';

/** What of a parsed expression is looked at. */
interface ExpressionNode {
  readonly type: string;
  readonly value?: unknown;
  readonly expressions?: readonly ExpressionNode[];
  readonly lhs?: unknown;
}

/** What an event cannot do without: pkg/reconciler/eventtransform sends anything else as plain JSON. */
/** A field of the result that says how it is to be read, which the data plane of the transformation looks at first. */
const CONTENT_TYPE = 'contenttype';
/** How much of an expression a message shows before the place of the mistake. */
const NEAR = 30;

/**
 * Parses an expression as the pods of a transformation do, in the same version: Knative's admission does not, and its
 * pods do not start.
 * @internal
 */
export function checkJsonata(expression: string): Problem | undefined {
  if (typeof expression !== 'string' || expression.trim() === '') {
    return {
      code: 'KN-ETR-001',
      message: `${show(expression)} is no JSONata expression`,
      received: expression,
      allowed: 'a text that is not empty',
      fix: 'write `$` for an event as it is, or `$merge([$, {"type": "com.example.order"}])` for one of another type',
    };
  }
  try {
    parse(expression);
    return undefined;
  } catch (error) {
    return {
      code: 'KN-ETR-002',
      message: `a JSONata expression cannot be parsed: ${reasonOf(error, expression)}`,
      received: expression,
      allowed: 'JSONata as version 2.0 has it, which Knative 1.23 runs',
      fix: 'mend it there; https://try.jsonata.org shows what an expression gives',
    };
  }
}

/**
 * Attributes of CloudEvents that the result of an expression lacks; none where the expression does not show it.
 * @internal
 */
export function missingAttributes(expression: string): string[] {
  const keys = keysOf(result(parse(expression)));
  if (keys === undefined || keys.includes(CONTENT_TYPE)) return [];
  return [...REQUIRED_ATTRIBUTES].filter((attribute) => !keys.includes(attribute));
}

function parse(expression: string): ExpressionNode {
  // Not loaded with the library: it takes as long as a whole small program, and few programs transform events.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const parser: typeof jsonata = require('jsonata');
  return parser(expression).ast();
}

/** What is thrown is no `Error`; its `position` is that of the character after what it names. */
function reasonOf(error: unknown, expression: string): string {
  const { message, position } = Object(error);
  const reason = show(typeof message === 'string' ? message : error);
  if (typeof position !== 'number') return reason;
  const before = position > NEAR ? `...${expression.slice(position - NEAR, position)}` : expression.slice(0, position);
  return `${reason}, at character ${position} after ${show(before)}`;
}

/** A block gives what its last expression gives. */
function result(node: ExpressionNode): ExpressionNode {
  const last = node.type === 'block' ? node.expressions?.[node.expressions.length - 1] : undefined;
  return last === undefined ? node : result(last);
}

/** Keys of an object that is written out; absent for everything else, and where a key is computed. */
function keysOf({ type, value, lhs }: ExpressionNode): string[] | undefined {
  if (type !== 'unary' || value !== '{' || !Array.isArray(lhs)) return undefined;
  const keys = lhs.map((pair: unknown): unknown => (Array.isArray(pair) ? Object(pair[0]) : undefined))
    .map((key) => (Reflect.get(Object(key), 'type') === 'string' ? Reflect.get(Object(key), 'value') : undefined));
  return keys.every((key): key is string => typeof key === 'string') ? keys : undefined;
}
