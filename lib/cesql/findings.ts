import { type ErrorCode, nearest, type Problem, show, showAll } from '../core';
import { integerOfText } from './casts';
import type { CallExpression, Expression, UnaryExpression } from './expression';
import { literal, printed, shown, type Source } from './part';
import { describe, type Possible, toIntegers } from './possible';
import { FUNCTIONS, type Signature, signaturesOf, VERIFY } from './signatures';
import { typeOf } from './types';
import { childrenOf } from './walk';

/**
 * Something that is wrong with a part of an expression.
 * @internal
 */
export interface Finding {
  readonly code: ErrorCode;
  readonly message: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Findings of one sort that are told together. */
const MOST_TOLD = 3;
const PARAMETERS = { String: 'text', Integer: 'number', Boolean: 'boolean', Any: 'value' } as const;
const TYPES = { String: 'a text', Integer: 'a whole number', Boolean: 'a boolean', Any: 'an extension, whose type the sender chooses' } as const;
const OPPOSITES: Readonly<Record<string, string>> = {
  '=': '!=', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<',
};
/** What `UPPER` and the like make of a text that can be compared with their result. */
const REWRITES: Readonly<Record<string, (text: string) => string>> = {
  UPPER: (text) => text.toUpperCase(),
  LOWER: (text) => text.toLowerCase(),
  TRIM: (text) => text.trim(),
};

/**
 * Findings as one problem: the first one, and what is wrong in the same way.
 * @internal
 */
export function problemOf(text: string, findings: readonly Finding[]): Problem | undefined {
  const [first] = findings;
  if (first === undefined) return undefined;
  const alike = findings.filter(({ code }) => code === first.code).slice(0, MOST_TOLD);
  const told = (key: 'message' | 'fix', separator: string) => [...new Set(alike.map((one) => one[key]))].join(separator);
  return { code: first.code, message: told('message', '; '), received: text, allowed: first.allowed, fix: told('fix', ', and ') };
}

/**
 * An expression that is no condition. Follows Go: `res.(bool)` in pkg/eventfilter/subscriptionsapi/cesql_filter.go
 * @internal
 */
export function noBoolean(expression: Expression, source: Source): Finding {
  const type = typeOf(expression);
  return {
    code: 'KN-FLT-008',
    message: `${source.locate(expression)} is ${TYPES[type]}, and no condition: the filter of a broker breaks off on it`,
    allowed: 'an expression that gives a boolean',
    fix: `write ${fixOfType(expression, type)}`,
  };
}

function fixOfType(expression: Expression, type: keyof typeof TYPES): string {
  const text = printed(expression);
  switch (type) {
    case 'String':
      return show(`${text} = '...'`);
    case 'Integer':
      return `${show(`${text} > 0`)}, for example`;
    default:
      return `${show(`BOOL(${text})`)} where it is \`true\` or \`false\`, or compare it`;
  }
}

/**
 * A call of a function that there is not, or not with so many arguments.
 * @internal
 */
export function noFunction(call: CallExpression, source: Source): Finding {
  const { name, args } = call;
  const signatures = signaturesOf(name);
  if (signatures.length === 0) {
    return {
      code: 'KN-FLT-009',
      message: `there is no function ${show(name)}, which ${source.locate(call)} calls`,
      allowed: showAll(FUNCTIONS),
      fix: `write ${show(nearest(name, FUNCTIONS))}, for example`,
    };
  }
  const forms = signatures.map((signature) => show(form(name, signature)));
  return {
    code: 'KN-FLT-009',
    message: `${source.locate(call)} has ${args.length === 1 ? 'one argument' : `${args.length} arguments`}`,
    allowed: forms.join(', '),
    fix: `write ${forms.join(' or ')}`,
  };
}

function form(name: string, { takes, rest }: Signature): string {
  const parameters = [...takes.map((type) => PARAMETERS[type]), ...rest === undefined ? [] : [`${PARAMETERS[rest]}, ...`]];
  return `${name}(${parameters.join(', ')})`;
}

/** @internal */
export function ofKnative(call: CallExpression, source: Source): Finding {
  return {
    code: 'KN-FLT-012',
    message: `${source.locate(call)} stands in a filter of the program; Knative writes \`${VERIFY}\` into the triggers that it `
      + 'makes for a RequestReply',
    allowed: 'the functions of CESQL',
    fix: 'make a `RequestReply`, which looks for replies by itself; its `replyFilter()` tells whether one is found',
  };
}

/**
 * A comparison that holds on no event, or two conditions that never hold together.
 * @internal
 */
export function neverHolds(part: Expression, sides: readonly Possible[], source: Source): Finding {
  const not = negatedFirst(part, source);
  const reason = not === undefined ? reasonOf(part, sides) : `\`NOT\` is applied to ${shown(not.operand)} alone`;
  return {
    code: 'KN-FLT-010',
    message: `${source.locate(part)} can never hold${reason === '' ? '' : `: ${reason}`}`,
    allowed: 'conditions that some event meets',
    fix: not === undefined ? fixOfComparison(part) : `write ${negationOf(part, not)}`,
  };
}

/**
 * The `NOT` that begins a comparison, and negates not the comparison but its left side.
 * @internal
 */
export function negatedFirst(part: Expression, source: Source): UnaryExpression | undefined {
  if (part.kind !== 'binary' && part.kind !== 'like' && part.kind !== 'in') return undefined;
  if (part.kind === 'binary' && OPPOSITES[part.operator] === undefined) return undefined;
  const left = part.kind === 'binary' ? part.left : part.operand;
  if (left.kind !== 'unary' || left.operator !== 'NOT' || typeOf(left.operand) === 'Boolean') return undefined;
  return source.separates(left, part.at) ? undefined : left;
}

/**
 * What was meant by `NOT a = b`.
 * @internal
 */
export function negationOf(part: Expression, { operand }: UnaryExpression): string {
  const left = printed(operand);
  switch (part.kind) {
    case 'binary': {
      const right = printed(part.right);
      return `${show(`${left} ${OPPOSITES[part.operator] ?? part.operator} ${right}`)}, or `
        + show(`NOT (${left} ${part.operator} ${right})`);
    }
    case 'like':
      return show(`${left} NOT LIKE ${literal(part.pattern)}`);
    default:
      return show(`${left} NOT IN (${childrenOf(part).slice(1).map(printed).join(', ')})`);
  }
}

function reasonOf(part: Expression, sides: readonly Possible[]): string {
  if (part.kind === 'binary' && part.operator === 'AND') return 'its sides are never true of one event';
  const ordered = part.kind === 'binary' && '<=>='.includes(part.operator) && part.operator !== '=';
  return childrenOf(part).slice(0, sides.length).flatMap((side, index) => {
    const possible = sides[index];
    if (possible === undefined) return [];
    if (side.kind !== 'literal') return [`${shown(side)} is ${describe(possible)}`];
    const number = ordered && typeof side.value === 'string' && integerOfText(side.value) === undefined;
    return number ? [`${shown(side)} is no whole number`] : [];
  }).join(', and ');
}

function fixOfComparison(part: Expression): string {
  const other = 'compare with a value that it can have, or leave the condition out';
  if (part.kind !== 'binary') return other;
  const { left, right, operator } = part;
  if (operator === 'AND') return 'write `OR` where one of them is enough, or leave one of them out';
  if (right.kind !== 'literal' || typeof right.value !== 'string') return other;
  if (left.kind === 'attribute' && right.value === '') return `write ${show(`NOT EXISTS ${left.name}`)}`;
  const rewrite = left.kind === 'call' && Object.hasOwn(REWRITES, left.name) ? REWRITES[left.name] : undefined;
  if (rewrite !== undefined) return `write ${show(`${printed(left)} ${operator} ${literal(rewrite(right.value))}`)}`;
  const number = integerOfText(right.value);
  if (typeOf(left) === 'Integer' && number !== undefined) return `write ${show(`${printed(left)} ${operator} ${number}`)}`;
  return other;
}

/**
 * A part that gives an error, whatever the event.
 * @internal
 */
export function alwaysFails(part: Expression, operands: readonly Possible[], source: Source): Finding {
  const [message, fix] = failureOf(part, operands);
  return { code: 'KN-FLT-011', message: `${source.locate(part)} ${message}`, allowed: 'what has a value on some event', fix };
}

function failureOf(part: Expression, operands: readonly Possible[]): readonly [message: string, fix: string] {
  if (part.kind === 'attribute') {
    return ['is read where the event has no such attribute', `write ${show(`EXISTS ${part.name} AND ...`)} where it is read`];
  }
  if (part.kind === 'binary' && (part.operator === '/' || part.operator === '%') && isZero(operands[1])) {
    return ['divides by zero', 'divide by another number'];
  }
  if (part.kind === 'call' && part.name === 'SUBSTRING' && part.args.length === 3) {
    return ['has a length below zero, which breaks the filter of a broker off', 'write a length from 0 on'];
  }
  const values = childrenOf(part).map(shown);
  return [`fails on every event: ${values.length === 0 ? 'it has no value' : `nothing can be made of ${values.join(', ')}`}`,
    'write a value that it takes'];
}

function isZero(possible: Possible | undefined): boolean {
  const { integers } = possible === undefined ? { integers: undefined } : toIntegers(possible);
  return integers?.min === 0 && integers.max === 0;
}

/**
 * An operand of `AND` and the like that is never a boolean.
 * @internal
 */
export function noCondition(operand: Expression, possible: Possible, source: Source): Finding {
  return {
    code: 'KN-FLT-011',
    message: `${source.locate(operand)} is ${describe(possible)}, and neither true nor false`,
    allowed: 'conditions as operands of `AND`, `OR`, `XOR` and `NOT`',
    fix: operand.kind === 'literal' ? 'compare it too, as in `type = \'a\' OR type = \'b\'`, or write `type IN (\'a\', \'b\')`'
      : `compare it: ${show(`${printed(operand)} = ...`)}`,
  };
}

/**
 * An expression that is a boolean, and never true.
 * @internal
 */
export function neverTrue(expression: Expression, source: Source): Finding {
  return {
    code: 'KN-FLT-010',
    message: `${source.locate(expression)} is true on no event`,
    allowed: 'conditions that some event meets',
    fix: 'leave the filter out together with its trigger, or write what an event has to be',
  };
}
