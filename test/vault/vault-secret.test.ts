import { KvVersion, OddKey, VaultSecret, type VaultEnvFileOptions } from '../../lib/vault';
import { thrownCode } from './program';

const V1: VaultEnvFileOptions = { kvVersion: 1 };
const V2: VaultEnvFileOptions = { kvVersion: 2 };

/** The part of every env file that quotes one value. */
const valueOf = (source: string) => `{{- define "value" -}}
{{- $json := toUnescapedJSON . -}}
{{- if regexMatch "^[{[]" $json -}}{{ $json | replaceAll "'" \`'\\''\` }}
{{- else if ne $json "null" -}}
{{- if regexMatch \`\\x00\` (printf "%v" .) }}{{ sprig_fail "${source} has a zero byte, which no environment variable can hold" }}{{ end -}}
{{ printf "%v" . | replaceAll "'" \`'\\''\` }}
{{- end -}}
{{- end -}}
`;
const NAME = '`^[A-Za-z_][A-Za-z0-9_]*$`';
const RESERVED = '`^(PORT|PATH|IFS|UID|EUID|PPID|OPTIND|SHELLOPTS|BASH.*|LD_.*|K_.*)$`';

function templateOf(secret: VaultSecret): string | undefined {
  return Object.entries(secret._annotations()).find(([key]) => key.startsWith('agent-inject-template-'))?.[1];
}

function withoutTemplate(secret: VaultSecret): Record<string, string> {
  return Object.fromEntries(Object.entries(secret._annotations()).filter(([key]) => !/inject-template-(?!file)/.test(key)));
}

describe('the template of an env file', () => {
  test('exports every key of a KV version 1 secret that is a name', () => {
    const secret = VaultSecret.envFile('secrets/my-secrets', V1);

    expect(templateOf(secret)).toBe(`${valueOf('secrets/my-secrets')}{{- with secret "secrets/my-secrets\" -}}
{{- if and (sprig_hasKey .Data "data") (sprig_hasKey .Data "metadata") }}{{ sprig_fail "secrets/my-secrets is no secret of KV version 1" }}{{ end -}}
{{- range $k, $v := .Data -}}
{{- if and (regexMatch ${NAME} $k) (not (regexMatch ${RESERVED} $k)) -}}
export {{ $k }}='{{ template "value" $v }}'
{{ end -}}
{{- end -}}
{{- end -}}
`);
  });

  test('reads a KV version 2 secret below data/, and a version of it where one is asked for', () => {
    const secret = VaultSecret.envFile('secret/team/orders', { ...V2, version: 3 });

    expect(templateOf(secret)).toBe(`${valueOf('secret/data/team/orders?version=3')}{{- with secret "secret/data/team/orders?version=3\" -}}
{{- if not (and (sprig_hasKey .Data "data") (sprig_hasKey .Data "metadata")) }}{{ sprig_fail "secret/data/team/orders?version=3 is no secret of KV version 2" }}{{ end -}}
{{- range $k, $v := .Data.data -}}
{{- if and (regexMatch ${NAME} $k) (not (regexMatch ${RESERVED} $k)) -}}
export {{ $k }}='{{ template "value" $v }}'
{{ end -}}
{{- end -}}
{{- end -}}
`);
  });

  test('fails at a key that is no name, where it is asked to', () => {
    const secret = VaultSecret.envFile('secret/orders', { ...V1, onOddKey: OddKey.FAIL });

    expect(templateOf(secret)?.split('\n').slice(11)).toEqual([
      `{{- if or (not (regexMatch ${NAME} $k)) (regexMatch ${RESERVED} $k) }}{{ sprig_fail (printf "secret/orders: %q cannot be an environment variable" $k) }}{{ end -}}`,
      'export {{ $k }}=\'{{ template "value" $v }}\'',
      '{{ end -}}', '{{- end -}}', '',
    ]);
  });

  test('renames a key that is no name, where it is asked to', () => {
    const secret = VaultSecret.envFile('secret/orders', { ...V1, onOddKey: OddKey.RENAME });

    expect(templateOf(secret)?.split('\n').slice(11)).toEqual([
      '{{- $name := regexReplaceAll `[^A-Za-z0-9_]` "_" $k | regexReplaceAll `^([0-9]|$)` "_${1}" -}}',
      `{{- if not (regexMatch ${RESERVED} $name) -}}`,
      'export {{ $name }}=\'{{ template "value" $v }}\'',
      '{{ end -}}', '{{- end -}}', '{{- end -}}', '',
    ]);
  });

  test('exports chosen keys, and fails where one is absent', () => {
    const keys = { DB_PASSWORD: 'db-pw', DB_USER: 'user' };

    expect(templateOf(VaultSecret.envFile('secret/orders', { ...V2, keys }))).toBe(`${valueOf('secret/data/orders')}{{- with secret "secret/data/orders\" -}}
{{- if not (and (sprig_hasKey .Data "data") (sprig_hasKey .Data "metadata")) }}{{ sprig_fail "secret/data/orders is no secret of KV version 2" }}{{ end -}}
{{- if not (sprig_hasKey .Data.data "db-pw") }}{{ sprig_fail "secret/data/orders has no key db-pw" }}{{ end -}}
{{- if not (sprig_hasKey .Data.data "user") }}{{ sprig_fail "secret/data/orders has no key user" }}{{ end -}}
export DB_PASSWORD='{{ template "value" (index .Data.data "db-pw") }}'
export DB_USER='{{ template "value" (index .Data.data "user") }}'
{{ end -}}
`);
    expect(templateOf(VaultSecret.envFile('secret/orders', { ...V1, keys: { A: 'a' } }))).toBe(`${valueOf('secret/orders')}{{- with secret "secret/orders\" -}}
{{- if not (sprig_hasKey .Data "a") }}{{ sprig_fail "secret/orders has no key a" }}{{ end -}}
export A='{{ template "value" (index .Data "a") }}'
{{ end -}}
`);
  });

  test('has other marks where it is asked for them', () => {
    const secret = VaultSecret.envFile('secret/orders', { ...V2, leftDelimiter: '<%', rightDelimiter: '%>' });

    expect(templateOf(secret)).toBe(templateOf(VaultSecret.envFile('secret/orders', V2))
      ?.replaceAll('{{', '<%').replaceAll('}}', '%>'));
    expect(withoutTemplate(secret)).toMatchObject({
      'agent-template-left-delim-orders.env': '<%', 'agent-template-right-delim-orders.env': '%>',
    });
  });
});

describe('the place of a key/value secret', () => {
  test.each<[string, VaultEnvFileOptions, string]>([
    ['secret/orders', V1, 'secret/orders'],
    ['secret/orders', V2, 'secret/data/orders'],
    ['secret/team/orders', { kvVersion: KvVersion.V2 }, 'secret/data/team/orders'],
    ['orders', { ...V2, mount: 'team/kv' }, 'team/kv/data/orders'],
    ['team/orders', { ...V1, mount: 'kv' }, 'kv/team/orders'],
    ['secret/data/orders', V1, 'secret/data/orders'],
    ['data/orders', { ...V2, mount: 'secret' }, 'secret/data/data/orders'],
    ['secret/my orders/ünïcode@x+y:z', { ...V2, name: 'a' }, 'secret/data/my orders/ünïcode@x+y:z'],
  ])('%s with %j is read at %s', (path, options, expected) => {
    const secret = VaultSecret.envFile(path, options);

    expect(Object.entries(secret._annotations())[0]?.[1]).toBe(expected);
    expect(templateOf(secret)).toContain(`with secret "${expected}"`);
    expect(secret._content.rules).toEqual([{ path: expected, capabilities: ['read'] }]);
  });

  test.each<[string, string, Partial<VaultEnvFileOptions>, string]>([
    ['a backtick', 'secret/`id`', V1, 'KN-VLT-001'],
    ['a double quote', 'secret/a"b', V1, 'KN-VLT-001'],
    ['a single quote', "secret/a'b", V1, 'KN-VLT-001'],
    ['a backslash', 'secret/a\\b', V1, 'KN-VLT-001'],
    ['a line break', 'secret/a\nb', V1, 'KN-VLT-001'],
    ['an action', 'secret/{{ .x }}', V1, 'KN-VLT-001'],
    ['a closing brace', 'secret/a}}', V1, 'KN-VLT-001'],
    ['a dollar', 'secret/$(id)', V1, 'KN-VLT-001'],
    ['a query', 'secret/a?version=1', V1, 'KN-VLT-001'],
    ['a percent sign', 'secret/a%2Fb', V1, 'KN-VLT-001'],
    ['a fragment', 'secret/a#b', V1, 'KN-VLT-001'],
    ['a pattern of policies', 'secret/*', V1, 'KN-VLT-001'],
    ['a wildcard segment', 'secret/+/a', V1, 'KN-VLT-001'],
    ['a slash in front', '/secret/a', V1, 'KN-VLT-001'],
    ['a slash at the end', 'secret/a/', V1, 'KN-VLT-001'],
    ['a segment of dots', 'secret/../a', V1, 'KN-VLT-001'],
    ['an empty segment', 'secret//a', V1, 'KN-VLT-001'],
    ['an empty path', '', V1, 'KN-VLT-001'],
    ['a scheme', 'a:b/c', V1, 'KN-VLT-001'],
    ['a space at the end', 'secret/a ', V1, 'KN-VLT-001'],
    ['a mount and nothing in it', 'secret', V1, 'KN-VLT-001'],
    ['a mount with a quote', 'orders', { ...V2, mount: 'kv"' }, 'KN-VLT-001'],
    ['the address of the API', 'secret/data/orders', V2, 'KN-VLT-002'],
    ['the address of metadata', 'secret/metadata/orders', V2, 'KN-VLT-002'],
    ['no version of a mount', 'secret/orders', { kvVersion: 3 as KvVersion }, 'KN-VLT-003'],
    ['a version on a KV version 1 mount', 'secret/orders', { ...V1, version: 2 }, 'KN-VLT-003'],
    ['a version of zero', 'secret/orders', { ...V2, version: 0 }, 'KN-VLT-003'],
    ['half a version', 'secret/orders', { ...V2, version: 1.5 }, 'KN-VLT-003'],
  ])('fails on %s', (_what, path, options, code) => {
    expect(thrownCode(() => VaultSecret.envFile(path, { ...V1, ...options }))).toBe(code);
  });

  test('fails on the address of the API with the name that was meant', () => {
    expect(() => VaultSecret.envFile('secret/data/team/app', V2))
      .toThrow(/write `secret\/team\/app`; a secret that is really called `data\/team\/app` is written with `mount: 'secret'`/);
  });
});

describe('variables and keys', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a dash in a name', { 'DB-PW': 'a' }, 'KN-VLT-006'],
    ['a digit in front', { '9LIVES': 'a' }, 'KN-VLT-006'],
    ['code in a name', { 'A=$(id) B': 'a' }, 'KN-VLT-006'],
    ['an empty name', { '': 'a' }, 'KN-VLT-006'],
    ['no variable', {}, 'KN-VLT-006'],
    ...['PORT', 'PATH', 'K_SERVICE', 'K_SINK', 'LD_PRELOAD', 'BASH_ENV', 'IFS', 'UID', 'SHELLOPTS'].map(
      (name): [string, Record<string, string>, string] => [`the reserved name ${name}`, { [name]: 'a' }, 'KN-VLT-006']),
    ['a quote in a key', { A: 'a"b' }, 'KN-VLT-007'],
    ['a single quote in a key', { A: "a'b" }, 'KN-VLT-007'],
    ['a backtick in a key', { A: 'a`b' }, 'KN-VLT-007'],
    ['a backslash in a key', { A: 'a\\' }, 'KN-VLT-007'],
    ['a line break in a key', { A: 'a\nb' }, 'KN-VLT-007'],
    ['an action in a key', { A: '{{ x }}' }, 'KN-VLT-007'],
    ['an empty key', { A: '' }, 'KN-VLT-007'],
  ])('fails on %s', (_what, keys, code) => {
    expect(thrownCode(() => VaultSecret.envFile('secret/orders', { ...V2, keys }))).toBe(code);
  });

  test.each(['db-pw', 'db.pw', '9x', 'with space', 'ключ', 'a$b', 'a/b'])('the key %s is taken', (key) => {
    expect(thrownCode(() => VaultSecret.envFile('secret/orders', { ...V2, keys: { A: key } }))).toBeUndefined();
  });

  test('fails where odd keys are spoken of and keys are chosen', () => {
    const options = { ...V2, keys: { A: 'a' }, onOddKey: OddKey.FAIL };

    expect(thrownCode(() => VaultSecret.envFile('secret/orders', options))).toBe('KN-VLT-006');
  });
});

describe('the name and the file of a secret', () => {
  test('come from the path', () => {
    const secret = VaultSecret.envFile('secrets/my-secrets', V1);

    expect(secret.name).toBe('my-secrets.env');
    expect(secret._filePath('/vault/secrets', false)).toBe('/vault/secrets/my-secrets.env');
  });

  test('are lower-cased as the injector does, unless the case is preserved', () => {
    const name = 'Orders.ENV';

    expect(VaultSecret.envFile('secret/orders', { ...V2, name })._filePath('/s', false)).toBe('/s/orders.env');
    expect(VaultSecret.envFile('secret/orders', { ...V2, name })._filePath('/s', true)).toBe('/s/Orders.ENV');
    expect(VaultSecret.envFile('secret/orders', { ...V2, name, preserveCase: true })._filePath('/s', false)).toBe('/s/Orders.ENV');
    expect(VaultSecret.envFile('secret/orders', { ...V2, name, preserveCase: false })._filePath('/s', true)).toBe('/s/orders.env');
  });

  test('follow the options', () => {
    const secret = VaultSecret.raw('database/creds/orders', {
      name: 'db', file: 'creds/DB.txt', permissions: '0400', command: 'echo done', volumePath: '/etc/orders',
      errorOnMissingKey: true, preserveCase: false,
    });

    expect(secret._annotations()).toEqual({
      'agent-inject-secret-db': 'database/creds/orders',
      'agent-inject-file-db': 'creds/DB.txt',
      'agent-inject-perms-db': '0400',
      'agent-inject-command-db': 'echo done',
      'secret-volume-path-db': '/etc/orders',
      'error-on-missing-key-db': 'true',
      'preserve-secret-case-db': 'false',
    });
    expect(secret._filePath('/vault/secrets', true)).toBe('/etc/orders/creds/DB.txt');
  });

  test.each<[string, Partial<VaultEnvFileOptions>, string]>([
    ['a name with a space', { name: 'a b' }, 'KN-VLT-004'],
    ['a name with a quote', { name: 'a"b' }, 'KN-VLT-004'],
    ['a name with a line break', { name: 'a\nb' }, 'KN-VLT-004'],
    ['a name that ends in a dash', { name: 'a-' }, 'KN-VLT-004'],
    ['an empty name', { name: '' }, 'KN-VLT-004'],
    ['a name that reads as a template file', { name: 'file-a' }, 'KN-VLT-004'],
    ['a name of 42 characters', { name: 'a'.repeat(42) }, 'KN-VLT-004'],
    ['a name too long for a delimiter', { name: 'a'.repeat(37), leftDelimiter: '<%', rightDelimiter: '%>' }, 'KN-VLT-004'],
    ['a file outside of the folder', { file: '../a' }, 'KN-VLT-008'],
    ['an absolute file', { file: '/a' }, 'KN-VLT-008'],
    ['a file that the shell splits', { file: 'a b' }, 'KN-VLT-008'],
    ['a file that the shell runs', { file: '$(id)' }, 'KN-VLT-008'],
    ['a file with a semicolon', { file: 'a;id' }, 'KN-VLT-008'],
    ['a relative folder', { volumePath: 'secrets' }, 'KN-VLT-008'],
    ['a folder with a slash at the end', { volumePath: '/secrets/' }, 'KN-VLT-008'],
    ['a folder of the agent', { volumePath: '/vault/tls' }, 'KN-VLT-008'],
    ['the root folder', { volumePath: '/' }, 'KN-VLT-008'],
    ['permissions that are no octal number', { permissions: '0888' }, 'KN-VLT-010'],
    ['permissions without a zero', { permissions: '400' }, 'KN-VLT-010'],
    ['an empty command', { command: ' ' }, 'KN-VLT-010'],
    ['a command of two lines', { command: 'a\nb' }, 'KN-VLT-010'],
    ['one delimiter', { leftDelimiter: '<%' }, 'KN-VLT-010'],
    ['two delimiters that are one', { leftDelimiter: '%%', rightDelimiter: '%%' }, 'KN-VLT-010'],
    ['a delimiter of letters', { leftDelimiter: 'aa', rightDelimiter: 'bb' }, 'KN-VLT-010'],
    ['a delimiter that is in the template', { leftDelimiter: '((', rightDelimiter: '))' }, 'KN-VLT-010'],
  ])('fails on %s', (_what, options, code) => {
    expect(thrownCode(() => VaultSecret.envFile('secret/orders', { ...V2, ...options }))).toBe(code);
  });

  test('may be as long as the annotation keys allow', () => {
    expect(thrownCode(() => VaultSecret.envFile('secret/orders', { ...V2, name: 'a'.repeat(41) }))).toBeUndefined();
    expect(thrownCode(() => VaultSecret.raw('secret/orders', { name: 'a'.repeat(43) }))).toBeUndefined();
    expect(thrownCode(() => VaultSecret.raw('secret/orders', { name: 'a'.repeat(44) }))).toBe('KN-VLT-004');
  });

  test('fails on a path whose last segment is no name, and says how to name it', () => {
    expect(() => VaultSecret.envFile('secret/my orders', V2)).toThrow(/KN-VLT-004.*write `name: 'my-orders.env'`/);
  });
});

describe('a template of one\'s own', () => {
  test('is written as it is, and its paths go into the policy', () => {
    const text = '{{ with secret "pki/issue/web" "common_name=a" }}{{ .Data.certificate }}{{ end }}\n'
      + '{{/* secret "not/this" */}}{{ range secrets "secret/metadata/" }}{{ . }}{{ end }}{{ (secret `secret/data/a?version=1`).Data.data.x }}';

    const secret = VaultSecret.template('web.pem', text, { paths: ['secret/data/b'] });

    expect(secret._annotations()).toEqual({ 'agent-inject-template-web.pem': text });
    expect(secret._content).toMatchObject({
      sourced: false,
      rules: [
        { path: 'pki/issue/web', capabilities: ['create', 'update'] },
        { path: 'secret/data/a', capabilities: ['read'] },
        { path: 'secret/data/b', capabilities: ['read'] },
        { path: 'secret/metadata', capabilities: ['list'] },
      ],
    });
  });

  test.each([
    '{{ with secret "a/b" }}{{ if .Data }}x{{ else if .x }}y{{ else }}z{{ end }}{{ end }}',
    '{{- /* a }} comment */ -}}\nplain',
    '{{ "}}" }}{{ `}}` }}',
    '{{ define "a" }}{{ range .x }}{{ break }}{{ end }}{{ end }}{{ template "a" . }}',
    'no action at all',
  ])('may be %s', (text) => {
    expect(thrownCode(() => VaultSecret.template('a', text))).toBeUndefined();
  });

  test.each([
    ['is empty', ' \n'],
    ['has an action that does not end', '{{ with secret "a/b"'],
    ['has a text that does not end', '{{ secret "a/b }}'],
    ['has a text over two lines', '{{ secret "a\nb" }}'],
    ['has a comment that does not end', '{{/* a }}'],
    ['lacks an end', '{{ with secret "a/b" }}{{ .Data.x }}'],
    ['has an end too many', '{{ with secret "a/b" }}{{ end }}{{ end }}'],
    ['has an empty action', '{{ }}'],
  ])('fails where it %s', (_what, text) => {
    expect(thrownCode(() => VaultSecret.template('a', text))).toBe('KN-VLT-009');
  });

  test('is read with its own marks', () => {
    const marks = { leftDelimiter: '[[', rightDelimiter: ']]' };

    expect(VaultSecret.template('a', '[[ with secret "a/b" ]]{{ helm }}[[ end ]]', marks)._content.rules)
      .toEqual([{ path: 'a/b', capabilities: ['read'] }]);
    expect(thrownCode(() => VaultSecret.template('a', '[[ with secret "a/b" ]]', marks))).toBe('KN-VLT-009');
  });

  test('may lie in a file of the agent', () => {
    const secret = VaultSecret.templateFile('app', '/vault/custom/app.ctmpl', { paths: ['secret/data/app'], sourced: true });

    expect(secret._annotations()).toEqual({ 'agent-inject-template-file-app': '/vault/custom/app.ctmpl' });
    expect(secret._content).toMatchObject({ sourced: true, rules: [{ path: 'secret/data/app', capabilities: ['read'] }] });
    expect(thrownCode(() => VaultSecret.templateFile('app', 'app.ctmpl'))).toBe('KN-VLT-008');
    expect(thrownCode(() => VaultSecret.template('app', 'x', { paths: ['a"b'] }))).toBe('KN-VLT-001');
  });
});

describe('a secret without a template', () => {
  test('is read at the path of the API, or where a key/value secret lies', () => {
    expect(VaultSecret.raw('database/creds/orders')._annotations()).toEqual({ 'agent-inject-secret-orders': 'database/creds/orders' });
    expect(VaultSecret.raw('secret/orders', V2)._annotations()).toEqual({ 'agent-inject-secret-orders': 'secret/data/orders' });
    expect(VaultSecret.raw('orders', { ...V2, mount: 'team/kv' })._content.rules).toEqual([{ path: 'team/kv/data/orders', capabilities: ['read'] }]);
  });

  test('fails on a mount without a version, and on a wrong path', () => {
    expect(thrownCode(() => VaultSecret.raw('orders', { mount: 'kv' }))).toBe('KN-VLT-003');
    expect(thrownCode(() => VaultSecret.raw('a"b/c'))).toBe('KN-VLT-001');
    expect(thrownCode(() => VaultSecret.raw('secret/data/orders', V2))).toBe('KN-VLT-002');
  });
});
