/** Sources: what puts events into the system. */
export { CloudEventOverrides } from './cloud-event-overrides';
export { ContainerSource, type ContainerSourceProps } from './container-source';
export { KafkaSource, type KafkaSourceProps } from './kafka-source';
export { InitialOffset, KafkaKeyType, KafkaSourceOrdering } from './kafka-source-options';
export { PingData, type PingDataOptions } from './ping-data';
export { PingSource, type PingSourceOptions, type PingSourceProps } from './ping-source';
export { SinkBinding, type SinkBindingOptions, type SinkBindingProps } from './sink-binding';
export {
  type ISinkBindingSubject, type IWorkload, type IWorkloadMetadata, type SinkBindingReference, SinkBindingSubject,
  SubjectKind,
} from './sink-binding-subject';
export type { SourceOptions, SourceProps } from './source';
