import { show } from '../core';
import type {
  AttributeExpression, BinaryExpression, CallExpression, Expression, InExpression, UnaryExpression,
} from './expression';
import { alwaysFails, type Finding, misreadChain, neverFound, neverGoesOn, neverHolds, notACondition } from './findings';
import { isLogic, isMixed, mixedChains } from './mixed-operators';
import type { FailureReason, Listener } from './outcomes';
import type { Possible } from './possible';
import { shown, type Source } from './printing';
import { childrenOf } from './walk';

/**
 * Something that an expression may do and its author may not have meant.
 */
export interface CesqlWarning {
  readonly id: string;
  readonly message: string;
  /** The attribute that an event may lack, where the warning is about that. */
  readonly absent?: string;
}

/**
 * Findings, and warnings of one id, that are kept: an expression with more is inspected again when those are mended.
 * @internal
 */
export const MOST_NOTES = 8;

/**
 * Keeps what the analysis of an expression comes upon. What can never hold is an error, even where the rest of the
 * expression is fine (docs/decisions/007-dead-conditions-are-refused.md); below a `NOT`, where it always does, it is a
 * warning.
 * @internal
 */
export class Notes implements Listener {
  public readonly findings: Finding[] = [];
  public readonly warnings: CesqlWarning[] = [];
  /** Warnings of parts that are true whatever the event. */
  public readonly vain: CesqlWarning[] = [];
  private readonly absent = new Set<string>();
  private chains: ReadonlyMap<Expression, BinaryExpression> | undefined;
  private compared: ReadonlyMap<Expression, BinaryExpression | InExpression> | undefined;
  private panics = 0;

  /** @param parts all parts of the expression, from the left to the right */
  constructor(private readonly source: Source, private readonly parts: readonly Expression[]) {}

  public neverHolds(part: Expression, not: UnaryExpression | undefined, sides: readonly Possible[]): void {
    if (not !== undefined) {
      this.inVain(() => (not.operand === part ? `${this.source.locate(not)} is true on every event`
        : `${this.source.locate(part)} is true on no event, so that \`NOT\` excludes nothing with it`));
      return;
    }
    this.note(() => {
      const chain = isLogic(part) && isMixed(part) ? this.chainAround(part) : undefined;
      return chain === undefined ? neverHolds(part, sides, this.source)
        : misreadChain('KN-FLT-010', chain, part, this.source);
    });
  }

  public neverFound(
    part: InExpression, item: Expression, not: UnaryExpression | undefined, operand: Possible,
  ): void {
    if (not === undefined) this.note(() => neverFound(part, item, operand, this.source));
    else this.inVain(() => `${this.source.locate(item)} is never found by ${shown(part)}, so that \`NOT\` excludes nothing with it`);
  }

  public neverGoesOn(part: BinaryExpression, not: UnaryExpression | undefined): void {
    const { left, operator } = part;
    if (operator === 'OR' || not !== undefined) {
      const which = operator === 'OR' ? 'every' : 'no';
      this.inVain(() => `${this.source.locate(left)} is true on ${which} event, so that what follows its \`${operator}\` `
        + 'is never evaluated');
      return;
    }
    // Most often the left side was found to be wrong already.
    if (this.findings.length === 0) this.note(() => neverGoesOn(part, this.source));
  }

  public alwaysFails(part: Expression, operands: readonly Possible[], reason?: FailureReason): void {
    this.note(() => {
      const chain = part.kind === 'attribute' ? this.chainAround(part) : undefined;
      return chain === undefined ? alwaysFails(part, operands, reason, this.source)
        : misreadChain('KN-FLT-011', chain, part, this.source);
    });
  }

  public notACondition(operand: Expression, possible: Possible): void {
    this.note(() => notACondition(operand, possible, this.source));
  }

  public unguarded(attribute: AttributeExpression): void {
    const { name } = attribute;
    if (this.absent.has(name) || this.absent.size >= MOST_NOTES) return;
    this.absent.add(name);
    this.warnings.push({
      id: 'cesql-absent-attribute',
      message: `an event without ${show(name)} does not meet the expression, even if another part of it would hold: the `
        + `evaluation fails at ${this.source.locate(attribute)}; write ${show(`EXISTS ${name} AND ...`)} before it is used${this.hintAt(attribute)}`,
      absent: name,
    });
  }

  public mayPanic(part: CallExpression): void {
    this.panics += 1;
    if (this.panics > MOST_NOTES) return;
    this.warnings.push({
      id: 'cesql-substring-length',
      message: `where the length in ${this.source.locate(part)} is below 0, the filter of a broker panics on the event, which `
        + 'counts as a failed delivery: ask before whether the text is long enough',
    });
  }

  /** What was perhaps meant by an attribute that another one is compared with. */
  private hintAt(attribute: AttributeExpression): string {
    this.compared ??= comparedIn(this.parts);
    const part = this.compared.get(attribute);
    if (part === undefined) return '';
    if (part.kind === 'in' || attribute.name !== 'null') {
      return `, or ${show(`'${this.source.written(attribute)}'`)} in quotes if a text is meant`;
    }
    if (part.left.kind !== 'attribute') return ', since CESQL has no `NULL`';
    return `, or, since CESQL has no \`NULL\`, ${show(`${part.operator === '=' ? 'NOT ' : ''}EXISTS ${part.left.name}`)} instead`;
  }

  private note(finding: () => Finding): void {
    if (this.findings.length < MOST_NOTES) this.findings.push(finding());
  }

  private inVain(reason: () => string): void {
    if (this.vain.length >= MOST_NOTES) return;
    const message = `${reason()}: write what an event has to be, or leave it out`;
    this.vain.push({ id: 'cesql-always-true', message });
  }

  /** The innermost chain around a part that most would read otherwise than Knative does. */
  private chainAround(part: Expression): BinaryExpression | undefined {
    this.chains ??= chainsAround(this.parts);
    return this.chains.get(part);
  }
}

/** What stands after `=` and `!=`, or in a set, each with the part that it stands in. */
function comparedIn(parts: readonly Expression[]): Map<Expression, BinaryExpression | InExpression> {
  const compared = new Map<Expression, BinaryExpression | InExpression>();
  for (const part of parts) {
    if (part.kind === 'in') part.set.forEach((item) => compared.set(item, part));
    if (part.kind === 'binary' && (part.operator === '=' || part.operator === '!=')) compared.set(part.right, part);
  }
  return compared;
}

function chainsAround(parts: readonly Expression[]): Map<Expression, BinaryExpression> {
  const chains = new Map<Expression, BinaryExpression>(mixedChains(parts).map((chain) => [chain, chain]));
  for (const part of parts) {
    const chain = chains.get(part);
    if (chain === undefined) continue;
    for (const child of childrenOf(part)) {
      if (!chains.has(child)) chains.set(child, chain);
    }
  }
  return chains;
}
