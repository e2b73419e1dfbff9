/**
 * Paths and differences as Pulumi's engine has them. Follows parsePropertyPath and Contains of
 * sdk/go/common/resource/properties_path.go, and convertPatchToDiff of pulumi-kubernetes, which names each difference.
 */

export type Path = readonly (string | number)[];

const ELEMENT = /^(?:\.?([^.[\]]+)|\["((?:\\"|[^"])*)"\]|\[(\*|\d+)\])/;

export function parsePath(path: string): Path {
  if (path.startsWith('.')) throw new Error('expected property path to start with a name or index');
  const keys: (string | number)[] = [];
  for (let rest = path; rest !== '';) {
    const [all = '', plain, quoted, index] = ELEMENT.exec(rest) ?? [];
    if (all === '') throw new Error(`not a property path: ${path}`);
    keys.push(quoted?.replace(/\\"/g, '"') ?? plain ?? (index === '*' ? '*' : Number(index)));
    rest = rest.slice(all.length);
  }
  return keys;
}

/** Whether a path leads to what another one is in. */
export function contains(path: Path, other: Path): boolean {
  return other.length >= path.length && path.every((key, index) => key === '*' || key === other[index]);
}

/** Where two inputs differ. What is added or gone is one difference, however much is in it. */
export function differences(before: unknown, after: unknown, at: Path = []): Path[] {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .flatMap((key) => differences(before[key] ?? undefined, after[key] ?? undefined, [...at, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) })
      .flatMap((_, index) => differences(before[index], after[index], [...at, index]));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [at];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => isObject(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined, value);
}

/**
 * What the provider of Kubernetes replaces by itself. Follows forceNewProperties of provider/pkg/provider/diff.go, with
 * ConfigMaps and Secrets that may change in place.
 */
export function isReplacedByProvider(inputs: Readonly<Record<string, unknown>>, path: Path): boolean {
  const kind = `${String(inputs.apiVersion)}/${String(inputs.kind)}`;
  const byKind: Readonly<Record<string, readonly string[]>> = {
    'v1/ConfigMap': inputs.immutable === true ? ['data', 'binaryData'] : [],
    'v1/Secret': inputs.immutable === true ? ['type', 'data', 'stringData'] : ['type'],
    'v1/ResourceQuota': ['spec.scopes'],
    'v1/Service': ['spec.clusterIP'],
    'apps/v1/Deployment': ['spec.selector'],
    'batch/v1/Job': ['spec.completions', 'spec.parallelism', 'spec.selector', 'spec.template'],
    'rbac.authorization.k8s.io/v1/RoleBinding': ['roleRef'],
    'rbac.authorization.k8s.io/v1/ClusterRoleBinding': ['roleRef'],
  };
  return ['metadata.name', 'metadata.namespace', ...byKind[kind] ?? []]
    .some((each) => contains(parsePath(each), path));
}
