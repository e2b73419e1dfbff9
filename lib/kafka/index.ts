/** Kafka clusters, their credentials, and what brokers and channels are configured with. Imports core only. */
export { checkBootstrapServer } from './bootstrap-server';
export * from './certificate-values';
export * from './confluent-cloud';
export * from './credential-values';
export type { ExternalSecretCredentialsOptions, RemoteRef } from './external-secret-credentials';
export * from './kafka-broker-config';
export * from './kafka-channel-config';
export * from './kafka-cluster';
export * from './kafka-credentials';
export type { KafkaSecretKey, KafkaSecretKeys } from './kafka-net';
export * from './keda-contract';
export * from './secret-store';
export { SaslMechanism, SecurityProtocol } from './security-protocol';
export * from './topic';
export { KvEngine, type VaultStaticSecretCredentialsOptions } from './vault-static-secret-credentials';
