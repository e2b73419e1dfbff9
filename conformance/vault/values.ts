import { numberWritten } from './vault';

/** A value of a secret, and what has to arrive in the environment. */
export interface HostileValue {
  readonly name: string;
  readonly value: unknown;
  /** What arrives, where that is not the value itself. */
  readonly arrives?: string;
  /** What arrives from a mount of version 2, which keeps numbers as doubles: Vault's API says the same. */
  readonly arrivesFromV2?: string;
}

const PEM = '-----BEGIN PRIVATE KEY-----\nMIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4wggE6AgEAAkEA\n-----END PRIVATE KEY-----\n';
/** Just below what Linux hands to a program in one variable, with its name. */
const LONG = 'x\'"\\ $'.repeat(21_800);

const TEXTS: Readonly<Record<string, string>> = {
  single_quote: "it's",
  only_single_quotes: "''''",
  quote_at_both_ends: "'quoted'",
  shell_escaped_quote: "'\\''",
  double_quotes: '"a" "',
  injection: '"; : >PWNED; :"',
  injection_single: "'; : >PWNED; :'",
  injection_line: "'\n: >PWNED\n'",
  substitution: '$(: >PWNED)',
  substitution_quoted: "'$(: >PWNED)'",
  backticks: '`: >PWNED`',
  arithmetic: '$((1 + 1)) $[1+1]',
  variables: '$HOME ${HOME} $$ $? $! $@ $* ${a:-b}',
  kubernetes_variables: '$(PORT) $$(PORT)',
  ansi_c_quoting: "$'\\n' $\"x\"",
  one_backslash: '\\',
  trailing_backslash: 'a\\',
  backslashes: '\\$ \\` \\" \\\\ \\n \\0 \\x41',
  windows_path: 'C:\\Users\\new\\table',
  newline_first: '\none',
  newline_inside: 'one\ntwo',
  newlines_last: 'one\n\n',
  only_newline: '\n',
  carriage_return: 'one\r\ntwo\r',
  tabs: '\ta\tb\t',
  pem: PEM,
  unicode: 'ünïcödé 日本 العربية',
  emoji: '🙂 👩‍👩‍👧 🏳️‍🌈',
  combining: 'e\u0301 n\u0303 \u0041\u030a',
  line_separators: 'a\u2028b\u2029c\u0085d',
  invisible: '\ufeffa\u200bb\u202ec\u00a0',
  replacement: '\ufffd',
  controls: '\u0001\u0007\b\u001b[31m\u007f',
  empty: '',
  one_blank: ' ',
  blanks_around: '  lead and trail  ',
  blanks_inside: 'a    b',
  option_n: '-n',
  options: '-e -c --',
  formats: '%s %n %v %% %q',
  template_action: '{{ .Data }} {{ key "x" }} }}',
  template_comment: '{{/* x */}} <% %>',
  template_printed: '<no value>',
  history: '!! !$ !x',
  globs: '* ? [a-z] ~ {a,b} ~root',
  operators: '; & | && || > PWNED < # ! ( )',
  comment: '# no comment',
  assignment: 'A=B export C=D',
  heredoc: '<<EOF\nx\nEOF\n',
  json: '{"a":"it\'s","b":[1,2]}',
  json_list: '["a"]',
  brace: '{not json',
  bracket: '[not json',
  url: 'postgres://u:p%40ss@db:5432/x?a=b&c=<d>#e',
  html: '<a href="x">&amp;</a>',
  null_text: 'null',
  number_text: '007',
  boolean_text: 'True',
  one_character: "'",
  long: LONG,
};

/** What is no text has one form: JSON without blanks, and nothing for null. */
const OTHERS: readonly HostileValue[] = [
  { name: 'whole_number', value: 12, arrives: '12' },
  { name: 'negative_number', value: -7, arrives: '-7' },
  { name: 'zero', value: 0, arrives: '0' },
  { name: 'fraction', value: 0.1, arrives: '0.1' },
  { name: 'large_number', value: 9007199254740991, arrives: '9007199254740991' },
  { name: 'number_beyond_doubles', value: numberWritten('12345678901234567890'), arrives: '12345678901234567890', arrivesFromV2: '12345678901234567000' },
  { name: 'number_with_exponent', value: numberWritten('1e30'), arrives: '1e30', arrivesFromV2: '1e+30' },
  { name: 'number_with_last_zero', value: numberWritten('1.10'), arrives: '1.10', arrivesFromV2: '1.1' },
  { name: 'boolean_true', value: true, arrives: 'true' },
  { name: 'boolean_false', value: false, arrives: 'false' },
  { name: 'null_value', value: null, arrives: '' },
  { name: 'list', value: [1, "it's", { a: '<&>' }], arrives: '[1,"it\'s",{"a":"<&>"}]' },
  { name: 'map', value: { b: [], a: "$(x) 'y' \\ \n" }, arrives: '{"a":"$(x) \'y\' \\\\ \\n","b":[]}' },
  { name: 'empty_list', value: [], arrives: '[]' },
  { name: 'empty_map', value: {}, arrives: '{}' },
];

/** Everything that has to arrive as it is; names are names of variables. */
export const HOSTILE: readonly HostileValue[] = [
  ...Object.entries(TEXTS).map(([name, value]) => ({ name, value })), ...OTHERS,
];

/** The file that is there if a value is run. */
export const PWNED = 'PWNED';

/** What has to be in the environment for a value. */
function arrivalOf({ value, arrives, arrivesFromV2 }: HostileValue, version: 1 | 2): string {
  return (version === 2 ? arrivesFromV2 : undefined) ?? arrives ?? String(value);
}

/** The values with their names as people read them, one a line. */
export function tableOfValues(): string {
  const width = Math.max(...HOSTILE.map(({ name }) => name.length));
  return HOSTILE.map((one) => {
    const text = typeof one.value === 'string' && one.arrives === undefined ? JSON.stringify(one.value) : arrivalOf(one, 1);
    return `${one.name.padEnd(width)}  ${text.length > 80 ? `${text.slice(0, 60)}... (${text.length} characters)` : text}`;
  }).join('\n');
}

/** The values as one secret. */
export function asSecret(keyOf: (name: string) => string = (name) => name): Record<string, unknown> {
  return Object.fromEntries(HOSTILE.map(({ name, value }) => [keyOf(name), value]));
}

/** The values as one environment. */
export function asEnvironment(
  version: 1 | 2, nameOf: (name: string) => string = (name) => name,
): Record<string, string> {
  return Object.fromEntries(HOSTILE.map((one) => [nameOf(one.name), arrivalOf(one, version)]));
}
