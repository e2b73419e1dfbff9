import * as fc from 'fast-check';
import { GoTemplate, type TemplateOutcome } from '../../lib/addresses/go-template';
import { Fields, Table } from '../../lib/addresses/go-template-values';

const FIELDS = new Fields({
  Name: 'orders', Namespace: 'shop', Domain: 'example.com',
  Labels: new Table({ team: 'blue', empty: '' }),
  Annotations: new Table(
    { sub: 'www' }, { what: 'the annotation', keys: ['serving.knative.dev/creator'], all: false }),
});

const render = (template: string): TemplateOutcome => new GoTemplate(template).render(FIELDS);

test.each([
  ['', ''],
  ['text', 'text'],
  ['{{.Name}}.{{.Namespace}}.{{.Domain}}', 'orders.shop.example.com'],
  ['{{ .Name }}', 'orders'],
  ['{{$.Name}}', 'orders'],
  ['a {{- .Name -}} b', 'aordersb'],
  ['a {{- /* trimmed */ -}} b', 'ab'],
  ['a {{/* kept */}} b', 'a  b'],
  ['a{{ .Name -}}\n b', 'aordersb'],
  ['{{.Labels.team}}', 'blue'],
  ['{{.Labels.none}}', '<no value>'],
  ['{{.Labels.none.further}}', '<no value>'],
  ['{{index .Labels "none"}}', ''],
  ['{{index .Labels `team`}}', 'blue'],
  ['{{index $.Annotations "sub"}}', 'www'],
  ['{{"a\\tb\\""}}', 'a\tb"'],
  ['{{`a\r\nb`}}', 'a\nb'],
  ['{{true}}', 'true'],
  ['{{(.Name)}}', 'orders'],
  ['{{(.Labels).team}}', 'blue'],
  ['{{.Name|}}', 'orders'],
  ['{{or nil .Name}}', 'orders'],
  ['{{printf "%s-%s%%" .Name .Namespace}}', 'orders-shop%'],
  ['{{.Name | printf "%v-%s" "x"}}', 'x-orders'],
  ['{{.Labels.none | or "x"}}', 'x'],
  ['{{or (index .Labels "empty") "none"}}', 'none'],
  ['{{and .Name .Labels.none}}', '<no value>'],
  ['{{and .Labels.none (index .Name "x")}}', '<no value>'],
  ['{{not .Labels}}', 'false'],
  ['{{not false}}', 'true'],
  ['{{eq .Name "a" "orders"}}', 'true'],
  ['{{ne .Name nil}}', 'true'],
  ['{{eq .Labels.none nil}}', 'true'],
  ['{{if .Labels.none}}a{{else if eq .Name "orders"}}b{{else}}c{{end}}', 'b'],
  ['{{if .}}a{{end}}{{if .Labels}}b{{end}}', 'ab'],
  ['{{with .Annotations.sub}}{{.}}-{{$.Name}}{{else}}none{{end}}', 'www-orders'],
  ['{{with .Labels.none}}a{{else with .Labels}}{{.team}}{{else}}c{{end}}', 'blue'],
  ['{{$x := .Name}}{{if true}}{{$x = "y"}}{{$x := "z"}}{{$x}}{{end}}{{$x}}', 'zy'],
  ['{{with $x := .Name}}{{$x}}{{end}}', 'orders'],
])('Go makes of %j the text %j', (template, text) => {
  expect(render(template)).toEqual({ text });
});

test.each([
  ['{{', 'a `{{` has no `}}`'],
  ['{{.Name', 'a `{{` has no `}}`'],
  ['{{}}', 'a value is missing'],
  ['{{(.Name}}', 'a `(` has no `)`'],
  ['{{.Name)}}', 'a `)` has no `(`'],
  ['{{/* open', 'a comment has no end'],
  ['{{/* spaced */ }}', 'a comment ends before the `}}`'],
  ['{{"open}}', 'a string has no end'],
  ['{{"\\q"}}', '`\\q` is no escape of a string'],
  ['{{`open}}', 'a raw string has no end'],
  ['{{.Name!}}', '`!` cannot follow `.Name`'],
  ['{{!}}', '`!` stands where Go expects a value'],
  ['{{$x : .Name}}', 'a `:` has no `=` behind it'],
  ['{{$x}}', 'there is no variable `$x`'],
  ['{{$x := $x}}', 'there is no variable `$x` yet'],
  ['{{if true}}{{$x := 1}}{{end}}{{$x}}', undefined],
  ['{{if true}}{{$x := "1"}}{{end}}{{$x}}', 'there is no variable `$x`'],
  ['{{nope .Name}}', 'there is no function `nope`'],
  ['{{.Missing}}', 'there is no field `.Missing`'],
  ['{{.Name.x}}', '`.x` is asked of a text'],
  ['{{.Name "x"}}', '`.Name` is given an argument'],
  ['{{.Missing "x"}}', 'there is no field `.Missing`'],
  ['{{or not .Name}}', '`not` has 0 arguments'],
  ['{{with true}}{{.x}}{{end}}', '`.x` is asked of a text'],
  ['{{.Labels.team "x"}}', '`.team` is given an argument'],
  ['{{"a" "b"}}', 'a value is given an argument'],
  ['{{"a""b"}}', '`b` is unexpected in an operand'],
  ['{{|}}', '`|` is unexpected in a pipeline'],
  ['{{.Name | "x"}}', 'a value stands where Go expects a function'],
  ['{{nil}}', '`nil` stands alone'],
  ['{{"x".Name}}', 'a `.Name` stands behind a value without fields'],
  ['{{end}}', 'an `end` has no `if` or `with`'],
  ['{{if true}}a', 'an `if` or `with` has no `end`'],
  ['{{if true}}a{{else}}b{{else}}c{{end}}', 'an `else` stands behind an `else`'],
  ['{{if true}}a{{else with .Name}}c{{end}}', '`with` is unexpected in the template'],
  ['{{else x}}', '`x` is unexpected in `else`'],
  ['{{not}}', '`not` has 0 arguments'],
  ['{{ne .Name}}', '`ne` has 1 arguments'],
  ['{{eq .Name}}', '`eq` has nothing to compare with'],
  ['{{eq .Name true}}', 'a text is compared with a truth value'],
  ['{{index .Labels.none "x"}}', '`index` looks into nothing'],
  ['{{index .Name "x"}}', '`index` looks into what is no table'],
  ['{{index .Labels true}}', '`index` looks for what is no text'],
  ['{{printf true}}', 'the first argument of `printf` is no text'],
])('fails as it does in Go: %j', (template, failure) => {
  const outcome = render(template);

  expect(outcome.text).toBeUndefined();
  if (failure !== undefined) expect(outcome.failure).toBe(failure);
});

test.each([
  ['{{len .Name}}', 'the function `len`'],
  ['{{range .Labels}}{{end}}', '`range`'],
  ['{{1}}', 'a number'],
  ['{{.5}}', 'a number'],
  ["{{'x'}}", 'a character constant'],
  ['{{"\\x41"}}', 'a character by its number'],
  ['{{.Labels}}', 'a whole table as text'],
  ['{{.}}', 'a whole table as text'],
  ['{{eq .Labels nil}}', 'a comparison of whole tables'],
  ['{{printf "%d" .Name}}', '`%d` of `printf` for such a value'],
  ['{{printf "%s" .Labels.none}}', '`%s` of `printf` for such a value'],
  ['{{printf "x" .Name}}', '`printf` with more values than places'],
  ['{{printf.x}}', 'a field of what a function gives'],
  ['{{index .Annotations "serving.knative.dev/creator"}}', 'the annotation `serving.knative.dev/creator`'],
  [`{{${'('.repeat(60)}.Name${')'.repeat(60)}}}`, 'more than 50 levels'],
])('says of %j that it is not worked out here', (template, beyond) => {
  expect(render(template)).toEqual({ beyond });
});

test('tables of which nobody knows what they hold are not worked out', () => {
  const open = { what: 'the label', keys: [], all: true };
  const labels = new Fields({ Labels: new Table(undefined, open) });

  expect(new GoTemplate('{{.Labels.team}}').render(labels)).toEqual({ beyond: 'the label `team`' });
  expect(new GoTemplate('{{if .Labels}}x{{end}}').render(labels)).toEqual({ beyond: 'whether there are the label' });
});

test('whatever a template is, something comes of it', () => {
  const token = fc.constantFrom('{{', '}}', ' ', '.', 'Name', '(', ')', '|', '"', '`', 'if', 'end', '$x', ':=', '-', '\\', '/*');

  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(token).map((all) => all.join(''))), (template) => {
    expect(Object.values(render(template)).filter((each) => each !== undefined)).toHaveLength(1);
  }), { numRuns: 2000 });
});
