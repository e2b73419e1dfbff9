import type { AwsOptions, SqsProtocol } from '../integrations';

/** How important a line of a log is. */
export enum LogLevel {
  TRACE = 'TRACE',
  DEBUG = 'DEBUG',
  INFO = 'INFO',
  WARN = 'WARN',
  ERROR = 'ERROR',
  /** Nothing is written. */
  OFF = 'OFF',
}

/** What a sink writes to its log of each event. */
export interface LogSinkOptions {
  /**
   * Name of the logger; not empty (`KN-INT-006`).
   * @default log-sink
   */
  readonly loggerName?: string;
  /**
   * Level of the lines.
   * @default LogLevel.INFO
   */
  readonly level?: LogLevel;
  /**
   * Whether what looks like a password is masked.
   * @default false
   */
  readonly logMask?: boolean;
  /**
   * Name of a marker that the lines carry; not empty (`KN-INT-006`).
   * @default - none
   */
  readonly marker?: string;
  /**
   * Whether each part stands on a line of its own.
   * @default false
   */
  readonly multiline?: boolean;
  /**
   * Whether all properties of the exchange are shown, those of Camel itself among them.
   * @default false
   */
  readonly showAllProperties?: boolean;
  /**
   * Whether headers are shown; the attributes of the event are among them.
   * @default false
   */
  readonly showHeaders?: boolean;
  /**
   * Whether properties of the exchange are shown, but for those of Camel itself.
   * @default false
   */
  readonly showProperties?: boolean;
  /**
   * Whether bodies that are streams are shown.
   * @default false
   */
  readonly showStreams?: boolean;
}

/** Options for a sink that writes objects into a bucket. */
export interface S3SinkOptions extends AwsOptions {
  /** Bucket, by ARN or name (`KN-INT-001`). */
  readonly arn: string;
  /**
   * Whether the bucket is created where there is none.
   * @default false
   */
  readonly autoCreateBucket?: boolean;
  /**
   * Whether the bucket stands in the path of a URL and not in its host, as stores other than AWS often want it.
   * @default false
   */
  readonly forcePathStyle?: boolean;
}

/** Options for a sink that sends messages to a queue. */
export interface SqsSinkOptions extends AwsOptions {
  /** Queue, by ARN or name (`KN-INT-001`). */
  readonly arn: string;
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
}

/** Options for a sink that publishes notifications. */
export interface SnsSinkOptions extends AwsOptions {
  /** Topic, by ARN or name (`KN-INT-001`). */
  readonly arn: string;
  /**
   * Whether the topic is created where there is none.
   * @default false
   */
  readonly autoCreateTopic?: boolean;
}
