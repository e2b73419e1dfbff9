import { KNATIVE_EVENTING, type LabelSelector } from '../core';
import { labelSelector, type SettingsMap } from './settings-table';

/**
 * Where brokers are made by themselves: the ConfigMap `config-sugar`. A selector without conditions stands for
 * everything. Conditions that no label can meet are refused with `KN-SET-001`.
 * @see https://knative.dev/docs/eventing/configuration/sugar-configuration/
 */
export interface SugarSettings {
  /**
   * Namespaces that get a broker of the name `default`.
   * @default - none
   */
  readonly namespaceSelector?: LabelSelector;
  /**
   * Triggers whose broker is made where it is missing.
   * @default - none
   */
  readonly triggerSelector?: LabelSelector;
}

/** Follows pkg/apis/sugar/sugar.go. */
export const SUGAR: SettingsMap<SugarSettings> = {
  configMap: 'config-sugar',
  namespace: KNATIVE_EVENTING,
  keys: {
    namespaceSelector: labelSelector('namespace-selector'),
    triggerSelector: labelSelector('trigger-selector'),
  },
};
