import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Chart } from 'cdk8s';
import { Feature, Features, Ingress, KnativePlatform, KnativeVersion } from '../../lib';
import { flagPlace } from '../../lib/core';
import { SETTINGS_MAPS } from '../../lib/settings';
import type { KubernetesObject } from '../control-plane/api-server';
import { objectsIn } from '../control-plane/release';
import { inTurns } from '../judge/in-turns';
import { makeNamespaces } from '../judge/namespaces';
import { accessTo, closePlanes, planeFor, planeNamed } from '../judge/planes';
import { filesOf, runProgram } from '../judge/program';
import { programPath } from '../judge/programs';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';
import { Installation } from '../platform/installation';
import { type Asked, type Compared, compareConfig, compareWorkloads } from '../platform/installed';
import { MISTAKES } from '../platform/mistakes';
import { readMaps } from '../platform/parsers';
import { generatedPrograms, type InstalledProgram, WRITTEN } from '../platform/programs';
import { NOT_TOLD, NOT_WRITTEN } from '../platform/reasons';
import { type ShippedMap, shippedMaps } from '../platform/shipped';
import { TABLES } from '../platform/tables';

const VERSIONS = Object.values(KnativeVersion);
const NEWEST = KnativeVersion.V1_23;
/** ConfigMaps that each table writes for the parsers, and those of them that go through admission too. */
const READ = 200;
const ADMITTED = 10;
const SHOWN = 5;
/** Programs that have a golden. */
const EXAMPLES = filesOf('examples', '.golden.yaml')
  .map((file) => path.relative('examples', file.replace(/golden\.yaml$/, 'ts')));
const OPERATED = 'operator.knative.dev/';

const NOTHING = { judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0 };
type Row = Omit<ReportRow, 'suite' | 'seconds'>;
type Counts = { -readonly [P in keyof Row]: Row[P] };

const rows: Counts[] = [];
const installation = new Installation();
const shipped = shippedMaps(NEWEST);

function shippedMap(namespace: string, name: string): Partial<ShippedMap> {
  return shipped.find((each) => each.namespace === namespace && each.name === name) ?? {};
}

function rowOf(what: string, note?: string): Counts {
  const row = { what, ...NOTHING, note };
  rows.push(row);
  return row;
}

beforeAll(() => installation.start());
afterAll(async () => {
  report('10 platform', rows);
  await installation.stop();
  closePlanes();
});

describe('what a program says reaches the cluster', () => {
  const config = rowOf('keys, as the operator writes them');
  const workloads = rowOf('workloads, as the operator makes them');
  const written = new Set<string>();
  let last: readonly KubernetesObject[] = [];

  async function judge({ name, program }: InstalledProgram, anew = false): Promise<string[]> {
    const { refusals, objects } = runProgram(program, 'platform', 'defaults');
    if (refusals.length > 0) throw new Error(`we refuse a valid program, ${name}: ${refusals.join('\n')}`);
    await (anew ? installation.installAnew(objects) : installation.install(objects));
    last = objects.filter(({ apiVersion }) => apiVersion.startsWith(OPERATED));
    return (await compareAll()).map((each) => `${name}: ${each}`);
  }

  async function compareAll(): Promise<string[]> {
    const differing: string[] = [];
    for (const { kind, spec, metadata } of last) {
      const installed = await installation.madeOf(kind);
      const asked = spec as Asked;
      differing.push(...counted(config, compareConfig(asked, installed)));
      differing.push(...counted(workloads, compareWorkloads(asked, installed)));
      for (const [map, data] of Object.entries(asked.config ?? {})) {
        const whole = installed.get('ConfigMap', map) === undefined ? `config-${map}` : map;
        for (const key of Object.keys(data)) written.add(`${metadata.namespace ?? ''}/${whole} ${key}`);
      }
    }
    return differing;
  }

  function counted(row: Counts, { asked, missing }: Compared): readonly string[] {
    row.judged += asked;
    row.accepted += asked - missing.length;
    row.differing += missing.length;
    return missing;
  }

  test('of generated settings', async () => {
    const differing: string[] = [];
    for (const program of generatedPrograms(SEED, installation.mirror)) differing.push(...await judge(program));

    expect(differing.slice(0, SHOWN)).toEqual([]);
    expect(config.judged).toBeGreaterThan(0);
  });

  test.each(WRITTEN.map((program) => [program.name, program] as const))('of %s', async (_name, program) => {
    const installed = { ...program, program: (chart: Chart) => { program.program(chart, installation.mirror); } };
    const differing = await judge(installed, true);

    expect(differing.slice(0, SHOWN)).toEqual([]);
    expect(workloads.judged).toBeGreaterThan(0);
  });

  test('and stays when the operator is started again, which takes back what somebody else wrote', async () => {
    const edited = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kafka-broker-config', namespace: 'knative-eventing' } };
    const asked = last.find(({ kind }) => kind === 'KnativeEventing')?.spec as Asked | undefined;
    const servers = asked?.config?.['kafka-broker-config']?.['bootstrap.servers'] ?? 'my-cluster-kafka-bootstrap.kafka:9092';
    const serversNow = async () => ((await installation.get(edited))?.data as Readonly<Record<string, string>>)['bootstrap.servers'];
    await installation.restart(async () => {
      await installation.edit({ ...edited, data: { 'bootstrap.servers': 'somebody.example.com:9092' } });
      expect(await serversNow()).toBe('somebody.example.com:9092');
    });
    await installation.until('the operator writes kafka-broker-config again', async () => await serversNow() === servers);

    expect((await compareAll()).slice(0, SHOWN)).toEqual([]);
  });

  test('for every key of every table', () => {
    const keys = SETTINGS_MAPS.flatMap(({ namespace, configMap, keys: own }) => own.map(({ key }) => `${namespace}/${configMap} ${key}`));

    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => !written.has(key))).toEqual([]);
  });
});

describe('what we take, Knative takes', () => {
  const read = rowOf('ConfigMaps, as Knative’s constructors read them');
  const admitted = rowOf('ConfigMaps, as Knative’s webhooks admit them');
  const withoutParser = new Set<string>();

  test.each(TABLES.map((table) => [table.namespace, table.configMap, table] as const))('in %s, %s', async (namespace, configMap, table) => {
    const { data = {}, labels = {} } = shippedMap(namespace, configMap);
    const maps = table.sample(READ, SEED).map((own) => ({ namespace, name: configMap, data: { ...data, ...own } }));
    const readings = await readMaps(maps);
    const refused = readings.flatMap(({ refusal, warnings = [] }, at) => (
      refusal === undefined && warnings.length === 0 ? [] : [{ refusal, warnings, data: maps[at]?.data }]));
    if (readings.some(({ parser }) => parser === undefined)) {
      withoutParser.add(configMap);
      read.notJudged += readings.length;
    } else {
      read.judged += readings.length;
      read.accepted += readings.length - refused.length;
    }
    read.differing += refused.length;
    read.note = `no constructor here: ${[...withoutParser].join(', ')}`;
    const verdicts = await inTurns(maps.slice(0, ADMITTED), (map) => planeNamed('defaults').apply({
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: map.name, namespace, labels }, data: map.data,
    }, { force: true, dryRun: true }));
    const words = verdicts.filter(({ accepted }) => !accepted).map((verdict) => verdict.words);
    admitted.judged += verdicts.length;
    admitted.accepted += verdicts.length - words.length;
    admitted.differing += words.length;

    expect(refused.slice(0, SHOWN)).toEqual([]);
    expect(words.slice(0, SHOWN)).toEqual([]);
  });
});

describe('what we refuse, Knative refuses', () => {
  const row = rowOf('mistakes in settings');

  test.each(MISTAKES.map((mistake) => [mistake.configMap, mistake.mistake, mistake] as const))('in %s: %s', async (_map, _what, mistake) => {
    row.judged += 1;
    row.differing += 1;
    const { namespace, configMap: name, code, codes, words, stricter } = mistake;
    const { data = {} } = shippedMap(namespace, name);
    const [{ refusal = '', warnings = [] } = {}] = await readMaps([{ namespace, name, data: { ...data, ...mistake.data } }]);
    const said = [refusal, ...warnings].join(' ');

    expect(codes).toContain(code);
    expect((words === undefined) !== (stricter === undefined)).toBe(true);
    if (words === undefined) expect(refusal).toBe('');
    else expect(said).toContain(words);
    row[words === undefined ? 'accepted' : 'refused'] += 1;
    row.differing -= 1;
    row.note = `stricter in ${row.accepted}: what Knative takes and ignores, or nobody here reads`;
  });
});

describe('every key that a release ships', () => {
  const known = new Map<string, (typeof SETTINGS_MAPS)[number]['keys'][number]>(SETTINGS_MAPS.flatMap(({ namespace, configMap, keys }) => (
    keys.map((key) => [`${namespace}/${configMap} ${key.key}`, key] as const))));
  const idsIn = (version: string): string[] => shippedMaps(version)
    .flatMap(({ namespace, name, keys }) => keys.map((key) => `${namespace}/${name} ${key}`));
  const allIds = new Set(idsIn(NEWEST));

  test('has a setting or a reason, and nothing has both', () => {
    const ids = allIds;
    for (const { namespace, name, keys } of shipped.filter((map) => map.keys.length > 0)) {
      const covered = keys.filter((key) => known.has(`${namespace}/${name} ${key}`)).length;
      const excused = keys.filter((key) => NOT_WRITTEN[`${namespace}/${name} ${key}`] !== undefined).length;
      Object.assign(rowOf(`${namespace}/${name}`, `${covered}/${keys.length} keys covered`), {
        judged: keys.length, accepted: covered, differing: keys.length - covered - excused, notJudged: excused,
      });
    }

    expect(ids.size).toBeGreaterThan(200);
    expect([...ids].filter((id) => !known.has(id) && NOT_WRITTEN[id] === undefined)).toEqual([]);
    expect(Object.keys(NOT_WRITTEN).filter((id) => known.has(id) || !ids.has(id))).toEqual([]);
    expect([...known.keys()].filter((id) => !ids.has(id) && NOT_TOLD[id] === undefined)).toEqual([]);
    expect(Object.keys(NOT_TOLD).filter((id) => ids.has(id) || !known.has(id))).toEqual([]);
  });

  test.each(VERSIONS)('is one that Knative %s has, if we say so', (version) => {
    const ids = new Set(idsIn(version));
    const flags = Object.values(Feature).map((flag) => ({ flag, ...flagPlace(flag) }))
      .map(({ flag, namespace, configMap }) => ({ flag, id: `${namespace}/${configMap} ${flag}` }));
    const isFlag = (id: string) => flags.some((flag) => flag.id === id);
    const wrong = [...known].filter(([id]) => NOT_TOLD[id] === undefined && !isFlag(id))
      .filter(([id, { since = KnativeVersion.V1_20 }]) => (since <= version) !== ids.has(id)).map(([id]) => id);
    const wrongFlags = flags.filter(({ id }) => allIds.has(id)).filter(({ flag, id }) => {
      const { refusals } = runProgram((chart) => {
        const features = Features.asReleased().enable(flag);
        new KnativePlatform(chart, 'platform', { version, ingress: Ingress.kourier(), features, kafka: {} });
      }, 'platform', 'defaults');
      return ids.has(id) === refusals.some((refusal) => refusal.includes(flag));
    });

    expect(wrong).toEqual([]);
    expect(wrongFlags.map(({ id }) => id)).toEqual([]);
  });
});

describe('the folder of an example', () => {
  const row = rowOf('output folders, as kubectl applies them');

  test.each(EXAMPLES)('%s is taken by kubectl apply -R', async (example) => {
    row.judged += 1;
    row.differing += 1;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-dist-'));
    const outdir = path.join(folder, 'dist');
    const source = path.join('examples', example);
    // One program for several environments has a folder for each.
    const own = path.join(outdir, fs.existsSync(source) ? '' : path.basename(example, '.ts'));
    const run = (file: string, args: readonly string[]) => spawnSync(file, args, {
      encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: outdir },
    });
    try {
      const synth = run('npx', ['ts-node', '-T', '-P', 'examples/tsconfig.json', fs.existsSync(source) ? source : path.join(path.dirname(source), 'main.ts')]);
      expect({ status: synth.status, said: synth.status === 0 ? '' : synth.stderr }).toEqual({ status: 0, said: '' });
      const strangers = filesOf(own, '').filter((file) => fs.statSync(file).isFile() && !file.endsWith('.k8s.yaml'));
      // Those that are there before the program.
      const objects = objectsIn(filesOf(own, '.k8s.yaml'));
      const plane = planeFor(objects);
      await makeNamespaces(planeNamed(plane), objects, new Set());
      const apply = ['--kubeconfig', accessTo(plane).kubeconfig, 'apply', '-R', '-f', own];
      const applied = run(programPath('kubectl'), apply);

      expect(strangers).toEqual([]);
      const said = applied.status === 0 ? '' : applied.stderr;
      expect({ status: applied.status, said }).toEqual({ status: 0, said: '' });
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    row.accepted += 1;
    row.differing -= 1;
  });
});
