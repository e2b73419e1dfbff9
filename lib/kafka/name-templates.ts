import type { IConstruct } from 'constructs';
import { type InstalledConfig, installationsFor, type Problem, settingOf, show } from '../core';

/** What Knative makes names for in Kafka, by the key of `config-kafka-features`. */
export enum KafkaNameTemplate {
  BROKER_TOPIC = 'brokers-topic-template',
  TRIGGER_GROUP = 'triggers-consumergroup-template',
  CHANNEL_TOPIC = 'channels-topic-template',
}

const CONFIG_MAP = 'config-kafka-features';

/** Follows control-plane/pkg/apis/config/features.go. */
const DEFAULTS: Readonly<Record<KafkaNameTemplate, string>> = {
  [KafkaNameTemplate.BROKER_TOPIC]: 'knative-broker-{{ .Namespace }}-{{ .Name }}',
  [KafkaNameTemplate.TRIGGER_GROUP]: 'knative-trigger-{{ .Namespace }}-{{ .Name }}',
  [KafkaNameTemplate.CHANNEL_TOPIC]: 'knative-messaging-kafka.{{ .Namespace }}.{{ .Name }}',
};

/** The template in the cluster of a construct: that of the installation that the program describes, or the default. */
export function nameTemplate(construct: IConstruct, which: KafkaNameTemplate): string {
  for (const { config } of installationsFor(construct)) {
    const text = configured(config(), which);
    if (text !== undefined) return text;
  }
  return DEFAULTS[which];
}

/** Knative reads the key with dots first, so that the one with dashes counts. */
function configured(config: InstalledConfig, which: KafkaNameTemplate): string | undefined {
  return settingOf(config, CONFIG_MAP, which) ?? settingOf(config, CONFIG_MAP, which.replaceAll('-', '.'));
}

/** The name of an object by a template; what cannot be known before the object exists stays as the template has it. */
export function nameFor(template: string, { namespace = 'default', name }: NamedObject): string {
  return filledNamespace(template, namespace).replace(/\{\{-?\s*\.Name\s*-?\}\}/g, () => name);
}

/** A template with the namespace in it, where that is known. */
export function filledNamespace(template: string, namespace: string | undefined): string {
  return namespace === undefined ? template : template.replace(/\{\{-?\s*\.Namespace\s*-?\}\}/g, () => namespace);
}

interface NamedObject {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** What all names of a template begin with. */
export function templatePrefix(template: string): string {
  return template.split('{{', 1)[0] ?? '';
}

/**
 * A permission for names that begin with nothing would be one for everything. A template may be filled in as far as its
 * object is known.
 */
export function checkTemplate(template: string, which: KafkaNameTemplate): Problem | undefined {
  if (templatePrefix(template) !== '') return undefined;
  return {
    code: 'KN-KFK-032',
    message: `no permission can name what ${show(which)} makes: ${show(template)} begins with what differs`,
    received: template,
    allowed: 'a text before the first `{{`, the same for all',
    fix: `write ${show(DEFAULTS[which])}, for example`,
  };
}
