import { type Expr, fields, list, partsOf, replaced, without } from './expression';
import { type Program, withoutStatement } from './program';

/** Tries in all; each may ask a server. */
const BUDGET = 200;

/** Leaves out of a program whatever it fails without as well, as long as tries are left. */
export async function shrink(program: Program, fails: (smaller: Program) => Promise<boolean>): Promise<Program> {
  let [smallest, budget] = [program, BUDGET];
  for (let progress = true; progress && budget > 0;) {
    progress = false;
    for (const candidate of smallerThan(smallest)) {
      if (budget-- <= 0) break;
      if (!await fails(candidate)) continue;
      smallest = candidate;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** Programs with one thing less, those that lack most first. */
function* smallerThan(program: Program): Generator<Program> {
  for (let at = program.statements.length - 1; at >= 0; at--) yield withoutStatement(program, at);
  for (const [at, statement] of program.statements.entries()) {
    for (const expr of lessThan(statement.expr)) {
      yield { ...program, statements: replaced(program.statements, at, { ...statement, expr }) };
    }
  }
}

function* lessThan(expr: Expr): Generator<Expr> {
  if (expr.is === 'object') {
    for (const gone of Object.keys(expr.fields)) {
      yield fields(Object.fromEntries(Object.entries(expr.fields).filter(([key]) => key !== gone)));
    }
  }
  if (expr.is === 'list') for (const at of expr.items.keys()) yield list(...without(expr.items, at));
  for (const [, part, put] of partsOf(expr)) for (const smaller of lessThan(part)) yield put(smaller);
}
