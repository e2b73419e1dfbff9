import { type Fields, fieldsOf } from '../core';

/** The fields at the end of a path of fields. */
export function fieldsAt(value: unknown, ...path: readonly string[]): Fields {
  return path.reduce<Fields>((fields, field) => fieldsOf(own(fields, field)), fieldsOf(value));
}

/** A text, where a value is one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A number, where a value is one. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The fields of a value that are texts. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text]] : []));
}

/** Fields but for one. */
export function without(fields: Fields, field: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== field));
}

/** What an object has itself: `constructor` is no setting. */
export function own(fields: Fields, field: string): unknown {
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
