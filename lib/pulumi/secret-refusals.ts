import * as pulumi from '@pulumi/pulumi';
import {
  formatProblem, ownerOf, type Problem, type ReadObject, show, sourceLine, titleOfIdentity, traceOf,
} from '../core';
import { type LatePlace, placesOf } from './output-places';

/** By object, whether something of its app was refused early. */
const EARLY = new WeakMap<ReadObject, Promise<boolean>>();

interface OpenPlace {
  readonly object: ReadObject;
  readonly place: LatePlace;
}

/**
 * For `dependsOn` of the component: rejects where a secret that is known to be one at once, such as a secret of the
 * configuration, stands elsewhere than in a Secret, so that nothing at all is registered. What is a secret by the state
 * of a resource is known when that resource is there, and rejects the objects that have it; see `resolveOutputs`.
 * @returns nothing where the app has no outputs outside of Secrets
 */
export function refusedSecrets(objects: readonly ReadObject[]): Promise<pulumi.Resource[]> | undefined {
  const open = objects.flatMap((object): OpenPlace[] =>
    placesOf(object, object.manifest).filter(({ isInSecret }) => !isInSecret).map((place) => ({ object, place })));
  if (open.length === 0) return undefined;
  const refused = refuseEarly(open);
  const isRefused = refused.then(() => false, () => true);
  for (const { object } of open) EARLY.set(object, isRefused);
  return refused;
}

async function refuseEarly(open: readonly OpenPlace[]): Promise<pulumi.Resource[]> {
  const secret = new Set<OpenPlace>();
  const asked = open.map(async (each) => { if (await isSecret(each)) secret.add(each); });
  // What the program has in its hands is known by then, whatever it did with it; outputs of resources are not.
  await Promise.race([Promise.all(asked), new Promise((resolve) => { setImmediate(resolve); })]);
  refuse(open.filter((each) => secret.has(each)));
  return [];
}

/** Rejects where an output of one object is a secret, as soon as that is known of all of them. */
export async function refuseSecrets(object: ReadObject, places: readonly LatePlace[]): Promise<void> {
  // The component has said so for all of them, and none is registered without it.
  if (await EARLY.get(object) === true) await new Promise(() => undefined);
  const open = places.map((place) => ({ object, place }));
  const secret = await Promise.all(open.map(isSecret));
  refuse(open.filter((_, index) => secret[index]));
}

async function isSecret({ place: { held } }: OpenPlace): Promise<boolean> {
  try {
    return held !== undefined && await pulumi.isSecret(held.output);
  } catch {
    // Whatever it comes from has failed, and says so itself.
    return false;
  }
}

function refuse(secret: readonly OpenPlace[]): void {
  if (secret.length === 0) return;
  const lines = new Set(secret.map((each) => formatProblem(openSecret(each), lineOf(each))));
  throw new pulumi.RunError([...lines].join('\n'));
}

/** The construct that wrote the object, or where the program made the output a text: cdk8s remembers neither. */
function lineOf({ object: { object }, place: { held } }: OpenPlace): string | undefined {
  return sourceLine(traceOf(ownerOf(object))) ?? sourceLine(held?.trace ?? {});
}

function openSecret({ object, place: { field, held } }: OpenPlace): Problem {
  return {
    code: 'KN-PUL-040',
    message: `${titleOfIdentity(object.identity)} has at ${show(field)} a secret of Pulumi (${show(held?.name)}), which anybody who `
      + 'reads the object would see',
    received: undefined,
    allowed: 'secrets in `data` and `stringData` of a Secret',
    fix: "put it into a Secret, `new OutputSecret(chart, 'credentials', { stringData: { password } })`, and read it from "
      + "there, `Env.fromSecret(secret, 'password')`; or say that it is none, `pulumi.unsecret(output)`",
  };
}
