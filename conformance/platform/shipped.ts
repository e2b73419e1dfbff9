import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { objectsIn, operatorData, yamlFiles } from '../control-plane/release';
import { moduleFolders, moduleVersion } from '../control-plane/tools';

/** A ConfigMap of a release, with all keys that it has or tells of. */
export interface ShippedMap {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
  /** What the release sets, to which settings come. */
  readonly data: Data;
  readonly labels: Readonly<Record<string, string>>;
}

type Data = Readonly<Record<string, string>>;

/** What tells of keys instead of setting them. */
const EXAMPLE = '_example';
/** A key that the example has behind a comment, since its value is the default: `# minScale: "1"`. */
const COMMENTED = /^# ([A-Za-z]+): "[^"]*"$/gm;
const KAFKA = 'knative.dev/eventing-kafka-broker';
const LAYERS = ['contour', 'gateway-api', 'istio', 'kourier'];

/** Every ConfigMap that a minor version of Knative ships, as the operator brings it along, once each. */
export function shippedMaps(version: string): ShippedMap[] {
  const maps = new Map<string, ShippedMap>();
  for (const { kind, metadata, data } of objectsIn(filesOf(version))) {
    const { name, namespace = '' } = metadata;
    const id = `${namespace}/${name}`;
    if (kind !== 'ConfigMap' || maps.has(id)) continue;
    const { [EXAMPLE]: example = '', ...own } = (data ?? {}) as Data;
    maps.set(id, { namespace, name, keys: keysOf(own, example), data: own, labels: (metadata.labels ?? {}) as Data });
  }
  return [...maps.values()].sort((one, other) => (`${one.namespace}/${one.name}` < `${other.namespace}/${other.name}` ? -1 : 1));
}

/** The folder of the Kafka module, of which the operator brings only a part. */
export function kafkaModule(): string {
  const module = `${KAFKA}@${moduleVersion('platform', KAFKA)}`;
  return moduleFolders([module])[KAFKA] ?? '';
}

/** The data planes of Kafka come from their own module, which is there in one version only. */
function filesOf(version: string): string[] {
  const kodata = operatorData();
  return [
    newestPatch(path.join(kodata, 'knative-serving'), version), newestPatch(path.join(kodata, 'knative-eventing'), version),
    path.join(kodata, 'eventing-source', version, 'kafka'), ...LAYERS.map((layer) => path.join(kodata, 'ingress', version, layer)),
    ...['broker', 'channel', 'sink', 'source'].map((plane) => path.join(kafkaModule(), 'data-plane', 'config', plane)),
  ].flatMap(yamlFiles);
}

function newestPatch(folder: string, version: string): string {
  const patches = fs.readdirSync(folder).filter((patch) => patch.startsWith(`${version}.`))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  return path.join(folder, patches.at(-1) ?? version);
}

function keysOf(data: Data, example: string): string[] {
  // One example of a release has a key twice.
  const told = Object.keys((parse(example, { uniqueKeys: false }) as object | null) ?? {});
  const commented = [...example.matchAll(COMMENTED)].map(([, key = '']) => key);
  return [...new Set([...Object.keys(data), ...told, ...commented])].sort();
}
