import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { KnativeVersion, RevisionLimit } from '../../lib';
import type { SettingsMap } from '../../lib/settings';
import { type Any, settings } from '../platform/any';
import type { Gen } from './arbitraries';
import { call, type Expr, fields, list, literal, member } from './expression';
import { VOCABULARY } from './vocabulary';

/** How settings are written that are no texts, numbers and booleans. */
export interface Writing {
  /** Enums of the values, by the property that has them; of a property with an object, those of all of its own. */
  readonly enums?: Readonly<Record<string, string>>;
  /** Properties that are written by themselves, since a value does not show how it was made. */
  readonly own?: Readonly<Record<string, Gen>>;
  /** Properties that are left out. */
  readonly without?: readonly string[];
}

/** Settings of a table that we take, as a program writes them: of the values that the suite of platforms has, too. */
export function written<S>(
  map: SettingsMap<S>, any: Any<S>, { enums = {}, own = {}, without = [] }: Writing = {},
): Gen {
  const values = settings(map, any, KnativeVersion.V1_23) as fc.Arbitrary<object>;
  return fc.tuple(values, fc.record(own)).map(([chosen, special]) => fields(Object.fromEntries(
    Object.entries(chosen).filter(([key]) => !without.includes(key))
      .map(([key, value]) => [key, special[key] ?? valueExpr(value, enums, enums[key])]),
  )));
}

function valueExpr(value: unknown, enums: Readonly<Record<string, string>>, of?: string): Expr {
  if (typeof value === 'string') return of === undefined ? literal(value) : member(of, memberWith(of, value));
  if (typeof value === 'number' || typeof value === 'boolean') return literal(value);
  if (Array.isArray(value)) return list(...value.map((item) => valueExpr(item, enums, of)));
  if (value instanceof Duration) return durationExpr(value.toMilliseconds());
  if (value instanceof Size) return call('Size', 'kibibytes', literal(value.toKibibytes()));
  if (value instanceof RevisionLimit) {
    return Number.isFinite(value.revisions) ? call('RevisionLimit', 'of', literal(value.revisions)) : call('RevisionLimit', 'disabled');
  }
  if (typeof value !== 'object' || value === null) throw new Error(`nobody writes ${String(value)}`);
  return fields(Object.fromEntries(Object.entries(value)
    .map(([key, part]) => [key, valueExpr(part, enums, enums[key] ?? of)])));
}

function durationExpr(millis: number): Expr {
  return millis % 1000 === 0 ? call('Duration', 'seconds', literal(millis / 1000)) : call('Duration', 'millis', literal(millis));
}

function memberWith(of: string, value: string): string {
  const found = Object.entries(VOCABULARY.get(of) ?? {}).find(([, each]) => each === value);
  if (found === undefined) throw new Error(`${of} has no ${value}`);
  return found[0];
}
