/** Sinks: what takes events out of the system. */
export * from './content-mode';
export * from './kafka-sink';
export * from './kafka-sink-contract';
export type { ExistingKafkaSinkOptions } from './imported-kafka-sink';
