import type { Construct } from 'constructs';
import {
  appChecks, type EventSourceConfig, type ISink, KINDS, type MadeObject, ownCopy, renderSink, type ResourceProps,
} from '../core';
import { AddressableResource } from '../events';
import { channelService } from './channel-names';
import type { ChannelTemplate } from './channel-template';
import type { Delivery } from './delivery';
import { checkFlowName, checkNotEmpty, connect, watchPart } from './flow-checks';
import { branchSuffix, type ExistingParallelOptions, ImportedParallel, INGRESS_SUFFIX } from './imported-parallel';
import { madeChannel, madeSubscription } from './made-objects';
import type { IParallel } from './parallel-contract';

/** A branch of a parallel. */
export interface ParallelBranch {
  /**
   * Receiver that is asked first: an event that it answers with goes on to the subscriber, and where it answers nothing
   * the branch ends. A service of yours, not a condition: it may also answer with another event.
   * @default - every event goes to the subscriber
   */
  readonly filter?: ISink;
  /** Receiver of the events of the branch; it may be in another namespace. */
  readonly subscriber: ISink;
  /**
   * Receiver of what the subscriber of this branch answers.
   * @default - the `reply` of the parallel
   */
  readonly reply?: ISink;
  /**
   * What becomes of events that the subscriber did not take. Knative gives it to the subscriber alone: an event that
   * the filter does not take is lost, unless the channels themselves have a delivery.
   * @default - no retries, and events that fail are lost, which is warned
   */
  readonly delivery?: Delivery;
}

/** Properties for `Parallel`. */
export interface ParallelProps extends ResourceProps {
  /**
   * The branches, each of which gets every event. `addBranch` adds more; without any the parallel is refused
   * (`KN-FLW-001`).
   * @default - none yet
   */
  readonly branches?: readonly ParallelBranch[];
  /**
   * Receiver of what the subscribers of branches without a `reply` answer.
   * @default - such answers are dropped
   */
  readonly reply?: ISink;
  /**
   * Kind of the channels before and in the branches.
   * @default - what the cluster has configured in `default-ch-webhook`: a release has the in-memory channel
   */
  readonly channelTemplate?: ChannelTemplate;
}

/**
 * Hands every event to several branches at once, each with a subscriber and, if it is wanted, a filter before it.
 *
 * Knative makes the channels `<name>-kn-parallel` and, for every branch, `<name>-kn-parallel-<number>`, with two
 * subscriptions for each branch. A name that is too long for that is refused with `KN-FLW-002`, and another object of
 * such a name with `KN-NAM-010`.
 * @see https://knative.dev/docs/eventing/flows/parallel/
 */
export class Parallel extends AddressableResource implements IParallel {
  /** A parallel that exists already. */
  public static fromParallelName(
    scope: Construct, id: string, parallelName: string, options: ExistingParallelOptions = {},
  ): IParallel {
    return new ImportedParallel(scope, id, parallelName, options);
  }

  private readonly branches: ParallelBranch[] = [];
  private readonly reply?: ISink;
  private readonly channelTemplate?: ChannelTemplate;

  constructor(scope: Construct, id: string, props: ParallelProps = {}) {
    super(scope, id, KINDS.parallel, props);
    this.reply = props.reply;
    this.channelTemplate = props.channelTemplate;
    connect(this, props.channelTemplate);
    for (const branch of props.branches ?? []) this.addBranch(branch);
    this._checkAtSynth(() => [
      checkNotEmpty('Parallel', 'branch', this.branches.length),
      checkFlowName('Parallel', this.name, [branchSuffix(0), ...this.branches.map((_, branch) => branchSuffix(branch))]),
    ]);
  }

  /** Name of the parallel. */
  public get parallelName(): string {
    return this.name;
  }

  /**
   * Address in the cluster, where events are posted to: that of the channel before its branches. Without a namespace
   * the problem `KN-NAM-003` is recorded.
   */
  public get url(): string {
    return this._clusterUrl(channelService(`${this.name}${INGRESS_SUFFIX}`), this._namespaceForAddress());
  }

  /** The parallel as a sender, to its branches and to the receivers of their replies. */
  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: [] };
  }

  /** Adds a branch; the branches do not wait for each other. */
  public addBranch(branch: ParallelBranch): void {
    this.branches.push(ownCopy(branch));
    watchPart(this, 'branch', branch.delivery, this.channelTemplate);
    appChecks(this).changed();
  }

  /** @internal */
  public override _makes(): MadeObject[] {
    const template = this.channelTemplate?._type;
    return [
      ...madeChannel(`${this.name}${INGRESS_SUFFIX}`, template),
      ...this.branches.flatMap((_, branch) => {
        const name = `${this.name}${branchSuffix(branch)}`;
        const filter = `${this.name}${INGRESS_SUFFIX}-filter-${branch}`;
        return [...madeChannel(name, template), madeSubscription(name), madeSubscription(filter)];
      }),
    ];
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return {
      spec: {
        branches: this.branches.map(({ filter, subscriber, reply, delivery }) => ({
          filter: this.renderOptional(filter),
          subscriber: renderSink(this, subscriber),
          reply: this.renderOptional(reply),
          delivery: delivery?.toDeliveryConfig(this),
        })),
        channelTemplate: this.channelTemplate?._render(),
        reply: this.renderOptional(this.reply),
      },
    };
  }

  private renderOptional(sink: ISink | undefined): Record<string, unknown> | undefined {
    return sink === undefined ? undefined : renderSink(this, sink);
  }
}
