import * as fs from 'fs';
import { createRequire } from 'module';
import * as os from 'os';
import * as path from 'path';
import * as ts from 'typescript';

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
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'documented-'));
  const file = path.join(folder, 'main.js');
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const outdir = path.join(folder, 'dist');
  process.env.CDK8S_OUTDIR = outdir;
  try {
    new Function('require', 'exports', 'module', '__filename', outputText)(
      createRequire(path.join(ROOT, 'package.json')), {}, { exports: {} }, file);
    const files = fs.readdirSync(outdir).sort();
    return files.map((name) => fs.readFileSync(path.join(outdir, name), 'utf8')).join('---\n');
  } catch (error) {
    return `${(error as Error).message}\n`.replace(/ \((?:eval at |[^()]*main\.[jt]s)[^()]*\)/g, '');
  } finally {
    delete process.env.CDK8S_OUTDIR;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe('a program in the documentation', () => {
  beforeEach(() => {
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  });
  afterEach(() => jest.restoreAllMocks());

  test.each(PAGES.flatMap(documentedIn))('$name makes what the page shows', ({ program, expected }) => {
    expect(run(program)).toBe(expected);
  });

  test('stands in the README', () => {
    expect(documentedIn('README.md').length).toBeGreaterThan(0);
  });
});
