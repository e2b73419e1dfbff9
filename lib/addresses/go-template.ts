import { ARITY, call } from './go-template-functions';
import { parseTemplate } from './go-template-parser';
import type { Command, GoFunction, Operand, Pipeline, TemplateNode } from './go-template-tree';
import { Fields, isTrue, Table, type Value } from './go-template-values';
import { beyond, BeyondSubset, fail, TemplateFailure } from './template-faults';

/** What comes of a template: one of these. */
export interface TemplateOutcome {
  readonly text?: string;
  /** Why Go refuses it. */
  readonly failure?: string;
  /** What of it is not worked out here. */
  readonly beyond?: string;
}

/**
 * The part of Go's text/template that names of hosts are made with: fields, `index`, `if`, `with`, `and`, `or`, `not`,
 * `eq`, `ne`, `printf` with `%s`, variables, trim markers and comments. It says of everything else that it does not
 * know it, and never gives a text that Go would not give.
 *
 * There is no kept library for it in the registry: what is there reads simple fields only.
 * @see https://pkg.go.dev/text/template
 */
export class GoTemplate {
  private readonly nodes: readonly TemplateNode[] | undefined;
  private readonly fault: TemplateOutcome;

  constructor(template: string) {
    let nodes: readonly TemplateNode[] | undefined;
    this.fault = outcomeOf(() => {
      nodes = parseTemplate(template);
      return '';
    });
    this.nodes = nodes;
  }

  /** What Go makes of the template with these fields. */
  public render(fields: Fields): TemplateOutcome {
    const { nodes } = this;
    return nodes === undefined ? this.fault : outcomeOf(() => new Evaluation(fields).text(nodes, fields));
  }
}

function outcomeOf(work: () => string): TemplateOutcome {
  try {
    return { text: work() };
  } catch (error) {
    if (error instanceof TemplateFailure) return { failure: error.message };
    if (error instanceof BeyondSubset) return { beyond: error.message };
    throw error;
  }
}

interface Variable {
  readonly name: string;
  value: Value;
}

/** A value from the command before a `|`, which is the last argument of the one behind it. */
interface Piped {
  readonly value: Value;
}

/** Follows text/template/exec.go of Go. */
class Evaluation {
  private readonly variables: Variable[];

  constructor(root: Fields) {
    this.variables = [{ name: '$', value: root }];
  }

  public text(nodes: readonly TemplateNode[], dot: Value): string {
    return nodes.map((node) => this.node(node, dot)).join('');
  }

  private node(node: TemplateNode, dot: Value): string {
    if (node.kind === 'text') return node.text;
    if (node.kind === 'value') {
      const value = this.pipeline(node.pipeline, dot);
      return node.pipeline.variable === undefined ? printed(value) : '';
    }
    const known = this.variables.length;
    const value = this.pipeline(node.pipeline, dot);
    const text = isTrue(value) ? this.text(node.then, node.kind === 'with' ? value : dot) : this.text(node.otherwise, dot);
    this.variables.splice(known);
    return text;
  }

  private pipeline({ commands, variable }: Pipeline, dot: Value): Value {
    let piped: Piped | undefined;
    for (const command of commands) piped = { value: this.command(command, dot, piped) };
    if (variable?.assigned === true) this.variable(variable.name).value = piped?.value;
    else if (variable !== undefined) this.variables.push({ name: variable.name, value: piped?.value });
    return piped?.value;
  }

  private variable(name: string): Variable {
    const found = [...this.variables].reverse().find((variable) => variable.name === name);
    return found ?? fail(`there is no variable \`${name}\` yet`);
  }

  private command(command: Command, dot: Value, piped: Piped | undefined): Value {
    const [first, ...others] = command;
    if (first.kind === 'function') return this.call(first.name, others, dot, piped);
    if (first.kind === 'nil') fail('`nil` stands alone');
    const given = others.length > 0 || piped !== undefined;
    if (given && (!('names' in first) || first.names.length === 0)) fail('a value is given an argument');
    return this.operand(first, dot, given);
  }

  /** @param given whether it is given arguments, which only functions take */
  private operand(operand: Operand, dot: Value, given = false): Value {
    switch (operand.kind) {
      case 'dot': return dot;
      case 'nil': return undefined;
      case 'text': return operand.text;
      case 'truth': return operand.truth;
      case 'function': return this.call(operand.name, [], dot, undefined);
      case 'field': return chained(dot, operand.names, given);
      case 'variable': return chained(this.variable(operand.variable).value, operand.names, given);
      case 'pipeline': return chained(this.pipeline(operand.pipeline, dot), operand.names, given);
    }
  }

  private call(name: GoFunction, operands: readonly Operand[], dot: Value, piped: Piped | undefined): Value {
    const [least, most] = ARITY[name];
    const count = operands.length + (piped === undefined ? 0 : 1);
    if (count < least || count > most) fail(`\`${name}\` has ${count} arguments`);
    if (name === 'and' || name === 'or') return this.firstThat(name === 'or', operands, dot, piped);
    const values = operands.map((operand) => this.operand(operand, dot));
    return call(name, piped === undefined ? values : [...values, piped.value]);
  }

  /** What stands behind the value that decides is not looked at, and may be wrong. */
  private firstThat(is: boolean, operands: readonly Operand[], dot: Value, piped: Piped | undefined): Value {
    let value: Value;
    for (const operand of operands) {
      value = this.operand(operand, dot);
      if (isTrue(value) === is) return value;
    }
    return piped === undefined ? value : piped.value;
  }
}

/** Follows `evalField`, of which only the last gets the arguments. */
function chained(from: Value, names: readonly string[], given: boolean): Value {
  return names.reduce((value: Value, name, index) => fieldOf(value, name, given && index === names.length - 1), from);
}

function fieldOf(value: Value, name: string, given: boolean): Value {
  if (value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'boolean') fail(`\`.${name}\` is asked of a text`);
  if (value instanceof Fields) {
    const field = value.get(name) ?? fail(`there is no field \`.${name}\``);
    return given ? fail(`\`.${name}\` is given an argument`) : field;
  }
  return given ? fail(`\`.${name}\` is given an argument`) : value.get(name);
}

function printed(value: Value): string {
  if (value instanceof Table || value instanceof Fields) beyond('a whole table as text');
  return value === undefined ? '<no value>' : String(value);
}
