import type { Random } from '../filters/random';

/** Attributes that expressions ask for; events have some of them. */
export const ATTRIBUTES = [
  'type', 'source', 'id', 'specversion', 'subject', 'time', 'dataschema', 'datacontenttype', 'tenant', 'region', 'amount',
  'flag', 'a1', '1a', 'blob', 'schemaurl', 'datacontentencoding', 'absent', 'replyid',
] as const;
const LITERALS = [
  'order.paid', 'order', 'Order', '', ' ', '5', '-5', '+5', '05', '0', '1', 'abc', 'true', 'FALSE', 'TrUe', '1.0', '/shop',
  'caf\u00e9', '\u65e5\u672c', '\u{1f600}', 'a%b', 'a_b', '2147483647', '2147483648', '-2147483648', '-2147483649', 'x y', '\t',
  '\u00a0x\u2003', '\u0130\u00df\u017f', '\ufb01', 'a\\b', 'a\nb', '1 ', '\u0665', '--5', '0x1', '1_0',
] as const;
const PATTERNS = [
  '%', '_', '', '%%', 'order%', '%paid', 'o%r%', '%.%', '_rder', '__', '____', 'caf_', 'caf__', '%\u00e9', 'a\\%b', 'a\\_b', '\\%',
  '\\\\%', '%\\', 'a\\\\b', 'order.paid', '%5%', '_%_', '%_%', 'f%', 'false', 'tru_', 'a%b', '\\', '%a%a%', '\\E%', '\\_%', '%\\%',
] as const;
const NUMBERS = [
  '0', '1', '2', '3', '5', '10', '-1', '-5', '+5', '007', '2147483647', '-2147483648', '+2147483647', '-2147483647', '2147483646',
] as const;
/** Functions, with how many arguments they take. */
const FUNCTIONS = [
  ['ABS', 1], ['LENGTH', 1], ['LOWER', 1], ['UPPER', 1], ['TRIM', 1], ['LEFT', 2], ['RIGHT', 2], ['SUBSTRING', 2], ['SUBSTRING', 3],
  ['INT', 1], ['BOOL', 1], ['STRING', 1], ['IS_INT', 1], ['IS_BOOL', 1], ['CONCAT', 0], ['CONCAT', 2], ['CONCAT', 3], ['CONCAT_WS', 1],
  ['CONCAT_WS', 2], ['CONCAT_WS', 4],
] as const;
const OTHER_FUNCTIONS = ['FOO', 'IS_STRING', 'CONCATWS', 'A_', 'LEN', 'NOW', 'TYPE'] as const;
const BINARY = ['*', '/', '%', '+', '-', '=', '!=', '<>', '<', '<=', '>', '>=', 'AND', 'OR', 'XOR'] as const;
const LOGIC = ['AND', 'OR', 'XOR'] as const;
const COMPARISONS = ['=', '!=', '<>', '<', '<=', '>', '>='] as const;
const MATHS = ['*', '/', '%', '+', '-'] as const;
/** Texts for which there is no rule of the grammar, or a surprising one. */
const ODDITIES = [
  '', ' ', '()', '(', ')', 'NOT', 'AND', '1+1', '1 + 1', '1 +1', '1+ 1', '1-1', 'a-1', 'a -1', 'a - 1', '- 1', '--1', '-(-1)', '- -1',
  '-a', '- a', '1 2', "'a' 'b'", "'a", '"a', "'a''b'", '"a""b"', "'a\\'b'", '"a\\"b"', "'a\\", "'\\''", "'\\\\'", '""', "''", "''''",
  'TRUE FALSE', 'a.b', 'a_b', '_a', 'A_()', 'EXISTS', 'EXISTS 5', 'EXISTS 1a', 'EXISTS (a)', 'EXISTS a b', 'EXISTS true', 'a IN ()',
  "a IN 'b'", 'a LIKE b', 'a LIKE 5', "a NOT 'b'", 'a NOT b', "a NOT LIKE 'b' LIKE 'c'", "NOT a LIKE 'b'", 'NOT NOT a', 'a NOT IN (1) IN (2)',
  '2147483648', '-2147483649', '99999999999999999999', 'LENGTH', 'LENGTH()', "LENGTH ('a')", "LENGTH('a',)", 'LENGTH(,)', "LIKE 'a'",
  'a = b = c', 'a < b < c', '1 - 2 - 3', '2 * 3 + 4 * 5', '10 - 4 / 2', '10 / 4 * 4', 'TRUE OR FALSE AND FALSE', 'FALSE AND TRUE OR TRUE',
  'TRUE XOR TRUE OR TRUE', 'NOT TRUE = FALSE', 'NOT FALSE AND FALSE', '-2147483648 - 1', 'ABS(-2147483648)', '-(-2147483648)',
  '-2147483648 / -1', '-2147483648 % -1', '1 / 0', '1 % 0', '-7 / 2', '-7 % 2', '7 % -2', '2147483647 * 2147483647', "'5' * 2", 'TRUE + 1',
  "SUBSTRING('abc', 2, -1)", "SUBSTRING('abc', -2, 5)", "SUBSTRING('abc', 4)", "SUBSTRING('abc', 0)", "SUBSTRING('', 1)",
  "LEFT('caf\u00e9', 4)", "RIGHT('caf\u00e9', 1)", "LEFT('abc', -1)", "RIGHT('abc', -1)", "LENGTH('\u65e5')", 'a ! = b', '!a', 'a == b', 'a && b',
  '# TRUE', 'TRUE # and', 'TRUE;', '@type = 1', 'a\u00a0= b', '\u0131d = 1', 'exi\u017fts a', "type = 'x' \u2003", 'a<b', 'a<>b', 'a< >b', 'a<=b',
  '1<2', '1<-2', '1=+1', '1*-1', '5*5', '5%2', '5/2', '(1)+(1)', '(1)-1', '(1) -1', "'a'='a'", 'a1b2 = 3', '12ab', '1a1', 'aINb', '5IN(5)',
  '5IN(5)AND(TRUE)', 'NOTTRUE', 'NOT(TRUE)', 'TRUEAND FALSE', "INT('5')+5", "INT('5') + 5", "LENGTH('a')-1", 'AND_X(1)', 'NOT_(1)', 'IN_A()',
] as const;
const NOISE = [
  "'", '"', '\\', '(', ')', ',', ' ', '%', '_', '-', '+', '=', '!', '<', '>', '#', '@', '.', '\n', '\t', '\r', '\f', '\u00e9', '\u0131',
  '\u{1f600}', '0', '9', 'a', 'Z', 'NOT ', ' IN ', ' LIKE ', '\u0000', '\u00a0', '\ufeff', ';', '$', '*',
] as const;

/** Sorts of expressions: what it comes to, if everything goes well. */
type Sort = 'truth' | 'number' | 'text' | 'any';
const SORTS: readonly [Sort, ...Sort[]] = ['truth', 'number', 'text'];

/** How a generator writes: events that have no such texts can be judged by fewer causes. */
export interface Writing {
  /** Deepest tree. */
  readonly depth: number;
  /** How often an operand has not the type that its operator asks for. */
  readonly wrong: number;
  /** Whether spaces are left out and letters change their case. */
  readonly odd: boolean;
}

/** A text, most of the time one that parses. */
export function anExpression(random: Random): string {
  return random.oneOf<string>([
    [6, () => new Writer(random, { depth: 1 + random.below(4), wrong: 0.1, odd: true }).write('truth')],
    [3, () => new Writer(random, { depth: 1 + random.below(3), wrong: 0.5, odd: true }).write('any')],
    [0.5, () => new Writer(random, { depth: 8, wrong: 0.1, odd: false }).write('any')],
    [2.5, () => mutated(random, new Writer(random, { depth: 1 + random.below(3), wrong: 0.2, odd: true }).write('any'))],
    [0.5, () => random.pick(ODDITIES)],
    [0.5, () => mutated(random, random.pick(ODDITIES))],
    [0.1, () => deep(random)],
    [0.3, () => random.times(random.below(12), () => random.pick(NOISE)).join('')],
  ]);
}

/** An expression as somebody would write it for a filter. */
export function aCondition(random: Random): string {
  // Few texts have backslashes, and hardly ever where another condition asks for one.
  if (random.chance(0.01)) return `${random.pick(['type', 'id'])} LIKE 'a\\%b'`;
  return new Writer(random, { depth: 1 + random.below(3), wrong: 0.05, odd: random.chance(0.1) }).write('truth');
}

/** Nested far more than anybody writes, and within what we read. */
function deep(random: Random): string {
  const levels = 20 + random.below(60);
  const inner = random.pick(['TRUE', 'type', '5', "'a'", 'FALSE']);
  return random.pick([
    `${'('.repeat(levels)}${inner}${')'.repeat(levels)}`,
    `${'NOT '.repeat(levels)}${inner}`,
    `${'- '.repeat(levels)}${inner}`,
    `${'STRING('.repeat(levels)}${inner}${')'.repeat(levels)}`,
    `${`${inner} AND `.repeat(levels)}${inner}`,
    `${`${inner} + `.repeat(levels)}${inner}`,
    `${`${inner} = `.repeat(levels)}${inner}`,
    `${inner}${" LIKE '%'".repeat(levels)}`,
    `${inner}${` IN (${inner})`.repeat(levels)}`,
  ]);
}

/** A few characters put in, taken away, replaced or exchanged. */
function mutated(random: Random, text: string): string {
  let characters = [...text];
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const at = random.below(characters.length + 1);
    const noise = random.pick(NOISE);
    characters = random.pick([
      () => [...characters.slice(0, at), noise, ...characters.slice(at)],
      () => [...characters.slice(0, at), ...characters.slice(at + 1)],
      () => [...characters.slice(0, at), noise, ...characters.slice(at + 1)],
      () => [...characters.slice(0, at), ...characters.slice(at, at + 3).reverse(), ...characters.slice(at + 3)],
      () => characters.slice(0, at),
    ])();
  }
  return characters.join('');
}

class Writer {
  constructor(private readonly random: Random, private readonly writing: Writing) {}

  public write(sort: Sort): string {
    return this.expression(sort, this.writing.depth);
  }

  private expression(wanted: Sort, depth: number): string {
    const { random } = this;
    const sort = wanted === 'any' || random.chance(this.writing.wrong) ? random.pick(SORTS) : wanted;
    if (depth <= 0) return this.leaf(sort);
    const grown = random.oneOf<() => string>([
      [1, () => () => this.leaf(sort)],
      [1, () => () => `(${this.gap()}${this.expression(sort, depth - 1)}${this.gap()})`],
      [5, () => () => this.composed(sort, depth - 1)],
      [this.writing.odd ? 0.3 : 0.1, () => () => this.binary(random.pick(BINARY), 'any', 'any', depth - 1)],
    ]);
    return grown();
  }

  private composed(sort: Sort, depth: number): string {
    const { random } = this;
    switch (sort) {
      case 'truth':
        return this.truth(depth);
      case 'number':
        return random.oneOf<string>([
          [3, () => this.binary(random.pick(MATHS), 'number', 'number', depth)],
          [1, () => `-${this.space()}${this.expression('number', depth)}`],
          [2, () => this.call(['ABS', 'LENGTH', 'INT'], depth)],
        ]);
      default:
        return this.call(['LOWER', 'UPPER', 'TRIM', 'LEFT', 'RIGHT', 'SUBSTRING', 'CONCAT', 'CONCAT_WS', 'STRING'], depth);
    }
  }

  private truth(depth: number): string {
    const { random } = this;
    return random.oneOf<string>([
      [4, () => this.binary(random.pick(LOGIC), 'truth', 'truth', depth)],
      [2, () => this.binary(random.pick(['=', '!=', '<>']), 'text', 'text', depth)],
      [2, () => this.binary(random.pick(COMPARISONS), 'number', 'number', depth)],
      [1, () => this.binary(random.pick(['=', '!=']), 'truth', 'truth', depth)],
      [2, () => `${this.word('NOT')}${this.space()}${this.expression('truth', depth)}`],
      [2, () => `${this.expression('text', depth)} ${this.not()}${this.word('LIKE')} ${this.quoted(random.pick(PATTERNS))}`],
      [2, () => this.in(depth)],
      [1, () => this.call(['BOOL', 'IS_INT', 'IS_BOOL'], depth)],
      [1.5, () => this.guarded(depth)],
    ]);
  }

  /** A condition behind the question whether its attribute is there and can be cast, or one that forgot it. */
  private guarded(depth: number): string {
    const { random } = this;
    const name = random.pick(ATTRIBUTES);
    const exists = `${this.word('EXISTS')} ${this.cased(name)}`;
    const guard = random.pick([
      () => exists,
      () => `${exists} ${this.word('AND')} ${random.pick(['IS_INT', 'IS_BOOL'])}(${name})`,
      () => `${random.pick(['IS_INT', 'IS_BOOL'])}(${name})`,
      () => `${name} ${random.pick(COMPARISONS)} ${random.pick(NUMBERS)}`,
    ])();
    const condition = random.pick([
      () => `${name} = ${this.quoted(random.pick(LITERALS))}`,
      () => `${name} ${this.not()}LIKE ${this.quoted(random.pick(PATTERNS))}`,
      () => `${random.pick([name, `INT(${name})`])} ${random.pick(COMPARISONS)} ${random.pick(NUMBERS)}`,
      () => `${this.not()}${random.pick([name, `BOOL(${name})`])}`,
      () => this.expression('truth', depth - 1),
    ])();
    const negated = random.chance(0.3) ? `${this.word('NOT')} (${guard})` : guard;
    return `${negated} ${this.word(random.pick(['AND', 'AND', 'OR', 'XOR']))} ${condition}`;
  }

  private in(depth: number): string {
    const sort = this.random.pick(SORTS);
    const items = this.random.times(1 + this.random.below(3), () => this.expression(sort, depth - 1));
    return `${this.expression(sort, depth)} ${this.not()}${this.word('IN')}${this.space()}(${items.join(`,${this.gap()}`)})`;
  }

  private binary(operator: string, left: Sort, right: Sort, depth: number): string {
    const space = /[A-Z]/.test(operator) || this.random.chance(0.95) ? this.space() : this.gap();
    return `${this.expression(left, depth)}${space}${this.word(operator)}${space}${this.expression(right, depth)}`;
  }

  private call(names: readonly string[], depth: number): string {
    const { random } = this;
    const known = FUNCTIONS.filter(([name]) => names.includes(name));
    const [name, count] = known[random.below(known.length)] ?? FUNCTIONS[0];
    const wrong = random.chance(this.writing.wrong / 4);
    const given = wrong ? random.below(5) : count;
    const called = random.chance(this.writing.wrong / 8) ? random.pick(OTHER_FUNCTIONS) : name;
    const sorts: readonly Sort[] = /^(LEFT|RIGHT|SUBSTRING)$/.test(name) ? ['text', 'number', 'number'] : [
      name === 'ABS' ? 'number' : /^(INT|BOOL|STRING|IS_)/.test(name) ? 'any' : 'text',
    ];
    const args = Array.from({ length: given }, (_, at) => this.expression(sorts[at] ?? 'text', depth - 1));
    return `${this.cased(called)}${this.gap()}(${args.join(`,${this.gap()}`)})`;
  }

  private leaf(sort: Sort): string {
    const { random } = this;
    const attribute = () => this.cased(random.pick(ATTRIBUTES));
    switch (sort) {
      case 'truth':
        return random.oneOf<string>([
          [2, () => this.word(random.pick(['TRUE', 'FALSE']))],
          [2, () => `${this.word('EXISTS')} ${attribute()}`],
          [1, () => `${attribute()} = ${this.quoted(random.pick(LITERALS))}`],
          [0.5, attribute],
        ]);
      case 'number':
        return random.oneOf<string>([[2, () => random.pick(NUMBERS)], [1, attribute]]);
      default:
        return random.oneOf<string>([[1, () => this.quoted(random.pick(LITERALS))], [2, attribute]]);
    }
  }

  /** A text in quotes of one sort or the other; quotes in it are escaped, now and then not. */
  private quoted(text: string): string {
    const quote = this.random.pick(["'", '"']);
    const inner = this.random.chance(0.05) ? `${text}${this.random.pick(['\\', quote, `\\${quote}`, `${quote}${quote}`])}` : text;
    return `${quote}${inner}${quote}`;
  }

  private not(): string {
    return this.random.chance(0.3) ? `${this.word('NOT')} ` : '';
  }

  private word(word: string): string {
    return this.writing.odd && this.random.chance(0.2) ? this.cased(word) : word;
  }

  private cased(word: string): string {
    if (!this.writing.odd || this.random.chance(0.8)) return word;
    return [...word].map((letter) => (this.random.chance(0.5) ? letter.toUpperCase() : letter.toLowerCase())).join('');
  }

  /** What is between two words. */
  private space(): string {
    return this.writing.odd && this.random.chance(0.1) ? this.random.pick(['  ', '\t', '\n', '\r\n', ' \n ']) : ' ';
  }

  /** Where nothing has to be. */
  private gap(): string {
    return this.random.chance(0.2) ? this.space() : '';
  }
}
