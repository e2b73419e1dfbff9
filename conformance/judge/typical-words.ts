import * as path from 'node:path';
import { Yaml } from 'cdk8s';
import * as ts from 'typescript';
import { TYPICAL_MISTAKES, type TypicalMistake } from '../typical-mistakes';
import { runProgram } from './program';

/** A mistake with its program as it stands in the file, and the words that its user sees. */
export interface ToldMistake {
  readonly mistake: TypicalMistake;
  readonly program: string;
  readonly words: string;
}

/** Where the mistakes are applied: the server names the namespace. */
export const NAMESPACE = 'typical-mistakes';

const FILE = path.join(__dirname, '..', 'typical-mistakes.ts');
const CONFIG = path.join(__dirname, '..', '..', 'tsconfig.dev.json');
const EXPECTED = /\/\/ @ts-expect-error.*/g;
const MOST_LINES = 3;

/** The lines of a program in the file of mistakes, without those that keep its own compilation going. */
interface Snippet {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A place of the file, as a line and a column of the text. */
  readonly place: (line: number, column: number) => string;
}

/** All mistakes, told as the compiler and synth tell them. */
export function tellMistakes(): ToldMistake[] {
  const source = readFile();
  const compiled = compile(source);
  const snippets = snippetsOf(source);
  return TYPICAL_MISTAKES.map((mistake) => {
    const snippet = snippets.get(mistake.title);
    if (snippet === undefined) throw new Error(`the program of ${mistake.title} is not found in ${FILE}`);
    const words = mistake.refused === 'compiler' ? compilerWords(compiled, source, snippet) : synthWords(mistake, snippet);
    return { mistake, program: snippet.text, words };
  });
}

/** The page that shows all mistakes; `cluster` has the words of the server, by title. */
export function pageOf(told: readonly ToldMistake[], cluster: ReadonlyMap<string, string>): string {
  const sections = told.map(({ mistake, program, words }, index) => {
    const who = mistake.refused === 'compiler' ? 'The compiler' : 'Synth';
    return `## ${index + 1}. ${mistake.title}\n\n`
      + `\`\`\`yaml\n${Yaml.stringify(mistake.manifest)}\`\`\`\n\nThe cluster:\n\n`
      + `\`\`\`text\n${cluster.get(mistake.title) ?? ''}\n\`\`\`\n\n`
      + `\`\`\`ts\n${program}\n\`\`\`\n\n${who}:\n\n\`\`\`text\n${words}\n\`\`\`\n`;
  });
  return '# Typical mistakes\n\nWhat the cluster says to each, and what somebody hears who writes the same with this library. '
    + '`npm run goldens` writes\nour words, `npm run conformance -- --suite typical-mistakes --update` those of the server.\n\n'
    + sections.join('\n');
}

/** The words of the server that a page has, by title. */
export function clusterWordsIn(page: string): Map<string, string> {
  const sections = page.matchAll(/^## \d+\. (.*)\n[\s\S]*?^The cluster:\n\n```text\n([\s\S]*?)\n```$/gm);
  return new Map([...sections].map(([, title = '', words = '']) => [title, words]));
}

function readFile(): ts.SourceFile {
  const text = ts.sys.readFile(FILE) ?? '';
  return ts.createSourceFile(FILE, text, ts.ScriptTarget.ES2022, true);
}

/** The file without its expectations, so that the compiler says what it has to say. */
function compile(source: ts.SourceFile): readonly ts.Diagnostic[] {
  const { config } = ts.readConfigFile(CONFIG, (file) => ts.sys.readFile(file)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, path.dirname(CONFIG));
  const host = ts.createCompilerHost(options);
  const bare = source.text.replace(EXPECTED, (comment) => `//${' '.repeat(comment.length - 2)}`);
  const program = ts.createProgram([FILE], options, {
    ...host,
    readFile: (file) => (file === FILE ? bare : host.readFile(file)),
    getSourceFile: (file, ...rest) => (path.normalize(file) === FILE
      ? ts.createSourceFile(file, bare, ...rest.slice(0, 1) as [ts.ScriptTarget], true)
      : host.getSourceFile(file, ...rest)),
  });
  return program.getSemanticDiagnostics(program.getSourceFile(FILE));
}

function snippetsOf(source: ts.SourceFile): Map<string, Snippet> {
  const snippets = new Map<string, Snippet>();
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const title = initializerOf(node, 'title');
      const program = initializerOf(node, 'program');
      const isProgram = program !== undefined && ts.isArrowFunction(program) && ts.isBlock(program.body);
      if (title !== undefined && ts.isStringLiteral(title) && isProgram) {
        snippets.set(title.text, snippetOf(source, program.body));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return snippets;
}

function initializerOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = node.properties.find((each) => each.name !== undefined && each.name.getText() === name);
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function snippetOf(source: ts.SourceFile, body: ts.ConciseBody): Snippet {
  const first = source.getLineAndCharacterOfPosition(body.getStart()).line + 1;
  const last = source.getLineAndCharacterOfPosition(body.getEnd()).line;
  const numbered = source.text.split('\n').slice(first, last).map((text, index) => ({ text, line: first + index }))
    .filter(({ text }) => !text.trim().startsWith('// @ts-expect-error'));
  const indent = Math.min(...numbered.map(({ text }) => text.search(/\S/)));
  return {
    text: numbered.map(({ text }) => text.slice(indent)).join('\n'),
    start: body.getStart(),
    end: body.getEnd(),
    place: (line, column) => `program.ts:${numbered.findIndex((each) => each.line === line) + 1}:${column - indent + 1}`,
  };
}

function compilerWords(
  diagnostics: readonly ts.Diagnostic[], source: ts.SourceFile, { start, end, place }: Snippet,
): string {
  const own = diagnostics.find((each) => each.start !== undefined && each.start >= start && each.start < end);
  if (own?.start === undefined) return '';
  const { line, character } = source.getLineAndCharacterOfPosition(own.start);
  const message = ts.flattenDiagnosticMessageText(own.messageText, '\n').replace(/import\("[^"]*"\)\./g, '');
  return `${place(line, character)} - error TS${own.code}: ${message}`.split('\n').slice(0, MOST_LINES).join('\n');
}

function synthWords({ program }: TypicalMistake, { place }: Snippet): string {
  const { refusals } = runProgram(program, NAMESPACE, 'defaults');
  return refusals.join('\n').replace(/\([^()\s]*typical-mistakes\.ts:(\d+):(\d+)\)/g, (_, line: string, column: string) =>
    `(${place(Number(line) - 1, Number(column) - 1)})`);
}
