import * as fs from 'fs';
import * as path from 'path';
import { fieldsOf, listOfFields, PLACEHOLDERS_FILE, type Problem, show } from '../core';
import type { Member } from './apply-settings';

/**
 * Looks for placeholders that nobody filled in: the API server takes them for the value. Which there are says the list
 * that the program wrote; other texts with `${...}`, such as scripts, are none.
 * @param documents folder of the side documents
 */
export function checkPlaceholders(documents: string, members: readonly Member[]): Problem[] {
  return declaredNames(documents).flatMap((name) => {
    const text = `\${${name}}`;
    const titles = members.filter(({ manifest }) => JSON.stringify(manifest).includes(text)).map(({ title }) => title);
    const [first] = titles;
    return first === undefined ? [] : [notFilledIn(text, first, titles.length - 1)];
  });
}

function declaredNames(documents: string): string[] {
  const file = path.join(documents, PLACEHOLDERS_FILE);
  if (!fs.existsSync(file)) return [];
  try {
    const { placeholders } = fieldsOf(JSON.parse(fs.readFileSync(file, 'utf8')));
    return listOfFields(placeholders).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  } catch {
    // Somebody edited the list; the manifests say what they say.
    return [];
  }
}

function notFilledIn(text: string, title: string, others: number): Problem {
  const more = others === 0 ? '' : ` and in ${others} other ${others === 1 ? 'object' : 'objects'}`;
  return {
    code: 'KN-LAT-006',
    message: `the placeholder ${show(text)} is not filled in, in ${title}${more}`,
    received: text,
    allowed: 'manifests with the values that the deployment knows',
    fix: `fill in the files where they lie after the app has run, with \`envsubst '${text}'\` for example; `
      + `${show(PLACEHOLDERS_FILE)} lists all places`,
  };
}
