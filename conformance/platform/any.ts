import { Duration } from 'cdk8s';
import fc, { type Arbitrary } from 'fast-check';
import { type KnativeVersion, LabelSelectorOperator } from '../../lib';
import { checkSettings, type SettingsMap } from '../../lib/settings';

/** Values for every setting of a ConfigMap: one that is new has none, and does not compile. */
export type Any<S> = { readonly [P in keyof Required<S>]: Arbitrary<NonNullable<S[P]>> };

/** A whole number; the bounds come up often. */
export function whole(min: number, max = 2 ** 31 - 1): Arbitrary<number> {
  return fc.oneof({ weight: 3, arbitrary: fc.integer({ min, max }) }, fc.constantFrom(min, max));
}

/** A number that need not be whole. */
export function decimal(min: number, max: number): Arbitrary<number> {
  return fc.oneof({ weight: 3, arbitrary: fc.double({ min, max, noNaN: true }) }, fc.constantFrom(min, max));
}

/** A time of whole milliseconds. */
export function time(min = 0, max = 86_400_000): Arbitrary<Duration> {
  return whole(min, max).map((millis) => Duration.millis(millis));
}

/** A time of whole seconds. */
export function seconds(min = 0, max = 2 ** 31 - 1): Arbitrary<Duration> {
  return whole(min, max).map((count) => Duration.seconds(count));
}

/** One of an enum. */
export function choice<T extends string>(choices: Readonly<Record<string, T>>): Arbitrary<T> {
  return fc.constantFrom(...Object.values(choices));
}

/** A few items, none twice. */
export function some<T>(...items: T[]): Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...items), { minLength: 1 });
}

/** Labels of namespaces and nodes. */
export const LABELS = fc.dictionary(fc.constantFrom('team', 'example.com/tier', 'kubernetes.io/os'), fc.constantFrom('platform', 'linux', 'true', ''), {
  minKeys: 1,
});

/** Conditions on labels. */
export const SELECTORS = fc.record({
  matchLabels: LABELS,
  matchExpressions: some(
    { key: 'kubernetes.io/metadata.name', operator: LabelSelectorOperator.NOT_IN, values: ['kube-system', 'default'] },
    { key: 'team', operator: LabelSelectorOperator.EXISTS },
  ),
}, { requiredKeys: [] });

/** Where metrics and traces are sent, or asked for. */
export const ENDPOINTS = fc.constantFrom(
  'http://collector.observability:4318/v1/metrics', 'https://otel.example.com', ':9090', '0.0.0.0:9091');

/** Settings that we take, each of them there or not. */
export function settings<S>(map: SettingsMap<S>, any: Any<S>, version: KnativeVersion): Arbitrary<S> {
  const values = any as Readonly<Record<string, Arbitrary<unknown>>>;
  return (fc.record(values, { requiredKeys: [] }) as Arbitrary<S>)
    .filter((candidate) => checkSettings(map, candidate, version).length === 0);
}
