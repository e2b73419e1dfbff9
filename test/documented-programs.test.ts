import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const PAGES = ['README.md', ...pagesIn('docs')];

/** A program in a page, and the YAML or the refusals that the page says come out of it. */
interface Documented {
  readonly name: string;
  readonly program: string;
  readonly expected: string;
}

function pagesIn(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith('.md')).map((file) => `${folder}/${file}`);
}

function documentedIn(page: string): Documented[] {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```(ts|yaml|text)\n([\s\S]*?)^```/gm)].map(([, language, body]) => ({ language, body }));
  return blocks.flatMap(({ language, body }, index) => {
    const next = blocks[index + 1];
    if (language !== 'ts' || body === undefined || next === undefined || next.language === 'ts') return [];
    return [{ name: `${page} #${index + 1}`, program: body, expected: next.body ?? '' }];
  });
}

/** Runs a program as its reader would, in a folder of its own, and gives what it wrote or why it was refused. */
function run(program: string): string {
  // Inside of the project, so that the package is found by its name.
  const folder = fs.mkdtempSync(path.join(ROOT, '.synth-documented-'));
  try {
    fs.writeFileSync(path.join(folder, 'main.ts'), program);
    const { status, stderr } = spawnSync(process.execPath, ['-r', 'ts-node/register/transpile-only', 'main.ts'], {
      cwd: folder, encoding: 'utf8', env: { ...process.env, TS_NODE_PROJECT: path.join(ROOT, 'examples/tsconfig.json') },
    });
    if (status !== 0) return `${/Error: ([\s\S]*?)\n {4}at /.exec(stderr)?.[1] ?? stderr}\n`;
    const outdir = path.join(folder, 'dist');
    return fs.readdirSync(outdir).sort().map((name) => fs.readFileSync(path.join(outdir, name), 'utf8')).join('---\n');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe('a program in the documentation', () => {
  test.each(PAGES.flatMap(documentedIn))('$name makes what the page shows', ({ program, expected }) => {
    expect(run(program)).toBe(expected);
  });

  test('stands in the README', () => {
    expect(documentedIn('README.md').length).toBeGreaterThan(0);
  });
});
