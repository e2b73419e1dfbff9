// Ratios against plain cdk8s, measured side by side in one run: `npm run bench`, or `npm run bench -- --short`.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { crdFolder, writeGeneratedProgram } from './generated-program.mjs';
import { goFilters, SETS } from './go-filters.mjs';
import { run, sideBySide, timed } from './measure.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const short = process.argv.includes('--short');
const runs = short ? 5 : 9;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-bench-'));
const cdk8s = path.join(root, 'node_modules/.bin/cdk8s');

const node = (...args) => JSON.parse(run(process.execPath, args, { cwd: root }));
const load = (module, names = []) => () => node(path.join(here, 'cases/load.cjs'), module, names.join(','));
const loadEks = (side) => () => node(path.join(here, 'cases/load-eks.cjs'), side);
const loadPulumi = (side) => () => node(path.join(here, 'cases/load-pulumi.cjs'), side);
const pulumi = (side) => () => node(path.join(here, 'cases/pulumi.cjs'), side, '1000');
const services = (side, count) => () =>
  node(path.join(here, 'cases/services.cjs'), side, String(count), path.join(scratch, `${side}-${count}`));
const servicesFor = (objects) => (objects - 10) / 2;

const rows = [];

const atMost = (limit) => ({ text: `at most ${limit}`, holds: (ratio, slack = 1) => ratio <= slack * limit });
const atLeast = (limit) => ({ text: `at least ${limit}`, holds: (ratio, slack = 1) => ratio >= limit / slack });

/**
 * Measures a row. A ratio beyond its limit is measured once more, with twice the runs: on a shared machine that tells a
 * slow moment from a slow program.
 */
function row(what, limit, unit, measure) {
  let { ours, theirs, ratio } = measure(runs);
  if (!limit.holds(ratio)) ({ ours, theirs, ratio } = measure(2 * runs));
  rows.push({ what, ours: `${ours.toFixed(0)} ${unit}`, theirs: `${theirs.toFixed(0)} ${unit}`, ratio, limit });
}

/** The names that these programs import from the library. */
function namesOf(...files) {
  const programs = files.map((file) => fs.readFileSync(path.join(root, file), 'utf8'));
  const names = programs.flatMap((program) => /import \{([^}]*)\} from 'cdk8s-knative';/.exec(program)?.[1] ?? []).join(',');
  return names.split(',').map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '));
}

function sameBytes(count) {
  const read = (side) => fs.readFileSync(path.join(scratch, `${side}-${count}`, 'bench.k8s.yaml'), 'utf8');
  if (read('ours') !== read('plain')) throw new Error('the two programs wrote different bytes');
}

/** The first example, its services, its platform, the cluster of that, and what its services need of one that somebody else looks after. */
const EXAMPLE = 'examples/knative-microservices/main.ts';
const SERVICES = 'examples/knative-microservices/services.ts';
const PLATFORM = 'examples/knative-microservices/platform.ts';
const CLUSTER = 'examples/knative-microservices/cluster.ts';
const SERVICES_ALONE = 'bench/cases/without-platform.ts';

/** Writes the first example into a folder, on a platform of choice, and names its program. */
function writeExample(folder, platform) {
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(root, 'examples/tsconfig.json'), path.join(folder, 'tsconfig.json'));
  fs.copyFileSync(path.join(root, EXAMPLE), path.join(folder, 'main.ts'));
  fs.copyFileSync(path.join(root, SERVICES), path.join(folder, 'services.ts'));
  fs.copyFileSync(path.join(root, platform), path.join(folder, 'platform.ts'));
  fs.copyFileSync(path.join(root, CLUSTER), path.join(folder, 'cluster.ts'));
  return path.join(folder, 'main.ts');
}

function coldSynth() {
  const crds = crdFolder();
  const what = 'cold `cdk8s synth` of the services of the first example, against generated classes';
  if (crds === undefined) {
    rows.push({ what: `${what}: not measured, it needs Go for the CRDs`, limit: atMost(0.9) });
    return;
  }
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
  const tsNode = path.join(root, 'node_modules/.bin/ts-node');
  // Both programs lie in the same folder depth below the project, so that both resolve the same packages.
  const folder = path.join(root, '.synth-bench');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, 'generated'), { recursive: true });
  fs.copyFileSync(path.join(root, 'examples/tsconfig.json'), path.join(folder, 'tsconfig.json'));
  try {
    const synth = (program, name) => () => timed(cdk8s, ['synth', '--app', `${tsNode} -P ${folder}/tsconfig.json ${program}`,
      '--output', path.join(folder, name)], { cwd: root, env });
    const ours = synth(writeExample(path.join(folder, 'ours'), SERVICES_ALONE), 'dist-ours');
    ours();
    writeGeneratedProgram(path.join(folder, 'generated'), path.join(folder, 'dist-ours'), cdk8s, crds);
    const theirs = synth(path.join(folder, 'generated/main.ts'), 'dist-theirs');
    theirs();
    sameObjects(path.join(folder, 'dist-ours'), path.join(folder, 'dist-theirs'));
    row(what, atMost(0.9), 'ms', (times) => sideBySide(times, ours, theirs).ms);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The first example, next to its services alone. */
function platformSynth() {
  const folder = path.join(root, '.synth-bench');
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
  const tsNode = path.join(root, 'node_modules/.bin/ts-node');
  fs.rmSync(folder, { recursive: true, force: true });
  const synth = (name, platform) => {
    const example = path.join(folder, name);
    const program = writeExample(example, platform);
    return () => timed(cdk8s, ['synth', '--app', `${tsNode} -P ${example}/tsconfig.json ${program}`,
      '--output', path.join(example, 'dist')], { cwd: root, env });
  };
  try {
    const whole = synth('whole', PLATFORM);
    const servicesAlone = synth('services', SERVICES_ALONE);
    row('`cdk8s synth` of the first example, against its services without a platform', atMost(1.15), 'ms',
      (times) => sideBySide(times, whole, servicesAlone).ms);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The first example, installed from release manifests: the article's whole set. Next to it the same files are read and
 * written with the library `yaml`, as a script without this library would do it.
 */
function releaseWay() {
  const what = 'the first example, installed from vendored release files, against reading and writing them with `yaml`';
  const folder = path.join(root, '.synth-bench');
  fs.rmSync(folder, { recursive: true, force: true });
  try {
    const program = writeReleaseProgram(folder);
    const releases = path.join(folder, 'releases');
    const { missing } = node(path.join(here, 'cases/vendor-releases.cjs'), program, releases);
    if (missing !== undefined) {
      rows.push({ what: `${what}: not measured, ${missing}`, limit: atMost(1.3) });
      rows.push({ what: `peak memory of ${what}: not measured, ${missing}`, limit: atMost(1.5) });
      return;
    }
    const side = (name) => () =>
      node(path.join(here, 'cases/release-way.cjs'), name, program, releases, path.join(folder, `dist-${name}`));
    const [ours, plain] = [side('ours'), side('plain')];
    ours();
    plain();
    const [written, read] = ['ours', 'plain'].map((name) => objectsIn(path.join(folder, `dist-${name}`)));
    const both = `${what} (${written} objects written, ${read} in the files)`;
    row(both, atMost(1.3), 'ms', (times) => sideBySide(times, ours, plain).ms);
    row(`peak memory of ${both}`, atMost(1.5), 'MiB', (times) => sideBySide(times, ours, plain).peakMiB);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the first example as a program in JavaScript that takes Knative from vendored files. */
function writeReleaseProgram(folder) {
  const main = writeExample(folder, PLATFORM);
  const platform = path.join(folder, 'platform.ts');
  const text = fs.readFileSync(platform, 'utf8');
  const changed = text.replace('version: KnativeVersion.V1_23,', `version: KnativeVersion.V1_23,
    installedBy: InstalledBy.RELEASE_MANIFESTS, releases: VendoredReleases.fromFolder(${JSON.stringify(path.join(folder, 'releases'))}),`)
    .replace(/^ +releases,\n/m, '')
    .replace("} from 'cdk8s-knative';", "  InstalledBy, VendoredReleases,\n} from 'cdk8s-knative';");
  if (!changed.includes('InstalledBy.RELEASE_MANIFESTS')) throw new Error('the platform of the first example does not say its version');
  fs.writeFileSync(platform, changed);
  compile(platform);
  compile(path.join(folder, 'cluster.ts'));
  compile(path.join(folder, 'services.ts'));
  return compile(main);
}

/** Writes a program in JavaScript next to the one in TypeScript, and names it. */
function compile(file, to = file.replace(/\.ts$/, '.js')) {
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(fs.readFileSync(file, 'utf8'), { compilerOptions: options });
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.writeFileSync(to, outputText);
  return to;
}

/** The example on EKS, next to the same stacks and files from a program that has AWS CDK and cdk8s alone. */
function eksSynth() {
  const folder = path.join(root, '.synth-bench');
  fs.rmSync(folder, { recursive: true, force: true });
  try {
    const [program] = ['examples/eks/main.ts', CLUSTER]
      .map((file) => compile(path.join(root, file), path.join(folder, file.replace(/\.ts$/, '.js'))));
    const [oursIn, plainIn] = ['ours', 'plain'].map((name) => path.join(folder, name));
    const ours = () => node(path.join(here, 'cases/eks.cjs'), 'ours', program, oursIn);
    const plain = () => node(path.join(here, 'cases/eks.cjs'), 'plain', program, plainIn, oursIn);
    const [made, written] = [ours().resources, plain().resources];
    if (made !== written) throw new Error(`the stacks of the example have ${made} resources, those written by hand ${written}`);
    row(`synth of the example on EKS (${made} resources), against the same stacks written by hand with \`aws-eks-v2\``, atMost(2), 'ms',
      (times) => sideBySide(times, ours, plain).ms);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A thousand objects, next to the same resources from a program that has Pulumi alone. */
function pulumiRegistrations() {
  const [ours, plain] = [pulumi('ours'), pulumi('plain')];
  const [made, written] = [ours(), plain()];
  if (made.digest !== written.digest) throw new Error('the two programs registered different objects');
  row(`${made.objects} objects registered with Pulumi in a mock run, charts and validation included (two frames of a stack trace each), `
    + 'against resources written by hand (Node\'s ten)',
    atMost(1.3), 'ms', (times) => sideBySide(times, ours, plain).ms);
}

/** How many objects the manifests in a folder have. */
function objectsIn(folder) {
  const texts = fs.readdirSync(folder).filter((file) => file.endsWith('.yaml'))
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
  return texts.reduce((sum, text) => sum + (text.match(/^kind: /gm) ?? []).length, 0);
}

/** Generated classes order the keys of an object otherwise; the objects must be the same. */
function sameObjects(ours, theirs) {
  const read = (folder, file) => parseAllDocuments(fs.readFileSync(path.join(folder, file), 'utf8')).map((doc) => doc.toJS());
  for (const file of fs.readdirSync(ours)) {
    if (!isDeepStrictEqual(read(ours, file), read(theirs, file))) throw new Error(`the generated classes wrote another ${file}`);
  }
}

/** Next to what Knative filters with, in events a second, or expressions a second. */
async function filterSpeed() {
  const go = await goFilters();
  for (const { set, what } of SETS) {
    if (go.missing !== undefined) {
      rows.push({ what: `${what}: not measured, ${go.missing}`, limit: atLeast(0.5) });
      continue;
    }
    const milliseconds = short ? 500 : 1000;
    const ours = () => node(path.join(here, 'cases/filters.cjs'), set, String(milliseconds));
    const theirs = () => go.measure(set, milliseconds);
    if (ours().passed !== theirs().passed) throw new Error(`${set}: the two do not pass the same events`);
    row(what, atLeast(0.5), '/ms', (times) => sideBySide(times, ours, theirs).perMs);
  }
}

function table() {
  const cells = rows.map(({ what, ours = '-', theirs = '-', ratio, limit }) => {
    const verdict = ratio === undefined ? 'not measured' : limit.holds(ratio) ? 'holds' : 'MISSED';
    return `| ${what} | ${ours} | ${theirs} | ${ratio?.toFixed(2) ?? '-'} | ${limit.text} | ${verdict} |`;
  });
  return ['| What | Ours | Compared with | Ratio | Limit | |', '|---|---|---|---|---|---|', ...cells].join('\n');
}

try {
  // The parts of the library load when they are first used: the second and third row are what a program pays in the end.
  row("`require('cdk8s-knative')`, against `require('cdk8s')`", atMost(1.5), 'ms',
    (times) => sideBySide(times, load('cdk8s-knative'), load('cdk8s')).ms);
  row('the same, until all is there that services use, cdk8s itself included', atMost(1.8), 'ms',
    (times) => sideBySide(times, load('cdk8s-knative', namesOf(SERVICES_ALONE, SERVICES, EXAMPLE)), load('cdk8s')).ms);
  row('the same, until all is there that services and their platform use', atMost(2.8), 'ms',
    (times) => sideBySide(times, load('cdk8s-knative', namesOf(PLATFORM, CLUSTER, SERVICES, EXAMPLE)), load('cdk8s')).ms);
  row("`cdk8s-knative/eks`, aws-cdk-lib and cdk8s loaded, against the last two with the same classes of `aws-eks-v2`", atMost(1.25), 'ms',
    (times) => sideBySide(times, loadEks('ours'), loadEks('plain')).ms);
  row('`cdk8s-knative/pulumi` loaded, against `@pulumi/pulumi` and `@pulumi/kubernetes`', atMost(1.15), 'ms',
    (times) => sideBySide(times, loadPulumi('ours'), loadPulumi('plain')).ms);
  row('1,000 services with triggers on 10 brokers, against plain `ApiObject`s', atMost(1.5), 'ms',
    (times) => sideBySide(times, services('ours', 1000), services('plain', 1000)).ms);
  sameBytes(1000);
  // A quarter of the whole is a third of the rest. The checks of constructors stay on: they are within the row above.
  row('1,000 services with triggers, against the same without validation at synth', atMost(1.33), 'ms',
    (times) => sideBySide(times, services('ours', 1000), services('unchecked', 1000)).ms);

  const [thousand, tenThousand] = [servicesFor(1000), servicesFor(10_000)];
  const few = (times) => Math.ceil(times / (short ? 5 : 1));
  row('peak memory at 10,000 objects, against plain `ApiObject`s', atMost(1.4), 'MiB',
    (times) => sideBySide(few(times), services('ours', tenThousand), services('plain', tenThousand)).peakMiB);
  sameBytes(tenThousand);
  row('10,000 objects, against 1,000 objects', atMost(11), 'ms',
    (times) => sideBySide(few(times), services('ours', tenThousand), services('ours', thousand)).ms);

  coldSynth();
  platformSynth();
  releaseWay();
  eksSynth();
  pulumiRegistrations();
  await filterSpeed();
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}

console.log(table());
if (!short) {
  const cpu = `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'processor'}, Node ${process.version}`;
  fs.writeFileSync(path.join(here, 'README.md'), [
    '# Speed and size',
    '',
    'Ratios, not times: both sides run in fresh processes, in turn, and the medians of nine runs count. Written by `npm run bench`',
    'on a shared machine; `npm run bench -- --short` prints the same table from fewer runs and keeps it nowhere.',
    '',
    table(),
    '',
    `Machine: ${cpu}.`,
    '',
  ].join('\n'));
}
// Five runs on a shared machine are off by a few percent: only the whole bench, of nine, holds a row to its limit.
const slack = short ? 1.1 : 1;
if (rows.some(({ ratio, limit }) => ratio !== undefined && !limit.holds(ratio, slack))) {
  console.error(short ? 'a ratio is far beyond its limit' : 'a ratio is beyond its limit');
  process.exitCode = 1;
}
