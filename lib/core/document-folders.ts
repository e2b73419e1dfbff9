import * as fs from 'fs';
import * as path from 'path';
import { INDEX_FILE } from './apply-index';
import { isFields } from './fields';
import { type Problem, show } from './problem';

/** Whether documents can take the place of what a folder of the program's choice holds, which is removed for them. */
export function checkDocumentsFolder(folder: string): Problem | undefined {
  const found = fs.statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isDirectory() && (fs.readdirSync(folder).length === 0 || isOfDocuments(folder))) return undefined;
  return {
    code: 'KN-DOC-002',
    message: `the folder of side documents ${show(folder)} holds what no earlier run wrote, and it would be removed: `
      + (found.isDirectory() ? `there is no \`${INDEX_FILE}\` of this library in it` : 'it is no folder'),
    received: folder,
    allowed: 'a folder that there is not yet, that is empty, or that side documents were written into',
    fix: 'write a folder of its own, such as `dist-documents`; empty this one where it is from a version without an index',
  };
}

/** Every run writes an index: of the one cluster, or in the folder of each that the program names. */
function isOfDocuments(folder: string): boolean {
  return isIndex(folder, undefined)
    || fs.readdirSync(folder).some((cluster) => isIndex(path.join(folder, cluster), cluster));
}

function isIndex(folder: string, cluster: string | undefined): boolean {
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(path.join(folder, INDEX_FILE), 'utf8'));
  } catch {
    return false;
  }
  return isFields(value) && typeof value.version === 'number' && Array.isArray(value.waves) && Array.isArray(value.objects)
    && value.cluster === cluster;
}
