import { checkChoice, raise } from '../core';
import {
  type AwsAuth, AwsService, checkArn, checkAws, checkAwsAddress, checkIntegrationText, renderAws, SqsProtocol,
} from '../integrations';
import {
  LogLevel, type LogSinkOptions, type S3SinkOptions, type SnsSinkOptions, type SqsSinkOptions,
} from './integration-sink-options';

/**
 * Where an integration sink hands events on to.
 * @see https://knative.dev/docs/eventing/sinks/integration-sink/
 */
export class IntegrationSinkType {
  /**
   * The log of the pod, to look at.
   * @throws KnativeError `KN-INT-006` for an empty name, `KN-INT-008` for a level that there is not
   */
  public static log(options: LogSinkOptions = {}): IntegrationSinkType {
    raise(
      checkIntegrationText('loggerName', options.loggerName),
      checkIntegrationText('marker', options.marker),
      checkChoice('KN-INT-008', 'level', options.level, LogLevel),
    );
    const { loggerName, level, logMask, marker, multiline } = options;
    const { showAllProperties, showHeaders, showProperties, showStreams } = options;
    return new IntegrationSinkType('log', {
      loggerName, level, logMask, marker, multiline, showAllProperties, showHeaders, showProperties, showStreams,
    });
  }

  /**
   * A bucket of AWS S3: every event becomes an object, named by the extension `file` of the event, or at random.
   * @throws KnativeError `KN-INT-001` for what is neither ARN nor name of a bucket, `KN-INT-002` for a wrong region,
   * `KN-INT-003` for a wrong endpoint
   */
  public static awsS3(options: S3SinkOptions): IntegrationSinkType {
    raise(checkArn(AwsService.S3, options.arn, options.region), ...checkAws(options));
    const { arn, autoCreateBucket, forcePathStyle } = options;
    return new IntegrationSinkType('s3', { arn, ...renderAws(options), autoCreateBucket, forcePathStyle }, options.auth);
  }

  /**
   * A queue of AWS SQS.
   * @throws KnativeError `KN-INT-001` for what is neither ARN nor name of a queue, `KN-INT-002` for a wrong region,
   * `KN-INT-003` for a wrong endpoint, `KN-INT-006` for an empty host, `KN-INT-008` for a protocol that there is not
   */
  public static awsSqs(options: SqsSinkOptions): IntegrationSinkType {
    raise(
      checkArn(AwsService.SQS, options.arn, options.region), ...checkAws(options),
      checkIntegrationText('host', options.host), checkAwsAddress('host', options.host),
      checkChoice('KN-INT-008', 'protocol', options.protocol, SqsProtocol),
    );
    const { arn, autoCreateQueue, host, protocol } = options;
    return new IntegrationSinkType('sqs', { arn, ...renderAws(options), autoCreateQueue, host, protocol }, options.auth);
  }

  /**
   * A topic of AWS SNS; the `subject` of an event becomes the one of the notification.
   * @throws KnativeError `KN-INT-001` for what is neither ARN nor name of a topic, `KN-INT-002` for a wrong region,
   * `KN-INT-003` for a wrong endpoint
   */
  public static awsSns(options: SnsSinkOptions): IntegrationSinkType {
    raise(checkArn(AwsService.SNS, options.arn, options.region), ...checkAws(options));
    const { arn, autoCreateTopic } = options;
    return new IntegrationSinkType('sns', { arn, ...renderAws(options), autoCreateTopic }, options.auth);
  }

  private constructor(
    private readonly field: string,
    private readonly settings: Record<string, unknown>,
    /** @internal */
    public readonly _auth?: AwsAuth,
  ) {}

  /** @internal */
  public _render(): Record<string, unknown> {
    const type = { [this.field]: this.settings };
    return this._auth === undefined ? type : { aws: { ...type, auth: this._auth._render() } };
  }
}
