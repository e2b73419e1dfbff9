import type { IConstruct } from 'constructs';
import { type LateField, lateFields } from './late-fields';
import { spoilt, unresolved } from './late-manifests';
import { hasLateValue, isLateText, isSpoilt } from './late-values';
import { declaredIn, withPlaceholders } from './placeholders';
import { type Problem, show } from './problem';

/** Texts of side documents by their files. */
export type DocumentTexts = Readonly<Record<string, string>>;

/** What documents would be written with that only the deployment knows, and that no placeholder stands for. */
export function checkDocumentTexts(root: IConstruct, texts: DocumentTexts): Problem[] {
  const declared = declaredIn(root);
  return Object.entries(texts).flatMap(([file, text]) => {
    const title = `the side document ${show(file)}`;
    const open = lateFieldsOfText(text)
      .filter((found) => found.isSpoilt || hasLateValue(withPlaceholders(found.text, declared)));
    return open.length === 0 ? [] : [...spoilt(title, open), unresolved(title, open)].slice(0, 1);
  });
}

/** Where a document holds such values: by its fields where it is JSON, and else by its lines. */
export function lateFieldsOfText(text: string): LateField[] {
  if (!isLateText(text) && !isSpoilt(text)) return [];
  const fields = lateFields(parsed(text));
  return fields.length > 0 ? fields : text.split('\n').flatMap((line, index) => (
    isLateText(line) || isSpoilt(line) ? [{ field: `line ${index + 1}`, text: line, isPartOfList: false, isSpoilt: isSpoilt(line) }] : []
  ));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
