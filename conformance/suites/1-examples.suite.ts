import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../control-plane/api-server';
import { fieldsOf, lostFrom } from '../judge/loss';
import { judgeChanges } from '../judge/immutability';
import { makeNamespaces } from '../judge/namespaces';
import { closePlanes, planeFor, planeNamed } from '../judge/planes';
import { filesOf } from '../judge/program';
import { report, type ReportRow } from '../judge/report';

const EXAMPLES = path.resolve(__dirname, '..', '..', 'examples');
const GOLDENS = filesOf(EXAMPLES, '.golden.yaml');
/** The controller of SinkBindings labels a namespace that has one, and may do so at the same moment. */
const BINDING_LABEL = 'metadata.labels.bindings.knative.dev/include';
/** Somebody who installs by hand, and was there before the program. */
const APPLIER = 'examples';

const rows: Omit<ReportRow, 'suite' | 'seconds'>[] = [];
const changes = { what: 'changes of one value on top', judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: 0 };

afterAll(() => {
  report('1 examples', [...rows, changes]);
  closePlanes();
});

describe.each(GOLDENS.map((file) => [path.relative(EXAMPLES, file), file]))('the example %s', (name, file) => {
  const objects = objectsIn(file);
  const api = planeNamed(planeFor(objects));
  const before = new Map<KubernetesObject, KubernetesObject | undefined>();
  const row = { what: name, judged: objects.length, accepted: 0, refused: 0, differing: 0, notJudged: 0 };

  beforeAll(async () => {
    rows.push(row);
    await makeNamespaces(api, objects, new Set());
    for (const object of objects) before.set(object, await api.get(object));
  });
  // The next example finds what this one found.
  afterAll(async () => {
    for (const object of [...objects].reverse()) {
      const earlier = before.get(object);
      if (earlier === undefined) await api.deleteWhole(object);
      else await api.applyOrThrow(restored(earlier), { fieldManager: APPLIER, force: true });
    }
  });

  test('is taken whole, without a warning', async () => {
    const differing: string[] = [];
    for (const object of objects) {
      // What a release made belongs to its installer; only there may fields be taken over.
      const force = before.get(object) !== undefined;
      const { accepted, words, warnings, stored } = await api.apply(object, { fieldManager: APPLIER, force });
      row.accepted += accepted ? 1 : 0;
      row.refused += accepted ? 0 : 1;
      const lost = accepted ? lostFrom(object, stored) : [];
      if (words === '' && warnings.length === 0 && lost.length === 0) continue;
      row.differing += 1;
      differing.push(`${titleOf(object)}: ${[words, ...warnings, ...lost].join('; ')}`);
    }

    expect(differing).toEqual([]);
  });

  test('changes nothing when it is applied again', async () => {
    for (const object of objects) {
      const stored = fieldsOf(await api.get(object));
      const { words, stored: again } = await api.apply(object, { fieldManager: APPLIER });
      const now = fieldsOf(again);
      const changed = [...new Set([...stored.keys(), ...now.keys()])]
        .filter((field) => stored.get(field) !== now.get(field) && field !== BINDING_LABEL)
        // An apply changes no status; the webhook, which looks after bindings as well, writes it when it comes to it.
        .filter((field) => !field.startsWith('status.'));

      expect({ object: titleOf(object), words, changed }).toEqual({ object: titleOf(object), words: '', changed: [] });
    }
  });

  test('keeps what the library calls immutable by admission, and nothing else', async () => {
    const differing: string[] = [];
    for (const object of objects) {
      const kept = await judgeChanges(api, object, APPLIER);
      changes.judged += kept.changes;
      changes.refused += kept.refused;
      changes.accepted += kept.changes - kept.refused;
      changes.differing += kept.differing.length;
      differing.push(...kept.differing);
    }

    expect(differing).toEqual([]);
  });

  test('loses nothing that a release had put there', async () => {
    for (const [object, earlier] of before) {
      if (earlier === undefined) continue;
      const now = fieldsOf(await api.get(object));
      const lost = [...fieldsOf(earlier)].map(([field]) => field).filter((field) => !now.has(field));

      expect({ object: titleOf(object), lost }).toEqual({ object: titleOf(object), lost: [] });
    }
  });
});

/** The objects of a golden, which sorts them for its readers: namespaces come first, as in every installation. */
function objectsIn(file: string): KubernetesObject[] {
  // The version of YAML that cdk8s writes and Kubernetes reads.
  const documents = parseAllDocuments(fs.readFileSync(file, 'utf8'), { version: '1.1' });
  const objects = documents.map((document) => document.toJS() as KubernetesObject);
  const isNamespace = ({ apiVersion, kind }: KubernetesObject) => apiVersion === 'v1' && kind === 'Namespace';
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))];
}

function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

/** The object as it was, without what only the server writes. */
function restored({ apiVersion, kind, metadata, ...fields }: KubernetesObject): KubernetesObject {
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, namespace, labels: metadata.labels }, ...fields };
}
