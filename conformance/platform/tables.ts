import fc from 'fast-check';
import { KnativeVersion } from '../../lib';
import { KafkaDataPlane, KNATIVE_EVENTING, KNATIVE_SERVING } from '../../lib/core';
import {
  AUTOSCALER, BROKER_CHANNEL, brokerPlane, CERT_MANAGER, CHANNEL_DEFAULTS, DEFAULTS, DEPLOYMENT, EVENTING_FEATURES,
  EVENTING_LOGGING, EVENTING_OBSERVABILITY, GARBAGE_COLLECTION, IN_MEMORY_DISPATCHER, ISTIO, KAFKA_AUTOSCALER,
  KAFKA_FEATURES, KAFKA_LOGGING, KOURIER, leaderElection, LOGGING, NAMESPACED_BROKER, NETWORK, OBSERVABILITY, PING,
  renderSettings, SERVING_FEATURES, type SettingsMap, sinkPlane, sourcePlane, SUGAR,
} from '../../lib/settings';
import { type Any, settings } from './any';
import * as eventing from './any-eventing';
import * as layers from './any-layers';
import * as serving from './any-serving';

/** A table of settings without its types: which ConfigMap it writes, and values that it takes. */
export interface Table {
  readonly configMap: string;
  readonly namespace: string;
  readonly keys: readonly string[];
  /** Data for the ConfigMap, of settings that we take. */
  readonly sample: (count: number, seed: number) => readonly Data[];
}

export type Data = Readonly<Record<string, string>>;

const VERSION = KnativeVersion.V1_23;

/** Every table of settings. */
export const TABLES: readonly Table[] = [
  table(AUTOSCALER, serving.AUTOSCALER_VALUES),
  table(NETWORK, serving.NETWORK_VALUES),
  table(CERT_MANAGER, serving.CERT_MANAGER_VALUES),
  table(DEFAULTS, serving.DEFAULTS_VALUES),
  table(DEPLOYMENT, serving.DEPLOYMENT_VALUES),
  table(GARBAGE_COLLECTION, serving.GARBAGE_COLLECTION_VALUES),
  table(OBSERVABILITY, serving.OBSERVABILITY_VALUES),
  table(LOGGING, serving.LOGGING_VALUES),
  table(SERVING_FEATURES, serving.SERVING_FEATURES_VALUES),
  table(leaderElection(KNATIVE_SERVING, []), serving.LEADER_ELECTION_VALUES),
  table(KOURIER, layers.KOURIER_VALUES),
  table(ISTIO, layers.ISTIO_VALUES),
  table(BROKER_CHANNEL, eventing.BROKER_CHANNEL_VALUES),
  table(CHANNEL_DEFAULTS, eventing.CHANNEL_DEFAULTS_VALUES),
  table(EVENTING_FEATURES, eventing.EVENTING_FEATURES_VALUES),
  table(EVENTING_LOGGING, eventing.EVENTING_LOGGING_VALUES),
  table(EVENTING_OBSERVABILITY, eventing.EVENTING_OBSERVABILITY_VALUES),
  table(IN_MEMORY_DISPATCHER, eventing.IN_MEMORY_DISPATCHER_VALUES),
  table(PING, eventing.PING_VALUES),
  table(SUGAR, eventing.SUGAR_VALUES),
  table(leaderElection(KNATIVE_EVENTING, []), serving.LEADER_ELECTION_VALUES),
  table(KAFKA_FEATURES, eventing.KAFKA_FEATURES_VALUES),
  table(KAFKA_AUTOSCALER, eventing.KAFKA_AUTOSCALER_VALUES),
  table(NAMESPACED_BROKER, eventing.NAMESPACED_BROKER_VALUES),
  table(KAFKA_LOGGING, eventing.KAFKA_LOGGING_VALUES),
  table(brokerPlane(KafkaDataPlane.BROKER, VERSION), eventing.BROKER_PLANE_VALUES),
  table(brokerPlane(KafkaDataPlane.CHANNEL, VERSION), eventing.BROKER_PLANE_VALUES),
  table(sinkPlane(VERSION), eventing.SINK_PLANE_VALUES),
  table(sourcePlane(VERSION), eventing.SOURCE_PLANE_VALUES),
];

function table<S>(map: SettingsMap<S>, any: Any<S>): Table {
  const { configMap, namespace } = map;
  const keys = Object.values<{ readonly key: string }>(map.keys).map(({ key }) => key);
  return {
    configMap, namespace, keys,
    sample: (count, seed) => fc.sample(settings(map, any, VERSION), { numRuns: count, seed })
      .map((each) => renderSettings(map, each)),
  };
}

/** Some of many samples, so that each key comes at least once: the first ones that bring a new key, then any. */
export function covering({ sample, keys }: Table, count: number, seed: number): Data[] {
  const many = sample(count * 20, seed);
  const seen = new Set<string>();
  const chosen = many.filter((data) => {
    const fresh = Object.keys(data).filter((key) => !seen.has(key));
    for (const key of fresh) seen.add(key);
    return fresh.length > 0;
  });
  const missing = keys.filter((key) => !seen.has(key));
  if (missing.length > 0 || chosen.length > count) throw new Error(`${chosen.length} samples do not reach ${missing.join(', ')}`);
  return [...chosen, ...many.filter((data) => !chosen.includes(data))].slice(0, count);
}
