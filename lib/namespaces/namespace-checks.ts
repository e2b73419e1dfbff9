import { checkName, KINDS, KNATIVE_EVENTING, KNATIVE_SERVING, type PlatformDescription, type Problem, show, showAll } from '../core';
import { hasDefault, type NamespaceLimits } from './namespace-limits';
import type { NamespaceQuota } from './namespace-quota';
import { NetworkPeer } from './network-peer';

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

/** Checks that a wildcard certificate that is asked for comes from somewhere, and that one that is not stays away. */
export function checkWildcard(
  name: string, wanted: boolean | undefined, platform: PlatformDescription | undefined,
): Problem | undefined {
  const made = platform?.wildcardLabel !== undefined || platform?.certifies?.(name) === true;
  if (wanted === false && platform?.certifies?.(name) === true) return unwanted(name, platform);
  if (wanted !== true || made) return undefined;
  return {
    code: 'KN-NSP-010',
    message: `the namespace ${show(name)} is to get wildcard certificates, and ${platform === undefined
      ? 'the program has no platform in its cluster' : `the platform ${show(platform.construct.node.path)} makes none for it`}`,
    received: true,
    allowed: 'a platform with an issuer that can issue wildcards, or no such wish',
    fix: `${platform?.wildcardFix?.(name) ?? 'describe the platform with wildcard certificates'}, or leave \`wildcardCertificate\` out`,
  };
}

/** No label of the namespace changes what a platform does by names. */
function unwanted(name: string, { construct }: PlatformDescription): Problem {
  return {
    code: 'KN-NSP-010',
    message: `the namespace ${show(name)} is to get no wildcard certificate, and the platform ${show(construct.node.path)} makes one for `
      + 'it by its name',
    received: false,
    allowed: 'namespaces that `tls.wildcardCertificates` of the platform does not choose',
    fix: 'leave `wildcardCertificate: false` out, or let `WildcardCertificates.forLabel()` choose',
  };
}

/** Checks namespaces that requests come through. */
export function checkIngressNamespaces(
  name: string, namespaces: readonly string[] | undefined, platform: PlatformDescription | undefined,
): (Problem | undefined)[] {
  const wrong = (namespaces ?? []).map((each) =>
    checkName('namespace name', each, KINDS.namespace.nameRule, 'KN-NAM-006'));
  const layer = platform?.layer?.podNamespaces ?? [];
  const known = namespaces ?? layer;
  const missing = namespaces === undefined ? [] : layer.filter((each) => !namespaces.includes(each));
  if (wrong.some((problem) => problem !== undefined)) return wrong;
  if (known.length > 0) return missing.length === 0 ? [] : [layerMissing(name, known, missing)];
  return [{
    code: 'KN-NSP-008',
    message: `the network of ${show(name)} is closed, and nothing says where requests come from`,
    received: namespaces,
    allowed: 'a platform with a networking layer in the same cluster, or `ingressNamespaces`',
    fix: "write `ingressNamespaces: ['contour-external', 'contour-internal']`, for example",
  }];
}

/** Requests would end at the pods of the networking layer. */
function layerMissing(name: string, namespaces: readonly string[], missing: readonly string[]): Problem {
  return {
    code: 'KN-NSP-008',
    message: `\`ingressNamespaces\` of ${show(name)} leaves out ${showAll(missing)}, through which requests come on this platform`,
    received: namespaces,
    allowed: 'the namespaces of the networking layer of the platform, and more',
    fix: 'leave `ingressNamespaces` out, or add what is missing',
  };
}

/** Checks who answers questions for names: with nobody, no name can be found. */
export function checkDns(dns: readonly NetworkPeer[] | undefined): Problem | undefined {
  if (dns === undefined) return undefined;
  if (Array.isArray(dns) && dns.length > 0 && dns.every((peer) => peer instanceof NetworkPeer)) return undefined;
  return {
    code: 'KN-NSP-008',
    message: `\`network.dns\` names no peer: ${show(dns)}`,
    received: dns,
    allowed: 'one peer or more',
    fix: "write `dns: [NetworkPeer.cidr('172.20.0.10/32')]`, for example, or leave it out",
  };
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
