import * as fc from 'fast-check';
import type { Expression } from '../../lib/cesql/expression';
import { parse } from '../../lib/cesql/parser';

/** The tree of a text that is an expression. */
export function treeOf(text: string): Expression {
  const { expression, fault } = parse(text);
  if (expression === undefined) throw new Error(`${text}: there should be ${fault.expected} at ${fault.at}`);
  return expression;
}

/** A tree as a text that shows what belongs to what. */
export function shown(tree: Expression): string {
  switch (tree.kind) {
    case 'literal':
      return JSON.stringify(tree.value);
    case 'attribute':
      return tree.name;
    case 'exists':
      return `(EXISTS ${tree.name})`;
    case 'unary':
      return `(${tree.operator} ${shown(tree.operand)})`;
    case 'binary':
      return `(${shown(tree.left)} ${tree.operator} ${shown(tree.right)})`;
    case 'like':
      return `(${shown(tree.operand)} LIKE ${JSON.stringify(tree.pattern)})`;
    case 'in':
      return `(${shown(tree.operand)} IN ${tree.set.map(shown).join(' ')})`;
    case 'call':
      return `${tree.name}[${tree.args.map(shown).join(' ')}]`;
  }
}

/** A tree as an expression, with parentheses around every operand that has parts. */
export function written(tree: Expression): string {
  switch (tree.kind) {
    case 'literal':
      return typeof tree.value === 'string' ? quoted(tree.value) : String(tree.value).toUpperCase();
    case 'attribute':
      return tree.name;
    case 'exists':
      return `EXISTS ${tree.name}`;
    case 'unary':
      return `${tree.operator} ${operand(tree.operand)}`;
    case 'binary':
      return `${operand(tree.left)} ${tree.operator} ${operand(tree.right)}`;
    case 'like':
      return `${operand(tree.operand)} LIKE ${quoted(tree.pattern)}`;
    case 'in':
      return `${operand(tree.operand)} IN (${tree.set.map(written).join(', ')})`;
    case 'call':
      return `${tree.name}(${tree.args.map(written).join(', ')})`;
  }
}

function operand(tree: Expression): string {
  return 'value' in tree || tree.kind === 'attribute' ? written(tree) : `(${written(tree)})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\'', '\\\'')}'`;
}

const NAMES = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/)
  .filter((name) => !/^(?:and|or|xor|not|like|exists|in|true|false)$/.test(name));
/** Without backslashes, which cannot be written before a quote or at the end. */
const TEXTS = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll('\\', '/'));
const AT = { at: fc.constant(0) };

/** Trees of every kind of expression. */
export const TREES: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => {
  const tree = tie('tree');
  return {
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('attribute'), name: NAMES, ...AT }),
      fc.record({ kind: fc.constant('literal'), value: fc.oneof(TEXTS, fc.integer(), fc.boolean()), ...AT }),
      fc.record({ kind: fc.constant('exists'), name: NAMES, ...AT }),
      fc.record({ kind: fc.constant('unary'), operator: fc.constantFrom('NOT', '-'), operand: tree, ...AT }),
      fc.record({
        kind: fc.constant('binary'),
        operator: fc.constantFrom('*', '/', '%', '+', '-', '=', '!=', '<', '<=', '>', '>=', 'AND', 'OR', 'XOR'),
        left: tree,
        right: tree,
        enclosed: fc.constant(false),
        ...AT,
      }),
      fc.record({ kind: fc.constant('like'), operand: tree, pattern: TEXTS, ...AT }),
      fc.record({ kind: fc.constant('in'), operand: tree, set: fc.array(tree, { minLength: 1, maxLength: 3 }), ...AT }),
      fc.record({
        kind: fc.constant('call'),
        name: fc.stringMatching(/^[A-Z][A-Z_]{0,3}_$/),
        args: fc.array(tree, { maxLength: 3 }),
        ...AT,
      }),
    ),
  };
}).tree;
