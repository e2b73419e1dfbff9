import { deepFrozen } from './deep-frozen';

/** What keeps a field as it is. */
export enum ImmutableBy {
  /** The API server refuses the change: its own rule, a CRD's, or that of one of Knative's webhooks. */
  ADMISSION = 'admission',
  /** The change is taken, and does not take effect, or does harm. */
  RUN_TIME = 'run time',
}

/** A field of a kind that keeps the value that it had when the object was created. */
export interface ImmutableField {
  /**
   * Where it is: `spec.topic`, `metadata.annotations[eventing.knative.dev/broker.class]`. A key with dots stands in
   * brackets.
   */
  readonly path: string;
  /** What keeps it. */
  readonly by: ImmutableBy;
  /** What becomes of a change. */
  readonly consequence: string;
  /**
   * Fields directly below that may change.
   * @default - none
   */
  readonly except?: readonly string[];
  /**
   * Whether only appearing and disappearing counts as a change.
   * @default false
   */
  readonly presenceOnly?: boolean;
  /**
   * Path of a field: this one is kept only while that one has a value and keeps it.
   * @default - it is kept always
   */
  readonly whileKept?: string;
  /**
   * Path of a field: this one is kept only on objects that have `true` there.
   * @default - it is kept always
   */
  readonly onlyIf?: string;
  /**
   * The value that admission gives an object that has none.
   * @default - nothing
   */
  readonly absentMeans?: unknown;
  /**
   * Whether the defaults of the cluster give a value to an object that has none, so that a change from or to nothing
   * may be no change.
   * @default false
   */
  readonly filledIn?: boolean;
  /**
   * Whether a stored empty text may be replaced, once.
   * @default false
   */
  readonly emptyMayBeSet?: boolean;
  /**
   * Whether the value is a list of which neither order nor repetition counts.
   * @default false
   */
  readonly unordered?: boolean;
  /**
   * Whether the value refers to an object, so that a missing namespace is the one of this object.
   * @default false
   */
  readonly reference?: boolean;
}

const REFUSED = 'admission refuses it';

/** What becomes of an object with another name, namespace, kind or group. */
export const OTHER_OBJECT = 'it is another object';

const byAdmission = (path: string, more: Partial<ImmutableField> = {}): ImmutableField =>
  ({ path, by: ImmutableBy.ADMISSION, consequence: REFUSED, ...more });

const atRunTime = (path: string, consequence: string, more: Partial<ImmutableField> = {}): ImmutableField =>
  ({ path, by: ImmutableBy.RUN_TIME, consequence, ...more });

/** Follows ValidateCreatorAndModifier of knative.dev/pkg; the webhook writes it, programs do not. */
const CREATOR = byAdmission('metadata.annotations[serving.knative.dev/creator]');

/** Follows VerifyNameChange in pkg/apis/serving/v1/revision_validation.go. */
const NAMED_TEMPLATE = byAdmission('spec.template', {
  whileKept: 'spec.template.metadata.name',
  consequence: 'admission refuses it unless the revision gets another name',
});

/** Follows CheckSubscribersChangeAllowed; only the service account of the eventing-controller may. */
const SUBSCRIBERS = byAdmission('spec.subscribers', { consequence: 'admission refuses it but to the controller' });

/** Follows reconcileChannel and removeUnwantedChannels in pkg/reconciler/{sequence,parallel}. */
const CHANNEL_TEMPLATE = atRunTime('spec.channelTemplate',
  'channels that exist keep their settings; with another kind new ones take their place, and what the old ones hold is not delivered',
  { filledIn: true });

/** Follows the two transition rules of the CRD in config/crd/bases of the operator. */
const CLUSTER_PROFILE = byAdmission('spec.clusterProfileRef');

/** Follows ValidateConfigMapUpdate and ValidateSecretUpdate of Kubernetes. */
const frozen = (...paths: string[]): readonly ImmutableField[] =>
  paths.map((path) => byAdmission(path, { onlyIf: 'immutable' }));

const TEMPLATE_LABELS = atRunTime('spec.template.metadata.labels',
  'the Deployment keeps its selector, and no change of the source gets through');

/** Follows CreateTopicIfDoesntExist in control-plane/pkg/kafka/topic.go, which leaves a topic that exists alone. */
const TOPIC_KEPT = 'topics that exist keep theirs: brokers with this configuration would have to be made anew';

/** Follows ValidateRoleBindingUpdate of Kubernetes. */
const ROLE_REF: readonly ImmutableField[] = [
  byAdmission('roleRef', { except: ['apiGroup'] }),
  byAdmission('roleRef.apiGroup', { absentMeans: 'rbac.authorization.k8s.io' }),
];

/** Whatever an object is, these make it another object. */
export const IDENTITY_FIELDS: readonly ImmutableField[] = deepFrozen(['kind', 'metadata.name', 'metadata.namespace']
  .map((path) => byAdmission(path, { consequence: OTHER_OBJECT })));

/**
 * What cannot change in an object of a kind once it is created, by `group/Kind`; the core group is empty. A kind that
 * is here with an empty list may change altogether; of a kind that is not here nothing is known. Versions of a kind
 * share their rules.
 */
export const IMMUTABLE_FIELDS: Readonly<Record<string, readonly ImmutableField[]>> = deepFrozen({
  '/Namespace': [],
  '/ServiceAccount': [],
  '/ConfigMap': [
    ...frozen('data', 'binaryData', 'immutable'),
    atRunTime('data[default.topic.partitions]', TOPIC_KEPT),
    atRunTime('data[default.topic.replication.factor]', TOPIC_KEPT),
  ],
  '/Secret': [...frozen('data', 'immutable'), byAdmission('type', { absentMeans: 'Opaque' })],
  'rbac.authorization.k8s.io/Role': [],
  'rbac.authorization.k8s.io/ClusterRole': [],
  'rbac.authorization.k8s.io/RoleBinding': ROLE_REF,
  'rbac.authorization.k8s.io/ClusterRoleBinding': ROLE_REF,

  // Follows ValidateDeploymentUpdate of Kubernetes.
  'apps/Deployment': [byAdmission('spec.selector')],
  // Follows ValidateResourceQuotaUpdate of Kubernetes, which leaves `scopeSelector` alone.
  '/ResourceQuota': [byAdmission('spec.scopes', { absentMeans: [], unordered: true })],
  '/LimitRange': [],
  'networking.k8s.io/NetworkPolicy': [],
  // Follows ValidateUpdateClusterIssuer of cert-manager.
  'cert-manager.io/ClusterIssuer': [],
  'projectcontour.io/TLSCertificateDelegation': [],

  'serving.knative.dev/Service': [NAMED_TEMPLATE, CREATOR],
  'serving.knative.dev/Configuration': [NAMED_TEMPLATE, CREATOR],
  'serving.knative.dev/Route': [CREATOR],
  'serving.knative.dev/Revision': [byAdmission('spec')],
  'serving.knative.dev/DomainMapping': [CREATOR],
  'networking.internal.knative.dev/ClusterDomainClaim': [],

  // Follows pkg/apis/eventing/v1/broker_validation.go; of the Kafka broker, pkg/reconciler/broker/broker.go.
  'eventing.knative.dev/Broker': [
    byAdmission('spec', { except: ['config', 'delivery'] }),
    byAdmission('spec.config', { filledIn: true, reference: true }),
    byAdmission('metadata.annotations[eventing.knative.dev/broker.class]', { filledIn: true }),
    atRunTime('metadata.annotations[kafka.eventing.knative.dev/external.topic]',
      'what the old topic holds is not delivered; without the annotation Knative takes the topic for its own and deletes it with the broker'),
  ],
  'eventing.knative.dev/Trigger': [byAdmission('spec.broker', { absentMeans: '' })],
  'eventing.knative.dev/EventType': [],
  'eventing.knative.dev/EventPolicy': [],
  // Follows pkg/reconciler/requestreply/requestreply.go, which updates triggers that admission keeps at their broker.
  'eventing.knative.dev/RequestReply': [
    atRunTime('spec.brokerRef', 'the triggers stay at the old broker, and the object does not become ready'),
  ],
  // Follows pkg/apis/eventing/v1alpha1/eventtransform_validation.go.
  'eventing.knative.dev/EventTransform': [byAdmission('spec.jsonata', { presenceOnly: true })],
  // Follows control-plane/pkg/apis/eventing/v1alpha1/kafka_sink_validation.go.
  'eventing.knative.dev/KafkaSink': ['topic', 'numPartitions', 'replicationFactor']
    .map((field) => byAdmission(`spec.${field}`)),

  // Follows pkg/apis/messaging/v1/channel_validation.go.
  'messaging.knative.dev/Channel': [
    byAdmission('spec', { except: ['channelTemplate', 'subscribers'] }),
    byAdmission('spec.channelTemplate', { filledIn: true }),
  ],
  'messaging.knative.dev/InMemoryChannel': [SUBSCRIBERS],
  // Follows control-plane/pkg/apis/messaging/v1beta1/kafka_channel_validation.go and kafka_channel_defaults.go.
  'messaging.knative.dev/KafkaChannel': [
    byAdmission('spec.numPartitions', { absentMeans: 1 }),
    byAdmission('spec.replicationFactor', { absentMeans: 1 }),
    byAdmission('spec.retentionDuration', { absentMeans: 'PT168H', emptyMayBeSet: true }),
    SUBSCRIBERS,
  ],
  // Follows pkg/apis/messaging/v1/subscription_validation.go.
  'messaging.knative.dev/Subscription': [byAdmission('spec.channel')],

  'flows.knative.dev/Sequence': [CHANNEL_TEMPLATE],
  'flows.knative.dev/Parallel': [CHANNEL_TEMPLATE],

  'sinks.knative.dev/JobSink': [],
  'sinks.knative.dev/IntegrationSink': [],

  'sources.knative.dev/ApiServerSource': [],
  'sources.knative.dev/PingSource': [],
  // Follows pkg/reconciler/containersource/resources/deployment.go: they are the selector of the Deployment.
  'sources.knative.dev/ContainerSource': [
    TEMPLATE_LABELS,
  ],
  // Follows pkg/reconciler/integration/source/resources/containersource.go, which hands the template on.
  'sources.knative.dev/IntegrationSource': [TEMPLATE_LABELS],
  // Follows webhook/psbinding/reconciler.go of knative.dev/pkg, which undoes a binding only when it is deleted.
  'sources.knative.dev/SinkBinding': [
    atRunTime('spec.subject', 'what was bound before stays bound'),
  ],
  // Follows control-plane/pkg/apis/sources/v1/kafka_validation.go.
  'sources.knative.dev/KafkaSource': [
    byAdmission('spec.consumerGroup'),
    atRunTime('spec.initialOffset', 'a consumer group that has begun goes on where it is', { absentMeans: 'latest' }),
  ],

  'operator.knative.dev/KnativeServing': [CLUSTER_PROFILE],
  'operator.knative.dev/KnativeEventing': [CLUSTER_PROFILE],

  'external-secrets.io/ExternalSecret': [],
  'secrets.hashicorp.com/VaultStaticSecret': [],
});
