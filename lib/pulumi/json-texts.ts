import { isLateText, latePartsOf } from '../core';

/** A text in JSON, quotes included. */
const STRING = /"(?:[^"\\]|\\.)*"/g;

/**
 * For each part of a text, as `latePartsOf` has them, how often what is put in there is escaped: not at all in most
 * texts; once in a text within JSON, and once more for each JSON that stands in such a text itself.
 */
export function escapesOf(text: string): number[] {
  const marks = escapesOfMarks(text);
  return latePartsOf(text).map(({ key }) => key === undefined ? 0 : marks.shift() ?? 0);
}

/** A value as it stands between the quotes of a text in JSON. */
export function escaped(value: string, times: number): string {
  return times === 0 ? value : escaped(JSON.stringify(value).slice(1, -1), times - 1);
}

/** For what stands for values only: it has neither quotes nor anything that is escaped, so that none is cut. */
function escapesOfMarks(text: string): number[] {
  if (!isJson(text)) return marksOf(text).map(() => 0);
  const found: number[] = [];
  let end = 0;
  for (const { 0: quoted, index } of text.matchAll(STRING)) {
    found.push(...marksOf(text.slice(end, index)).map(() => 0));
    if (isLateText(quoted)) found.push(...escapesOfMarks(String(JSON.parse(quoted))).map((times) => times + 1));
    end = index + quoted.length;
  }
  return [...found, ...marksOf(text.slice(end)).map(() => 0)];
}

function marksOf(text: string): unknown[] {
  return isLateText(text) ? latePartsOf(text).filter(({ key }) => key !== undefined) : [];
}

/** Whether a text is an object or a list in JSON: one where something stands for a whole text is none yet. */
function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
