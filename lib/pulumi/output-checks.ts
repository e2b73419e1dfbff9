import * as pulumi from '@pulumi/pulumi';
import {
  formatProblem, isBase64, isLateText, lateNames, type Problem, type ReadObject, show, titleOfIdentity, unknownKey,
} from '../core';
import { type LatePlace, placesIn, visitTexts } from './output-places';
import { type HeldOutput, isCalculated, MADE_TEXT, OutputForm } from './output-registry';

/**
 * What is wrong with the late values of objects that were read, before anything is registered: whatever Pulumi would
 * not find, or put on the cluster as the text that stands for it.
 */
export function checkOutputs(objects: readonly ReadObject[]): Problem[] {
  return objects.flatMap((object) => {
    const problems: Problem[] = [];
    visitTexts(object.manifest, isSuspect, (field, text, isKey) => {
      if (isMadeText(text)) problems.push(madeText(object, field));
      if (isCalculated(text)) problems.push(calculated(object, field));
      problems.push(...placesIn(object, field, text, isKey).flatMap((place) => checkPlace(object, place)));
    });
    return problems;
  });
}

function isSuspect(text: string): boolean {
  return isLateText(text) || isMadeText(text) || isCalculated(text);
}

/** Whether a text has in it what Pulumi writes of an output. */
export function isMadeText(text: string): boolean {
  return text.includes(MADE_TEXT);
}

function checkPlace(object: ReadObject, { field, text, isKey, held }: LatePlace): Problem[] {
  if (isKey) return [unknownKey(titleOfIdentity(object.identity), field, text)];
  return held === undefined ? [foreign(object, field, text)] : [];
}

function foreign(object: ReadObject, field: string, text: string): Problem {
  return {
    code: 'KN-PUL-043',
    message: `${titleOfIdentity(object.identity)} has at ${show(field)} a token that Pulumi does not resolve: ${lateNames(text)}`,
    received: text,
    allowed: 'values that the program knows, and outputs of Pulumi, with `PulumiOutput`',
    fix: 'where a stack of AWS CDK makes the value, read it from there, such as an output of the stack; or apply the app '
      + 'from that stack, `cluster.apply(app)`',
  };
}

function madeText(object: ReadObject, field: string): Problem {
  return {
    code: 'KN-PUL-041',
    message: `${titleOfIdentity(object.identity)} has at ${show(field)} an output of Pulumi that was made a text when the program ran`,
    received: undefined,
    allowed: 'outputs as the whole value of a field, and `PulumiOutput.asString(output)` in texts, patches and JSON',
    fix: 'write `PulumiOutput.asString(output)` where the text, the `JsonPatch` or the JSON is made',
  };
}

function calculated(object: ReadObject, field: string): Problem {
  return {
    code: 'KN-LAT-005',
    message: `${titleOfIdentity(object.identity)} has at ${show(field)} what was a number that only the deployment knows, before the `
      + 'program calculated with it',
    received: undefined,
    allowed: 'such numbers as they are, or with texts before and after them',
    fix: 'calculate in the output, `PulumiOutput.asNumber(output.apply((number) => number * 2))`',
  };
}

const TYPES: Readonly<Record<OutputForm, (value: unknown) => boolean>> = {
  [OutputForm.TEXT]: (value) => typeof value === 'string',
  [OutputForm.BASE64]: (value) => typeof value === 'string' && isBase64(value),
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
    message: `${titleOfIdentity(object.identity)} gets at ${show(field)} no ${form}: ${show(name)} is ${typeOf(form, value)}`,
    received: undefined,
    allowed: `an output with a ${form}`,
    fix: 'look at what the resource returns; make it what it is to be with `output.apply(...)`',
  }));
}

function typeOf(form: OutputForm, value: unknown): string {
  if (value === undefined || value === null) return 'empty';
  if (form === OutputForm.BASE64 && typeof value === 'string') return 'another text';
  return `of the type ${show(Array.isArray(value) ? 'list' : typeof value)}`;
}
