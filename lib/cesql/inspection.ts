import { checkAttributeName, type Problem, show } from '../core';
import { textOf } from './bytes';
import { compile } from './evaluation';
import type { AttributeExpression, BinaryExpression, CallExpression, Expression, UnaryExpression } from './expression';
import { isFault } from './faults';
import {
  alwaysFails, type Finding, negatedFirst, negationOf, neverHolds, neverTrue, noBoolean, noCondition, noFunction,
  ofKnative, problemOf,
} from './findings';
import { isMixed, readAs, usuallyReadAs } from './mixed-operators';
import { type Listener, mentionsIn, Outcomes } from './outcomes';
import { shown, Source } from './part';
import type { Constant, Possible } from './possible';
import { signatureOf, VERIFY } from './signatures';
import { typeOf } from './types';
import { partsOf } from './walk';

/**
 * Something that an expression may do and its author may not have meant.
 * @internal
 */
export interface CesqlWarning {
  readonly id: string;
  readonly message: string;
}

/** @internal */
export interface Inspection {
  readonly problem?: Problem;
  readonly warnings: readonly CesqlWarning[];
}

/** @internal */
export interface InspectionOptions {
  /** Whether the expression is one of those that Knative makes for a RequestReply. */
  readonly ofRequestReply?: boolean;
}

/** Findings that are looked for at all: an expression with more is read again when those are mended. */
const MOST_FINDINGS = 8;

/**
 * What is wrong with an expression that parses, and what may be.
 * @internal
 */
export function inspect(expression: Expression, text: string, options: InspectionOptions = {}): Inspection {
  const source = new Source(text);
  const parts = partsOf(expression);
  const calls: Finding[] = [];
  for (const part of parts) {
    if (part.kind === 'call') calls.push(...callFinding(part, source, options));
    if ((part.kind === 'attribute' || part.kind === 'exists') && part.name === 'data') {
      return { problem: checkAttributeName(part.name), warnings: [] };
    }
  }
  if (calls.length > 0) return { problem: problemOf(text, calls), warnings: [] };

  const notes = new Notes(source);
  const { possible } = new Outcomes(notes, mentionsIn(parts), evaluate).of(expression);
  const { findings } = notes;
  if (typeOf(expression) !== 'Boolean') findings.unshift(noBoolean(expression, source));
  if (findings.length === 0 && !possible.truths.includes(true)) findings.push(neverTrue(expression, source));
  if (findings.length > 0) return { problem: problemOf(text, findings), warnings: [] };
  return { warnings: [...notes.warnings, ...misread(parts, source), ...passesAll(expression, possible, source)] };
}

function callFinding(call: CallExpression, source: Source, { ofRequestReply }: InspectionOptions): Finding[] {
  if (call.name === VERIFY && ofRequestReply !== true) return [ofKnative(call, source)];
  return signatureOf(call.name, call.args.length) === undefined ? [noFunction(call, source)] : [];
}

/** A call of constants; nothing where it is an error. */
function evaluate(call: CallExpression): Constant | undefined {
  const value = compile(call)({});
  if (isFault(value)) return undefined;
  return typeof value === 'string' ? textOf(value) : value;
}

/** Keeps what the analysis comes upon. */
class Notes implements Listener {
  public readonly findings: Finding[] = [];
  public readonly warnings: CesqlWarning[] = [];
  private readonly absent = new Set<string>();

  constructor(private readonly source: Source) {}

  public neverHolds(part: Expression, ...sides: readonly Possible[]): void {
    this.note(() => neverHolds(part, sides, this.source));
  }

  public alwaysFails(part: Expression, ...operands: readonly Possible[]): void {
    this.note(() => alwaysFails(part, operands, this.source));
  }

  public noCondition(operand: Expression, possible: Possible): void {
    this.note(() => noCondition(operand, possible, this.source));
  }

  public unguarded(attribute: AttributeExpression): void {
    const { name } = attribute;
    if (this.absent.has(name)) return;
    this.absent.add(name);
    this.warnings.push({
      id: 'cesql-absent-attribute',
      message: `on an event without ${show(name)} the expression fails at ${this.source.locate(attribute)}, and counts as `
        + `not met, whatever an \`OR\` offers besides: write ${show(`EXISTS ${name} AND ...`)} before`,
    });
  }

  public mayBreakOff(part: CallExpression): void {
    this.warnings.push({
      id: 'cesql-substring-length',
      message: `where the length in ${this.source.locate(part)} is below 0, the filter of a broker breaks off, and the event `
        + 'is sent again and again: ask before whether the text is long enough',
    });
  }

  private note(finding: () => Finding): void {
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding());
  }
}

/** What reads otherwise than it is evaluated. */
function misread(parts: readonly Expression[], source: Source): CesqlWarning[] {
  const warnings: CesqlWarning[] = [];
  // A chain is one, from its first operator on.
  const inner = new Set<Expression>();
  for (const part of parts) {
    if (isLogic(part)) {
      if (isLogic(part.right) && !part.right.enclosed) inner.add(part.right);
      if (!inner.has(part) && isMixed(part)) warnings.push(mixed(part, source));
    }
    const not = negatedFirst(part, source);
    if (not !== undefined) warnings.push(negatedAlone(part, not, source));
  }
  return warnings;
}

function mixed(part: BinaryExpression, source: Source): CesqlWarning {
  return {
    id: 'cesql-mixed-operators',
    message: 'Knative reads `AND`, `OR` and `XOR` from the right, none before the other, so that '
      + `${source.locate(part)} is ${show(readAs(part))}: write these parentheses, or ${show(usuallyReadAs(part))}`,
  };
}

function negatedAlone(part: Expression, not: UnaryExpression, source: Source): CesqlWarning {
  return {
    id: 'cesql-not-applies-first',
    message: `\`NOT\` in ${source.locate(part)} is applied to ${shown(not.operand)} alone: `
      + `write ${negationOf(part, not)}`,
  };
}

function isLogic(part: Expression): part is BinaryExpression {
  return part.kind === 'binary' && (part.operator === 'AND' || part.operator === 'OR' || part.operator === 'XOR');
}

function passesAll(expression: Expression, { truths, fails }: Possible, source: Source): CesqlWarning[] {
  if (truths.includes(false)) return [];
  return [{
    id: 'cesql-always-true',
    message: `${source.locate(expression)} is true on every event${fails ? ' that it does not fail on' : ''}: write what an `
      + 'event has to be, or leave the filter out',
  }];
}
