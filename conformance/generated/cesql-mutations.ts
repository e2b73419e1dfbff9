import { VOCABULARY } from './vocabulary';

/** Parts of an expression, and what else somebody may write there. */
const WRITTEN: readonly (readonly [what: string, part: RegExp, otherwise: string])[] = [
  ['AND for OR', /\bOR\b/i, 'AND'], ['OR for AND', /\bAND\b/i, 'OR'], ['XOR for AND', /\bAND\b/i, 'XOR'], ['&& for AND', /\bAND\b/i, '&&'],
  ['== for =', /(?<![<>!])=/, '=='], ['> for =', /(?<![<>!])=/, '>'], ['=> for =', /(?<![<>!])=/, '=>'], ['LIKE for =', /(?<![<>!])=/, 'LIKE'],
  ['IN for =', /(?<![<>!])=/, 'IN'], ['!= for <>', /<>/, '!='], ['= for LIKE', /\bLIKE\b/i, '='], ['NOT LIKE for LIKE', /\bLIKE\b/i, 'NOT LIKE'],
  ['NOT IN for IN', /\bIN\b/i, 'NOT IN'], ['without NOT', /\bNOT\b/i, ''], ['NOT twice', /\bNOT\b/i, 'NOT NOT'], ['without EXISTS', /\bEXISTS\b/i, ''],
  ['EXISTS of a text', /\bEXISTS \w+/i, "EXISTS 'a'"], ['EXISTS in parentheses', /\bEXISTS (\w+)/i, 'EXISTS ($1)'],
  ['without a quote', /['"]/, ''], ['without the last quote', /['"]([^'"]*)$/, '$1'], ['other quotes', /'([^'\\]*)'/, '"$1"'], ['no text', /'[^']*'/, "''"],
  ['a quote inside', /'([^'\\]+)'/, "'$1''s'"], ['a quote inside, escaped', /'([^'\\]+)'/, "'$1\\'s'"], ['a backslash last', /'([^'\\]+)'/, "'$1\\\\'"],
  ['a backslash before the quote', /'([^'\\]+)'/, "'$1\\'"], ['a line inside', /'([^'\\]+)'/, "'$1\n'"], ['a word for a text', /'([^'\\]*)'/, 'abc'],
  ['a number for a text', /'[^']*'/, '7'], ['a truth for a text', /'[^']*'/, 'FALSE'], ['a text for a number', /(?<=[ (])\d+/, "'$&'"],
  ['a fraction', /(?<=[ (])\d+/, '$&.5'], ['beyond 32 bits', /(?<=[ (])\d+/, '2147483648'], ['beyond 64 bits', /(?<=[ (])\d+/, '92233720368547758080'],
  ['zero', /(?<=[ (])\d+/, '0'], ['zeros first', /(?<=[ (])\d+/, '00$&'], ['a sign', /(?<=[ (])\d+/, '-$&'], ['two signs', /(?<=[ (])\d+/, '--$&'],
  ['a sum without spaces', /(?<=[ (])\d+/, '$&+1'], ['a sum', /(?<=[ (])\d+/, '$& + 1'], ['divided by zero', /(?<=[ (])\d+/, '$& / 0'],
  ['without a parenthesis', /\(/, ''], ['without the last parenthesis', /\)([^)]*)$/, '$1'], ['an argument less', /, [^,()]+\)/, ')'],
  ['an argument more', /\)/, ', 1)'], ['no arguments', /\([^()]*\)/, '()'], ['a function in small letters', /\b[A-Z]+(?=\()/, 'length'],
  ['a function that there is not', /\b[A-Z_]+(?=\()/, 'SIZE'], ['another function', /\b[A-Z_]+(?=\()/, 'UPPER'], ['IS_INT', /\b[A-Z_]+(?=\()/, 'IS_INT'],
  ['a blank before the arguments', /(?<=[A-Z])\(/, ' ('], ['the data', /\b[a-z]\w+\b/, 'data'], ['an attribute with a capital', /\b[a-z](?=\w+\b)/, 'X'],
  ['an attribute with a dash', /\b[a-z]\w+\b/, '$&-x'], ['an attribute with an underscore', /\b[a-z]\w+\b/, '$&_x'], ['a path', /\b[a-z]\w+\b/, '$&.x'],
  ['a word for an attribute', /\b[a-z]\w+\b/, 'like'], ['a variable', /\b[a-z]\w+\b/, '$$$&'], ['the function of Knative', /^.*$/s, "KN_VERIFY_CORRELATION_ID(replyid, 'a', 'b', 'c', 0, 1)"],
  ['without blanks', / /g, ''], ['more blanks', / /g, '   '], ['lines for blanks', / /g, '\n'], ['tabs for blanks', / /g, '\t'], ['hard blanks', / /g, '\u00a0'],
  ['NOT before', /^/, 'NOT '], ['a minus before', /^/, '-'], ['in parentheses', /^.*$/s, '($&)'], ['a comment', /$/, ' -- paid'], ['a comment in C', /^/, '/* paid */ '],
  ['a semicolon', /$/, ';'], ['its opposite', /^.*$/s, 'NOT ($&)'], ['it and its opposite', /^.*$/s, '($&) AND NOT ($&)'], ['compared with TRUE', /^.*$/s, '($&) = TRUE'],
  ['a question', /$/, ' ?'], ['a text beside', /$/, " OR 'b'"], ['an operator last', /$/, ' AND'], ['SQL', /^/, 'SELECT * WHERE '], ['in capitals', /[a-z]\w*/, 'TYPE'],
];

/** An expression of CESQL with a mistake in it, or written otherwise. */
export function otherExpressions(text: string): (readonly [what: string, text: string])[] {
  return [
    ...WRITTEN.filter(([, part]) => new RegExp(part.source, part.flags.replace('g', '')).test(text))
      .map(([what, part, otherwise]) => [what, text.replace(part, otherwise)] as const),
    ['in small letters', text.toLowerCase()], ['in capital letters', text.toUpperCase()],
  ];
}

const CLASSES = ['CesqlText', 'CesqlAttribute', 'CesqlInteger', 'CesqlBoolean'];

/** Methods of the values that conditions are made of, by the class. */
function methodsOf(name: string): string[] {
  const made = VOCABULARY.get(name);
  if (typeof made !== 'function') return [];
  return Object.getOwnPropertyNames(made.prototype).filter((key) => key !== 'constructor' && !key.startsWith('_'));
}

/** Other methods of the values that have a method of this name. */
export function otherMethods(method: string): string[] {
  const all = CLASSES.map(methodsOf).filter((methods) => methods.includes(method)).flat();
  return [...new Set(all)].filter((other) => other !== method);
}
