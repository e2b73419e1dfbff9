import type { Construct } from 'constructs';
import {
  appChecks, type EventSourceConfig, type ISink, KINDS, type MadeObject, ownCopy, renderSink, type ResourceProps,
} from '../core';
import { AddressableResource } from '../events';
import { channelService } from './channel-names';
import type { ChannelTemplate } from './channel-template';
import type { Delivery } from './delivery';
import { checkFlowName, checkNotEmpty, connect, watchPart } from './flow-checks';
import { type ExistingSequenceOptions, ImportedSequence, stepSuffix } from './imported-sequence';
import { madeChannel, madeSubscription } from './made-objects';
import type { ISequence } from './sequence-contract';

/** A step of a sequence. */
export interface SequenceStep {
  /** Receiver of the events of the step; what it answers goes to the next step. It may be in another namespace. */
  readonly subscriber: ISink;
  /**
   * What becomes of events that the subscriber did not take; they go to no further step.
   * @default - no retries, and events that fail are lost, which is warned
   */
  readonly delivery?: Delivery;
}

/** Properties for `Sequence`. */
export interface SequenceProps extends ResourceProps {
  /**
   * The steps, first to last. `addStep` adds more; without any the sequence is refused (`KN-FLW-001`).
   * @default - none yet
   */
  readonly steps?: readonly SequenceStep[];
  /**
   * Receiver of what the last step answers.
   * @default - answers of the last step are dropped
   */
  readonly reply?: ISink;
  /**
   * Kind of the channels between the steps.
   * @default - what the cluster has configured in `default-ch-webhook`: a release has the in-memory channel
   */
  readonly channelTemplate?: ChannelTemplate;
}

/**
 * Hands an event to one subscriber after the other: each gets what the one before it answered. A step that answers
 * nothing ends the sequence for that event.
 *
 * Knative makes a channel and a subscription for every step, called `<name>-kn-sequence-<number>`. A name that is too
 * long for that is refused with `KN-FLW-002`, and another object of such a name with `KN-NAM-010`.
 * @see https://knative.dev/docs/eventing/flows/sequence/
 */
export class Sequence extends AddressableResource implements ISequence {
  /** A sequence that exists already. */
  public static fromSequenceName(
    scope: Construct, id: string, sequenceName: string, options: ExistingSequenceOptions = {},
  ): ISequence {
    return new ImportedSequence(scope, id, sequenceName, options);
  }

  private readonly steps: SequenceStep[] = [];
  private readonly reply?: ISink;
  private readonly channelTemplate?: ChannelTemplate;

  constructor(scope: Construct, id: string, props: SequenceProps = {}) {
    super(scope, id, KINDS.sequence, props);
    this.reply = props.reply;
    this.channelTemplate = props.channelTemplate;
    connect(this, props.channelTemplate);
    for (const step of props.steps ?? []) this.addStep(step);
    this._checkAtSynth(() => [
      checkNotEmpty('Sequence', 'step', this.steps.length),
      checkFlowName('Sequence', this.name, [stepSuffix(0), ...this.steps.map((_, step) => stepSuffix(step))]),
    ]);
  }

  /** Name of the sequence. */
  public get sequenceName(): string {
    return this.name;
  }

  /**
   * Address in the cluster, where events are posted to: that of its first channel. Without a namespace the problem
   * `KN-NAM-003` is recorded.
   */
  public get url(): string {
    return this._clusterUrl(channelService(`${this.name}${stepSuffix(0)}`), this._namespaceForAddress());
  }

  /** The sequence as a sender, to its steps and to the receiver of its replies. */
  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: [] };
  }

  /** Adds a step after those that there are. */
  public addStep(step: SequenceStep): void {
    this.steps.push(ownCopy(step));
    watchPart(this, 'step', step.delivery, this.channelTemplate);
    appChecks(this).changed();
  }

  /** @internal */
  public override _makes(): MadeObject[] {
    return this.steps.flatMap((_, step) => {
      const name = `${this.name}${stepSuffix(step)}`;
      return [...madeChannel(name, this.channelTemplate?._type), madeSubscription(name)];
    });
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return {
      spec: {
        steps: this.steps.map(({ subscriber, delivery }) => ({
          ...renderSink(this, subscriber),
          delivery: delivery?.toDeliveryConfig(this),
        })),
        channelTemplate: this.channelTemplate?._render(),
        reply: this.reply === undefined ? undefined : renderSink(this, this.reply),
      },
    };
  }
}
