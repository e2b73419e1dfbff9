import * as path from 'node:path';
import type { KubernetesObject } from '../control-plane/api-server';
import { coverageOf } from '../fields/coverage';
import { beyondOf } from '../fields/embedded';
import type { CustomResourceDefinition } from '../fields/schema';
import { judgeChanges } from '../judge/immutability';
import { lostFrom } from '../judge/loss';
import { makeNamespaces } from '../judge/namespaces';
import { closePlanes, planeNamed } from '../judge/planes';
import { filesOf, runProgram } from '../judge/program';
import { report, type ReportRow } from '../judge/report';
import type { KindProgram } from '../programs/program';

const FOLDER = path.join(__dirname, '..', 'programs');
/** `CONFORMANCE_ONLY=broker,trigger` judges the programs of these files only. */
const ONLY = process.env.CONFORMANCE_ONLY?.split(',');
const APPLIER = 'programs';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** Kinds of the groups of Knative that no program writes. */
const NOT_WRITTEN: Readonly<Record<string, string>> = {
  'serving.knative.dev/Revision': 'made by the Configuration',
  'autoscaling.internal.knative.dev/Metric': 'made by Knative',
  'autoscaling.internal.knative.dev/PodAutoscaler': 'made by Knative',
  'caching.internal.knative.dev/Image': 'made by Knative',
  'networking.internal.knative.dev/Certificate': 'made by Knative',
  'networking.internal.knative.dev/Ingress': 'made by Knative',
  'networking.internal.knative.dev/ServerlessService': 'made by Knative',
  'internal.kafka.eventing.knative.dev/Consumer': 'made by Knative',
  'internal.kafka.eventing.knative.dev/ConsumerGroup': 'made by Knative',
};

const PROGRAMS = filesOf(FOLDER, '.ts').filter((file) => path.basename(file) !== 'program.ts')
  .filter((file) => ONLY?.includes(path.basename(file, '.ts')) ?? true)
  .map((file) => jest.requireActual<{ program: KindProgram }>(file).program)
  .map((program) => [program.kind, program] as const);

const api = planeNamed('flags');
const rows: Omit<ReportRow, 'suite' | 'seconds'>[] = [];
let definitions: readonly CustomResourceDefinition[] = [];

beforeAll(async () => {
  definitions = await api.list(DEFINITIONS) as unknown as readonly CustomResourceDefinition[];
});
afterAll(() => {
  report('2 fields', rows);
  closePlanes();
});

describe.each(PROGRAMS)('the kind %s', (kind, program) => {
  const namespace = `fields-${kind.toLowerCase()}-${process.pid}`;
  const { refusals, objects } = runProgram(program.program, namespace, 'flags');
  const own = objects.filter((object) => object.kind === kind && object.apiVersion === program.apiVersion);

  test('has every field within reach, or a reason', async () => {
    const definition = definitionOf(program);
    const embedded = await beyondOf(program, (path) => api.read(path));
    const { covered, notCovered, excused, untyped, errors } = coverageOf(definition, program, objects, embedded);
    const total = covered.length + notCovered.length + Object.keys(excused).length;
    const beyond = untyped.length > 0 ? `, and ${untyped.length} where the schema takes anything` : '';
    rows.push({
      what: kind, judged: total, accepted: covered.length, refused: 0, differing: notCovered.length,
      notJudged: Object.keys(excused).length, note: `${covered.length}/${total} fields covered${beyond}`,
    });

    expect(refusals).toEqual([]);
    expect(errors).toEqual([]);
    expect(notCovered).toEqual([]);
  });

  test('is taken with all of them, without a warning, and none is dropped', async () => {
    await makeNamespaces(api, objects, new Set());
    for (const object of objects) {
      const { words, warnings, stored } = await api.apply(object, { fieldManager: APPLIER, force: true });

      expect({ object: object.metadata.name, words, warnings, lost: lostFrom(object, stored) })
        .toEqual({ object: object.metadata.name, words: '', warnings: [], lost: [] });
    }
  });

  test('keeps what the library calls immutable by admission, and nothing else', async () => {
    const differing: string[] = [];
    const judged = new Set<string>();
    for (const object of own) differing.push(...(await judgeChanges(api, object, APPLIER, judged)).differing);

    expect(differing).toEqual([]);
  });
});

if (ONLY === undefined) {
  test('every kind of Knative that a cluster serves has a program, or a reason', () => {
    const served = definitions.filter(({ spec }) => spec.group.endsWith('knative.dev'))
      .map(({ spec }) => `${spec.group}/${spec.names.kind}`);
    const written = new Set(PROGRAMS.map(([kind, { apiVersion }]) => `${apiVersion.split('/')[0] ?? ''}/${kind}`));

    expect(served.filter((kind) => !written.has(kind) && NOT_WRITTEN[kind] === undefined)).toEqual([]);
  });
}

function definitionOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): CustomResourceDefinition {
  const found = definitions.find(({ spec }) => spec.names.kind === kind && apiVersion.startsWith(`${spec.group}/`));
  if (found === undefined) throw new Error(`the plane serves no ${kind} of ${apiVersion}`);
  return found;
}
