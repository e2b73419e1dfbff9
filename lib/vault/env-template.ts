import { ENV_NAME, RESERVED_ENV_NAME } from './env-names';
import { KvVersion } from './kv-version';

/** What an env file does with a key that is no name of an environment variable, or that is reserved. */
export enum OddKey {
  /** The key is left out. */
  SKIP = 'skip',
  /** The template fails, and with it the init container: its log names the key. */
  FAIL = 'fail',
  /**
   * Other characters become underscores, and a leading digit gets one before it. Two keys may become one name, and the
   * later in the alphabet wins; reserved names are left out.
   */
  RENAME = 'rename',
}

/** What the template of an env file is made from. */
export interface EnvTemplate {
  /** Path of the API, with the query that asks for a version. */
  readonly source: string;
  readonly kvVersion: KvVersion;
  /** Variables and the keys that they come from; every key of the secret without it. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly onOddKey: OddKey;
}

/**
 * Renders a value between single quotes. Numbers arrive as a type of their own that `replaceAll` refuses, hence
 * `printf`; maps and lists would print as Go writes them, and null as `<nil>`. Shells leave zero bytes out without a
 * word, and the program would start with a value that nobody stored.
 */
function valueDefinition(source: string): string {
  return `{{- define "value" -}}
{{- $json := toUnescapedJSON . -}}
{{- if regexMatch "^[{[]" $json -}}{{ $json | replaceAll "'" \`'\\''\` }}
{{- else if ne $json "null" -}}
{{- if regexMatch \`\\x00\` (printf "%v" .) }}{{ sprig_fail "${source} has a zero byte, which no environment variable can hold" }}{{ end -}}
{{ printf "%v" . | replaceAll "'" \`'\\''\` }}
{{- end -}}
{{- end -}}
`;
}

/**
 * The template of an env file: one `export NAME='value'` a variable, in which a shell finds nothing to expand.
 *
 * Nothing that is put into it needs quoting; paths, keys and names that would are refused before.
 */
export function envTemplate(template: EnvTemplate): string {
  const { source, kvVersion, keys } = template;
  const data = kvVersion === KvVersion.V2 ? '.Data.data' : '.Data';
  const lines = keys === undefined ? wholeSecret(template, data) : chosenKeys(source, data, keys);
  // Chosen keys of a version 1 secret are looked for one by one, so that it may have keys of these two names.
  const guard = keys === undefined || kvVersion === KvVersion.V2 ? versionGuard(template) : '';
  return `${valueDefinition(source)}{{- with secret "${source}" -}}\n${guard}${lines}`;
}

/** A template for the other version renders an empty file, or two dumps of maps, and no error. */
function versionGuard({ source, kvVersion }: EnvTemplate): string {
  const isV2 = 'and (sprig_hasKey .Data "data") (sprig_hasKey .Data "metadata")';
  const wrong = kvVersion === KvVersion.V2 ? `not (${isV2})` : isV2;
  return `{{- if ${wrong} }}{{ sprig_fail "${source} is no secret of KV version ${kvVersion}" }}{{ end -}}\n`;
}

function wholeSecret({ source, onOddKey }: EnvTemplate, data: string): string {
  const odd = `or (not (regexMatch \`${ENV_NAME}\` $k)) (regexMatch \`${RESERVED_ENV_NAME}\` $k)`;
  const fail = `{{ sprig_fail (printf "${source}: %q cannot be an environment variable" $k) }}`;
  const forms: Readonly<Record<OddKey, string>> = {
    [OddKey.SKIP]: `{{- if and (regexMatch \`${ENV_NAME}\` $k) (not (regexMatch \`${RESERVED_ENV_NAME}\` $k)) -}}\n`
      + `${exportLine('{{ $k }}', '$v')}{{ end -}}\n`,
    [OddKey.FAIL]: `{{- if ${odd} }}${fail}{{ end -}}\n${exportLine('{{ $k }}', '$v')}`,
    [OddKey.RENAME]: '{{- $name := regexReplaceAll `[^A-Za-z0-9_]` "_" $k | regexReplaceAll `^([0-9]|$)` "_${1}" -}}\n'
      + `{{- if not (regexMatch \`${RESERVED_ENV_NAME}\` $name) -}}\n${exportLine('{{ $name }}', '$v')}{{ end -}}\n`,
  };
  const end = onOddKey === OddKey.FAIL ? '{{ end -}}\n' : '{{- end -}}\n';
  return `{{- range $k, $v := ${data} -}}\n${forms[onOddKey]}${end}{{- end -}}\n`;
}

/** `index` on a key that is absent renders `<no value>`, whatever the agent's switch for missing keys says. */
function chosenKeys(source: string, data: string, keys: Readonly<Record<string, string>>): string {
  const entries = Object.entries(keys);
  const guards = entries.map(([, key]) =>
    `{{- if not (sprig_hasKey ${data} "${key}") }}{{ sprig_fail "${source} has no key ${key}" }}{{ end -}}\n`);
  const lines = entries.map(([name, key]) => exportLine(name, `(index ${data} "${key}")`));
  return `${guards.join('')}${lines.join('')}{{ end -}}\n`;
}

function exportLine(name: string, value: string): string {
  return `export ${name}='{{ template "value" ${value} }}'\n`;
}
