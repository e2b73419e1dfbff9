/** How a CloudEvent is written into a Kafka record. */
export enum ContentMode {
  /** Attributes as headers of the record, data as its value. */
  BINARY = 'binary',
  /** One JSON document with attributes and data as the value of the record. */
  STRUCTURED = 'structured',
}
