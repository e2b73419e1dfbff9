/**
 * A CESQL expression as it was parsed: a tree whose texts are as they are compared (escapes resolved) and whose `at` is
 * the place in the source, counted in characters from 0.
 */
export type Expression =
  | LiteralExpression | AttributeExpression | ExistsExpression | UnaryExpression | BinaryExpression | LikeExpression
  | InExpression | CallExpression;

interface Place {
  readonly at: number;
}

/** `'a text'`, `5`, `TRUE`. */
export interface LiteralExpression extends Place {
  readonly kind: 'literal';
  readonly value: string | number | boolean;
}

/** `type`: the value of an attribute, by its name in lower case. */
export interface AttributeExpression extends Place {
  readonly kind: 'attribute';
  readonly name: string;
}

/** `EXISTS subject`. */
export interface ExistsExpression extends Place {
  readonly kind: 'exists';
  readonly name: string;
}

/** `NOT a`, `-a`. */
export interface UnaryExpression extends Place {
  readonly kind: 'unary';
  readonly operator: 'NOT' | '-';
  readonly operand: Expression;
}

/** Operators between two operands; `<>` is written as `!=`. */
export type BinaryOperator = '*' | '/' | '%' | '+' | '-' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'AND' | 'OR' | 'XOR';

/** `a = b`; `at` is the place of the operator. */
export interface BinaryExpression extends Place {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  /** Whether the expression stood in parentheses of its own. */
  readonly enclosed: boolean;
}

/** `a LIKE 'b%'`; `NOT LIKE` is a `NOT` around it. */
export interface LikeExpression extends Place {
  readonly kind: 'like';
  readonly operand: Expression;
  readonly pattern: string;
}

/** `a IN (b, c)`; `NOT IN` is a `NOT` around it. */
export interface InExpression extends Place {
  readonly kind: 'in';
  readonly operand: Expression;
  readonly set: readonly Expression[];
}

/** `LENGTH(a)`; the name is in capitals. */
export interface CallExpression extends Place {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
}
