import type { Registered } from './support';

/** Kinds that the provider waits for by itself; follows provider/pkg/await/awaiters.go of pulumi-kubernetes. */
const BY_PULUMI: readonly string[] = [
  'apps/v1:DaemonSet', 'apps/v1:Deployment', 'apps/v1:StatefulSet', 'batch/v1:Job', 'networking.k8s.io/v1:Ingress',
  'core/v1:PersistentVolume', 'core/v1:PersistentVolumeClaim', 'core/v1:Pod', 'core/v1:ReplicationController',
  'core/v1:ResourceQuota', 'core/v1:Service',
].map((kind) => `kubernetes:${kind}`);

const HEAD = ['#', 'Name', 'Type', 'After', 'Done when', 'When removed', 'Besides'];

/** What a program registered, in the order in which it made it, as a table for the person who reviews it. */
export function registrationTable(registered: readonly Registered[]): string {
  const rows = registered.filter(({ type }) => type !== 'pulumi:pulumi:Stack').sort((a, b) => a.position - b.position);
  const numbers = new Map(rows.map(({ urn }, index) => [urn, index + 1]));
  const after = (each: Registered) => ranges(each.dependencyUrns.map((urn) => numbers.get(urn) ?? 0));
  const lines = rows.map((each, index) => [
    String(index + 1), each.name, each.type, after(each), awaitOf(each), each.retainOnDelete ? 'stays' : '', besidesOf(each),
  ]);
  return [HEAD, HEAD.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`).join('');
}

function annotationsOf({ sent }: Registered): Readonly<Record<string, string>> {
  const { annotations = {} } = (sent.metadata ?? {}) as { readonly annotations?: Readonly<Record<string, string>> };
  return annotations;
}

/** What is unlike Pulumi's own way with an object, for which somebody has to answer. */
function besidesOf(each: Registered): string {
  const { customTimeouts, ignoreChanges, import: imported, protect, replaceOnChanges } = each;
  const annotations = annotationsOf(each);
  const seconds = annotations['pulumi.com/timeoutSeconds'];
  return [
    ...annotations['pulumi.com/patchForce'] === 'true' ? ['takes over fields of others'] : [],
    ...seconds === undefined ? [] : [`may take ${seconds} s`],
    ...Object.entries(customTimeouts).map(([step, time]) => `${step} may take ${time}`),
    ...replaceOnChanges.length === 0 ? [] : [`another ${replaceOnChanges.map((path) => `\`${path}\``).join(', ')} replaces it`],
    ...ignoreChanges.length === 0 ? [] : [`keeps ${ignoreChanges.map((path) => `\`${path}\``).join(', ')}`],
    ...imported === '' ? [] : [`is imported as \`${imported}\``],
    ...protect ? ['is protected'] : [],
  ].join('; ');
}

function awaitOf(each: Registered): string {
  const annotations = annotationsOf(each);
  if (annotations['pulumi.com/skipAwait'] === 'true') return 'at once: not waited for';
  const condition = annotations['pulumi.com/waitFor'];
  if (condition !== undefined) return `\`${condition}\``;
  return BY_PULUMI.includes(each.type) ? "by Pulumi's own rule" : '';
}

/** `1-4, 7`. */
function ranges(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const found: { readonly from: number; to: number }[] = [];
  for (const each of sorted) {
    const last = found.at(-1);
    if (last?.to === each - 1) last.to = each;
    else found.push({ from: each, to: each });
  }
  return found.map(({ from, to }) => from === to ? String(from) : `${from}-${to}`).join(', ');
}
