import { checkAttributeName, type Problem, show } from '../core';
import { textOf } from './bytes';
import { compile } from './evaluation';
import type { CallExpression, Expression, UnaryExpression } from './expression';
import { isFault } from './faults';
import {
  type Finding, negatedFirst, negationOf, neverTrue, noBoolean, noFunction, ofKnative, problemOf, readFromTheRight,
} from './findings';
import { mentionsIn } from './mentions';
import { chainedMistake } from './mistakes';
import { mixedChains, usuallyReadAs } from './mixed-operators';
import { type CesqlWarning, MOST_NOTES, Notes } from './notes';
import { Outcomes } from './outcomes';
import type { Constant, Possible } from './possible';
import { shown, Source } from './printing';
import { signatureOf, VERIFY } from './signatures';
import { typeOf } from './types';
import { partsOf } from './walk';

export type { CesqlWarning };

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

/**
 * What is wrong with an expression that parses, and what may be.
 * @internal
 */
export function inspect(expression: Expression, text: string, options: InspectionOptions = {}): Inspection {
  const source = new Source(text);
  const parts = partsOf(expression);
  const calls: Finding[] = [];
  for (const part of parts) {
    if (part.kind === 'call' && calls.length < MOST_NOTES) calls.push(...callFinding(part, source, options));
    if ((part.kind === 'attribute' || part.kind === 'exists') && part.name === 'data') {
      return { problem: checkAttributeName(part.name), warnings: [] };
    }
  }
  if (calls.length > 0) return { problem: problemOf(text, calls), warnings: [] };

  const notes = new Notes(source, parts);
  const { possible } = new Outcomes(notes, mentionsIn(parts), evaluate).of(expression);
  const { findings } = notes;
  if (typeOf(expression) !== 'Boolean') findings.unshift(noBoolean(expression, source));
  if (findings.length === 0 && !possible.truths.includes(true)) findings.push(neverTrue(expression, source));
  if (findings.length > 0) return { problem: problemOf(text, findings), warnings: [] };
  const always = passesAll(expression, possible, source);
  // What is true on every event as a whole needs no word on its parts.
  const vain = always.length > 0 ? always : notes.vain;
  return { warnings: [...notes.warnings, ...misread(parts, source), ...vain] };
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

/** What reads otherwise than it is evaluated. */
function misread(parts: readonly Expression[], source: Source): CesqlWarning[] {
  const chains = mixedChains(parts).slice(0, MOST_NOTES).map((chain) => ({
    id: 'cesql-mixed-operators',
    message: `${readFromTheRight(chain, source)}: write these parentheses, or ${show(usuallyReadAs(chain))}`,
  }));
  const compared: CesqlWarning[] = [];
  for (const part of parts) {
    const mistake = part.kind === 'binary' && compared.length < MOST_NOTES ? chainedMistake(part) : undefined;
    if (mistake === undefined) continue;
    const message = `${source.locate(part)} is not what it looks like: ${mistake.reason}: ${mistake.fix ?? ''}`;
    compared.push({ id: 'cesql-mixed-operators', message });
  }
  const negated: CesqlWarning[] = [];
  for (const part of parts) {
    if (negated.length === MOST_NOTES) break;
    const not = negatedFirst(part, source);
    if (not !== undefined) negated.push(negatedAlone(part, not, source));
  }
  return [...chains, ...compared, ...negated];
}

function negatedAlone(part: Expression, not: UnaryExpression, source: Source): CesqlWarning {
  return {
    id: 'cesql-not-applies-first',
    message: `\`NOT\` in ${source.locate(part)} is applied to ${shown(not.operand)} alone: `
      + `write ${negationOf(part, not)}`,
  };
}

function passesAll(expression: Expression, { truths, fails }: Possible, source: Source): CesqlWarning[] {
  if (truths.includes(false)) return [];
  return [{
    id: 'cesql-always-true',
    message: `${source.locate(expression)} is true on every event${fails ? ' that it does not fail on' : ''}: write what `
      + 'an event has to be, or leave the filter out',
  }];
}
