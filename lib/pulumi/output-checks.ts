import * as pulumi from '@pulumi/pulumi';
import {
  formatProblem, isLateText, lateNames, type PlacedObject, type Problem, type ReadObject, show, unknownKey,
} from '../core';
import { type LatePlace, placesIn, visitTexts } from './output-places';
import { type HeldOutput, OutputForm } from './output-registry';

/** What Pulumi writes where an output is made a text; follows `toString` and `toJSON` of sdk/nodejs/output.ts. */
const MADE_TEXT = '[Output<T>]';

/** An object as messages name it: ``Deployment `shop/web` ``. */
export function titleOfObject({ identity: { kind, name, namespace } }: Pick<PlacedObject, 'identity'>): string {
  return `${kind} ${show(namespace === undefined ? name : `${namespace}/${name}`)}`;
}

/**
 * What is wrong with the late values of objects that were read, before anything is registered: whatever Pulumi would
 * not find, or put on the cluster as the text that stands for it.
 */
export function checkOutputs(objects: readonly ReadObject[]): Problem[] {
  return objects.flatMap((object) => {
    const problems: Problem[] = [];
    visitTexts(object.manifest, isSuspect, (field, text, isKey) => {
      if (text.includes(MADE_TEXT)) problems.push(madeText(object, field));
      problems.push(...placesIn(object, field, text, isKey).flatMap((place) => checkPlace(object, place)));
    });
    return problems;
  });
}

function isSuspect(text: string): boolean {
  return isLateText(text) || text.includes(MADE_TEXT);
}

function checkPlace(object: ReadObject, { field, text, isKey, held }: LatePlace): Problem[] {
  if (isKey) return [unknownKey(titleOfObject(object), field, text)];
  return held === undefined ? [foreign(object, field, text)] : [];
}

function foreign(object: ReadObject, field: string, text: string): Problem {
  return {
    code: 'KN-PUL-043',
    message: `${titleOfObject(object)} has at ${show(field)} a token that Pulumi does not resolve: ${lateNames(text)}`,
    received: text,
    allowed: 'values that the program knows, and outputs of Pulumi, with `PulumiOutput`',
    fix: 'where a stack of AWS CDK makes the value, read it from there, such as an output of the stack; or apply the app '
      + 'from that stack, `cluster.apply(app)`',
  };
}

function madeText(object: ReadObject, field: string): Problem {
  return {
    code: 'KN-PUL-041',
    message: `${titleOfObject(object)} has at ${show(field)} an output of Pulumi that was made a text when the program ran`,
    received: undefined,
    allowed: 'outputs as the whole value of a field, and `PulumiOutput.asString(output)` in texts, patches and JSON',
    fix: 'write `PulumiOutput.asString(output)` where the text, the `JsonPatch` or the JSON is made',
  };
}

const TYPES: Readonly<Record<OutputForm, (value: unknown) => boolean>> = {
  [OutputForm.TEXT]: (value) => typeof value === 'string',
  [OutputForm.NUMBER]: (value) => typeof value === 'number',
  [OutputForm.LIST]: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  [OutputForm.ANY]: () => true,
};

/**
 * The value of an output at the deployment, where it is what the program said that it is. What it holds is never said.
 */
export function checkedValue(object: ReadObject, field: string, { form, name }: HeldOutput, value: unknown): unknown {
  if (TYPES[form](value)) return value;
  throw new pulumi.RunError(formatProblem({
    code: 'KN-PUL-044',
    message: `${titleOfObject(object)} gets at ${show(field)} no ${form}: ${show(name)} is ${value === undefined || value === null
      ? 'empty' : `of the type ${show(Array.isArray(value) ? 'list' : typeof value)}`}`,
    received: undefined,
    allowed: `an output with a ${form}`,
    fix: 'look at what the resource returns; make it what it is to be with `output.apply(...)`',
  }));
}
