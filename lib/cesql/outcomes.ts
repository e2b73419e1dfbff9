import { bytesOf } from './bytes';
import { called } from './calls';
import type {
  AttributeExpression, BinaryExpression, CallExpression, ExistsExpression, Expression, InExpression, LikeExpression,
  UnaryExpression,
} from './expression';
import { both, either, type Facts, NOTHING_KNOWN, Presence } from './facts';
import { attributeOf } from './known-attributes';
import { likeMatcher } from './like';
import {
  ANY_TRUTH, castsFrom, castsTo, castTo, type Constant, constant, constantsOf, equal, integersOf, isDead, join, meet,
  ONLY_FAILS, type Possible, readAsInteger, toIntegers, toTexts, toTruths, truthful,
} from './possible';
import { calculated, INTEGERS, isMath, LENGTHS, type MathOperator, type Range } from './ranges';
import { signatureOf } from './signatures';
import { mayBeLike, textsBut, textsLike } from './texts';

/**
 * What a part of an expression may come to, and what is known of the attributes then.
 * @internal
 */
export interface Outcome {
  readonly possible: Possible;
  /** Where it is true; where it is no Boolean, where it does not fail. */
  readonly yes: Facts;
  /** Where it is false; where it is no Boolean, where it does not fail. */
  readonly no: Facts;
}

/**
 * Who is told what comes up on the way.
 * @internal
 */
export interface Listener {
  /** A comparison that is true on no event, or two conditions that are never true together. */
  neverHolds(part: Expression, ...sides: readonly Possible[]): void;
  /** A part that is an error on each event that comes to it. */
  alwaysFails(part: Expression, ...operands: readonly Possible[]): void;
  /** An operand of `NOT` or of an operator of logic that is neither true nor false. */
  noCondition(operand: Expression, possible: Possible): void;
  /** An attribute that is read where the event may lack it. */
  unguarded(attribute: AttributeExpression): void;
  /** A length that may be below zero, which breaks the filter off. */
  mayBreakOff(part: CallExpression): void;
}

/**
 * Which attributes an expression names more than once. Of the others nothing has to be kept in mind.
 * @internal
 */
export interface Mentions {
  /** Those that it names twice, read or asked for. */
  readonly named: ReadonlySet<string>;
  /** Those that it reads twice. */
  readonly read: ReadonlySet<string>;
}

/** @internal */
export function mentionsIn(parts: readonly Expression[]): Mentions {
  const [once, readOnce, named, read] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  for (const part of parts) {
    if (part.kind !== 'attribute' && part.kind !== 'exists') continue;
    const { name } = part;
    if (once.has(name)) named.add(name);
    else once.add(name);
    if (part.kind === 'exists') continue;
    if (readOnce.has(name)) read.add(name);
    else readOnce.add(name);
  }
  return { named, read };
}

type Comparison = '<' | '<=' | '>' | '>=';
const OPPOSITES: Readonly<Record<Comparison, Comparison>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/**
 * Follows an expression over all events at once, in the order in which Knative evaluates it. Follows Go: sdk-go sql/v2,
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

  public of(part: Expression): Outcome {
    switch (part.kind) {
      case 'literal':
        return always(constant(part.value));
      case 'attribute':
        return this.attribute(part);
      case 'exists':
        return this.exists(part);
      case 'unary':
        return this.unary(part);
      case 'binary':
        return this.binary(part);
      case 'like':
        return this.like(part);
      case 'in':
        return this.in(part);
      case 'call':
        return this.call(part);
    }
  }

  private attribute(part: AttributeExpression): Outcome {
    const present = this.presence.get(part.name);
    if (present === false) {
      this.listener.alwaysFails(part);
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

  private unary(part: UnaryExpression): Outcome {
    const operand = this.of(part.operand);
    if (part.operator === '-') {
      const { integers, fails } = toIntegers(operand.possible);
      if (integers === undefined && !isDead(operand.possible)) this.listener.alwaysFails(part, operand.possible);
      // The opposite of the smallest integer is itself.
      const opposite = integers && calculated('-', { min: 0, max: 0 }, integers);
      return after(operand, integersOf(opposite, fails));
    }
    const { truths, fails } = this.condition(part.operand, operand);
    return { possible: truthful(truths.map((truth) => !truth), fails), yes: operand.no, no: operand.yes };
  }

  private binary(part: BinaryExpression): Outcome {
    const { operator } = part;
    if (operator === 'AND' || operator === 'OR') return this.shortCircuit(part, operator === 'OR');
    const left = this.of(part.left);
    const right = this.presence.within(certain(left), () => this.of(part.right));
    if (operator === 'XOR') return this.xor(part, left, right);
    const facts = both(certain(left), certain(right)) ?? NOTHING_KNOWN;
    if (isMath(operator)) return this.math(part, operator, [left.possible, right.possible], facts);
    return this.comparison(part, operator, [left.possible, right.possible], facts);
  }

  /** `AND` decides without its right side where the left one is false, `OR` where it is true. */
  private shortCircuit(part: BinaryExpression, decides: boolean): Outcome {
    const left = this.of(part.left);
    const first = this.condition(part.left, left);
    const goesOn = decides ? left.no : left.yes;
    const right = this.presence.within(goesOn, () => this.of(part.right));
    const second = this.condition(part.right, right);

    const decided = first.truths.includes(decides) ? decides ? left.yes : left.no : undefined;
    const reached = first.truths.includes(!decides);
    const facts = (truth: boolean) => (reached && second.truths.includes(truth)
      ? both(goesOn, truth ? right.yes : right.no) : undefined);
    const agreed = facts(!decides);
    const deciding = either(decided, facts(decides));
    const truths = [...deciding === undefined ? [] : [decides], ...agreed === undefined ? [] : [!decides]];
    const fails = first.fails || (reached && second.fails);
    if (!decides && reached && second.truths.includes(true) && agreed === undefined) this.listener.neverHolds(part);
    const [yes, no] = decides ? [deciding, agreed] : [agreed, deciding];
    return { possible: truthful(truths, fails), yes: yes ?? NOTHING_KNOWN, no: no ?? NOTHING_KNOWN };
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
    if (isDead(truths) && !isDead(possible)) this.listener.noCondition(operand, possible);
    return truths;
  }

  private math(
    part: BinaryExpression, operator: MathOperator, operands: readonly [Possible, Possible], facts: Facts,
  ): Outcome {
    const [left, right] = operands.map(toIntegers) as [Possible, Possible];
    const zero = (operator === '/' || operator === '%') && right.integers !== undefined
      && right.integers.min <= 0 && right.integers.max >= 0;
    const integers = left.integers && right.integers && calculated(operator, left.integers, right.integers);
    if (integers === undefined && !operands.some(isDead)) this.listener.alwaysFails(part, ...operands);
    return { possible: integersOf(integers, left.fails || right.fails || zero), yes: facts, no: facts };
  }

  private comparison(
    part: BinaryExpression, operator: string, sides: readonly [Possible, Possible], facts: Facts,
  ): Outcome {
    const [left, right] = sides;
    const unequal = operator === '!=';
    const same = unequal || operator === '=';
    const { truths, fails } = same ? equal(left, right) : compared(operator as Comparison, left, right);
    const possible = truthful(unequal ? truths.map((truth) => !truth) : truths, fails);
    if (!possible.truths.includes(true) && !sides.some(isDead)) this.listener.neverHolds(part, ...sides);
    if (!this.isReadAgain(part.left) && !this.isReadAgain(part.right)) return { possible, yes: facts, no: facts };
    const holds = same ? equalFacts(part, sides) : comparedFacts(part, operator as Comparison, sides);
    const [yes = NOTHING_KNOWN, no = NOTHING_KNOWN] = (unequal ? [...holds].reverse() : holds)
      .map((more) => both(facts, more) ?? facts);
    return { possible, yes, no };
  }

  private like(part: LikeExpression): Outcome {
    const operand = this.of(part.operand);
    const { texts, fails } = toTexts(operand.possible);
    if (texts === undefined) return always(ONLY_FAILS);
    let matcher: ((text: string) => boolean) | undefined;
    const like = (text: string) => (matcher ??= likeMatcher(bytesOf(part.pattern)))(bytesOf(text));
    const truths = texts.values === undefined ? [mayBeLike(texts, part.pattern), false] : [...texts.values].map(like);
    const possible = truthful(truths, fails);
    if (!possible.truths.includes(true)) this.listener.neverHolds(part, operand.possible);
    const facts = certain(operand);
    const again = part.operand;
    if (!this.isReadAgain(again)) return { possible, yes: facts, no: facts };
    const alike = known(again, { ...ANY_TRUTH, integers: INTEGERS, texts: textsLike(part.pattern, like) });
    return { possible, yes: both(facts, alike) ?? facts, no: facts };
  }

  private in(part: InExpression): Outcome {
    const operand = this.of(part.operand);
    let facts = certain(operand);
    let found = false;
    let { fails } = operand.possible;
    let goesOn = !isDead(operand.possible);
    for (const item of part.set) {
      const outcome = this.presence.within(facts, () => this.of(item));
      if (!goesOn) continue;
      // Entries after one that may be found are perhaps not asked.
      if (!found) facts = both(facts, certain(outcome)) ?? facts;
      // The left side gives the type here.
      const match = equal(outcome.possible, operand.possible);
      fails ||= match.fails;
      found ||= match.truths.includes(true);
      goesOn = match.truths.includes(false);
    }
    const possible = truthful([...found ? [true] : [], ...goesOn ? [false] : []], fails);
    if (!found && !isDead(operand.possible)) this.listener.neverHolds(part, operand.possible);
    return { possible, yes: both(facts, this.inFacts(part)) ?? facts, no: facts };
  }

  private inFacts({ operand, set }: InExpression): Facts {
    if (!this.isReadAgain(operand) || set.some(({ kind }) => kind !== 'literal')) return NOTHING_KNOWN;
    const values = set.flatMap((item) => (item.kind === 'literal' ? [castsFrom(item.value)] : []));
    return known(operand, values.reduce(join));
  }

  private isReadAgain(part: Expression): part is AttributeExpression {
    return part.kind === 'attribute' && this.mentions.read.has(part.name);
  }

  private call(part: CallExpression): Outcome {
    let facts = NOTHING_KNOWN;
    const outcomes: Possible[] = [];
    for (const arg of part.args) {
      const outcome = this.presence.within(facts, () => this.of(arg));
      facts = both(facts, certain(outcome)) ?? facts;
      outcomes.push(outcome.possible);
    }
    const signature = signatureOf(part.name, part.args.length);
    // Reported already, as a function that there is not.
    if (signature === undefined) return { possible: ANY_TRUTH, yes: facts, no: facts };
    const args = outcomes.map((possible, index) => {
      const type = signature.takes[index] ?? signature.rest ?? 'Any';
      return type === 'Any' ? possible : castTo(type, possible);
    });
    const possible = args.some(isDead) ? ONLY_FAILS
      : called(part, args, (constants) => this.evaluate({ ...part, args: constants.map(literalOf) }));
    const fails = possible.fails || args.some((arg) => arg.fails);
    const { min, max } = args[2]?.integers ?? LENGTHS;
    const [, place] = args;
    // Nothing is cut from place 0, whatever the length.
    const nowhere = place?.integers?.min === 0 && place.integers.max === 0;
    const breaksOff = part.name === 'SUBSTRING' && min < 0 && !nowhere;
    const fruitless = isDead(possible) && !outcomes.some(isDead);
    if (fruitless || (breaksOff && max < 0)) this.listener.alwaysFails(part, ...outcomes);
    else if (breaksOff) this.listener.mayBreakOff(part);
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

function known(attribute: AttributeExpression, values: Possible): Facts {
  return new Map([[attribute.name, meet({ ...attributeOf(attribute.name), fails: false }, values)]]);
}

/** What an attribute is where it is equal to a constant, and where it is not. */
function equalFacts({ left, right }: BinaryExpression, sides: readonly [Possible, Possible]): readonly [Facts, Facts] {
  const [first, second] = sides.map((side) => constantsOf(side, 1)?.[0]);
  if (left.kind === 'attribute' && second !== undefined) return [known(left, castsTo(second)), other(left, second)];
  if (right.kind === 'attribute' && first !== undefined) return [known(right, castsFrom(first)), other(right, first)];
  return [NOTHING_KNOWN, NOTHING_KNOWN];
}

/** A text that is not `value`; of other types too much would have to be left out. */
function other(attribute: AttributeExpression, value: Constant): Facts {
  if (typeof value !== 'string') return NOTHING_KNOWN;
  return known(attribute, { ...ANY_TRUTH, integers: INTEGERS, texts: textsBut(value) });
}

function compared(operator: Comparison, left: Possible, right: Possible): Possible {
  const [a, b] = [toIntegers(left), toIntegers(right)];
  const fails = a.fails || b.fails;
  if (a.integers === undefined || b.integers === undefined) return ONLY_FAILS;
  return truthful([...mayBe(operator, a.integers, b.integers) ? [true] : [],
    ...mayBe(negation(operator), a.integers, b.integers) ? [false] : []], fails);
}

function mayBe(operator: Comparison, a: Range, b: Range): boolean {
  switch (operator) {
    case '<':
      return a.min < b.max;
    case '<=':
      return a.min <= b.max;
    case '>':
      return a.max > b.min;
    case '>=':
      return a.max >= b.min;
  }
}

function negation(operator: Comparison): Comparison {
  return ({ '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const)[operator];
}

/** What an attribute is where it is less or more than a number, and where it is not. */
function comparedFacts(
  { left, right }: BinaryExpression, operator: Comparison, sides: readonly [Possible, Possible],
): readonly [Facts, Facts] {
  const [a, b] = sides.map((side) => toIntegers(side).integers);
  const opposite = negation(operator);
  if (left.kind === 'attribute' && b !== undefined) return [beside(left, operator, b), beside(left, opposite, b)];
  if (right.kind !== 'attribute' || a === undefined) return [NOTHING_KNOWN, NOTHING_KNOWN];
  return [beside(right, OPPOSITES[operator], a), beside(right, OPPOSITES[opposite], a)];
}

function beside(attribute: AttributeExpression, operator: Comparison, other: Range): Facts {
  const range = {
    '<': { min: INTEGERS.min, max: other.max - 1 },
    '<=': { min: INTEGERS.min, max: other.max },
    '>': { min: other.min + 1, max: INTEGERS.max },
    '>=': { min: other.min, max: INTEGERS.max },
  }[operator];
  return range.min > range.max ? NOTHING_KNOWN : known(attribute, readAsInteger(range));
}
