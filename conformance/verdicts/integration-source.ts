import { Duration } from 'cdk8s';
import {
  AwsAuth, ContainerSource, IntegrationSource, type IntegrationSourceProps, IntegrationSourceType, SecretReference,
  ServiceAccount, Sink, type SqsProtocol, type StreamIteratorType,
} from '../../lib';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { destinationRows } from '../verdict-parts/destination';
import { metadataRows } from '../verdict-parts/metadata';
import { overridesRows } from '../verdict-parts/overrides';
import type { VerdictRow } from './row';

const kind = 'IntegrationSource';
const sink = Sink.uri('https://events.example.com/inbox');
const auth = AwsAuth.fromSecret(SecretReference.fromName('aws'));
const region = 'eu-central-1';
const BUCKET = 'arn:aws:s3:::reports';
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:reports';
const AUTH = { secret: { ref: { name: 'aws' } } };
const TIMER = { message: 'tick' };
const ENDS = 'the pod ends when it starts, and the source never becomes ready';
const REPLACED = 'the controller writes another one in its place';
const source = byHand('sources.knative.dev/v1alpha1', kind, 'ticks', { sink: DESTINATION });
const ticks = IntegrationSourceType.timer({ message: 'tick' });

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function row(
  mistake: string, refused: VerdictRow['refused'], type: () => IntegrationSourceType, spec: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest: source(spec),
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink, type: type() }); },
  };
}

function podRow(mistake: string, refused: VerdictRow['refused'], props: Partial<IntegrationSourceProps>, template: Fields,
  verdict: Verdict): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest: source({ timer: TIMER, template }),
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink, type: ticks, ...props }); },
  };
}

const TIMERS: VerdictRow[] = [
  row('an empty message', 'KN-INT-006', () => IntegrationSourceType.timer({ message: '' }), { timer: { message: '' } },
    { stricter: `it is not handed on, and ${ENDS}` }),
  row('a period of nothing', 'KN-DUR-002', () => IntegrationSourceType.timer({ message: 'tick', period: Duration.millis(0) }),
    { timer: { message: 'tick', period: 0 } }, { stricter: 'the timer does not go round' }),
  row('half a millisecond', 'KN-DUR-001', () => IntegrationSourceType.timer({ message: 'tick', period: Duration.millis(1.5) }),
    { timer: { message: 'tick', period: 1.5 } }, { words: 'spec.timer.period' }),
  row('a count below zero', 'KN-INT-005', () => IntegrationSourceType.timer({ message: 'tick', repeatCount: -1 }),
    { timer: { message: 'tick', repeatCount: -1 } }, { stricter: 'the timer never stops' }),
  row('half a repetition', 'KN-INT-005', () => IntegrationSourceType.timer({ message: 'tick', repeatCount: 2.5 }),
    { timer: { message: 'tick', repeatCount: 2.5 } }, { words: 'spec.timer.repeatCount' }),
  {
    kind, mistake: 'a period as Go writes it', refused: 'compiler',
    // @ts-expect-error a Duration
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink, type: IntegrationSourceType.timer({ message: 'tick', period: '5s' }) }); },
    manifest: source({ timer: { message: 'tick', period: '5s' } }), words: 'spec.timer.period',
  },
  {
    kind, mistake: 'a message that is an object', refused: 'compiler',
    // @ts-expect-error the text of it
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink, type: IntegrationSourceType.timer({ message: { a: 1 } }) }); },
    manifest: source({ timer: { message: { a: 1 } } }), words: 'spec.timer.message',
  },
];

const AWS: VerdictRow[] = [
  row('an empty bucket', 'KN-INT-001', () => IntegrationSourceType.awsS3({ arn: '', region, auth }),
    { aws: { s3: { arn: '', region }, auth: AUTH } }, { words: 'missing field(s): spec.aws.s3.arn' }),
  row('an empty queue', 'KN-INT-001', () => IntegrationSourceType.awsSqs({ arn: '', region, auth }),
    { aws: { sqs: { arn: '', region }, auth: AUTH } }, { words: 'missing field(s): spec.aws.sqs.arn' }),
  row('an empty table', 'KN-INT-006', () => IntegrationSourceType.awsDdbStreams({ table: '', region, auth }),
    { aws: { ddbStreams: { table: '', region }, auth: AUTH } }, { words: 'missing field(s): spec.aws.ddb-streams.table' }),
  row('an empty region', 'KN-INT-002', () => IntegrationSourceType.awsDdbStreams({ table: 'reports', region: '', auth }),
    { aws: { ddbStreams: { table: 'reports', region: '' }, auth: AUTH } }, { words: 'missing field(s): spec.aws.ddb-streams.region' }),
  row('an empty region of a queue', 'KN-INT-002', () => IntegrationSourceType.awsSqs({ arn: 'reports', region: '', auth }),
    { aws: { sqs: { arn: 'reports', region: '' }, auth: AUTH } }, { words: 'missing field(s): spec.aws.sqs.region' }),
  row('the ARN of a bucket for a queue', 'KN-INT-001', () => IntegrationSourceType.awsSqs({ arn: BUCKET, region, auth }),
    { aws: { sqs: { arn: BUCKET, region }, auth: AUTH } }, { stricter: ENDS }),
  row('another region than that of the ARN', 'KN-INT-002', () => IntegrationSourceType.awsSqs({ arn: QUEUE, region: 'us-east-1', auth }),
    { aws: { sqs: { arn: QUEUE, region: 'us-east-1' }, auth: AUTH } },
    { stricter: 'the queue is looked for in a region where it is not' }),
  row('an endpoint that is none', 'KN-INT-003',
    () => IntegrationSourceType.awsDdbStreams({ table: 'reports', region, auth, uriEndpointOverride: 'localstack' }),
    { aws: { ddbStreams: { table: 'reports', region, uriEndpointOverride: 'localstack', overrideEndpoint: true }, auth: AUTH } },
    { stricter: ENDS }),
  row('objects that are moved to where they are', 'KN-INT-004',
    () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, destinationBucket: 'reports' }),
    { aws: { s3: { arn: BUCKET, region, moveAfterRead: true, destinationBucket: 'reports' }, auth: AUTH } },
    { stricter: 'objects are read and moved for ever' }),
  row('a prefix of objects that are not moved', 'KN-INT-004',
    () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, destinationBucketPrefix: 'done-' }),
    { aws: { s3: { arn: BUCKET, region, destinationBucketPrefix: 'done-' }, auth: AUTH } }, { stricter: 'nothing reads it' }),
  row('a poll for no object', 'KN-INT-005', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, maxMessagesPerPoll: 0 }),
    { aws: { s3: { arn: BUCKET, region, maxMessagesPerPoll: 0 }, auth: AUTH } }, { stricter: 'the limit is gone' }),
  row('more messages than a poll can have', 'KN-INT-005',
    () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, maxMessagesPerPoll: 11 }),
    { aws: { sqs: { arn: QUEUE, region, maxMessagesPerPoll: 11 }, auth: AUTH } }, { stricter: 'SQS refuses every poll' }),
  row('a longer wait than SQS knows', 'KN-DUR-002',
    () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, waitTime: Duration.seconds(21) }),
    { aws: { sqs: { arn: QUEUE, region, waitTimeSeconds: 21 }, auth: AUTH } }, { stricter: 'SQS refuses every poll' }),
  row('messages hidden for a day', 'KN-DUR-002',
    () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, visibilityTimeout: Duration.days(1) }),
    { aws: { sqs: { arn: QUEUE, region, visibilityTimeout: 86_400 }, auth: AUTH } }, { stricter: 'SQS refuses every poll' }),
  row('no delay', 'KN-DUR-002', () => IntegrationSourceType.awsDdbStreams({ table: 'reports', region, auth, delay: Duration.millis(0) }),
    { aws: { ddbStreams: { table: 'reports', region, delay: 0 }, auth: AUTH } },
    { stricter: 'the webhook drops the 0, and the default of 500 ms comes back' }),
  row('a protocol that there is not', 'KN-INT-008',
    () => IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, protocol: JSON.parse('"ftp"') as SqsProtocol }),
    { aws: { sqs: { arn: QUEUE, region, protocol: 'ftp' }, auth: AUTH } }, { stricter: 'the address of the queue is none' }),
  row('a place to begin that there is not', 'KN-INT-008',
    () => IntegrationSourceType.awsDdbStreams({ table: 'reports', region, auth, streamIteratorType: JSON.parse('"LATEST"') as StreamIteratorType }),
    { aws: { ddbStreams: { table: 'reports', region, streamIteratorType: 'LATEST' }, auth: AUTH } }, { stricter: ENDS }),
  row('an empty prefix', 'KN-INT-006', () => IntegrationSourceType.awsS3({ arn: BUCKET, region, auth, prefix: '' }),
    { aws: { s3: { arn: BUCKET, region, prefix: '' }, auth: AUTH } }, { stricter: 'nothing reads it' }),
  {
    kind, mistake: 'a queue without credentials', refused: 'compiler',
    // @ts-expect-error auth is missing
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink, type: IntegrationSourceType.awsSqs({ arn: QUEUE, region }) }); },
    manifest: source({ aws: { sqs: { arn: QUEUE, region } } }), words: 'missing field(s): spec.aws.auth.secret.ref.name',
  },
  {
    kind, mistake: 'a Secret of another namespace', refused: 'KN-NAM-007',
    program: (chart) => {
      const type = IntegrationSourceType.awsSqs({
        arn: QUEUE, region, auth: AwsAuth.fromSecret({ name: 'aws', namespace: 'platform' }),
      });
      new IntegrationSource(chart, 'ticks', { sink, type });
    },
    manifest: source({ aws: { sqs: { arn: QUEUE, region }, auth: AUTH } }),
    stricter: 'the pod looks for the Secret in its own namespace, and does not start without it',
  },
];

const PODS: VerdictRow[] = [
  {
    kind, mistake: 'a service account beside that of the type', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error the account is that of the type
      new IntegrationSource(chart, 'ticks', { sink, type: ticks, serviceAccount: ServiceAccount.fromName('aws') });
    },
    manifest: source({ timer: TIMER, template: { spec: { serviceAccountName: 'aws', containers: [] } } }), stricter: REPLACED,
  },
  podRow('a service account beside that of the type, past the compiler', 'KN-INT-007',
    { templateLabels: {}, ...{ serviceAccount: ServiceAccount.fromName('aws') } }, { spec: { serviceAccountName: 'aws', containers: [] } },
    { stricter: REPLACED }),
  podRow('the label of Knative', 'KN-INT-007', { templateLabels: { 'app.kubernetes.io/name': 'mine' } },
    { metadata: { labels: { 'app.kubernetes.io/name': 'mine' } }, spec: { containers: [] } }, { stricter: REPLACED }),
  podRow('an init container called like the one of Knative', 'KN-INT-007',
    { initContainers: [{ name: 'source', image: 'ghcr.io/example/prepare:1.0' }] },
    { spec: { containers: [], initContainers: [{ name: 'source', image: 'ghcr.io/example/prepare:1.0' }] } },
    { stricter: 'Kubernetes takes no pod with two containers of one name' }),
  podRow('a label of the pod that is none', 'KN-NAM-004', { templateLabels: { team: 'the shop' } },
    { metadata: { labels: { team: 'the shop' } }, spec: { containers: [] } },
    { stricter: 'Kubernetes takes no pod with it, and the source never becomes ready' }),
  {
    kind, mistake: 'containers of one\'s own', refused: 'compiler',
    // @ts-expect-error the container is Knative's
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink, type: ticks, containers: [{ image: 'ghcr.io/example/tick:1.0' }] }); },
    manifest: source({ timer: TIMER, template: { spec: { containers: [{ name: 'tick', image: 'ghcr.io/example/tick:1.0' }] } } }),
    stricter: REPLACED,
  },
  {
    kind, mistake: 'a field of the pod that there is not', refused: 'compiler',
    // @ts-expect-error nodeSelector
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink, type: ticks, nodes: {} }); },
    manifest: source({ timer: TIMER, template: { spec: { containers: [], nodes: {} } } }), words: 'unknown field "nodes"',
  },
];

const TYPES: VerdictRow[] = [
  {
    kind, mistake: 'no type', refused: 'compiler',
    // @ts-expect-error the type is missing
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink }); },
    manifest: source(), words: 'at least one source type must be specified',
  },
  {
    kind, mistake: 'two types', refused: 'compiler',
    // @ts-expect-error one type, no list
    program: (chart) => { new IntegrationSource(chart, 'ticks', { sink, type: [ticks, ticks] }); },
    manifest: source({ timer: TIMER, aws: { s3: { arn: BUCKET, region }, auth: AUTH } }), words: 'only one source type can be set',
  },
  {
    kind, mistake: 'no sink', refused: 'compiler',
    // @ts-expect-error the sink is missing
    program: (chart) => { new IntegrationSource(chart, 'ticks', { type: ticks }); },
    manifest: source({ timer: TIMER, sink: undefined }),
    stricter: 'the ContainerSource that Knative makes of it is refused, and the source never becomes ready',
  },
  {
    kind, mistake: 'a name with dots', refused: 'KN-NAM-001',
    program: (chart) => { new IntegrationSource(chart, 'shop.ticks', { sink, type: ticks }); },
    manifest: source({ timer: TIMER }, { name: 'shop.ticks' }),
    stricter: 'the SinkBinding that Knative makes of its ContainerSource takes no dots in the name',
  },
  {
    kind, mistake: 'a name that no label of its pod can have', refused: 'KN-NAM-001',
    program: (chart) => { new IntegrationSource(chart, 'a'.repeat(64), { sink, type: ticks }); },
    manifest: source({ timer: TIMER }, { name: 'a'.repeat(64) }),
    stricter: 'the ContainerSource has the name in a label, where it is too long, and is refused',
  },
];

/** The webhook of this kind looks at neither sink nor overrides; the child that Knative makes of it is refused. */
const LATER = 'the ContainerSource that Knative makes of it is refused, and the source never becomes ready';

const TAKEN: VerdictRow[] = [{
  kind, mistake: 'a container source with the name of its own', refused: 'KN-NAM-010',
  stricter: 'the controller says that the ContainerSource is not owned by the source, which never becomes ready',
  program: (chart) => {
    new IntegrationSource(chart, 'ticks', { sink, type: ticks });
    new ContainerSource(chart, 'ticks-containersource', { sink, containers: [{ image: 'ghcr.io/example/beat:1.0' }] });
  },
  manifest: (chart) => {
    new ContainerSource(chart, 'ticks-containersource', { sink, containers: [{ image: 'ghcr.io/example/beat:1.0' }] });
    source({ timer: TIMER })(chart);
  },
}];

/** What cannot even be read. */
const CHECKED = ['that begins no escape', 'that is a number'];

function uncheckedRows(rows: readonly VerdictRow[]): VerdictRow[] {
  return rows.map((each) => {
    const { words, ...rest } = each;
    if (words === undefined || CHECKED.some((end) => each.mistake.endsWith(end))) return each;
    return { ...rest, stricter: LATER };
  });
}

export const rows: readonly VerdictRow[] = [
  ...TIMERS,
  ...AWS,
  ...PODS,
  ...TYPES,
  ...TAKEN,
  ...uncheckedRows(destinationRows({
    kind, what: 'sink', manifest: (destination) => source({ timer: TIMER, sink: destination }),
    program: (chart, to) => { new IntegrationSource(chart, 'ticks', { sink: to, type: ticks }); },
  })),
  ...uncheckedRows(overridesRows({
    kind, manifest: (ceOverrides) => source({ timer: TIMER, ceOverrides }),
    program: (chart, ceOverrides) => { new IntegrationSource(chart, 'ticks', { sink, type: ticks, ceOverrides }); },
  })),
  ...metadataRows({
    kind, manifest: (metadata) => source({ timer: TIMER }, metadata),
    program: (chart, metadata) => { new IntegrationSource(chart, 'ticks', { sink, type: ticks, metadata }); },
  }),
];
