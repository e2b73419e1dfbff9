import type { ApiObject } from 'cdk8s';
import { objectId, type ObjectIdentity, type Problem, type ReadObject, titleOfIdentity } from '../core';
import type { RenamedObject } from './charts-options';
import { objectIn, unknownObject } from './construct-objects';

/** What objects were called before, and what is wrong with that. */
export interface FormerNames {
  readonly former: ReadonlyMap<ApiObject, readonly RenamedObject[]>;
  readonly problems: readonly Problem[];
}

/**
 * Finds the objects that a program renamed. A former name belongs to one object: Pulumi would fail in the middle of the
 * update where two resources claim what one resource was. Follows getOldResource of
 * pkg/resource/deploy/step_generator.go of pulumi.
 * @param charts name of the `Charts`
 */
export function formerOf(
  charts: string, objects: readonly ReadObject[], renamed: readonly RenamedObject[],
): FormerNames {
  const present = new Map(objects.map((object) => [object.object, object]));
  const ids = new Set(objects.map(({ id }) => id));
  const claimed = new Map<string, ObjectIdentity>();
  const former = new Map<ApiObject, readonly RenamedObject[]>();
  const problems: Problem[] = [];
  for (const each of renamed) {
    const found = objectIn(each.object, present);
    const read = found === undefined ? undefined : present.get(found);
    if (read === undefined) {
      problems.push(unknownObject(each.object));
      continue;
    }
    const before = formerIdentity(read.identity, each);
    const isHere = each.charts === undefined || each.charts === charts;
    const place = `${isHere ? charts : each.charts}::${objectId(before)}`;
    const problem = checkSaysSomething(read, before, each)
      ?? checkGone(read, before, isHere && ids.has(objectId(before)) && objectId(before) !== read.id)
      ?? checkFree(read, before, claimed.get(place));
    if (problem !== undefined) problems.push(problem);
    claimed.set(place, read.identity);
    former.set(read.object, [...former.get(read.object) ?? [], each]);
  }
  return { former, problems };
}

function formerIdentity(identity: ObjectIdentity, { name, namespace }: RenamedObject): ObjectIdentity {
  return { ...identity, name: name ?? identity.name, namespace: (namespace ?? identity.namespace ?? '') || undefined };
}

/** A `Charts` whose name differs from stack to stack may well have an entry of its own name. */
function checkSaysSomething(
  object: ReadObject, before: ObjectIdentity, { charts }: RenamedObject,
): Problem | undefined {
  if (charts !== undefined || objectId(before) !== object.id) return undefined;
  return wrong(`\`renamed\` does not say what ${titleOfIdentity(object.identity)} was called`,
    'write what it was called in the last deployment, `name`, `namespace` or `charts`, or leave the entry out');
}

function checkGone(object: ReadObject, before: ObjectIdentity, isThere: boolean): Problem | undefined {
  if (!isThere) return undefined;
  const message = `${titleOfIdentity(object.identity)} is said to have been ${titleOfIdentity(before)}, which is an object of the app itself`;
  return wrong(message,
    'leave the entry out, and the object is made anew; or rename the two in two deployments, one after the other');
}

function checkFree(object: ReadObject, before: ObjectIdentity, other: ObjectIdentity | undefined): Problem | undefined {
  if (other === undefined || objectId(other) === object.id) return undefined;
  return wrong(`${titleOfIdentity(object.identity)} is said to have been ${titleOfIdentity(before)}, and so is ${titleOfIdentity(other)}`,
    'leave one of the entries out: that object is made anew');
}

function wrong(message: string, fix: string): Problem {
  return {
    code: 'KN-PUL-014',
    message,
    received: undefined,
    allowed: 'a former name that no other object of the app has, or had too',
    fix,
  };
}
