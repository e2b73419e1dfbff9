import { Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { KubernetesObjectValue } from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';
import { objectId, type Problem, show } from '../core';
import { resourceIn } from './applied-objects';
import type { ObjectValue } from './apply-options';
import type { EksClusterBase } from './eks-cluster-base';
import { DIGITS, kubectlKind, logicalId, MOST_MINUTES } from './object-ids';

/** Minutes until a value of an object has to be there. */
const DEFAULT_MINUTES = 10;

/**
 * A resource that reads a value, once for each object and path.
 * @param applied what has to be there before
 * @param digest what is another one when the value is to be read again
 */
export function makeObjectValue(
  applied: Construct, { cluster, clusterName }: EksClusterBase, value: ObjectValue, digest: string,
): string {
  const { apiVersion = 'v1', kind, name, namespace, jsonPath, timeout } = value;
  const id = objectId({ apiVersion, kind, namespace, name });
  const logical = logicalId({ cluster: clusterName, id: `value|${id}|${jsonPath}`, readable: ['Value', kind, name] });
  const known = applied.node.tryFindChild(logical);
  if (known instanceof KubernetesObjectValue) return known.value;
  const made = new KubernetesObjectValue(applied, logical, {
    cluster,
    objectType: kubectlKind(apiVersion, kind),
    objectName: name,
    ...namespace === undefined ? {} : { objectNamespace: namespace },
    jsonPath,
    timeout: timeout ?? Duration.minutes(DEFAULT_MINUTES),
  });
  made.node.addDependency(applied);
  const resource = resourceIn(made);
  resource?.overrideLogicalId(logical);
  resource?.addPropertyOverride('ManifestDigest', digest);
  return made.value;
}

/**
 * Names the values of an app by what tells it from other apps of its cluster in the same stack, which may ask for the
 * same.
 */
export function nameObjectValues(applied: Construct, cluster: string, label: string): void {
  for (const value of applied.node.children.filter((child) => child instanceof KubernetesObjectValue)) {
    const { id } = value.node;
    const resource = resourceIn(value);
    const own = label === '' ? id : logicalId({ cluster, id: `${id}|${label}`, readable: [id.slice(0, -DIGITS)] });
    // An id that is in use may not be written again, not even as it is.
    if (resource !== undefined && Stack.of(value).resolve(resource.logicalId) !== own) resource.overrideLogicalId(own);
  }
}

/**
 * Stands for a value where the question was refused: late as any other, so that nothing is said of it a second time. No
 * template has it, since that of the app is refused.
 */
export function refusedValue(): string {
  return Lazy.string({ produce: () => 'refused' });
}

/** Checks what is asked for. */
export function checkObjectValue({ kind, name, jsonPath, timeout }: ObjectValue): Problem | undefined {
  const wrong = (what: string, received: unknown, allowed: string, fix: string): Problem =>
    ({ code: 'KN-EKS-030', message: `a value of a live object is asked for ${what}`, received, allowed, fix });
  if ([kind, name].some((text) => typeof text !== 'string' || text === '')) {
    return wrong('without its kind or its name', name, 'kind and name of an object',
      "write `kind: 'Service', name: 'envoy'`, for example");
  }
  if (typeof jsonPath !== 'string' || !jsonPath.startsWith('.')) {
    return wrong(`by the path ${show(jsonPath)}`, jsonPath, 'a path with a dot in front, without braces',
      'write `.status.loadBalancer.ingress[0].hostname`, for example');
  }
  if (timeout === undefined || timeout.toSeconds() <= MOST_MINUTES * 60) return undefined;
  return wrong(`with a timeout of ${timeout.toSeconds()} seconds`, timeout.toSeconds(), `at most ${MOST_MINUTES} minutes`,
    `write \`Duration.minutes(${MOST_MINUTES})\``);
}
