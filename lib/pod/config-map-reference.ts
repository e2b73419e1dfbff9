import { raise } from '../core';
import { checkReferenceName } from './reference-checks';

/** A ConfigMap that a pod reads; a ConfigMap of cdk8s-plus is one, and so is what `ConfigMapReference` names. */
export interface IConfigMapReference {
  /** Name of the ConfigMap. */
  readonly name: string;
  /**
   * Namespace of the ConfigMap, where it is known: a pod reads ConfigMaps of its own namespace only.
   * @default - the namespace of the pod
   */
  readonly namespace?: string;
}

/**
 * A ConfigMap that exists already, or that something else makes.
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export class ConfigMapReference implements IConfigMapReference {
  /**
   * A ConfigMap in the namespace of the pod.
   * @throws KnativeError `KN-POD-039` for a name that no ConfigMap can have
   */
  public static fromName(name: string): ConfigMapReference {
    return new ConfigMapReference(name);
  }

  private constructor(public readonly name: string) {
    raise(checkReferenceName('ConfigMap', name));
  }
}
