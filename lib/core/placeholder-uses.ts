import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { declaredIn, placeholdersIn, withPlaceholders } from './declared-placeholders';
import { apiObjectsAmong } from './identity';
import { lateFieldsOfText } from './late-documents';
import { type LateField, lateFields } from './late-fields';
import { withLateValues } from './late-manifests';
import { titleOf } from './late-problems';
import { outputFiles } from './output-files';
import { renderedOrNothing } from './rendered';

/** File of the list of placeholders, in the folder of side documents. */
export const PLACEHOLDERS_FILE = 'placeholders.json';
/** Version of the format. */
const VERSION = 1;

/** A place that a placeholder is written to. */
interface Use {
  /** Kind, namespace and name; absent in a side document. */
  readonly object?: string;
  /** The file, relative to the folder of manifests; absent for a side document. */
  readonly file?: string;
  /** The file, relative to the folder of side documents; absent for a manifest. */
  readonly document?: string;
  readonly field: string;
}

/**
 * The list of placeholders as a document: what has to be filled in, and where. The texts of documents are those with
 * the values that only the deployment knows.
 */
export function placeholdersDocument(root: IConstruct, texts: Readonly<Record<string, string>>): string {
  const declared = declaredIn(root);
  const uses = new Map<string, Use[]>([...declared.keys()].map((name) => [name, []]));
  const note = (place: Omit<Use, 'field'>, fields: readonly LateField[]) => {
    for (const { field, text } of fields) {
      for (const name of placeholdersIn(text, declared)) uses.get(name)?.push({ ...place, field });
    }
  };
  const files = outputFiles(App.of(root));
  withLateValues(root, () => {
    for (const object of apiObjectsAmong(root.node.findAll())) {
      const place = { object: titleOf(object).replaceAll('`', ''), file: files.get(object) };
      note(place, lateFields(renderedOrNothing(object)));
    }
  });
  for (const [document, text] of Object.entries(texts)) note({ document }, lateFieldsOfText(document, text));
  const placeholders = [...uses].map(([name, places]) => ({ name, uses: places }));
  // The name of a field has the keys above it, which may be placeholders themselves.
  return `${JSON.stringify(withPlaceholders({ version: VERSION, placeholders }, declared), undefined, 2)}\n`;
}
