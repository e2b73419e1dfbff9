import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ComponentName, KnativeVersion } from '../lib/core';
import { LOCK_FILE, readLock, releaseFile, releaseVersion, renderLock, vendoredPath } from '../lib/releases';

/** Texts of release files of our own invention, by component and file. */
export type ReleaseTexts = Partial<Readonly<Record<ComponentName, Readonly<Record<string, string>>>>>;

/** Versions of what has none of its own for each Knative. */
const VERSIONS: Partial<Readonly<Record<ComponentName, string>>> = {
  [ComponentName.KNATIVE_OPERATOR]: '1.23.0', [ComponentName.CERT_MANAGER]: '1.21.2',
};

/** Writes release files and their lock as the command line would, into a folder of their own, and gives the folder. */
export function vendoredFolder(texts: ReleaseTexts, version = KnativeVersion.V1_23): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-releases-'));
  addVendored(folder, texts, version);
  return folder;
}

/** Writes more release files into a folder, with a lock for these and those that are there. */
export function addVendored(folder: string, texts: ReleaseTexts, version = KnativeVersion.V1_23): void {
  const lock = path.join(folder, LOCK_FILE);
  const there = readLock(folder).lock.files;
  const files = Object.fromEntries(entriesOf(texts, version).map(([file, text]) => {
    const target = path.join(folder, vendoredPath(file));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    return [vendoredPath(file), { url: file.url, sha256, size: Buffer.byteLength(text) }];
  }));
  fs.writeFileSync(lock, renderLock({ version: 1, files: { ...there, ...files } }));
}

function entriesOf(texts: ReleaseTexts, version: KnativeVersion) {
  return Object.values(ComponentName).flatMap((component) => {
    const released = VERSIONS[component] ?? releaseVersion(component, version);
    return Object.entries(texts[component] ?? {})
      .map(([file, text]) => [releaseFile(component, released, file), text] as const);
  });
}
