import { escaped, quote } from '../cesql';

/**
 * What is wrong at a place, and the expression without it, where that is known.
 * @internal
 */
export interface Repair {
  readonly reason: string;
  readonly text?: string;
}

/** An expression that does not parse, and the place where it stops. */
interface Place {
  readonly before: string;
  /** From the place on. */
  readonly rest: string;
}

type Rule = (place: Place) => Repair | undefined;

const WORD_OPERATORS: Readonly<Record<string, string>> = {
  is: '=', eq: '=', equals: '=', ne: '!=', gt: '>', ge: '>=', gte: '>=', lt: '<', le: '<=', lte: '<=', mod: '%',
};
const TEXT_OPERATORS: Readonly<Record<string, (text: string) => string>> = {
  startswith: (text) => `${text}%`,
  beginswith: (text) => `${text}%`,
  endswith: (text) => `%${text}`,
  contains: (text) => `%${text}%`,
};
/** Double ones but for these. */
const SINGLE_QUOTES = '‘’‚`´';
const QUOTES = /[‘’‚`´“”„«»]/g;
/** Names that other languages put before an attribute. */
const EVENT = /^(?:event|ce|cloudevent|attributes|context|headers)$/i;

const RULES: readonly Rule[] = [
  repeatedSign, wrongSign, logicSign, exclamation, straightQuotes, decimal, data, dottedName, underscoredName,
  strayMark, sumWithoutBlank, patternWithoutQuotes, isNull, setWithoutParentheses, existsInParentheses, openText,
  notBeforeSign, between, wordOperator, textOperator, largeNumber,
];
/** Rules that ask for the whole expression. */
const RULES_OF_ALL: readonly Rule[] = [...RULES, parenthesis, missing];

/**
 * What the first rule says that knows the mistake at a place. Of an expression in part, as it stands `before` and
 * `rest`, nothing is said of its parentheses.
 * @internal
 */
export function firstRepair(before: string, rest: string, inPart: boolean): Repair | undefined {
  for (const rule of inPart ? RULES : RULES_OF_ALL) {
    const repair = rule({ before, rest });
    if (repair !== undefined) return repair;
  }
  return undefined;
}

/** `==`, `===` and `!==`. */
function repeatedSign({ before, rest }: Place): Repair | undefined {
  if (!before.endsWith('=') || !rest.startsWith('=')) return undefined;
  const sign = before.endsWith('!=') ? '!=' : '=';
  return { reason: `CESQL compares with \`${sign}\``, text: before + rest.replace(/^=+/, '') };
}

/** `=>`, `=<` and `=!`. */
function wrongSign({ before, rest }: Place): Repair | undefined {
  const sign = rest.charAt(0);
  if (!before.endsWith('=') || !['>', '<', '!'].includes(sign)) return undefined;
  if (sign === '!' && !/^!\s/.test(rest)) return undefined;
  return { reason: `CESQL writes \`${sign}=\``, text: `${before.slice(0, -1)}${sign}=${rest.slice(1)}` };
}

function logicSign({ before, rest }: Place): Repair | undefined {
  const [sign] = /^(?:&&?|\|\|?)/.exec(rest) ?? [];
  if (sign === undefined) return undefined;
  const [word, other] = sign.startsWith('&') ? ['AND', 'OR'] : ['OR', 'AND'];
  return {
    reason: `CESQL writes \`${word}\` for \`${sign}\`, with parentheses where \`${other}\` stands beside it`,
    text: `${before.trimEnd()} ${word} ${rest.slice(sign.length).trimStart()}`,
  };
}

function exclamation({ before, rest }: Place): Repair | undefined {
  if (!rest.startsWith('!')) return undefined;
  const space = before === '' || /[\s(]$/.test(before) ? '' : ' ';
  return { reason: 'CESQL writes `NOT` for `!`', text: `${before}${space}NOT ${rest.slice(1).trimStart()}` };
}

function straightQuotes({ before, rest }: Place): Repair | undefined {
  if (rest.search(QUOTES) !== 0) return undefined;
  const [quoted, name] = /^`([a-z][a-z0-9]*)`(?=\s*(?:[=!<>]|like\b|in\b|not\b))/i.exec(rest) ?? [];
  if (quoted !== undefined && name !== undefined) {
    return { reason: 'names of attributes stand without quotes', text: before + name + rest.slice(quoted.length) };
  }
  return {
    reason: "a text stands in straight quotes, `'` or `\"`",
    text: before + rest.replace(QUOTES, (mark) => (SINGLE_QUOTES.includes(mark) ? "'" : '"')),
  };
}

function decimal({ before, rest }: Place): Repair | undefined {
  if (!/(?:^|[^a-z0-9])\d*$/i.test(before) || !/^\.\d/.test(rest)) return undefined;
  return { reason: 'CESQL has no decimals: compare whole numbers, such as an amount in cents' };
}

/** `data.amount`, which filters do not see. */
function data({ before, rest }: Place): Repair | undefined {
  if (!/\bdata$/i.test(before) || !/^[.[]/.test(rest)) return undefined;
  return { reason: 'a filter does not see the data of an event: let the source set an extension, and compare that' };
}

function dottedName({ before, rest }: Place): Repair | undefined {
  const [, name = ''] = /([a-z][a-z0-9]*)$/i.exec(before) ?? [];
  const [dotted] = /^(?:\.[a-z][a-z0-9]*)+/i.exec(rest) ?? [];
  if (dotted === undefined || name === '') return undefined;
  const parts = dotted.slice(1).split('.');
  const other = [...EVENT.test(name) ? [] : [name], ...parts].join('').toLowerCase();
  return {
    reason: `names of attributes have letters and digits only, such as \`${other}\``,
    text: before.slice(0, before.length - name.length) + other + rest.slice(dotted.length),
  };
}

/** `order_id` is taken for a function, `_id` and `id2_x` for nothing. */
function underscoredName({ before, rest }: Place): Repair | undefined {
  const here = /^[a-z]\w*_/i.test(rest);
  const [start = '', blank = ''] = here ? [] : /\w*(\s*)$/.exec(before) ?? [];
  const [end = ''] = blank === '' ? /^\w*/.exec(rest) ?? [] : [];
  const name = start.trimEnd() + end;
  if (!name.includes('_') || /^\s*\(/.test(rest.slice(end.length))) return undefined;
  const other = name.replace(/^ce_/i, '').replaceAll('_', '').toLowerCase();
  if (!/^[a-z]/.test(other)) return undefined;
  return {
    reason: `names of attributes have no underscores; there may be one \`${other}\``,
    text: before.slice(0, before.length - start.length) + other + blank + rest.slice(end.length),
  };
}

/** `$type`, `@type`, `${type}` and a `;` at the end. */
function strayMark({ before, rest }: Place): Repair | undefined {
  const [marked, name] = /^[$@#]\{?([a-z][a-z0-9]*)\}?/i.exec(rest) ?? [];
  if (marked !== undefined && name !== undefined) {
    return { reason: 'attributes are named as they are', text: before + name + rest.slice(marked.length) };
  }
  return /^;\s*$/.test(rest) ? { reason: 'an expression ends without `;`', text: before } : undefined;
}

/** `a+1` and `a -1`, where the sign belongs to the number. */
function sumWithoutBlank({ before, rest }: Place): Repair | undefined {
  if (!/^[+-]\d/.test(rest) || !/[\w)]\s*$/.test(before)) return undefined;
  return {
    reason: 'a sign next to digits belongs to the number, so blanks stand around it in a sum',
    text: `${before.trimEnd()} ${rest.charAt(0)} ${rest.slice(1)}`,
  };
}

function patternWithoutQuotes({ before, rest }: Place): Repair | undefined {
  if (!/\blike\s*$/i.test(before)) return undefined;
  if (/^[a-z_]+\s*\(/i.test(rest)) return { reason: 'the pattern of `LIKE` is a text in quotes, never a function' };
  const [word] = /^[^\s()'",]+/.exec(rest) ?? [];
  if (word === undefined) return { reason: "the pattern of `LIKE` is a text in quotes, such as `'order.%'`" };
  return { reason: 'the pattern of `LIKE` is a text in quotes', text: before + quote(word) + rest.slice(word.length) };
}

function isNull({ before, rest }: Place): Repair | undefined {
  const [test, not] = /^is\s+(not\s+)?null\b/i.exec(rest) ?? [];
  const [whole, name] = /([a-z0-9]+)\s*$/i.exec(before) ?? [];
  if (test === undefined || whole === undefined || name === undefined) return undefined;
  const exists = `${not === undefined ? 'NOT ' : ''}EXISTS ${name}`;
  return {
    reason: 'CESQL asks for an attribute with `EXISTS`',
    text: before.slice(0, before.length - whole.length) + exists + rest.slice(test.length),
  };
}

function setWithoutParentheses({ before, rest }: Place): Repair | undefined {
  if (!/\bin\s*$/i.test(before)) return undefined;
  const [list, inside] = /^\[([^\]]*)\]/.exec(rest) ?? /^('[^']*'|"[^"]*"|\w+)/.exec(rest) ?? [];
  if (list === undefined || inside === undefined) return undefined;
  return { reason: 'the values of `IN` stand in parentheses', text: `${before}(${inside})${rest.slice(list.length)}` };
}

function existsInParentheses({ before, rest }: Place): Repair | undefined {
  if (!/\bexists\s*$/i.test(before)) return undefined;
  const [written, name] = /^\(\s*([a-z0-9]+)\s*\)/i.exec(rest) ?? /^['"]([a-z0-9]+)['"]/i.exec(rest) ?? [];
  if (written === undefined || name === undefined) return undefined;
  return {
    reason: '`EXISTS` stands before the name alone',
    text: `${before.trimEnd()} ${name}${rest.slice(written.length)}`,
  };
}

function openText({ before, rest }: Place): Repair | undefined {
  const quoted = /^['"]/.exec(rest)?.[0];
  const operator = /\b(?:like|in|and|or|xor|not)\s*$/i;
  if (quoted === undefined || /[\w)'"]\s*$/.test(before.replace(operator, ''))) return undefined;
  return rest.endsWith(`\\${quoted}`)
    ? { reason: `a backslash before \`${quoted}\` makes it part of the text, which then does not end` }
    : { reason: `the text does not end: \`${quoted}\` is missing`, text: before + rest + quoted };
}

function notBeforeSign({ before, rest }: Place): Repair | undefined {
  if (!/\bnot\s*$/i.test(before) || !/^=/.test(rest)) return undefined;
  return { reason: 'CESQL compares with `!=`', text: `${before.replace(/not\s*$/i, '')}!${rest}` };
}

function between({ before, rest }: Place): Repair | undefined {
  const [range, low, high] = /^between\s+(\S+)\s+and\s+([^\s)]+)/i.exec(rest) ?? [];
  const [whole, operand] = /((?:[a-z_]+\s*\([^()]*\))|[a-z0-9]+)\s*$/i.exec(before) ?? [];
  if (range === undefined || whole === undefined || operand === undefined) return undefined;
  const start = before.slice(0, before.length - whole.length);
  return {
    reason: 'CESQL has no `BETWEEN`',
    text: `${start}(${operand} >= ${low ?? ''} AND ${operand} <= ${high ?? ''})${rest.slice(range.length)}`,
  };
}

function wordOperator({ before, rest }: Place): Repair | undefined {
  const [words, word = ''] = /^([a-z]+)(?=\s)/i.exec(rest) ?? [];
  const key = word.toLowerCase();
  if (words === undefined || !Object.hasOwn(WORD_OPERATORS, key)) return undefined;
  const sign = WORD_OPERATORS[key] ?? '';
  return { reason: `CESQL writes \`${sign}\` for \`${word}\``, text: before + sign + rest.slice(words.length) };
}

function textOperator({ before, rest }: Place): Repair | undefined {
  const [words, word = ''] = /^([a-z]+)\s+(?:'[^'\\]*'|"[^"\\]*")/i.exec(rest) ?? [];
  const key = word.toLowerCase();
  if (words === undefined || !Object.hasOwn(TEXT_OPERATORS, key)) return undefined;
  const text = words.slice(word.length).trim().slice(1, -1);
  const pattern = quote(TEXT_OPERATORS[key]?.(escaped(text)) ?? '');
  return { reason: `CESQL has no \`${word}\`, but \`LIKE\``, text: `${before}LIKE ${pattern}${rest.slice(words.length)}` };
}

function largeNumber({ before, rest }: Place): Repair | undefined {
  const [digits] = /^[+-]?\d{10,}(?![\w.])/.exec(rest) ?? [];
  if (digits === undefined) return undefined;
  const reason = 'numbers have 32 bits, and larger ones can be compared as texts only';
  if (!/(?:^|[^<>])=\s*$/.test(before)) return { reason };
  return { reason, text: before + quote(digits) + rest.slice(digits.length) };
}

function parenthesis({ before, rest }: Place): Repair | undefined {
  if (rest === '' && count(before, '(') > count(before, ')')) {
    return { reason: 'a parenthesis is not closed', text: `${before})` };
  }
  if (!rest.startsWith(')') || count(before, '(') > count(before, ')')) return undefined;
  return { reason: 'a parenthesis is closed that was not opened', text: before.trimEnd() + rest.slice(1) };
}

/** Where one word or the other is not there. */
function missing({ before, rest }: Place): Repair | undefined {
  const [, sign, word] = /(!=|<=|>=|[-+*/%<>=]|\b(and|or|xor|not))\s*$/i.exec(before) ?? [];
  if (rest === '' && sign !== undefined) {
    const what = word === undefined ? "a value, such as `5` or `'order.paid'`," : 'a condition';
    return { reason: `write ${what} after \`${sign}\`` };
  }
  if (rest.startsWith(')') && before.trimEnd().endsWith('(')) return { reason: 'write a value between the parentheses' };
  if (rest.startsWith('(') && /\w$/.test(before)) return { reason: 'no function has digits in its name' };
  if (!/^[\w'"]/.test(rest) || !/[\w'")]\s*$/.test(before)) return undefined;
  return { reason: 'write `AND` or `OR` between two conditions, and a text in one pair of quotes' };
}

/** How often a sign stands outside of texts. */
function count(text: string, sign: string): number {
  return text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '').split(sign).length - 1;
}
