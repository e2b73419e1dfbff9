import { show } from '../core';
import type { CallExpression, Expression } from './expression';
import type { Outcome } from './kafka-outcomes';
import { escaped, quote } from './literals';
import { printed, shown } from './printing';

/** Up to this many characters, an operand is repeated in a proposal. */
const LONGEST = 80;

/**
 * What does without the pattern, where its texts are of ASCII: `RIGHT(a, 4)` for `LIKE '%100\%'`. Of a pattern with
 * wildcards on both sides, a part without signs of patterns.
 * @internal
 */
export function withoutPattern(operand: Expression, pattern: string): string | undefined {
  const parts = /^(%?)((?:\\[%_]|[^%_\\])*)(%?)$/.exec(pattern);
  const [, before, wanted = '', after] = parts ?? [];
  const text = wanted.replace(/\\([%_])/g, '$1');
  if (text === '' || escaped(text) !== wanted || !/^[\x00-\x7F]*$/.test(text)) return undefined;
  if (before === '%' && after === '%') return longestPart(text);
  const name = printed(operand, LONGEST + 1);
  if (name.length > LONGEST) return undefined;
  if (before === '' && after === '') return `compare ${show(name)} with ${show(quote(text))}`;
  const side = before === '' ? 'LEFT' : 'RIGHT';
  return `compare ${show(`${side}(${name}, ${text.length})`)} with ${show(quote(text))}`;
}

function longestPart(text: string): string {
  const [longest = ''] = text.split(/[%_]/).sort((a, b) => b.length - a.length);
  if (longest === '') return 'compare an extension that the source sets';
  return `look for a part without \`%\` and \`_\`, as with ${show(`LIKE '%${longest.replace(/'/g, "\\'")}%'`)}, or compare `
    + '`LEFT` or `RIGHT` of the text';
}

/**
 * The outcomes of a call, with what to write in place of one that counts characters: the beginning of a text is read
 * with `LEFT`, which compares alike with texts of ASCII.
 * @internal
 */
export function withAdvice(outcomes: readonly Outcome[], call: CallExpression): readonly Outcome[] {
  const instead = adviceOn(call);
  if (instead === undefined) return outcomes;
  return outcomes.map((outcome) => {
    const { cause } = outcome;
    const own = cause?.kind === 'characters' && cause.of === call.name && cause.instead === undefined;
    return own ? { ...outcome, cause: { ...cause, instead } } : outcome;
  });
}

function adviceOn({ name, args: [text, from, count] }: CallExpression): string | undefined {
  if (name === 'LEFT' || name === 'RIGHT') return `compare ${show(`${name}(...)`)} with a text of ASCII`;
  if (name !== 'SUBSTRING' || text === undefined || from === undefined) return undefined;
  if (count !== undefined && from.kind === 'literal' && from.value === 1 && count.kind === 'literal') {
    return `write ${shown({ kind: 'call', at: text.at, name: 'LEFT', args: [text, count] })}, and compare it with a text of ASCII`;
  }
  return 'compare `LEFT(...)` or `RIGHT(...)` with a text of ASCII where that says the same, or make sure that the attribute '
    + 'holds nothing else';
}
