/** CloudEvents SQL: the expressions of filters. Loaded when a program first uses one. */
export { Cesql } from './cesql';
export { CesqlAttribute } from './cesql-attribute';
export { CesqlBoolean } from './cesql-boolean';
export type { CesqlExpression } from './cesql-expression';
export { CesqlInteger } from './cesql-integer';
export { CesqlText } from './cesql-text';
export {
  type CesqlSecrets, correlationId, type CorrelationQuestion, isAesKey, verifyCorrelationId,
} from './correlation-id';
export * from './evaluation';
export * from './expression';
export * from './faults';
export * from './inspection';
export type { KafkaFilterDifference } from './kafka-causes';
export { cesqlKafkaDifferences } from './kafka-differences';
export { checkPattern, escaped, quote } from './literals';
export * from './parser';
export { DEEPEST, type Limit, LONGEST, type SyntaxFault } from './syntax-fault';
