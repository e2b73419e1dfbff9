import {
  type CesqlWarning, DEEPEST, type Expression, inspect, type InspectionOptions, type Limit, LONGEST, parse,
  type SyntaxFault,
} from '../cesql';
import { checkAttributeName, KnativeError, type Problem, raise, REQUIRED_ATTRIBUTES, show } from '../core';
import { repairOf } from './syntax-repairs';
import {
  type Comparing, filterInstead, isBuilt, isFilter, named, otherThanAttributes, textInstead, valueInstead, written,
} from './wrong-values';

const EXAMPLE = 'write `Filter.cesql("type LIKE \'com.example.%\'")`, for example';

/**
 * Checks the attributes that a filter compares. Follows Go: pkg/apis/eventing/v1/trigger_validation.go for names, and
 * pkg/eventfilter/subscriptionsapi for values, where an empty one makes the broker skip the filter.
 * @internal
 */
export function checkAttributes(
  what: Comparing, attributes: Readonly<Record<string, string>>, options: { readonly emptyValues: boolean },
): Problem | undefined {
  const other = otherThanAttributes(attributes);
  if (other !== undefined) {
    return {
      code: 'KN-FLT-001',
      message: `${show(what)} got ${other}, and no attributes by name`,
      received: attributes,
      allowed: 'an object with one attribute or more',
      fix: `write \`${written(what)}({ type: 'com.example.order' })\`, for example`,
    };
  }
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
    const problem = checkAttributeName(name) ?? checkValue(what, name, value, options.emptyValues);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/**
 * Checks the filters that a filter is made of: that there are some, and that each is one, of which a program in
 * JavaScript learns nothing from its compiler.
 * @internal
 */
export function checkParts(what: 'all' | 'any' | 'not', filters: readonly unknown[]): Problem | undefined {
  if (filters.length === 0) {
    return {
      code: 'KN-FLT-004',
      message: `${show(what)} has no filters, so that every event would pass`,
      received: filters,
      allowed: 'one filter or more',
      fix: `write \`Filter.${what}(Filter.exact({ type: 'com.example.order' }), ...)\`, or leave the filter out`,
    };
  }
  if (filters.every(isFilter)) return undefined;
  const wrong = filters.find((filter) => !isFilter(filter));
  return {
    code: 'KN-FLT-004',
    message: `${show(what)} got ${named(wrong)}, which is no filter`,
    received: wrong,
    allowed: 'what `Filter.exact`, `Filter.where` and the other methods of `Filter` return',
    fix: filterInstead(what, wrong),
  };
}

/**
 * Checks that a condition was built with `Cesql`.
 * @internal
 */
export function checkCondition(condition: unknown): Problem | undefined {
  if (isBuilt(condition)) return undefined;
  let fix = 'write `Filter.where(Cesql.attribute(\'type\').startsWith(\'com.example.\'))`, for example';
  if (typeof condition === 'string') fix = 'pass a text to `Filter.cesql(...)`';
  else if (isFilter(condition)) fix = 'use the filter as it is, without `Filter.where`';
  else if (Array.isArray(condition)) fix = 'write `Filter.where(Cesql.all(...conditions))`';
  return {
    code: 'KN-FLT-005',
    message: `\`where\` got ${named(condition)}, which is no condition that was built with \`Cesql\``,
    received: condition,
    allowed: 'a condition that was built with `Cesql`',
    fix,
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
      message: `${named(text)} is not a CESQL expression`,
      received: text,
      allowed: 'a text, a CESQL expression that gives a boolean',
      fix: textInstead(text),
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

function checkValue(what: Comparing, name: string, value: unknown, emptyValues: boolean): Problem | undefined {
  if (typeof value !== 'string') {
    return {
      code: 'KN-FLT-002',
      message: `${show(value)} cannot be compared with ${show(name)}`,
      received: value,
      allowed: 'a text; numbers and booleans of events are compared in their string form',
      fix: valueInstead(what, name, value),
    };
  }
  if (value !== '' || emptyValues) return undefined;
  return {
    code: 'KN-FLT-002',
    message: `${show(name)} is compared with an empty text, and brokers skip such a filter`,
    received: value,
    allowed: 'a text that is not empty',
    fix: REQUIRED_ATTRIBUTES.has(name) ? `leave it out: every event has ${show(name)}`
      : `write \`Filter.cesql('EXISTS ${name}')\` for any value`,
  };
}
