import { SETTINGS_MAPS } from '../../lib/settings';
import type { KubernetesObject } from '../control-plane/api-server';
import { inTurns } from '../judge/in-turns';
import { closePlanes, planeNamed } from '../judge/planes';
import { runProgram } from '../judge/program';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';
import { Installation } from '../platform/installation';
import { type Asked, type Compared, compareConfig, compareWorkloads } from '../platform/installed';
import { MISTAKES } from '../platform/mistakes';
import { readMaps } from '../platform/parsers';
import { generatedPrograms, type InstalledProgram, WRITTEN } from '../platform/programs';
import { NOT_TOLD, NOT_WRITTEN } from '../platform/reasons';
import { shippedMaps } from '../platform/shipped';
import { TABLES } from '../platform/tables';

const VERSIONS = ['1.20', '1.21', '1.22', '1.23'] as const;
const NEWEST = '1.23';
/** ConfigMaps that each table writes for the parsers, and those of them that go through admission too. */
const READ = 200;
const ADMITTED = 10;
const SHOWN = 5;
const OPERATED = 'operator.knative.dev/';

const NOTHING = { judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0 };
type Row = Omit<ReportRow, 'suite' | 'seconds'>;
type Counts = { -readonly [P in keyof Row]: Row[P] };

const rows: Counts[] = [];
const installation = new Installation();
const shipped = shippedMaps(NEWEST);

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
      differing.push(...counted(config, compareConfig(asked, installed)), ...counted(workloads, compareWorkloads(asked, installed)));
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
    const differing = await judge({ ...program, program: (chart) => { program.program(chart, installation.mirror); } }, true);

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
    const { data = {}, labels = {} } = shipped.find((each) => each.namespace === namespace && each.name === configMap) ?? {};
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
    const { data = {} } = shipped.find((each) => each.namespace === namespace && each.name === name) ?? {};
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
  const idsIn = (version: string) => shippedMaps(version).flatMap(({ namespace, name, keys }) => keys.map((key) => `${namespace}/${name} ${key}`));

  test('has a setting or a reason, and nothing has both', () => {
    const ids = new Set(idsIn(NEWEST));
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
    const wrong = [...known].filter(([id]) => NOT_TOLD[id] === undefined)
      .filter(([id, { since = VERSIONS[0] }]) => (since <= version) !== ids.has(id)).map(([id]) => id);

    expect(wrong).toEqual([]);
  });
});
