import type { IConstruct } from 'constructs';
import { clusterOf, type ObjectReference } from '../core';
import type { BrokerClass } from './broker-class';
import type { Delivery } from './delivery';

/**
 * What a broker gets where it says nothing itself.
 * @internal
 */
export interface DefaultBrokerConfig {
  readonly config?: ObjectReference;
  readonly delivery?: Delivery;
}

/**
 * The defaults of a cluster, as its brokers look at them.
 * @internal
 */
export interface DefaultsOfCluster extends IConstruct {
  /** Configuration and delivery for brokers of a class, by its name, or of none. */
  _lookUp(namespace: string | undefined, className: string | undefined): DefaultBrokerConfig;
  /** Class of brokers that name none. */
  _classFor(namespace: string | undefined): BrokerClass;
  /** Whether a class has a configuration of its own. */
  _configures(namespace: string | undefined, brokerClass: BrokerClass): boolean;
  /** Whether brokers keep to their own namespace. */
  _confines(namespace: string | undefined): boolean;
}

const DEFAULTS = new WeakMap<IConstruct, Map<string, DefaultsOfCluster>>();

/** @internal */
export function registerDefaults(defaults: DefaultsOfCluster): void {
  const ofApp = DEFAULTS.get(defaults.node.root) ?? new Map<string, DefaultsOfCluster>();
  DEFAULTS.set(defaults.node.root, ofApp.set(clusterOf(defaults), defaults));
}

/**
 * The broker defaults that the program writes for the cluster of a construct.
 * @internal
 */
export function defaultsFor(construct: IConstruct): DefaultsOfCluster | undefined {
  return DEFAULTS.get(construct.node.root)?.get(clusterOf(construct));
}
