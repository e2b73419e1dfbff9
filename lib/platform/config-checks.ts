import { type InstalledConfig, type Problem, show } from '../core';
import { checkKey } from '../pod';
import type { Release } from './release';

const PREFIX = 'config-';

/**
 * Checks the settings; follows pkg/reconciler/common/config_maps.go and the CRD, which takes texts only.
 * @internal
 */
export function checkConfig(config: InstalledConfig): (Problem | undefined)[] {
  return Object.entries(config).flatMap(([name, data]) => [
    checkTwice(config, name),
    ...isObject(data) ? Object.entries(data).flatMap(([key, value]) => checkEntry(name, key, value))
      : [fault(`the settings of the ConfigMap ${show(name)} are none`, data, 'texts by key', 'write `{ key: \'value\' }`')],
  ]);
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

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-PLT-002', message, received, allowed, fix };
}
