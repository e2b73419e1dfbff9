/** A part of a template that gives a value. */
export type Operand =
  | { readonly kind: 'dot' | 'nil' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'truth'; readonly truth: boolean }
  | { readonly kind: 'field'; readonly names: readonly string[] }
  | { readonly kind: 'variable'; readonly variable: string; readonly names: readonly string[] }
  | { readonly kind: 'function'; readonly name: GoFunction }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline; readonly names: readonly string[] };

/** Operands between two `|`: a value, or a function with its arguments. */
export type Command = readonly [Operand, ...Operand[]];

export interface Pipeline {
  readonly commands: readonly Command[];
  /** The variable that gets the value, and whether there has to be one already. */
  readonly variable?: { readonly name: string; readonly assigned: boolean };
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly pipeline: Pipeline }
  | {
    readonly kind: 'if' | 'with'; readonly pipeline: Pipeline;
    readonly then: readonly TemplateNode[]; readonly otherwise: readonly TemplateNode[];
  };

/** Functions of Go that are worked out here. */
export const GO_FUNCTIONS = ['and', 'or', 'not', 'eq', 'ne', 'index', 'printf'] as const;
export type GoFunction = (typeof GO_FUNCTIONS)[number];

/** Functions of Go that templates have besides. */
export const OTHER_GO_FUNCTIONS: readonly string[] = [
  'call', 'ge', 'gt', 'html', 'js', 'le', 'len', 'lt', 'print', 'println', 'slice', 'urlquery',
];
