import fc, { type Arbitrary } from 'fast-check';
import { calling, choice, draft, type Drafts, type Gen, just, oneOf, some } from './arbitraries';
import { call, type Expr, literal, member } from './expression';

/**
 * Conditions of CESQL, each of them one that some event meets and some other does not: every attribute is asked for in
 * one place of a condition only, and compared with what it can be there.
 */

/** A text that is built, with the words that it can be, and cannot. */
interface TextPart {
  readonly expr: Expr;
  readonly words: readonly string[];
  readonly patterns: readonly string[];
  /** Words that quotes do not hold, and that are no part of a pattern. */
  readonly backslashed?: readonly string[];
}

/** A number that is built, with numbers that are neither its least nor its largest, but where it is `free`. */
interface IntegerPart {
  readonly expr: Expr;
  readonly numbers: readonly number[];
  /** Whether it may be each number of 32 bits. */
  readonly free?: boolean;
}

type Texts = Arbitrary<TextPart>;
type Integers = Arbitrary<IntegerPart>;

const MIN = -2_147_483_648;
const MAX = 2_147_483_647;
/** Short, so that they fit where texts are cut, and in small letters. */
const WORDS = ['eu', 'de', 'a', 'x1', '5', '+-'];
const ODD_WORDS = [
  'order.paid', "it's", 'a "b" c', "it's \"both\"", 'a b', ' a ', '日本', '\u{1f600}', 'a\\b', '50%', '_', 'a\tb', 'two\nlines', '--', '#', '5',
  'TRUE', 'NOT', '(', "\\d'x", 'x'.repeat(200),
];
const BACKSLASHED = ['C:\\', '\\', 'é\\', '\\\'\\"', '\\\'a\\"b\\'];
const PATTERNS = ['eu%', '%de', '_x', '%a%', 'e_'];
const ODD_PATTERNS = ['order.%', '50\\%', 'a\\_%', "%'%", '日%', '%"_', 'a\\b%'];
const NUMBERS = [-5, 0, 1, 2, 7, 100, 1000];
const FACTORS = [-3, 3, 5, 7];
const CUT = 8;

const attributeNamed = (name: string): Expr => call('Cesql', 'attribute', literal(name));
/** An extension that no other place of the condition has. */
const extension = (place: string): Gen => fc.constantFrom('region', 'tenant', 'price', 'a1').map((name) => attributeNamed(name + place));

/** Of attributes that every event may have, one place of a condition asks. */
function attribute(place: string): Gen {
  const known = fc.constantFrom('type', 'source', 'subject', 'id', 'datacontenttype', 'dataschema').map(attributeNamed);
  return /^0*$/.test(place) ? choice(known, extension(place)) : extension(place);
}

/** What makes one text of another. */
const cut: Arbitrary<(text: TextPart) => TextPart> = fc.oneof(
  fc.constantFrom('lower', 'trim').map((method) => ({ expr, ...rest }: TextPart) => ({ ...rest, expr: call(expr, method) })),
  fc.constant(({ expr, words, patterns }: TextPart) => ({
    expr: call(expr, 'upper'), words: words.map((word) => word.toUpperCase()),
    patterns: patterns.map((pattern) => pattern.toUpperCase()),
  })),
  fc.tuple(fc.constantFrom('left', 'right'), fc.constantFrom(CUT, 100, MAX)).map(([method, bytes]) =>
    ({ expr, ...rest }: TextPart) => ({ ...rest, expr: call(expr, method, literal(bytes)) })),
  fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom([], [literal(CUT)])).map(([position, length]) =>
    ({ expr, ...rest }: TextPart) => ({ ...rest, expr: call(expr, 'substring', literal(position), ...length) })),
);

/** Letters that were made large stay large: what comes behind must not make them small again. */
function keepsCase(steps: readonly ((text: TextPart) => TextPart)[], start: TextPart): TextPart {
  return steps.reduce<TextPart>((text, step) => {
    const next = step(text);
    const small = next.expr.is === 'call' && next.expr.method === 'lower';
    return small ? { ...next, words: WORDS, patterns: PATTERNS } : next;
  }, start);
}

/** The text of an attribute, some of it or otherwise written. */
function cutText(of: Gen): Texts {
  return fc.tuple(of, fc.array(cut, { minLength: 1, maxLength: 2 }))
    .map(([expr, steps]) => keepsCase(steps, { expr, words: WORDS, patterns: PATTERNS }));
}

const wholeText = (of: Gen): Texts =>
  of.map((expr) => ({ expr, words: ODD_WORDS, patterns: [...PATTERNS, ...ODD_PATTERNS], backslashed: BACKSLASHED }));

function joinedText(of: Gen, place: string): Texts {
  const parts = fc.tuple(of, choice(extension(`${place}y`), extension(`${place}y`).map((expr) => call(expr, 'trim'))));
  const joined = fc.constantFrom(
    (a: Expr, b: Expr) => call('Cesql', 'concat', a, call('Cesql', 'text', literal('-')), b),
    (a: Expr, b: Expr) => call('Cesql', 'concatWs', literal('-'), a, b),
  );
  return fc.tuple(parts, joined).map(([[a, b], join]) => ({ expr: join(a, b), words: ['eu-de', 'de-a'], patterns: ['eu-%', '%-de'] }));
}

/** The digits of a number. */
function digits(of: Gen): Texts {
  return freeInteger(of).map(({ expr }) => ({ expr: call(expr, 'toText'), words: ['5', '-12', '100'], patterns: ['1%', '%0', '-_'] }));
}

const anyText = (of: Gen, place: string): Texts =>
  fc.oneof(wholeText(of), cutText(of), joinedText(of, place), digits(of));

const freeInteger = (of: Gen): Integers => of.map((expr) => ({ expr: call(expr, 'toInteger'), numbers: NUMBERS, free: true }));

/** Something that a number is compared or calculated with. */
function otherInteger(place: string, literals: readonly number[]): Gen {
  const of = extension(`${place}z`);
  return choice(
    fc.constantFrom(...literals).map((number) => call('Cesql', 'integer', literal(number))),
    of.map((expr) => call(expr, 'toInteger')), of.map((expr) => call(expr, 'length')),
  );
}

/** Sums and products leave each number possible. */
function calculated(of: Gen, place: string): Integers {
  const step = fc.oneof(
    fc.tuple(fc.constantFrom('plus', 'minus', 'times', 'dividedBy'), fc.constantFrom(...FACTORS)).map(([method, number]) => (expr: Expr) =>
      call(expr, method, literal(number))),
    fc.tuple(fc.constantFrom('plusExpression', 'minusExpression', 'timesExpression', 'dividedByExpression'), otherInteger(place, FACTORS))
      .map(([method, other]) => (expr: Expr) => call(expr, method, other)),
    fc.constant((expr: Expr) => call(expr, 'negated')),
  );
  const number = freeInteger(choice(of, cutText(of).map(({ expr }) => expr)));
  return fc.tuple(number, fc.array(step, { minLength: 1, maxLength: 2 }))
    .map(([{ expr }, steps]) => ({ expr: steps.reduce((whole, one) => one(whole), expr), numbers: NUMBERS }));
}

/** Numbers that cannot be each one. */
function narrow(of: Gen, place: string): Integers {
  const free = fc.oneof(freeInteger(of), calculated(of, place));
  return fc.oneof(
    anyText(of, place).map(({ expr }) => ({ expr: call(expr, 'length'), numbers: [4, 5, 7] })),
    free.map(({ expr }) => ({ expr: call(expr, 'abs'), numbers: [1, 7, 1000] })),
    fc.tuple(freeInteger(of), fc.constantFrom(3, 5, 10)).map(([{ expr }, number]) => ({ expr: call(expr, 'modulo', literal(number)), numbers: [1] })),
    fc.tuple(freeInteger(of), otherInteger(place, [3, 5, 10])).map(([{ expr }, other]) => ({ expr: call(expr, 'moduloExpression', other), numbers: [1] })),
  );
}

type Values = readonly (string | number)[];

/** Compared with some of the values. */
const listed = (on: Expr, method: string, among: Values): Gen =>
  fc.shuffledSubarray([...among], { minLength: 1, maxLength: Math.min(3, among.length) })
    .map((values) => call(on, method, ...values.map(literal)));

/** Compared with one of the values. */
const compared = (on: Expr, methods: readonly string[], among: Values): Gen =>
  fc.tuple(fc.constantFrom(...methods), fc.constantFrom(...among))
    .map(([method, one]) => call(on, method, literal(one)));

/** Compared with what is built. */
const comparedWith = (on: Expr, methods: readonly string[], others: Gen): Gen =>
  fc.tuple(fc.constantFrom(...methods), others).map(([method, other]) => call(on, `${method}Expression`, other));

const TEXT_TESTS = ['equals', 'notEquals'];
const PATTERN_TESTS = ['like', 'notLike'];
const PART_TESTS = ['startsWith', 'endsWith', 'contains'];
const TESTS = ['equals', 'notEquals', 'lessThan', 'atMost', 'greaterThan', 'atLeast'];

/** The ends of 32 bits, where an expression has to be able to say them. */
const EXTREMES = [
  ['equals', MIN], ['notEquals', MAX], ['atMost', MIN], ['greaterThan', MIN], ['lessThan', MAX], ['atLeast', MAX], ['in', MIN],
] as const;

function textTest(of: Gen, place: string): Gen {
  const other = extension(`${place}z`);
  return anyText(of, place).chain(({ expr, words, patterns, backslashed = [] }) => choice(
    compared(expr, [...TEXT_TESTS, ...PART_TESTS], words), compared(expr, PATTERN_TESTS, patterns),
    listed(expr, 'in', words), listed(expr, 'notIn', words),
    ...(backslashed.length === 0 ? [] : [
      compared(expr, [...TEXT_TESTS, 'startsWith', 'endsWith'], backslashed), listed(expr, 'in', backslashed),
    ]),
    comparedWith(expr, TEXT_TESTS, choice(
      other, cutText(other).map((text) => text.expr), digits(other).map((text) => text.expr),
      fc.constantFrom(...words).map((word) => call('Cesql', 'text', literal(word))),
    )),
  ));
}

function integerTest(of: Gen, place: string): Gen {
  const numbers = fc.oneof(freeInteger(of), calculated(of, place), narrow(of, place));
  return numbers.chain(({ expr, numbers: near, free }) => choice(
    compared(expr, TESTS, near), listed(expr, 'in', near), listed(expr, 'notIn', near),
    comparedWith(expr, TESTS, otherInteger(`${place}z`, near)),
    ...(free === true ? [choice(...EXTREMES.map(([method, number]) => compared(expr, [method], [number])))] : []),
  ));
}

/** One question about an attribute. */
function question(of: Gen, place: string): Gen {
  const text = fc.oneof(wholeText(of), cutText(of)).map(({ expr }) => expr);
  const asked = fc.tuple(text, fc.constantFrom('isInteger', 'isBoolean', 'toBoolean')).map(([expr, method]) => call(expr, method));
  return fc.oneof(
    { weight: 4, arbitrary: textTest(of, place) }, { weight: 4, arbitrary: integerTest(of, place) },
    { weight: 1, arbitrary: asked },
  );
}

/** The same attribute is asked for, and then about. */
function guarded(of: Gen, place: string): Gen {
  return of.chain((expr) => {
    const about = question(fc.constant(expr), place);
    const exists = call(expr, 'exists');
    return choice(
      about.map((asked) => call(exists, 'and', asked)), about.map((asked) => call(call(exists, 'not'), 'or', asked)),
      about.map((asked) => call(expr, 'existsAnd', { is: 'lambda', body: asked })),
    );
  });
}

function conditionAt(place: string, depth: number): Gen {
  const simple = choice(question(attribute(place), place), guarded(extension(place), place), extension(place).map((expr) => call(expr, 'exists')));
  if (depth === 0) return simple;
  const [first, second, third] = ['0', '1', '2'].map((step) => conditionAt(place + step, depth - 1)) as [Gen, Gen, Gen];
  const joined = fc.tuple(first, fc.constantFrom('and', 'or', 'xor'), second).map(([on, method, other]) => call(on, method, other));
  const several = fc.tuple(fc.constantFrom('all', 'any'), fc.tuple(first, second, third), fc.integer({ min: 1, max: 3 }))
    .map(([method, conditions, count]) => call('Cesql', method, ...conditions.slice(0, count)));
  return choice(simple, joined, joined, several, first.map((expr) => call(expr, 'not')));
}

const DEEPEST = 2;
/** A condition without strings: all methods, one in another. */
export const condition: Gen = conditionAt('', DEEPEST);

const kept: Gen = some('condition', draft('condition', ['condition'], condition, 0), { anywhere: true });
const keptAttribute: Gen = some('attribute', draft('attribute', ['attribute'], calling('Cesql', 'attribute', oneOf('price', 'tenant')), 0), { anywhere: true });

/** Texts as somebody writes them by hand: each rule of the grammar, each function, and what is only warned of. */
export const EXPRESSIONS = [
  "type = 'order.paid'", 'type = "order.paid"', "type != 'a'", "type <> 'a'", "'order.paid' = type", "type='a'", "\n\ttype = 'a'\n",
  "type = 'it\\'s'", 'type = "it\'s"', "source = '/日本'", "EXISTS region AND region LIKE 'eu%'", "EXISTS region AND region NOT LIKE '_u%'",
  "exists region and not (region like 'eu\\%')", 'TRUE', 'true AND EXISTS a1', 'NOT EXISTS region', 'NOT NOT EXISTS region', 'NOT (FALSE OR EXISTS 1a)',
  "type IN ('a', 'b', 'c')", "type NOT IN ('a')", 'INT(price) IN (1, 2, -3)', "subject in (source, 'a')",
  'LENGTH(source) > 3', 'LENGTH(source)>3', 'INT(price) * 2 + 1 >= 7 - -3', 'INT(price) / 2 = 3', 'INT(price) % 5 = 1', '-INT(price) < 5', 'INT(price) < +5',
  'INT(price) = 2147483647', 'INT(price) = -2147483648', 'ABS(INT(price)) <= 10', '(INT(price) + 1) * (INT(tax) - 1) > 0',
  "(type = 'a' OR type = 'b') AND EXISTS region", "type = 'a' XOR source = '/b'", "type = 'a' AND source = '/b' OR id = 'c'",
  "CONCAT(type, '/', source) = 'a/b'", "CONCAT_WS('-', type, source, id) LIKE 'a-%'", "LOWER(type) = 'a'", "UPPER(type) = 'A'", "TRIM(subject) = 'a'",
  "LEFT(type, 3) = 'ord'", "RIGHT(type, 3) = 'aid'", "SUBSTRING(type, 2) = 'rder'", "SUBSTRING(type, 2, 3) = 'rde'", "LEFT(SUBSTRING(type, 3), 2) = 'de'",
  "STRING(INT(price)) = '5'", 'INT(STRING(price)) = 5', 'BOOL(urgent)', 'IS_BOOL(urgent) AND BOOL(urgent)', 'IS_INT(price) AND INT(price) > 5',
  'urgent = TRUE', 'price = 5', 'price > 5', "price > '5'", "time = '2026-01-31T10:00:00Z'", "EXISTS time AND time LIKE '2026-%'", "specversion = '1.0'",
  "a1b2 = 'x'", "1a = 'x'", "datacontenttype LIKE 'application/%'", 'EXISTS region AND EXISTS tenant AND region = tenant',
];

/** Filters of CESQL, as text and built. */
export const cesqlFilter: Gen = choice(
  calling('Filter', 'cesql', oneOf(...EXPRESSIONS)),
  calling('Filter', 'where', condition),
  calling('Filter', 'where', choice(kept, kept.map((expr) => call(expr, 'not')), question(keptAttribute, ''), guarded(keptAttribute, ''))),
  calling('Filter', 'cesql', condition.map((expr) => member(expr, 'text'))),
);

/** What a Kafka broker does not find: it asks for names as they are written, and others in small letters. */
export const capitalFilter: Gen = calling('Filter', 'cesql', just("TYPE = 'order.paid' AND EXISTS tenantId"));

export const conditions: Drafts = draft('condition', ['condition'], condition, 0);
