import { deepFrozen } from './deep-frozen';

/** What a code of the table stands for. */
export interface ErrorCodeEntry {
  /** The rule, in one sentence. */
  readonly rule: string;
  /** Where the field says so. */
  readonly docs: string;
}

const KNATIVE = 'https://knative.dev/docs';
const KUBERNETES = 'https://kubernetes.io/docs';
const CDK = 'https://docs.aws.amazon.com/cdk/api/v2/docs';
const REQUEST_REPLY = 'https://github.com/knative/eventing/blob/main/docs/eventing-api.md';
const EKS = 'https://docs.aws.amazon.com/eks/latest/userguide';
const PULUMI = 'https://www.pulumi.com/docs';
const VAULT = 'https://developer.hashicorp.com/vault/docs';

/**
 * Every refusal of this library. A code is `KN`, an area and a number; it is never reused and never renumbered.
 * `docs/errors.md` is written from this table.
 */
export const ERROR_CODES = deepFrozen({
  // NAM: names, namespaces, labels and annotations
  'KN-NAM-001': {
    rule: 'an object name follows the rule of its kind',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/names/`,
  },
  'KN-NAM-002': {
    rule: 'two objects of one cluster never share group, kind, namespace and name',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/names/`,
  },
  'KN-NAM-003': {
    rule: 'an address needs a namespace that is known at synth',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/namespaces/`,
  },
  'KN-NAM-004': {
    rule: 'a label key and value follow the Kubernetes syntax',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/labels/`,
  },
  'KN-NAM-005': {
    rule: 'an annotation key follows the Kubernetes syntax and its value is a string',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/annotations/`,
  },
  'KN-NAM-006': {
    rule: 'a namespace name is a DNS-1123 label',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/namespaces/`,
  },
  'KN-NAM-007': {
    rule: 'an object that others must find in their own namespace lives there',
    docs: `${KNATIVE}/eventing/`,
  },
  'KN-NAM-008': {
    rule: 'an object sends events to receivers of its own cluster',
    docs: `${KNATIVE}/eventing/sinks/`,
  },
  'KN-NAM-009': {
    rule: 'the metadata of an object has the fields that a program may write, as the API server takes them',
    docs: `${KUBERNETES}/reference/kubernetes-api/common-definitions/object-meta/`,
  },
  'KN-NAM-010': {
    rule: 'no object of a program has the name of one that Knative makes for another object',
    docs: `${KNATIVE}/eventing/`,
  },
  'KN-NAM-011': {
    rule: 'a label of a namespace that Kubernetes reads has a value that it knows',
    docs: `${KUBERNETES}/concepts/security/pod-security-admission/`,
  },

  // DUR: durations
  'KN-DUR-001': {
    rule: 'a duration is one that Knative keeps exactly',
    docs: `${KNATIVE}/eventing/event-delivery/`,
  },
  'KN-DUR-002': {
    rule: 'a duration lies within the range of its field',
    docs: `${KNATIVE}/eventing/event-delivery/`,
  },

  // SNK: destinations
  'KN-SNK-001': {
    rule: 'a sink URI is absolute and names a host',
    docs: `${KNATIVE}/eventing/sinks/`,
  },
  'KN-SNK-002': {
    rule: 'a path of a sink is relative to its address',
    docs: `${KNATIVE}/eventing/sinks/`,
  },
  'KN-SNK-003': {
    rule: 'the CA of a sink is a PEM certificate',
    docs: `${KNATIVE}/eventing/sinks/`,
  },
  'KN-SNK-004': {
    rule: 'a reference names apiVersion, kind and name',
    docs: `${KNATIVE}/eventing/sinks/`,
  },
  'KN-SNK-005': {
    rule: 'the address of a sink holds no credential',
    docs: `${KNATIVE}/eventing/sinks/`,
  },
  'KN-SNK-006': {
    rule: 'a path lies below a receiver whose address has none',
    docs: `${KNATIVE}/eventing/sinks/`,
  },
  'KN-SNK-007': {
    rule: 'a receiver lives in the namespace of the sender, where the kind of the sender demands it',
    docs: `${KNATIVE}/eventing/sinks/`,
  },

  // WRN: warnings
  'KN-WRN-001': {
    rule: 'an acknowledged warning carries a reason',
    docs: `${KNATIVE}/`,
  },
  'KN-WRN-002': {
    rule: 'in strict mode a warning that nobody acknowledged is an error',
    docs: `${KNATIVE}/`,
  },
  'KN-WRN-003': {
    rule: 'an acknowledged warning is one that there is',
    docs: `${KNATIVE}/`,
  },

  // DOC: side documents
  'KN-DOC-001': {
    rule: 'a side document has a relative file name of its own',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-DOC-002': {
    rule: 'side documents take the place of those of an earlier run, and of nothing else',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },

  // LAT: values that only the deployment knows
  'KN-LAT-001': {
    rule: 'no file is written with a value that only the deployment knows, other than as a declared placeholder',
    docs: 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html',
  },
  'KN-LAT-002': {
    rule: 'names, namespaces and kinds are known when the program runs',
    docs: 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html',
  },
  'KN-LAT-003': {
    rule: 'a placeholder has one name and one value, and the value is one that only the deployment knows',
    docs: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution',
  },
  'KN-LAT-004': {
    rule: 'a list that only the deployment knows is the whole list of a field',
    docs: 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html',
  },
  'KN-LAT-005': {
    rule: 'what decides over other fields, or is written in another form, is known when the program runs',
    docs: 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html',
  },
  'KN-LAT-006': {
    rule: 'placeholders are filled in before manifests are applied',
    docs: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution',
  },

  // TYP: values that the types do not allow
  'KN-TYP-001': {
    rule: 'a value is of the type of its property',
    docs: 'https://www.typescriptlang.org/tsconfig/#strict',
  },
  'KN-TYP-002': {
    rule: 'a JSON patch applies to the manifest that it is for',
    docs: 'https://cdk8s.io/docs/latest/basics/escape-hatches/',
  },
  'KN-TYP-003': {
    rule: 'a text has characters that a YAML file keeps, and a key is one that cdk8s writes',
    docs: 'https://yaml.org/spec/1.2.2/#51-character-set',
  },

  // FTR: feature flags of the cluster
  'KN-FTR-001': {
    rule: 'a field that needs a feature flag is written only where the flag is declared, or the installation has it on',
    docs: `${KNATIVE}/serving/configuration/feature-flags/`,
  },
  'KN-FTR-002': {
    rule: 'no flag is declared that the installation which the program describes switches off',
    docs: `${KNATIVE}/serving/configuration/feature-flags/`,
  },

  // FLT: filters
  'KN-FLT-001': {
    rule: 'a filter names at least one attribute',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-FLT-002': {
    rule: 'a filter compares with a text, and only a legacy filter with an empty one',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-FLT-003': {
    rule: 'a filter names context attributes of CloudEvents, never the data',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-FLT-004': {
    rule: 'a filter made of filters has at least one, and nothing but filters',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-FLT-005': {
    rule: 'a CESQL expression is a text that is not empty, or a condition that was built',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  // KN-FLT-006 said that nothing but the cluster evaluates CESQL; it is not given out again.
  'KN-FLT-007': {
    rule: 'a CESQL expression is one that Knative can parse, and is not excessively long or nested',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-008': {
    rule: 'a CESQL expression evaluates to a boolean',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-009': {
    rule: 'a CESQL expression calls functions that exist, with the number of arguments that they take',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-010': {
    rule: 'each comparison in a CESQL expression, and the expression itself, can hold for some event',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-011': {
    rule: 'each part of a CESQL expression can be evaluated for some event',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-012': {
    rule: 'the function that verifies correlation ids is for the triggers that Knative makes',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-013': {
    rule: 'an event that a filter is asked about is an object with attributes of CloudEvents',
    docs: 'https://github.com/cloudevents/spec/blob/main/cloudevents/spec.md#context-attributes',
  },
  'KN-FLT-020': {
    rule: 'a text of a CESQL expression is a string, and a pattern is one that CESQL can quote',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-021': {
    rule: 'a number of a CESQL expression is whole, fits in 32 bits, and makes sense where it stands',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-022': {
    rule: 'a list of a CESQL expression is not empty',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },
  'KN-FLT-023': {
    rule: 'what is combined to a CESQL expression is built with `Cesql`, and of the type that the method takes',
    docs: 'https://github.com/cloudevents/spec/blob/main/cesql/spec.md',
  },

  // POD: containers, environment, probes, volumes, security context, service account
  'KN-POD-001': {
    rule: 'an image is a reference that a registry can resolve',
    docs: `${KUBERNETES}/concepts/containers/images/`,
  },
  'KN-POD-002': {
    rule: 'a container has a name of its own, and Knative keeps `queue-proxy` to itself',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-POD-003': {
    rule: 'a pod has at least one container',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-POD-004': {
    rule: 'an environment variable name is printable ASCII without an equals sign',
    docs: `${KUBERNETES}/tasks/inject-data-application/define-environment-variable-container/`,
  },
  'KN-POD-005': {
    rule: 'an environment variable that Knative sets is not set by a program',
    docs: 'https://github.com/knative/specs/blob/main/specs/serving/runtime-contract.md',
  },
  'KN-POD-006': {
    rule: 'an environment variable is set once in a container',
    docs: `${KUBERNETES}/tasks/inject-data-application/define-environment-variable-container/`,
  },
  'KN-POD-007': {
    rule: 'an environment variable has one text or one source',
    docs: `${KUBERNETES}/tasks/inject-data-application/define-environment-variable-container/`,
  },
  'KN-POD-008': {
    rule: 'a key of a Secret or ConfigMap follows the Kubernetes syntax',
    docs: `${KUBERNETES}/concepts/configuration/secret/`,
  },
  'KN-POD-009': {
    rule: 'a field or resource of the downward API is one that Kubernetes offers there',
    docs: `${KUBERNETES}/concepts/workloads/pods/downward-api/`,
  },
  'KN-POD-010': {
    rule: 'a port is a number that Kubernetes allows and that Knative does not use itself',
    docs: 'https://github.com/knative/specs/blob/main/specs/serving/runtime-contract.md',
  },
  'KN-POD-011': {
    rule: 'one container of a Knative service has a port, and it has one',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-POD-012': {
    rule: 'of several containers of a Knative service one declares the port',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-POD-013': {
    rule: 'a variable in a command is written `$(NAME)`, as Kubernetes expands it, unless a shell runs the command',
    docs: `${KUBERNETES}/tasks/inject-data-application/define-command-argument-container/`,
  },
  'KN-POD-014': {
    rule: 'a command refers to a `$(PORT)` only in a container that has it',
    docs: `${KUBERNETES}/tasks/inject-data-application/define-command-argument-container/`,
  },
  'KN-POD-015': {
    rule: 'an environment value refers to variables that stand before it',
    docs: `${KUBERNETES}/tasks/inject-data-application/define-environment-variable-container/`,
  },
  'KN-POD-016': {
    rule: 'a command, its arguments and the working directory are texts',
    docs: `${KUBERNETES}/tasks/inject-data-application/define-command-argument-container/`,
  },
  'KN-POD-017': {
    rule: 'a probe says what it asks, in the syntax of its handler',
    docs: `${KUBERNETES}/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`,
  },
  'KN-POD-018': {
    rule: 'the numbers of a probe lie in their range',
    docs: `${KUBERNETES}/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`,
  },
  'KN-POD-019': {
    rule: 'a readiness probe without a period leaves timeout and failure threshold to Knative',
    docs: `${KNATIVE}/serving/services/configure-probing/`,
  },
  'KN-POD-020': {
    rule: 'a probe asks a port that exists where it runs',
    docs: `${KNATIVE}/serving/services/configure-probing/`,
  },
  'KN-POD-021': {
    rule: 'an init container has no probes',
    docs: `${KUBERNETES}/concepts/workloads/pods/init-containers/`,
  },
  'KN-POD-022': {
    rule: 'a volume name is a DNS-1123 label',
    docs: `${KUBERNETES}/concepts/storage/volumes/`,
  },
  'KN-POD-023': {
    rule: 'two volumes of a pod never share a name',
    docs: `${KUBERNETES}/concepts/storage/volumes/`,
  },
  'KN-POD-024': {
    rule: 'the source of a volume is complete',
    docs: `${KUBERNETES}/concepts/storage/volumes/`,
  },
  'KN-POD-025': {
    rule: 'a volume is mounted at an absolute path that Knative does not keep to itself',
    docs: `${KNATIVE}/serving/services/storage/`,
  },
  'KN-POD-026': {
    rule: 'a container mounts one volume at a path',
    docs: `${KUBERNETES}/concepts/storage/volumes/`,
  },
  'KN-POD-027': {
    rule: 'a volume that Knative mounts read-only is not mounted for writing',
    docs: `${KNATIVE}/serving/services/storage/`,
  },
  'KN-POD-028': {
    rule: 'a path below a volume is relative and does not leave it',
    docs: `${KUBERNETES}/concepts/storage/volumes/`,
  },
  'KN-POD-029': {
    rule: 'a file mode lies between 0 and 0777',
    docs: `${KUBERNETES}/concepts/storage/volumes/`,
  },
  'KN-POD-030': {
    rule: 'a projected service account token lives for ten minutes or longer',
    docs: `${KUBERNETES}/concepts/security/service-accounts/`,
  },
  'KN-POD-031': {
    rule: 'a security context keeps to the settings that Knative allows',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-POD-032': {
    rule: 'a user or group id lies between 0 and 2147483647',
    docs: `${KUBERNETES}/tasks/configure-pod-container/security-context/`,
  },
  'KN-POD-033': {
    rule: 'the settings of a security context do not contradict each other',
    docs: `${KUBERNETES}/tasks/configure-pod-container/security-context/`,
  },
  'KN-POD-034': {
    rule: 'a Linux capability is written in capitals without its prefix',
    docs: `${KUBERNETES}/tasks/configure-pod-container/security-context/`,
  },
  'KN-POD-035': {
    rule: 'a resource quantity follows the Kubernetes syntax and is not negative',
    docs: `${KUBERNETES}/reference/kubernetes-api/common-definitions/quantity/`,
  },
  'KN-POD-036': {
    rule: 'a resource request is not above its limit',
    docs: `${KUBERNETES}/concepts/configuration/manage-resources-containers/`,
  },
  'KN-POD-037': {
    rule: 'a resource name is one that Kubernetes schedules by',
    docs: `${KUBERNETES}/concepts/configuration/manage-resources-containers/`,
  },
  'KN-POD-038': {
    rule: 'a Knative service may refuse the token of its service account, and not ask for it',
    docs: `${KUBERNETES}/concepts/security/service-accounts/`,
  },
  'KN-POD-039': {
    rule: 'a pod refers to objects by valid names',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/names/`,
  },
  'KN-POD-040': {
    rule: 'a toleration is one that a taint can match',
    docs: `${KUBERNETES}/concepts/scheduling-eviction/taint-and-toleration/`,
  },
  'KN-POD-041': {
    rule: 'an affinity term is one that the scheduler understands',
    docs: `${KUBERNETES}/concepts/scheduling-eviction/assign-pod-node/`,
  },
  'KN-POD-042': {
    rule: 'a topology spread constraint is one that the scheduler understands',
    docs: `${KUBERNETES}/concepts/scheduling-eviction/topology-spread-constraints/`,
  },
  'KN-POD-043': {
    rule: 'a label selector follows the Kubernetes syntax',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/labels/`,
  },
  'KN-POD-044': {
    rule: 'the DNS settings of a pod are ones that a resolver takes',
    docs: `${KUBERNETES}/concepts/services-networking/dns-pod-service/`,
  },
  'KN-POD-045': {
    rule: 'a host alias maps an IP address to host names',
    docs: `${KUBERNETES}/tasks/network/customize-hosts-file-for-pods/`,
  },
  'KN-POD-046': {
    rule: 'a pod shares process identifiers with its host or among its containers, not both',
    docs: `${KUBERNETES}/tasks/configure-pod-container/share-process-namespace/`,
  },
  'KN-POD-047': {
    rule: 'what is added to a container goes to one that the pod has',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-POD-048': {
    rule: 'a field with a fixed list of values has one of them',
    docs: `${KUBERNETES}/reference/kubernetes-api/workload-resources/pod-v1/`,
  },
  'KN-POD-049': {
    rule: 'an environment variable takes a credential by reference, never in plain text',
    docs: `${KUBERNETES}/concepts/configuration/secret/`,
  },
  'KN-POD-050': {
    rule: 'a volume has none of the names that Knative gives to its own',
    docs: `${KNATIVE}/serving/services/storage/`,
  },
  'KN-POD-051': {
    rule: 'two files of a projected volume never lie in one place',
    docs: `${KUBERNETES}/concepts/storage/projected-volumes/`,
  },
  'KN-POD-052': {
    rule: 'a resource is read from a container that the pod has',
    docs: `${KUBERNETES}/concepts/workloads/pods/downward-api/`,
  },

  // KFK: Kafka cluster, credentials, broker configuration, channels, sinks, sources
  'KN-KFK-001': {
    rule: 'a bootstrap server is `host:port`, without a scheme',
    docs: 'https://kafka.apache.org/documentation/#connectconfigs_bootstrap.servers',
  },
  'KN-KFK-002': {
    rule: 'a Kafka cluster has at least one bootstrap server, and names each once',
    docs: 'https://kafka.apache.org/documentation/#connectconfigs_bootstrap.servers',
  },
  'KN-KFK-003': {
    rule: 'a Kafka cluster has credentials where its security protocol uses them, and only there',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-004': {
    rule: 'a SASL mechanism is one that Knative knows, on a protocol that uses it',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-005': {
    rule: 'certificates are used where the security protocol uses them',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-006': {
    rule: 'a Secret that is synced gets what the security protocol uses, and nothing else',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-007': {
    rule: 'the Secret of a Kafka cluster exists in each namespace that needs it',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-008': {
    rule: 'a Kafka cluster is described in a chart of the Kubernetes cluster that uses it, where it makes objects there',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-009': {
    rule: 'Kafka credentials are not empty and have no quote, backslash or newline',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-010': {
    rule: 'partitions and replication factor of a topic are whole numbers from 1 on',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-011': {
    rule: 'topics of Confluent Cloud are replicated three times',
    docs: 'https://docs.confluent.io/cloud/current/client-apps/topics/manage.html',
  },
  'KN-KFK-012': {
    rule: 'a topic name is one that Kafka takes',
    docs: 'https://kafka.apache.org/documentation/#topicconfigs',
  },
  'KN-KFK-013': {
    rule: 'an option of a topic has a name in lower case with dots, and a text as its value',
    docs: 'https://kafka.apache.org/documentation/#topicconfigs',
  },
  'KN-KFK-014': {
    rule: 'a ConfigMap that the Knative release owns is not written by a program',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-015': {
    rule: 'all Kafka channels of a Kubernetes cluster use one Kafka cluster',
    docs: `${KNATIVE}/eventing/configuration/kafka-channel-configuration/`,
  },
  'KN-KFK-016': {
    rule: 'the configuration of Kafka channels is the ConfigMap that Knative reads',
    docs: `${KNATIVE}/eventing/configuration/kafka-channel-configuration/`,
  },
  'KN-KFK-017': {
    rule: 'a Kafka sink sets both partitions and replication factor, or neither',
    docs: `${KNATIVE}/eventing/sinks/kafka-sink/`,
  },
  'KN-KFK-018': {
    rule: 'a Secret is synced from a place that is completely named',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-KFK-019': {
    rule: 'a Kafka source authenticates in a way that it can',
    docs: `${KNATIVE}/eventing/sources/kafka-source/`,
  },
  'KN-KFK-020': {
    rule: 'a Kafka source reads keys that its Secret has and its protocol uses',
    docs: `${KNATIVE}/eventing/sources/kafka-source/`,
  },
  'KN-KFK-021': {
    rule: 'a Kafka source reads from at least one topic, and names each once',
    docs: `${KNATIVE}/eventing/sources/kafka-source/`,
  },
  'KN-KFK-022': {
    rule: 'a Kafka source has a consumer group that stays the same',
    docs: `${KNATIVE}/eventing/sources/kafka-source/`,
  },
  'KN-KFK-023': {
    rule: 'the consumers of a Kafka source are a whole number, or left to KEDA',
    docs: `${KNATIVE}/eventing/sources/kafka-source/`,
  },
  'KN-KFK-024': {
    rule: 'a label or annotation that a Kafka source writes itself is set by its property',
    docs: `${KNATIVE}/eventing/sources/kafka-source/`,
  },
  'KN-KFK-025': {
    rule: 'the delivery of a Kafka source has the fields that a Kafka source knows',
    docs: `${KNATIVE}/eventing/sources/kafka-source/`,
  },
  'KN-KFK-026': {
    rule: 'an option with fixed values has one of them',
    docs: `${KNATIVE}/eventing/sinks/kafka-sink/`,
  },
  'KN-KFK-027': {
    rule: 'the credentials of a Kafka cluster are a reference, never the values',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/#security`,
  },
  'KN-KFK-028': {
    rule: 'the certificates of Kafka credentials are PEM, and their key is PKCS#8 and belongs to its certificate',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/#security`,
  },
  'KN-KFK-029': {
    rule: 'a principal is `User:` and whom Kafka knows, and a service account of Confluent Cloud is `sa-` and its number',
    docs: 'https://kafka.apache.org/documentation/#security_authz_principal',
  },
  'KN-KFK-030': {
    rule: 'a topic is described once, and not where Knative makes it',
    docs: `${KNATIVE}/eventing/sinks/kafka-sink/`,
  },
  'KN-KFK-031': {
    rule: 'no two topics differ only in dots and underscores',
    docs: 'https://kafka.apache.org/documentation/#basic_ops_add_topic',
  },
  'KN-KFK-032': {
    rule: 'the templates of topics and groups begin with a text, so that permissions can name what they make',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },

  // BRK: brokers
  'KN-BRK-001': {
    rule: 'a broker class has the name that its controller watches, letter for letter',
    docs: `${KNATIVE}/eventing/brokers/broker-types/`,
  },
  'KN-BRK-002': {
    rule: 'the address of a broker follows from its class',
    docs: `${KNATIVE}/eventing/brokers/broker-types/`,
  },
  'KN-BRK-003': {
    rule: 'the configuration of a broker names apiVersion, kind and name',
    docs: `${KNATIVE}/eventing/brokers/`,
  },
  'KN-BRK-004': {
    rule: 'the configuration of a Kafka broker is a ConfigMap',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-BRK-005': {
    rule: 'the configuration of a namespaced Kafka broker lies in the namespace of the broker',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-BRK-006': {
    rule: 'a Kafka broker takes either a cluster or a configuration',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-BRK-007': {
    rule: 'topic settings are written where the configuration of the broker is made',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-BRK-008': {
    rule: 'the name of a broker fits where Knative writes it',
    docs: `${KNATIVE}/eventing/brokers/`,
  },
  'KN-BRK-009': {
    rule: 'an annotation that a broker writes itself is set by its property',
    docs: `${KNATIVE}/eventing/brokers/`,
  },
  'KN-BRK-010': {
    rule: 'broker defaults are the ConfigMap that Knative reads',
    docs: `${KNATIVE}/eventing/configuration/broker-configuration/`,
  },
  'KN-BRK-011': {
    rule: 'a default broker class comes with a configuration of that class',
    docs: `${KNATIVE}/eventing/configuration/broker-configuration/`,
  },
  'KN-BRK-012': {
    rule: 'default delivery holds what Knative copies from it',
    docs: `${KNATIVE}/eventing/configuration/broker-configuration/`,
  },
  'KN-BRK-013': {
    rule: 'a broker keeps to its own namespace where the defaults of the cluster demand it',
    docs: `${KNATIVE}/eventing/configuration/broker-configuration/`,
  },

  // TRG: triggers
  'KN-TRG-001': {
    rule: 'a trigger reads from a broker of its own namespace',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-TRG-002': {
    rule: 'a trigger filters with filters or with legacy attributes, not with both',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-TRG-003': {
    rule: 'delivery order is set for triggers of Kafka brokers',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-TRG-004': {
    rule: 'the dependency of a trigger is an object of its own namespace',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-TRG-005': {
    rule: 'triggers of Kafka brokers have no dependency',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-TRG-006': {
    rule: 'an annotation that a trigger writes itself is set by its property',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-TRG-007': {
    rule: 'the injection annotation is enabled or disabled, on triggers of the broker named default',
    docs: `${KNATIVE}/eventing/triggers/`,
  },
  'KN-TRG-008': {
    rule: 'a filter is one that the broker of the trigger can evaluate',
    docs: `${KNATIVE}/eventing/triggers/#trigger-filtering`,
  },
  'KN-TRG-009': {
    rule: 'KEDA scales consumers of Kafka only',
    docs: `${KNATIVE}/eventing/configuration/keda-configuration/`,
  },
  'KN-TRG-010': {
    rule: 'bounds of KEDA scaling are whole numbers in order',
    docs: `${KNATIVE}/eventing/configuration/keda-configuration/`,
  },
  'KN-TRG-011': {
    rule: 'the consumer group of a trigger has a name that Kubernetes takes',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-TRG-012': {
    rule: 'KEDA can ask the Kafka cluster of what it scales: with TLS by a pinned CA, and without tokens',
    docs: `${KNATIVE}/eventing/configuration/keda-configuration/`,
  },

  // FLW: sequences and parallels
  'KN-FLW-001': {
    rule: 'a sequence has at least one step, a parallel at least one branch',
    docs: `${KNATIVE}/eventing/flows/`,
  },
  'KN-FLW-002': {
    rule: 'the name of a sequence or parallel leaves room for what Knative adds to it',
    docs: `${KNATIVE}/eventing/flows/`,
  },

  // RRP: request-reply
  'KN-RRP-001': {
    rule: 'the attributes of a RequestReply are extensions of CloudEvents, and two different ones',
    docs: REQUEST_REPLY,
  },
  'KN-RRP-002': {
    rule: 'a RequestReply sends to a broker of its own namespace',
    docs: REQUEST_REPLY,
  },
  'KN-RRP-003': {
    rule: 'the label with the broker of a RequestReply is left to Knative',
    docs: REQUEST_REPLY,
  },
  'KN-RRP-004': {
    rule: 'a reply is looked for by one of the pods that there are, with keys of AES',
    docs: REQUEST_REPLY,
  },

  // ETR: event transformations
  'KN-ETR-001': {
    rule: 'a transformation has an expression that is not empty',
    docs: `${KNATIVE}/eventing/transforms/event-transform-jsonata/`,
  },
  'KN-ETR-002': {
    rule: 'a JSONata expression is one that the version of Knative parses',
    docs: `${KNATIVE}/eventing/transforms/event-transform-jsonata/`,
  },
  'KN-ETR-003': {
    rule: 'a transformation says what becomes of answers only where it has a sink that answers',
    docs: `${KNATIVE}/eventing/transforms/`,
  },
  'KN-ETR-004': {
    rule: 'the sink of a JSONata transformation carries no certificates of its own',
    docs: `${KNATIVE}/eventing/features/transport-encryption/`,
  },

  // DLV: delivery
  'KN-DLV-001': {
    rule: 'the number of retries is a whole number, not negative',
    docs: `${KNATIVE}/eventing/event-delivery/`,
  },
  'KN-DLV-002': {
    rule: 'a delivery says something',
    docs: `${KNATIVE}/eventing/event-delivery/`,
  },
  'KN-DLV-003': {
    rule: 'a dead letter sink is named once',
    docs: `${KNATIVE}/eventing/event-delivery/`,
  },

  // CHN: channels and subscriptions
  'KN-CHN-001': {
    rule: 'the name of a channel fits into the name of its Kubernetes Service',
    docs: `${KNATIVE}/eventing/channels/`,
  },
  'KN-CHN-002': {
    rule: 'a channel template names apiVersion and kind',
    docs: `${KNATIVE}/eventing/channels/`,
  },
  'KN-CHN-003': {
    rule: 'no two channels of a namespace share a name, whatever their kinds',
    docs: `${KNATIVE}/eventing/channels/`,
  },
  'KN-CHN-004': {
    rule: 'a subscription reads from a channel of its own namespace',
    docs: `${KNATIVE}/eventing/channels/subscriptions/`,
  },
  'KN-CHN-005': {
    rule: 'an annotation that a channel or subscription writes itself is set by its property',
    docs: `${KNATIVE}/eventing/channels/`,
  },
  'KN-CHN-006': {
    rule: 'the scope of a channel is cluster or namespace',
    docs: `${KNATIVE}/eventing/channels/`,
  },

  // SRC: sources
  'KN-SRC-001': {
    rule: 'a schedule is a cron expression that Knative parses',
    docs: `${KNATIVE}/eventing/sources/ping-source/`,
  },
  'KN-SRC-002': {
    rule: 'a schedule leaves the time zone to `timezone`',
    docs: `${KNATIVE}/eventing/sources/ping-source/`,
  },
  'KN-SRC-003': {
    rule: 'a time zone is an IANA name in its own letter case',
    docs: `${KNATIVE}/eventing/sources/ping-source/`,
  },
  'KN-SRC-004': {
    rule: 'data of the content type application/json is a JSON object',
    docs: `${KNATIVE}/eventing/sources/ping-source/`,
  },
  'KN-SRC-005': {
    rule: 'binary data is standard base64',
    docs: `${KNATIVE}/eventing/sources/ping-source/`,
  },
  'KN-SRC-006': {
    rule: 'data that is given is not empty',
    docs: `${KNATIVE}/eventing/sources/ping-source/`,
  },
  'KN-SRC-007': {
    rule: 'the subject of a binding names apiVersion, kind, and either a name or a selector',
    docs: `${KNATIVE}/eventing/custom-event-source/sinkbinding/`,
  },
  'KN-SRC-008': {
    rule: 'a binding and its subject live in one namespace',
    docs: `${KNATIVE}/eventing/custom-event-source/sinkbinding/`,
  },
  'KN-SRC-009': {
    rule: 'a CronJob is bound through its Jobs',
    docs: `${KNATIVE}/eventing/custom-event-source/sinkbinding/`,
  },
  'KN-SRC-010': {
    rule: 'an extension of overridden events has a CloudEvents name of its own',
    docs: `${KNATIVE}/eventing/sources/`,
  },
  'KN-SRC-011': {
    rule: 'overrides of events set at least one extension, each to a text',
    docs: `${KNATIVE}/eventing/sources/`,
  },
  'KN-SRC-012': {
    rule: 'an ApiServerSource watches one kind at least, and each once',
    docs: `${KNATIVE}/eventing/sources/apiserversource/`,
  },
  'KN-SRC-013': {
    rule: 'a watched kind is named by its apiVersion and its kind',
    docs: `${KNATIVE}/eventing/sources/apiserversource/`,
  },
  'KN-SRC-014': {
    rule: 'a watched kind can be watched, under the plural that Knative guesses',
    docs: `${KNATIVE}/eventing/sources/apiserversource/`,
  },
  'KN-SRC-015': {
    rule: 'the mode of an ApiServerSource is Reference or Resource',
    docs: `${KNATIVE}/eventing/sources/apiserversource/`,
  },

  // JOB: jobs of a JobSink
  'KN-JOB-001': {
    rule: 'a number of a job lies within its range',
    docs: `${KUBERNETES}/concepts/workloads/controllers/job/`,
  },
  'KN-JOB-002': {
    rule: 'a setting for indexed jobs stands on an indexed job, which has a number of completions',
    docs: `${KUBERNETES}/concepts/workloads/controllers/job/`,
  },
  'KN-JOB-003': {
    rule: 'the policies of a job go together and have values that Kubernetes knows',
    docs: `${KUBERNETES}/concepts/workloads/controllers/job/`,
  },
  'KN-JOB-004': {
    rule: 'a rule for failed pods names exit codes or conditions that there can be',
    docs: `${KUBERNETES}/concepts/workloads/controllers/job/`,
  },
  'KN-JOB-005': {
    rule: 'a rule for the success of a job names indexes that it has',
    docs: `${KUBERNETES}/concepts/workloads/controllers/job/`,
  },
  'KN-JOB-006': {
    rule: 'labels that Kubernetes and Knative write themselves are left to them',
    docs: `${KNATIVE}/eventing/sinks/job-sink/`,
  },
  'KN-JOB-007': {
    rule: 'the volume with the event is left to Knative',
    docs: `${KNATIVE}/eventing/sinks/job-sink/`,
  },
  'KN-JOB-008': {
    rule: 'the name of an indexed JobSink leaves room for what its jobs and pods add to it',
    docs: `${KNATIVE}/eventing/sinks/job-sink/`,
  },
  'KN-JOB-009': {
    rule: 'annotations of pods that Kubernetes gave up, or that mean nothing to the pods of a job, are left out',
    docs: `${KUBERNETES}/reference/labels-annotations-taints/`,
  },

  // INT: integration sources and sinks
  'KN-INT-001': {
    rule: 'an AWS resource is named by a name or by an ARN of its service',
    docs: `${KNATIVE}/eventing/sinks/integration-sink/`,
  },
  'KN-INT-002': {
    rule: 'an AWS region is one in its own letter case, the one of the ARN',
    docs: `${KNATIVE}/eventing/sinks/integration-sink/`,
  },
  'KN-INT-003': {
    rule: 'an endpoint that takes the place of the one of AWS is an absolute URL, and no address holds a credential',
    docs: `${KNATIVE}/eventing/sinks/integration-sink/`,
  },
  'KN-INT-004': {
    rule: 'objects are moved to a bucket of another name',
    docs: `${KNATIVE}/eventing/sources/integration-source/`,
  },
  'KN-INT-005': {
    rule: 'a number of an integration lies within its range',
    docs: `${KNATIVE}/eventing/sources/integration-source/`,
  },
  'KN-INT-006': {
    rule: 'a text that an integration cannot do without is not empty',
    docs: `${KNATIVE}/eventing/sources/integration-source/`,
  },
  'KN-INT-007': {
    rule: 'what the controller writes into the pod of an integration is left to it',
    docs: `${KNATIVE}/eventing/sources/integration-source/`,
  },
  'KN-INT-008': {
    rule: 'a setting of an integration has a value that it knows',
    docs: `${KNATIVE}/eventing/sinks/integration-sink/`,
  },

  // EVT: event types and event policies
  'KN-EVT-001': {
    rule: 'an event type names the CloudEvents type',
    docs: `${KNATIVE}/eventing/event-registry/`,
  },
  'KN-EVT-002': {
    rule: 'source and schema of an event type are URIs',
    docs: `${KNATIVE}/eventing/event-registry/`,
  },
  'KN-EVT-003': {
    rule: 'an event type refers to an object of the cluster',
    docs: `${KNATIVE}/eventing/event-registry/`,
  },
  'KN-EVT-004': {
    rule: 'an event policy protects receivers of its own namespace, by reference',
    docs: `${KNATIVE}/eventing/features/authorization/`,
  },
  'KN-EVT-005': {
    rule: 'an event policy protects receivers that check who sends',
    docs: `${KNATIVE}/eventing/features/authorization/`,
  },
  'KN-EVT-006': {
    rule: 'the subject of a sender has a `*` at its end only',
    docs: `${KNATIVE}/eventing/features/authorization/`,
  },
  'KN-EVT-007': {
    rule: 'an event policy that names its receivers names at least one',
    docs: `${KNATIVE}/eventing/features/authorization/`,
  },
  'KN-EVT-008': {
    rule: 'a selector of an event policy names apiVersion, kind and labels',
    docs: `${KNATIVE}/eventing/features/authorization/`,
  },
  'KN-EVT-009': {
    rule: 'the filter of an event policy is evaluated by the receiver as the specification says',
    docs: `${KNATIVE}/eventing/features/authorization/`,
  },

  // SVC: Knative services
  'KN-SVC-001': {
    rule: 'a service or configuration has either one container in the short form or a list of containers',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-SVC-002': {
    rule: 'the container concurrency is a whole number within the bounds of the cluster, 0 to 1000 in a release',
    docs: `${KNATIVE}/serving/autoscaling/concurrency/`,
  },
  'KN-SVC-003': {
    rule: 'the timeouts inside of a request are not longer than the timeout of the request',
    docs: `${KNATIVE}/serving/configuration/config-defaults/`,
  },
  'KN-SVC-004': {
    rule: 'an annotation of a revision stands on the template, not on the service, route or configuration',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-SVC-005': {
    rule: 'an annotation of routing stands on the service or route, not on the template or configuration',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-SVC-006': {
    rule: 'visibility is a label of the service or route with the value `cluster-local`',
    docs: `${KNATIVE}/serving/services/private-services/`,
  },
  'KN-SVC-007': {
    rule: 'annotations that Knative writes itself are left to it',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-SVC-008': {
    rule: 'an annotation written by hand has a value that Knative understands',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-SVC-009': {
    rule: 'an annotation written by hand below a prefix of Knative is one that it knows',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-SVC-010': {
    rule: 'an annotation that a property writes is not written by hand as well',
    docs: `${KNATIVE}/serving/services/`,
  },
  'KN-SVC-011': {
    rule: 'the name of a revision is a DNS-1035 label that begins with the name of its service or configuration',
    docs: `${KNATIVE}/serving/revisions/`,
  },
  'KN-SVC-012': {
    rule: 'a service or configuration is bound to one sink',
    docs: `${KNATIVE}/eventing/custom-event-source/sinkbinding/`,
  },
  'KN-SVC-013': {
    rule: 'a service or configuration with a named revision is bound to no sink, since the binding changes the template',
    docs: `${KNATIVE}/eventing/custom-event-source/sinkbinding/`,
  },
  'KN-SVC-014': {
    rule: 'the resources of the queue proxy are CPU, memory and ephemeral storage',
    docs: `${KNATIVE}/serving/services/configure-requests-limits-services/`,
  },

  'KN-SVC-015': {
    rule: 'labels that Knative writes itself are left to it',
    docs: `${KNATIVE}/serving/services/`,
  },

  // SCL: scaling
  'KN-SCL-001': {
    rule: 'a setting of the autoscaler lies within its range',
    docs: `${KNATIVE}/serving/autoscaling/`,
  },
  'KN-SCL-002': {
    rule: 'the upper bound of a scale is not below the lower one',
    docs: `${KNATIVE}/serving/autoscaling/scale-bounds/`,
  },
  'KN-SCL-003': {
    rule: 'the activation scale is at least 2 and lies between the bounds of the scale',
    docs: `${KNATIVE}/serving/autoscaling/scale-bounds/`,
  },
  'KN-SCL-004': {
    rule: 'the initial scale is not above the upper bound of the scale',
    docs: `${KNATIVE}/serving/autoscaling/scale-bounds/`,
  },
  'KN-SCL-005': {
    rule: 'an autoscaler class is one of Knative, or has a name outside of its domain',
    docs: `${KNATIVE}/serving/autoscaling/autoscaler-types/`,
  },
  'KN-SCL-006': {
    rule: 'a metric is one that the autoscaler class reads',
    docs: `${KNATIVE}/serving/autoscaling/autoscaling-metrics/`,
  },
  'KN-SCL-007': {
    rule: 'a setting is written only where the autoscaler class heeds it',
    docs: `${KNATIVE}/serving/autoscaling/autoscaler-types/`,
  },
  'KN-SCL-008': {
    rule: 'annotations of the autoscaler stand on the template of the revision, not on an object that has or routes it',
    docs: `${KNATIVE}/serving/autoscaling/`,
  },
  'KN-SCL-009': {
    rule: 'an annotation of the autoscaler written by hand is one that it knows',
    docs: `${KNATIVE}/serving/autoscaling/`,
  },
  'KN-SCL-010': {
    rule: 'a setting of the autoscaler is written once',
    docs: `${KNATIVE}/serving/autoscaling/`,
  },

  // TRF: traffic
  'KN-TRF-001': {
    rule: 'a share of traffic is whole percent, 0 to 100',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },
  'KN-TRF-002': {
    rule: 'the shares of traffic of a service or route sum up to 100',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },
  'KN-TRF-003': {
    rule: 'a traffic tag is a DNS-1035 label',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },
  'KN-TRF-004': {
    rule: 'a traffic tag is given once in a service or route',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },
  'KN-TRF-005': {
    rule: 'traffic goes to revisions of the same service, which are named after it',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },
  'KN-TRF-006': {
    rule: 'the host of a traffic tag, `<tag>-<name>`, is at most 63 characters long',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },
  'KN-TRF-007': {
    rule: 'traffic of a service goes to its own newest revision, that of a route to the newest one of a configuration',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },
  'KN-TRF-008': {
    rule: 'traffic of a route goes to configurations of its own namespace and cluster',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },

  // DOM: domains
  'KN-DOM-001': {
    rule: 'a domain has two labels at least, in lower case, and no dot or star at its ends',
    docs: `${KNATIVE}/serving/services/custom-domains/`,
  },
  'KN-DOM-002': {
    rule: 'a domain that is mapped does not lie below the domain of the cluster itself',
    docs: `${KNATIVE}/serving/services/custom-domains/`,
  },
  'KN-DOM-003': {
    rule: 'a domain is mapped to a service or route of its own namespace and cluster, or to a Kubernetes Service on port 80',
    docs: `${KNATIVE}/serving/services/custom-domains/`,
  },
  'KN-DOM-004': {
    rule: 'a domain is mapped once in a cluster',
    docs: `${KNATIVE}/serving/services/custom-domains/`,
  },
  'KN-DOM-005': {
    rule: 'the claim of a domain is for the namespace of its mapping',
    docs: `${KNATIVE}/serving/services/custom-domains/`,
  },
  'KN-DOM-006': {
    rule: 'a mapping or claim is named by its `domain`, not by its metadata',
    docs: `${KNATIVE}/serving/services/custom-domains/`,
  },
  'KN-DOM-007': {
    rule: 'the Secret with the certificate of a domain lies in the namespace of the mapping',
    docs: `${KNATIVE}/serving/services/byo-certificate/`,
  },
  'KN-DOM-008': {
    rule: 'a mapping that has a certificate of its own does not say whether the cluster makes one',
    docs: `${KNATIVE}/serving/services/byo-certificate/`,
  },

  // VLT: Vault
  'KN-VLT-001': {
    rule: 'a Vault path or mount is one that neither template, policy nor address reads otherwise',
    docs: `${VAULT}/secrets/kv`,
  },
  'KN-VLT-002': {
    rule: 'a KV version 2 secret is named without `data/`, which is derived',
    docs: `${VAULT}/secrets/kv`,
  },
  'KN-VLT-003': {
    rule: 'a KV mount has version 1 or 2, and only version 2 keeps versions of secrets',
    docs: `${VAULT}/secrets/kv`,
  },
  'KN-VLT-004': {
    rule: 'the name of a secret fits into its annotation keys',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-005': {
    rule: 'the secrets of a service have names and files of their own, upper and lower case being one',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-006': {
    rule: 'a variable from Vault has a name that a shell can set and nobody else owns',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-007': {
    rule: 'a key of a secret contains nothing that ends a string of the template',
    docs: `${VAULT}/secrets/kv`,
  },
  'KN-VLT-008': {
    rule: 'a file or folder of the agent is a plain path where nothing else lies',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-009': {
    rule: 'a template is closed: its actions and its blocks',
    docs: `${VAULT}/agent-and-proxy/agent/template`,
  },
  'KN-VLT-010': {
    rule: 'permissions, command and delimiters of a secret are ones that the agent takes',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-011': {
    rule: 'an env file goes with a known command and a shell',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-012': {
    rule: 'the agent finds a service account token',
    docs: `${VAULT}/auth/kubernetes`,
  },
  'KN-VLT-013': {
    rule: 'the agent logs in with one role, at a mount below `auth/`, and without a credential in the manifest',
    docs: `${VAULT}/auth/kubernetes`,
  },
  'KN-VLT-014': {
    rule: 'a setting of the agent is in the range that the agent takes',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-015': {
    rule: 'the annotations of a pod have at most 256 KiB',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-016': {
    rule: 'an annotation of the injector is written by hand or by an option, not by both',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-017': {
    rule: 'the options of the agent do not contradict each other',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-018': {
    rule: 'the agent fits the containers and volumes of the pod',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-019': {
    rule: 'a service has one Vault Agent',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-020': {
    rule: 'the injector serves no namespace of the system',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-021': {
    rule: 'a Vault role and a login method are described once, and as services use them',
    docs: `${VAULT}/auth/kubernetes`,
  },
  'KN-VLT-022': {
    rule: 'a certificate of the agent comes from somewhere, and with its key',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-VLT-023': {
    rule: 'a secret engine is mounted once, in one version, and neither inside another nor in the place of one of Vault',
    docs: `${VAULT}/secrets`,
  },
  'KN-VLT-024': {
    rule: 'the injector is there, and serves every namespace whose services have an agent',
    docs: `${VAULT}/platform/k8s/injector`,
  },
  'KN-VLT-025': {
    rule: 'clusters that share a Vault have login methods and policies of their own in it',
    docs: `${VAULT}/auth/kubernetes`,
  },

  // PLT: the installation
  'KN-PLT-001': {
    rule: "a version is one of the operator's, without a letter in front",
    docs: `${KNATIVE}/install/operator/configuring-with-operator/`,
  },
  'KN-PLT-002': {
    rule: 'the configuration is texts by key by ConfigMap, and a ConfigMap is named once',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-003': {
    rule: 'a cluster has one KnativeServing and one KnativeEventing',
    docs: `${KNATIVE}/install/operator/knative-with-operators/`,
  },
  'KN-PLT-004': {
    rule: 'a number of replicas is one that a workload can have',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-005': {
    rule: 'an override names what it changes, and changes something',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-006': {
    rule: 'a PodDisruptionBudget has a least number of pods or a greatest number that may be missing, and lets one go',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-007': {
    rule: 'an override of a probe is one that Kubernetes takes',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-008': {
    rule: 'a registry for all images gives each of them one of its own',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-009': {
    rule: 'a manifest is an address of its own',
    docs: `${KNATIVE}/install/operator/configuring-with-operator/`,
  },
  'KN-PLT-010': {
    rule: 'the settings of a networking layer go with a layer that is installed, and with each other',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-011': {
    rule: 'a cluster profile has a name and a namespace',
    docs: `${KNATIVE}/install/operator/knative-with-operators/`,
  },
  'KN-PLT-012': {
    rule: 'the default class of brokers is said once',
    docs: `${KNATIVE}/install/operator/configuring-eventing-cr/`,
  },
  'KN-PLT-013': {
    rule: 'certificates for the controller have a name that a volume can be called after',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-014': {
    rule: 'a version of Knative is one that the library knows',
    docs: 'https://github.com/knative/community/blob/main/mechanics/RELEASE-SCHEDULE.md',
  },
  'KN-PLT-015': {
    rule: 'a construct of Kafka has its data plane on the platform',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-PLT-016': {
    rule: 'a ConfigMap of a Knative release has one owner, and each key of it comes from one place',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-017': {
    rule: 'a cluster has one platform',
    docs: `${KNATIVE}/install/operator/knative-with-operators/`,
  },
  'KN-PLT-018': {
    rule: 'Knative and its operator start on the version of Kubernetes',
    docs: 'https://github.com/knative/community/blob/main/mechanics/RELEASE-SCHEDULE.md',
  },
  'KN-PLT-019': {
    rule: 'a kind, a field or a flag is one that the version of the platform knows',
    docs: `${KNATIVE}/install/operator/knative-with-operators/`,
  },
  'KN-PLT-020': {
    rule: 'what is said about a single workload is about one that the platform has',
    docs: `${KNATIVE}/install/operator/configuring-with-operator/`,
  },
  'KN-PLT-021': {
    rule: 'certificates for services need an issuer and a domain for all of them',
    docs: `${KNATIVE}/serving/encryption/external-domain-tls/`,
  },
  'KN-PLT-022': {
    rule: 'what is said of a networking layer, or of another part, is about one that is installed',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-023': {
    rule: 'a platform that allows no missing prerequisites has none',
    docs: `${KNATIVE}/install/operator/knative-with-operators/`,
  },
  'KN-PLT-024': {
    rule: 'Kafka data planes are named once, and their manifests lie at an address',
    docs: `${KNATIVE}/install/operator/configuring-eventing-cr/`,
  },
  'KN-PLT-025': {
    rule: 'namespaces for wildcard certificates are chosen in a way that selects them',
    docs: `${KNATIVE}/serving/encryption/external-domain-tls/`,
  },
  'KN-PLT-026': {
    rule: 'brokers and channels that name no Kafka cluster get one from the platform',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-PLT-027': {
    rule: 'each setting of a platform comes from one place',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-PLT-028': {
    rule: 'what is installed from release manifests is in the repository of the program',
    docs: `${KNATIVE}/install/yaml-install/`,
  },
  'KN-PLT-029': {
    rule: 'Knative is upgraded one minor version at a time',
    docs: `${KNATIVE}/install/upgrade/`,
  },
  'KN-PLT-030': {
    rule: 'a change of objects of a release reaches one',
    docs: `${KNATIVE}/install/yaml-install/`,
  },

  // SET: settings of ConfigMaps of a release
  'KN-SET-001': {
    rule: 'a setting has one of its values',
    docs: `${KNATIVE}/serving/configuration/config-defaults/`,
  },
  'KN-SET-002': {
    rule: 'settings do not contradict each other',
    docs: `${KNATIVE}/serving/autoscaling/scale-bounds/`,
  },
  'KN-SET-003': {
    rule: 'a setting is one that the version of Knative knows',
    docs: 'https://github.com/knative/serving/releases',
  },
  'KN-SET-004': {
    rule: 'wildcard certificates go with hosts that are one label, the namespace and the domain',
    docs: `${KNATIVE}/serving/encryption/external-domain-tls/`,
  },
  'KN-SET-005': {
    rule: 'a domain of services is named once, and no two have the same selector, or none',
    docs: `${KNATIVE}/serving/using-a-custom-domain/`,
  },
  'KN-SET-020': {
    rule: 'topics and consumer groups that Knative names have legal names of their own',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-SET-021': {
    rule: 'a file of a Kafka data plane has all properties of the release',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-SET-022': {
    rule: 'a file of a Kafka data plane has no secret, and nothing that the data plane sets itself',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-SET-023': {
    rule: 'what namespaced brokers get besides are whole objects, and no Secrets',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-SET-024': {
    rule: 'a reference is turned into an address that Knative can read',
    docs: `${KNATIVE}/eventing/features/`,
  },
  'KN-SET-025': {
    rule: 'the nodes of sources of API server events are named by labels that a ConfigMap can hold',
    docs: `${KNATIVE}/eventing/sources/apiserversource/`,
  },

  // ADR: public addresses
  'KN-ADR-001': {
    rule: 'a domain template is a Go template that makes a host of each service of a namespace',
    docs: `${KNATIVE}/serving/config-network-adapters/`,
  },
  'KN-ADR-002': {
    rule: 'a tag template is a Go template that makes a name of a Kubernetes Service of each tag',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },
  'KN-ADR-003': {
    rule: 'the public host of a service, route or tag is a domain name',
    docs: `${KNATIVE}/serving/using-a-custom-domain/`,
  },
  'KN-ADR-004': {
    rule: 'a public address is asked for where the platform and its domain are described already',
    docs: `${KNATIVE}/serving/using-a-custom-domain/`,
  },
  'KN-ADR-005': {
    rule: 'a service whose public address is asked for can be reached from outside of the cluster',
    docs: `${KNATIVE}/serving/services/private-services/`,
  },
  'KN-ADR-006': {
    rule: 'a public address that is asked for follows from what the program says',
    docs: `${KNATIVE}/serving/using-a-custom-domain/`,
  },
  'KN-ADR-007': {
    rule: 'a public address stays as it was handed out',
    docs: `${KNATIVE}/serving/using-a-custom-domain/`,
  },
  'KN-ADR-008': {
    rule: 'the name of a wildcard certificate has at most 63 characters',
    docs: `${KNATIVE}/serving/encryption/external-domain-tls/`,
  },
  'KN-ADR-009': {
    rule: 'every public host of a cluster belongs to one service, route, tag or domain mapping',
    docs: `${KNATIVE}/serving/services/custom-domains/`,
  },
  'KN-ADR-010': {
    rule: 'the public address of a tag is asked for of a service or route whose traffic has it',
    docs: `${KNATIVE}/serving/traffic-management/`,
  },

  // CRT: certificates and issuers
  'KN-CRT-001': {
    rule: 'an ACME issuer has solvers, which `AcmeSolver` makes',
    docs: 'https://cert-manager.io/docs/configuration/acme/',
  },
  'KN-CRT-002': {
    rule: 'an option of an issuer or a solver that has fixed values has one of them',
    docs: 'https://cert-manager.io/docs/reference/api-docs/',
  },
  'KN-CRT-003': {
    rule: 'the address for the account is an e-mail address',
    docs: 'https://cert-manager.io/docs/configuration/acme/',
  },
  'KN-CRT-004': {
    rule: 'a chain is named with at most 64 characters, a profile with one word',
    docs: 'https://cert-manager.io/docs/configuration/acme/',
  },
  'KN-CRT-005': {
    rule: 'the directory of an ACME server is an https address of its own',
    docs: 'https://cert-manager.io/docs/configuration/acme/',
  },
  'KN-CRT-006': {
    rule: 'the certificate of an ACME server is checked, against the system or against a PEM bundle, or it is not',
    docs: 'https://cert-manager.io/docs/configuration/acme/',
  },
  'KN-CRT-007': {
    rule: 'a region and a hosted zone are named as AWS names them',
    docs: 'https://cert-manager.io/docs/configuration/acme/dns01/route53/',
  },
  'KN-CRT-008': {
    rule: 'a role is named by its ARN',
    docs: 'https://cert-manager.io/docs/configuration/acme/dns01/route53/',
  },
  'KN-CRT-009': {
    rule: 'an access key is complete, and its id stands in one place',
    docs: 'https://cert-manager.io/docs/configuration/acme/dns01/route53/',
  },
  'KN-CRT-010': {
    rule: 'Secrets of a ClusterIssuer lie in the cluster resource namespace of cert-manager',
    docs: 'https://cert-manager.io/docs/configuration/#cluster-resource-namespace',
  },
  'KN-CRT-011': {
    rule: 'ACME servers do not share the Secret of an account key',
    docs: 'https://cert-manager.io/docs/configuration/acme/',
  },
  'KN-CRT-012': {
    rule: 'a solver is chosen by DNS names, zones and labels that there can be',
    docs: 'https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types',
  },
  'KN-CRT-013': {
    rule: 'an HTTP-01 solver says once where it answers',
    docs: 'https://cert-manager.io/docs/configuration/acme/http01/',
  },
  'KN-CRT-014': {
    rule: 'wildcard certificates come from an issuer that can issue them',
    docs: 'https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types',
  },
  'KN-CRT-015': {
    rule: 'Knative gets its certificates from a ClusterIssuer',
    docs: `${KNATIVE}/serving/encryption/configure-certmanager-integration/`,
  },
  'KN-CRT-016': {
    rule: 'names inside of the cluster are not certified by an ACME server',
    docs: `${KNATIVE}/serving/encryption/configure-certmanager-integration/`,
  },
  'KN-CRT-017': {
    rule: 'an external account is named with its key',
    docs: 'https://cert-manager.io/docs/configuration/acme/#external-account-bindings',
  },
  'KN-CRT-018': {
    rule: 'the issuer of a platform can certify its public hosts',
    docs: 'https://cert-manager.io/docs/configuration/acme/',
  },

  // NET: networking layers, load balancers, DNS
  'KN-NET-001': {
    rule: 'an annotation of the entry Service has a controller in the cluster that reads it',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html',
  },
  'KN-NET-002': {
    rule: 'the options of a load balancer are ones that it has, and go together',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html',
  },
  'KN-NET-003': {
    rule: 'a load balancer is one that reaches the entry Service of the networking layer',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html',
  },
  'KN-NET-004': {
    rule: 'the settings of a networking layer are ones that it takes',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },
  'KN-NET-005': {
    rule: 'DNS records are for domains of a platform',
    docs: `${KNATIVE}/serving/using-a-custom-domain/`,
  },
  'KN-NET-006': {
    rule: 'ExternalDNS has an owner id of its own, and a policy',
    docs: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/',
  },
  'KN-NET-007': {
    rule: 'ExternalDNS looks at what the platform asks of it, and its settings are ones that it takes',
    docs: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/',
  },
  'KN-NET-008': {
    rule: 'the role of a controller is named by its ARN',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
  },
  'KN-NET-009': {
    rule: 'a cluster, region, VPC, zone or chart is named as AWS names it',
    docs: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/',
  },
  'KN-NET-010': {
    rule: 'the Cluster Autoscaler is of the version of its cluster, and its settings are ones that it takes',
    docs: 'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
  },

  // NSP: namespaces for services
  'KN-NSP-001': {
    rule: 'services do not live in a namespace of the platform or of Kubernetes',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/namespaces/`,
  },
  'KN-NSP-002': {
    rule: 'an option of a namespace that has fixed values has one of them',
    docs: `${KUBERNETES}/concepts/security/pod-security-admission/`,
  },
  'KN-NSP-003': {
    rule: 'a version of pod security standards is `latest` or a minor version of Kubernetes',
    docs: `${KUBERNETES}/concepts/security/pod-security-admission/`,
  },
  'KN-NSP-004': {
    rule: 'services with a Vault agent in a restricted namespace have an agent that it admits',
    docs: `${VAULT}/platform/k8s/injector/annotations`,
  },
  'KN-NSP-005': {
    rule: 'a quota sets something, by names of resources that Kubernetes counts',
    docs: `${KUBERNETES}/concepts/policy/resource-quotas/`,
  },
  'KN-NSP-006': {
    rule: 'limits are ordered: minimum, default request, default limit, maximum',
    docs: `${KUBERNETES}/concepts/policy/limit-range/`,
  },
  'KN-NSP-007': {
    rule: 'developers are named, each once',
    docs: `${KUBERNETES}/reference/access-authn-authz/rbac/`,
  },
  'KN-NSP-008': {
    rule: 'a network policy opens places that there can be',
    docs: `${KUBERNETES}/concepts/services-networking/network-policies/`,
  },
  'KN-NSP-009': {
    rule: 'Secrets for images and service accounts are named once in a namespace',
    docs: `${KUBERNETES}/tasks/configure-pod-container/pull-image-private-registry/`,
  },
  'KN-NSP-010': {
    rule: 'a namespace gets wildcard certificates exactly where the platform makes them for it',
    docs: `${KNATIVE}/serving/encryption/external-domain-tls/`,
  },
  'KN-NSP-011': {
    rule: 'pods of a service fit into the limits and the quota of its namespace',
    docs: `${KUBERNETES}/concepts/policy/limit-range/`,
  },

  // ENV: environments
  'KN-ENV-001': {
    rule: 'environments have names that folders can have, and there is at least one',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-ENV-002': {
    rule: 'environments on the same Kafka servers have topics of their own',
    docs: `${KNATIVE}/eventing/brokers/broker-types/kafka-broker/`,
  },
  'KN-ENV-003': {
    rule: 'environments with DNS records have ExternalDNS owner ids of their own',
    docs: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/',
  },
  'KN-ENV-004': {
    rule: 'environments with DNS records have hosts of their own',
    docs: `${KNATIVE}/serving/using-a-custom-domain/`,
  },

  // REL: files of releases in the user's repository
  'KN-REL-001': {
    rule: 'a file of a release is one that the table of releases has',
    docs: `${KNATIVE}/install/`,
  },
  'KN-REL-002': {
    rule: 'the files of releases that a program needs lie in its folder of vendored files',
    docs: `${KNATIVE}/install/yaml-install/`,
  },
  'KN-REL-003': {
    rule: 'a vendored file has the digest that the lock file says',
    docs: `${KNATIVE}/install/yaml-install/`,
  },
  'KN-REL-004': {
    rule: 'a lock file is as the command line writes it',
    docs: `${KNATIVE}/install/yaml-install/`,
  },
  'KN-REL-005': {
    rule: 'the lock file names every vendored file that a program reads',
    docs: `${KNATIVE}/install/yaml-install/`,
  },
  'KN-REL-006': {
    rule: 'a file of a release has every object once',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/names/`,
  },
  'KN-REL-007': {
    rule: 'an object of a release has a name, or is a Job that is given one',
    docs: `${KUBERNETES}/reference/using-api/api-concepts/#generated-values`,
  },
  'KN-REL-008': {
    rule: 'every document of a release file is a Kubernetes object',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/`,
  },
  'KN-REL-009': {
    rule: 'a release file is YAML whose values JSON has too',
    docs: 'https://yaml.org/spec/1.1/',
  },
  'KN-REL-010': {
    rule: 'vendored files lie in a folder of the file system',
    docs: `${KNATIVE}/install/yaml-install/`,
  },

  // OPR: what an operator would do in a cluster, done with release manifests
  'KN-OPR-001': {
    rule: 'a platform of release manifests asks for what their files bring',
    docs: `${KNATIVE}/install/yaml-install/`,
  },
  'KN-OPR-002': {
    rule: 'what is different about a part of an installation fits what the release has there',
    docs: `${KNATIVE}/install/operator/configuring-serving-cr/`,
  },

  // CLI: the command line; vendor 001 to 029, apply 030 to 059, upgrade 060 to 079
  'KN-CLI-001': {
    rule: 'a command ends with an outcome that it has words for',
    docs: 'https://nodejs.org/api/errors.html',
  },
  'KN-CLI-002': {
    rule: 'a command is called with the options that it has',
    docs: 'https://www.npmjs.com/package/commander',
  },
  'KN-CLI-003': {
    rule: 'the command of an app is known',
    docs: 'https://cdk8s.io/docs/latest/cli/synth/',
  },
  'KN-CLI-004': {
    rule: 'an app synthesizes when the command line runs it',
    docs: 'https://cdk8s.io/docs/latest/cli/synth/',
  },
  'KN-CLI-005': {
    rule: 'the app of the command line describes a platform',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-CLI-006': {
    rule: 'servers and proxies are given by their addresses',
    docs: 'https://undici.nodejs.org/#/docs/api/EnvHttpProxyAgent',
  },
  'KN-CLI-010': {
    rule: 'a server has the release files under the paths of upstream',
    docs: 'https://www.rfc-editor.org/rfc/rfc9110#name-404-not-found',
  },
  'KN-CLI-011': {
    rule: 'a server gives release files to whoever asks',
    docs: 'https://www.rfc-editor.org/rfc/rfc9110#name-client-error-4xx',
  },
  'KN-CLI-012': {
    rule: 'a server is up while release files are downloaded',
    docs: 'https://www.rfc-editor.org/rfc/rfc9110#name-server-error-5xx',
  },
  'KN-CLI-013': {
    rule: 'servers of release files are reachable, with certificates that are trusted',
    docs: 'https://nodejs.org/api/errors.html#nodejs-error-codes',
  },
  'KN-CLI-014': {
    rule: 'a server does not stay silent for longer than the timeout',
    docs: 'https://www.rfc-editor.org/rfc/rfc9110#name-408-request-timeout',
  },
  'KN-CLI-015': {
    rule: 'a download has as many bytes as were announced',
    docs: 'https://www.rfc-editor.org/rfc/rfc9112#name-handling-incomplete-message',
  },
  'KN-CLI-016': {
    rule: 'redirections are few and never leave https',
    docs: 'https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx',
  },
  'KN-CLI-017': {
    rule: 'a downloaded file has the digest of the lock file',
    docs: 'https://www.rfc-editor.org/rfc/rfc6234',
  },
  'KN-CLI-018': {
    rule: 'a downloaded file is YAML with Kubernetes objects',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/`,
  },
  'KN-CLI-019': {
    rule: 'files and folders can be written',
    docs: 'https://nodejs.org/api/errors.html#common-system-errors',
  },
  'KN-CLI-020': {
    rule: 'one run at a time writes to a folder of vendored files',
    docs: 'https://nodejs.org/api/fs.html#file-system-flags',
  },
  'KN-CLI-021': {
    rule: 'a frozen lock file names all files that the app needs',
    docs: 'https://docs.npmjs.com/cli/commands/npm-ci',
  },
  'KN-CLI-030': {
    rule: 'a folder of manifests has the objects of its index, and nothing else',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-CLI-031': {
    rule: 'options of `apply` go with each other and with the index',
    docs: `${KUBERNETES}/reference/kubectl/generated/kubectl_apply/`,
  },
  'KN-CLI-032': {
    rule: 'there is a `kubectl` that runs',
    docs: `${KUBERNETES}/tasks/tools/`,
  },
  'KN-CLI-033': {
    rule: 'the context is named where nobody watches, and there is one of the name',
    docs: `${KUBERNETES}/concepts/configuration/organize-cluster-access-kubeconfig/`,
  },
  'KN-CLI-034': {
    rule: 'the API server of the cluster answers',
    docs: `${KUBERNETES}/tasks/access-application-cluster/access-cluster/`,
  },
  'KN-CLI-035': {
    rule: 'the user is known to the cluster and has the rights',
    docs: `${KUBERNETES}/reference/access-authn-authz/rbac/`,
  },
  'KN-CLI-036': {
    rule: 'Knative is upgraded by one minor version at a time, and never downgraded',
    docs: `${KNATIVE}/install/upgrade/`,
  },
  'KN-CLI-037': {
    rule: 'the cluster takes every object',
    docs: `${KUBERNETES}/reference/using-api/api-concepts/`,
  },
  'KN-CLI-038': {
    rule: 'fields that are applied have no other manager, or are taken over on purpose',
    docs: `${KUBERNETES}/reference/using-api/server-side-apply/#conflicts`,
  },
  'KN-CLI-039': {
    rule: 'what is waited for becomes ready in time',
    docs: `${KNATIVE}/install/yaml-install/`,
  },
  'KN-CLI-040': {
    rule: 'one run at a time is at work on a cluster',
    docs: `${KUBERNETES}/concepts/architecture/leases/`,
  },
  'KN-CLI-041': {
    rule: 'objects that cannot be shown to the server yet keep to the definition of their kind',
    docs: `${KUBERNETES}/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/`,
  },
  'KN-CLI-042': {
    rule: 'an object that is no longer in the index can be removed',
    docs: `${KUBERNETES}/concepts/architecture/garbage-collection/`,
  },
  'KN-CLI-043': {
    rule: 'an app is pruned under a field manager that no other app of the cluster has',
    docs: `${KUBERNETES}/reference/using-api/server-side-apply/#managers`,
  },
  'KN-CLI-060': {
    rule: 'an upgrade is planned by the command line, and done by the program and `apply`',
    docs: `${KNATIVE}/install/upgrade/`,
  },
  'KN-CLI-061': {
    rule: 'an upgrade goes to the next minor version',
    docs: `${KNATIVE}/install/upgrade/`,
  },
  'KN-CLI-062': {
    rule: 'a plan compares vendored files of both versions',
    docs: `${KNATIVE}/install/upgrade/`,
  },

  // IDX: the order in which objects are applied, and what tools that apply them can take
  'KN-IDX-001': {
    rule: 'objects have names of their own, not `generateName`',
    docs: `${KUBERNETES}/reference/using-api/server-side-apply/`,
  },
  'KN-IDX-002': {
    rule: 'dependencies of a program agree with the order in which its objects are applied',
    docs: 'https://cdk8s.io/docs/latest/basics/dependencies/',
  },
  'KN-IDX-003': {
    rule: 'definitions and namespaces do not wait for objects that cannot be there without them',
    docs: `${KUBERNETES}/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/`,
  },
  'KN-IDX-004': {
    rule: 'no two objects are written over each other, or cannot be told apart in one file',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-IDX-005': {
    rule: 'objects for tools that apply on the client have at most 262,144 bytes',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/annotations/`,
  },
  'KN-IDX-006': {
    rule: 'an index of objects is one that this library wrote, in a version that it knows',
    docs: `${KUBERNETES}/reference/using-api/server-side-apply/`,
  },
  'KN-IDX-007': {
    rule: 'dependencies of a program do not lead back to where they began',
    docs: 'https://cdk8s.io/docs/latest/basics/dependencies/',
  },

  // GIT: Argo CD and Flux
  'KN-GIT-001': {
    rule: 'GitOps is for a tool, or for two',
    docs: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/',
  },
  'KN-GIT-002': {
    rule: 'one construct says how the objects of a cluster are applied',
    docs: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/',
  },
  'KN-GIT-003': {
    rule: 'a source of Flux has a kind and a name that there can be',
    docs: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#source-reference',
  },
  'KN-GIT-004': {
    rule: 'the side documents lie in the source of Flux',
    docs: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#path',
  },
  'KN-GIT-005': {
    rule: 'Kustomizations of Flux have names that there can be',
    docs: 'https://fluxcd.io/flux/components/kustomize/kustomizations/',
  },

  // CLU: the specification of a cluster
  'KN-CLU-001': {
    rule: 'a cluster has a name that EKS takes',
    docs: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html',
  },
  'KN-CLU-002': {
    rule: 'a cluster lies in a region of AWS',
    docs: `${EKS}/getting-started.html`,
  },
  'KN-CLU-003': {
    rule: 'a cluster has a version of Kubernetes that this library knows',
    docs: `${EKS}/kubernetes-versions.html`,
  },
  'KN-CLU-004': {
    rule: 'a cluster has two zones of its region or more',
    docs: `${EKS}/network-reqs.html`,
  },
  'KN-CLU-005': {
    rule: 'who may reach the API server of a cluster is said in blocks of public addresses',
    docs: `${EKS}/cluster-endpoint.html`,
  },
  'KN-CLU-006': {
    rule: 'blocks of addresses are whole and do not overlap',
    docs: `${EKS}/network-reqs.html`,
  },
  'KN-CLU-007': {
    rule: 'a network that exists is named by the ids of its parts, with a subnet in each of two zones',
    docs: `${EKS}/network-reqs.html`,
  },
  'KN-CLU-008': {
    rule: 'nodes reach the API server of their cluster',
    docs: `${EKS}/cluster-endpoint.html`,
  },
  'KN-CLU-009': {
    rule: 'names in the specification of a cluster are known when it is written',
    docs: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html',
  },
  'KN-CLU-010': {
    rule: 'groups of nodes have different names that EKS takes',
    docs: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html',
  },
  'KN-CLU-011': {
    rule: 'a group of nodes has types of instances that one image fits',
    docs: `${EKS}/choosing-instance-type.html`,
  },
  'KN-CLU-012': {
    rule: 'sizes of a group of nodes are in order',
    docs: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html',
  },
  'KN-CLU-013': {
    rule: 'disks of nodes have a size that there can be',
    docs: 'https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html',
  },
  'KN-CLU-014': {
    rule: 'labels of nodes are ones that EKS and the kubelet take',
    docs: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html',
  },
  'KN-CLU-015': {
    rule: 'tags are ones that AWS takes',
    docs: 'https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html',
  },
  'KN-CLU-016': {
    rule: 'taints of nodes are ones that EKS takes, each once',
    docs: `${EKS}/node-taints-managed-node-groups.html`,
  },
  'KN-CLU-017': {
    rule: 'a cluster has groups of nodes, or Auto Mode with pools that there are',
    docs: `${EKS}/automode.html`,
  },
  'KN-CLU-018': {
    rule: 'admins of a cluster are roles or users of IAM, each once',
    docs: `${EKS}/creating-access-entries.html`,
  },
  'KN-CLU-019': {
    rule: 'Secrets are encrypted by a key of KMS in the region of the cluster',
    docs: `${EKS}/enable-kms.html`,
  },
  'KN-CLU-020': {
    rule: 'an add-on has a name, a version and a namespace that EKS takes',
    docs: `${EKS}/eks-add-ons.html`,
  },
  'KN-CLU-021': {
    rule: 'logs of the control plane are known ones, and are kept for as long as CloudWatch offers',
    docs: `${EKS}/control-plane-logs.html`,
  },
  'KN-CLU-022': {
    rule: 'each add-on is there once, and none does what Auto Mode does itself',
    docs: `${EKS}/eks-add-ons.html`,
  },
  'KN-CLU-023': {
    rule: 'an add-on that calls AWS has rights there',
    docs: `${EKS}/add-ons-iam.html`,
  },
  'KN-CLU-030': {
    rule: 'a workload identity is for a service account that there can be',
    docs: `${EKS}/pod-identities.html`,
  },
  'KN-CLU-031': {
    rule: 'a role has a name that IAM takes',
    docs: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
  },
  'KN-CLU-032': {
    rule: 'policies are given by name or ARN',
    docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
  },
  'KN-CLU-033': {
    rule: 'a workload identity that writes DNS records says in which hosted zones',
    docs: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html',
  },
  'KN-CLU-034': {
    rule: 'a workload identity has rights',
    docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
  },
  'KN-CLU-035': {
    rule: 'each service account has one identity, and each identity a name of its own',
    docs: `${EKS}/pod-identities.html`,
  },
  'KN-CLU-036': {
    rule: 'an identity is for something that runs in the cluster',
    docs: `${EKS}/automode.html`,
  },
  'KN-CLU-060': {
    rule: 'what asks AWS in an app has an identity in the cluster that the app is for',
    docs: `${EKS}/pod-identities.html`,
  },
  'KN-CLU-061': {
    rule: 'what a cluster has is not installed by its app a second time',
    docs: `${EKS}/eks-add-ons.html`,
  },
  'KN-CLU-062': {
    rule: 'constructs of an app say of their cluster what its specification says',
    docs: `${EKS}/clusters.html`,
  },
  'KN-CLU-063': {
    rule: 'an identity has the rights that its workload needs',
    docs: `${EKS}/pod-identities.html`,
  },

  // CTL: eksctl
  'KN-CTL-001': {
    rule: 'the document for eksctl is a file of YAML',
    docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/schema.html',
  },
  'KN-CTL-002': {
    rule: 'the region is one that eksctl works in',
    docs: 'https://docs.aws.amazon.com/general/latest/gr/eks.html',
  },
  'KN-CTL-003': {
    rule: 'a VPC that eksctl makes lies in at most eight zones',
    docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/vpc-configuration.html',
  },
  'KN-CTL-004': {
    rule: 'names of what eksctl makes fit into the names of stacks and the labels of nodes',
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html',
  },
  'KN-CTL-005': {
    rule: 'logs are kept for a time that eksctl knows',
    docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/cloudwatch-cluster-logging.html',
  },
  'KN-CTL-006': {
    rule: 'an add-on gives its accounts identities that eksctl can write',
    docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/pod-identity-associations.html',
  },
  'KN-CTL-007': {
    rule: 'for a cluster that exists there is something to make, and its network is given whole or not at all',
    docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/unowned-clusters.html',
  },
  'KN-CTL-008': {
    rule: 'a version that is left to eksctl is the one that it takes',
    docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/cluster-upgrade.html',
  },
  'KN-CTL-009': {
    rule: 'what older manifests of eksctl say still means something',
    docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/schema.html',
  },
  'KN-CTL-010': {
    rule: 'a network that exists has two subnets of a sort, or none',
    docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/vpc-configuration.html',
  },

  // EKS: AWS CDK
  'KN-EKS-001': {
    rule: 'a stack goes to the region and the account of its cluster',
    docs: 'https://docs.aws.amazon.com/cdk/v2/guide/environments.html',
  },
  'KN-EKS-002': {
    rule: 'with the AWS CDK a network that exists is a VPC construct',
    docs: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2-readme.html#importing-an-existing-vpc',
  },
  'KN-EKS-003': {
    rule: 'what talks to a cluster from a stack needs a layer with kubectl',
    docs: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_eks_v2-readme.html#kubectl-support',
  },
  'KN-EKS-004': {
    rule: 'kubectl is at most one minor version away from its cluster',
    docs: 'https://kubernetes.io/releases/version-skew-policy/#kubectl',
  },
  'KN-EKS-005': {
    rule: 'a VPC has the subnets and the names that its cluster needs',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html',
  },
  'KN-EKS-006': {
    rule: 'with the AWS CDK rights belong to workloads, not to nodes',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html',
  },
  'KN-EKS-007': {
    rule: 'a public endpoint is restricted only where there is a private one',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
  },
  'KN-EKS-008': {
    rule: 'there is an image of EKS for a group of nodes',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html',
  },
  'KN-EKS-009': {
    rule: 'Secrets are encrypted by one key',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html',
  },
  'KN-EKS-010': {
    rule: 'an access entry stands for one role or user',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
  },
  'KN-EKS-012': {
    rule: 'one thing runs kubectl, and all is said of where',
    docs: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_eks_v2-readme.html#kubectl-support',
  },
  'KN-EKS-013': {
    rule: 'a cluster of the AWS CDK lies in a stack',
    docs: 'https://docs.aws.amazon.com/cdk/v2/guide/stacks.html',
  },
  'KN-EKS-014': {
    rule: 'what ids of resources are made of stands in the program',
    docs: 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html',
  },
  'KN-EKS-015': {
    rule: 'a role is asked for by an identity of the cluster',
    docs: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html',
  },
  'KN-EKS-016': {
    rule: 'the rights of every identity of a cluster are known',
    docs: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/',
  },
  'KN-EKS-020': {
    rule: 'an app that is applied has objects',
    docs: `${CDK}/aws-cdk-lib.aws_eks_v2.KubernetesManifest.html`,
  },
  'KN-EKS-021': {
    rule: 'a chart that is applied is not empty',
    docs: 'https://cdk8s.io/docs/latest/basics/chart/',
  },
  'KN-EKS-022': {
    rule: 'charts lie in an app of cdk8s, not below a stack',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-EKS-023': {
    rule: 'what is applied is an app of cdk8s',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-EKS-024': {
    rule: 'of an app with charts for several clusters, those of one are applied',
    docs: 'https://cdk8s.io/docs/latest/basics/chart/',
  },
  'KN-EKS-025': {
    rule: 'each object of a cluster is applied by one app',
    docs: `${CDK}/aws-cdk-lib.aws_eks_v2.KubernetesManifest.html`,
  },
  'KN-EKS-026': {
    rule: 'an object that kubectl applies has at most 262,144 bytes',
    docs: `${KUBERNETES}/concepts/overview/working-with-objects/annotations/`,
  },
  'KN-EKS-027': {
    rule: 'an object goes into one event of CloudFormation',
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  },
  'KN-EKS-028': {
    rule: 'the objects that a stack applies go into one template',
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  },
  'KN-EKS-029': {
    rule: 'a stack has at most 500 resources',
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  },
  'KN-EKS-030': {
    rule: 'a value of a live object is asked for by kind, name and a path, within the time that a Lambda function has',
    docs: `${CDK}/aws-cdk-lib.aws_eks_v2.KubernetesObjectValue.html`,
  },
  'KN-EKS-031': {
    rule: 'what Helm delivers is part of the app that is applied',
    docs: `${CDK}/aws-cdk-lib.aws_eks_v2.HelmChart.html`,
  },
  'KN-EKS-032': {
    rule: 'what Helm delivers in one release fits the order of the other objects',
    docs: 'https://helm.sh/docs/intro/using_helm/',
  },
  'KN-EKS-033': {
    rule: 'the delivery of an app, its removal policy, and the component of a release are among those that this library knows',
    docs: `${CDK}/aws-cdk-lib.aws_eks_v2.HelmChart.html`,
  },
  'KN-EKS-034': {
    rule: 'a release of Helm goes into one Secret of 1 MiB',
    docs: 'https://helm.sh/docs/topics/advanced/',
  },
  'KN-EKS-035': {
    rule: 'releases of Helm have names, and no two programs the same ones on a cluster',
    docs: 'https://helm.sh/docs/intro/using_helm/',
  },
  'KN-EKS-060': {
    rule: 'records are for domains of a platform of the app, and lie in the hosted zone',
    docs: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-working-with.html',
  },
  'KN-EKS-061': {
    rule: 'records are for a networking layer whose Service is known',
    docs: `${KNATIVE}/serving/using-a-custom-domain/`,
  },
  'KN-EKS-062': {
    rule: 'a record has one writer',
    docs: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/',
  },
  'KN-EKS-063': {
    rule: 'a stack takes values of an app from stacks before it',
    docs: 'https://docs.aws.amazon.com/cdk/v2/guide/stacks.html',
  },

  // PUL: charts that Pulumi puts on a cluster
  'KN-PUL-001': {
    rule: 'charts are put on a cluster by a program that an engine of Pulumi runs',
    docs: 'https://www.pulumi.com/docs/iac/cli/commands/pulumi_up/',
  },
  'KN-PUL-002': {
    rule: 'the packages of Pulumi are of versions that are supported',
    docs: 'https://www.pulumi.com/docs/iac/languages-sdks/javascript/',
  },
  'KN-PUL-003': {
    rule: 'an app that is put on a cluster has objects',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-PUL-004': {
    rule: 'a chart that is put on a cluster has objects',
    docs: 'https://cdk8s.io/docs/latest/basics/chart/',
  },
  'KN-PUL-005': {
    rule: 'what is put on a cluster is an app of cdk8s',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },
  'KN-PUL-006': {
    rule: 'one `Charts` puts the charts of one cluster on it',
    docs: `${PULUMI}/iac/concepts/resources/providers/`,
  },
  'KN-PUL-007': {
    rule: 'objects that a program asks for, renames or leaves unguarded are of the app',
    docs: `${PULUMI}/iac/concepts/inputs-outputs/`,
  },
  'KN-PUL-008': {
    rule: 'two `Charts` of one provider do not put the same object on its cluster',
    docs: `${PULUMI}/iac/concepts/resources/providers/`,
  },
  'KN-PUL-009': {
    rule: 'the app is whole when `new Charts` gets it',
    docs: `${PULUMI}/iac/concepts/resources/components/`,
  },
  'KN-PUL-010': {
    rule: 'a value of a live object has a path of names and positions',
    docs: `${PULUMI}/iac/concepts/inputs-outputs/`,
  },
  'KN-PUL-011': {
    rule: 'a live object has the value that the program asks for, as a text, a number or a truth value',
    docs: `${PULUMI}/iac/concepts/inputs-outputs/`,
  },
  'KN-PUL-012': {
    rule: 'a `Charts` has a name of its own, without `::`',
    docs: `${PULUMI}/iac/concepts/resources/names/`,
  },
  'KN-PUL-013': {
    rule: 'the provider of a `Charts` is one of Kubernetes',
    docs: 'https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/',
  },
  'KN-PUL-014': {
    rule: 'what an object was called is the former name of no other one, and none that an object has now',
    docs: `${PULUMI}/iac/concepts/options/aliases/`,
  },
  'KN-PUL-020': {
    rule: 'what Pulumi puts on a cluster are objects, and neither lists nor patches of objects',
    docs: 'https://www.pulumi.com/registry/packages/kubernetes/',
  },
  'KN-PUL-021': {
    rule: 'an object has the fields that the class of Pulumi for its kind asks for',
    docs: 'https://www.pulumi.com/registry/packages/kubernetes/',
  },
  'KN-PUL-030': {
    rule: 'an update changes nothing that an object keeps for good',
    docs: `${PULUMI}/iac/concepts/options/replaceonchanges/`,
  },
  'KN-PUL-040': {
    rule: 'a secret of Pulumi stands in the content of a Secret only',
    docs: `${PULUMI}/iac/concepts/secrets/`,
  },
  'KN-PUL-041': {
    rule: 'an output is not made a text when the program runs',
    docs: `${PULUMI}/iac/concepts/inputs-outputs/apply/`,
  },
  'KN-PUL-042': {
    rule: 'what stands for an output of Pulumi is made of one',
    docs: `${PULUMI}/iac/concepts/inputs-outputs/`,
  },
  'KN-PUL-043': {
    rule: 'no token of another engine is left in what Pulumi puts on a cluster',
    docs: `${PULUMI}/iac/concepts/inputs-outputs/`,
  },
  'KN-PUL-044': {
    rule: 'an output turns out to be the text, the bytes, the number or the list that the program said',
    docs: `${PULUMI}/iac/concepts/inputs-outputs/apply/`,
  },
  'KN-PUL-045': {
    rule: 'a Secret of outputs holds texts or bytes, one at least',
    docs: `${PULUMI}/iac/concepts/secrets/`,
  },
  'KN-PUL-046': {
    rule: 'a Secret has the keys that its type asks for',
    docs: `${KUBERNETES}/concepts/configuration/secret/#secret-types`,
  },
  'KN-PUL-047': {
    rule: 'a key that is read from a Secret of outputs is one of its keys',
    docs: `${KUBERNETES}/concepts/configuration/secret/`,
  },
  'KN-PUL-048': {
    rule: 'bytes of a Secret of outputs are standard base64, under keys of their own',
    docs: `${KUBERNETES}/concepts/configuration/secret/#restriction-names-data`,
  },
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>);

/** A code of the table of refusals. */
export type ErrorCode = keyof typeof ERROR_CODES;
