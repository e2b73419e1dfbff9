import {
  AspectPriority, Aspects, CfnOutput, CfnWaitConditionHandle, Lazy, Stack,
} from 'aws-cdk-lib/core';
import type { App } from 'cdk8s';
import { Construct, Dependable, type IConstruct, type IDependable } from 'constructs';
import { describeClusterOfApp } from '../cluster';
import {
  appliedByStack, captureTrace, checkAppFor, formatProblem, needsFile, objectId, Placeholders, type Problem,
  type ReadApp, readAppFor, type ReadObject, refuse, sourceLine, type SourceTrace, Warnings,
} from '../core';
import { AWS_CDK, exposureOf, holdsSecret, withoutSpec } from './app-reading';
import { AppliedObjects } from './applied-objects';
import { checkObjectSize, checkReleaseNames, checkTemplate, checkTwice } from './apply-limits';
import { type ApplyOptions, checkOptions, type ObjectValue } from './apply-options';
import { canComeAfter, checkEnvironment, isOneCluster } from './apply-place';
import type { EksClusterBase } from './eks-cluster-base';
import { type Delivery, deliver } from './helm-releases';
import { checkLateKeys } from './late-keys';
import { digestOf, logicalId } from './object-ids';
import { checkObjectValue, makeObjectValue, nameObjectValues, refusedValue } from './object-values';

/** What was applied, by the program that it is part of. */
const APPLIED = new WeakMap<IConstruct, AppliedApp[]>();
const OBJECTS = 'Objects';

/**
 * The objects of a cdk8s app on a cluster, made by `cluster.apply(app)`. The app is read when the program of AWS CDK is
 * synthesized: what is added to it after the call is applied too, and its problems stand in one list with all others.
 *
 * Each object is a resource of its own, and its id in the template is made from group, kind, namespace and name alone:
 * charts may be renamed, objects may move between charts, and neither makes CloudFormation delete anything. Objects are
 * applied in the steps of `Wave`, and a step begins when what is awaited of the one before is ready; they are removed
 * in reverse. Definitions of kinds stay in the cluster when all else is removed.
 *
 * Several apps of one cluster come in the order in which `apply` was called, as far as their stacks can; the cluster's
 * own stack is always the first. Whatever else comes after an applied app writes `other.node.addDependency(applied)`.
 *
 * The values of a Secret would stand in the template, or in the asset of a Helm release, for all who may read it, which
 * is warned of (`secret-in-template`).
 *
 * Refused: a stack in another region or account than that of the cluster (`KN-EKS-001`), an app without objects
 * (`KN-EKS-020`), an empty chart (`KN-EKS-021`), an object that two apps put on one cluster (`KN-EKS-025`), objects and
 * templates above the limits of kubectl and CloudFormation (`KN-EKS-026` to `KN-EKS-029`).
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_eks_v2.KubernetesManifest.html
 */
export class AppliedApp extends Construct {
  /** @internal */
  public static _apply(target: EksClusterBase, app: App, options: ApplyOptions): AppliedApp {
    return new AppliedApp(target, app, options);
  }

  /** The cluster. */
  public readonly target: EksClusterBase;
  /** The app of cdk8s whose objects these are. */
  public readonly app: App;
  private readonly options: ApplyOptions;
  private readonly trace: SourceTrace = captureTrace();
  private read?: ReadApp;
  private delivery?: Delivery;
  private made?: AppliedObjects;
  /** Whether something was refused before the app was read: then the stack has nothing of it. */
  private isRefused: boolean;

  private constructor(target: EksClusterBase, app: App, options: ApplyOptions) {
    const scope = options.scope ?? Stack.of(target);
    super(scope, freeId(scope));
    this.target = target;
    this.app = app;
    this.options = { ...options };
    const { root } = this.node;
    APPLIED.set(root, [...APPLIED.get(root) ?? [], this]);
    const place = checkEnvironment(Stack.of(this), Stack.of(target));
    const problems = [checkAppFor(AWS_CDK, app), place, checkOptions(options)];
    refuse(this, ...problems);
    const hasKubectl = target._hasKubectl(this, 'to apply the objects of an app');
    this.isRefused = !hasKubectl || problems.some((problem) => problem !== undefined);
    this.node.addValidation({ validate: () => this.messages() });
    const made = () => this.made;
    // Whoever depends on all of it depends on the last step, and not on each of hundreds of resources.
    Dependable.implement(this, {
      get dependencyRoots() {
        const end = made()?.end;
        return end === undefined ? [] : [end];
      },
    });
    if (this.isRefused) {
      this.refuseTemplate();
      return;
    }
    const { clusterName, version: kubernetesVersion, spec } = target;
    const { chartsOf } = options;
    appliedByStack(app);
    describeClusterOfApp(app, { clusterName, region: spec?.region, kubernetesVersion, spec, chartsOf });
    // Early, so that aspects which look at resources, or change them, see these too.
    const visit = (node: IConstruct) => { if (node === this) this.grow(); };
    Aspects.of(this).add({ visit }, { priority: AspectPriority.MUTATING });
  }

  /**
   * A value of a live object, as a token: it is read when all of the app was applied, and again whenever the manifest
   * of the object is another one. The wait ends when there is a value.
   *
   * Wrong: an object without kind or name, a path in braces or without a dot in front, a timeout above 14 minutes, all
   * refused with `KN-EKS-030`.
   * @returns a token for the text
   */
  public objectValue(value: ObjectValue): string {
    const problem = checkObjectValue(value);
    refuse(this, problem);
    this.isRefused ||= problem !== undefined;
    if (this.isRefused) return refusedValue();
    return makeObjectValue(this, this.target, value, Lazy.string({ produce: () => this.digestOf(value) }));
  }

  /** Reads the app and makes its resources, anew at every synth. */
  private grow(): void {
    this.forget();
    const read = readAppFor(AWS_CDK, this.app, this.options.chartsOf);
    if (needsFile() !== undefined) {
      // The command line asks what the program needs; without it, this would be half of an app.
      this.read = { ...read, problems: [] };
      return;
    }
    const delivery = deliver(this.app, read, this.options, Stack.of(this).stackName);
    // What is wrong with the app is said before what Helm would be missing in it.
    const own = read.objects.length === 0 ? [] : [...delivery.problems, ...this.checkObjects(read.objects, delivery)];
    const problems = [...read.problems, ...own];
    this.read = { ...read, problems };
    this.delivery = delivery;
    if (this.isRefused || read.reported.length + problems.length > 0) {
      this.refuseTemplate();
      return;
    }
    const { target, options: { removalPolicy } } = this;
    const label = this.label(read.objects);
    nameObjectValues(this, target.clusterName, label);
    this.made = new AppliedObjects(this, OBJECTS, {
      target, objects: read.objects, needs: read.needs, delivery, label, removalPolicy, after: this.appsBefore(),
    });
    this.outputPlaceholders(this.made);
    for (const object of read.objects.filter(holdsSecret)) {
      Warnings.of(this).add('secret-in-template', exposureOf(object, delivery.manifests.includes(object)));
    }
  }

  private forget(): void {
    this.node.tryRemoveChild(OBJECTS);
    outermost(Stack.of(this)).node.tryRemoveChild(this.refusal);
    this.made = undefined;
    this.delivery = undefined;
  }

  /**
   * A synth that skips validations would make a template without the objects, by which CloudFormation would delete them
   * all. What is only looked at, such as references, is told nothing. The template of a nested stack is made before
   * anything is validated, so that it stands in the one around it.
   */
  private refuseTemplate(): void {
    const handle = new CfnWaitConditionHandle(outermost(Stack.of(this)), this.refusal);
    handle.cfnOptions.metadata = {
      refused: Lazy.uncachedAny({
        produce: ({ preparing }) => {
          if (!preparing) throw new Error(this.node.validate().join('\n'));
          return undefined;
        },
      }),
    };
  }

  private get refusal(): string {
    return `Refused${this.node.addr}`;
  }

  private checkObjects(objects: readonly ReadObject[], { manifests, releases }: Delivery): Problem[] {
    const others = this.others().filter((other) => isOneCluster(other, this));
    const objectsBefore = others.flatMap(({ node: { path }, read }) =>
      (read?.objects ?? []).map(({ id }) => [id, path] as const));
    const releasesBefore = others.flatMap((other) => (other.delivery?.releases ?? []).map(({ name }) => name));
    return [
      ...checkTwice(objects, new Map(objectsBefore)),
      ...checkReleaseNames(releases.map(({ name }) => name), releasesBefore),
      ...objects.flatMap((object) => checkLateKeys(object, Stack.of(this))),
      ...manifests.map(checkObjectSize).filter((problem) => problem !== undefined),
    ];
  }

  /**
   * What tells an app from others of the same cluster in one template, where there are others: an object that is in no
   * other one, whatever order they come in.
   */
  private label(objects: readonly ReadObject[]): string {
    const isAlone = (APPLIED.get(this.node.root) ?? []).every((other) => other === this
      || Stack.of(other) !== Stack.of(this) || other.target.clusterName !== this.target.clusterName);
    return isAlone ? '' : objects.map(({ id }) => id).sort()[0] ?? '';
  }

  /** The apps of the cluster that come before this one, as the program has ordered all of it in the end. */
  private appsBefore(): IDependable {
    const before = this.others().filter((other) => isOneCluster(other, this));
    const roots = () => before.filter((other) => canComeAfter(this, other))
      .flatMap(({ made }) => made === undefined ? [] : [made.end]);
    const dependable = {};
    Dependable.implement(dependable, { get dependencyRoots() { return roots(); } });
    return dependable;
  }

  /** What the program applied before. */
  private others(): AppliedApp[] {
    const all = APPLIED.get(this.node.root) ?? [];
    return all.slice(0, all.indexOf(this));
  }

  private messages(): string[] {
    const others = this.others();
    const stack = Stack.of(this);
    const ofStack = (APPLIED.get(this.node.root) ?? []).filter((other) => Stack.of(other) === stack);
    const isWhole = ofStack.every(({ made }) => made !== undefined);
    const manifests = ofStack.flatMap(({ delivery }) => delivery?.manifests ?? []);
    const problems = [
      ...this.read?.problems ?? [],
      ...ofStack[0] === this ? checkTemplate(stack, manifests, isWhole) : [],
    ];
    // An app that goes to two clusters is wrong once.
    const reported = others.some((other) => other.app === this.app) ? [] : this.read?.reported ?? [];
    return [
      ...withoutSpec(reported, this.target.spec),
      ...problems.map((problem) => formatProblem(problem, sourceLine(this.trace))),
    ];
  }

  /** What files have as placeholders, for whoever fills them in: each app's once in a stack. */
  private outputPlaceholders(scope: Construct): void {
    const stack = Stack.of(this);
    if (this.others().some((other) => other.app === this.app && Stack.of(other) === stack)) return;
    for (const [name, value] of Placeholders.of(this.app)._declared) {
      new CfnOutput(scope, `Placeholder${name}`, { value, description: `Value of the placeholder ${name}` })
        .overrideLogicalId(logicalId({ cluster: '', id: `placeholder|${name}`, readable: ['Placeholder', name] }));
    }
  }

  private digestOf({ apiVersion = 'v1', kind, namespace, name }: ObjectValue): string {
    const id = objectId({ apiVersion, kind, namespace, name });
    const manifest = this.read?.objects.find((object) => object.id === id)?.manifest;
    return manifest === undefined ? 'not of this app' : digestOf(JSON.stringify(Stack.of(this).resolve(manifest)));
  }
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}

function freeId(scope: Construct): string {
  const free = (number: number): string => {
    const id = number === 1 ? 'AppliedApp' : `AppliedApp${number}`;
    return scope.node.tryFindChild(id) === undefined ? id : free(number + 1);
  };
  return free(1);
}
