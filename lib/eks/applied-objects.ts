import { CfnResource, CfnWaitConditionHandle, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { KubernetesManifest, KubernetesObjectValue } from 'aws-cdk-lib/aws-eks-v2';
import { Construct, type IDependable } from 'constructs';
import { isAwaited, type Needs, type ReadObject, WAVES } from '../core';
import type { EksClusterBase } from './eks-cluster-base';
import { makeHelmChart } from './helm-assets';
import type { Delivery, HelmRelease } from './helm-releases';
import { digestOf, idOfObject, isDefinition, logicalId, MOST_MINUTES } from './object-ids';
import { type ReadinessWait, waitFor } from './readiness-waits';

/** What the resources are made of. */
export interface AppliedObjectsProps {
  readonly target: EksClusterBase;
  readonly objects: readonly ReadObject[];
  readonly needs: Needs;
  /** Which of the objects Helm brings. */
  readonly delivery: Delivery;
  /** Tells the steps of several apps of one cluster apart, in one template; nothing depends on what it is. */
  readonly label: string;
  /** What becomes of objects that leave the stack; definitions are retained. */
  readonly removalPolicy: RemovalPolicy | undefined;
  /** What comes before, besides what the cluster itself needs. */
  readonly after: IDependable;
}

/** The resources of the objects of an app. They are made anew whenever the program is synthesized. */
export class AppliedObjects extends Construct {
  /** What is there when everything is. */
  public readonly end: CfnResource;
  /** The resource of an object; of one that a release brings, the release. */
  private readonly byId = new Map<string, CfnResource>();

  constructor(scope: Construct, id: string, private readonly props: AppliedObjectsProps) {
    super(scope, id);
    let begin = this.barrier('Begin', []);
    begin.node.addDependency(...props.target._beforeManifests(), props.after);
    let before: CfnResource[] = [];
    for (const wave of WAVES) {
      const objects = props.objects.filter((object) => object.wave === wave);
      if (objects.length === 0) continue;
      if (before.length > 0) begin = this.barrier(`Before ${wave}`, before);
      const manifests = props.delivery.manifests.filter((object) => object.wave === wave);
      const releases = props.delivery.releases.filter((release) => release.wave === wave);
      const made = [
        ...manifests.map((object) => this.manifest(object, begin)),
        ...releases.map((release) => this.release(release, begin)),
      ];
      this.order(objects);
      before = [...made, ...objects.flatMap((object) => this.wait(object))];
    }
    this.end = this.barrier('End', [...before, begin]);
  }

  /** What objects of one step need of each other. */
  private order(objects: readonly ReadObject[]): void {
    const inStep = new Set(objects.map(({ id }) => id));
    for (const { id } of objects) {
      for (const needed of this.props.needs.get(id) ?? []) {
        const [after, before] = [this.byId.get(id), this.byId.get(needed)];
        if (!inStep.has(needed) || after === undefined || before === undefined || after === before) continue;
        after.node.addDependency(before);
      }
    }
  }

  private manifest({ id, identity, manifest }: ReadObject, begin: CfnResource): CfnResource {
    const { target } = this.props;
    const logical = idOfObject(target.clusterName, id, identity);
    const made = new KubernetesManifest(this, logical, {
      cluster: target.cluster,
      manifest: [manifest],
      // What is there already, or was left behind by a failed attempt, is taken over.
      overwrite: true,
      // A label of the construct's path would be in every object, and few kinds are ever pruned.
      prune: false,
      removalPolicy: isDefinition(identity) ? RemovalPolicy.RETAIN : this.props.removalPolicy,
    });
    const resource = this.named(made, logical, begin);
    this.byId.set(id, resource);
    return resource;
  }

  private release(release: HelmRelease, begin: CfnResource): CfnResource {
    const { target: { cluster, clusterName } } = this.props;
    const logical = logicalId({ cluster: clusterName, id: `release|${release.name}`, readable: ['Release', release.name] });
    const resource = this.named(makeHelmChart(this, logical, cluster, release), logical, begin);
    resource.applyRemovalPolicy(this.props.removalPolicy ?? RemovalPolicy.DESTROY);
    for (const { id } of release.objects) this.byId.set(id, resource);
    return resource;
  }

  private wait(object: ReadObject): CfnResource[] {
    const wait = isAwaited(object.wave) ? waitFor(object, object.manifest) : undefined;
    const resource = this.byId.get(object.id);
    if (wait === undefined || resource === undefined) return [];
    // Releases define many kinds, most of which nothing in the program is of.
    return isDefinition(object.identity) && !this.isNeeded(object) ? [] : [this.waiting(object, wait, resource)];
  }

  private isNeeded({ id }: ReadObject): boolean {
    return [...this.props.needs.values()].some((needed) => needed.has(id));
  }

  /** Asked again when the manifest is another one: CloudFormation updates what has other properties. */
  private waiting({ id, identity, manifest }: ReadObject, wait: ReadinessWait, after: CfnResource): CfnResource {
    const { target: { cluster, clusterName } } = this.props;
    const logical = logicalId({ cluster: clusterName, id: `ready|${id}`, readable: ['Ready', identity.kind, identity.name] });
    const resource = this.named(new KubernetesObjectValue(this, logical, {
      cluster,
      objectType: wait.objectType,
      objectName: wait.objectName,
      ...identity.namespace === undefined ? {} : { objectNamespace: identity.namespace },
      jsonPath: wait.jsonPath,
      timeout: Duration.minutes(MOST_MINUTES),
    }), logical, after);
    resource.addPropertyOverride('ManifestDigest', this.digestOf(manifest));
    return resource;
  }

  /** Tokens are numbered as they were made; what they stand for is the same in every run. */
  private digestOf(manifest: object): string {
    return digestOf(JSON.stringify(Stack.of(this).resolve(manifest)));
  }

  private barrier(name: string, after: readonly CfnResource[]): CfnResource {
    const { target: { clusterName }, label } = this.props;
    const logical = logicalId({ cluster: clusterName, id: `step|${name}|${label}`, readable: ['Step', name] });
    const handle = new CfnWaitConditionHandle(this, logical);
    handle.overrideLogicalId(logical);
    handle.node.addDependency(...after);
    return handle;
  }

  private named(construct: Construct, logical: string, after: CfnResource): CfnResource {
    const resource = resourceIn(construct);
    if (resource === undefined) return after;
    resource.overrideLogicalId(logical);
    resource.node.addDependency(after);
    return resource;
  }
}

/** The resource that a construct of AWS CDK is made for. */
export function resourceIn(construct: Construct): CfnResource | undefined {
  return construct.node.findChild('Resource').node.findAll().find((each) => CfnResource.isCfnResource(each));
}
