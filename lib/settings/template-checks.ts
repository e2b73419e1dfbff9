import { type Problem, show, showAll } from '../core';
import { wrongValue } from './settings-table';

const ACTION = /\{\{-?\s*([\s\S]*?)\s*-?\}\}/g;
/** A text in an action is no field, whatever stands in it. */
const QUOTED = /"(?:[^"\\]|\\.)*"|`[^`]*`/g;
/** A field of what the template is given, and not of something else. */
const FIELD = /(?<![\w).\]$])\.([A-Za-z_]\w*)/g;
/** Behind these a dot is something else. */
const OTHER_DOT = /^(?:range|with|block|define|template)\b/;

/**
 * Checks that a text is a Go template over some fields: whole actions, and no field that there is not. What an action
 * computes is Go's to judge.
 */
export function checkGoTemplate(value: string, field: string, fields: readonly string[]): Problem | undefined {
  if (typeof value !== 'string' || value === '') return wrongTemplate(field, value, 'is no text', fields);
  const rest = value.replace(ACTION, '');
  if (rest.includes('{{')) return wrongTemplate(field, value, 'has an action that does not end', fields);
  const actions = [...value.matchAll(ACTION)].map(([, action = '']) => action);
  if (actions.some((action) => OTHER_DOT.test(action))) return undefined;
  const unknown = actions.flatMap(fieldsOf).find((name) => !fields.includes(name));
  return unknown === undefined ? undefined : wrongTemplate(field, value, `names ${show(`.${unknown}`)}`, fields);
}

function fieldsOf(action: string): string[] {
  return [...action.replace(QUOTED, '""').matchAll(FIELD)].map(([, name = '']) => name);
}

function wrongTemplate(field: string, value: string, why: string, fields: readonly string[]): Problem {
  const names = fields.map((name) => `.${name}`);
  return {
    ...wrongValue(field, value, `a Go template over ${showAll(names)}`, `write a field such as ${show(`{{${names[0] ?? ''}}}`)}`),
    message: `the template ${show(value)} for ${field} ${why}`,
  };
}
