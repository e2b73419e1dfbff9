import type { VaultAuthOptions } from './auth-options';
import type { VaultAgentContainerOptions } from './container-options';
import type {
  VaultCacheOptions, VaultConnectionOptions, VaultLoggingOptions, VaultTemplateEngineOptions,
} from './engine-options';
import type { VaultAgentSecurityOptions } from './security-options';
import type { VaultServerOptions } from './server-options';
import type { VaultTelemetryOptions } from './telemetry-options';
import type { VaultSecret } from './vault-secret';
import type { VaultTls } from './vault-tls';

/** When the agent runs. */
export enum VaultAgentMode {
  /** Before the service starts. Secrets are written once; environment variables would not change later anyway. */
  INIT_ONLY = 'init-only',
  /** Before the service starts and next to it: files are written again when secrets change. */
  SIDECAR = 'sidecar',
  /** Next to the service only, which may start before the files are there. Not for env files (`KN-VLT-017`). */
  SIDECAR_ONLY = 'sidecar-only',
}

/** How a service gets its secrets from the Vault Agent. */
export interface VaultAgentOptions {
  /**
   * Vault role that the service logs in as. Letters, digits, underscores, dots and dashes (`KN-VLT-013`).
   * @default - none, which only another login method or `container.configMap` allows
   */
  readonly role?: string;
  /**
   * Files with secrets; names and files are used once (`KN-VLT-005`).
   * @default - none; more may be added
   */
  readonly secrets?: readonly VaultSecret[];
  /**
   * When the agent runs.
   * @default VaultAgentMode.INIT_ONLY
   */
  readonly mode?: VaultAgentMode;
  /**
   * Shell of the image that reads env files: its name or path.
   * @default sh
   */
  readonly shell?: string;
  /**
   * Names of the containers that see the files, as the pod has them (`KN-VLT-018`).
   * @default - the container that gets the requests
   */
  readonly containers?: readonly string[];
  /**
   * Folder with the files (`KN-VLT-008`).
   * @default /vault/secrets
   */
  readonly volumePath?: string;
  /**
   * Whether files are named in the letter case of their secrets; otherwise in lower case.
   * @default false
   */
  readonly preserveSecretCase?: boolean;
  /**
   * How the agent logs in.
   * @default - with the service account's token, at `auth/kubernetes`
   */
  readonly auth?: VaultAuthOptions;
  /**
   * Which Vault it talks to.
   * @default - the one that the injector is set up with
   */
  readonly server?: VaultServerOptions;
  /**
   * How it and Vault prove who they are: `VaultTls.caFromSecret(SecretReference.fromName('vault-ca'))`.
   * @default - what the injector is set up with
   */
  readonly tls?: VaultTls;
  /**
   * The containers of the agent.
   * @default - what the injector sets
   */
  readonly container?: VaultAgentContainerOptions;
  /**
   * Who they run as.
   * @default - what the injector sets
   */
  readonly security?: VaultAgentSecurityOptions;
  /**
   * How templates are rendered.
   * @default - as the agent does
   */
  readonly engine?: VaultTemplateEngineOptions;
  /**
   * A cache in the agent, for programs in the pod that talk to Vault themselves. For a sidecar only (`KN-VLT-017`).
   * @default - none
   */
  readonly cache?: VaultCacheOptions;
  /**
   * The agent's log.
   * @default - as the agent does
   */
  readonly logging?: VaultLoggingOptions;
  /**
   * The agent's connections.
   * @default - as the agent does
   */
  readonly connections?: VaultConnectionOptions;
  /**
   * Where the agent sends its metrics.
   * @default - nowhere
   */
  readonly telemetry?: VaultTelemetryOptions;
}

/** Where the injector puts the files when nobody says otherwise. */
export const VOLUME_PATH = '/vault/secrets';
