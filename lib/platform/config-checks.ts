import { type InstalledConfig, type Problem, settingOf, show } from '../core';
import { checkKey } from '../pod';
import type { Release } from './release';

const PREFIX = 'config-';
const OBSERVABILITY = 'config-observability';

/**
 * Checks the settings; follows pkg/reconciler/common/config_maps.go and the CRD, which takes texts only.
 * @internal
 */
export function checkConfig(config: InstalledConfig): (Problem | undefined)[] {
  return Object.entries(config).flatMap(([name, data]) => [checkTwice(config, name), ...checkData(name, data)]);
}

/**
 * Checks the data of one ConfigMap, wherever it comes from.
 * @internal
 */
export function checkData(name: string, data: unknown): (Problem | undefined)[] {
  if (isObject(data)) return Object.entries(data).flatMap(([key, value]) => checkEntry(name, key, value));
  return [fault(`the settings of the ConfigMap ${show(name)} are none`, data, 'texts by key', 'write `{ key: \'value\' }`')];
}

/**
 * What to say of settings that reach nothing: the operator changes ConfigMaps of the release and makes none.
 * @internal
 */
export function configWarnings(config: InstalledConfig, release: Release): string[] {
  return Object.keys(config).filter((name) => !release.configMaps.has(name) && !release.configMaps.has(PREFIX + name))
    .map((name) => `the release has no ConfigMap ${show(name)} or ${show(PREFIX + name)}, and the operator makes none: write the `
      + 'name of one that there is, or name its manifest in `additionalManifests`');
}

/**
 * What to say of traces that are switched on and never made; follows `DefaultConfig` of observability/tracing/config.go
 * of knative.dev/pkg, whose share of requests is 0.
 * @internal
 */
export function tracingWarning(config: InstalledConfig): string | undefined {
  const [protocol = 'none', rate = '0'] = ['tracing-protocol', 'tracing-sampling-rate']
    .map((key) => settingOf(config, OBSERVABILITY, key));
  if (protocol === 'none' || Number(rate) !== 0) return undefined;
  return `traces are to leave by ${show(protocol)}, but the share of requests that are traced is 0: write `
    + '`tracingSamplingRate: 0.1`, or `tracing-sampling-rate` where settings are texts';
}

/** Of two names for one ConfigMap the operator takes the long one and says nothing. */
function checkTwice(config: InstalledConfig, name: string): Problem | undefined {
  const short = name.slice(PREFIX.length);
  if (!name.startsWith(PREFIX) || !Object.hasOwn(config, short)) return undefined;
  return fault(`the ConfigMap ${show(name)} is named twice, once as ${show(short)}, whose settings would be lost`, short,
    'one of the two names', `put the settings of ${show(short)} under ${show(name)}`);
}

function checkEntry(name: string, key: string, value: unknown): (Problem | undefined)[] {
  return [
    checkKey('ConfigMap', key),
    key !== '_example' ? undefined : fault(`the ConfigMap ${show(name)} has an \`_example\``, undefined,
      'settings; the example of the release is text for readers, and its checksum is checked', 'leave it out'),
    typeof value === 'string' ? undefined : fault(`${show(key)} of the ConfigMap ${show(name)} is no text`, value,
      'a text, for numbers and switches too', `write ${show(`'${String(value)}'`)}`),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-PLT-002', message, received, allowed, fix };
}
