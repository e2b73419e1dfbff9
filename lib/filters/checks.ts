import { type Problem, show } from '../core';
import { cesqlFault } from './cesql-syntax';

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
    const problem = checkName(name) ?? checkValue(name, value, options.emptyValues);
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

/**
 * Checks a CESQL expression. Follows Go: `ValidateCESQLExpression` in pkg/apis/eventing/v1/trigger_validation.go.
 * @internal
 */
export function checkExpression(expression: string): Problem | undefined {
  if (typeof expression !== 'string' || expression.trim() === '') {
    return {
      code: 'KN-FLT-005',
      message: `${show(expression)} is no CESQL expression`,
      received: expression,
      allowed: 'a CESQL expression that gives a boolean',
      fix: 'write `Filter.cesql("type LIKE \'com.example.%\'")`, or leave the filter out',
    };
  }
  const fault = cesqlFault(expression);
  if (fault === undefined) return undefined;
  return {
    code: 'KN-FLT-007',
    message: `${show(expression)} is no CESQL expression: ${fault}`,
    received: expression,
    allowed: 'what the grammar of CESQL allows',
    fix: 'write `Filter.cesql("type LIKE \'com.example.%\'")`, for example',
  };
}

function checkName(name: string): Problem | undefined {
  if (name === 'data') {
    return {
      code: 'KN-FLT-003',
      message: '`data` is no attribute: filters see the attributes of an event, never its data',
      received: name,
      allowed: 'context attributes and extensions of CloudEvents',
      fix: 'have the source set an extension, and compare that',
    };
  }
  if (/^[a-z][a-z0-9]*$/.test(name)) return undefined;
  const proposal = name.toLowerCase().replace(/[^a-z0-9]+/g, '').replace(/^[0-9]+/, '');
  return {
    code: 'KN-FLT-003',
    message: `${show(name)} is no CloudEvents attribute name`,
    received: name,
    allowed: 'lower-case letters and digits, a letter first',
    fix: `write ${show(proposal === '' ? 'type' : proposal)}, for example`,
  };
}

function checkValue(name: string, value: unknown, emptyValues: boolean): Problem | undefined {
  if (typeof value !== 'string') {
    return {
      code: 'KN-FLT-002',
      message: `${show(value)} is no value to compare ${show(name)} with`,
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
