/** Where a Kafka source begins in a topic that its consumer group has not read yet. */
export enum InitialOffset {
  /** With the oldest record that the topic still has. */
  EARLIEST = 'earliest',
  /** With the records that come after the source is ready. */
  LATEST = 'latest',
}

/** Whether a Kafka source keeps to the order of the records. */
export enum KafkaSourceOrdering {
  /** One record of a partition after the other; a record that is retried holds up those behind it. */
  ORDERED = 'ordered',
  /** Records of a partition at the same time. */
  UNORDERED = 'unordered',
}

/** How a Kafka source reads the key of a record. */
export enum KafkaKeyType {
  STRING = 'string',
  INT = 'int',
  FLOAT = 'float',
  BYTE_ARRAY = 'byte-array',
}
