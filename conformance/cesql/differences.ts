/** Something that we do on purpose otherwise than the Go implementation. One that never occurs fails the suite. */
export interface Difference {
  readonly what: string;
  readonly example: string;
  readonly why: string;
  /** Which of the two does what the specification of CloudEvents SQL says. */
  readonly specification: 'ours' | 'Go' | 'silent';
  /** Whether it explains that Go parses a text that we refuse; `found` is where we stopped. */
  explains(text: string, found: string): boolean;
}

/** Characters that some token of the grammar begins with. */
const KNOWN = /^(?:[A-Za-z0-9'"=<>*/%+\-(),]|!=)/;
const LONGEST = 65_536;
const DEEPEST = 500;

/** What we refuse and Go's parser takes. What it refuses, and what anything else comes to, is the same. */
export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'characters that begin no token',
    example: 'type = \'x\' # a comment',
    why: 'the lexer of Go skips them, and says so on its standard error only: nobody means what is left then',
    specification: 'ours',
    explains: (text, found) => text.length <= LONGEST && found !== '' && !KNOWN.test(found) && !/[\u0131\u017f]/.test(text),
  },
  {
    what: 'the letters `\u0131` and `\u017f`',
    example: 'EX\u0131STS type',
    why: 'the lexer of Go reads everything in capitals, and theirs are `I` and `S`',
    specification: 'ours',
    explains: (text) => text.length <= LONGEST && /[\u0131\u017f]/.test(text),
  },
  {
    what: `more than ${DEEPEST} levels`,
    example: `${'NOT '.repeat(600)}TRUE`,
    why: 'nobody writes them, and who walks such a tree could run out of stack',
    specification: 'silent',
    explains: (text) => text.length <= LONGEST && (text.match(/\bNOT\b|\bAND\b|\(/g) ?? []).length >= DEEPEST,
  },
  {
    what: `more than ${LONGEST} characters`,
    example: `'${'a'.repeat(70_000)}' = ''`,
    why: 'nobody writes them, and hostile input has to end somewhere',
    specification: 'silent',
    explains: (text) => text.length > LONGEST,
  },
];

/** An expression of which the Go implementation, which we follow, makes something else than the specification says. */
export interface Deviation {
  readonly expression: string;
  /** What Go and we make of it, in the form of the judge. */
  readonly implementation: string;
  readonly specification: string;
}

/** The event that the deviations are asked about. */
export const EVENT = { specversion: '1.0', id: '1', type: 'order', source: '/shop', amount: 5, empty: '' } as const;
/**
 * Where the implementation and the text of the specification do not agree.
 * @see https://github.com/cloudevents/spec/blob/main/cesql/spec.md
 */
export const DEVIATIONS: readonly Deviation[] = [
  {
    expression: 'amount',
    implementation: '{"number":5}',
    specification: 'every attribute is a text at first (3.2): `5` as a text',
  },
  {
    expression: 'absent = \'\'',
    implementation: '{"fault":"missing-attribute"}',
    specification: 'false, and an error beside it (3.2); to a filter it is the same',
  },
  {
    expression: 'absent = \'\' OR TRUE',
    implementation: '{"fault":"missing-attribute"}',
    specification: 'true with an error beside it (3.3); a filter lets no event with errors pass (1.2)',
  },
  {
    expression: '\'caf\u00e9\' LIKE \'caf_\'',
    implementation: '{"truth":false}',
    specification: 'true: `_` is a single character (3.4.3)',
  },
  {
    expression: '\'a%b\' LIKE \'a%\'',
    implementation: '{"truth":false}',
    specification: 'true: `%` is zero, one or multiple characters (3.4.3)',
  },
  {
    expression: '\'a\\xb\' LIKE \'a\\%b\'',
    implementation: '{"truth":true}',
    specification: 'false: `\\%` is the character `%` (3.4.3)',
  },
  {
    expression: 'LENGTH(\'caf\u00e9\')',
    implementation: '{"number":5}',
    specification: '4: the character length (3.5.1)',
  },
  {
    expression: 'LEFT(\'\u00e9t\u00e9\', 1)',
    implementation: '{"bytes":"ww=="}',
    specification: '`\u00e9`: a text is a sequence of Unicode characters (3.1)',
  },
  {
    expression: 'SUBSTRING(\'abc\', 2, -1)',
    implementation: '{"fault":"panic"}',
    specification: 'an empty text, and an error beside it (3.5.1)',
  },
  {
    expression: '\'a\'\'b\'',
    implementation: '{"text":"a\'\'b"}',
    specification: 'no text: a quote is escaped with a backslash (2.2)',
  },
  {
    expression: 'LENGTH(\'a\')-1',
    implementation: 'refused',
    specification: '0: a binary operation needs no blanks (2.3)',
  },
];
