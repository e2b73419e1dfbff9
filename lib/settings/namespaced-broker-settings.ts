import { KNATIVE_EVENTING, type Problem, show } from '../core';
import { json, type SettingsMap } from './settings-table';

/**
 * What brokers of the class `KafkaNamespaced` get in their namespace besides their data plane: the ConfigMap
 * `config-namespaced-broker-resources`.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/
 */
export interface NamespacedBrokerSettings {
  /**
   * Whole objects, with apiVersion, kind and a name (`KN-SET-023`), such as a `ServiceMonitor`. `{{ .Namespace }}` in a
   * text stands for the namespace of the broker, which is that of the objects too. A Secret is refused: a ConfigMap
   * is read by more people than a Secret is.
   * @default - none
   */
  readonly resources?: readonly Readonly<Record<string, unknown>>[];
}

/** Follows control-plane/pkg/propagator/resource_propagator.go. */
export const NAMESPACED_BROKER: SettingsMap<NamespacedBrokerSettings> = {
  configMap: 'config-namespaced-broker-resources',
  namespace: KNATIVE_EVENTING,
  keys: { resources: json('resources', (value) => value, checkResources) },
};

function checkResources(resources: readonly Readonly<Record<string, unknown>>[], field: string): Problem | undefined {
  if (!Array.isArray(resources)) return mistake(`${field} is no list`, 'a list of objects', 'write `[]`, for example');
  for (const resource of resources) {
    const problem = checkResource(resource, field);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkResource(resource: Readonly<Record<string, unknown>>, field: string): Problem | undefined {
  const { apiVersion, kind, metadata } = resource;
  const name: unknown = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'name') : undefined;
  if (![apiVersion, kind, name].every((text) => typeof text === 'string' && text !== '')) {
    return mistake(`an object of ${field} has no apiVersion, kind or name`, 'whole objects',
      'write `{ apiVersion, kind, metadata: { name }, ... }`');
  }
  if (kind === 'Secret') {
    return mistake(`an object of ${field} is a Secret, whose values would stand in a ConfigMap`, 'objects without values of secrets',
      'bring the Secret in another way, such as an ExternalSecret');
  }
  return checkActions(JSON.stringify(resource), field);
}

/** The text is a Go template as a whole. */
function checkActions(text: string, field: string): Problem | undefined {
  const rest = text.replace(/\{\{-?\s*\.Namespace\s*-?\}\}/g, '');
  if (!/\{\{/.test(rest)) return undefined;
  return mistake(`an object of ${field} has something other than ${show('{{ .Namespace }}')} between double braces`,
    '`{{ .Namespace }}` and texts without double braces', 'leave it out');
}

function mistake(message: string, allowed: string, fix: string): Problem {
  return { code: 'KN-SET-023', message, received: undefined, allowed, fix };
}
