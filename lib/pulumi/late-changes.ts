import * as pulumi from '@pulumi/pulumi';
import type { App } from 'cdk8s';
import {
  apiObjectsAmong, clusterOf, formatProblem, type PlacedObject, placeObjects, type Problem, type ReadObject,
  renderForEngine, sourceLine, type SourceTrace, titleOfIdentity, withoutRun,
} from '../core';

/** How many objects a message names. */
const MOST_NAMED = 3;

/**
 * Looks at an app again when the program has run, up to where it waits for something: it fails the update by then. What
 * a callback of `apply` does to the app later is not seen.
 */
export function watchApp(
  app: App, objects: readonly ReadObject[], chartsOf: string | undefined, trace: SourceTrace,
): void {
  setImmediate(() => {
    for (const problem of checkLateChanges(app, objects, chartsOf)) {
      void pulumi.log.error(formatProblem(problem, sourceLine(trace)));
    }
  });
}

/**
 * What a program did with an app after `new Charts` had read it: objects that it added, and objects that it changed.
 * Neither would be in the cluster, and nobody would say so.
 */
function checkLateChanges(app: App, objects: readonly ReadObject[], chartsOf: string | undefined): Problem[] {
  const registered = new Set(objects.map(({ id }) => id));
  const wanted = apiObjectsAmong(app.node.findAll())
    .filter((object) => chartsOf === undefined || clusterOf(object) === chartsOf);
  const added = placeObjects(wanted).filter(({ id }) => !registered.has(id));
  // What is added changes others, such as a list of all objects: it is said alone.
  const changed = added.length > 0 ? [] : changedIn(app, objects);
  return [
    ...added.length === 0 ? [] : [late('added', added.map(titleOf))],
    ...changed.length === 0 ? [] : [late('changed', changed.map(titleOf))],
  ];
}

function changedIn(app: App, objects: readonly ReadObject[]): ReadObject[] {
  return renderForEngine(app, () => objects.filter(isChanged));
}

/** What is another thing each time that it is asked for, as a `Lazy` may be, was changed by nobody. */
function isChanged(object: ReadObject): boolean {
  const now = textOf(object);
  return now !== withoutRun(JSON.stringify(object.manifest)) && now === textOf(object);
}

function titleOf({ identity }: PlacedObject): string {
  return titleOfIdentity(identity);
}

/** What an object is now, with outputs by their names; nothing where it no longer can be written. */
function textOf({ object }: ReadObject): string | undefined {
  try {
    return withoutRun(JSON.stringify(object.toJson()));
  } catch {
    return undefined;
  }
}

function late(what: string, titles: readonly string[]): Problem {
  const more = titles.length - MOST_NAMED;
  const named = titles.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return {
    code: 'KN-PUL-009',
    message: `the program ${what} objects after \`new Charts\` had read the app: ${named}`,
    received: titles.length,
    allowed: 'an app that is whole when `new Charts` gets it; what only the deployment knows comes by `PulumiOutput`',
    fix: 'write `new Charts(...)` below all charts and constructs, and make none in a callback of `apply`',
  };
}
