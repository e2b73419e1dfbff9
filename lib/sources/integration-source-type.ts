import { Duration } from 'cdk8s';
import { checkChoice, checkWhole, type EmittedEvent, millisOf, type Problem, raise, secondsOf, show } from '../core';
import {
  type AwsAuth, AwsService, checkArn, checkAws, checkAwsAddress, checkIntegrationMillis,
  checkIntegrationSeconds, checkIntegrationText, renderAws, SqsProtocol,
} from '../integrations';
import {
  type DdbStreamsSourceOptions, type S3SourceOptions, type SqsSourceOptions, StreamIteratorType,
  type TimerSourceOptions,
} from './integration-source-options';

/** What SQS takes. */
const LONGEST_WAIT = Duration.seconds(20);
const LONGEST_HIDDEN = Duration.hours(12);
const MOST_MESSAGES = 10;

/**
 * Where an integration source gets its events from.
 * @see https://knative.dev/docs/eventing/sources/integration-source/
 */
export class IntegrationSourceType {
  /**
   * A clock: the same event again and again.
   * @throws KnativeError `KN-INT-006` for an empty message or content type, `KN-INT-005` for a wrong count,
   * `KN-DUR-001` or `KN-DUR-002` for a wrong period
   */
  public static timer(options: TimerSourceOptions): IntegrationSourceType {
    const { message, period, contentType, repeatCount } = options;
    raise(
      checkIntegrationText('message', message ?? ''),
      checkIntegrationText('contentType', contentType),
      checkIntegrationMillis('period', period),
      checkWhole('KN-INT-005', 'repeatCount', repeatCount, { min: 1 }),
    );
    return new IntegrationSourceType('timer', 'timer', {
      period: period && millisOf(period), message, contentType, repeatCount,
    });
  }

  /**
   * The objects of a bucket of AWS S3.
   * @throws KnativeError `KN-INT-001` for what is neither ARN nor name of a bucket, `KN-INT-002` for a wrong region,
   * `KN-INT-003` for a wrong endpoint, `KN-INT-004` for a wrong bucket to move to, `KN-INT-005` for a wrong number,
   * `KN-INT-006` for an empty text, `KN-DUR-001` or `KN-DUR-002` for a wrong delay
   */
  public static awsS3(options: S3SourceOptions): IntegrationSourceType {
    raise(
      checkArn(AwsService.S3, options.arn, options.region), ...checkAws(options),
      checkIntegrationText('prefix', options.prefix),
      checkMove(options),
      checkIntegrationMillis('delay', options.delay),
      checkWhole('KN-INT-005', 'maxMessagesPerPoll', options.maxMessagesPerPoll, { min: 1 }),
    );
    const { arn, prefix, deleteAfterRead, autoCreateBucket, ignoreBody, forcePathStyle, maxMessagesPerPoll } = options;
    const { destinationBucket, destinationBucketPrefix, destinationBucketSuffix, delay } = options;
    return new IntegrationSourceType('s3', 'aws-s3', {
      arn, ...renderAws(options), prefix, deleteAfterRead,
      moveAfterRead: destinationBucket === undefined ? undefined : true,
      destinationBucket, destinationBucketPrefix, destinationBucketSuffix,
      autoCreateBucket, ignoreBody, forcePathStyle, delay: delay && millisOf(delay), maxMessagesPerPoll,
    }, options.auth);
  }

  /**
   * The messages of a queue of AWS SQS.
   * @throws KnativeError `KN-INT-001` for what is neither ARN nor name of a queue, `KN-INT-002` for a wrong region,
   * `KN-INT-003` for a wrong endpoint, `KN-INT-005` for a wrong number, `KN-INT-006` for an empty text, `KN-INT-008`
   * for a protocol that there is not, `KN-DUR-001` or `KN-DUR-002` for a wrong time
   */
  public static awsSqs(options: SqsSourceOptions): IntegrationSourceType {
    raise(
      checkArn(AwsService.SQS, options.arn, options.region), ...checkAws(options),
      checkIntegrationText('host', options.host), checkAwsAddress('host', options.host),
      checkIntegrationText('queueURL', options.queueURL), checkAwsAddress('queueURL', options.queueURL),
      checkChoice('KN-INT-008', 'protocol', options.protocol, SqsProtocol),
      checkIntegrationMillis('delay', options.delay),
      checkWhole('KN-INT-005', 'maxMessagesPerPoll', options.maxMessagesPerPoll, { min: 1, max: MOST_MESSAGES }),
      checkIntegrationSeconds('waitTime', options.waitTime, LONGEST_WAIT),
      checkIntegrationSeconds('visibilityTimeout', options.visibilityTimeout, LONGEST_HIDDEN),
    );
    const { arn, deleteAfterRead, autoCreateQueue, host, protocol, queueURL, greedy, maxMessagesPerPoll } = options;
    const { delay, waitTime, visibilityTimeout } = options;
    return new IntegrationSourceType('sqs', 'aws-sqs', {
      arn, ...renderAws(options), deleteAfterRead, autoCreateQueue, host, protocol, queueURL, greedy,
      delay: delay && millisOf(delay), maxMessagesPerPoll, waitTimeSeconds: waitTime && secondsOf(waitTime),
      visibilityTimeout: visibilityTimeout && secondsOf(visibilityTimeout),
    }, options.auth);
  }

  /**
   * The changes of a table of AWS DynamoDB.
   * @throws KnativeError `KN-INT-002` for a wrong region, `KN-INT-003` for a wrong endpoint, `KN-INT-006` for a table
   * without a name, `KN-INT-008` for a place to begin that there is not, `KN-DUR-001` or `KN-DUR-002` for a wrong delay
   */
  public static awsDdbStreams(options: DdbStreamsSourceOptions): IntegrationSourceType {
    const { table, streamIteratorType, delay } = options;
    raise(
      checkIntegrationText('table', table ?? ''), ...checkAws(options),
      checkChoice('KN-INT-008', 'streamIteratorType', streamIteratorType, StreamIteratorType),
      checkIntegrationMillis('delay', delay),
    );
    return new IntegrationSourceType('ddbStreams', 'aws-ddb-streams', {
      table, ...renderAws(options), streamIteratorType, delay: delay && millisOf(delay),
    }, options.auth);
  }

  private constructor(
    private readonly field: string,
    private readonly connector: string,
    private readonly settings: Record<string, unknown>,
    /** @internal */
    public readonly _auth?: AwsAuth,
  ) {}

  /** What the connector sends; follows the properties of knative-extensions/eventing-integrations. */
  public get event(): EmittedEvent {
    return {
      type: `dev.knative.connector.event.${this.connector}`, source: `dev.knative.eventing.${this.connector}-source`,
    };
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    const type = { [this.field]: this.settings };
    return this._auth === undefined ? type : { aws: { ...type, auth: this._auth._render() } };
  }
}

/** Objects that are moved into their own bucket would be read again, for ever. */
function checkMove(options: S3SourceOptions): Problem | undefined {
  const { arn, destinationBucket: bucket, destinationBucketPrefix: prefix, destinationBucketSuffix: suffix } = options;
  const without = bucket === undefined && (prefix !== undefined || suffix !== undefined);
  const own = bucket !== undefined && (bucket.trim() === '' || bucket === arn.slice(arn.lastIndexOf(':') + 1));
  if (!without && !own) return undefined;
  return {
    code: 'KN-INT-004',
    message: without
      ? 'objects that are not moved get a prefix or suffix'
      : `objects are moved to ${show(bucket)}, which is their own bucket or none`,
    received: bucket ?? prefix ?? suffix,
    allowed: 'the name of another bucket, and prefix and suffix only with it',
    fix: "write `destinationBucket: 'done'`, or leave prefix and suffix out",
  };
}
