import fc from 'fast-check';
import {
  bool, calling, choice, type Configuration, construct, draft, type Drafts, type Gen, just, less, listOf, mapOf,
  maybe, type MaybeGen, memberOf, oneOf, setOf, some, statement, struct, whole,
} from './arbitraries';
import { call, type Expr, literal, name } from './expression';
import { delivery, filter, kedaScaling } from './eventing';
import { kafkaClusters, listOfTopics, plainCluster, saslCluster } from './kafka';
import { container, pod, Role } from './pod';
import { smallService } from './serving';
import { aws, bucketArn, endpoint, queueArn } from './sinks';
import {
  annotations, id, image, label, labels, labelSelector, metadata, seconds, serviceAccountDrafts, sink, text,
} from './values';

const ceOverrides: Gen = calling('CloudEventOverrides', 'extensions', mapOf(['region', 'tenant2', 'x'], text, 1, 2));
const schedule: Gen = oneOf('* * * * *', '0 9 * * 1-5', '@hourly', '@daily', '*/10 * * * * *', '0 0 1 1 *', '5,35 8-18/2 * jan,mar MON', '0 0 ? * *');
const timezone: Gen = oneOf('America/New_York', 'Europe/Berlin', 'UTC', 'Asia/Kolkata');

const pingData: Gen = choice(
  calling('PingData', 'json', struct({ a: text }, { n: whole(0, 9), list: listOf(text), none: just(null) }, 0.5)),
  calling('PingData', 'text', oneOf('hello', '日本', 'two\nlines'), maybe(struct({ contentType: oneOf('text/csv', 'application/xml') }))),
  calling('PingData', 'base64', oneOf('aGVsbG8=', 'AAECAw=='), maybe(struct({ contentType: oneOf('image/png') }))),
  calling('PingData', 'binary', fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 5 }).map((bytes): Expr =>
    call(name('Uint8Array'), 'of', ...bytes.map(literal))), maybe(struct({}, { contentType: oneOf('image/png') }))),
);

const SORTS = ['source', 'resource', 'eventSource'];

function pings({ flags }: Configuration): Drafts[] {
  const rest = { metadata, ceOverrides, timezone, data: pingData };
  return [
    draft('ping', SORTS, construct('PingSource', id(), struct({ schedule, sink: sink(flags) }, rest))),
    draft('ping', SORTS, calling(some('service', smallService), 'schedule', id(), struct({ schedule }, rest))),
  ];
}

export const subjectKind: Gen = choice(memberOf('SubjectKind'), calling('SubjectKind', 'custom', oneOf('apps.example.com/v1'), oneOf('Worker')));
const workload: Gen = struct({
  apiVersion: just('apps/v1'), kind: just('Deployment'), name: label, metadata: struct({}, { namespace: fc.constant<Expr>({ is: 'here', what: 'namespace' }) }),
});

function bindings({ flags }: Configuration): Drafts[] {
  const subjects: Gen[] = [
    calling('SinkBindingSubject', 'named', subjectKind, label), calling('SinkBindingSubject', 'selected', subjectKind, labelSelector),
    calling('SinkBindingSubject', 'of', workload),
    struct({ reference: struct({ apiVersion: just('apps/v1'), kind: just('Deployment'), name: label }, { namespace: fc.constant<Expr>({ is: 'here', what: 'namespace' }) }) }),
    struct({ reference: struct({ apiVersion: just('apps/v1'), kind: just('Deployment'), selector: labelSelector }) }), some('subject', smallService, { uses: 'subject' }),
  ];
  return [draft('binding', ['resource'], construct('SinkBinding', id(), struct({ subject: choice(...subjects), sink: sink(flags) }, { metadata, ceOverrides })))];
}

function containers(configuration: Configuration): Drafts[] {
  const all = listOf(container(configuration, Role.OTHER), 1, 2);
  const made = construct('ContainerSource', id(61), struct({ containers: all, sink: sink(configuration.flags) }, {
    metadata, ceOverrides, ...pod(configuration, Role.OTHER), terminationGracePeriod: seconds(0, 90),
    templateLabels: labels, templateAnnotations: annotations,
  }, 0.15));
  const source = some('containerSource', draft('source', [...SORTS, 'containerSource'], made, 0));
  const additions = [
    calling(source, 'addContainer', container(configuration, Role.OTHER)), calling(source, 'addInitContainer', struct({ image })),
  ];
  return [draft('source', [...SORTS, 'containerSource'], made), ...additions.map(statement)];
}

/** Keys that the protocol of a cluster uses, all in a Secret of their own. */
const secretKey: Gen = struct({ key: oneOf('key', 'a.b_C'), secretName: oneOf('other-secret') });
const SASL_KEYS: Readonly<Record<string, Gen>> = { user: secretKey, password: secretKey };

function kafkaSources(configuration: Configuration): Drafts[] {
  const { flags } = configuration;
  const rest: Record<string, MaybeGen> = {
    metadata, ceOverrides, consumerGroup: oneOf('orders', 'A b'), initialOffset: memberOf('InitialOffset'), ordering: memberOf('KafkaSourceOrdering'),
    keyType: memberOf('KafkaKeyType'), delivery: delivery(configuration, false),
  };
  const source = (
    sort: string, otherwise: Drafts, more: Readonly<Record<string, Gen>> = {}, optional: Record<string, MaybeGen> = {},
  ) =>
    draft('kafkaSource', SORTS, construct('KafkaSource', id(), struct({
      cluster: some(sort, otherwise, { anywhere: true }), topics: listOfTopics, sink: sink(flags), ...more,
    }, { ...rest, ...optional })));
  const usable = kafkaClusters.map((made) => (made.sorts.includes('kafkaCluster:source') ? made : undefined)).filter((made) => made !== undefined);
  const saslKeys = struct(SASL_KEYS, { mechanism: secretKey, caCert: secretKey });
  return [
    source('kafkaCluster:source', usable, {}, { consumers: whole(0, 100) }),
    source('kafkaCluster:sasl', saslCluster, { secretKeys: saslKeys }),
    source('kafkaCluster:ssl', usable.filter((made) => made.sorts.includes('kafkaCluster:ssl')), {
      secretKeys: struct({ clientCert: secretKey, clientKey: secretKey }, { caCert: secretKey }),
    }),
    ...(flags ? [source('kafkaCluster:plain', plainCluster, { keda: kedaScaling })] : []),
  ];
}

export const integrationSourceType: Gen = choice(
  calling('IntegrationSourceType', 'timer', struct({ message: oneOf('hello') }, {
    period: calling('Duration', 'millis', whole(1, 5000)), contentType: oneOf('text/csv'), repeatCount: whole(1, 9),
  })),
  calling('IntegrationSourceType', 'awsS3', struct({ ...aws, arn: bucketArn, destinationBucket: oneOf('other-bucket') }, {
    ...endpoint, prefix: oneOf('in/'), deleteAfterRead: bool, destinationBucketPrefix: oneOf('done/'), destinationBucketSuffix: oneOf('.old'),
    autoCreateBucket: bool, ignoreBody: bool, forcePathStyle: bool, delay: calling('Duration', 'millis', whole(1, 5000)), maxMessagesPerPoll: whole(1, 99),
  })),
  calling('IntegrationSourceType', 'awsSqs', struct({ ...aws, arn: queueArn }, {
    ...endpoint, deleteAfterRead: bool, autoCreateQueue: bool, host: oneOf('example.com'), protocol: memberOf('SqsProtocol'), queueURL: oneOf('https://sqs.example.com/q'),
    greedy: bool, delay: calling('Duration', 'millis', whole(1, 5000)), maxMessagesPerPoll: whole(1, 10), waitTime: seconds(0, 20), visibilityTimeout: seconds(0, 43200),
  })),
  calling('IntegrationSourceType', 'awsDdbStreams', struct({ ...aws, table: oneOf('orders') }, {
    ...endpoint, streamIteratorType: memberOf('StreamIteratorType'), delay: calling('Duration', 'millis', whole(1, 5000)),
  })),
);

function integrations(configuration: Configuration): Drafts[] {
  const rest = less(pod(configuration, Role.OTHER), 'serviceAccount');
  const made = construct('IntegrationSource', id(52), struct({ type: integrationSourceType, sink: sink(configuration.flags) }, {
    metadata, ceOverrides, ...rest, templateLabels: mapOf(['team', 'a'], oneOf('x')), templateAnnotations: annotations,
  }, 0.15));
  const source = some('integrationSource', draft('source', [...SORTS, 'integrationSource'], made, 0));
  return [draft('source', SORTS, made), statement(calling(source, 'addInitContainer', struct({ image })))];
}

const watched: Gen = choice(
  struct({ apiVersion: just('v1'), kind: oneOf('Event', 'Pod') }, { selector: labelSelector }), struct({ apiVersion: just('apps/v1'), kind: just('Deployment') }),
  struct({ apiVersion: just('example.com/v1'), kind: just('Camera') }, { clusterScoped: bool }),
);

function apiServers({ flags }: Configuration): Drafts[] {
  const made = construct('ApiServerSource', id(52), struct({ resources: setOf(watched, 1, 1), sink: sink(flags) }, {
    metadata, ceOverrides, mode: memberOf('ApiServerEventMode'), owner: struct({ apiVersion: just('apps/v1'), kind: just('ReplicaSet') }),
    namespaceSelector: labelSelector, skipPermissionsCheck: bool, serviceAccount: some('serviceAccount', serviceAccountDrafts),
    ...(flags ? { filters: listOf(filter, 0, 2) } : {}),
  }));
  const source = draft('source', [...SORTS, 'apiServerSource'], made);
  return [source, statement(calling(some('apiServerSource', source, { uses: 'apiServerSource' }), 'addResource', struct({ apiVersion: just('batch/v1'), kind: just('Job') })))];
}

/** What sends events. */
export function sources(configuration: Configuration): Drafts[] {
  return [
    ...[pings, bindings, containers, kafkaSources, apiServers].flatMap((sort) => sort(configuration)),
    ...integrations(configuration),
  ];
}
