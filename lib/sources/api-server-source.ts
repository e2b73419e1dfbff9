import type { Construct } from 'constructs';
import {
  appChecks, checkChoice, checkLabelSelector, type EmittedEvent, Feature, groupOf, type IEventFilter, KINDS,
  type LabelSelector, needsFeature, ownCopy, refuse, renderLabelSelector, warnOfFilters, Warnings,
} from '../core';
import { checkReferenceName, checkSameNamespace, type IServiceAccount } from '../pod';
import { ApiServerAccess } from './api-server-access';
import {
  ApiServerEventMode, type ApiServerKind, type ApiServerResource, checkKindName, checkNotNothing, checkOnce,
  checkWatchable, keyOfResource, livesOutsideNamespaces, pluralWarning,
} from './api-server-resource';
import { SourceBase, type SourceProps } from './source';

/** Properties for `ApiServerSource`. */
export interface ApiServerSourceProps extends SourceProps {
  /**
   * Kinds of objects to watch, one at least and each once (`KN-SRC-012`). What is no kind is refused with `KN-SRC-013`,
   * a kind that Knative cannot watch with `KN-SRC-014`.
   */
  readonly resources: readonly ApiServerResource[];
  /**
   * What an event carries; something else is refused with `KN-SRC-015`. `RESOURCE` for Secrets brings the warning
   * `secrets-in-events`.
   * @default ApiServerEventMode.REFERENCE
   */
  readonly mode?: ApiServerEventMode;
  /**
   * Kind of the controller that the objects must belong to, such as `apps/v1` and `ReplicaSet`.
   * @default - objects of every owner, and of none
   */
  readonly owner?: ApiServerKind;
  /**
   * Labels of the namespaces whose objects are watched; one without conditions means all namespaces.
   * @default - the namespace of the source
   */
  readonly namespaceSelector?: LabelSelector;
  /**
   * Conditions that an event must all meet. Needs the feature `new-apiserversource-filters` (`KN-FTR-001`).
   * @default - every event is sent
   */
  readonly filters?: readonly IEventFilter[];
  /**
   * Who the source is to the API server, in its own namespace (`KN-NAM-007`). The account must be allowed to get, list
   * and watch the objects, in every namespace that is watched.
   * @default - an account of its own, with a Role or ClusterRole that allows just that
   */
  readonly serviceAccount?: IServiceAccount;
  /**
   * Whether the source starts without asking whether it may read all objects; it then ends as soon as it cannot read
   * one.
   * @default false
   */
  readonly skipPermissionsCheck?: boolean;
}

const SKIP_CHECK = 'features.knative.dev/apiserversource-skip-permissions-check';

/**
 * Sends an event whenever an object of the cluster is added, changed or deleted.
 *
 * It makes the account that it runs as, and lets it read what it watches, unless `serviceAccount` is given.
 * @see https://knative.dev/docs/eventing/sources/apiserversource/
 */
export class ApiServerSource extends SourceBase {
  /** Who the source is to the API server. */
  public readonly serviceAccount: IServiceAccount;
  private readonly props: ApiServerSourceProps;
  private readonly resources: ApiServerResource[] = [];
  private readonly watched = new Set<string>();
  private readonly access?: ApiServerAccess;

  constructor(scope: Construct, id: string, props: ApiServerSourceProps) {
    super(scope, id, KINDS.apiServerSource, props);
    this.props = ownCopy(props);
    const { serviceAccount, owner, namespaceSelector, filters = [] } = props;
    if (serviceAccount === undefined) {
      this.access = new ApiServerAccess(this);
      this.serviceAccount = this.access.serviceAccount;
    } else {
      this.serviceAccount = serviceAccount;
      refuse(this, checkReferenceName('ServiceAccount', serviceAccount.name)
        ?? checkSameNamespace('ServiceAccount', serviceAccount, this.namespace));
    }
    refuse(this, checkChoice('KN-SRC-015', 'mode', props.mode, ApiServerEventMode), owner && checkKindName(owner), ...checkLabelSelector(namespaceSelector));
    if (filters.length > 0) needsFeature(this, Feature.NEW_APISERVERSOURCE_FILTERS, 'filters');
    warnOfFilters(this, filters);
    if (props.skipPermissionsCheck === true) this.apiObject.metadata.addAnnotation(SKIP_CHECK, 'true');
    for (const resource of props.resources ?? []) this.addResource(resource);
    this._checkAtSynth(() => [checkNotNothing(this.resources)]);
  }

  /** Watches objects of another kind too. */
  public addResource(resource: ApiServerResource): void {
    const problem = checkWatchable(resource);
    refuse(this, problem, checkOnce(this.watched, resource), ...checkLabelSelector(resource.selector));
    this.resources.push(ownCopy(resource));
    this.watched.add(keyOfResource(resource));
    appChecks(this).changed();
    if (problem !== undefined) return;
    this.warnOf(resource);
    const everywhere = this.props.namespaceSelector !== undefined || livesOutsideNamespaces(resource);
    this.access?.grant(ownCopy(resource), everywhere);
  }

  public override get events(): readonly EmittedEvent[] {
    const mode = this.props.mode === ApiServerEventMode.RESOURCE ? 'resource' : 'ref';
    return ['add', 'update', 'delete'].map((change) => ({ type: `dev.knative.apiserver.${mode}.${change}` }));
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { mode, owner, namespaceSelector, filters = [] } = this.props;
    return {
      spec: {
        ...this._renderSource(),
        resources: this.resources.map(({ apiVersion, kind, selector }) =>
          ({ apiVersion, kind, selector: renderLabelSelector(selector) })),
        mode,
        owner: owner && { apiVersion: owner.apiVersion, kind: owner.kind },
        namespaceSelector: renderLabelSelector(namespaceSelector),
        filters: filters.length === 0 ? undefined : filters.map((filter) => filter.toFilterConfig()),
        serviceAccountName: this.serviceAccount.name,
      },
    };
  }

  private warnOf(resource: ApiServerResource): void {
    const guess = pluralWarning(resource);
    if (guess !== undefined) Warnings.of(this).add('resource-name-guessed', guess);
    const secrets = groupOf(resource.apiVersion) === '' && resource.kind === 'Secret';
    if (!secrets || this.props.mode !== ApiServerEventMode.RESOURCE) return;
    Warnings.of(this).add('secrets-in-events', 'every event carries the values of a Secret, and whoever sees the event '
      + 'can read them: leave `mode` out, and the event names the Secret only');
  }
}
