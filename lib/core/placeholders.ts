import type { IConstruct } from 'constructs';
import { appChecks } from './app-checks';
import { declarationsOf, declaredIn } from './declared-placeholders';
import { LATE_CHECK } from './late-manifests';
import { hasLateValue } from './late-values';
import { type Problem, show } from './problem';
import { refuse } from './problems';

/** Follows VarRegex of fluxcd/pkg/kustomize, and what a shell and `envsubst` take for the name of a variable. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Values that only a deployment knows, with names under which files have them: the ARN of a role that AWS CDK makes is
 * written as `${EXTERNAL_DNS_ROLE_ARN}` into manifests and side documents. All of an app stand in this one list, and in
 * the side document `placeholders.json`, with every field that has one.
 *
 * ```ts
 * Placeholders.of(app).declare({ EXTERNAL_DNS_ROLE_ARN: role.roleArn });
 * ```
 *
 * Who applies the files fills them in first: `envsubst` with the names of the list, or the substitution of Flux
 * (`postBuild`), for which `GitOps` writes what is needed. Where AWS CDK applies the app (`cluster.apply(app)`),
 * nothing has to be filled in, and each becomes an output of the stack. Quotes are not written around a placeholder: a
 * value that reads as a number or as `true` becomes one, where Kubernetes expects a text.
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
 */
export class Placeholders {
  /** The placeholders of the app that a construct belongs to. */
  public static of(construct: IConstruct): Placeholders {
    return new Placeholders(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** Names of all placeholders, in the order of the program. */
  public get names(): readonly string[] {
    return [...this._declared.keys()];
  }

  /**
   * Declares values by names. The same name may be declared again with the same value.
   *
   * A name is letters, digits and underscores, and has one value; a value has one name, and is one that only the
   * deployment knows: everything else is refused with `KN-LAT-003`.
   */
  public declare(values: Readonly<Record<string, string>>): void {
    const { root } = this.construct.node;
    const all = declarationsOf(root);
    for (const [name, value] of Object.entries(values)) {
      const problem = checkName(name) ?? checkValue(name, value) ?? checkTaken(name, value, all);
      refuse(this.construct, problem);
      if (problem === undefined) all.set(name, value);
    }
    const checks = appChecks(root);
    // Also where no construct of this library makes an object: the check is what has objects write the names.
    checks.ensure('late', LATE_CHECK);
    checks.changed();
  }

  /**
   * Values by their names, in the order of the program.
   * @internal
   */
  public get _declared(): ReadonlyMap<string, string> {
    return declaredIn(this.construct.node.root);
  }
}

function checkName(name: string): Problem | undefined {
  if (NAME.test(name)) return undefined;
  return fault(`${show(name)} is no name of a placeholder`, name, 'letters, digits and underscores, no digit in front',
    `write ${show(name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^(?=\d)/, '_').toUpperCase() || 'ROLE_ARN')}`);
}

function checkValue(name: string, value: unknown): Problem | undefined {
  if (typeof value === 'string' && hasLateValue(value)) return undefined;
  return fault(`the value of the placeholder ${show(name)} is known to the program: ${show(value)}`, value,
    'texts that only the deployment knows, such as attributes of resources of AWS CDK',
    'leave the placeholder out: the files have the value itself');
}

function checkTaken(name: string, value: string, all: ReadonlyMap<string, string>): Problem | undefined {
  const known = all.get(name);
  if (known !== undefined && known !== value) {
    return fault(`the placeholder ${show(name)} has two values`, name, 'one value for a name', 'write another name for one of them');
  }
  const other = [...all].find(([otherName, otherValue]) => otherName !== name && otherValue === value);
  return other === undefined ? undefined : fault(`the placeholders ${show(other[0])} and ${show(name)} have the same value`,
    name, 'one name for a value', `leave ${show(name)} out`);
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-LAT-003', message, received, allowed, fix };
}
