import { type Problem, show, showAll } from '../core';

/**
 * Checks a value of an enum, which a cast or JavaScript may have got wrong. Serving takes most of these fields unread.
 * @internal
 */
export function checkChoice(
  field: string, value: string | undefined, choices: Readonly<Record<string, string>>,
): Problem | undefined {
  const values = Object.values(choices);
  if (value === undefined || values.includes(value)) return undefined;
  return {
    code: 'KN-POD-048',
    message: `${field} ${show(value)} is none of its values`,
    received: value,
    allowed: showAll(values),
    fix: 'write a member of the enum',
  };
}
