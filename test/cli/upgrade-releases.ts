import * as fs from 'fs';
import * as path from 'path';
import { ComponentName, KnativeVersion } from '../../lib/core';
import {
  lockEntry, LOCK_FILE, type LockedFile, type NeededReleases, releaseFilesKnown, releaseVersion, renderLock,
  vendoredPath,
} from '../../lib/releases';

/** Objects of an invented release, by component and file; other files hold a ConfigMap of their name. */
export type Invented = Readonly<Partial<Record<ComponentName, Readonly<Record<string, readonly object[]>>>>>;

/** Writes Serving, Eventing and what else has objects of our own, in one version, and a lock file for all there is. */
export function writeReleases(folder: string, version: KnativeVersion, invented: Invented): void {
  const always = [ComponentName.KNATIVE_SERVING, ComponentName.KNATIVE_EVENTING];
  const wanted = Object.values(ComponentName).filter((name) => always.includes(name) || invented[name] !== undefined);
  for (const file of releaseFilesKnown(wanted)) {
    if (file.version !== releaseVersion(file.component, version)) continue;
    const filler = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `of-${file.file.replace('.yaml', '')}` } };
    const objects = invented[file.component]?.[file.file] ?? [filler];
    const target = path.join(folder, vendoredPath(file));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  }
  writeLock(folder);
}

function writeLock(folder: string): void {
  const files: Record<string, LockedFile> = {};
  for (const file of releaseFilesKnown()) {
    const place = path.join(folder, vendoredPath(file));
    if (fs.existsSync(place)) files[vendoredPath(file)] = lockEntry(file, fs.readFileSync(place));
  }
  fs.writeFileSync(path.join(folder, LOCK_FILE), renderLock({ version: 1, files }));
}

/** What a platform of Knative 1.22 needs, as the operator installs it. */
export const NEEDS: NeededReleases = {
  version: 1,
  folder: 'releases',
  knative: KnativeVersion.V1_22,
  installedBy: 'operator',
  components: [],
  installs: [ComponentName.KNATIVE_SERVING, ComponentName.KNATIVE_EVENTING].map((name) => {
    const version = releaseVersion(name, KnativeVersion.V1_22);
    const files = releaseFilesKnown([name]).filter((file) => file.version === version).map(({ file }) => file);
    return { name, version, files: files.filter((file) => !file.includes('post-install')) };
  }),
  config: { serving: {}, eventing: {} },
};

/** Writes an app that says what its platforms need, and nothing else. */
export function writeApp(folder: string, ...needs: readonly NeededReleases[]): void {
  const lines = needs.map((each) => `${JSON.stringify(each)}\n`).join('');
  fs.writeFileSync(path.join(folder, 'app.js'),
    `require('fs').appendFileSync(process.env.CDK8S_KNATIVE_NEEDS, ${JSON.stringify(lines)});\n`);
  fs.writeFileSync(path.join(folder, 'cdk8s.yaml'), 'app: node app.js\n');
}
