import { checkName, KINDS, KNATIVE_EVENTING, KNATIVE_SERVING, type PlatformDescription, type Problem, show, showAll } from '../core';
import { hasDefault, type NamespaceLimits } from './namespace-limits';
import type { NamespaceQuota } from './namespace-quota';

/** Namespaces of what a cluster consists of; the operator installs to those of Knative, and removes them. */
const TAKEN = new Set([
  'kube-system', 'kube-public', 'kube-node-lease', KNATIVE_SERVING, KNATIVE_EVENTING, 'knative-operator', 'cert-manager',
]);

/** Checks that a namespace is not one of the platform. */
export function checkPlatformName(name: string, platform: PlatformDescription | undefined): Problem | undefined {
  const layer = platform?.layer?.podNamespaces ?? [];
  if (!TAKEN.has(name) && !layer.includes(name)) return undefined;
  return {
    code: 'KN-NSP-001',
    message: `${show(name)} is a namespace of the platform, and none for services`,
    received: name,
    allowed: 'a namespace of its own',
    fix: "write `new ServicesNamespace(chart, 'shop')`, for example",
  };
}

/** Checks that a wildcard certificate that is asked for comes from somewhere. */
export function checkWildcard(
  name: string, wanted: boolean | undefined, platform: PlatformDescription | undefined,
): Problem | undefined {
  const made = platform?.wildcardLabel !== undefined || platform?.certifies?.(name) === true;
  if (wanted !== true || made) return undefined;
  return {
    code: 'KN-NSP-010',
    message: `the namespace ${show(name)} is to get wildcard certificates, and ${platform === undefined
      ? 'the program has no platform in its cluster' : `the platform ${show(platform.construct.node.path)} makes none`}`,
    received: true,
    allowed: 'a platform with an issuer that can issue wildcards, or no such wish',
    fix: 'describe the platform with wildcard certificates, or leave `wildcardCertificate` out',
  };
}

/** Checks namespaces that requests come through. */
export function checkIngressNamespaces(
  name: string, namespaces: readonly string[] | undefined, platform: PlatformDescription | undefined,
): (Problem | undefined)[] {
  const wrong = (namespaces ?? []).map((each) =>
    checkName('namespace name', each, KINDS.namespace.nameRule, 'KN-NAM-006'));
  const known = namespaces ?? platform?.layer?.podNamespaces ?? [];
  if (known.length > 0) return wrong;
  return [{
    code: 'KN-NSP-008',
    message: `the network of ${show(name)} is closed, and nothing says where requests come from`,
    received: namespaces,
    allowed: 'a platform with a networking layer in the same cluster, or `ingressNamespaces`',
    fix: "write `ingressNamespaces: ['contour-external', 'contour-internal']`, for example",
  }];
}

/** Checks that a name of something in the namespace is given once. */
export function checkNamedOnce(what: string, name: string, taken: readonly string[]): Problem | undefined {
  if (!taken.includes(name)) return undefined;
  return {
    code: 'KN-NSP-009',
    message: `the ${what} ${show(name)} is named twice`,
    received: name,
    allowed: 'each name once',
    fix: 'leave the repetition out, or write another name',
  };
}

/** In JavaScript a program can pass a name, or the content itself, which is not shown. */
export function notPullSecret(): Problem {
  return {
    code: 'KN-NSP-009',
    message: 'a Secret for images is none that `PullSecret` made',
    received: undefined,
    allowed: '`PullSecret.fromSecretName`, `PullSecret.fromExternalSecret` and `PullSecret.fromVaultStaticSecret`',
    fix: "write `imagePullSecrets: [PullSecret.fromSecretName('registry')]`, for example",
  };
}

/** What a quota counts that containers need not say, and that nothing says for them. */
export function missingDefaults(quota: NamespaceQuota, limits: NamespaceLimits | undefined): string | undefined {
  const needed = [
    ['cpu', 'request', quota.cpuRequests], ['cpu', 'limit', quota.cpuLimits],
    ['memory', 'request', quota.memoryRequests], ['memory', 'limit', quota.memoryLimits],
  ] as const;
  const missing = needed.filter(([resource, kind, amount]) =>
    amount !== undefined && !hasDefault(limits, resource, kind));
  if (missing.length === 0) return undefined;
  const names = missing.map(([resource, kind]) => `${resource} ${kind}`);
  return `the quota counts ${showAll(names)}, so that a pod is refused if one container does not say it, Knative's own among `
    + 'them: write defaults into `limits`';
}
