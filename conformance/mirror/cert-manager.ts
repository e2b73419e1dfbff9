import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { moduleFolders } from '../control-plane/tools';
import { programPath } from '../judge/programs';

const CERT_MANAGER = 'github.com/cert-manager/cert-manager';
const CHART = 'deploy/charts/cert-manager';
/** What stands in the sources for the version of a release. */
const UNRELEASED = /^(version|appVersion): v0\.0\.0$/gm;
/** How make/manifests.mk of cert-manager renders its chart; the definitions are those that come with it. */
const RENDERING = [
  '--kube-version=1.29.0', '--namespace=cert-manager', '--set=creator=static', '--set=startupapicheck.enabled=false',
  '--set=crds.enabled=true',
];

/** The manifest that a release of cert-manager publishes, rendered of its chart. */
export function certManagerManifest(version: string): string {
  const module = moduleFolders([CERT_MANAGER])[CERT_MANAGER] ?? '';
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-chart-'));
  try {
    const chart = path.join(folder, 'cert-manager');
    fs.cpSync(path.join(module, CHART), chart, { recursive: true });
    const file = path.join(chart, 'Chart.yaml');
    const text = fs.readFileSync(file, 'utf8').replace(UNRELEASED, `$1: v${version}`);
    // Files of the module cache are read-only, and so are their copies.
    fs.rmSync(file, { force: true });
    fs.writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync(programPath('helm'), ['template', 'cert-manager', chart, ...RENDERING], {
      encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, HOME: folder },
    });
    if (status !== 0) throw new Error(`the chart of cert-manager cannot be rendered: ${stderr}`);
    return [fs.readFileSync(path.join(module, 'deploy/manifests/namespace.yaml'), 'utf8'), stdout].join('\n');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
