import type { Construct } from 'constructs';
import { KnativeService, type KnativeServiceProps } from '../serving';
import { VaultAgent } from './vault-agent';
import type { VaultAgentOptions } from './vault-agent-options';

/** Properties for `VaultAnnotatedService`. */
export interface VaultAnnotatedServiceProps extends KnativeServiceProps {
  /**
   * Which secrets the service gets, and how. Env files need the `command` of the container that gets the requests
   * (`KN-VLT-011`).
   */
  readonly vault: VaultAgentOptions;
}

/**
 * A Knative service that takes its secrets from the Vault Agent injector.
 *
 * Its service account has to have its token mounted (`KN-VLT-012`), and Vault a role that knows it: `VaultSetup` says
 * which. `VaultAgent.inject` does the same for any other service.
 * @see https://developer.hashicorp.com/vault/docs/platform/k8s/injector
 */
export class VaultAnnotatedService extends KnativeService {
  /** The agent, to which secrets can be added. */
  public readonly vault: VaultAgent;

  constructor(scope: Construct, id: string, props: VaultAnnotatedServiceProps) {
    super(scope, id, props);
    this.vault = VaultAgent.inject(this, props.vault ?? {});
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    this.vault._apply();
    return super._render();
  }
}
