import * as pulumi from '@pulumi/pulumi';
import type { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { captureTrace, type SourceTrace } from '../core';
import { componentOptions, makeObjects } from './charts-objects';
import type { ChartsOptions } from './charts-options';
import { planCharts } from './charts-plan';
import { objectIn, unknownObject } from './construct-objects';
import { watchApp } from './late-changes';
import { checkHasUrl, type LiveObject, valueOf } from './object-outputs';
import { warnOfProviders } from './provider-settings';
import { programError } from './runtime-checks';

/**
 * The objects of a cdk8s app on a cluster, each a resource of Pulumi of its own: with previews, state, secrets and
 * options as for hand-written ones. The cluster itself is the business of Pulumi or of AWS CDK.
 *
 * ```ts
 * const provider = new k8s.Provider('cluster', { kubeconfig, ...Charts.PROVIDER_SETTINGS });
 * const charts = new Charts('shop', app, { provider });
 * export const url = charts.url(web);
 * ```
 *
 * The app is read and validated at once, so that `new Charts` comes after all of its constructs (`KN-PUL-009`). What is
 * wrong with it is one error that lists every problem, and then nothing is registered.
 *
 * Objects are made in the steps of `Wave`, each after its namespace, the definition of its kind and what it depends on
 * in cdk8s, and deleted in reverse. Pulumi waits for what later steps need, such as a broker or a service, to be ready.
 * Names of resources come from namespace and name of the object alone: charts and constructs may be renamed and moved.
 *
 * Refused: no engine of Pulumi (`KN-PUL-001`), versions of its packages that are not supported (`KN-PUL-002`), an app
 * without objects (`KN-PUL-003`), an empty chart (`KN-PUL-004`), what is no app (`KN-PUL-005`), charts of several
 * clusters without `chartsOf` (`KN-PUL-006`), an object that another `Charts` puts on the same cluster (`KN-PUL-008`),
 * a name that is empty, has `::` in it, or is that of another `Charts` (`KN-PUL-012`), a provider of something else
 * (`KN-PUL-013`), former names that are none (`KN-PUL-014`).
 * @see https://www.pulumi.com/docs/iac/concepts/resources/components/
 */
export class Charts extends pulumi.ComponentResource {
  /**
   * What a provider of Kubernetes needs for charts, to spread into its arguments. Older providers pass over what they
   * do not know.
   *
   * - `enableServerSideApply`: objects are merged field by field, and controllers keep theirs (the default since 4.0).
   * - `enableConfigMapMutable` and `enableSecretMutable` (4.18): a ConfigMap or a Secret whose data changes is updated.
   *   Without them Pulumi deletes it and makes it anew, and Knative reads its configuration as gone in between.
   *
   * A provider without them is warned of (`pulumi-provider-settings`), where the app has objects that it concerns.
   *
   * `upsertExistingObjects` (4.29, and what older ones always do) is none of them: with it, objects that are there are
   * taken over. Add it for the one `pulumi up` that finds namespaces and definitions which stayed when everything else
   * was removed, or objects that another tool applied, and take it out again. A resource whose former name no alias
   * tells is applied as a new one and then deleted as the old one, which is the same object: without the setting Pulumi
   * refuses to make it, and nothing is lost; with it, all such objects are gone.
   * @see https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
   */
  public static readonly PROVIDER_SETTINGS = {
    enableServerSideApply: true,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  } as const;

  /** The resource of each object of the app, in the order in which they are made. */
  public readonly resources: ReadonlyMap<ApiObject, pulumi.CustomResource>;
  private readonly objects: ReadonlyMap<ApiObject, LiveObject>;

  /**
   * @param name begins the names of all resources; it stays, or the former one is an alias
   * @param app with all of its charts
   */
  constructor(name: string, app: App, opts: ChartsOptions = {}) {
    const trace = captureTrace();
    const plan = planCharts(name, app, opts, trace);
    super('cdk8s-knative:index:Charts', name, {}, componentOptions(plan, opts));
    const live = makeObjects(this, name, plan, opts);
    this.objects = live;
    this.resources = new Map([...live].map(([object, { resource }]) => [object, resource]));
    this.registerOutputs({});
    const { objects } = plan.order;
    warnOfProviders(app, plan);
    watchApp(app, objects, opts.chartsOf, trace);
  }

  /**
   * The resource of an object, for `dependsOn`, for outputs, and for whatever else takes one.
   * @param object an `ApiObject`, or a construct that writes one, such as a `KnativeService`
   * @throws RunError `KN-PUL-007` when the app has no such object
   */
  public resource(object: IConstruct): pulumi.CustomResource {
    return this.live(object, captureTrace()).resource;
  }

  /**
   * The address of a service or a route for callers outside of the cluster: its `status.url`.
   * @throws RunError `KN-PUL-007` when the app has no such object, `KN-PUL-011` when it is of a kind without such an
   *   address, such as a broker: that has an `address`
   */
  public url(object: IConstruct): pulumi.Output<string> {
    const trace = captureTrace();
    const live = this.live(object, trace);
    const problem = checkHasUrl(live.object);
    if (problem !== undefined) throw programError([problem], trace);
    return valueOf(live, 'status.url', trace);
  }

  /**
   * The address at which a broker, a channel, a service or the like takes events: its `status.address.url`.
   * @throws RunError `KN-PUL-007` when the app has no such object
   */
  public address(object: IConstruct): pulumi.Output<string> {
    return this.output(object, 'status.address.url');
  }

  /**
   * A value of a live object, as a text: numbers and truth values are written as JSON has them. It is what the object
   * had when the wait for it ended; in a preview it may be unknown. A value that the live object lacks fails the update
   * (`KN-PUL-011`).
   * @param path names with dots between them, positions in brackets: `status.loadBalancer.ingress[0].hostname`; names
   *   with dots in quotes: `metadata.annotations["a.b/c"]`
   * @throws RunError `KN-PUL-007` when the app has no such object, `KN-PUL-010` when the path is wrong
   */
  public output(object: IConstruct, path: string): pulumi.Output<string> {
    const trace = captureTrace();
    return valueOf(this.live(object, trace), path, trace);
  }

  private live(construct: IConstruct, trace: SourceTrace): LiveObject {
    const object = objectIn(construct, this.objects);
    const live = object === undefined ? undefined : this.objects.get(object);
    if (live === undefined) throw programError([unknownObject(construct)], trace);
    return live;
  }
}
