import * as fs from 'fs';
import * as path from 'path';
import { ComponentName, type ReleaseComponent } from '../../lib/core';
import { filesOf, type NeededReleases, NEEDS_FILE } from '../../lib/releases';

/** Two files of Serving, one of the operator. */
export const COMPONENTS: readonly ReleaseComponent[] = [
  { name: ComponentName.KNATIVE_OPERATOR, version: '1.23.0', files: ['operator.yaml'] },
  { name: ComponentName.KNATIVE_SERVING, version: '1.23.0', files: ['serving-crds.yaml', 'serving-core.yaml'] },
];

/** Path of a release file on a server, by the path that it is vendored under. */
export function pathsOf(components: readonly ReleaseComponent[] = COMPONENTS): Record<string, string> {
  return Object.fromEntries(components.flatMap(filesOf)
    .map(({ component, version, file, url }) => [`${component}/${version}/${file}`, new URL(url).pathname]));
}

/** Needs of a platform, with what a test changes. */
export function needsWith(changes: Partial<NeededReleases> = {}): NeededReleases {
  return {
    version: 1, folder: 'releases', knative: '1.23', installedBy: 'release-manifests', components: COMPONENTS,
    config: { serving: {}, eventing: {} }, ...changes,
  };
}

/** Puts an app into a folder that says, when it is run, what its platforms need; `cdk8s.yaml` names its command. */
export function writeApp(folder: string, ...needs: readonly NeededReleases[]): void {
  const lines = needs.map((each) => `${JSON.stringify(each)}\n`).join('');
  fs.writeFileSync(path.join(folder, 'app.js'), `
    const fs = require('fs');
    fs.mkdirSync(process.env.CDK8S_OUTDIR, { recursive: true });
    fs.writeFileSync(process.env.CDK8S_OUTDIR + '/app.k8s.yaml', '');
    fs.appendFileSync(process.env.${NEEDS_FILE}, ${JSON.stringify(lines)});
  `);
  fs.writeFileSync(path.join(folder, 'cdk8s.yaml'), `language: typescript\napp: "${process.execPath}" app.js\n`
    .replace(/app: (.*)\n/, (_, command: string) => `app: '${command}'\n`));
}

/** A small release file. */
export function manifest(name: string, more = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  more: "${more}"\n`;
}
