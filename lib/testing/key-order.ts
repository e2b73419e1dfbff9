/** What a person looks for first, in this order; every other key follows, alphabetically. */
const FIRST = [
  'apiVersion', 'kind', 'metadata', 'name', 'namespace', 'labels', 'annotations', 'type',
  'image', 'command', 'args', 'workingDir', 'ports', 'envFrom', 'env', 'value', 'valueFrom',
  'initContainers', 'containers',
  'schedule', 'timezone', 'broker', 'channel', 'filter', 'filters', 'subject', 'subscriber', 'ref', 'uri', 'sink',
];

/** Maps whose keys the program made up: none of them comes first by its meaning. */
const FREE_FORM: ReadonlySet<string> = new Set([
  'labels', 'annotations', 'matchLabels', 'nodeSelector', 'data', 'stringData', 'binaryData', 'limits', 'requests',
  'exact', 'prefix', 'suffix', 'attributes', 'extensions',
]);

const LAST = 'status';
const RANK: ReadonlyMap<string, number> = new Map(FIRST.map((key, index) => [key, index]));

/**
 * A copy of plain data with the keys of every mapping in an order for people: cdk8s sorts them alphabetically, so that
 * a container begins with its arguments and a reference with its kind. The order depends on nothing but the keys.
 */
export function inReadingOrder(value: unknown, freeForm = false): unknown {
  if (Array.isArray(value)) return value.map((item) => inReadingOrder(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .sort(([a], [b]) => (freeForm ? 0 : rankOf(a) - rankOf(b)) || compareText(a, b))
    .map(([key, item]) => [key, inReadingOrder(item, FREE_FORM.has(key))] as const);
  return Object.fromEntries(entries);
}

/** Compares by code unit: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function rankOf(key: string): number {
  if (key === LAST) return FIRST.length + 1;
  return RANK.get(key) ?? FIRST.length;
}
