import { Feature } from '../../lib';
import { type Call, type Expr, namesIn } from './expression';
import type { Program } from './program';
import { isOurs, OTHERS } from './vocabulary';

const WIDTH = 110;

/** The body of a program: one line or more for each statement. */
export function printStatements(program: Program, indent = ''): string {
  return program.statements.map(({ as, expr }) => {
    const declaration = as === undefined ? '' : `const ${as} = `;
    const text = isEverything(expr) ? `${printExpr(expr.on)}.enable(...Object.values(Feature))` : printExpr(expr, indent);
    // A statement does not begin with a brace.
    return `${indent}${declaration}${declaration === '' && expr.is === 'object' ? `(${text})` : text};\n`;
  }).join('');
}

/** All feature flags at once fill a page. */
function isEverything(expr: Expr): expr is Call {
  return expr.is === 'call' && expr.method === 'enable' && expr.args.length === Object.keys(Feature).length;
}

/** A program as a user would write it. */
export function printProgram(program: Program): string {
  const used = new Set(program.statements.flatMap(({ expr }) => namesIn(expr)));
  const imports = [...Object.entries(OTHERS).map(([from, exports]) => {
    const names = Object.keys(exports).filter((name) => name === 'App' || used.has(name));
    return names.length === 0 ? '' : `import { ${names.join(', ')} } from '${from}';\n`;
  })];
  const ours = [...used].filter(isOurs).sort();
  if (ours.length > 0) imports.push(`import { ${ours.join(', ')} } from 'cdk8s-knative';\n`);
  return `${imports.join('')}\nconst app = new App();\n${printStatements(program)}app.synth();\n`;
}

/** An expression; it is broken into lines where it is long. */
export function printExpr(expr: Expr, indent = ''): string {
  const short = printed(expr, (part) => printExpr(part, ''), '', '', ', ');
  if (!short.includes('\n') && indent.length + short.length <= WIDTH) return short;
  const inner = `${indent}  `;
  return printed(expr, (part) => printExpr(part, inner), `\n${inner}`, `,\n${indent}`, `,\n${inner}`);
}

function printed(expr: Expr, print: (part: Expr) => string, open: string, close: string, comma: string): string {
  const around = (left: string, items: readonly string[], right: string, pad = '') =>
    (items.length === 0 ? `${left}${right}`
      : `${left}${open === '' ? pad : open}${items.join(comma)}${close === '' ? pad : close}${right}`);
  const receiver = (of: Expr) => (of.is === 'literal' || of.is === 'object' || of.is === 'lambda' ? `(${print(of)})` : print(of));
  switch (expr.is) {
    case 'literal': return printLiteral(expr.value);
    case 'list': return around('[', expr.items.map(print), ']');
    case 'object': return around('{', Object.entries(expr.fields).map(([key, value]) =>
      `${printKey(key)}: ${print(value)}`), '}', ' ');
    case 'name': return expr.name;
    case 'member': return `${receiver(expr.of)}.${expr.name}`;
    case 'call': return around(`${receiver(expr.on)}.${expr.method}(`, expr.args.map(print), ')');
    case 'new': return around(`new ${expr.of}(`, expr.args.map(print), ')');
    case 'lambda': return `() => (${print(expr.body)})`;
    default: return `/* ${expr.is} */`;
  }
}

function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__' ? key : quoted(key);
}

function printLiteral(value: unknown): string {
  if (typeof value !== 'string') return Object.is(value, -0) ? '-0' : String(value);
  return quoted(value);
}

function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
