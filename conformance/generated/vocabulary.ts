import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, Service } from 'cdk8s-plus-28';
import * as library from '../../lib';

/** What a program imports besides this library, by the package. */
export const OTHERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'cdk8s': { App, Chart, Duration, Size },
  'cdk8s-plus-28': { Cpu, EnvValue, Service },
};

/** What needs no import. */
const GLOBALS: Readonly<Record<string, unknown>> = { Uint8Array };

/** What a name of a program stands for, unless it is one of its variables. */
export const VOCABULARY: ReadonlyMap<string, unknown> = new Map([
  ...Object.entries(library), ...Object.values(OTHERS).flatMap((exports) => Object.entries(exports)),
  ...Object.entries(GLOBALS),
]);

/** Members of an enum of the library, or statics of a class that are values of it. */
export function membersOf(of: string): string[] {
  const container = VOCABULARY.get(of);
  if (typeof container === 'object' && container !== null) return Object.keys(container).filter((key) => !/^\d/.test(key));
  if (typeof container !== 'function') return [];
  return Object.keys(container).filter((key) => Reflect.get(container, key) instanceof container);
}

/** Names of the static factories of a class. */
export function factoriesOf(of: string): string[] {
  const container = VOCABULARY.get(of);
  if (typeof container !== 'function') return [];
  return Object.getOwnPropertyNames(container).filter((key) => {
    const value: unknown = key === 'prototype' ? undefined : Reflect.get(container, key);
    return typeof value === 'function' && !key.startsWith('_');
  });
}

/** Whether a name is one of the library's. */
export function isOurs(text: string): boolean {
  return text in library;
}
