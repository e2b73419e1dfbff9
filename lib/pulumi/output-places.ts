import { type Fields, isLateText, latePartsOf, type ReadObject } from '../core';
import { hasOutputs, heldOutput, type HeldOutput } from './output-registry';

/** Where something stands in for a value, in one object. */
export interface LatePlace {
  /** `spec.template.spec.containers[0].image`; of a key the map that has it. */
  readonly field: string;
  /** The whole text there, or the number as a text. */
  readonly text: string;
  /** Whether it is a key of a map. */
  readonly isKey: boolean;
  /** Whether a Secret keeps it as its content. */
  readonly isInSecret: boolean;
  /** What it stands for; nothing where another engine wrote it. */
  readonly held?: HeldOutput;
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const CONTENT: readonly string[] = ['data', 'stringData'];

/** Whether an object is a Secret of Kubernetes: nothing else keeps secrets apart from what anybody may read. */
export function isSecretObject({ identity: { apiVersion, kind } }: ReadObject): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}

/** Whether a top-level field of an object is the content of a Secret. */
export function isSecretContent(object: ReadObject, field: string): boolean {
  return CONTENT.includes(field) && isSecretObject(object);
}

/** The fields of an object that hold what stands in for outputs, one for each. */
export function placesOf(object: ReadObject, manifest: Fields): LatePlace[] {
  if (!hasOutputs()) return [];
  const found: LatePlace[] = [];
  visitTexts(manifest, isLateText, (field, text, isKey) => { found.push(...placesIn(object, field, text, isKey)); });
  return found;
}

/** What stands in for values in one text. */
export function placesIn(object: ReadObject, field: string, text: string, isKey: boolean): LatePlace[] {
  // What the map itself is called, and where it ends: `data.a`, `data["a b"]`, or one output for all of it.
  const [top = ''] = field.split(/[.[]/, 1);
  const isInSecret = !isKey && isSecretContent(object, top);
  const keys = latePartsOf(text).map(({ key }) => key).filter((key) => key !== undefined);
  return keys.map((key) => ({ field, text, isKey, isInSecret, held: heldOutput(key) }));
}

type Visit = (field: string, text: string, isKey: boolean) => void;

/** Visits the texts of plain data that are wanted, keys included, and numbers as texts. */
export function visitTexts(value: unknown, isWanted: (text: string) => boolean, visit: Visit): void {
  // Nearly no object has any, and needs no names of fields.
  if (holds(value, isWanted)) walk(value, '', (field, text, isKey) => { if (isWanted(text)) visit(field, text, isKey); });
}

/** The field of a map, by its key. */
export function fieldIn(field: string, key: string): string {
  return PLAIN_KEY.test(key) ? `${field}.${key}`.replace(/^\./, '') : `${field}[${JSON.stringify(key)}]`;
}

function holds(value: unknown, isWanted: (text: string) => boolean): boolean {
  if (typeof value === 'string') return isWanted(value);
  // Nearly all numbers of manifests are above zero.
  if (typeof value === 'number') return value < 0 && isWanted(String(value));
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((each) => holds(each, isWanted));
  for (const key in value) if (isWanted(key) || holds(Reflect.get(value, key), isWanted)) return true;
  return false;
}

function walk(value: unknown, field: string, visit: Visit): void {
  if (typeof value === 'string' || typeof value === 'number') visit(field, String(value), false);
  else if (Array.isArray(value)) value.forEach((each, index) => { walk(each, `${field}[${index}]`, visit); });
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      visit(field, key, true);
      walk(each, fieldIn(field, key), visit);
    }
  }
}
