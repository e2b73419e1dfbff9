import * as path from 'path';
import type { IConstruct } from 'constructs';
import { parseAllDocuments } from 'yaml';
import { declaredIn, withPlaceholders } from './declared-placeholders';
import { type LateField, lateFields } from './late-fields';
import { spoilt, unresolved } from './late-problems';
import { hasLateValue, isLateText, isSpoilt, marksIn } from './late-values';
import { type Problem, show } from './problem';

/** What a document would be written with that only the deployment knows, and that no placeholder stands for. */
export function checkDocumentText(root: IConstruct, file: string, text: string): Problem | undefined {
  const declared = declaredIn(root);
  const title = `the side document ${show(file)}`;
  const open = lateFieldsOfText(file, text)
    .filter((found) => found.isSpoilt || hasLateValue(withPlaceholders(found.text, declared)));
  return open.length === 0 ? undefined : spoilt(title, open)[0] ?? unresolved(title, open);
}

/**
 * Where a document holds such values: by its fields where its name says that it is JSON or YAML, and by its lines where
 * it is something else, or has them in a comment.
 */
export function lateFieldsOfText(file: string, text: string): LateField[] {
  if (!isLateText(text) && !isSpoilt(text)) return [];
  const fields = lateFields(parsed(file, text)).filter(({ field }) => field !== '');
  const known = new Set(fields.flatMap((found) => marksIn(found.text)));
  const lines = text.split('\n').flatMap((line, index): LateField[] => {
    const isLate = isLateText(line) && marksIn(line).some((mark) => !known.has(mark));
    const isWrong = isSpoilt(line) && !fields.some((found) => found.isSpoilt);
    return isLate || isWrong ? [{ field: `line ${index + 1}`, text: line, isPartOfList: false, isSpoilt: isSpoilt(line) }] : [];
  });
  return [...fields, ...lines];
}

/** The data of a document; of a file with several, their list. */
function parsed(file: string, text: string): unknown {
  try {
    switch (path.extname(file)) {
      case '.json': return JSON.parse(text);
      case '.yaml':
      case '.yml': return dataOf(text);
      default: return undefined;
    }
  } catch {
    return undefined;
  }
}

function dataOf(text: string): unknown {
  const documents = parseAllDocuments(text, { version: '1.1' });
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  const data = documents.map((each): unknown => each.toJS());
  return data.length === 1 ? data[0] : data;
}
