import { type ErrorCode, goTime, nearest, type Problem, show, showAll } from '../core';
import { integerOfText } from './casts';
import { isComparison, NEGATED } from './comparisons';
import type { BinaryExpression, CallExpression, Expression, InExpression, UnaryExpression } from './expression';
import { isOrder } from './int32';
import { attributeOf } from './known-attributes';
import { membersFix, mistakeOf, rewritten } from './mistakes';
import { readAs, usuallyReadAs } from './mixed-operators';
import type { FailureReason } from './outcomes';
import { castTo, type CesqlType, constant, describe, equal, onlyFails, type Possible, toIntegers } from './possible';
import { literal, printed, shown, type Source } from './printing';
import { INTEGERS } from './ranges';
import { FUNCTIONS, type Signature, signatureOf, signaturesOf, VERIFY } from './signatures';
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

/** Characters of a part that are printed for a message, which shows fewer. */
const MOST_PRINTED = 200;
/** Findings of one sort that are told together. */
const MOST_TOLD = 3;
const CONVERTED = { String: 'a text', Integer: 'an integer', Boolean: 'a boolean' } as const;
const PARAMETERS = { String: 'text', Integer: 'number', Boolean: 'boolean', Any: 'value' } as const;
const TYPES = {
  String: 'a text', Integer: 'a whole number', Boolean: 'a boolean', Any: 'an extension, whose type the sender chooses',
} as const;
/** Names of functions in other languages, and how CESQL asks the same. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  STARTSWITH: "type LIKE 'order.%'",
  HASPREFIX: "type LIKE 'order.%'",
  ENDSWITH: "type LIKE '%.paid'",
  HASSUFFIX: "type LIKE '%.paid'",
  CONTAINS: "type LIKE '%order%'",
  SIZE: 'LENGTH(type) > 5',
  LEN: 'LENGTH(type) > 5',
  TOUPPER: "UPPER(type) = 'ORDER'",
  TOLOWER: "LOWER(type) = 'order'",
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
  const { code, allowed } = first;
  return { code, message: told('message', '; '), received: text, allowed, fix: told('fix', ', and ') };
}

/**
 * An expression that is not a condition. Follows Go: `res.(bool)` in pkg/eventfilter/subscriptionsapi/cesql_filter.go
 * @internal
 */
export function noBoolean(expression: Expression, source: Source): Finding {
  const type = typeOf(expression);
  return {
    code: 'KN-FLT-008',
    message: `${source.locate(expression)} is ${TYPES[type]}, not a condition: the filter of a broker panics on the event, `
      + 'which counts as a failed delivery',
    allowed: 'an expression that gives a boolean',
    fix: `write ${fixOfType(expression, type)}`,
  };
}

function fixOfType(expression: Expression, type: keyof typeof TYPES): string {
  const text = excerpt(expression);
  if (expression.kind === 'literal') {
    // Of a text, no more than that it is one: an attribute is never empty, and rarely a long text.
    return `${show(type === 'String' ? "type = 'order.paid'" : `EXISTS amount AND INT(amount) = ${text}`)}, for example`;
  }
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
 * A call of an unknown function, or of one that does not take so many arguments.
 * @internal
 */
export function noFunction(call: CallExpression, source: Source): Finding {
  const { name, args } = call;
  const signatures = signaturesOf(name);
  if (signatures.length === 0) {
    return {
      code: 'KN-FLT-009',
      message: `${source.locate(call)} calls an unknown function, ${show(name)}`,
      allowed: showAll(FUNCTIONS),
      fix: `write ${show(ELSEWHERE[name.replaceAll('_', '')] ?? nearest(name, FUNCTIONS))}, for example`,
    };
  }
  const forms = signatures.map((signature) => show(form(name, signature)));
  return {
    code: 'KN-FLT-009',
    message: `${source.locate(call)} has ${args.length === 1 ? 'one argument' : `${args.length} arguments`}`,
    allowed: forms.join(', '),
    fix: `write ${signatures.map((signature) => show(called(call, signature))).join(' or ')}`,
  };
}

/** The call with as many of its arguments as a function takes, and others for those that it lacks. */
function called({ name, args }: CallExpression, { takes, rest }: Signature): string {
  const taken = [...takes, ...rest === undefined ? [] : [rest]];
  return `${name}(${taken.map((type, index) => {
    const arg = args[index];
    return arg === undefined ? type === 'Integer' ? '1' : 'type' : excerpt(arg);
  }).join(', ')})`;
}

function form(name: string, { takes, rest }: Signature): string {
  const parameters = [...takes.map((type) => PARAMETERS[type]), ...rest === undefined ? [] : [`${PARAMETERS[rest]}, ...`]];
  return `${name}(${parameters.join(', ')})`;
}

/** @internal */
export function ofKnative(call: CallExpression, source: Source): Finding {
  return {
    code: 'KN-FLT-012',
    message: `${source.locate(call)} stands in a filter of the program; Knative writes \`${VERIFY}\` into the `
      + 'triggers that it makes for a RequestReply',
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
  const mistake = not === undefined ? mistakeOf(part) : undefined;
  const reason = not === undefined ? mistake?.reason ?? reasonOf(part, sides)
    : `\`NOT\` is applied to ${shown(not.operand)} alone`;
  return {
    code: 'KN-FLT-010',
    message: `${source.locate(part)} can never hold${reason === '' ? '' : `: ${reason}`}`,
    allowed: not === undefined ? allowedFor(part) : 'conditions that some event meets',
    fix: not === undefined ? mistake?.fix ?? fixOfComparison(part, sides) : `write ${negationOf(part, not)}`,
  };
}

function allowedFor(part: Expression): string {
  if (isAnd(part)) return 'conditions that are true of one event together';
  const [side] = childrenOf(part).filter(({ kind }) => kind !== 'literal');
  return side === undefined ? 'a comparison with an attribute' : `what ${shown(side)} can be`;
}

/**
 * A member of a set that its left side is on no event.
 * @internal
 */
export function neverFound(part: InExpression, item: Expression, possible: Possible, source: Source): Finding {
  return {
    code: 'KN-FLT-010',
    message: `${source.locate(item)} is never found by ${shown(part)}: ${shown(part.operand)} is ${describe(possible)}`,
    allowed: `what ${shown(part.operand)} can be`,
    fix: membersFix(part, possible) ?? `leave ${shown(item)} out, or write it as ${shown(part.operand)} can be`,
  };
}

/**
 * An `AND` whose left side is never true.
 * @internal
 */
export function neverGoesOn(part: BinaryExpression, source: Source): Finding {
  return {
    code: 'KN-FLT-010',
    message: `${source.locate(part)} can never hold: ${shown(part.left)} is never true`,
    allowed: 'conditions that some event meets',
    fix: 'leave it out',
  };
}

/**
 * A chain of `AND`, `OR` and `XOR` with a part that can never hold, or has no value, perhaps only because the chain is
 * read from the right.
 * @internal
 */
export function misreadChain(code: ErrorCode, chain: BinaryExpression, part: Expression, source: Source): Finding {
  const trouble = code === 'KN-FLT-010' ? 'can never hold' : 'is read where the event has no such attribute';
  return {
    code,
    message: `${source.locate(part)} ${trouble}: ${readFromTheRight(chain, source)}`,
    allowed: 'parentheses around what belongs together',
    fix: `write ${show(usuallyReadAs(chain))}, if that is what is meant`,
  };
}

/**
 * How Knative reads a chain.
 * @internal
 */
export function readFromTheRight(chain: BinaryExpression, source: Source): string {
  return 'Knative reads `AND`, `OR` and `XOR` from the right, with no precedence among them, so that '
    + `${source.locate(chain)} is ${show(readAs(chain))}`;
}

/**
 * The `NOT` that begins a comparison, and negates not the comparison but its left side.
 * @internal
 */
export function negatedFirst(part: Expression, source: Source): UnaryExpression | undefined {
  if (part.kind !== 'binary' && part.kind !== 'like' && part.kind !== 'in') return undefined;
  if (part.kind === 'binary' && !isComparison(part.operator)) return undefined;
  const left = part.kind === 'binary' ? part.left : part.operand;
  if (left.kind !== 'unary' || left.operator !== 'NOT' || typeOf(left.operand) === 'Boolean') return undefined;
  return source.separates(left, part.at) ? undefined : left;
}

/**
 * What was meant by `NOT a = b`.
 * @internal
 */
export function negationOf(part: Expression, { operand }: UnaryExpression): string {
  const left = excerpt(operand);
  switch (part.kind) {
    case 'binary': {
      const right = excerpt(part.right);
      const negated = isComparison(part.operator) ? NEGATED[part.operator] : part.operator;
      return `${show(`${left} ${negated} ${right}`)}, or ${show(`NOT (${left} ${part.operator} ${right})`)}`;
    }
    case 'like':
      return show(`${left} NOT LIKE ${literal(part.pattern)}`);
    default:
      return show(`${left} NOT IN (${childrenOf(part).slice(1).map(excerpt).join(', ')})`);
  }
}

/** As much of a part as `show` lets through. */
function excerpt(part: Expression): string {
  return printed(part, MOST_PRINTED);
}

function reasonOf(part: Expression, sides: readonly Possible[]): string {
  if (isAnd(part)) return 'its sides are never true of one event';
  const written = timeOf(part);
  if (written !== undefined) return 'an event has its time without zeros at the end of a fraction, and with `Z` for UTC';
  if (part.kind === 'binary' && isOrder(part.operator)) return reasonOfOrder(part, sides);
  return childrenOf(part).slice(0, sides.length).flatMap((side, index) => {
    const possible = sides[index];
    return possible === undefined || side.kind === 'literal' ? [] : [`${shown(side)} is ${describe(possible)}`];
  }).join(', and ');
}

function reasonOfOrder(part: BinaryExpression, sides: readonly Possible[]): string {
  const children = [part.left, part.right];
  const wrong = children.flatMap((side, index) => {
    const possible = sides[index];
    if (possible === undefined || !onlyFails(toIntegers(possible))) return [];
    return [`${shown(side)} is ${side.kind === 'literal' ? 'not a whole number' : describe(possible)}`];
  });
  if (wrong.length > 0) return `${wrong.join(', and ')}: ${show(part.operator)} compares whole numbers only`;
  return children.flatMap((side, index) => {
    const possible = sides[index];
    if (possible === undefined || side.kind === 'literal') return [];
    const { integers } = possible;
    const isAny = integers?.min === INTEGERS.min && integers.max === INTEGERS.max;
    return [`${shown(side)} is ${isAny ? `a whole number from ${INTEGERS.min} to ${INTEGERS.max}` : describe(possible)}`];
  }).join(', and ');
}

function isAnd(part: Expression): boolean {
  return part.kind === 'binary' && part.operator === 'AND';
}

/** The text of a comparison with `time`, as Go writes that time; nothing where it is so, or is no time. */
function timeOf(part: Expression): string | undefined {
  if (part.kind !== 'binary' || part.operator !== '=') return undefined;
  const { left, right } = part;
  const [attribute, other] = left.kind === 'attribute' ? [left, right] : [right, left];
  if (attribute.kind !== 'attribute' || attribute.name !== 'time') return undefined;
  if (other.kind !== 'literal' || typeof other.value !== 'string') return undefined;
  const written = goTime(other.value);
  return written === other.value ? undefined : written;
}

function fixOfComparison(part: Expression, sides: readonly Possible[]): string {
  const other = 'compare with a value that it can have, or leave the condition out';
  const [first] = sides;
  if (part.kind === 'in' && first !== undefined) return membersFix(part, first) ?? other;
  if (part.kind !== 'binary') return other;
  const { left, right, operator } = part;
  if (isAnd(part)) return 'write `OR` where one of them is enough, or leave one of them out';
  const written = timeOf(part);
  if (written !== undefined) return `write ${show(`time = ${literal(written)}`)}`;
  if (isOrder(operator) && sides.some((side) => onlyFails(toIntegers(side)))) return fixOfOrder(part);
  if (right.kind !== 'literal' || typeof right.value !== 'string') return other;
  if (left.kind === 'attribute' && right.value === '') {
    return attributeOf(left.name).fails ? `write ${show(`NOT EXISTS ${left.name}`)}`
      : `leave it out: every event has ${show(left.name)}, and it is never empty`;
  }
  const text = rewritten(left, right.value);
  if (text !== undefined && first !== undefined && equal(first, constant(text)).truths.includes(true)) {
    return `write ${show(`${excerpt(left)} ${operator} ${literal(text)}`)}`;
  }
  const number = integerOfText(right.value);
  if (typeOf(left) === 'Integer' && number !== undefined) return `write ${show(`${excerpt(left)} ${operator} ${number}`)}`;
  return other;
}

/** What can be asked of texts, which have no order. */
function fixOfOrder({ left, right }: BinaryExpression): string {
  const isTime = [left, right].some((side) => side.kind === 'attribute' && side.name === 'time');
  return isTime ? `compare the beginning of the time, as in ${show("EXISTS time AND time LIKE '2026-%'")}`
    : 'compare texts with `=`, `LIKE` or `IN`, and numbers with `<` and `>`';
}

/**
 * A part that gives an error, whatever the event.
 * @internal
 */
export function alwaysFails(
  part: Expression, operands: readonly Possible[], reason: FailureReason | undefined, source: Source,
): Finding {
  const [trouble, fix] = failureOf(part, operands, reason);
  const message = `${source.locate(part)} ${trouble}`;
  return { code: 'KN-FLT-011', message, allowed: 'what has a value on some event', fix };
}

function failureOf(
  part: Expression, operands: readonly Possible[], reason: FailureReason | undefined,
): readonly [message: string, fix: string] {
  if (part.kind === 'attribute') {
    const guard = show(`EXISTS ${part.name} AND ...`);
    return ['is read where the event has no such attribute', `write ${guard} where it is read`];
  }
  if (part.kind === 'binary' && (part.operator === '/' || part.operator === '%') && isZero(operands[1])) {
    return ['divides by zero', 'divide by another number'];
  }
  if (part.kind === 'call' && (part.name === 'LEFT' || part.name === 'RIGHT') && isBelowZero(operands[1])) {
    return ['takes a number of bytes below zero', 'write a number from 0 on'];
  }
  switch (reason) {
    case 'length':
      return ['has a length below zero, on which the filter of a broker panics', 'write a length from 0 on'];
    case 'position':
      return ['begins at a position that the text does not have',
        'write a position within the text, from 1 on, or from its end with `-1`'];
    default:
      return [`fails on every event: ${unconverted(part, operands)}`, 'write values that it takes'];
  }
}

/** Operands that are never of the type that is wanted of them. */
function unconverted(part: Expression, operands: readonly Possible[]): string {
  const operandsShown = childrenOf(part).map(shown).slice(0, MOST_TOLD);
  const wrong = operandsShown.flatMap((one, index) => {
    const [possible, type] = [operands[index], wantedOf(part, index)];
    if (possible === undefined || type === 'Any' || !onlyFails(castTo(type, possible))) return [];
    return [`${one} cannot be converted to ${CONVERTED[type]}`];
  });
  return wrong.length > 0 ? wrong.join(', and ') : `it has no value for ${operandsShown.join(', ')}`;
}

function wantedOf(part: Expression, index: number): CesqlType | 'Any' {
  if (part.kind !== 'call') return 'Integer';
  const { takes, rest, gives } = signatureOf(part.name, part.args.length) ?? {};
  const type = takes?.[index] ?? rest ?? 'Any';
  // `INT` and `BOOL` take anything, and fail on most.
  return type === 'Any' ? gives ?? 'Any' : type;
}

function isBelowZero(possible: Possible | undefined): boolean {
  const { integers } = possible === undefined ? { integers: undefined } : toIntegers(possible);
  return integers !== undefined && integers.max < 0;
}

function isZero(possible: Possible | undefined): boolean {
  const { integers } = possible === undefined ? { integers: undefined } : toIntegers(possible);
  return integers?.min === 0 && integers.max === 0;
}

/**
 * An operand of `AND` and the like that is never a boolean.
 * @internal
 */
export function notACondition(operand: Expression, possible: Possible, source: Source): Finding {
  return {
    code: 'KN-FLT-011',
    message: `${source.locate(operand)} is ${describe(possible)}, which is neither true nor false`,
    allowed: 'conditions as operands of `AND`, `OR`, `XOR` and `NOT`',
    fix: operand.kind !== 'literal' ? `compare it: ${show(`${excerpt(operand)} = ...`)}`
      : 'compare it too, as in `type = \'a\' OR type = \'b\'`, or write `type IN (\'a\', \'b\')`',
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
