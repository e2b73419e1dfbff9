import * as path from 'node:path';
import { groupOf, KINDS } from '../../lib/core';
import type { KubernetesObject } from '../control-plane/api-server';
import { coverageOf } from '../fields/coverage';
import { beyondOf } from '../fields/embedded';
import type { CustomResourceDefinition } from '../fields/schema';
import { objectsByHand } from '../judge/by-hand';
import { judgeChanges, Proofs } from '../judge/immutability';
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
const changed = { what: 'changes of one value on top', judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0 };
const proofs = new Proofs();
let definitions: readonly CustomResourceDefinition[] = [];

beforeAll(async () => {
  definitions = await api.list(DEFINITIONS) as unknown as readonly CustomResourceDefinition[];
});
afterAll(() => {
  report('2 fields', [...rows, changed]);
  closePlanes();
});

describe.each(PROGRAMS)('the kind %s', (kind, program) => {
  const namespace = `fields-${kind.toLowerCase()}-${process.pid}`;
  const { refusals, objects } = runProgram(program.program, namespace, 'flags');
  const row = { what: kind as string, judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0, note: '' };
  // What a construct brings with it and has no definition of its own is judged where it appears.
  const own = objects.filter(({ kind: other, apiVersion }) => (
    (other === kind && apiVersion === program.apiVersion) || apiVersion.startsWith('rbac.authorization.k8s.io/')));

  beforeAll(() => rows.push(row));

  test('has every field within reach, or a reason', async () => {
    const definition = definitionOf(program);
    const embedded = await beyondOf(program, (path) => api.read(path));
    const { covered, notCovered, excused, untyped, errors } = coverageOf(definition, program, objects, embedded);
    const total = covered.length + notCovered.length + Object.keys(excused).length;
    const beyond = untyped.length > 0 ? `, and ${untyped.length} where the schema takes anything` : '';
    Object.assign(row, {
      judged: total, accepted: covered.length, differing: notCovered.length + errors.length,
      notJudged: Object.keys(excused).length, note: `${covered.length}/${total} fields covered${beyond}`,
    });

    expect(refusals).toEqual([]);
    expect(errors).toEqual([]);
    expect(notCovered).toEqual([]);
  });

  test('is taken with all of them, without a warning, and none is dropped', async () => {
    await makeNamespaces(api, objects, new Set());
    const differing: string[] = [];
    for (const object of objects) {
      const { accepted, words, warnings, stored } = await api.apply(object, { fieldManager: APPLIER, force: true });
      row.refused += accepted ? 0 : 1;
      // What cdk8s-plus writes is not for us to say.
      const lost = accepted && isOurs(object) ? lostFrom(object, stored) : [];
      if (words === '' && warnings.length === 0 && lost.length === 0) continue;
      differing.push(`${object.kind} ${object.metadata.name}: ${[words, ...warnings, ...lost].join('; ')}`);
    }

    row.differing += differing.length;
    expect(differing).toEqual([]);
  });

  test('keeps what the library calls immutable by admission, and nothing else', async () => {
    const differing: string[] = [];
    for (const object of own) {
      const kept = await judgeChanges(api, object, APPLIER, proofs);
      changed.judged += kept.changes;
      changed.refused += kept.refused;
      changed.accepted += kept.changes - kept.refused;
      differing.push(...kept.differing);
    }

    changed.differing += differing.length;
    expect(differing).toEqual([]);
  });
});

if (ONLY === undefined) {
  test('every kind of Knative that a cluster serves has a program, or a reason', () => {
    const served = definitions.filter(({ spec }) => spec.group.endsWith('knative.dev'))
      .map(({ spec }) => `${spec.group}/${spec.names.kind}`);
    const written = new Set(PROGRAMS.map(([kind, { apiVersion }]) => `${groupOf(apiVersion)}/${kind}`));

    expect(served.filter((kind) => !written.has(kind) && NOT_WRITTEN[kind] === undefined)).toEqual([]);
  });

  test('what is written by hand keeps what the library says, and nothing else', async () => {
    const objects = objectsByHand(`fields-by-hand-${process.pid}`);
    await makeNamespaces(api, objects, new Set());
    const differing: string[] = [];
    for (const object of objects) {
      await api.applyOrThrow(object, { fieldManager: APPLIER });
      differing.push(...(await judgeChanges(api, object, APPLIER, proofs)).differing);
    }

    expect(differing).toEqual([]);
  });

  test('the server showed of everything in the table that it is kept', () => {
    expect(proofs.missing()).toEqual([]);
  });
}

function isOurs({ apiVersion, kind }: KubernetesObject): boolean {
  return Object.values(KINDS).some((known) => known.apiVersion === apiVersion && known.kind === kind);
}

function definitionOf({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): CustomResourceDefinition {
  const found = definitions.find(({ spec }) => spec.names.kind === kind && apiVersion.startsWith(`${spec.group}/`));
  if (found === undefined) throw new Error(`the plane serves no ${kind} of ${apiVersion}`);
  return found;
}
