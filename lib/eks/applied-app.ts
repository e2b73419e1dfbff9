import {
  AspectPriority, Aspects, CfnOutput, CfnWaitConditionHandle, Lazy, Stack,
} from 'aws-cdk-lib/core';
import type { App } from 'cdk8s';
import { Construct, Dependable, type IConstruct } from 'constructs';
import { describeClusterOfApp } from '../cluster';
import {
  captureTrace, formatProblem, needsFile, objectId, Placeholders, type Problem, refuse, show, sourceLine,
  type SourceTrace, Warnings,
} from '../core';
import { checkApp, holdsSecret, type ReadApp, readApp, type ReadObject } from './app-reading';
import { AppliedObjects } from './applied-objects';
import { checkObjectSize, checkReleaseNames, checkTemplate, checkTwice } from './apply-limits';
import { type ApplyOptions, checkDelivery, type ObjectValue } from './apply-options';
import type { EksClusterBase } from './eks-cluster-base';
import { type Delivery, deliver } from './helm-releases';
import { digestOf, logicalId } from './object-ids';
import { checkObjectValue, makeObjectValue } from './object-values';

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
 * Whoever comes after an applied app writes `other.node.addDependency(applied)`.
 *
 * The values of a Secret would stand in the template for all who may read it, which is warned of
 * (`secret-in-template`).
 *
 * Refused: an app without objects (`KN-EKS-020`), an empty chart (`KN-EKS-021`), an object that two apps put on one
 * cluster (`KN-EKS-025`), objects and templates above the limits of kubectl and CloudFormation (`KN-EKS-026` to
 * `KN-EKS-029`).
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

  private constructor(target: EksClusterBase, app: App, options: ApplyOptions) {
    const scope = options.scope ?? Stack.of(target);
    super(scope, freeId(scope));
    this.target = target;
    this.app = app;
    this.options = { ...options };
    const { root } = this.node;
    APPLIED.set(root, [...APPLIED.get(root) ?? [], this]);
    const problem = checkApp(app);
    refuse(this, problem, checkDelivery(options.delivery));
    const hasKubectl = target._hasKubectl(this, 'to apply the objects of an app');
    this.node.addValidation({ validate: () => this.messages() });
    const made = () => this.made;
    // Whoever depends on all of it depends on the last step, and not on each of hundreds of resources.
    Dependable.implement(this, {
      get dependencyRoots() {
        const end = made()?.end;
        return end === undefined ? [] : [end];
      },
    });
    if (problem !== undefined || !hasKubectl) return;
    const { clusterName, version: kubernetesVersion, spec } = target;
    const { chartsOf } = options;
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
    if (problem !== undefined || !this.target._hasKubectl(this, 'to read a value of a live object')) return 'unknown';
    return makeObjectValue(this, this.target, value, Lazy.string({ produce: () => this.digestOf(value) }));
  }

  /** Reads the app and makes its resources, anew at every synth. */
  private grow(): void {
    this.forget();
    const read = readApp(this.app, this.options.chartsOf);
    if (needsFile() !== undefined) {
      // The command line asks what the program needs; without it, this would be half of an app.
      this.read = { ...read, problems: [] };
      return;
    }
    const delivery = deliver(this.app, read.objects, read.needs, this.options);
    // What is wrong with the app is said before what Helm would be missing in it.
    const own = read.objects.length === 0 ? [] : [...delivery.problems, ...this.checkObjects(read.objects, delivery)];
    const problems = [...read.problems, ...own];
    this.read = { ...read, problems };
    this.delivery = delivery;
    if (read.reported.length + problems.length > 0) {
      this.refuseTemplate();
      return;
    }
    const earlier = this.others().filter((other) => other.target === this.target).length;
    this.made = new AppliedObjects(this, OBJECTS, {
      target: this.target, objects: read.objects, needs: read.needs, delivery, label: earlier === 0 ? '' : `${earlier + 1}`,
    });
    this.outputPlaceholders(this.made);
    for (const { identity: { name } } of read.objects.filter(holdsSecret)) {
      Warnings.of(this).add('secret-in-template', `the values of Secret ${show(name)} stand in the template, in its events and `
        + 'in logs of AWS Lambda: have External Secrets bring it, or make it with kubectl');
    }
  }

  private forget(): void {
    this.node.tryRemoveChild(OBJECTS);
    this.made = undefined;
    this.delivery = undefined;
  }

  /**
   * A synth that skips validations would make a template without the objects, by which CloudFormation would delete them
   * all. What is only looked at, such as references, is told nothing.
   */
  private refuseTemplate(): void {
    const handle = new CfnWaitConditionHandle(new Construct(this, OBJECTS), 'Refused');
    handle.cfnOptions.metadata = {
      refused: Lazy.uncachedAny({
        produce: ({ preparing }) => {
          if (!preparing) throw new Error(this.messages().join('\n'));
          return undefined;
        },
      }),
    };
  }

  private checkObjects(objects: readonly ReadObject[], { manifests, releases }: Delivery): Problem[] {
    const others = this.others().filter((other) => other.target === this.target);
    const objectsBefore = others.flatMap(({ node: { path }, read }) =>
      (read?.objects ?? []).map(({ id }) => [id, path] as const));
    const releasesBefore = others.flatMap((other) => (other.delivery?.releases ?? []).map(({ name }) => name));
    return [
      ...checkTwice(objects, new Map(objectsBefore)),
      ...checkReleaseNames(releases.map(({ name }) => name), releasesBefore),
      ...manifests.map(checkObjectSize).filter((problem) => problem !== undefined),
    ];
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
    const problems = [
      ...this.read?.problems ?? [],
      ...ofStack[0] === this ? checkTemplate(stack, ofStack.flatMap(({ delivery }) => delivery?.manifests ?? [])) : [],
    ];
    // An app that goes to two clusters is wrong once.
    const reported = others.some((other) => other.app === this.app) ? [] : this.read?.reported ?? [];
    return [...reported, ...problems.map((problem) => formatProblem(problem, sourceLine(this.trace)))];
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

function freeId(scope: Construct): string {
  const free = (number: number): string => {
    const id = number === 1 ? 'AppliedApp' : `AppliedApp${number}`;
    return scope.node.tryFindChild(id) === undefined ? id : free(number + 1);
  };
  return free(1);
}
