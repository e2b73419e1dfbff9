import { type Chart, Duration } from 'cdk8s';
import {
  AwsAuth, CloudEventOverrides, IntegrationSource, IntegrationSourceType, SecretReference, ServiceAccount, Sink,
  SqsProtocol, StreamIteratorType, Toleration,
} from '../../lib';
import { EVERYTHING } from '../program-parts/destinations';
import type { KindProgram } from './program';

const region = 'eu-central-1';
const uriEndpointOverride = 'http://localstack.aws:4566';

function timers(chart: Chart): void {
  new IntegrationSource(chart, 'ticks', {
    sink: EVERYTHING,
    ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
    type: IntegrationSourceType.timer({
      message: '{"tick":true}', period: Duration.seconds(5), contentType: 'application/json', repeatCount: 10,
    }),
    templateLabels: { team: 'shop' },
    templateAnnotations: { 'example.com/owner': 'shop' },
    nodeSelector: { 'kubernetes.io/arch': 'arm64' },
    tolerations: [Toleration.exists('batch')],
  });
}

export const program: KindProgram = {
  apiVersion: 'sources.knative.dev/v1alpha1',
  kind: 'IntegrationSource',
  program: (chart) => {
    const secret = AwsAuth.fromSecret(SecretReference.fromName('aws'));
    const account = AwsAuth.fromServiceAccount(new ServiceAccount(chart, 'aws'));
    const sink = Sink.uri('https://events.example.com/inbox');
    timers(chart);
    new IntegrationSource(chart, 'smallest', { sink, type: IntegrationSourceType.timer({ message: 'tick' }) });
    new IntegrationSource(chart, 'bucket', {
      sink,
      type: IntegrationSourceType.awsS3({
        arn: 'arn:aws:s3:::reports', region, auth: secret, uriEndpointOverride, autoCreateBucket: true,
        forcePathStyle: true, prefix: 'new/', deleteAfterRead: true, destinationBucket: 'done',
        destinationBucketPrefix: 'done-', destinationBucketSuffix: '.old', ignoreBody: true,
        delay: Duration.seconds(2), maxMessagesPerPoll: 50,
      }),
    });
    new IntegrationSource(chart, 'queue', {
      sink,
      type: IntegrationSourceType.awsSqs({
        arn: 'arn:aws:sqs:eu-central-1:123456789012:reports', region, auth: account, uriEndpointOverride,
        autoCreateQueue: true, host: 'amazonaws.com', protocol: SqsProtocol.HTTPS, deleteAfterRead: false, greedy: true,
        queueURL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/reports', delay: Duration.seconds(1),
        maxMessagesPerPoll: 10, waitTime: Duration.seconds(20), visibilityTimeout: Duration.minutes(1),
      }),
    });
    new IntegrationSource(chart, 'table', {
      sink,
      type: IntegrationSourceType.awsDdbStreams({
        table: 'orders', region, auth: account, uriEndpointOverride, streamIteratorType: StreamIteratorType.FROM_START,
        delay: Duration.seconds(1),
      }),
    });
  },
  notReached: {},
};
