import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ComponentName, type ReleaseComponent } from '../../lib/core';
import { LOCK_FILE, type LockedFile, lockEntry, releaseFile, renderLock, vendoredPath } from '../../lib/releases';

/** A component that one file is enough for. */
export const KOURIER: ReleaseComponent = { name: ComponentName.NET_KOURIER, version: '1.23.0', files: ['kourier.yaml'] };

const FOLDERS: string[] = [];

/** A new folder of the disk. */
export function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'releases-'));
  FOLDERS.push(folder);
  return folder;
}

/** Removes the folders of a test. */
export function removeFolders(): void {
  for (const folder of FOLDERS.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

/** A folder of vendored files with its lock file, as the command line would leave it. */
export function vendored(component: ReleaseComponent, texts: readonly string[]): string {
  const folder = newFolder();
  const files: Record<string, LockedFile> = {};
  component.files.forEach((name, index) => {
    const file = releaseFile(component.name, component.version, name);
    const bytes = Buffer.from(texts[index] ?? '');
    fs.mkdirSync(path.dirname(path.join(folder, vendoredPath(file))), { recursive: true });
    fs.writeFileSync(path.join(folder, vendoredPath(file)), bytes);
    files[vendoredPath(file)] = lockEntry(file, bytes);
  });
  fs.writeFileSync(path.join(folder, LOCK_FILE), renderLock({ version: 1, files }));
  return folder;
}

/** A ConfigMap of a release of our own invention. */
export function configMap(name: string, data = '{}'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: parcels\ndata: ${data}\n`;
}
