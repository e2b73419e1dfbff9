import type { Construct } from 'constructs';
import {
  appChecks, Feature, hasProblems, type IEventFilter, type ISink, KINDS, type LabelSelector, needsFeature,
  type ObjectReference, ownCopy, type Problem, refuse, renderLabelSelector, renderReceiver, Resource,
  type ResourceProps, traceOf, type TreeCheck, warnOfFilters, Warnings,
} from '../core';
import {
  checkKafkaFilters, checkNotEmpty, checkOrigin, checkReceiver, checkSelector, isOnKafka,
} from './event-policy-checks';
import { warnOfShadows } from './event-policy-shadows';
import type { EventSender } from './event-sender';

/** Options for `allowFrom` of a broker, a channel or another receiver. */
export interface EventPolicyOptions extends ResourceProps {
  /** Who may send. With nobody in it, everybody is turned away, which is warned. */
  readonly from: readonly EventSender[];
  /**
   * Conditions that an event must all meet to be let in. For a receiver on Kafka not those that its data plane
   * evaluates otherwise (`KN-EVT-009`).
   * @default - every event of these senders is let in
   */
  readonly filters?: readonly IEventFilter[];
}

/** Receivers of one kind, by their labels. */
export interface EventPolicySelector extends LabelSelector {
  /** Group and version of the receivers: `eventing.knative.dev/v1`. */
  readonly apiVersion: string;
  /** Kind of the receivers: `Broker`. */
  readonly kind: string;
}

/** Properties for `EventPolicy`. */
export interface EventPolicyProps extends EventPolicyOptions {
  /**
   * Receivers that the policy is for, in its own namespace and by reference (`KN-EVT-004`): brokers, channels and sinks
   * that check who sends (`KN-EVT-005`). A list without any is refused (`KN-EVT-007`), since it would mean all.
   * @default - with `selectors` those, else every receiver of the namespace
   */
  readonly to?: readonly ISink[];
  /**
   * Further receivers of the namespace, by kind and labels; each names apiVersion, kind and a condition
   * (`KN-EVT-008`).
   * @default - none
   */
  readonly selectors?: readonly EventPolicySelector[];
}

/**
 * Says who may send to receivers of a namespace. A receiver that a policy is for turns everybody else away; one without
 * a policy does what the cluster's `default-authorization-mode` says.
 *
 * The answer of a subscriber comes back to a multi-tenant broker in the name of the trigger, so a broker whose
 * subscribers answer names their triggers among its senders: `EventSender.source(trigger)`.
 *
 * Needs the feature `authentication-oidc` (`KN-FTR-001`).
 * @see https://knative.dev/docs/eventing/features/authorization/
 */
export class EventPolicy extends Resource {
  private readonly to: ISink[];
  private readonly selectors: readonly EventPolicySelector[];
  private readonly from: EventSender[];
  private readonly filters: IEventFilter[];
  /** Whether it is for receivers that are named, of which there may be none. */
  private named: boolean;

  constructor(scope: Construct, id: string, props: EventPolicyProps) {
    super(scope, id, KINDS.eventPolicy, props);
    this.to = [...props.to ?? []];
    this.selectors = ownCopy(props.selectors ?? []);
    this.from = [...props.from];
    this.named = props.to !== undefined || props.selectors !== undefined;
    this.filters = [...props.filters ?? []];
    needsFeature(this, Feature.AUTHENTICATION_OIDC, 'an EventPolicy');
    refuse(this, ...this.selectors.flatMap(checkSelector));
    warnOfFilters(this, this.filters);
    appChecks(this).ensure('event-policies', SHADOWED_POLICIES);
    this._checkAtSynth(() => this.check());
  }

  /** Lets one more sender in. */
  public addSender(sender: EventSender): void {
    this.from.push(sender);
    appChecks(this).changed();
  }

  /**
   * Adds a receiver that the policy is for, as in `to`. A policy that named no receivers, and so was for all of its
   * namespace, is for this one then.
   */
  public addReceiver(receiver: ISink): void {
    this.to.push(receiver);
    this.named = true;
    appChecks(this).changed();
  }

  /** Adds a filter that an event has to pass too. */
  public addFilter(filter: IEventFilter): void {
    this.filters.push(filter);
    warnOfFilters(this, [filter]);
    appChecks(this).changed();
  }

  /**
   * What the policy says, as it stands in the manifest.
   * @internal
   */
  public get _spec(): EventPolicySpec {
    const to = [
      ...this.to.map((receiver) => ({ ref: withoutNamespace(renderReceiver(this, receiver)) })),
      ...this.selectors.map((selector) => ({ selector: renderSelector(selector) })),
    ];
    return {
      to: to.length === 0 ? undefined : to,
      from: this.from.map((sender) => sender._render(this)),
      filters: this.filters.length === 0 ? undefined : this.filters.map((filter) => filter.toFilterConfig()),
    };
  }

  /**
   * Whether all receivers are on Kafka, where every policy counts.
   * @internal
   */
  public get _onKafka(): boolean {
    return this.to.length > 0 && this.selectors.length === 0 && this.to.every((receiver) => isOnKafka(this, receiver));
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: this._spec };
  }

  private check(): (Problem | undefined)[] {
    // What a program in JavaScript may have got wrong shows here, where it is caught.
    void this._spec;
    if (this.from.length === 0) {
      Warnings.of(this)._addFrom('event-policy-allows-nobody', 'nobody can send to the receivers of the policy, unless '
        + 'another policy lets them: name a sender in `from`', traceOf(this));
    }
    return [
      this.named ? checkNotEmpty(this.to.length + this.selectors.length) : undefined,
      ...this.from.map((sender) => checkOrigin(this, sender._origin)),
      ...this.to.map((receiver) => checkReceiver(this, receiver)),
      ...this.to.some((receiver) => isOnKafka(this, receiver)) ? checkKafkaFilters(this, this.filters) : [],
    ];
  }
}

/**
 * The spec of a policy.
 * @internal
 */
export interface EventPolicySpec {
  readonly to?: readonly Record<string, unknown>[];
  readonly from: readonly Record<string, unknown>[];
  readonly filters?: readonly Record<string, unknown>[];
}

const SHADOWED_POLICIES: TreeCheck = {
  order: 30,
  run: (constructs) => {
    warnOfShadows(constructs.filter((construct): construct is EventPolicy => construct instanceof EventPolicy)
      .filter((policy) => !hasProblems(policy)));
  },
};

/** Knative's selector is a label selector that names the kind beside it. */
function renderSelector(selector: EventPolicySelector): Record<string, unknown> {
  const { apiVersion, kind } = selector;
  return { apiVersion, kind, ...renderLabelSelector(selector) };
}

/** The schema knows no namespace here: receivers are in that of the policy. */
function withoutNamespace(ref: ObjectReference | undefined): Partial<ObjectReference> | undefined {
  if (ref === undefined) return undefined;
  const { apiVersion, kind, name } = ref;
  return { apiVersion, kind, name };
}
