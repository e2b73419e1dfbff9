import { Chart, Duration, JsonPatch, Testing, type App } from 'cdk8s';
import { Sink } from '../../lib/core';
import { AwsAuth, SqsProtocol } from '../../lib/integrations';
import { Env, SecretReference, ServiceAccount, Toleration } from '../../lib/pod';
import {
  CloudEventOverrides, IntegrationSource, type IntegrationSourceProps, IntegrationSourceType, StreamIteratorType,
} from '../../lib/sources';

const region = 'eu-central-1';
const BUCKET = 'arn:aws:s3:::reports';
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:reports';
const auth = AwsAuth.fromSecret(SecretReference.fromName('aws'));
const AUTH = { secret: { ref: { name: 'aws' } } };
const sink = Sink.uri('https://events.example.com/inbox');
const ticks = IntegrationSourceType.timer({ message: 'tick' });

function chartOf(): { app: App; chart: Chart } {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace: 'shop' }) };
}

function problemsOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes('KN-'));
  }
  return [];
}

function codesOf(props: Partial<IntegrationSourceProps>, id = 'ticks'): string[] {
  const { app, chart } = chartOf();
  new IntegrationSource(chart, id, { sink, type: ticks, ...props });
  return problemsOf(app).map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0] ?? '');
}

function specOf(props: Partial<IntegrationSourceProps>): unknown {
  const { app, chart } = chartOf();
  const source = new IntegrationSource(chart, 'ticks', { sink, type: ticks, ...props });
  app.synth();
  return (source.apiObject.toJson() as { spec: unknown }).spec;
}

const SINK = { uri: 'https://events.example.com/inbox' };

describe('an integration source', () => {
  test('with the smallest timer says the least', () => {
    const { app, chart } = chartOf();
    const source = new IntegrationSource(chart, 'ticks', { sink, type: ticks });

    app.synth();

    expect(source.apiObject.toJson()).toEqual({
      apiVersion: 'sources.knative.dev/v1alpha1',
      kind: 'IntegrationSource',
      metadata: { name: 'ticks', namespace: 'shop' },
      spec: { sink: SINK, timer: { message: 'tick' } },
    });
  });

  test('says all that a timer and its pod can', () => {
    expect(specOf({
      type: IntegrationSourceType.timer({
        message: '{}', period: Duration.seconds(5), contentType: 'application/json', repeatCount: 3,
      }),
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
      templateLabels: { team: 'shop' },
      templateAnnotations: { 'example.com/owner': 'shop' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [Toleration.exists('spot')],
      imagePullSecrets: [SecretReference.fromName('registry')],
      initContainers: [{ image: 'ghcr.io/example/prepare:1.0' }],
    })).toEqual({
      sink: SINK,
      ceOverrides: { extensions: { region: 'eu' } },
      timer: { message: '{}', period: 5000, contentType: 'application/json', repeatCount: 3 },
      template: {
        metadata: { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'shop' } },
        spec: {
          containers: [],
          nodeSelector: { disk: 'ssd' },
          tolerations: [{ key: 'spot', operator: 'Exists' }],
          imagePullSecrets: [{ name: 'registry' }],
          initContainers: [expect.objectContaining({ name: 'init-container-0', image: 'ghcr.io/example/prepare:1.0' })],
        },
      },
    });
  });

  test('reads a bucket', () => {
    expect(specOf({ type: IntegrationSourceType.awsS3({ arn: BUCKET, region, auth }) }))
      .toEqual({ sink: SINK, aws: { s3: { arn: BUCKET, region }, auth: AUTH } });
    expect(specOf({
      type: IntegrationSourceType.awsS3({
        arn: BUCKET, region, auth, uriEndpointOverride: 'http://minio:9000', prefix: 'new/', deleteAfterRead: false,
        destinationBucket: 'done', destinationBucketPrefix: 'a-', destinationBucketSuffix: '.b', autoCreateBucket: true,
        ignoreBody: true, forcePathStyle: true, delay: Duration.seconds(1), maxMessagesPerPoll: 5,
      }),
    })).toEqual({
      sink: SINK,
      aws: {
        s3: {
          arn: BUCKET, region, uriEndpointOverride: 'http://minio:9000', overrideEndpoint: true, prefix: 'new/',
          deleteAfterRead: false, moveAfterRead: true, destinationBucket: 'done', destinationBucketPrefix: 'a-',
          destinationBucketSuffix: '.b', autoCreateBucket: true, ignoreBody: true, forcePathStyle: true, delay: 1000,
          maxMessagesPerPoll: 5,
        },
        auth: AUTH,
      },
    });
  });

  test('reads a queue', () => {
    expect(specOf({
      type: IntegrationSourceType.awsSqs({
        arn: QUEUE, region, auth, deleteAfterRead: true, autoCreateQueue: true, host: 'amazonaws.com', protocol: SqsProtocol.HTTP,
        queueURL: 'http://sqs/1/reports', greedy: true, delay: Duration.millis(10), maxMessagesPerPoll: 10,
        waitTime: Duration.seconds(20), visibilityTimeout: Duration.hours(12),
      }),
    })).toEqual({
      sink: SINK,
      aws: {
        sqs: {
          arn: QUEUE, region, deleteAfterRead: true, autoCreateQueue: true, host: 'amazonaws.com', protocol: 'http',
          queueURL: 'http://sqs/1/reports', greedy: true, delay: 10, maxMessagesPerPoll: 10, waitTimeSeconds: 20,
          visibilityTimeout: 43_200,
        },
        auth: AUTH,
      },
    });
  });

  test('reads a table', () => {
    expect(specOf({
      type: IntegrationSourceType.awsDdbStreams({
        table: 'orders', region, auth: AwsAuth.fromServiceAccount(ServiceAccount.fromName('aws')),
        streamIteratorType: StreamIteratorType.FROM_START, delay: Duration.seconds(2),
      }),
    })).toEqual({
      sink: SINK,
      aws: {
        ddbStreams: { table: 'orders', region, streamIteratorType: 'FROM_START', delay: 2000 },
        auth: { serviceAccountName: 'aws' },
      },
    });
  });

  test.each([
    ['timer', ticks],
    ['aws-s3', IntegrationSourceType.awsS3({ arn: BUCKET, region, auth })],
    ['aws-sqs', IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth })],
    ['aws-ddb-streams', IntegrationSourceType.awsDdbStreams({ table: 'orders', region, auth })],
  ])('knows the event of %s', (connector, type) => {
    const { chart } = chartOf();

    expect(new IntegrationSource(chart, 'ticks', { sink, type }).toEventSourceConfig().events).toEqual([
      { type: `dev.knative.connector.event.${connector}`, source: `dev.knative.eventing.${connector}-source` },
    ]);
  });

  test('can be patched', () => {
    const { app, chart } = chartOf();
    const source = new IntegrationSource(chart, 'ticks', { sink, type: ticks });
    source.apiObject.addJsonPatch(JsonPatch.replace('/spec/timer/message', 'tock'));

    app.synth();

    expect(source.apiObject.toJson()).toMatchObject({ spec: { timer: { message: 'tock' } } });
  });
});

describe('an integration source fails', () => {
  test.each<[string, string, () => IntegrationSourceType]>([
    ['without a message', 'KN-INT-006', () => IntegrationSourceType.timer({ message: '' })],
    ['with an empty content type', 'KN-INT-006', () => IntegrationSourceType.timer({ message: 'x', contentType: '' })],
    ['with no period', 'KN-DUR-002', () => IntegrationSourceType.timer({ message: 'x', period: Duration.millis(0) })],
    ['with parts of a millisecond', 'KN-DUR-001', () => IntegrationSourceType.timer({ message: 'x', period: Duration.millis(1.5) })],
    ['with no repetition', 'KN-INT-005', () => IntegrationSourceType.timer({ message: 'x', repeatCount: 0 })],
    ['without a bucket', 'KN-INT-001', () => IntegrationSourceType.awsS3({ arn: '', region, auth })],
    ['without a region', 'KN-INT-002', () => IntegrationSourceType.awsS3({ arn: BUCKET, region: '', auth })],
    ['with a wrong endpoint', 'KN-INT-003', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, uriEndpointOverride: 'x' })],
    ['with an empty prefix', 'KN-INT-006', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, prefix: '' })],
    ['with a move into the same bucket', 'KN-INT-004', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, destinationBucket: 'reports' })],
    ['with a move into no bucket', 'KN-INT-004', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, destinationBucket: '' })],
    ['with a suffix and no move', 'KN-INT-004', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, destinationBucketSuffix: 'x' })],
    ['with no delay', 'KN-DUR-002', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, delay: Duration.millis(0) })],
    ['with no object a poll', 'KN-INT-005', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, maxMessagesPerPoll: 0 })],
    ['with a topic for a queue', 'KN-INT-001', () => IntegrationSourceType.awsSqs({ arn: 'arn:aws:sns:eu-central-1:123456789012:x', region, auth })],
    ['with too many messages', 'KN-INT-005', () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, maxMessagesPerPoll: 11 })],
    ['with too long a wait', 'KN-DUR-002', () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, waitTime: Duration.seconds(21) })],
    ['with messages hidden too long', 'KN-DUR-002', () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, visibilityTimeout: Duration.hours(13) })],
    ['with a protocol that there is not', 'KN-INT-008', () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, protocol: 'x' as SqsProtocol })],
    ['with an empty address', 'KN-INT-006', () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, queueURL: '' })],
    ['without a table', 'KN-INT-006', () => IntegrationSourceType.awsDdbStreams({ table: '', region, auth })],
    ['with a place to begin that there is not', 'KN-INT-008', () => IntegrationSourceType.awsDdbStreams({ table: 'x', region, auth, streamIteratorType: 'x' as StreamIteratorType })],
  ])('%s', (_what, code, make) => {
    expect(make).toThrow(code);
  });

  test.each<[string, string, Partial<IntegrationSourceProps>]>([
    ['with an account of its own', 'KN-INT-007', { templateLabels: {}, ...{ serviceAccount: ServiceAccount.fromName('aws') } }],
    ['with the label of Knative', 'KN-INT-007', { templateLabels: { 'app.kubernetes.io/name': 'x' } }],
    ['with the container of Knative', 'KN-INT-007', { initContainers: [{ name: 'source', image: 'ghcr.io/example/prepare:1.0' }] }],
    ['with the variable of Knative', 'KN-POD-005', { initContainers: [{ image: 'ghcr.io/example/prepare:1.0', env: { K_SINK: Env.value('x') } }] }],
    ['with an init container of no name', 'KN-POD-002', { initContainers: [{ name: 'A', image: 'ghcr.io/example/prepare:1.0' }] }],
    ['with a label that is none', 'KN-NAM-004', { templateLabels: { team: 'the shop' } }],
    ['with an annotation that is none', 'KN-NAM-005', { templateAnnotations: { 'a/b/c': 'x' } }],
    ['with a Secret of another namespace', 'KN-NAM-007', {
      type: IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth: AwsAuth.fromSecret({ name: 'aws', namespace: 'platform' }) }),
    }],
  ])('%s', (_what, code, props) => {
    expect(codesOf(props)).toContain(code);
  });

  test.each([['with dots', 'a.b'], ['longer than a label', 'a'.repeat(64)]])('with a name %s', (_what, id) => {
    expect(codesOf({}, id)).toEqual(['KN-NAM-001']);
  });
});

describe('a further init container of an integration source', () => {
  function added(name: string): { app: App; source: IntegrationSource } {
    const { app, chart } = chartOf();
    const source = new IntegrationSource(chart, 'ticks', { sink, type: ticks });
    source.addInitContainer({ name, image: 'ghcr.io/example/prepare:1.0' });
    return { app, source };
  }

  test('is one of its pod', () => {
    const { app, source } = added('prepare');

    expect(problemsOf(app)).toEqual([]);
    expect(source.apiObject.toJson().spec.template.spec.initContainers).toMatchObject([{ name: 'prepare' }]);
  });

  test('fails with the name of the container of Knative', () => {
    expect(problemsOf(added('source').app)).toEqual([expect.stringContaining('KN-INT-007')]);
  });
});
