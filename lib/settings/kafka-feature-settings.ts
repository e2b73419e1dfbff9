import { DNS_1123_SUBDOMAIN, follows, KNATIVE_EVENTING, overlay, type Problem, show } from '../core';
import { contradiction, flag, type SettingKey, type SettingsMap } from './settings-table';

/**
 * Switches and names of Knative for Kafka: the ConfigMap `config-kafka-features`. The flag for KEDA is
 * `Feature.CONTROLLER_AUTOSCALER_KEDA`, which a platform switches on by itself or by its `features`.
 *
 * A template is text with `{{ .Namespace }}`, `{{ .Name }}` and `{{ .UID }}` in it, and has both of the first two or
 * the last one, or else two objects would share a topic or a group (`KN-SET-020`). What exists keeps its name when a
 * template changes.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/
 */
export interface KafkaFeatureSettings {
  /**
   * Whether a dispatcher takes no more events at once than its virtual replicas are for.
   * @default false
   */
  readonly dispatcherRateLimiter?: boolean;
  /**
   * Whether dispatchers count what waits for ordered delivery.
   * @default false
   */
  readonly dispatcherOrderedExecutorMetrics?: boolean;
  /**
   * Names of the consumer groups of triggers. They are names of Kubernetes objects too: lower-case letters, digits,
   * dashes and dots.
   * @default 'knative-trigger-{{ .Namespace }}-{{ .Name }}'
   */
  readonly triggersConsumerGroupTemplate?: string;
  /**
   * Names of the topics of brokers: letters, digits, dots, dashes and underscores.
   * @default 'knative-broker-{{ .Namespace }}-{{ .Name }}'
   */
  readonly brokersTopicTemplate?: string;
  /**
   * Names of the topics of channels, as for brokers.
   * @default 'knative-messaging-kafka.{{ .Namespace }}.{{ .Name }}'
   */
  readonly channelsTopicTemplate?: string;
}

const WORDS = { on: 'enabled', off: 'disabled' };
/** A namespace, a name or a uid, as the parts of names that Knative makes. */
const ACTION = /\{\{-?\s*\.(Namespace|Name|UID)\s*-?\}\}/g;
/** Kafka allows 249 characters; a namespace and the name of a broker or channel have 63 each. */
const MOST_TEXT = 249 - 63 - 63;

const TEMPLATES = {
  triggersConsumerGroupTemplate: 'knative-trigger-{{ .Namespace }}-{{ .Name }}',
  brokersTopicTemplate: 'knative-broker-{{ .Namespace }}-{{ .Name }}',
  channelsTopicTemplate: 'knative-messaging-kafka.{{ .Namespace }}.{{ .Name }}',
} as const satisfies Partial<KafkaFeatureSettings>;

/** Follows control-plane/pkg/apis/config/features.go, which ignores what is no value of a flag. */
export const KAFKA_FEATURES: SettingsMap<KafkaFeatureSettings> = {
  configMap: 'config-kafka-features',
  namespace: KNATIVE_EVENTING,
  keys: {
    dispatcherRateLimiter: flag('dispatcher-rate-limiter', WORDS),
    dispatcherOrderedExecutorMetrics: flag('dispatcher-ordered-executor-metrics', WORDS),
    triggersConsumerGroupTemplate: template('triggers-consumergroup-template', isGroup,
      'lower-case letters, digits, dashes and dots, a letter or digit first and last'),
    brokersTopicTemplate: template('brokers-topic-template', isTopic, 'letters, digits, dots, dashes and underscores'),
    channelsTopicTemplate: template('channels-topic-template', isTopic, 'letters, digits, dots, dashes and underscores'),
  },
};

/** The settings with a prefix before the names that the release makes. */
export function withPrefix(
  settings: KafkaFeatureSettings | undefined, prefix: string | undefined,
): KafkaFeatureSettings | undefined {
  if (prefix === undefined) return settings;
  const prefixed = Object.entries(TEMPLATES).map(([name, text]) => [name, prefix + text]);
  return overlay(Object.fromEntries(prefixed) as KafkaFeatureSettings, settings);
}

/** Checks a prefix, and that no template of its own goes without it. */
export function checkPrefix(settings: KafkaFeatureSettings | undefined, prefix: string | undefined): Problem[] {
  if (prefix === undefined) return [];
  const longest = `${prefix}knative-messaging-kafka`;
  if (prefix === '' || longest.length > MOST_TEXT || !follows(DNS_1123_SUBDOMAIN, longest)) {
    return [{
      code: 'KN-SET-020',
      message: `no topic and no consumer group of Knative can begin with ${show(prefix)}`,
      received: prefix,
      allowed: `lower-case letters, digits, dashes and dots, a letter or digit first, at most ${MOST_TEXT - 23} characters`,
      fix: 'write `dev-`, for example',
    }];
  }
  const own = Object.keys(TEMPLATES).filter((name) => Reflect.get(settings ?? {}, name) !== undefined);
  if (own.length === 0) return [];
  return [contradiction('names of Kafka have a prefix and a template', own, 'one of the two',
    `write ${show(prefix)} into ${own.map(show).join(', ')}, and leave \`topicPrefix\` out`)];
}

function template(key: string, isName: (name: string) => boolean, letters: string): SettingKey<string> {
  return {
    key,
    render: String,
    check: (value, field) => {
      const why = whyNot(value, isName);
      return why === undefined ? undefined : {
        code: 'KN-SET-020',
        message: `the template ${show(value)} for ${field} ${why}`,
        received: value,
        allowed: `${letters}, with \`{{ .Namespace }}\` and \`{{ .Name }}\`, or \`{{ .UID }}\`, in it; at most ${MOST_TEXT} `
          + 'characters of text',
        fix: `write ${show(`dev-${exampleFor(key)}`)}, for example`,
      };
    },
  };
}

function whyNot(value: string, isName: (name: string) => boolean): string | undefined {
  if (typeof value !== 'string') return 'is no text';
  const fields = new Set([...value.matchAll(ACTION)].map(([, field]) => field));
  const text = value.replace(ACTION, '');
  if (text.includes('{{') || text.includes('}}')) return 'has something between braces whose result cannot be known';
  if (!fields.has('UID') && !(fields.has('Namespace') && fields.has('Name'))) return 'makes one name for several objects';
  if (text.length > MOST_TEXT) return 'makes names that are too long';
  return isName(value.replace(ACTION, 'x')) ? undefined : 'makes no legal names';
}

function exampleFor(key: string): string {
  if (key.startsWith('triggers')) return TEMPLATES.triggersConsumerGroupTemplate;
  return key.startsWith('brokers') ? TEMPLATES.brokersTopicTemplate : TEMPLATES.channelsTopicTemplate;
}

/** Follows pkg/reconciler/trigger/v2/triggerv2.go of the Kafka control plane, which calls a ConsumerGroup like this. */
function isGroup(name: string): boolean {
  return follows(DNS_1123_SUBDOMAIN, name);
}

function isTopic(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name);
}
