import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import type { App } from 'cdk8s';
import { Construct, type IDependable } from 'constructs';
import type { ClusterSpec } from '../cluster';
import { acknowledgeOwnFindings } from './acknowledgements';
import { refuseChartsBelowStacks } from './app-reading';
import { AppliedApp } from './applied-app';
import type { ApplyOptions } from './apply-options';

/**
 * A cluster of Amazon EKS in a program of AWS CDK, whether the program makes it (`EksKnativeCluster`) or it is there
 * already (`EksKnativeCluster.fromExisting`).
 * @see https://docs.aws.amazon.com/eks/latest/userguide/clusters.html
 */
export abstract class EksClusterBase extends Construct {
  /** The cluster as AWS CDK sees it. */
  public abstract readonly cluster: ICluster;

  /** Name of the cluster, as it stands in the program: ids of resources are made of it, so that it is no token. */
  public abstract readonly clusterName: string;

  /** Version of Kubernetes, `1.35`. */
  public abstract readonly version: string;

  /** The specification that the cluster was made from; absent for a cluster that was there already. */
  public abstract readonly spec?: ClusterSpec;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    acknowledgeOwnFindings(this);
    refuseChartsBelowStacks(this);
  }

  /**
   * Puts the objects of a cdk8s app on the cluster, in the order in which they need each other. What is added to the
   * app after the call is applied too: the app is read when the program of AWS CDK is synthesized.
   * @param app what to apply; its problems are reported with those of this program
   */
  public apply(app: App, options: ApplyOptions = {}): AppliedApp {
    return AppliedApp._apply(this, app, options);
  }

  /**
   * What has to be there before the first object is applied, and has to go after the last: node groups, add-ons, the
   * access entry of what runs kubectl. Asked for when the program is synthesized.
   * @internal
   */
  public abstract _beforeManifests(): readonly IDependable[];

  /**
   * Whether something runs kubectl; where nothing does, records the problem `KN-EKS-003` on the construct that asks.
   * @param asker what needs it
   * @param purpose why, as it reads after "needs a kubectl layer": `to apply the objects of an app`
   * @internal
   */
  public abstract _hasKubectl(asker: Construct, purpose: string): boolean;
}
