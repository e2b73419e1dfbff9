import { Duration } from 'cdk8s';
import { checkDuration, type Problem, show, showAll } from '../core';

const MAX_INT32 = 2_147_483_647;

/**
 * Checks a number of an integration: admission takes any, and the pod ends when it starts, or AWS refuses its calls.
 * @internal
 */
export function checkIntegrationNumber(
  field: string, value: number | undefined, min: number, max = MAX_INT32,
): Problem | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return undefined;
  return {
    code: 'KN-INT-005',
    message: `${field} ${show(String(value))} is out of range`,
    received: value,
    allowed: `a whole number from ${min} to ${max}`,
    fix: `write \`${field}: ${min}\`, for example`,
  };
}

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

/** @internal */
export function checkIntegrationChoice(
  field: string, value: string | undefined, choices: Readonly<Record<string, string>>,
): Problem | undefined {
  const values = Object.values(choices);
  if (value === undefined || values.includes(value)) return undefined;
  return {
    code: 'KN-INT-008',
    message: `${field} ${show(value)} is none of its values`,
    received: value,
    allowed: showAll(values),
    fix: 'write a member of the enum',
  };
}
