import { KINDS, ownCopy, type Problem, raise, show } from '../core';
import { DataPlane } from './delivery-warnings';
import {
  checkKafkaChannelOptions, type KafkaChannelOptions, renderKafkaChannelOptions,
} from './kafka-channel-options';

/** Options for `ChannelTemplate.custom`. */
export interface CustomChannelOptions {
  /** Group and version: `messaging.example.com/v1`. */
  readonly apiVersion: string;
  /** Kind: `ExampleChannel`. */
  readonly kind: string;
  /**
   * Spec of the channel, handed on as it is.
   * @default - none
   */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** Versions of the channels that Knative itself ships; tutorials name others, which no cluster serves. */
const SERVED: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  InMemoryChannel: [KINDS.inMemoryChannel.apiVersion],
  KafkaChannel: [KINDS.kafkaChannel.apiVersion, 'messaging.knative.dev/v1'],
}));

/** Which kind of channel stands behind a `Channel`. */
export class ChannelTemplate {
  /** Keeps events in memory: those that are under way are lost when the dispatcher ends. */
  public static inMemory(): ChannelTemplate {
    const { apiVersion, kind } = KINDS.inMemoryChannel;
    return new ChannelTemplate({ apiVersion, kind }, DataPlane.KNATIVE);
  }

  /**
   * Keeps events in a Kafka topic of its own, which is deleted with the channel.
   * @throws KnativeError `KN-KFK-010`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static kafka(options: KafkaChannelOptions = {}): ChannelTemplate {
    raise(...checkKafkaChannelOptions(options));
    const { apiVersion, kind } = KINDS.kafkaChannel;
    const spec = renderKafkaChannelOptions(options);
    return new ChannelTemplate({ apiVersion, kind, spec }, DataPlane.KAFKA, ownCopy(options));
  }

  /**
   * A channel of any other kind.
   * @throws KnativeError `KN-CHN-002` where apiVersion or kind is empty, or no version that Knative serves
   */
  public static custom(options: CustomChannelOptions): ChannelTemplate {
    raise(checkTemplate(options));
    return new ChannelTemplate(ownCopy(options), planeOf(options.kind));
  }

  private constructor(
    private readonly template: CustomChannelOptions,
    /** @internal */
    public readonly _dataPlane: DataPlane,
    /** @internal */
    public readonly _kafka?: KafkaChannelOptions,
  ) {}

  /**
   * Version and kind of the channels.
   * @internal
   */
  public get _type(): { readonly apiVersion: string; readonly kind: string } {
    return this.template;
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    const { apiVersion, kind, spec } = this.template;
    return { apiVersion, kind, spec };
  }
}

function planeOf(kind: string): DataPlane {
  if (kind === KINDS.kafkaChannel.kind) return DataPlane.KAFKA;
  return kind === KINDS.inMemoryChannel.kind ? DataPlane.KNATIVE : DataPlane.UNKNOWN;
}

/** Follows pkg/apis/messaging/v1/channel_validation.go. */
function checkTemplate({ apiVersion, kind }: CustomChannelOptions): Problem | undefined {
  const empty = apiVersion.trim() === '' || kind.trim() === '';
  const served = SERVED.get(kind);
  if (!empty && (served === undefined || served.includes(apiVersion))) return undefined;
  return {
    code: 'KN-CHN-002',
    message: empty
      ? 'a channel template has no apiVersion or no kind'
      : `${kind} is not served as ${show(apiVersion)}`,
    received: { apiVersion, kind },
    allowed: empty ? 'both, neither of them empty' : `\`${served?.join('`, `')}\``,
    fix: 'use `ChannelTemplate.inMemory()` or `ChannelTemplate.kafka()` for the channels of Knative',
  };
}
