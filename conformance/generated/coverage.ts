import * as ts from 'typescript';
import type { Compiled } from './compiler';

/** Names of the parts of the public API: `Class`, `Class.method`, `Enum.MEMBER`, `Struct.prop`. */
export type ApiNames = ReadonlySet<string>;

/** What there is, and what programs use of it. */
export interface Coverage {
  readonly offered: ApiNames;
  readonly used: ApiNames;
}

/** Asks the compiler which parts of the public API the programs use: it knows what every object literal stands for. */
export function coverageOf({ program, file }: Compiled, entry: string): Coverage {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} was not compiled`);
  const exported = checker.getExportsOfModule(module).map((symbol) => resolved(symbol, checker));
  const used = new Uses(checker);
  ts.forEachChild(file, (node) => { used.visit(node); });
  const structs = exported.filter(isStruct);
  return { offered: new Set(exported.flatMap((symbol) => offeredBy(symbol, checker))), used: used.names(structs) };
}

function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** Contracts begin with an I and are implemented, not written. */
function isStruct(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.Interface) !== 0 && !/^I[A-Z][a-z]/.test(symbol.name);
}

function offeredBy(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  if ((symbol.flags & ts.SymbolFlags.Enum) !== 0) {
    return [...symbol.exports?.keys() ?? []].map((member) => `${symbol.name}.${String(member)}`);
  }
  if (isStruct(symbol)) {
    return checker.getDeclaredTypeOfSymbol(symbol).getProperties().map(({ name }) => `${symbol.name}.${name}`);
  }
  return (symbol.flags & ts.SymbolFlags.Class) === 0 ? [] : offeredByClass(symbol);
}

function offeredByClass(symbol: ts.Symbol): string[] {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isClassDeclaration(declaration)) return [];
  const open = declaration.members.filter((part) =>
    (ts.getCombinedModifierFlags(part) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0);
  const methods = open.filter((part) => ts.isMethodDeclaration(part) || isStaticValue(part)).map((part) => part.name?.getText() ?? '');
  const abstract = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) !== 0;
  const made = !abstract && open.some(ts.isConstructorDeclaration) ? [symbol.name] : [];
  return [...made, ...methods.filter((name) => !name.startsWith('_')).map((name) => `${symbol.name}.${name}`)];
}

function isStaticValue(part: ts.ClassElement): boolean {
  return ts.isPropertyDeclaration(part) && (ts.getCombinedModifierFlags(part) & ts.ModifierFlags.Static) !== 0;
}

/** Collects what programs use. */
class Uses {
  private readonly found = new Set<string>();
  private readonly written = new Map<ts.Symbol, Set<string>>();

  constructor(private readonly checker: ts.TypeChecker) {}

  public visit(node: ts.Node): void {
    if (ts.isNewExpression(node)) this.found.add(node.expression.getText());
    if (ts.isPropertyAccessExpression(node)) this.access(node);
    if (ts.isObjectLiteralExpression(node)) this.literal(node);
    ts.forEachChild(node, (child) => { this.visit(child); });
  }

  /** A prop counts for the struct that is written, and for all that it extends. */
  public names(structs: readonly ts.Symbol[]): Set<string> {
    for (const struct of structs) {
      const base = this.checker.getDeclaredTypeOfSymbol(struct);
      for (const [written, props] of this.written) {
        if (!this.extends(written, base)) continue;
        for (const prop of props) this.found.add(`${struct.name}.${prop}`);
      }
    }
    return this.found;
  }

  private extends(symbol: ts.Symbol, base: ts.Type): boolean {
    if (symbol === base.symbol) return true;
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    return type.isClassOrInterface() && this.checker.getBaseTypes(type).some((one) => this.extends(one.symbol, base));
  }

  private access(node: ts.PropertyAccessExpression): void {
    const member = this.checker.getSymbolAtLocation(node.name);
    const owner = member === undefined ? undefined : this.ownerOf(member);
    if (member !== undefined && owner !== undefined) this.found.add(`${owner}.${member.name}`);
  }

  private ownerOf(member: ts.Symbol): string | undefined {
    const parent = member.declarations?.[0]?.parent;
    const named = parent !== undefined && (ts.isClassDeclaration(parent) || ts.isEnumDeclaration(parent));
    return named ? parent.name?.text : undefined;
  }

  private literal(node: ts.ObjectLiteralExpression): void {
    const type = this.checker.getContextualType(node)?.getNonNullableType();
    const symbols = [type?.aliasSymbol, type?.symbol].filter((symbol) => symbol !== undefined);
    for (const symbol of symbols) {
      const props = this.written.get(symbol) ?? new Set<string>();
      this.written.set(symbol, props);
      for (const property of node.properties) if (property.name !== undefined) props.add(property.name.getText());
    }
  }
}
