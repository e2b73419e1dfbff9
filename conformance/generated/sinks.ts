import fc from 'fast-check';
import {
  bool, calling, chart, choice, type Configuration, construct, draft, type Drafts, type Gen, just, listOf, making,
  maybe, type MaybeGen, memberOf, oneOf, setOf, some, statement, struct, whole,
} from './arbitraries';
import { type Expr, NAMESPACE } from './expression';
import { anyCluster, partitions, replicas, topic } from './kafka';
import { container, pod, Role, withoutProbes } from './pod';
import { annotations, id, image, labels, metadata, seconds, secret, serviceAccountDrafts } from './values';

const SORTS = ['sink', 'resource', 'receiver', 'addressable'];

const arns = {
  s3: oneOf('arn:aws:s3:::my-bucket', 'my-bucket'), sqs: oneOf('arn:aws:sqs:eu-central-1:123456789012:orders', 'orders'),
  sns: oneOf('arn:aws:sns:eu-central-1:123456789012:orders', 'orders'),
};
export const bucketArn = arns.s3;
export const queueArn = arns.sqs;

/** Who is who to AWS. */
export const aws: Readonly<Record<string, Gen>> = {
  region: just('eu-central-1'),
  auth: choice(calling('AwsAuth', 'fromSecret', secret), calling('AwsAuth', 'fromServiceAccount', some('serviceAccount', serviceAccountDrafts))),
};
export const endpoint: Readonly<Record<string, MaybeGen>> = { uriEndpointOverride: oneOf('http://minio.storage:9000', 'https://s3.example.com') };

export const integrationSinkType: Gen = choice(
  calling('IntegrationSinkType', 'log', maybe(struct({}, {
    loggerName: oneOf('orders'), level: memberOf('LogLevel'), logMask: bool, marker: oneOf('m'), multiline: bool, showAllProperties: bool, showHeaders: bool,
    showProperties: bool, showStreams: bool,
  }), 0.8)),
  calling('IntegrationSinkType', 'awsS3', struct({ ...aws, arn: arns.s3 }, { ...endpoint, autoCreateBucket: bool, forcePathStyle: bool })),
  calling('IntegrationSinkType', 'awsSqs', struct({ ...aws, arn: arns.sqs }, {
    ...endpoint, autoCreateQueue: bool, host: oneOf('example.com'), protocol: memberOf('SqsProtocol'),
  })),
  calling('IntegrationSinkType', 'awsSns', struct({ ...aws, arn: arns.sns }, { ...endpoint, autoCreateTopic: bool })),
);

export const failureRule: Gen = choice(
  calling('PodFailureRule', 'onExitCodes', memberOf('PodFailureAction', 'FAIL_JOB', 'IGNORE', 'COUNT'), setOf(whole(1, 255), 1, 3)),
  calling('PodFailureRule', 'onOtherExitCodes', memberOf('PodFailureAction', 'FAIL_JOB', 'COUNT'), setOf(whole(0, 255), 1, 3)),
  calling('PodFailureRule', 'onPodConditions', memberOf('PodFailureAction', 'IGNORE'), struct({ type: oneOf('DisruptionTarget') }, {
    status: memberOf('PodConditionStatus'),
  })),
);

/** A cluster whose Secret is said to be where the sink is, and nowhere else. */
const ownCluster: Gen = making('KafkaCluster', chart, fc.constant<Expr>({ is: 'fresh', word: 'kafka' }), struct({
  bootstrapServers: listOf(just('kafka:9093'), 1, 1), credentials: calling('KafkaCredentials', 'fromSecretName', just('kafka'), struct({
    namespaces: listOf(fc.constant<Expr>(NAMESPACE), 1, 1),
  })),
}));
const smallJob: Drafts = draft('jobSink', [...SORTS, 'jobSink'], construct('JobSink', id(25), struct({ containers: listOf(struct({ image }), 1, 1) })), 0);

/** Jobs whose settings do not contradict each other. */
function jobSinks(configuration: Configuration): Drafts[] {
  const required = { containers: listOf(container(configuration, Role.OTHER).map(withoutProbes), 1, 2) };
  const rest: Record<string, MaybeGen> = {
    metadata, ...pod(configuration, Role.OTHER), jobLabels: labels, jobAnnotations: annotations,
    templateLabels: labels, templateAnnotations: annotations,
    activeDeadline: seconds(1, 3600), ttlAfterFinished: seconds(0, 3600), suspend: bool, backoffLimit: whole(0, 9),
    parallelism: whole(1, 9),
  };
  const sink = (props: Gen) => draft('jobSink', [...SORTS, 'jobSink'], construct('JobSink', id(25), props));
  return [
    draft('jobSink', SORTS, construct('JobSink', id(25), struct({ containers: listOf(struct({ image, name: just('main') }), 1, 1), podFailureRules: listOf(calling('PodFailureRule', 'onExitCodes',
      memberOf('PodFailureAction', 'FAIL_JOB'), setOf(whole(1, 255), 1, 3), struct({ containerName: just('main') })), 1, 1) }))),
    calling(some('jobSink', smallJob), 'addContainer', container(configuration, Role.OTHER).map(withoutProbes)).map((expr) => ({ sorts: [], expr })),
    statement(calling(some('jobSink', smallJob), 'addInitContainer', struct({ image }))),
    sink(struct(required, { ...rest, restartPolicy: memberOf('JobRestartPolicy'), completionMode: memberOf('JobCompletionMode', 'NON_INDEXED'), completions: whole(1, 9), podReplacementPolicy: memberOf('PodReplacementPolicy') }, 0.15)),
    sink(struct({ ...required, podFailureRules: listOf(failureRule, 1, 2) }, { ...rest, podReplacementPolicy: memberOf('PodReplacementPolicy', 'FAILED') }, 0.15)),
    sink(struct({ ...required, completionMode: memberOf('JobCompletionMode', 'INDEXED'), completions: just(8) }, {
      ...rest, successRules: listOf(struct({ succeededIndexes: oneOf('0,2-4', '1') }, { succeededCount: just(1) }), 1, 2),
    }, 0.15)),
    sink(struct({ ...required, completionMode: memberOf('JobCompletionMode', 'INDEXED'), completions: just(8), backoffLimitPerIndex: whole(0, 3) }, {
      ...rest, maxFailedIndexes: whole(0, 8), podFailureRules: listOf(calling('PodFailureRule', 'onExitCodes', memberOf('PodFailureAction', 'FAIL_INDEX'),
        setOf(whole(1, 255), 1, 3)), 1, 1),
    }, 0.15)),
  ];
}

/** What takes events out. */
export function sinks(configuration: Configuration): Drafts[] {
  const rest = { metadata, contentMode: memberOf('ContentMode') };
  const existing = ([['JobSink', 'fromJobSinkName'], ['IntegrationSink', 'fromIntegrationSinkName']] as const).map(([of, method]) =>
    draft('existing', ['sink'], calling(of, method, chart, id(52), oneOf('existing'), maybe(struct({}, { namespace: oneOf('elsewhere') })))));
  return [
    ...jobSinks(configuration), ...existing,
    draft('integrationSink', SORTS, construct('IntegrationSink', id(52), struct({ type: integrationSinkType }, { metadata }))),
    draft('kafkaSink', SORTS, construct('KafkaSink', id(253), struct({ cluster: anyCluster, topic }, rest))),
    draft('kafkaSink', SORTS, construct('KafkaSink', id(253), struct({ cluster: ownCluster, topic }, rest))),
    draft('kafkaSink', SORTS, construct('KafkaSink', id(253), struct({
      cluster: anyCluster, topic, numPartitions: partitions, replicationFactor: replicas,
    }, rest))),
    draft('kafkaSink', SORTS, calling('KafkaSink', 'fromKafkaSinkName', chart, id(), oneOf('existing'), maybe(struct({})))),
    draft('existing', ['sink'], calling('KafkaSink', 'fromKafkaSinkName', chart, id(), oneOf('existing'), struct({ namespace: oneOf('elsewhere') }))),
  ];
}
