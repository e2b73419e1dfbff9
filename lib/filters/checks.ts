import {
  type CesqlWarning, DEEPEST, type Expression, inspect, type InspectionOptions, type Limit, LONGEST, parse,
  type SyntaxFault,
} from '../cesql';
import { checkAttributeName, KnativeError, type Problem, raise, show } from '../core';
import { repairOf } from './syntax-repairs';

const EXAMPLE = 'write `Filter.cesql("type LIKE \'com.example.%\'")`, for example';

/**
 * Checks the attributes that a filter compares. Follows Go: pkg/apis/eventing/v1/trigger_validation.go for names, and
 * pkg/eventfilter/subscriptionsapi for values, where an empty one makes the broker skip the filter.
 * @internal
 */
export function checkAttributes(
  what: string, attributes: Readonly<Record<string, string>>, options: { readonly emptyValues: boolean },
): Problem | undefined {
  const entries = Object.entries(attributes);
  if (entries.length === 0) {
    return {
      code: 'KN-FLT-001',
      message: `${show(what)} names no attribute, so that every event would pass`,
      received: attributes,
      allowed: 'one attribute or more',
      fix: 'write `{ type: \'com.example.order\' }`, or leave the filter out',
    };
  }
  for (const [name, value] of entries) {
    const problem = checkAttributeName(name) ?? checkValue(name, value, options.emptyValues);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** @internal */
export function checkNotEmpty(what: string, filters: readonly unknown[]): Problem | undefined {
  if (filters.length > 0) return undefined;
  return {
    code: 'KN-FLT-004',
    message: `${show(what)} has no filters, so that every event would pass`,
    received: filters,
    allowed: 'one filter or more',
    fix: `write \`Filter.${what}(Filter.exact({ type: 'com.example.order' }), ...)\`, or leave the filter out`,
  };
}

/** A CESQL expression that can be a filter. */
interface ReadExpression {
  readonly tree: Expression;
  readonly warnings: readonly CesqlWarning[];
}

/**
 * Reads a CESQL expression, or raises what is wrong with it. Follows Go: `ValidateCESQLExpression` in
 * pkg/apis/eventing/v1/trigger_validation.go, which parses and no more; what fails at run time only is refused too.
 * @internal
 */
export function readExpression(text: string, options: InspectionOptions = {}): ReadExpression {
  if (typeof text !== 'string' || text.trim() === '') {
    throw new KnativeError({
      code: 'KN-FLT-005',
      message: `${show(text)} is not a CESQL expression`,
      received: text,
      allowed: 'a CESQL expression that gives a boolean',
      fix: EXAMPLE,
    });
  }
  const { expression, fault } = parse(text);
  if (expression === undefined) throw new KnativeError(unparsed(text, fault));
  const { problem, warnings } = inspect(expression, text, options);
  raise(problem);
  return { tree: expression, warnings };
}

function unparsed(text: string, fault: SyntaxFault): Problem {
  const { line, column, found, expected, limit } = fault;
  if (limit !== undefined) return beyondLimit(text, limit);
  const at = `line ${line}, column ${column}`;
  const where = found === '' ? `its end, ${at},` : `${show(found)}, ${at},`;
  return {
    code: 'KN-FLT-007',
    message: `${show(text)} is not a valid CESQL expression: at ${where} there should be ${expected}`,
    received: text,
    allowed: 'what the grammar of CESQL allows',
    fix: repairOf(text, fault) ?? EXAMPLE,
  };
}

/** Knative has no such limits; a condition that was built with `Cesql` may reach them too. */
function beyondLimit(text: string, limit: Limit): Problem {
  const allowed = limit === 'length'
    ? `up to ${LONGEST} characters`
    : `up to ${DEEPEST} operators and functions inside of each other; a chain has one level for each operator`;
  return {
    code: 'KN-FLT-007',
    message: `${show(text)} is ${limit === 'length' ? 'longer' : 'more deeply nested'} than this library reads`,
    received: text,
    allowed,
    fix: 'write several filters in `Filter.any(...)` or `Filter.all(...)`',
  };
}

function checkValue(name: string, value: unknown, emptyValues: boolean): Problem | undefined {
  if (typeof value !== 'string') {
    return {
      code: 'KN-FLT-002',
      message: `${show(value)} cannot be compared with ${show(name)}`,
      received: value,
      allowed: 'a text; numbers and booleans of events are compared in their string form',
      fix: `write \`{ ${name}: '${String(value)}' }\``,
    };
  }
  if (value !== '' || emptyValues) return undefined;
  return {
    code: 'KN-FLT-002',
    message: `${show(name)} is compared with an empty text, and brokers skip such a filter`,
    received: value,
    allowed: 'a text that is not empty',
    fix: `write \`Filter.cesql('EXISTS ${name}')\` for any value`,
  };
}
