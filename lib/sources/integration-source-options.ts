import type { Duration } from 'cdk8s';
import type { AwsOptions, SqsProtocol } from '../integrations';

/** Options for a source that sends the same event again and again. */
export interface TimerSourceOptions {
  /** Body of the events; not empty (`KN-INT-006`). */
  readonly message: string;
  /**
   * Time between two events, in whole milliseconds from 1 on.
   * @default Duration.seconds(1)
   */
  readonly period?: Duration;
  /**
   * Content type of the body; not empty (`KN-INT-006`).
   * @default text/plain
   */
  readonly contentType?: string;
  /**
   * How many events are sent until the source stops, from 1 on (`KN-INT-005`). A new pod begins anew.
   * @default - no end
   */
  readonly repeatCount?: number;
}

/** Options for a source that sends the objects of a bucket. */
export interface S3SourceOptions extends AwsOptions {
  /** Bucket, by ARN or name (`KN-INT-001`). */
  readonly arn: string;
  /**
   * Beginning of the names of the objects that are read; not empty (`KN-INT-006`).
   * @default - all objects
   */
  readonly prefix?: string;
  /**
   * Whether an object is deleted when its event was sent. With `false` every poll sends all of them again.
   * @default true
   */
  readonly deleteAfterRead?: boolean;
  /**
   * Name of the bucket that objects are moved to when their events were sent, another one than that of `arn`
   * (`KN-INT-004`). Sets `moveAfterRead` too, without which it would have no effect.
   * @default - they are not moved
   */
  readonly destinationBucket?: string;
  /**
   * What stands before the names of objects that are moved; only with `destinationBucket` (`KN-INT-004`).
   * @default - nothing
   */
  readonly destinationBucketPrefix?: string;
  /**
   * What stands behind the names of objects that are moved; only with `destinationBucket` (`KN-INT-004`).
   * @default - nothing
   */
  readonly destinationBucketSuffix?: string;
  /**
   * Whether the bucket is created where there is none.
   * @default false
   */
  readonly autoCreateBucket?: boolean;
  /**
   * Whether events are sent without the content of the objects.
   * @default false
   */
  readonly ignoreBody?: boolean;
  /**
   * Whether the bucket stands in the path of a URL and not in its host, as stores other than AWS often want it.
   * @default false
   */
  readonly forcePathStyle?: boolean;
  /**
   * Time between two polls, in whole milliseconds from 1 on.
   * @default Duration.millis(500)
   */
  readonly delay?: Duration;
  /**
   * How many objects a poll reads, from 1 on (`KN-INT-005`).
   * @default 10
   */
  readonly maxMessagesPerPoll?: number;
}

/** Options for a source that sends the messages of a queue. */
export interface SqsSourceOptions extends AwsOptions {
  /** Queue, by ARN or name (`KN-INT-001`). */
  readonly arn: string;
  /**
   * Whether a message is deleted when its event was sent.
   * @default true
   */
  readonly deleteAfterRead?: boolean;
  /**
   * Whether the queue is created where there is none.
   * @default false
   */
  readonly autoCreateQueue?: boolean;
  /**
   * Host name of the cloud; not empty (`KN-INT-006`), without credentials (`KN-INT-003`).
   * @default amazonaws.com
   */
  readonly host?: string;
  /**
   * Protocol of the address of the queue.
   * @default SqsProtocol.HTTPS
   */
  readonly protocol?: SqsProtocol;
  /**
   * Whole address of the queue; not empty (`KN-INT-006`), without credentials (`KN-INT-003`).
   * @default - it follows from the ARN, or AWS is asked for it
   */
  readonly queueURL?: string;
  /**
   * Whether the next poll comes at once after one that found messages.
   * @default false
   */
  readonly greedy?: boolean;
  /**
   * Time between two polls, in whole milliseconds from 1 on.
   * @default Duration.millis(500)
   */
  readonly delay?: Duration;
  /**
   * How many messages a poll reads, 1 to 10 (`KN-INT-005`).
   * @default 1
   */
  readonly maxMessagesPerPoll?: number;
  /**
   * How long a poll waits for messages, up to 20 whole seconds.
   * @default Duration.seconds(0)
   */
  readonly waitTime?: Duration;
  /**
   * How long a message that was read is hidden, up to 12 hours in whole seconds. Longer than it takes to send its
   * event, or it is read twice.
   * @default Duration.seconds(0) - the controller writes 0, whatever the queue says
   */
  readonly visibilityTimeout?: Duration;
}

/** Where a source begins to read the changes of a table. */
export enum StreamIteratorType {
  /** With what changes from now on. */
  FROM_LATEST = 'FROM_LATEST',
  /** With the oldest change that there still is. */
  FROM_START = 'FROM_START',
}

/** Options for a source that sends the changes of a table. */
export interface DdbStreamsSourceOptions extends AwsOptions {
  /** Name of the table, which has its stream switched on; not empty (`KN-INT-006`). */
  readonly table: string;
  /**
   * Where the source begins.
   * @default StreamIteratorType.FROM_LATEST
   */
  readonly streamIteratorType?: StreamIteratorType;
  /**
   * Time between two polls, in whole milliseconds from 1 on.
   * @default Duration.millis(500)
   */
  readonly delay?: Duration;
}
