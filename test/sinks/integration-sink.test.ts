import { Chart, JsonPatch, Testing, type App } from 'cdk8s';
import { AwsAuth, SqsProtocol } from '../../lib/integrations';
import { SecretReference, ServiceAccount } from '../../lib/pod';
import { IntegrationSink, IntegrationSinkType, LogLevel } from '../../lib/sinks';

const region = 'eu-central-1';
const BUCKET = 'arn:aws:s3:::reports';
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:reports.fifo';
const TOPIC = 'arn:aws-cn:sns:cn-north-1:123456789012:reports';
const auth = AwsAuth.fromSecret(SecretReference.fromName('aws'));
const AUTH = { secret: { ref: { name: 'aws' } } };

function chartOf(namespace?: string): { app: App; chart: Chart } {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace }) };
}

function problemsOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes('KN-'));
  }
  return [];
}

function specOf(type: IntegrationSinkType): unknown {
  const { app, chart } = chartOf('shop');
  const sink = new IntegrationSink(chart, 'reports', { type });
  app.synth();
  return (sink.apiObject.toJson() as { spec: unknown }).spec;
}

describe('an integration sink', () => {
  test('with the smallest log says the least', () => {
    const { app, chart } = chartOf('shop');
    const sink = new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log() });

    app.synth();

    expect(sink.apiObject.toJson()).toEqual({
      apiVersion: 'sinks.knative.dev/v1alpha1',
      kind: 'IntegrationSink',
      metadata: { name: 'reports', namespace: 'shop' },
      spec: { log: {} },
    });
  });

  test('says all that a log can', () => {
    expect(specOf(IntegrationSinkType.log({
      loggerName: 'events', level: LogLevel.WARN, logMask: true, marker: 'shop', multiline: true,
      showAllProperties: true, showHeaders: true, showProperties: true, showStreams: true,
    }))).toEqual({
      log: {
        loggerName: 'events', level: 'WARN', logMask: true, marker: 'shop', multiline: true,
        showAllProperties: true, showHeaders: true, showProperties: true, showStreams: true,
      },
    });
  });

  test('writes to a bucket', () => {
    expect(specOf(IntegrationSinkType.awsS3({ arn: BUCKET, region, auth })))
      .toEqual({ aws: { s3: { arn: BUCKET, region }, auth: AUTH } });
    expect(specOf(IntegrationSinkType.awsS3({
      arn: 'my.bucket', region, auth, autoCreateBucket: true, forcePathStyle: true, uriEndpointOverride: 'http://minio:9000',
    }))).toEqual({
      aws: {
        s3: {
          arn: 'my.bucket', region, autoCreateBucket: true, forcePathStyle: true, uriEndpointOverride: 'http://minio:9000',
          overrideEndpoint: true,
        },
        auth: AUTH,
      },
    });
  });

  test('sends to a queue and publishes to a topic', () => {
    expect(specOf(IntegrationSinkType.awsSqs({
      arn: QUEUE, region, auth, autoCreateQueue: true, host: 'amazonaws.com', protocol: SqsProtocol.HTTPS,
    }))).toEqual({
      aws: { sqs: { arn: QUEUE, region, autoCreateQueue: true, host: 'amazonaws.com', protocol: 'https' }, auth: AUTH },
    });
    expect(specOf(IntegrationSinkType.awsSns({ arn: TOPIC, region: 'cn-north-1', auth, autoCreateTopic: false }))).toEqual({
      aws: { sns: { arn: TOPIC, region: 'cn-north-1', autoCreateTopic: false }, auth: AUTH },
    });
  });

  test('is who its service account is', () => {
    const { app, chart } = chartOf('shop');
    const account = new ServiceAccount(chart, 'aws');
    const type = IntegrationSinkType.awsSns({ arn: 'reports', region, auth: AwsAuth.fromServiceAccount(account) });
    const sink = new IntegrationSink(chart, 'reports', { type });

    app.synth();

    expect(sink.apiObject.toJson()).toMatchObject({ spec: { aws: { auth: { serviceAccountName: 'aws' } } } });
  });

  test('is a sink with an address of its own, made or existing', () => {
    const { chart } = chartOf('shop');
    const sink = new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log() });
    const there = IntegrationSink.fromIntegrationSinkName(chart, 'there', 'audit', { namespace: 'platform' });

    expect(sink.integrationSinkName).toBe('reports');
    expect(sink.url).toBe('http://reports-deployment.shop.svc.cluster.local');
    expect(sink.toSinkConfig().ref).toMatchObject({ kind: 'IntegrationSink', name: 'reports' });
    expect(there.integrationSinkName).toBe('audit');
    expect(there.url).toBe('http://audit-deployment.platform.svc.cluster.local');
    expect(there.toSinkConfig(chart).ref).toMatchObject({ kind: 'IntegrationSink', name: 'audit', namespace: 'platform' });
  });

  test('can be patched', () => {
    const { app, chart } = chartOf('shop');
    const sink = new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log() });
    sink.apiObject.addJsonPatch(JsonPatch.add('/spec/log/showBody', true));

    app.synth();

    expect(sink.apiObject.toJson()).toMatchObject({ spec: { log: { showBody: true } } });
  });
});

describe('an integration sink fails', () => {
  test.each<[string, string, () => IntegrationSinkType]>([
    ['for an empty bucket', 'KN-INT-001', () => IntegrationSinkType.awsS3({ arn: '', region, auth })],
    ['for a bucket with capital letters', 'KN-INT-001', () => IntegrationSinkType.awsS3({ arn: 'Reports', region, auth })],
    ['for the ARN of an object', 'KN-INT-001', () => IntegrationSinkType.awsS3({ arn: `${BUCKET}/x`, region, auth })],
    ['for the ARN of another service', 'KN-INT-001', () => IntegrationSinkType.awsSqs({ arn: TOPIC, region, auth })],
    ['for a queue without an account', 'KN-INT-001', () => IntegrationSinkType.awsSqs({ arn: 'arn:aws:sqs:eu-central-1::x', region, auth })],
    ['for a topic with a slash', 'KN-INT-001', () => IntegrationSinkType.awsSns({ arn: 'a/b', region, auth })],
    ['without a region', 'KN-INT-002', () => IntegrationSinkType.awsS3({ arn: BUCKET, region: '', auth })],
    ['for a zone', 'KN-INT-002', () => IntegrationSinkType.awsS3({ arn: BUCKET, region: 'eu-central-1a', auth })],
    ['for another region than that of the ARN', 'KN-INT-002', () => IntegrationSinkType.awsSqs({ arn: QUEUE, region: 'us-east-1', auth })],
    ['for an endpoint without a scheme', 'KN-INT-003', () => IntegrationSinkType.awsS3({ arn: BUCKET, region, auth, uriEndpointOverride: 'minio' })],
    ['for an endpoint with a password', 'KN-INT-003', () => IntegrationSinkType.awsS3({ arn: BUCKET, region, auth, uriEndpointOverride: 'http://a:secret@b' })],
    ['for an empty host', 'KN-INT-006', () => IntegrationSinkType.awsSqs({ arn: QUEUE, region, auth, host: ' ' })],
    ['for a protocol that there is not', 'KN-INT-008', () => IntegrationSinkType.awsSqs({ arn: QUEUE, region, auth, protocol: 'x' as SqsProtocol })],
    ['for a level that there is not', 'KN-INT-008', () => IntegrationSinkType.log({ level: 'x' as LogLevel })],
    ['for an empty logger', 'KN-INT-006', () => IntegrationSinkType.log({ loggerName: '' })],
    ['for an empty marker', 'KN-INT-006', () => IntegrationSinkType.log({ marker: '' })],
  ])('%s', (_what, code, make) => {
    expect(make).toThrow(code);
  });

  test('never tells a password', () => {
    expect(() => IntegrationSinkType.awsS3({ arn: BUCKET, region, auth, uriEndpointOverride: 'http://a:letmein@b' }))
      .toThrow(expect.objectContaining({ message: expect.not.stringContaining('letmein') as string }));
  });

  test.each([['longer than its Service can be', 'a'.repeat(53)], ['with a dot', 'a.b'], ['with a digit first', '1a']])('with a name %s', (_what, id) => {
    const { app, chart } = chartOf('shop');
    new IntegrationSink(chart, id, { type: IntegrationSinkType.log() });

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-NAM-001')]);
  });

  test('with an account or Secret of another namespace', () => {
    const { app, chart } = chartOf('shop');
    const type = (from: AwsAuth) => IntegrationSinkType.awsS3({ arn: BUCKET, region, auth: from });
    new IntegrationSink(chart, 'a', { type: type(AwsAuth.fromSecret({ name: 'aws', namespace: 'platform' })) });
    new IntegrationSink(chart, 'b', {
      type: type(AwsAuth.fromServiceAccount(new ServiceAccount(chart, 'aws', { metadata: { namespace: 'platform' } }))),
    });
    new IntegrationSink(chart, 'c', { type: type(AwsAuth.fromSecret({ name: 'A B' })) });

    expect(problemsOf(app).map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0])).toEqual(['KN-NAM-007', 'KN-NAM-007', 'KN-POD-039']);
  });

  test('to say its address without a namespace', () => {
    const { app, chart } = chartOf();
    void new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log() }).url;

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-NAM-003')]);
  });
});
