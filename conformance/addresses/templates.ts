import * as fc from 'fast-check';

/** Keys that labels, annotations and templates have. */
export const KEYS = ['team', 'sub', 'app.kubernetes.io/name', 'networking.knative.dev/visibility'] as const;

const KEY = fc.constantFrom(...KEYS.map((key) => `"${key}"`), '`team`', '"serving.knative.dev/service"');
const TABLE = fc.constantFrom('.Labels', '.Annotations', '$.Labels');
const FIELD = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('.Name', '.Namespace', '.Domain', '$.Name', '$.Domain', '.Tag') },
  { weight: 2, arbitrary: fc.constantFrom('.Labels.team', '.Annotations.sub', '$.Labels.team') },
  { weight: 1, arbitrary: fc.constantFrom('.Missing', '.name', '.', '$', '.Labels', '.Labels.team.x', '$x', '.Name.x', 'nil') },
);
const SPACE = fc.constantFrom('', ' ', '  ', '\t');
const OPEN = fc.oneof({ weight: 6, arbitrary: fc.constant('{{') }, { weight: 1, arbitrary: fc.constantFrom('{{ ', '{{- ', '{{-') });
const CLOSE = fc.oneof({ weight: 6, arbitrary: fc.constant('}}') }, { weight: 1, arbitrary: fc.constantFrom(' }}', ' -}}', '-}}') });
const STRING = fc.constantFrom('"x"', '"team"', '"a\\tb"', '`raw`', '""', '"v2"', '"\\q"', '"\\u0041"', '"é"');

const { value, condition } = fc.letrec<{ value: string; condition: string }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: FIELD },
    { weight: 1, arbitrary: STRING },
    { weight: 3, arbitrary: fc.tuple(TABLE, KEY).map(([table, key]) => `(index ${table} ${key})`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('%s', '%s-x', '%v', 'a%%%s', '%d', '%s%s', '%'), tie('value'))
      .map(([format, of]) => `(printf "${format}" ${of})`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('or', 'and'), tie('value'), tie('value')).map((all) => `(${all.join(' ')})`) },
    { weight: 1, arbitrary: fc.tuple(tie('value'), fc.constantFrom('printf "%s-y"', 'printf', 'not', 'or "x"', 'len', 'html', '.Name'))
      .map(([from, to]) => `(${from} | ${to})`) },
  ),
  condition: fc.oneof(
    { weight: 4, arbitrary: tie('value') },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom('eq', 'ne'), tie('value'), tie('value')).map((all) => all.join(' ')) },
    { weight: 1, arbitrary: tie('value').map((of) => `not ${of}`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('and', 'or'), tie('condition'), tie('condition'))
      .map(([which, one, other]) => `${which} (${one}) (${other})`) },
    { weight: 1, arbitrary: fc.constantFrom('true', 'false', 'lt 1 2', 'eq .Name', 'not', 'eq .Name .Name .Domain') },
  ),
}));

/** What stands between `{{` and `}}`, without the parentheses that it has as an argument. */
const bare = value.map((text) => (text.startsWith('(') ? text.slice(1, -1) : text));
const action = fc.tuple(OPEN, bare, CLOSE).map((all) => all.join(''));
const TEXT = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom('.', '-', 'x', 'x.', '-y') },
  { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '_', 'A', '/', ':80', '%', '#x', '}}', 'é', '..') },
);

const { piece, pieces } = fc.letrec<{ piece: string; pieces: string }>((tie) => ({
  piece: fc.oneof(
    { weight: 8, arbitrary: action },
    { weight: 4, arbitrary: TEXT },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom('if', 'with'), condition, tie('pieces'), OPEN, CLOSE)
      .map(([word, when, then, open, close]) => `${open}${word} ${when}${close}${then}{{end}}`) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom('if', 'with'), condition, tie('pieces'), tie('pieces'))
      .map(([word, when, then, otherwise]) => `{{${word} ${when}}}${then}{{else}}${otherwise}{{end}}`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('if', 'with'), condition, condition, tie('pieces'), tie('pieces'))
      .map(([word, when, or, then, otherwise]) => `{{${word} ${when}}}${then}{{else ${word} ${or}}}${otherwise}{{else}}x{{end}}`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(':=', '=', ' := '), bare, tie('pieces'))
      .map(([sign, of, then]) => `{{$x${sign}${of}}}${then}{{$x}}`) },
    { weight: 1, arbitrary: fc.tuple(OPEN, SPACE, CLOSE).map(([open, space, close]) => `${open}/* note */${space}${close}`) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(
      '{{', '}}', ' ', '(', ')', '|', ':=', '=', ',', '$x', '$', '.', '.Name', '.Domain', 'if', 'end', 'else', 'with', 'range',
      'define', '"x"', "'x'", '1', '-', '-}}', '{{-', 'nil', 'true', 'eq', 'index', 'printf', 'len', 'nope', '/*', '*/', '`', '"', '!',
    ), { maxLength: 8 }).map((all) => all.join('')) },
  ),
  pieces: fc.oneof(
    { weight: 3, arbitrary: tie('piece') },
    { weight: 1, arbitrary: fc.tuple(tie('piece'), tie('piece')).map((all) => all.join('')) },
    { weight: 1, arbitrary: fc.constant('x') },
  ),
}));

/** Templates of hosts: such as people write, such as are wrong, and such as are more than we read. */
export const aDomainTemplate: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(
    '{{.Name}}.{{.Namespace}}.{{.Domain}}', '{{.Name}}-{{.Namespace}}.{{.Domain}}', '{{.Name}}.{{.Domain}}',
    '{{.Name}}.{{index .Annotations "sub"}}.{{.Domain}}',
    '{{if ne (index .Labels "team") ""}}{{.Name}}.{{index .Labels "team"}}{{else}}{{.Name}}.{{.Namespace}}{{end}}.{{.Domain}}',
    '{{- with .Annotations.sub -}} {{.}} {{- else -}} {{$.Name}} {{- end -}} .{{.Domain}}',
    '{{printf "%s.%s" .Name .Namespace}}.{{.Domain}}', '{{$n := .Name}}{{$n}}.{{.Domain}}',
  ) },
  { weight: 4, arbitrary: fc.tuple(pieces, pieces).map((all) => `{{.Name}}.${all.join('')}.{{.Domain}}`) },
  { weight: 2, arbitrary: fc.array(piece, { maxLength: 4 }).map((all) => all.join('')) },
);

/** The same of names of tags. */
export const aTagTemplate: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('{{.Tag}}-{{.Name}}', '{{.Name}}-{{.Tag}}', '{{.Tag}}--{{.Name}}', 'x{{.Tag}}{{.Name}}') },
  { weight: 1, arbitrary: fc.constantFrom('{{.Tag}}', '{{.Name}}', '{{.Tag}}.{{.Name}}', '', '{{.Namespace}}', '{{.Tag', '{{len .Tag}}') },
  { weight: 1, arbitrary: piece },
);
