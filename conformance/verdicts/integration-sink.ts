import { Service } from 'cdk8s-plus-28';
import {
  AwsAuth, ContainerSource, IntegrationSink, IntegrationSinkType, LogLevel, SecretReference, ServiceAccount, Sink,
  type SqsProtocol,
} from '../../lib';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'IntegrationSink';
const HEARTBEAT = {
  sink: Sink.uri('https://events.example.com/inbox'), containers: [{ image: 'ghcr.io/example/beat:1.0' }],
};
const auth = AwsAuth.fromSecret(SecretReference.fromName('aws'));
const region = 'eu-central-1';
const BUCKET = 'arn:aws:s3:::reports';
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:reports';
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:reports';
const AUTH = { secret: { ref: { name: 'aws' } } };
const ENDS = 'the pod ends when it starts, since Camel takes no such ARN, and the sink never becomes ready';
const NOT_FOUND = 'there is no host of AWS for it, so every event fails';
const sink = byHand('sinks.knative.dev/v1alpha1', kind, 'reports', {});

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function row(
  mistake: string, refused: VerdictRow['refused'], type: () => IntegrationSinkType, spec: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest: sink(spec),
    program: (chart) => { new IntegrationSink(chart, 'reports', { type: type() }); },
  };
}

const ARNS: VerdictRow[] = [
  row('an empty bucket', 'KN-INT-001', () => IntegrationSinkType.awsS3({ arn: '', region, auth }),
    { aws: { s3: { arn: '', region }, auth: AUTH } }, { words: 'missing field(s): spec.aws.s3.arn' }),
  row('an empty queue', 'KN-INT-001', () => IntegrationSinkType.awsSqs({ arn: '', region, auth }),
    { aws: { sqs: { arn: '', region }, auth: AUTH } }, { words: 'missing field(s): spec.aws.sqs.arn' }),
  row('an empty topic', 'KN-INT-001', () => IntegrationSinkType.awsSns({ arn: '', region, auth }),
    { aws: { sns: { arn: '', region }, auth: AUTH } }, { words: 'missing field(s): spec.aws.sns.arn' }),
  row('the ARN of a topic for a queue', 'KN-INT-001', () => IntegrationSinkType.awsSqs({ arn: TOPIC, region, auth }),
    { aws: { sqs: { arn: TOPIC, region }, auth: AUTH } }, { stricter: ENDS }),
  row('the ARN of a queue for a topic', 'KN-INT-001', () => IntegrationSinkType.awsSns({ arn: QUEUE, region, auth }),
    { aws: { sns: { arn: QUEUE, region }, auth: AUTH } }, { stricter: ENDS }),
  row('a URL for a bucket', 'KN-INT-001', () => IntegrationSinkType.awsS3({ arn: 's3://reports', region, auth }),
    { aws: { s3: { arn: 's3://reports', region }, auth: AUTH } }, { stricter: 'there is no bucket of this name' }),
  row('an account that is none', 'KN-INT-001',
    () => IntegrationSinkType.awsSqs({ arn: 'arn:aws:sqs:eu-central-1:1234:reports', region, auth }),
    { aws: { sqs: { arn: 'arn:aws:sqs:eu-central-1:1234:reports', region }, auth: AUTH } },
    { stricter: 'there is no queue of this account' }),
];

const REGIONS: VerdictRow[] = [
  row('an empty region', 'KN-INT-002', () => IntegrationSinkType.awsS3({ arn: BUCKET, region: '', auth }),
    { aws: { s3: { arn: BUCKET, region: '' }, auth: AUTH } }, { words: 'missing field(s): spec.aws.s3.region' }),
  row('an empty region of a topic', 'KN-INT-002', () => IntegrationSinkType.awsSns({ arn: 'reports', region: '', auth }),
    { aws: { sns: { arn: 'reports', region: '' }, auth: AUTH } }, { words: 'missing field(s): spec.aws.sns.region' }),
  row('a region as Java writes it', 'KN-INT-002', () => IntegrationSinkType.awsS3({ arn: BUCKET, region: 'EU_CENTRAL_1', auth }),
    { aws: { s3: { arn: BUCKET, region: 'EU_CENTRAL_1' }, auth: AUTH } }, { stricter: NOT_FOUND }),
  row('the zone of a region', 'KN-INT-002', () => IntegrationSinkType.awsS3({ arn: BUCKET, region: 'eu-central-1a', auth }),
    { aws: { s3: { arn: BUCKET, region: 'eu-central-1a' }, auth: AUTH } }, { stricter: NOT_FOUND }),
  row('another region than that of the ARN', 'KN-INT-002', () => IntegrationSinkType.awsSqs({ arn: QUEUE, region: 'us-east-1', auth }),
    { aws: { sqs: { arn: QUEUE, region: 'us-east-1' }, auth: AUTH } },
    { stricter: 'the queue is looked for in a region where it is not' }),
  {
    kind, mistake: 'no region', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error the region is missing
      new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.awsS3({ arn: BUCKET, auth }) });
    },
    manifest: sink({ aws: { s3: { arn: BUCKET }, auth: AUTH } }), words: 'missing field(s): spec.aws.s3.region',
  },
];

const SETTINGS: VerdictRow[] = [
  row('an endpoint without a scheme', 'KN-INT-003',
    () => IntegrationSinkType.awsS3({ arn: BUCKET, region, auth, uriEndpointOverride: 'minio:9000' }),
    { aws: { s3: { arn: BUCKET, region, uriEndpointOverride: 'minio:9000', overrideEndpoint: true }, auth: AUTH } },
    { stricter: 'the pod ends when it starts, since the SDK of AWS takes no such URI' }),
  row('an endpoint with a password', 'KN-INT-003',
    () => IntegrationSinkType.awsSqs({ arn: QUEUE, region, auth, uriEndpointOverride: 'http://shop:hunter2@minio:9000' }),
    { aws: { sqs: { arn: QUEUE, region, uriEndpointOverride: 'http://shop:hunter2@minio:9000', overrideEndpoint: true }, auth: AUTH } },
    { stricter: 'everybody who may read the object reads the password' }),
  row('an empty host', 'KN-INT-006', () => IntegrationSinkType.awsSqs({ arn: QUEUE, region, auth, host: '' }),
    { aws: { sqs: { arn: QUEUE, region, host: '' }, auth: AUTH } }, { stricter: 'it is dropped, and the default taken' }),
  row('a protocol that there is not', 'KN-INT-008',
    () => IntegrationSinkType.awsSqs({ arn: QUEUE, region, auth, protocol: JSON.parse('"ftp"') as SqsProtocol }),
    { aws: { sqs: { arn: QUEUE, region, protocol: 'ftp' }, auth: AUTH } }, { stricter: 'the address of the queue is none' }),
  row('a level that there is not', 'KN-INT-008', () => IntegrationSinkType.log({ level: JSON.parse('"LOUD"') as LogLevel }),
    { log: { level: 'LOUD' } }, { stricter: 'the pod ends when it starts, since Camel knows no such level' }),
  row('an empty logger', 'KN-INT-006', () => IntegrationSinkType.log({ loggerName: '' }), { log: { loggerName: '' } },
    { stricter: 'it is dropped, and the default taken' }),
  {
    kind, mistake: 'a log without bodies', refused: 'compiler',
    // @ts-expect-error it cannot be switched off
    program: (chart) => { new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log({ showBody: false }) }); },
    manifest: sink({ log: { showBody: false } }),
    stricter: 'the webhook drops the `false`, the schema puts its default `true` in its place, and bodies are logged',
  },
  {
    kind, mistake: 'a log level in the wrong place', refused: 'compiler',
    // @ts-expect-error an option of the type
    program: (chart) => { new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log(), level: LogLevel.WARN }); },
    manifest: sink({ log: {}, level: 'WARN' }), words: '.spec.level: field not declared in schema',
  },
];

const TYPES: VerdictRow[] = [
  {
    kind, mistake: 'no type', refused: 'compiler',
    // @ts-expect-error the type is missing
    program: (chart) => { new IntegrationSink(chart, 'reports', {}); },
    manifest: sink(), words: 'at least one sink type must be specified',
  },
  {
    kind, mistake: 'two types', refused: 'compiler',
    // @ts-expect-error one type, no list
    program: (chart) => { new IntegrationSink(chart, 'reports', { type: [IntegrationSinkType.log(), IntegrationSinkType.log()] }); },
    manifest: sink({ log: {}, aws: { s3: { arn: BUCKET, region }, auth: AUTH } }), words: 'only one sink type can be set',
  },
  {
    kind, mistake: 'a bucket without credentials', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error auth is missing
      new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.awsS3({ arn: BUCKET, region }) });
    },
    manifest: sink({ aws: { s3: { arn: BUCKET, region } } }), words: 'missing field(s): spec.aws.auth.secret.ref.name',
  },
  row('a Secret without a name', 'KN-POD-039',
    () => IntegrationSinkType.awsS3({ arn: BUCKET, region, auth: AwsAuth.fromSecret({ name: '' }) }),
    { aws: { s3: { arn: BUCKET, region }, auth: { secret: { ref: { name: '' } } } } },
    { words: 'missing field(s): spec.aws.auth.secret.ref.name' }),
  row('an account with a name that is none', 'KN-POD-039',
    () => IntegrationSinkType.awsS3({ arn: BUCKET, region, auth: AwsAuth.fromServiceAccount({ name: 'My Account' }) }),
    { aws: { s3: { arn: BUCKET, region }, auth: { serviceAccountName: 'My Account' } } },
    { stricter: 'Kubernetes takes no pod of such an account, so the sink never becomes ready' }),
  {
    kind, mistake: 'an account of another namespace', refused: 'KN-NAM-007',
    program: (chart) => {
      const account = new ServiceAccount(chart, 'aws', { metadata: { namespace: 'platform' } });
      const type = IntegrationSinkType.awsS3({ arn: BUCKET, region, auth: AwsAuth.fromServiceAccount(account) });
      new IntegrationSink(chart, 'reports', { type });
    },
    manifest: sink({ aws: { s3: { arn: BUCKET, region }, auth: { serviceAccountName: 'aws' } } }),
    stricter: 'the pod looks for the account in its own namespace, and does not start without it',
  },
  {
    kind, mistake: 'a key in plain text', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error AwsAuth.fromSecret
      new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.awsS3({ arn: BUCKET, region, auth: { accessKey: 'key' } }) });
    },
    manifest: sink({ aws: { s3: { arn: BUCKET, region }, auth: { accessKey: 'key' } } }),
    words: '.spec.aws.auth.accessKey: field not declared in schema',
  },
];

const NAMES: VerdictRow[] = ['a'.repeat(53), 'my.reports', '1-report'].map((name) => ({
  kind, mistake: `the name ${name.slice(0, 10)} of ${name.length} characters`, refused: 'KN-NAM-001',
  program: (chart) => { new IntegrationSink(chart, name, { type: IntegrationSinkType.log() }); },
  manifest: sink({ log: {} }, { name }),
  stricter: 'the name goes into those of a Service and of a volume, for which it is too long or has wrong letters',
}));

const TAKEN: VerdictRow[] = [
  {
    kind, mistake: 'a Kubernetes Service with the name of its own', refused: 'KN-NAM-010',
    stricter: 'the controller says that the Service is not owned by the sink, which never becomes ready',
    program: (chart) => {
      new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log() });
      new Service(chart, 'service', { metadata: { name: 'reports-deployment' }, ports: [{ port: 80 }] });
    },
    manifest: (chart) => {
      new Service(chart, 'service', { metadata: { name: 'reports-deployment' }, ports: [{ port: 80 }] });
      sink({ log: {} })(chart);
    },
  },
  {
    kind, mistake: 'the name of a container source', refused: 'KN-NAM-010',
    stricter: 'both make a Deployment of one name, and the one that comes second never becomes ready',
    program: (chart) => {
      new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log() });
      new ContainerSource(chart, 'source', { ...HEARTBEAT, metadata: { name: 'reports' } });
    },
    manifest: (chart) => {
      new ContainerSource(chart, 'source', { ...HEARTBEAT, metadata: { name: 'reports' } });
      sink({ log: {} })(chart);
    },
  },
];

export const rows: readonly VerdictRow[] = [
  ...ARNS,
  ...REGIONS,
  ...SETTINGS,
  ...TYPES,
  ...NAMES,
  ...TAKEN,
  ...metadataRows({
    kind, manifest: (metadata) => sink({ log: {} }, metadata),
    program: (chart, metadata) => { new IntegrationSink(chart, 'reports', { type: IntegrationSinkType.log(), metadata }); },
  }),
];
