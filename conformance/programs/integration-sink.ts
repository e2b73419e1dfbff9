import {
  AwsAuth, IntegrationSink, IntegrationSinkType, LogLevel, SecretReference, ServiceAccount, SqsProtocol,
} from '../../lib';
import type { KindProgram } from './program';

const READS = 'superseded by IntegrationSource: the connector of the sink writes only, and reads none of it';
const ALWAYS = 'cannot be changed: the webhook drops `false`, and the default `true` of the schema comes back';
const region = 'eu-central-1';
const uriEndpointOverride = 'http://localstack.aws:4566';

function readOnly(type: string, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [`spec.aws.${type}.${field}`, READS]));
}

export const program: KindProgram = {
  apiVersion: 'sinks.knative.dev/v1alpha1',
  kind: 'IntegrationSink',
  program: (chart) => {
    const secret = AwsAuth.fromSecret(SecretReference.fromName('aws'));
    const account = AwsAuth.fromServiceAccount(new ServiceAccount(chart, 'aws'));
    new IntegrationSink(chart, 'log', {
      type: IntegrationSinkType.log({
        loggerName: 'events', level: LogLevel.WARN, logMask: true, marker: 'shop', multiline: true,
        showAllProperties: true, showHeaders: true, showProperties: true, showStreams: true,
      }),
    });
    new IntegrationSink(chart, 'smallest', { type: IntegrationSinkType.log() });
    new IntegrationSink(chart, 'bucket', {
      type: IntegrationSinkType.awsS3({
        arn: 'arn:aws:s3:::reports', region, auth: secret, uriEndpointOverride, autoCreateBucket: true, forcePathStyle: true,
      }),
    });
    new IntegrationSink(chart, 'queue', {
      type: IntegrationSinkType.awsSqs({
        arn: 'arn:aws:sqs:eu-central-1:123456789012:reports', region, auth: account, uriEndpointOverride,
        autoCreateQueue: true, host: 'amazonaws.com', protocol: SqsProtocol.HTTPS,
      }),
    });
    new IntegrationSink(chart, 'topic', {
      type: IntegrationSinkType.awsSns({
        arn: 'arn:aws:sns:eu-central-1:123456789012:reports', region, auth: account, uriEndpointOverride,
        autoCreateTopic: true,
      }),
    });
  },
  notReached: {
    'spec.log.showBody': ALWAYS,
    'spec.log.showBodyType': ALWAYS,
    'spec.log.showExchangePattern': ALWAYS,
    'spec.log.showCachedStreams': ALWAYS,
    ...readOnly('s3', [
      'deleteAfterRead', 'moveAfterRead', 'destinationBucket', 'destinationBucketPrefix', 'destinationBucketSuffix',
      'prefix', 'ignoreBody', 'delay', 'maxMessagesPerPoll',
    ]),
    ...readOnly('sqs', [
      'deleteAfterRead', 'queueURL', 'greedy', 'delay', 'maxMessagesPerPoll', 'waitTimeSeconds', 'visibilityTimeout',
    ]),
  },
};
