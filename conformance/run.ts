/**
 * Starts the real thing on this machine, asks it about everything that the library says, and prints what it answered.
 *
 *   npm run conformance                        all suites
 *   npm run conformance -- --suite verdicts    one suite, or several
 *   npm run conformance -- --update            what the cluster says to the typical mistakes is written down anew
 *   npm run conformance -- --up                start, print the KUBECONFIGs, and stay until Ctrl-C
 */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { startOperatorPlane } from './control-plane/operator-plane';
import { type EmptyPlaneName, type Plane, type PlaneName, startPlane, startServer } from './control-plane/plane';
import { Processes } from './control-plane/processes';
import { build, CONTROL_PLANE, missingTools, moduleVersion, type ProgramName } from './control-plane/tools';
import { PLANES_FILE } from './judge/planes';
import { PROGRAMS_FILE } from './judge/programs';
import { UPDATE } from './judge/update';
import { readReport, RESULTS_FOLDER } from './judge/report';
import { table } from './judge/table';

/** A suite found a difference, or the judge failed. */
const FAILED = 1;
/** Called with something that there is not. */
const USAGE = 2;
/** Go is missing: nothing was judged, and nothing is known. */
const NO_GO = 3;
const PLANE_NAMES: readonly PlaneName[] = ['defaults', 'flags'];
const SUITES = path.join(__dirname, 'suites');
const SUITE_NAMES = fs.readdirSync(SUITES).map((file) => file.replace(/^\d+-|\.suite\.ts$/g, '')).sort();
/** What suites ask besides the control planes; those that ask none of these ask the planes alone. */
const RUN_TIME: Readonly<Record<string, readonly ProgramName[]>> = {
  filters: ['filters'],
  cesql: ['filters'],
  vault: ['vault-server', 'vault-injector', 'consul-template', 'vault'],
  kafka: ['kafka-readers'],
  addresses: ['addresses'],
  platform: ['operator', 'settings', 'kubectl'],
  releases: ['operator', 'helm', 'kubectl'],
  apply: ['kubectl'],
  gitops: ['health', 'helm', 'kubectl'],
  handler: ['helm', 'kubectl'],
  pulumi: ['helm', 'kubectl'],
  eksctl: ['eksctl'],
  sizes: ['helm'],
  templates: ['helm'],
};
/** The suite whose installation is left to the operator, on a plane that has what the operator works with. */
const OPERATED = 'platform';
/** Planes that nothing is installed on, by the suite that installs there. */
const EMPTY: Readonly<Record<string, readonly EmptyPlaneName[]>> = {
  releases: ['releases', 'upgrades', 'operated'],
  apply: ['apply'],
  gitops: ['gitops', 'flux'],
  handler: ['handler'],
  pulumi: ['pulumi'],
};
/** Suites that ask neither of the planes that have Knative. */
const PLANELESS: readonly string[] = ['filters', 'cesql', 'vault', 'addresses', 'eksctl', 'sizes', 'templates', ...Object.keys(EMPTY)]
  // What it registers is shown to the webhooks of Knative as well.
  .filter((name) => name !== 'pulumi');

const started = Date.now();
const say = (line: string) => console.log(`[${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s] ${line}`);

void main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(FAILED);
});

async function main(): Promise<number> {
  const asked = readArguments();
  if (asked === undefined) return USAGE;
  const missing = missingTools();
  if (missing !== undefined) {
    console.error(missing);
    return NO_GO;
  }
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
    process.on(signal, () => process.exit(code));
  }
  endWithParent();
  const suites = asked.suites.length === 0 ? SUITE_NAMES : asked.suites;
  if (asked.build) return buildAll(suites);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-conformance-'));
  const processes = new Processes(folder);
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const built = asked.up ? {} : await build(suites.flatMap((suite) => RUN_TIME[suite] ?? []), say);
  fs.writeFileSync(path.join(folder, 'programs.json'), JSON.stringify(built));
  const planes = await startPlanes(asked.up ? undefined : suites, folder, processes);
  return asked.up ? stay(planes, processes) : runSuites(asked, planes, folder, processes);
}

/** Makes the programs that suites ask, and asks nothing: the first time, that takes longer than everything else. */
async function buildAll(suites: readonly string[]): Promise<number> {
  await build([...CONTROL_PLANE, ...suites.flatMap((suite) => RUN_TIME[suite] ?? [])], say);
  return 0;
}

/** Starts what suites ask: without suites, what somebody applies to by hand. */
async function startPlanes(
  suites: readonly string[] | undefined, folder: string, processes: Processes,
): Promise<readonly Plane[]> {
  const named = suites === undefined || suites.some((suite) => !PLANELESS.includes(suite)) ? PLANE_NAMES : [];
  const operated = suites?.includes(OPERATED) === true;
  const empty = (suites ?? []).flatMap((suite) => EMPTY[suite] ?? []);
  if (named.length === 0 && !operated && empty.length === 0) return [];
  const programs = await build(CONTROL_PLANE, say);
  const planes = await Promise.all([
    ...named.map((name) => startPlane(name, path.join(folder, name), programs, processes)),
    ...operated ? [startOperatorPlane(path.join(folder, 'operator'), programs, processes)] : [],
    ...empty.map(async (name) => ({ name, ...await startServer(name, path.join(folder, name), programs, processes) })),
  ]);
  say(`Kubernetes ${moduleVersion('kubernetes', 'k8s.io/kubernetes')} with Knative `
    + `${moduleVersion('knative', 'knative.dev/serving')} is up: ${planes.map(({ name }) => name).join(', ')}`);
  return planes;
}

/** npm does not hand on every signal that ends it: whoever started this, and is gone, cannot end it later. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(FAILED);
  }, 1000).unref();
}

interface Arguments {
  readonly build: boolean;
  readonly up: boolean;
  readonly update: boolean;
  readonly suites: readonly string[];
}

function readArguments(): Arguments | undefined {
  try {
    const { values } = parseArgs({
      options: {
        build: { type: 'boolean' }, up: { type: 'boolean' }, update: { type: 'boolean' },
        suite: { type: 'string', multiple: true },
      },
    });
    const suites = (values.suite ?? []).flatMap((value) => value.split(','));
    const unknown = suites.find((suite) => !SUITE_NAMES.includes(suite));
    const { build: isBuild = false, up = false, update = false } = values;
    if (unknown === undefined) return { build: isBuild, up, update, suites };
    console.error(`there is no suite ${unknown}; there are ${SUITE_NAMES.join(', ')}`);
  } catch (error) {
    console.error(`${(error as Error).message}\nusage: npm run conformance -- [--build] [--up] [--update] [--suite ${SUITE_NAMES.join('|')}]`);
  }
  return undefined;
}

/** Leaves the planes running for somebody who applies by hand. */
async function stay(planes: readonly Plane[], processes: Processes): Promise<number> {
  const { kubectl } = await build(['kubectl'], say);
  for (const { name, kubeconfig } of planes) console.log(`\n# ${name}\nexport KUBECONFIG=${kubeconfig}`);
  console.log(`\n# kubectl of the same version: ${kubectl}\n# Ctrl-C, or \`kill ${process.pid}\`, ends everything`);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    processes.check();
  }
}

async function runSuites(
  { suites, update }: Arguments, planes: readonly Plane[], folder: string, processes: Processes,
): Promise<number> {
  const file = path.join(folder, 'planes.json');
  fs.writeFileSync(file, JSON.stringify(planes), { mode: 0o600 });
  const results = path.join(folder, 'results');
  fs.mkdirSync(results);
  const jest = path.resolve('node_modules', 'jest', 'bin', 'jest.js');
  const pattern = suites.length === 0 ? [] : [`suites/\\d+-(${suites.join('|')})\\.suite\\.ts$`];
  const child = spawn(process.execPath, [jest, '--config', 'conformance/jest.config.json', '--runInBand', ...pattern], {
    stdio: 'inherit',
    env: {
      ...process.env, [PLANES_FILE]: file, [PROGRAMS_FILE]: path.join(folder, 'programs.json'), [RESULTS_FOLDER]: results,
      ...(update ? { [UPDATE]: '1' } : {}),
    },
  });
  process.on('exit', () => child.kill('SIGKILL'));
  const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? FAILED)));
  processes.check();
  console.log(`\n${table(readReport(results))}`);
  say(code === 0 ? 'judged, and nothing differs' : 'something differs: the failures stand above the table');
  return code === 0 ? 0 : FAILED;
}
