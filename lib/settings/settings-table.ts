import { Duration, Yaml } from 'cdk8s';
import {
  checkChoice, checkDuration, checkLabelSelector, checkWhole, goDuration, type InstalledConfig, isOlder,
  type KnativeVersion, type LabelSelector, LONGEST_GO_DURATION, type Problem, renderLabelSelector, secondsOf, settingOf,
  show, showAll, type WholeRange, wrongType,
} from '../core';
import { checkQuantity } from '../pod';
import { parseGoDuration } from '../serving';

/** One key of a ConfigMap of a release: how its value is written, which values it has, and since when there is one. */
export interface SettingKey<T> {
  /** The key as it stands in the ConfigMap. */
  readonly key: string;
  readonly render: (value: T) => string;
  /**
   * What is wrong with a value by itself. `field` is how a message calls the key.
   * @default - every value is right
   */
  readonly check?: (value: T, field: string) => Problem | undefined;
  /**
   * The value that a text in the ConfigMap stands for, as far as Knative reads it; nothing where it is none.
   * @default - texts are not looked at
   */
  readonly read?: (text: string) => T | undefined;
  /**
   * Texts that stand for a value, in words.
   * @default - one of its values
   */
  readonly readable?: string;
  /**
   * The version that brings the key.
   * @default - every version has it
   */
  readonly since?: KnativeVersion;
  /**
   * A part of a value that needs a newer version than the key.
   * @default - no value does
   */
  readonly newerPart?: (value: T) => NewerPart | undefined;
  /**
   * Deployments that read the key when they start and never again, in the namespace of the ConfigMap, or in one of
   * their own as `namespace/name`; a StatefulSet with `STATEFUL_SET` before its name.
   * @default - a change reaches whoever reads it
   */
  readonly restarts?: readonly string[];
  /**
   * Whether a change of the text is one that needs the restart.
   * @default - every change is
   */
  readonly restartsWhen?: (before: string | undefined, after: string | undefined) => boolean;
}

/** A part of a value that not every version takes. */
export interface NewerPart {
  /** How a message calls it. */
  readonly what: string;
  readonly since: KnativeVersion;
}

/** The keys of a ConfigMap by the name that the program has for them, in the order in which they are written. */
export type SettingKeys<S> = { readonly [P in keyof Required<S>]: SettingKey<NonNullable<S[P]>> };

/** A ConfigMap of a release whose keys are known. */
export interface SettingsMap<S> {
  readonly configMap: string;
  readonly namespace: string;
  readonly keys: SettingKeys<S>;
  /**
   * What is wrong with values that are right by themselves. It runs where nothing else is wrong.
   * @default - the keys have nothing to do with each other
   */
  readonly checkTogether?: (settings: S) => readonly (Problem | undefined)[];
}

/** What is known of a key without its type. */
export interface ShippedKey {
  readonly key: string;
  /**
   * What is wrong with a text that somebody wrote for it.
   * @default - every text is right
   */
  readonly checkText?: (text: string) => Problem | undefined;
  readonly since?: KnativeVersion;
  readonly restarts?: readonly string[];
  readonly restartsWhen?: (before: string | undefined, after: string | undefined) => boolean;
}

/** What is known of a ConfigMap of a release without the types of its keys. */
export interface ShippedSettings {
  readonly configMap: string;
  readonly namespace: string;
  readonly keys: readonly ShippedKey[];
}

/** A table without its types, for lists of all tables. */
export function shippedSettings<S>(map: SettingsMap<S>): ShippedSettings {
  const { configMap, namespace } = map;
  const keys = keysOf(map).map(([, key]) => ({ ...key, checkText: (value: string) => checkWritten(map, key, value) }));
  return { configMap, namespace, keys };
}

function checkWritten<S, T>(map: SettingsMap<S>, key: SettingKey<T>, written: string): Problem | undefined {
  if (key.read === undefined) return undefined;
  const field = `${key.key} of ${map.configMap}`;
  const value = key.read(written);
  const { readable = 'one of its values' } = key;
  return value === undefined ? wrongValue(field, written, readable, `write ${readable}`) : key.check?.(value, field);
}

/** What is wrong with settings: for each key alone, and, where that is nothing, for all of them together. */
export function checkSettings<S>(
  map: SettingsMap<S>, settings: S | undefined, version: KnativeVersion,
): Problem[] {
  if (!isSet(settings)) return [];
  const alone = keysOf(map).flatMap(([name, key]) => {
    const value = settings[name];
    return isSet(value) ? checkKey(map, key, value, version) ?? [] : [];
  });
  if (alone.length > 0) return alone;
  return (map.checkTogether?.(settings) ?? []).flatMap((problem) => problem ?? []);
}

/** The data of a ConfigMap: those keys that were set, in the order of the table. */
export function renderSettings<S>(map: SettingsMap<S>, settings: S | undefined): Record<string, string> {
  if (!isSet(settings)) return {};
  return Object.fromEntries(keysOf(map).flatMap(([name, key]) => {
    const value = settings[name];
    return isSet(value) ? textOf(key, value) : [];
  }));
}

/** A value that is refused may be none that can be written, in programs in JavaScript. */
function textOf<T>(key: SettingKey<T>, value: T): [string, string][] {
  try {
    return [[key.key, key.render(value)]];
  } catch (error) {
    if (isRight(key, value)) throw error;
    return [];
  }
}

function isRight<T>(key: SettingKey<T>, value: T): boolean {
  try {
    return key.check?.(value, key.key) === undefined;
  } catch {
    return false;
  }
}

/** A Deployment, or a StatefulSet, that must be restarted after a change, and why. */
export interface NeededRestart {
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly deployment: string;
  /**
   * Whether it is a StatefulSet.
   * @default false
   */
  readonly statefulSet?: boolean;
  /** What changed: `config-network external-domain-tls`. */
  readonly keys: readonly string[];
}

/** The restarts that a change of ConfigMaps needs; `restartsAfter` asks for those of all tables. */
export function restartsOf(
  maps: readonly ShippedSettings[], before: InstalledConfig, after: InstalledConfig,
): NeededRestart[] {
  const found = new Map<string, NeededRestart & { readonly keys: string[] }>();
  for (const { configMap, namespace, keys } of maps) {
    for (const { key, restarts = [], restartsWhen = differ } of keys) {
      if (!restartsWhen(settingOf(before, configMap, key), settingOf(after, configMap, key))) continue;
      for (const restart of restarts) {
        const workload = whatRestarts(restart, namespace);
        const place = `${workload.namespace}/${workload.deployment}`;
        const entry = found.get(place) ?? { ...workload, keys: [] };
        entry.keys.push(`${configMap} ${key}`);
        found.set(place, entry);
      }
    }
  }
  return [...found.values()];
}

/** How an entry of `restarts` begins that names a StatefulSet. */
export const STATEFUL_SET = 'statefulset:';

function whatRestarts(restart: string, namespace: string): Omit<NeededRestart, 'keys'> {
  const [name = '', own = namespace] = restart.replace(STATEFUL_SET, '').split('/').reverse();
  const place = { namespace: own, deployment: name };
  return restart.startsWith(STATEFUL_SET) ? { ...place, statefulSet: true } : place;
}

function differ(before: string | undefined, after: string | undefined): boolean {
  return before !== after;
}

type KeyOf<S> = [keyof S, SettingKey<NonNullable<S[keyof S]>>];

function keysOf<S>(map: SettingsMap<S>): KeyOf<S>[] {
  return Object.entries(map.keys) as KeyOf<S>[];
}

function isSet<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}

function checkKey<S, T>(
  map: SettingsMap<S>, key: SettingKey<T>, value: T, version: KnativeVersion,
): Problem | undefined {
  const field = `${key.key} of ${map.configMap}`;
  const { since } = key;
  if (since !== undefined && isOlder(version, since)) return tooNew(field, since, version);
  try {
    const problem = key.check?.(value, field);
    if (problem !== undefined) return problem;
    const part = key.newerPart?.(value);
    return part === undefined || !isOlder(version, part.since) ? undefined
      : tooNew(`${part.what} in ${field}`, part.since, version);
  } catch (error) {
    // Programs in JavaScript pass anything, and a check reads what is not there.
    return wrongValue(field, value, 'a value of its type', wrongType(error).fix);
  }
}

/** The problem of a key, or of a part of its value, that the version does not know. */
export function tooNew(what: string, since: KnativeVersion, version: KnativeVersion): Problem {
  return {
    code: 'KN-SET-003',
    message: `Knative ${show(version)} does not know ${what}`,
    received: version,
    allowed: `Knative ${show(since)} and newer`,
    fix: `write \`version: KnativeVersion.V${since.replace('.', '_')}\` or a newer one, or leave the setting out`,
  };
}

/** The problem of a value that is not what its key has. */
export function wrongValue(field: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-SET-001', message: `${field} ${show(received)} is none of its values`, received, allowed, fix };
}

/** The problem of keys that contradict each other. */
export function contradiction(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-SET-002', message, received, allowed, fix };
}

/** A switch: `true` and `false`, or the words of its key. */
export function flag(key: string, words: SwitchWords = { on: 'true', off: 'false' }): SettingKey<boolean> {
  return {
    key,
    render: (value) => value ? words.on : words.off,
    read: (value) => readFlag(value.toLowerCase()),
    readable: `${show(words.on)} or ${show(words.off)}`,
    check: (value, field) => typeof value === 'boolean' ? undefined
      : wrongValue(field, value, '`true`, `false`', 'write `true`, for example'),
  };
}

/** What a switch writes. */
export interface SwitchWords {
  readonly on: string;
  readonly off: string;
}

/** The words of most switches of Serving. */
export const ENABLED_DISABLED: SwitchWords = { on: 'Enabled', off: 'Disabled' };

/** Some switches have a third position, and some are read by Go's `strconv.ParseBool`. */
function readFlag(text: string): boolean | undefined {
  if (['true', 't', '1', 'enabled', 'allowed'].includes(text)) return true;
  return ['false', 'f', '0', 'disabled'].includes(text) ? false : undefined;
}

/** A whole number. */
export function whole(key: string, range: WholeRange): SettingKey<number> {
  return {
    key,
    render: String,
    read: readWhole,
    readable: 'a whole number',
    check: (value, field) => checkWhole('KN-SET-001', field, value, range),
  };
}

function readWhole(text: string): number | undefined {
  return /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}

/** Bounds of a number that need not be whole. */
export interface DecimalRange {
  /** @default - no lower bound */
  readonly min?: number;
  /**
   * The largest number that is too small.
   * @default - `min` counts
   */
  readonly above?: number;
  /** @default - no upper bound */
  readonly max?: number;
  /** What a message proposes. */
  readonly proposal: number;
  /**
   * A number outside the bounds that has a meaning of its own.
   * @default - none
   */
  readonly besides?: number;
}

/** A number that need not be whole. */
export function decimal(key: string, range: DecimalRange): SettingKey<number> {
  return {
    key,
    render: String,
    check: (value, field) => checkDecimal(field, value, range),
    read: (text) => text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined,
    readable: 'a number',
  };
}

function checkDecimal(field: string, value: number, range: DecimalRange): Problem | undefined {
  const { min = -Number.MAX_VALUE, above = Number.NEGATIVE_INFINITY, max = Number.MAX_VALUE } = range;
  const { proposal, besides } = range;
  const within = value >= min && value > above && value <= max;
  if (Number.isFinite(value) && (within || value === besides)) return undefined;
  const bounds = [
    ['from', range.min], ['greater than', range.above], ['up to', range.max],
  ].flatMap(([word, bound]) => bound === undefined ? [] : ` ${word} ${bound}`).join(',');
  return {
    code: 'KN-SET-001',
    // JSON has no word for `NaN`.
    message: `${field} ${show(typeof value === 'number' ? String(value) : value)} is out of range`,
    received: value,
    allowed: `a number${bounds}${besides === undefined ? '' : `, or ${besides}`}`,
    fix: `write ${show(proposal)}, for example`,
  };
}

/** Bounds of a time. */
export interface TimeRange {
  /** @default Duration.millis(0) */
  readonly min?: Duration;
  /** @default - the longest that Go reads */
  readonly max?: Duration;
  /**
   * Smallest step that Knative keeps or takes.
   * @default Duration.millis(1)
   */
  readonly step?: Duration;
}

/** A time with its unit, as Go reads it: `90s`. */
export function time(key: string, range: TimeRange = {}): SettingKey<Duration> {
  return {
    key,
    render: goDuration,
    check: (value, field) => checkTime(value, field, range),
    read: (text) => inMillis(parseGoDuration(text)),
    readable: 'a time with its unit, such as `90s`',
  };
}

function inMillis(millis: number | undefined): Duration | undefined {
  return millis === undefined || millis < 0 ? undefined : Duration.millis(millis);
}

/** A time as a bare whole number of seconds. */
export function seconds(key: string, range: TimeRange = {}): SettingKey<Duration> {
  return {
    key,
    render: (value) => String(secondsOf(value)),
    check: (value, field) => checkTime(value, field, { ...range, step: SECOND }),
    read: (text) => inMillis(/^\d+$/.test(text) ? Number(text) * 1000 : undefined),
    readable: 'whole seconds without a unit, such as `90`',
  };
}

const NO_TIME = Duration.millis(0);
const MILLISECOND = Duration.millis(1);
const SECOND = Duration.seconds(1);

/** Checks a time against the bounds of its key. */
export function checkTime(value: Duration, field: string, range: TimeRange): Problem | undefined {
  const { min = NO_TIME, max = LONGEST_GO_DURATION, step = MILLISECOND } = range;
  const problem = checkDuration(value, { field, min, max, step });
  return problem && { ...problem, code: 'KN-SET-001' };
}

/** One of a few words. */
export function choice<T extends string>(key: string, choices: Readonly<Record<string, T>>): SettingKey<T> {
  const words = Object.values(choices);
  return {
    key,
    render: String,
    check: (value, field) => checkChoice('KN-SET-001', field, value, choices),
    read: (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()),
    readable: showAll(words),
  };
}

/** Which texts a key has. */
export interface TextRule {
  readonly matches: (text: string) => boolean;
  /** In words. */
  readonly allowed: string;
  /** A text that would do. */
  readonly example: string;
}

/** A text: without a rule any that is not empty and that a line holds. */
export function text(key: string, rule: TextRule = ANY_TEXT): SettingKey<string> {
  return { key, render: String, read: (value) => value, check: (value, field) => checkText(value, field, rule) };
}

const ANY_TEXT: TextRule = { matches: () => true, allowed: 'a text that is not empty', example: '...' };

/** Checks a text against a rule; no rule allows an empty one. */
export function checkText(value: string, field: string, rule: TextRule): Problem | undefined {
  if (typeof value === 'string' && value !== '' && rule.matches(value)) return undefined;
  return wrongValue(field, value, rule.allowed, `write ${show(rule.example)}, for example`);
}

/** An amount of a resource, as Kubernetes has it: `100m`, `1Gi`. */
export function quantity(key: string): SettingKey<string> {
  return {
    key,
    render: String,
    read: (value) => value,
    check: (value, field) => {
      const problem = checkQuantity(field, value);
      return problem && { ...problem, code: 'KN-SET-001' };
    },
  };
}

/** An amount of memory, or of room on disk: `256Mi`. Kubernetes takes `128m` for the eighth part of a byte. */
export function byteQuantity(key: string): SettingKey<string> {
  const any = quantity(key);
  return {
    ...any,
    check: (value, field) => any.check?.(value, field) ?? (/[0-9.][mun]$/.test(value) ? wrongValue(
      field, value, 'whole bytes, with a unit such as `M`, `G`, `Mi` or `Gi`',
      `write ${show(value.replace(/[mun]$/, 'Mi'))}, for example: \`m\` stands for thousandths`) : undefined),
  };
}

/** A structure, which stands in the ConfigMap as YAML in a text. */
export function yaml<T>(
  key: string, render: (value: T) => unknown, check?: (value: T, field: string) => Problem | undefined,
): SettingKey<T> {
  // YAML knows no undefined.
  return { key, render: (value) => Yaml.stringify(JSON.parse(JSON.stringify(render(value)))), check };
}

/** A structure, which stands in the ConfigMap as JSON in a text. */
export function json<T>(
  key: string, render: (value: T) => unknown, check?: (value: T, field: string) => Problem | undefined,
): SettingKey<T> {
  return { key, render: (value) => JSON.stringify(render(value)), check };
}

/** Conditions on labels, in the form that Kubernetes has everywhere; the operators and the labels are checked. */
export function labelSelector(key: string): SettingKey<LabelSelector> {
  return yaml(key, (value: LabelSelector) => renderLabelSelector(value), (value, field) => {
    const [problem] = checkLabelSelector(value);
    return problem && { ...problem, code: 'KN-SET-001', message: `${field}: ${problem.message}` };
  });
}
