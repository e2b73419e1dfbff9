import { raise } from '../core';
import { checkReferenceName } from './reference-checks';

/** A Secret that a pod reads; a Secret of cdk8s-plus is one, and so is what `SecretReference` names. */
export interface ISecretReference {
  /** Name of the Secret. */
  readonly name: string;
  /**
   * Namespace of the Secret, where it is known: a pod reads Secrets of its own namespace only.
   * @default - the namespace of the pod
   */
  readonly namespace?: string;
}

/**
 * A Secret that exists already, or that something else makes. Its content is never part of a program.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/
 */
export class SecretReference implements ISecretReference {
  /**
   * A Secret in the namespace of the pod.
   * @throws KnativeError `KN-POD-039` for a name that no Secret can have
   */
  public static fromName(name: string): SecretReference {
    return new SecretReference(name);
  }

  private constructor(public readonly name: string) {
    raise(checkReferenceName('Secret', name));
  }
}
