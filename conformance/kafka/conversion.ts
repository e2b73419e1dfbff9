import { isDeepStrictEqual } from 'node:util';
import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { lostFrom } from '../judge/loss';

/** Versions of KafkaSource that the webhook converts between; the first one is ours. */
const VERSIONS = ['sources.knative.dev/v1', 'sources.knative.dev/v1beta1'];

/**
 * Takes a KafkaSource through every version and back: it is applied in one version, read in the other, written back as
 * it was read, and read again in both. What differs on the way is returned, in words.
 */
export async function convert(api: ApiServer, source: KubernetesObject): Promise<string[]> {
  const differences: string[] = [];
  for (const apiVersion of VERSIONS) {
    const other = VERSIONS.find((version) => version !== apiVersion) ?? apiVersion;
    // Each begins with an object that no version has seen.
    const fresh = renamed(source, apiVersion);
    const { accepted, words, warnings } = await api.apply(fresh);
    if (!accepted) return [`refused as ${apiVersion}: ${words}`];
    differences.push(...warnings.map((warning) => `warned of as ${apiVersion}: ${warning}`));
    const first = await api.get(fresh);
    const read = await api.get({ ...fresh, apiVersion: other });
    differences.push(...lostFrom(fresh, first).map((field) => `lost in ${apiVersion}: ${field}`));
    differences.push(...compare(`${apiVersion} read as ${other}`, first, read));
    if (first === undefined || read === undefined) return [...differences, `not found as ${other}`];
    const back = await api.apply(unmanaged(read), { force: true });
    if (!back.accepted) return [...differences, `refused when written back as ${other}: ${back.words}`];
    differences.push(...compare(`${apiVersion} after ${other}`, first, await api.get(fresh)));
    differences.push(...compare(`${other} after ${other}`, read, await api.get({ ...fresh, apiVersion: other })));
    await api.deleteWhole(fresh);
  }
  return differences;
}

function renamed(source: KubernetesObject, apiVersion: string): KubernetesObject {
  return { ...source, apiVersion, metadata: { ...source.metadata, name: `${source.metadata.name}-${apiVersion.split('/')[1] ?? ''}` } };
}

/** An object that was read, as one would apply it. */
function unmanaged({ apiVersion, kind, metadata, spec }: KubernetesObject): KubernetesObject {
  const { name, namespace, labels, annotations } = metadata;
  return { apiVersion, kind, metadata: { name, namespace, labels, annotations }, spec };
}

/** The spec, the labels and the annotations have to be the same in all versions. */
function compare(when: string, one: KubernetesObject | undefined, other: KubernetesObject | undefined): string[] {
  const parts = (object: KubernetesObject | undefined): Record<string, unknown> => ({
    labels: object?.metadata.labels, annotations: object?.metadata.annotations, spec: withoutEmpty(object?.spec),
  });
  const [left, right] = [parts(one), parts(other)];
  return Object.keys(left).filter((part) => !isDeepStrictEqual(left[part], right[part]))
    .map((part) => `${when}: ${part} was ${JSON.stringify(left[part])} and is ${JSON.stringify(right[part])}`);
}

/** Go writes out what is empty, and only one of the versions has fields for tokens. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const filled = Object.entries(value).map(([key, each]) => [key, withoutEmpty(each)] as const)
    .filter(([, each]) => each !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}
