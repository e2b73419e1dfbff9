import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { Resource } from '../core';
import type { SecretSync } from './secret-sync';

/**
 * The object that makes an operator fill a Secret in one namespace; it bears the name of the Secret.
 * @internal
 */
export class SyncedSecret extends Resource {
  constructor(
    scope: Construct, secretName: string, namespace: string | undefined, private readonly sync: SecretSync,
    private readonly literals: Readonly<Record<string, string>>,
  ) {
    super(scope, namespace === undefined ? 'secret' : `secret-${namespace}`, sync.kind, {
      // A consumer without a namespace lands where kubectl points to, and so must its Secret, whatever the chart says.
      metadata: { name: secretName, namespace: namespace ?? Lazy.any({ produce: () => undefined }) as string },
    });
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: this.sync.renderSpec(this.literals) };
  }
}
