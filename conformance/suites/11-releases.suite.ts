import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { InstalledBy, KnativeVersion } from '../../lib';
import { ComponentName, Wave } from '../../lib/core';
import { vendoredPath, VendoredReleases } from '../../lib/releases';
import { objectsIn } from '../control-plane/release';
import { closePlanes } from '../judge/planes';
import { filesOf } from '../judge/program';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';
import { Mirror, type MirrorFile } from '../mirror/mirror';
import { anySpecs } from '../releases/any-spec';
import { asStored, compareWays } from '../releases/both-ways';
import { apply, cli, type Ended } from '../releases/cli';
import { Cluster } from '../releases/cluster';
import { differences, shown } from '../releases/differences';
import { readByKubectl } from '../releases/kubectl-reader';
import { type Known, KNOWN } from '../releases/known-differences';
import { OperatedCluster } from '../releases/operated';
import { ARTICLE, describeServices, generated, kafkaFolder, VERSIONS, type Way, WRITTEN } from '../releases/programs';
import { idOf, refusedBy, removeSynthesized, synthesize, type Synthesized } from '../releases/synthesized';
import { type Kept, removedBetween, servicesIn } from '../releases/untouched';
import { vendorAll } from '../releases/vendored';

const SHOWN = 10;
const DEFINITION = 'CustomResourceDefinition';
/** Characters of what a command said. */
const SAID = 2_000;
const NOTHING = { judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0 };
type Row = Omit<ReportRow, 'suite' | 'seconds'>;
type Counts = { -readonly [P in keyof Row]: Row[P] };

const rows: Counts[] = [];
const mirror = new Mirror();
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-releases-'));
const vendored = path.join(home, 'releases');
const empty = new Cluster('releases');
const upgraded = new Cluster('upgrades');
const operated = new OperatedCluster();
/** Platforms whose specs are made of values; each key of each table comes in one at least. */
const GENERATED = 6;

function rowOf(what: string, note?: string): Counts {
  const row = { what, ...NOTHING, note };
  rows.push(row);
  return row;
}

beforeAll(async () => {
  await mirror.start();
  vendorAll(mirror, vendored);
  await empty.start();
});
afterAll(async () => {
  report('11 releases', rows);
  await empty.stop();
  await mirror.stop();
  closePlanes();
  removeSynthesized();
  fs.rmSync(home, { recursive: true, force: true });
});

describe('files of releases', () => {
  test.each(Object.values(ComponentName))('%s: what we read is what kubectl reads', (component) => {
    const files = mirror.files.filter((file) => file.component === component);
    const here = files.filter(({ from }) => from !== undefined);
    const row = rowOf(`files of ${component}`);
    row.judged = here.length;
    row.notJudged = files.length - here.length;
    let objects = 0;
    const differing = here.flatMap((file) => {
      const { lines, count } = compareReading(file);
      objects += count;
      if (lines.length === 0) row.accepted += 1;
      else row.differing += 1;
      return lines;
    });

    row.note = `${objects} objects; ${provenance(files)}`;

    expect(differing.slice(0, SHOWN)).toEqual([]);
  });
});

describe('both ways', () => {
  const row = rowOf('objects that the operator made, against those of the release way');
  const written = WRITTEN.map((described) => [described.name, described] as const);
  const specs = generated(anySpecs(GENERATED, SEED)).map((described) => [described.name, described] as const);
  const met = new Set<Known>();
  const kinds = new Map<string, number>();
  const upgrade = rowOf('objects of an upgrade 1.22 to 1.23 by the operator, applied by our command');

  beforeAll(() => operated.start());
  afterAll(async () => {
    await operated.stop();
    // Where objects were only asked about, nothing may be left when the release way comes.
    await empty.removeNamespaces();
  });

  test('come from 1.22 to 1.23 by the operator, and services stay as they are', async () => {
    const programs = [KnativeVersion.V1_22, KnativeVersion.V1_23].map((version) => synthesize((app) => {
      const upgradingFrom = version === KnativeVersion.V1_23 ? KnativeVersion.V1_22 : undefined;
      ARTICLE.describe(app, byOperator({ version, upgradingFrom }));
      describeServices(app);
    }));
    const found: { readonly kept: Kept; readonly made: ReadonlySet<string> }[] = [];
    for (const program of programs) {
      const ended = await operated.whileApplied(apply(program.folder, 'operated'));
      upgrade.judged += program.objects.size;
      if (ended.code === 0) upgrade.accepted += program.objects.size;
      else upgrade.differing += 1;
      expect(saidOf(ended)).toEqual({ code: 0, said: '' });
      const made = await operated.made();
      found.push({ kept: await servicesIn(operated.api, program), made: new Set(made.keys()) });
    }
    const [older, newer] = found;
    const gone = [...older?.made ?? []].filter((id) => newer?.made.has(id) === false);
    upgrade.note = `${newer?.kept.size ?? 0} objects of users stay as they are; ${newer?.made.size ?? 0} objects made by the operator; `
      + `no longer there: ${gone.join(', ')}`;

    const whole = (way: Way) => synthesize((app) => ARTICLE.describe(app, way)).objects.size;
    rowOf("the article's platform, in objects").note = `the operator's way writes ${whole(byOperator())}, and the operator makes `
      + `${newer?.made.size ?? 0} more; the release way writes ${whole(released())}`;

    // From here on the operator brings the data planes itself.
    const plain = synthesize((app) => {
      ARTICLE.describe(app, { manifestsFrom: kafkaFolder(mirror.address) });
      describeServices(app);
    });
    const others = new Set([...plain.objects.keys(), ...prerequisites()]);
    const vendoredOnly = programs.flatMap(({ objects }) => [...objects].filter(([id]) => !others.has(id)));
    await operated.discard(vendoredOnly.map(([, object]) => object).filter(({ metadata: { name } }) => name.includes('kafka')));

    expect(newer?.kept).toEqual(older?.kept);
  });

  test.each([...written, ...specs])('%s', async (_name, described) => {
    const manifestsFrom = kafkaFolder(mirror.address);
    const one = synthesize((app) => described.describe(app, { manifestsFrom }));
    const other = synthesize((app) => described.describe(app, released()));
    // What is there before Knative comes from the same files in both ways.
    const brought = new Set([...one.objects.keys(), ...prerequisites()]);
    await operated.remove();
    // Definitions stay when an installation is removed.
    const stayed = await operated.definitions();
    const { refused } = await operated.install(one);
    const made = new Map([...await operated.made()].filter(([id]) => !stayed.has(id) || definitionsOf(other).has(id)));
    const own = [...other.objects].filter(([id, { kind }]) => kind === 'Namespace' || !brought.has(id))
      .map(([, object]) => object);
    const compared = compareWays(made, await asStored(empty.api, own));
    for (const known of compared.met) met.add(known);
    for (const [kind, count] of compared.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + count);
    row.judged += [...compared.kinds.values()].reduce((sum, count) => sum + count, 0);
    row.accepted += compared.equal;
    row.differing += compared.differing.length;
    row.note = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ');

    expect(refused).toEqual([]);
    expect(compared.differing.slice(0, SHOWN)).toEqual([]);
  });

  test('have no known difference that never occurs', () => {
    rowOf('known differences, each with its reason').notJudged = KNOWN.length;

    expect(KNOWN.filter((known) => !met.has(known)).map(({ line }) => line)).toEqual([]);
  });
});

describe('the release way', () => {
  const row = rowOf("the article's platform, applied in the order of its index");

  test('is applied in full to an empty server, and nothing is refused', async () => {
    const program = synthesize((app) => {
      ARTICLE.describe(app, released());
      describeServices(app);
    });
    const { objects, refused, warnings } = await empty.applyInOrder(program);
    row.judged = objects;
    row.accepted = objects - refused.length;
    row.differing = refused.length;
    row.note = `${warnings.length} warnings; waves: ${countsOf(program.index.objects.map(({ wave }) => wave))}`;

    expect(refused.slice(0, SHOWN)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  const steps = rowOf('objects of upgrades 1.20 to 1.23, applied by our command');
  const removed: string[] = [];
  let before: Synthesized | undefined;
  let kept: Kept = new Map();

  beforeAll(() => upgraded.start());
  afterAll(() => upgraded.stop());

  test.each(VERSIONS)('comes to %s step by step, services stay as they are, and what is removed is listed', async (version) => {
    const upgradingFrom = VERSIONS[VERSIONS.indexOf(version) - 1];
    const program = synthesize((app) => {
      ARTICLE.describe(app, released({ version, upgradingFrom }));
      describeServices(app);
    });
    const ended = await apply(program.folder, 'upgrades');
    const { code, out, err } = ended;
    steps.judged += program.objects.size;
    if (code === 0) steps.accepted += program.objects.size;
    else steps.differing += 1;
    expect(saidOf(ended)).toEqual({ code: 0, said: '' });

    const now = await servicesIn(upgraded.api, program);
    const last = program.index.objects.filter(({ wave }) => wave === String(Wave.MIGRATIONS));
    expect(last.map(({ kind }) => kind)).toEqual(last.map(() => 'Job'));
    expect(last.length > 0).toBe(before !== undefined);
    expect(program.index.objects.slice(-last.length || Infinity)).toEqual(last);
    if (before !== undefined) {
      expect(now).toEqual(kept);
      const gone = removedBetween(before, program);
      removed.push(...gone.map((id) => `${version}: ${id}`));
      expect(gone.filter((id) => !(out + err).includes(`\n  ${leftover(id)}: `))).toEqual([]);
    }
    kept = now;
    before = program;
    steps.note = `${kept.size} objects of users stay as they are; no longer there: ${removed.join(', ')}`;
  });

  test('fails on a step of two minor versions', () => {
    const step = { version: KnativeVersion.V1_22, upgradingFrom: KnativeVersion.V1_20 };
    const refusals = [released(step), { ...released(step), installedBy: InstalledBy.OPERATOR }]
      .map((way) => refusedBy((app) => ARTICLE.describe(app, way)));
    rowOf('steps of two minor versions').refused = refusals.length;

    expect(refusals.map((each) => each.some((refusal) => refusal.includes('KN-PLT-029')))).toEqual([true, true]);
  });
});

/** The definitions that a program writes, as they are compared. */
function definitionsOf({ objects }: Synthesized): ReadonlySet<string> {
  const names = [...objects.values()].filter(({ kind }) => kind === DEFINITION).map(({ metadata }) => metadata.name);
  return new Set(names.map((name) => `${DEFINITION} ${name}`));
}

/** Ids of the objects that are no part of Knative. */
function prerequisites(): string[] {
  const files = mirror.files.filter(({ component, file, from }) => from !== undefined
    && ([ComponentName.CERT_MANAGER, ComponentName.GATEWAY_API].includes(component) || file === 'contour.yaml'));
  return objectsIn(files.map((file) => path.join(vendored, vendoredPath(file)))).map(idOf);
}

/** The way of the operator, with all that the mirror has. */
function byOperator(more: Way = {}): Way {
  return {
    installedBy: InstalledBy.OPERATOR,
    releases: VendoredReleases.fromFolder(vendored),
    ...more,
  };
}

/** The way of release manifests, from what was vendored. */
function released(more: Way = {}): Way {
  return { installedBy: InstalledBy.RELEASE_MANIFESTS, releases: VendoredReleases.fromFolder(vendored), ...more };
}

describe('the command that vendors', () => {
  const row = rowOf('files that `vendor` brings from the mirror');

  test.each(Object.values(InstalledBy))('brings what an app needs, and nothing when it runs again: %s', async (installedBy) => {
    const folder = fs.mkdtempSync(path.join(home, 'app-'));
    fs.writeFileSync(path.join(folder, 'app.js'), appOf(installedBy));
    const command = `${process.execPath} -r ${require.resolve('ts-node/register/transpile-only')} app.js`;
    const run = () => cli(['vendor', '--app', command, '--mirror', mirror.address, '--plain'], folder, {
      TS_NODE_PROJECT: path.resolve('tsconfig.dev.json'),
    });
    const before = mirror.fetched.length;
    const first = await run();
    const files = filesOf(path.join(folder, 'releases'), '.yaml');
    row.judged += files.length;
    row.differing += files.length;
    const fetched = mirror.fetched.length - before;
    const again = await run();

    expect(saidOf(first)).toEqual({ code: 0, said: '' });
    expect(files.length).toBeGreaterThan(1);
    expect(fetched).toBe(files.length);
    expect(saidOf(again)).toEqual({ code: 0, said: '' });
    expect(mirror.fetched.length - before).toBe(fetched);
    const ofMirror = (file: string) => path.join(vendored, path.relative(path.join(folder, 'releases'), file));
    expect(files.filter((file) => !fs.readFileSync(file).equals(fs.readFileSync(ofMirror(file))))).toEqual([]);
    row.accepted += files.length;
    row.differing -= files.length;
  });
});

/** A program of the article's platform, as its user would start it. */
function appOf(installedBy: InstalledBy): string {
  const at = (file: string) => JSON.stringify(path.resolve(file));
  return `
    const { App } = require(${JSON.stringify(require.resolve('cdk8s'))});
    const { VendoredReleases } = require(${at('lib')});
    const { ARTICLE } = require(${at('conformance/releases/programs')});
    const app = new App();
    ARTICLE.describe(app, { installedBy: '${installedBy}', releases: VendoredReleases.fromFolder('releases') });
    app.synth();
  `;
}

/** What a command ended with, and the end of what it said where that was not well. */
function saidOf({ code, out, err }: Ended): { readonly code: number; readonly said: string } {
  return { code, said: code === 0 ? '' : (out + err).slice(-SAID) };
}

/** How our command calls an object of the index that is no longer there. */
function leftover(id: string): string {
  const [, kind = '', namespace = '', name = ''] = id.split('/');
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** How often each comes: `a 3, b 1`. */
function countsOf(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}

/** Where the files of a component are from: `real: …`, `derived: …`. */
function provenance(files: readonly MirrorFile[]): string {
  const by = new Map<string, Set<string>>();
  for (const { file, from } of files) {
    const key = from === undefined ? 'in no module' : `${from.origin} (${from.how.replace(/\d+\.\d+(\.\d+)?\b/, '*')})`;
    by.set(key, (by.get(key) ?? new Set()).add(file.replace('.yaml', '')));
  }
  return [...by].map(([key, names]) => `${key}: ${[...names].join(', ')}`).join('; ');
}

function compareReading(file: MirrorFile): { readonly lines: readonly string[]; readonly count: number } {
  const { component: name, version } = file;
  const { objects = [], problems = [] } = VendoredReleases.fromFolder(vendored)
    ._readFiles({ name, version, files: [file.file] })[file.file] ?? {};
  const theirs = readByKubectl(path.join(vendored, vendoredPath(file)));
  // What has no name gets one from us.
  for (const { metadata } of theirs) metadata.name ??= metadata.generateName?.replace(/-$/, '');
  const lines = [...problems.map(({ message }) => message), ...differences(objects, theirs).map(shown)];
  return { count: theirs.length, lines: lines.map((line) => `${vendoredPath(file)} ${line}`) };
}
