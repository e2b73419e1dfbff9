/** CloudEvents SQL: the expressions of filters. Loaded when a program first uses one. */
export { Cesql } from './cesql';
export { CesqlAttribute } from './cesql-attribute';
export type { CesqlExpression } from './cesql-expression';
export {
  type CesqlSecrets, correlationId, type CorrelationQuestion, isAesKey, verifyCorrelationId,
} from './correlation-id';
export * from './evaluation';
export * from './expression';
export * from './faults';
export * from './inspection';
export * from './parser';
export { CesqlBoolean, CesqlInteger, CesqlText } from './values';
