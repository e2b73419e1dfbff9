import { type Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkChoice, ComponentName, type Problem, raise } from '../core';

/** How the objects of an app, or some of them, get onto a cluster. */
export enum ChartDelivery {
  /** One resource of CloudFormation for each object, applied by kubectl; the objects stand in the template. */
  MANIFEST = 'manifest',
  /**
   * Helm releases from an asset, one for each step: nothing but a reference stands in the template, so that no limit of
   * one counts. Definitions stay when their release goes, and are updated with it. Namespaces are manifests all the
   * same.
   *
   * An object does not change its delivery while it is in use. Helm takes over nothing that it did not make, so that
   * the deployment fails and nothing happens; and it removes what leaves a release, also when something else applies
   * it by then. Annotate objects that go from Helm to manifests with `helm.sh/resource-policy: keep`, and deploy that
   * first.
   * @see https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource
   */
  HELM_ASSET = 'helm-asset',
}

/**
 * Part of an app, to say how it is delivered: a chart of the program, or the files of a release, whose charts are made
 * only when the program is synthesized.
 */
export class ChartSelection {
  /** A chart of the app, with all that lies in it, charts included. */
  public static chart(chart: Chart): ChartSelection {
    return new ChartSelection(chart, undefined);
  }

  /**
   * What the platform takes from the vendored files of a release.
   * @throws KnativeError `KN-EKS-033` when it is no component that this library knows
   */
  public static release(component: ComponentName): ChartSelection {
    raise(checkChoice('KN-EKS-033', 'component', component, ComponentName));
    return new ChartSelection(undefined, component);
  }

  /** @internal */
  public readonly _chart: Chart | undefined;
  /** @internal */
  public readonly _component: ComponentName | undefined;

  private constructor(chart: Chart | undefined, component: ComponentName | undefined) {
    this._chart = chart;
    this._component = component;
  }
}

/** How an app is put on a cluster. */
export interface ApplyOptions {
  /**
   * Where the resources are made. A stack of its own is the usual place for a platform: a template has at most 1 MB and
   * 500 resources. It lies in the region and the account of the cluster (`KN-EKS-001`).
   *
   * Objects that are deployed already do not move to another stack by another `scope` alone: the stack that they leave
   * deletes them, before or after the other one has applied them. Deploy `removalPolicy: RemovalPolicy.RETAIN` first,
   * then the other `scope`, and leave the policy out again when that is deployed. Releases of Helm need the same
   * `helmRelease` in both stacks.
   * @default - the stack of the cluster
   */
  readonly scope?: Construct;
  /**
   * What becomes of objects that leave the stack, or go with it, also where a first deployment fails and is rolled
   * back. `RETAIN` leaves them in the cluster, for another stack to take over, or for `kubectl delete`; it counts from
   * the deployment after the one that brings it. `RETAIN_ON_UPDATE_OR_DELETE` removes what a deployment made that
   * failed. `SNAPSHOT`, which there is not of objects, is refused with `KN-EKS-033`. Definitions of kinds are retained
   * whatever it is.
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Which cluster of the app is meant, where its charts (`ClusterChart`) name several (`KN-EKS-024`).
   * @default - all charts of the app
   */
  readonly chartsOf?: string;
  /**
   * How objects are delivered that no `helmAssets` selects.
   * @default ChartDelivery.MANIFEST
   */
  readonly delivery?: ChartDelivery;
  /**
   * What is delivered by Helm, where the rest is not: files of releases whose definitions are too large for a template.
   * @default - none
   */
  readonly helmAssets?: readonly ChartSelection[];
  /**
   * With what the names of releases of Helm begin: one to twelve small letters, digits and `-`. The component and the
   * step follow: `shop-net-contour-definitions`. Needed with `helmAssets` and `ChartDelivery.HELM_ASSET`
   * (`KN-EKS-035`).
   *
   * No other program that puts something on the cluster has the same one, in other repositories neither: Helm
   * upgrades the release that it finds under a name, and removes what is not in the new one. A changed name makes
   * all of it anew.
   * @default - none, which is enough where Helm delivers nothing
   */
  readonly helmRelease?: string;
}

/** A value of a live object, which only the cluster knows. */
export interface ObjectValue {
  /**
   * API version of the object.
   * @default v1
   */
  readonly apiVersion?: string;
  /** Kind of the object: `Service`. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /**
   * Its namespace.
   * @default - the namespace `default`; does not matter to what lives outside of namespaces
   */
  readonly namespace?: string;
  /**
   * Where the value stands, as `kubectl get -o jsonpath` has it, without braces:
   * `.status.loadBalancer.ingress[0].hostname`.
   * @see https://kubernetes.io/docs/reference/kubectl/jsonpath/
   */
  readonly jsonPath: string;
  /**
   * How long to wait until there is one, at most 14 minutes (`KN-EKS-030`): what runs kubectl has 15.
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/** @internal */
export function checkOptions({ delivery, removalPolicy }: ApplyOptions): Problem | undefined {
  const { DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE } = RemovalPolicy;
  return checkChoice('KN-EKS-033', 'delivery', delivery, ChartDelivery)
    ?? checkChoice('KN-EKS-033', 'removalPolicy', removalPolicy, { DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE });
}
