/** Sinks: what takes events out of the system. */
export * from './content-mode';
export * from './integration-sink';
export * from './integration-sink-contract';
export * from './integration-sink-options';
export * from './integration-sink-type';
export * from './job-options';
export * from './job-sink';
export * from './job-sink-contract';
export * from './kafka-sink';
export * from './kafka-sink-contract';
export {
  PodConditionStatus, PodFailureAction, type PodFailureCondition, type PodFailureExitCodeOptions, PodFailureRule,
} from './pod-failure-rule';
export type { ExistingIntegrationSinkOptions } from './imported-integration-sink';
export type { ExistingJobSinkOptions } from './imported-job-sink';
export type { ExistingKafkaSinkOptions } from './imported-kafka-sink';
