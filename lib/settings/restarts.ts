import { type InstalledConfig, KNATIVE_SERVING, settingOf } from '../core';
import { EVENTING_MAPS } from './eventing-settings';
import { KAFKA_MAPS } from './kafka-settings';
import { NETWORK } from './network-settings';
import { SERVING_MAPS } from './serving-settings';
import { type NeededRestart, restartsOf, type ShippedSettings } from './settings-table';

/** What is known of every ConfigMap of the releases. */
export const SETTINGS_MAPS: readonly ShippedSettings[] = [...SERVING_MAPS, ...EVENTING_MAPS, ...KAFKA_MAPS];

/** ConfigMaps that a controller of a networking layer reads as the controller of Serving does. */
const OF_EVERY_CONTROLLER = ['config-leader-election', 'config-observability', 'config-logging'];

/** Controllers of networking layers, by the class of their layer. */
const LAYER_CONTROLLERS: Readonly<Record<string, string>> = {
  'contour.ingress.networking.knative.dev': 'net-contour-controller',
  'gateway-api.ingress.networking.knative.dev': 'net-gateway-api-controller',
  'istio.ingress.networking.knative.dev': 'net-istio-controller',
  'kourier.ingress.networking.knative.dev': 'net-kourier-controller',
};

/**
 * Deployments that must be restarted after a change of settings: they read the keys when they start, and never again.
 * What changed is compared as it is written, so that the outputs of two runs of a program can be compared as well.
 * @param namespace of the installation, `knative-serving` or `knative-eventing`: some ConfigMaps of both have one name
 * @param before the settings by ConfigMap, as `config` of KnativeServing and KnativeEventing has them; `{}` for a
 *   release without any
 * @param after the settings that come
 * @see https://knative.dev/docs/serving/encryption/encryption-overview/
 */
export function restartsAfter(namespace: string, before: InstalledConfig, after: InstalledConfig): NeededRestart[] {
  const restarts = restartsOf(SETTINGS_MAPS.filter((map) => map.namespace === namespace), before, after);
  return namespace === KNATIVE_SERVING ? [...restarts, ...restartOfLayer(restarts, after)] : restarts;
}

function restartOfLayer(restarts: readonly NeededRestart[], after: InstalledConfig): NeededRestart[] {
  const layer = settingOf(after, NETWORK.configMap, NETWORK.keys.ingressClass.key);
  const deployment = LAYER_CONTROLLERS[layer ?? 'istio.ingress.networking.knative.dev'];
  const keys = restarts.find((restart) => restart.deployment === 'controller')?.keys
    .filter((key) => OF_EVERY_CONTROLLER.some((configMap) => key.startsWith(`${configMap} `))) ?? [];
  return deployment === undefined || keys.length === 0 ? [] : [{ namespace: KNATIVE_SERVING, deployment, keys }];
}
