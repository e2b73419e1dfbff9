import { type Token, TokenKind, tokensOf } from './go-template-tokens';
import {
  type Command, GO_FUNCTIONS, type GoFunction, type Operand, OTHER_GO_FUNCTIONS, type Pipeline, type TemplateNode,
} from './go-template-tree';
import { beyond, fail } from './template-faults';

/** Deeper than any template that is meant for people. */
const DEEPEST = 50;
/** Words that end a list of parts. */
type Ending = 'else' | 'end';

/** Reads a template; follows text/template/parse/parse.go of Go. */
export function parseTemplate(template: string): readonly TemplateNode[] {
  return new Parser(tokensOf(template)).run();
}

class Parser {
  private at = 0;
  private depth = 0;
  private variables: string[] = ['$'];

  constructor(private readonly tokens: readonly Token[]) {}

  public run(): readonly TemplateNode[] {
    const nodes: TemplateNode[] = [];
    while (this.peek().kind !== TokenKind.END_OF_TEXT) {
      const node = this.textOrAction();
      if (typeof node === 'string') fail(`an \`${node}\` has no \`if\` or \`with\``);
      nodes.push(node);
    }
    return nodes;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: TokenKind.END_OF_TEXT, text: '' };
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private skipSpaces(): Token {
    while (this.peek().kind === TokenKind.SPACE) this.at += 1;
    return this.peek();
  }

  private nextNonSpace(): Token {
    this.skipSpaces();
    return this.next();
  }

  private isKeyword(word: string): boolean {
    const { kind, text } = this.peek();
    return kind === TokenKind.KEYWORD && text === word;
  }

  private expectClose(after: string): void {
    const { kind, text } = this.nextNonSpace();
    if (kind !== TokenKind.CLOSE) unexpected(text, after);
  }

  private textOrAction(): TemplateNode | Ending {
    const { kind, text } = this.nextNonSpace();
    if (kind === TokenKind.TEXT) return { kind: 'text', text };
    if (kind !== TokenKind.OPEN) unexpected(text, 'the template');
    return this.action();
  }

  private action(): TemplateNode | Ending {
    const { kind, text } = this.skipSpaces();
    if (kind === TokenKind.KEYWORD) {
      this.at += 1;
      if (text === 'if' || text === 'with') return this.control(text);
      return text === 'else' ? this.otherwise() : this.end();
    }
    return { kind: 'value', pipeline: this.pipeline(TokenKind.CLOSE) };
  }

  /** An `else if` stays where it is, for the `if` that it belongs to. */
  private otherwise(): Ending {
    this.skipSpaces();
    if (!this.isKeyword('if') && !this.isKeyword('with')) this.expectClose('`else`');
    return 'else';
  }

  private end(): Ending {
    this.expectClose('`end`');
    return 'end';
  }

  private control(kind: 'if' | 'with'): TemplateNode {
    return this.deeper(() => {
      const known = this.variables.length;
      const pipeline = this.pipeline(TokenKind.CLOSE);
      const [then, ending] = this.list();
      const otherwise = ending === 'end' ? [] : this.otherwiseOf(kind);
      this.variables = this.variables.slice(0, known);
      return { kind, pipeline, then, otherwise };
    });
  }

  private otherwiseOf(kind: 'if' | 'with'): readonly TemplateNode[] {
    if (this.isKeyword(kind)) {
      this.at += 1;
      return [this.control(kind)];
    }
    const [nodes, ending] = this.list();
    if (ending !== 'end') fail('an `else` stands behind an `else`');
    return nodes;
  }

  private list(): [readonly TemplateNode[], Ending] {
    const nodes: TemplateNode[] = [];
    while (this.skipSpaces().kind !== TokenKind.END_OF_TEXT) {
      const node = this.textOrAction();
      if (typeof node === 'string') return [nodes, node];
      nodes.push(node);
    }
    return fail('an `if` or `with` has no `end`');
  }

  private pipeline(end: TokenKind): Pipeline {
    const variable = this.declared();
    const commands: Command[] = [];
    for (;;) {
      const { kind, text } = this.skipSpaces();
      if (kind === end) break;
      if (!STARTS_OPERAND.has(kind)) unexpected(text, 'a pipeline');
      commands.push(this.command());
    }
    this.at += 1;
    if (commands.length === 0) fail('a value is missing');
    if (commands.slice(1).some(([first]) => CONSTANTS.has(first.kind))) fail('a value stands where Go expects a function');
    return variable === undefined ? { commands } : { commands, variable };
  }

  private declared(): Pipeline['variable'] {
    const { kind, text: name } = this.skipSpaces();
    if (kind !== TokenKind.VARIABLE) return undefined;
    const start = this.at;
    this.at += 1;
    const sign = this.nextNonSpace().kind;
    if (sign !== TokenKind.DECLARE && sign !== TokenKind.ASSIGN) {
      this.at = start;
      return undefined;
    }
    this.variables.push(name);
    return { name, assigned: sign === TokenKind.ASSIGN };
  }

  private command(): Command {
    const operands: Operand[] = [];
    for (;;) {
      this.skipSpaces();
      const operand = this.operand();
      if (operand !== undefined) operands.push(operand);
      const { kind, text } = this.peek();
      if (kind === TokenKind.SPACE) continue;
      if (kind === TokenKind.PIPE) this.at += 1;
      else if (kind !== TokenKind.CLOSE && kind !== TokenKind.CLOSE_PAREN) unexpected(text, 'an operand');
      break;
    }
    const [first, ...others] = operands;
    return first === undefined ? fail('a command is empty') : [first, ...others];
  }

  private operand(): Operand | undefined {
    const term = this.term();
    if (term === undefined || this.peek().kind !== TokenKind.FIELD) return term;
    const names: string[] = [];
    while (this.peek().kind === TokenKind.FIELD) names.push(this.next().text);
    if (term.kind === 'function') beyond('a field of what a function gives');
    if (!('names' in term)) fail(`a \`.${names[0] ?? ''}\` stands behind a value without fields`);
    return { ...term, names: [...term.names, ...names] };
  }

  private term(): Operand | undefined {
    const { kind, text } = this.peek();
    if (!STARTS_OPERAND.has(kind)) return undefined;
    this.at += 1;
    switch (kind) {
      case TokenKind.DOT: return { kind: 'dot' };
      case TokenKind.NIL: return { kind: 'nil' };
      case TokenKind.STRING: return { kind: 'text', text };
      case TokenKind.TRUTH: return { kind: 'truth', truth: text === 'true' };
      case TokenKind.FIELD: return { kind: 'field', names: [text] };
      case TokenKind.VARIABLE: return this.variable(text);
      case TokenKind.IDENTIFIER: return { kind: 'function', name: functionNamed(text) };
      default: return this.deeper(() => ({ kind: 'pipeline', pipeline: this.pipeline(TokenKind.CLOSE_PAREN), names: [] }));
    }
  }

  private variable(name: string): Operand {
    if (!this.variables.includes(name)) fail(`there is no variable \`${name}\``);
    return { kind: 'variable', variable: name, names: [] };
  }

  private deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > DEEPEST) beyond(`more than ${DEEPEST} levels`);
    const found = read();
    this.depth -= 1;
    return found;
  }
}

const STARTS_OPERAND: ReadonlySet<TokenKind> = new Set([
  TokenKind.DOT, TokenKind.NIL, TokenKind.STRING, TokenKind.TRUTH, TokenKind.FIELD, TokenKind.VARIABLE,
  TokenKind.IDENTIFIER, TokenKind.OPEN_PAREN,
]);
const CONSTANTS: ReadonlySet<Operand['kind']> = new Set(['dot', 'nil', 'text', 'truth']);

function functionNamed(name: string): GoFunction {
  const known = GO_FUNCTIONS.find((each) => each === name);
  if (known !== undefined) return known;
  return OTHER_GO_FUNCTIONS.includes(name) ? beyond(`the function \`${name}\``) : fail(`there is no function \`${name}\``);
}

function unexpected(text: string, where: string): never {
  return fail(text === '' ? `${where} ends too early` : `\`${text}\` is unexpected in ${where}`);
}
