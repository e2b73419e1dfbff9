import { bytesOf } from './bytes';
import { called, panicsOf } from './calls';
import { attributeFacts, type Comparison, compared, comparisonFacts, isComparison, narrowed } from './comparisons';
import type {
  AttributeExpression, BinaryExpression, CallExpression, ExistsExpression, Expression, InExpression, LikeExpression,
  UnaryExpression,
} from './expression';
import { both, either, type Facts, NOTHING_KNOWN, Presence } from './facts';
import { isMath, type MathOperator } from './int32';
import { attributeOf } from './known-attributes';
import { likeMatcher } from './like';
import type { Mentions } from './mentions';
import {
  ANY_TRUTH, castsFrom, castTo, type Constant, constant, equal, integersOf, join, ONLY_FAILS, onlyFails, type Possible,
  toIntegers, toTexts, toTruths, truthful,
} from './possible';
import { calculated, INTEGERS } from './ranges';
import { signatureOf } from './signatures';
import { mayBeLike, textsLike } from './texts';

/**
 * The values that a part may have, over all events, and what is known of the attributes of those events on which it is
 * true, or false. `EXISTS x` may be both, and `x` is there where it is true. A part that is no boolean is neither:
 * `yes` and `no` are then the same, what is known of the events on which it does not fail.
 * @internal
 */
export interface Outcome {
  readonly possible: Possible;
  readonly yes: Facts;
  readonly no: Facts;
}

/**
 * Why a call panics or fails, where its arguments do not say it.
 * @internal
 */
export type FailureReason = 'length' | 'position';

/**
 * Who is told what comes up on the way.
 * @internal
 */
export interface Listener {
  /**
   * A comparison that is true on no event, or two conditions that are never true together.
   * @param not the `NOT` around it that makes it true on every event; nothing where it is refused
   */
  neverHolds(part: Expression, not: UnaryExpression | undefined, sides: readonly Possible[]): void;
  /** A member of a set that others of it are perhaps, and this one on no event. */
  neverFound(part: InExpression, item: Expression, not: UnaryExpression | undefined, operand: Possible): void;
  /** An `AND` or `OR` whose left side always decides, so that its right side is never evaluated. */
  neverGoesOn(part: BinaryExpression, not: UnaryExpression | undefined): void;
  /** A part that is an error on each event that comes to it. */
  alwaysFails(part: Expression, operands: readonly Possible[], reason?: FailureReason): void;
  /** An operand of `NOT` or of an operator of logic that is neither true nor false. */
  notACondition(operand: Expression, possible: Possible): void;
  /** An attribute that is read where the event may lack it. */
  unguarded(attribute: AttributeExpression): void;
  /** A length that may be below zero, on which the filter panics. */
  mayPanic(part: CallExpression): void;
}

/**
 * Follows an expression over all events at once (an abstract interpretation), in the order in which Knative evaluates
 * it. It never leaves out what a part comes to on some event: what it calls impossible is. Follows Go: sdk-go sql/v2,
 * expression/*.go
 * @internal
 */
export class Outcomes {
  private readonly presence = new Presence();

  /** @param evaluate what a function of constants gives: nothing for an error */
  constructor(
    private readonly listener: Listener,
    private readonly mentions: Mentions,
    private readonly evaluate: (call: CallExpression) => Constant | undefined,
  ) {}

  /** @param not the `NOT` that turns the answer of a part around, through `AND` and `OR` */
  public of(part: Expression, not?: UnaryExpression): Outcome {
    switch (part.kind) {
      case 'literal':
        return always(constant(part.value));
      case 'attribute':
        return this.attribute(part);
      case 'exists':
        return this.exists(part);
      case 'unary':
        return this.unary(part, not);
      case 'binary':
        return this.binary(part, not);
      case 'like':
        return this.like(part, not);
      case 'in':
        return this.in(part, not);
      case 'call':
        return this.call(part);
    }
  }

  private attribute(part: AttributeExpression): Outcome {
    const present = this.presence.get(part.name);
    if (present === false) {
      this.listener.alwaysFails(part, []);
      return always(ONLY_FAILS);
    }
    const value = attributeOf(part.name);
    if (value.fails && present !== true) this.listener.unguarded(part);
    const there = { ...value, fails: false };
    const facts: Facts = this.mentions.named.has(part.name) ? new Map([[part.name, there]]) : NOTHING_KNOWN;
    return { possible: present === true ? there : value, yes: facts, no: facts };
  }

  private exists({ name }: ExistsExpression): Outcome {
    const value = attributeOf(name);
    const present = this.presence.get(name) ?? (value.fails ? undefined : true);
    const possible = present === undefined ? ANY_TRUTH : constant(present);
    if (!this.mentions.named.has(name)) return always(possible);
    return {
      possible,
      yes: new Map([[name, { ...value, fails: false }]]),
      no: new Map([[name, ONLY_FAILS]]),
    };
  }

  private unary(part: UnaryExpression, not?: UnaryExpression): Outcome {
    if (part.operator === '-') {
      const operand = this.of(part.operand);
      const { integers, fails } = toIntegers(operand.possible);
      if (integers === undefined && !onlyFails(operand.possible)) this.listener.alwaysFails(part, [operand.possible]);
      // The opposite of the smallest integer is itself.
      const opposite = integers && calculated('-', { min: 0, max: 0 }, integers);
      return after(operand, integersOf(opposite, fails));
    }
    const operand = this.of(part.operand, not === undefined ? part : undefined);
    const { truths, fails } = this.condition(part.operand, operand);
    return { possible: truthful(truths.map((truth) => !truth), fails), yes: operand.no, no: operand.yes };
  }

  private binary(part: BinaryExpression, not?: UnaryExpression): Outcome {
    const { operator } = part;
    if (operator === 'AND' || operator === 'OR') return this.shortCircuit(part, operator === 'OR', not);
    const left = this.of(part.left);
    const right = this.presence.within(certain(left), () => this.of(part.right));
    if (operator === 'XOR') return this.xor(part, left, right);
    const facts = both(certain(left), certain(right)) ?? NOTHING_KNOWN;
    if (isMath(operator)) return this.math(part, operator, [left.possible, right.possible], facts);
    if (!isComparison(operator)) return always(ANY_TRUTH);
    return this.comparison(part, operator, [left.possible, right.possible], facts, not);
  }

  /** `AND` decides without its right side where the left one is false, `OR` where it is true. */
  private shortCircuit(part: BinaryExpression, decides: boolean, not?: UnaryExpression): Outcome {
    const left = this.of(part.left, not);
    const first = this.condition(part.left, left);
    if (!first.truths.includes(!decides)) {
      if (first.truths.length > 0) this.listener.neverGoesOn(part, not);
      return { possible: first, yes: left.yes, no: left.no };
    }
    const goesOn = decides ? left.no : left.yes;
    const right = this.presence.within(goesOn, () => this.of(part.right, not));
    const second = this.condition(part.right, right);

    const decided = first.truths.includes(decides) ? decides ? left.yes : left.no : undefined;
    const facts = (truth: boolean) => (second.truths.includes(truth)
      ? both(goesOn, truth ? right.yes : right.no) : undefined);
    const agreed = facts(!decides);
    const deciding = either(decided, facts(decides));
    const truths = [...deciding === undefined ? [] : [decides], ...agreed === undefined ? [] : [!decides]];
    if (!decides && second.truths.includes(true) && agreed === undefined) {
      this.listener.neverHolds(part, truths.length === 0 ? undefined : not, []);
    }
    const [yes, no] = decides ? [deciding, agreed] : [agreed, deciding];
    const possible = truthful(truths, first.fails || second.fails);
    return { possible, yes: yes ?? NOTHING_KNOWN, no: no ?? NOTHING_KNOWN };
  }

  private xor(part: BinaryExpression, left: Outcome, right: Outcome): Outcome {
    const first = this.condition(part.left, left);
    const second = this.condition(part.right, right);
    const truths = first.truths.flatMap((a) => second.truths.map((b) => a !== b));
    const facts = both(certain(left), certain(right)) ?? NOTHING_KNOWN;
    return { possible: truthful(truths, first.fails || second.fails), yes: facts, no: facts };
  }

  /** An operand as Boolean. */
  private condition(operand: Expression, { possible }: Outcome): Possible {
    const truths = toTruths(possible);
    if (onlyFails(truths) && !onlyFails(possible)) this.listener.notACondition(operand, possible);
    return truths;
  }

  private math(
    part: BinaryExpression, operator: MathOperator, operands: readonly [Possible, Possible], facts: Facts,
  ): Outcome {
    const [left, right] = operands.map(toIntegers) as [Possible, Possible];
    const zero = (operator === '/' || operator === '%') && right.integers !== undefined
      && right.integers.min <= 0 && right.integers.max >= 0;
    const integers = left.integers && right.integers && calculated(operator, left.integers, right.integers);
    if (integers === undefined && !operands.some(onlyFails)) this.listener.alwaysFails(part, operands);
    return { possible: integersOf(integers, left.fails || right.fails || zero), yes: facts, no: facts };
  }

  private comparison(
    part: BinaryExpression, operator: Comparison, sides: readonly [Possible, Possible], facts: Facts,
    not?: UnaryExpression,
  ): Outcome {
    const possible = compared(operator, ...sides);
    if (!sides.some(onlyFails)) this.compares(part, possible, not, sides);
    if (!this.isReadAgain(part.left) && !this.isReadAgain(part.right)) return { possible, yes: facts, no: facts };
    const { yes, no } = comparisonFacts(part, operator, sides);
    return { possible, yes: narrowed(facts, yes), no: narrowed(facts, no) };
  }

  private like(part: LikeExpression, not?: UnaryExpression): Outcome {
    const operand = this.of(part.operand);
    const { texts, fails } = toTexts(operand.possible);
    if (texts === undefined) return always(ONLY_FAILS);
    let matcher: ((text: string) => boolean) | undefined;
    const like = (text: string) => (matcher ??= likeMatcher(bytesOf(part.pattern)))(bytesOf(text));
    const truths = texts.values === undefined ? [mayBeLike(texts, part.pattern), false] : [...texts.values].map(like);
    const possible = truthful(truths, fails);
    this.compares(part, possible, not, [operand.possible]);
    const facts = certain(operand);
    const again = part.operand;
    if (!this.isReadAgain(again)) return { possible, yes: facts, no: facts };
    const alike = attributeFacts(again, { ...ANY_TRUTH, integers: INTEGERS, texts: textsLike(part.pattern, like) });
    return { possible, yes: narrowed(facts, alike), no: facts };
  }

  private in(part: InExpression, not?: UnaryExpression): Outcome {
    const operand = this.of(part.operand);
    let facts = certain(operand);
    const never: Expression[] = [];
    let found = false;
    let { fails } = operand.possible;
    let goesOn = !onlyFails(operand.possible);
    for (const item of part.set) {
      if (!goesOn) break;
      const outcome = this.presence.within(facts, () => this.of(item));
      // Entries after one that may be found are perhaps not asked.
      if (!found) facts = narrowed(facts, certain(outcome));
      // The left side gives the type here.
      const match = equal(outcome.possible, operand.possible);
      fails ||= match.fails;
      found ||= match.truths.includes(true);
      if (item.kind === 'literal' && !match.truths.includes(true)) never.push(item);
      goesOn = match.truths.includes(false);
    }
    const possible = truthful([...found ? [true] : [], ...goesOn ? [false] : []], fails);
    if (!onlyFails(operand.possible)) this.compares(part, possible, not, [operand.possible]);
    // Where none of them is found, the set is refused as a whole.
    if (found) never.forEach((item) => this.listener.neverFound(part, item, not, operand.possible));
    return { possible, yes: narrowed(facts, this.inFacts(part)), no: facts };
  }

  /** Tells of a comparison that is never true. Where it only fails, `NOT` makes nothing of it. */
  private compares(
    part: Expression, { truths }: Possible, not: UnaryExpression | undefined, sides: readonly Possible[],
  ): void {
    if (!truths.includes(true)) this.listener.neverHolds(part, truths.length === 0 ? undefined : not, sides);
  }

  private inFacts({ operand, set }: InExpression): Facts {
    if (!this.isReadAgain(operand) || set.some(({ kind }) => kind !== 'literal')) return NOTHING_KNOWN;
    const values = set.flatMap((item) => (item.kind === 'literal' ? [castsFrom(item.value)] : []));
    return attributeFacts(operand, values.reduce(join));
  }

  private isReadAgain(part: Expression): part is AttributeExpression {
    return part.kind === 'attribute' && this.mentions.read.has(part.name);
  }

  private call(part: CallExpression): Outcome {
    let facts = NOTHING_KNOWN;
    const outcomes: Possible[] = [];
    for (const arg of part.args) {
      const outcome = this.presence.within(facts, () => this.of(arg));
      facts = narrowed(facts, certain(outcome));
      outcomes.push(outcome.possible);
    }
    const signature = signatureOf(part.name, part.args.length);
    // Reported already, as an unknown function.
    if (signature === undefined) return { possible: ANY_TRUTH, yes: facts, no: facts };
    const args = outcomes.map((possible, index) => {
      const type = signature.takes[index] ?? signature.rest ?? 'Any';
      return type === 'Any' ? possible : castTo(type, possible);
    });
    const possible = args.some(onlyFails) ? ONLY_FAILS
      : called(part, args, (constants) => this.evaluate({ ...part, args: constants.map(literalOf) }));
    const fails = possible.fails || args.some((arg) => arg.fails);
    const panics = panicsOf(part, args);
    const failing = onlyFails(possible) || panics === 'always';
    if (failing && !outcomes.some(onlyFails)) {
      // Where the arguments can be cast, the text does not reach as far as the position.
      const position = part.name === 'SUBSTRING' && !args.some(onlyFails) ? 'position' : undefined;
      this.listener.alwaysFails(part, outcomes, panics === 'always' ? 'length' : position);
    } else if (panics === 'perhaps') {
      this.listener.mayPanic(part);
    }
    return { possible: { ...possible, fails }, yes: facts, no: facts };
  }
}

function literalOf(value: Constant): Expression {
  return { kind: 'literal', value, at: 0 };
}

function always(possible: Possible): Outcome {
  return { possible, yes: NOTHING_KNOWN, no: NOTHING_KNOWN };
}

function after(operand: Outcome, possible: Possible): Outcome {
  const facts = certain(operand);
  return { possible, yes: facts, no: facts };
}

/** What is known where a part does not fail. */
function certain({ possible, yes, no }: Outcome): Facts {
  if (yes === no) return yes;
  const truths = toTruths(possible).truths;
  return either(truths.includes(true) ? yes : undefined, truths.includes(false) ? no : undefined) ?? NOTHING_KNOWN;
}
