import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { PSEUDO } from './cloudformation';
import type { Resource, Template } from './template';

/** A program of AWS CDK, as it was synthesized. */
export interface Assembly {
  readonly folder: string;
  /** Templates by the name of the stack, those first that others need. */
  readonly stacks: ReadonlyMap<string, Template>;
}

interface AssetFile {
  readonly files: Readonly<Record<string, {
    readonly source: { readonly path: string; readonly packaging: string };
    readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
  }>>;
}

const folders: string[] = [];

/** Synthesizes a program of AWS CDK. */
export function assemble(describe: (app: App) => void): Assembly {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-assembly-'));
  folders.push(folder);
  const app = new App({ outdir: folder, analyticsReporting: false });
  describe(app);
  app.synth();
  return assemblyIn(folder);
}

/** What a program of AWS CDK wrote into a folder. */
export function assemblyIn(folder: string): Assembly {
  const { stacks } = new CloudAssembly(folder);
  return { folder, stacks: new Map(stacks.map(({ stackName, template }) => [stackName, template as Template])) };
}

/** Puts the charts that templates name into their buckets, as `cdk deploy` does; gives their folders by their keys. */
export function publish({ folder, stacks }: Assembly, buckets: string, python: string): ReadonlyMap<string, string> {
  const named = JSON.stringify([...stacks.values()].flatMap(chartsIn));
  const published = new Map<string, string>();
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.assets.json'))) {
    const { files } = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as AssetFile;
    for (const { source, destinations } of Object.values(files)) {
      for (const { bucketName, objectKey } of Object.values(destinations)) {
        if (!named.includes(objectKey)) continue;
        const from = path.join(folder, source.path);
        upload(from, path.join(buckets, withPseudo(bucketName), objectKey), python);
        published.set(objectKey, from);
      }
    }
  }
  return published;
}

/** The charts of Helm that a template brings. */
export function chartsIn({ Resources }: Template): readonly Resource[] {
  return Object.values(Resources).filter(({ Type }) => Type === 'Custom::AWSCDK-EKS-HelmChart');
}

/** Removes what was synthesized. */
export function removeAssemblies(): void {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

function upload(from: string, to: string, python: string): void {
  if (fs.existsSync(to)) return;
  fs.mkdirSync(path.dirname(to), { recursive: true });
  const { status, stderr, error } = spawnSync(python, ['-m', 'zipfile', '-c', to, '.'], { cwd: from, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${from} cannot be packed: ${error?.message ?? stderr}`);
}

function withPseudo(text: string): string {
  return Object.entries(PSEUDO).reduce((sum, [name, value]) => sum.replaceAll(`\${${name}}`, value), text);
}
