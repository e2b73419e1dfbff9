import { Feature } from '../../lib';
import {
  call, create, type Draft, type Expr, fields, type FreshName, literal, member, name, namesIn, partsOf, type Wish,
} from './expression';

/** One line of a program. */
export interface Statement {
  /** Variable that keeps the value. */
  readonly as?: string;
  readonly expr: Expr;
}

/** A whole program; before its first statement stands `const app = new App()`. */
export interface Program {
  /** Its namespace; a second one has `-b` behind. */
  readonly namespace: string;
  /** Whether it is for a cluster with all feature flags, which it declares or has its platform switch on. */
  readonly flags: boolean;
  readonly statements: readonly Statement[];
}

interface Variable {
  readonly name: string;
  readonly sorts: Set<string>;
  readonly elsewhere: boolean;
}

/** The feature flags of a cluster with all of them on, as a statement. */
function allFeatures(): Statement {
  const features = Object.keys(Feature).map((feature) => member('Feature', feature));
  return { expr: call(call('Features', 'of', name('app')), 'enable', ...features) };
}

/**
 * Puts drafts together: names become unique, wishes become variables, charts are made.
 * @param cluster name of the cluster that the charts are meant for, where they name one
 */
export function assemble(drafts: readonly Draft[], namespace: string, flags: boolean, cluster?: string): Program {
  const assembly = new Assembly(namespace, cluster);
  for (const draft of drafts) assembly.add(draft);
  const declared = flags && !drafts.some(({ ownFlags }) => ownFlags === true);
  return { namespace, flags, statements: [...(declared ? [allFeatures()] : []), ...assembly.finish()] };
}

class Assembly {
  private readonly statements: Statement[] = [];
  private readonly variables: Variable[] = [];
  private readonly counts = new Map<string, number>();
  private readonly made = new Set<string>();
  private elsewhere = false;
  private elsewhereUsed = false;
  private freshNames = 0;

  constructor(private readonly namespace: string, private readonly cluster: string | undefined) {}

  public add(draft: Draft): void {
    if (draft.once !== undefined && this.made.has(draft.once)) return;
    this.place(draft, draft.elsewhere === true);
  }

  public finish(): Statement[] {
    const charts = [this.chart('chart', this.namespace)];
    if (this.elsewhereUsed) charts.push(this.chart('other', `${this.namespace}-b`));
    return [...charts, ...this.statements];
  }

  private chart(variable: string, namespace: string): Statement {
    const props = { namespace: literal(namespace) };
    const labels = fields({ team: literal('shop') });
    return { as: variable, expr: this.cluster === undefined ? create('Chart', name('app'), literal(variable), fields(props))
      : create('ClusterChart', name('app'), literal(variable), fields({
        ...props, cluster: literal(this.cluster), clusterDomain: literal('example.local'), labels, disableResourceNameHashes: literal(true),
      })) };
  }

  private place(draft: Draft, elsewhere: boolean): Variable | undefined {
    const outer = this.elsewhere;
    this.elsewhere = elsewhere;
    if (draft.once !== undefined) this.made.add(draft.once);
    const expr = this.close(draft.expr);
    this.elsewhere = outer;
    if (draft.as === undefined) {
      this.statements.push({ expr });
      return undefined;
    }
    const count = (this.counts.get(draft.as) ?? 0) + 1;
    this.counts.set(draft.as, count);
    const variable = { name: `${draft.as}${count === 1 ? '' : count}`, sorts: new Set(draft.sorts), elsewhere };
    this.variables.push(variable);
    this.statements.push({ as: variable.name, expr });
    return variable;
  }

  private close(expr: Expr): Expr {
    switch (expr.is) {
      case 'fresh': return literal(this.freshName(expr));
      case 'here': return this.here(expr.what);
      case 'wish': return name(this.fulfil(expr));
      default: return partsOf(expr).reduce<Expr>((whole, [, part], at) => {
        const closed = this.close(part);
        const put = partsOf(whole)[at]?.[2];
        return put === undefined ? whole : put(closed);
      }, expr);
    }
  }

  private here(what: 'chart' | 'namespace'): Expr {
    if (this.elsewhere) this.elsewhereUsed = true;
    if (what === 'chart') return name(this.elsewhere ? 'other' : 'chart');
    return literal(this.elsewhere ? `${this.namespace}-b` : this.namespace);
  }

  private freshName({ word, length, before = '', behind = '', clusterWide }: FreshName): string {
    this.freshNames += 1;
    const text = `${clusterWide === true ? `${this.namespace}-` : ''}${word}-${this.freshNames}`;
    return `${before}${text}${'x'.repeat(Math.max(0, (length ?? 0) - text.length))}${behind}`;
  }

  private fulfil(wish: Wish): string {
    const fitting = this.variables.filter(({ sorts, elsewhere }) =>
      sorts.has(wish.sort) && (wish.anywhere || elsewhere === this.elsewhere));
    const found = fitting[wish.pick % Math.max(1, fitting.length)] ?? this.place(wish.otherwise, this.elsewhere);
    if (found === undefined) throw new Error(`a draft for ${wish.sort} makes no variable`);
    if (wish.uses !== undefined) found.sorts.delete(wish.uses);
    return found.name;
  }
}

/** The statement without which others would name a variable that is not there, and all that follow from it. */
export function withoutStatement(program: Program, at: number): Program {
  const gone = new Set<string>();
  const statements = program.statements.filter(({ as, expr }, index) => {
    const dropped = index === at || namesIn(expr).some((used) => gone.has(used));
    if (dropped && as !== undefined) gone.add(as);
    return !dropped;
  });
  return { ...program, statements };
}
