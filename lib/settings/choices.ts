import { checkChoice, type Problem } from '../core';

/** A part of a structure that is one of a few words. */
export type ChoiceOf = readonly [name: string, value: string | undefined, choices: Readonly<Record<string, string>>];

/** Checks parts of a structure that are one of a few words each. */
export function checkChoices(field: string, parts: readonly ChoiceOf[]): Problem | undefined {
  return parts.map(([name, value, choices]) => checkChoice('KN-SET-001', `${name} in ${field}`, value, choices))
    .find((problem) => problem !== undefined);
}
