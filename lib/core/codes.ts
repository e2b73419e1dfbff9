/** What a code of the table stands for. */
export interface ErrorCodeEntry {
  /** The rule, in one sentence. */
  readonly rule: string;
  /** Where the field says so. */
  readonly docs: string;
}

const KNATIVE = 'https://knative.dev/docs';
const KUBERNETES = 'https://kubernetes.io/docs';

/**
 * Every refusal of this library. A code is `KN`, an area and a number; it is never reused and never renumbered.
 * `docs/errors.md` is written from this table.
 */
export const ERROR_CODES = {
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

  // WRN: warnings
  'KN-WRN-001': {
    rule: 'an acknowledged warning carries a reason',
    docs: `${KNATIVE}/`,
  },
  'KN-WRN-002': {
    rule: 'in strict mode a warning that nobody acknowledged is an error',
    docs: `${KNATIVE}/`,
  },

  // DOC: side documents
  'KN-DOC-001': {
    rule: 'a side document has a relative file name of its own',
    docs: 'https://cdk8s.io/docs/latest/basics/app/',
  },

  // FTR: feature flags of the cluster
  'KN-FTR-001': {
    rule: 'a field that needs a feature flag is written only where the flag is declared',
    docs: `${KNATIVE}/serving/configuration/feature-flags/`,
  },

  // FLT: filters

  // POD: containers, environment, probes, volumes, security context, service account

  // KFK: Kafka cluster, credentials, broker configuration, channels, sinks

  // BRK: brokers

  // TRG: triggers

  // DLV: delivery

  // CHN: channels and subscriptions

  // SRC: sources

  // SVC: Knative services

  // SCL: scaling

  // TRF: traffic

  // VLT: Vault
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

/** A code of the table of refusals. */
export type ErrorCode = keyof typeof ERROR_CODES;
