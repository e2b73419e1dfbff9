import type * as pulumi from '@pulumi/pulumi';
import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { FormerPlace } from './resource-names';

/**
 * An object that was called something else in the last deployment. Without it Pulumi would make the object anew under
 * its new name, and delete the other one.
 *
 * In the cluster no object changes its name or namespace: Pulumi makes the new one first, and deletes the old one when
 * all that waited for the new one is there. What this keeps is the resource, with its place in the state. Where only
 * the `Charts` is another one, nothing happens in the cluster at all.
 */
export interface RenamedObject extends FormerPlace {
  /** The object: an `ApiObject`, or a construct that writes one. One of another app is refused with `KN-PUL-007`. */
  readonly object: IConstruct;
}

/**
 * How an app is put on a cluster: the options that every component of Pulumi takes, and those of objects.
 *
 * `provider`, `providers`, `protect`, `transforms`, `transformations`, `parent` and `aliases` count for the objects as
 * Pulumi has it for the children of a component. `dependsOn` counts for every object too: none is made before, and all
 * are deleted before what the `Charts` depends on. `customTimeouts` counts for each object that has none by
 * `objectOptions`, those with more time than Pulumi's ten minutes included, such as `KnativeServing`.
 *
 * What says something of one resource counts for the component alone, which is in no cluster, and so for nothing:
 * `ignoreChanges`, `replaceOnChanges`, `deleteBeforeReplace`, `additionalSecretOutputs`, `hooks`, `deletedWith`. For
 * objects there is `objectOptions`.
 * @see https://www.pulumi.com/docs/iac/concepts/options/
 */
export interface ChartsOptions extends pulumi.ComponentResourceOptions {
  /**
   * Which cluster of the app is meant, where its charts (`ClusterChart`) name several; `KN-PUL-006` where it names none
   * of them. The empty text means the charts that name no cluster.
   * @default - all charts of the app
   */
  readonly chartsOf?: string;
  /**
   * Objects that had another name, namespace or `Charts` in the last deployment. Renaming or moving constructs and
   * charts needs no entry: only what the cluster knows an object by counts. A former name that an object of the app has
   * now, or that two had, is refused with `KN-PUL-014`, and so is an entry that says none.
   * @default - none
   */
  readonly renamed?: readonly RenamedObject[];
  /**
   * Options of Pulumi for single objects, merged over those that this library gives: `customTimeouts`, `ignoreChanges`,
   * `import`, `protect`, `aliases` and the like. Lists are added to what is there. A path in `replaceOnChanges` has an
   * object made anew where the library would refuse the change (`KN-PUL-030`).
   *
   * It is asked once for each object, while `new Charts` runs.
   * @default - none
   */
  readonly objectOptions?: (object: ApiObject) => pulumi.CustomResourceOptions | undefined;
  /**
   * Objects of which the library neither replaces nor refuses what cannot change in them (`KN-PUL-030`): Pulumi updates
   * them, and admission has the last word. It lets changes through that lose events, or take no effect.
   *
   * Each is an `ApiObject`, or a construct that writes one. One of another app is refused with `KN-PUL-007`.
   * @default - none
   */
  readonly unguarded?: readonly IConstruct[];
  /**
   * Whether objects stay in the cluster when Pulumi no longer has them: `true` for all, `false` for none.
   * @default - definitions of kinds and namespaces stay, with which everything in them would go; all else is deleted
   * @see https://www.pulumi.com/docs/iac/concepts/options/retainondelete/
   */
  readonly retainOnDelete?: boolean;
}
