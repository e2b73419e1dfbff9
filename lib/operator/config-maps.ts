import { fieldsOf, show } from '../core';
import type { Manifest } from '../releases';
import type { LostSetting } from './contract';
import { edited, joining, type Transform, withMetadata } from './edits';
import type { Findings } from './findings';
import { textsOf, without } from './reading';

const PREFIX = 'config-';
const EXAMPLE = '_example';
/** Guards the example against changes; without the one the other means nothing. */
const CHECKSUM = 'knative.dev/example-checksum';

/**
 * Puts settings into the ConfigMaps of the release; keys that no setting names stay as they are. Follows
 * pkg/reconciler/common/config_maps.go: the whole name of a ConfigMap wins, and the `config-` in front may be left out.
 * Where settings have both, those of the short name reach nothing.
 * The example in a ConfigMap, which nothing reads, is left out.
 */
export function configMaps(config: unknown, findings: Findings): Transform {
  const settings = new Map(Object.entries(fieldsOf(config)).map(([name, data]) => [name, textsOf(data)]));
  for (const name of settings.keys()) {
    const { id, message } = settings.has(PREFIX + name) ? namedTwice(name) : unknown(name);
    findings.expect(place(name), id, message);
  }
  return (manifest) => {
    if (manifest.kind !== 'ConfigMap') return manifest;
    const { name } = manifest.metadata;
    const short = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
    const key = settings.has(name) ? name : short;
    findings.met(place(key));
    const data = settings.get(key);
    const plain = withoutExample(manifest);
    return data === undefined ? plain : edited(plain, ['data'], joining(data));
  };
}

function place(name: string): string {
  return `config ${name}`;
}

function unknown(name: string): LostSetting {
  return {
    id: 'unknown-config-map',
    message: `no file of the release has a ConfigMap ${show(name)} or ${show(PREFIX + name)}, so its settings reach nothing: `
      + 'name one that the installation has, or leave them out',
  };
}

function namedTwice(name: string): LostSetting {
  const whole = PREFIX + name;
  return {
    id: 'config-map-named-twice',
    message: `${show(whole)} and ${show(name)} are names of one ConfigMap, of which the first one counts, so the settings of ${show(name)} `
      + `reach nothing: write all of them under ${show(whole)}`,
  };
}

/** A ConfigMap without the example in it. */
function withoutExample(manifest: Manifest): Manifest {
  const data = fieldsOf(manifest.data);
  if (!Object.hasOwn(data, EXAMPLE)) return withoutChecksum(manifest);
  return withoutChecksum({ ...manifest, data: without(data, EXAMPLE) });
}

function withoutChecksum(manifest: Manifest): Manifest {
  const { annotations } = manifest.metadata;
  if (annotations?.[CHECKSUM] === undefined) return manifest;
  const others = textsOf(without(annotations, CHECKSUM));
  return withMetadata(manifest, { annotations: Object.keys(others).length === 0 ? undefined : others });
}
