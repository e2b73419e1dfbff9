import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as fc from 'fast-check';
import { type VaultEnvFileOptions, VaultSecret } from '../../lib/vault';
import { startCommand } from '../../lib/vault/start-command';

/** The shells of this machine; `sh` is on every one. */
const SHELLS = ['sh', 'bash', 'dash', 'ash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

const FOLDER = fs.mkdtempSync(path.join(os.tmpdir(), 'env-file-'));
const PWNED = path.join(FOLDER, 'pwned');

const HOSTILE: Record<string, string> = {
  single_quote: "it's",
  single_quotes: "''''",
  escaped_quote: "'\\''",
  double_quote: '"a" "',
  injection: `"; touch ${PWNED}; :"`,
  single_injection: `'; touch ${PWNED}; :'`,
  substitution: `$(touch ${PWNED})`,
  backticks: `\`touch ${PWNED}\``,
  variables: '$HOME ${HOME} $$ ${a b}',
  trailing_backslash: 'a\\',
  backslashes: '\\$ \\` \\" \\\\ \\n',
  newline: 'one\ntwo',
  trailing_newlines: 'one\n\n',
  pem: '-----BEGIN KEY-----\nabc=\n-----END KEY-----\n',
  tabs: '\ta\tb\r\n',
  unicode: 'ünïcödé 日本 \u2028 🙂',
  controls: '\u0001\u001b[31m\u007f',
  globs: '* ? [a-z] ~ {a,b}',
  operators: `; & | && || > ${PWNED} < # !!`,
  spaces: '  lead and trail  ',
  formats: '%s %n %v',
  action: '{{ .Data }} }}',
  options: '-n -e',
  json: '{"a":"it\'s"}',
  list: '[not json',
  null_text: 'null',
  empty: '',
};

/**
 * The env file that the agent renders from a secret: what Go's templates do, in the order of keys, with the quoting and
 * the conditions as they stand in the text of the template.
 */
function render(secret: VaultSecret, data: Record<string, unknown>): string {
  const text = Object.values(secret._annotations())[1] ?? '';
  const [, from = '', to = ''] = /printf "%v" \. \| replaceAll "([^"]+)" `([^`]+)`/.exec(text) ?? [];
  const structured = /regexMatch "([^"]+)" \$json/.exec(text)?.[1] ?? '$.';
  const conditions = [...text.matchAll(/regexMatch `([^`]+)` \$k/g)].map(([, expression]) => new RegExp(expression ?? ''));
  const [name, reserved] = conditions;
  const [before = '', after = ''] = (/export \{\{ \$k \}\}(.*)\{\{ template "value" \$v \}\}(.*)/.exec(text) ?? []).slice(1);
  const value = (one: unknown) => {
    const json = JSON.stringify(one);
    if (json === 'null') return '';
    return (new RegExp(structured).test(json) ? json : String(one)).replaceAll(from, () => to);
  };
  return Object.keys(data).sort().filter((key) => name?.test(key) === true && reserved?.test(key) === false)
    .map((key) => `export ${key}${before}${value(data[key])}${after}\n`).join('');
}

interface Run {
  readonly status: number | null;
  readonly env: Record<string, string | undefined>;
  readonly args: string[];
}

/** Runs the words that start a container, as the kubelet does. */
function run(shell: string, files: string[], words: string[] = []): Run {
  const dump = 'process.stdout.write(JSON.stringify([process.env, process.argv.slice(1)]))';
  const program = [process.execPath, '-e', dump, '--', ...words];
  const [first = '', ...others] = program;
  const { command = [], args = [] } = startCommand(shell, files, { command: [first], args: others });
  const environment = { PATH: process.env['PATH'], HOME: '/home/me' };
  const { status, stdout } = spawnSync(command[0] ?? '', [...command.slice(1), ...args], { encoding: 'utf8', env: environment });
  const [env, given] = stdout === '' ? [{}, []] : JSON.parse(stdout);
  return { status, env, args: given };
}

function written(name: string, content: string): string {
  const file = path.join(FOLDER, name);
  fs.writeFileSync(file, content);
  return file;
}

const WHOLE: VaultEnvFileOptions = { kvVersion: 1 };

afterAll(() => fs.rmSync(FOLDER, { recursive: true }));

describe.each(SHELLS)('an env file read by %s', (shell) => {
  test('brings back every hostile value byte for byte, and runs nothing', () => {
    const file = written('hostile.env', render(VaultSecret.envFile('secret/orders', WHOLE), HOSTILE));

    const { status, env } = run(shell, [file]);

    expect(status).toBe(0);
    expect(Object.keys(HOSTILE).length).toBeGreaterThanOrEqual(18);
    expect(Object.fromEntries(Object.keys(HOSTILE).map((key) => [key, env[key]]))).toEqual(HOSTILE);
    expect(fs.existsSync(PWNED)).toBe(false);
  });

  test('leaves out keys that are code, and names that belong to others', () => {
    const odd = { [`A;touch ${PWNED};B`]: '1', 'db-pw': '2', '9x': '3', PORT: '1', PATH: '/x', LD_PRELOAD: '/x', UID: '5', OPTIND: 'x', ok: '4' };
    const file = written('odd.env', render(VaultSecret.envFile('secret/orders', WHOLE), odd));

    const { status, env } = run(shell, [file]);

    expect(status).toBe(0);
    expect(env).toMatchObject({ ok: '4', PATH: process.env['PATH'] });
    expect(env).not.toHaveProperty('PORT');
    expect(env).not.toHaveProperty('LD_PRELOAD');
    expect(fs.existsSync(PWNED)).toBe(false);
  });

  test('hands the words of the program on as they are', () => {
    const words = ['a b', '"', "'", '$HOME', '$(id)', '`id`', '\\', '*', '', 'line\nbreak', '-c', '$@'];

    expect(run(shell, [written('empty.env', '')], words).args).toEqual(words);
  });

  test('is read after those before it', () => {
    const files = [written('1.env', "export A='1'\nexport B='1'\n"), written('2.env', "export B='2'\n")];

    expect(run(shell, files).env).toMatchObject({ A: '1', B: '2' });
  });

  test.each([
    ['is missing', undefined],
    ['is broken in the middle', "export A='1'\nfalse\nexport B='2'\n"],
    ['has a text that does not end', "export A='1\n"],
  ])('keeps the program from starting where it %s', (_what, content) => {
    const file = content === undefined ? path.join(FOLDER, 'none.env') : written('broken.env', content);

    const { status, env } = run(shell, [file]);

    expect(status).not.toBe(0);
    expect(env).toEqual({});
  });
});

test('any text comes back as it was', () => {
  const text = fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\0', ''));

  fc.assert(fc.property(fc.array(text, { minLength: 40, maxLength: 60 }), (texts) => {
    const data = Object.fromEntries(texts.map((one, index) => [`V${index}`, one]));
    const { env } = run(SHELLS[0] ?? 'sh', [written('any.env', render(VaultSecret.envFile('secret/orders', WHOLE), data))]);
    for (const [name, value] of Object.entries(data)) expect(env[name]).toBe(value);
  }), { numRuns: 5 });
});

test('numbers, truth values, nothing, lists and maps have one form', () => {
  const data = { n: 12, t: true, z: null, l: [1, '2'], m: { a: "it's" } };

  const { env } = run('sh', [written('types.env', render(VaultSecret.envFile('secret/orders', WHOLE), data))]);

  expect(env).toMatchObject({ n: '12', t: 'true', z: '', l: '[1,"2"]', m: '{"a":"it\'s"}' });
});
