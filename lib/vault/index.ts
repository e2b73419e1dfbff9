/** Secrets from the Vault Agent injector, and what Vault has to be told. */
export * from './auth-options';
export * from './container-options';
export * from './engine-options';
export { OddKey } from './env-template';
export * from './kv-version';
export type { PolicyRule } from './policy';
export * from './security-options';
export * from './server-options';
export * from './telemetry-options';
export * from './vault-agent';
export * from './vault-agent-options';
export * from './vault-annotated-service';
export type { VaultKubernetesAuthOptions } from './vault-kubernetes-auth';
export * from './vault-role';
export * from './vault-secret';
export * from './vault-setup';
export * from './vault-tls';
