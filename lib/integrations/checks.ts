import { Duration } from 'cdk8s';
import { checkDuration, MAX_INT32, type Problem } from '../core';

/**
 * Checks a text that an integration cannot do without; an empty one is not handed on.
 * @internal
 */
export function checkIntegrationText(field: string, value: string | undefined): Problem | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return undefined;
  return {
    code: 'KN-INT-006',
    message: `${field} is empty`,
    received: value,
    allowed: 'a text that is not empty',
    fix: `write a text for ${field}, or leave it out where it has a default`,
  };
}

/**
 * Checks a time in milliseconds: 0 is dropped on its way, so that the default would come back.
 * @internal
 */
export function checkIntegrationMillis(field: string, value: Duration | undefined): Problem | undefined {
  const milli = Duration.millis(1);
  return checkDuration(value, { field, min: milli, max: Duration.millis(MAX_INT32), step: milli });
}

/** @internal */
export function checkIntegrationSeconds(
  field: string, value: Duration | undefined, max: Duration,
): Problem | undefined {
  return checkDuration(value, { field, min: Duration.seconds(0), max, step: Duration.seconds(1) });
}
