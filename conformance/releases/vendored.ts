import * as fs from 'node:fs';
import * as path from 'node:path';
import { lockEntry, type LockedFile, LOCK_FILE, renderLock, vendoredPath } from '../../lib/releases';
import type { Mirror } from '../mirror/mirror';

/** Writes all that the mirror has into a folder, as the command would have left it there. */
export function vendorAll(mirror: Mirror, folder: string): void {
  const files: Record<string, LockedFile> = {};
  for (const file of mirror.files.filter(({ from }) => from !== undefined)) {
    const to = path.join(folder, vendoredPath(file));
    const bytes = Buffer.from(mirror.textOf(file));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, bytes);
    files[vendoredPath(file)] = lockEntry(file, bytes);
  }
  fs.writeFileSync(path.join(folder, LOCK_FILE), renderLock({ version: 1, files }));
}
