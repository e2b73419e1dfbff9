import * as path from 'node:path';
import * as ts from 'typescript';
import { printStatements } from './printer';
import type { Program } from './program';
import { isOurs, OTHERS, VOCABULARY } from './vocabulary';

const ROOT = path.resolve(__dirname, '..', '..');
/** It is never written; imports are found from where it would lie. */
const FILE = path.join(__dirname, 'virtual.ts');
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'], module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16, strict: true, noUncheckedIndexedAccess: true, skipLibCheck: true,
  noEmit: true, types: ['node'], paths: { 'cdk8s-knative': [path.join(ROOT, 'lib', 'index.ts')] },
};
/** So many functions share a file: the library is bound and checked once for them. */
const BATCH = 400;

const IMPORTS = [
  ...Object.entries(OTHERS).map(([from, exports]) => `import { ${Object.keys(exports).join(', ')} } from '${from}';`),
  `import { ${[...VOCABULARY.keys()].filter(isOurs).join(', ')} } from 'cdk8s-knative';`,
].join('\n');

/** Programs that were compiled, one function each. */
export interface Compiled {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
}

/** Compiles with the library as it stands in `lib/`, and keeps what was parsed. */
export class Compiler {
  private readonly parsed = new Map<string, ts.SourceFile | undefined>();
  private last?: ts.Program;

  /** What the compiler has against each of the programs; nothing where it takes them. */
  public diagnose(programs: readonly Program[]): string[][] {
    const found: string[][] = [];
    for (let from = 0; from < programs.length; from += BATCH) {
      found.push(...this.diagnoseBatch(programs.slice(from, from + BATCH)));
    }
    return found;
  }

  public compile(programs: readonly Program[]): Compiled {
    const functions = programs.map((program, at) => `export function p${at}(app: App): void {\n${printStatements(program, '  ')}}\n`);
    const text = `${IMPORTS}\n${functions.join('')}`;
    const host = ts.createCompilerHost(OPTIONS);
    const read = host.getSourceFile.bind(host);
    const exists = host.fileExists.bind(host);
    host.fileExists = (name) => name === FILE || exists(name);
    host.getSourceFile = (name, version) => {
      if (name === FILE) return ts.createSourceFile(name, text, version, true);
      if (!this.parsed.has(name)) this.parsed.set(name, read(name, version));
      return this.parsed.get(name);
    };
    const program = ts.createProgram([FILE], OPTIONS, host, this.last);
    this.last = program;
    const file = program.getSourceFile(FILE);
    if (file === undefined) throw new Error('the generated programs were not parsed');
    return { program, file };
  }

  private diagnoseBatch(programs: readonly Program[]): string[][] {
    const { program, file } = this.compile(programs);
    const found: string[][] = programs.map(() => []);
    const functions = file.statements.filter(ts.isFunctionDeclaration);
    const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    for (const { start = 0, messageText } of all) {
      const at = functions.findIndex((one) => one.pos <= start && start < one.end);
      const words = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0] ?? '';
      if (at < 0) throw new Error(`the compiler finds something outside of the programs: ${words}`);
      found[at]?.push(words);
    }
    return found;
  }
}
