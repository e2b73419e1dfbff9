import * as path from 'path';
import * as ts from 'typescript';

/** Types that signatures of a package's entry name and the entry does not export, each with who names it. */
export function unnamedTypes(entry: string): string[] {
  const folder = path.dirname(entry);
  const program = ts.createProgram([entry], {
    module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, target: ts.ScriptTarget.ES2022,
    types: [], skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const real = (symbol: ts.Symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const file = program.getSourceFile(entry);
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${entry} exports nothing`);
  const exported = new Set(checker.getExportsOfModule(module).map(real));
  const ours = (symbol: ts.Symbol) => symbol.declarations?.some((declaration) =>
    !ts.isTypeParameterDeclaration(declaration) && declaration.getSourceFile().fileName.startsWith(folder));

  const found = new Set<string>();
  for (const user of exported) {
    const visit = (node: ts.Node): void => {
      const name = ts.isTypeReferenceNode(node) ? node.typeName
        : ts.isExpressionWithTypeArguments(node) ? node.expression : undefined;
      const symbol = name && checker.getSymbolAtLocation(name);
      const type = symbol && real(symbol);
      if (type !== undefined && ours(type) && !exported.has(type)) found.add(`${type.name} in ${user.name}`);
      ts.forEachChild(node, visit);
    };
    user.declarations?.forEach(visit);
  }
  return [...found].sort();
}
