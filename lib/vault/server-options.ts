import type { Duration } from 'cdk8s';
import { checkDuration, checkWhole, goDuration, type Problem } from '../core';
import { checkAddress, seconds, type Settings } from './agent-values';
import { checkVaultPath } from './vault-path';

/** Which Vault the agent talks to, and how patient it is. */
export interface VaultServerOptions {
  /**
   * Address of Vault: `https://vault.example.com:8200`. A service whose agents talk `http` gets the warning
   * `vault-plain-http`.
   * @default - the one that the injector is set up with
   */
  readonly address?: string;
  /**
   * Namespace of Vault Enterprise or HCP.
   * @default - the one that the injector is set up with
   */
  readonly namespace?: string;
  /**
   * Proxy between the agent and Vault; without a user and password.
   * @default - the one that the injector is set up with
   */
  readonly proxyAddress?: string;
  /**
   * How often a request is tried again after an error of the server.
   * @default - that of Vault: 2
   */
  readonly maxRetries?: number;
  /**
   * How long a request may take, in whole seconds.
   * @default - that of Vault: one minute
   */
  readonly timeout?: Duration;
}

/** The annotations of the server. */
export function serverSettings(server: VaultServerOptions): Settings {
  return {
    'service': server.address,
    'namespace': server.namespace,
    'proxy-address': server.proxyAddress,
    'client-max-retries': server.maxRetries,
    'client-timeout': server.timeout && goDuration(server.timeout),
  };
}

/** What is wrong with the server. */
export function checkServer(server: VaultServerOptions): (Problem | undefined)[] {
  return [
    checkAddress('server.address', server.address),
    server.namespace === undefined ? undefined : checkVaultPath('namespace', server.namespace),
    checkAddress('server.proxyAddress', server.proxyAddress),
    checkWhole('KN-VLT-014', 'server.maxRetries', server.maxRetries, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    checkDuration(server.timeout, seconds('server.timeout')),
  ];
}
