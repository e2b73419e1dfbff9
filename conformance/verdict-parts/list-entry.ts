import type { VerdictRow } from '../verdicts/row';

/** Words of whoever reads the object before the webhook looks at its lists: the schema, and the decoder. */
const BEFORE = ['expected numeric', 'invalid URL escape'];

/**
 * Mistakes within an entry of a list whose webhook says only which entry is wrong, and not why: `ErrInvalidArrayValue`
 * of knative.dev/pkg takes the place of the reason.
 * @param entry path of the entry, such as `spec.steps[0]`
 * @param others words of mistakes that are refused otherwise here
 */
export function withinEntry(
  entry: string, rows: readonly VerdictRow[], others: Readonly<Record<string, string>> = {},
): VerdictRow[] {
  return rows.map((row) => {
    const { words, mistake } = row;
    if (words === undefined || BEFORE.some((part) => words.includes(part))) return row;
    return { ...row, words: others[mistake] ?? `: ${entry}` };
  });
}
