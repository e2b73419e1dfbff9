import type { Construct } from 'constructs';
import { appChecks, KINDS, ownCopy, raise, refuse, Resource, type ResourceProps } from '../core';
import { checkReferenceName, checkSameNamespace } from './reference-checks';
import type { ISecretReference } from './secret-reference';

/** A service account by name. */
export interface IServiceAccountReference {
  /** Name of the service account. */
  readonly name: string;
}

/** Who a pod is; a service account of cdk8s-plus is one too. */
export interface IServiceAccount extends IServiceAccountReference {
  /**
   * Whether pods find a token of the account among their files.
   * @default - unknown
   */
  readonly automountToken?: boolean;
  /**
   * Namespace of the account, where it is known: a pod can only be an account of its own namespace.
   * @default - the namespace of the pod
   */
  readonly namespace?: string | undefined;
}

/** Properties for `ServiceAccount`. */
export interface ServiceAccountProps extends ResourceProps {
  /**
   * Whether pods find a token of the account among their files. Programs that prove who they are with it, such as the
   * Vault Agent, need it. (The service account of cdk8s-plus leaves it out unless told otherwise.)
   * @default true
   */
  readonly automountToken?: boolean;
  /**
   * Secrets with the passwords of image registries, for every pod of the account. They lie in its namespace.
   * @default - none
   */
  readonly imagePullSecrets?: readonly ISecretReference[];
}

/**
 * Who the pods of a service are: to the API server, to Vault, and with an annotation such as
 * `eks.amazonaws.com/role-arn` in `metadata.annotations` to a cloud.
 * @see https://kubernetes.io/docs/concepts/security/service-accounts/
 */
export class ServiceAccount extends Resource implements IServiceAccount {
  /**
   * A service account that exists already, in the namespace of the pod.
   * @throws KnativeError `KN-POD-039` for a name that no service account can have
   */
  public static fromName(name: string): IServiceAccount {
    raise(checkReferenceName('ServiceAccount', name));
    return { name };
  }

  /** Whether pods find a token of the account among their files. */
  public readonly automountToken: boolean;
  private readonly explicitAutomount?: boolean;
  private readonly imagePullSecrets: ISecretReference[] = [];

  constructor(scope: Construct, id: string, props: ServiceAccountProps = {}) {
    super(scope, id, KINDS.serviceAccount, props, ['automountServiceAccountToken', 'imagePullSecrets']);
    this.automountToken = props.automountToken ?? true;
    this.explicitAutomount = props.automountToken;
    for (const secret of props.imagePullSecrets ?? []) this.addImagePullSecret(secret);
  }

  /** Adds a Secret with the password of an image registry. */
  public addImagePullSecret(secret: ISecretReference): void {
    refuse(this, checkReferenceName('Secret', secret.name), checkSameNamespace('Secret', secret, this.namespace));
    if (!this.imagePullSecrets.some(({ name }) => name === secret.name)) this.imagePullSecrets.push(ownCopy(secret));
    appChecks(this).changed();
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const secrets = this.imagePullSecrets.map(({ name }) => ({ name }));
    return {
      automountServiceAccountToken: this.explicitAutomount,
      imagePullSecrets: secrets.length === 0 ? undefined : secrets,
    };
  }
}
