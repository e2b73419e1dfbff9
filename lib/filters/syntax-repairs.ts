import { inspect, parse, type SyntaxFault } from '../cesql';
import { firstRepair, type Repair } from './syntax-rules';

/** Mistakes of one expression that are put right one after the other. */
const MOST_REPAIRS = 16;
/** Characters of the longest expression that a message writes out. */
const LONGEST_PROPOSAL = 200;
/** Characters before and after a place in a longer one that are looked at. */
const SURROUNDINGS = 80;

/**
 * What to write for an expression that does not parse: what is wrong where it stops and, if putting that right is
 * enough, the whole expression.
 * @internal
 */
export function repairOf(text: string, fault: SyntaxFault): string | undefined {
  const first = repairAt(text, fault);
  if (first === undefined) return undefined;
  const whole = repaired(text, first);
  return whole === undefined ? first.reason : `write \`${whole}\`: ${first.reason}`;
}

/** The expression after all repairs; nothing where it is still refused, or would be read in another way. */
function repaired(text: string, first: Repair): string | undefined {
  let next: Repair | undefined = first;
  for (let count = 0; count < MOST_REPAIRS && next?.text !== undefined; count += 1) {
    const { fault, expression } = parse(next.text);
    // `&&` binds more tightly than `||` elsewhere, `AND` and `OR` bind alike.
    const mixed = text.includes('&&') && text.includes('||');
    if (expression !== undefined) {
      const isRefused = inspect(expression, next.text).problem !== undefined;
      return mixed || isRefused || next.text.length > LONGEST_PROPOSAL ? undefined : next.text.trim();
    }
    next = repairAt(next.text, fault);
  }
  return undefined;
}

function repairAt(text: string, { at, limit }: SyntaxFault): Repair | undefined {
  if (limit !== undefined) return undefined;
  // Of a long expression only the surroundings of the place are looked at, and nothing is written out.
  const isLong = text.length > LONGEST_PROPOSAL;
  const before = text.slice(isLong ? Math.max(0, at - SURROUNDINGS) : 0, at);
  const rest = text.slice(at, isLong ? at + SURROUNDINGS : undefined);
  const repair = firstRepair(before, rest, isLong);
  return isLong && repair !== undefined ? { reason: repair.reason } : repair;
}
