import type { Duration } from 'aws-cdk-lib/core';
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
   * 500 resources. Ids of resources do not depend on it.
   * @default - the stack of the cluster
   */
  readonly scope?: Construct;
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
   * With what the names of releases of Helm begin, where two apps on one cluster have some: one to twelve small
   * letters, digits and `-` (`KN-EKS-035`). The component and the step follow: `app-net-contour-definitions`.
   * @default app
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
export function checkDelivery(delivery: ChartDelivery | undefined): Problem | undefined {
  return delivery === undefined ? undefined : checkChoice('KN-EKS-033', 'delivery', delivery, ChartDelivery);
}
