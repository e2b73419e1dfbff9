/** Sources: what puts events into the system. */
export { ApiServerEventMode, type ApiServerKind, type ApiServerResource } from './api-server-resource';
export { ApiServerSource, type ApiServerSourceProps } from './api-server-source';
export { CloudEventOverrides } from './cloud-event-overrides';
export { ContainerSource, type ContainerSourceProps } from './container-source';
export { IntegrationSource, type IntegrationSourceProps } from './integration-source';
export {
  type DdbStreamsSourceOptions, type S3SourceOptions, type SqsSourceOptions, StreamIteratorType,
  type TimerSourceOptions,
} from './integration-source-options';
export { IntegrationSourceType } from './integration-source-type';
export { KafkaSource, type KafkaSourceProps } from './kafka-source';
export { InitialOffset, KafkaKeyType, KafkaSourceOrdering } from './kafka-source-options';
export { PingData, type PingDataOptions } from './ping-data';
export { PingSource, type PingSourceOptions, type PingSourceProps } from './ping-source';
export { SinkBinding, type SinkBindingOptions, type SinkBindingProps } from './sink-binding';
export {
  type ISinkBindingSubject, type IWorkload, type IWorkloadMetadata, type SinkBindingReference, SinkBindingSubject,
  SubjectKind,
} from './sink-binding-subject';
export type { SourceBase, SourceOptions, SourceProps } from './source';
